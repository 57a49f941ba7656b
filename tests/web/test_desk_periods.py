"""Closing a quarter on the desk: what is missing, the act, the approvals, what comes late, in the officer's words."""

import re
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests import factories
from tests.flow.editions import hold, stage
from tests.flow.sheets import Commune
from tests.web.desk_stage import received, signed_in
from toguna.flow.compute import compute_programme
from toguna.flow.release import release_edition
from toguna.rules.roles import Role
from toguna.store.journal.models import Entry
from toguna.store.values.closings import closings_of
from toguna.store.values.models import Approval, Restatement

pytestmark = pytest.mark.django_db

SEATS: dict[str, Any] = {"count": "seats", "periods": ["life", "quarter"], "dimensions": ["sex"]}


@pytest.fixture
def there() -> Commune:
    stage_ = stage(SEATS=SEATS)
    hold(stage_, 1)
    compute_programme(stage_.programme, by=stage_.officer)
    return stage_


def address(there: Commune, act: str = "") -> str:
    return f"/desk/periods/{there.programme.code}/2025-Q1/{act}"


def closed(there: Commune) -> Client:
    """The first quarter closed and counted again; signed in as the officer."""
    officer = signed_in(there.officer)
    officer.post(address(there, "close/"), {"anyway": "yes"})
    compute_programme(there.programme)
    return officer


def approver() -> Client:
    return signed_in(factories.user(Role.MEL_OFFICER, name="Seconde Fictive"))


def ticked(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="value" value="')[1:]]


def test_a_period_says_what_waits_before_it_is_closed(there: Commune) -> None:
    received(there, session=2, held_on=date(2025, 3, 9))
    page = signed_in(there.officer).get(address(there)).content.decode()
    assert "à clôturer" in page
    assert "Clôturer bien qu'une chose manque" in page
    assert "F-001, séance 2" in page


def test_closing_with_gaps_asks_first_and_keeps_everything_open(there: Commune) -> None:
    received(there, session=2, held_on=date(2025, 3, 9))
    officer = signed_in(there.officer)
    refused = officer.post(address(there, "close/"))
    assert refused.status_code == 422
    assert "Quelque chose manque encore" in refused.content.decode()
    assert not closings_of(there.programme).exists()
    officer.post(address(there, "close/"), {"anyway": "yes", "note": "La commune de Sanankoro-Ba suivra."})
    closing = closings_of(there.programme).get()
    page = officer.get(address(there)).content.decode()
    assert closing.note in page
    assert "clôturée" in page
    again = officer.post(address(there, "close/"), {"anyway": "yes"})
    assert again.status_code == 409


def test_values_are_approved_together_by_somebody_else_and_each_refusal_is_told(there: Commune) -> None:
    officer = closed(there)
    own = officer.get(address(there)).content.decode()
    assert "vous avez saisi ou vérifié une de ses fiches" in own
    assert ticked(own) == []
    second = approver()
    values = ticked(second.get(address(there)).content.decode())
    assert len(values) == 1
    told = officer.post(address(there, "approve/"), {"value": values}, follow=True).content.decode()
    assert "SEATS : vous avez saisi ou vérifié une de ses fiches." in told
    told = second.post(address(there, "approve/"), {"value": [*values, "x:y"]}, follow=True).content.decode()
    assert "1 valeur est approuvée." in told
    assert "la valeur a changé depuis que vous l&#x27;avez vue" in told
    assert "Seconde Fictive" in told
    approval = Approval.objects.get()
    second.post(f"/desk/periods/approvals/{approval.pk}/withdraw/")
    assert ticked(second.get(address(there)).content.decode()) == values
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"period.closed", "value.approved", "value.approval-withdrawn"} <= actions


def test_a_late_sheet_shows_its_effect_and_is_decided_with_a_reason(there: Commune) -> None:
    closed(there)
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    compute_programme(there.programme)
    second = approver()
    page = second.get(address(there)).content.decode()
    late = Restatement.objects.get()
    assert f"/desk/periods/late/{late.pk}/" in page
    shown = second.get(f"/desk/periods/late/{late.pk}/").content.decode()
    assert "Deviendrait" in shown
    assert "+14" in shown
    assert "sexe : femmes" in shown
    assert "T1 2025</a>" in shown
    refused = second.post(f"/desk/periods/late/{late.pk}/", {"decision": "accept", "reason": ""})
    assert refused.status_code == 422
    own = signed_in(there.officer).post(f"/desk/periods/late/{late.pk}/", {"decision": "accept", "reason": "Ma fiche"})
    assert own.status_code == 403
    told = second.post(
        f"/desk/periods/late/{late.pk}/", {"decision": "accept", "reason": "Fiche retrouvée"}, follow=True
    )
    assert "La fiche comptera dans la période clôturée." in told.content.decode()
    again = second.post(f"/desk/periods/late/{late.pk}/", {"decision": "decline", "reason": "Non"})
    assert again.status_code == 409
    assert Restatement.objects.get().state == "accepted"


def test_a_period_that_an_edition_has_told_does_not_open_again(there: Commune) -> None:
    officer = closed(there)
    told = officer.post(address(there, "reopen/"), {"reason": "Trop tôt"}, follow=True).content.decode()
    assert "La période est rouverte" in told
    officer.post(address(there, "close/"), {"anyway": "yes"})
    run = compute_programme(there.programme)
    release_edition(there.programme, run=run, by=there.officer, on=date(2026, 1, 2), leave_out_as_needed=True)
    refused = officer.post(address(there, "reopen/"), {"reason": "Encore"})
    assert refused.status_code == 409
    assert "ne se rouvre plus" in refused.content.decode()


def test_the_next_edition_says_which_periods_were_closed_since_and_what_was_decided(there: Commune) -> None:
    run = compute_programme(there.programme)
    release_edition(there.programme, run=run, by=there.officer, on=date(2026, 1, 2), leave_out_as_needed=True)
    officer, coming = closed(there), f"/desk/editions/{there.programme.code}/next/"
    page = officer.get(coming).content.decode()
    assert "Clôturée depuis la dernière édition : T1 2025." in page
    assert "elle dirait la même chose" not in page
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    compute_programme(there.programme)
    late = Restatement.objects.get()
    approver().post(f"/desk/periods/late/{late.pk}/", {"decision": "accept", "reason": "Fiche retrouvée"})
    compute_programme(there.programme)
    assert re.search(r"<li>T1 2025\W+une fiche tardive comptée", officer.get(coming).content.decode())


def test_chasing_writes_once_a_day_to_those_who_have_a_letter_box(there: Commune) -> None:
    there.activity.starts_on = there.activity.ends_on = date(2025, 3, 20)
    there.activity.sessions = 3
    there.activity.save()
    organisation = there.agent.organisation
    type(there.coordinator).objects.filter(pk=there.coordinator.pk).update(fictional=False)
    officer = signed_in(there.officer)
    page = officer.get(address(there)).content.decode()
    assert "Envoyer un rappel" in page
    told = officer.post(address(there, "chase/"), {"organisation": organisation.code}, follow=True).content.decode()
    assert "1 lettre est partie" in told
    assert [one.to for one in mail.outbox] == [[there.coordinator.email]]
    told = officer.post(address(there, "chase/"), {"organisation": organisation.code}, follow=True).content.decode()
    assert "a déjà reçu un rappel" in told
    assert len(mail.outbox) == 1


def test_the_list_of_periods_says_which_are_open_closed_and_late(there: Commune) -> None:
    closed(there)
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    compute_programme(there.programme)
    page = signed_in(there.officer).get("/desk/periods/").content.decode()
    assert page.count("à clôturer") == 3
    assert "clôturée" in page
    assert "#late" in page


def test_a_period_that_the_programme_does_not_have_is_not_there(there: Commune) -> None:
    assert signed_in(there.officer).get(f"/desk/periods/{there.programme.code}/1999-Q1/").status_code == 404


def test_the_first_page_says_which_quarters_wait_for_whom(there: Commune) -> None:
    first = approver().get("/desk/").content.decode()
    assert f"Trimestres terminés, à clôturer : {there.programme.code}" in first
    closed(there)
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    compute_programme(there.programme)
    then = approver().get("/desk/").content.decode()
    assert f"Périodes closes, à approuver : {there.programme.code}" in then
    assert f"Fiches arrivées après la clôture : {there.programme.code}" in then
    second = approver()
    second.post(address(there, "approve/"), {"value": ticked(second.get(address(there)).content.decode())})
    assert "Périodes closes, à approuver" not in second.get("/desk/").content.decode()
