"""Reminders of promises: who is written to, what the letter says, and that each leaves once."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests import factories
from tests.flow.promises import DUE, promised, tell
from tests.flow.sheets import Commune, commune
from toguna.flow.commitment_letters import addressees_of, ask_for_reminders, remind_of, send_reminders
from toguna.rules.commitments import Says, Side
from toguna.rules.roles import Role
from toguna.store.activities.models import Activity
from toguna.store.commitments.actions import address_of
from toguna.store.commitments.models import Commitment, Reminder
from toguna.store.journal.models import Entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Commune:
    """The commune of the other stories as if it were real: what is fictional is written no letters."""
    made = commune()
    for model in (Programme, Place, Activity, Organisation):
        model.objects.update(fictional=False)
    for user in (made.agent, made.coordinator):
        type(user).objects.filter(pk=user.pk).update(fictional=False)
    for one in (made.programme, made.place, made.activity, made.agent, made.coordinator):
        one.refresh_from_db()
    return made


def office_promise(there: Commune) -> Commitment:
    return promised(there, office_email="mairie@exemple.example")


def letters() -> list[tuple[str, str]]:
    return [(one.to[0], one.body) for one in mail.outbox]


def test_two_weeks_before_on_the_day_and_a_week_after_one_letter_each_to_the_office_and_the_staff(
    there: Commune,
) -> None:
    office_promise(there)
    days = [DUE + timedelta(days=one) for one in (-30, -14, -13, -1, 0, 3, 7, 8, 30)]
    told = [send_reminders(today=day) for day in days]
    assert told == [0, 3, 0, 0, 3, 0, 3, 0, 0]
    assert Reminder.objects.count() == Entry.objects.filter(action="commitment.reminded").count() == 3
    assert {to for to, _body in letters()} == {
        "mairie@exemple.example", there.agent.email, there.coordinator.email,
    }  # fmt: skip


def test_the_letter_tells_the_promise_its_day_and_how_to_answer(there: Commune) -> None:
    one = office_promise(there)
    send_reminders(today=DUE + timedelta(days=7))
    (body,) = [body for to, body in letters() if to == "mairie@exemple.example"]
    assert "Réparer le forage du marché" in body
    assert "30 juin 2025, elle est passée" in body
    found = re.search(r"/commitments/answer/([\w-]+)/", body)
    assert found is not None
    assert address_of(found[1]).commitment == one
    (staff,) = [body for to, body in letters() if to == there.agent.email]
    assert f"/desk/commitments/{one.pk}/" in staff
    assert "answer" not in staff


def test_another_due_day_is_reminded_of_anew(there: Commune) -> None:
    one = office_promise(there)
    send_reminders(today=DUE)
    Commitment.objects.filter(pk=one.pk).update(due_on=DUE + timedelta(days=90))
    assert send_reminders(today=DUE + timedelta(days=90)) == 3


def test_nobody_is_reminded_of_what_has_ended_is_undated_or_fictional(there: Commune) -> None:
    tell(there, office_promise(there), Side.PROMISER, Says.KEPT, date(2025, 6, 1))
    promised(there, due_on=None, office_email="mairie@exemple.example")
    invented = office_promise(there)
    Commitment.objects.filter(pk=invented.pk).update(fictional=True)
    assert send_reminders(today=DUE) == 0


def test_a_letter_that_could_not_leave_is_tried_again_and_not_for_ever(there: Commune, settings: Any) -> None:
    office_promise(there)
    settings.EMAIL_BACKEND = "tests.flow.test_commitment_letters.Broken"
    assert [send_reminders(today=DUE) for _try in range(4)] == [0, 0, 0, 0]
    assert Reminder.objects.get().failed == 3


def test_staff_who_ask_are_told_who_would_be_written_to_and_write_once_a_day(there: Commune) -> None:
    one = office_promise(there)
    found = addressees_of(one)
    assert (found.office, found.staff, found.reason) == (True, 2, "")
    assert remind_of([one], by=there.coordinator) == 3
    assert addressees_of(one).reason == "rappelé aujourd'hui déjà"
    assert remind_of([one], by=there.coordinator) == 0


def test_a_promise_of_an_office_without_address_and_without_staff_says_so(there: Commune) -> None:
    alone = factories.organisation(fictional=False)
    one = promised(there)
    Commitment.objects.filter(pk=one.pk).update(organisation=alone)
    factories.user(Role.DONOR, organisation=alone)
    one.refresh_from_db()
    assert addressees_of(one).reason == "aucune adresse n'est connue"


def test_reminders_are_asked_for_by_day_and_only_where_one_is_due(there: Commune) -> None:
    at = timezone.make_aware(datetime(2025, 6, 30, 6, 0))
    office_promise(there)
    assert ask_for_reminders(now=at) is False
    assert ask_for_reminders(now=at + timedelta(hours=3)) is True
    assert ask_for_reminders(now=at + timedelta(days=900)) is False


class Broken:
    """A mail server that is not there."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def __enter__(self) -> "Broken":
        return self

    def __exit__(self, *_raised: object) -> None:
        pass

    def send_messages(self, _messages: object) -> int:
        raise ConnectionRefusedError
