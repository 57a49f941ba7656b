"""Sheets, places and people of a small fictional programme, for the stories that go through the flow."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests import factories
from toguna.collect.forms import ATTENDANCE_FORM_ID
from toguna.collect.xml_submission import write_submission
from toguna.flow.forms import offer_library_form
from toguna.rules.attendance import AttendanceSheet, Participant, PlaceMention, Sex, UnnamedSeats
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.places.models import Edition, Place
from toguna.store.programmes.models import Programme


@dataclass(frozen=True)
class Commune:
    """A programme with one activity in one commune, and the three persons whom a sheet needs."""

    programme: Programme
    activity: Activity
    edition: Edition
    region: Place
    place: Place
    agent: User
    coordinator: User
    officer: User


def commune() -> Commune:
    """Set the stage, the shipped form included."""
    offer_library_form(ATTENDANCE_FORM_ID)
    programme = factories.programme(starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    edition = factories.place_edition(code="fictive-2020")
    region = factories.place(name="Région fictive du Fleuve", level=1, edition=edition, code="R1")
    place = factories.place(name="Sanankoro-Ba", edition=edition, parent=region, code="C1")
    agent = factories.user(Role.PARTNER_AGENT)
    activity = factories.activity(
        programmes=[programme], code="F-001", place=place, implementer=agent.organisation, kind="training"
    )
    coordinator = factories.user(Role.PARTNER_COORDINATOR, organisation=agent.organisation)
    return Commune(programme, activity, edition, region, place, agent, coordinator, factories.user(Role.MEL_OFFICER))


SHEET = AttendanceSheet(
    activity_code="F-001",
    session=1,
    held_on=date(2025, 3, 3),
    venue="Salle fictive",
    place=PlaceMention("Sanankoro-Ba", "toguna-demo", "C1"),
    participants=(
        Participant(1, name="Awa Fictive", sex=Sex.FEMALE, age=30, consent=True, commune=PlaceMention("Sanankoro-Ba")),
        Participant(2, name="Issa Fictif", sex=Sex.MALE, birth_year=2003, consent=True),
    ),
    unnamed=(UnnamedSeats(12, Sex.FEMALE, 15, 24),),
)


def submission(number: int = 1, *, deprecated: str = "", version: str | None = None, **changes: Any) -> bytes:
    """The sheet as a phone sends it."""
    return write_submission(
        replace(SHEET, **changes), instance_id=f"uuid:fictive-{number}", deprecated_id=deprecated, version=version
    )
