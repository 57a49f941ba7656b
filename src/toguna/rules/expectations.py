"""Who owes what: which periods a partner must report on, by when, and whether what came was on time.

Complete is what came of what was due; punctual is what came on time of what was due. Both keep their two numbers and
are added up, never averaged. It decides and never asks what day it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from toguna.rules.periods import PeriodKind, period_of

WEEK = timedelta(days=7)


class Rhythm(StrEnum):
    """How often something is owed."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class DueState(StrEnum):
    """Where one thing that is owed stands on a day."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    AWAITED = "awaited"


@dataclass(frozen=True)
class Promise:
    """What was agreed: how often, from and until which day (None: without an end), and the days allowed after."""

    every: Rhythm
    starts_on: date
    ends_on: date | None = None
    days_allowed: int = 15


@dataclass(frozen=True)
class DuePeriod:
    """One stretch that something is owed for: its first and last day, and the last day to send it."""

    starts_on: date
    last_day: date
    due_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.last_day


@dataclass(frozen=True)
class Due:
    """One thing that is owed: the last day to send it, and the day it came (None: it has not)."""

    due_on: date
    came_on: date | None = None

    def state(self, today: date) -> DueState:
        """Where it stands. The last day to send it still is on time.

        >>> Due(date(2026, 4, 15)).state(date(2026, 4, 15)), Due(date(2026, 4, 15)).state(date(2026, 4, 16))
        (<DueState.AWAITED: 'awaited'>, <DueState.MISSING: 'missing'>)
        """
        if self.came_on is not None:
            return DueState.ON_TIME if self.came_on <= self.due_on else DueState.LATE
        return DueState.AWAITED if today <= self.due_on else DueState.MISSING


@dataclass(frozen=True)
class Punctuality:
    """Three counts: how many were due, how many of these came, how many of these came on time.

    >>> one, other = Punctuality(due=4, came=3, on_time=2), Punctuality(due=1, came=1, on_time=1)
    >>> one + other
    Punctuality(due=5, came=4, on_time=3)
    """

    due: int = 0
    came: int = 0
    on_time: int = 0

    def __add__(self, other: "Punctuality") -> "Punctuality":
        return Punctuality(self.due + other.due, self.came + other.came, self.on_time + other.on_time)

    @property
    def missing(self) -> int:
        """How many were due and have not come."""
        return self.due - self.came


def punctuality_of(dues: Iterable[Due], today: date) -> Punctuality:
    """What was due before a day, and what came of it. What may still come in time is not due yet, even if it came.

    >>> march, april = Due(date(2026, 4, 15), came_on=date(2026, 4, 20)), Due(date(2026, 5, 15))
    >>> punctuality_of([march, april], date(2026, 5, 1))
    Punctuality(due=1, came=1, on_time=0)
    """
    counted = [due for due in dues if due.due_on < today]
    return Punctuality(
        due=len(counted),
        came=sum(due.came_on is not None for due in counted),
        on_time=sum(due.state(today) is DueState.ON_TIME for due in counted),
    )


def periods_owed(promise: Promise, today: date) -> list[DuePeriod]:
    """Every week, month or quarter that has begun and that the promise touches, in order; weeks begin on Monday.

    A promise that begins or ends within a period is owed for the whole of it.

    >>> monthly = Promise(Rhythm.MONTH, starts_on=date(2026, 1, 20), days_allowed=10)
    >>> [(each.last_day.isoformat(), each.due_on.isoformat()) for each in periods_owed(monthly, date(2026, 2, 3))]
    [('2026-01-31', '2026-02-10'), ('2026-02-28', '2026-03-10')]
    """
    last = min(today, promise.ends_on) if promise.ends_on else today
    return list(_periods(promise, last)) if promise.starts_on <= today else []


def came_on(period: DuePeriod, arrivals: Iterable[tuple[date, date]]) -> date | None:
    """The day on which the first record about a period arrived; arrivals are (day it is about, day it arrived).

    >>> march = DuePeriod(date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 15))
    >>> came_on(march, [(date(2026, 3, 9), date(2026, 4, 2)), (date(2026, 4, 1), date(2026, 4, 1))])
    datetime.date(2026, 4, 2)
    """
    return min((arrived for about, arrived in arrivals if about in period), default=None)


def sessions_came_on(sessions: int, arrivals: Iterable[tuple[int | None, date]]) -> list[date | None]:
    """For each session of an activity the day on which its first sheet arrived; arrivals are (session, day).

    A sheet that does not say its session, or one that the activity does not have, stands for the first that lacks one.

    >>> sessions_came_on(3, [(2, date(2026, 3, 9)), (None, date(2026, 3, 12)), (2, date(2026, 3, 4))])
    [datetime.date(2026, 3, 12), datetime.date(2026, 3, 4), None]
    """
    found: list[date | None] = [None] * sessions
    homeless = []
    for session, arrived in arrivals:
        if session is None or not 1 <= session <= sessions:
            homeless.append(arrived)
            continue
        known = found[session - 1]
        found[session - 1] = arrived if known is None else min(known, arrived)
    for arrived in sorted(homeless):
        if None not in found:
            break
        found[found.index(None)] = arrived
    return found


def _periods(promise: Promise, last: date) -> Iterator[DuePeriod]:
    start = _begin(promise.every, promise.starts_on)
    while start <= last:
        after = _next(promise.every, start)
        last_day = after - timedelta(days=1)
        yield DuePeriod(start, last_day, last_day + timedelta(days=promise.days_allowed))
        start = after


def _begin(every: Rhythm, day: date) -> date:
    if every is Rhythm.WEEK:
        return day - timedelta(days=day.weekday())
    return period_of(PeriodKind(every.value), day).start


def _next(every: Rhythm, start: date) -> date:
    return start + WEEK if every is Rhythm.WEEK else period_of(PeriodKind(every.value), start).end
