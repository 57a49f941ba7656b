"""How communes are offered in a form, so that what is chosen is recognised."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from toguna.store.places.models import Place
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


def commune_typed(written: str, *, fictional: bool) -> Place | None:
    """The commune whose name was typed, with its code where two share a name. Raises ValidationError."""
    written = written.strip()
    if not written:
        return None
    name, _bracket, code = written.partition(" [")
    found = Place.objects.filter(name__iexact=name, fictional=fictional, level=3)
    if code:
        scheme, _colon, value = code.rstrip("]").partition(":")
        found = found.filter(codes__scheme=scheme, codes__code=value)
    if len(found) != 1:
        raise ValidationError(_("Choisissez une commune de la liste."))
    return found[0]
