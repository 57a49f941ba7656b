"""The quick engine and the slow one give the same cells, over random facts and random definitions."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.measure.small import START, counted_twice
from tests.measure.strategies import END, definitions, facts
from toguna.rules.definitions import Definition
from toguna.rules.periods import Period, periods_covering

slow_but_fine = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def periods_of(definition: Definition) -> list[Period]:
    return [period for kind in definition.periods for period in periods_covering(kind, START, END)]


@slow_but_fine
@given(definitions(), facts(), st.integers(1, 9))
def test_both_engines_give_the_same_cells(definition: Definition, rows: list[dict[str, Any]], as_of: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cells = counted_twice(definition, rows, periods_of(definition), Path(folder), as_of)
    assert len({(cell.period, cell.dimensions) for cell in cells}) == len(cells)
