"""Frozen editions as the public may read them today: what was withdrawn since is not named any more.

It reads editions only; what was not released is not there.
"""

from copy import deepcopy
from typing import cast

from django.utils.translation import gettext as _

from toguna.publish.snapshot import IndicatorPart, Snapshot
from toguna.store.activities.queries import public_activities
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.places.queries import places_with_keys
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of, last_edition, public_edition


class Reading:
    """One edition being read: its content without what is withdrawn, and the places that its keys stand for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.content = deepcopy(cast(Snapshot, content_of(edition)))
        self.places: dict[str, Place] = places_with_keys(self.content["places"]) if self.content else {}
        self.withdraws = self._withdraw()

    def indicator(self, code: str) -> IndicatorPart | None:
        """What the edition says of one indicator."""
        return next((part for part in self.content["indicators"] if part["code"] == code), None)

    def _withdraw(self) -> bool:
        """Take the names of withdrawn places, activities and organisations out; whether there were any."""
        content = self.content
        hidden = {key for key, place in self.places.items() if place.withdrawn}
        for key in hidden:
            content["places"][key]["name"] = _("lieu retiré")
            del self.places[key]
        codes = {record["activity"] for part in content["indicators"] for record in part["records"]} - {""}
        known = set(public_activities().filter(code__in=codes).values_list("code", flat=True))
        for part in content["indicators"]:
            for record in part["records"]:
                if record["activity"] not in known or record["place"] in hidden:
                    record["activity"] = record["place"] = ""
        gone = set(
            Organisation.objects.filter(code__in=content["organisations"], withdrawn=True).values_list(
                "code", flat=True
            )
        )
        for code in gone:
            del content["organisations"][code]
        content["programme"]["roles"] = [
            role for role in content["programme"]["roles"] if role["organisation"] not in gone
        ]
        return bool(hidden or gone or codes - known)


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
