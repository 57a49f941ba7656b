"""A donor's workbook as somebody sees it: the filled cells of each tab, merged cells spread out, formulas apart.

It reads; nothing is changed, fetched or recalculated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

Place = tuple[int, int]
MOST_OF_A_FORMULA = 50_000


@dataclass(frozen=True)
class Sheet:
    """One tab: its cells by (row, column), which of them are formulas or locked, and the merged ranges."""

    title: str
    hidden: bool
    protected: bool
    cells: Mapping[Place, object]
    formulas: frozenset[Place]
    locked: frozenset[Place]
    formats: Mapping[Place, str]
    anchors: Mapping[Place, Place] = field(default_factory=dict)
    widths: Mapping[Place, int] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        """The last row with something in it."""
        return max((row for row, _column in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The last column with something in it."""
        return max((column for _row, column in self.cells), default=0)

    def anchor(self, place: Place) -> Place:
        """The cell that holds what a place shows: the first of its merged range."""
        return self.anchors.get(place, place)

    def at(self, row: int, column: int) -> object:
        """What a place shows, merged or not."""
        return self.cells.get(self.anchor((row, column)))

    def width(self, row: int, column: int) -> int:
        """Over how many columns the cell at a place goes."""
        return self.widths.get(self.anchor((row, column)), 1)

    def is_locked(self, place: Place) -> bool:
        """Whether the donor forbids writing there."""
        return self.protected and (place in self.locked or place not in self.formats)


def sheets_of(workbook: Workbook) -> list[Sheet]:
    """The tabs of a workbook that was opened with its formulas as they are written."""
    return [_sheet(tab) for tab in workbook.worksheets]


def name_of(place: Place) -> str:
    """A cell as people say it.

    >>> name_of((7, 28))
    'AB7'
    """
    row, column = place
    return f"{get_column_letter(column)}{row}"


def _sheet(tab: Worksheet) -> Sheet:
    cells: dict[Place, object] = {}
    formulas: set[Place] = set()
    locked: set[Place] = set()
    formats: dict[Place, str] = {}
    for place, cell in _cells(tab):
        formats[place] = str(cell.number_format)
        if cell.protection.locked:
            locked.add(place)
        if _is_formula(cell):
            formulas |= {place, *_filled_by(cell)}
        if cell.value is not None and str(cell.value).strip():
            cells[place] = cell.value
    anchors: dict[Place, Place] = {}
    widths: dict[Place, int] = {}
    for merged in tab.merged_cells.ranges:
        first = (int(merged.min_row), int(merged.min_col))
        widths[first] = int(merged.max_col) - int(merged.min_col) + 1
        for row in range(int(merged.min_row), int(merged.max_row) + 1):
            for column in range(int(merged.min_col), int(merged.max_col) + 1):
                anchors[row, column] = first
    protected = bool(tab.protection.sheet)
    hidden = tab.sheet_state != "visible"
    return Sheet(tab.title, hidden, protected, cells, frozenset(formulas), frozenset(locked), formats, anchors, widths)


def _cells(tab: Worksheet) -> Iterator[tuple[Place, Cell]]:
    known: dict[Place, Any] = tab._cells
    for place, cell in known.items():
        if not isinstance(cell, MergedCell):
            yield place, cell


def _filled_by(cell: Cell) -> Iterator[Place]:
    """The cells that one formula fills; a number among them would break it."""
    if isinstance(cell.value, ArrayFormula | DataTableFormula) and cell.value.ref:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(cell.value.ref))
        if left and top and (right - left + 1) * (bottom - top + 1) <= MOST_OF_A_FORMULA:
            yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _is_formula(cell: Cell) -> bool:
    return cell.data_type == "f" or isinstance(cell.value, ArrayFormula | DataTableFormula)
