"""Comparisons that whole sentences build: "9 610 interventions, soit 810 de plus par rapport à 2007 (8 800)".

Here the build of the sentence tells which figures are compared, so that a change they do not give can be called wrong;
where a word of change merely stands near two figures is for `changes` to read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from toguna.figures.claims import Claim
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.agreeing import holding, in_words
from toguna.figures.relating.copies import slip_apart
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind

_SOIT = re.compile(
    r"(?:[,(–—-]\s?(?:soit|an?|une?)|\b(?:ce qui|cela|ceci|ces chiffres?|ce chiffre|ce nombre|il|elle|which|this|"
    r"that|the figure|"
    r"this figure|these figures?|it)\s(?:est|sont|is|are|was|constitue|donne|fait|marque|shows?|marks?|means?|gives?|"
    r"représente(?:nt)?|represents?|correspond à|traduit)|,\s(?:up|down|en (?:hausse|baisse|recul|progression)))"
    r"\s[^\d.;:()]{0,60}$",
    re.IGNORECASE,
)
"""What opens a change of the figure right before: "…, soit", "the figure represents", "…, up", "…, en hausse de"."""

_AGAINST_WHAT = re.compile(
    r"[^.;:()\d%]{0,60}?\b(?:par rapport (?:à|aux?)|comparé\w* (?:à|aux?)|comparativement (?:à|aux?)|"
    r"compared (?:to|with)|in comparison (?:to|with)|over|than|from|(?:plus|moins) qu[e'’]|on)\b[^;:()%]{0,110}"
    r"(?:(?<=\s)\()?",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:soit|or|ou|indicating|representing|représentant|translating|equivalent|which is|i\.e\.|that is|ce qui|a|"
    r"une?)\b"
    r"[^.;()\d]{0,50}$|\($",
    re.IGNORECASE,
)
LESS = re.compile(
    r"\b(?:baisse|diminution|recul|réduction|chute|régression|repli|moins|decrease|drop|decline|reduction|fall|fewer|down|"
    r"less|lower|contre-performance)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:hausse|augmentation|accroissement|progression|bond|plus|supplémentaires?|additional|increase|rise|growth|"
    r"more|higher|up|surplus)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|de|d['’])\s?(?:US|USD|EUR|XOF)?[$€£]?\s?$", re.IGNORECASE)
_TO = re.compile(r"\s?(?:[^\W\d_]+\s){0,3}?(?:to|à)\s?(?:US|USD|EUR|XOF)?[$€£]?\s?", re.IGNORECASE)
_BOTH = re.compile(r"[^.;:()%]{1,60}\b(?:and|et)\b[^.;:()%]{1,60}", re.IGNORECASE)
_SET_AGAINST = re.compile(r"\b(?:par rapport aux?|comparé\w* aux?|compared (?:to|with)(?: the)?)\s$", re.IGNORECASE)
EARLIER_TIME = re.compile(
    r"\b(?:mois|an|année|semaine|trimestre|semestre|période|year|month|week|quarter|period)s?\s"
    r"(?:précédente?s?|dernière?s?|passée?s?|before|earlier|ago)\b|\b(?:previous|last|preceding)\s(?:year|month|week|"
    r"quarter|period|round)\b",
    re.IGNORECASE,
)


def compared(context: Context, change: Place) -> Iterator[Relation]:
    """The two figures that the build of the sentence compares, for a figure whose words tell a change."""
    yield from _against_a_figure_behind(context, change)
    yield from _in_both_ways(context, change)
    yield from _each_with_its_own(context, change)
    yield from _since_the_period_before(context, change)


def _kind(change: Claim) -> RelationType:
    return RelationType.PERCENT_CHANGE if change.is_percent else RelationType.DIFFERENCE


def _relation(change: Claim, old: Claim, new: Claim, confidence: float, cue: str) -> Relation:
    sides = (old, new) if change.is_percent else tuple(sorted((old, new), key=lambda claim: -claim.value))
    return Relation("", _kind(change), (change.id,), tuple(claim.id for claim in sides), confidence, cue=cue)


def _weighed(change: Claim, old: Claim, new: Claim, cue: str, failing: float) -> Iterator[Relation]:
    """The relation where it holds; where it does not, only as far off as a slip of the pen takes a figure."""
    relation = _relation(change, old, new, 0.95, cue)
    if holding(relation, change, old, new):
        yield relation
    elif failing and _a_slip(change, old, new):
        yield replace(relation, confidence=failing)


def _a_slip(change: Claim, old: Claim, new: Claim) -> bool:
    """Whether the change printed is about what the two figures give: one digit off, or off by less than half."""
    apart = abs(new.value - old.value)
    if not change.is_percent:
        return slip_apart(change.value, apart) or Decimal("0.67") < change.value / (apart or 1) < Decimal("1.5")
    rate = 100 * apart / old.value if old.value else Decimal(0)
    return Decimal("0.67") < change.value / (rate or 1) < Decimal("1.5")


def _told_direction(words: str, old: Claim, new: Claim) -> bool:
    """Whether "une baisse" goes down and "une hausse" goes up; nothing else tells figures of one thing apart."""
    less, more = LESS.search(words) is not None, _MORE.search(words) is not None
    return less is not more and (new.value < old.value) is less


def _in_both_ways(context: Context, rate: Place) -> Iterator[Relation]:
    """In "6,915 cases, an increase of 2,661 from 4,254, indicating a 62.5 percent increase" both tell one change."""
    if not rate.claim.is_percent or rate.index < 3:
        return
    new, change, old = context.places[rate.index - 3 : rate.index]
    if new.sentence != rate.sentence or any(place.claim.is_percent for place in (new, change, old)):
        return
    tail = context.between(old.claim, rate.claim)
    if not _THEN.search(tail) or ";" in tail or not any(True for _ in _against_a_figure_behind(context, change)):
        return
    yield from _weighed(rate.claim, old.claim, new.claim, "both ways", 0.8)


def _against_a_figure_behind(context: Context, change: Place) -> Iterator[Relation]:
    """In "4 203 711 électeurs, soit une réduction de 129 225 par rapport aux 4 332 936 du début": new, change, old."""
    behind = [place for place in context.places[change.index + 1 : change.index + 3] if not place.claim.is_percent]
    before = [place for place in context.places[max(0, change.index - 3) : change.index] if not in_words(place.claim)]
    if not behind or not before or before[-1].claim.is_percent or change.sentence - before[-1].sentence > 1:
        return
    old, new = behind[0], before[-1]
    # Other counts in the same sentence could be what changed.
    alone = len([place for place in before if place.sentence == new.sentence]) == 1
    lead, tail = context.between(new.claim, change.claim), context.between(change.claim, old.claim)
    tied = _SOIT.search(lead) if new.sentence == change.sentence else re.search(r"[.!?]\s", lead) and _SOIT.search(lead)
    if old.sentence != change.sentence or not tied or not alone or not _AGAINST_WHAT.fullmatch(tail):
        return
    if same_kind(old.kind, new.kind) and _told_direction(lead + tail[:40], old.claim, new.claim):
        yield from _weighed(change.claim, old.claim, new.claim, "compared", 0.8)


def by_and_to(context: Context, change: Place) -> Iterator[Relation]:
    """In "was first US$ 200 million, cut by US$ 62 million to US$ 138 million": old, change, new."""
    near = context.places[max(0, change.index - 1) : change.index + 2]
    if len(near) < 3 or near[0].sentence != near[2].sentence:
        return
    old, new = near[0].claim, near[2].claim
    if old.is_percent or new.is_percent or not _BY.search(context.between(old, change.claim)):
        return
    if _TO.fullmatch(context.between(change.claim, new)):
        yield from _weighed(change.claim, old, new, "by … to", 0.0)


def _each_with_its_own(context: Context, change: Place) -> Iterator[Relation]:
    """In "a fall of 12 % in incidents and a rise of 4 % in victims over May, with 266 incidents and 365 victims"."""
    sentence = context.sentences[change.sentence]
    rates = [place for place in sentence if place.claim.is_percent]
    olds = [place for place in sentence if not place.claim.is_percent]
    if not 2 <= len(rates) == len(olds) <= 3 or olds[0].index < rates[-1].index or change not in rates:
        return
    if not _AGAINST_WHAT.match(context.between(rates[-1].claim, olds[0].claim)):
        return
    if not _BOTH.fullmatch(context.between(rates[-2].claim, rates[-1].claim)):
        return
    before = context.sentences.get(change.sentence - 1, ())
    news = [place for place in before if not place.claim.is_percent and place.depth == 0][: len(rates)]
    named = all(rate.noun == old.noun for rate, old in zip(rates, olds, strict=True))
    if (
        len(news) != len(rates)
        or not named
        or not any(old.noun == new.noun for old, new in zip(olds, news, strict=True))
    ):
        return
    trios = list(zip(rates, olds, news, strict=True))
    right = [
        holding(_relation(rate.claim, old.claim, new.claim, 1.0, ""), rate.claim, old.claim, new.claim)
        for rate, old, new in trios
    ]
    _, old, new = trios[rates.index(change)]
    if any(right):
        yield from _weighed(change.claim, old.claim, new.claim, "each with its own", 0.8)


def _since_the_period_before(context: Context, change: Place) -> Iterator[Relation]:
    """In "au mois précédent 338 cas, ce mois-ci 517 cas, soit une augmentation de 53 %": two counts and no other."""
    counts = [place for place in context.sentences[change.sentence] if place.index != change.index]
    if len(counts) != 2 or counts[1].index != change.index - 1 or any(place.claim.is_percent for place in counts):
        return
    one, other = counts
    lead = context.gap(one.index)[-120:]
    lead = re.split(r"[.!?]\s|\n", lead)[-1]
    between, tie = context.between(one.claim, other.claim), context.between(other.claim, change.claim)
    if not re.search(r"\bsoit\b|\bor\b|\b(?:an?|une?)\s|[(=]", tie) or re.search(r"[;.]\s", between + tie):
        return
    first, second = EARLIER_TIME.search(lead) is not None, EARLIER_TIME.search(between[:60]) is not None
    if _SET_AGAINST.search(lead):
        # "Par rapport aux 210 cas du mois dernier, les 359 cas de juin marquent une hausse de 71 %".
        first, second = True, False
    if first is second or not same_kind(one.kind, other.kind):
        return
    old, new = (one, other) if first else (other, one)
    if _told_direction(tie, old.claim, new.claim):
        relation = _relation(change.claim, old.claim, new.claim, 0.8, "the period before")
        held = holding(relation, change.claim, old.claim, new.claim)
        yield replace(relation, confidence=0.95) if held else relation


def points_between(context: Context, change: Place) -> Iterator[Relation]:
    """In "78,4 % de réussite contre 87,12 %, soit une contre-performance de 8,72 %" the distance of two shares."""
    shares = [
        place
        for place in context.places[max(0, change.index - 8) : change.index]
        if place.claim.is_percent and change.sentence - place.sentence <= 2
    ]
    # "19.2 % … a 1.22 % increase over 2012, when it stood at 17.98 %".
    behind = [
        place
        for place in context.places[change.index + 1 : change.index + 3]
        if place.claim.is_percent and place.sentence == change.sentence
    ]
    if not change.claim.decimals or len(shares) + len(behind) < 2:
        return
    yield from _distances(context, shares, behind, change)


def _distances(context: Context, shares: Sequence[Place], behind: Sequence[Place], change: Place) -> Iterator[Relation]:
    for at, one in enumerate(shares):
        for other in (*shares[at + 1 :], *behind):
            sides = tuple(place.claim.id for place in sorted((one, other), key=lambda place: -place.claim.value))
            relation = Relation(
                "", RelationType.PERCENTAGE_POINTS, (change.claim.id,), sides, 0.85, cue="distance of shares"
            )
            if one.claim.decimals + other.claim.decimals and holding(relation, change.claim, one.claim, other.claim):
                yield relation
    if len(shares) < 2:
        return
    one, other = shares[-2:]
    apart = abs(one.claim.value - other.claim.value)
    told = _SOIT.search(context.between(other.claim, change.claim)) is not None
    near = apart and Decimal("0.8") < change.claim.value / apart < Decimal("1.25")
    slip = slip_apart(change.claim.value, apart) or abs(change.claim.value - apart) <= Decimal("0.02")
    rate = 100 * apart / min(one.claim.value, other.claim.value)
    if told and near and slip and min(one.claim.decimals, other.claim.decimals, change.claim.decimals) >= 1:
        of_itself = abs(change.claim.value - rate) * 10 <= rate
        sides = tuple(place.claim.id for place in sorted((one, other), key=lambda place: -place.claim.value))
        if not of_itself:
            yield Relation("", RelationType.PERCENTAGE_POINTS, (change.claim.id,), sides, 0.8, cue="distance of shares")
