"""Which place somebody meant by a code or by words.

A code is believed with its scheme only. Words are believed when exactly one commune has that name: two communes of one
name are told apart by the reviewer, not by us. Nothing fictional is ever recognised as a real place, or the reverse.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from toguna.rules.attendance import PlaceMention
from toguna.rules.attendance_checks import KnownPlaces
from toguna.rules.spelling import plain
from toguna.store.places.models import Place, PlaceCode
from toguna.store.places.queries import COMMUNE_LEVEL


@dataclass(frozen=True)
class Gazetteer:
    """The places that records of one kind, real or fictional, may name."""

    by_code: dict[tuple[str, str], Place]
    by_name: dict[str, list[Place]]

    def recognise(self, mention: PlaceMention) -> Place | None:
        """The one place that was meant, if there is exactly one."""
        if mention.code and mention.scheme:
            return self.by_code.get((mention.scheme, mention.code))
        meant = self.by_name.get(plain(mention.text), []) if mention.text else []
        return meant[0] if len(meant) == 1 else None

    def known(self) -> KnownPlaces:
        """The same for the checks of a sheet; a name that two communes share is not enough."""
        names = [places[0].name for places in self.by_name.values() if len(places) == 1]
        return KnownPlaces(codes=frozenset(self.by_code), names=names)


_remembered: ContextVar[dict[bool, Gazetteer] | None] = ContextVar("places remembered", default=None)


@contextmanager
def places_remembered() -> Iterator[None]:
    """Look the places up once for all that is read inside: thousands of records, one after the other."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def gazetteer(*, fictional: bool) -> Gazetteer:
    """Every place of that kind by its codes, and every commune by its name."""
    remembered = _remembered.get()
    if remembered is None:
        return _looked_up(fictional)
    if fictional not in remembered:
        remembered[fictional] = _looked_up(fictional)
    return remembered[fictional]


def _looked_up(fictional: bool) -> Gazetteer:
    by_name: dict[str, list[Place]] = {}
    for place in Place.objects.filter(fictional=fictional, level=COMMUNE_LEVEL):
        by_name.setdefault(plain(place.name), []).append(place)
    codes = PlaceCode.objects.filter(place__fictional=fictional).select_related("place")
    return Gazetteer({(code.scheme, code.code): code.place for code in codes}, by_name)
