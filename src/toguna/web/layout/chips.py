"""The words and tones of every chip: where a number comes from, and the state of a thing.

A tone is a colour with a shape of its own; the word is always there, so that nothing is said by colour alone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Chip:
    """A word, the tone it is said in, and the sentence that explains it."""

    word: str
    tone: str = "calm"
    explanation: str = ""


BASES = {
    "counted": Chip(_("compté"), "counted", _("Compté à partir des fiches reçues.")),
    "estimated": Chip(_("estimé"), "estimated", _("Estimé par la personne qui a rempli la fiche, sans liste de noms.")),
    "stated": Chip(_("selon la source"), "stated", _("Repris d'un document, sans fiche derrière ce chiffre.")),
    "fictional": Chip(_("donnée fictive"), "fictional", _("Inventé pour la démonstration : rien de tel n'a eu lieu.")),
    "provisional": Chip(_("provisoire"), "provisional", _("La période n'est pas close, ou la valeur pas approuvée.")),
    "masked": Chip(_("masqué"), "masked", _("Masqué pour que personne ne puisse être reconnu.")),
    "unknown": Chip(_("non précisé"), "unknown", _("La source ou la fiche ne le dit pas.")),
}

STATUSES = {
    # a field record
    "received": Chip(_("reçue"), "calm"),
    "to_check": Chip(_("à vérifier"), "warn"),
    "checked": Chip(_("contrôlée par le partenaire"), "calm"),
    "verified": Chip(_("vérifiée"), "good"),
    "returned": Chip(_("renvoyée au terrain"), "warn"),
    "rejected": Chip(_("rejetée"), "bad"),
    "quarantined": Chip(_("en quarantaine"), "bad"),
    "superseded": Chip(_("remplacée"), "calm"),
    "conflicting": Chip(_("contenu différent"), "warn"),
    # an activity
    "planned": Chip(_("prévue"), "calm"),
    "held": Chip(_("tenue"), "good"),
    "cancelled": Chip(_("annulée"), "bad"),
    "unplanned": Chip(_("non planifiée"), "warn"),
    # an outcome
    "achieved": Chip(_("atteint"), "good"),
    "partly": Chip(_("partiellement atteint"), "warn"),
    "partly_achieved": Chip(_("partiellement atteint"), "warn"),
    "not_achieved": Chip(_("non atteint"), "bad"),
    "not_stated": Chip(_("non précisé"), "calm"),
    # a period, an edition, a value
    "open": Chip(_("ouverte"), "calm"),
    "closed": Chip(_("clôturée"), "good"),
    "draft": Chip(_("brouillon"), "calm"),
    "released": Chip(_("publiée"), "good"),
    "withdrawn": Chip(_("retirée"), "bad"),
    "corrected": Chip(_("corrigée"), "warn"),
    # a programme, an account
    "running": Chip(_("en cours"), "calm"),
    "finished": Chip(_("terminé"), "good"),
    "active": Chip(_("actif"), "good"),
    "inactive": Chip(_("désactivé"), "bad"),
    # a finding
    "error": Chip(_("erreur"), "bad"),
    "warning": Chip(_("à vérifier"), "warn"),
    "note": Chip(_("remarque"), "calm"),
    # what a dry run will do to a row
    "add": Chip(_("sera ajouté"), "good"),
    "change": Chip(_("sera modifié"), "warn"),
    "leave": Chip(_("inchangé"), "calm"),
}

# The four stages of the flow, in order: (code, word, what has happened there).
STAGES = (
    ("record", _("Fiche"), _("gardée telle qu'elle est arrivée")),
    ("fact", _("Fait"), _("vérifié, avec sa fiche")),
    ("value", _("Valeur"), _("calculée, jamais saisie")),
    ("publication", _("Publication"), _("figée et numérotée")),
)
