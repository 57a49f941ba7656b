"""Closed periods: how far a sheet counts, what overlaps, what is settled; and which values ask for a second look."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from toguna.rules.outliers import is_far_from_target, is_unusual, usual

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


def test_a_target_of_nothing_is_missed_by_anything() -> None:
    assert is_far_from_target(Decimal(1), Decimal(0), Decimal(10))
    assert not is_far_from_target(Decimal(0), Decimal(0), Decimal(10))
