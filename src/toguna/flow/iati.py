"""A programme as an IATI file: from one of its editions, or from what the next one would say.

It chooses the snapshot and the publisher; what the file says, and what it leaves out, is decided in publishing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from django.utils import timezone

from toguna.flow.drafts import draft_of
from toguna.publish.iati.from_snapshot import Export, activities_of, export
from toguna.publish.iati.publisher import TEST_PUBLISHER, NotExportable, Publisher, publisher_of, refuse_mixture
from toguna.publish.iati.writing import write_stream
from toguna.publish.snapshot import Snapshot
from toguna.publish.withdrawal import without
from toguna.rules.iati import VERSION, IatiActivity, IatiFile
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of
from toguna.store.publications.withdrawals import withdrawn_now
from toguna.store.values.models import Run


def export_edition(edition: Edition) -> Export:
    """A frozen edition as an IATI file, without what was withdrawn from public view since. Raises NotExportable."""
    return export([without(cast(Snapshot, content_of(edition)), withdrawn_now(), keep_rows=False)])


def write_editions(editions: Iterable[Edition], *, generated: str) -> Iterator[bytes]:
    """One file of several editions, piece by piece: it is never whole in memory. Raises NotExportable.

    All of them are real or all fictional; `generated` is the file's time.
    """
    withdrawn = withdrawn_now()

    def activities() -> Iterator[IatiActivity]:
        first: Snapshot | None = None
        for edition in editions:
            snapshot = without(cast(Snapshot, content_of(edition)), withdrawn, keep_rows=False)
            first = first or snapshot
            refuse_mixture([first, snapshot])
            yield from activities_of(snapshot)[0]

    yield from write_stream(IatiFile(version=VERSION, generated=generated), activities())


def export_draft(programme: Programme, *, on: date) -> Export:
    """What the programme would publish today, marked as a draft. Raises NotExportable or NotReleased.

    Where nobody is known to publish a real programme, a draft goes under the test publisher, who is nobody. A
    programme that was never computed has no counted values, and says the rest.
    """
    newest = Run.objects.filter(programme=programme, finished_at__isnull=False).order_by("-started_at").first()
    run = newest or Run(programme=programme, as_of=0, finished_at=timezone.now())
    snapshot = draft_of(programme, run, on).snapshot
    return export([snapshot], publisher=_nobody_if_unknown(snapshot), draft=True)


def _nobody_if_unknown(snapshot: Snapshot) -> Publisher:
    try:
        return publisher_of(snapshot)
    except NotExportable as refused:
        if refused.finding.code != "no-publisher":
            raise
        return TEST_PUBLISHER
