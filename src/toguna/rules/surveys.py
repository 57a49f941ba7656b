"""What a survey of respondents says: rates with their numbers, how far a sample may be off, how many must be asked.

"Does not know" is no answer and stands in no rate. It takes answers that were given: what one person's form looks like
is told in `perspectives` and `paired_tests`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, isqrt

from toguna.rules.attendance import Sex
from toguna.rules.perspectives import QUESTIONS, Respondent

CERTAINTY = Fraction(196, 100)
"""How many standard errors make an interval that holds in 95 cases of 100."""

FEW = 30
"""Under so many answers an interval of this kind says too much: it is shown with that warning."""


@dataclass(frozen=True)
class Rate:
    """So many yeses among so many answers. None of nothing is no rate."""

    yes: int
    answered: int

    @property
    def share(self) -> Fraction | None:
        """From 0 to 1.

        >>> Rate(3, 4).share, Rate(0, 0).share
        (Fraction(3, 4), None)
        """
        return Fraction(self.yes, self.answered) if self.answered else None


@dataclass(frozen=True)
class Interval:
    """An estimate and between which two values the truth is in 95 samples of 100; `answers` is what it rests on.

    `error` is the standard error.
    """

    estimate: Fraction
    low: Fraction
    high: Fraction
    answers: int
    error: Fraction

    @property
    def says_too_much(self) -> bool:
        """Whether so few answered, or all so much alike, that the interval is narrower than what is known.

        >>> proportion(Rate(5, 5)).says_too_much, proportion(Rate(60, 100)).says_too_much
        (True, False)
        """
        return self.answers < FEW or not self.error

    @property
    def is_a_change(self) -> bool:
        """For a difference: whether the interval leaves 0 out, so that chance alone hardly explains it."""
        return self.low > 0 or self.high < 0


def rate(answers: Iterable[bool | None]) -> Rate:
    """The yeses among those who said yes or no.

    >>> rate([True, False, None, True])
    Rate(yes=2, answered=3)
    """
    told = [answer for answer in answers if answer is not None]
    return Rate(sum(told), len(told))


def perspective_rates(respondents: Iterable[Respondent]) -> tuple[Rate, ...]:
    """The five perspectives of participation, in the order of `QUESTIONS`, each with its own number of answers."""
    asked = list(respondents)
    return tuple(rate(one.answers[number] for one in asked) for number in range(len(QUESTIONS)))


def women_share(respondents: Iterable[Respondent], question: int) -> Rate:
    """Women among those who said yes to a question (0 to 4) and whose sex is known.

    >>> asked = [Respondent(sex=Sex.FEMALE, answers=(True,) * 5), Respondent(sex=Sex.MALE, answers=(True,) * 5),
    ...          Respondent(sex=Sex.FEMALE, answers=(False,) * 5), Respondent(answers=(True,) * 5)]
    >>> women_share(asked, 0)
    Rate(yes=1, answered=2)
    """
    return rate(one.sex is Sex.FEMALE for one in respondents if one.answers[question] and one.sex is not None)


def composite(rates: Sequence[Rate]) -> Fraction | None:
    """The mean of the five rates, each with one voice; None unless all five are there, since a part is another number.

    >>> composite([Rate(1, 2), Rate(1, 2), Rate(3, 4), Rate(3, 4), Rate(10, 10)]), composite([Rate(1, 2), Rate(0, 0)])
    (Fraction(7, 10), None)
    """
    shares = [one.share for one in rates]
    known = [share for share in shares if share is not None]
    return sum(known, Fraction()) / len(known) if known and len(known) == len(shares) else None


def proportion(counted: Rate, design_effect: Fraction = Fraction(1)) -> Interval | None:
    """A share with its 95 % interval: p ± 1.96·√(p(1 - p)·deff/n), within 0 and 1. None where nobody answered.

    The design effect is how much less a sample drawn by village tells than one drawn person by person; 1 if it was.

    >>> satisfied = proportion(Rate(60, 100))
    >>> float(satisfied.estimate), round(float(satisfied.low), 3), round(float(satisfied.high), 3)
    (0.6, 0.504, 0.696)
    """
    share = counted.share
    if share is None:
        return None
    return _within(_around(share, share * (1 - share) * design_effect / counted.answered, counted.answered))


def satisfaction(answers: Iterable[bool | None], design_effect: Fraction = Fraction(1)) -> Interval | None:
    """A citizen report card's satisfied among those who have an opinion of the service: who does not know is left out.

    >>> satisfaction([True, True, False, None]).estimate
    Fraction(2, 3)
    """
    return proportion(rate(answers), design_effect)


def sample_size(
    margin: Fraction,
    population: int | None = None,
    expected: Fraction = Fraction(1, 2),
    design_effect: Fraction = Fraction(1),
) -> int:
    """How many must answer so that a share is known within the margin: n = z²p(1 - p)/e², less for a small population.

    Whoever will not answer comes on top. A population is never asked more often than it has people. Raises ValueError
    for a margin of 0 or less.

    >>> sample_size(Fraction(5, 100)), sample_size(Fraction(5, 100), population=1000)
    (385, 278)
    >>> sample_size(Fraction(10, 100), design_effect=Fraction(2))
    193
    """
    if margin <= 0:
        raise ValueError("a margin is more than 0")
    wanted = CERTAINTY**2 * expected * (1 - expected) / margin**2
    if population is None:
        return ceil(wanted * design_effect)
    if population <= 0:
        return 0
    corrected = wanted / (1 + (wanted - 1) / population)
    return min(population, ceil(corrected * design_effect))


def effective_answers(weights: Collection[Fraction]) -> Fraction:
    """How many equal answers the weighted ones are worth: (Σw)²/Σw², after Kish.

    >>> effective_answers([Fraction(1)] * 10), effective_answers([Fraction(3), Fraction(1)])
    (Fraction(10, 1), Fraction(8, 5))
    """
    squares = sum((weight * weight for weight in weights), Fraction())
    return sum(weights, Fraction()) ** 2 / squares if squares else Fraction()


def weighted_proportion(
    answers: Iterable[tuple[bool | None, Fraction]], design_effect: Fraction = Fraction(1)
) -> Interval | None:
    """A share in which each answer speaks for as many people as its sampling weight says; no answer has no weight.

    The interval rests on the effective number of answers, which uneven weights make smaller; the design effect is that
    of the villages drawn, not of the weights. Raises ValueError for a weight below 0.

    >>> city, village = Fraction(1), Fraction(3)
    >>> weighted_proportion([(True, village), (False, city), (None, city)]).estimate
    Fraction(3, 4)
    """
    told = [(answer, weight) for answer, weight in answers if answer is not None]
    if any(weight < 0 for _, weight in told):
        raise ValueError("a sampling weight is 0 or more")
    weights = [weight for _, weight in told if weight]
    whole = sum(weights, Fraction())
    if not whole:
        return None
    share = sum((weight for answer, weight in told if answer), Fraction()) / whole
    spread = share * (1 - share) * design_effect / effective_answers(weights)
    return _within(_around(share, spread, len(weights)))


def mean_score(scores: Iterable[Fraction | int | None], weights: Iterable[Fraction] | None = None) -> Interval | None:
    """The mean of people's scores with its interval; where weights are given, each speaks for that many people.

    None where fewer than two have a score, which tells no spread. The variance of a weighted mean is Σw²(x - m)²/(Σw)²,
    corrected by n/(n - 1).

    >>> mean_score([40, 50, None, 60]).estimate, mean_score([40, 60], [Fraction(3), Fraction(1)]).estimate
    (Fraction(50, 1), Fraction(45, 1))
    """
    scored = [(one, Fraction(1)) for one in scores] if weights is None else list(zip(scores, weights, strict=True))
    told = [(Fraction(score), weight) for score, weight in scored if score is not None and weight]
    whole = sum((weight for _, weight in told), Fraction())
    if len(told) < 2:
        return None
    middle = sum((score * weight for score, weight in told), Fraction()) / whole
    spread = sum((weight**2 * (score - middle) ** 2 for score, weight in told), Fraction()) / whole**2
    return _around(middle, spread * len(told) / (len(told) - 1), len(told))


def difference_between(before: Interval, after: Interval) -> Interval:
    """By how much a share or a mean rose between two samples of other people, each with its own error.

    `answers` is the smaller of the two samples. For the same people asked twice, `paired_gain` says more.

    >>> rose = difference_between(proportion(Rate(40, 100)), proportion(Rate(60, 100)))
    >>> rose.estimate, rose.is_a_change
    (Fraction(1, 5), True)
    """
    variance = before.error**2 + after.error**2
    return _around(after.estimate - before.estimate, variance, min(before.answers, after.answers))


@dataclass(frozen=True)
class Gain:
    """What the same people knew before and after: the mean difference with its interval, and who improved."""

    difference: Interval
    improved: Rate


def paired_gain(
    pairs: Iterable[tuple[Fraction | int | None, Fraction | int | None]], weights: Iterable[Fraction] | None = None
) -> Gain | None:
    """Before and after, the same people: the mean of their own differences, and how many of them did better.

    Who answered once only has no difference and stands in neither. None under two pairs, which tell no spread. For the
    tests of a training, `paired_tests` makes the facts; this says how far chance may have made the gain.

    >>> said = paired_gain([(40, 60), (50, 50), (30, 70), (80, None)])
    >>> said.difference.estimate, said.improved
    (Fraction(20, 1), Rate(yes=2, answered=3))
    """
    gains = [None if before is None or after is None else Fraction(after) - before for before, after in pairs]
    difference = mean_score(gains, weights)
    return None if difference is None else Gain(difference, rate(None if one is None else one > 0 for one in gains))


def _around(estimate: Fraction, variance: Fraction, answers: int) -> Interval:
    error = _root(variance)
    return Interval(estimate, estimate - CERTAINTY * error, estimate + CERTAINTY * error, answers, error)


def _within(found: Interval) -> Interval:
    return replace(found, low=max(found.low, Fraction()), high=min(found.high, Fraction(1)))


def _root(square: Fraction) -> Fraction:
    """The square root, to twelve decimals, the same on every machine."""
    return Fraction(isqrt(square.numerator * 10**24 // square.denominator), 10**12)
