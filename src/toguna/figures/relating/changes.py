"""Changes between two figures: "de 330 634 à 348 613, soit 5,43 % de plus", "2 138 contre 1 700, en hausse de 26 %".

A change is told from a share by the word beside it (hausse, baisse, increase, up, points). A change from a figure
that the text does not give ("up 24 per cent") relates nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from toguna.figures.claims import Claim, Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.agreeing import holding, in_words
from toguna.figures.relations import Relation, RelationType

_REACH = 6
"""A change is told at most so many figures after those it compares."""

_LONGEST_GAP = 80
"""Characters between two figures that one phrase opposes."""

_NOUN_OF_CHANGE = (
    r"hausses?|augmentations?|accroissements?|croissance|progressions?|bond|baisses?|diminutions?|reculs?|"
    r"réductions?|repli|chute|régressions?|contraction|variation|évolution|majoration|increases?|increased|rises?|rose|risen|growth|grew|grown|"
    r"gains?|decreases?|decreased|drops?|dropped|declines?|declined|reductions?|falls?|fell|fallen|(?<!made )up|down|"
    r"augmenté|progressé|régressé|baissé|diminué|reculé|chuté|crû|reduced|higher|lower|surplus|écart|différence|"
    r"difference|gap"
)
_BEFORE = re.compile(
    rf"(?:\b(?:{_NOUN_OF_CHANGE})\b(?:"
    r"(?![^.;:!?()\d]{0,40}\b(?:to|à)\s$)[^.;:!?()\d]{0,40}|"
    # "Up 17 per cent and 28 per cent": the second is a change like the first.
    r"[^.;:!?()\d]{0,20}\d[\d.,]*\s?(?:%|per ?cent|pour ?cent)\s(?:and|et)\s(?:de\s)?)|"
    r"[+\u2212]\s?|\(\s?-\s?)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s?(?:[^\W\d_]+\s){0,3}?"
    r"(?:de (?:plus|moins|hausse|baisse|croissance|progression|régression|recul|réduction|diminution|mieux)|"
    r"en (?:plus|moins)|d['’](?:augmentation|accroissement)|more|fewer|less|higher|lower|increase|decrease|rise|"
    r"growth|drop|decline|reduction)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\s?(?:percentage\s|de\s)?points?\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:de|from|d['’])\s?(?:[^\W\d_]+\s){0,3}\W{0,2}$", re.IGNORECASE)
_TO = re.compile(
    r"(?:\b(?:à|to|until|contre|against|versus|vs\.?|atteint|atteindre|reached)|→|->)\s?"
    r"(?:[^\W\d_]+\s){0,2}\W{0,2}$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:contre|against|versus|vs\.?|compared (?:to|with)|comparé\w* (?:à|aux?)|par rapport (?:à|aux?))\s?"
    r"(?:(?:les?|the|about|environ|only|seulement)\s)?$",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b(?:absen\w+|abandons?|manqu\w+|n['’]ont pas|ne sont pas|n['’]étaient pas|restants?|restent|reste|écart|"
    r"différence|did not|didn['’]t|were not|missing|remain\w*|dropped out|drop-?outs?|gap|shortfall|difference)\b",
    re.IGNORECASE,
)


def changes(reading: Reading, context: Context) -> Iterable[Relation]:
    """Every change, growth, difference and distance in points whose two figures the text gives."""
    for place in context.places:
        if not in_words(place.claim):
            yield from _of_one(reading.text, context, place)


def _of_one(text: str, context: Context, place: Place) -> Iterator[Relation]:
    change = place.claim
    around = context.places[max(0, place.index - _REACH) : place.index + 3]
    # Figures a reader still has in mind: those of this sentence and of the one before.
    near = [
        other.claim
        for other in around
        if other.index < place.index
        and not in_words(other.claim)
        and other.sentence >= place.sentence - 1
        # What stands in a bracket of its own ("12 028 candidats (4 684 filles)") is a detail of what changed.
        and other.depth <= place.depth
    ]
    in_sentence = [
        other.claim
        for other in around
        if other.sentence == place.sentence
        and other.index != place.index
        and not in_words(other.claim)
        and other.depth <= max(place.depth, 1 if other.index > place.index else 0)
    ]
    if _POINTS.match(text, change.end) is not None:
        shares = [other.claim for other in around if other.sentence == place.sentence and other.claim.is_percent]
        yield from _first(_points(text, shares, change))
    elif tells_change(text, change):
        yield from _first(_changed(text, near, in_sentence, change))
    elif change.is_percent:
        yield from _first(_growth(text, near, change))
    else:
        yield from _first([*_rest_of_a_pair(text, in_sentence, change), *_missing(text, near, change)])


def tells_change(text: str, claim: Claim) -> bool:
    """Whether the words beside a figure make it a change ("une hausse de 26 %", "5 % more"), not a quantity."""
    before = text[max(0, claim.start - 60) : claim.start]
    return _BEFORE.search(before) is not None or _AFTER.match(text, claim.end) is not None


def _first(candidates: Iterable[Relation]) -> list[Relation]:
    """The surest reading of one change; a figure states one change only."""
    return sorted(candidates, key=lambda relation: -relation.confidence)[:1]


def _changed(text: str, near: Sequence[Claim], in_sentence: Sequence[Claim], change: Claim) -> Iterator[Relation]:
    kind = RelationType.PERCENT_CHANGE if change.is_percent else RelationType.DIFFERENCE
    for old, new, cue in _told_pairs(text, in_sentence, change):
        if not old.is_percent and not new.is_percent:
            yield from _either(kind, change, old, new, cue, tight=0.85)
        elif old.is_percent and new.is_percent and change.is_percent:
            # "De 25 % à 28 %, soit une hausse de 3 %": points are meant, whatever is written.
            yield from _either(RelationType.PERCENTAGE_POINTS, change, old, new, cue, tight=0.0)
            yield from _either(kind, change, old, new, cue, tight=0.0)
    if change.is_percent:
        yield from _growth(text, near, change)
    counts = [claim for claim in near if not claim.is_percent]
    for old, new in pairwise(counts):
        yield from _either(kind, change, old, new, "change", tight=0.0)
    shares = [claim for claim in near if claim.is_percent and claim.decimals]
    for old, new in pairwise(shares if change.is_percent and change.decimals else ()):
        yield from _either(RelationType.PERCENTAGE_POINTS, change, old, new, "change", tight=0.0)
    beyond = [claim for claim in in_sentence if claim.start > change.end and not claim.is_percent]
    if counts and beyond and _AGAINST.search(text[change.end : beyond[0].start][-40:]):
        yield from _either(kind, change, beyond[0], counts[-1], "against", tight=0.0)


def _told_pairs(text: str, in_sentence: Sequence[Claim], change: Claim) -> Iterator[tuple[Claim, Claim, str]]:
    """Pairs (earlier figure, later figure) that the sentence itself opposes."""
    for one, other in pairwise(in_sentence):
        on_one_side = (one.start < change.start) is (other.start < change.start)
        if not on_one_side or one.is_percent is not other.is_percent:
            continue
        before_one, between = text[max(0, one.start - 30) : one.start], text[one.end : other.start]
        if len(between) > _LONGEST_GAP:
            continue
        if _AGAINST.search(between):
            yield other, one, "against"
        elif _FROM.search(before_one) and _TO.search(between):
            yield one, other, "from … to"


def _either(kind: RelationType, change: Claim, old: Claim, new: Claim, cue: str, tight: float) -> Iterator[Relation]:
    sides = (
        (old, new) if kind is RelationType.PERCENT_CHANGE else tuple(sorted((old, new), key=lambda claim: -claim.value))
    )
    relation = Relation("", kind, (change.id,), tuple(claim.id for claim in sides), tight, cue=cue)
    if holding(relation, change, old, new):
        yield replace(relation, confidence=0.95 if tight else 0.8)
    elif tight:
        yield relation


def _growth(text: str, near: Sequence[Claim], rate: Claim) -> Iterator[Relation]:
    """An increment stands right before its rate, the total earlier: "une hausse de 51 857 personnes, soit 2,77 %"."""
    if not near or near[-1].is_percent:
        return
    increment = near[-1]
    told = tells_change(text, increment)
    between = text[increment.end : rate.start]
    if not told or len(between) > 60 or "." in between:
        return
    counts = [claim for claim in near[:-1] if not claim.is_percent]
    for old, new in pairwise(counts):
        if abs(old.value - new.value) == increment.value:
            # The text gives both ends; the increment adds nothing.
            yield from _either(RelationType.PERCENT_CHANGE, rate, old, new, "change", tight=0.85)
            return
    for total in reversed([claim for claim in near if not claim.is_percent and claim.value > increment.value]):
        relation = Relation("", RelationType.PERCENT_GROWTH, (rate.id,), (increment.id, total.id), 0.7, cue="growth")
        if holding(relation, rate, increment, total):
            yield replace(relation, confidence=0.9)
            return
        share = 100 * increment.value / (total.value - increment.value)
        # The base of a growth is rarely written, so a rate beside what the total gives is only worth a look.
        if abs(share - rate.value) <= rate.value / 4:
            yield replace(relation, arguable=True)
            return


def _points(text: str, shares: Sequence[Claim], change: Claim) -> Iterator[Relation]:
    for one, other in pairwise(share for share in shares if share.id != change.id):
        sides = tuple(claim.id for claim in sorted((one, other), key=lambda claim: -claim.value))
        relation = Relation("", RelationType.PERCENTAGE_POINTS, (change.id,), sides, 0.8, cue="points")
        told = _TO.search(text[one.end : other.start])
        if holding(relation, change, one, other):
            yield replace(relation, confidence=0.95)
        elif told:
            yield relation


def _rest_of_a_pair(text: str, in_sentence: Sequence[Claim], rest: Claim) -> Iterator[Relation]:
    """In "passé de 3 405 à 3 683, soit 278 nouvelles fermetures" no word of change is needed: the difference tells."""
    earlier = [claim for claim in in_sentence if claim.start < rest.start and not claim.is_percent]
    for one, other, cue in _told_pairs(text, earlier[-2:], rest):
        if abs(one.value - other.value) == rest.value:
            yield from _either(RelationType.DIFFERENCE, rest, one, other, cue, tight=0.85)


def _missing(text: str, near: Sequence[Claim], rest: Claim) -> Iterator[Relation]:
    """In "8 315 inscrits, 7 927 présents … 388 ne sont pas venus": what is left of one figure when another is taken."""
    clause = text[max(0, rest.start - 40) : rest.end + 50]
    if rest.value < 10 or not _MISSING.search(clause):
        return
    counts = [claim for claim in near if not claim.is_percent]
    for one in counts:
        for other in counts:
            if one.value - other.value == rest.value and other.value != rest.value and other.value > 0:
                yield Relation(
                    "", RelationType.DIFFERENCE, (rest.id,), (one.id, other.id), confidence=0.75, cue="what is left"
                )
