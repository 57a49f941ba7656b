"""Disclosure control of one edition: which cells are masked, and which tables cannot be released as they are.

Only simple masking is tried. Where a small cell could still be found (in its table, from other periods, from the
edition before), the table is named with what to do, and whoever releases decides. It looks at one installation's
editions only: what another publisher says of the same people is beyond it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toguna.publish.disclosure.cells import TOTAL, CellName, CountedCell, EarlierCell, LeftOut, tables_of
from toguna.publish.disclosure.links import found_by_subtraction
from toguna.rules.disclosure import CannotProtect, cells_to_mask, protects, shows_few
from toguna.rules.findings import Finding, Severity

ALONE = (
    "%(indicator)s, %(period)s, par « %(dimension)s » : une case de moins de %(threshold)s personnes se déduirait du "
    "total, car aucune autre case ne peut être masquée avec elle. Publiez sans cette ventilation (%(leave_out)s)."
)
LINKED = (
    "%(indicator)s, %(period)s, par « %(dimension)s » : une case masquée se retrouverait en comparant avec d'autres "
    "périodes. Publiez sans cette ventilation pour cette sorte de période (%(leave_out)s)."
)
LINKED_TOTAL = (
    "%(indicator)s, %(period)s : ce total de moins de %(threshold)s personnes se retrouverait en comparant avec "
    "d'autres périodes. Publiez cet indicateur sans cette sorte de période (%(leave_out)s)."
)
SHOWN_BEFORE = (
    "%(indicator)s, %(period)s, par « %(dimension)s » : rapprochée de l'édition précédente, une case masquée se "
    "retrouverait. Publiez sans cette ventilation (%(leave_out)s)."
)


@dataclass(frozen=True)
class Problem:
    """A table that cannot leave as it is, and the smallest thing to leave out so that the rest can."""

    name: CellName
    leave_out: LeftOut
    finding: Finding


@dataclass(frozen=True)
class Controlled:
    """The cells that may leave, those of them that are masked, what was left out, and what still stands in the way."""

    cells: tuple[CountedCell, ...]
    masked: frozenset[CellName]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]


def control(
    cells: Iterable[CountedCell],
    threshold: int,
    *,
    left_out: Collection[LeftOut] = (),
    before: Mapping[CellName, EarlierCell] | None = None,
) -> Controlled:
    """Mask what must be, and say which tables simple masking cannot protect."""
    kept = [cell for cell in cells if not any(one.covers(cell.name) for one in left_out)]
    masked: set[CellName] = set()
    problems: list[Problem] = []
    for table, parts in tables_of(cell for cell in kept if cell.persons is not None).items():
        total = parts.pop(TOTAL, [None])[0]
        if total is None:
            raise ValueError(f"{table}: cells without their total")
        total_is_small = shows_few(total.as_group(), threshold)
        if total_is_small:
            masked.add(total.name)
        for dimension, pieces in parts.items():
            groups = [piece.as_group() for piece in pieces]
            hidden = {group.code for group in groups if group.persons}
            if not total_is_small:
                try:
                    hidden = set(cells_to_mask(total.as_group(), groups, threshold))
                except CannotProtect:
                    problems.append(_problem(ALONE, pieces[0].name, threshold))
            masked |= {piece.name for piece in pieces if piece.name.category in hidden}
            if before and not _safe_beside(before, total, pieces, masked, threshold):
                problems.append(_problem(SHOWN_BEFORE, CellName(table, dimension), threshold))
    problems += _linked_problems(kept, masked, threshold)
    return Controlled(tuple(kept), frozenset(masked), tuple(sorted(left_out)), tuple(_once(problems)))


def control_leaving_out(
    cells: Sequence[CountedCell],
    threshold: int,
    *,
    left_out: Collection[LeftOut] = (),
    before: Mapping[CellName, EarlierCell] | None = None,
) -> Controlled:
    """The same, leaving out table after table until nothing stands in the way; what was left out is said."""
    without = set(left_out)
    while True:
        controlled = control(cells, threshold, left_out=without, before=before)
        if not controlled.problems:
            return controlled
        without |= {problem.leave_out for problem in controlled.problems}
        without = {one for one in without if not any(wider.includes(one) for wider in without - {one})}


def _safe_beside(
    before: Mapping[CellName, EarlierCell],
    total: CountedCell,
    pieces: Sequence[CountedCell],
    masked: Collection[CellName],
    threshold: int,
) -> bool:
    """A table of the same facts was released before: what one of the two shows, both show."""
    earlier = before.get(total.name)
    same_facts = earlier is not None and not earlier.masked and earlier.digest == total.digest
    if not same_facts or total.name in masked:
        return True
    shown_then = {piece.name for piece in pieces if piece.name in before and not before[piece.name].masked}
    hidden = {piece.name.category for piece in pieces if piece.name in masked and piece.name not in shown_then}
    return protects(total.as_group(), [piece.as_group() for piece in pieces], hidden, threshold)


def _linked_problems(cells: Iterable[CountedCell], masked: Collection[CellName], threshold: int) -> Iterator[Problem]:
    by_series: dict[tuple[str, str], list[CountedCell]] = {}
    for cell in cells:
        if cell.persons is not None:
            by_series.setdefault((cell.name.table.indicator, cell.name.table.basis), []).append(cell)
    for series in by_series.values():
        for name in found_by_subtraction(series, masked):
            message = LINKED if name.dimension else LINKED_TOTAL
            yield _problem(message, name, threshold)


def _problem(message: str, name: CellName, threshold: int) -> Problem:
    table = name.table
    leave_out = LeftOut(table.indicator, name.dimension, table.period_kind)
    values = {
        "indicator": table.indicator,
        "period": table.period,
        "dimension": name.dimension,
        "threshold": threshold,
        "leave_out": str(leave_out),
    }
    code = {ALONE: "alone", LINKED: "linked", LINKED_TOTAL: "linked-total", SHOWN_BEFORE: "shown-before"}[message]
    return Problem(name, leave_out, Finding(code, Severity.ERROR, message, values, f"{table.indicator} {table.period}"))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One problem for each table, not one for each of its cells."""
    said = set()
    for problem in problems:
        table = (problem.name.table, problem.name.dimension)
        if table not in said:
            said.add(table)
            yield problem
