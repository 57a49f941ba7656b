"""The words of the page, which its script asks for by name; French here, the other languages from the catalogue.

The form engine has no words of its own, so what it would say in English is said here as well.
"""

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS = {
    # the frame
    "title": _("Fiches de terrain"),
    "door": _("fiches de terrain"),
    "opening": _("Un instant…"),
    "desk": _("Bureau"),
    "sign-in": _("Se connecter"),
    "sign-out": _("Se déconnecter"),
    "sign-out-sure": _(
        "Fiches qui ne sont pas encore envoyées : %(count)s. Elles restent sur cet appareil, fermées à clé, jusqu'à ce "
        "que vous vous connectiez de nouveau. Vous déconnecter ?"
    ),
    "try-again": _("Réessayer"),
    "locked": _("Connectez-vous pour ouvrir vos fiches."),
    "locked-no-line": _(
        "Personne n'est connecté sur cet appareil, et il n'y a pas de réseau. Connectez-vous dès que le réseau revient."
    ),
    "locked-kept": _(
        "Fiches gardées sur cet appareil, fermées à clé : %(count)s. Chacune s'ouvre quand son auteur se connecte."
    ),
    "locked-insecure": _(
        "À cette adresse, le navigateur ne garde rien en sûreté, et la page ne peut pas servir. Demandez une adresse "
        "en https://."
    ),
    # the line
    "line-waiting": _("Fiches pas encore envoyées : %(count)s"),
    "line-all-sent": _("Tout ce que vous avez terminé est envoyé."),
    "line-there": _("Le réseau est là."),
    "line-gone": _("Pas de réseau : vos fiches sont gardées ici et partiront d'elles-mêmes quand il reviendra."),
    "line-unknown": _("On cherche le réseau…"),
    "line-signed-out": _("Votre session a pris fin. Connectez-vous pour envoyer ; rien n'est perdu."),
    "line-working": _("Un instant…"),
    "send-now": _("Envoyer maintenant"),
    "refresh": _("Actualiser"),
    # what is on the device
    "returned": _("À corriger"),
    "returned-on": _("renvoyée le %(when)s"),
    "returned-why": _("Cette fiche vous est revenue : « %(why)s »"),
    "returned-begun": _("Votre correction est commencée."),
    "returned-elsewhere": _("Cette fiche n'a pas été remplie ici : corrigez-la sur le bureau."),
    "correct": _("Corriger"),
    "waiting": _("À envoyer"),
    "not-sent-yet": _("Pas encore envoyée"),
    "being-sent": _("En cours d'envoi"),
    "tries": _("essais : %(count)s"),
    "finished-on": _("terminée le %(when)s"),
    "refused": _("Le serveur ne l'a pas prise : %(why)s"),
    "reopen": _("Rouvrir la fiche"),
    "send-again": _("Envoyer de nouveau"),
    "drafts": _("Brouillons"),
    "changed-on": _("modifiée le %(when)s"),
    "resume": _("Reprendre"),
    "draft-remove": _("Supprimer"),
    "draft-remove-sure": _("Supprimer le brouillon « %(name)s » ? Il n'est nulle part ailleurs."),
    "begin": _("Commencer une fiche"),
    "no-forms": _("Aucun formulaire n'est ouvert. Votre coordination les ouvre."),
    "no-forms-no-line": _(
        "Les formulaires ne sont pas encore sur cet appareil. Ouvrez cette page une fois avec le réseau."
    ),
    "sent": _("Envoyées"),
    "sent-nothing": _("Rien n'est encore parti d'ici."),
    "sent-all": _("Les voir toutes (%(count)s)"),
    "session": _("séance %(number)s"),
    "sent-on": _("reçue le %(when)s"),
    "state-received": _("Reçue"),
    "state-checked": _("Contrôlée"),
    "state-verified": _("Vérifiée"),
    "state-returned": _("Renvoyée au terrain"),
    "state-rejected": _("Rejetée"),
    "state-quarantined": _("Mise à l'écart"),
    # one record
    "back": _("Mes fiches"),
    "finish": _("Terminer et envoyer"),
    "later": _("Continuer plus tard"),
    "kept-at": _("Gardée sur cet appareil le %(when)s"),
    "kept-here": _("Ce que vous écrivez est gardé sur cet appareil au fur et à mesure."),
    "not-kept": _(
        "Cet appareil n'a pas pu garder ce que vous venez d'écrire : il n'a peut-être plus de place. Laissez cette "
        "page ouverte, faites de la place, puis continuez."
    ),
    "older-version": _(
        "Le formulaire a changé depuis. Cette fiche reste telle que vous l'avez commencée (version %(version)s), et "
        "sera acceptée ainsi."
    ),
    "form-unreadable": _("Ce formulaire ne s'ouvre pas dans le navigateur. Prévenez votre coordination. %(why)s"),
    "form-not-here": _(
        "Ce formulaire n'est pas encore sur cet appareil. Ouvrez cette page avec le réseau, puis réessayez."
    ),
    "entry-gone": _("Cette fiche n'est plus un brouillon : elle est partie, ou va partir."),
    "summary": _("Réponses à revoir avant d'envoyer : %(count)s"),
    "summary-more": _("et %(count)s autres, marquées dans la fiche"),
    "colon": _(" : "),
    "line-number": _("ligne %(number)s"),
    "required-note": _("Les réponses marquées d'un astérisque (*) sont obligatoires."),
    "sheet-known": _(
        "Cette fiche imprimée a déjà été saisie, le %(when)s, par %(who)s. Ne la saisissez pas deux fois."
    ),
    # answers
    "answer-required": _("Cette réponse est obligatoire."),
    "answer-not-allowed": _("Cette réponse ne convient pas."),
    "answer-clear": _("Effacer"),
    "answer-number": _("Écrivez un nombre, en chiffres."),
    "answer-whole-number": _("Écrivez un nombre entier, en chiffres."),
    "choose": _("Choisir…"),
    "search": _("Chercher"),
    "search-nothing": _("Aucun nom ne correspond. Essayez les premières lettres."),
    "search-more": _("et %(count)s autres : tapez quelques lettres"),
    "names-known": _("Personnes déjà connues"),
    "born-in": _("né(e) en %(year)s"),
    "acknowledge": _("J'ai lu"),
    "rank-up": _("Monter"),
    "rank-down": _("Descendre"),
    "rank-as-is": _("Cet ordre me convient"),
    "line-empty": _("à remplir"),
    "line-incomplete": _("à compléter"),
    "line-remove": _("Retirer"),
    "line-remove-sure": _("Retirer la ligne %(line)s et ce qui y est écrit ?"),
    "line-add": _("Ajouter une ligne"),
    "line-add-key": _("ou Ctrl + Entrée"),
    "photo-take": _("Prendre la photo"),
    "photo-retake": _("Reprendre la photo"),
    "photo-choose": _("Choisir une image"),
    "photo-other": _("Choisir une autre image"),
    "photo-remove": _("Retirer la photo"),
    "photo-working": _("La photo est réduite…"),
    "photo-kept": _("La photo gardée"),
    "photo-beside": _("La photo à côté de la saisie"),
    "photo-larger": _("Agrandir"),
    "photo-smaller": _("Voir en entier"),
    "file-choose": _("Choisir un fichier"),
    "file-other": _("Choisir un autre fichier"),
    "file-remove": _("Retirer le fichier"),
    "file-size": _("%(size)s ko"),
    "place-find": _("Relever le point GPS"),
    "place-again": _("Relever de nouveau"),
    "place-seeking": _("L'appareil cherche où il est…"),
    "place-better": _("à %(metres)s m près pour l'instant"),
    "place-accuracy": _("à %(metres)s m près"),
    "place-keep": _("Garder ce point"),
    "place-stop": _("Arrêter"),
    "place-remove": _("Retirer le point"),
    "place-failed": _(
        "L'appareil ne donne pas sa position. Autorisez-la dans les réglages du navigateur, puis réessayez."
    ),
    "line-points": _("Points relevés : %(count)s"),
    "line-walk": _("Commencer à marcher"),
    "line-point": _("Relever un point ici"),
    "line-undo": _("Retirer le dernier point"),
}


def words_in(language: str) -> dict[str, str]:
    """The words of the page in one language."""
    with translation.override(language):
        return {name: gettext(words) for name, words in WORDS.items()}
