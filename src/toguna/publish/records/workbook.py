"""Records as an Excel workbook: a sheet for the form, one for each repeat, and the codebook.

Rows go to disk as they are written, so that memory does not grow with them. A sheet that is full goes on in another.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from toguna.publish.records.tables import CODEBOOK, CODEBOOK_HEADINGS, Cell, Table, codebook_rows

# What Excel takes: rows of a sheet, letters of a sheet's name and of a cell.
MOST_ROWS = 1_048_576
MOST_LETTERS_OF_A_NAME = 31
MOST_LETTERS = 32_767
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


class RecordsWorkbook:
    """A workbook that is being written."""

    def __init__(self, path: Path, tables: Sequence[Table], *, most_rows: int = MOST_ROWS) -> None:
        # Formulas and addresses stay text: whoever filled a form in on a phone decides nothing on an office's computer.
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "tmpdir": str(path.parent),
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._heading = self._book.add_format({"bold": True, "bg_color": "#EDE8DB", "text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy"})
        self._tables, self._most_rows = tables, most_rows
        self._names: set[str] = set()
        self._days = [{n for n, column in enumerate(table.columns) if column.kind == "date"} for table in tables]
        self._sheets = [self._new_sheet(table.name, [each.heading for each in table.columns]) for table in tables]
        self._rows = [1] * len(tables)

    def write(self, table: int, row: Sequence[Cell]) -> None:
        """Add a row to one of the tables."""
        number = self._rows[table]
        if number >= self._most_rows:
            made = self._tables[table]
            self._sheets[table] = self._new_sheet(made.name, [each.heading for each in made.columns])
            number = 1
        sheet, days = self._sheets[table], self._days[table]
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if type(cell) is not str:
                sheet.write_number(number, column, cell)
            elif column in days and (day := _day_in(cell)) is not None:
                sheet.write_datetime(number, column, day, self._day)
            else:
                sheet.write_string(number, column, cell[:MOST_LETTERS])
        self._rows[table] = number + 1

    def close(self) -> None:
        """Finish the file."""
        sheet = self._new_sheet(CODEBOOK, CODEBOOK_HEADINGS)
        for number, row in enumerate(codebook_rows(self._tables), start=1):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell[:MOST_LETTERS])
        self._book.close()

    def _new_sheet(self, name: str, headings: Sequence[str]) -> Worksheet:
        sheet = self._book.add_worksheet(sheet_name(name, self._names))
        sheet.freeze_panes(1, 1)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, min(40, max(10, len(heading) + 2)))
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self._heading)
        return sheet


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet and that no other sheet has; it is taken from then on.

    >>> taken = set()
    >>> sheet_name("Membres / enfants", taken), sheet_name("membres  enfants", taken)
    ('Membres  enfants', 'membres  enfants (2)')
    """
    plain = _FORBIDDEN.sub("", name).strip() or "1"
    free, number = plain[:MOST_LETTERS_OF_A_NAME], 1
    while free.casefold() in taken:
        number += 1
        ending = f" ({number})"
        free = plain[: MOST_LETTERS_OF_A_NAME - len(ending)] + ending
    taken.add(free.casefold())
    return free


def _day_in(written: str) -> date | None:
    if not _DAY.fullmatch(written):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    # Before 1900 Excel has no days.
    return day if day.year >= 1900 else None
