"""How periods of several kinds overlap: the smallest stretches of time between their ends, and who came in each.

A calendar year and a fiscal year that share nine months give the other three by subtraction.
"""

from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from toguna.publish.disclosure.cells import Window

Slot = TypeVar("Slot", bound=Hashable)


class Atom(NamedTuple):
    """One smallest stretch: how many came, and whether that follows from what the periods counted."""

    window: Window
    persons: int
    follows: bool


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


@lru_cache(maxsize=1024)
def nesting_of(
    drawn: tuple[tuple[Window, tuple[str, bool]], ...], *, bands: bool
) -> tuple[list[tuple[Window, Window]], list[tuple[Window, list[Window]]]]:
    """Which stretch lies next inside which, and which stretches of one sort together hold all of another.

    With `bands`, somebody's age is that of the year of their first coming in the period: a period that goes over New
    Year may hold them in a younger band than a later period inside it.
    """
    inside: list[tuple[Window, Window]] = []
    made_up: list[tuple[Window, list[Window]]] = []
    windows = sorted({window for window, _ in drawn})
    by_length = sorted(windows, key=lambda one: (one[1] - one[0], one))
    for window in windows:
        around: list[Window] = []
        for wider in by_length:
            if (
                _lies_in(window, wider)
                and wider != window
                and not any(_lies_in(near, wider) for near in around)
                and (not bands or wider[0].year == (wider[1] - timedelta(days=1)).year)
            ):
                around.append(wider)
                inside.append((window, wider))
        for sort in sorted({found for _, found in drawn}):
            touching = [
                part
                for part, found in drawn
                if found == sort
                and part[0] < window[1]
                and window[0] < part[1]
                and not _lies_in(window, part)
                and (not bands or _lies_in(part, window))
            ]
            if _covers(touching, window):
                made_up.append((window, touching))
    return inside, made_up


@lru_cache(maxsize=1024)
def containment_of(
    mine: frozenset[Window], theirs: frozenset[Window]
) -> tuple[list[tuple[Window, Window]], list[tuple[Window, tuple[Window, ...]]]]:
    """For a narrower question and a wider one: which stretch of mine lies next inside which of theirs, and which rows
    of theirs make up one of mine. What follows through another stretch is not said."""
    inside, made_up = [], []
    for window in sorted(mine):
        around = [wider for wider in sorted(theirs) if _lies_in(window, wider)]
        for wider in around:
            nearer = any(_lies_in(near, wider) and near != wider for near in around)
            through = any(_lies_in(window, one) and _lies_in(one, wider) and one != window for one in mine)
            if not nearer and not through:
                inside.append((window, wider))
        made_up += [(window, row) for row in ways_to_make_up(window, theirs, or_itself=True)]
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


def _lies_in(window: Window, wider: Window) -> bool:
    return wider[0] <= window[0] and window[1] <= wider[1]


def _covers(parts: list[Window], window: Window) -> bool:
    reached = window[0]
    for start, end in sorted(parts):
        if start > reached:
            return False
        reached = max(reached, end)
    return bool(parts) and reached >= window[1]
