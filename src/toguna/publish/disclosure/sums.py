"""One thing that a reader can know of some numbers: that they add up, or that some are at most others."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toguna.publish.disclosure.unknowns import NOBODY

Terms = tuple[tuple[int, int], ...]


class Relation(NamedTuple):
    """The sum of some unknowns, each times its factor: it is zero, or else at least zero."""

    terms: Terms
    is_zero: bool


def related(terms: Iterable[tuple[int, int]], *, is_zero: bool = False) -> Iterator[Relation]:
    """One relation, an unknown that stands in it twice taken together; none where nothing is left.

    >>> list(related([(7, 1), (4, -1), (NOBODY, -1)]))
    [Relation(terms=((4, -1), (7, 1)), is_zero=False)]
    """
    factors: dict[int, int] = {}
    for unknown, factor in terms:
        if unknown != NOBODY:
            factors[unknown] = factors.get(unknown, 0) + factor
    kept = tuple(sorted((unknown, factor) for unknown, factor in factors.items() if factor))
    if kept and (is_zero or any(factor < 0 for _, factor in kept)):
        yield Relation(kept, is_zero)
