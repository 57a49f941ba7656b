"""What a share was meant to be of that no figure gives as printed: those who came, another count, a digit missed.

Told before a share is called wrong; each question is answered by the figures of one sentence or of its list.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from toguna.figures.claims import Claim
from toguna.figures.edits import Slip, one_digit_edits
from toguna.figures.phrases import Context, Place
from toguna.figures.printing import printed_unit
from toguna.figures.relating.agreeing import agrees
from toguna.figures.relating.attached import Attached, Hold
from toguna.figures.relating.bases import Base, Told
from toguna.figures.relating.copies import slip_apart
from toguna.figures.wording import same_kind

DEEPER = re.compile(
    r"\b(?:dont|including|incluant|comprenant|comprising|of (?:whom|which)|parmi (?:eux|elles|lesquel\w+)|"
    r"among (?:them|whom))\b",
    re.IGNORECASE,
)
"""Words behind which a group of the figure before is told."""

_EXACT, _FAIRLY_EXACT = Decimal("0.001"), Decimal("0.01")
_SENTENCES = 3
_IN_PLACE = (Slip.SUBSTITUTE, Slip.TRANSPOSE)

_CAME = frozenset(
    "présent présente présenté composé planché participé voté votant present sat sit wrote took attended voted".split()  # noqa: SIM905
)
_PASSED = frozenset(
    "reçu réussi admis lauréat gagnant passant obtenu décroché succès passed successful obtained succeeded".split()  # noqa: SIM905
)


def barely_missed(one: Attached, bases: Sequence[Base]) -> tuple[Place, float] | None:
    """The one base that a share misses by its last digit: 77,75 % where it gives 77,744, and no other gives so near."""
    share, part = one.share.claim, one.part.claim
    unit = printed_unit(share)
    exactness = unit / share.value
    if one.hold is not Hold.TIGHT or share.hedge is not None or any(base.told == Told.SAID for base in bases):
        return None
    near = {
        base.place.index: base.place
        for base in bases
        if base.place.claim.value > 0
        and abs(100 * part.value / base.place.claim.value - share.value) <= 2 * unit
        and same_kind(one.part.kind, base.place.kind)
    }
    if len({place.claim.value for place in near.values()}) != 1:
        return None
    base = near[max(near)]
    if exactness <= Decimal("0.0003"):
        return base, 0.75
    # Of fewer digits only the figure right before, of the same noun, is no coincidence.
    beside = 0 < one.part.index - base.index <= 1 and base.sentence == one.share.sentence
    if exactness <= Decimal("0.02") and beside and base.noun and base.noun == one.part.noun:
        return base, 0.72
    return None


def one_slip_off(one: Attached, bases: Sequence[Base], used: Collection[str]) -> tuple[Place, float] | None:
    """The one base with which a share of four digits would come out if one digit of the three were another.

    Three digits are enough where the shares before are of that base (`used`).
    """
    share = one.share.claim
    exactness = printed_unit(share) / share.value
    if one.hold is not Hold.TIGHT or share.hedge is not None or exactness > _FAIRLY_EXACT:
        return None
    if exactness > _EXACT:
        bases = [base for base in bases if base.place.claim.id in used]
    fitting = {
        base.place.claim.value: base.place
        for base in bases
        if base.place.claim.value > one.part.claim.value
        and base.place.index < one.part.index
        and same_kind(one.part.kind, base.place.kind)
        and abs(base.place.sentence - one.share.sentence) <= _SENTENCES
        and (share_slipped(share, one.part, base.place) or count_slipped(share, one.part, base.place))
    }
    return (next(iter(fitting.values())), 0.74) if len(fitting) == 1 else None


def share_slipped(share: Claim, part: Place, base: Place) -> bool:
    """Whether a share is one digit off what its count and its base give."""
    unit = printed_unit(share)
    right = (100 * part.claim.value / base.claim.value).quantize(unit)
    return slip_apart(share.value.quantize(unit), right)


def count_slipped(share: Claim, part: Place, base: Place) -> bool:
    """Whether a share would come out if one digit of its count, or of its base, were another."""
    return any(
        agrees(share, replace(part.claim, value=edit.to), base.claim)
        for edit in one_digit_edits(part.claim)
        if edit.slip in _IN_PLACE
    ) or any(
        agrees(share, part.claim, replace(base.claim, value=edit.to))
        for edit in one_digit_edits(base.claim)
        if edit.slip in _IN_PLACE
    )


_BROKEN = re.compile(r"(?<![\d\s.,\u00a0\u202f])\s?\d{1,3}[,.]\s?$")


def broken_off(context: Context, one: Attached) -> bool:
    """Whether the count is the end of a number that a space broke: "1, 519 (52.7%)"."""
    # "sur 5 951, 718 admis": four digits are whole by themselves.
    before = context.reading.text[max(0, one.part.claim.start - 8) : one.part.claim.start]
    return re.fullmatch(r"\d{3}", one.part.claim.raw) is not None and _BROKEN.search(before) is not None


def who_came(before: Sequence[Place], registered: Place, passed: Place) -> Place | None:
    """Those who sat an examination, of whom a rate of success is: "sur 32 inscrits, 30 présents et 11 admis, soit"."""
    if _PASSED.isdisjoint(passed.words) and not any(word.startswith("admis") for word in passed.words):
        return None
    came = (
        place
        for place in before
        if place.sentence == registered.sentence
        and registered.index < place.index < passed.index
        and passed.claim.value <= place.claim.value <= registered.claim.value
        and not place.claim.is_percent
        and not _CAME.isdisjoint(place.words)
    )
    return next(came, None)


def pair_that_gives(share: Claim, counts: Sequence[Place]) -> tuple[Place, Place] | None:
    """The last two counts of a sentence of which one is this share of the other."""
    counts = [place for place in counts if not place.claim.is_percent]
    for part in reversed(counts):
        for whole in reversed(counts):
            if whole.claim.value > part.claim.value and agrees(share, part.claim, whole.claim):
                return part, whole
    return None


def of_the_whole_before(context: Context, seen: Sequence[Place], rank: dict[int, int], one: Attached) -> Attached:
    """In "10 256 admis dont 3 057 filles, soit 24,74 %" the share may be that of all who were admitted."""
    at = rank[one.part.index]
    if one.cue != "that is" or one.after or at == 0:
        return one
    if one.base is not None:
        return _nearer_of_the_two(context, seen, at, one, one.base.claim.value)
    # "4 084 présents, dont 2 400 filles et 1 684 garçons, soit 98,34 % de présence": the list may have two parts.
    whole = seen[at - 1]
    if at > 1 and not DEEPER.search(context.gap(one.part.index)) and seen[at - 2].claim.value > one.part.claim.value:
        whole = seen[at - 2]
    if whole.claim.is_percent or whole.sentence != one.part.sentence:
        return one
    if not DEEPER.search(context.between(whole.claim, one.part.claim)):
        return one
    if agrees(one.share.claim, one.part.claim, whole.claim):
        return one
    where = rank[whole.index]
    wider = [place for place in seen[max(0, where - 5) : where] if place.claim.value > whole.claim.value]
    agreeing = any(not place.claim.is_percent and agrees(one.share.claim, whole.claim, place.claim) for place in wider)
    return replace(one, part=whole) if agreeing else one


def _nearer_of_the_two(context: Context, seen: Sequence[Place], at: int, one: Attached, base: Decimal) -> Attached:
    """In "2 258 admis dont 1 088 filles sur 2 827 présentés, soit 80,90 %" the share comes nearer to all who passed."""
    whole = seen[at - 1]
    if whole.claim.is_percent or whole.sentence != one.part.sentence or base <= 0 or whole.claim.value > base:
        return one
    if not DEEPER.search(context.between(whole.claim, one.part.claim)):
        return one
    off, own = (abs(100 * place.claim.value / base - one.share.claim.value) for place in (whole, one.part))
    return replace(one, part=whole) if off < own and off <= one.share.claim.value / 10 else one
