"""Closed periods: how far a sheet counts, what overlaps, what is settled; and which values ask for a second look."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.achievement import Measured, achievement, needs_explanation
from toguna.rules.closings import (
    AlreadyClosed,
    ClosedWindow,
    NotOver,
    OwnWork,
    counted_up_to,
    digest_of_cells,
    is_settled,
    refuse_overlap,
    refuse_own_work,
    refuse_unfinished,
)
from toguna.rules.outliers import is_unusual, usual

FIRST = (date(2026, 1, 1), date(2026, 4, 1))
SECOND = (date(2026, 4, 1), date(2026, 7, 1))


def test_a_sheet_of_a_closed_day_is_counted_as_it_stood_and_any_other_as_it_stands() -> None:
    windows = [ClosedWindow(*FIRST, as_of=10, taken={"late": 25})]
    assert counted_up_to(windows, record="early", day=date(2026, 3, 31), latest=40) == 10
    assert counted_up_to(windows, record="late", day=date(2026, 3, 31), latest=40) == 25
    assert counted_up_to(windows, record="early", day=date(2026, 4, 1), latest=40) == 40
    # Asked as of a moment before the decision, nobody had decided.
    assert counted_up_to(windows, record="late", day=date(2026, 3, 31), latest=12) == 12


def test_a_closed_window_is_kept_and_read_again() -> None:
    window = ClosedWindow(*FIRST, as_of=10, taken={"b": 2, "a": 1})
    assert ClosedWindow.from_json(window.to_json()) == window


def test_no_day_is_closed_twice_and_none_before_it_has_passed() -> None:
    with pytest.raises(AlreadyClosed):
        refuse_overlap(date(2026, 3, 1), date(2026, 4, 1), [(*FIRST, "2026-Q1")])
    refuse_overlap(*SECOND, [(*FIRST, "2026-Q1")])
    with pytest.raises(NotOver) as refused:
        refuse_unfinished(FIRST[1], date(2026, 3, 31))
    assert refused.value.last_day == date(2026, 3, 31)


@given(st.permutations([FIRST, SECOND]))
def test_a_year_is_settled_when_each_of_its_quarters_is(approved: list[tuple[date, date]]) -> None:
    assert is_settled(date(2026, 1, 1), date(2026, 7, 1), approved)
    assert not is_settled(date(2026, 1, 1), date(2026, 7, 1), approved[:1])
    assert is_settled(date(2026, 5, 1), date(2026, 5, 1), [])


def test_nobody_approves_what_went_through_their_hands() -> None:
    refuse_own_work(3, {1, 2})
    with pytest.raises(OwnWork):
        refuse_own_work(2, {1, 2})


@given(st.lists(st.tuples(st.text("ab|", max_size=3), st.integers(0, 3)), unique=True, max_size=6), st.randoms())
def test_the_digest_of_cells_depends_on_every_cell_and_not_on_their_order(cells: list, random) -> None:
    shuffled = list(cells)
    random.shuffle(shuffled)
    assert digest_of_cells(shuffled) == digest_of_cells(cells)
    assert digest_of_cells([*cells, ("c", 9)]) != digest_of_cells(cells)


@given(st.lists(st.decimals(0, 500, places=0), min_size=4, max_size=9))
def test_what_is_usual_holds_the_middle_of_the_earlier_values(earlier: list[Decimal]) -> None:
    bounds = usual(earlier)
    assert bounds is not None
    assert not is_unusual(sorted(earlier)[len(earlier) // 2], earlier)
    assert is_unusual(Decimal(100_000), earlier)


def asks(value: int, target: int, **of: Any) -> bool:
    """Whether a value so far from its target has to be explained, beyond a tenth."""
    return needs_explanation(achievement(Measured(Decimal(value)), Decimal(target), **of), Decimal(10))


def test_a_target_of_nothing_is_missed_by_anything() -> None:
    assert asks(1, 0)
    assert not asks(0, 0)


def test_where_less_is_better_the_way_down_is_measured_not_the_distance_from_a_small_number() -> None:
    sixty_to_twenty = {"baseline": Decimal(60), "ascending": False}
    assert [asks(value, 20, **sixty_to_twenty) for value in (15, 17, 20, 23, 25, 70)] == [
        True, False, False, False, True, True,
    ]  # fmt: skip


def test_where_less_is_better_and_the_baseline_unknown_less_is_good_news_and_more_is_not() -> None:
    assert [asks(value, 20, ascending=False) for value in (0, 10, 20, 22, 23)] == [False, False, False, False, True]
    assert asks(1, 0, ascending=False)
    assert not asks(0, 0, ascending=False)


def test_what_should_only_stay_and_came_down_is_kept() -> None:
    stay = {"baseline": Decimal(20), "ascending": False}
    assert [asks(value, 20, **stay) for value in (12, 20, 21)] == [False, False, True]
