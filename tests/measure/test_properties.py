"""What must hold for any facts: totals, unique people, time, and the same question asked twice.

The slow engine answers where only the meaning is at stake, because the quick one gives the same cells.
"""

import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.measure.small import BACKEND, COUNTRY, LATER, START, write_extract
from tests.measure.strategies import END, definitions, facts
from toguna.measure.cells import Cell
from toguna.measure.contributions import open_extract
from toguna.measure.engine import compute
from toguna.measure.lineage import facts_behind
from toguna.measure.reference import compute_slowly
from toguna.rules.definitions import Count, Definition
from toguna.rules.periods import Period, PeriodKind, periods_covering

Rows = list[dict[str, Any]]
quick = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
COUNTABLE = ["events", "people", "organisations", "seats", "sum"]


def periods_of(definition: Definition) -> list[Period]:
    return [period for kind in definition.periods for period in periods_covering(kind, START, END)]


def slowly(definition: Definition, rows: Rows, as_of: int = LATER) -> list[Cell]:
    return compute_slowly(definition, rows, COUNTRY, periods=periods_of(definition), as_of=as_of, programme_start=START)


def numbers(cells: list[Cell]) -> dict[tuple[Period, tuple[tuple[str, str], ...]], Any]:
    return {(cell.period, cell.dimensions): cell.value for cell in cells}


@given(definitions(COUNTABLE), facts())
def test_cells_add_up_to_their_total_where_the_definition_says_so(definition: Definition, rows: Rows) -> None:
    cells = slowly(definition, rows)
    totals = numbers(cells)
    for dimension in definition.dimensions:
        if not definition.additive(dimension.name):
            continue
        sums: dict[Any, Decimal | int] = defaultdict(int)
        for cell in cells:
            if dimension.name in dict(cell.dimensions):
                rest = tuple(part for part in cell.dimensions if part[0] != dimension.name)
                sums[cell.period, rest] += cell.value or 0
        for key, total in totals.items():
            if dimension.name not in dict(key[1]):
                assert sums[key] == (total or 0)


@given(definitions(COUNTABLE), facts())
def test_cells_never_add_up_to_less_than_their_total(definition: Definition, rows: Rows) -> None:
    """Where they do not add up, it is because something stands in several cells: nothing is ever left out."""
    cells = slowly(definition, rows)
    for dimension in definition.dimensions:
        facts_in_cells: dict[Any, int] = defaultdict(int)
        for cell in cells:
            if dimension.name in dict(cell.dimensions):
                rest = tuple(part for part in cell.dimensions if part[0] != dimension.name)
                facts_in_cells[cell.period, rest] += cell.contributed
        for cell in cells:
            if dimension.name not in dict(cell.dimensions):
                assert facts_in_cells[cell.period, cell.dimensions] >= cell.contributed


@given(definitions(["seats", "sum"]), facts())
def test_what_adds_up_over_time_adds_up_from_months_to_years(definition: Definition, rows: Rows) -> None:
    if not definition.additive("period"):
        return
    stored = definition.to_json()
    by_month = slowly(Definition.from_json({**stored, "periods": ["month"]}), rows)
    for year in slowly(Definition.from_json({**stored, "periods": ["year"]}), rows):
        months = [
            cell.value or 0
            for cell in by_month
            if year.period.start <= cell.period.start < year.period.end and cell.dimensions == year.dimensions
        ]
        inside = periods_covering(PeriodKind.MONTH, START, END)
        if inside[0].start <= year.period.start and year.period.end <= inside[-1].end:
            assert sum(months) == (year.value or 0)


@given(definitions(["people"]), facts())
def test_unique_people_are_never_more_than_attendances(definition: Definition, rows: Rows) -> None:
    stored = definition.to_json()
    where = {key: value for key, value in dict(stored.get("where") or {}).items() if key != "age"}  # type: ignore[call-overload]
    people = Definition.from_json({**stored, "where": where})
    seats = Definition.from_json({**stored, "where": {**where, "kind": ["participation"]}, "count": "seats"})
    attendances = numbers(slowly(seats, rows))
    for cell in slowly(people, rows):
        if cell.is_total:
            assert (cell.value or 0) <= (attendances[cell.period, cell.dimensions] or 0)
        assert cell.persons == (cell.value or 0)


@given(definitions(["people", "events", "organisations"]), facts())
def test_unique_over_a_year_is_at_most_the_sum_of_its_quarters(definition: Definition, rows: Rows) -> None:
    stored = {**definition.to_json(), "cumulative": False, "dimensions": [], "age_bands": []}
    quarters = slowly(Definition.from_json({**stored, "periods": ["us_fiscal_quarter"]}), rows)
    for year in slowly(Definition.from_json({**stored, "periods": ["us_fiscal_year"]}), rows):
        inside = [cell for cell in quarters if cell.period.start in year.period and cell.dimensions == year.dimensions]
        counts = [int(cell.value or 0) for cell in inside]
        assert max(counts) <= (year.value or 0)
        if year.period.end <= quarters[-1].period.end:
            assert (year.value or 0) <= sum(counts)


@given(definitions(["people", "events", "organisations", "seats"]), facts())
def test_what_is_cumulative_never_falls(definition: Definition, rows: Rows) -> None:
    stored = {**definition.to_json(), "cumulative": True, "dimensions": [], "age_bands": [], "periods": ["month"]}
    reached: dict[Any, int] = defaultdict(int)
    for cell in slowly(Definition.from_json(stored), rows):
        assert int(cell.value or 0) >= reached[cell.dimensions]
        reached[cell.dimensions] = int(cell.value or 0)


@given(definitions(), facts(), st.integers(1, 9))
def test_a_moment_in_the_past_gives_the_past_s_values(definition: Definition, rows: Rows, as_of: int) -> None:
    then = [
        {**row, "until": None}
        for row in rows
        if row["since"] <= as_of and (row["until"] is None or row["until"] > as_of)
    ]
    assert slowly(definition, rows, as_of) == slowly(definition, then)


@given(definitions(), facts())
def test_a_number_without_facts_is_unknown_or_a_true_nought(definition: Definition, rows: Rows) -> None:
    for cell in slowly(definition, rows):
        if cell.contributed == 0:
            assert not cell.value
            assert cell.is_total
        if not rows:
            assert cell.value is None


@quick
@given(definitions(), facts(), st.randoms(use_true_random=False))
def test_counting_again_changes_nothing(definition: Definition, rows: Rows, chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    answers = []
    for facts_in_some_order in (rows, shuffled):
        with tempfile.TemporaryDirectory() as folder:
            extract = open_extract(write_extract(facts_in_some_order, Path(folder)), BACKEND)
            periods = periods_of(definition)
            answers.append(compute(definition, extract, periods=periods, as_of=LATER, programme_start=START))
    assert answers[0] == answers[1]


@quick
@given(definitions(), facts(), st.data())
def test_every_cell_opens_to_the_facts_it_was_counted_from(definition: Definition, rows: Rows, data: Any) -> None:
    cells = slowly(definition, rows)
    cell = data.draw(st.sampled_from(cells))
    with tempfile.TemporaryDirectory() as folder:
        found = facts_behind(
            definition,
            open_extract(write_extract(rows, Path(folder)), BACKEND),
            period=cell.period,
            dimensions=cell.dimensions,
            as_of=LATER,
            programme_start=START,
        ).expect(cell.digest)
    assert len(found.facts) + len(found.denominator) == cell.contributed
    if definition.count is Count.SEATS:
        known = {row["id"]: row for row in rows}
        assert sum(known[fact]["quantity"] for fact in found.facts) == 1000 * (cell.value or 0)
