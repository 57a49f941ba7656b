"""The words printed on a scoring sheet, in French and English; what the instrument asks comes from the instrument."""

from collections.abc import Mapping

from toguna.publish.words import Pair, said

WORDS: Mapping[str, Pair] = {
    "sheet": ("Fiche de notation", "Scoring sheet"),
    "fictional": ("DONNÉE FICTIVE", "FICTIONAL DATA"),
    "commune": ("Commune", "Commune"),
    "subject": ("Service ou secteur", "Service or sector"),
    "organisation": ("Organisation", "Organisation"),
    "round": ("Tour", "Round"),
    "date": ("Date", "Date"),
    "day": ("jour", "day"),
    "month": ("mois", "month"),
    "year": ("année", "year"),
    "venue": ("Lieu", "Venue"),
    "group": ("Groupe", "Group"),
    "people": ("Combien de personnes notent ?", "How many people are scoring?"),
    "women": ("Femmes", "Women"),
    "men": ("Hommes", "Men"),
    "unknown-sex": ("Non précisé", "Not stated"),
    "youth": ("dont jeunes", "of whom youth"),
    "respondent": ("Personne interrogée, sans nom", "Person asked, without a name"),
    "sex": ("Sexe", "Sex"),
    "woman": ("femme", "female"),
    "man": ("homme", "male"),
    "other": ("autre", "other"),
    "age": ("Âge", "Age"),
    "disability": ("Handicap", "Disability"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "role": ("Au nom de", "In the name of"),
    "question": ("Question", "Question"),
    "scale": ("Échelle", "Scale"),
    "score": ("Note", "Score"),
    "reason": ("Pourquoi cette note ?", "Why this score?"),
    "justification": ("Justification et preuves", "Justification and evidence"),
    "remarks": ("Remarques", "Remarks"),
    "no-answer": ("sans réponse", "no answer"),
    "verify": ("Preuve", "Evidence"),
    "provider": ("Prestataires du service", "Service providers"),
    "how-to": (
        "Lisez chaque question à voix haute, laissez le groupe discuter, puis entourez, cochez ou écrivez la note et "
        "dites pourquoi. N'écrivez aucun nom. Sans réponse, cochez la case : ce n'est jamais zéro.",
        "Read each question aloud, let the group discuss, then circle, tick or write the score and say why. Write no "
        "name. Without an answer, tick the box: it is never zero.",
    ),
    "how-to-ask": (
        "Une feuille par personne, sans nom. Cochez ou écrivez la réponse. « Ne sait pas » est « sans réponse » : ce "
        "n'est jamais non.",
        "One sheet for each person, without a name. Tick or write the answer. “Does not know” is “no answer”: it is "
        "never no.",
    ),
    "matrix": ("Matrice des intrants", "Input tracking matrix"),
    "input": ("Intrant", "Input"),
    "unit": ("Unité", "Unit"),
    "entitled": ("Prévu, ce à quoi on a droit", "Entitlement: what was promised"),
    "actual": ("Constaté, ce qu'il y a", "Actual: what is there"),
    "proof": ("Remarques ou preuve", "Remarks or evidence"),
    "matrix-how-to": (
        "Une seule matrice par service et par tour. Écrivez ce qui était prévu, puis ce que le groupe constate.",
        "One matrix for each service and round. Write what was promised, then what the group finds.",
    ),
    "page": ("page %s sur %s", "page %s of %s"),
    "code": ("Code", "Code"),
    "printed": ("Imprimée le %s", "Printed on %s"),
    "send-back": (
        "Photographiez chaque page entière, puis saisissez la fiche sur le site ou sur le téléphone.",
        "Photograph each whole page, then enter the sheet on the site or on the phone.",
    ),
}  # fmt: skip


def scoring_words(language: str) -> dict[str, str]:
    """All the words of the sheet in one language; anything but English is French.

    >>> scoring_words("en")["score"], scoring_words("bm")["score"]
    ('Score', 'Note')
    """
    return {name: said(pair, language) for name, pair in WORDS.items()}
