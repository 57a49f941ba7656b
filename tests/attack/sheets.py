"""The list of sheets that an edition publishes, and what it says by itself: which sheet came late, where and when.

It says nothing of who came. That a count has grown by a late sheet is no secret; who was in it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.attack.reading import Address, ReadCell, ReadEdition

Cells = Sequence[tuple[int, Address]]


def sheets_of(edition: ReadEdition, cell: ReadCell) -> frozenset[str]:
    """The sheets that a cell counts: those held in its days, and in its place or in a place inside it."""
    indicator, *_, dimension, category = cell.address
    return frozenset(
        sheet
        for sheet, day, place in edition.sheets[indicator]
        if cell.start <= day < cell.end
        and (dimension != "place" or category == _place_of(edition, place, place_level(edition, indicator)))
    )


def place_level(edition: ReadEdition, indicator: str) -> int | None:
    """By places of which level an indicator is cut, where it is."""
    cut_by = edition.definitions[indicator].get("dimensions", [])
    return next((one["place"] for one in cut_by if isinstance(one, dict)), None)


def _place_of(edition: ReadEdition, place: str, level: int | None) -> str:
    """In which cell of a table the place of a sheet is counted."""
    around = (one for one in (place, *edition.inside.get(place, ())) if edition.levels.get(one) == level)
    return next(around, "unknown")


@dataclass(frozen=True)
class ListOfSheets:
    """What earlier editions have shown. `cells_of` are the cells of each number, `derived` the numbers that are
    together one which no cell shows."""

    read: Sequence[ReadEdition]
    cells_of: Mapping[Any, Cells]
    derived: Mapping[Any, Sequence[Any]]

    def tells(self, narrow: Any, wide: Any) -> bool:
        """Whether both were shown and only the wider one has grown since, in place, time or activity."""
        if {dimension for dimension, _ in narrow.cut - wide.cut} <= {"place", "stated"}:
            return self._was_shown(wide) and self._was_shown_as_now(narrow)
        return False

    def _was_shown(self, name: Any) -> bool:
        """Whether an earlier edition has shown the same cell, or all those that make up the number."""
        if any(not cell.masked for cell in self._same_cells_before(name)):
            return True
        parts = self.derived.get(name, [])
        return bool(parts) and all(map(self._was_shown, parts))

    def _was_shown_as_now(self, name: Any) -> bool:
        """Whether an earlier edition has shown what the same sheets say, or each part of the number so."""
        shown = self._shown_before[name.edition, who(name)]
        edition = self.read[name.edition]
        if any(sheets_of(edition, edition.cells[address]) in shown for _, address in self.cells_of.get(name, ())):
            return True
        parts = self.derived.get(name, [])
        return bool(parts) and all(map(self._was_shown_as_now, parts))

    def _same_cells_before(self, name: Any) -> Iterator[ReadCell]:
        for _, address in self.cells_of.get(name, ()):
            for edition in self.read[: name.edition]:
                if address in edition.cells:
                    yield edition.cells[address]

    @cached_property
    def _shown_before(self) -> Mapping[tuple[int, tuple[Any, ...]], set[frozenset[str]]]:
        """The sheets behind what editions before one have shown, by what was asked of who came."""
        found: dict[tuple[int, tuple[Any, ...]], set[frozenset[str]]] = defaultdict(set)
        for name, cells in self.cells_of.items():
            for at, address in cells:
                cell = self.read[at].cells[address]
                for later in range(at + 1, len(self.read)):
                    if not cell.masked:
                        found[later, who(name)].add(sheets_of(self.read[at], cell))
        return found


def who(name: Any) -> tuple[Any, ...]:
    """What was asked of who came, wherever it was."""
    return name.count, name.where, frozenset(part for part in name.cut if part[0] != "place")
