"""How communes are offered in a form, so that what is chosen is recognised."""

from toguna.store.places.recognition import Gazetteer


def commune_words(places: Gazetteer) -> dict[object, str]:
    """How each commune is written so that it is recognised: its name, and its code where two share a name."""
    coded = {place.pk: f"{scheme}:{code}" for (scheme, code), place in places.by_code.items()}
    written: dict[object, str] = {}
    for named in places.by_name.values():
        for place in named:
            written[place.pk] = place.name if len(named) == 1 else f"{place.name} [{coded.get(place.pk, '')}]"
    return written


def communes_offered(places: Gazetteer) -> list[str]:
    """Every commune that may be chosen, in order."""
    return sorted(commune_words(places).values())
