"""Some of a group: "362 sites, dont 229 dans les cinq régions", "142 cases, 14 of which confirmed".

Only subsets that the words announce are told; that some number is smaller than another is no relation.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Opening
from toguna.figures.relating.listing import counts, levels, link, opening_of
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import OUTCOMES, same_kind

_AFTERWARDS = re.compile(
    r"^\s*(?:[^\W\d_]+\s){0,2}?(?:of (?:whom|which|them|these)|d['’]entre eux|d['’]entre elles)\b", re.I
)

_ACCOMPANIED = re.compile(r"\b(?:avec|with)\b", re.IGNORECASE)
"""What a count comes with is often another thing."""


def subsets(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every count that the words make some of the count before it."""
    for level in levels(context):
        for at, (whole, part) in enumerate(pairwise(level)):
            text = link(context, whole, part)
            follower = level[at + 2] if at + 2 < len(level) else None
            opened = opening_of(text) is Opening.OPEN and len(text) <= 60 and not _ACCOMPANIED.search(text)
            afterwards = bool(_AFTERWARDS.match(context.gap(part.index + 1))) and len(text) <= 60
            if not (opened or afterwards) or not _fits(whole, part):
                continue
            if follower and _outcomes(part, follower):
                yield _subset((part, follower), whole, "dont")
            elif follower is None or not _listed(context, part, follower):
                yield _subset((part,), whole, "dont")
    yield from _in_brackets(context)


def _in_brackets(context: Context) -> Iterator[Relation]:
    for members in context.brackets.values():
        inside = [place for place in members if counts(context, place)]
        if len(inside) != 1 or inside[0].hangs_on is None:
            continue
        part, whole = inside[0], context.places[inside[0].hangs_on]
        text = context.between(whole.claim, part.claim)
        words = text.rsplit("(", 1)[-1]
        opened = opening_of(words) is Opening.OPEN and not _ACCOMPANIED.search(words)
        told = opened or _AFTERWARDS.match(context.gap(part.index + 1))
        if told and counts(context, whole) and _fits(whole, part):
            yield _subset((part,), whole, "(dont")


def _fits(whole: Place, part: Place) -> bool:
    if part.claim.value > whole.claim.value or part.claim.spelled:
        return False
    return same_kind(whole.kind, part.kind)


def _outcomes(part: Place, follower: Place) -> bool:
    return part.noun in OUTCOMES and follower.noun in OUTCOMES and part.noun != follower.noun


def _listed(context: Context, part: Place, follower: Place) -> bool:
    return bool(re.search(r",|\bet\b|\band\b", link(context, part, follower))) and same_kind(part.kind, follower.kind)


def _subset(parts: tuple[Place, ...], whole: Place, cue: str) -> Relation:
    return Relation(
        id="",
        type=RelationType.SUBSET,
        stated_side=tuple(part.claim.id for part in parts),
        other_side=(whole.claim.id,),
        confidence=0.75,
        cue=cue,
    )
