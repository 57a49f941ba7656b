"""What changed between two rounds, and what is refused."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.scored import models
from toguna.rules.comparisons import REASONS, NotCommon, Reason, RoundAnswers, change_between, comparable
from toguna.rules.instruments import Aggregation, Anchor, Engine, Indicator, Joining, Model, Node, Scale
from toguna.rules.score_tree import INDEX

anywhere = st.fractions(0, 100, max_denominator=1000)


def answered(model: Model) -> st.SearchStrategy[RoundAnswers]:
    scores = st.fixed_dictionaries({}, optional={one.code: anywhere for one in model.indicators})
    return scores.map(lambda found: RoundAnswers(model, found))


two_rounds = models().flatmap(lambda model: st.tuples(answered(model), answered(model)))


@given(two_rounds)
def test_a_round_has_not_changed_from_itself(made: tuple[RoundAnswers, RoundAnswers]) -> None:
    found = change_between(made[0], made[0])
    assert all(one.points == 0 for one in found.changes.values())
    assert set(found.left_out.values()) <= {Reason.NOT_ANSWERED_BEFORE}


@given(two_rounds)
def test_going_back_undoes_the_change(made: tuple[RoundAnswers, RoundAnswers]) -> None:
    there, back = change_between(*made), change_between(*reversed(made))
    assert {code: -one.points for code, one in there.changes.items()} == {
        code: one.points for code, one in back.changes.items()
    }


@given(two_rounds, st.data())
def test_what_only_one_round_answered_moves_nothing(made: tuple, data: st.DataObject) -> None:
    earlier, later = made
    missing = sorted({one.code for one in earlier.model.indicators} - set(earlier.scores))
    if not missing:
        return
    more = replace(later, scores=later.scores | {data.draw(st.sampled_from(missing)): data.draw(anywhere)})
    assert change_between(earlier, more).changes == change_between(earlier, later).changes


@given(two_rounds)
def test_every_indicator_is_compared_or_left_out_for_a_reason(made: tuple[RoundAnswers, RoundAnswers]) -> None:
    earlier, later = made
    found = change_between(earlier, later)
    for one in earlier.model.indicators:
        assert (one.code in found.changes) != (one.code in found.left_out)
        if one.code in found.left_out:
            with pytest.raises(NotCommon, match=one.code):
                found.change(one.code)
    for change in found.changes.values():
        assert 1 <= change.compared <= change.asked


WATER = Indicator("1.1", {"fr": "Eau potable"}, "1", {"fr": "L'eau est-elle potable ?"})
MODEL = Model("m", Engine.GROUP_SCORES, {"fr": "Modèle"}, nodes=(Node("1", {"fr": "Eau"}),), indicators=(WATER,))
SCORES = {"1.1": Fraction(50)}
LEVELS = Scale(anchors=(Anchor(0, {"fr": "Aucun puits"}), Anchor(100_000, {"fr": "Un puits par village"})))


def against(other: Indicator) -> Reason | None:
    changed = replace(MODEL, indicators=(other,))
    return change_between(RoundAnswers(MODEL, SCORES), RoundAnswers(changed, SCORES)).left_out.get("1.1")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (WATER, None),
        (replace(WATER, label={"fr": "  eau  potable", "en": "Water"}), None),
        (replace(WATER, weight=3000, evidence={"fr": "Analyse"}), None),
        (replace(WATER, scale=replace(WATER.scale, step=500)), None),
        (replace(WATER, label={"fr": "Eau courante"}), Reason.QUESTION_CHANGED),
        (replace(WATER, question={"fr": "L'eau est-elle proche ?"}), Reason.QUESTION_CHANGED),
        (replace(WATER, scale=Scale(0, 10_000)), Reason.SCALE_CHANGED),
        (replace(WATER, scale=Scale(100_000, 0)), Reason.SCALE_CHANGED),
        (replace(WATER, scale=LEVELS), Reason.SCALE_CHANGED),
        (replace(WATER, code="1.2"), Reason.GONE),
    ],
)
def test_the_same_code_is_not_yet_the_same_measure(other: Indicator, reason: Reason | None) -> None:
    assert against(other) is reason


def test_nothing_in_common_is_no_change_at_all() -> None:
    found = change_between(RoundAnswers(MODEL, SCORES), RoundAnswers(MODEL, {}))
    assert found.changes == {}
    for code in ("1.1", "1", INDEX):
        with pytest.raises(NotCommon) as refused:
            found.change(code)
        assert refused.value.finding.text()


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(Reason)
    assert all(words % {"which": "1.1"} for words in REASONS.values())


def test_a_percentage_of_nought_is_not_told() -> None:
    found = change_between(RoundAnswers(MODEL, {"1.1": Fraction(0)}), RoundAnswers(MODEL, SCORES))
    assert (found.change().points, found.change().percent) == (50, None)


def test_other_rules_are_told_and_the_first_ones_are_used() -> None:
    other = replace(WATER, code="1.2", weight=3000)
    before = replace(MODEL, indicators=(WATER, replace(other, weight=1000)))
    now = replace(before, indicators=(WATER, other), joining=Joining.MEDIAN, aggregation=Aggregation.LIMITING_FACTOR)
    scores = {"1.1": Fraction(0), "1.2": Fraction(100)}
    found = change_between(RoundAnswers(before, scores), RoundAnswers(now, scores))
    assert [one.code for one in found.findings] == ["joining-changed", "weights-changed"]
    assert (found.change().before, found.change().after) == (50, 50)


def test_communes_are_ranked_on_one_model_only() -> None:
    assert comparable([])
    assert comparable([MODEL, Model.from_json(MODEL.to_json()), MODEL])
    assert not comparable([MODEL, MODEL, replace(MODEL, joining=Joining.MEDIAN)])
