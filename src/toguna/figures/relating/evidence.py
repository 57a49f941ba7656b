"""How strongly words and arithmetic say that some claims are the parts of a whole.

A sum that comes out exactly is rarely chance; one that does not is only believed where the words leave no other
reading: groups that leave each other out, a list announced as complete, a slip of one digit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import takewhile

from toguna.figures.phrases import Place
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import MONEY, OUTCOMES, OVERLAPPING, PEOPLE, ROLES, same_kind, singular


class Opening(IntEnum):
    """How a list of parts is announced, weakest first."""

    NONE = 0
    """Nothing but a comma: "46 000 personnes, 22 000 hommes et 24 000 femmes"."""
    OPEN = 1
    """ "dont", "including", "of whom": all the parts or only some."""
    CLOSED = 2
    """A colon, a dash, brackets, "soit", "made up of": all the parts."""
    TOTAL = 3
    """ "total", "en tout" beside the whole."""
    FORMULA = 4
    """A + B = C."""


@dataclass(frozen=True, slots=True)
class Belief:
    """How sure a reading is, and whether something unstated could explain its failure."""

    confidence: float
    arguable: bool = False


DOUBT = Belief(0.0)
_CLOSE = Decimal("0.15")
_BEYOND_CHANCE = 5
"""Digits that agree only because they were added, whatever the nouns seem to say."""
_SURELY_A_SLIP = {4: Decimal("0.002"), _BEYOND_CHANCE: Decimal("0.02")}
"""How far off, for the digits that must agree, a list may be that could also be open."""

_SLIP_DIGITS = 3
"""Digits of which all but one agree: in a list told to be complete that is no chance."""

_HALF = Decimal("0.5")
_VERY_CLOSE = Decimal("0.05")


def total(parts: Sequence[Place]) -> Decimal:
    """What the parts come to."""
    return sum((part.claim.value for part in parts), Decimal(0))


def significant(value: Decimal) -> int:
    """The digits that tell a number from its neighbours: those left when the zeros at its end are gone.

    >>> significant(Decimal(1200)), significant(Decimal("45321.82"))
    (2, 7)
    """
    return len("".join(map(str, value.normalize().as_tuple().digits)))


def strength(whole: Place, parts: Sequence[Place]) -> int:
    """How many digits must agree for the sum to come out: those of the whole, counted in the finest unit of the list.

    70 000 = 45 600 + 24 400 agrees in three digits (hundreds), 70 = 45 + 25 in two.
    """
    exponents = [int(place.claim.value.normalize().as_tuple().exponent) for place in (whole, *parts)]
    return len(str(abs(int(whole.claim.value.scaleb(-min(exponents))))))


def apart(whole: Decimal, computed: Decimal) -> Decimal:
    """How far two figures are apart, as a share of the larger."""
    larger = max(abs(whole), abs(computed))
    return abs(whole - computed) / larger if larger else Decimal(0)


def one_slip(whole: Place, parts: Sequence[Place]) -> bool:
    """Whether one digit changed in the whole or in one part makes the sum come out."""
    missing = whole.claim.value - total(parts)
    if _one_digit_off(whole.claim.value, whole.claim.value - missing):
        return True
    return any(_one_digit_off(part.claim.value, part.claim.value + missing) for part in parts)


def _one_digit_off(given: Decimal, wanted: Decimal) -> bool:
    if given == wanted or wanted <= 0 or given < 10:
        return False
    places = -min(0, int(given.as_tuple().exponent), int(wanted.as_tuple().exponent))
    one, other = (str(int(number.scaleb(places))) for number in (given, wanted))
    if len(one) == len(other):
        wrong = [place for place in range(len(one)) if one[place] != other[place]]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]])
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


def group_words(place: Place) -> frozenset[str]:
    """The words beside a figure that may name its group; a sex or age read from a letter too."""
    letters = {"female": "f", "male": "m"}
    extra = {letters[place.sex]} if place.sex and place.sex in letters else set()
    return frozenset(place.words[:14]) | extra


def complementary(parts: Sequence[Place]) -> bool:
    """Whether the parts are groups that leave each other out: women and men, killed and injured, urban and rural."""
    if len(parts) < 2:
        return False
    peopled = [part for part in parts if part.sex or part.age]
    if len(peopled) == len(parts):
        groups = [(part.sex if part.age != "child" or part.sex else None, part.age) for part in parts]
        sexes = {sex for sex, _ in groups if sex}
        # Women and children are not all people; adults and children are.
        both_ages = not sexes and {"child", "adult"} <= {part.age for part in parts}
        if len(set(groups)) == len(groups) and (sexes == {"female", "male"} or both_ages):
            return True
    families: list[set[tuple[int, int]]] = []
    for part in parts:
        families.append({membership for word in group_words(part) for membership in ROLES.get(word, ())})
    shared = set.intersection(*({number for number, _ in found} for found in families))
    for number in shared:
        members = [{member for family, member in found if family == number} for found in families]
        named = {next(iter(member)) for member in members if len(member) == 1}
        if len(named) == len(parts) and (number != PEOPLE or {0, 1} <= named):
            return True
    return False


def apart_by_name(parts: Sequence[Place]) -> bool:
    """Whether every part is a sex or an age of its own: girls and women, though no boys and no men."""
    groups = {(part.sex, part.age) for part in parts if part.sex and part.age}
    return len(groups) == len(parts) > 1


_OPENS = frozenset(["dont", "including", "incluant", "comprenant", "compris", "whom", "which", "parmi", "among"])


def _own_words(part: Place) -> Iterator[str]:
    """The words beside a figure, without those in front of "of whom": they name the whole."""
    before = list(takewhile(lambda word: word not in _OPENS, reversed(part.before)))
    return (singular(word) for word in (*before, *part.after))


def overlapping(parts: Sequence[Place]) -> bool:
    """Whether some part is a group counted across others: women and youths, men and people with a disability."""
    crossing = [part for part in parts if any(word in OVERLAPPING for word in _own_words(part))]
    plain = [part for part in parts if part.sex and part not in crossing]
    return bool(crossing and plain)


def of_one_kind(whole: Place, parts: Sequence[Place]) -> bool:
    """Whether whole and parts count the same kind of thing; amounts in one currency only."""
    kinds = {place.kind for place in (whole, *parts)} - {""}
    if any(kind.startswith(MONEY) for kind in kinds):
        return len(kinds) == 1
    return all(same_kind(whole.kind, part.kind) for part in parts) and all(
        same_kind(parts[0].kind, part.kind) for part in parts
    )


def of_one_sex_against(whole: Place, parts: Sequence[Place]) -> bool:
    """Whether the whole counts women alone while a part counts men, or the other way round."""
    return whole.sex is not None and any(part.sex is not None and part.sex != whole.sex for part in parts)


def _of_other_groups(whole: Place, parts: Sequence[Place]) -> bool:
    """Whether the whole is one age group and every part another: "64 children, 29 women and 33 men" stand in a row."""
    return whole.age is not None and all(part.age is not None and part.age != whole.age for part in parts)


def _measured_among_counts(whole: Place, parts: Sequence[Place]) -> bool:
    """Whether a part has decimals that the whole, a count, has not: a rate that stands in the list without its sign."""
    return (
        not whole.kind.startswith(MONEY) and not whole.claim.value % 1 and any(part.claim.value % 1 for part in parts)
    )


def weigh(whole: Place, parts: Sequence[Place], opening: Opening, *, shares_close: bool = False) -> Belief:
    """How sure it is that the writer gave these parts for this whole.

    `shares_close` says that percentages written beside the parts make a hundred: then nothing is left out.
    """
    if len(parts) < 2 or whole.claim.value <= 0:
        return DOUBT
    computed, stated = total(parts), whole.claim.value
    if not of_one_kind(whole, parts) and (
        computed != stated or strength(whole, parts) < _BEYOND_CHANCE - (opening is Opening.TOTAL and len(parts) > 2)
    ):
        return DOUBT
    if opening is Opening.NONE and of_one_sex_against(whole, parts):
        return DOUBT
    if computed == stated:
        return Belief(_when_exact(whole, parts, opening, shares_close or complementary(parts) or apart_by_name(parts)))
    if of_one_sex_against(whole, parts) or all(part.noun in OUTCOMES for part in parts):
        return DOUBT
    if (opening < Opening.CLOSED and _of_other_groups(whole, parts)) or _measured_among_counts(whole, parts):
        return DOUBT
    off = apart(stated, computed)
    slip = one_slip(whole, parts)
    telling_slip = slip and strength(whole, parts) >= 4
    above = computed > stated
    if any(part.claim.value > stated for part in parts) and not slip:
        # A part larger than its whole is a slip, or it is no part at all.
        return DOUBT if off > _CLOSE or opening <= Opening.OPEN else Belief(0.6)
    if telling_slip and opening >= Opening.CLOSED and not overlapping(parts):
        # Of four digits or more, all but one agree: that is no chance.
        return Belief(0.85 if len(parts) > 2 or off <= _CLOSE else 0.72)
    if opening is Opening.FORMULA:
        return Belief(0.95 if off < _CLOSE or slip else 0.7)
    if opening is Opening.NONE and off > _CLOSE and not slip:
        return DOUBT
    if (shares_close or complementary(parts)) and not overlapping(parts):
        return _when_groups_close(opening, off, slip=slip, above=above)
    return _when_words_alone(whole, parts, opening, off, slip=slip, above=above)


def _when_exact(whole: Place, parts: Sequence[Place], opening: Opening, closed_groups: bool) -> float:
    if opening >= Opening.CLOSED:
        return 0.97
    if overlapping(parts) and opening is not Opening.TOTAL:
        return 0.8 if strength(whole, parts) > 2 and opening > Opening.NONE else 0.4
    if opening is Opening.OPEN:
        return 0.96 if closed_groups or strength(whole, parts) > 1 else 0.75
    if closed_groups:
        return 0.93
    digits = strength(whole, parts)
    return {0: 0.0, 1: 0.2, 2: 0.45, 3: 0.75, 4: 0.85}.get(digits, 0.9)


def _when_groups_close(opening: Opening, off: Decimal, *, slip: bool, above: bool) -> Belief:
    close = off <= _CLOSE
    if opening >= Opening.CLOSED:
        if close or slip:
            return Belief(0.92)
        return Belief(0.75) if above else Belief(0.6 if off <= _HALF else 0.3, arguable=True)
    if opening is Opening.OPEN:
        if close or slip:
            return Belief(0.88)
        return Belief(0.75) if above else Belief(0.3, arguable=True)
    if off <= _VERY_CLOSE or (slip and off <= _HALF):
        return Belief(0.8)
    return Belief(0.72) if close else DOUBT


def _when_words_alone(
    whole: Place, parts: Sequence[Place], opening: Opening, off: Decimal, *, slip: bool, above: bool
) -> Belief:
    if overlapping(parts) or opening is Opening.NONE:
        return DOUBT
    many = len(parts) >= 3
    very_close = off <= _VERY_CLOSE
    if opening is Opening.OPEN:
        if above:
            return Belief(0.82 if very_close or (slip and many) else 0.72 if many and off <= _CLOSE else 0.5)
        if slip and off <= _SURELY_A_SLIP.get(min(strength(whole, parts), _BEYOND_CHANCE), 0):
            # "2 670 tests, dont 2 528 rapides et 141 lents": so near, nothing is left out.
            return Belief(0.74)
        likely = many and slip and very_close and significant(whole.claim.value) >= 3
        return Belief(0.7 if likely else 0.45, arguable=True)
    if very_close or (slip and off <= _CLOSE):
        return Belief(0.85 if many else 0.78, arguable=not above and not slip)
    if off <= _CLOSE or (many and slip and off <= _HALF and strength(whole, parts) >= _SLIP_DIGITS):
        return Belief(0.72 if many else 0.6, arguable=not above)
    return Belief(0.5 if above and off <= Decimal("0.25") else 0.3, arguable=not above)


def sum_of(whole: Place, parts: Sequence[Place], belief: Belief, cue: str, *, latent: bool = False) -> Relation:
    """The relation "the whole is the sum of the parts"; it gets its id later."""
    return Relation(
        id="",
        type=RelationType.SUM,
        stated_side=(whole.claim.id,),
        other_side=tuple(part.claim.id for part in parts),
        confidence=belief.confidence,
        arguable=belief.arguable,
        latent=latent,
        cue=cue,
    )
