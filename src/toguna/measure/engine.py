"""Counts what a definition asks, with Ibis expressions over an extract: on DuckDB here, on any Ibis backend elsewhere.

Every number comes with what contributed to it. It chooses no periods, stores nothing and knows no names.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from toguna.measure.cells import Cell, Number, in_order
from toguna.measure.contributions import OpenExtract, Question, open_extract
from toguna.measure.digests import digest_of_ratio
from toguna.measure.schema import Extract
from toguna.measure.tallies import Key, Tally, tallies_of
from toguna.rules.definitions import Count, Definition, Measure
from toguna.rules.people_units import persons_shown
from toguna.rules.periods import Period

THOUSANDTHS = Decimal(1000)


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
        parts = [tallies_of(question, measure) for measure in definition.measures]
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
            _persons(question.definition.measures[0], counted),
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
            min(_persons(measure, part) for measure, part in zip(parts, (top, bottom), strict=True)),
            digest_of_ratio(top.digest, bottom.digest),
        )


def _value(count: Count, tally: Tally | None) -> tuple[Number | None, Number | None, Number | None]:
    """Value, numerator and denominator. Quantities are kept in thousandths; a mean of nothing is unknown."""
    if tally is None:
        return None, None, None
    match count:
        case Count.SEATS:
            return tally.quantity // 1000, None, None
        case Count.SUM:
            return _from_thousandths(tally.quantity), None, None
        case Count.LATEST:
            return (_from_thousandths(tally.quantity) if tally.contributed else None), None, None
        case Count.MEAN:
            if not tally.contributed:
                return None, None, None
            total = _from_thousandths(tally.quantity)
            return _quotient(total, Decimal(tally.contributed)), total, tally.contributed
    return tally.subjects, None, None


def _persons(measure: Measure, tally: Tally) -> int:
    """People who could be recognised in a cell: those with a name once each, and every seat without one."""
    match measure.count:
        case Count.PEOPLE:
            return tally.subjects
        case Count.SEATS | Count.ORGANISATIONS:
            return tally.persons + tally.unnamed // 1000
    return persons_shown(measure.count, measure.where.unit, facts=tally.contributed, quantity=tally.quantity)


def _from_thousandths(quantity: int) -> Decimal:
    return Decimal(quantity) / THOUSANDTHS


def _quotient(above: Decimal, below: Decimal) -> Decimal:
    return (above / below).quantize(Decimal("0.000001"), ROUND_HALF_UP)
