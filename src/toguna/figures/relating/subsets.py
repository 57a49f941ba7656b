"""Some of a group: "362 sites, dont 229 dans les cinq régions", "243 des 2 500 personnes visées", "of these, 67 left".

Only subsets that the words announce are told; that some number is smaller than another is no relation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Opening, overlapping, total
from toguna.figures.relating.later_parts import lead_of
from toguna.figures.relating.listing import counts, heads_a_list, levels, link, opening_of, takes_up
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import CASES, OUTCOMES, same_kind

_NEAR = 60
"""Characters between a group and some of it."""

_AFTERWARDS = re.compile(
    r"^\s*(?:[^\W\d_]+\s){0,2}?(?:of (?:whom|which|them|these)|d['’]entre eux|d['’]entre elles)\b", re.I
)
_ACCOMPANIED = re.compile(r"\b(?:avec|with)\b", re.IGNORECASE)
"""What a count comes with is often another thing."""

_OUT_OF_CUE = "sur"

_OF_THE = re.compile(r"^\s*(?:[^\W\d_]+\s+){0,2}(?:of|sur|des|parmi|out of|among)\s+(?:the|les|these|ces)?\s*$", re.I)
_OF_THESE = re.compile(r"\b(?:of|among) (?:these|them|those)\b|\bparmi (?:eux|elles|ceux ci|celles ci)\b")


def subsets(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every count that the words make some of the count before it."""
    for level in levels(context):
        for at, (whole, part) in enumerate(pairwise(level)):
            yield from _announced(context, whole, part, level[at + 2 : at + 5])
    yield from _in_brackets(context)
    yield from _of_the_sentence_before(context)


def _announced(context: Context, whole: Place, part: Place, followers: Sequence[Place]) -> Iterator[Relation]:
    text = link(context, whole, part)
    if len(text) > _NEAR:
        return
    if _OF_THE.match(text) and _fits(part, whole):
        yield _subset((whole,), part, "of the")
        return
    ended = _outcomes_of(context, whole, part, followers)
    if ended:
        yield _subset(ended, whole, "outcomes")
        return
    opened = opening_of(text) is Opening.OPEN and not _ACCOMPANIED.search(text)
    out_of = heads_a_list(whole) and "," in text and not part.claim.spelled
    afterwards = bool(_AFTERWARDS.match(context.gap(part.index + 1)))
    if not (opened or out_of or afterwards) or not _fits(whole, part):
        return
    listed = [part]
    for follower in followers:
        if not _listed(context, listed[-1], follower) or takes_up(whole, part, follower):
            break
        listed.append(follower)
    if len(listed) == 1 or not opened:
        yield _subset((part,), whole, "dont" if opened or afterwards else _OUT_OF_CUE)
    elif not overlapping(listed) and total(listed) <= whole.claim.value:
        yield _subset(tuple(listed), whole, "dont")


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


def _of_the_sentence_before(context: Context) -> Iterator[Relation]:
    """ "11 418 casualties … Of these, 3 512 were children": of the first figure of the sentence before."""
    earlier: Place | None = None
    for members in context.sentences.values():
        outside = [place for place in members if counts(context, place) and not place.depth]
        if outside and earlier and earlier.paragraph == outside[0].paragraph:
            part = outside[0]
            lead = " ".join(lead_of(context, part)[-4:])
            if _OF_THESE.search(lead) and earlier.sentence == part.sentence - 1 and _fits(earlier, part):
                yield _subset((part,), earlier, "of these")
        earlier = outside[0] if outside else earlier


def _fits(whole: Place, part: Place) -> bool:
    if part.claim.value > whole.claim.value or part.claim.spelled:
        return False
    return same_kind(whole.kind, part.kind)


def _outcomes_of(context: Context, whole: Place, part: Place, followers: Sequence[Place]) -> tuple[Place, ...]:
    """ "796 cas, 644 guéris et 51 décédés": what became of cases, though some have not ended."""
    if whole.kind != CASES or part.claim.value > whole.claim.value:
        return ()
    follower = followers[0] if followers else None
    if follower is None or follower.claim.value > whole.claim.value or not _listed(context, part, follower):
        return ()
    different = part.noun in OUTCOMES and follower.noun in OUTCOMES and part.noun != follower.noun
    return (part, follower) if different else ()


def _listed(context: Context, part: Place, follower: Place) -> bool:
    text = link(context, part, follower)
    parted = re.search(r",|\bet\b|\band\b", text) and opening_of(text) is Opening.NONE
    return bool(parted) and len(text) <= _NEAR and same_kind(part.kind, follower.kind)


def _subset(parts: tuple[Place, ...], whole: Place, cue: str) -> Relation:
    return Relation(
        id="",
        type=RelationType.SUBSET,
        stated_side=tuple(part.claim.id for part in parts),
        other_side=(whole.claim.id,),
        confidence=0.75,
        cue=cue,
    )
