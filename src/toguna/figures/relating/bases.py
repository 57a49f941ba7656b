"""What a share could be of: a base that the words say or name, the whole of its list, or any wider figure near by.

Told from the surest on; whether the base gives the share that was printed is for `shares` to weigh.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from toguna.figures.claims import Claim
from toguna.figures.phrases import Context, Place
from toguna.figures.printing import printed_unit
from toguna.figures.relating.attached import Attached, Hold, of_a_plan, total_behind
from toguna.figures.wording import same_kind, singular

_BEHIND, _AHEAD = 30, 6
"""How many figures back, and how many ahead in the same sentence, a base is looked for."""

_OPENS = re.compile(
    r"\b(?:dont|including|incluant|comprenant|comprising|of (?:whom|which|them|these)|parmi (?:eux|elles|lesquel\w+)|"
    r"among (?:them|whom|these)|soit|namely|à savoir|composée?s? de|made up of|répartis|réparties|avec|with)\b|[:(–—]",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(
    r"^\W*(?:parmi (?:eux|elles|ceux|celles|ces|les)|of (?:these|them|this|those)|among (?:these|them|those)|on y|"
    r"this group|ce groupe|the group|le groupe|ils|elles|they|dont|il s['’]agit)\b",
    re.IGNORECASE,
)
_OF_A_NOUN = re.compile(
    r"\s?(?:des|de la|du|de l['’]|d['’]|de|of the\b|of all\b|of|des? (?:l['’]ensemble|total|nombre total) des?)\s?"
    r"((?:[^\W\d_]|['’-])+)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\s?(?:of all(?: the)?|of the total|de tou(?:s|tes) les|du total des|de l['’]ensemble des)\s"
    r"([^\W\d_]{1,30}(?:\s[^\W\d_]{1,30}){0,3})",
    re.IGNORECASE,
)
_NARROWS = re.compile(r"\b(?:mais|seule?s?|seulement|effectivement|but|only|actually)\b", re.IGNORECASE)
_ALL = frozenset({"total", "ensemble", "effectif", "whole", "overall"})
_THEM = frozenset({"them", "these", "those", "entre", "ceux", "celles", "whom", "which"})


class Told(IntEnum):
    """How a base is told, the surest last."""

    NEAR = 0
    """Only that it stands near by and is wide enough."""
    CLAUSE = 1
    """The one figure before the part: "1 374 candidats, 212 admis"."""
    WHOLE = 2
    """The whole that the list opens from, or that its parts come to."""
    NAMED = 3
    """By its noun: "61 % des admis"."""
    SAID = 4
    """By a preposition: "sur 5 951", "of the 142"."""
    ALL = 5
    """As all of its kind: "of all reported cases"."""


@dataclass(frozen=True, slots=True)
class Base:
    """A figure that a share may be of."""

    place: Place
    told: Told


def bases_of(
    context: Context, seen: Sequence[Place], rank: Mapping[int, int], one: Attached, group: Sequence[Attached]
) -> list[Base]:
    """What the share could be of, the surest first and then the nearest."""
    at = rank[one.part.index]
    own = {other.part.index for other in group}
    planned = of_a_plan(context, one)
    around = [
        place
        for place in (*reversed(seen[max(0, at - _BEHIND) : at]), *seen[at + 1 : at + 1 + _AHEAD])
        if not place.claim.is_percent and (planned or place.claim.value >= one.part.claim.value)
    ]
    wider = [
        place
        for place in around
        if place.index not in own and (place.index < one.part.index or place.sentence == one.share.sentence)
    ]
    if one.hold is not Hold.LOOSE and exactly_printed(one.share.claim):
        # "48 855 (14,12 %) are withheld. Those who sat were 346 094": so exact a share finds its base behind, too.
        ahead = [place for place in seen[at + 1 : at + 1 + _AHEAD] if place.sentence == one.share.sentence + 1]
        wider += [place for place in ahead if not place.claim.is_percent and place.claim.value > one.part.claim.value]
    found = []
    everything = _all_of_its_kind(context, seen, one)
    if everything is not None:
        found.append(Base(everything, Told.ALL))
    named = _named(context, one, around)
    if one.base is not None:
        # "Sur 125 626 candidats, 48 676 admis : 29 485 filles (61 % des admis)": the noun is nearer than the "sur".
        said = (named is None or named.index == one.base.index) and same_kind(one.part.kind, one.base.kind)
        found.append(Base(one.base, Told.SAID if said else Told.NEAR))
    if named is not None:
        found.append(Base(named, Told.SAID if _of_them(context, one) else Told.NAMED))
    behind = total_behind(context, seen, rank[max(group[-1].share.index, group[-1].part.index)])
    if behind is not None and one.base is None and named is None:
        found.append(Base(behind, Told.SAID))
    whole = _whole(context, seen, rank, group[0].part, max(other.part.claim.value for other in group))
    if whole is not None:
        found.append(Base(whole, Told.WHOLE))
    parts = sum((other.part.claim.value for other in group), Decimal(0))
    if len(group) > 1:
        # A total may also stand behind its list: "Total : 2 675".
        first, last = rank[group[0].part.index], rank[group[-1].part.index]
        beside = (*reversed(seen[max(0, first - _BEHIND) : first]), *seen[last + 1 : last + 1 + _AHEAD])
        found += [Base(place, Told.WHOLE) for place in beside if place.claim.value == parts][:1]
    if len(group) == 1 and one.cue in ("that is", "bracket") and not one.after:
        found += [Base(place, Told.CLAUSE) for place in _same_clause(context, seen, at)]
    told = {base.place.index for base in found}
    # "Votants 48,91 % (247) … blancs 4,86 % (12)": a figure of the list may be the base of a later one.
    siblings = [place for place in around if place.index in own and place.index < one.part.index]
    return found + [Base(place, Told.NEAR) for place in (*wider, *siblings) if place.index not in told]


def exactly_printed(share: Claim) -> bool:
    """Whether a share has four digits or more, which few figures give by chance."""
    return printed_unit(share) / share.value <= Decimal("0.001")


def _named(context: Context, one: Attached, wider: Sequence[Place]) -> Place | None:
    """The nearest figure of the noun that the share is said to be of: "61 % des admis"."""
    noun = _noun_said(context, one)
    if not noun:
        return None
    if noun in _THEM:
        nearer = (
            place for place in wider if one.share.sentence - place.sentence <= 1 and place.claim != one.part.claim
        )
        return next((place for place in nearer if place.index < one.part.index), None)
    if noun in _ALL:
        return None
    return next((place for place in wider if place.index < one.part.index and noun in _nouns(place)), None)


def _all_of_its_kind(context: Context, seen: Sequence[Place], one: Attached) -> Place | None:
    """In "50.5 % of all reported GBV cases": the widest count of cases before."""
    said = _OF_ALL.match(context.gap(one.share.index + 1).lstrip(") "))
    if not said:
        return None
    words = {singular(word) for word in said.group(1).split()}
    alike = [
        place
        for place in seen
        if place.index < one.part.index
        and one.part.index - place.index <= _BEHIND
        and place.paragraph == one.part.paragraph
        and not place.claim.is_percent
        and place.noun in words
        and place.claim.value > one.part.claim.value
    ]
    return max(alike, key=lambda place: place.claim.value, default=None)


def _of_them(context: Context, one: Attached) -> bool:
    return _noun_said(context, one) in _THEM


def _noun_said(context: Context, one: Attached) -> str:
    """The noun behind the "of" that follows a share, or "them" behind its count: "95 d'entre eux (58 %)"."""
    said = _OF_A_NOUN.match(context.gap(one.share.index + 1).lstrip(") "))
    behind = _OF_A_NOUN.match(context.gap(one.part.index + 1))
    if said is None and behind is not None and singular(behind.group(1)) in _THEM:
        said = behind
    return singular(said.group(1)) if said is not None else ""


def _nouns(place: Place) -> frozenset[str]:
    return frozenset({place.noun, *(singular(word) for word in place.after[:5])})


def _whole(
    context: Context, seen: Sequence[Place], rank: Mapping[int, int], first: Place, widest: Decimal
) -> Place | None:
    """The figure that the list of counts opens from: before its bracket, its colon, its "dont", its "of whom"."""
    at = rank[first.index]
    if first.hangs_on is not None and first.hangs_on in rank:
        owner = seen[rank[first.hangs_on]]
        if not owner.claim.is_percent and owner.claim.value > widest:
            return owner
    for back in range(1, 4):
        if at - back < 0 or seen[at - back].sentence != first.sentence:
            break
        place = seen[at - back]
        between = context.between(place.claim, first.claim)
        if not place.claim.is_percent and place.claim.value > widest and _OPENS.search(between) and ";" not in between:
            return place
    opening = [place for place in seen[max(0, at - 3) : at + 1] if place.sentence == first.sentence]
    if opening and opening[0].index == first.index and _TAKES_UP.search(_start_of_sentence(context, first)):
        before = [place for place in seen[max(0, at - 8) : at] if place.sentence == first.sentence - 1]
        counts = [place for place in before if not place.claim.is_percent and place.claim.value > widest]
        # "25 106 étaient inscrits, mais 22 755 ont composé. Parmi eux, 7 500 …": those of whom was spoken last.
        narrowed = len(counts) == 2 and _NARROWS.search(context.between(counts[0].claim, counts[1].claim))
        return counts[-1 if narrowed else 0] if counts else None
    return None


def _start_of_sentence(context: Context, place: Place) -> str:
    return re.split(r"[.!?]\s|\n", context.gap(place.index))[-1]


def _same_clause(context: Context, seen: Sequence[Place], at: int) -> Iterator[Place]:
    """In "1 374 candidats, 212 admis, soit 15,43 %": the one figure before the part in its clause."""
    if at == 0:
        return
    part, before = seen[at], seen[at - 1]
    between = context.between(before.claim, part.claim)
    beside = before.sentence == part.sentence and len(between) <= 60 and not re.search(r"[;:]", between)
    alone = at == 1 or seen[at - 2].sentence != before.sentence or ";" in context.gap(before.index)
    # "66 cases were reported. 52 cases, or 79 %, …", "212 children were screened; 58 (27 %) were malnourished".
    taken_up = (
        before.paragraph == part.paragraph
        and re.fullmatch(r"[^.;:]{0,60}[.;]\s", between) is not None
        and part.noun in ("", before.noun)
    )
    if (
        alone
        and (beside or taken_up)
        and not before.claim.is_percent
        and before.claim.value > part.claim.value
        and same_kind(before.kind, part.kind)
    ):
        yield before
