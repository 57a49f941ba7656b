"""What the desk calls the codes of the store: acts, ways in, roles, kinds. Words only."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from toguna.collect.choices import AGE_BAND, BASIS, HALF_DAY, PLAN, SEX, STAKEHOLDER_GROUP, YES_NO, ChoiceList
from toguna.rules.records import Act, RecordState
from toguna.rules.roles import Role
from toguna.web.desk.journal_words import ENTRIES
from toguna.web.layout.words import WORDS as LAYOUT_WORDS

STATES = {
    RecordState.RECEIVED.value: _("reçue"),
    RecordState.CHECKED.value: _("contrôlée par le partenaire"),
    RecordState.VERIFIED.value: _("vérifiée"),
    RecordState.RETURNED.value: _("renvoyée au terrain"),
    RecordState.REJECTED.value: _("rejetée"),
    RecordState.QUARANTINED.value: _("en quarantaine"),
}
ACTS = {
    Act.CHECK.value: _("Contrôler"),
    Act.VERIFY.value: _("Vérifier"),
    Act.RETURN.value: _("Renvoyer au terrain"),
    Act.REJECT.value: _("Rejeter"),
    Act.CORRECT.value: _("Corriger"),
    Act.QUARANTINE.value: _("Mettre en quarantaine"),
    Act.RELEASE.value: _("Sortir de quarantaine"),
}
ACTS_DONE = {
    Act.CHECK.value: _("a contrôlé la fiche"),
    Act.VERIFY.value: _("a vérifié la fiche"),
    Act.RETURN.value: _("a renvoyé la fiche au terrain"),
    Act.REJECT.value: _("a rejeté la fiche"),
    Act.QUARANTINE.value: _("a mis la fiche en quarantaine"),
    Act.RELEASE.value: _("a sorti la fiche de quarantaine"),
    Act.CORRECT.value: _("a corrigé la fiche"),
}
WAYS_IN = {
    "openrosa": _("téléphone"),
    "workbook": _("classeur"),
    "desk": _("saisie au bureau"),
    "field": _("navigateur hors ligne"),
    "api": _("programme"),
    "pull": _("autre serveur"),
}
ROLE_MEANINGS = {
    Role.ADMINISTRATOR.value: _("ouvre et ferme les comptes ; ne voit ni les fiches ni les noms"),
    Role.MEL_OFFICER.value: _("vérifie les fiches de toutes les organisations, calcule et publie"),
    Role.PARTNER_COORDINATOR.value: _("contrôle et corrige les fiches de son organisation et de celles d'en dessous"),
    Role.PARTNER_AGENT.value: _("saisit et voit les fiches de son organisation"),
    Role.DATA_PROTECTION_OFFICER.value: _("voit tout, ne change rien, efface sur demande"),
    Role.DONOR.value: _("voit les valeurs et les fiches, jamais les noms"),
}
STATUSES = {"planned": _("prévue"), "held": _("tenue"), "cancelled": _("annulée")}
SEVERITIES = {"error": _("erreur"), "warning": _("à vérifier"), "note": _("remarque")}
# What the desk shows apart from the name: nobody reads a field's code.
SHEET_FIELDS = {
    "plan": _("Au plan ou hors plan"),
    "activity_code": _("Code de l'activité"),
    "activity_title": _("Titre de l'activité"),
    "session": _("Séance"),
    "sheet_code": _("Code de la fiche imprimée"),
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
# Journal entries, by what was done. One that is not here is shown by its code.
# Where a data quality assessment stands, how far its recount is, what was answered.
ASSESSMENT_STATES = {
    "scheduled": _("prévue"),
    "desk_review": _("revue sur pièces"),
    "field_verification": _("vérification sur le terrain"),
    "findings": _("constats"),
    "actions_open": _("actions en cours"),
    "closed": _("close"),
}
BANDS = {
    "good": _("concorde"),
    "near": _("s'écarte un peu"),
    "far": _("s'écarte beaucoup"),
    "none": _("pas encore recompté"),
}
QUALITY_ANSWERS = {"yes": _("oui"), "no": _("non"), "not_applicable": _("sans objet")}
# Where one thing that a partner owes stands, and how often it is owed.
DUE_STATES = {
    "missing": _("manque"),
    "late": _("arrivée en retard"),
    "on_time": _("à temps"),
    "awaited": _("attendue"),
}
RHYTHMS = {"week": _("chaque semaine"), "month": _("chaque mois"), "quarter": _("chaque trimestre")}
# What accepting a workbook does with one of its sheets, and what is being done with a workbook.
FATES = {
    "new": _("nouvelle"),
    "correction": _("correction"),
    "same": _("déjà là, pareille"),
    "outdated": _("déjà là, remplacée depuis"),
    "left": _("laissée comme elle est"),
}
FATES_COUNTED = {
    "new": _("nouvelles"),
    "correction": _("corrections"),
    "same": _("déjà là, pareilles"),
    "outdated": _("déjà là, remplacées depuis"),
    "left": _("laissées comme elles sont"),
}
IMPORT_WORK = {
    "look": _("Le classeur est en train d'être lu."),
    "accept": _("Les fiches du classeur sont en train d'être enregistrées."),
    "take-back": _("L'envoi est en train d'être annulé."),
}
SHEET_COLUMNS = {
    "activity": _("activité"),
    "title": _("titre"),
    "session": _("séance"),
    "held_on": _("date"),
    "place": _("commune"),
    "named": _("personnes nommées"),
    "unnamed": _("personnes sans nom"),
    "women": _("femmes"),
    "men": _("hommes"),
}
WORDS: dict[str, dict[str, object]] = {
    "assessment-state": {**ASSESSMENT_STATES},
    "band": {**BANDS},
    "quality-answer": {**QUALITY_ANSWERS},
    "due-state": {**DUE_STATES},
    "rhythm": {**RHYTHMS},
    "fate": {**FATES},
    "fates": {**FATES_COUNTED},
    "import-work": {**IMPORT_WORK},
    "sheet-column": {**SHEET_COLUMNS},
    "state": {**STATES},
    "act": {**ACTS},
    "act-done": {**ACTS_DONE},
    "way-in": {**WAYS_IN},
    "status": {**STATUSES},
    "severity": {**SEVERITIES},
    "sheet-field": {**SHEET_FIELDS},
    "entry": {**ENTRIES},
    "fact-basis": {"counted": _("compté"), "estimated": _("estimé"), "stated": _("selon la source")},
}
CHOICES: dict[str, ChoiceList] = {
    "sex": SEX,
    "half-day": HALF_DAY,
    "age-band": AGE_BAND,
    "group": STAKEHOLDER_GROUP,
    "yes-no": YES_NO,
    "basis": BASIS,
    "plan": PLAN,
}


def offered(vocabulary: str) -> list[tuple[str, object]]:
    """The codes of one of the layout's vocabularies with their words, as a form offers them."""
    return [(code, _(said)) for code, said in LAYOUT_WORDS[vocabulary].items()]


def word(code: object, family: str) -> str:
    """How the desk says a code of that family; an unknown code is said as it is."""
    if not code:
        return ""
    if family in CHOICES:
        choice = CHOICES[family].choices.get(str(code))
        return choice.label((get_language() or "fr")[:2]) if choice else str(code)
    return str(WORDS[family].get(str(code), code))
