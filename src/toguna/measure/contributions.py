"""The facts that contribute to an indicator, each with its period and its cells: to be counted, and to be shown.

Counting and drilling down start from the same rows, so that they cannot disagree. Nothing is executed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq

from toguna.measure.cuts import in_cells, with_cuts, with_places
from toguna.measure.days import Edition, days_of
from toguna.measure.narrowing import PLACE_COLUMNS, columns_read, facts_in_scope, facts_meeting
from toguna.measure.schema import Extract
from toguna.rules.definitions import UNKNOWN, Count, Definition, DimensionName, Measure
from toguna.rules.periods import Period


def open_backend() -> ibis.BaseBackend:
    """An empty DuckDB in memory: what values are counted with unless another Ibis backend is handed over."""
    return ibis.duckdb.connect()


@dataclass(frozen=True)
class OpenExtract:
    """An extract that a backend has opened once, to ask it many questions."""

    backend: ibis.BaseBackend
    facts: ir.Table
    ancestors: ir.Table
    editions: Sequence[Edition]


def open_extract(extract: Extract, backend: ibis.BaseBackend | None = None) -> OpenExtract:
    """Open an extract on DuckDB, or on the Ibis backend that is handed over."""
    backend = backend or open_backend()
    editions = pq.read_table(extract.place_editions).to_pylist()
    return OpenExtract(
        backend,
        backend.read_parquet(extract.facts),
        backend.read_parquet(extract.place_ancestors),
        [(row["edition"], row["valid_from"], row["valid_to"]) for row in editions],
    )


@dataclass(frozen=True)
class Question:
    """One definition asked of one extract, as the facts stood at `as_of`, for some periods."""

    definition: Definition
    extract: OpenExtract
    periods: Sequence[Period]
    as_of: int
    programme_start: date

    def accumulates(self, measure: Measure) -> bool:
        """Whether a fact is asked for in the first of the periods that hold it, and added to those after it.

        The latest measurement of a place is none of those before it, so it is asked for in each period.
        """
        return self.definition.cumulative and measure.count is not Count.LATEST

    def in_scope(self, measure: Measure) -> ir.Table:
        """The facts that could be counted, in the periods that hold them."""
        return self._in_periods(facts_in_scope(self._read(measure), measure, self.as_of), measure)

    def contributing(self, measure: Measure) -> ir.Table:
        """The facts that are counted, in the periods that hold them, with a column for each dimension."""
        scope = facts_in_scope(self._read(measure), measure, self.as_of)
        counted = self._in_periods(facts_meeting(scope, measure), measure)
        if measure.where.places or self.definition.dimension(DimensionName.PLACE):
            counted = with_places(counted, self.extract.ancestors, self.definition, measure.where.places)
        # Of one calendar year, the year of any participation is that of the first: no pass is needed to find it.
        first_of = None if self._within_calendar_years() else ["person"]
        if first_of and not self.accumulates(measure):
            first_of.append("period")
        return with_cuts(counted, self.definition, measure, first_of)

    def in_cells(self, measure: Measure, kept: Sequence[str], optional: Sequence[str] = ()) -> ir.Table:
        """The facts that are counted, one row for each cell they stand in."""
        rows = in_cells(self.contributing(measure), kept, optional)
        return self._latest_of_each(rows) if measure.count is Count.LATEST else rows

    def _read(self, measure: Measure) -> ir.Table:
        return self.extract.facts.select(columns_read(self.definition, measure))

    def _in_periods(self, facts: ir.Table, measure: Measure) -> ir.Table:
        windows = self._windows()
        first, last = min(start for start, _ in windows), max(end for _, end in windows)
        facts = facts.filter(facts.start_on >= first, facts.start_on < last)
        days = days_of(
            self.definition,
            self.periods,
            self.programme_start,
            self.extract.editions,
            in_first_period_only=self.accumulates(measure),
        )
        counted_on = ibis.memtable(days)
        return facts.inner_join(counted_on, facts.start_on == counted_on.day).drop("day")

    def _within_calendar_years(self) -> bool:
        return all(end <= date(start.year + 1, 1, 1) for start, end in self._windows())

    def _windows(self) -> list[tuple[date, date]]:
        cumulative = self.definition.cumulative
        return [period.window(self.programme_start, cumulative=cumulative) for period in self.periods]

    def _latest_of_each(self, rows: ir.Table) -> ir.Table:
        """Of the measurements of one place or one organisation there, in one cell, the last; of two on one day, the one
        verified last."""
        measured = rows.mutate(
            measured_place=rows[PLACE_COLUMNS[self.definition.place]].fill_null(UNKNOWN),
            measured_of=rows.organisation.fill_null(UNKNOWN),
        )
        cuts = [measured[column] for column in measured.columns if column.startswith("cut_")]
        cell = [measured.period, measured.measured_place, measured.measured_of, *cuts]
        order = [measured.start_on.desc(), measured.since.desc(), measured.id.desc()]
        numbered = measured.mutate(turn=ibis.row_number().over(group_by=cell, order_by=order))
        return numbered.filter(numbered.turn == 0).drop("turn", "measured_place", "measured_of")
