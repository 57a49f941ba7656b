"""Of what a share is a share: "132 men (63%) and 79 women (37%)" are of the 211 named one sentence before.

A base is said ("sur 5 951"), named ("des admis"), the whole that a list opens, or the nearest wider figure that gives
the share as it was printed. A share that no written figure can be the base of relates nothing by itself.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.printing import printed_unit
from toguna.figures.relating.agreeing import agrees
from toguna.figures.relating.attached import Attached, Hold, attached_shares, compared, visible
from toguna.figures.relating.bases import Base, Told, bases_of
from toguna.figures.relating.changes import tells_change
from toguna.figures.relating.misstated import (
    DEEPER,
    barely_missed,
    broken_off,
    of_the_whole_before,
    one_slip_off,
    pair_that_gives,
    share_slipped,
    who_came,
)
from toguna.figures.relating.named_rates import named_rates, rows_of_shares, shares_of_both_sexes
from toguna.figures.relating.rates import rates
from toguna.figures.relating.siblings import beside_siblings, of_their_places
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind

_LONGEST_LIST = 14

_FAILING = {Told.ALL: 0.8, Told.SAID: 0.88, Told.NAMED: 0.75, Told.WHOLE: 0.75, Told.CLAUSE: 0.78, Told.NEAR: 0.0}
"""How sure it is that a base told so was meant, where the arithmetic does not agree."""

_MUCH_ALIKE = Decimal("0.05")

_OF_SOMETHING_ELSE = re.compile(r"\s?(?:des|du|de la|de l['’]|of the|of all)\s?[^\W\d_]", re.IGNORECASE)
_CASES = frozenset({"case", "cas", "malade", "patient", "infection"})
_DEATHS = frozenset({"death", "décès", "mort", "décédé", "dead"})
_ABSENCE = re.compile(r"\s?(?:de |d['’]|of )?(?:absen\w+|abandons?|déperdition|drop-?outs?|défection)", re.IGNORECASE)


def shares_of_bases(reading: Reading, context: Context) -> Iterable[Relation]:
    """Every share with the count it stands beside and the base it is of."""
    seen = visible(context)
    rank = {place.index: at for at, place in enumerate(seen)}
    attached = [
        one
        for one in attached_shares(context)
        if not tells_change(reading.text, one.share.claim) and not tells_change(reading.text, one.part.claim)
    ]
    found, used = list[Relation](), set[str]()
    for group in _lists(context, attached, rank):
        for relation in _of_list(context, seen, rank, group, used):
            used.add(relation.other_side[1])
            found.append(relation)
    yield from found
    related = {relation.stated_side[0] for relation in found}
    alone = [
        place
        for place in seen
        if place.claim.is_percent
        and 0 < place.claim.value <= 100
        and place.claim.id not in related
        and not tells_change(reading.text, place.claim)
    ]
    told = [*named_rates(context, alone), *rows_of_shares(context, alone), *shares_of_both_sexes(context, alone)]
    yield from told
    related = {relation.stated_side[0] for relation in told}
    rated = list(rates(context, [place for place in alone if place.claim.id not in related]))
    yield from rated
    yield from beside_siblings(context, attached, [*found, *told, *rated])


def _lists(context: Context, attached: Sequence[Attached], rank: dict[int, int]) -> Iterator[list[Attached]]:
    """Shares written one like the other, in one sentence or one per line."""
    group: list[Attached] = []
    in_sentence = Counter(one.share.sentence for one in attached)
    for one in attached:
        last = group[-1] if group else None
        follows = (
            last is not None
            and len(group) < _LONGEST_LIST
            and (one.cue, one.after) == (last.cue, last.after)
            and one.share.paragraph == last.share.paragraph
            and (one.share.sentence == last.share.sentence or _on_the_next_line(one, last, rank, in_sentence))
            and _shared(one) == _shared(last)
            and rank[one.share.index] - rank[last.share.index] <= 6
            and not DEEPER.search(_from_to(context, last, one))
        )
        if last is not None and not follows:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _on_the_next_line(one: Attached, last: Attached, rank: dict[int, int], in_sentence: Mapping[int, int]) -> bool:
    """Whether two sentences or lines give one group each: "Men: 1,204 (45%). Women: 1,471 (55%)."."""
    return (
        one.share.sentence - last.share.sentence == 1
        and in_sentence[one.share.sentence] == in_sentence[last.share.sentence] == 1
        and rank[one.share.index] - rank[last.share.index] == 2
        and same_kind(one.part.kind, last.part.kind)
    )


def _from_to(context: Context, last: Attached, one: Attached) -> str:
    left = max(last.share, last.part, key=lambda place: place.index)
    right = min(one.share, one.part, key=lambda place: place.index)
    return context.between(left.claim, right.claim) if left.index < right.index else ""


def _shared(one: Attached) -> int | None:
    """The base said for a share, as far as its neighbours could have the same."""
    return None if one.base is None else one.base.index


def _of_list(
    context: Context, seen: Sequence[Place], rank: dict[int, int], group: Sequence[Attached], used: Collection[str]
) -> Iterator[Relation]:
    if len(group) > 1 and all(_has_its_clause(context, seen, rank, one) for one in group):
        # "18 611 inscrits, 11 995 admis, soit 64,5 % ; 14 230 inscrits, 11 139 admis, soit 78,3 %".
        for one in group:
            yield from _of_list(context, seen, rank, [one], used)
        return
    if len(group) == 1:
        group = [of_the_whole_before(context, seen, rank, group[0])]
    bases = [bases_of(context, seen, rank, one, group) for one in group]
    if len(group) > 1 and (named := of_their_places(group, bases)):
        yield from named
        return
    common = _common(group, bases, used) if len(group) > 1 else None
    for one, own in zip(group, bases, strict=True):
        likely = _without_lookalikes(one, own)
        told = [base for base in likely if base.told >= Told.NAMED]
        chosen = _agreeing(
            one, [*told, *([common] if common else []), *_not_by_chance(one, _used_first(likely, used))], used
        )
        if chosen is not None and _for_it_alone(context, group, one, chosen):
            continue
        if chosen is not None:
            yield chosen
        elif broken_off(context, one) or (compared(context, one.part) and not told):
            continue
        elif _ABSENCE.match(context.gap(one.share.index + 1)):
            yield from _missing(seen, rank, one)
        elif (missed := barely_missed(one, own)) is not None:
            yield replace(_relation(one, missed[0]), confidence=missed[1])
        elif (slipped := one_slip_off(one, likely, used)) is not None and not told and len(group) == 1:
            yield replace(_relation(one, slipped[0]), confidence=slipped[1])
        elif not (one.rate and one.cue == "bracket") or told:
            failing = _failing(group, one, own, common, context.gap(one.share.index + 1))
            if failing is not None:
                yield from _unless_explained(seen, rank, one, failing, shared=failing[0] is common)


def _has_its_clause(context: Context, seen: Sequence[Place], rank: dict[int, int], one: Attached) -> bool:
    return any(base.told is Told.CLAUSE for base in bases_of(context, seen, rank, one, [one]))


def _common(group: Sequence[Attached], bases: Sequence[Sequence[Base]], used: Collection[str]) -> Base | None:
    """The base that most shares of the list agree with."""
    votes: dict[int, tuple[int, Told]] = {}
    places: dict[int, Base] = {}
    members = {one.part.index for one in group}
    for one, own in zip(group, bases, strict=True):
        for base in own:
            if base.place.index not in members and agrees(one.share.claim, one.part.claim, base.place.claim):
                count, told = votes.get(base.place.index, (0, Told.NEAR))
                votes[base.place.index] = (count + 1, max(told, base.told))
                places.setdefault(base.place.index, base)
    if not votes:
        return None
    best = max(votes, key=lambda index: (*votes[index], index))
    count, told = votes[best]
    whole = len(group) == count or 2 * count >= len(group)
    named = any(base.told >= Told.NAMED and base.place.index == best for own in bases for base in own)
    sure = count > 1 or _closed(group) or told or named or places[best].place.claim.id in used
    return Base(places[best].place, max(told, Told.WHOLE)) if whole and sure else None


def _closed(group: Sequence[Attached]) -> bool:
    """Whether the shares of a list make up the whole, as nearly as they were rounded."""
    total = sum((one.share.claim.value for one in group), Decimal(0))
    slack = sum((printed_unit(one.share.claim) for one in group), Decimal(0)) / 2
    return len(group) > 1 and abs(total - 100) <= slack


def _agreeing(one: Attached, bases: Sequence[Base], used: Collection[str]) -> Relation | None:
    """The first base that gives the share as printed, where that is no coincidence."""
    exactness = printed_unit(one.share.claim) / one.share.claim.value
    for base in bases:
        of_itself = one.part.claim.value == base.place.claim.value and base.told < Told.SAID
        if of_itself or not agrees(one.share.claim, one.part.claim, base.place.claim):
            continue
        relation = _relation(one, base.place)
        if base.told >= Told.CLAUSE:
            return replace(relation, confidence=0.97)
        confidence = _by_arithmetic(one, base.place, exactness) or _of_the_same(one, base.place, used)
        if confidence:
            return replace(relation, confidence=confidence)
    return None


def _used_first(bases: Sequence[Base], used: Collection[str]) -> Sequence[Base]:
    """Where several figures give a share, that of which other shares were taken is its base."""
    return sorted(bases, key=lambda base: base.told == Told.NEAR and 1 + (base.place.claim.id not in used))


def _for_it_alone(context: Context, group: Sequence[Attached], one: Attached, chosen: Relation) -> bool:
    """Whether a base gives just one, rough share of a list: then it gives it by chance."""
    place = context.of(chosen.other_side[1])
    base, beside = place.claim, abs(place.index - one.part.index) <= 2 and place.sentence == one.part.sentence
    others = [] if beside else [other for other in group if other is not one]
    return (
        chosen.confidence < 0.9
        and len(others) > 1
        and not any(agrees(other.share.claim, other.part.claim, base) for other in others)
    )


def _without_lookalikes(one: Attached, bases: Sequence[Base]) -> Sequence[Base]:
    """Of girls and boys who sat, numbers much alike, the other may give a share by chance: what is said was meant."""
    said = bases[0] if bases else None
    if said is None or said.told < Told.SAID or said.place.sentence != one.share.sentence or one.hold is not Hold.TIGHT:
        return bases
    alike = said.place.claim.value * _MUCH_ALIKE
    return [
        base for base in bases if base.told > Told.NEAR or abs(base.place.claim.value - said.place.claim.value) > alike
    ]


def _not_by_chance(one: Attached, bases: Sequence[Base]) -> Sequence[Base]:
    """The bases that may speak where another was said for a share of few digits: those of its own sentence."""
    if bases and bases[0].told == Told.ALL:
        return [base for base in bases if base.told > Told.NEAR]
    said = bases and bases[0].told == Told.SAID and bases[0].place.sentence == one.share.sentence
    if not said or printed_unit(one.share.claim) / one.share.claim.value <= Decimal("0.005"):
        return bases
    return [base for base in bases if base.told > Told.NEAR or base.place.sentence == one.share.sentence]


def _by_arithmetic(one: Attached, base: Place, exactness: Decimal) -> float:
    """How sure a base is that only arithmetic speaks for: 54,40 % meets few figures by chance, 5 % meets many."""
    if base.claim.value == one.part.claim.value and one.share.claim.value == 100:
        return 0.0
    alike = same_kind(one.part.kind, base.kind)
    away = one.share.sentence - base.sentence
    firm = one.hold is Hold.TIGHT
    if base.noun in _CASES and one.part.noun in _DEATHS and (one.rate or away == 0):
        return 0.8 if away <= 4 else 0.0
    if exactness <= Decimal("0.0005"):
        return 0.9 if firm else 0.8
    if not alike:
        return 0.0
    if exactness <= Decimal("0.004"):
        return 0.9 if firm else 0.75
    if exactness <= Decimal("0.03"):
        return 0.85 if firm and away <= 2 else 0.6 if away <= 2 else 0.55 if firm else 0.0
    if exactness <= Decimal("0.12") and firm:
        return 0.75 if away == 0 else 0.6 if away == 1 else 0.0
    return 0.0


def _of_the_same(one: Attached, base: Place, used: Collection[str]) -> float:
    """How sure a base is that gave the shares before: "27 per cent … 19 per cent … six per cent" of one figure."""
    near = one.share.paragraph == base.paragraph and one.share.sentence - base.sentence <= 3
    return (
        0.65
        if near and one.hold is Hold.TIGHT and base.claim.id in used and same_kind(one.part.kind, base.kind)
        else 0.0
    )


def _failing(
    group: Sequence[Attached], one: Attached, own: Sequence[Base], common: Base | None, behind: str
) -> tuple[Base, float] | None:
    """The base that was surely meant although it does not give the share, and how sure that is."""
    # "75% of IDPs (110,460) … 24% of IDPs (37,864)": the first group is not what the second is a share of.
    members = {other.part.index for other in group}
    told = [base for base in own if base.told >= Told.CLAUSE and base.place.index not in members]
    base = (
        common if common is not None and not any(base.told >= Told.NAMED for base in told) else next(iter(told), None)
    )
    if base is not None and common is not None and base.place.index == common.place.index:
        base = common
    if base is None or base.place.claim.value <= 0 or one.hold is not Hold.TIGHT:
        return None
    if len(group) > 1 and base.told < Told.SAID and base is not common and not _closed(group):
        # Shares in an open list, none of which agrees with the whole, may each have a base of their own.
        return None
    if base.told in (Told.WHOLE, Told.CLAUSE) and base is not common and _OF_SOMETHING_ELSE.match(behind):
        # "Soit 14,71 % des structures du pays": of a whole that the text does not count.
        return None
    ratio = 100 * one.part.claim.value / base.place.claim.value / one.share.claim.value
    far = not Decimal("0.75") <= ratio <= Decimal("1.34") or one.share.sentence - base.place.sentence > 1
    if (
        base.told == Told.NAMED
        and base is not common
        and far
        and not share_slipped(one.share.claim, one.part, base.place)
    ):
        return None
    if not Decimal("0.009") <= ratio <= 110:
        # A digit lost turns 91 % into 1 %; what is further off was not read as it was meant.
        return None
    # Where the shares beside it agree with the base, a share is as far off as a slip takes it.
    if base.told < Told.SAID and base is not common and not Decimal("0.4") <= ratio <= Decimal("2.5"):
        return None
    return base, _FAILING[base.told]


def _unless_explained(
    seen: Sequence[Place], rank: dict[int, int], one: Attached, failing: tuple[Base, float], *, shared: bool
) -> Iterator[Relation]:
    """The failing reading, unless the share speaks of another count, of several together, or of all the others."""
    base, confidence = failing
    at = rank[one.part.index]
    if base.told == Told.SAID:
        present = who_came(seen[max(0, at - 4) : at], base.place, one.part)
        base = base if present is None else Base(present, Told.NAMED)
    share, whole = one.share.claim, base.place.claim
    before = [place for place in seen[max(0, at - 4) : at] if place.sentence == one.share.sentence]
    counts = [place for place in before if not place.claim.is_percent and place.index != base.place.index]
    other = next((place for place in reversed(counts) if agrees(share, place.claim, whole)), None)
    if other is not None:
        meant = replace(one, part=other)
        yield replace(_relation(meant, base.place), confidence=0.7 if share.decimals else 0.5)
        return
    together = one.part.claim.value
    sums = [whole.value - together]
    for place in reversed(counts):
        together += place.claim.value
        sums.append(together)
    if any(agrees(share, replace(one.part.claim, value=value), whole) for value in sums):
        return
    pair = pair_that_gives(share, [*before, one.part])
    if pair is not None and (share.decimals or not shared):
        # "38 486 ont composé ; 30 557 sont admis et 10 016 recalés, soit 79,39 %": the rate of another count.
        if share.decimals:
            yield replace(_relation(replace(one, part=pair[0]), pair[1]), confidence=0.8)
        return
    yield replace(_relation(one, base.place), confidence=confidence)


def _missing(seen: Sequence[Place], rank: dict[int, int], one: Attached) -> Iterator[Relation]:
    """In "8 315 inscrits ; présents : 7 927, soit 4,57 % d'absence": the share of those who are not present."""
    at = rank[one.part.index]
    near = [place for place in seen[max(0, at - 6) : at + 4] if not place.claim.is_percent]
    for whole in near:
        for rest in near:
            if whole.claim.value - rest.claim.value == one.part.claim.value != rest.claim.value:
                relation = Relation(
                    "",
                    RelationType.PERCENT_OF,
                    (one.share.claim.id,),
                    (rest.claim.id, whole.claim.id),
                    confidence=0.85,
                    cue="absence",
                )
                yield relation
                return


def _relation(one: Attached, base: Place) -> Relation:
    return Relation(
        "",
        RelationType.PERCENT_OF,
        (one.share.claim.id,),
        (one.part.claim.id, base.claim.id),
        confidence=0.0,
        cue=one.cue,
    )
