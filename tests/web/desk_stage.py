"""A small fictional programme as the desk's tests meet it: people to sign in as, and sheets that came."""

from dataclasses import replace
from typing import Any

from django.test import Client

from tests.flow.sheets import SHEET, Commune
from toguna.flow.receive import receive_sheet
from toguna.flow.verify import check_record, verify_record
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record


def signed_in(user: User) -> Client:
    """A browser in which this account is signed in."""
    client = Client()
    client.force_login(user)
    return client


def received(stage: Commune, **changes: Any) -> Record:
    """A sheet that the agent typed in."""
    return receive_sheet(sheet=replace(SHEET, **changes), by=stage.agent).record


def checked(stage: Commune, **changes: Any) -> Record:
    """A sheet that the partner has checked."""
    found = received(stage, **changes)
    return check_record(found, by=stage.coordinator, revision=found.revision)


def verified(stage: Commune, **changes: Any) -> Record:
    """A sheet whose facts count."""
    found = checked(stage, **changes)
    verify_record(found, by=stage.officer, revision=found.revision)
    found.refresh_from_db()
    return found


def boxes(**changes: str) -> dict[str, str]:
    """The boxes of a small sheet without anything wrong in it, as a browser sends them."""
    typed = {
        "activity_code": "F-001",
        "session": "2",
        "held_on": "2025-03-04",
        "commune": "Sanankoro-Ba",
        "venue": "École fictive",
        "p1-name": "Awa Fictive",
        "p1-consent": "yes",
        "p1-sex": "female",
        "p1-age": "30",
        "u1-seats": "12",
        "u1-sex": "male",
        "u1-age_band": "15-29",
        "u1-basis": "counted",
    }
    return typed | changes
