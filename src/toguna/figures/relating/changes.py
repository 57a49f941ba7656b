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
from toguna.figures.relating.compared import EARLIER_TIME, LESS, by_and_to, compared, points_between
from toguna.figures.relating.remainders import falls_to, missing
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import TIME, same_kind

_OPPOSED = frozenset({"against", "from … to"})

_REACH = 6
"""A change is told at most so many figures after those it compares."""

_A_PAIR = 2
_FAR = 10
"""How many figures back the total of a growth, or what a comparison speaks of, is looked for."""

_LONGEST_GAP = 80
"""Characters between two figures that one phrase opposes."""

_NOUN_OF_CHANGE = (
    r"hausses?|augmentations?|accroissements?|croissance|progressions?|bond|baisses?|diminutions?|reculs?|"
    r"réductions?|repli|chute|régressions?|contraction|variation|évolution|majoration|increases?|increased|rises?|"
    r"rose|risen|growth|grew|grown|gains?|decreases?|decreased|drops?(?![- ]?outs?)|dropped(?! out)|declines?|"
    r"declined|reductions?|(?<!short )falls?|fell|fallen|(?<!made )(?<!make )(?<!makes )(?<!making )up|down|augmenté|"
    r"progressé|régressé|baissé|"
    r"diminué|reculé|"
    r"chuté|crû|reduced|higher|lower|surplus|contre-performances?|écart|différence|difference|gap (?:of|between)"
)
_BEFORE = re.compile(
    rf"(?:\b(?:{_NOUN_OF_CHANGE})\b(?:"
    r"(?![^.;:!?()\d]{0,40}\b(?:to|à)\s$)[^.;:!?()\d]{0,40}|"
    # "Up 17 per cent and 28 per cent": the second is a change like the first.
    r"[^.;:!?()\d]{0,20}\d[\d.,]*\s?(?:%|per ?cent|pour ?cent)\s(?:and|et)\s(?:de\s)?)|"
    rf"\b(?:{_NOUN_OF_CHANGE})\s\((?:of|de)\s|[+\u2212]\s?|\(\s?-\s?)$",
    re.IGNORECASE,
)
_SIGNS = ("+", "\u2212", "-")
_STEMS = tuple(
    sorted(
        {
            word[1][: -len(word[2]) or None]
            for word in re.finditer(r"([^\W\d_]{2,})(\??)", re.sub(r"\(\?<?[!=][^()]*\)", "", _NOUN_OF_CHANGE))
        }
    )
)
"""What a stretch of text must hold before the pattern is tried there; a word of it, at least."""

_AFTER = re.compile(
    r"\s?(?!(?:[^\W\d_]+\s){0,3}?de (?:plus|moins) de (?:\d+|[^\W\d_]+)\s(?:ans|mois)\b)"
    r"(?:[^\W\d_]+\s){0,3}?"
    r"(?:de (?:plus|moins|hausse|baisse|croissance|progression|régression|recul|réduction|diminution|mieux)|"
    r"en (?:plus|moins)|d['’](?:augmentation|accroissement)|supplémentaires?|additional|more|fewer|less|higher|lower|"
    r"increase|decrease|rise|fall|jump|surge|"
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
    r"\b(?:contre|against|versus|vs\.?|compared (?:to|with)|in comparison (?:to|with)|comparé\w* (?:à|aux?)|"
    r"par rapport (?:à|aux?))\s?"
    r"(?:(?:les?|the|about|environ|only|seulement)\s)?$",
    re.IGNORECASE,
)
_TIES = re.compile(
    r"\b(?:soit|ou|or|an?|up|down|en (?:hausse|baisse|recul|progression)|ce qui|cela|représent\w*|represent\w*|which|"
    r"this|avec une)\b|[=(+]",
    re.IGNORECASE,
)
_PART_OF_IT = re.compile(r"\b(?:dont|including|notamment|especially|surtout|mainly)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:compared|comparé\w*|comparativement|par rapport|contre|against|versus|from|than|comparison|over|on|"
    r"(?:plus|moins|mieux) qu['’e]|sur (?:la|le|l['’]|un|une|celui|celle)|vis-à-vis)",
    re.IGNORECASE,
)
_BEFORE_NOW = re.compile(
    r"\s?(?:[^\W\d_]+\s){0,3}?(?:auparavant|précédemment|avant|plus tôt|(?:l['’]|la |le |the )?(?:an|année|mois|"
    r"semaine|"
    r"trimestre|période|month|year|week|quarter|period)\s(?:dernière?|précédente?|passée?|before|earlier)|previously|"
    r"before|earlier|last (?:year|month|week|quarter)|en|in)\b",
    re.IGNORECASE,
)
"""Behind a figure in brackets: "une hausse de 61,5 % (452 auparavant)"."""

_OR_IN_FIGURES = re.compile(r"\s?[,(–-]?\s?(?:or|soit|ou|i\.e\.|c['’]est-à-dire|equal to|=)?\s?[(]?\s?", re.IGNORECASE)
_CHANGED_BY = re.compile(
    rf"\b(?:{_NOUN_OF_CHANGE})\b[^.;:!?()\d]{{0,30}}\b(?:de|d['’]|of|by)\s?(?:près de |environ |about |over )?$",
    re.IGNORECASE,
)


_TOLD_BY_ARITHMETIC = frozenset({"exact", "", "change"})


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
        and (other.depth <= place.depth or (other.index > place.index and _of_a_pair(context, other)))
    ]
    if _POINTS.match(text, change.end) is not None:
        shares = [other.claim for other in around if other.sentence == place.sentence and other.claim.is_percent]
        yield from _first(_points(text, shares, change))
    elif tells_change(text, change) or _counts_the_change(text, context, place):
        told = _changed(text, near, in_sentence, change)
        built = [*compared(context, place), *(points_between(context, place) if change.is_percent else ())]
        yield from _first([*told, *built, *_beside_its_rate(context, place), *_compared_behind(context, place)])
    elif change.is_percent:
        yield from _first(_growth(text, near, change))
    else:
        rest = [*_rest_of_a_pair(text, in_sentence, change), *missing(text, near, change)]
        yield from _first([*rest, *by_and_to(context, place)] or falls_to(context, place))


def _of_a_pair(context: Context, place: Place) -> bool:
    """Whether a bracket gives two figures, as "une baisse de 8,4 % (de 374 000 à 342 500)" does."""
    return place.bracket is not None and len(context.brackets[place.bracket]) > 1


def _counts_the_change(text: str, context: Context, place: Place) -> bool:
    """Whether a bracket gives in people what a share gave as a change: "a 4.5 per cent increase (79,810 people)"."""
    if place.claim.is_percent or place.hangs_on is None or place.hangs_on != place.index - 1:
        return False
    rate = context.places[place.hangs_on].claim
    return rate.is_percent and tells_change(text, rate)


def tells_change(text: str, claim: Claim) -> bool:
    """Whether the words beside a figure make it a change ("une hausse de 26 %", "5 % more"), not a quantity."""
    before = text[max(0, claim.start - 60) : claim.start]
    lowered = before.lower()
    worth = any(stem in lowered for stem in _STEMS) or any(sign in before for sign in _SIGNS)
    return (worth and _BEFORE.search(before) is not None) or _AFTER.match(text, claim.end) is not None


def told_as_change(text: str, relation: Relation, context: Context) -> Relation:
    """A sum of which one part is called a change is a difference: "une baisse de 5 249", of 208 235 and 202 986."""
    if relation.type is not RelationType.SUM or len(relation.stated_side) != 1 or len(relation.other_side) != _A_PAIR:
        return relation
    if relation.cue not in _TOLD_BY_ARITHMETIC:
        return relation
    for change, rest in (relation.other_side, relation.other_side[::-1]):
        lead = text[max(0, context.of(change).claim.start - 60) : context.of(change).claim.start]
        if _CHANGED_BY.search(lead):
            sides = (relation.stated_side[0], rest)
            return replace(
                relation, type=RelationType.DIFFERENCE, stated_side=(change,), other_side=sides, cue="change"
            )
    return relation


def _first(candidates: Iterable[Relation]) -> list[Relation]:
    """The surest reading of one change; a figure states one change only."""
    return sorted(candidates, key=lambda relation: -relation.confidence)[:1]


def _changed(text: str, near: Sequence[Claim], in_sentence: Sequence[Claim], change: Claim) -> Iterator[Relation]:
    kind = RelationType.PERCENT_CHANGE if change.is_percent else RelationType.DIFFERENCE
    for old, new, cue in _told_pairs(text, in_sentence, change):
        if not old.is_percent and not new.is_percent:
            yield from _either(kind, change, old, new, cue, tight=0.85 if _ties(text, old, new, change) else 0.0)
        elif old.is_percent and new.is_percent and change.is_percent:
            # "De 25 % à 28 %, soit une hausse de 3 %": points are meant, whatever is written.
            yield from _either(RelationType.PERCENTAGE_POINTS, change, old, new, cue, tight=0.0)
            yield from _either(kind, change, old, new, cue, tight=0.0)
    if change.is_percent:
        yield from _growth(text, near, change)
    counts = [claim for claim in near if not claim.is_percent]
    for old, new in pairwise(counts):
        yield from _either(kind, change, old, new, "change", tight=0.0)
        if change.is_percent and change.decimals:
            # "2 062 534 in March. It was 1 999 127 before, which is 3.17 % more": the later figure may stand first.
            yield from _either(kind, change, new, old, "change", tight=0.0)
    shares = [claim for claim in near if claim.is_percent]
    for old, new in pairwise(shares if change.is_percent and change.decimals else ()):
        yield from _either(RelationType.PERCENTAGE_POINTS, change, old, new, "change", tight=0.0)
    beyond = [claim for claim in in_sentence if claim.start > change.end and not claim.is_percent]
    for old in beyond[:2]:
        if counts and _AGAINST.search(text[change.end : old.start][-40:]):
            alone = len([claim for claim in in_sentence if claim.start < change.start]) == 1
            apart = abs(counts[-1].value - old.value)
            told = alone and counts[-1] in in_sentence and apart * 2 < old.value
            # "2,882 with 5 credits or more, against 2,797" tells no change of 5.
            told = told and (change.is_percent or apart < 4 * change.value < 16 * apart)
            yield from _either(kind, change, old, counts[-1], "compared", tight=0.8 if told else 0.0)


def _ties(text: str, old: Claim, new: Claim, change: Claim) -> bool:
    """Whether the change is surely that of the pair: "…, soit une baisse de", not "…, dont une baisse de"."""
    first, last = min(old.start, new.start), max(old.end, new.end)
    between = text[last : change.start] if change.start > last else text[change.end : first]
    if len(between) > _LONGEST_GAP or ";" in between or _PART_OF_IT.search(between):
        return False
    return change.start < first or _TIES.search(between) is not None


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
        elif _TO.search(before_one) and _FROM.search(between):
            # "Rose by 9.2% to 346,094 from 316,999".
            yield other, one, "from … to"


def _either(kind: RelationType, change: Claim, old: Claim, new: Claim, cue: str, tight: float) -> Iterator[Relation]:
    sides = (
        (old, new) if kind is RelationType.PERCENT_CHANGE else tuple(sorted((old, new), key=lambda claim: -claim.value))
    )
    relation = Relation("", kind, (change.id,), tuple(claim.id for claim in sides), tight, cue=cue)
    if holding(relation, change, old, new):
        told = 0.95 if tight or cue in _OPPOSED else 0.72 if cue == "change" else 0.8
        yield replace(relation, confidence=told)
    elif cue == "against" and holding(
        turned := replace(relation, other_side=relation.other_side[::-1]), change, old, new
    ):
        # "2 500 cas en 2019 contre 2 800 cette année": the later figure may stand behind.
        yield replace(turned, confidence=0.9)
    elif tight:
        yield relation


def _growth(text: str, near: Sequence[Claim], rate: Claim) -> Iterator[Relation]:
    """An increment stands right before its rate, the total earlier: "une hausse de 51 857 personnes, soit 2,77 %"."""
    if not near or near[-1].is_percent:
        return
    increment = near[-1]
    told = tells_change(text, increment)
    between = text[increment.end : rate.start]
    if not told or len(between) > _LONGEST_GAP + 20 or "." in between:
        return
    counts = [claim for claim in near[:-1] if not claim.is_percent]
    for one, other in pairwise(counts):
        if abs(one.value - other.value) == increment.value:
            # The text gives both ends; the increment adds nothing. Either end may stand first.
            old, new = (other, one) if _AGAINST.search(text[one.end : other.start]) else (one, other)
            yield from _either(RelationType.PERCENT_CHANGE, rate, old, new, "change", tight=0.85)
            return
    for total in reversed([claim for claim in near if not claim.is_percent and claim.value > increment.value]):
        relation = Relation("", RelationType.PERCENT_GROWTH, (rate.id,), (increment.id, total.id), 0.7, cue="growth")
        if holding(relation, rate, increment, total):
            yield replace(relation, confidence=0.9)
            return
        share = 100 * increment.value / (total.value - increment.value)
        # The base of a growth is rarely written, so a rate beside what the total gives is only worth a look.
        falls = LESS.search(text[max(0, increment.start - 60) : rate.end]) is not None
        if abs(share - rate.value) <= rate.value / 4 and not falls:
            yield replace(relation, arguable=True)
            return


def _beside_its_rate(context: Context, rate: Place) -> Iterator[Relation]:
    """In "an increase of 1.5 per cent or 16,303 IDPs" the increment stands behind its rate."""
    following = context.places[rate.index + 1 : rate.index + 2]
    if not rate.claim.is_percent or not following or following[0].claim.is_percent:
        return
    increment = following[0]
    if not _OR_IN_FIGURES.fullmatch(context.between(rate.claim, increment.claim)):
        return
    for total in reversed(context.places[max(0, rate.index - _FAR) : rate.index]):
        if total.claim.is_percent or total.claim.value <= increment.claim.value or rate.sentence - total.sentence > 4:
            continue
        relation = Relation(
            "", RelationType.PERCENT_GROWTH, (rate.claim.id,), (increment.claim.id, total.claim.id), 0.9, cue="growth"
        )
        if same_kind(increment.kind, total.kind) and holding(relation, rate.claim, increment.claim, total.claim):
            yield relation
            return


def _compared_behind(context: Context, change: Place) -> Iterator[Relation]:
    """In "812 civilians … an increase of 151 % compared to the quarter before, when 323 civilians" old follows new."""
    for old in context.places[change.index + 1 : change.index + 3]:
        if old.sentence != change.sentence or old.claim.is_percent:
            return
        yield from _compared_with(context, change, old)


def _compared_with(context: Context, change: Place, old: Place) -> Iterator[Relation]:
    between = context.between(change.claim, old.claim)
    told = _COMPARED.search(between) or (
        between.rstrip().endswith("(") and _BEFORE_NOW.match(context.reading.text, old.claim.end)
    )
    if not told:
        return
    kind = RelationType.PERCENT_CHANGE if change.claim.is_percent else RelationType.DIFFERENCE
    before = [
        new
        for new in context.places[max(0, change.index - _FAR) : change.index]
        if not new.claim.is_percent
        and change.sentence - new.sentence <= 2
        # "Compared to the week before (364)" counts no weeks.
        and (old.kind == TIME or same_kind(new.kind, old.kind))
    ]
    holds = [
        relation
        for new in reversed(before)
        for relation in _either(kind, change.claim, old.claim, new.claim, "compared", tight=0.0)
    ]
    yield from holds
    in_sentence = [new for new in before if new.sentence == change.sentence and not in_words(new.claim)]
    alone = between.rstrip().endswith("(") and context.gap(old.index + 1)[:1] == ")"
    if alone and EARLIER_TIME.search(between) is not None and change.claim.is_percent and not holds and in_sentence:
        # "9,804 returned, 5 % more than the week before (9,804)": nothing else can be meant.
        new = in_sentence[0]
        if new.claim.value < 3 * old.claim.value < 9 * new.claim.value:
            yield Relation("", kind, (change.claim.id,), (old.claim.id, new.claim.id), 0.72, cue="compared")


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
