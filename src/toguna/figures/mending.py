"""Which single slip of a hand would explain a failing relation without breaking another one.

A repair is named only when one slip stands alone, also when every doubtful reading is left out. It is a proposal,
never a correction: two slips, or a part that nobody wrote, can look like one. Only the neighbourhood of a failure is
searched, so the time grows with the number of failures and not with the ways of combining them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from toguna.figures.claims import Claim, Reading
from toguna.figures.edits import Slip, one_digit_edits
from toguna.figures.judging import COMPARED_AS_SHARES, Judgement, Verdict, weigh
from toguna.figures.printing import printed_unit
from toguna.figures.relations import Relation, RelationType

TRUSTED, SURE = 0.75, 0.85
"""Readings below the first may neither rule out a competitor nor be mended; below the second only if no chance fits."""

BY_CALCULATION = (RelationType.SUM, RelationType.DIFFERENCE)

MOST_FAILURES = 100
"""Failures of one text for which a repair is searched; a text with more has another trouble than a slip."""

MOST_TIED = 40
"""Statements of one figure that are changed together; more of them are left alone."""


DISTINCT = 100
"""A figure of three digits hardly stands twice in a text by chance, nor fits a calculation by chance."""

BORNE_OUT = 2
"""Relations that a digit too many or too few must make hold, all at once, before it is believed."""

BESIDE = 4
"""Characters between a number in words and the same number in digits: a space and a bracket."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One slip undone: these statements of one figure become `to`, and these failing relations hold."""

    claims: tuple[str, ...]
    was: Decimal
    to: Decimal
    slip: Slip
    cures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mending:
    """What one slip could do for a failing relation.

    `alone`: repairs of this relation by itself; `safe`: those that break nothing which held; `best`: the safe one
    that stands alone, or alone cures the most; `asserted`: the best one, where nothing speaks against naming it.
    """

    relation: str
    alone: tuple[Repair, ...] = ()
    safe: tuple[Repair, ...] = ()
    best: Repair | None = None
    asserted: Repair | None = None
    searched: bool = True


def mend(reading: Reading, judgements: Sequence[Judgement]) -> Mapping[str, Mending]:
    """What one slip could do for each failing relation, by the relation's id."""
    every = _Web(reading, judgements)
    values = {claim.id: claim.value for claim in reading.claims}
    trusted = _Web(reading, [one for one in judgements if _is_trusted(one.relation, values)])
    found = {}
    for place, judgement in enumerate(one for one in judgements if one.fails):
        relation = judgement.relation
        if place >= MOST_FAILURES:
            found[relation.id] = Mending(relation.id, searched=False)
            continue
        alone = every.repairs(relation)
        safe = tuple(repair for repair in map(every.safe, alone) if repair is not None)
        best = _alone_best(safe)
        asserted = best if best is not None and _may_be_named(best, judgement, every, trusted) else None
        found[relation.id] = Mending(relation.id, alone, safe, best, asserted)
    standing = trusted.standing({mending.asserted for mending in found.values() if mending.asserted})
    return {
        name: mending if mending.asserted in standing else replace(mending, asserted=None)
        for name, mending in found.items()
    }


class _Web:
    """The claims of a text with the relations that touch each of them, and the statements that go together."""

    def __init__(self, reading: Reading, judgements: Iterable[Judgement]) -> None:
        self.claims: dict[str, Claim] = {claim.id: claim for claim in reading.claims}
        self.values = {name: claim.value for name, claim in self.claims.items()}
        self.touching: dict[str, list[Relation]] = {}
        self.failing: dict[str, Relation] = {}
        group = {name: [name] for name in self.claims}
        for judgement in judgements:
            relation = judgement.relation
            if judgement.complement:
                continue
            if judgement.fails:
                self.failing[relation.id] = relation
            for name in relation.ids:
                self.touching.setdefault(name, []).append(relation)
            if relation.type is RelationType.REPEAT and judgement.verdict is Verdict.HOLDS:
                _join(group, relation)
        self.tied = group

    def repairs(self, relation: Relation) -> tuple[Repair, ...]:
        """Every slip, in one figure of the relation, that makes the relation hold."""
        found: list[Repair] = []
        seen: set[str] = set()
        for name in (*relation.stated_side, *relation.other_side):
            if name in seen or name not in self.claims:
                continue
            together = self.tied[name]
            seen.update(together)
            found.extend(self._repairs_of(name, together, relation))
        return tuple(found)

    def _repairs_of(self, name: str, together: Sequence[str], relation: Relation) -> list[Repair]:
        if len(together) > MOST_TIED or any(self.claims[one].spelled for one in together):
            return []
        was = self.values[name]
        return [
            Repair(tuple(together), was, edit.to, edit.slip)
            for edit in one_digit_edits(self.claims[name])
            if self._holds(relation, together, edit.to)
        ]

    def safe(self, repair: Repair) -> Repair | None:
        """The repair with every failing relation that it cures; None where it breaks one that held."""
        cures = []
        touched = {relation.id: relation for name in repair.claims for relation in self.touching.get(name, ())}
        for relation in touched.values():
            holds = self._holds(relation, repair.claims, repair.to)
            if relation.id in self.failing:
                if holds:
                    cures.append(relation.id)
            elif not holds:
                return None
        return Repair(repair.claims, repair.was, repair.to, repair.slip, tuple(sorted(cures)))

    def exact(self, repair: Repair) -> bool:
        """Whether a repair makes a relation hold outright, not only by rounding or by a hedge."""
        cured = (self.failing[name] for name in repair.cures)
        return any(self._verdict(relation, repair.claims, repair.to) is Verdict.HOLDS for relation in cured)

    def standing(self, repairs: Iterable[Repair]) -> set[Repair]:
        """The repairs with which, all made together, every relation of the figures they change holds.

        A figure that goes on failing elsewhere was not mended: of repairs that do not go together the one that cures
        least falls first.
        """
        kept = set(repairs)
        while kept:
            shaken = self._shaken(kept)
            if not shaken:
                break
            least = min(len(repair.cures) for repair in shaken)
            kept -= {repair for repair in shaken if len(repair.cures) == least}
        return kept

    def _shaken(self, repairs: set[Repair]) -> set[Repair]:
        made: dict[str, set[Decimal]] = {}
        for repair in repairs:
            for name in repair.claims:
                made.setdefault(name, set()).add(repair.to)
        before = {name: self.values[name] for name in made}
        self.values.update({name: min(values) for name, values in made.items()})
        shaken = {
            repair
            for repair in repairs
            if any(
                len(made[name]) > 1 or not all(self._holds(one) for one in self.touching.get(name, ()))
                for name in repair.claims
            )
        }
        self.values.update(before)
        return shaken

    def _holds(self, relation: Relation, names: Sequence[str] = (), to: Decimal = Decimal(0)) -> bool:
        return self._verdict(relation, names, to) not in (None, Verdict.FAILS)

    def _verdict(self, relation: Relation, names: Sequence[str], to: Decimal) -> Verdict | None:
        before = {name: self.values[name] for name in names}
        for name in names:
            self.values[name] = to
        weighing = weigh(relation, self.claims, self.values)
        self.values.update(before)
        return None if weighing is None else weighing.verdict


def _is_trusted(relation: Relation, values: Mapping[str, Decimal]) -> bool:
    """Whether a reading is sure enough to decide between repairs: small figures come out by chance."""
    by_chance = relation.type in BY_CALCULATION and any(values[name] < DISTINCT for name in relation.ids)
    return relation.confidence >= (SURE if by_chance else TRUSTED)


def _join(group: dict[str, list[str]], relation: Relation) -> None:
    first, second = relation.stated_side[0], relation.other_side[0]
    if group[first] is group[second]:
        return
    group[first].extend(group[second])
    for name in group[second]:
        group[name] = group[first]


def _alone_best(safe: Sequence[Repair]) -> Repair | None:
    """The one repair, or the one that alone cures the most."""
    most = max((len(repair.cures) for repair in safe), default=0)
    best = [repair for repair in safe if len(repair.cures) == most]
    return best[0] if len(best) == 1 else None


def _may_be_named(best: Repair, judgement: Judgement, every: _Web, trusted: _Web) -> bool:
    """Whether nothing speaks against naming the repair: a wrong one is the worst that can happen."""
    relation = judgement.relation
    if relation.arguable or relation.id not in trusted.failing:
        return False
    if any(every.claims[name].hedge is not None for name in best.claims):
        return False
    if _said_elsewhere(best, every) or _rests_on_coarse_shares(best, every):
        return False
    # A digit too many or too few changes a figure tenfold: one relation alone may as well have been read wrongly.
    if best.slip in (Slip.INSERT, Slip.DELETE) and len(_equalities(best, trusted)) < BORNE_OUT:
        return False
    # What rules out the competitors must be sure: without the doubtful readings the same repair has to stand alone.
    if not every.exact(best):
        return False
    safe = tuple(repair for repair in map(trusted.safe, trusted.repairs(relation)) if repair is not None)
    again = _alone_best([replace(repair, cures=_equalities(repair, trusted)) for repair in safe])
    return again is not None and again.to == best.to and bool(set(again.claims) & set(best.claims))


def _equalities(repair: Repair, web: _Web) -> tuple[str, ...]:
    """What a repair cures, without the subsets: half of all slips would make a part small enough."""
    return tuple(
        name for name in repair.cures if name in web.failing and web.failing[name].type is not RelationType.SUBSET
    )


def _said_elsewhere(best: Repair, web: _Web) -> bool:
    """Whether the figure stands unchanged elsewhere: who wrote it twice, or in words beside it, did not slip."""
    here = [web.claims[name] for name in best.claims]
    return any(
        claim.value == best.was
        and claim.kind is here[0].kind
        and claim.id not in best.claims
        and (best.was >= DISTINCT or (claim.spelled and any(_beside(claim, one) for one in here)))
        for claim in web.claims.values()
    )


def _beside(one: Claim, other: Claim) -> bool:
    return -BESIDE <= one.start - other.end <= BESIDE or -BESIDE <= other.start - one.end <= BESIDE


def _rests_on_coarse_shares(best: Repair, web: _Web) -> bool:
    """Whether a count would be changed for the sake of shares printed so coarsely that many counts would do.

    "8 %" fits every count between 7,5 and 8,5 of a hundred: among a hundred slips some fit by chance.
    """
    if web.claims[best.claims[0]].is_percent:
        return False
    cured = [web.failing[name] for name in _equalities(best, web)]
    return all(
        relation.type in COMPARED_AS_SHARES and _steps(web.claims[relation.stated_side[0]]) < DISTINCT
        for relation in cured
    )


def _steps(share: Claim) -> Decimal:
    return abs(share.value) / printed_unit(share)
