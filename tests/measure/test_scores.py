"""The quick way to score many rounds says what the rules say, round by round."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.scored import Agreed, agreements, models, scores
from toguna.measure.scores import ManyRounds, Numbers, agreed_table, results_of_rounds, score_table, shown
from toguna.rules.comparisons import RoundAnswers, change_between
from toguna.rules.instruments import Engine, Group, Indicator, Joining, Model
from toguna.rules.score_tree import INDEX
from toguna.rules.scores import rounded
from toguna.rules.scoring import GroupScore, RoundResult, round_result

NEAR = 1e-9
Round = tuple[list[GroupScore], Agreed]


@st.composite
def broken(draw: st.DrawFn, model: Model) -> list[GroupScore]:
    """What a phone with another model sends: scores off their scale, of other groups and indicators, twice."""
    good = draw(scores(model))
    return [
        *good,
        *draw(
            st.lists(
                st.builds(
                    GroupScore,
                    st.sampled_from(["women", "strangers"]),
                    st.sampled_from(["i0", "i1", "elsewhere"]),
                    st.sampled_from([0, 1_000, 2_000, 900_000]),
                    st.sampled_from([None, 20]),
                ),
                max_size=3,
            )
        ),
    ]


@st.composite
def several_rounds(draw: st.DrawFn) -> tuple[Model, list[Round]]:
    model = draw(models())
    one_round = st.tuples(broken(model) | scores(model), agreements(model))
    return model, draw(st.lists(one_round, min_size=1, max_size=3))


def at_once(model: Model, made: list[Round]) -> ManyRounds:
    names = [str(number) for number in range(len(made))]
    rounds = list(zip(names, made, strict=True))
    given_ = score_table((name, one) for name, (several, _) in rounds for one in several)
    return results_of_rounds(model, names, given_, agreed_table({name: agreed for name, (_, agreed) in rounds}))


def agree(quick: float, slow: Fraction | None) -> bool:
    """The same score, and the same when it is read."""
    if slow is None:
        return bool(np.isnan(quick))
    return abs(quick - float(slow)) <= NEAR and float(shown(np.array([quick]))[0]) == float(rounded(slow))


@given(several_rounds())
def test_many_rounds_at_once_say_what_each_says_alone(made: tuple[Model, list[Round]]) -> None:
    model, rounds = made
    quick = at_once(model, rounds)
    for row, one in enumerate(rounds):
        slow = round_result(model, *one)
        assert set(quick.codes) == set(slow.results)
        for column, code in enumerate(quick.codes):
            said = slow.results[code]
            assert agree(quick.everybody.scores[row, column], said.score)
            assert agree(quick.everybody.completeness[row, column], said.completeness)
            assert quick.publishable[row, column] == said.publishable
            assert agree(quick.spreads[row, column], slow.spreads.get(code))
            assert quick.disputed[row, column] == (code in slow.disputes)
            providers = slow.providers[code].score if slow.providers else None
            assert agree(quick.providers.scores[row, column], providers)
            assert agree(quick.gaps[row, column], slow.gaps.get(code))
        _groups_agree(quick, row, slow)


def _groups_agree(quick: ManyRounds, row: int, slow: RoundResult) -> None:
    scored = {one.code: one for one in slow.groups}
    for place, group in enumerate(quick.model.groups):
        for column, code in enumerate(quick.codes):
            said = scored[group.code].results[code] if group.code in scored else None
            assert agree(quick.by_group.scores[row, place, column], said.score if said else None)
            assert agree(quick.by_group.completeness[row, place, column], said.completeness if said else Fraction())


@given(several_rounds())
def test_the_changes_of_many_communes_are_those_of_each(made: tuple[Model, list[Round]]) -> None:
    model, rounds = made
    quick = at_once(model, rounds)
    pairs = [(one, other) for one in range(len(rounds)) for other in range(len(rounds))]
    changes: Numbers = quick.changes([str(one) for one, _ in pairs], [str(other) for _, other in pairs])
    told = [RoundAnswers(model, round_result(model, *one).answered) for one in rounds]
    for row, (one, other) in enumerate(pairs):
        slow = change_between(told[one], told[other]).changes
        for column, code in enumerate(quick.codes):
            assert agree(changes[row, column], slow[code].points if code in slow else None)


MODEL = Model(
    "m",
    Engine.GROUP_SCORES,
    {},
    indicators=(Indicator("1", {}),),
    groups=(Group("women", {}), Group("men", {})),
    joining=Joining.MEAN_OF_GROUPS,
)


def test_a_round_that_nobody_scored_has_its_line_and_no_score() -> None:
    said = results_of_rounds(MODEL, ["empty"], score_table([]), agreed_table({}))
    assert np.isnan(said.everybody.scores).all()
    assert not said.publishable.any()
    assert not said.disputed.any()


def test_the_scores_of_another_round_do_not_leak_into_this_one() -> None:
    given_ = score_table([("mine", GroupScore("women", "1", 20_000)), ("other", GroupScore("men", "1", 90_000))])
    said = results_of_rounds(MODEL, ["mine"], given_, agreed_table({"other": {"1": 70_000}}))
    assert said.everybody.scores[0, said.column[INDEX]] == 20


def test_a_score_that_is_half_a_tenth_is_shown_as_people_round_it() -> None:
    # 0.1 + 0.2 and their like: these sums fall just under the half in a computer's fractions.
    halves = [number / 20 for number in range(-1999, 2000, 2)]
    summed = np.array([sum([half / 7] * 7) for half in halves])
    assert shown(summed).tolist() == [float(rounded(Fraction(round(half * 20), 20))) for half in halves]
