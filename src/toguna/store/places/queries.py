"""Reading places: their codes, what stands above and below them, and which of them anyone may see."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from toguna.store.places.models import Place, PlaceAncestor, PlaceCode, PlaceInEdition

COMMUNE_LEVEL = 3


def public_places() -> QuerySet[Place]:
    """The places that are not withdrawn from public view."""
    return Place.objects.filter(withdrawn=False)


def keys_of(places: Collection[UUID]) -> dict[UUID, str]:
    """The public key, `scheme:code`, of each of these places; the first scheme in the alphabet where there are several.

    A place without any code goes by its level and name, which an edition must then keep unlike.
    """
    keys: dict[UUID, str] = {}
    codes = PlaceCode.objects.filter(place__in=places).order_by("scheme", "code")
    for place, scheme, code in codes.values_list("place", "scheme", "code"):
        keys.setdefault(place, f"{scheme}:{code}")
    for pk, name, level in Place.objects.filter(pk__in=set(places) - set(keys)).values_list("pk", "name", "level"):
        keys[pk] = f"name:{level}:{name}"
    return keys


def withdrawn_places(places: Collection[UUID]) -> set[UUID]:
    """Those of these places that are withdrawn from public view."""
    return set(Place.objects.filter(pk__in=places, withdrawn=True).values_list("pk", flat=True))


def places_with_keys(keys: Iterable[str]) -> dict[str, Place]:
    """The places that public keys stand for, withdrawn ones included; a key that is no longer known is left out."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, Place] = {}
    pairs = Q(pk__in=[])
    for key in wanted:
        scheme, _, code = key.partition(":")
        pairs |= Q(scheme=scheme, code=code)
    for row in PlaceCode.objects.filter(pairs).select_related("place"):
        found[f"{row.scheme}:{row.code}"] = row.place
    for key in wanted:
        if key.startswith("name:"):
            _, level, name = key.split(":", 2)
            place = Place.objects.filter(name=name, level=level, codes=None).first()
            if place:
                found[key] = place
    return found


def above(place: Place, on: date | None = None) -> list[Place]:
    """The places that contain this one, from the widest down; by the newest division, or the one valid on a day."""
    editions = PlaceInEdition.objects.filter(place=place).order_by("-edition__valid_from", "-edition")
    if on is not None:
        valid = Q(edition__valid_to=None) | Q(edition__valid_to__gt=on)
        editions = editions.filter(valid, edition__valid_from__lte=on)
    newest = editions.values_list("edition", flat=True).first()
    if newest is None:
        return []
    higher = PlaceAncestor.objects.filter(edition=newest, place=place).exclude(ancestor=place).order_by("level")
    return [row.ancestor for row in higher.select_related("ancestor") if not row.ancestor.withdrawn]


def below(place: Place) -> QuerySet[Place]:
    """The public places directly under this one in any division."""
    return public_places().filter(standings__parent=place).distinct()


def inside(place: Place) -> list[UUID]:
    """The keys of every place in this one, itself included, in any division."""
    lower = PlaceAncestor.objects.filter(ancestor=place).values_list("place", flat=True)
    return list({place.pk, *lower})


def around_each(places: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Which of these places each of them lies in, in any division; those that lie in none are left out."""
    found: dict[UUID, set[UUID]] = {}
    rows = PlaceAncestor.objects.filter(place__in=places, ancestor__in=places).exclude(place=F("ancestor"))
    for place, ancestor in rows.values_list("place", "ancestor"):
        found.setdefault(place, set()).add(ancestor)
    return found


def written(places: Collection[Place]) -> dict[UUID, str]:
    """How each place is written in an answer so that it is recognised: its code with its scheme, else its name."""
    keys = keys_of([place.pk for place in places])
    return {place.pk: place.name if keys[place.pk].startswith("name:") else keys[place.pk] for place in places}


def communes_listed(*, fictional: bool) -> list[tuple[Place, str, str]]:
    """Every commune with the names of its region and of its cercle in the newest division, by name."""
    communes = list(Place.objects.filter(fictional=fictional, level=COMMUNE_LEVEL).order_by("name", "pk"))
    above_each: dict[tuple[UUID, int], str] = {}
    higher = PlaceAncestor.objects.filter(place__in=communes, level__lt=COMMUNE_LEVEL)
    for row in higher.select_related("ancestor").order_by("edition__valid_from", "edition"):
        above_each[row.place_id, row.level] = row.ancestor.name
    return [(one, above_each.get((one.pk, 1), ""), above_each.get((one.pk, 2), "")) for one in communes]
