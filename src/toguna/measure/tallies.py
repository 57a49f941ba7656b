"""What is counted in each cell: facts, quantities, subjects, and the marks of a digest, before they become a value.

What adds up is asked for once, in the finest cells, and added up here; who or what may stand in several cells is asked
for again wherever cells are added over. Over a cumulative count each newcomer is asked for once, in the first period.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import ibis.expr.types as ir
import pyarrow as pa

from toguna.measure.contributions import Question
from toguna.measure.cuts import ADDED_OVER, cut_columns
from toguna.measure.digests import digest_of_marks
from toguna.measure.narrowing import SUBJECTS
from toguna.rules.definitions import BASIS_DIMENSION, SEVERAL_VALUED, Count, DimensionName, Measure

Cut = tuple[tuple[str, str], ...]
Key = tuple[int, Cut]
Counted = tuple[Key, str, int]
_WHOLE = "decimal(20, 0)"  # a backend may add 64-bit integers in 64 bits, which the marks would overflow
_SUMS = ("contributed", "quantity", "unnamed", "mark_high", "mark_low")


@dataclass(frozen=True)
class Tally:
    """What was counted in one cell. Quantities are in thousandths; `persons` were named, `unnamed` seats were not."""

    contributed: int = 0
    quantity: int = 0
    unnamed: int = 0
    mark_high: int = 0
    mark_low: int = 0
    subjects: int = 0
    persons: int = 0

    @property
    def digest(self) -> str:
        """Of the facts that were counted."""
        return digest_of_marks(self.contributed, self.mark_high, self.mark_low)


def tallies_of(question: Question, measure: Measure) -> dict[Key, Tally | None]:
    """What was counted in each cell; None for the total of a period in which nothing could be counted."""
    subjects = {"subjects": SUBJECTS[measure.count]} if measure.count in SUBJECTS else {}
    if measure.count in (Count.SEATS, Count.ORGANISATIONS):
        subjects["persons"] = "person"
    # Where few cells are added over, one pass for everything is quicker than two.
    together = measure.count in (Count.PEOPLE, Count.EVENTS) and not question.accumulates(measure)
    asked = [_sums(question, measure, subjects if together else {})]
    asked += [_distinct(question, measure, *subject) for subject in subjects.items() if not together]
    numbers: dict[Key, dict[str, int]] = defaultdict(dict)
    for key, column, number in chain.from_iterable(asked):
        numbers[key][column] = number
    if question.accumulates(measure):
        numbers = _accumulated(numbers, len(question.periods))
    tallies: dict[Key, Tally | None] = {key: Tally(**found) for key, found in numbers.items()}
    return tallies | _missing_totals(question, measure, tallies)


def _sums(question: Question, measure: Measure, subjects: Mapping[str, str]) -> Iterator[Counted]:
    """Facts, quantities and marks, and the subjects that are asked for in the same pass.

    They add up, except over topics, and except where only the latest fact counts.
    """
    names = cut_columns(question.definition)
    later = [name for name in names if measure.count is not Count.LATEST and _is_single(name)]
    if subjects:
        later = [name for name in later if _is_attribute(measure, name)]
    rows = _rows(question, measure, names, later)
    summed = rows.group_by(**_keys(rows, names)).aggregate(
        contributed=rows.count(),
        quantity=rows.quantity.sum(),
        unnamed=_unnamed(rows).ifelse(rows.quantity, 0).sum(),
        mark_high=rows.mark_high.cast(_WHOLE).sum(),
        mark_low=rows.mark_low.cast(_WHOLE).sum(),
        **{column: rows[subject].nunique() for column, subject in subjects.items()},
    )
    yield from _added_up(question.extract.backend.to_pyarrow(summed), names, later, [*_SUMS, *subjects])


def _distinct(question: Question, measure: Measure, column: str, subject: str) -> Iterator[Counted]:
    """Subjects, or the persons who could be recognised in a count of something else, once in each cell."""
    names = cut_columns(question.definition)
    later = [name for name in names if _is_attribute(measure, name)]
    rows = _rows(question, measure, names, later)
    if question.accumulates(measure):
        cuts = {name: rows[f"cut_{name}"] for name in names}
        known = rows.filter(rows[subject].notnull())
        newcomers = known.group_by(**cuts, subject=rows[subject]).aggregate(period=rows.period.min())
        counted = newcomers.group_by(["period", *names]).aggregate(**{column: newcomers.count()})
    else:
        counted = rows.group_by(**_keys(rows, names)).aggregate(**{column: rows[subject].nunique()})
    yield from _added_up(question.extract.backend.to_pyarrow(counted), names, later, [column])


def _rows(question: Question, measure: Measure, names: Sequence[str], later: Sequence[str]) -> ir.Table:
    """The facts in their cells: what is added up later is always told apart, the rest also added over."""
    kept = [name for name in names if name in later or name == BASIS_DIMENSION]
    return question.in_cells(measure, kept, [name for name in names if name not in kept])


def _keys(rows: ir.Table, names: Sequence[str]) -> dict[str, ir.Value]:
    return {"period": rows.period} | {name: rows[f"cut_{name}"] for name in names}


def _unnamed(rows: ir.Table) -> ir.BooleanValue:
    return rows.kind.isin(["participation", "headcount"]) & rows.person.isnull()


def _is_single(name: str) -> bool:
    return name not in SEVERAL_VALUED and name != BASIS_DIMENSION


def _is_attribute(measure: Measure, name: str) -> bool:
    """Whether each subject has one value of a dimension in a period, so that its cells may be added up.

    The age of a seat is that of the fact, and a person's may differ from one sheet to the next; the sex may not.
    """
    match measure.count:
        case Count.PEOPLE:
            return name in (DimensionName.SEX, DimensionName.AGE_BAND)
        case Count.SEATS:
            return name == DimensionName.SEX
        case Count.EVENTS:
            return name == DimensionName.ACTIVITY_KIND
    return False


def _added_up(
    counted: pa.Table, names: Sequence[str], later: Sequence[str], columns: Sequence[str]
) -> Iterator[Counted]:
    """The cells as they were counted, and those in which some of the dimensions that add up are added over."""
    for size in range(len(later) + 1):
        for added in combinations(later, size):
            shown = [name for name in names if name not in added]
            sums = counted.group_by(["period", *shown]).aggregate([(column, "sum") for column in columns])
            for row in sums.rename_columns(["period", *shown, *columns]).to_pylist():
                cell = tuple((name, row[name]) for name in shown if row[name] != ADDED_OVER)
                for column in columns:
                    yield (row["period"], cell), column, int(row[column])


def _accumulated(numbers: Mapping[Key, Mapping[str, int]], periods: int) -> dict[Key, dict[str, int]]:
    """Each cell as it has grown by each period: everything counted in that period or before."""
    grown: dict[Key, dict[str, int]] = {}
    by_cell: dict[Cut, dict[int, Mapping[str, int]]] = defaultdict(dict)
    for (position, cell), found in numbers.items():
        by_cell[cell][position] = found
    for cell, by_period in by_cell.items():
        total: dict[str, int] = defaultdict(int)
        for position in range(min(by_period), periods):
            for column, number in by_period.get(position, {}).items():
                total[column] += number
            grown[position, cell] = dict(total)
    return grown


def _missing_totals(question: Question, measure: Measure, known: Iterable[Key]) -> dict[Key, Tally | None]:
    """The totals to which no fact contributed: 0 where facts were in scope, unknown where none was."""
    apart = question.definition.keeps_basis_apart
    totals = [((BASIS_DIMENSION, str(basis)),) for basis in measure.where.basis] if apart else [()]
    missing = {(position, total) for position in range(len(question.periods)) for total in totals} - set(known)
    if not missing:
        return {}
    scope = question.in_scope(measure).select("period", "basis").distinct()
    rows = question.extract.backend.to_pyarrow(scope).to_pylist()
    found = {(row["period"], ((BASIS_DIMENSION, row["basis"]),) if apart else ()) for row in rows}
    if question.accumulates(measure):
        found |= {(later, total) for position, total in found for later in range(position, len(question.periods))}
    return {key: Tally() if key in found else None for key in sorted(missing)}
