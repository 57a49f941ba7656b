"""Counts that make up a whole because their shares do: 51 %, 5 %, 19 % and 25 % leave nobody out.

And the other way round: where the counts of shares make up their base, so do the shares. Says so even where the counts
do not add up: then some are missing, or a count is wrong. Which, is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from toguna.figures.phrases import Context, Place
from toguna.figures.relating.agreeing import agrees
from toguna.figures.relating.share_sums import complementary
from toguna.figures.relations import HUNDRED, Relation, RelationType

_LONGEST = 14
_NO_CHANCE = 100
"""From here on counts rarely come to their base by chance."""


def counted_shares(relations: Iterable[Relation], context: Context) -> Iterator[Relation]:
    """The sum of counts for each list of shares that makes up 100, each share being of one and the same base."""
    told = list(relations)
    of_base: dict[str, list[tuple[Place, Place]]] = {}
    for relation in told:
        if relation.type is RelationType.PERCENT_OF:
            part, base = (context.of(claim) for claim in relation.other_side)
            of_base.setdefault(relation.stated_side[0], []).append((part, base))
    for relation in told:
        if relation.type is RelationType.PERCENT_SUM and relation.other_side == (HUNDRED,):
            yield from _counts(relation, of_base, context)
    bases = {base.index: base for pairs in of_base.values() for _, base in pairs}
    for base in bases.values():
        if base.claim.value >= _NO_CHANCE:
            rows = [(context.of(share), part) for share, pairs in of_base.items() for part, own in pairs if own is base]
            yield from _neighbours(sorted(rows, key=lambda row: row[0].index), base)


def _neighbours(rows: Sequence[tuple[Place, Place]], base: Place) -> Iterator[Relation]:
    """Shares one behind the other whose counts come to their base exactly."""
    start = 0
    while start < len(rows):
        end, counted = start, base.claim.value
        while end < len(rows) and counted > 0 and end - start < _LONGEST:
            counted -= rows[end][1].claim.value
            end += 1
        own = rows[start:end]
        if counted == 0 and len(own) > 1 and len({part.index for _, part in own}) == len(own):
            shares, parts = (tuple(place.claim.id for place in column) for column in zip(*own, strict=True))
            yield Relation("", RelationType.PERCENT_SUM, shares, (HUNDRED,), 0.85, cue="counts")
            yield Relation("", RelationType.SUM, (base.claim.id,), parts, 0.85, cue="counted shares")
            start = end
        else:
            start += 1


def _counts(
    shares: Relation, of_base: Mapping[str, Sequence[tuple[Place, Place]]], context: Context
) -> Iterator[Relation]:
    known = [of_base.get(share, ()) for share in shares.stated_side]
    for _, base in known[0]:
        parts = [next((part for part, other in pairs if other.index == base.index), None) for pairs in known]
        own = [part for part in parts if part is not None]
        if len(own) < len(known) or len({part.index for part in own}) < len(own):
            continue
        given = zip(shares.stated_side, own, strict=True)
        wrong = [part for share, part in given if not agrees(context.of(share).claim, part.claim, base.claim)]
        if len(wrong) > 1 or (wrong and len(own) < 3):
            # Of two, either count or the base may be wrong; each share says so already.
            continue
        exact = sum(part.claim.value for part in own) == base.claim.value
        # Shares printed without decimals hide a few of whom nothing is said; women and men leave nobody out.
        unsaid = not exact and not wrong and not complementary(own)
        yield Relation(
            "",
            RelationType.SUM,
            (base.claim.id,),
            tuple(part.claim.id for part in sorted(own, key=lambda place: place.index)),
            0.9 if exact else 0.75,
            arguable=unsaid,
            cue="counted shares",
        )
