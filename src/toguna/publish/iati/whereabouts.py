"""Where an activity takes place, as IATI says it: its country, its places, and the name by which results call a place.

A place goes by its OCHA P-code where it has one; a gazetteer's code is given only where it truly has it. A place that
the edition does not name, because it was withdrawn, is not named here either. It never reads a code out of a name, nor
digits of one scheme as those of another.
"""

from collections.abc import Iterable, Iterator, Mapping

from toguna.publish.iati.told import both, narratives
from toguna.publish.snapshot import Snapshot
from toguna.rules.iati import Location, LocationIdentifier, RecipientCountry, RecipientRegion

# In the order in which a place takes its name in the file from them.
NAMED_BY = ("ocha-pcode", "iso-3166-2")
GAZETTEERS: Mapping[str, str] = {"geonames": "G1", "osm": "G2", "openstreetmap": "G2"}
ALPHA_2 = "iso-3166-1-alpha-2"
SUBDIVISION = "iso-3166-2"
ADMINISTRATIVE_REGION = "1"
FEATURES: Mapping[int, str] = {1: "ADM1", 2: "ADM2", 3: "ADM3"}
# DAC's region for what is in no country that can be named.
UNSPECIFIED = RecipientRegion(
    code="998",
    vocabulary="1",
    names=narratives(both("Pays en développement, non précisé", "Developing countries, unspecified")),
)


class Whereabouts:
    """The places that an edition names, each with the name by which the file calls it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._places = snapshot["places"]
        self._codes = {key: _codes_of(key, part.get("codes", [])) for key, part in self._places.items()}
        self._refs = _refs_of(self._codes)
        self._territory = [key for key in snapshot["programme"]["territory"] if key in self._places]
        self._used: set[str] = set(self._territory)

    def ref(self, key: str) -> str | None:
        """What results call the place; None where it is not named. It then stands among the locations."""
        if key not in self._refs:
            return None
        self._used.add(key)
        return self._refs[key]

    def countries(self) -> tuple[RecipientCountry, ...]:
        """The country of the programme's territory, where one is known; shares of several are not known."""
        found = sorted({country for key in self._territory for country in self._countries_of(key)})
        return (RecipientCountry(code=found[0]),) if len(found) == 1 else ()

    def locations(self) -> tuple[Location, ...]:
        """The places of the territory and every other place that a result names, in the order of their names."""
        return tuple(self._location(key) for key in sorted(self._used, key=lambda key: self._refs[key]))

    def _location(self, key: str) -> Location:
        part = self._places[key]
        gazetteer = tuple(
            LocationIdentifier(vocabulary=GAZETTEERS[scheme], code=code)
            for scheme, code in self._codes[key]
            if scheme in GAZETTEERS
        )
        level = part["level"]
        return Location(
            ref=self._refs[key],
            identifiers=gazetteer,
            name=(("", part["name"]),),
            location_class=ADMINISTRATIVE_REGION if level in FEATURES else None,
            feature_designation=FEATURES.get(level),
        )

    def _countries_of(self, key: str) -> Iterator[str]:
        if country := self._places[key].get("country"):
            yield country
        for scheme, code in self._codes[key]:
            if scheme == ALPHA_2:
                yield code
            elif scheme == SUBDIVISION:
                yield code.partition("-")[0]


def _codes_of(key: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    return _pairs(dict.fromkeys([*codes, key]))


def _pairs(keys: Iterable[str]) -> list[tuple[str, str]]:
    return [(scheme, code) for scheme, _, code in (key.partition(":") for key in keys) if scheme != "name"]


def _refs_of(codes: Mapping[str, list[tuple[str, str]]]) -> dict[str, str]:
    """One name for each place and one place for each name: its best code, or its whole key where another has that."""
    wanted = {key: _best(key, pairs) for key, pairs in codes.items()}
    taken = list(wanted.values())
    return {key: ref if taken.count(ref) == 1 else key for key, ref in wanted.items()}


def _best(key: str, pairs: list[tuple[str, str]]) -> str:
    schemes = dict(reversed(pairs))
    own = pairs[0][1] if pairs else key.rpartition(":")[2]
    return next((schemes[scheme] for scheme in NAMED_BY if scheme in schemes), own)
