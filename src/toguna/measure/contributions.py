"""The facts that contribute to an indicator, each with its period and its cells: to be counted, and to be shown.

Counting and drilling down start from the same rows, so that they cannot disagree. Nothing is executed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq

from toguna.measure.cuts import one_row_for_each_value, with_cuts, with_places
from toguna.measure.days import days_of
from toguna.measure.narrowing import PLACE_COLUMNS, facts_in_scope, facts_meeting
from toguna.measure.schema import Extract
from toguna.rules.definitions import UNKNOWN, Count, Definition, DimensionName, Measure
from toguna.rules.periods import Period


def open_backend() -> ibis.BaseBackend:
    """An empty DuckDB in memory: what values are counted with unless another Ibis backend is handed over."""
    return ibis.duckdb.connect()


@dataclass(frozen=True)
class Question:
    """One definition asked of one extract, as the facts stood at `as_of`, for some periods."""

    definition: Definition
    extract: Extract
    periods: Sequence[Period]
    as_of: int
    programme_start: date
    backend: ibis.BaseBackend

    def days(self) -> ir.Table:
        """The days that are counted, with their period and the division that held."""
        editions = pq.read_table(self.extract.place_editions).to_pylist()
        known = [(row["edition"], row["valid_from"], row["valid_to"]) for row in editions]
        return ibis.memtable(days_of(self.definition, self.periods, self.programme_start, known))

    def in_scope(self, measure: Measure) -> ir.Table:
        """The facts that could be counted, once in every period that holds them."""
        facts = facts_in_scope(self.backend.read_parquet(self.extract.facts), measure, self.as_of)
        return self._in_periods(facts)

    def contributing(self, measure: Measure) -> ir.Table:
        """The facts that are counted, once in every period that holds them, with a column for each dimension."""
        scope = facts_in_scope(self.backend.read_parquet(self.extract.facts), measure, self.as_of)
        counted = self._in_periods(facts_meeting(scope, measure))
        if measure.where.places or self.definition.dimension(DimensionName.PLACE):
            ancestors = self.backend.read_parquet(self.extract.place_ancestors)
            counted = with_places(counted, ancestors, self.definition, measure.where.places)
        return with_cuts(counted, self.definition, measure, one_calendar_year=self._within_calendar_years())

    def in_cells(self, counted: ir.Table, measure: Measure, names: Sequence[str]) -> ir.Table:
        """The contributing facts as they stand in the cells of some dimensions: one row for each cell of each fact."""
        rows = one_row_for_each_value(counted, names)
        return self._latest_of_each_place(rows, names) if measure.count is Count.LATEST else rows

    def _in_periods(self, facts: ir.Table) -> ir.Table:
        windows = self._windows()
        first, last = min(start for start, _ in windows), max(end for _, end in windows)
        facts = facts.filter(facts.start_on >= first, facts.start_on < last)
        days = self.days()
        return facts.inner_join(days, facts.start_on == days.day).drop("day")

    def _within_calendar_years(self) -> bool:
        return all(end <= date(start.year + 1, 1, 1) for start, end in self._windows())

    def _windows(self) -> list[tuple[date, date]]:
        cumulative = self.definition.cumulative
        return [period.window(self.programme_start, cumulative=cumulative) for period in self.periods]

    def _latest_of_each_place(self, rows: ir.Table, names: Sequence[str]) -> ir.Table:
        """Of the measurements of one place in one cell, the last; of two on one day, the one verified last."""
        measured = rows.mutate(measured_place=rows[PLACE_COLUMNS[self.definition.place]].fill_null(UNKNOWN))
        cell = [measured.period, measured.measured_place, *(measured[f"cut_{name}"] for name in names)]
        order = [measured.start_on.desc(), measured.since.desc(), measured.id.desc()]
        numbered = measured.mutate(turn=ibis.row_number().over(group_by=cell, order_by=order))
        return numbered.filter(numbered.turn == 0).drop("turn", "measured_place")
