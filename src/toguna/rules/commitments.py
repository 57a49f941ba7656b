"""Where a promise stands: what the side that promised says, what the side it was made to says, and both together.

A promise is kept when both sides say so. One without a date is never late and is counted apart. It knows offices, never
names, and asks the day only to say what is late.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction


class OriginKind(StrEnum):
    """Where a promise was made."""

    ACTION_PLAN = "action_plan"
    INTERFACE_MEETING = "interface_meeting"
    FORUM = "forum"
    SCALE_PLEDGE = "scale_pledge"
    AUTHORITY_ANSWER = "authority_answer"
    ADVOCACY = "advocacy"
    OTHER = "other"


class PromiseKind(StrEnum):
    """What is promised."""

    ACTION = "action"
    RESOURCE = "resource"
    POLICY = "policy"
    INFORMATION = "information"
    MEETING = "meeting"


class Funding(StrEnum):
    """Whose money it is to be done with."""

    OWN = "own"
    STATE = "state"
    PARTNER = "partner"
    COMMUNITY = "community"


class Side(StrEnum):
    """Who speaks of a promise: the one who made it, or the one it was made to."""

    PROMISER = "promiser"
    RECEIVER = "receiver"


class Says(StrEnum):
    """What a side says of a promise."""

    CONFIRMED = "confirmed"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"
    ABANDONED = "abandoned"
    RELEASED = "released"


# Only the one who promised can recognise it, work on it or give it up; only the other side can let them off.
MAY_SAY: dict[Side, tuple[Says, ...]] = {
    Side.PROMISER: (
        Says.CONFIRMED,
        Says.IN_PROGRESS,
        Says.DELAYED,
        Says.KEPT,
        Says.PARTLY_KEPT,
        Says.ABANDONED,
    ),
    Side.RECEIVER: (Says.KEPT, Says.PARTLY_KEPT, Says.NOT_KEPT, Says.RELEASED),
}
# What says how it ended; two of these on one day, from two people of one side, cannot both be true.
OUTCOMES = frozenset({Says.KEPT, Says.PARTLY_KEPT, Says.NOT_KEPT, Says.ABANDONED, Says.RELEASED})


class State(StrEnum):
    """Where a promise stands, both sides heard."""

    PLEDGED = "pledged"
    CONFIRMED = "confirmed"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    DECLARED_KEPT = "declared_kept"
    DECLARED_PARTLY = "declared_partly"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    DISPUTED = "disputed"
    OPPOSED = "opposed"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


# Work that nobody has said the end of; only this can be late.
OPEN = frozenset({State.PLEDGED, State.CONFIRMED, State.IN_PROGRESS, State.DELAYED})
DECLARED = frozenset({State.DECLARED_KEPT, State.DECLARED_PARTLY})
_ONGOING = {
    Says.CONFIRMED: State.CONFIRMED,
    Says.IN_PROGRESS: State.IN_PROGRESS,
    Says.DELAYED: State.DELAYED,
}


@dataclass(frozen=True)
class Promise:
    """One promise as far as its standing goes: when it was made, by when it is to be kept."""

    made_on: date
    due_on: date | None = None


@dataclass(frozen=True)
class Declaration:
    """What one side says on one day. `who` tells the people of a side apart, so that a slip can be put right."""

    side: Side
    says: Says
    on: date
    who: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a promise stands, with the last word of each side; `awaits` is the side whose word is missing."""

    state: State
    promiser: Declaration | None = None
    receiver: Declaration | None = None
    awaits: Side | None = None
    opposed: frozenset[Side] = field(default_factory=frozenset)
    # The day on which it came to stand so; None while nobody has said how it ended.
    since: date | None = None
    overdue: bool = False


def standing(promise: Promise, declarations: Iterable[Declaration], today: date) -> Standing:
    """Where the promise stands, from what both sides said; the order in which they are given breaks ties of a day.

    >>> well = Promise(date(2026, 1, 10), due_on=date(2026, 6, 30))
    >>> standing(well, [], date(2026, 7, 1)).state.value, standing(well, [], date(2026, 7, 1)).overdue
    ('pledged', True)
    >>> done = Declaration(Side.PROMISER, Says.KEPT, date(2026, 6, 1))
    >>> standing(well, [done], date(2026, 7, 1)).state.value
    'declared_kept'
    >>> standing(well, [done, Declaration(Side.RECEIVER, Says.KEPT, date(2026, 6, 9))], date(2026, 7, 1)).state.value
    'kept'
    >>> no = Declaration(Side.RECEIVER, Says.NOT_KEPT, date(2026, 7, 9))
    >>> standing(well, [done, no], date(2026, 8, 1)).state.value, standing(well, [no], date(2026, 8, 1)).state.value
    ('disputed', 'broken')
    """
    said = list(declarations)
    opposed = frozenset(side for side in Side if _is_opposed(said, side))
    promiser, receiver = _last_word(said, Side.PROMISER), _last_word(said, Side.RECEIVER)
    if opposed:
        words = [one for one in (promiser, receiver) if one and one.side in opposed]
        return Standing(State.OPPOSED, promiser, receiver, None, opposed, max(one.on for one in words))
    state, awaits = _both(promise, promiser, receiver)
    overdue = state in OPEN and promise.due_on is not None and promise.due_on < today
    since = None if state in OPEN else max(one.on for one in (promiser, receiver) if one)
    return Standing(state, promiser, receiver, awaits, opposed, since, overdue)


@dataclass(frozen=True)
class KeptRate:
    """How many of the promises that had come due were kept. What was partly kept stands apart and is not kept."""

    due: int = 0
    kept: int = 0
    partly: int = 0
    broken: int = 0
    disputed: int = 0
    declared: int = 0
    late: int = 0
    # Outside the rate: not due yet, without a date, let off.
    not_due: int = 0
    undated: int = 0
    withdrawn: int = 0

    @property
    def rate(self) -> Fraction | None:
        """Kept over due; None where nothing has come due."""
        return Fraction(self.kept, self.due) if self.due else None

    @property
    def refused(self) -> int:
        """Those that were broken, and those on which the sides do not agree."""
        return self.broken + self.disputed

    @property
    def outside(self) -> int:
        """Those that are in neither number of the rate."""
        return self.not_due + self.undated + self.withdrawn


def kept_rate(standings: Iterable[tuple[Promise, Standing]], today: date) -> KeptRate:
    """The rate over promises whose day has passed; an undated one, or one not yet due, is in neither number.

    >>> day, later = date(2026, 6, 30), date(2026, 12, 31)
    >>> of = lambda due, state: (Promise(date(2026, 1, 1), due), Standing(state))
    >>> all_of = [of(day, State.KEPT), of(day, State.PLEDGED), of(None, State.KEPT), of(later, State.KEPT)]
    >>> found = kept_rate(all_of, date(2026, 7, 1))
    >>> found.kept, found.due, found.rate, found.undated, found.not_due
    (1, 2, Fraction(1, 2), 1, 1)
    """
    counts = dict.fromkeys(("kept", "partly", "broken", "disputed", "declared", "late"), 0)
    apart = dict.fromkeys(("not_due", "undated", "withdrawn"), 0)
    for promise, one in standings:
        if one.state is State.WITHDRAWN:
            apart["withdrawn"] += 1
        elif promise.due_on is None:
            apart["undated"] += 1
        elif promise.due_on >= today:
            apart["not_due"] += 1
        else:
            counts[_RATED.get(one.state, "late")] += 1
    return KeptRate(due=sum(counts.values()), **counts, **apart)


_RATED = {
    State.KEPT: "kept",
    State.PARTLY_KEPT: "partly",
    State.BROKEN: "broken",
    State.DISPUTED: "disputed",
    State.OPPOSED: "disputed",
    State.DECLARED_KEPT: "declared",
    State.DECLARED_PARTLY: "declared",
}


class Threshold(StrEnum):
    """When an office is reminded of what it promised: before the day, on it, when it has passed."""

    BEFORE = "before"
    DUE = "due"
    OVERDUE = "overdue"


DAYS_BEFORE = timedelta(days=14)
DAYS_AFTER = timedelta(days=7)
# What has been late for a year is for people to talk about; another letter would not help.
LATEST = timedelta(days=365)


def threshold_of(promise: Promise, found: Standing, today: date) -> Threshold | None:
    """Which reminder is due today; None for what has ended, is undated, or whose day is far off.

    >>> promise = Promise(date(2026, 1, 10), date(2026, 6, 30))
    >>> open_one = Standing(State.PLEDGED)
    >>> [threshold_of(promise, open_one, date(2026, *day)) for day in [(6, 1), (6, 20), (6, 30), (7, 8)]]
    [None, <Threshold.BEFORE: 'before'>, <Threshold.DUE: 'due'>, <Threshold.OVERDUE: 'overdue'>]
    """
    if promise.due_on is None or found.state not in OPEN:
        return None
    if today < promise.due_on:
        return Threshold.BEFORE if promise.due_on - today <= DAYS_BEFORE else None
    if today - promise.due_on < DAYS_AFTER:
        return Threshold.DUE
    return Threshold.OVERDUE if today - promise.due_on <= LATEST else None


def _of(said: Sequence[Declaration], side: Side) -> Iterator[Declaration]:
    return (one for one in said if one.side is side)


def _last_word(said: Sequence[Declaration], side: Side) -> Declaration | None:
    """The latest by its day; of one day, the one that was told last."""
    last = None
    for one in _of(said, side):
        if last is None or one.on >= last.on:
            last = one
    return last


def _is_opposed(said: Sequence[Declaration], side: Side) -> bool:
    """Whether two people of the side told opposite ends on its last day; one person's later word replaces the first."""
    last = _last_word(said, side)
    if last is None:
        return False
    by_person = {one.who: one.says for one in _of(said, side) if one.on == last.on}
    return len(set(by_person.values()) & OUTCOMES) > 1


def _both(promise: Promise, promiser: Declaration | None, receiver: Declaration | None) -> tuple[State, Side | None]:
    """The state from the last words of both, and whose word is missing."""
    if receiver is not None and receiver.says is Says.RELEASED:
        return State.WITHDRAWN, None
    ongoing = _ONGOING.get(promiser.says, State.PLEDGED) if promiser else State.PLEDGED
    if promiser is None or promiser.says in _ONGOING:
        return _without_the_promiser(promise, ongoing, receiver)
    # What the other side said before the one who promised declared the end is an answer to something else,
    # unless it already says that it is done.
    answers = receiver is not None and (receiver.on >= promiser.on or receiver.says is Says.KEPT)
    heard = receiver.says if receiver is not None and answers else None
    return _ANSWERED[promiser.says, heard]


def _without_the_promiser(promise: Promise, ongoing: State, receiver: Declaration | None) -> tuple[State, Side | None]:
    """What stands while the one who promised has not said how it ended."""
    if receiver is None:
        return ongoing, None
    if receiver.says is Says.KEPT:
        return State.DECLARED_KEPT, Side.PROMISER
    if receiver.says is Says.PARTLY_KEPT:
        return State.DECLARED_PARTLY, Side.PROMISER
    # « Not kept » before its day is impatience; without a day nobody can say that it is too late.
    if promise.due_on is not None and receiver.on > promise.due_on:
        return State.BROKEN, None
    return ongoing, None


_ANSWERED: dict[tuple[Says, Says | None], tuple[State, Side | None]] = {
    (Says.KEPT, None): (State.DECLARED_KEPT, Side.RECEIVER),
    (Says.KEPT, Says.KEPT): (State.KEPT, None),
    (Says.KEPT, Says.PARTLY_KEPT): (State.DISPUTED, None),
    (Says.KEPT, Says.NOT_KEPT): (State.DISPUTED, None),
    (Says.PARTLY_KEPT, None): (State.DECLARED_PARTLY, Side.RECEIVER),
    # Whoever promised says themselves that something is left.
    (Says.PARTLY_KEPT, Says.KEPT): (State.PARTLY_KEPT, None),
    (Says.PARTLY_KEPT, Says.PARTLY_KEPT): (State.PARTLY_KEPT, None),
    (Says.PARTLY_KEPT, Says.NOT_KEPT): (State.DISPUTED, None),
    (Says.ABANDONED, None): (State.BROKEN, None),
    (Says.ABANDONED, Says.NOT_KEPT): (State.BROKEN, None),
    (Says.ABANDONED, Says.PARTLY_KEPT): (State.DISPUTED, None),
    (Says.ABANDONED, Says.KEPT): (State.DISPUTED, None),
}
