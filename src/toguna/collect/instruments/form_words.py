"""The words that every scoring form says, whatever its instrument, in French and English; and its faces.

What an instrument asks stands in the instrument.
"""

from collections.abc import Mapping

# From the worst to the best; the words beside them say the same.
FACES = ("😣", "🙁", "😐", "🙂", "😀")

LANGUAGE_NAMES: Mapping[str, str] = {
    "fr": "Français", "en": "English", "bm": "Bamanankan", "bam": "Bamanankan", "ff": "Fulfulde", "ffm": "Fulfulde",
    "ses": "Soŋay", "taq": "Tamasheq", "tmh": "Tamasheq", "snk": "Soninke", "dtm": "Dogon",
}  # fmt: skip

_PAIRS: Mapping[str, tuple[str, str]] = {
    "round": ("Quel tour de notation ?", "Which round of scoring?"),
    "round-hint": (
        "La commune, l'instrument et le numéro du tour. S'il manque, mettez le formulaire à jour.",
        "The commune, the instrument and the number of the round. If it is missing, update the form.",
    ),
    "round-required": ("Choisissez le tour.", "Choose the round."),
    "group": ("Quel groupe note ?", "Which group is scoring?"),
    "group-hint": ("Un formulaire par groupe", "One form for each group"),
    "group-required": ("Choisissez le groupe.", "Choose the group."),
    "held-on": ("Date de la notation", "Date of the scoring"),
    "interviewed-on": ("Date de l'entretien", "Date of the interview"),
    "day-required": ("Indiquez le jour.", "Give the day."),
    "day-to-come": ("Ce jour n'est pas encore venu.", "This day has not come yet."),
    "people": ("Combien de personnes notent ?", "How many people are scoring?"),
    "women": ("Femmes", "Women"),
    "men": ("Hommes", "Men"),
    "unknown_sex": ("Autre, ou sexe non précisé", "Other, or sex not stated"),
    "youth": ("Dont jeunes, selon la définition du programme", "Of whom youth, as the programme defines it"),
    "people-required": ("Écrivez le nombre ; 0 s'il n'y en a pas.", "Write the number; 0 if there is none."),
    "people-range": ("Un nombre de 0 à 9999.", "A number from 0 to 9999."),
    "youth-range": (
        "Il ne peut pas y avoir plus de jeunes que de personnes.",
        "There cannot be more youth than people.",
    ),
    "how-to": (
        "Lisez chaque question à voix haute, laissez le groupe discuter, puis écrivez la note et sa raison. Une "
        "question sans réponse reste sans note : elle ne vaut jamais zéro.",
        "Read each question aloud, let the group discuss, then write the score and its reason. A question without an "
        "answer stays without a score: it is never zero.",
    ),
    "one-each": (
        "Un formulaire par personne interrogée. Ne demandez et n'écrivez aucun nom.",
        "One form for each person asked. Ask for no name and write none.",
    ),
    "sex": ("Sexe", "Sex"),
    "age_band": ("Âge", "Age"),
    "disability": ("La personne vit-elle avec un handicap ?", "Does the person live with a disability?"),
    "role": ("Au nom de qui la personne parle-t-elle ?", "In whose name does the person speak?"),
    "or-unknown": ("Choisissez une réponse, ou « non précisé ».", "Choose an answer, or \"not stated\"."),
    "unknown": ("Non précisé", "Not stated"),
    "no-answer": ("Pas de réponse", "No answer"),
    "reason": ("Pourquoi cette note ?", "Why this score?"),
    "justification": ("Justification", "Justification"),
    "evidence": ("Preuve ou source", "Evidence or source"),
    "limits": ("De %s à %s", "From %s to %s"),
    "leave-empty": ("Laissez vide s'il n'y a pas de réponse", "Leave empty if there is no answer"),
    "too-long": ("Ce texte est trop long : %s lettres au plus.", "This text is too long: %s letters at most."),
    "has-inputs": ("Remplir aussi la matrice des intrants ?", "Fill in the input tracking matrix too?"),
    "inputs": ("Matrice des intrants", "Input tracking matrix"),
    "entitled": ("Prévu, ce à quoi on a droit", "Entitlement: what was promised"),
    "actual": ("Constaté, ce qu'il y a", "Actual: what is there"),
    "input-remarks": ("Remarques ou preuve", "Remarks or evidence"),
    "remarks": ("Remarques", "Remarks"),
    "no-name": ("N'écrivez aucun nom de personne", "Write no person's name"),
    "yes": ("Oui", "Yes"),
    "no": ("Non", "No"),
}  # fmt: skip

WORDS: Mapping[str, Mapping[str, str]] = {
    name: {"fr": french, "en": english} for name, (french, english) in _PAIRS.items()
}
