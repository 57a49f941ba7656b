"""How the desk says what a cycle is made of: its stages, what each asks for, the states of its rounds."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from toguna.rules.cycles import Procedure, RoundState, Stage
from toguna.rules.findings import Finding, Severity
from toguna.rules.instruments import Aggregation, Joining

STAGES = {
    Stage.CONTEXT.value: _("Contexte"),
    Stage.PREPARATION.value: _("Préparation"),
    Stage.MODELLING.value: _("Modèle local"),
    Stage.SAMPLING.value: _("Échantillon"),
    Stage.ISSUES.value: _("Ce qui va, ce qui ne va pas"),
    Stage.COMMON_INDICATORS.value: _("Indicateurs communs"),
    Stage.SCORING.value: _("Notation"),
    Stage.CONSOLIDATION.value: _("Mise en commun"),
    Stage.PROVIDER_SCORING.value: _("Note du prestataire"),
    Stage.VALIDATION.value: _("Validation"),
    Stage.RESTITUTION.value: _("Restitution publique"),
    Stage.INTERFACE_MEETING.value: _("Réunion d'interface"),
    Stage.ACTION_PLAN.value: _("Plan d'actions"),
    Stage.IMPLEMENTATION.value: _("Mise en œuvre"),
    Stage.CLOSED.value: _("Terminé"),
    Stage.CANCELLED.value: _("Annulé"),
}
# What whoever leads does at each stage, in one sentence.
WHAT_TO_DO = {
    Stage.CONTEXT.value: _(
        "Rencontrez la mairie et les services, dites ce qui sera noté et pourquoi, et écrivez ce que vous avez appris "
        "de la commune : qui décide, qui est écouté, quels documents existent."
    ),
    Stage.PREPARATION.value: _(
        "Mettez-vous d'accord avec l'autorité : le service ou le secteur, les groupes qui noteront, les jours, "
        "le lieu, deux personnes pour animer chaque groupe."
    ),
    Stage.MODELLING.value: _(
        "En atelier, gardez ce qui vaut partout et ajoutez les indicateurs de la commune. Dites pour chacun la pire et "
        "la meilleure valeur, et ce qui prouverait la note."
    ),
    Stage.SAMPLING.value: _(
        "Écrivez qui sera interrogé et comment les personnes sont choisies : villages, tirage, femmes et hommes."
    ),
    Stage.ISSUES.value: _(
        "Groupe par groupe, notez ce qui va et ce qui ne va pas dans le service, ce qui presse le plus et pourquoi, et "
        "ce que le groupe propose."
    ),
    Stage.COMMON_INDICATORS.value: _(
        "Rassemblez les points de tous les groupes en quelques indicateurs, les mêmes pour tous. Relevez aussi les "
        "moyens prévus et ceux qui sont là."
    ),
    Stage.SCORING.value: _(
        "Chaque groupe note chez lui, une question à la fois, et dit pourquoi. Les notes peuvent venir de cette page, "
        "d'un téléphone ou de la feuille imprimée."
    ),
    Stage.CONSOLIDATION.value: _(
        "Deux ou trois représentants de chaque groupe, autant de femmes que d'hommes, comparent les notes et "
        "conviennent d'une seule par indicateur."
    ),
    Stage.PROVIDER_SCORING.value: _(
        "Le personnel du service note les mêmes indicateurs de son côté. Ce n'est pas un examen : on cherche où les "
        "deux regards diffèrent. Puis validez le tour."
    ),
    Stage.VALIDATION.value: _(
        "Tous les groupes ensemble regardent les notes et les écarts, et conviennent d'une note par indicateur, "
        "preuve à l'appui. Puis validez le tour : le modèle et les notes ne changent plus."
    ),
    Stage.RESTITUTION.value: _(
        "Rendez les résultats en public, là où les gens ont noté. Écrivez ce qui s'y est dit. Après la restitution, la "
        "page de la commune paraît, avec la réponse de l'autorité."
    ),
    Stage.INTERFACE_MEETING.value: _(
        "Usagers et prestataire se parlent : les deux notes côte à côte, ce qui presse, ce que chacun peut faire."
    ),
    Stage.ACTION_PLAN.value: _(
        "Écrivez chaque action comme un engagement : quel service, envers qui, quoi, pour quand, avec quel argent, "
        "et le critère auquel elle répond."
    ),
    Stage.IMPLEMENTATION.value: _(
        "Suivez les engagements, puis mesurez de nouveau avec le même modèle : ce qui a changé se lit en points."
    ),
}
ROUND_STATES = {
    RoundState.OPEN.value: _("en cours"),
    RoundState.VALIDATED.value: _("validé"),
    RoundState.RESTITUTED.value: _("restitué"),
}
ROUND_TONES = {"open": "warn", "validated": "good", "restituted": "good"}
PROCEDURES = {
    Procedure.BAROMETER.value: _("Baromètre"),
    Procedure.SCORE_CARD.value: _("Carte de notation"),
    Procedure.SURVEY.value: _("Enquête"),
    Procedure.SELF_ASSESSMENT.value: _("Auto-évaluation"),
}
JOININGS = {
    Joining.CONSENSUS.value: _("une note convenue ensemble, qui l'emporte sur tout calcul"),
    Joining.MEAN_OF_GROUPS.value: _("la moyenne des groupes, chacun une voix"),
    Joining.MEAN_OF_PEOPLE.value: _("la moyenne des personnes : un grand groupe pèse plus"),
    Joining.MEDIAN.value: _("la médiane"),
}
AGGREGATIONS = {
    Aggregation.WEIGHTED_MEAN.value: _("la moyenne pondérée de ce qui a une note"),
    Aggregation.LIMITING_FACTOR.value: _("le plus faible limite l'ensemble"),
}
AGES = (("15-35", _("15 à 35 ans")), ("36+", _("36 ans et plus")), ("", _("âge non précisé")))
SEXES = (("female", _("Femmes")), ("male", _("Hommes")), ("", _("Sexe non précisé")))


def told(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """What is missing, each with its tone: what keeps the cycle here, what to look at, what is good to know."""
    tones = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "calm"}
    return [(tones[finding.severity], gettext(finding.message) % finding.values) for finding in findings]
