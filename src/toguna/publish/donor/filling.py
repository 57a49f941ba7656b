"""What would be written into a donor's workbook, cell by cell: from which value, over what, or why nothing is.

A formula is never written over. What stands in a cell already is replaced only if that is asked for, and always said.
A masked or unknown number is left empty: a word there would break the donor's own sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from openpyxl.utils import column_index_from_string

from toguna.publish.donor.finding import Places, read_asked
from toguna.publish.donor.grid import Place, Sheet, name_of
from toguna.publish.donor.headings import Asked, Wanted
from toguna.publish.reading import cell_value
from toguna.publish.snapshot import CellPart, IndicatorPart, Snapshot
from toguna.publish.tracking.spans import Span, is_fiscal, span_of, year_with
from toguna.publish.tracking.table import Row, TrackedCell, baseline_of, tracking_table
from toguna.publish.words import text_in

EXACT = Decimal("0.000001")


class Fate(StrEnum):
    """What becomes of a cell."""

    WRITE = "write"
    REPLACE = "replace"
    SAME = "same"
    KEPT = "kept"
    FORMULA = "formula"
    LOCKED = "locked"
    MERGED = "merged"
    MASKED = "masked"
    UNKNOWN = "unknown"
    NOTHING = "nothing"
    NO_SHEET = "no_sheet"


WRITTEN = frozenset({Fate.WRITE, Fate.REPLACE})


@dataclass(frozen=True)
class Planned:
    """One cell of the workbook: what is there, what would be, and what becomes of it."""

    sheet: str
    cell: str
    place: Place
    key: str
    asked: Asked
    before: object
    after: Decimal | str | None
    fate: Fate
    provisional: bool = False


def plan(
    sheets: list[Sheet], places: Places, snapshot: Snapshot, language: str, *, replace: bool = False
) -> list[Planned]:
    """Every cell that the mapping reaches, in the order of the workbook."""
    by_title = {sheet.title: sheet for sheet in sheets}
    values = _Values(snapshot, language)
    planned: list[Planned] = []
    for title, given in places.items():
        sheet = by_title.get(title)
        taken: set[Place] = set()
        for row, key in sorted(given["rows"].items(), key=lambda one: int(one[0])):
            for letter, asked_text in sorted(
                given["columns"].items(), key=lambda one: column_index_from_string(one[0])
            ):
                asked = read_asked(asked_text)
                if asked is None:
                    continue
                place = (int(row), column_index_from_string(letter))
                if sheet is None:
                    planned.append(Planned(title, name_of(place), place, key, asked, None, None, Fate.NO_SHEET))
                else:
                    planned.append(_planned(sheet, place, key, asked, values, taken, replace))
    return planned


def written_by_sheet(planned: list[Planned]) -> dict[str, dict[Place, Decimal | str]]:
    """What is to be written, by tab and cell."""
    found: dict[str, dict[Place, Decimal | str]] = {}
    for one in planned:
        if one.fate in WRITTEN and one.after is not None:
            found.setdefault(one.sheet, {})[one.place] = one.after
    return found


def _planned(
    sheet: Sheet, place: Place, key: str, asked: Asked, values: "_Values", taken: set[Place], replace: bool
) -> Planned:
    anchor = sheet.anchor(place)
    before = sheet.cells.get(anchor)
    value, provisional, missing = values.of(key, asked, percent_cell="%" in sheet.formats.get(anchor, ""))
    fate = _fate(sheet, anchor, before, value, missing, taken, replace)
    taken.add(anchor)
    return Planned(sheet.title, name_of(anchor), anchor, key, asked, before, value, fate, provisional)


def _fate(
    sheet: Sheet,
    anchor: Place,
    before: object,
    value: Decimal | str | None,
    missing: Fate,
    taken: set[Place],
    replace: bool,
) -> Fate:
    # A cell that goes over several columns or rows can hold one number only.
    if anchor in taken:
        return Fate.MERGED
    if anchor in sheet.formulas:
        return Fate.FORMULA
    if value is None:
        return missing
    if sheet.is_locked(anchor):
        return Fate.LOCKED
    if before is None:
        return Fate.WRITE
    if _same(before, value):
        return Fate.SAME
    return Fate.REPLACE if replace else Fate.KEPT


def _same(before: object, value: Decimal | str) -> bool:
    if isinstance(value, str):
        return str(before).strip() == value.strip()
    if isinstance(before, bool) or not isinstance(before, int | float | Decimal):
        return False
    return abs(Decimal(str(before)) - value) < EXACT


class _Values:
    """What the edition says under each key and each heading."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self.snapshot, self.language = snapshot, language
        self.indicators: Mapping[str, IndicatorPart] = {one["code"]: one for one in snapshot["indicators"]}
        self.tables: dict[str, dict[str, Row]] = {}

    def of(self, key: str, asked: Asked, *, percent_cell: bool) -> tuple[Decimal | str | None, bool, Fate]:
        """The value, whether it is provisional, and why there is none."""
        code, _, part = key.partition("|")
        indicator = self.indicators.get(code)
        if indicator is None:
            return None, False, Fate.NOTHING
        if asked.wanted is Wanted.BASELINE:
            baseline = None if part else baseline_of(indicator)
            return self._number(indicator, baseline, percent_cell), False, Fate.NOTHING if part else Fate.UNKNOWN
        tracked, cell = self._tracked(code, part, asked)
        if tracked is None:
            return None, False, Fate.NOTHING
        match asked.wanted:
            case Wanted.ACTUAL:
                value = self._number(indicator, cell_value(cell) if cell else None, percent_cell)
                return value, tracked.provisional, _why_none(cell)
            case Wanted.TARGET:
                return self._number(indicator, None if part else tracked.target, percent_cell), False, Fate.NOTHING
            case Wanted.SHARE:
                share = None if part else tracked.reached.percent
                value = None if share is None else _rounded(share / 100 if percent_cell else share)
                return value, tracked.provisional, _why_none(cell) if tracked.target is not None else Fate.NOTHING
            case _:
                text = "" if part else text_in(tracked.explanation, self.language)
                return text or None, False, Fate.NOTHING

    def _tracked(self, code: str, part: str, asked: Asked) -> tuple[TrackedCell | None, CellPart | None]:
        row = self._row(code, asked)
        if row is None:
            return None, None
        place, found = row
        tracked = found.cells[place]
        if not part:
            return tracked, tracked.cell
        dimension, _, category = part.partition("=")
        cut = next((one for one in found.cuts if (one.dimension, one.category) == (dimension, category)), None)
        return tracked, cut.cells[place] if cut else None

    def _row(self, code: str, asked: Asked) -> tuple[int, Row] | None:
        span = span_of(self.snapshot, asked.period_kind, asked.period)
        if span is None:
            return None
        year = "" if span.is_life else _year_of(self.snapshot, span)
        if year not in self.tables:
            table = tracking_table(self.snapshot, year)
            self.tables[year] = {row.indicator["code"]: row for row in table.rows if row.main}
        found = self.tables[year].get(code)
        if found is None:
            return None
        place = next((at for at, one in enumerate(found.cells) if one.span.period == span.period), None)
        return None if place is None else (place, found)

    def _number(self, indicator: IndicatorPart, value: Decimal | None, percent_cell: bool) -> Decimal | None:
        if value is None:
            return None
        # A cell shown as a percentage holds 0.375 for 37.5 %.
        return _rounded(value / 100 if percent_cell and indicator["measure"] == "percentage" else value)


def _why_none(cell: CellPart | None) -> Fate:
    if cell is None:
        return Fate.NOTHING
    return Fate.MASKED if cell["masked"] else Fate.UNKNOWN


def _year_of(snapshot: Snapshot, span: Span) -> str:
    return year_with(span.period.start, fiscal=is_fiscal(snapshot)).code


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(EXACT, ROUND_HALF_UP).normalize()
