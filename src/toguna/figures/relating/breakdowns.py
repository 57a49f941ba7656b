"""Lists that are announced as the breakdown of a figure told before: "se répartissent ainsi : Kiffa 5, Rosso 1, …".

The whole may stand in an earlier sentence; it is the figure that the list comes to, exactly or nearly. What is not
announced as a breakdown, and is not called by the name of the whole, is no list of its parts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from toguna.figures.claims import Reading
from toguna.figures.naming import words_of
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Belief, apart, of_one_kind, one_slip, significant, strength, sum_of, total
from toguna.figures.relating.listing import LABEL, SEPARATES, counts, link
from toguna.figures.relations import Relation
from toguna.figures.wording import singular

ANNOUNCED = re.compile(
    r"\b(?:répart\w+|ventil\w+|détail\w*|breakdown|broken down|breaks? down|distribut\w+|as follows|comme suit|"
    r"ainsi|suivant\w*|following|composed|composé\w*|made up|by (?:state|region|district|county|province|location)|"
    r"par (?:région|commune|cercle|province|district|localité|wilaya|département|zone))\b",
    re.IGNORECASE,
)
IT_IS = re.compile(
    r"\b(?:il s['’]agit (?:de|d['’])|ce sont|se compos\w+|they (?:are|were)|these (?:are|were|comprise)|consist\w*)\b",
    re.IGNORECASE,
)
IT_INCLUDES = re.compile(
    r"\b(?:(?:this|these|those|they|it|(?:this|the) (?:figure|number|total))\s(?:includes?|included)|"
    r"(?:ce (?:chiffre|nombre|total)|cela|ceci|ceux-ci|celles-ci|ils|elles|il|elle|le groupe)\s"
    r"(?:inclu\w+|compren\w+|comprend|compt(?:e|ent|ait|aient)))\b",
    re.IGNORECASE,
)
"""Words after which a list may be open: only one that comes out to the last digit is all there is."""

FEWEST, LONGEST = 3, 60
BACK = 8
"""Claims before the list among which its whole is sought."""
NEAR, CLOSE = Decimal("0.02"), Decimal("0.1")


def breakdowns(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every announced list with the earlier figure that it breaks down."""
    for members in context.sentences.values():
        figures = [place for place in members if counts(context, place)]
        for at, first in enumerate(figures):
            lead = context.gap(first.index)
            # ", qui se répartissent ainsi :" is no name of the first figure.
            opened = ":" in (lead if ANNOUNCED.search(lead) else LABEL.sub("; ", lead))
            includes = IT_INCLUDES.search(re.split(r"[.!?]\s|\n", lead)[-1])
            if not opened and not IT_IS.search(lead) and not includes:
                continue
            run = _run(context, figures[at:])
            if FEWEST <= len(run) <= LONGEST and not includes:
                yield from _wholes(context, run, lead)
            elif len(run) == 2 and (includes or IT_IS.search(lead)):
                yield from _of_two(context, run, open_list=bool(includes))
            kinds = {place.kind for place in run} - {""}
            for kind in kinds if len(kinds) > 1 else ():
                # "373 ménages, 1 398 personnes ; 161 ménages, 677 personnes": each kind is a list of its own.
                column = [place for place in run if place.kind == kind]
                if FEWEST <= len(column) <= LONGEST:
                    yield from _wholes(context, column, lead)


def _run(context: Context, figures: Sequence[Place]) -> list[Place]:
    run = [figures[0]]
    for place in figures[1:]:
        # "… comme suit : routes : 24 ; eaux : 117": the names of a list have colons of their own.
        text = link(context, run[-1], place)
        text = LABEL.sub("; ", text) if ":" in text else text
        if place.depth != run[0].depth or not SEPARATES.search(text) or ":" in text or len(text) > 100:
            break
        run.append(place)
    return run


def _wholes(context: Context, run: Sequence[Place], lead: str) -> Iterator[Relation]:
    computed, largest = total(run), max(place.claim.value for place in run)
    announced = ANNOUNCED.search(lead) is not None or IT_IS.search(lead) is not None
    named = {singular(word) for word in words_of(lead.rsplit(":", 1)[0])[-4:]}
    earlier = [
        place
        for place in context.places[max(0, run[0].index - BACK) : run[0].index]
        if counts(context, place) and place.paragraph == run[0].paragraph and place.claim.value > largest
    ]
    fitting = [
        place
        for place in earlier
        if (announced or (place.noun and place.noun in named))
        and (apart(place.claim.value, computed) <= CLOSE or (announced and one_slip(place, run)))
        and ((announced and apart(place.claim.value, computed) <= NEAR) or of_one_kind(place, run))
        and significant(place.claim.value) > 1
    ]
    whole = min(fitting, key=lambda place: (apart(place.claim.value, computed), -place.index), default=None)
    if whole is not None:
        yield sum_of(whole, tuple(run), _belief(whole, run), "breakdown")


def _of_two(context: Context, run: Sequence[Place], *, open_list: bool) -> Iterator[Relation]:
    """In "498 cas. Il s'agit de 71 contacts et de 427 autres" two are all there is, one slip or none."""
    for whole in reversed(context.places[max(0, run[0].index - BACK) : run[0].index]):
        if whole.sentence < run[0].sentence - 2 or whole.paragraph != run[0].paragraph:
            return
        if not counts(context, whole) or whole.depth or not of_one_kind(whole, run):
            continue
        exact = total(run) == whole.claim.value
        if exact or (not open_list and strength(whole, run) >= FEWEST and one_slip(whole, run)):
            yield sum_of(whole, tuple(run), Belief(0.85 if exact else 0.75), "breakdown")
            return


def _belief(whole: Place, run: Sequence[Place]) -> Belief:
    off = apart(whole.claim.value, total(run))
    if not off:
        return Belief(0.92)
    if off <= NEAR or one_slip(whole, run):
        return Belief(0.82)
    return Belief(0.72, arguable=total(run) < whole.claim.value)
