"""How periods of several kinds overlap: the smallest stretches of time between their ends, and who came in each.

A calendar year and a fiscal year that share nine months give the other three by subtraction.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from toguna.publish.disclosure.cells import Window

Named = tuple[str, str]
Slot = TypeVar("Slot")


class Atom(NamedTuple):
    """One smallest stretch: how many came, and whether that follows from what the periods counted."""

    window: Window
    persons: int
    follows: bool


def lined_up(windows: Mapping[tuple[str, str], Window]) -> dict[tuple[str, str], Window]:
    """The periods, cut where nothing is counted before or after.

    A programme that starts in August has a whole third quarter, and its life goes on after the last quarter that has
    anything to say: those odds and ends are empty, and a reader knows it.
    """
    kinds: dict[str, list[Window]] = {}
    for (kind, _), window in windows.items():
        kinds.setdefault(kind, []).append(window)
    first = max(min(start for start, _ in found) for found in kinds.values())
    last = min(max(end for _, end in found) for found in kinds.values())
    return {
        slot: (max(start, first), min(end, last))
        for slot, (start, end) in windows.items()
        if start < last and end > first
    }


def atoms_of(windows: Mapping[Slot, Window], counted: Mapping[Slot, int]) -> list[Atom] | None:
    """The smallest stretches with as many in each as all that was counted allows; None where it does not add up.

    >>> from datetime import date
    >>> year, summer = (date(2019, 1, 1), date(2020, 1, 1)), (date(2019, 1, 1), date(2019, 10, 1))
    >>> [atom.persons for atom in atoms_of({"year": year, "summer": summer}, {"year": 12, "summer": 9}) or ()]
    [9, 3]
    """
    edges = sorted({edge for window in windows.values() for edge in window})
    if len(edges) < 2:
        return []
    place = {edge: number for number, edge in enumerate(edges)}
    steps = [(place[start], place[end], counted[slot]) for slot, (start, end) in windows.items()]
    running = _running_counts(len(edges), steps)
    if running is None:
        return None
    group = _tied_together(len(edges), steps)
    return [
        Atom((edges[one], edges[one + 1]), running[one + 1] - running[one], group[one] == group[one + 1])
        for one in range(len(edges) - 1)
    ]


def _running_counts(edges: int, steps: list[tuple[int, int, int]]) -> list[int] | None:
    """How many have come by each edge: never fewer than by the edge before, and as the periods say in between."""
    running = [0] * edges
    for _ in range(edges + 1):
        changed = False
        for start, end, counted in steps:
            for edge, least in ((end, running[start] + counted), (start, running[end] - counted)):
                if running[edge] < least:
                    running[edge], changed = least, True
        for edge in range(1, edges):
            if running[edge] < running[edge - 1]:
                running[edge], changed = running[edge - 1], True
        if not changed:
            return running
    return None


def _tied_together(edges: int, steps: list[tuple[int, int, int]]) -> list[int]:
    """Edges between which the periods give the count have the same number."""
    group = list(range(edges))
    for start, end, _ in steps:
        one, other = group[start], group[end]
        if one != other:
            group = [one if found == other else found for found in group]
    return group


@lru_cache(maxsize=256)
def nesting_of(
    drawn: tuple[tuple[Window, tuple[str, str]], ...], *, bands: bool
) -> tuple[list[tuple[Named, Named]], list[tuple[Named, list[Named]]]]:
    """Which period lies next inside which, and which periods of one kind together hold all of another.

    With `bands`, somebody's age is that of the year of their first coming in the period: a period that goes over New
    Year may hold them in a younger band than a later period inside it.
    """
    inside: list[tuple[Named, Named]] = []
    made_up: list[tuple[Named, list[Named]]] = []
    by_length = sorted(drawn, key=lambda one: (one[0][1] - one[0][0], one))
    for window, slot in drawn:
        around: list[Window] = []
        for wider, parent in by_length:
            lies_inside = wider[0] <= window[0] and window[1] <= wider[1] and wider != window
            if (
                lies_inside
                and not any(wider[0] <= near[0] and near[1] <= wider[1] and near != wider for near in around)
                and (not bands or wider[0].year == (wider[1] - timedelta(days=1)).year)
            ):
                around.append(wider)
                inside.append((slot, parent))
        for kind in sorted({found[0] for _, found in drawn}):
            touching = [
                (part, found)
                for part, found in drawn
                if found[0] == kind
                and part[0] < window[1]
                and window[0] < part[1]
                and not (part[0] <= window[0] and window[1] <= part[1])
                and (not bands or (window[0] <= part[0] and part[1] <= window[1]))
            ]
            if _covers([part for part, _ in touching], window):
                made_up.append((slot, [found for _, found in touching]))
    return inside, made_up


# More ways than these of making up one period from others say nothing new.
WAYS = 60


@lru_cache(maxsize=4096)
def ways_to_make_up(window: Window, windows: frozenset[Window], *, or_itself: bool = False) -> list[tuple[Window, ...]]:
    """The rows of windows that together are exactly a window, but for those of which a part is a window by itself:
    that it is at most its own parts is said there.

    >>> from datetime import date
    >>> new_year, spring, summer, autumn = (date(2019, month, 1) for month in (1, 4, 7, 10))
    >>> grown, all_of_it = (new_year, summer), (new_year, autumn)
    >>> quarters = {(new_year, spring), (spring, summer), (summer, autumn)}
    >>> ways_to_make_up(all_of_it, frozenset({*quarters, grown, all_of_it})) == [(grown, (summer, autumn))]
    True
    """
    if or_itself and window in windows:
        return [(window,)]
    found: list[tuple[Window, ...]] = []
    from_day: dict[date, list[Window]] = {}
    for one in sorted(windows - {window}):
        if window[0] <= one[0] and one[1] <= window[1] and one[0] < one[1]:
            from_day.setdefault(one[0], []).append(one)
    waiting: list[tuple[Window, ...]] = [()]
    while waiting and len(found) < WAYS:
        row = waiting.pop()
        reached = row[-1][1] if row else window[0]
        if reached == window[1]:
            found.append(row)
            continue
        for one in from_day.get(reached, []):
            if not any((before[0], one[1]) in windows and (before[0], one[1]) != window for before in row):
                waiting.append((*row, one))
    return found


def _covers(parts: list[Window], window: Window) -> bool:
    reached = window[0]
    for start, end in sorted(parts):
        if start > reached:
            return False
        reached = max(reached, end)
    return bool(parts) and reached >= window[1]
