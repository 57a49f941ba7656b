"""Rates whose name says what is divided by what, and columns of shares that take up the names of a column of counts.

A case fatality rate is deaths over cases wherever the two stand; "Sudan 48%" is what "Sudan 30,920" is of the total.
Rates without such a name are for `rates`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from toguna.figures.phrases import Context, Place
from toguna.figures.printing import printed_unit
from toguna.figures.relating.agreeing import agrees
from toguna.figures.relating.copies import slip_apart
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import singular

_BEHIND = 14
"""How many figures back the two counts of a named rate are looked for."""

_BESIDE = 60
"""Characters between a count and the rate that it is told to be."""

_BETWEEN = 3
"""Figures from a count to its rate: "5 deaths, 2 at home and 3 in hospital; fatality rate: 10 %"."""

_LEAST_ROWS, _MOST_ROWS = 3, 40

_NAMED = tuple(
    (re.compile(rf"\b(?:{name})\b", re.IGNORECASE), frozenset(parts.split()), frozenset(bases.split()))
    for name, parts, bases in (
        (
            r"létalité|letalité|lethality|fatality|fatalité|cfr",
            "décès mort décédé death dead died fatality",
            "cas case malade patient infection",
        ),
        (
            r"positivité|positivity",
            "positif positive cas case confirmé confirmed",
            "test sample échantillon prélèvement",
        ),
        (r"participation|turnout", "votant voté voted voter participant", "inscrit électeur registered voter"),
        (r"présence|attendance", "présent composé present attended participé", "inscrit candidat registered enrolled"),
        (
            r"réussite|succès|admission|pass(?:ing)? rate|success rate",
            "admis reçu réussi lauréat passed succeeded successful",
            "candidat candidate inscrit présent composé élève étudiant student pupil sat registered present",
        ),
        (r"guérison|recovery|recovered", "guéri guérison recovered recovery", "cas case malade patient"),
    )
)


def named_rates(context: Context, shares: Sequence[Place]) -> Iterator[Relation]:
    """The two counts that each rate of a telling name divides."""
    for share in shares:
        lead = context.gap(share.index)[-60:]
        for name, parts, bases in _NAMED:
            if name.search(lead) and printed_unit(share.claim) / share.claim.value <= Decimal("0.25"):
                yield from _first_pair(context, share, parts, bases)
                break


def _first_pair(context: Context, share: Place, parts: Collection[str], bases: Collection[str]) -> Iterator[Relation]:
    near = [
        place
        for place in context.places[max(0, share.index - _BEHIND) : share.index]
        if not place.claim.is_percent and share.sentence - place.sentence <= 2
    ]
    for part in reversed(near):
        if not _counts(part, parts):
            continue
        for base in reversed(near):
            if (
                base.claim.value > part.claim.value
                and _counts(base, bases)
                and agrees(share.claim, part.claim, base.claim)
            ):
                yield _relation(share, part, base, 0.85, "name of a rate")
                return
    yield from _missed(context, share, [place for place in near if _counts(place, parts)], near, bases)


def _missed(
    context: Context, share: Place, parts: Sequence[Place], near: Sequence[Place], bases: Collection[str]
) -> Iterator[Relation]:
    """In "270 cases; 2 deaths (CFR 0.9 %)" no other counts can be meant: the rate, or one of the two, is wrong."""
    if not parts or parts[-1].index < share.index - _BETWEEN or len(context.gap(share.index)) > _BESIDE:
        return
    wholes = [place for place in near if _counts(place, bases) and place.claim.value > parts[-1].claim.value]
    # "1 083 cas, contre 1 081 cas et 21 décès (létalité 1,8 %)": the cases told together with the deaths; else all.
    together = [place for place in wholes if ";" not in context.between(place.claim, parts[-1].claim)]
    together = [place for place in together if not context.places[place.index + 1].claim.is_percent]
    whole = together[-1] if together else max(wholes, key=lambda place: place.claim.value, default=None)
    told = {place.index for place in near[-2:]}
    # "221 élèves ont composé. 158 sont admis. Le taux de réussite est de 68 %": the last two counts told.
    last_two = whole is not None and {whole.index, parts[-1].index} == told
    if whole is not None and (last_two or whole.sentence == parts[-1].sentence == share.sentence):
        yield _relation(share, parts[-1], whole, 0.72, "name of a rate")


def _counts(place: Place, nouns: Collection[str]) -> bool:
    return place.noun in nouns or any(singular(word) in nouns for word in place.after[:3])


def rows_of_shares(context: Context, shares: Sequence[Place]) -> Iterator[Relation]:
    """In "Mali 120, Niger 80, total 200. Mali 60 %, Niger 40 %" each share with the count of its name."""
    for run in _runs(shares):
        counts = [place for place in context.places[max(0, run[0].index - _MOST_ROWS) : run[0].index] if _a_row(place)]
        named = {_name(place): place for place in counts if _name(place)}
        rows = [(share, named[_name(share)]) for share in run if _name(share) in named]
        if len(rows) < _LEAST_ROWS or len(rows) < len(run) - 1 or len({part.index for _, part in rows}) < len(rows):
            continue
        widest = max(part.claim.value for _, part in rows)
        for base in reversed(counts):
            if base.claim.value <= widest:
                continue
            wrong = [(share, part) for share, part in rows if not agrees(share.claim, part.claim, base.claim)]
            if not wrong or (len(wrong) == 1 and len(rows) > _LEAST_ROWS and _slipped(*wrong[0], base)):
                for share, part in rows:
                    sure = 0.9 if (share, part) not in wrong else 0.75
                    yield _relation(share, part, base, sure, "rows of shares")
                break


def shares_of_both_sexes(context: Context, shares: Sequence[Place]) -> Iterator[Relation]:
    """In "12 300 voters, 6 765 male and 5 535 female. Males are 55 %, females 45 %" each share with its sex."""
    for one, other in pairwise(shares):
        if other.index != one.index + 1 or one.sentence != other.sentence or {one.sex, other.sex} != {"male", "female"}:
            continue
        before = [place for place in context.places[max(0, one.index - 8) : one.index] if _a_row(place)]
        parts = {place.sex: place for place in before if place.sex and one.sentence - place.sentence <= 2}
        if len(parts) < 2:
            continue
        pairs = [(share, parts[share.sex]) for share in (one, other) if share.sex in parts]
        for base in reversed(before):
            if all(
                base.claim.value > part.claim.value and agrees(share.claim, part.claim, base.claim)
                for share, part in pairs
            ):
                yield from (_relation(share, part, base, 0.85, "both sexes") for share, part in pairs)
                break


def _slipped(share: Place, part: Place, base: Place) -> bool:
    unit = printed_unit(share.claim)
    right = (100 * part.claim.value / base.claim.value).quantize(unit)
    return slip_apart(share.claim.value.quantize(unit), right) or abs(share.claim.value - right) <= 2 * unit


def _runs(shares: Sequence[Place]) -> Iterator[list[Place]]:
    """Shares of one sentence that stand one behind the other, each with its name."""
    run: list[Place] = []
    for share in shares:
        if run and (share.index != run[-1].index + 1 or share.sentence != run[-1].sentence):
            yield run
            run = []
        run.append(share)
    if run:
        yield run


def _a_row(place: Place) -> bool:
    return not place.claim.is_percent and not place.claim.spelled


def _name(place: Place) -> str:
    return place.label.strip().lower()


def _relation(share: Place, part: Place, base: Place, confidence: float, cue: str) -> Relation:
    sides = (part.claim.id, base.claim.id)
    return Relation("", RelationType.PERCENT_OF, (share.claim.id,), sides, confidence, cue=cue)
