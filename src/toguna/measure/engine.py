"""Counts what a definition asks, with Ibis expressions over an extract: on DuckDB here, on any Ibis backend elsewhere.

Every number comes with what contributed to it. It chooses no periods, stores nothing and knows no names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, groupby

import ibis
import ibis.expr.types as ir

from toguna.measure.cells import Cell, Number, in_order
from toguna.measure.contributions import Question, open_backend
from toguna.measure.cuts import cut_columns
from toguna.measure.digests import digest_of_marks, digest_of_ratio
from toguna.measure.narrowing import SUBJECTS
from toguna.measure.schema import Extract
from toguna.rules.definitions import BASIS_DIMENSION, Count, Definition, Measure
from toguna.rules.periods import Period

THOUSANDTHS = Decimal(1000)
_WHOLE = "decimal(20, 0)"  # a backend may add 64-bit integers in 64 bits, which the marks would overflow

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
    extract: Extract,
    *,
    periods: Sequence[Period],
    as_of: int,
    programme_start: date,
    backend: ibis.BaseBackend | None = None,
) -> list[Cell]:
    """The values of an indicator: the total of each period, and every cut of it by any of its dimensions.

    A fact belongs to the period in which it starts. There is a cell for each combination under which a fact stands and
    always one for the total; the total is None when no fact could be counted at all, 0 when some could and none met the
    conditions. The same facts and the same `as_of` give the same cells, in the same order, on any backend.
    """
    backend = backend or open_backend()
    cells: list[Cell] = []
    for _, group in groupby(sorted(set(periods), key=lambda period: (period.kind, period)), lambda period: period.kind):
        question = Question(definition, extract, tuple(group), as_of, programme_start, backend)
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
    counted = question.contributing(measure)
    subsets = [subset for size in range(len(names) + 1) for subset in combinations(names, size)]
    if question.definition.keeps_basis_apart:
        subsets = [subset for subset in subsets if BASIS_DIMENSION in subset]
    asked = [_aggregated(question, measure, counted, subset, names) for subset in subsets]
    rows = ibis.union(asked[0], *asked[1:]) if len(asked) > 1 else asked[0]
    tallies: dict[Key, Tally | None] = _totals_of_nothing(question, measure)
    for row in question.backend.to_pyarrow(rows).to_pylist():
        key = tuple((name, row[name]) for name in names if row[name] is not None)
        numbers = (int(row[column] or 0) for column in ("contributed", "amount", "persons", "mark_high", "mark_low"))
        tallies[row["period"], key] = Tally(*numbers)
    return tallies


def _aggregated(
    question: Question, measure: Measure, counted: ir.Table, subset: Sequence[str], names: Sequence[str]
) -> ir.Table:
    rows = question.in_cells(counted, measure, subset)
    keys = {"period": rows.period} | {name: rows[f"cut_{name}"] for name in subset}
    aggregated = rows.group_by(**keys).aggregate(
        contributed=rows.count(),
        amount=_amount(rows, measure),
        persons=_persons(rows, measure),
        mark_high=rows.mark_high.cast(_WHOLE).sum(),
        mark_low=rows.mark_low.cast(_WHOLE).sum(),
    )
    nothing = ibis.null("string")
    return aggregated.select(
        "period",
        **{name: aggregated[name] if name in subset else nothing for name in names},
        **{column: aggregated[column] for column in ("contributed", "amount", "persons", "mark_high", "mark_low")},
    )


def _amount(rows: ir.Table, measure: Measure) -> ir.IntegerScalar:
    subject = SUBJECTS.get(measure.count)
    return rows.quantity.sum() if subject is None else rows[subject].nunique()


def _persons(rows: ir.Table, measure: Measure) -> ir.IntegerScalar:
    """People who could be recognised in a cell: those with a name once each, and every seat without one."""
    if measure.count is Count.PEOPLE:
        return rows.person.nunique()
    if measure.count not in (Count.SEATS, Count.ORGANISATIONS):
        return rows.count() * 0
    unnamed = rows.kind.isin(["participation", "headcount"]) & rows.person.isnull()
    return rows.person.nunique() + unnamed.ifelse(rows.quantity, 0).sum() // 1000


def _totals_of_nothing(question: Question, measure: Measure) -> dict[Key, Tally | None]:
    """The total of each period before anything is counted: 0 where facts are in scope, unknown where none is."""
    scope = question.in_scope(measure)
    keys = ["period", "basis"] if question.definition.keeps_basis_apart else ["period"]
    rows = question.backend.to_pyarrow(scope.select(keys).distinct()).to_pylist()
    found = {tuple(row[key] for key in keys) for row in rows}
    bases = [(str(basis),) for basis in measure.where.basis] if question.definition.keeps_basis_apart else [()]
    return {
        (position, tuple((BASIS_DIMENSION, *basis) for _ in basis)): Tally() if (position, *basis) in found else None
        for position in range(len(question.periods))
        for basis in bases
    }
