"""The words of the quarterly report and its annexes, in French and English."""

from collections.abc import Mapping

from toguna.publish.words import Pair

REPORT: Pair = ("Rapport trimestriel", "Quarterly report")
NARRATIVE: Pair = ("Ce qui s'est passé, par objectif", "What happened, by objective")
OBJECTIVE: Pair = ("Objectif %s", "Objective %s")
UNDER_NONE: Pair = ("Hors objectif", "Under no objective")
NOT_WRITTEN: Pair = (
    "Personne n'a encore écrit ce qui s'est passé sous cet objectif.",
    "Nobody has written yet what happened under this objective.",
)
FIGURES: Pair = ("Chiffres du trimestre", "Figures of the quarter")
STATEMENTS: Pair = ("Où en sont les résultats", "Where the results stand")
INDICATOR: Pair = ("Indicateur", "Indicator")
TARGET: Pair = ("Cible du trimestre", "Target of the quarter")
TARGET_OF_LIFE: Pair = ("Cible de la durée", "Target of life")
ACTUAL: Pair = ("Réalisé", "Actual")
SHARE: Pair = ("%", "%")
TO_DATE: Pair = ("Depuis le début", "To date")
OF_LIFE: Pair = ("% de la durée", "% of life")
WHY: Pair = ("Pourquoi ces écarts", "Why these deviations")

ANNEX: Pair = ("Annexe %s. %s", "Annex %s. %s")
ANNEXES: Mapping[int, Pair] = {
    1: ("État et progrès des indicateurs", "Indicator status and progress"),
    2: ("Activités prévues et tenues", "Activities planned and held"),
    3: ("Émissions et campagnes", "Broadcasts and campaigns"),
    4: ("Subventions", "Sub-awards"),
    5: ("Ce qui a changé depuis la dernière édition", "What has changed since the last edition"),
}
WHOLE_TABLE: Pair = (
    "Le tableau entier, trimestre par trimestre, est dans le classeur et le PDF de l'annexe 1.",
    "The whole table, quarter by quarter, is in the workbook and the PDF of annex 1.",
)
PLANNED: Pair = ("Au plan", "Planned")
HELD: Pair = ("Tenues", "Held")
CANCELLED: Pair = ("Annulées", "Cancelled")
LATE: Pair = ("En retard", "Late")
TO_COME: Pair = ("À venir", "To come")
TOTAL: Pair = ("Total", "Total")
ACTIVITY: Pair = ("Activité", "Activity")
PLACE: Pair = ("Lieu", "Place")
WHEN: Pair = ("Dates", "Dates")
SESSIONS: Pair = ("Séances", "Sessions")
STATUS: Pair = ("État", "Status")
KIND: Pair = ("Type", "Kind")
WHO: Pair = ("Organisation", "Organisation")
STATES: Mapping[str, tuple[Pair, str]] = {
    "held": (("tenue", "held"), "good"),
    "cancelled": (("annulée", "cancelled"), "bad"),
    "late": (("en retard", "late"), "warn"),
    "to_come": (("à venir", "to come"), "calm"),
}
NO_ACTIVITY: Pair = (
    "Aucune activité du plan de travail ne tombe dans ce trimestre.",
    "No activity of the work plan falls in this quarter.",
)
NO_BROADCAST: Pair = (
    "Aucune émission ni campagne du plan de travail ne tombe dans ce trimestre.",
    "No broadcast or campaign of the work plan falls in this quarter.",
)
NOT_COUNTED_APART: Pair = (
    "Aucun indicateur de cette édition ne compte à part : %s.",
    "No indicator of this edition counts separately: %s.",
)
UNDATED: Pair = (
    "Sans date au plan de travail, donc dans aucun trimestre : %s.",
    "Without a date in the work plan, so in no quarter: %s.",
)
PLACE_UNKNOWN: Pair = ("lieu non précisé", "place not stated")

GRANT: Pair = ("Subvention", "Sub-award")
RECEIVER: Pair = ("Bénéficiaire de la subvention", "Sub-awardee")
AWARDED: Pair = ("Accordé", "Awarded")
DISBURSED: Pair = ("Versé", "Disbursed")
ACQUITTED: Pair = ("Justifié", "Acquitted")
AWARD_STATES: Mapping[str, Pair] = {
    "signed": ("signée", "signed"),
    "suspended": ("suspendue", "suspended"),
    "closed": ("close", "closed"),
    "terminated": ("résiliée", "terminated"),
}
NO_GRANT: Pair = ("Aucune subvention n'est connue.", "No sub-award is known.")
PARTLY_KNOWN: Pair = (
    "Là où un montant n'est pas précisé, le total de sa colonne ne l'est pas non plus.",
    "Where an amount is not stated, the total of its column is not either.",
)
FIRST: Pair = ("C'est la première édition.", "This is the first edition.")
NOTHING_CHANGED: Pair = ("Aucun chiffre n'a changé.", "No figure has changed.")
CHANGES: Pair = ("Chiffres qui ne sont plus les mêmes", "Figures that are no longer the same")
MORE: Pair = ("et %s autres, dans changes.csv", "and %s more, in changes.csv")
RESTATED: Pair = ("Fiches arrivées après la clôture", "Sheets that came after the closing")
NONE_LATE: Pair = (
    "Aucune fiche tardive n'a été décidée depuis la dernière édition.",
    "No late sheet has been decided since the last edition.",
)
SHEET: Pair = ("Fiche", "Sheet")
PERIOD: Pair = ("Période", "Period")
VERDICT: Pair = ("Décision", "Decision")
REASON: Pair = ("Raison", "Reason")
BY: Pair = ("Décidé par", "Decided by")
VERDICTS: Mapping[str, Pair] = {
    "accepted": ("prise en compte", "taken into account"),
    "declined": ("non retenue", "left out"),
}
COUNTED_BEFORE: Pair = (
    "Le trimestre n'est pas clôturé dans cette édition : ses chiffres sont provisoires.",
    "The quarter is not closed in this edition: its figures are provisional.",
)
