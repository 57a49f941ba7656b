"""Tables on the tabs of a workbook: found by their headings however these are spelled, read row by row with findings.

What is wrong in one place is told with tab and cell and never hides the rest. It does not know what a column means.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from toguna.collect.workbooks import open_workbook
from toguna.rules.findings import Finding, Severity
from toguna.rules.spelling import near, plain

CellValue = str | int | float | date | None
"""What we write into a cell; a moment of the day is never asked for."""

MOST_ROWS = 20_000
MOST_COLUMNS = 200
HEADING_WITHIN = 10

TAB_MISSING = "L'onglet « %(tab)s » manque. Onglets trouvés : %(found)s. Reprenez le modèle et gardez ses onglets."
HEADINGS_MISSING = "L'onglet « %(tab)s » n'a pas de ligne de titres. Reprenez les titres du modèle : %(columns)s."
COLUMN_MISSING = "La colonne « %(column)s » manque dans l'onglet « %(tab)s ». Reprenez les titres du modèle."
COLUMN_UNKNOWN = "La colonne « %(column)s » n'est pas connue ; elle n'a pas été lue."
COLUMN_UNKNOWN_NEAR = (
    "La colonne « %(column)s » n'est pas connue ; elle n'a pas été lue. Vouliez-vous dire « %(suggestion)s » ?"
)
COLUMN_TWICE = "La colonne « %(column)s » est là deux fois ; seule la première a été lue. Enlevez la seconde."
TOO_MANY_ROWS = "L'onglet « %(tab)s » a %(rows)s lignes, au plus %(most)s. Partagez-le en plusieurs classeurs."
MERGED = (
    "Les cellules %(range)s sont fusionnées : seule la première porte la valeur. "
    "Défusionnez-les et remplissez chaque ligne."
)
FORMULA_READ = "Cette cellule contient une formule ; sa dernière valeur, « %(value)s », a été prise."
FORMULA_EMPTY = "Cette cellule contient une formule sans valeur. Remplacez-la par la valeur elle-même."
CELL_ERROR = "Cette cellule contient l'erreur %(value)s. Remplacez-la par la valeur elle-même."
HIDDEN_ROWS = "Des lignes cachées ont été lues aussi : %(rows)s. Supprimez-les si elles ne comptent pas."
TAB_RENAMED = "L'onglet « %(found)s » a été lu comme « %(tab)s », d'après ses titres."


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its heading in French and English, and other headings that mean the same."""

    field: str
    french: str
    english: str
    also: tuple[str, ...] = ()
    required: bool = False

    def heading(self, language: str) -> str:
        """The heading for a reader of `language`; French when it is not English."""
        return self.english if language == "en" else self.french

    def spellings(self) -> set[str]:
        """Every heading by which this column is found."""
        return {plain(text) for text in (self.field.replace("_", " "), self.french, self.english, *self.also)}


@dataclass(frozen=True)
class Table:
    """One tab with its columns. A tab that is not required may be absent and then has no rows."""

    french: str
    english: str
    columns: tuple[Column, ...]
    required: bool = True

    def title(self, language: str) -> str:
        """The tab's name for a reader of `language`."""
        return self.english if language == "en" else self.french


@dataclass(frozen=True)
class Row:
    """One filled row: its number on the tab, its values by field, and how to point at them."""

    tab: str
    number: int
    values: Mapping[str, object]
    letters: Mapping[str, str] = field(repr=False)

    def where(self, name: str = "") -> str:
        """The cell of a field, as people find it: `Participants!C14`; the row where the field has no column."""
        return f"{self.tab}!{self.letters.get(name, '')}{self.number}"


class TableReader:
    """The tables of one workbook. Findings gather in `findings` while tables are read."""

    def __init__(self, payload: bytes, *, by_headings: bool = False) -> None:
        """Open the workbook; raises a `RefusedFileError` where it is none.

        With `by_headings`, a tab that was renamed is found by its headings.
        """
        self._payload = payload
        self._workbook = open_workbook(payload)
        self._calculated: Workbook | None = None
        self._by_headings = by_headings
        self._read: set[str] = set()
        self.findings: list[Finding] = []

    def rows(self, table: Table) -> list[Row]:
        """The filled rows under the headings of this table; what is wrong with it goes to the findings."""
        sheet = self._sheet(table)
        if sheet is None:
            if table.required:
                found = ", ".join(self._workbook.sheetnames)
                self._tell(Severity.ERROR, "tab-missing", "", TAB_MISSING, tab=table.french, found=found)
            return []
        self._read.add(sheet.title)
        heading, letters = self._headings(sheet, table)
        if not letters:
            return []
        # Some programs format every row of a tab down to its last; only what stands in cells counts.
        filled = sorted({cell.row for cell in sheet._cells.values() if cell.value is not None and cell.row > heading})
        if len(filled) > MOST_ROWS:
            values = {"tab": sheet.title, "rows": len(filled), "most": MOST_ROWS}
            self._tell(Severity.ERROR, "too-many-rows", sheet.title, TOO_MANY_ROWS, **values)
            return []
        self._tell_merged(sheet, heading, letters)
        rows = list(self._filled_rows(sheet, filled, letters))
        hidden = [str(row.number) for row in rows if sheet.row_dimensions[row.number].hidden]
        if hidden:
            where = f"{sheet.title}!{hidden[0]}"
            self._tell(Severity.WARNING, "hidden-rows", where, HIDDEN_ROWS, rows=", ".join(hidden))
        return rows

    def headings(self) -> Iterator[str]:
        """Whatever stands in the first rows of any tab, where headings are, to see which languages they name."""
        for sheet in self._workbook.worksheets:
            width = min(sheet.max_column, MOST_COLUMNS)
            for row in sheet.iter_rows(max_row=min(sheet.max_row, HEADING_WITHIN), max_col=width, values_only=True):
                yield from (str(value) for value in row if isinstance(value, str))

    def _tell(self, severity: Severity, code: str, where: str, message: str, **values: object) -> None:
        self.findings.append(Finding(code, severity, message, values, where))

    def _sheet(self, table: Table) -> Worksheet | None:
        names = {plain(table.french), plain(table.english)}
        named = next((sheet for sheet in self._workbook.worksheets if plain(sheet.title) in names), None)
        return named or (self._renamed(table) if self._by_headings else None)

    def _renamed(self, table: Table) -> Worksheet | None:
        """The tab that nobody has read yet whose headings are those of the table, more than half of them."""
        known = {text for column in table.columns for text in column.spellings()}
        best, most = None, max(1, len(table.columns) // 2)
        for sheet in self._workbook.worksheets:
            found = max((len(row & known) for row in _first_rows(sheet)), default=0)
            if sheet.title not in self._read and found > most:
                best, most = sheet, found
        if best is not None:
            values = {"found": best.title, "tab": table.french}
            self._tell(Severity.NOTE, "tab-renamed", best.title, TAB_RENAMED, **values)
        return best

    def _headings(self, sheet: Worksheet, table: Table) -> tuple[int, dict[str, str]]:
        """The heading row, the one of the first rows that names most columns, and the letter of each field."""
        by_spelling = {text: column for column in table.columns for text in column.spellings()}
        width = min(sheet.max_column, MOST_COLUMNS)
        first_rows = list(sheet.iter_rows(max_row=min(sheet.max_row, HEADING_WITHIN), max_col=width))
        known = [sum(plain(_heading(cell)) in by_spelling for cell in row) for row in first_rows]
        if max(known, default=0) < min(2, len(table.columns)):
            columns = ", ".join(column.french for column in table.columns)
            values = {"tab": sheet.title, "columns": columns}
            self._tell(Severity.ERROR, "headings-missing", sheet.title, HEADINGS_MISSING, **values)
            return 0, {}
        best = known.index(max(known))
        letters: dict[str, str] = {}
        unknown: list[tuple[str, str]] = []
        for position, cell in enumerate(first_rows[best], start=1):
            written = _heading(cell)
            column = by_spelling.get(plain(written))
            where = f"{sheet.title}!{cell.coordinate}"
            if not written.strip():
                continue
            if column is None:
                unknown.append((written, where))
            elif column.field in letters:
                self._tell(Severity.ERROR, "column-twice", where, COLUMN_TWICE, column=written)
            else:
                letters[column.field] = get_column_letter(position)
        self._tell_unknown(table, letters, unknown)
        for column in table.columns:
            if column.required and column.field not in letters:
                values = {"column": column.french, "tab": sheet.title}
                self._tell(Severity.ERROR, "column-missing", f"{sheet.title}!{best + 1}", COLUMN_MISSING, **values)
        return best + 1, letters

    def _tell_unknown(self, table: Table, letters: Mapping[str, str], unknown: Iterable[tuple[str, str]]) -> None:
        absent = [column.french for column in table.columns if column.field not in letters]
        for written, where in unknown:
            suggestion = next(iter(near(written, absent)), "")
            message = COLUMN_UNKNOWN_NEAR if suggestion else COLUMN_UNKNOWN
            # A column that was not read may hold answers, so a person should look; it stops nothing by itself.
            values = {"column": written, "suggestion": suggestion}
            self._tell(Severity.WARNING, "column-unknown", where, message, **values)

    def _tell_merged(self, sheet: Worksheet, heading: int, letters: Mapping[str, str]) -> None:
        read = set(letters.values())
        for merged in sheet.merged_cells.ranges:
            columns = {get_column_letter(number) for number in range(merged.min_col, merged.max_col + 1)}
            if merged.max_row > heading and columns & read:
                where = f"{sheet.title}!{merged.coord}"
                self._tell(Severity.ERROR, "merged-cells", where, MERGED, range=merged.coord)

    def _filled_rows(self, sheet: Worksheet, numbers: Iterable[int], letters: Mapping[str, str]) -> Iterator[Row]:
        positions = {name: column_index_from_string(letter) for name, letter in letters.items()}
        for number in numbers:
            # Looked up without the sheet, which would make every cell that is not there.
            cells = {name: sheet._cells.get((number, position)) for name, position in positions.items()}
            values = {name: self._value(sheet, cell) for name, cell in cells.items()}
            if any(value not in (None, "") and str(value).strip() for value in values.values()):
                yield Row(sheet.title, number, values, letters)

    def _value(self, sheet: Worksheet, cell: Cell | MergedCell | None) -> object:
        if cell is None or isinstance(cell, MergedCell) or cell.value is None:
            return None
        if cell.data_type not in ("e", "f"):
            return _as_shown(cell.value, cell.number_format)
        where = f"{sheet.title}!{cell.coordinate}"
        if cell.data_type == "e":
            self._tell(Severity.ERROR, "cell-error", where, CELL_ERROR, value=str(cell.value))
            return None
        if self._calculated is None:
            self._calculated = open_workbook(self._payload, calculated=True)
        value: object = self._calculated[sheet.title][cell.coordinate].value
        if value is None:
            self._tell(Severity.ERROR, "formula-empty", where, FORMULA_EMPTY)
        else:
            self._tell(Severity.WARNING, "formula-read", where, FORMULA_READ, value=value)
        return _as_shown(value, cell.number_format)


def _as_shown(value: object, number_format: str) -> object:
    # Spreadsheets keep 37,5 % as 0.375; people mean what they see.
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in number_format:
        return float(Decimal(str(value)) * 100)
    return value


def _first_rows(sheet: Worksheet) -> Iterator[set[str]]:
    width = min(sheet.max_column, MOST_COLUMNS)
    for row in sheet.iter_rows(max_row=min(sheet.max_row, HEADING_WITHIN), max_col=width):
        yield {plain(_heading(cell)) for cell in row if cell.value is not None}


def _heading(cell: Cell | MergedCell) -> str:
    return "" if cell.value is None else str(cell.value)


_HEADING_FILL = PatternFill("solid", fgColor="E8E4DA")


def write_table(
    workbook: Workbook,
    table: Table,
    rows: Iterable[Mapping[str, CellValue]],
    *,
    language: str = "fr",
    formats: Callable[[str], str] = lambda _: "General",
) -> Worksheet:
    """Add a tab with this table: headings that stay in sight and cannot be changed by mistake, and these rows.

    `formats` gives each field's number format, so that a telephone number keeps its zeros and a date is a date.
    """
    sheet: Worksheet = workbook.create_sheet(table.title(language))
    for position, column in enumerate(table.columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(position)]
        dimension.width = max(14, len(column.heading(language)) + 4)
        dimension.number_format = formats(column.field)
        dimension.protection = Protection(locked=False)
        heading = sheet.cell(1, position, column.heading(language))
        heading.font, heading.fill = Font(bold=True), _HEADING_FILL
        heading.alignment, heading.protection = Alignment(wrap_text=True, vertical="top"), Protection(locked=True)
    for number, values in enumerate(rows, start=2):
        for position, column in enumerate(table.columns, start=1):
            write_cell(sheet, number, position, values.get(column.field), formats(column.field))
    sheet.freeze_panes = "B2"
    return sheet


def write_cell(sheet: Worksheet, row: int, column: int, value: CellValue, number_format: str = "General") -> None:
    """Write one value. Text is always text: what begins with = must never become a formula on someone's computer."""
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.number_format = number_format
    cell.protection = Protection(locked=False)


def protect_headings(sheets: Sequence[Worksheet]) -> None:
    """Lock what is not meant to be typed into. Without a password: it prevents mistakes, not people."""
    for sheet in sheets:
        sheet.protection.sheet = True
        for allowed in ("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
            setattr(sheet.protection, allowed, False)
