"""The activities of a quarter, as the work plan has them: what was planned, held, cancelled, and what is late."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from toguna.publish.snapshot import ActivityPart, Snapshot
from toguna.rules.numbers import days
from toguna.rules.periods import Period

ON_AIR = frozenset({"broadcast", "campaign"})
# The sorts of broadcast that sheets tell apart, as units that an indicator may add up.
SORTS = ("radio_magazine", "grand_dialogue", "debate", "spot", "voice_message")
# Those that every report is asked for.
ALWAYS_TOLD = ("radio_magazine", "grand_dialogue")


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


def sorts_counted(snapshot: Snapshot) -> dict[str, list[str]]:
    """The sorts of broadcast that the edition counts, each with the codes of its indicators."""
    units = {one["code"]: _unit_added_up(one["definition"]["body"]) for one in snapshot["indicators"]}
    found = {sort: [code for code, unit in units.items() if unit == sort] for sort in SORTS}
    return {sort: codes for sort, codes in found.items() if codes}


def _unit_added_up(body: Mapping[str, Any]) -> str:
    return str(body.get("where", {}).get("unit", "")) if body.get("count") == "sum" else ""


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
