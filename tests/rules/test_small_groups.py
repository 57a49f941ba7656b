"""What may be shown of small groups: never their own score, not even to whoever subtracts."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.measure.scored import raws, rounds
from toguna.rules.instruments import Engine, Group, Indicator, Joining, Model, Side
from toguna.rules.score_tree import INDEX
from toguna.rules.scoring import GroupScore, round_result, scoring_side
from toguna.rules.small_groups import PublishedRound, merged_small_groups

one_voice_each = st.sampled_from([Joining.CONSENSUS, Joining.MEAN_OF_GROUPS, Joining.MEDIAN])


def published(made: tuple) -> PublishedRound:
    return merged_small_groups(round_result(*made))


def merged_together(shown: PublishedRound) -> list[list[str]]:
    """Groups whose scores nobody may tell apart, by side; beside users, providers speak as one office of any size."""
    sides = []
    for side in Side:
        groups = [one.code for one in shown.model.groups if one.side is side]
        alone = {row.groups[0] for row in shown.rows if not row.is_merged}
        if side is scoring_side(shown.model):
            sides.append([code for code in groups if code not in alone or code in shown.left_out])
    return sides


@given(rounds())
def test_whatever_is_shown_of_a_row_comes_from_enough_people(made: tuple) -> None:
    model, scores, _agreed = made
    people = {(one.group, one.indicator): one.people or 0 for one in scores}
    shown = published(made)
    for row in shown.rows:
        for one in model.indicators:
            if row.results[one.code].score is not None:
                assert sum(people.get((group, one.code), 0) for group in row.groups) >= model.smallest_group


@given(rounds())
def test_every_group_that_scored_is_in_one_row_or_left_out(made: tuple) -> None:
    shown = published(made)
    told = [*(code for row in shown.all_rows for code in row.groups), *shown.left_out]
    assert sorted(told) == sorted({one.group for one in made[1]})


@given(rounds(joining=one_voice_each), st.data())
def test_had_two_merged_groups_exchanged_their_scores_nobody_would_see_it(made: tuple, data: st.DataObject) -> None:
    model, scores, agreed = made
    before = published(made)
    together = [side for side in merged_together(before) if len(side) > 1]
    if not together:
        return
    pair = data.draw(
        st.lists(st.sampled_from(data.draw(st.sampled_from(together))), min_size=2, max_size=2, unique=True)
    )
    raw = {(one.group, one.indicator): one.raw for one in scores}
    both = {one.code for one in model.indicators if all((group, one.code) in raw for group in pair)}
    other = dict(zip(pair, reversed(pair), strict=True))
    exchanged = [
        replace(one, raw=raw[other[one.group], one.indicator]) if one.group in pair and one.indicator in both else one
        for one in scores
    ]
    assert published((model, exchanged, agreed)) == before


@given(rounds(), st.data())
def test_the_score_of_too_few_people_could_be_any_other(made: tuple, data: st.DataObject) -> None:
    model, scores, agreed = made
    before = published(made)
    for together in merged_together(before):
        for indicator in model.indicators:
            few = [one for one in scores if one.indicator == indicator.code and one.group in together]
            if not few or sum(one.people or 0 for one in few) >= model.smallest_group:
                continue
            # A group of unknown size has no voice among people, and no score of its own is shown anywhere.
            changed = [replace(one, raw=data.draw(raws(indicator.scale))) if one in few else one for one in scores]
            assert published((model, changed, agreed)) == before


@given(rounds(joining=st.just(Joining.MEAN_OF_PEOPLE)))
def test_among_people_only_the_sum_of_the_merged_groups_shows(made: tuple) -> None:
    model, scores, agreed = made
    before = published(made)
    for together in merged_together(before):
        for indicator in model.indicators:
            known = [one for one in scores if one.indicator == indicator.code and one.group in together and one.people]
            if len(known) < 2:
                continue
            one, other = known[0], known[1]
            # What one group gains the other loses, person by person.
            moved = {one.group: one.raw + (other.people or 0), other.group: other.raw - (one.people or 0)}
            if all(indicator.scale.holds(raw) for raw in moved.values()):
                changed = [
                    replace(given, raw=moved[given.group]) if given in (one, other) else given for given in scores
                ]
                assert published((model, changed, agreed)) == before


@given(rounds())
def test_where_all_groups_are_large_everything_is_shown(made: tuple) -> None:
    model, scores, agreed = made
    large = (model, [replace(one, people=20) for one in scores], agreed)
    result, shown = round_result(*large), published(large)
    assert shown.results == result.results
    if shown.provider_row:
        assert shown.provider_row.results == result.providers
    else:
        assert all(one.score is None for one in result.providers.values())
    assert shown.disputes == result.disputes
    assert shown.gaps == result.gaps
    assert [row.groups for row in shown.rows if row.is_merged] == []
    assert shown.left_out == ()


MODEL = Model(
    "m",
    Engine.GROUP_SCORES,
    {},
    indicators=(Indicator("water", {}), Indicator("school", {})),
    groups=tuple(Group(code, {}) for code in ("women", "men", "youth", "displaced")),
    joining=Joining.MEAN_OF_GROUPS,
)


def test_a_disagreement_of_a_hidden_group_is_not_told() -> None:
    scores = [GroupScore("women", "water", 60_000, 20), GroupScore("men", "water", 60_000, 20)]
    hidden = GroupScore("displaced", "water", 0, 3)
    model = replace(MODEL, joining=Joining.CONSENSUS)
    result = round_result(model, [*scores, hidden], {"water": 50_000})
    assert result.disputes == ("water", INDEX)
    assert merged_small_groups(result).disputes == ()
    assert merged_small_groups(result).left_out == ("displaced",)


def test_what_too_few_answered_is_missing_from_everything_that_is_shown() -> None:
    scores = [
        GroupScore("women", "water", 60_000, 20),
        GroupScore("men", "water", 40_000, 20),
        GroupScore("displaced", "school", 10_000, 3),
    ]
    result = round_result(MODEL, scores, {})
    assert result.index.score == 30
    shown = merged_small_groups(result)
    assert shown.scores == {"water": 50}
    assert (shown.index.score, shown.index.completeness) == (50, Fraction(1, 2))


def test_a_group_of_unknown_size_is_small() -> None:
    scores = [GroupScore("women", "water", 60_000, 20), GroupScore("men", "water", 40_000)]
    result = round_result(MODEL, scores, {})
    assert result.small_groups == ("men",)
    assert [row.groups for row in merged_small_groups(result).rows] == [("women", "men")]


def test_a_group_is_as_small_as_its_least_answered_indicator() -> None:
    scores = [GroupScore("women", "water", 60_000, 20), GroupScore("women", "school", 60_000, 2)]
    result = round_result(MODEL, scores, {"water": 50_000, "school": 50_000})
    assert result.groups[0].people == 20
    assert result.small_groups == ("women",)
    row = merged_small_groups(result).rows[0]
    assert (row.results["water"].score, row.results["school"].score) == (60, None)


def test_a_service_of_two_speaks_as_an_office_and_is_never_merged_with_its_users() -> None:
    model = replace(
        MODEL, groups=(*MODEL.groups, Group("nurse", {}, Side.PROVIDERS), Group("managers", {}, Side.PROVIDERS))
    )
    scores = [
        GroupScore("women", "water", 60_000, 20),
        GroupScore("men", "water", 40_000, 3),
        GroupScore("nurse", "water", 80_000, 1),
        GroupScore("managers", "water", 100_000, 1),
    ]
    shown = merged_small_groups(round_result(model, scores, {}))
    assert [row.groups for row in shown.all_rows] == [("women", "men"), ("nurse", "managers")]
    assert shown.provider_row is not None
    assert shown.provider_row.results["water"].score == 90
    assert shown.gaps["water"] == 40
    assert shown.left_out == ()


def test_providers_who_stand_alone_are_protected_as_any_group() -> None:
    model = replace(MODEL, groups=tuple(Group(code, {}, Side.PROVIDERS) for code in ("board", "staff")))
    scores = [GroupScore("board", "water", 80_000, 2), GroupScore("staff", "water", 40_000, 2)]
    shown = merged_small_groups(round_result(model, scores, {}))
    assert (shown.all_rows, shown.index.score) == ((), None)
