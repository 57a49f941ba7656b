"""The activities of a quarter, as the work plan has them: what was planned, held, cancelled, and what is late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toguna.publish.snapshot import ActivityPart, Snapshot
from toguna.rules.numbers import days
from toguna.rules.periods import Period

ON_AIR = frozenset({"broadcast", "campaign"})


@dataclass(frozen=True)
class Tally:
    """How many activities of an objective (None: of none) are in each state; `planned` are all of them."""

    objective: int | None
    planned: int
    held: int
    cancelled: int
    late: int
    to_come: int


def activities_in(snapshot: Snapshot, period: Period) -> list[ActivityPart]:
    """The activities that begin in the period, by their day."""
    found = [
        one
        for one in snapshot.get("activities", [])
        if one["starts_on"] and date.fromisoformat(one["starts_on"]) in period
    ]
    return sorted(found, key=lambda one: (one["starts_on"] or "", one["code"]))


def undated(snapshot: Snapshot) -> int:
    """How many activities have no day, so that no quarter has them."""
    return sum(1 for one in snapshot.get("activities", []) if not one["starts_on"])


def state_of(activity: ActivityPart, on: date) -> str:
    """held or cancelled as the plan says; one that is still planned is late once its last day has passed.

    >>> planned = {"status": "planned", "starts_on": "2025-01-06", "ends_on": None}
    >>> [state_of(planned, date(2025, 1, day)) for day in (6, 7)]
    ['to_come', 'late']
    """
    if activity["status"] != "planned":
        return activity["status"]
    last = activity["ends_on"] or activity["starts_on"]
    return "late" if last and date.fromisoformat(last) < on else "to_come"


def tallies(activities: Sequence[ActivityPart], on: date) -> Iterator[Tally]:
    """One tally for each objective that has an activity; what stands under none comes last."""
    numbers = {one["objective"] for one in activities}
    for number in sorted(numbers, key=lambda one: (one is None, one or 0)):
        states = [state_of(one, on) for one in activities if one["objective"] == number]
        yield Tally(
            number,
            len(states),
            states.count("held"),
            states.count("cancelled"),
            states.count("late"),
            states.count("to_come"),
        )


def dates_of(activity: ActivityPart, language: str) -> str:
    """From which to which day, in words."""
    if not activity["starts_on"]:
        return ""
    first = date.fromisoformat(activity["starts_on"])
    last = date.fromisoformat(activity["ends_on"]) if activity["ends_on"] else first
    return days(first, last, language)
