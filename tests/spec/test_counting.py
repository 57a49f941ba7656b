"""The handbook's page on counting is the truth, and both engines are held to it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.measure.small import START, counted_twice
from tests.spec.handbook import Rule, rules
from toguna.measure.cells import Number
from toguna.rules.definitions import Definition
from toguna.rules.periods import periods_covering

END = date(2020, 10, 1)
RULES = list(rules())


def shown(number: Number | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def written(box: str) -> Decimal | None:
    return None if box == "unknown" else Decimal(box)


@pytest.mark.parametrize("rule", RULES, ids=[rule.title for rule in RULES])
def test_both_engines_count_as_the_handbook_says(rule: Rule, tmp_path: Path) -> None:
    definition = Definition.from_json(rule.definition)
    told = {row["period"] for row in rule.results}
    periods = [
        period for kind in definition.periods for period in periods_covering(kind, START, END) if period.code in told
    ]
    assert {period.code for period in periods} == told
    expected = {}
    for row in rule.results:
        numbers = [written(row[name]) for name in ("result", "numerator", "denominator") if name in row]
        dimensions = {name: box for name, box in row.items() if name not in ("result", "numerator", "denominator")}
        expected[frozenset((name, box) for name, box in dimensions.items() if box != "all")] = numbers
    counted = {}
    for cell in counted_twice(definition, rule.facts, periods, tmp_path, rule.as_of):
        numbers = [shown(cell.value), shown(cell.numerator), shown(cell.denominator)]
        place = frozenset({("period", cell.period.code), *cell.dimensions})
        counted[place] = numbers if cell.numerator is not None else numbers[:1]
    assert counted == expected


def test_the_page_covers_every_way_to_count() -> None:
    assert {rule.definition["count"] for rule in RULES} == {
        "events", "people", "organisations", "seats", "sum", "latest", "mean", "ratio"
    }  # fmt: skip
