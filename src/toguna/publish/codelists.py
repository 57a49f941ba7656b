"""The names that IATI's code lists give to their codes, in English and, where the list has them, in French.

It reads the data files that the installed package pyIATI carries and never runs its code. A list kept apart, which may
be newer, comes before the one of the standard's version. What the lists lack in French stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

FOLDERS = ("codelists_non_embedded", "2-03/codelists")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# The DAC's own French words, which the lists do not carry.
FRENCH: Mapping[str, Mapping[str, str]] = {
    "PolicyMarker": {
        "1": "Égalité entre les femmes et les hommes",
        "2": "Aide à l'environnement",
        "3": "Développement participatif et bonne gouvernance",
        "4": "Développement du commerce",
        "5": "Convention sur la diversité biologique",
        "6": "Changements climatiques : atténuation",
        "7": "Changements climatiques : adaptation",
        "8": "Convention sur la lutte contre la désertification",
        "9": "Santé reproductive, maternelle, néonatale et infantile",
    },
    "PolicySignificance": {
        "0": "non visé",
        "1": "objectif significatif",
        "2": "objectif principal",
        "3": "objectif principal, à l'appui d'un programme d'action",
        "4": "objectif principal explicite",
    },
    "OrganisationType": {
        "11": "Collectivité locale",
        "24": "ONG du pays partenaire",
        "71": "Secteur privé du pays qui finance",
        "72": "Secteur privé du pays bénéficiaire",
        "73": "Secteur privé d'un pays tiers",
        "90": "Autre",
        "22": "ONG nationale",
        "23": "ONG régionale",
    },
}
# The goals that the United Nations adopted in 2015; IATI names their list and does not carry it.
GOALS = (
    ("Pas de pauvreté", "No poverty"),
    ("Faim « zéro »", "Zero hunger"),
    ("Bonne santé et bien-être", "Good health and well-being"),
    ("Éducation de qualité", "Quality education"),
    ("Égalité entre les sexes", "Gender equality"),
    ("Eau propre et assainissement", "Clean water and sanitation"),
    ("Énergie propre et d'un coût abordable", "Affordable and clean energy"),
    ("Travail décent et croissance économique", "Decent work and economic growth"),
    ("Industrie, innovation et infrastructure", "Industry, innovation and infrastructure"),
    ("Inégalités réduites", "Reduced inequalities"),
    ("Villes et communautés durables", "Sustainable cities and communities"),
    ("Consommation et production responsables", "Responsible consumption and production"),
    ("Lutte contre les changements climatiques", "Climate action"),
    ("Vie aquatique", "Life below water"),
    ("Vie terrestre", "Life on land"),
    ("Paix, justice et institutions efficaces", "Peace, justice and strong institutions"),
    ("Partenariats pour la réalisation des objectifs", "Partnerships for the goals"),
)
SDG_GOALS = "SDG goals"


@dataclass(frozen=True)
class CodeName:
    """One code and its names; French is empty where nobody gives it."""

    code: str
    english: str
    french: str = ""

    def texts(self) -> dict[str, str]:
        """The name as content in several languages; English stands in where the list has no French.

        >>> CodeName("16", "Peace", "Paix").texts(), CodeName("x", "Only English").texts()
        ({'fr': 'Paix', 'en': 'Peace'}, {'fr': 'Only English', 'en': 'Only English'})
        """
        return {"fr": self.french or self.english, "en": self.english}

    def said(self, language: str) -> str:
        """The name in the reader's language."""
        return self.texts()["en" if language.startswith("en") else "fr"]


@cache
def codelist(name: str) -> Mapping[str, CodeName]:
    """The names of one list by code, in the list's order. An unknown list is a KeyError.

    >>> codelist("Sector")["15150"].english
    'Democratic participation and civil society'
    >>> codelist("SDG goals")["16"].french
    'Paix, justice et institutions efficaces'
    """
    if name == SDG_GOALS:
        return {str(number): CodeName(str(number), en, fr) for number, (fr, en) in enumerate(GOALS, start=1)}
    path = next((path for folder in FOLDERS if (path := _lists() / folder / f"{name}.xml").is_file()), None)
    if path is None:
        raise KeyError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.parse(str(path), parser).getroot()
    french = FRENCH.get(name, {})
    return {one.code: one for row in root.iter("codelist-item") if (one := _named(row, french)) is not None}


def name_in_list(name: str, code: str) -> CodeName | None:
    """What a list calls a code; None where it does not have it, for instance because the code is newer.

    >>> name_in_list("Sector", "99999") is None
    True
    """
    return codelist(name).get(code)


def _lists() -> Path:
    found = find_spec("iati")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("pyIATI, whose code lists are read here, is not installed")
    return Path(found.submodule_search_locations[0]) / "resources" / "standard"


def _named(row: etree._Element, french: Mapping[str, str]) -> CodeName | None:
    code, names = "", {}
    for child in row:
        if child.tag == "code":
            code = (child.text or "").strip()
        elif child.tag == "name":
            names = {one.get(LANGUAGE, "en"): (one.text or "").strip() for one in child.iter("narrative")}
    if not code or row.get("status") == "withdrawn":
        return None
    return CodeName(code, names.get("en", ""), french.get(code) or names.get("fr", ""))
