"""Disclosure control of one edition: which cells are masked, and which tables cannot be released as they are.

Only declared tables leave: each indicator in each kind of period, in total and by one dimension at a time. All of them
and all earlier editions are one system. It looks at one installation's editions only: what another publisher says of
the same people is beyond it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from toguna.publish.disclosure.cells import TOTAL, CellName, CountedCell, EarlierEdition, LeftOut
from toguna.publish.disclosure.masking import Masking, Unprotected
from toguna.publish.disclosure.worlds import EFFORT, Effort
from toguna.rules.findings import Finding, Severity

FOUND = (
    "%(indicator)s, %(period)s, par « %(dimension)s » : une case de moins de %(threshold)s personnes se retrouverait "
    "en rapprochant ce qui est publié (total, autres périodes, autres indicateurs, éditions précédentes), quoi qu'on "
    "masque avec elle. Publiez sans cette ventilation pour cette sorte de période (%(leave_out)s)."
)
FOUND_TOTAL = (
    "%(indicator)s, %(period)s : ce total de moins de %(threshold)s personnes se retrouverait en rapprochant ce qui "
    "est publié, quoi qu'on masque avec lui. Publiez cet indicateur sans cette sorte de période (%(leave_out)s)."
)
CAME_LATE = (
    "%(indicator)s, %(period)s, par « %(dimension)s » : rapprochée d'une édition précédente, une case dirait que moins "
    "de %(threshold)s personnes y ont été ajoutées. Publiez sans cette ventilation pour cette sorte de période "
    "(%(leave_out)s)."
)
TOO_LONG = (
    "%(indicator)s, %(period)s, par « %(dimension)s » : trop de cases sont liées entre elles pour vérifier en un temps "
    "raisonnable qu'aucune petite case ne se retrouve. Publiez sans cette ventilation pour cette sorte de période "
    "(%(leave_out)s)."
)
MOSTLY_MASKED = (
    "%(indicator)s, par « %(dimension)s » : la plupart des cases de cette sorte de période comptent moins de "
    "%(threshold)s personnes et seraient masquées. Publiez sans cette ventilation (%(leave_out)s)."
)


@dataclass(frozen=True)
class Problem:
    """A table that cannot leave as it is, and the smallest thing to leave out so that the rest can."""

    name: CellName
    leave_out: LeftOut
    finding: Finding


@dataclass(frozen=True)
class Controlled:
    """The cells that may leave; those that are masked because they are small, and those that are masked to protect
    another; what was left out."""

    cells: tuple[CountedCell, ...]
    small: frozenset[CellName]
    complements: frozenset[CellName]
    left_out: tuple[LeftOut, ...]

    @property
    def masked(self) -> frozenset[CellName]:
        """Every cell that reads « masqué »."""
        return self.small | self.complements


@dataclass(frozen=True)
class ControlledRelease:
    """What may leave once every table that stands in the way is left out; what is left out, and why."""

    tables: Controlled
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]


def controlled_release(
    cells: Iterable[CountedCell],
    threshold: int,
    *,
    left_out: Collection[LeftOut] = (),
    before: Sequence[EarlierEdition] = (),
    effort: int = EFFORT,
) -> ControlledRelease:
    """Mask what must be, leave out what no masking protects, and say what that was: all in one run.

    Where there are no problems, `tables` is what leaves without leaving out more than was asked.
    """
    cells = list(cells)
    masking = Masking(cells, before, threshold, left_out=left_out, effort=Effort(effort))
    masking.mask()
    without = masking.left_out
    kept = tuple(cell for cell in cells if not any(one.covers(cell.name) for one in without))
    widest = tuple(sorted(one for one in without if not any(wider.includes(one) for wider in without - {one})))
    problems = tuple(_once(_problem(one, threshold) for one in masking.unprotected))
    tables = Controlled(kept, frozenset(masking.small), frozenset(masking.complements), widest)
    return ControlledRelease(tables, widest, problems)


def _problem(unprotected: Unprotected, threshold: int) -> Problem:
    name, target = unprotected.target.cell, unprotected.target
    table = name.table
    leave_out = unprotected.leave_out
    code, message = (
        ("mostly-masked", MOSTLY_MASKED)
        if unprotected.mostly_small
        else ("too-long", TOO_LONG)
        if unprotected.too_long
        else ("came-late", CAME_LATE)
        if target.late
        else ("found", FOUND)
        if name.dimension != TOTAL
        else ("found-total", FOUND_TOTAL)
    )
    values = {
        "indicator": table.indicator,
        "period": table.period,
        "dimension": name.dimension,
        "threshold": threshold,
        "leave_out": str(leave_out),
    }
    return Problem(name, leave_out, Finding(code, Severity.ERROR, message, values, f"{table.indicator} {table.period}"))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One problem for each thing to leave out, not one for each cell."""
    said = set()
    for problem in problems:
        if problem.leave_out not in said:
            said.add(problem.leave_out)
            yield problem
