"""The slow, obvious engine: plain loops over plain rows, to hold the quick one to account.

It shares with the quick engine only the words of a definition and the shape of a cell. When the two disagree, this one
is read first; when both agree and are wrong, the tables of the handbook say so.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any

from toguna.measure.cells import Cell
from toguna.rules.definitions import Count, Definition, Measure
from toguna.rules.people_units import persons_shown
from toguna.rules.periods import Period

Fact = Mapping[str, Any]
Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Country:
    """The places of an extract, as rows: which place lies in which, by edition, and when each edition holds."""

    ancestors: Sequence[Mapping[str, Any]]
    editions: Sequence[Mapping[str, Any]]

    def edition_on(self, day: date) -> str | None:
        """The division that held on a day; of two, the one that began later."""
        found = None
        for edition in sorted(self.editions, key=lambda row: (row["valid_from"], row["edition"])):
            if edition["valid_from"] <= day and (edition["valid_to"] is None or day < edition["valid_to"]):
                found = edition["edition"]
        return found

    def around(self, place: str | None, edition: str | None) -> list[tuple[int, str]]:
        """The places that a place lies in, itself included, with their levels."""
        return [
            (row["level"], row["ancestor"])
            for row in self.ancestors
            if row["place"] == place and row["edition"] == edition
        ]


def compute_slowly(
    definition: Definition,
    facts: Iterable[Fact],
    country: Country,
    *,
    periods: Sequence[Period],
    as_of: int,
    programme_start: date,
) -> list[Cell]:
    """The same cells as the quick engine, one fact at a time."""
    facts = list(facts)
    cells: list[Cell] = []
    for period in set(periods):
        start = programme_start if definition.cumulative else period.start
        window = [fact for fact in facts if start <= fact["start_on"] < period.end and _alive(fact, as_of)]
        parts = [_cells_of(definition, measure, window, country) for measure in definition.measures]
        for key in set().union(*parts):
            cells.append(
                _cell(definition, period, key, [part[key] if key in part else _elsewhere(part) for part in parts])
            )
    return sorted(cells, key=lambda cell: (cell.period, len(cell.dimensions), cell.dimensions))


def _alive(fact: Fact, as_of: int) -> bool:
    return fact["since"] <= as_of and (fact["until"] is None or as_of < fact["until"])


def _elsewhere(part: Mapping[Key, list[Fact] | None]) -> list[Fact] | None:
    """A cell in which a part of a ratio has no fact: none there, unless nothing at all could be counted."""
    return None if part[()] is None else []


def _cells_of(
    definition: Definition, measure: Measure, window: list[Fact], country: Country
) -> dict[Key, list[Fact] | None]:
    """The facts of each cell; None for a total in whose period no fact could have been counted."""
    scope = [fact for fact in window if _in_scope(fact, measure)]
    counted = [fact for fact in scope if _meets(fact, definition, measure, country)]
    cells: dict[Key, list[Fact] | None] = {}
    if definition.keeps_basis_apart:
        for basis in measure.where.basis:
            cells[("basis", str(basis)),] = [] if any(fact["basis"] == basis for fact in scope) else None
    else:
        cells[()] = [] if scope else None
    for fact in counted:
        for key in set(_keys(fact, definition, measure, counted, country)):
            cells[key] = [*(cells.get(key) or []), fact]
    if measure.count is Count.LATEST:
        return {key: facts and _latest(facts, definition) for key, facts in cells.items()}
    return cells


def _in_scope(fact: Fact, measure: Measure) -> bool:
    where = measure.where
    return (
        fact["kind"] in measure.kinds
        and fact["basis"] in where.basis
        and (where.programme is None or where.programme in fact["programmes"])
        and (where.unit is None or where.unit == fact["unit"])
        and _subject(fact, measure) is not None
    )


def _subject(fact: Fact, measure: Measure) -> str | None:
    match measure.count:
        case Count.EVENTS:
            subject = fact["activity"]
        case Count.PEOPLE:
            subject = fact["person"]
        case Count.ORGANISATIONS:
            subject = fact["organisation"]
        case _:
            subject = fact["id"]
    return None if subject is None else str(subject)


def _meets(fact: Fact, definition: Definition, measure: Measure, country: Country) -> bool:
    where = measure.where
    for column in ("activity_kind", "implementer", "sex", "stakeholder_group"):
        codes = getattr(where, column)
        if codes and fact[column] not in codes:
            return False
    for column in ("designed_for", "topics"):
        codes = getattr(where, column)
        if codes and not set(codes) & set(fact[column]):
            return False
    for column in ("disability", "displaced"):
        flag = getattr(where, column)
        if flag is not None and fact[column] is not flag:
            return False
    if where.age is not None:
        youngest, oldest = _ages(fact, measure, fact["start_on"].year)
        if not where.age.holds(youngest, oldest):
            return False
    if where.places:
        around = country.around(fact[f"{definition.place}_place"], _edition(fact, definition, country))
        return any(place in where.places for _, place in around)
    return True


def _edition(fact: Fact, definition: Definition, country: Country) -> str | None:
    return country.edition_on(fact["start_on"]) if definition.place_edition == "day" else definition.place_edition


def _ages(fact: Fact, measure: Measure, year: int) -> tuple[int | None, int | None]:
    if measure.count is not Count.PEOPLE:
        return fact["age_from"], fact["age_to"]
    if fact["birth_year"] is None or year < fact["birth_year"]:
        return None, None
    return year - fact["birth_year"], year - fact["birth_year"]


def _keys(fact: Fact, definition: Definition, measure: Measure, counted: list[Fact], country: Country) -> Iterator[Key]:
    """Every cell that the fact stands in: each of its values, or added over, along each dimension."""
    axes: list[list[tuple[str, str] | None]] = []
    if definition.keeps_basis_apart:
        axes.append([("basis", fact["basis"])])
    for dimension in definition.dimensions:
        values = _values_along(str(dimension.name), fact, definition, measure, counted, country)
        axes.append([None, *((str(dimension.name), value) for value in values)])
    for combination in product(*axes):
        yield tuple(one for one in combination if one is not None)


def _values_along(
    name: str, fact: Fact, definition: Definition, measure: Measure, counted: list[Fact], country: Country
) -> list[str]:
    if name in ("topic", "designed_for"):
        return sorted(set(fact["topics" if name == "topic" else name])) or ["unknown"]
    if name in ("disability", "displaced"):
        return ["unknown" if fact[name] is None else "yes" if fact[name] else "no"]
    if name == "age_band":
        year = min((one["start_on"].year for one in counted if one["person"] == fact["person"]), default=0)
        youngest, oldest = _ages(fact, measure, year)
        return [next((band.code for band in definition.age_bands if band.holds(youngest, oldest)), "unknown")]
    if name == "place":
        wanted = definition.dimension("place")
        around = country.around(fact[f"{definition.place}_place"], _edition(fact, definition, country))
        return [min((place for level, place in around if wanted and level == wanted.level), default="unknown")]
    return [fact[name] or "unknown"]


def _latest(facts: list[Fact], definition: Definition) -> list[Fact]:
    latest: dict[tuple[str | None, str | None], Fact] = {}
    for fact in sorted(facts, key=lambda one: (one["start_on"], one["since"], one["id"])):
        latest[fact[f"{definition.place}_place"], fact["organisation"]] = fact
    return list(latest.values())


def _cell(definition: Definition, period: Period, key: Key, parts: list[list[Fact] | None]) -> Cell:
    if definition.count is not Count.RATIO:
        facts = parts[0] or []
        value, numerator, denominator = _count(definition.measures[0], parts[0])
        persons = _persons(definition.measures[0], facts)
        return Cell(period, key, value, numerator, denominator, len(facts), persons, _digest(facts))
    above, below = (_count(measure, facts)[0] for measure, facts in zip(definition.measures, parts, strict=True))
    value = None
    if above is not None and below:
        value = _rounded(Decimal(above) * (100 if definition.percent else 1) / Decimal(below))
    persons = min(_persons(measure, facts or []) for measure, facts in zip(definition.measures, parts, strict=True))
    digests = "/".join(_digest(facts or []) for facts in parts)
    digest = hashlib.sha256(digests.encode()).hexdigest()
    return Cell(period, key, value, above, below, sum(len(facts or []) for facts in parts), persons, digest)


def _count(measure: Measure, facts: list[Fact] | None) -> tuple[Any, Any, Any]:
    if facts is None or (not facts and measure.count in (Count.LATEST, Count.MEAN)):
        return None, None, None
    quantity = sum(fact["quantity"] for fact in facts)
    match measure.count:
        case Count.SEATS:
            return quantity // 1000, None, None
        case Count.SUM | Count.LATEST:
            return Decimal(quantity) / 1000, None, None
        case Count.MEAN:
            return _rounded(Decimal(quantity) / 1000 / len(facts)), Decimal(quantity) / 1000, len(facts)
    return len({_subject(fact, measure) for fact in facts}), None, None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _persons(measure: Measure, facts: list[Fact]) -> int:
    """Everybody once where there is a name, every seat where there is none; nobody in what is not about people."""
    if measure.count not in (Count.PEOPLE, Count.SEATS, Count.ORGANISATIONS):
        quantity = sum(fact["quantity"] for fact in facts)
        return persons_shown(measure.count, measure.where.unit, facts=len(facts), quantity=quantity)
    named = {fact["person"] for fact in facts if fact["person"] is not None}
    unnamed = [fact for fact in facts if fact["person"] is None and fact["kind"] in ("participation", "headcount")]
    seats: int = sum(fact["quantity"] for fact in unnamed) // 1000
    return len(named) + seats


def _digest(facts: list[Fact]) -> str:
    """How many facts, and the sum of the first 30 hexadecimal digits of the SHA-256 of their ids."""
    marks = [int(hashlib.sha256(fact["id"].encode()).hexdigest()[:30], 16) for fact in facts]
    return hashlib.sha256(f"{len(marks)}:{sum(marks) % 16**30:030x}".encode()).hexdigest()
