"""What partners owe, looked up: by rhythm and by session, by place, by what was set aside, by who may see it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests import factories
from toguna.rules.expectations import DueState, Promise, Punctuality, Rhythm, punctuality_of
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.fieldwork.expectations import (
    Owed,
    Window,
    add_expectation,
    change_expectation,
    end_expectation,
    expectations_managed_by,
    is_expected_already,
    lines_of,
    owed_to,
    promise_of,
)
from toguna.store.fieldwork.models import Reading, Record
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db
FORM = "suivi_groupe"
TODAY = date(2026, 5, 20)
YEAR = Window(date(2026, 1, 1), date(2026, 12, 31), TODAY)


def owed(user: User, window: Window = YEAR) -> list[Owed]:
    return owed_to(user, window, attendance_form=factories.FORM_ID, sheet_days=15)


def came(user: User, held_on: date | None, arrived: date, form_id: str = FORM, **columns: Any) -> Record:
    """A record about a day that arrived on another."""
    place, session = columns.pop("place", None), columns.pop("session", None)
    record = factories.record(sender=user, form_id=form_id, **columns)
    assert record.current_version
    Reading.objects.create(
        version=record.current_version, mapping="test", readable=True, held_on=held_on, place=place, session=session
    )
    Record.objects.filter(pk=record.pk).update(
        received_at=datetime(arrived.year, arrived.month, arrived.day, 12, tzinfo=UTC)
    )
    return record


def monthly(user: User, **columns: Any) -> Any:
    place = columns.pop("place", None)
    given = {"every": Rhythm.MONTH, "starts_on": date(2026, 2, 1), "days_allowed": 10} | columns
    return add_expectation(form_id=FORM, organisation=user.organisation, place=place, promise=Promise(**given), by=user)


@pytest.fixture
def agent() -> User:
    return factories.user(Role.PARTNER_AGENT)


def test_each_month_is_owed_once_and_its_first_record_settles_it(agent: User) -> None:
    monthly(agent)
    came(agent, date(2026, 2, 20), date(2026, 3, 1))
    came(agent, date(2026, 2, 25), date(2026, 3, 30))
    came(agent, date(2026, 3, 5), date(2026, 4, 15))
    found = owed(agent)
    assert [one.due.state(TODAY) for one in found] == [
        DueState.ON_TIME, DueState.LATE, DueState.MISSING, DueState.AWAITED,
    ]  # fmt: skip
    assert [one.due.due_on for one in found] == [
        date(2026, 3, 10),
        date(2026, 4, 10),
        date(2026, 5, 10),
        date(2026, 6, 10),
    ]
    assert punctuality_of((one.due for one in found), TODAY) == Punctuality(due=3, came=2, on_time=1)


def test_what_was_rejected_or_shut_away_has_not_come(agent: User) -> None:
    monthly(agent, ends_on=date(2026, 3, 31))
    came(agent, date(2026, 2, 20), date(2026, 3, 1), state="rejected")
    came(agent, date(2026, 3, 20), date(2026, 4, 1), state="quarantined")
    assert [one.due.came_on for one in owed(agent)] == [None, None]


def test_a_record_that_says_no_day_stands_for_the_day_it_came(agent: User) -> None:
    monthly(agent, ends_on=date(2026, 2, 28))
    came(agent, None, date(2026, 2, 27))
    assert [one.due.came_on for one in owed(agent)] == [date(2026, 2, 27)]


def test_an_expectation_for_a_place_is_settled_by_what_lies_in_it(agent: User) -> None:
    edition = factories.place_edition()
    region = factories.place(level=1, edition=edition)
    here = factories.place(edition=edition, parent=region)
    elsewhere = factories.place()
    monthly(agent, ends_on=date(2026, 3, 31), place=region)
    came(agent, date(2026, 2, 3), date(2026, 2, 4), place=elsewhere)
    came(agent, date(2026, 2, 3), date(2026, 2, 9), place=here)
    assert [one.due.came_on for one in owed(agent)] == [date(2026, 2, 9), None]


def test_another_partners_record_and_another_form_settle_nothing(agent: User) -> None:
    monthly(agent, ends_on=date(2026, 2, 28))
    came(factories.user(Role.PARTNER_AGENT), date(2026, 2, 3), date(2026, 2, 4))
    came(agent, date(2026, 2, 3), date(2026, 2, 4), form_id="temoignage")
    assert [one.due.came_on for one in owed(agent)] == [None]


def test_each_session_of_a_planned_activity_owes_its_sheet(agent: User) -> None:
    activity = factories.activity(
        implementer=agent.organisation, sessions=3, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 3)
    )
    came(agent, date(2026, 4, 2), date(2026, 4, 5), factories.FORM_ID, activity=activity, session=2)
    came(agent, date(2026, 4, 3), date(2026, 4, 30), factories.FORM_ID, activity=activity, session=3)
    found = owed(agent)
    assert [(one.session, one.due.state(TODAY)) for one in found] == [
        (1, DueState.MISSING), (2, DueState.ON_TIME), (3, DueState.LATE),
    ]  # fmt: skip
    assert {one.due.due_on for one in found} == {date(2026, 4, 18)}


def test_a_cancelled_activity_and_one_that_a_document_tells_of_owe_nothing(agent: User) -> None:
    ended = {"implementer": agent.organisation, "starts_on": date(2026, 4, 1)}
    factories.activity(status="cancelled", **ended)
    factories.activity(document=factories.document(), **ended)
    factories.activity(**ended | {"implementer": None})
    factories.activity(**ended | {"starts_on": None})
    assert owed(agent) == []


def test_only_what_falls_due_in_the_window_is_looked_at(agent: User) -> None:
    monthly(agent)
    april = Window(date(2026, 4, 1), date(2026, 4, 30), TODAY)
    assert [one.due.due_on for one in owed(agent, april)] == [date(2026, 4, 10)]


def test_a_coordinator_sees_the_organisations_below_theirs_and_nobody_elses(agent: User) -> None:
    coordinator = factories.user(Role.PARTNER_COORDINATOR)
    factories.participation(factories.programme(), agent.organisation, works_under=coordinator.organisation)
    stranger = factories.user(Role.PARTNER_COORDINATOR)
    for one in (agent, coordinator, stranger):
        monthly(one, ends_on=date(2026, 2, 28))
    seen = {one.organisation for one in owed(coordinator)}
    assert seen == {agent.organisation, coordinator.organisation}
    assert {one.organisation for one in owed(agent)} == {agent.organisation}
    assert len({one.organisation for one in owed(factories.user(Role.MEL_OFFICER))}) == 3
    assert owed(factories.user(Role.ADMINISTRATOR)) == []
    assert expectations_managed_by(coordinator).count() == 2
    assert not expectations_managed_by(agent).exists()


def test_lines_gather_by_partner_form_and_place(agent: User) -> None:
    here = factories.place()
    monthly(agent, place=here)
    monthly(agent)
    came(agent, date(2026, 2, 20), date(2026, 3, 1))
    anywhere, there = lines_of(owed(agent), TODAY)
    assert (anywhere.place, there.place) == (None, here)
    assert anywhere.punctuality == Punctuality(due=3, came=1, on_time=1)
    assert there.punctuality == Punctuality(due=3)
    assert (there.missing_since, there.next_due, there.awaited) == (date(2026, 3, 10), date(2026, 6, 10), 1)


def test_what_is_expected_is_changed_ended_and_journalled(agent: User) -> None:
    expectation = monthly(agent)
    change_expectation(
        expectation=expectation, place=None, promise=Promise(Rhythm.QUARTER, date(2026, 1, 1), None, 20), by=agent
    )
    assert promise_of(expectation) == Promise(Rhythm.QUARTER, date(2026, 1, 1), None, 20)
    end_expectation(expectation=expectation, on=TODAY, by=agent)
    assert expectation.ends_on == TODAY
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["expectation.added", "expectation.changed", "expectation.ended"]


def test_the_same_is_not_expected_twice_at_the_same_time(agent: User) -> None:
    monthly(agent, ends_on=date(2026, 3, 31))
    asked = {"form_id": FORM, "organisation": agent.organisation, "place": None}
    assert is_expected_already(**asked, starts_on=date(2026, 3, 1), ends_on=None)
    assert not is_expected_already(**asked, starts_on=date(2026, 4, 1), ends_on=None)
    assert not is_expected_already(**asked, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 31))
    assert not is_expected_already(**asked | {"place": factories.place()}, starts_on=date(2026, 3, 1), ends_on=None)


def test_thousands_of_records_are_looked_up_in_few_questions(agent: User, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        monthly(factories.user(Role.PARTNER_AGENT), days_allowed=number)
        factories.activity(implementer=agent.organisation, starts_on=date(2026, 4, 1) + timedelta(days=number))
    officer = factories.user(Role.MEL_OFFICER)
    with django_assert_max_num_queries(4):
        assert len(owed(officer)) > 90
