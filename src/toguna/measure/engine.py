"""Counts what a definition asks, with Ibis expressions over an extract: on DuckDB here, on any Ibis backend elsewhere.

Every number comes with what contributed to it. It chooses no periods, stores nothing and knows no names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, groupby
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from toguna.measure.cells import Cell, Number, in_order
from toguna.measure.contributions import OpenExtract, Question, open_extract
from toguna.measure.cuts import ADDED_OVER, cut_columns
from toguna.measure.digests import digest_of_marks, digest_of_ratio
from toguna.measure.narrowing import SUBJECTS
from toguna.measure.schema import Extract
from toguna.rules.definitions import BASIS_DIMENSION, SEVERAL_VALUED, Count, Definition, DimensionName, Measure
from toguna.rules.periods import Period

THOUSANDTHS = Decimal(1000)
_WHOLE = "decimal(20, 0)"  # a backend may add 64-bit integers in 64 bits, which the marks would overflow

_NUMBERS = ("contributed", "amount", "persons", "mark_high", "mark_low")

Key = tuple[int, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Tally:
    """What was counted in one cell, before it becomes a value."""

    contributed: int = 0
    amount: int = 0
    persons: int = 0
    mark_high: int = 0
    mark_low: int = 0

    @property
    def digest(self) -> str:
        """Of the facts that were counted."""
        return digest_of_marks(self.contributed, self.mark_high, self.mark_low)


def compute(
    definition: Definition,
    extract: Extract | OpenExtract,
    *,
    periods: Sequence[Period],
    as_of: int,
    programme_start: date,
) -> list[Cell]:
    """The values of an indicator: the total of each period, and every cut of it by any of its dimensions.

    A fact belongs to the period in which it starts. There is a cell for each combination under which a fact stands and
    always one for the total; the total is None when no fact could be counted at all, 0 when some could and none met the
    conditions. The same facts and the same `as_of` give the same cells, in the same order, on any backend.
    """
    opened = extract if isinstance(extract, OpenExtract) else open_extract(extract)
    cells: list[Cell] = []
    for _, group in groupby(sorted(set(periods), key=lambda period: (period.kind, period)), lambda period: period.kind):
        question = Question(definition, opened, tuple(group), as_of, programme_start)
        parts = [_tallies(question, measure) for measure in definition.measures]
        cells.extend(_ratios(question, *parts) if definition.count is Count.RATIO else _values(question, parts[0]))
    return in_order(cells)


def _values(question: Question, tallies: Mapping[Key, Tally | None]) -> Iterator[Cell]:
    for (position, dimensions), tally in tallies.items():
        value, numerator, denominator = _value(question.definition.count, tally)
        counted = tally or Tally()
        yield Cell(
            question.periods[position],
            dimensions,
            value,
            numerator,
            denominator,
            counted.contributed,
            counted.persons,
            counted.digest,
        )


def _ratios(question: Question, above: Mapping[Key, Tally | None], below: Mapping[Key, Tally | None]) -> Iterator[Cell]:
    parts = question.definition.measures
    for key in {**above, **below}:
        # Where a part could be counted in the period, a cell in which it has no fact is 0 of it, not unknown.
        top, bottom = (tallies.get(key, tallies[key[0], ()] and Tally()) for tallies in (above, below))
        numerator, denominator = _value(parts[0].count, top)[0], _value(parts[1].count, bottom)[0]
        value = None
        if numerator is not None and denominator:
            value = _quotient(Decimal(numerator) * (100 if question.definition.percent else 1), Decimal(denominator))
        top, bottom = top or Tally(), bottom or Tally()
        yield Cell(
            question.periods[key[0]],
            key[1],
            value,
            numerator,
            denominator,
            top.contributed + bottom.contributed,
            min(top.persons, bottom.persons),
            digest_of_ratio(top.digest, bottom.digest),
        )


def _value(count: Count, tally: Tally | None) -> tuple[Number | None, Number | None, Number | None]:
    """Value, numerator and denominator. Quantities are kept in thousandths; a mean of nothing is unknown."""
    if tally is None:
        return None, None, None
    match count:
        case Count.SEATS:
            return tally.amount // 1000, None, None
        case Count.SUM:
            return _from_thousandths(tally.amount), None, None
        case Count.LATEST:
            return (_from_thousandths(tally.amount) if tally.contributed else None), None, None
        case Count.MEAN:
            if not tally.contributed:
                return None, None, None
            total = _from_thousandths(tally.amount)
            return _quotient(total, Decimal(tally.contributed)), total, tally.contributed
    return tally.amount, None, None


def _from_thousandths(quantity: int) -> Decimal:
    return Decimal(quantity) / THOUSANDTHS


def _quotient(above: Decimal, below: Decimal) -> Decimal:
    return (above / below).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _tallies(question: Question, measure: Measure) -> dict[Key, Tally | None]:
    """What was counted in each cell; None for the total of a period in which nothing could be counted."""
    names = cut_columns(question.definition)
    later = [name for name in names if _adds_up(measure, name)]
    optional = [name for name in names if name not in later and name != BASIS_DIMENSION]
    rows = question.in_cells(measure, [name for name in names if name not in optional], optional)
    keys = {"period": rows.period} | {name: rows[f"cut_{name}"] for name in names}
    counted = question.extract.backend.to_pyarrow(rows.group_by(**keys).aggregate(**_aggregates(rows, measure)))
    tallies: dict[Key, Tally | None] = {}
    if measure.count is Count.PEOPLE:
        counted = counted.append_column("persons", counted["amount"])
    for row in _added_up(counted, names, later):
        key = tuple((name, row[name]) for name in names if row[name] != ADDED_OVER)
        tallies[row["period"], key] = Tally(*(int(row[column]) for column in _NUMBERS))
    return tallies | _missing_totals(question, measure, tallies)


def _adds_up(measure: Measure, name: str) -> bool:
    """Whether everything that is counted along a dimension may be counted in its cells and added up afterwards.

    Quantities, facts and marks always may, where a fact stands in one cell only. A person, an activity or an
    organisation may stand in many, unless the dimension is an attribute of it.
    """
    if name in SEVERAL_VALUED or name == BASIS_DIMENSION:
        return False
    match measure.count:
        case Count.PEOPLE:
            return name in (DimensionName.SEX, DimensionName.AGE_BAND)
        case Count.SEATS:
            return name == DimensionName.SEX
        case Count.EVENTS:
            return name == DimensionName.ACTIVITY_KIND
        case Count.ORGANISATIONS | Count.LATEST:
            return False
    return True


def _aggregates(rows: ir.Table, measure: Measure) -> dict[str, ir.Scalar]:
    subject = SUBJECTS.get(measure.count)
    aggregates = {
        "contributed": rows.count(),
        "amount": rows.quantity.sum() if subject is None else rows[subject].nunique(),
        "mark_high": rows.mark_high.cast(_WHOLE).sum(),
        "mark_low": rows.mark_low.cast(_WHOLE).sum(),
    }
    if measure.count is not Count.PEOPLE:  # there, who is counted is who could be recognised
        aggregates["persons"] = _persons(rows, measure)
    return aggregates


def _persons(rows: ir.Table, measure: Measure) -> ir.IntegerScalar:
    """People who could be recognised in a cell: those with a name once each, and every seat without one."""
    if measure.count not in (Count.SEATS, Count.ORGANISATIONS):
        return rows.count() * 0
    unnamed = rows.kind.isin(["participation", "headcount"]) & rows.person.isnull()
    return rows.person.nunique() + unnamed.ifelse(rows.quantity, 0).sum() // 1000


def _added_up(counted: pa.Table, names: Sequence[str], later: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The cells as they were counted, and those in which some of the dimensions that add up are added over."""
    for size in range(len(later) + 1):
        for added in combinations(later, size):
            keys = ["period", *(name for name in names if name not in added)]
            sums = counted.group_by(keys).aggregate([(column, "sum") for column in _NUMBERS])
            for row in sums.rename_columns([*keys, *_NUMBERS]).to_pylist():
                yield row | dict.fromkeys(added, ADDED_OVER)


def _missing_totals(
    question: Question, measure: Measure, tallies: Mapping[Key, Tally | None]
) -> dict[Key, Tally | None]:
    """The totals to which no fact contributed: 0 where facts were in scope, unknown where none was."""
    apart = question.definition.keeps_basis_apart
    totals = [((BASIS_DIMENSION, str(basis)),) for basis in measure.where.basis] if apart else [()]
    missing = [(position, total) for position in range(len(question.periods)) for total in totals]
    missing = [key for key in missing if key not in tallies]
    if not missing:
        return {}
    scope = question.in_scope(measure).select("period", "basis").distinct()
    rows = question.extract.backend.to_pyarrow(scope).to_pylist()
    found = {(row["period"], ((BASIS_DIMENSION, row["basis"]),) if apart else ()) for row in rows}
    return {key: Tally() if key in found else None for key in missing}
