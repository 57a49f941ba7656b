"""What a figure counts, of which sex and where, in a word each, as the annotated texts and the JSON name them.

Says only what stands beside the figure; where the text does not tell, nothing is guessed.
"""

import re

from toguna.figures.aside_rules import MONTH
from toguna.figures.phrases import Place
from toguna.figures.vocabulary import is_counted, names_things

SEXES = {("female", False): "women", ("male", False): "men", ("female", True): "girls", ("male", True): "boys"}
CAPITAL = r"[^\W\d_a-zà-ÿ]"
NAME = re.compile(rf"{CAPITAL}[a-zà-ÿ'’]{{2,}}(?:(?:[ -](?:d[eu]s?|la|le|el|of))?[ '’-]{CAPITAL}[^\W\d_]+){{0,3}}")
"""A name as places have it; what is all capitals is an organisation or a heading."""

NO_PLACES = frozenset(
    ("total", "totals", "direct", "directe", "indirect", "indirecte", "other", "autre", "autres", "among", "parmi")
)
MONTH_ALONE = re.compile(MONTH)


def thing_counted(place: Place) -> str:
    """A short name of what is counted, as "femme" or "household_pct"; the id of the claim where the text does not tell.

    >>> from toguna.figures.phrases import Context
    >>> from toguna.figures.reading import read
    >>> places = Context(read("À Kayes, 120 femmes et 80 garçons (40 %) ont été formés.", "fr")).places
    >>> [(thing_counted(place), sex_counted(place), place_named(place)) for place in places]
    [('femme', 'women', 'Kayes'), ('garçon', 'boys', None), ('c3', 'boys', None)]
    """
    name = re.sub(r"[\W_]+", "_", place.noun.lower()).strip("_")
    if not name:
        return place.claim.id
    return f"{name}_pct" if place.claim.is_percent else name


def sex_counted(place: Place) -> str | None:
    """The sex of those counted: "women", "men", "girls" or "boys"."""
    return SEXES.get((place.sex or "", place.age == "child"))


def place_named(place: Place) -> str | None:
    """The name beside the figure that is a place as far as can be seen: no group, no month, no word of the sentence."""
    for name in (place.location, place.label):
        opening = name.split(" ")[0]
        known = is_counted(opening) or not names_things(opening) or opening.lower() in NO_PLACES
        if NAME.fullmatch(name) and not known and not MONTH_ALONE.fullmatch(opening):
            return name
    return None
