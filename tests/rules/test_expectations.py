"""What is owed and what came of it: days at the edges, and sums that are never averages."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.expectations import (
    Due,
    DueState,
    Promise,
    Punctuality,
    Rhythm,
    came_on,
    periods_owed,
    punctuality_of,
    sessions_came_on,
)

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
dues = st.lists(st.builds(Due, days, st.none() | days), max_size=30)
rhythms = st.sampled_from(Rhythm)


@given(dues, days)
def test_what_came_on_time_came_and_what_came_was_due(owed: list[Due], today: date) -> None:
    counts = punctuality_of(owed, today)
    assert 0 <= counts.on_time <= counts.came <= counts.due <= len(owed)
    assert counts.missing == sum(due.state(today) is DueState.MISSING for due in owed)


@given(dues, dues, days)
def test_two_partners_together_are_the_sum_of_each(one: list[Due], other: list[Due], today: date) -> None:
    assert punctuality_of(one + other, today) == punctuality_of(one, today) + punctuality_of(other, today)


@given(dues, days)
def test_what_is_awaited_is_not_due_yet(owed: list[Due], today: date) -> None:
    awaited = [due for due in owed if due.state(today) is DueState.AWAITED]
    assert punctuality_of(awaited, today) == Punctuality()


@given(rhythms, days, st.integers(0, 90), days)
def test_periods_follow_each_other_without_a_gap(every: Rhythm, starts_on: date, allowed: int, today: date) -> None:
    periods = periods_owed(Promise(every, starts_on, days_allowed=allowed), today)
    assert bool(periods) == (today >= starts_on)
    for before, after in pairwise(periods):
        assert after.starts_on - before.last_day == timedelta(days=1)
    for period in periods:
        assert period.due_on - period.last_day == timedelta(days=allowed)
        assert period.starts_on <= today


@given(rhythms, days, days)
def test_the_first_day_of_a_promise_is_in_its_first_period(every: Rhythm, starts_on: date, today: date) -> None:
    periods = periods_owed(Promise(every, starts_on), today)
    if today >= starts_on:
        assert starts_on in periods[0]
        assert today in periods[-1]


def test_nothing_is_owed_after_the_end() -> None:
    promise = Promise(Rhythm.MONTH, date(2026, 1, 1), ends_on=date(2026, 2, 10), days_allowed=5)
    assert [period.last_day for period in periods_owed(promise, date(2026, 12, 1))] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
    ]


def test_weeks_begin_on_monday() -> None:
    first, second = periods_owed(Promise(Rhythm.WEEK, date(2026, 3, 4), days_allowed=2), date(2026, 3, 9))
    assert (first.starts_on, first.last_day, first.due_on) == (date(2026, 3, 2), date(2026, 3, 8), date(2026, 3, 10))
    assert second.starts_on == date(2026, 3, 9)


def test_a_record_about_another_month_does_not_settle_this_one() -> None:
    (march,) = periods_owed(Promise(Rhythm.MONTH, date(2026, 3, 1)), date(2026, 3, 31))
    assert came_on(march, [(date(2026, 2, 28), date(2026, 3, 2)), (date(2026, 4, 1), date(2026, 4, 1))]) is None


@given(st.integers(1, 12), st.lists(st.tuples(st.none() | st.integers(-2, 14), days), max_size=20))
def test_every_sheet_stands_for_one_session_at_most(sessions: int, sheets: list[tuple[int | None, date]]) -> None:
    found = sessions_came_on(sessions, sheets)
    assert len(found) == sessions
    assert sum(day is not None for day in found) <= len(sheets)
    assert sum(day is not None for day in found) == min(
        sessions,
        len({session for session, _day in sheets if session and 1 <= session <= sessions})
        + sum(session is None or not 1 <= session <= sessions for session, _day in sheets),
    )
