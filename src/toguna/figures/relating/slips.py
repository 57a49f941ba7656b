"""Sums that one digit keeps from coming out: 9.901.158 = 2.146.730 + 7.754.928, where all digits but one agree.

What is found by arithmetic alone comes out exactly; a slip of the pen would hide it. Of five digits, four do not agree
by chance where figures of one kind stand side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import (
    Belief,
    complementary,
    of_one_kind,
    of_one_sex_against,
    one_slip,
    strength,
    sum_of,
)
from toguna.figures.relating.listing import counts
from toguna.figures.relations import Relation

REACH, FAR = 2, 8
"""How many figures may stand between a whole and its list; and where all digits but one of many agree."""
LONGEST = 12
DIGITS, MANY = 5, 6
SPREAD = 2
"""Sentences between a whole and its list."""

_SWAPS = frozenset(9 * apart for apart in range(1, 10))
"""Two neighbouring digits that changed places leave nine times their distance."""


def slips(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole beside figures that would come to it if one digit were another."""
    for members in context.paragraphs.values():
        figures = [place for place in members if counts(context, place) and not place.claim.value % 1]
        for view in _views(figures):
            for at, whole in enumerate(view):
                if whole.claim.value >= 10 ** (DIGITS - 1):
                    yield from _beside(view, at)


def _views(figures: Sequence[Place]) -> Iterator[Sequence[Place]]:
    yield figures
    outside = [place for place in figures if not place.depth]
    if len(outside) < len(figures):
        yield outside


def _beside(view: Sequence[Place], at: int) -> Iterator[Relation]:
    whole = view[at]
    reach = FAR if whole.claim.value >= 10 ** (MANY - 1) else REACH
    for first in range(at + 1, min(at + 2 + reach, len(view))):
        yield from _runs(whole, view[first : first + LONGEST])
    for last in range(at - 1, max(at - 2 - reach, -1), -1):
        yield from _runs(whole, view[max(0, last + 1 - LONGEST) : last + 1][::-1])


def _runs(whole: Place, line: Sequence[Place]) -> Iterator[Relation]:
    """The lists that begin with the first figure of the line, one part longer each time."""
    missing = whole.claim.value
    for size, part in enumerate(line, 1):
        if abs(part.sentence - whole.sentence) > SPREAD or part.claim.value == whole.claim.value:
            return
        missing -= part.claim.value
        if size > 1 and _one_digit(missing):
            parts = tuple(sorted(line[:size], key=lambda place: place.index))
            if _one_list(whole, parts) and one_slip(whole, parts):
                yield sum_of(whole, parts, Belief(0.72), "slip")
                return


def _one_digit(missing: Decimal) -> bool:
    """Whether a difference can come from one digit put for another, or from two that changed places."""
    left = int(abs(missing))
    while left and not left % 10:
        left //= 10
    return 0 < left < 10 or left in _SWAPS


def _one_list(whole: Place, parts: Sequence[Place]) -> bool:
    digits = strength(whole, parts)
    if digits < DIGITS or not of_one_kind(whole, parts) or of_one_sex_against(whole, parts) or whole.sex:
        return False
    if len(parts) > 2 or digits > MANY:
        return True
    alike = parts[0].noun == parts[1].noun != ""
    return complementary(parts) or alike or parts[1].index - parts[0].index == 1
