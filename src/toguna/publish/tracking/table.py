"""The tracking table of one year of a snapshot: by objective and result, each indicator with what was aimed at, what
it came to and how much of the target that is, quarter by quarter, for the year and for the life of the programme.

It reads released cells and divides nothing that must not be divided; words and pictures are made elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from toguna.publish.reading import THOUSANDTHS, cell_value
from toguna.publish.snapshot import (
    CellPart,
    IndicatorPart,
    ObjectivePart,
    ResultPart,
    Snapshot,
    TablePart,
    Texts,
)
from toguna.publish.tracking.spans import Span, spans_of, table_in, year_shown, years_of
from toguna.rules.achievement import Achievement, Measured, achievement, needs_explanation
from toguna.rules.periods import Period

DEFAULT_TOLERANCE = 10
BASES = ("counted", "estimated", "stated")


@dataclass(frozen=True)
class TrackedCell:
    """One indicator in one column. `cell` is None where the indicator is not counted over such a period."""

    span: Span
    table: TablePart | None
    cell: CellPart | None
    target: Decimal | None
    reached: Achievement
    explanation: Texts
    asked: bool

    @property
    def actual(self) -> Decimal | None:
        """The number, where it may be shown and is known."""
        return cell_value(self.cell) if self.cell else None

    @property
    def masked(self) -> bool:
        """Whether it is masked."""
        return bool(self.cell and self.cell["masked"])

    @property
    def provisional(self) -> bool:
        """Whether its period is not closed, or its value not approved."""
        return bool(self.table and self.table.get("provisional"))


@dataclass(frozen=True)
class CutRow:
    """One category of a dimension, column by column."""

    dimension: str
    category: str
    cells: Sequence[CellPart | None]


@dataclass(frozen=True)
class Row:
    """One indicator on one basis. What it was counted on first is its main row: targets belong to that."""

    indicator: IndicatorPart
    basis: str
    main: bool
    baseline: Decimal | None
    cells: Sequence[TrackedCell]
    cuts: Sequence[CutRow]

    @property
    def last(self) -> TrackedCell:
        """The life of the programme."""
        return self.cells[-1]

    @property
    def explained(self) -> list[TrackedCell]:
        """The cells that are explained, or ought to be."""
        return [one for one in self.cells if one.explanation or one.asked]


@dataclass(frozen=True)
class Group:
    """The indicators of one result, under its objective."""

    objective: ObjectivePart | None
    result: ResultPart | None
    rows: Sequence[Row]


@dataclass(frozen=True)
class TrackingTable:
    """One year of the table."""

    snapshot: Snapshot
    year: Period
    years: Sequence[Period]
    spans: Sequence[Span]
    groups: Sequence[Group]
    tolerance: int

    @property
    def rows(self) -> list[Row]:
        """All indicators, in the order of the framework."""
        return [row for group in self.groups for row in group.rows]


def tracking_table(snapshot: Snapshot, year: str = "") -> TrackingTable:
    """The table of the year that is asked for by its code, or of the last that has begun."""
    shown = year_shown(snapshot, year)
    spans = spans_of(snapshot, shown)
    tolerance = snapshot.get("tolerance", DEFAULT_TOLERANCE)
    groups = list(_groups(snapshot, spans, tolerance))
    return TrackingTable(snapshot, shown, years_of(snapshot), spans, groups, tolerance)


def target_in(indicator: IndicatorPart, span: Span) -> Decimal | None:
    """What was to be reached in exactly these days; by their end, for a cumulative indicator."""
    start, end = span.period.start.isoformat(), span.period.end.isoformat()
    for target in indicator["targets"]:
        if target["ends_before"] == end and (target["starts_on"] == start or indicator["cumulative"]):
            return Decimal(target["value"]) / THOUSANDTHS
    return None


def baseline_of(indicator: IndicatorPart) -> Decimal | None:
    """Where the indicator stood before; None where nobody knows."""
    reference = indicator["reference"]
    return None if reference is None or reference["value"] is None else Decimal(reference["value"]) / THOUSANDTHS


def _groups(snapshot: Snapshot, spans: Sequence[Span], tolerance: int) -> Iterator[Group]:
    objectives = {one["number"]: one for one in snapshot["programme"]["objectives"]}
    results = {one["code"]: one for one in snapshot["programme"]["results"]}
    by_result: dict[tuple[int, str], list[IndicatorPart]] = {}
    for indicator in snapshot["indicators"]:
        by_result.setdefault((indicator["objective"] or 0, indicator["result"]), []).append(indicator)
    # What stands under no objective comes last.
    for number, code in sorted(by_result, key=lambda key: (key[0] == 0, key[0])):
        rows = [row for one in by_result[number, code] for row in _rows(snapshot, one, spans, tolerance)]
        yield Group(objectives.get(number), results.get(code), rows)


def _rows(snapshot: Snapshot, indicator: IndicatorPart, spans: Sequence[Span], tolerance: int) -> Iterator[Row]:
    found = {table["basis"] for table in indicator["tables"]}
    for place, basis in enumerate(sorted(found, key=BASES.index)):
        main = place == 0
        cells = [_cell(snapshot, indicator, span, basis, main, tolerance) for span in spans]
        if main or any(one.cell for one in cells):
            yield Row(indicator, basis, main, baseline_of(indicator) if main else None, cells, list(_cuts(cells)))


def _cell(
    snapshot: Snapshot, indicator: IndicatorPart, span: Span, basis: str, main: bool, tolerance: int
) -> TrackedCell:
    table = table_in(indicator, span, basis)
    cell = table["total"] if table else None
    target = target_in(indicator, span) if main else None
    reached = achievement(_measured(table), target, baseline=baseline_of(indicator), ascending=indicator["ascending"])
    told = _explanation(snapshot, indicator, span, table) if main else {}
    # A period that is not over cannot have reached its target yet.
    asked = main and not told and not span.running and needs_explanation(reached, Decimal(tolerance))
    return TrackedCell(span, table, cell, target, reached, told, asked)


def _measured(table: TablePart | None) -> Measured:
    if table is None:
        return Measured(None)
    cell = table["total"]
    if cell["masked"]:
        return Measured(None, masked=True)
    below = cell.get("denominator")
    provisional = table.get("provisional", False)
    return Measured(cell_value(cell), False, provisional, None if below is None else Decimal(below))


def _explanation(snapshot: Snapshot, indicator: IndicatorPart, span: Span, table: TablePart | None) -> Texts:
    periods = {(str(span.period.kind), span.period.code)}
    if table:
        periods.add((table["period_kind"], table["period"]))
    for one in snapshot.get("explanations", []):
        if one["indicator"] == indicator["code"] and (one["period_kind"], one["period"]) in periods:
            return one["text"]
    return {}


def _cuts(cells: Sequence[TrackedCell]) -> Iterator[CutRow]:
    """Every category that any of the columns has, in the order in which they come, unknown last."""
    seen: dict[str, list[str]] = {}
    for one in cells:
        for dimension, cut in (one.table["cuts"] if one.table else {}).items():
            named = seen.setdefault(dimension, [])
            named += [part["category"] for part in cut if part["category"] not in named]
    for dimension, categories in sorted(seen.items()):
        for category in sorted(categories, key=lambda one: (one == "unknown", one)):
            yield CutRow(dimension, category, [_part(one.table, dimension, category) for one in cells])


def _part(table: TablePart | None, dimension: str, category: str) -> CellPart | None:
    cut = table["cuts"].get(dimension, []) if table else []
    return next((cell for cell in cut if cell["category"] == category), None)
