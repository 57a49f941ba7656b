"""Released figures arranged for a page: headlines, series over time, cuts, each with its picture.

It shapes what an edition says and computes nothing; a masked cell stays masked and an unknown one unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from toguna.publish.pictures import MASKED, Bar, Pair, Point, Shown, horizontal_bars, line_over_time, paired_bars
from toguna.publish.reading import cell_value, cell_words, gap_words, headline, target_of, unit_words
from toguna.publish.snapshot import CellPart, IndicatorPart, Snapshot, TablePart, tables_over
from toguna.publish.words import category_words, period_words, text_in, value_words
from toguna.web.public.frozen import Reading

THOUSANDTHS = 1000


@dataclass(frozen=True)
class Figure:
    """One released number as a page shows it."""

    code: str
    title: str
    words: str
    unit: str
    masked: bool
    known: bool
    basis: str
    period: str
    period_code: str
    target: str
    gap: str
    url: str
    fictional: bool
    is_running: bool
    provisional: bool = False


@dataclass(frozen=True)
class CutRow:
    """One row of a cut: what it stands for, its number, its share of the total where shares add up."""

    label: str
    words: str
    masked: bool
    known: bool
    share: str
    url: str = ""


@dataclass(frozen=True)
class Cut:
    """A total cut by one dimension; `lacks_rows` where one of its parts is not shown to the public."""

    dimension: str
    rows: Sequence[CutRow]
    adds_up: bool
    picture: SafeString
    title: str
    lacks_rows: bool = False


def headlines(reading: Reading, language: str) -> dict[str, Figure]:
    """The number that sums each indicator up, by the indicator's code, in the order of the framework."""
    found = {}
    for indicator in reading.content["indicators"]:
        table = headline(indicator)
        if table is not None:
            found[indicator["code"]] = figure(reading, indicator, table, language)
    return found


def figure(reading: Reading, indicator: IndicatorPart, table: TablePart, language: str) -> Figure:
    """The total of one table."""
    total, programme = table["total"], reading.content["programme"]
    target = target_of(indicator, table)
    return Figure(
        code=indicator["code"],
        title=text_in(indicator["title"], language),
        words=cell_words(indicator, total, language),
        unit=_unit(indicator, total, language),
        masked=total["masked"],
        known=cell_value(total) is not None,
        basis=table["basis"],
        period=period_words(table["period"], table["period_kind"], language),
        period_code=table["period"],
        target="" if target is None else value_words(str(target), language, indicator["measure"]),
        gap=gap_words(indicator, table, language),
        url=reverse("public:indicator", args=[programme["code"], indicator["code"]]),
        fictional=reading.content["fictional"],
        # A period that was not over when the edition was released will still grow.
        is_running=table["ends_before"] > reading.content["released_on"],
        provisional=table.get("provisional", False),
    )


def period_kinds(indicator: IndicatorPart) -> list[str]:
    """The kinds of period that an edition gives for an indicator, the finest first; the whole life is no series."""
    order = ["quarter", "us_fiscal_quarter", "month", "year", "us_fiscal_year", "life"]
    found = {table["period_kind"] for table in indicator["tables"]}
    return [kind for kind in order if kind in found]


def series(reading: Reading, indicator: IndicatorPart, kind: str, language: str) -> list[Figure]:
    """The totals of one kind of period, in the order of time."""
    return [figure(reading, indicator, table, language) for table in tables_over(indicator, kind)]


def trend(indicator: IndicatorPart, kind: str, language: str) -> SafeString | None:
    """The totals over time beside their targets; nothing to draw for fewer than two periods or several bases."""
    tables = tables_over(indicator, kind)
    if len(tables) < 2 or len({table["basis"] for table in tables}) > 1:
        return None
    points = [Point(_short(table, language), _shown(table["total"]), target_of(indicator, table)) for table in tables]
    unit = "percent" if indicator["measure"] == "percentage" else ""
    svg = line_over_time(points, title=trend_title(indicator, kind, language), language=language, unit=unit)
    return mark_safe(svg)  # noqa: S308 - every text in it is escaped by the drawing


def trend_title(indicator: IndicatorPart, kind: str, language: str) -> str:
    """What the line shows, as a sentence with its finding: the last known value and how far it is from the target."""
    tables = [table for table in tables_over(indicator, kind) if cell_value(table["total"]) is not None]
    title = text_in(indicator["title"], language)
    if not tables:
        return title
    last = tables[-1]
    value = cell_words(indicator, last["total"], language)
    when = period_words(last["period"], kind, language)
    gap = gap_words(indicator, last, language)
    finding = _("%(title)s : %(value)s (%(period)s)") % {"title": title, "value": value, "period": when}
    return f"{finding}, {gap}" if gap else finding


def cuts(reading: Reading, indicator: IndicatorPart, table: TablePart, language: str) -> list[Cut]:
    """Every cut of one total."""
    return [
        _cut(reading, indicator, table, dimension, language)
        for dimension in sorted(table["cuts"], key=lambda code: (code == "place", code != "sex", code))
    ]


def table_for(indicator: IndicatorPart, kind: str, period: str) -> TablePart | None:
    """The table of one period; without one named, the last of its kind that is known."""
    tables = tables_over(indicator, kind)
    named = [table for table in tables if table["period"] == period]
    known = [table for table in tables if cell_value(table["total"]) is not None or table["total"]["masked"]]
    return next(iter(named or known[-1:] or tables[-1:]), None)


def targets_in_words(indicator: IndicatorPart, language: str) -> list[tuple[date, date, str]]:
    """Every target with its period, the end excluded."""
    return [
        (
            date.fromisoformat(target["starts_on"]),
            date.fromisoformat(target["ends_before"]),
            value_words(str(Decimal(target["value"]) / THOUSANDTHS), language, indicator["measure"]),
        )
        for target in sorted(indicator["targets"], key=lambda one: (one["ends_before"], one["starts_on"]))
    ]


def at_place(reading: Reading, keys: Iterable[str], language: str) -> list[tuple[Figure, CutRow]]:
    """What an edition counted in one place: for each indicator cut by place, the place's cell beside the total."""
    wanted, found = set(keys), []
    for indicator in reading.content["indicators"]:
        table = headline(indicator)
        for cell in table["cuts"].get("place", []) if table else []:
            if table and cell["category"] in wanted:
                row = _row(reading, indicator, table, "place", cell, language)
                found.append((figure(reading, indicator, table, language), row))
    return found


def _cut(reading: Reading, indicator: IndicatorPart, table: TablePart, dimension: str, language: str) -> Cut:
    cells = table["cuts"][dimension]
    if dimension in ("place", "implementer", "topic"):
        cells = sorted(cells, key=lambda cell: _label(reading.content, dimension, cell, language).casefold())
        cells = sorted(cells, key=lambda cell: cell["category"] == "unknown")
    rows = [_row(reading, indicator, table, dimension, cell, language) for cell in cells]
    finding = _finding(indicator, table, dimension, reading.content, language)
    bars = [Bar(row.label, _shown(cell)) for row, cell in zip(rows, cells, strict=True)]
    unit = "percent" if indicator["measure"] == "percentage" else ""
    if dimension == "sex" and unit == "":
        svg = paired_bars([_pair(table, cells, language)], title=finding, language=language)
    else:
        svg = horizontal_bars(bars, title=finding, language=language, unit=unit)
    adds_up = indicator["adds_up"].get(dimension, False)
    lacks = adds_up and _lacks_rows(table, cells)
    return Cut(dimension, rows, adds_up, mark_safe(svg), finding, lacks)  # noqa: S308 - escaped by the drawing


def _lacks_rows(table: TablePart, cells: Sequence[CellPart]) -> bool:
    """Whether parts that add up do not reach their total although none of them is masked or unknown."""
    total, values = cell_value(table["total"]), [cell_value(cell) for cell in cells]
    known = [value for value in values if value is not None]
    return total is not None and len(known) == len(values) and sum(known) != total


def _pair(table: TablePart, cells: Sequence[CellPart], language: str) -> Pair:
    by_code = {cell["category"]: _shown(cell) for cell in cells}
    when = period_words(table["period"], table["period_kind"], language)
    return Pair(when, by_code.get("female", 0), by_code.get("male", 0), by_code.get("unknown", 0))


def _finding(indicator: IndicatorPart, table: TablePart, dimension: str, content: Snapshot, language: str) -> str:
    """What the cut shows, as a sentence: its largest known cell."""
    when = period_words(table["period"], table["period_kind"], language)
    known = [(cell_value(cell), cell) for cell in table["cuts"][dimension] if cell["category"] != "unknown"]
    largest = max((value for value, _cell in known if value is not None), default=None)
    if largest is None or not largest:
        return _("Rien à comparer (%(period)s)") % {"period": when}
    cell = next(cell for value, cell in known if value == largest)
    label = _label(content, dimension, cell, language)
    total = cell_value(table["total"])
    if indicator["adds_up"].get(dimension) and total:
        share = value_words(str(largest * 100 / total), language, "percentage")
        return _("%(label)s : %(share)s du total (%(period)s)") % {
            "label": _capital(label),
            "share": share,
            "period": when,
        }
    words = cell_words(indicator, cell, language)
    return _("Le plus : %(label)s, %(value)s (%(period)s)") % {"label": label, "value": words, "period": when}


def _row(
    reading: Reading, indicator: IndicatorPart, table: TablePart, dimension: str, cell: CellPart, language: str
) -> CutRow:
    value, total = cell_value(cell), cell_value(table["total"])
    share = ""
    if indicator["adds_up"].get(dimension) and value is not None and total:
        share = value_words(str(value * 100 / total), language, "percentage")
    place = reading.places.get(cell["category"]) if dimension == "place" else None
    return CutRow(
        label=_label(reading.content, dimension, cell, language),
        words=cell_words(indicator, cell, language),
        masked=cell["masked"],
        known=value is not None,
        share=share,
        url=reverse("public:place", args=[place.pk]) if place else "",
    )


def _label(content: Snapshot, dimension: str, cell: CellPart, language: str) -> str:
    return category_words(content, dimension, cell["category"], language)


def _unit(indicator: IndicatorPart, cell: CellPart, language: str) -> str:
    value = cell_value(cell)
    return (
        "" if value is None or indicator["measure"] == "percentage" else unit_words(indicator["unit"], value, language)
    )


def _shown(cell: CellPart) -> Shown:
    return MASKED if cell["masked"] else cell_value(cell)


def _short(table: TablePart, language: str) -> str:
    """A period under the axis of a picture, where there is little room."""
    if table["period_kind"] == "us_fiscal_quarter":
        year, _dash, quarter = table["period"].partition("-")
        return f"{quarter} {year}" if language == "en" else f"T{quarter[1:]} ex. {year[2:]}"
    words = period_words(table["period"], table["period_kind"], language)
    return words.replace("exercice ", "").replace("fiscal year ", "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
