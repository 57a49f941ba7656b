"""What is left of one figure when another is taken: "8 315 inscrits, 7 927 présents … 388 ne sont pas venus".

The words say that somebody is missing, or remains; which two figures the rest lies between, arithmetic says.
"""

import re
from collections.abc import Iterator, Sequence

from toguna.figures.claims import Claim
from toguna.figures.phrases import Context, Place
from toguna.figures.relations import Relation, RelationType

_FAR = 10
"""How many figures back the two others may stand."""

_MISSING = re.compile(
    r"\b(?:absen\w+|abandons?|manqu\w+|disparus?|n['’]ont pas|ne sont pas|n['’]étaient pas|restants?|restent|reste|"
    r"manque|déficit|écart|différence|did not|didn['’]t|were not|missing|remain\w*|dropped out|drop-?outs?|gap|"
    r"short ?fall|"
    r"unmet|deficit|difference)\b",
    re.IGNORECASE,
)
_FALLS_TO = re.compile(
    r"\b(?:tombe|chute|descend|passe|réduit|falls|drops|fell|dropped|down)\s(?:à|to)\s$", re.IGNORECASE
)
_REST = re.compile(r"\b(?:reste|restent|restants?|restantes?|remain\w*|the rest)\b", re.IGNORECASE)


def missing(text: str, near: Sequence[Claim], rest: Claim) -> Iterator[Relation]:
    """In "8 315 inscrits, 7 927 présents … 388 ne sont pas venus": what is left of one figure when another is taken."""
    # What another figure tells of ("33 abandons, dont 13 garçons") says nothing of this one.
    last = max((claim.end for claim in near), default=0)
    clause = re.split(r"[.;:!?(]\s", text[max(last, rest.start - 40) : rest.start])[-1]
    behind = re.split(r"[.;:!?]\s", text[rest.end : rest.end + 50])[0]
    if rest.value < 10 or not (_MISSING.search(clause) or _MISSING.search(behind)):
        return
    counts = [claim for claim in near if not claim.is_percent]
    for one in counts:
        for other in counts:
            if one.value - other.value == rest.value and other.value != rest.value and other.value > 0:
                if _REST.search(clause) or _REST.search(behind):
                    # What remains is a part like the one that was told.
                    yield Relation("", RelationType.SUM, (one.id,), (other.id, rest.id), 0.85, cue="the rest")
                    continue
                yield Relation(
                    "", RelationType.DIFFERENCE, (rest.id,), (one.id, other.id), confidence=0.75, cue="what is left"
                )


def falls_to(context: Context, rest: Place) -> Iterator[Relation]:
    """In "156 013 candidats … le chiffre tombe à 150 917 : 5 221 sont portés disparus" the rest is what was lost."""
    text = context.reading.text
    before = context.places[max(0, rest.index - _FAR) : rest.index]
    if rest.claim.value < 10 or not before or before[-1].claim.is_percent or before[-1].sentence != rest.sentence:
        return
    less = before[-1]
    if not _FALLS_TO.search(text[max(0, less.claim.start - 30) : less.claim.start]):
        return
    if not _MISSING.search(text[rest.claim.end : rest.claim.end + 50]):
        return
    for more in before[:-1]:
        lost = more.claim.value - less.claim.value
        if not more.claim.is_percent and abs(lost - rest.claim.value) * 10 <= rest.claim.value:
            sides = (more.claim.id, less.claim.id)
            yield Relation("", RelationType.DIFFERENCE, (rest.claim.id,), sides, 0.75, cue="falls to")
            return
