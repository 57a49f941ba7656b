"""The tabs of a framework workbook: which fields each has, in French and English, and which rows they name.

It says how the workbook looks. It does not read or write one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toguna.collect.choices import Choice, ChoiceList
from toguna.collect.framework_fields import (
    ASCENDING,
    DAY,
    DEFINITION,
    LESSONS,
    MONEY,
    PLACE,
    QUANTITY,
    TEXTS,
    WORDS,
    YEAR,
    YES_OR_NO,
    Kind,
    one_of,
    several_of,
    text,
    whole,
)
from toguna.collect.tables import Column, Table
from toguna.rules.framework import (
    ActivityRow,
    FrameworkRow,
    IndicatorRow,
    ObjectiveRow,
    ProgrammeRow,
    ResultRow,
    StatementRow,
    TargetRow,
)

RESULT_TYPE = ChoiceList(
    "type",
    (
        Choice("impact", "Impact", "Impact"),
        Choice("outcome", "Effet", "Outcome", ("résultat", "effets", "résultat intermédiaire")),
        Choice("output", "Produit", "Output", ("extrant", "produits")),
        Choice("other", "Autre", "Other"),
    ),
)
MEASURE = ChoiceList(
    "measure",
    (
        Choice("unit", "Nombre", "Number", ("unité", "1")),
        Choice("percentage", "Pourcentage", "Percentage", ("%", "pourcent", "2")),
        Choice("nominal", "Catégorie", "Nominal", ("3",)),
        Choice("ordinal", "Rang", "Ordinal", ("4",)),
        Choice("qualitative", "Texte", "Qualitative", ("qualitatif", "5")),
    ),
)
STATUS = ChoiceList(
    "status",
    (
        Choice("achieved", "Atteint", "Achieved"),
        Choice(
            "partly_achieved", "Partiellement atteint", "Partly achieved", ("en partie atteint", "partially achieved")
        ),
        Choice("not_achieved", "Non atteint", "Not achieved", ("pas atteint",)),
        Choice("not_stated", "Non précisé", "Not stated"),
    ),
)
ACTIVITY_KIND = ChoiceList(
    "kind",
    (
        Choice("training", "Formation", "Training"),
        Choice("forum", "Forum", "Forum", ("cadre de concertation",)),
        Choice("session", "Séance", "Session", ("causerie", "réunion")),
        Choice("broadcast", "Émission", "Broadcast", ("diffusion", "radio")),
        Choice("distribution", "Distribution", "Distribution"),
        Choice("advocacy", "Plaidoyer", "Advocacy"),
        Choice("campaign", "Campagne", "Campaign"),
    ),
)
DESIGNED_FOR = ChoiceList(
    "designed_for",
    (
        Choice("women", "Femmes", "Women"),
        Choice("youth", "Jeunes", "Youth"),
        Choice("displaced", "Personnes déplacées", "Displaced persons", ("déplacés", "pdi")),
        Choice("persons_with_disability", "Personnes handicapées", "Persons with disability"),
        Choice("everyone", "Tout le monde", "Everyone", ("tous",)),
    ),
)
ACTIVITY_STATUS = ChoiceList(
    "activity_status",
    (
        Choice("planned", "Planifiée", "Planned", ("prévue",)),
        Choice("held", "Tenue", "Held", ("réalisée", "faite")),
        Choice("cancelled", "Annulée", "Cancelled"),
    ),
)


@dataclass(frozen=True)
class Field:
    """One field of a row: the kind of its cells, and its heading in both languages."""

    name: str
    kind: Kind
    french: str
    english: str
    required: bool = False

    def columns(self) -> tuple[Column, ...]:
        """Its columns: one, or one for each language, of which French may be required."""
        if len(self.kind.endings) == 1:
            return (Column(self.name, self.french, self.english, required=self.required),)
        french = Column(f"{self.name}_fr", f"{self.french} (fr)", f"{self.english} (fr)", (self.french,), self.required)
        return (french, Column(f"{self.name}_en", f"{self.french} (en)", f"{self.english} (en)", (self.english,)))


@dataclass(frozen=True)
class Reference:
    """A row names another: by which field, of which noun, under which key."""

    field: str
    noun: str
    key: Callable[[Any], str]


@dataclass(frozen=True)
class Tab:
    """One noun of the framework: its tab, its fields and what its rows name."""

    noun: str
    place: str
    french: str
    english: str
    row: Callable[..., FrameworkRow]
    fields: tuple[Field, ...]
    references: tuple[Reference, ...] = ()
    required: bool = False

    def table(self) -> Table:
        """The tab as a table of columns."""
        columns = tuple(column for field in self.fields for column in field.columns())
        return Table(self.french, self.english, columns, self.required)


def _number_or_none(number: int | None) -> str:
    return "" if number is None else str(number)


_OBJECTIVE = Reference("objective", "objective", lambda row: _number_or_none(row.objective))
_RESULT = Reference("result", "result", lambda row: row.result)
_IN_RESULT = Field("result", text(), "Résultat", "Result", required=True)
_IN_OBJECTIVE = Field("objective", whole(0, 999), "Objectif", "Objective")

TABS = (
    Tab(
        "programme", "programme", "Programme", "Programme", ProgrammeRow,
        (
            Field("code", text(40), "Code", "Code", required=True),
            Field("name", TEXTS, "Nom", "Name", required=True),
            Field("summary", TEXTS, "Résumé", "Summary"),
            Field("starts_on", DAY, "Début", "Start"),
            Field("ends_on", DAY, "Fin", "End"),
            Field("budget", MONEY, "Budget", "Budget"),
            Field("currency", text(3), "Monnaie", "Currency"),
        ),
        required=True,
    ),
    Tab(
        "objective", "objectives", "Objectifs", "Objectives", ObjectiveRow,
        (
            Field("number", whole(0, 999), "Numéro", "Number", required=True),
            Field("statement", TEXTS, "Énoncé", "Statement", required=True),
            Field("title", TEXTS, "Titre", "Title"),
            Field("added_on", DAY, "Ajouté le", "Added on"),
        ),
    ),
    Tab(
        "result", "results", "Résultats", "Results", ResultRow,
        (
            Field("code", text(), "Code", "Code", required=True),
            Field("type", one_of(RESULT_TYPE), "Type", "Type", required=True),
            Field("title", TEXTS, "Titre", "Title", required=True),
            Field("statement", TEXTS, "Énoncé", "Statement"),
            _IN_OBJECTIVE,
            Field("parent", text(), "Résultat supérieur", "Parent result"),
            Field("related_framework", text(80), "Autre cadre", "Other framework"),
            Field("related_code", text(), "Code dans l'autre cadre", "Code in the other framework"),
            Field("related_title", TEXTS, "Titre dans l'autre cadre", "Title in the other framework"),
        ),
        (_OBJECTIVE, Reference("parent", "result", lambda row: row.parent)),
    ),
    Tab(
        "indicator", "indicators", "Indicateurs", "Indicators", IndicatorRow,
        (
            _IN_RESULT,
            Field("code", text(), "Code", "Code", required=True),
            Field("measure", one_of(MEASURE), "Mesure", "Measure", required=True),
            Field("title", TEXTS, "Titre", "Title", required=True),
            Field("unit", TEXTS, "Unité", "Unit"),
            Field("ascending", ASCENDING, "Sens", "Direction"),
            Field("cumulative", YES_OR_NO, "Cumulé", "Cumulative"),
            Field("disaggregations", WORDS, "Ventilations", "Disaggregations"),
            Field("reference_year", YEAR, "Année de référence", "Reference year"),
            Field("reference_value", QUANTITY, "Valeur de référence", "Reference value"),
            Field("reference_comment", TEXTS, "Commentaire de référence", "Reference comment"),
            Field("definition", DEFINITION, "Définition (JSON)", "Definition (JSON)"),
        ),
        (_RESULT,),
    ),
    Tab(
        "target", "targets", "Cibles", "Targets", TargetRow,
        (
            _IN_RESULT,
            Field("indicator", text(), "Indicateur", "Indicator", required=True),
            Field("starts_on", DAY, "Du", "From", required=True),
            Field("ends_on", DAY, "Au", "To", required=True),
            Field("value", QUANTITY, "Cible", "Target", required=True),
        ),
        (Reference("indicator", "indicator", lambda row: f"{row.result} / {row.indicator}"),),
    ),
    Tab(
        "statement", "statements", "Effets par an", "Outcomes by year", StatementRow,
        (
            _IN_RESULT,
            Field("year", YEAR, "Année", "Year", required=True),
            Field("status", one_of(STATUS), "Statut", "Status"),
            Field("narrative", TEXTS, "Récit", "Narrative"),
            Field("theory_if", TEXTS, "Si", "If"),
            Field("theory_then", TEXTS, "Alors", "Then"),
            Field("theory_because", TEXTS, "Parce que", "Because"),
            Field("still_relevant", YES_OR_NO, "Toujours pertinent", "Still relevant"),
            Field("strategy_changed", YES_OR_NO, "Stratégie changée", "Strategy changed"),
            Field("lessons", LESSONS, "Leçons, une par ligne", "Lessons, one a line"),
            Field("remarks", TEXTS, "Remarques", "Remarks"),
        ),
        (_RESULT,),
    ),
    Tab(
        "activity", "activities", "Plan de travail", "Work plan", ActivityRow,
        (
            Field("code", text(40), "Code", "Code", required=True),
            Field("kind", one_of(ACTIVITY_KIND), "Nature", "Kind", required=True),
            Field("title", TEXTS, "Titre", "Title", required=True),
            Field("designed_for", several_of(DESIGNED_FOR), "Conçue pour", "Designed for"),
            Field("topics", WORDS, "Thèmes", "Topics"),
            _IN_OBJECTIVE,
            Field("starts_on", DAY, "Début prévu", "Planned start"),
            Field("ends_on", DAY, "Fin prévue", "Planned end"),
            Field("sessions", whole(1, 999), "Séances", "Sessions"),
            Field("place", PLACE, "Commune", "Commune"),
            Field("implementer", text(), "Organisation", "Organisation"),
            Field("status", one_of(ACTIVITY_STATUS), "État", "Status"),
        ),
        (_OBJECTIVE,),
    ),
)  # fmt: skip
