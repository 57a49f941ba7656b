"""Whether a masked cell can be found by adding and subtracting shown cells of other periods.

A year less three of its quarters gives the fourth. Cells are treated as if they added up over time even where a
person may come back, because few do and the reader's guess would then be right. It knows cells, not counts.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from toguna.publish.disclosure.cells import TOTAL, CellName, CountedCell, tables_of

# Rows are combined modulo a large prime: exact and quick, where fractions would grow.
PRIME = (1 << 61) - 1

Edge = tuple[str, date]
Row = dict[Edge, int]


def found_by_subtraction(cells: Collection[CountedCell], masked: Collection[CellName]) -> list[CellName]:
    """The masked cells of one indicator, on one basis, that some sum and difference of its shown cells gives."""
    lined_up = _lined_up(cells)
    dimensions = sorted({cell.name.dimension for cell in cells} - {TOTAL}) or [TOTAL]
    found = {name for dimension in dimensions for name in _found_along(dimension, lined_up, masked)}
    return sorted(found)


def _lined_up(cells: Collection[CountedCell]) -> list[CountedCell]:
    """The cells with windows that begin and end alike where nothing is counted in between.

    A programme that starts in August has a whole third quarter, and its life goes on after the last quarter that has
    anything to say: those odds and ends are empty, and a reader knows it.
    """
    kinds = {cell.name.table.period_kind for cell in cells}
    windows = {kind: [cell.window for cell in cells if cell.name.table.period_kind == kind] for kind in kinds}
    first = max(min(start for start, _ in found) for found in windows.values())
    last = min(max(end for _, end in found) for found in windows.values())
    return [
        replace(cell, window=(max(cell.window[0], first), min(cell.window[1], last)))
        for cell in cells
        if cell.window[0] < last and cell.window[1] > first
    ]


def _found_along(dimension: str, cells: Collection[CountedCell], masked: Collection[CellName]) -> Iterator[CellName]:
    mine = [cell for cell in cells if cell.name.dimension in (dimension, TOTAL)]
    hidden = [cell for cell in mine if cell.name in masked]
    if not hidden:
        return
    categories = sorted({cell.name.category for cell in mine} - {TOTAL}) or [TOTAL]
    known = _Known()
    for cell in mine:
        if cell.name not in masked:
            known.learn(_row(cell, categories))
    for row in _empty_cells(dimension, mine, categories):
        known.learn(row)
    for cell in hidden:
        if known.gives(_row(cell, categories)):
            yield cell.name


def _row(cell: CountedCell, categories: Iterable[str]) -> Row:
    """A cell as the running count at the end of its window less the one at its start; a total is all categories."""
    start, end = cell.window
    row: Row = {}
    for category in categories if cell.name.dimension == TOTAL else [cell.name.category]:
        row[category, end] = 1
        row[category, start] = PRIME - 1
    return row


def _empty_cells(dimension: str, cells: Iterable[CountedCell], categories: Iterable[str]) -> Iterator[Row]:
    """A category that a table does not have is known to be nobody there."""
    for parts in tables_of(cells).values():
        if dimension in parts and dimension != TOTAL:
            present = {cell.name.category for cell in parts[dimension]}
            start, end = parts[dimension][0].window
            for category in categories:
                if category not in present:
                    yield {(category, end): 1, (category, start): PRIME - 1}


class _Known:
    """What the shown cells give: rows in echelon form, each led by its last place."""

    def __init__(self) -> None:
        self._led_by: dict[Edge, Row] = {}

    def learn(self, row: Row) -> None:
        """One more shown cell."""
        rest = self._less_known(row)
        if rest:
            lead = max(rest)
            inverse = pow(rest[lead], -1, PRIME)
            self._led_by[lead] = {place: factor * inverse % PRIME for place, factor in rest.items()}

    def gives(self, row: Row) -> bool:
        """Whether the shown cells together give this one."""
        return not self._less_known(row)

    def _less_known(self, row: Row) -> Row:
        rest, kept = dict(row), {}
        while rest:
            lead = max(rest)
            known = self._led_by.get(lead)
            if known is None:
                kept[lead] = rest.pop(lead)
                continue
            times = rest[lead]
            for place, factor in known.items():
                left = (rest.get(place, 0) - times * factor) % PRIME
                if left:
                    rest[place] = left
                else:
                    rest.pop(place, None)
        return kept
