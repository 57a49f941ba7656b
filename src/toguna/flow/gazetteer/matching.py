"""Which place that is already kept a row of a gazetteer means: by its code, or by its name under its parent.

A code is believed with its scheme, and only under a name that fits: another division may use the same codes for other
places. It changes nothing, and it never chooses between two places of one name.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from toguna.collect.gazetteer import GazetteerPlace
from toguna.rules.findings import Finding, Severity
from toguna.rules.spelling import near, plain
from toguna.store.places.models import Edition, Place, PlaceCode, PlaceInEdition

OTHER_LEVEL = (
    "Le code « %(written)s » est celui de « %(known)s », au niveau %(known_level)s ; ce fichier le donne au niveau "
    "%(level)s à « %(name)s ». Vérifiez le découpage du fichier, ou donnez un autre système de codes (--scheme)."
)
OTHER_NAME = (
    "Le code « %(written)s » est celui de « %(known)s » ; ce fichier le donne à « %(name)s ». Si c'est le même lieu, "
    'dites-le : --same "%(name)s=%(known)s". Sinon, donnez un autre système de codes (--scheme).'
)
OTHER_COUNTRY = (
    "Le code « %(written)s » est celui de « %(known)s », d'un autre pays ou d'un découpage fictif. Donnez un autre "
    "système de codes (--scheme)."
)
AMBIGUOUS_NAME = (
    "« %(name)s » peut être plusieurs lieux sous « %(parent)s » (%(candidates)s) : le nom seul ne dit pas lequel. "
    "Ajoutez une colonne de codes."
)

COUNTRY_LEVEL = 0


class KnownUnits:
    """The places of one country, real or fictional, as its editions have them; `same` says which names mean which."""

    def __init__(
        self, *, country: str, fictional: bool, edition: Edition | None, scheme: str, same: Mapping[str, str]
    ) -> None:
        self.scheme = scheme
        self.fictional = fictional
        self.edition = edition
        editions = Edition.objects.filter(country=country, fictional=fictional)
        standings = PlaceInEdition.objects.filter(edition__in=editions)
        places = Place.objects.filter(pk__in=standings.values("place"))
        self.places: dict[UUID, Place] = {place.pk: place for place in places}
        self.parents: dict[UUID, dict[int, UUID | None]] = {}
        for place_id, edition_id, parent_id in standings.values_list("place_id", "edition_id", "parent_id"):
            self.parents.setdefault(place_id, {})[edition_id] = parent_id
        rows = PlaceCode.objects.filter(scheme=scheme).select_related("place").order_by("code")
        self.by_code: dict[str, Place] = {row.code: row.place for row in rows}
        self.codes_of: dict[UUID, list[str]] = {}
        for code, place in self.by_code.items():
            self.codes_of.setdefault(place.pk, []).append(code)
        self.by_name: dict[tuple[int, str], list[Place]] = {}
        for place in self.places.values():
            self.by_name.setdefault((place.level, plain(place.name)), []).append(place)
        self.same = {plain(written): plain(meant) for written, meant in same.items()}
        self.country = self._country()

    def _country(self) -> Place | None:
        """The country itself, where exactly one place stands above the regions: tables of units leave it out."""
        tops = [place for place in self.places.values() if place.level == COUNTRY_LEVEL]
        return tops[0] if len(tops) == 1 else None

    def in_edition(self) -> Iterable[Place]:
        """The places that the edition has already."""
        edition = self.edition.pk if self.edition else None
        return (place for pk, place in self.places.items() if edition in self.parents[pk])

    def parent_in_edition(self, place: Place) -> UUID | None:
        """Under which place it stands in the edition, if it stands there."""
        return self.parents.get(place.pk, {}).get(self.edition.pk if self.edition else 0)

    def stands_in_edition(self, place: Place) -> bool:
        """Whether the edition has it."""
        return self.edition is not None and self.edition.pk in self.parents.get(place.pk, {})

    def top_of_edition(self) -> Place | None:
        """The country, where the edition has it above its regions."""
        return self.country if self.country and self.stands_in_edition(self.country) else None

    def beneath(self, parent: Place | None, level: int) -> list[Place]:
        """The places of a level directly under a parent, in any edition of the country."""
        above = self._same_as(parent)
        return [place for place in self.places.values() if place.level == level and self._stands_under(place, above)]

    def _same_as(self, parent: Place | None) -> set[UUID | None]:
        """One edition may have the country above its regions and another may leave it out."""
        if parent is None or parent == self.country:
            return {None, self.country.pk if self.country else None}
        return {parent.pk}

    def _stands_under(self, place: Place, above: set[UUID | None]) -> bool:
        return not above.isdisjoint(self.parents[place.pk].values())

    def for_reader(self) -> dict[str, tuple[GazetteerPlace, Place]]:
        """The places of the edition as the reader of tables wants them, parents first, without the country."""
        keys = {place.pk: self._key(place) for place in self.in_edition() if place.level != COUNTRY_LEVEL}
        aliases: dict[str, list[str]] = {}
        for written, meant in self.same.items():
            aliases.setdefault(meant, []).append(written)
        known = {}
        for pk, key in sorted(keys.items(), key=lambda pair: (self.places[pair[0]].level, pair[1])):
            place = self.places[pk]
            codes = self.codes_of.get(pk)
            parent = self.parent_in_edition(place)
            coded = {self.scheme: codes[0]} if codes else {}
            others = tuple(aliases.get(plain(place.name), ()))
            unit = GazetteerPlace(
                key, place.level, place.name, coded, keys.get(parent) if parent else None, place.kind, others
            )
            known[key] = (unit, place)
        return known

    def _key(self, place: Place) -> str:
        codes = self.codes_of.get(place.pk)
        return f"{self.scheme}:{codes[0]}" if codes else f"place:{place.pk}"

    def meant_by(self, row: GazetteerPlace, parent: Place | None, where: str) -> Place | Finding | None:
        """The place that a row means; a finding where that cannot be said; None where it is a place not known yet."""
        code = row.codes.get(self.scheme, "")
        if code in self.by_code:
            return self._with_code(row, code, where)
        named = [place for place in self._named(row, parent) if not (code and self.codes_of.get(place.pk))]
        here = [place for place in named if self.stands_in_edition(place)]
        candidates = here or named
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        told = ", ".join(sorted(self.codes_of.get(place.pk, ["—"])[0] for place in candidates))
        values = {"name": row.name, "parent": parent.name if parent else "—", "candidates": told}
        return Finding("ambiguous-name", Severity.ERROR, AMBIGUOUS_NAME, values, where)

    def _with_code(self, row: GazetteerPlace, code: str, where: str) -> Place | Finding:
        place = self.by_code[code]
        values = {
            "written": code, "name": row.name, "level": row.level, "known": place.name, "known_level": place.level,
        }  # fmt: skip
        if place.pk not in self.places:
            return Finding("code-of-another-country", Severity.ERROR, OTHER_COUNTRY, values, where)
        if place.level != row.level:
            return Finding("code-at-another-level", Severity.ERROR, OTHER_LEVEL, values, where)
        if not self.is_name_of(row, place):
            return Finding("code-of-another-name", Severity.ERROR, OTHER_NAME, values, where)
        return self.places[place.pk]

    def is_name_of(self, row: GazetteerPlace, place: Place) -> bool:
        """Whether the row's name is the place's, but for its spelling, or is said to mean the same."""
        spellings = [row.name, *row.other_names]
        if plain(place.name) in {self.same.get(plain(name), plain(name)) for name in spellings}:
            return True
        return bool(near(row.name, [place.name])) or is_longer_form(row.name, place.name)

    def _named(self, row: GazetteerPlace, parent: Place | None) -> list[Place]:
        spelled = plain(row.name)
        found = self.by_name.get((row.level, spelled)) or self.by_name.get((row.level, self.same.get(spelled, "")), [])
        above = self._same_as(parent)
        return [place for place in found if self._stands_under(place, above)]


def is_longer_form(name: str, other: str) -> bool:
    """Whether one of two names has all the words of the other: « District de Bamako » and « Bamako »."""
    words, others = set(plain(name).split()), set(plain(other).split())
    return words <= others or others <= words
