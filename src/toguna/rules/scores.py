"""What one score says: where it stands between the worst and the best of its scale, and in words.

Scores are exact fractions from 0 (worst) to 100 (best), rounded only when somebody reads them. Which group gave one,
and how scores become a criterion, is told in `scoring`.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from toguna.rules.instruments import Scale, Texts

BEST = Fraction(100)
THOUSANDTHS = 1000


class OffScale(ValueError):
    """The score does not stand on the scale of its indicator: it may come from a phone with an older model."""

    def __init__(self, raw: Fraction | int, scale: Scale) -> None:
        self.raw, self.scale = raw, scale
        super().__init__(f"{float(raw) / 1000:g} is not between {scale.worst / 1000:g} and {scale.best / 1000:g}")


class FlatScale(ValueError):
    """The best of the scale is its worst, so that it tells nothing apart. `instrument_checks` refuses such a model."""


class Band(StrEnum):
    """The nine words of the Local Governance Barometer, from the best to the worst."""

    PERFECT = "perfect"
    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIRLY_GOOD = "fairly_good"
    NEUTRAL = "neutral"
    FAIRLY_POOR = "fairly_poor"
    POOR = "poor"
    VERY_POOR = "very_poor"
    NON_EXISTENT = "non_existent"


BAND_WORDS: Mapping[Band, Texts] = {
    Band.PERFECT: {"fr": "Parfait", "en": "Perfect"},
    Band.VERY_GOOD: {"fr": "Très bon", "en": "Very good"},
    Band.GOOD: {"fr": "Bon", "en": "Good"},
    Band.FAIRLY_GOOD: {"fr": "Assez bon", "en": "Fairly good"},
    Band.NEUTRAL: {"fr": "Neutre", "en": "Neutral"},
    Band.FAIRLY_POOR: {"fr": "Assez faible", "en": "Fairly poor"},
    Band.POOR: {"fr": "Faible", "en": "Poor"},
    Band.VERY_POOR: {"fr": "Très faible", "en": "Very poor"},
    Band.NON_EXISTENT: {"fr": "Inexistant", "en": "Non-existent"},
}


def normalised(raw: Fraction | int, scale: Scale) -> Fraction:
    """A raw score, in thousandths of the scale's unit, as a score from 0 to 100; the best may be the smaller number.

    Raises OffScale where the score is not on the scale, FlatScale where the scale has one value only. After the
    reference values of the Local Governance Barometer (UNDP Users' Guide, p. 70).

    >>> normalised(10_000, Scale(worst=0, best=10_000)), normalised(70_000, Scale(worst=0, best=100_000))
    (Fraction(100, 1), Fraction(70, 1))
    >>> complaints = Scale(worst=40_000, best=0)
    >>> normalised(10_000, complaints)
    Fraction(75, 1)
    """
    if scale.worst == scale.best:
        raise FlatScale("the worst and the best of the scale are the same")
    if not min(scale.worst, scale.best) <= raw <= max(scale.worst, scale.best):
        raise OffScale(raw, scale)
    return BEST * (Fraction(raw) - scale.worst) / (scale.best - scale.worst)


def balance(score: Fraction) -> Fraction:
    """The score as the Local Governance Barometer shows it: from -1 (non-existent) over 0 (neutral) to +1 (perfect).

    >>> balance(Fraction(100)), balance(Fraction(70)), balance(Fraction(0))
    (Fraction(1, 1), Fraction(2, 5), Fraction(-1, 1))
    """
    return score / 50 - 1


def band(score: Fraction) -> Band:
    """The word nearest to the score (UNDP Users' Guide, Table 5); half-way between two, the better one.

    >>> band(Fraction(85)), band(Fraction(50)), band(Fraction(0))
    (<Band.VERY_GOOD: 'very_good'>, <Band.NEUTRAL: 'neutral'>, <Band.NON_EXISTENT: 'non_existent'>)
    """
    return tuple(Band)[ceil((BEST - score) * 8 / BEST - Fraction(1, 2))]


def rounded(number: Fraction, places: int = 1) -> Decimal:
    """A score, a gap or a change as it is shown: to one decimal, halves away from zero. Nothing is computed from it.

    >>> rounded(Fraction(200, 3)), rounded(Fraction(1445, 20)), rounded(Fraction(-1, 4))
    (Decimal('66.7'), Decimal('72.3'), Decimal('-0.3'))
    """
    tenths = int(abs(number) * 10**places + Fraction(1, 2))
    return Decimal(-tenths if number < 0 else tenths).scaleb(-places)


def median(values: Mapping[Fraction | int, int]) -> Fraction | None:
    """The middle of ratings, told as how many people gave each; of an even number, the mean of the two in the middle.

    The half is kept: 4 and 5 make 4.5, not 4. None where nobody rated. Ratings keep their unit.

    >>> median({1: 1, 2: 1, 4: 1, 5: 1}), median({4: 1, 5: 1}), median({3: 7, 5: 6})
    (Fraction(3, 1), Fraction(9, 2), Fraction(3, 1))
    """
    total = sum(values.values())
    if not total:
        return None
    return (_at(values, (total - 1) // 2) + _at(values, total // 2)) / 2


def mean(values: Mapping[Fraction | int, int]) -> Fraction | None:
    """The mean of ratings, told as how many people gave each. None where nobody rated.

    >>> mean({1: 1, 2: 1, 4: 1, 5: 1}), mean({}) is None
    (Fraction(3, 1), True)
    """
    total = sum(values.values())
    if not total:
        return None
    return Fraction(sum((Fraction(value) * count for value, count in values.items()), Fraction()) / total)


def thousandths(value: Fraction) -> int:
    """A median or a mean as a raw score is kept: in whole thousandths of the scale's unit, halves up.

    >>> thousandths(Fraction(9, 2) * 1000), thousandths(Fraction(10_000, 3))
    (4500, 3333)
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _at(values: Mapping[Fraction | int, int], position: int) -> Fraction:
    """The rating at that place when everybody stands in order."""
    passed = 0
    for value in sorted(values):
        passed += values[value]
        if passed > position:
            return Fraction(value)
    raise AssertionError("a position beyond the last rating")
