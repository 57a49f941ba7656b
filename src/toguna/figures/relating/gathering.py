"""Gathers the relations that every habit of writing suggests, keeps the likely ones and settles contradictions.

It reads no words itself: what a list or a share looks like is known to the modules beside it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context
from toguna.figures.relating.breakdowns import breakdowns
from toguna.figures.relating.by_arithmetic import by_arithmetic
from toguna.figures.relating.changes import changes, told_as_change
from toguna.figures.relating.counted_shares import counted_shares
from toguna.figures.relating.flat_tables import columns_beside, flat_tables
from toguna.figures.relating.later_parts import later_parts
from toguna.figures.relating.nested import nested
from toguna.figures.relating.outlines import outlines
from toguna.figures.relating.pairs import pairs
from toguna.figures.relating.partitions import partitions
from toguna.figures.relating.places_and_sexes import places_and_sexes
from toguna.figures.relating.repeats import repeats
from toguna.figures.relating.runs import runs
from toguna.figures.relating.settling import settle
from toguna.figures.relating.share_sums import sums_of_shares
from toguna.figures.relating.shares import shares_of_bases
from toguna.figures.relating.slips import slips
from toguna.figures.relating.subsets import subsets
from toguna.figures.relating.words_and_digits import words_against_digits
from toguna.figures.relations import Relation, RelationType

KEPT = 0.5
"""The confidence from which a reading is told."""

HABITS: tuple[Callable[[Reading, Context], Iterable[Relation]], ...] = (
    partitions,
    places_and_sexes,
    flat_tables,
    later_parts,
    nested,
    by_arithmetic,
    breakdowns,
    runs,
    pairs,
    slips,
    subsets,
    shares_of_bases,
    sums_of_shares,
    changes,
    repeats,
    words_against_digits,
)


def relate(reading: Reading) -> tuple[Relation, ...]:
    """How the claims of a text hang together, each relation once, in the order of the text."""
    context = Context(reading)
    found = [relation for habit in HABITS for relation in habit(reading, context) if relation.confidence >= KEPT]
    found = [told_as_change(reading.text, relation, context) for relation in found]
    found += counted_shares(found, context)
    found = _in_digits(found)
    changed = {relation.stated_side for relation in found if relation.type is RelationType.PERCENT_CHANGE}
    found = [one for one in found if one.type is not RelationType.PERCENT_GROWTH or one.stated_side not in changed]
    sums = [relation for relation in found if relation.type is RelationType.SUM]
    kept = settle([*found, *columns_beside(sums, context)], context)
    headlines = list(outlines(kept, context))
    kept += [*headlines, *columns_beside(headlines, context)]
    order = {claim.id: at for at, claim in enumerate(context.claims)}
    kept.sort(key=lambda relation: min((order[claim_id] for claim_id in relation.ids), default=0))
    return tuple(replace(relation, id=f"r{number}") for number, relation in enumerate(kept, 1))


def _in_digits(found: Sequence[Relation]) -> list[Relation]:
    """Where a whole is written in words and again in digits, its parts are those of the digits."""
    digits = {one.stated_side: one.other_side for one in found if one.cue == "said again"}
    return [
        replace(one, stated_side=digits[one.stated_side])
        if one.type is RelationType.SUM and one.stated_side in digits
        else one
        for one in found
    ]
