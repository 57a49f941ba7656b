"""The weekly letter: to whom, when, how often, what it says, in which language, and what happens when mail fails."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from tests import factories
from toguna.flow.digest import ask_for_letters, is_letter_time, letter_for, readers, send_letters, week_of
from toguna.flow.forms import offer_library_form
from toguna.rules.expectations import Promise, Rhythm
from toguna.rules.roles import Role
from toguna.store.accounts.actions import choose_digest
from toguna.store.accounts.models import User
from toguna.store.fieldwork.expectations import add_expectation
from toguna.store.fieldwork.models import Reading, Record
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 16, 7, 30, tzinfo=UTC)  # 7:30 in Bamako too
FORM = "suivi_groupe"


@pytest.fixture(autouse=True)
def _library() -> None:
    offer_library_form(FORM)


def real(role: Role = Role.PARTNER_COORDINATOR, **columns: Any) -> User:
    """An account with a letter box."""
    user = factories.user(role, **columns)
    User.objects.filter(pk=user.pk).update(fictional=False)
    return User.objects.get(pk=user.pk)


def expects(user: User, **columns: Any) -> None:
    promise = Promise(**{"every": Rhythm.MONTH, "starts_on": date(2026, 1, 1), "days_allowed": 10} | columns)
    add_expectation(form_id=FORM, organisation=user.organisation, place=None, promise=promise, by=None)


def came(user: User, held_on: date, arrived: date) -> None:
    record = factories.record(sender=user, form_id=FORM)
    assert record.current_version
    Reading.objects.create(version=record.current_version, mapping="test", readable=True, held_on=held_on)
    at = datetime(arrived.year, arrived.month, arrived.day, 12, tzinfo=UTC)
    Record.objects.filter(pk=record.pk).update(received_at=at)


def test_it_says_who_owes_what_since_when_and_how_much_of_it_came() -> None:
    user = real(language="fr")
    expects(user)
    came(user, date(2026, 1, 20), date(2026, 2, 2))
    letter = letter_for(user, today=MONDAY.date())
    assert letter is not None
    assert letter.subject == "Toguna : 1 fiche manque"
    assert "Arrivées : 1 sur 2 (50\u202f%) ; à temps : 1 sur 2 (50\u202f%)" in letter.text.replace("\xa0", "\u202f")
    assert "1 fiche attendue depuis le 10 mars 2026" in letter.text.replace("\xa0", " ")
    assert "Suivi économique d'un groupement" in letter.text
    assert str(user.organisation.name["fr"]) in letter.text
    assert "http://localhost/desk/account/" in letter.text
    assert '<html lang="fr">' in letter.html
    assert "<h2>" in letter.html


def test_it_is_written_in_the_language_of_its_reader() -> None:
    user = real(language="en")
    expects(user)
    letter = letter_for(user, today=MONDAY.date())
    assert letter is not None
    assert "Economic follow-up of a group" in letter.text
    assert "10 February 2026" in letter.text
    assert '<html lang="en">' in letter.html


def test_nothing_late_and_nothing_due_is_no_letter() -> None:
    user = real()
    assert letter_for(user, today=MONDAY.date()) is None
    expects(user, starts_on=date(2026, 3, 1), days_allowed=60)
    assert letter_for(user, today=MONDAY.date()) is None, "due in more than a week"
    assert send_letters(now=MONDAY) == 0
    assert mail.outbox == []


def test_what_is_due_within_the_week_is_announced() -> None:
    user = real()
    expects(user, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 10), every=Rhythm.WEEK, days_allowed=5)
    letter = letter_for(user, today=date(2026, 3, 10))
    assert letter is not None
    assert "1 fiche à envoyer avant le 13 mars 2026" in letter.text.replace("\xa0", " ")


def test_each_account_has_one_letter_a_week_however_often_it_is_asked_for() -> None:
    user = real()
    expects(user)
    assert [send_letters(now=MONDAY) for _again in range(3)] == [1, 0, 0]
    assert send_letters(now=MONDAY + timedelta(hours=30)) == 0
    assert send_letters(now=MONDAY + timedelta(days=7)) == 1
    assert [message.to for message in mail.outbox] == [[user.email]] * 2
    assert Entry.objects.filter(action="digest.sent").count() == 2
    message = mail.outbox[0]
    assert message.extra_headers["List-Unsubscribe"] == "<http://localhost/desk/account/>"
    assert message.alternatives[0][1] == "text/html"  # type: ignore[attr-defined]


def test_who_does_not_want_it_is_closed_or_invented_has_none() -> None:
    wants, refuses, gone = real(), real(), real(is_active=False)
    invented, donor = factories.user(Role.PARTNER_AGENT), real(Role.DONOR)
    choose_digest(by=refuses, wanted=False)
    for one in (wants, refuses, gone, invented, donor):
        expects(one)
    assert set(readers()) == {wants}
    choose_digest(by=refuses, wanted=True)
    assert set(readers()) == {wants, refuses}


def test_a_coordinators_letter_holds_the_organisations_below_theirs() -> None:
    coordinator, below, stranger = real(), real(Role.PARTNER_AGENT), real()
    factories.participation(factories.programme(), below.organisation, works_under=coordinator.organisation)
    for one in (below, stranger):
        expects(one)
    letter = letter_for(coordinator, today=MONDAY.date())
    assert letter is not None
    assert below.organisation.name["fr"] in letter.text
    assert stranger.organisation.name["fr"] not in letter.text


def test_no_name_of_a_participant_is_ever_in_it() -> None:
    user = real()
    expects(user)
    activity = factories.activity(implementer=user.organisation, starts_on=date(2026, 1, 5), sessions=2)
    record = factories.record(sender=user, activity=activity)
    factories.mention(record.current_version, name="Awa Fictive")
    letter = letter_for(user, today=MONDAY.date())
    assert letter is not None
    assert "Awa" not in letter.text + letter.html


class Refusing(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


def test_a_letter_that_could_not_leave_is_tried_again_three_times_in_all(settings: Any) -> None:
    user = real()
    expects(user)
    settings.EMAIL_BACKEND = "tests.flow.test_digest.Refusing"
    assert send_letters(now=MONDAY) == 0
    assert Entry.objects.filter(action="digest.not-sent", subject=f"user:{user.pk}").count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters(now=MONDAY) == 1
    other = real()
    expects(other)
    settings.EMAIL_BACKEND = "tests.flow.test_digest.Refusing"
    for _attempt in range(5):
        send_letters(now=MONDAY)
    assert Entry.objects.filter(action="digest.not-sent", subject=f"user:{other.pk}").count() == 3


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Africa/Bamako", datetime(2026, 3, 16, 6, 59, tzinfo=UTC), False),
        ("Africa/Bamako", datetime(2026, 3, 16, 7, 0, tzinfo=UTC), True),
        ("Africa/Bamako", datetime(2026, 3, 18, 6, 59, tzinfo=UTC), True),
        ("Africa/Bamako", datetime(2026, 3, 18, 7, 0, tzinfo=UTC), False),
        ("Asia/Tokyo", datetime(2026, 3, 15, 22, 30, tzinfo=UTC), True),
        ("America/New_York", datetime(2026, 3, 16, 7, 30, tzinfo=UTC), False),
    ],
)
def test_it_leaves_on_monday_morning_where_the_installation_stands(
    settings: Any, zone: str, at: datetime, expected: bool
) -> None:
    settings.TIME_ZONE = zone
    assert is_letter_time(at) is expected


def test_weeks_have_their_number_across_the_year() -> None:
    assert week_of(datetime(2026, 12, 31, 12, tzinfo=UTC)) == "2026-W53"
    assert week_of(datetime(2027, 1, 1, 12, tzinfo=UTC)) == "2026-W53"


def test_the_worker_asks_for_letters_on_monday_and_on_no_other_day(monkeypatch: pytest.MonkeyPatch) -> None:
    expects(real())
    assert not ask_for_letters(now=MONDAY + timedelta(days=4))
    assert mail.outbox == []
    assert ask_for_letters(now=MONDAY)
    assert len(mail.outbox) == 1


def test_the_command_shows_letters_without_sending_them_and_sends_them_once() -> None:
    user = real()
    expects(user, starts_on=date(2020, 1, 1))
    shown = StringIO()
    call_command("digest", "--dry-run", stdout=shown)
    assert user.email in shown.getvalue()
    assert mail.outbox == []
    told = StringIO()
    call_command("digest", stdout=told)
    call_command("digest", stdout=told)
    assert len(mail.outbox) == 1
    assert [line.split()[0] for line in told.getvalue().splitlines()] == ["1", "0"]
    invented = factories.user(Role.PARTNER_AGENT)
    nothing = StringIO()
    call_command("digest", "--dry-run", "--to", invented.email, stdout=nothing)
    assert "Aucune lettre" in nothing.getvalue()
