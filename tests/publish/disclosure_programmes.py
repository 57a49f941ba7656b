"""Small fictional programmes of two quarters, counted by the slow engine, and what a patient reader makes of them.

The reader has pencil and paper: every masked number may be anything, and every filling of the masked numbers that the
definitions allow is tried. It shares no code with the masking.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from toguna.measure.reference import Country, compute_slowly
from toguna.publish.disclosure.cells import CellName, CountedCell, EarlierEdition, Table
from toguna.publish.disclosure.control import Controlled, controlled_release
from toguna.rules.definitions import Definition
from toguna.rules.periods import PeriodKind, period_of

THRESHOLD = 3
STARTS = date(2019, 1, 1)
DAYS = (date(2019, 2, 1), date(2019, 5, 1))
QUARTERS = ("2019-Q1", "2019-Q2")
YEAR = "2019"
SEXES = ("female", "male", "unknown")
WHEN = {"periods": ["quarter", "year"]}
WOMEN = {"where": {"sex": ["female"]}}
DEFINITIONS = {
    "PEOPLE": {"count": "people", "dimensions": ["sex"], **WHEN},
    "SEATS": {"count": "seats", "dimensions": ["sex"], **WHEN},
    "WOMEN": {"count": "seats", **WOMEN, **WHEN},
    "SHARE": {"count": "ratio", "numerator": {"count": "seats", **WOMEN}, "denominator": {"count": "seats"}, **WHEN},
}

Sheet = Mapping[tuple[int, str], int]
"""How many came, by quarter (0 or 1) and sex."""
Released = tuple[Sequence[CountedCell], Controlled]


def facts_of(sheets: Sequence[Sheet], *, named: bool = False) -> list[dict[str, Any]]:
    """One fact a seat; the sheets were verified one after the other. Named persons of both quarters are the same as far
    as there are enough."""
    found: list[dict[str, Any]] = []
    for number, sheet in enumerate(sheets, 1):
        for (quarter, sex), seats in sheet.items():
            for seat in range(seats):
                found.append(
                    {
                        "id": f"{number}-{quarter}-{sex}-{seat}",
                        "kind": "participation",
                        "basis": "counted",
                        "programmes": [],
                        "unit": "seat",
                        "activity": "A",
                        "person": f"{number}-{sex}-{seat}" if named else None,
                        "start_on": DAYS[quarter],
                        "since": number,
                        "until": None,
                        "quantity": 1000,
                        "sex": None if sex == "unknown" else sex,
                    }
                )
    return found


def count(codes: Iterable[str], facts: Sequence[Mapping[str, Any]], *, as_of: int) -> list[CountedCell]:
    """The cells of some of the indicators as they stood at one moment."""
    periods = [
        *(period_of(PeriodKind.QUARTER, day) for day in DAYS),
        period_of(PeriodKind.YEAR, STARTS),
    ]
    found = []
    for code in codes:
        definition = Definition.from_json(DEFINITIONS[code])
        for cell in compute_slowly(
            definition, facts, Country([], []), periods=periods, as_of=as_of, programme_start=STARTS
        ):
            table = Table(code, str(cell.period.kind), cell.period.code, "counted")
            name = CellName(table, *cell.dimensions[0]) if cell.dimensions else CellName(table)
            numbers = [None if one is None else int(one) for one in (cell.value, cell.numerator, cell.denominator)]
            window = (cell.period.start, cell.period.end)
            found.append(CountedCell(name, window, definition, cell.persons, cell.digest, *numbers))
    return found


def release_all(
    codes: Iterable[str], sheets: Sequence[Sheet], *, named: bool = False, blind_to_earlier: bool = False
) -> list[Controlled]:
    """One edition after each sheet, each controlled beside those before."""
    facts, codes = facts_of(sheets, named=named), list(codes)
    released: list[Controlled] = []
    for number in range(1, len(sheets) + 1):
        earlier = [EarlierEdition(place, one.cells, one.masked) for place, one in enumerate(released, 1)]
        cells = count(codes, facts, as_of=number)
        released.append(controlled_release(cells, THRESHOLD, before=[] if blind_to_earlier else earlier).tables)
    return released


Name = tuple[int, str, str, str, str]
"""Edition, indicator and role, period, category."""


@dataclass(frozen=True)
class Rule:
    """Something that a reader knows of some numbers."""

    names: tuple[Name, ...]
    holds: Callable[[Sequence[int]], bool]


class Reader:
    """Whoever has kept every edition."""

    def __init__(self, editions: Sequence[Controlled]) -> None:
        self.known: dict[Name, int] = {}
        self.true: dict[Name, int] = {}
        self.digests: dict[Name, str] = {}
        self.editions = editions
        self.tables: set[tuple[int, str, str]] = set()
        for edition, controlled in enumerate(editions):
            for cell in controlled.cells:
                if not cell.name.dimension:
                    self.tables.add((edition, cell.name.table.indicator, cell.name.table.period))
                for role, value in roles_of(cell).items():
                    name = (edition, cell.name.table.indicator + role, cell.name.table.period, cell.name.category)
                    self.true[name] = value
                    if cell.name not in controlled.masked:
                        self.known[name] = value
                        self.digests[name] = cell.digest
        self.masked = sorted(self.true.keys() - self.known.keys())
        self.rules = [*self._tables(), *self._years(), *self._same_questions(), *self._editions()]

    def finds(self) -> list[str]:
        """Every number of a few persons that is shown, or that the reader has found or bounded.

        A share is masked whole: where its part is small, the whole that another indicator shows is no find.
        """
        found = [f"{name} shows {value}" for name, value in self.known.items() if 0 < value < THRESHOLD]
        possible: dict[Name, set[int]] = {name: set() for name in self.masked}
        for filling in self._fillings():
            for name, value in filling.items():
                possible[name].add(value)
        for name, values in possible.items():
            assert self.true[name] in values, "the truth itself must be possible"
            bounded = max(values) < THRESHOLD and min(values) > 0
            if self.true[name] < THRESHOLD and (bounded or len(values) == 1):
                found.append(f"{name} is among {sorted(values)}")
        return found

    def _fillings(self) -> Iterator[dict[Name, int]]:
        most = max(self.true.values(), default=0) + THRESHOLD + 1
        order = self.masked
        due: list[list[Rule]] = [[] for _ in order]
        for rule in self.rules:
            hidden = [order.index(name) for name in rule.names if name in order]
            if hidden:
                due[max(hidden)].append(rule)
        filling: dict[Name, int] = {}

        def fill(place: int) -> Iterator[dict[Name, int]]:
            if place == len(order):
                yield dict(filling)
                return
            for value in range(0 if order[place][1] in ("SHARE/part", "SHARE/rest") else 1, most + 1):
                filling[order[place]] = value
                if all(self._keeps(rule, filling) for rule in due[place]):
                    yield from fill(place + 1)
            del filling[order[place]]

        return fill(0)

    def _keeps(self, rule: Rule, filling: Mapping[Name, int]) -> bool:
        return rule.holds([filling[name] if name in filling else self.known.get(name, 0) for name in rule.names])

    def _has(self, edition: int, indicator: str, period: str) -> bool:
        return (edition, indicator.split("/")[0], period) in self.tables

    def _has_sexes(self, edition: int, indicator: str, period: str) -> bool:
        """A table by sex is there, or there was nobody to be told apart."""
        nobody = self.true.get((edition, indicator, period, ""), 0) == 0
        return self._has(edition, indicator, period) and (
            nobody or any((edition, indicator, period, sex) in self.true for sex in SEXES)
        )

    def _tables(self) -> Iterator[Rule]:
        for edition in range(len(self.editions)):
            for period in (*QUARTERS, YEAR):
                for indicator in ("SEATS", "PEOPLE"):
                    if self._has_sexes(edition, indicator, period):
                        names = [(edition, indicator, period, code) for code in ("", *SEXES)]
                        yield Rule(tuple(names), lambda them: them[0] == sum(them[1:]))
                if (edition, "SHARE/whole", period, "") in self.true:
                    names = [(edition, f"SHARE/{role}", period, "") for role in ("whole", "part", "rest")]
                    yield Rule(tuple(names), lambda them: them[0] == them[1] + them[2])

    def _years(self) -> Iterator[Rule]:
        for edition in range(len(self.editions)):
            for indicator in ("SEATS", "PEOPLE", "WOMEN", "SHARE/whole", "SHARE/part", "SHARE/rest"):
                for code in ("", *SEXES):
                    periods = (YEAR, *QUARTERS)
                    there = self._has_sexes if code else self._has
                    if not all(there(edition, indicator, period) for period in periods):
                        continue
                    if indicator == "PEOPLE":
                        yield Rule(
                            tuple((edition, indicator, period, code) for period in periods),
                            lambda them: max(them[1:]) <= them[0] <= sum(them[1:]),
                        )
                    else:
                        yield Rule(
                            tuple((edition, indicator, period, code) for period in periods),
                            lambda them: them[0] == sum(them[1:]),
                        )

    def _same_questions(self) -> Iterator[Rule]:
        women = (("WOMEN", ""), ("SHARE/part", ""), ("SEATS", "female"))
        everybody = (("SHARE/whole", ""), ("SEATS", ""))
        for edition in range(len(self.editions)):
            for period in (*QUARTERS, YEAR):
                for same in (women, everybody):
                    names = [(edition, indicator, period, code) for indicator, code in same]
                    there = [name for name in names if name in self.true]
                    for one, other in itertools.pairwise(there):
                        yield Rule((one, other), lambda them: them[0] == them[1])

    def _editions(self) -> Iterator[Rule]:
        for name in self.true:
            edition, indicator, period, code = name
            later = (edition + 1, indicator, period, code)
            if later not in self.true:
                continue
            yield Rule((name, later), lambda them: them[0] <= them[1])
            totals = [self.digests.get((one, indicator, period, "")) for one in (edition, edition + 1)]
            if totals[0] is not None and totals[0] == totals[1]:
                yield Rule((name, later), lambda them: them[0] == them[1])


def roles_of(cell: CountedCell) -> dict[str, int]:
    """The numbers of a cell that a reader wants to know."""
    if cell.numerator is None or cell.denominator is None:
        return {} if cell.value is None else {"": cell.value}
    return {
        "/part": cell.numerator,
        "/whole": cell.denominator,
        "/rest": cell.denominator - cell.numerator,
    }
