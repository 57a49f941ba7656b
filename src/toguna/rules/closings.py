"""Periods that are closed: how far each of their sheets is counted, and which values may be called settled.

A closed window is counted up to a place in the verified sequence. What is verified later moves nothing in it until
somebody accepts it, sheet by sheet. It knows days and places in the sequence, and never asks what day it is.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta


class AlreadyClosed(Exception):
    """A day would be closed twice."""

    def __init__(self, period: str) -> None:
        self.period = period
        super().__init__(f"{period} is closed already")


class NotOver(Exception):
    """A period is closed only once it is over."""

    def __init__(self, last_day: date) -> None:
        self.last_day = last_day
        super().__init__(f"the period ends on {last_day}")


class OwnWork(Exception):
    """Somebody would approve what they entered, checked or verified themselves."""


@dataclass(frozen=True)
class ClosedWindow:
    """Some days, the end excluded, counted up to `as_of`; `taken` holds how far each late sheet was accepted.

    >>> window = ClosedWindow(date(2026, 1, 1), date(2026, 4, 1), as_of=40, taken={"sheet": 52})
    >>> window.counted_up_to("sheet"), window.counted_up_to("another")
    (52, 40)
    """

    start: date
    end: date
    as_of: int
    taken: Mapping[str, int] = field(default_factory=dict)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def counted_up_to(self, record: str) -> int:
        """The place in the verified sequence up to which a sheet of these days is counted."""
        return self.taken.get(record, self.as_of)

    def to_json(self) -> dict[str, object]:
        """As a run keeps it."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "as_of": self.as_of,
            "taken": dict(sorted(self.taken.items())),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "ClosedWindow":
        """As a run kept it."""
        taken = kept["taken"]
        return cls(
            date.fromisoformat(str(kept["start"])),
            date.fromisoformat(str(kept["end"])),
            int(str(kept["as_of"])),
            {str(record): int(number) for record, number in taken.items()} if isinstance(taken, Mapping) else {},
        )


def counted_up_to(windows: Iterable[ClosedWindow], *, record: str, day: date, latest: int) -> int:
    """The place in the verified sequence up to which a sheet of that day is counted; `latest` where none is closed."""
    for window in windows:
        if day in window:
            return min(window.counted_up_to(record), latest)
    return latest


def refuse_overlap(start: date, end: date, closed: Iterable[tuple[date, date, str]]) -> None:
    """Raise AlreadyClosed when one of the days from `start` to `end` (excluded) lies in a closed period."""
    for first, after, code in closed:
        if start < after and first < end:
            raise AlreadyClosed(code)


def refuse_unfinished(end: date, today: date) -> None:
    """Raise NotOver before the last day of the period has passed.

    >>> refuse_unfinished(date(2026, 4, 1), today=date(2026, 4, 1))
    """
    if today < end:
        raise NotOver(end - timedelta(days=1))


def is_settled(start: date, end: date, approved: Iterable[tuple[date, date]]) -> bool:
    """Whether every day from `start` to `end` (excluded) lies in a closed period whose value is approved.

    >>> quarters = [(date(2026, 4, 1), date(2026, 7, 1)), (date(2026, 1, 1), date(2026, 4, 1))]
    >>> [is_settled(date(2026, 1, 15), end, quarters) for end in (date(2026, 6, 2), date(2026, 8, 1))]
    [True, False]
    """
    reached = start
    for first, after in sorted(approved):
        if first <= reached < after:
            reached = after
    return reached >= end


def refuse_own_work(by: int, hands: Collection[int]) -> None:
    """Raise OwnWork when whoever approves has entered, checked or verified one of the sheets behind the value."""
    if by in hands:
        raise OwnWork


def digest_of_cells(cells: Iterable[Sequence[object]]) -> str:
    """One hash over all the cells of an indicator in a period, in any order: what an approval stands for.

    >>> digest_of_cells([("a", 1), ("b", 2)]) == digest_of_cells([("b", 2), ("a", 1)])
    True
    """
    lines = sorted("\x1f".join("" if part is None else str(part) for part in cell) for cell in cells)
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()
