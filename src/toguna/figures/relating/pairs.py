"""Two figures of the same things, or of women and men, that come to a third one exactly.

The words between them may be many: figures of the same noun are few in a paragraph, so that an exact sum of three
digits is hardly chance. Women and men of one group are its parts wherever they stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, groupby, pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Belief, apart, of_one_kind, one_slip, significant, sum_of
from toguna.figures.relating.listing import TOTAL_WORDS, counts
from toguna.figures.relations import Relation
from toguna.figures.wording import AGES, SEXES

WINDOW = 14
"""Figures of the paragraph between the first and the last of the three."""
MOST_ALIKE = 12
"""Figures of one noun that are tried with each other."""
DIGITS_OF_SEXES, DIGITS_ALIKE = 2, 3
SMALLEST_PART = 5
ONE_OFF, LARGE, VERY_LARGE = 1, 5_000, 100_000
REACH = 4
"""Figures before or behind two neighbours among which their whole is sought."""
SLIP_DIGITS, SLIP = 5, Decimal("0.02")
"""Digits from which all but one agreeing is no chance, and how far such a slip is believed to lead."""


def pairs(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole with the two figures that come to it."""
    for members in context.paragraphs.values():
        figures = [place for place in members if counts(context, place)]
        yield from _women_and_men(figures)
        yield from _ages_of_one_sex(figures)
        yield from _of_one_noun(figures)
        yield from _one_off(figures)


def _women_and_men(figures: Sequence[Place]) -> Iterator[Relation]:
    sexed = [(at, place, sex) for at, place in enumerate(figures) if (sex := place.sex or SEXES.get(place.noun))]
    for (at, one, sex), (_, other, other_sex) in (*pairwise(sexed), *_mirrored(sexed)):
        if sex == other_sex or _age(one) != _age(other) or TOTAL_WORDS.search(" ".join(other.before)):
            # "… et 1 garçon ; au total 204 filles": the second begins another count.
            continue
        value = one.claim.value + other.claim.value
        for whole in figures[max(0, at - 2 * WINDOW) : at + 2 * WINDOW]:
            if not _heads(whole, one, other) or not of_one_kind(whole, (one, other)):
                continue
            if whole.claim.value == value:
                yield sum_of(whole, (one, other), Belief(0.86), "women and men")
            elif (
                significant(value) >= SLIP_DIGITS
                and apart(whole.claim.value, value) <= SLIP
                and one_slip(whole, (one, other))
            ):
                yield sum_of(whole, (one, other), Belief(0.8), "women and men")


def _ages_of_one_sex(figures: Sequence[Place]) -> Iterator[Relation]:
    """In "1 640 girls … 5 043 women … 6 683 females" the girls and the women are all the females."""
    sexed = [place for place in figures if place.sex]
    for whole in sexed:
        if _age(whole) is not None or significant(whole.claim.value) < DIGITS_ALIKE:
            continue
        own = [place for place in sexed if place.sex == whole.sex and _age(place) in ("child", "adult")]
        for one, other in combinations(own[:MOST_ALIKE], 2):
            value = one.claim.value + other.claim.value
            if _age(one) == _age(other):
                continue
            if value == whole.claim.value:
                yield sum_of(whole, (one, other), Belief(0.86), "ages of one sex")
            elif significant(value) > DIGITS_ALIKE and abs(value - whole.claim.value) <= ONE_OFF:
                yield sum_of(whole, (one, other), Belief(0.78), "ages of one sex")


def _mirrored(sexed: Sequence[tuple[int, Place, str]]) -> Iterator[tuple[tuple[int, Place, str], ...]]:
    """In "280 girls sat, 84 passed; 281 boys sat, 93 passed" each figure of the girls with that of the boys."""
    groups = [list(group) for _, group in groupby(sexed, key=lambda entry: entry[2])]
    for girls, boys in pairwise(groups):
        if len(girls) == len(boys) > 1:
            yield from zip(girls, boys, strict=True)


def _age(place: Place) -> str | None:
    return place.age or AGES.get(place.noun)


def _one_off(figures: Sequence[Place]) -> Iterator[Relation]:
    """Two neighbours that miss the figure before or behind them by one: nobody tells such figures by chance."""
    for at, (one, other) in enumerate(pairwise(figures)):
        if one.sentence != other.sentence:
            continue
        value = one.claim.value + other.claim.value
        for whole in (*figures[max(0, at - REACH) : at], *figures[at + 2 : at + 2 + REACH]):
            off = abs(whole.claim.value - value)
            if off and off <= ONE_OFF and value >= LARGE and not value % 1 and of_one_kind(whole, (one, other)):
                yield sum_of(whole, (one, other), Belief(0.8 if value >= VERY_LARGE else 0.72), "one off")


def _heads(whole: Place, one: Place, other: Place) -> bool:
    """Whether a figure may be the whole of these two: of nobody's sex, and the nearer the fewer its digits."""
    if whole.sex or whole.noun in SEXES or whole.index in (one.index, other.index):
        return False
    digits = significant(whole.claim.value)
    apart = min(abs(whole.index - one.index), abs(whole.index - other.index))
    if digits < DIGITS_ALIKE:
        return digits == DIGITS_OF_SEXES and apart == 1 and abs(whole.sentence - one.sentence) <= 1
    return apart <= (WINDOW if digits > DIGITS_ALIKE else WINDOW // 2) and abs(whole.sentence - other.sentence) <= 3


def _of_one_noun(figures: Sequence[Place]) -> Iterator[Relation]:
    alike: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in figures:
        if place.noun:
            alike[place.noun, place.kind].append(place)
    for places in alike.values():
        for whole in places[:MOST_ALIKE]:
            if significant(whole.claim.value) < DIGITS_ALIKE:
                continue
            others = [place for place in places[:MOST_ALIKE] if place is not whole and _may_be_part(place, whole)]
            for one, other in combinations(others, 2):
                if one.claim.value + other.claim.value == whole.claim.value:
                    yield sum_of(whole, (one, other), Belief(0.78), "same things")


def _may_be_part(place: Place, whole: Place) -> bool:
    near = abs(place.index - whole.index) <= WINDOW
    return near and SMALLEST_PART <= place.claim.value < whole.claim.value
