"""The words printed on an attendance sheet, in French and English.

Paper outlives the site that printed it, so its words stand here with those of the editions.
"""

from collections.abc import Mapping

from toguna.publish.words import Pair, said

WORDS: Mapping[str, Pair] = {
    "title": ("Fiche de présence", "Attendance sheet"),
    "head-count": ("Fiche de comptage, sans noms", "Head-count sheet, without names"),
    "fictional": ("DONNÉE FICTIVE", "FICTIONAL DATA"),
    "programme": ("Programme", "Programme"),
    "activity": ("Activité", "Activity"),
    "session": ("Séance", "Session"),
    "session-of": ("%s sur %s", "%s of %s"),
    "date": ("Date", "Date"),
    "planned": ("prévue %s", "planned %s"),
    "day": ("jour", "day"),
    "month": ("mois", "month"),
    "year": ("année", "year"),
    "half-day": ("Moment", "Part of the day"),
    "morning": ("matin", "morning"),
    "afternoon": ("après-midi", "afternoon"),
    "full-day": ("journée", "full day"),
    "commune": ("Commune", "Commune"),
    "venue": ("Lieu précis", "Venue"),
    "organisation": ("Organisation", "Organisation"),
    "code": ("Code de la fiche", "Sheet code"),
    "page": ("page %s sur %s", "page %s of %s"),
    "number": ("N°", "No."),
    "name": ("Prénom et nom", "First name and surname"),
    "sex": ("Sexe", "Sex"),
    "female": ("F", "F"),
    "male": ("H", "M"),
    "age": ("Âge ou année de naissance", "Age or year of birth"),
    "function": ("Fonction", "Function"),
    "from": ("Organisation ou village", "Organisation or village"),
    "phone": ("Téléphone", "Phone"),
    "consent": ("Accord", "Consent"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "signature": ("Signature ou empreinte", "Signature or thumbprint"),
    "consent-sentence": (
        "Si je coche « oui » sous « Accord », %s peut garder mon nom et mon téléphone pour rendre compte de cette "
        "activité ; ils ne sont jamais publiés. Si je coche « non », ou rien, je suis compté(e) sans mon nom.",
        "If I tick “yes” under “Consent”, %s may keep my name and telephone to account for this activity; they are "
        "never published. If I tick “no”, or nothing, I am counted without my name.",
    ),
    "the-organisation": ("l'organisation", "the organisation"),
    "count-sentence": (
        "Le sujet est sensible : n'écrivez aucun nom sur cette feuille. Faites un trait par personne dans la case de "
        "son sexe et de son âge, puis écrivez le nombre. Sans certitude, comptez sous « non précisé ».",
        "The subject is sensitive: write no name on this sheet. Make one stroke for each person in the box of their "
        "sex and age, then write the number. When unsure, count under “not stated”.",
    ),
    "age-band": ("Âge", "Age"),
    "women": ("Femmes", "Women"),
    "men": ("Hommes", "Men"),
    "other": ("Autre ou non précisé", "Other or not stated"),
    "strokes": ("un trait par personne", "one stroke a person"),
    "how-many": ("nombre", "number"),
    "total": ("Total", "Total"),
    "total-page": ("Total de cette page", "Total of this page"),
    "total-sheet": ("Total de la fiche", "Total of the sheet"),
    "more-follows": ("La fiche continue page %s.", "The sheet goes on on page %s."),
    "certified": ("Certifié exact par", "Certified correct by"),
    "certifier-name": ("Nom", "Name"),
    "certifier-function": ("Fonction", "Function"),
    "certifier-signature": ("Signature et cachet", "Signature and stamp"),
    "printed": ("Imprimée le %s", "Printed on %s"),
    "send-back": (
        "Photographiez chaque page entière, puis saisissez la fiche sous son code.",
        "Photograph each whole page, then enter the sheet under its code.",
    ),
}


def words_in(language: str) -> dict[str, str]:
    """All the words of the sheet in one language; anything but English is French.

    >>> words_in("en")["title"], words_in("fr")["title"]
    ('Attendance sheet', 'Fiche de présence')
    """
    return {name: said(pair, language) for name, pair in WORDS.items()}
