"""What is particular to the quick engine: one extract asked often, other backends, lineage that no longer holds."""

from datetime import date
from pathlib import Path

import ibis
import pytest

from tests.measure.small import BACKEND, LATER, START, counted_twice, fact, write_extract
from toguna.measure.contributions import Question, open_extract
from toguna.measure.engine import compute
from toguna.measure.lineage import LineageError, facts_behind
from toguna.rules.definitions import Definition
from toguna.rules.periods import PeriodKind, periods_covering

PEOPLE = Definition.from_json({"count": "people", "dimensions": ["sex"], "periods": ["us_fiscal_year"]})
YEARS = periods_covering(PeriodKind.US_FISCAL_YEAR, START, date(2020, 10, 1))
ROWS = [
    fact("f1", person="awa", sex="female", birth_year=1990),
    fact("f2", person="oumar", sex="male"),
    fact("f3", on=date(2020, 3, 8), person="awa", sex="female", birth_year=1990),
]


def test_an_extract_that_was_opened_once_answers_as_one_that_was_not(tmp_path: Path) -> None:
    extract = write_extract(ROWS, tmp_path)
    opened = open_extract(extract)
    answers = [
        compute(PEOPLE, source, periods=YEARS, as_of=LATER, programme_start=START)
        for source in (extract, opened, opened)
    ]
    assert answers[0] == answers[1] == answers[2]


def test_the_order_in_which_periods_are_asked_does_not_matter(tmp_path: Path) -> None:
    assert counted_twice(PEOPLE, ROWS, YEARS, tmp_path) == counted_twice(PEOPLE, ROWS, [*reversed(YEARS)], tmp_path)


def test_no_periods_ask_nothing(tmp_path: Path) -> None:
    assert counted_twice(PEOPLE, ROWS, [], tmp_path) == []


def test_facts_that_are_not_those_counted_are_an_error(tmp_path: Path) -> None:
    cell = counted_twice(PEOPLE, ROWS, YEARS, tmp_path)[0]
    later = open_extract(write_extract([*ROWS, fact("f4", person="sidi")], tmp_path), BACKEND)
    found = facts_behind(
        PEOPLE, later, period=cell.period, dimensions=cell.dimensions, as_of=LATER, programme_start=START
    )
    assert found.facts == ("f1", "f2", "f4")
    with pytest.raises(LineageError, match="other facts"):
        found.expect(cell.digest)


def test_a_ratio_opens_to_both_its_parts(tmp_path: Path) -> None:
    share = Definition.from_json(
        {
            "count": "ratio",
            "numerator": {"count": "people", "where": {"sex": ["female"]}},
            "denominator": {"count": "people"},
            "periods": ["us_fiscal_year"],
        }
    )
    cell = counted_twice(share, ROWS, YEARS[:1], tmp_path)[0]
    opened = open_extract(write_extract(ROWS, tmp_path), BACKEND)
    found = facts_behind(share, opened, period=YEARS[0], dimensions=(), as_of=LATER, programme_start=START)
    assert (found.facts, found.denominator) == (("f1",), ("f1", "f2"))
    assert found.expect(cell.digest) is found


@pytest.mark.parametrize("count", ["people", "events", "seats"])
def test_the_same_expressions_are_written_for_spark(count: str, tmp_path: Path) -> None:
    definition = Definition.from_json(
        {"count": count, "dimensions": ["topic", "activity_kind", {"place": 1}], "periods": ["us_fiscal_year"]}
    )
    question = Question(definition, open_extract(write_extract(ROWS, tmp_path), BACKEND), YEARS, LATER, START)
    rows = question.in_cells(definition.measures[0], kept=["activity_kind"], optional=["topic", "place"])
    assert "EXPLODE" in ibis.to_sql(rows, dialect="pyspark")


def test_the_age_of_a_person_is_that_of_their_first_time_in_the_period(tmp_path: Path) -> None:
    definition = Definition.from_json(
        {
            "count": "people",
            "dimensions": ["age_band"],
            "age_bands": [[0, 35], [36, None]],
            "periods": ["us_fiscal_quarter", "us_fiscal_year"],
        }
    )
    rows = [
        fact("f1", on=date(2018, 11, 10), person="awa", birth_year=1983),
        fact("f2", on=date(2019, 3, 8), person="awa", birth_year=1983),
    ]
    periods = [period for kind in definition.periods for period in periods_covering(kind, START, date(2019, 4, 1))]
    cells = counted_twice(definition, rows, periods, tmp_path)
    assert [(cell.period.code, cell.dimensions[0][1]) for cell in cells if cell.dimensions] == [
        ("FY2019-Q1", "0-35"),
        ("FY2019", "0-35"),
        ("FY2019-Q2", "36+"),
    ]
