"""What must hold of a round's scores, whatever was given."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.scored import SCALES, models, raws, rounds
from toguna.rules.findings import Severity
from toguna.rules.instruments import Aggregation, Engine, Group, Indicator, Joining, Model, Node, Scale, Side
from toguna.rules.score_tree import INDEX, aggregated, results_of
from toguna.rules.scores import Band, FlatScale, OffScale, balance, band, mean, median, normalised, rounded, thousandths
from toguna.rules.scoring import GroupScore, joined, round_result

anywhere = st.fractions(0, 100, max_denominator=1000)
scored_models = models().flatmap(
    lambda model: st.tuples(
        st.just(model), st.fixed_dictionaries({}, optional={one.code: anywhere for one in model.indicators})
    )
)
children = st.lists(st.tuples(st.sampled_from([0, 333, 1000, 3000]), anywhere), max_size=6)


@given(rounds())
def test_every_score_stays_between_0_and_100(made: tuple) -> None:
    result = round_result(*made)
    everything = [result.results, result.providers, *(one.results for one in result.groups)]
    for results in everything:
        for one in results.values():
            assert one.score is None or 0 <= one.score <= 100
            assert 0 <= one.completeness <= 1
            assert not one.publishable or one.score is not None


@given(children, st.sampled_from(Aggregation))
def test_a_parent_stands_between_its_weakest_and_its_strongest_child(several: list, how: Aggregation) -> None:
    found = aggregated(several, how)
    weighed = [score for weight, score in several if weight]
    if found is None:
        assert not weighed
    else:
        assert min(weighed) <= found <= max(weighed)


@given(children)
def test_the_limiting_factor_is_never_kinder_than_the_mean(several: list) -> None:
    average, limited = (aggregated(several, how) for how in Aggregation)
    assert (average is None) == (limited is None)
    assert average is None or limited is None or limited <= average


@given(scored_models, st.data())
def test_a_better_indicator_makes_nothing_worse(made: tuple, data: st.DataObject) -> None:
    model, scores = made
    if not scores:
        return
    code = data.draw(st.sampled_from(sorted(scores)))
    better = scores | {code: data.draw(st.fractions(scores[code], 100, max_denominator=1000))}
    before, after = results_of(model, scores), results_of(model, better)
    for one in before.values():
        now = after[one.code]
        assert now.completeness == one.completeness
        assert one.score is None or (now.score is not None and now.score >= one.score)


@given(rounds(), st.data())
def test_the_order_in_which_scores_arrive_changes_nothing(made: tuple, data: st.DataObject) -> None:
    model, scores, agreed = made
    other = data.draw(st.permutations([*scores, *scores[:2]]))
    assert round_result(model, other, dict(reversed(agreed.items()))) == round_result(model, scores, agreed)


@given(scored_models)
def test_a_missing_indicator_acts_as_if_it_had_no_weight_and_never_as_nought(made: tuple) -> None:
    model, scores = made
    lighter = replace(
        model, indicators=tuple(one if one.code in scores else replace(one, weight=0) for one in model.indicators)
    )
    as_missing, as_weightless = (
        results_of(model, scores),
        results_of(lighter, dict.fromkeys(_codes(model), Fraction()) | scores),
    )
    for code, one in as_missing.items():
        if code in model.indicator_by_code or one.score is None:
            continue
        assert one.score == as_weightless[code].score


def _codes(model: Model) -> list[str]:
    return [one.code for one in model.indicators]


@given(scored_models)
def test_a_node_has_a_score_just_where_some_of_its_weight_was_answered(made: tuple) -> None:
    for one in results_of(*made).values():
        assert (one.score is not None) == (one.completeness > 0)


def test_the_same_share_of_every_criterion_is_the_share_of_the_index() -> None:
    nodes = [Node(str(number), {}, weight=1000 * number) for number in (1, 2, 3)]
    indicators = [Indicator(f"{node.code}.{number}", {}, node.code) for node in nodes for number in range(4)]
    model = Model("m", Engine.GROUP_SCORES, {}, nodes=tuple(nodes), indicators=tuple(indicators))
    found = results_of(model, {f"{node.code}.0": Fraction(50) for node in nodes})
    assert found[INDEX].completeness == Fraction(1, 4), "one of four in every criterion is not a whole index"


def test_weights_that_are_all_nought_make_no_score_and_divide_by_nothing() -> None:
    model = Model(
        "m",
        Engine.GROUP_SCORES,
        {},
        nodes=(Node("1", {}),),
        indicators=(Indicator("1.1", {}, "1", weight=0), Indicator("1.2", {}, "1", weight=0)),
    )
    for how in Aggregation:
        found = results_of(replace(model, aggregation=how), {"1.1": Fraction(10), "1.2": Fraction(90)})
        assert found["1"].score is found[INDEX].score is None
        assert found[INDEX].completeness == 0


@given(st.sampled_from(SCALES).flatmap(lambda scale: st.tuples(st.just(scale), raws(scale), raws(scale))))
def test_a_scale_keeps_its_order_and_its_ends(made: tuple[Scale, int, int]) -> None:
    scale, one, other = made
    assert (normalised(scale.worst, scale), normalised(scale.best, scale)) == (0, 100)
    nearer = abs(one - scale.best) <= abs(other - scale.best)
    assert (normalised(one, scale) >= normalised(other, scale)) == nearer


@pytest.mark.parametrize(("raw", "scale"), [(-1, Scale()), (100_001, Scale()), (40_001, Scale(40_000, 0))])
def test_a_score_off_its_scale_is_refused(raw: int, scale: Scale) -> None:
    with pytest.raises(OffScale) as refused:
        normalised(raw, scale)
    assert refused.value.raw == raw


def test_a_scale_of_one_value_tells_nothing_and_is_refused() -> None:
    with pytest.raises(FlatScale):
        normalised(5, Scale(5, 5))


@given(anywhere)
def test_the_word_of_a_score_is_one_of_the_nearest(score: Fraction) -> None:
    steps = {one: 1 - Fraction(number, 4) for number, one in enumerate(Band)}
    away = {one: abs(balance(score) - step) for one, step in steps.items()}
    nearest = [one for one in Band if away[one] == min(away.values())]
    assert band(score) is nearest[0]


def test_half_way_between_two_words_is_the_better_one() -> None:
    assert band(Fraction(325, 4)) is Band.VERY_GOOD
    assert band(Fraction(75, 4)) is Band.POOR


@given(st.fractions(-100, 100, max_denominator=10_000))
def test_rounding_is_for_reading_and_goes_away_from_nought(number: Fraction) -> None:
    shown = Fraction(rounded(number))
    assert abs(shown - number) <= Fraction(1, 20)
    assert abs(shown - number) < Fraction(1, 20) or abs(shown) > abs(number)
    assert rounded(-number) == -rounded(number)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_median_and_mean_of_ratings_are_those_of_the_people_one_by_one(ratings: list[int]) -> None:
    counts = {one: ratings.count(one) for one in ratings}
    ordered = sorted(ratings)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half], 2)
    assert median(counts) == middle
    assert mean(counts) == Fraction(sum(ratings), len(ratings))
    assert thousandths(Fraction(middle) * 1000) == middle * 1000, "a half is kept"


def test_nobody_who_rated_makes_no_median_and_no_mean() -> None:
    assert median({}) is mean({}) is joined([], Joining.MEDIAN) is None


WATER = Model(
    "csc",
    Engine.GROUP_SCORES,
    {"fr": "Carte"},
    indicators=(Indicator("water", {"fr": "Eau"}, scale=Scale(1_000, 5_000)),),
    groups=(Group("women", {}), Group("men", {})),
    joining=Joining.MEAN_OF_GROUPS,
)


def codes(model: Model, scores: list[GroupScore], agreed: dict[str, int] | None = None) -> list[str]:
    found = round_result(model, scores, agreed or {}).findings
    assert all(one.severity is Severity.ERROR for one in found)
    assert all(one.text() for one in found)
    return [one.code for one in found]


def test_what_cannot_be_used_is_told_and_left_out() -> None:
    good = GroupScore("women", "water", 4_000, 20)
    bad = [
        GroupScore("men", "water", 9_000, 20),
        GroupScore("elders", "water", 3_000, 20),
        GroupScore("women", "school", 3_000, 20),
    ]
    assert codes(WATER, [good, *bad]) == ["group-unknown", "off-scale", "indicator-unknown"]
    assert codes(WATER, [good], {"water": 0, "school": 2_000}) == ["indicator-unknown", "agreed-off-scale"]
    result = round_result(WATER, [good, *bad], {"water": 0})
    assert result.index.score == 75
    assert [one.code for one in result.groups] == ["women"]


def test_a_group_that_scored_twice_counts_once_or_not_at_all() -> None:
    one, same, other = (GroupScore("women", "water", raw, 20) for raw in (2_000, 2_000, 4_000))
    assert codes(WATER, [one, same]) == []
    assert codes(WATER, [one, other]) == codes(WATER, [other, one]) == ["scored-twice"]
    assert round_result(WATER, [one, other], {}).index.score is None


def test_people_of_unknown_number_are_told_where_people_are_weighed() -> None:
    model = replace(WATER, joining=Joining.MEAN_OF_PEOPLE)
    result = round_result(model, [GroupScore("women", "water", 2_000), GroupScore("men", "water", 4_000, 9)], {})
    assert [(one.code, one.severity) for one in result.findings] == [("people-unknown", Severity.WARNING)]
    assert (result.people, result.groups_without_number, result.index.score) == (9, 1, 75)


def test_how_many_gave_each_score_is_kept() -> None:
    scores = [
        GroupScore("women", "water", 4_000, 3, ratings={4_000: 2, 5_000: 1}),
        GroupScore("men", "water", 4_000, 2, ratings={3_000: 1, 5_000: 1}),
    ]
    said = round_result(WATER, scores, {}).indicator["water"]
    assert said.given == {4_000: 2}
    assert said.ratings == {3_000: 1, 4_000: 2, 5_000: 2}


def test_providers_never_make_the_users_score() -> None:
    model = replace(WATER, groups=(*WATER.groups, Group("staff", {}, Side.PROVIDERS)))
    users = [GroupScore("women", "water", 2_000, 20)]
    staff = GroupScore("staff", "water", 5_000, 3)
    with_staff, without = round_result(model, [*users, staff], {}), round_result(model, users, {})
    assert with_staff.results == without.results
    assert with_staff.disputes == without.disputes
    assert with_staff.gaps[INDEX] == 75
    assert without.gaps == {}


def test_providers_alone_judge_themselves() -> None:
    model = replace(WATER, groups=(Group("council", {}, Side.PROVIDERS),))
    result = round_result(model, [GroupScore("council", "water", 3_000, 9)], {})
    assert result.index.score == 50
    assert result.providers == {}


def test_a_disagreement_begins_at_the_gap_of_the_model() -> None:
    def disputes(other: int) -> tuple[str, ...]:
        scores = [GroupScore("women", "water", 2_000, 20), GroupScore("men", "water", other, 20)]
        return round_result(WATER, scores, {"water": 3_000}).disputes

    assert disputes(3_000) == ("water", INDEX)
    assert disputes(2_999) == ()
