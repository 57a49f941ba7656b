"""What the next edition of a programme would say, made the same way as the edition and frozen nowhere.

Every number leads back to the value it comes from, so that whoever prepares an edition can open it. Nothing is kept.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings

from toguna.flow.snapshots import snapshot_of
from toguna.flow.snapshots.counted import Counted
from toguna.publish.disclosure.cells import CellName, CountedCell, EarlierEdition, LeftOut, Table
from toguna.publish.disclosure.control import Controlled, controlled_release
from toguna.publish.disclosure.earlier import earlier_edition
from toguna.publish.snapshot import Snapshot, TablePart
from toguna.rules.findings import Finding, Severity
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of, last_edition
from toguna.store.values.models import Run

NOT_FINISHED = "Ce calcul n'est pas terminé : attendez qu'il le soit, ou relancez-le."
OTHER_PROGRAMME = "Ce calcul n'est pas celui du programme %(programme)s."
NOTHING_COUNTED = (
    "Aucun indicateur de ce programme n'a de valeur à publier : il faut d'abord des définitions et un calcul."
)
SAME_CODE = "Deux indicateurs portent le code %(code)s : dans une édition, un code ne désigne qu'un indicateur."


# How far a draft is: its values are read, then its small cells are masked, which takes the longest, then it is written.
COUNTED, MASKED, WRITTEN = 1, 2, 3
Note = Callable[[int], None]


def unnoted(_step: int) -> None:
    """Nobody waits for each step."""


class NotReleased(Exception):
    """The edition was refused; `findings` say what stands in the way and what to do. Nothing was kept.

    `draft` is what was refused, where it came as far as that: it need not be made again to be looked at.
    """

    def __init__(self, findings: Iterable[Finding], *, draft: "Draft | None" = None) -> None:
        self.findings = list(findings)
        self.draft = draft
        super().__init__("\n".join(finding.text() for finding in self.findings))

    @classmethod
    def because(cls, reason: str, message: str, **values: object) -> "NotReleased":
        """Refused for one reason."""
        return cls([Finding(reason, Severity.ERROR, message, values)])


@dataclass(frozen=True)
class Draft:
    """A draft, the values that its cells come from, and what disclosure control decided.

    `refused` says which tables were left out because no masking protects them; nobody may have asked for that.
    """

    snapshot: Snapshot
    counted: Counted
    controlled: Controlled
    refused: list[Finding]

    @property
    def number(self) -> int:
        """The number that the edition would bear."""
        return self.snapshot["number"]

    def value_behind(self, indicator: str, table: TablePart, dimension: str, category: str) -> int | None:
        """The row of the value that a cell comes from."""
        name = CellName(Table(indicator, table["period_kind"], table["period"], table["basis"]), dimension, category)
        found = self.counted.values.get(name)
        return found.pk if found else None


def draft_of(
    programme: Programme, run: Run, on: date, *, left_out: Collection[LeftOut] = (), note: Note = unnoted
) -> Draft:
    """The draft of the next edition: what it would hold, masked as it would be. Raises NotReleased.

    `note` hears of each step that is done, and may raise where nobody wants the draft any more.
    """
    counted = _counted(programme, run)
    note(COUNTED)
    cells, threshold = counted.cells(), settings.DISCLOSURE_THRESHOLD
    decided = controlled_release(cells, threshold, left_out=left_out, before=_earlier_editions(programme, cells))
    note(MASKED)
    number = next_number(programme)
    content = snapshot_of(counted, decided.tables, number=number, on=on, threshold=threshold)
    note(WRITTEN)
    return Draft(content, counted, decided.tables, [problem.finding for problem in decided.problems])


def next_number(programme: Programme) -> int:
    """The number that the next edition would bear."""
    before = last_edition(programme)
    return before.number + 1 if before else 1


def _counted(programme: Programme, run: Run) -> Counted:
    if run.finished_at is None:
        raise NotReleased.because("not-finished", NOT_FINISHED)
    if run.programme_id != programme.pk:
        raise NotReleased.because("other-programme", OTHER_PROGRAMME, programme=programme.code)
    counted = Counted(run)
    codes = [indicator.code for indicator in counted.indicators()]
    if not codes and not programme.stated_values.exists():
        raise NotReleased.because("nothing-counted", NOTHING_COUNTED)
    for code in codes:
        if codes.count(code) > 1:
            raise NotReleased.because("same-code", SAME_CODE, code=code)
    return counted


def _earlier_editions(programme: Programme, cells: Iterable[CountedCell]) -> list[EarlierEdition]:
    """Every edition that was released before, as whoever has kept them all can lay them side by side."""
    now = {cell.name: cell for cell in cells}
    return [
        earlier_edition(
            cast(Snapshot, content_of(edition)), edition.snapshot.get("envelope", {}).get("masked", []), now
        )
        for edition in Edition.objects.filter(programme=programme).order_by("number")
        if content_of(edition)
    ]
