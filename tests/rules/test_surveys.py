"""What a sample says, and how far it may be off."""

from fractions import Fraction
from statistics import NormalDist, fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.attendance import Sex
from toguna.rules.paired_tests import Learner, PairedTest, mean_gain, percent_of
from toguna.rules.perspectives import Respondent
from toguna.rules.surveys import (
    Rate,
    composite,
    difference_between,
    effective_answers,
    mean_score,
    paired_gain,
    perspective_rates,
    proportion,
    rate,
    sample_size,
    satisfaction,
    weighted_proportion,
    women_share,
)

answers = st.lists(st.sampled_from([True, False, None]), max_size=40)
effects = st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(2)])
scores = st.lists(st.none() | st.integers(0, 100), max_size=12)
NOT_EXACT = pytest.approx


@given(answers, effects)
def test_an_interval_holds_its_share_and_stays_within_0_and_1(said: list, effect: Fraction) -> None:
    found = proportion(rate(said), effect)
    if found is None:
        assert all(one is None for one in said)
    else:
        assert 0 <= found.low <= found.estimate <= found.high <= 1
        assert found.answers == sum(one is not None for one in said)


@given(answers)
def test_who_does_not_know_is_in_no_share(said: list) -> None:
    assert satisfaction([*said, None, None]) == satisfaction(said)


@given(answers)
def test_drawing_by_village_never_narrows_an_interval(said: list) -> None:
    alone, villages = (proportion(rate(said), effect) for effect in (Fraction(1), Fraction(2)))
    if alone is not None and villages is not None:
        assert villages.low <= alone.low
        assert alone.high <= villages.high


@given(answers, st.fractions(Fraction(1, 10), 9, max_denominator=10))
def test_equal_weights_change_nothing(said: list, weight: Fraction) -> None:
    assert weighted_proportion((one, weight) for one in said) == proportion(rate(said))


@given(st.lists(st.fractions(Fraction(1, 10), 9, max_denominator=10), min_size=1, max_size=12))
def test_weights_never_make_a_sample_larger(weights: list[Fraction]) -> None:
    assert 1 <= effective_answers(weights) <= len(weights)


def test_a_weight_below_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        weighted_proportion([(True, Fraction(-1))])
    assert weighted_proportion([(True, Fraction(0)), (None, Fraction(1))]) is None


@given(
    st.sampled_from([Fraction(3, 100), Fraction(5, 100), Fraction(1, 10)]), st.none() | st.integers(0, 100_000), effects
)
def test_so_many_answers_are_enough_for_the_margin(margin: Fraction, population: int | None, effect: Fraction) -> None:
    size = sample_size(margin, population, design_effect=effect)
    assert population is None or size <= population
    if population is None:
        found = proportion(Rate(size // 2, size), effect)
        assert found is not None
        assert found.error * Fraction(196, 100) <= margin
        assert sample_size(margin, 10**9, design_effect=effect) == size, (
            "nobody notices a billion people are not endless"
        )


def test_a_margin_of_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="margin"):
        sample_size(Fraction(0))


def test_one_point_96_is_what_holds_in_95_cases_of_100() -> None:
    assert NormalDist().inv_cdf(0.975) == NOT_EXACT(1.96, abs=1e-4)


@given(scores)
def test_a_mean_and_its_error_are_those_of_any_book(given_: list) -> None:
    told = [one for one in given_ if one is not None]
    found = mean_score(given_)
    if len(told) < 2:
        assert found is None
    else:
        assert found is not None
        assert float(found.estimate) == NOT_EXACT(fmean(told))
        assert float(found.error) == NOT_EXACT(stdev(told) / len(told) ** 0.5, abs=1e-9)


@given(st.lists(st.tuples(st.none() | st.integers(0, 20), st.none() | st.integers(0, 20)), max_size=12))
def test_the_gain_is_the_one_that_the_tests_of_a_training_tell(pairs: list) -> None:
    takers = tuple(
        Learner(line, before=None if one is None else one * 1000, after=None if other is None else other * 1000)
        for line, (one, other) in enumerate(pairs)
    )
    told = mean_gain(PairedTest(20, takers=takers))
    percents = [[None if one is None else percent_of(one * 1000, 20) for one in pair] for pair in pairs]
    found = paired_gain((one, other) for one, other in percents)
    if found is None:
        assert told is None or told.pairs < 2
    else:
        assert told is not None
        assert abs(found.difference.estimate - told.gain) <= 1, "each mean is rounded once there"
        assert (found.improved.yes, found.improved.answered) == (told.improved, told.pairs)


def test_the_same_people_asked_twice_tell_more_than_others() -> None:
    before, after = [20, 40, 60, 80], [30, 50, 70, 90]
    paired = paired_gain(zip(before, after, strict=True))
    one, other = mean_score(before), mean_score(after)
    assert paired is not None
    assert one is not None
    assert other is not None
    unpaired = difference_between(one, other)
    assert paired.difference.estimate == unpaired.estimate == 10
    assert paired.difference.is_a_change
    assert not unpaired.is_a_change


def test_weights_move_a_gain_towards_those_who_are_many() -> None:
    found = paired_gain([(0, 10), (0, 30)], [Fraction(3), Fraction(1)])
    assert found is not None
    assert found.difference.estimate == 15


def test_the_five_perspectives_keep_their_own_numbers() -> None:
    women = [Respondent(sex=Sex.FEMALE, answers=(True, False, None, None, True))] * 2
    asked = [*women, Respondent(sex=Sex.MALE, answers=(True, True, True, None, None)), Respondent()]
    rates = perspective_rates(asked)
    assert rates == (Rate(3, 3), Rate(1, 3), Rate(1, 1), Rate(0, 0), Rate(2, 2))
    assert composite(rates) is None, "four perspectives are not five"
    assert [women_share(asked, question) for question in (0, 1, 3)] == [Rate(2, 3), Rate(0, 1), Rate(0, 0)]
