"""Writing places, their codes, and the hierarchy that an edition gives them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from toguna.store.journal.actions import Actor, record_entry
from toguna.store.places.models import Edition, Place, PlaceAncestor, PlaceCode, PlaceInEdition

BATCH = 500


@dataclass(frozen=True)
class Unit:
    """A place as it is to stand in an edition, with the codes that it does not have yet."""

    place: Place
    parent: Place | None
    is_new: bool
    codes: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def open_edition(
    *,
    by: Actor | None,
    code: str,
    name: str,
    country: str,
    valid_from: date,
    valid_to: date | None = None,
    source: str = "",
    fictional: bool = False,
) -> Edition:
    """Begin an edition of the division, or take up the one that has this code."""
    edition, new = Edition.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "country": country,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "source": source,
            "fictional": fictional,
        },
    )
    if new:
        record_entry(by=by, action="places.edition-opened", subject=edition, code=code)
    return edition


@transaction.atomic
def add_place(
    *,
    edition: Edition,
    name: str,
    level: int,
    parent: Place | None,
    codes: Iterable[tuple[str, str]] = (),
    kind: str = "",
) -> tuple[Place, bool]:
    """Put a place into an edition, and say whether it is new.

    It is the place that has one of these (scheme, code) pairs; without codes, the place of that name and level under
    that parent, in this edition or another.
    """
    pairs = list(codes)
    place = _place_with_codes(pairs) or _place_named(name, level, parent, fictional=edition.fictional)
    new = place is None
    if place is None:
        place = Place.objects.create(name=name, level=level, kind=kind, fictional=edition.fictional)
    for scheme, code in pairs:
        PlaceCode.objects.get_or_create(scheme=scheme, code=code, defaults={"place": place})
    PlaceInEdition.objects.update_or_create(edition=edition, place=place, defaults={"parent": parent})
    return place, new


def _place_with_codes(pairs: list[tuple[str, str]]) -> Place | None:
    for scheme, code in pairs:
        found = PlaceCode.objects.select_related("place").filter(scheme=scheme, code=code).first()
        if found:
            return found.place
    return None


def _place_named(name: str, level: int, parent: Place | None, *, fictional: bool) -> Place | None:
    return Place.objects.filter(name=name, level=level, fictional=fictional, standings__parent=parent).first()


@transaction.atomic
def put_units(*, by: Actor | None, edition: Edition, units: Sequence[Unit], source_sha256: str) -> None:
    """Keep many places at once, each under its parent in the edition, parents first; then close the hierarchy."""
    new = [unit.place for unit in units if unit.is_new]
    Place.objects.bulk_create(new, batch_size=BATCH)
    known = [unit.place for unit in units if not unit.is_new]
    Place.objects.bulk_update(known, ["name", "kind"], batch_size=BATCH)
    codes = [PlaceCode(place=unit.place, scheme=scheme, code=code) for unit in units for scheme, code in unit.codes]
    PlaceCode.objects.bulk_create(codes, batch_size=BATCH)
    standings = [PlaceInEdition(edition=edition, place=unit.place, parent=unit.parent) for unit in units]
    PlaceInEdition.objects.bulk_create(
        standings,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["edition", "place"],
        update_fields=["parent"],
    )
    close_hierarchy(edition=edition, by=by)
    record_entry(by=by, action="places.imported", subject=edition, new=len(new), known=len(known), sha256=source_sha256)


@transaction.atomic
def close_hierarchy(*, edition: Edition, by: Actor | None) -> int:
    """Write every ancestor of every place of an edition, itself included, from the parents. Returns how many rows."""
    parents = dict(PlaceInEdition.objects.filter(edition=edition).values_list("place_id", "parent_id"))
    levels = dict(Place.objects.filter(pk__in=parents).values_list("pk", "level"))
    rows = []
    for place in parents:
        seen: set[UUID] = set()
        above: UUID | None = place
        while above is not None and above not in seen:
            seen.add(above)
            rows.append(PlaceAncestor(edition=edition, place_id=place, ancestor_id=above, level=levels[above]))
            above = parents.get(above)
    PlaceAncestor.objects.filter(edition=edition).delete()
    PlaceAncestor.objects.bulk_create(rows, batch_size=2000)
    record_entry(by=by, action="places.hierarchy-closed", subject=edition, places=len(parents))
    return len(rows)
