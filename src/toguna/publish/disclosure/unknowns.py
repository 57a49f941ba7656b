"""The numbers of all editions as one system of unknowns: what is counted from the same facts is one unknown.

A programme's women trained and the women of its people trained, its life and the one year that holds it all, this
edition's closed quarter and the last one's: each is one unknown, and known everywhere once it is shown anywhere. It
knows the true numbers; which of them a reader sees is said by who holds them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from toguna.publish.disclosure.cells import (
    DENOMINATOR,
    NUMERATOR,
    TOTAL,
    CellName,
    CountedCell,
    EarlierEdition,
    Number,
    Table,
    Window,
    tables_of,
)
from toguna.rules.conditions import Conditions
from toguna.rules.definitions import UNKNOWN, Count, Definition, DimensionName, Measure
from toguna.rules.disclosure import OF_PERSONS

THIS = 0
NOBODY = -1
"""The unknown that is known to be zero."""

# A cell of one of these is the total of a definition that asks for that code.
_ASKED_AS = {
    DimensionName.SEX: "sex",
    DimensionName.ACTIVITY_KIND: "activity_kind",
    DimensionName.IMPLEMENTER: "implementer",
    DimensionName.STAKEHOLDER_GROUP: "stakeholder_group",
    DimensionName.TOPIC: "topics",
    DimensionName.DESIGNED_FOR: "designed_for",
}

Cut = tuple[str, str]
Slot = tuple[str, str]


class Series(NamedTuple):
    """One number of one indicator on one basis in one edition, whatever the period and the cut."""

    edition: int
    indicator: str
    basis: str
    role: str


@dataclass
class Line:
    """The numbers of a series in each of its periods, by cut: a table is a slot of time, a cut a category."""

    measure: Measure
    definition: Definition
    windows: dict[Slot, Window] = field(default_factory=dict)
    cuts: dict[Cut, dict[Slot, int]] = field(default_factory=dict)

    def periods(self, cut: Cut) -> dict[Slot, int]:
        """The unknowns of one cut, period by period."""
        return self.cuts.setdefault(cut, {})


class Target(NamedTuple):
    """What must not be found: that an unknown is few persons. `cell` says what it is called; `small` that it is few
    (otherwise only its number must not be found); `late` that it is how many came late to a cell shown before, `rest`
    those who are in a wider count only, `before` that an earlier edition masked it."""

    unknown: int
    cell: CellName
    small: bool = True
    late: bool = False
    rest: bool = False
    before: bool = False


class Unknowns:
    """All numbers of this edition and of the earlier ones."""

    def __init__(self, cells: Iterable[CountedCell], before: Sequence[EarlierEdition], threshold: int) -> None:
        self.threshold = threshold
        self.truth: list[int] = []
        self.floor: list[int] = []
        self.holders: list[list[CellName]] = []
        self.known: list[bool] = []
        self.targets: list[Target] = []
        # Those in one number and not in another that is inside it.
        self.rests: dict[tuple[int, int], int] = {}
        # Which places each place lies in, and what was reckoned by adding others up.
        self.inside: dict[str, frozenset[str]] = {}
        self.reckoned: dict[tuple[int, ...], int] = {}
        self.lines: dict[Series, Line] = {}
        self.numbers_of: dict[CellName, list[int]] = {}
        self.persons: dict[CellName, int] = {}
        self._same: list[int] = []
        self._old_cells: dict[int, list[tuple[CellName, bool]]] = {}
        self._totals: dict[int, dict[Table, str]] = {}
        self._keys: dict[int, dict[tuple[object, ...], int]] = {}
        self._add_edition(THIS, sorted(cells, key=lambda cell: cell.name), frozenset())
        for earlier in before:
            self._add_edition(earlier.number, sorted(earlier.cells, key=lambda cell: cell.name), earlier.masked)
        self._join_editions()
        self._settle()

    def latent(self, truth: int, floor: int = 0) -> int:
        """A number that no cell shows but that follows from shown ones."""
        self.truth.append(truth)
        self.floor.append(floor)
        self.holders.append([])
        self.known.append(False)
        return len(self.truth) - 1

    def sum_of(self, parts: Iterable[int]) -> int:
        """What some unknowns are together: one of its own where they are several, known where all of them are."""
        some = tuple(sorted(part for part in parts if part != NOBODY))
        if len(some) < 2:
            return some[0] if some else NOBODY
        if some not in self.reckoned:
            self.reckoned[some] = self.latent(sum(self.truth[part] for part in some))
            self.known[self.reckoned[some]] = all(self.known[part] for part in some)
        return self.reckoned[some]

    def truth_of(self, unknown: int) -> int:
        """The true number, of nobody too."""
        return 0 if unknown == NOBODY else self.truth[unknown]

    def is_total(self, unknown: int) -> bool:
        """Whether a cell that shows it is a total."""
        return any(name.dimension == TOTAL for name in self.holders[unknown])

    # How the cells of one edition become unknowns.

    def _add_edition(self, edition: int, cells: Sequence[CountedCell], masked: frozenset[CellName]) -> None:
        keys = self._keys.setdefault(edition, {})
        for table, cuts in tables_of(cells).items():
            total = cuts.get(TOTAL, [None])[0]
            if total is not None:
                self._totals.setdefault(edition, {})[table] = "" if total.name in masked else total.digest
            for dimension, pieces in cuts.items():
                for cell in pieces:
                    self._add_cell(edition, cell, cell.name in masked, keys)
                if total is not None and dimension != TOTAL:
                    self._mark_present(edition, total, dimension)
            if total is not None and total.name not in masked and not any(n.value for n in total.numbers()):
                for cut_by in total.definition.dimensions:
                    self._mark_present(edition, total, str(cut_by.name))
        self._fill_absent(edition)

    def _add_cell(self, edition: int, cell: CountedCell, masked: bool, keys: dict[tuple[object, ...], int]) -> None:
        if cell.inside:
            self.inside[cell.name.category] = self.inside.get(cell.name.category, frozenset()) | {*cell.inside}
        for number in cell.numbers():
            table = cell.name.table
            series = Series(edition, table.indicator, table.basis, number.role)
            line = self.lines.setdefault(series, Line(number.measure, cell.definition))
            slot = (table.period_kind, table.period)
            line.windows[slot] = cell.window
            periods = line.periods((cell.name.dimension, cell.name.category))
            if number.value == 0 and number.role != NUMERATOR:
                periods[slot] = NOBODY
                continue
            unknown = self.latent(number.value, 0 if number.role == NUMERATOR else 1)
            self._same.append(unknown)
            self._old_cells[unknown] = [(cell.name, masked)] if edition != THIS else []
            if edition == THIS:
                self.holders[unknown].append(cell.name)
                self.persons[cell.name] = max(cell.persons, *(one.value for one in cell.numbers()))
            periods[slot] = unknown
            for key in keys_of(cell, number):
                if number.value:
                    self._join(unknown, keys.setdefault(key, unknown))

    def _mark_present(self, edition: int, total: CountedCell, dimension: str) -> None:
        """A shown table says of every category that it has not that nobody is there."""
        table = total.name.table
        for role in (number.role for number in total.numbers()):
            line = self.lines[Series(edition, table.indicator, table.basis, role)]
            line.periods((dimension, TOTAL))[table.period_kind, table.period] = NOBODY

    def _fill_absent(self, edition: int) -> None:
        for series, line in self.lines.items():
            if series.edition != edition:
                continue
            for (dimension, category), periods in line.cuts.items():
                if category != TOTAL:
                    for slot in line.cuts.get((dimension, TOTAL), {}):
                        periods.setdefault(slot, NOBODY)
            for cut in [cut for cut in line.cuts if cut[0] != TOTAL and cut[1] == TOTAL]:
                del line.cuts[cut]

    # What is one and the same.

    def _find(self, unknown: int) -> int:
        while self._same[unknown] != unknown:
            self._same[unknown] = self._same[self._same[unknown]]
            unknown = self._same[unknown]
        return unknown

    def _join(self, one: int, other: int) -> None:
        one, other = self._find(one), self._find(other)
        if one != other and self.truth[one] == self.truth[other]:
            self._same[max(one, other)] = min(one, other)

    def _join_editions(self) -> None:
        """What was counted from the same facts in two editions. A table whose total has changed does not say which of
        its cells of sex or age have: there, a cell that was shown is the same only as far as a reader can tell."""
        by_digest: dict[tuple[object, ...], int] = {}
        for edition, keys in self._keys.items():
            for key, unknown in keys.items():
                if key[0] == "facts" and edition != THIS:
                    self._join(unknown, by_digest.setdefault(key, unknown))
        shown = {self._find(one) for one, cells in self._old_cells.items() if any(not masked for _, masked in cells)}
        names: dict[int, list[CellName]] = {}
        for unknown, held in enumerate(self.holders):
            names.setdefault(self._find(unknown), []).extend(held)
        for key, unknown in self._keys[THIS].items():
            old = by_digest.get(key)
            if old is None:
                continue
            if self._find(old) not in shown or not all(map(self._may_have_changed, names[self._find(unknown)])):
                self._join(unknown, old)

    def _may_have_changed(self, name: CellName) -> bool:
        """Whether a reader who has seen the cell before cannot be sure that it still counts the same facts."""
        now = self._totals[THIS].get(name.table)
        return name.dimension in OF_PERSONS and any(
            totals.get(name.table, now) != now for edition, totals in self._totals.items() if edition != THIS
        )

    def _settle(self) -> None:
        """One unknown for all that are the same, and who shows it."""
        for unknown in range(len(self._same)):
            root = self._find(unknown)
            self.known[root] |= any(not masked for _, masked in self._old_cells[unknown])
            if root != unknown:
                self.holders[root] += self.holders[unknown]
                self.floor[root] = max(self.floor[root], self.floor[unknown])
        for line in self.lines.values():
            for periods in line.cuts.values():
                for slot, unknown in periods.items():
                    periods[slot] = unknown if unknown == NOBODY else self._find(unknown)
        for unknown in range(len(self._same)):
            if self._find(unknown) == unknown:
                for name in self.holders[unknown]:
                    self.numbers_of.setdefault(name, []).append(unknown)
        self.masked_before = {
            self._find(one): name
            for one, cells in self._old_cells.items()
            for name, masked in cells
            if masked and not self.known[self._find(one)]
        }


def named(series: Series, slot: Slot, cut: Cut) -> CellName:
    """What the cell of a series in one period and cut is called."""
    return CellName(Table(series.indicator, slot[0], slot[1], series.basis), *cut)


def keys_of(cell: CountedCell, number: Number) -> Iterable[tuple[object, ...]]:
    """By what a number is known to be the same as another: the facts that were counted and how, or the same question
    asked in the same edition."""
    if cell.digest:
        yield ("facts", _way_of_counting(cell, number), cell.digest)
    name = cell.name
    cut = (name.dimension, name.category)
    yield ("asked", question_of(cell.definition, number.measure, number.role, name.table.basis, cut), cell.window)


def _way_of_counting(cell: CountedCell, number: Number) -> tuple[str, ...]:
    if cell.definition.count is Count.RATIO:
        return ("ratio", number.role)
    if number.role == DENOMINATOR:
        return ("facts",)
    return ("people",) if number.measure.count is Count.PEOPLE else ("quantity",)


class Question(NamedTuple):
    """What a number asks, whichever indicator asks it and in whichever period: two that ask the same are the same."""

    counted: str
    role: str
    kinds: tuple[str, ...]
    where: Conditions
    cut: tuple[str | int | None, ...]
    places: tuple[str, ...]
    basis: str


@lru_cache(maxsize=20_000)
def question_of(definition: Definition, measure: Measure, role: str, basis: str, cut: Cut) -> Question:
    """The question of one cut of a line. How an indicator is cut into periods, and whether it is cumulative, is no part
    of it: that only says which days are counted."""
    dimension_name, category = cut
    where = replace(measure.where, basis=())
    kept: tuple[str | int | None, ...] = ()
    asked = _ASKED_AS.get(DimensionName(dimension_name)) if dimension_name else None
    if asked and category != UNKNOWN and not getattr(where, asked):
        where = replace(where, **{asked: (category,)})  # type: ignore[arg-type]
    elif dimension_name:
        dimension = definition.dimension(dimension_name)
        bands = [band.code for band in definition.age_bands] if dimension_name == DimensionName.AGE_BAND else []
        kept = (dimension_name, dimension.level if dimension else None, category, *bands)
    places = (str(definition.place), definition.place_edition) if where.places or "place" in kept else ()
    is_mean = measure.count is Count.MEAN
    return Question(
        "mean" if is_mean else str(measure.count),
        role if is_mean else "",
        tuple(sorted(measure.kinds)),
        where,
        kept,
        places,
        basis,
    )
