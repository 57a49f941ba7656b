"""The tabs of an instrument's workbook: their columns, in French with English beside, a column of words a language.

It says how the workbook looks. It does not read or write one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toguna.collect.choices import STAKEHOLDER_GROUP, Choice, ChoiceList
from toguna.collect.tables import Column, Table
from toguna.rules.instruments import Aggregation, Display, Engine, Joining, Side

ENGINE = ChoiceList(
    "engine",
    (
        Choice(Engine.GROUP_SCORES, "Notes de groupes", "Group scores", ("groupes", "notes des groupes")),
        Choice(Engine.SURVEY, "Enquête", "Survey", ("sondage",)),
        Choice(Engine.SELF_ASSESSMENT, "Auto-évaluation", "Self-assessment", ("autoévaluation",)),
    ),
)
AGGREGATION = ChoiceList(
    "aggregation",
    (
        Choice(Aggregation.WEIGHTED_MEAN, "Moyenne pondérée", "Weighted mean", ("moyenne", "mean")),
        Choice(Aggregation.LIMITING_FACTOR, "Facteur limitant", "Limiting factor", ("minimum",)),
    ),
)
JOINING = ChoiceList(
    "joining",
    (
        Choice(Joining.CONSENSUS, "Consensus", "Consensus"),
        Choice(Joining.MEAN_OF_GROUPS, "Moyenne des groupes", "Mean of groups"),
        Choice(Joining.MEAN_OF_PEOPLE, "Moyenne des personnes", "Mean of people"),
        Choice(Joining.MEDIAN, "Médiane", "Median"),
    ),
)
DISPLAY = ChoiceList(
    "display",
    (
        Choice(Display.NUMBER, "Nombre", "Number", ("chiffre", "nombres")),
        Choice(Display.FACES, "Visages", "Faces", ("smileys", "visage", "émoticônes")),
        Choice(Display.LEVELS, "Niveaux", "Levels", ("niveau",)),
        Choice(Display.YES_NO, "Oui ou non", "Yes or no", ("oui/non", "yes/no")),
    ),
)
SIDE = ChoiceList(
    "side",
    (
        Choice(Side.USERS, "Usagers", "Users", ("communauté", "citoyens", "usager")),
        Choice(Side.PROVIDERS, "Prestataires", "Providers", ("prestataire", "service")),
    ),
)
CHOICES = {one.name: one for one in (ENGINE, AGGREGATION, JOINING, DISPLAY, SIDE, STAKEHOLDER_GROUP)}


@dataclass(frozen=True)
class Tab:
    """One tab: its columns with words in several languages, and those with one value."""

    name: str
    french: str
    english: str
    columns: tuple[Column, ...]
    worded: frozenset[str] = frozenset()
    required: bool = False

    def table(self, languages: Sequence[str]) -> Table:
        """The tab with a column of words for each language, French first."""
        columns = tuple(made for column in self.columns for made in self._made(column, languages))
        return Table(self.french, self.english, columns, self.required)

    def _made(self, column: Column, languages: Sequence[str]) -> Iterable[Column]:
        if column.field not in self.worded:
            yield column
            return
        for language in languages:
            ways = dict.fromkeys((*_both(column), column.field))
            also = tuple(f"{way} ({language})" for way in ways)
            if language == "fr":
                also += tuple(ways)
            yield Column(
                f"{column.field}_{language}",
                f"{column.french} ({language})",
                f"{column.english} ({language})",
                also,
                column.required and language == "fr",
            )


def _both(column: Column) -> tuple[str, str]:
    return column.french, f"{column.french} / {column.english}"


def _column(field: str, french: str, english: str, *, also: tuple[str, ...] = (), required: bool = False) -> Column:
    return Column(field, french, english, (f"{french} / {english}", *also), required)


_CODE = _column("code", "Code", "Code", required=True)
_LABEL = _column("label", "Libellé", "Label", required=True)
_WEIGHT = _column("weight", "Poids", "Weight")
_VERIFIED = _column("verified", "Vérifié", "Verified")

INSTRUMENT = Tab(
    "instrument", "Instrument", "Instrument",
    (
        _column("setting", "Réglage", "Setting", required=True),
        _column("value", "Valeur", "Value", required=True),
    ),
    required=True,
)  # fmt: skip
CRITERIA = Tab(
    "criteria", "Critères", "Criteria",
    (_CODE, _column("parent", "Sous le critère", "Under criterion", also=("parent",)), _LABEL, _WEIGHT, _VERIFIED),
    frozenset({"label"}),
)  # fmt: skip
INDICATORS = Tab(
    "indicators", "Indicateurs", "Indicators",
    (
        _CODE,
        _column("parent", "Critère", "Criterion", also=("parent", "sous le critère")),
        _LABEL,
        _column("question", "Question", "Question"),
        _column("evidence", "Preuve attendue", "Expected evidence", also=("preuve", "preuves")),
        _column("worst", "Pire", "Worst", also=("pire valeur",)),
        _column("best", "Meilleur", "Best", also=("meilleure valeur",)),
        _column("step", "Pas", "Step"),
        _column("display", "Présentation", "Display"),
        _column("anchors", "Repères", "Anchors"),
        _WEIGHT,
        _column("local", "Local", "Local"),
        _VERIFIED,
    ),
    frozenset({"label", "question", "evidence"}),
    required=True,
)  # fmt: skip
ANCHORS = Tab(
    "anchors", "Échelles", "Scales",
    (
        _column("anchors", "Repères", "Anchors", required=True),
        _column("value", "Valeur", "Value", required=True),
        _LABEL,
    ),
    frozenset({"label"}),
)  # fmt: skip
GROUPS = Tab(
    "groups", "Groupes", "Groups",
    (
        _CODE,
        _LABEL,
        _column("side", "Côté", "Side"),
        _column("stakeholder_group", "Partie prenante", "Stakeholder group"),
    ),
    frozenset({"label"}),
)  # fmt: skip
INPUTS = Tab(
    "inputs", "Intrants", "Inputs",
    (_CODE, _LABEL, _column("unit", "Unité", "Unit")),
    frozenset({"label", "unit"}),
)  # fmt: skip
TABS = (INSTRUMENT, CRITERIA, INDICATORS, ANCHORS, GROUPS, INPUTS)


@dataclass(frozen=True)
class Setting:
    """One line of the first tab: what it sets, in French and English."""

    field: str
    french: str
    english: str
    worded: bool = False

    def spelled(self, language: str = "") -> str:
        """As it stands in the workbook."""
        both = self.french if self.french == self.english else f"{self.french} / {self.english}"
        return f"{both} ({language})" if language else both

    def spellings(self) -> tuple[str, ...]:
        """Every way to write it."""
        return self.field.replace("_", " "), self.french, self.english, f"{self.french} / {self.english}"


SETTINGS = (
    Setting("code", "Code", "Code"),
    Setting("title", "Titre", "Title", worded=True),
    Setting("engine", "Moteur", "Engine"),
    Setting("aggregation", "Calcul d'un critère", "How a criterion is made"),
    Setting("joining", "Accord entre groupes", "Joining of groups"),
    Setting("completeness", "Part minimale des réponses", "Least share of answers"),
    Setting("dispute_gap", "Écart qui fait désaccord, en points", "Gap that is a dispute, in points"),
    Setting("smallest_group", "Plus petit groupe montré seul", "Smallest group shown alone"),
    Setting("months_between_rounds", "Mois entre deux tours", "Months between rounds"),
    Setting("source", "Source", "Source", worded=True),
    Setting("verified", "Vérifié", "Verified"),
)
