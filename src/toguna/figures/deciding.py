"""Which of several readings of a garbled number is meant: the one with which more of its relations come out.

"1,245" may be 1 245 or 1.245, "21)" may be 211. A reading that the arithmetic does not prefer is left as it was read.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from toguna.figures.claims import Claim, Reading
from toguna.figures.judging import weigh
from toguna.figures.relations import Relation

MOST_UNDECIDED = 400
"""Numbers with several readings that are weighed in one text."""


def decide(reading: Reading, relations: Sequence[Relation]) -> Reading:
    """The same reading, where the relations of a number prefer another of its values: with that value."""
    undecided = [claim for claim in reading.claims if claim.alternatives][:MOST_UNDECIDED]
    if not undecided:
        return reading
    claims = {claim.id: claim for claim in reading.claims}
    values = {name: claim.value for name, claim in claims.items()}
    touching: dict[str, list[Relation]] = {claim.id: [] for claim in undecided}
    for relation in relations:
        for name in relation.ids & touching.keys():
            touching[name].append(relation)
    decided = {}
    for claim in undecided:
        value = _preferred(claim, touching[claim.id], claims, values)
        if value != claim.value:
            values[claim.id] = value
            others = tuple(other for other in (claim.value, *claim.alternatives) if other != value)
            decided[claim.id] = replace(claim, value=value, decimals=_decimals(claim, value), alternatives=others)
    if not decided:
        return reading
    return replace(reading, claims=tuple(decided.get(claim.id, claim) for claim in reading.claims))


def _preferred(
    claim: Claim, relations: Sequence[Relation], claims: dict[str, Claim], values: dict[str, Decimal]
) -> Decimal:
    """The value with which most holds, sure relations weighing more; among equals the one that was read first."""

    def holding(value: Decimal) -> float:
        weighings = ((relation, weigh(relation, claims, {**values, claim.id: value})) for relation in relations)
        return sum(relation.confidence for relation, weighing in weighings if weighing is not None and weighing.holds)

    return max((claim.value, *claim.alternatives), key=holding)


def _decimals(claim: Claim, value: Decimal) -> int:
    if claim.magnitude:
        return claim.decimals
    return max(0, -int(value.normalize().as_tuple().exponent))
