"""The few words that a poster says by itself, in French and English; another language reads them in French."""

from collections.abc import Mapping

from toguna.publish.words import Pair
from toguna.rules.commitments import State

WORDS: Mapping[str, Pair] = {
    "invented": ("DONNÉE FICTIVE", "FICTIONAL DATA"),
    "round": ("tour %(number)s", "round %(number)s"),
    "scored": ("Noté le %(scored)s, restitué le %(told)s", "Scored on %(scored)s, given back on %(told)s"),
    "by": ("par %(people)s personnes", "by %(people)s people"),
    "out-of": ("sur 100", "out of 100"),
    "no-index": ("pas assez de notes pour une note d'ensemble", "too few scores for an overall score"),
    "points": ("points", "points"),
    "since": ("depuis le tour %(number)s, sur %(compared)s indicateurs de %(asked)s",
              "since round %(number)s, over %(compared)s indicators of %(asked)s"),
    "not-comparable": ("rien ne se compare au tour %(number)s", "nothing compares with round %(number)s"),
    "first": ("première mesure", "first measure"),
    "scores": ("Note de tous, et du groupe le plus bas au plus haut",
               "Score of all, and from the lowest group to the highest"),
    "lowest-of": ("Les %(shown)s notes les plus basses sur %(all)s", "The %(shown)s lowest scores of %(all)s"),
    "disagreement": ("Le plus grand désaccord", "The biggest disagreement"),
    "disagreement-told": ("%(points)s points entre %(low)s (%(low_score)s) et %(high)s (%(high_score)s)",
                          "%(points)s points between %(low)s (%(low_score)s) and %(high)s (%(high_score)s)"),
    "no-disagreement": ("Aucun écart entre groupes n'atteint %(points)s points.",
                        "No gap between groups reaches %(points)s points."),
    "lowest": ("Le plus bas", "Lowest"),
    "promises": ("Ce qui est promis", "What is promised"),
    "kept": ("tenus : %(kept)s sur %(due)s à échéance passée", "kept: %(kept)s of %(due)s that have come due"),
    "more": ("et %(more)s autres, à l'adresse ci-dessous", "and %(more)s more, at the address below"),
    "no-promise": ("Aucun engagement de ce tour n'est encore vérifié.", "No promise of this round is verified yet."),
    "due": ("avant la fin du %(day)s", "before the end of %(day)s"),
    "undated": ("sans date", "no date"),
    "reply": ("Ce que répond l'autorité", "What the authority answers"),
    "no-reply": ("L'autorité n'a pas encore répondu.", "The authority has not answered yet."),
    "cut": ("La réponse entière est à l'adresse ci-dessous.", "The whole answer is at the address below."),
    "verify": ("Lire, vérifier, répondre", "Read, check, answer"),
    "verify-told": ("Tout le compte rendu, les promesses et ce que dit chaque côté, sans mot de passe. Une promesse "
                    "n'est pas tenue ? Dites-le à la mairie ou à l'équipe qui mène ce cycle : %(organisation)s.",
                    "The whole account, the promises and what each side says, without a password. A promise is not "
                    "kept? Tell the town hall or the team that leads this cycle: %(organisation)s."),
    "what": ("Des avis, discutés en groupe, sans aucun nom. Ils ne classent pas les communes.",
             "Opinions, discussed in groups, without any name. They do not rank communes."),
}  # fmt: skip

# A shape for each state, so that a copy in black and white says the same.
STATES: Mapping[State, tuple[str, Pair]] = {
    State.PLEDGED: ("○", ("pris", "pledged")),
    State.CONFIRMED: ("○", ("confirmé", "confirmed")),
    State.IN_PROGRESS: ("▶", ("en cours", "under way")),
    State.DELAYED: ("▲", ("retardé", "delayed")),
    State.DECLARED_KEPT: ("◔", ("dit tenu, à confirmer", "said to be kept, to be confirmed")),
    State.DECLARED_PARTLY: ("◔", ("dit tenu en partie, à confirmer", "said to be kept in part, to be confirmed")),
    State.KEPT: ("✔", ("tenu", "kept")),
    State.PARTLY_KEPT: ("◐", ("tenu en partie", "kept in part")),
    State.DISPUTED: ("≠", ("contesté", "disputed")),
    State.OPPOSED: ("≠", ("déclarations opposées", "opposite statements")),
    State.BROKEN: ("✘", ("non tenu", "not kept")),
    State.WITHDRAWN: ("–", ("levé", "let off")),
}
LATE: tuple[str, Pair] = ("▲", ("en retard", "late"))
