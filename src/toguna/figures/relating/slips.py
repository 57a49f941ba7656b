"""Sums that one digit keeps from coming out: 9.901.158 = 2.146.730 + 7.754.928, where all digits but one agree.

What is found by arithmetic alone comes out exactly; a slip of the pen would hide it. Of five digits, four do not agree
by chance where figures of one kind stand side by side.
"""

from collections.abc import Iterable, Iterator, Sequence

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
from toguna.figures.relating.runs import views
from toguna.figures.relations import Relation

REACH, FAR = 2, 8
"""How many figures may stand between a whole and its list; and where all digits but one of many agree."""
LONGEST = 12
DIGITS, MANY = 5, 6
SPREAD, FAR_SPREAD = 2, 4
"""Sentences between a whole and its list; and where every sentence counts the same things."""
SHORT = 4
"""Parts of a list in the midst of others; longer ones must begin or end with their whole."""
LEAST_PART = 10_000
"""A part smaller than this share of its whole is some other figure: "$22 billion … in 40 countries"."""
SURELY = 7
"""Digits that never agree by chance, so that the nouns need not be alike."""

_SWAPS = frozenset(9 * apart for apart in range(1, 10))
"""Two neighbouring digits that changed places leave nine times their distance."""


def slips(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole beside figures that would come to it if one digit were another."""
    for members in context.paragraphs.values():
        figures = [place for place in members if counts(context, place) and not place.claim.value % 1]
        for view in views(figures):
            line = [(place, int(place.claim.value)) for place in view]
            for at, (_, value) in enumerate(line):
                if value >= 10 ** (DIGITS - 1):
                    yield from _beside(line, at)


def _beside(line: Sequence[tuple[Place, int]], at: int) -> Iterator[Relation]:
    whole, value = line[at]
    reach = FAR if value >= 10 ** (MANY - 1) else REACH
    longest = LONGEST if at in (0, len(line) - 1) else SHORT
    for first in range(at + 1, min(at + 2 + reach, len(line))):
        yield from _runs(whole, value, line[first : first + longest])
    for last in range(at - 1, max(at - 2 - reach, -1), -1):
        yield from _runs(whole, value, line[max(0, last + 1 - longest) : last + 1][::-1])


def _runs(whole: Place, missing: int, line: Sequence[tuple[Place, int]]) -> Iterator[Relation]:
    """The lists that begin with the first figure of the line, one part longer each time."""
    least, most = missing / LEAST_PART, 10 * missing
    for size, (part, value) in enumerate(line, 1):
        spread = FAR_SPREAD if whole.noun and part.noun == whole.noun else SPREAD
        if (
            value == int(whole.claim.value)
            or not least <= value <= most
            or abs(part.sentence - whole.sentence) > spread
        ):
            return
        missing -= value
        if size > 1 and _one_digit(abs(missing)):
            parts = tuple(sorted((place for place, _ in line[:size]), key=lambda place: place.index))
            if _one_list(whole, parts) and one_slip(whole, parts):
                yield sum_of(whole, parts, Belief(0.72), "slip")
                return


def _one_digit(missing: int) -> bool:
    """Whether a difference can come from one digit put for another, or from two that changed places."""
    if not missing:
        return False
    while not missing % 10:
        missing //= 10
    return missing < 10 or missing in _SWAPS


def _one_list(whole: Place, parts: Sequence[Place]) -> bool:
    digits = strength(whole, parts)
    if digits < DIGITS or of_one_sex_against(whole, parts) or whole.sex:
        return False
    if digits > SURELY:
        return True
    if not of_one_kind(whole, parts):
        return False
    if digits > MANY:
        return True
    if len(parts) > 2:
        # Of five digits, some of three figures agree by chance: only figures of one noun make a list.
        return digits == MANY or len({part.noun for part in parts} - {""}) <= 1
    alike = parts[0].noun == parts[1].noun != ""
    return complementary(parts) or alike or parts[1].index - parts[0].index == 1
