"""Readings that contradict each other, settled: one list has one whole, and a whole one set of parts of each list.

A reading that comes out exactly beats one that does not; between equals the stronger words win.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from toguna.figures.naming import words_of
from toguna.figures.phrases import Context, Place
from toguna.figures.relations import HUNDRED, Relation, RelationType

_LATER = 14
"""Figures after a list among which the part that is still missing is sought."""

_LARGE = 1_000
"""From here on a later part may be one off and still be no chance."""

_OF_TABLES = frozenset({"places and sexes", "rows", "total", "column"})
"""Cues of rows and columns: one figure stands in its row and in its column."""

_FAILING = 0.65
"""A list that does not come out is told only from this confidence on."""

_NEAR_PARTS = 5
"""A list that lacks more than a fifth of its whole yields to one that does not."""

_ANNOUNCED, _VERY_NEAR = 0.82, 40
"""A list told so surely stays a list where it lacks, or has too much, a fortieth of its whole."""

_SEARCHED = frozenset({"exact", "headline", "two partitions", "column", "run", "same things", "one off", "slip"})
"""Cues of arithmetic alone."""


def settle(relations: Iterable[Relation], context: Context) -> list[Relation]:
    """The relations that can stand together."""
    values = {claim.id: claim.value for claim in context.claims}
    told = _each_once(relations)
    sums = [relation for relation in told if relation.type is RelationType.SUM]
    others = [relation for relation in told if relation.type is not RelationType.SUM]
    sums = [_with_later_part(relation, context, values) for relation in sums]
    sums = _without_differences(sums, others, values)
    lists = {relation.ids for relation in sums if relation.confidence >= 0.9}
    others = [one for one in others if one.type is not RelationType.DIFFERENCE or one.ids not in lists]
    sums = _compatible(_of_one_whole(sums, values, context), values, context)
    return [*_without_told_subsets(others, sums), *sums]


def _of_one_whole(sums: Sequence[Relation], values: Mapping[str, Decimal], context: Context) -> list[Relation]:
    """Of several figures of one value that the same parts come to, the one the words tell most surely, then nearest."""
    best: dict[tuple[frozenset[str], Decimal], Relation] = {}
    others = []
    for one in sums:
        if len(one.stated_side) != 1:
            others.append(one)
            continue
        key = (frozenset(one.other_side), values[one.stated_side[0]])
        if key not in best or _nearness(one, context) > _nearness(best[key], context):
            best[key] = one
    return [*best.values(), *others]


def _nearness(one: Relation, context: Context) -> tuple[float, int]:
    whole = context.of(one.stated_side[0]).index
    return one.confidence, -min(abs(context.of(part).index - whole) for part in one.other_side)


def _without_told_subsets(others: Sequence[Relation], sums: Sequence[Relation]) -> list[Relation]:
    """Some of a group are not told again where a sum, or a share with its base, already ties them."""
    summed: dict[str, list[frozenset[str]]] = {}
    for one in sums:
        for claim in one.stated_side:
            summed.setdefault(claim, []).append(one.ids)
    shared = {one.other_side for one in others if one.type is RelationType.PERCENT_OF}

    def told(one: Relation) -> bool:
        in_sum = any(one.ids <= ids for ids in summed.get(one.other_side[0], ()))
        return in_sum or (one.cue in {"sur", "of the"} and (*one.stated_side, *one.other_side) in shared)

    return [one for one in others if one.type is not RelationType.SUBSET or not told(one)]


def _each_once(relations: Iterable[Relation]) -> list[Relation]:
    best: dict[tuple[RelationType, frozenset[frozenset[str]]], Relation] = {}
    for relation in relations:
        key = (relation.type, frozenset({frozenset(relation.stated_side), frozenset(relation.other_side)}))
        if key not in best or best[key].confidence < relation.confidence:
            best[key] = relation
    return list(best.values())


def missing(relation: Relation, values: Mapping[str, Decimal]) -> Decimal:
    """What the parts of a sum lack (below zero: what they have too much)."""
    stated = sum((values[claim] for claim in relation.stated_side if claim != HUNDRED), Decimal(0))
    return stated - sum((values[claim] for claim in relation.other_side if claim != HUNDRED), Decimal(0))


def _without_differences(
    sums: Sequence[Relation], others: Sequence[Relation], values: Mapping[str, Decimal]
) -> list[Relation]:
    """A change or a gap told as such ("soit une baisse de 12 128") is no list of parts."""
    differences = {
        tuple(sorted(values[claim] for claim in relation.ids))
        for relation in others
        if relation.type is RelationType.DIFFERENCE
    }
    return [
        relation
        for relation in sums
        if (relation.cue and relation.cue not in _SEARCHED and relation.confidence >= 0.9)
        or tuple(sorted(values[claim] for claim in relation.ids)) not in differences
    ]


def _with_later_part(relation: Relation, context: Context, values: Mapping[str, Decimal]) -> Relation:
    """Where the parts lack just what a later sentence gives about the same thing, that part belongs to them."""
    lacking = missing(relation, values)
    if lacking <= 1 or len(relation.stated_side) != 1:
        return relation
    whole, last = context.of(relation.stated_side[0]), context.of(relation.other_side[-1])
    after = max(place.index for place in (whole, last))
    for place in context.places[after + 1 : after + 1 + _LATER]:
        if place.paragraph != whole.paragraph:
            break
        off = abs(place.claim.value - lacking)
        if off > (1 if lacking >= _LARGE else 0) or place.claim.is_percent or place.claim.id in relation.ids:
            continue
        if _names_around(context, whole) & _names_around(context, place):
            return replace(
                relation,
                other_side=(*relation.other_side, place.claim.id),
                confidence=0.76 if off else 0.85,
                arguable=False,
                cue="later part",
            )
    return relation


def _names_around(context: Context, place: Place) -> frozenset[str]:
    """Names (words with a capital, or long ones) between the figure before and this one, and its noun."""
    text = context.gap(place.index)[-100:]
    names = {word for word in words_of(text) if len(word) > 3 or (len(word) > 1 and word.upper() in text)}
    return frozenset(names | ({place.noun} if len(place.noun) > 3 and place.kind == "" else set()))


def _nearly(relation: Relation, values: Mapping[str, Decimal], times: int = _NEAR_PARTS) -> bool:
    """Whether the parts come near the whole: of two wholes for one list the far one is told of something else."""
    stated = sum((values[claim] for claim in relation.stated_side if claim != HUNDRED), Decimal(0))
    return abs(missing(relation, values)) * times <= stated


def _compatible(sums: Sequence[Relation], values: Mapping[str, Decimal], context: Context) -> list[Relation]:
    """Takes the most likely readings first and leaves out what contradicts one already taken."""

    def rank(relation: Relation) -> tuple[int, bool, bool, float, int, int]:
        # Without a word for it, a sum of few digits may come out by chance.
        holds = missing(relation, values) == 0 and bool(relation.cue or relation.confidence >= 0.8)
        searched = relation.cue in _SEARCHED
        # "189 prisons: 97 jails, 25 …, 42 …. 139 are public": the list that was announced is not cut for the 139.
        announced = not searched and relation.confidence >= _ANNOUNCED and _nearly(relation, values, _VERY_NEAR)
        return (
            3 if holds and not searched else 2 if announced else int(holds),
            _nearly(relation, values),
            relation.cue not in _SEARCHED,
            relation.confidence,
            len(relation.other_side),
            -_spread(relation, context),
        )

    taken: list[Relation] = []
    by_claim: dict[str, list[Relation]] = {}
    for relation in sorted(sums, key=rank, reverse=True):
        rivals = {id(rival): rival for claim in relation.ids for rival in by_claim.get(claim, ())}.values()
        if any(_contradicts(relation, rival, values) for rival in rivals):
            continue
        if missing(relation, values) and relation.confidence < _FAILING:
            continue
        taken.append(relation)
        for claim in relation.ids:
            by_claim.setdefault(claim, []).append(relation)
    return taken


def _spread(relation: Relation, context: Context) -> int:
    places = [context.of(claim).index for claim in relation.ids]
    return max(places) - min(places)


def _contradicts(relation: Relation, taken: Relation, values: Mapping[str, Decimal]) -> bool:
    whole, parts = frozenset(relation.stated_side), frozenset(relation.other_side)
    other_whole, other_parts = frozenset(taken.stated_side), frozenset(taken.other_side)
    exact = missing(relation, values) == 0
    if parts == other_parts or relation.ids == taken.ids:
        # One list belongs to one whole, unless the same whole is stated twice.
        return not (exact and missing(taken, values) == 0 and relation.ids != taken.ids)
    if whole == other_whole and parts & other_parts:
        return True
    if (other_whole <= parts or whole <= other_parts) and other_parts & parts:
        # A list never holds a figure together with the parts of that figure.
        return True
    if whole <= other_parts and other_whole <= parts:
        return True
    if relation.cue in _SEARCHED and (len(whole | parts) - len((whole | parts) - taken.ids)) > 1:
        # Found by arithmetic alone, it says again what a list already says.
        return True
    if exact or relation.cue in _OF_TABLES or taken.cue in _OF_TABLES:
        return False
    # A list that fails here and is a piece of a list that holds elsewhere was read too short or for another whole.
    return missing(taken, values) == 0 and parts <= other_parts
