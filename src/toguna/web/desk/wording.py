"""What the desk calls the codes of the store: acts, ways in, roles, kinds. Words only."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from toguna.collect.choices import AGE_BAND, HALF_DAY, SEX, STAKEHOLDER_GROUP, ChoiceList
from toguna.rules.records import Act, RecordState
from toguna.rules.roles import Role

STATES = {
    RecordState.RECEIVED.value: _("reçue"),
    RecordState.CHECKED.value: _("contrôlée par le partenaire"),
    RecordState.VERIFIED.value: _("vérifiée"),
    RecordState.RETURNED.value: _("renvoyée au terrain"),
    RecordState.REJECTED.value: _("rejetée"),
}
ACTS = {
    Act.CHECK.value: _("Contrôler"),
    Act.VERIFY.value: _("Vérifier"),
    Act.RETURN.value: _("Renvoyer au terrain"),
    Act.REJECT.value: _("Rejeter"),
    Act.CORRECT.value: _("Corriger"),
}
ACTS_DONE = {
    Act.CHECK.value: _("a contrôlé la fiche"),
    Act.VERIFY.value: _("a vérifié la fiche"),
    Act.RETURN.value: _("a renvoyé la fiche au terrain"),
    Act.REJECT.value: _("a rejeté la fiche"),
    Act.CORRECT.value: _("a corrigé la fiche"),
}
WAYS_IN = {"openrosa": _("téléphone"), "workbook": _("classeur"), "desk": _("saisie au bureau")}
ROLES = {
    Role.ADMINISTRATOR.value: _("administrateur"),
    Role.MEL_OFFICER.value: _("responsable suivi-évaluation"),
    Role.PARTNER_COORDINATOR.value: _("coordination d'une organisation partenaire"),
    Role.PARTNER_AGENT.value: _("agent de terrain"),
    Role.DATA_PROTECTION_OFFICER.value: _("protection des données"),
    Role.DONOR.value: _("bailleur"),
}
ROLE_MEANINGS = {
    Role.ADMINISTRATOR.value: _("ouvre et ferme les comptes ; ne voit ni les fiches ni les noms"),
    Role.MEL_OFFICER.value: _("vérifie les fiches de toutes les organisations, calcule et publie"),
    Role.PARTNER_COORDINATOR.value: _("contrôle et corrige les fiches de son organisation et de celles d'en dessous"),
    Role.PARTNER_AGENT.value: _("saisit et voit les fiches de son organisation"),
    Role.DATA_PROTECTION_OFFICER.value: _("voit tout, ne change rien, efface sur demande"),
    Role.DONOR.value: _("voit les valeurs et les fiches, jamais les noms"),
}
KINDS = {
    "training": _("formation"),
    "forum": _("forum"),
    "session": _("séance"),
    "broadcast": _("émission"),
    "distribution": _("distribution"),
    "advocacy": _("plaidoyer"),
    "campaign": _("campagne"),
}
STATUSES = {"planned": _("prévue"), "held": _("tenue"), "cancelled": _("annulée")}
DESIGNED_FOR = {
    "women": _("femmes"),
    "youth": _("jeunes"),
    "displaced": _("personnes déplacées"),
    "persons_with_disability": _("personnes handicapées"),
    "everyone": _("tout le monde"),
}
FACT_KINDS = {
    "event": _("activité tenue"),
    "participation": _("présence avec nom"),
    "headcount": _("présences sans nom"),
    "output": _("produit"),
    "measurement": _("mesure"),
}
SEVERITIES = {"error": _("erreur"), "warning": _("à vérifier"), "note": _("remarque")}
PERIOD_KINDS = {
    "month": _("par mois"),
    "quarter": _("par trimestre"),
    "year": _("par année"),
    "us_fiscal_quarter": _("par trimestre fiscal américain"),
    "us_fiscal_year": _("par année fiscale américaine"),
    "life": _("toute la durée du programme"),
}
# What the desk shows apart from the name: nobody reads a field's code.
SHEET_FIELDS = {
    "plan": _("Au plan ou hors plan"),
    "activity_code": _("Code de l'activité"),
    "activity_title": _("Titre de l'activité"),
    "session": _("Séance"),
    "half_day": _("Moment de la journée"),
    "held_on": _("Date"),
    "end_on": _("Dernier jour"),
    "venue": _("Lieu précis"),
    "commune": _("Commune"),
    "photo": _("Photo"),
    "total": _("Total annoncé"),
    "women": _("Femmes annoncées"),
    "men": _("Hommes annoncés"),
    "remarks": _("Remarques"),
    "consent": _("Accord"),
    "name": _("Nom"),
    "phone": _("Téléphone"),
    "sex": _("Sexe"),
    "age": _("Âge"),
    "birth_year": _("Année de naissance"),
    "village": _("Village"),
    "function": _("Fonction"),
    "organisation": _("Organisation"),
    "stakeholder_group": _("Groupe"),
    "disability": _("Handicap"),
    "displaced": _("Déplacé(e)"),
    "seats": _("Nombre"),
    "age_band": _("Tranche d'âge"),
    "basis": _("Compté ou estimé"),
}
WORDS: dict[str, dict[str, object]] = {
    "state": {**STATES},
    "act": {**ACTS},
    "act-done": {**ACTS_DONE},
    "way-in": {**WAYS_IN},
    "role": {**ROLES},
    "kind": {**KINDS},
    "status": {**STATUSES},
    "designed-for": {**DESIGNED_FOR},
    "fact-kind": {**FACT_KINDS},
    "severity": {**SEVERITIES},
    "period-kind": {**PERIOD_KINDS},
    "sheet-field": {**SHEET_FIELDS},
}
CHOICES: dict[str, ChoiceList] = {
    "sex": SEX,
    "half-day": HALF_DAY,
    "age-band": AGE_BAND,
    "group": STAKEHOLDER_GROUP,
}


def word(code: object, family: str) -> str:
    """How the desk says a code of that family; an unknown code is said as it is."""
    if not code:
        return ""
    if family in CHOICES:
        choice = CHOICES[family].choices.get(str(code))
        return choice.label((get_language() or "fr")[:2]) if choice else str(code)
    return str(WORDS[family].get(str(code), code))
