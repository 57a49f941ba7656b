"""The closed answers of the forms: their codes, how French and English say them, and how else people write them.

Phones send the code, workbooks the words. It does not know which question is being answered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from toguna.rules.spelling import plain

UNKNOWN = "unknown"
"""The answer "not stated" where a form offers it. It is read as no answer at all."""


@dataclass(frozen=True)
class Choice:
    """One answer of a list. `doubtful` spellings are accepted and reported, because elsewhere they mean another."""

    code: str
    french: str
    english: str
    also: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """How `language` says it; French when it is not English."""
        return self.english if language == "en" else self.french


@dataclass(frozen=True)
class Recognised:
    """The choice behind what was written, and whether it was written as the form writes it."""

    code: str
    as_offered: bool
    doubtful: bool


class ChoiceList:
    """A closed list of answers, recognised however they are spelled.

    >>> SEX.recognise("Féminin")
    Recognised(code='female', as_offered=False, doubtful=False)
    >>> SEX.recognise("2").doubtful, SEX.recognise("tous")
    (True, None)
    """

    def __init__(self, name: str, choices: Iterable[Choice]) -> None:
        self.name = name
        self.choices: Mapping[str, Choice] = MappingProxyType({choice.code: choice for choice in choices})
        self._spellings: dict[str, tuple[str, bool]] = {}
        for choice in self.choices.values():
            for spelling in (choice.code, choice.french, choice.english, *choice.also):
                self._spellings[plain(spelling)] = (choice.code, False)
            for spelling in choice.doubtful:
                self._spellings[plain(spelling)] = (choice.code, True)

    def recognise(self, written: str) -> Recognised | None:
        """The choice that was meant, or None where the words are on no list."""
        code, doubtful = self._spellings.get(plain(written), (None, False))
        if code is None:
            return None
        choice = self.choices[code]
        offered = {text.casefold() for text in (choice.code, choice.french, choice.english)}
        return Recognised(code, written.casefold() in offered, doubtful)

    def labels(self, language: str) -> list[str]:
        """What a reader of `language` may choose from, in the order of the list."""
        return [choice.label(language) for choice in self.choices.values()]


_NOT_STATED = Choice(UNKNOWN, "Non précisé", "Not stated", ("nsp", "ne sait pas", "inconnu", "unknown", "?", "n/a"))

SEX = ChoiceList(
    "sex",
    (
        Choice(
            "female", "Femme", "Female", ("f", "féminin", "fém", "fille", "woman", "girl", "w", "femmes"), ("2",)
        ),  # 1 = homme, 2 = femme is the French statistical habit, and other offices do the reverse
        Choice("male", "Homme", "Male", ("m", "h", "masculin", "masc", "garçon", "man", "boy", "hommes"), ("1",)),
        Choice("other", "Autre", "Other", ("autre sexe", "x")),
        _NOT_STATED,
    ),
)
HALF_DAY = ChoiceList(
    "half_day",
    (
        Choice("morning", "Matin", "Morning", ("matinée", "am")),
        Choice("afternoon", "Après-midi", "Afternoon", ("apm", "pm", "soir", "aprem")),
        Choice("full_day", "Journée entière", "Full day", ("journée", "jour", "toute la journée", "day")),
    ),
)
YES_NO = ChoiceList(
    "yes_no",
    (Choice("yes", "Oui", "Yes", ("o", "y", "true", "1", "x")), Choice("no", "Non", "No", ("n", "false", "0"))),
)
YES_NO_UNKNOWN = ChoiceList("yes_no_unknown", (*YES_NO.choices.values(), _NOT_STATED))
PLAN = ChoiceList(
    "plan",
    (
        Choice("planned", "Au plan de travail", "In the work plan", ("planifiée", "prévue", "oui")),
        Choice("unplanned", "Hors plan", "Unplanned", ("non planifiée", "imprévue", "non")),
    ),
)
BASIS = ChoiceList(
    "basis",
    (
        Choice("counted", "Compté", "Counted", ("comptées", "compte")),
        Choice("estimated", "Estimé", "Estimated", ("estimées", "estimation", "environ")),
    ),
)
STAKEHOLDER_GROUP = ChoiceList(
    "stakeholder_group",
    (
        Choice(
            "elected_official", "Élu(e)", "Elected official", ("élu", "élue", "élus", "conseiller communal", "maire")
        ),
        Choice("technical_service", "Service technique", "Technical service", ("services techniques",)),
        Choice("cso", "Organisation de la société civile (OSC)", "Civil society organisation (CSO)", ("osc", "ong")),
        Choice("cbo", "Organisation communautaire de base (OCB)", "Community-based organisation (CBO)", ("ocb",)),
        Choice("womens_association", "Association féminine", "Women's association", ("association de femmes", "cafo")),
        Choice("youth", "Jeunesse", "Youth", ("jeune", "jeunes", "association de jeunes")),
        Choice("private_sector", "Secteur privé", "Private sector", ("privé", "commerçant", "commerçante")),
        Choice(
            "traditional_authority", "Autorité coutumière", "Traditional authority", ("chef de village", "chefferie")
        ),
        Choice(
            "religious_leader", "Responsable religieux", "Religious leader", ("leader religieux", "imam", "pasteur")
        ),
        Choice("media", "Média", "Media", ("médias", "radio", "journaliste", "presse")),
        Choice(
            "persons_with_disability",
            "Personnes handicapées",
            "Persons with disability",
            ("handicap", "personne handicapée"),
        ),
        Choice(
            "displaced", "Personnes déplacées", "Displaced persons", ("déplacé", "déplacée", "déplacés", "pdi", "idp")
        ),
        Choice("citizen", "Citoyen(ne)", "Citizen", ("citoyen", "citoyenne", "citoyens", "habitant", "population")),
    ),
)
# The limits 10, 15, 30 and 41 are those of the two ages of youth in use: 10 to 29, and 15 to 40.
AGE_BAND = ChoiceList(
    "age_band",
    (
        Choice("0-9", "0 à 9 ans", "0 to 9 years"),
        Choice("10-14", "10 à 14 ans", "10 to 14 years"),
        Choice("15-29", "15 à 29 ans", "15 to 29 years"),
        Choice("30-40", "30 à 40 ans", "30 to 40 years"),
        Choice("41-59", "41 à 59 ans", "41 to 59 years"),
        Choice("60+", "60 ans et plus", "60 years and over"),
        _NOT_STATED,
    ),
)
