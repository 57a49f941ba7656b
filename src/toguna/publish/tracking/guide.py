"""How a tracking table is to be read: which edition it is, what its words mean, what each indicator counts."""

from datetime import date

from toguna.publish.snapshot import Snapshot
from toguna.publish.tracking.table import DEFAULT_TOLERANCE
from toguna.publish.words import Pair, period_words, said, text_in
from toguna.rules.numbers import long_date

Section = tuple[str, list[tuple[str, str]]]

EDITION: Pair = ("L'édition", "The edition")
PROGRAMME: Pair = ("Programme", "Programme")
NUMBER: Pair = ("Édition", "Edition")
RELEASED: Pair = ("Date", "Date")
HASH: Pair = ("Empreinte (SHA-256)", "Hash (SHA-256)")
DRAFT: Pair = ("brouillon : rien n'est encore figé", "draft: nothing is frozen yet")
MARKED: Pair = ("Donnée fictive", "Fictional data")
MARKED_TEXT: Pair = (
    "Ce programme, ses communes, ses organisations et ses chiffres sont inventés pour la démonstration.",
    "This programme, its communes, its organisations and its figures are invented for the demonstration.",
)
CLOSINGS: Pair = ("Périodes clôturées", "Closed periods")
READING: Pair = ("Comment lire le tableau", "How to read the table")
DEFINED: Pair = ("Ce que compte chaque indicateur", "What each indicator counts")
VERSION: Pair = ("définition, version %s", "definition, version %s")

HOW: tuple[tuple[Pair, Pair], ...] = (
    (("Réalisé", "Actual"), (
        "Compté sur les fiches vérifiées, jamais saisi. Une personne qui revient compte une fois dans chaque période : "
        "les trimestres ne s'additionnent donc pas toujours en l'année.",
        "Counted from verified sheets, never typed. A person who comes back counts once in each period: quarters "
        "therefore do not always add up to the year.",
    )),
    (("%", "%"), (
        "Réalisé / cible. Quand moins, c'est mieux : (référence − réalisé) / (référence − cible). Sans cible, pas de "
        "pourcentage ; avec une cible de 0, le tableau dit si elle est tenue.",
        "Actual / target. Where less is better: (baseline − actual) / (baseline − target). Without a target there is "
        "no percentage; with a target of 0 the table says whether it was kept.",
    )),
    (("masqué", "masked"), (
        "Moins de %(threshold)s personnes, ou une case d'où une autre se déduirait. Ce n'est pas 0.",
        "Fewer than %(threshold)s people, or a cell from which another could be worked out. It is not 0.",
    )),
    (("non précisé", "not stated"), (
        "Personne ne le sait, ou la source ne le dit pas. Ce n'est pas 0.",
        "Nobody knows, or the source does not say. It is not 0.",
    )),
    (("dénominateur de 0", "denominator of 0"), (
        "Le rapport n'a pas de sens : il n'y a personne, ou rien, à quoi rapporter.",
        "The ratio has no meaning: there is nobody, or nothing, to divide by.",
    )),
    (("–", "–"), (
        "Rien n'est encore compté dans la période, ou l'indicateur ne se compte pas sur une telle période. Une case "
        "vide sous une catégorie : personne, ou rien, de cette catégorie.",
        "Nothing is counted in the period yet, or the indicator is not counted over such a period. An empty cell under "
        "a category: nobody, or nothing, of it.",
    )),
    (("ᵖ provisoire", "ᵖ provisional"), (
        "Un jour de la période n'est pas clôturé, ou la valeur n'est pas approuvée : elle peut encore changer.",
        "A day of the period is not closed, or the value is not approved: it may still change.",
    )),
    (("Explication", "Explanation"), (
        "Demandée quand l'écart dépasse %(tolerance)s %% de la cible, une fois la période finie.",
        "Asked for where the deviation is beyond %(tolerance)s%% of the target, once the period is over.",
    )),
)  # fmt: skip


def guide_to(snapshot: Snapshot, sha256: str, language: str) -> list[Section]:
    """The sections of the guide, each with labels and texts. Without a hash it is a draft."""
    programme = snapshot["programme"]
    edition = [
        (said(PROGRAMME, language), f"{programme['code']} · {text_in(programme['name'], language)}"),
        (said(NUMBER, language), str(snapshot["number"])),
        (said(RELEASED, language), long_date(date.fromisoformat(snapshot["released_on"]), language)),
        (said(HASH, language), sha256 or said(DRAFT, language)),
    ]
    if snapshot["fictional"]:
        edition.append((said(MARKED, language), said(MARKED_TEXT, language)))
    closed = [period_words(one["period"], one["period_kind"], language) for one in snapshot.get("closings", [])]
    if closed:
        edition.append((said(CLOSINGS, language), ", ".join(closed)))
    values = {"threshold": snapshot["threshold"], "tolerance": snapshot.get("tolerance", DEFAULT_TOLERANCE)}
    reading = [(said(label, language), said(text, language) % values) for label, text in HOW]
    defined = [
        (
            f"{part['code']} ({said(VERSION, language) % part['definition']['version']})",
            f"{text_in(part['title'], language)}. {text_in(part['definition']['sentence'], language)}",
        )
        for part in snapshot["indicators"]
    ]
    return [
        (said(EDITION, language), edition),
        (said(READING, language), reading),
        (said(DEFINED, language), defined),
    ]
