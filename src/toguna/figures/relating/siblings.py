"""Shares that only their neighbours explain: written as these are, of the same figure, one digit away from it.

A share that stands alone and fits nothing relates nothing. Beside shares of one figure it was most likely meant to be
of that figure too; and where several miss one figure in the same way, it is the figure that has the slip.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from toguna.figures.edits import one_digit_edits
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.agreeing import agrees
from toguna.figures.relating.attached import Attached, Hold, compared
from toguna.figures.relating.bases import Base
from toguna.figures.relating.misstated import count_slipped, share_slipped
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind

_OF_A_NOUN = re.compile(r"\s?(?:of|des|du|de la)\s[^\W\d_]", re.IGNORECASE)

_FAR = 4
"""Figures between two shares of one list, at most."""

_BACK, _SENTENCES = 8, 3
"""How far before a list of shares the figure stands that they may all be of."""


def beside_siblings(context: Context, attached: Sequence[Attached], told: Sequence[Relation]) -> Iterator[Relation]:
    """A failing reading for each share that has none yet and whose neighbours tell what it is of."""
    base_of = {one.stated_side[0]: context.of(one.other_side[1]) for one in told if len(one.other_side) == 2}
    lacking: list[Attached] = []
    for before, one in pairwise([None, *attached]):
        if one is None or one.share.claim.id in base_of or one.hold is not Hold.TIGHT or one.rate:
            continue
        if before is None or not _alike(before, one):
            yield from _of_one_slipped(context, lacking)
            lacking = [one]
            continue
        if compared(context, one.part):
            continue
        base = base_of.get(before.share.claim.id)
        if base is not None and _missed_by_a_digit(one, base):
            yield _relation(one, base, 0.74)
        else:
            lacking.append(one)
    yield from _of_one_slipped(context, lacking)


def of_their_places(group: Sequence[Attached], bases: Sequence[Sequence[Base]]) -> list[Relation]:
    """In "615 à Gao, 211 à Kor … 31 (5 %) à Gao, 11 (5,2 %) à Kor" each share is of what was counted in its place."""
    found = []
    for one, own in zip(group, bases, strict=True):
        there = [base.place for base in own if one.part.location and base.place.location == one.part.location]
        earlier = [place for place in there if place.sentence < one.part.sentence]
        if not earlier:
            return []
        found.append((one, next((place for place in earlier if _gives(one, place)), earlier[0])))
    holding = sum(_gives(one, place) for one, place in found)
    if len({place.index for _, place in found}) < len(found) or holding < 2 or len(found) - holding > 1:
        return []
    return [_relation(one, place, 0.97 if _gives(one, place) else 0.8) for one, place in found]


def _gives(one: Attached, base: Place) -> bool:
    return agrees(one.share.claim, one.part.claim, base.claim)


def _alike(before: Attached, one: Attached) -> bool:
    return (
        (before.cue, before.after) == (one.cue, one.after)
        and before.share.paragraph == one.share.paragraph
        and one.share.index - before.share.index <= _FAR
        and same_kind(before.part.kind, one.part.kind)
    )


def _missed_by_a_digit(one: Attached, base: Place) -> bool:
    share, part = one.share.claim, one.part
    if part.claim.value >= base.claim.value or share.hedge is not None or not same_kind(part.kind, base.kind):
        return False
    return share_slipped(share, part, base) or count_slipped(share, part, base)


def _of_one_slipped(context: Context, shares: Sequence[Attached]) -> Iterator[Relation]:
    """In "772 cas : 445 (59%) graves, 482 (64%) enfants" all shares are of 752."""
    # "308 891 ou 44 % des réfugiés": of a figure that the words name, and that may not be told.
    if len(shares) < 2 or any(_OF_A_NOUN.match(context.gap(one.share.index + 1)) for one in shares):
        return
    first, widest = shares[0].part, max(one.part.claim.value for one in shares)
    for place in reversed(context.places[max(0, first.index - _BACK) : first.index]):
        if place.paragraph != first.paragraph or first.sentence - place.sentence > _SENTENCES:
            return
        if place.claim.is_percent or place.claim.value < widest or not same_kind(place.kind, first.kind):
            continue
        slipped = (replace(place.claim, value=edit.to) for edit in one_digit_edits(place.claim))
        if any(all(agrees(one.share.claim, one.part.claim, right) for one in shares) for right in slipped):
            for one in shares:
                yield _relation(one, place, 0.78)
            return


def _relation(one: Attached, base: Place, confidence: float) -> Relation:
    ids = (one.part.claim.id, base.claim.id)
    return Relation("", RelationType.PERCENT_OF, (one.share.claim.id,), ids, confidence=confidence, cue="siblings")
