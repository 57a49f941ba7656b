"""Counts that make up a whole because their shares do: 51 %, 5 %, 19 % and 25 % leave nobody out.

And the other way round: where the counts of shares make up their base, so do the shares. Says so even where the counts
do not add up: then some are missing, or a count is wrong. Which, is not known here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toguna.figures.claims import Claim
from toguna.figures.phrases import Context, Place
from toguna.figures.printing import printed_unit
from toguna.figures.relating.agreeing import agrees, holding
from toguna.figures.relating.attached import attached_shares
from toguna.figures.relating.copies import slip_apart
from toguna.figures.relating.evidence import one_slip, strength
from toguna.figures.relating.share_sums import complementary
from toguna.figures.relations import HUNDRED, Relation, RelationType

_OTHERS = re.compile(r"\b(?:autres|others?|le reste|the rest|remaining)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Row:
    """A share with its count and its base."""

    share: Place
    part: Place
    base: Place


_LONGEST, _FEWEST = 14, 3
_FEW_BY_CHANCE = 4
"""Digits that must agree before a column that fails is told from the one that holds."""
_EVERYTHING = 100
_NO_CHANCE = 100
"""From here on counts rarely come to their base by chance."""


def counted_shares(relations: Iterable[Relation], context: Context) -> Iterator[Relation]:
    """The sum of counts for each list of shares that makes up 100, each share being of one and the same base."""
    told = list(relations)
    of_base: dict[str, list[_Row]] = {}
    of_part: dict[str, list[_Row]] = {}
    rows_of: dict[int, list[_Row]] = {}
    for relation in told:
        if relation.type is RelationType.PERCENT_OF:
            row = _Row(*(context.of(claim) for claim in (*relation.stated_side, *relation.other_side)))
            of_base.setdefault(row.share.claim.id, []).append(row)
            of_part.setdefault(row.part.claim.id, []).append(row)
            rows_of.setdefault(row.base.index, []).append(row)
    attached = attached_shares(context) if told else []
    beside = {one.share.claim.id: one.part for one in attached}
    by_part = {one.part.claim.id: one.share for one in attached}
    for relation in told:
        if relation.type is RelationType.PERCENT_SUM and relation.other_side == (HUNDRED,):
            yield from _counts(relation, of_base)
            yield from _last_share(relation, of_base, beside)
        elif relation.type is RelationType.SUM and len(relation.stated_side) == 1:
            yield from _shares_of_the_same(relation, of_part)
            yield from _share_of_each(context, relation, of_base, by_part)
    yield from _the_other_column(told, rows_of, of_part, context)
    yield from _rates_of_differences(told, context, beside)
    yield from _rows_in_order(told, of_base, context)
    for rows in rows_of.values():
        if rows[0].base.claim.value >= _NO_CHANCE:
            rows.sort(key=lambda row: row.share.index)
            yield from _neighbours(rows)
            yield from _and_the_others(context, rows)


def _last_share(
    shares: Relation, of_base: Mapping[str, Sequence[_Row]], beside: Mapping[str, Place]
) -> Iterator[Relation]:
    """The one share of a list of which no base was told: its count is all that the others leave of theirs."""
    without = [share for share in shares.stated_side if share not in of_base]
    if len(without) != 1 or without[0] not in beside:
        return
    part = beside[without[0]]
    known = [of_base[share][0] for share in shares.stated_side if share in of_base]
    base = known[0].base
    together = sum((row.part.claim.value for row in known), part.claim.value)
    if together == base.claim.value and all(row.base is base for row in known):
        sides = (part.claim.id, base.claim.id)
        yield Relation("", RelationType.PERCENT_OF, (without[0],), sides, 0.8, cue="rest of the list")


def _and_the_others(context: Context, rows: Sequence[_Row]) -> Iterator[Relation]:
    """In "194 cases, 24 % … The 621 cases, 77 %, are of the other kinds" the two are all there is."""
    for one, other in pairwise(rows):
        slack = (printed_unit(one.share.claim) + printed_unit(other.share.claim)) / 2
        closed = abs(one.share.claim.value + other.share.claim.value - 100) <= slack
        around = context.gap(other.part.index)[-30:] + context.gap(other.share.index + 1)[:60]
        if closed and other.share.sentence - one.share.sentence <= 1 and _OTHERS.search(around):
            shares = (one.share.claim.id, other.share.claim.id)
            parts = (one.part.claim.id, other.part.claim.id)
            yield Relation("", RelationType.PERCENT_SUM, shares, (HUNDRED,), 0.8, cue="the others")
            yield Relation("", RelationType.SUM, (one.base.claim.id,), parts, 0.76, cue="the others")


def _share_of_each(
    context: Context, counts: Relation, of_base: Mapping[str, Sequence[_Row]], by_part: Mapping[str, Place]
) -> Iterator[Relation]:
    """Where each part of a whole has its share, and one is of that whole, so are the others, and they make 100."""
    shares = [by_part[part] for part in counts.other_side if part in by_part]
    if len(shares) != len(counts.other_side) or len(shares) < _FEWEST:
        return
    (whole,) = counts.stated_side
    base = context.of(whole)
    rows = [_Row(share, context.of(part), base) for share, part in zip(shares, counts.other_side, strict=True)]
    if any(row.base is not base for share in shares for row in of_base.get(share.claim.id, ())):
        return
    wrong = [row for row in rows if not agrees(row.share.claim, row.part.claim, base.claim)]
    if len(wrong) == len(rows):
        return
    for row in rows:
        if row.share.claim.id not in of_base:
            sides, sure = (row.part.claim.id, whole), 0.75 if row in wrong else 0.85
            yield Relation("", RelationType.PERCENT_OF, (row.share.claim.id,), sides, sure, cue="share of each")
    if wrong:
        ids = tuple(share.claim.id for share in shares)
        yield Relation("", RelationType.PERCENT_SUM, ids, (HUNDRED,), 0.75, cue="share of each")


def _the_other_column(
    told: Sequence[Relation],
    rows_of: Mapping[int, Sequence[_Row]],
    of_part: Mapping[str, Sequence[_Row]],
    context: Context,
) -> Iterator[Relation]:
    """Where those registered are girls and boys, those admitted of each with its rate are all who were admitted."""
    for counts in told:
        if counts.type is not RelationType.SUM or len(counts.stated_side) != 1:
            continue
        members = [context.of(claim) for claim in (*counts.stated_side, *counts.other_side)]
        if sum(member.claim.value for member in members[1:]) != members[0].claim.value:
            continue
        admitted = [[row.part for row in rows_of.get(member.index, ())] for member in members]
        registered = [[row.base for row in of_part.get(member.claim.id, ())] for member in members]
        for column in (admitted, registered):
            own = [places[0] for places in column if places]
            if len(own) < len(members) or len({place.index for place in own}) < len(own):
                continue
            whole, *parts = own
            exact = sum(part.claim.value for part in parts) == whole.claim.value
            if exact or (strength(whole, parts) >= _FEW_BY_CHANCE and one_slip(whole, parts)):
                ids = tuple(part.claim.id for part in parts)
                sure = 0.85 if exact else 0.76
                yield Relation("", RelationType.SUM, (whole.claim.id,), ids, sure, cue="the other column")


def _rates_of_differences(
    told: Sequence[Relation], context: Context, beside: Mapping[str, Place]
) -> Iterator[Relation]:
    """In "23 697 more, or 8,2 % … from 287 496 to 311 193, that is 23 697 more" the rate is that of the change."""
    differences = {
        (context.of(one.stated_side[0]).claim.value, context.of(one.stated_side[0]).paragraph): one.other_side
        for one in told
        if one.type is RelationType.DIFFERENCE
    }
    if not differences:
        return
    for share, part in beside.items():
        ends = differences.get((part.claim.value, part.paragraph))
        if ends is None:
            continue
        larger, smaller = (context.of(claim).claim for claim in ends)
        for old, new in ((smaller, larger), (larger, smaller)):
            rate = Relation("", RelationType.PERCENT_CHANGE, (share,), (old.id, new.id), 0.85, cue="difference")
            if holding(rate, context.of(share).claim, old, new):
                yield rate
                break
        else:
            yield from _rate_slipped(context.of(share), smaller, larger)


def _rate_slipped(share: Place, smaller: Claim, larger: Claim) -> Iterator[Relation]:
    """Of a rise or a fall between two figures one of the two rates is meant, when it is one digit off."""
    unit = printed_unit(share.claim)
    for old, new in ((smaller, larger), (larger, smaller)):
        right = (100 * abs(new.value - old.value) / old.value).quantize(unit) if old.value else unit
        if share.claim.decimals > 1 and slip_apart(share.claim.value.quantize(unit), right):
            sides = (old.id, new.id)
            yield Relation("", RelationType.PERCENT_CHANGE, (share.claim.id,), sides, 0.75, cue="difference")
            return


def _rows_in_order(
    told: Sequence[Relation], of_base: Mapping[str, Sequence[_Row]], context: Context
) -> Iterator[Relation]:
    """Shares that make 100 and stand behind a list of as many parts, told in the same order as these."""
    sums = [one for one in told if one.type is RelationType.SUM and len(one.stated_side) == 1]
    for shares in told:
        size = len(shares.stated_side)
        if shares.type is not RelationType.PERCENT_SUM or shares.other_side != (HUNDRED,) or size < _FEWEST:
            continue
        if any(share in of_base for share in shares.stated_side):
            continue
        first = context.of(shares.stated_side[0])
        for counts in sums:
            parts = [context.of(part) for part in counts.other_side]
            base = context.of(counts.stated_side[0])
            if len(parts) != size or not 0 < first.index - parts[-1].index <= _LONGEST:
                continue
            rows = [_Row(context.of(share), part, base) for share, part in zip(shares.stated_side, parts, strict=True)]
            wrong = [row for row in rows if not agrees(row.share.claim, row.part.claim, base.claim)]
            if len(wrong) <= 1:
                for row in rows:
                    sides = (row.part.claim.id, base.claim.id)
                    sure = 0.75 if row in wrong else 0.85
                    yield Relation("", RelationType.PERCENT_OF, (row.share.claim.id,), sides, sure, cue="rows in order")
                break


def _shares_of_the_same(counts: Relation, of_part: Mapping[str, Sequence[_Row]]) -> Iterator[Relation]:
    """In "522 voters (94.57 %): 45 blank (8.15 %), 10 void (1.81 %), 467 valid (84.60 %)" the shares add up as well."""
    (whole,) = counts.stated_side
    for row in of_part.get(whole, ()):
        if row.share.claim.value == _EVERYTHING:
            continue
        own = [
            next((other.share for other in of_part.get(part, ()) if other.base is row.base), None)
            for part in counts.other_side
        ]
        parts = tuple(share.claim.id for share in own if share is not None)
        if len(parts) == len(own):
            yield Relation("", RelationType.PERCENT_SUM, parts, (row.share.claim.id,), 0.8, cue="counts")


def _neighbours(rows: Sequence[_Row]) -> Iterator[Relation]:
    """Shares one behind the other whose counts come to their base exactly."""
    base, start = rows[0].base, 0
    while start < len(rows):
        end, left = start, base.claim.value
        while end < len(rows) and left > 0 and end - start < _LONGEST:
            left -= rows[end].part.claim.value
            end += 1
        own = rows[start:end]
        if left == 0 and len(own) > 1 and len({row.part.index for row in own}) == len(own):
            shares = tuple(row.share.claim.id for row in own)
            parts = tuple(row.part.claim.id for row in own)
            yield Relation("", RelationType.PERCENT_SUM, shares, (HUNDRED,), 0.85, cue="counts")
            yield Relation("", RelationType.SUM, (base.claim.id,), parts, 0.85, cue="counted shares")
            start = end
        else:
            start += 1


def _counts(shares: Relation, of_base: Mapping[str, Sequence[_Row]]) -> Iterator[Relation]:
    known = [of_base.get(share, ()) for share in shares.stated_side]
    for base in (row.base for row in known[0]):
        own = [row for rows in known for row in rows if row.base is base]
        if len(own) != len(known) or len({row.part.index for row in own}) < len(own):
            continue
        wrong = [row for row in own if not agrees(row.share.claim, row.part.claim, base.claim)]
        if len(wrong) > 1 or (wrong and len(own) < 3):
            # Of two, either count or the base may be wrong; each share says so already.
            continue
        parts = sorted((row.part for row in own), key=lambda place: place.index)
        exact = sum(part.claim.value for part in parts) == base.claim.value
        # Shares printed without decimals hide a few of whom nothing is said; women and men leave nobody out.
        unsaid = not exact and not wrong and not complementary(parts)
        yield Relation(
            "",
            RelationType.SUM,
            (base.claim.id,),
            tuple(part.claim.id for part in parts),
            0.9 if exact else 0.75,
            arguable=unsaid,
            cue="counted shares",
        )
