"""Frozen editions as the public may read them today: what was withdrawn since is not named any more.

It reads editions only; what was not released is not there.
"""

from typing import cast

from toguna.publish.snapshot import IndicatorPart, Snapshot
from toguna.publish.withdrawal import without
from toguna.store.places.models import Place
from toguna.store.places.queries import places_with_keys
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of, last_edition, public_edition
from toguna.store.publications.withdrawals import withdrawn_now


class Reading:
    """One edition being read: its content without what is withdrawn, and the places that its keys stand for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        frozen = cast(Snapshot, content_of(edition))
        self.content = without(frozen, withdrawn_now()) if frozen else frozen
        # While it names what is withdrawn, its files do too.
        self.withdraws = self.content != frozen
        self.places: dict[str, Place] = places_with_keys(self.content["places"]) if frozen else {}

    def indicator(self, code: str) -> IndicatorPart | None:
        """What the edition says of one indicator."""
        return next((part for part in self.content["indicators"] if part["code"] == code), None)


def latest_reading(programme: Programme) -> Reading | None:
    """The newest edition of a programme; nothing before the first."""
    edition = last_edition(programme)
    return Reading(edition) if edition and content_of(edition) else None


def reading_of(programme_code: str, number: int) -> Reading:
    """One edition of a public programme. Raises Edition.DoesNotExist."""
    edition = public_edition(programme_code, number)
    if not content_of(edition):
        raise Edition.DoesNotExist
    return Reading(edition)
