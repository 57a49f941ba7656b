"""Long lists that come out to the last digit: places with their figures, rows of years, groups of a register.

A run of neighbouring figures whose sum stands just before or just after it was meant as its parts, whatever words lie
between; the longer the run, the less it is chance. Only exact sums are told here.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Belief, of_one_kind, sum_of
from toguna.figures.relating.listing import counts
from toguna.figures.relations import Relation

FEWEST, LONGEST = 4, 40
"""Parts of a run: two or three come out by chance too often, more than forty are read in no report's sentence."""
LONG = 5
"""Parts from which even different words do not speak against a run: people, then groups of people."""
REACH = 3
"""How far along the line the nearest part may stand from its whole."""
SMALLEST, LARGE = 100, 1_000
"""Wholes below the first are the sum of their neighbours by chance; from the second on, whatever the words say."""
COLUMNS = (2, 3)


def runs(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole with the run of figures beside it that comes to it exactly."""
    for members in context.paragraphs.values():
        figures = [place for place in members if counts(context, place)]
        told: set[frozenset[str]] = set()
        for view in views(figures):
            for whole, parts in _in_view(view, figures):
                if len(view) < len(figures) and whole.claim.value < LARGE:
                    # Where figures are left out, those of three digits come out by chance.
                    continue
                ids = frozenset((whole.claim.id, *(part.claim.id for part in parts)))
                if ids not in told:
                    told.add(ids)
                    yield sum_of(whole, parts, Belief(0.84), "run")


def views(figures: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """The figures as one line, each depth of brackets by itself, and every second or third of them."""
    yield figures
    depths = {place.depth for place in figures}
    if len(depths) > 1:
        for depth in sorted(depths):
            yield [place for place in figures if place.depth == depth]
    for step in COLUMNS:
        if len(figures) >= step * FEWEST:
            for first in range(step):
                yield figures[first::step]


def _in_view(view: Sequence[Place], figures: Sequence[Place]) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    if len(view) < FEWEST:
        return
    before = list(accumulate((place.claim.value for place in view), initial=Decimal(0)))
    indices = [place.index for place in view]
    for whole in figures:
        wanted = whole.claim.value
        if wanted < SMALLEST or (wanted % 1 and wanted < LARGE):
            continue
        at = bisect_left(indices, whole.index)
        first_after = at + 1 if at < len(view) and indices[at] == whole.index else at
        for start in range(first_after, min(first_after + REACH, len(view))):
            stop = bisect_left(before, before[start] + wanted, start)
            if stop < len(before) and before[stop] - before[start] == wanted:
                yield from _run(whole, view[start:stop])
        for stop in range(at, max(at - REACH, 0), -1):
            start = bisect_left(before, before[stop] - wanted, 0, stop + 1)
            if start < stop and before[stop] - before[start] == wanted:
                yield from _run(whole, view[start:stop])


def _run(whole: Place, parts: Sequence[Place]) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    if FEWEST <= len(parts) <= LONGEST and _alike(whole, parts):
        yield whole, tuple(parts)


def _alike(whole: Place, parts: Sequence[Place]) -> bool:
    """Whether these may be one list: the same kind of thing, and no figure that only repeats the whole."""
    sure = len(parts) >= LONG and whole.claim.value >= LARGE
    return (sure or of_one_kind(whole, parts)) and all(0 <= part.claim.value < whole.claim.value for part in parts)
