"""What leaves in an edition: every table masked, nothing found by comparing tables, periods or editions."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.publish.disclosure.cells import CellName, CountedCell, EarlierCell, LeftOut, Table
from toguna.publish.disclosure.control import Controlled, control, control_leaving_out
from toguna.rules.disclosure import is_small

THRESHOLD = 5
QUARTERS = [date(2019, 1, 1), date(2019, 4, 1), date(2019, 7, 1), date(2019, 10, 1), date(2020, 1, 1)]
YEAR = (QUARTERS[0], QUARTERS[4])


def cells_in(
    kind: str, period: str, window: tuple[date, date], parts: dict[str, int], *, exempt: bool = False
) -> list[CountedCell]:
    table = Table("YOUTH-1", kind, period, "counted")
    named = {CellName(table): sum(parts.values())} | {CellName(table, "sex", code): n for code, n in parts.items()}
    return [
        CountedCell(name, window, None if exempt else persons, digest=f"{name}={persons}")
        for name, persons in named.items()
    ]


def quarters(*parts: dict[str, int]) -> list[CountedCell]:
    cells = []
    for number, one in enumerate(parts):
        window = (QUARTERS[number], QUARTERS[number + 1])
        cells += cells_in("quarter", f"2019-Q{number + 1}", window, one)
    return cells


def year(parts: Iterable[dict[str, int]]) -> list[CountedCell]:
    whole: dict[str, int] = {}
    for one in parts:
        for code, persons in one.items():
            whole[code] = whole.get(code, 0) + persons
    return cells_in("year", "2019", YEAR, whole)


def hidden_in(controlled: Controlled, period: str) -> set[str]:
    return {name.category or "total" for name in controlled.masked if name.table.period == period}


def test_one_small_cell_takes_another_with_it() -> None:
    controlled = control(cells_in("year", "2019", YEAR, {"female": 31, "male": 12, "unknown": 2}), THRESHOLD)
    assert not controlled.problems
    assert hidden_in(controlled, "2019") == {"male", "unknown"}


def test_events_and_organisations_are_exempt() -> None:
    controlled = control(cells_in("year", "2019", YEAR, {"forum": 1, "training": 2}, exempt=True), THRESHOLD)
    assert not controlled.masked
    assert not controlled.problems


def test_a_small_total_is_masked_with_all_its_cells() -> None:
    controlled = control(cells_in("year", "2019", YEAR, {"female": 3, "male": 1, "unknown": 0}), THRESHOLD)
    assert hidden_in(controlled, "2019") == {"total", "female", "male"}
    assert not controlled.problems


def test_a_small_cell_alone_refuses_the_edition_and_says_what_to_do() -> None:
    cells = cells_in("year", "2019", YEAR, {"female": 3})
    table = Table("YOUTH-1", "year", "2019", "counted")
    # The total also holds people whom no cell by sex shows.
    cells[0] = CountedCell(CellName(table), YEAR, 40, "all")
    (problem,) = control(cells, THRESHOLD).problems
    assert problem.finding.code == "alone"
    assert problem.leave_out == LeftOut("YOUTH-1", "sex", "year")
    assert "YOUTH-1:sex:year" in problem.finding.text()


def test_a_quarter_found_from_the_year_and_the_other_quarters_is_refused() -> None:
    parts = [{"female": 3, "male": 9}, *[{"female": 20, "male": 30}] * 3]
    (problem,) = control(quarters(*parts) + year(parts), THRESHOLD).problems
    assert problem.finding.code == "linked"
    assert problem.name.table.period == "2019-Q1"
    controlled = control_leaving_out(quarters(*parts) + year(parts), THRESHOLD)
    assert controlled.left_out == (LeftOut("YOUTH-1", "sex", "quarter"),)
    assert {cell.name.table.period for cell in controlled.cells} == {"2019", *[f"2019-Q{n}" for n in range(1, 5)]}


def test_a_small_quarter_total_found_from_the_year_takes_the_quarters_away() -> None:
    parts = [{"female": 2, "male": 1}, *[{"female": 20, "male": 30}] * 3]
    controlled = control_leaving_out(quarters(*parts) + year(parts), THRESHOLD)
    assert controlled.left_out == (LeftOut("YOUTH-1", "", "quarter"),)
    assert {cell.name.table.period for cell in controlled.cells} == {"2019"}
    assert not controlled.masked


def test_two_masked_quarters_protect_each_other() -> None:
    parts = [{"female": 3, "male": 9}, {"female": 4, "male": 12}, *[{"female": 20, "male": 30}] * 2]
    assert not control(quarters(*parts) + year(parts), THRESHOLD).problems


def test_a_category_that_a_quarter_does_not_have_is_known_to_be_nobody() -> None:
    parts = [{"female": 3, "male": 9}, {"male": 12}, {"male": 30}, {"male": 31}]
    (problem,) = control(quarters(*parts) + year([{"female": 20, "male": 82}]), THRESHOLD).problems
    assert problem.finding.code == "linked"


def test_a_whole_life_that_goes_on_after_the_last_quarter_gives_the_masked_one_away() -> None:
    parts = [{"female": 3, "male": 9}, {"female": 20, "male": 30}]
    whole = {"female": 23, "male": 39}
    life = cells_in("life", "life", (date(2018, 11, 12), date(2021, 8, 1)), whole)
    (problem,) = control(quarters(*parts) + life, THRESHOLD).problems
    assert problem.name.table.period == "2019-Q1"


def test_a_cell_shown_in_the_last_edition_cannot_be_masked_in_this_one() -> None:
    cells = cells_in("year", "2019", YEAR, {"female": 31, "male": 12, "unknown": 4})
    before = {cell.name: EarlierCell(cell.digest, masked=False) for cell in cells}
    (problem,) = control(cells, THRESHOLD, before=before).problems
    assert problem.finding.code == "shown-before"
    assert not control(cells, threshold=3, before=before).problems


def test_a_table_of_other_facts_is_not_compared_with_the_last_edition() -> None:
    cells = cells_in("year", "2019", YEAR, {"female": 31, "male": 12, "unknown": 4})
    before = {cell.name: EarlierCell("other facts", masked=False) for cell in cells}
    assert not control(cells, THRESHOLD, before=before).problems


def test_what_is_left_out_is_read_from_one_word() -> None:
    assert LeftOut.read("YOUTH-1::month") == LeftOut("YOUTH-1", "", "month")
    assert str(LeftOut.read("YOUTH-1:sex")) == "YOUTH-1:sex"


@pytest.mark.parametrize("threshold", [2, 5, 10])
@given(st.lists(st.fixed_dictionaries({code: st.integers(0, 15) for code in "fmu"}), min_size=4, max_size=4))
def test_no_masked_cell_is_any_sum_or_difference_of_shown_ones(threshold: int, parts: list[dict[str, int]]) -> None:
    cells = quarters(*parts) + year(parts)
    controlled = control_leaving_out(cells, threshold)
    shown = [cell for cell in controlled.cells if cell.name not in controlled.masked]
    assert not any(is_small(cell.persons or 0, threshold) for cell in shown)
    # Independently of the engine: the unknowns are each category in each quarter.
    known = np.array([unknowns(cell) for cell in shown]).reshape(-1, 12)
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    for cell in controlled.cells:
        if cell.name in controlled.masked:
            assert np.linalg.matrix_rank(np.vstack([known, unknowns(cell)])) == rank + 1


def unknowns(cell: CountedCell) -> list[int]:
    inside = [cell.window[0] <= start < cell.window[1] for start in QUARTERS[:4]]
    return [int(within and cell.name.category in ("", code)) for code in "fmu" for within in inside]
