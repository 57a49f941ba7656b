"""What is left of a paragraph once its details are set aside: the figure at its head, and those that it comes to.

The members of lists, some of a group, and what is only compared are details; what stands over them is read on its own,
and so are the counts that have a share beside them. Only exact sums are told here, since nothing announces them.
"""

from collections.abc import Iterator, Sequence

from toguna.figures.phrases import Context, Place
from toguna.figures.relating.attached import attached_shares
from toguna.figures.relating.evidence import Belief, of_one_kind, strength, sum_of, total
from toguna.figures.relating.listing import COMPARES, counts
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind

_DIGITS, _BEYOND_CHANCE = 3, 5
"""Digits that must agree for neighbours to be parts, and those with which a figure between may be passed over."""

_LONGEST, _REACH = 12, 36
"""Parts of one sum, and figures behind a whole among which they stand."""


def outlines(kept: Sequence[Relation], context: Context) -> Iterator[Relation]:
    """Sums among the figures that are no detail of another, given the relations that were settled."""
    details = _details(kept)
    summed = {claim for one in kept if one.type is RelationType.SUM for claim in one.stated_side}
    of_shares = {
        claim: at for one in kept if one.type is RelationType.PERCENT_OF for at, claim in enumerate(one.other_side)
    }
    of_shares.update((one.part.claim.id, 0) for one in attached_shares(context))
    for members in context.paragraphs.values():
        heads = [
            place
            for place in members
            if counts(context, place) and not place.depth and place.claim.id not in details and _is_told(context, place)
        ]
        parts, bases = ([place for place in members if of_shares.get(place.claim.id) == at] for at in range(2))
        for row in (heads, parts, bases):
            for at, whole in enumerate(row):
                if whole.claim.id not in summed:
                    near = row[at + 1 : at + 1 + _REACH]
                    found = _of_what_follows(whole, [one for one in near if same_kind(whole.kind, one.kind)])
                    summed.update(claim for one in found for claim in one.stated_side)
                    yield from found


def _details(kept: Sequence[Relation]) -> set[str]:
    found: set[str] = set()
    for one in kept:
        if one.type is RelationType.SUM:
            found.update(one.other_side)
        elif one.type is RelationType.SUBSET:
            found.update(one.stated_side)
        elif one.type is RelationType.DIFFERENCE:
            found.update(one.stated_side, one.other_side[1:])
        elif one.type is RelationType.PERCENT_CHANGE:
            found.update(one.other_side[:1])
        elif one.type is RelationType.REPEAT:
            found.update(one.other_side)
    return found


def _is_told(context: Context, place: Place) -> bool:
    return not COMPARES.search(context.gap(place.index)[-30:])


def _of_what_follows(whole: Place, heads: Sequence[Place]) -> list[Relation]:
    for first in range(2):
        parts: list[Place] = []
        for place in heads[first : first + _LONGEST]:
            parts.append(place)
            if total(parts) >= whole.claim.value:
                break
        digits = strength(whole, parts)
        comes_out = len(parts) > 1 and total(parts) == whole.claim.value and of_one_kind(whole, parts)
        if comes_out and digits >= (_BEYOND_CHANCE if first else _DIGITS):
            return [sum_of(whole, tuple(parts), Belief(0.78), "headline")]
    return []
