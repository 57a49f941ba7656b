"""What the next edition of a programme would say, made the same way as the edition and frozen nowhere.

Every number leads back to the value it comes from, so that whoever prepares an edition can open it. Nothing is kept.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from toguna.flow.release import preview_release
from toguna.flow.snapshots import snapshot_of
from toguna.flow.snapshots.counted import Counted
from toguna.publish.disclosure.cells import CellName, Table
from toguna.publish.snapshot import Snapshot, TablePart
from toguna.store.programmes.models import Programme
from toguna.store.publications.queries import last_edition
from toguna.store.values.models import Run


@dataclass(frozen=True)
class Draft:
    """A draft, and the values that its cells come from."""

    snapshot: Snapshot
    counted: Counted

    def value_behind(self, indicator: str, table: TablePart, dimension: str, category: str) -> int | None:
        """The row of the value that a cell comes from."""
        name = CellName(Table(indicator, table["period_kind"], table["period"], table["basis"]), dimension, category)
        found = self.counted.values.get(name)
        return found.pk if found else None


def draft_of(programme: Programme, run: Run, on: date) -> Draft:
    """The draft of the next edition: what it would hold, masked as it would be. Raises NotReleased."""
    controlled, _refused = preview_release(programme, run=run)
    counted = Counted(run)
    before = last_edition(programme)
    number = before.number + 1 if before else 1
    content = snapshot_of(counted, controlled, number=number, on=on, threshold=settings.DISCLOSURE_THRESHOLD)
    return Draft(content, counted)
