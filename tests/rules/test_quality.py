"""An assessment's states, its draw and its recount; and what a reference sheet still lacks."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.quality import (
    ORDER,
    AssessmentState,
    Band,
    Bands,
    NotReady,
    Recount,
    Standing,
    allotted,
    draw,
    missing_before_next,
    next_state,
    state_before,
    verification_factor,
)
from toguna.rules.quality_questions import QUESTIONS, Standard
from toguna.rules.reference_sheets import FIELDS, changes_between, complete_by, missing_fields, years_in

S = AssessmentState
READY = Standing(team=True, method=True, drawn=30, conclusion=True, actions=1)
strata = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1)


@pytest.mark.parametrize("state", [state for state in S if state is not S.CLOSED])
def test_whoever_lacks_nothing_goes_on_and_comes_to_an_end(state: AssessmentState) -> None:
    assert missing_before_next(state, READY) == []
    assert ORDER.index(next_state(state, READY)) > ORDER.index(state)


def test_nothing_goes_on_after_the_end_nor_back_from_it() -> None:
    with pytest.raises(ValueError, match="goes nowhere"):
        next_state(S.CLOSED, READY)
    assert state_before(S.CLOSED) is None


def test_an_open_action_keeps_findings_from_being_the_end() -> None:
    assert next_state(S.FINDINGS, Standing(conclusion=True, actions=2, actions_open=1)) is S.ACTIONS_OPEN


@pytest.mark.parametrize(
    "found",
    [Standing(conclusion=True, noes=1), Standing(conclusion=True, lost=1), Standing(conclusion=True, band=Band.NEAR)],
)
def test_a_weakness_asks_for_an_action(found: Standing) -> None:
    with pytest.raises(NotReady) as missing:
        next_state(S.FINDINGS, found)
    assert "au moins une action" in str(missing.value)


def test_everything_that_is_missing_is_said_at_once() -> None:
    missing = missing_before_next(S.DESK_REVIEW, Standing(unanswered=14, noes_without_why=1))
    assert [one.values["count"] for one in missing] == [14, 1, 0]


@given(sizes=strata, size=st.integers(0, 80))
def test_the_draw_has_the_size_that_was_asked_for_and_every_stratum_its_share(sizes: dict[str, int], size: int) -> None:
    total = sum(sizes.values())
    given_ = allotted(sizes, size)
    assert sum(given_.values()) == min(size, total)
    assert all(given_[name] <= sizes[name] for name in sizes)
    filled = [name for name in sizes if sizes[name]]
    if size >= len(filled):
        assert all(given_[name] >= 1 for name in filled)


@given(sizes=strata, size=st.integers(1, 40), seed=st.integers(0, 2**32))
def test_drawing_again_draws_the_same_whatever_the_order_of_the_sheets(
    sizes: dict[str, int], size: int, seed: int
) -> None:
    sheets = {name: [f"{name}{number}" for number in range(count)] for name, count in sizes.items()}
    turned = {name: sheets[name][::-1] for name in reversed(sheets)}
    drawn = draw(sheets, size, seed)
    assert drawn == draw(turned, size, seed)
    assert len(set(drawn)) == len(drawn)


def test_every_sheet_is_drawn_about_as_often_as_any_other() -> None:
    sheets = {"a": [str(number) for number in range(20)]}
    often = Counter(sheet for seed in range(2000) for sheet in draw(sheets, 5, seed))
    assert min(often.values()) > 400
    assert max(often.values()) < 600


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1),
)
def test_the_factor_divides_the_sums_and_never_averages(pairs: list[tuple[int, int]]) -> None:
    factor = verification_factor([Recount(*pair) for pair in pairs])
    reported, recounted = (sum(column) for column in zip(*pairs, strict=True))
    assert factor.factor == (Decimal(recounted) / Decimal(reported) if reported else None)


def test_a_sheet_without_its_paper_counts_as_nothing_and_one_not_recounted_is_left_out() -> None:
    factor = verification_factor([Recount(10_000, None, lost=True), Recount(10_000, 10_000), Recount(99_000, None)])
    assert (factor.reported, factor.recounted, factor.sheets) == (20_000, 10_000, 2)
    assert factor.band is Band.FAR


@pytest.mark.parametrize(
    ("factor", "band"),
    [("0.95", Band.GOOD), ("1.05", Band.GOOD), ("0.949", Band.NEAR), ("1.10", Band.NEAR), ("1.101", Band.FAR)],
)
def test_the_bands_are_those_of_the_method_and_their_edges_belong_to_the_better_one(factor: str, band: Band) -> None:
    assert Bands().of(Decimal(factor)) is band


def test_nothing_recounted_says_nothing() -> None:
    assert verification_factor([]).band is Band.NONE
    assert verification_factor([Recount(0, 0)]).band is Band.GOOD


def test_every_standard_has_its_questions_and_every_question_its_french_and_english() -> None:
    assert {question.standard for question in QUESTIONS} == set(Standard)
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)
    assert all(question.text["fr"] and question.text["en"] for question in QUESTIONS)


def test_an_empty_sheet_misses_every_required_field_and_a_full_one_none() -> None:
    required = [field.code for field in FIELDS if field.required]
    assert missing_fields({}, started_on=None) == ["collection_started_on", *required]
    full = {code: {"fr": "…"} for code in required}
    assert missing_fields(full, started_on=date(2025, 1, 6)) == []
    assert missing_fields({"data_source": {"en": "Sheets"}}, started_on=date(2025, 1, 6)) == required


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_three_months_are_between_89_and_92_days(started_on: date) -> None:
    by = complete_by(started_on)
    assert by is not None
    assert 89 <= (by - started_on).days <= 92


def test_a_text_taken_away_is_a_change() -> None:
    [change] = changes_between({"analysis": {"fr": "Somme"}}, {"analysis": {}})
    assert (change.field, change.after) == ("analysis", None)


def test_what_is_no_year_is_named() -> None:
    with pytest.raises(ValueError, match="hier"):
        years_in("2024, hier")
