"""Whether a relation holds: exactly, cut instead of rounded, by rounding, roughly, or not at all, and by how much.

Percentages are compared at the decimals that were printed. Why a relation fails, and which figure is wrong, is
not known here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from toguna.figures.claims import Claim, Hedge, Reading
from toguna.figures.printing import printed_unit, round_unit
from toguna.figures.relations import HUNDRED, Relation, RelationType

SURE = 0.7
"""From this confidence on a failure is called an error; below it, it only asks for a look."""

COMPARED_AS_SHARES = frozenset({RelationType.PERCENT_OF, RelationType.PERCENT_CHANGE, RelationType.PERCENT_GROWTH})
"""Relations whose stated side is a share, compared at the decimals that it prints."""

TOO_LARGE = Decimal(10) ** 18
"""Nothing that a report counts reaches this; a number that does is garbage and is not calculated with."""

_ROUGHLY = 100
"""A hundredth of the whole: so far rough parts may be off and only ask for a look."""

_SHOWN = Decimal("0.0001")
_NOTHING = Decimal(0)
_ALL = Decimal(100)


class Verdict(StrEnum):
    """What comparing the two sides of a relation shows."""

    HOLDS = "holds"
    TRUNCATED = "holds_truncated"
    ROUNDING = "holds_rounding"
    APPROX = "holds_approx"
    FAILS = "fails"


class Severity(StrEnum):
    """How much a judgement weighs: an error is wrong, a warning asks for a look, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Weighing:
    """Both sides of a relation put beside each other; `delta` is computed less stated."""

    verdict: Verdict
    stated: Decimal
    computed: Decimal
    delta: Decimal | None

    @property
    def holds(self) -> bool:
        """Whether it holds in any of the ways that are acceptable."""
        return self.verdict is not Verdict.FAILS


@dataclass(frozen=True, slots=True)
class Judgement:
    """A relation with what comparing its sides shows, and how much that weighs (None: nothing to say)."""

    relation: Relation
    weighing: Weighing
    severity: Severity | None
    approximate: bool = False
    complement: str = ""

    @property
    def verdict(self) -> Verdict:
        """What comparing the sides shows."""
        return self.weighing.verdict

    @property
    def fails(self) -> bool:
        """Whether the relation does not hold in any acceptable way."""
        return self.weighing.verdict is Verdict.FAILS


def judge(reading: Reading, relations: Iterable[Relation]) -> tuple[Judgement, ...]:
    """Judge every relation that can be computed, in the order given (a share of nothing cannot, nor a huge number)."""
    claims = {claim.id: claim for claim in reading.claims}
    values = {claim.id: claim.value for claim in reading.claims}
    countable = (one for one in relations if all(abs(values[name]) < TOO_LARGE for name in one.ids))
    weighed = [(relation, weigh(relation, claims, values)) for relation in countable]
    known = [(relation, weighing) for relation, weighing in weighed if weighing is not None]
    complements = _complements(known, claims)
    return tuple(_judgement(relation, weighing, claims, complements) for relation, weighing in known)


def weigh(relation: Relation, claims: Mapping[str, Claim], values: Mapping[str, Decimal]) -> Weighing | None:
    """Compare the sides of a relation, the claims having these values; None where nothing can be computed."""
    sides = _sides(relation, values)
    if sides is None:
        return None
    stated, computed = sides
    if relation.type is RelationType.SUBSET:
        if computed <= stated:
            return Weighing(Verdict.HOLDS, stated, computed, None)
        rough = _roughly(relation, claims, stated, computed)
        verdict = Verdict.APPROX if rough else Verdict.FAILS
        return Weighing(verdict, stated, computed, computed - stated)
    verdict = _verdict(relation, claims, values, stated, computed)
    shown = computed.quantize(_SHOWN, ROUND_HALF_UP) if computed % 1 else computed
    return Weighing(verdict, stated, shown, shown - stated)


def loosened(relation: Relation, claims: Mapping[str, Claim]) -> bool:
    """Whether the text itself loosens what it states ("près de 60 %", "over 200")."""
    return any(claims[name].hedge is not None for name in relation.stated_side if name in claims)


def _sides(relation: Relation, values: Mapping[str, Decimal]) -> tuple[Decimal, Decimal] | None:
    left = [_ALL if name == HUNDRED else values[name] for name in relation.stated_side]
    right = [_ALL if name == HUNDRED else values[name] for name in relation.other_side]
    kind = relation.type
    if kind in (RelationType.SUBSET, RelationType.PERCENT_SUM):
        return sum(right, _NOTHING), sum(left, _NOTHING)
    if kind in (RelationType.SUM, RelationType.REPEAT, RelationType.WORDS_VS_DIGITS):
        return sum(left, _NOTHING), sum(right, _NOTHING)
    if len(left) != 1 or len(right) != 2:
        return None
    stated, (first, second) = left[0], right
    if kind in (RelationType.DIFFERENCE, RelationType.PERCENTAGE_POINTS):
        return stated, abs(first - second)
    over, under = {
        RelationType.PERCENT_OF: (first, second),
        RelationType.PERCENT_CHANGE: (second - first, first),
        RelationType.PERCENT_GROWTH: (first, second - first),
    }[kind]
    if under <= 0:
        return None
    share = over * 100 / under
    # "Une baisse de 12 %" is printed without a sign.
    return stated, abs(share) if stated >= 0 else share


def _verdict(
    relation: Relation,
    claims: Mapping[str, Claim],
    values: Mapping[str, Decimal],
    stated: Decimal,
    computed: Decimal,
) -> Verdict:
    if stated == computed:
        return Verdict.HOLDS
    verdict = _verdict_of_unequal(relation, claims, values, stated, computed)
    if verdict is Verdict.ROUNDING and loosened(relation, claims):
        # "Plus de 44,5 millions": the text says itself that the figure is not exact.
        return Verdict.APPROX
    return verdict


def _verdict_of_unequal(
    relation: Relation,
    claims: Mapping[str, Claim],
    values: Mapping[str, Decimal],
    stated: Decimal,
    computed: Decimal,
) -> Verdict:
    if relation.type in COMPARED_AS_SHARES:
        unit = printed_unit(claims[relation.stated_side[0]])
        if abs(stated - computed) <= unit / 2:
            return Verdict.HOLDS
        if (computed / unit).to_integral_value(ROUND_DOWN) * unit == stated:
            return Verdict.TRUNCATED
        reach = _reach(relation, claims, values)
        if reach is not None and reach[0] - unit / 2 <= stated <= reach[1] + unit / 2:
            return Verdict.ROUNDING
    elif relation.type is RelationType.REPEAT:
        verdict = _same_statement(relation, claims, stated, computed)
        if verdict is not None:
            return verdict
    elif abs(stated - computed) <= _slack(relation, claims):
        return Verdict.ROUNDING
    return Verdict.APPROX if _roughly(relation, claims, stated, computed) else Verdict.FAILS


def _slack(relation: Relation, claims: Mapping[str, Claim]) -> Decimal:
    """Half a printed unit for each figure that was rounded when it was printed: shares, decimals, millions."""
    units = (_rounded_unit(claims[name]) for name in (*relation.stated_side, *relation.other_side) if name in claims)
    return sum(units, _NOTHING) / 2


def _rounded_unit(claim: Claim) -> Decimal:
    unit = printed_unit(claim)
    # People are counted one by one: a whole number of them was not rounded, even where it ends in zeros.
    return unit if claim.is_percent or unit != 1 else _NOTHING


def _same_statement(
    relation: Relation, claims: Mapping[str, Claim], stated: Decimal, computed: Decimal
) -> Verdict | None:
    """One statement may be printed more coarsely than the other ("1,9 million", "1 902 150")."""
    names = (*relation.stated_side, *relation.other_side)
    coarse = max((_rounded_unit(claims[name]) for name in names), default=_NOTHING)
    if not coarse:
        return None
    if abs(stated - computed) <= coarse / 2:
        fine = min(_rounded_unit(claims[name]) for name in names)
        return Verdict.ROUNDING if fine < coarse else None
    low, high = sorted((stated, computed))
    cut = (high / coarse).to_integral_value(ROUND_DOWN) * coarse
    return Verdict.TRUNCATED if cut == low else None


def _reach(
    relation: Relation, claims: Mapping[str, Claim], values: Mapping[str, Decimal]
) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest share that bases printed in millions or with decimals could have had."""
    units = [_rounded_unit(claims[name]) / 2 for name in relation.other_side]
    if not any(units):
        return None
    shares = []
    for first in (-units[0], units[0]):
        for second in (-units[1], units[1]):
            one, other = relation.other_side
            sides = _sides(relation, {**values, one: values[one] + first, other: values[other] + second})
            if sides is not None:
                shares.append(sides[1])
    return (min(shares), max(shares)) if shares else None


def _roughly(relation: Relation, claims: Mapping[str, Claim], stated: Decimal, computed: Decimal) -> bool:
    """Whether a hedge of the text covers the distance: as far as the roundness of the hedged figure goes.

    "Around 189" is not a round figure, so it is meant exactly; "près de 60 %" may stand for 59,45.
    """
    # "Plus de 68 000" loosens a count by some hundreds, which says nothing of a share taken of it.
    shares = relation.type in COMPARED_AS_SHARES
    names = relation.stated_side if shares else (*relation.stated_side, *relation.other_side)
    hedged = [claims[name] for name in names if name in claims and claims[name].hedge is not None]
    if not hedged:
        return False
    if len(hedged) == 1 and relation.stated_side == (hedged[0].id,):
        claim, distance = hedged[0], computed - stated
        if claim.hedge is Hedge.OVER:
            return 0 <= distance <= round_unit(claim)
        if claim.hedge is Hedge.UNDER:
            return 0 <= -distance <= round_unit(claim)
    reach = sum((min(round_unit(claim) / 2, abs(claim.value) / 10) for claim in hedged), _NOTHING)
    return abs(computed - stated) <= reach


def _complements(
    known: Sequence[tuple[Relation, Weighing]], claims: Mapping[str, Claim]
) -> Mapping[tuple[str, str], str]:
    """Shares that were taken as what a truncated share leaves of 100: (relation, share) to the truncated share.

    20 of 31 is 64,51 when cut; whoever then writes 35,49 for the other 11 has not counted wrongly.
    """
    cut: dict[str, list[str]] = {}
    for relation, weighing in known:
        if relation.type is RelationType.PERCENT_OF and weighing.verdict is Verdict.TRUNCATED:
            cut.setdefault(relation.other_side[1], []).append(relation.stated_side[0])
    found = {}
    for relation, weighing in known:
        if relation.type is not RelationType.PERCENT_OF or weighing.holds:
            continue
        share = claims[relation.stated_side[0]]
        if abs(weighing.delta or _NOTHING) > 2 * printed_unit(share):
            continue
        for other in cut.get(relation.other_side[1], ()):
            if other != share.id and claims[other].value + share.value == _ALL:
                found[relation.id, share.id] = other
    return found


def _judgement(
    relation: Relation,
    weighing: Weighing,
    claims: Mapping[str, Claim],
    complements: Mapping[tuple[str, str], str],
) -> Judgement:
    complement = complements.get((relation.id, relation.stated_side[0]), "")
    if complement:
        weighing = Weighing(Verdict.TRUNCATED, weighing.stated, weighing.computed, weighing.delta)
    severity = _severity(relation, weighing)
    if severity is Severity.ERROR and _nearly_with_rough_parts(relation, weighing, claims):
        severity = Severity.WARNING
    return Judgement(relation, weighing, severity, loosened(relation, claims), complement)


def _nearly_with_rough_parts(relation: Relation, weighing: Weighing, claims: Mapping[str, Claim]) -> bool:
    """Whether parts that the text calls rough ("approximately 8,419 women") miss their whole by little."""
    rough = relation.type is RelationType.SUM and any(claims[name].hedge is not None for name in relation.other_side)
    return rough and abs(weighing.delta or _NOTHING) <= abs(weighing.stated) / _ROUGHLY


def _severity(relation: Relation, weighing: Weighing) -> Severity | None:
    if weighing.verdict is Verdict.HOLDS:
        return None
    if weighing.holds:
        return Severity.NOTE
    return Severity.WARNING if relation.arguable or relation.confidence < SURE else Severity.ERROR
