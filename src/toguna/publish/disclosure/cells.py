"""The cells of the tables that an edition shows, and what may be left out of it.

A table is one indicator in one period (and one basis): its total and its parts by one dimension. A cell knows how many
persons stand behind it, never who.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from toguna.rules.definitions import Count, Definition, Measure
from toguna.rules.disclosure import counts_persons, has_one_person_each, is_share_of_persons, shows_few

TOTAL = ""
COUNT, NUMERATOR, DENOMINATOR = "count", "numerator", "denominator"
Window = tuple[date, date]


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


class Number(NamedTuple):
    """One number of a cell that says how many persons: what it is in the cell, what was counted, how many."""

    role: str
    measure: Measure
    value: int


@dataclass(frozen=True, eq=False)
class CountedCell:
    """One counted cell. `window` is the days that were counted, the end excluded; `digest` names the facts behind it;
    `inside` are the categories of the places that its own place lies in, where they are known.

    `persons` is how many persons stand behind it, which may be fewer than the seats that it counts. The numbers are
    None where they are unknown; those of a masked cell of an old edition may be, and its digest empty.
    """

    name: CellName
    window: Window
    definition: Definition
    persons: int = 0
    digest: str = ""
    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    inside: tuple[str, ...] = field(default=(), kw_only=True)

    def numbers(self) -> list[Number]:
        """The numbers of the cell that say how many persons; none where events, organisations or things are counted."""
        definition = self.definition
        if definition.count is Count.RATIO:
            roles = zip((NUMERATOR, DENOMINATOR), definition.measures, (self.numerator, self.denominator), strict=True)
            found = [(role, measure, value) for role, measure, value in roles if counts_persons(measure)]
        else:
            (measure,) = definition.measures
            found = [(COUNT, measure, self.value)] if counts_persons(measure) else []
            if has_one_person_each(measure):
                found.append((DENOMINATOR, measure, self.denominator))
            if is_share_of_persons(measure):
                found.append((NUMERATOR, measure, self.numerator))
        # Where nothing could be counted nobody came, and a cell that shows nothing says so; a latest figure that nobody
        # gave is not known.
        nobody = 0 if self.digest else None
        numbers = [
            (role, measure, nobody if value is None and measure.count is not Count.LATEST else value)
            for role, measure, value in found
        ]
        return [Number(role, measure, value) for role, measure, value in numbers if value is not None]

    def complement(self) -> int | None:
        """For a share of persons, those who are not in it; None where the cell is not one."""
        values = {number.role: number.value for number in self.numbers()}
        if {NUMERATOR, DENOMINATOR} <= values.keys() and values[DENOMINATOR] >= values[NUMERATOR]:
            return values[DENOMINATOR] - values[NUMERATOR]
        return None

    def shows_few(self, threshold: int) -> bool:
        """Whether it tells of so few persons that it must be masked."""
        numbers = self.numbers()
        if not numbers:
            return False
        return shows_few([self.persons, *(number.value for number in numbers), self.complement() or 0], threshold)


@dataclass(frozen=True)
class EarlierEdition:
    """What an earlier edition released, its masked cells as they were counted where that was kept."""

    number: int
    cells: tuple[CountedCell, ...]
    masked: frozenset[CellName]


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


def tables_of(cells: Iterable[CountedCell]) -> dict[Table, dict[str, list[CountedCell]]]:
    """The cells of each table by dimension; the total is the one cell under the dimension TOTAL."""
    found: dict[Table, dict[str, list[CountedCell]]] = {}
    for cell in cells:
        found.setdefault(cell.name.table, {}).setdefault(cell.name.dimension, []).append(cell)
    return found
