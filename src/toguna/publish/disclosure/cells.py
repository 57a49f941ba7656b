"""The cells of the tables that an edition shows, and what may be left out of it.

A table is one indicator in one period (and one basis): its total and its parts by one dimension. It knows how many
persons stand behind a cell, never who.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from toguna.rules.disclosure import Group

TOTAL = ""


class Table(NamedTuple):
    """One total: which indicator, when, and on which basis it was counted."""

    indicator: str
    period_kind: str
    period: str
    basis: str


class CellName(NamedTuple):
    """One cell: its table, the dimension that cuts it (none: the total) and the category."""

    table: Table
    dimension: str = TOTAL
    category: str = TOTAL


@dataclass(frozen=True)
class CountedCell:
    """One counted cell. `window` is the days that were counted, the end excluded; `digest` names the facts behind it.

    `persons` is None where the count is of events, organisations or things, which nobody needs to be protected from.
    `parts` are the smaller groups that a share shows: its numerator and its complement.
    """

    name: CellName
    window: tuple[date, date]
    persons: int | None
    digest: str
    parts: tuple[int, ...] = ()

    def as_group(self) -> Group:
        """The persons behind it, as the rule of masking wants them."""
        return Group(self.name.category, self.persons or 0, self.parts)


@dataclass(frozen=True)
class EarlierCell:
    """One cell as the previous edition gave it; a masked one gave no digest."""

    digest: str
    masked: bool


@dataclass(frozen=True, order=True)
class LeftOut:
    """A table that the release does without: a dimension, a kind of period, or both; empty means every one.

    >>> LeftOut.read("YOUTH-1:sex:quarter")
    LeftOut(indicator='YOUTH-1', dimension='sex', period_kind='quarter')
    >>> LeftOut.read("YOUTH-1:sex").covers(CellName(Table("YOUTH-1", "year", "2019", "counted"), "sex", "female"))
    True
    """

    indicator: str
    dimension: str = ""
    period_kind: str = ""

    @classmethod
    def read(cls, text: str) -> "LeftOut":
        """From `INDICATOR:DIMENSION:PERIOD-KIND`, the last two of which may be missing or empty."""
        indicator, dimension, period_kind = [*text.split(":"), "", ""][:3]
        return cls(indicator, dimension, period_kind)

    def __str__(self) -> str:
        return ":".join([self.indicator, self.dimension, self.period_kind]).rstrip(":")

    def covers(self, name: CellName) -> bool:
        """Whether this cell is left out."""
        return (
            name.table.indicator == self.indicator
            and (not self.dimension or name.dimension == self.dimension)
            and (not self.period_kind or name.table.period_kind == self.period_kind)
        )

    def includes(self, other: "LeftOut") -> bool:
        """Whether leaving this out leaves the other out too."""
        return (
            self.indicator == other.indicator
            and self.dimension in ("", other.dimension)
            and self.period_kind in ("", other.period_kind)
        )


Cells = Mapping[CellName, CountedCell]


def tables_of(cells: Iterable[CountedCell]) -> dict[Table, dict[str, list[CountedCell]]]:
    """The cells of each table by dimension; the total is the one cell under the dimension TOTAL."""
    found: dict[Table, dict[str, list[CountedCell]]] = {}
    for cell in cells:
        found.setdefault(cell.name.table, {}).setdefault(cell.name.dimension, []).append(cell)
    return found
