"""The tracking table in the words of one language, as a page and a sheet of paper show it.

Where a number leads is asked of whoever shows it; this knows neither addresses nor looks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from toguna.publish.reading import cell_value
from toguna.publish.snapshot import CellPart, IndicatorPart, TablePart, Texts
from toguna.publish.tracking import words
from toguna.publish.tracking.spans import Span
from toguna.publish.tracking.table import Row, TrackedCell, TrackingTable
from toguna.publish.words import MASKED, UNKNOWN, dimension_word, said, text_in, value_words
from toguna.rules.achievement import Standing
from toguna.rules.periods import PeriodKind

# Where a number leads: given its indicator, its table and, for a part of it, the dimension and the category.
Address = Callable[[IndicatorPart, TablePart, str, str], str]


@dataclass(frozen=True)
class ShownCell:
    """A number, or the word in its place; `kind` is number, masked, unknown or none."""

    words: str
    kind: str
    url: str = ""
    target: str = ""
    share: str = ""
    rated: bool = False
    asked: bool = False
    provisional: bool = False
    # Provisional while its column as a whole is not said to be.
    marked: bool = False
    label: str = ""


@dataclass(frozen=True)
class ShownCut:
    """One category of a dimension, column by column."""

    dimension: str
    label: str
    cells: Sequence[ShownCell]


@dataclass(frozen=True)
class ShownExplanation:
    """What is said of one deviation, or that it is still to be said."""

    period_kind: str
    period: str
    label: str
    target: str
    actual: str
    share: str
    text: str
    texts: Texts


@dataclass(frozen=True)
class ShownRow:
    """One indicator on one basis."""

    code: str
    title: str
    main: bool
    notes: Sequence[str]
    unit: str
    basis: str
    basis_word: str
    baseline: str
    baseline_year: str
    url: str
    cells: Sequence[ShownCell]
    cuts: Sequence[ShownCut]
    explanations: Sequence[ShownExplanation]

    @property
    def open_cuts(self) -> list[str]:
        """The dimensions it is cut by."""
        return list(dict.fromkeys(cut.dimension for cut in self.cuts))


@dataclass(frozen=True)
class ShownGroup:
    """The indicators of one result; the objective is named where it begins."""

    objective: str
    result: str
    rows: Sequence[ShownRow]


@dataclass(frozen=True)
class ShownColumn:
    """One stretch of time."""

    kind: str
    code: str
    label: str
    short: str
    days: str
    state: str
    provisional: bool


@dataclass(frozen=True)
class ShownTable:
    """One year of the table."""

    year: str
    year_words: str
    columns: Sequence[ShownColumn]
    groups: Sequence[ShownGroup]
    tolerance: str

    @property
    def explained(self) -> bool:
        """Whether there is a deviation to speak of."""
        return any(row.explanations for group in self.groups for row in group.rows)

    @property
    def to_explain(self) -> int:
        """How many deviations still wait for an explanation."""
        return sum(cell.asked for group in self.groups for row in group.rows for cell in row.cells)


def nowhere(_indicator: IndicatorPart, _table: TablePart, _dimension: str, _category: str) -> str:
    """A number that leads nowhere: on paper whose site is not known, in a draft."""
    return ""


def shown_table(table: TrackingTable, language: str, address: Address = nowhere) -> ShownTable:
    """The table in words."""
    columns = [_column(table, place, span, language) for place, span in enumerate(table.spans)]
    year = next(span for span in table.spans if span.period.kind in (PeriodKind.YEAR, PeriodKind.US_FISCAL_YEAR))
    return ShownTable(
        table.year.code,
        words.span_words(year, language),
        columns,
        list(_groups(table, columns, language, address)),
        said(words.TOLERANCE, language) % table.tolerance,
    )


def shown_actual(indicator: IndicatorPart, cell: CellPart | None, language: str) -> tuple[str, str]:
    """A cell in words, and of which kind it is."""
    if cell is None:
        return said(words.NOT_COUNTED, language), "none"
    if cell["masked"]:
        return said(MASKED, language), "masked"
    value = cell_value(cell)
    if value is not None:
        return value_words(str(value), language, indicator["measure"]), "number"
    empty = Decimal(cell.get("denominator") or 1) == 0
    return said(words.STANDINGS[Standing.NOBODY_TO_DIVIDE_BY] if empty else UNKNOWN, language), "unknown"


def _column(table: TrackingTable, place: int, span: Span, language: str) -> ShownColumn:
    here = [row.cells[place] for row in table.rows if row.cells[place].cell]
    return ShownColumn(
        str(span.period.kind),
        span.period.code,
        words.span_words(span, language),
        words.span_short(span, language),
        words.column_days(span, table.snapshot, language),
        words.span_state(span, language),
        bool(here) and all(one.provisional for one in here),
    )


def _groups(
    table: TrackingTable, columns: Sequence[ShownColumn], language: str, address: Address
) -> Iterator[ShownGroup]:
    before = ""
    for group in table.groups:
        objective, result = words.group_words(group, language)
        rows = [_row(table, row, columns, language, address) for row in group.rows]
        yield ShownGroup("" if objective == before else objective, result, rows)
        before = objective


def _row(table: TrackingTable, row: Row, columns: Sequence[ShownColumn], language: str, address: Address) -> ShownRow:
    indicator = row.indicator
    reference = indicator["reference"]
    known = value_words(None if row.baseline is None else str(row.baseline), language, indicator["measure"])
    return ShownRow(
        code=indicator["code"],
        title=text_in(indicator["title"], language),
        main=row.main,
        notes=words.row_notes(row, language),
        unit=words.unit_of(indicator, language),
        basis=row.basis,
        basis_word=words.basis_words(row, language),
        baseline=known if row.main else "",
        baseline_year=str(reference["year"]) if row.main and reference else "",
        url=address(indicator, row.last.table or indicator["tables"][0], "", ""),
        cells=[_cell(row, one, at, language, address) for one, at in zip(row.cells, columns, strict=True)],
        cuts=list(_cuts(table, row, language, address)),
        explanations=[_explanation(row, one, language) for one in row.explained],
    )


def _cell(row: Row, one: TrackedCell, column: ShownColumn, language: str, address: Address) -> ShownCell:
    actual, kind = shown_actual(row.indicator, one.cell, language)
    said_share = row.main and one.cell is not None and one.reached.standing is not Standing.NO_TARGET
    # What the actual says already, word for word, is not said twice.
    said_again = one.target is None or one.reached.standing is Standing.NOBODY_TO_DIVIDE_BY
    return ShownCell(
        words=actual,
        kind=kind,
        url=address(row.indicator, one.table, "", "") if one.table else "",
        target=_target(row, one, language),
        share=words.reached_words(one.reached, language) if said_share and not said_again else "",
        rated=one.reached.percent is not None,
        asked=one.asked,
        provisional=one.provisional and kind == "number",
        marked=one.provisional and kind == "number" and not column.provisional,
        label=column.label,
    )


def _target(row: Row, one: TrackedCell, language: str) -> str:
    return "" if one.target is None else value_words(str(one.target), language, row.indicator["measure"])


def _cuts(table: TrackingTable, row: Row, language: str, address: Address) -> Iterator[ShownCut]:
    for cut in row.cuts:
        cells = []
        for one, cell in zip(row.cells, cut.cells, strict=True):
            # The period is cut this way and the category is not there: nobody and nothing of it was counted.
            absent = cell is None and one.table is not None and cut.dimension in one.table["cuts"]
            actual, kind = ("", "none") if absent else shown_actual(row.indicator, cell, language)
            url = address(row.indicator, one.table, cut.dimension, cut.category) if cell and one.table else ""
            cells.append(ShownCell(actual, kind, url, label=words.span_words(one.span, language)))
        label = words.cut_words(table.snapshot, cut.dimension, cut.category, language)
        yield ShownCut(dimension_word(cut.dimension, language), label, cells)


def _explanation(row: Row, one: TrackedCell, language: str) -> ShownExplanation:
    return ShownExplanation(
        period_kind=str(one.span.period.kind),
        period=one.span.period.code,
        label=words.span_words(one.span, language),
        target=_target(row, one, language),
        actual=shown_actual(row.indicator, one.cell, language)[0],
        share=words.reached_words(one.reached, language),
        text=text_in(one.explanation, language) if one.explanation else "",
        texts=one.explanation,
    )
