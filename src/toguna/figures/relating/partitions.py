"""A whole and the list of its parts in one sentence: "1 322 personnes dont 520 femmes, 386 hommes et …".

The list follows a colon, a dash, brackets, "dont", "soit", "including", "made up of"; or the whole follows its list
("total"); or both stand in a formula. Which of several readings is the best is left to `weigh`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import (
    Belief,
    Opening,
    complementary,
    of_one_kind,
    of_one_sex_against,
    one_slip,
    strength,
    sum_of,
    total,
    weigh,
)
from toguna.figures.relating.listing import (
    COMPARES,
    LONGEST_LIST,
    OPEN_WORDS,
    OUT_OF,
    SEPARATES,
    TOTAL_WORDS,
    WITH_MORE,
    counts,
    cue_in,
    hanging,
    heads_a_list,
    levels,
    link,
    opening_of,
    shares_close,
    shares_overlap,
)
from toguna.figures.relations import Relation
from toguna.figures.wording import same_kind

_SKIPPED = 3
"""Figures of another kind that may stand between a whole and its list: "in 26 centres"."""

_WHERE = re.compile(
    r"\b(?:pour|dans|de|sur|in|of|for|from|across|over)\s(?:les|ces|ses|leurs|the|these|those|its|their|all)\s$",
    re.IGNORECASE,
)

_VERB = re.compile(
    r"\b(?:ont|a|avaient|avait|had|have|has|received|benefited|got|took|attended|used|reported|owned|gained)\b"
)

_TOTAL_LABEL = re.compile(r"\b(?:total\w*|ensemble|overall|coût|cost|budget|montant total)\b", re.IGNORECASE)
"""What a figure in front of its list is called."""

_OF_WHOM = re.compile(r"^\s*(?:of (?:whom|which|them|these)|d['’]entre e(?:ux|lles))\b", re.IGNORECASE)

_SINGLE = re.compile(r"(?:[,;]|\b(?:et|and))\s(?:d['’])?(?:un|une|one|an?)\s", re.IGNORECASE)

_LAST = re.compile(r"\b(?:et|and|ainsi que|as well as|&)\b", re.IGNORECASE)

_OF_THE = re.compile(
    r"^\s*(?:[^\W\d_]+\s+){0,2}(?:of|sur|des|parmi|out of)\s+(?:the|les|these|ces)?\s*$", re.IGNORECASE
)


_TWO_DIGITS = 10
_FEW_ENDS = 3
"""Places where one list may end that are all weighed."""

_ALL_AGREE = 5
"""Digits that must agree for a list without any word for its total."""


def partitions(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole that a sentence gives together with its parts."""
    for members in context.sentences.values():
        yield from _formulas(context, [place for place in members if counts(context, place)])
    for level in levels(context):
        yield from _wholes_before(context, level)
        yield from _wholes_further_before(context, level)
        yield from _wholes_after(context, level)
        yield from _shares_of_a_count(context, level)
    for whole, inside in hanging(context):
        yield from _in_brackets(context, whole, inside)
        yield from _in_brackets_of_the_one_before(context, whole, inside)


def _formulas(context: Context, level: Sequence[Place]) -> Iterator[Relation]:
    """A + B = C, or C = A + B."""
    signs = [_sign(context.between(one.claim, other.claim)) for one, other in pairwise(level)]
    start = 0
    while start < len(signs):
        end = start
        while end < len(signs) and signs[end]:
            end += 1
        chain, between = level[start : end + 1], signs[start:end]
        if len(chain) >= 3 and between.count("=") == 1 and "+" in between:
            equal = between.index("=")
            left, right = chain[: equal + 1], chain[equal + 1 :]
            whole, parts = (left, right) if len(left) == 1 else (right, left)
            if len(whole) == 1 and len(parts) <= LONGEST_LIST:
                yield sum_of(whole[0], parts, weigh(whole[0], parts, Opening.FORMULA), "+ =")
        start = max(end, start + 1)


def _sign(text: str) -> str:
    found = re.findall(r"[+=]", text)
    return found[0] if len(found) == 1 and len(text) <= 60 else ""


def _wholes_before(context: Context, level: Sequence[Place]) -> Iterator[Relation]:
    for at, whole in enumerate(level[:-1]):
        first = _first_part(whole, level, at)
        if first is None:
            continue
        text = link(context, whole, level[first])
        if len(text) > 200:
            continue
        opening = opening_of(text)
        if opening is Opening.NONE and _TOTAL_LABEL.search(whole.label) and ";" not in text:
            opening = Opening.TOTAL
        if opening is Opening.NONE and heads_a_list(whole) and not of_one_sex_against(whole, level[first:]):
            # "178 cas sur 89 femmes, 38 filles et 51 hommes": who is named heads no list of others.
            opening = Opening.OPEN
        if opening is Opening.NONE and first == at + 1 and _OF_WHOM.match(context.gap(level[first].index + 1)):
            # "46 were trained, 18 of them women and 28 men".
            opening = Opening.OPEN
        if opening is Opening.NONE and (first > at + 1 or re.match(r"\s*\w*\s*(?:et|and|\+)\s", text)):
            continue
        if opening is Opening.NONE and COMPARES.search(text):
            continue
        # After "dont" or a comma a semicolon begins another thing; after a colon it may part the list itself.
        semicolons = opening >= Opening.CLOSED or ":" in text
        run = _listed(context, whole, level, first, semicolons=semicolons)
        if not semicolons:
            longer = _listed(context, whole, level, first, semicolons=True)
            # "4, dont 1 mort ; 3, dont 1 mort": of one digit, what stands behind the semicolon fits by chance.
            telling = whole.claim.value >= _TWO_DIGITS and _comes_out(whole, longer)
            run = longer if telling and not _comes_out(whole, run) else run
        if opening is Opening.NONE and _by_place(context, run) and one_slip(whole, run):
            # "676 sites, 228 à Kor, 168 à Bela et 280 à Dun": places leave one another out.
            opening = Opening.CLOSED
        found = _best_list(context, whole, run, opening)
        exact = found is None or total(found[0]) == whole.claim.value
        if (
            found
            and not exact
            and ((opening is Opening.NONE and ";" in text) or _lacks_single_ones(context, whole, found[0]))
        ):
            continue
        if found:
            yield sum_of(whole, found[0], found[1], cue_in(text) or ("of" if opening is Opening.OPEN else ""))


def _by_place(context: Context, run: Sequence[Place]) -> bool:
    """Whether three figures or more stand each with a place of its own, the last joined by "et" or "and"."""
    names = {place.location for place in run if place.location}
    return len(run) > 2 and len(names) == len(run) and _LAST.search(link(context, run[-2], run[-1])) is not None


def _one_noun(whole: Place, run: Sequence[Place]) -> bool:
    return bool(whole.noun) and all(place.noun == whole.noun for place in run)


def _wholes_further_before(context: Context, level: Sequence[Place]) -> Iterator[Relation]:
    """ "116 people including 41 children; 59 from Eritrea, 37 from Somalia …": the list begins after something else."""
    for first in range(2, len(level)):
        text = link(context, level[first - 1], level[first])
        announced = bool(re.search(r":\s|\s[-–—]\s", text))
        if not (announced or ";" in text):
            continue
        for whole in reversed(level[max(0, first - 1 - _SKIPPED) : first - 1]):
            found = _coming_out(context, whole, level, first)
            if found:
                yield sum_of(whole, found, weigh(whole, found, Opening.CLOSED), ":" if announced else ";")
                break


def _lacks_single_ones(context: Context, whole: Place, parts: Sequence[Place]) -> bool:
    """Whether what a list lacks are those it names without a figure: "28 listes : 19 unies, une libre, 8 mixtes"."""
    written = context.between(whole.claim, parts[-1].claim) + context.gap(parts[-1].index + 1)[:80]
    return 0 < whole.claim.value - total(parts) <= len(_SINGLE.findall(written))


def _coming_out(context: Context, whole: Place, level: Sequence[Place], first: int) -> Sequence[Place]:
    for kinds_too in (True, False):
        run = _listed(context, whole, level, first, semicolons=True, kinds_too=kinds_too)
        for end in range(len(run), 1, -1):
            if total(run[:end]) == whole.claim.value and strength(whole, run[:end]) >= 3:
                return run[:end]
    return ()


def _first_part(whole: Place, level: Sequence[Place], at: int) -> int | None:
    for first in range(at + 1, min(len(level), at + 2 + _SKIPPED)):
        # "75 women, 24 percent of the 312 positions: six governors, …": what is larger and behind an "of" is no part.
        base = level[first].claim.value > whole.claim.value and OUT_OF.intersection(level[first].before[-2:])
        if same_kind(whole.kind, level[first].kind) and not base:
            return first
    return None


def _listed(
    context: Context, whole: Place, level: Sequence[Place], first: int, *, semicolons: bool, kinds_too: bool = True
) -> list[Place]:
    """The figures of the list that begins here; figures of another kind may stand between ("dans 5 villages")."""
    run, last = [level[first]], level[first]
    for place in level[first + 1 : first + 1 + LONGEST_LIST]:
        # "16 of whom are women and 3 of whom are men": the words look back and open nothing.
        text = _OF_WHOM.sub(" ", link(context, last, place))
        last = place
        opens = OPEN_WORDS.search(text) and OPEN_WORDS.search(WITH_MORE.sub(" ", text))
        if len(text) > 160 or not SEPARATES.search(text) or opens or TOTAL_WORDS.search(text):
            break
        if ";" in text and not semicolons:
            break
        if kinds_too and not same_kind(whole.kind, place.kind):
            continue
        if place.claim.spelled and place.claim.value < 10 and level[first].claim.value >= 100:
            # "17 069 cas sur les deux tours et 7 574 …": a small word among large figures counts something else.
            continue
        run.append(place)
    return run


def _comes_out(whole: Place, run: Sequence[Place]) -> bool:
    return any(total(run[:end]) == whole.claim.value for end in range(2, len(run) + 1))


def _best_list(
    context: Context, whole: Place, run: Sequence[Place], opening: Opening
) -> tuple[Sequence[Place], Belief] | None:
    """How far the list goes: to where it comes out exactly, else to its natural end."""
    exact = [
        run[:end]
        for end in range(2, len(run) + 1)
        if total(run[:end]) == whole.claim.value and not _cut_short(context, run, end)
    ]
    ends = exact[-1:] or _likely_ends(whole, [run[:end] for end in _natural_ends(context, run)])
    weighed = [(parts, weigh(whole, parts, opening, shares_close=shares_close(context, parts))) for parts in ends]
    if not exact:
        weighed = [
            found
            for found in weighed
            # "52 admis, contre 31 en 2011, soit 20 de plus" sets figures against each other.
            if not any(COMPARES.search(link(context, one, other)) for one, other in pairwise(found[0]))
        ]
        weighed = [
            found
            for found in weighed
            # Of women and men, shares that make no hundred are rates of each.
            if complementary(found[0]) or not (shares_overlap(context, found[0]) or _tells_events(context, found[0]))
        ]
    best = max(weighed, key=lambda found: (found[1].confidence, len(found[0])), default=None)
    return best if best and best[1].confidence > 0 else None


def _cut_short(context: Context, run: Sequence[Place], end: int) -> bool:
    """Whether groups of people go on where the sum comes out: "99 filles, 106 femmes" of "… et 1 garçon"."""
    if end >= len(run) or not all(place.sex and place.age for place in run[: end + 1]):
        return False
    before, behind = link(context, run[end - 2], run[end - 1]), link(context, run[end - 1], run[end])
    groups = {(place.sex, place.age) for place in run[: end + 1]}
    closes = _LAST.search(behind) and not _LAST.search(before) and not re.search(r"[;:,]", behind)
    return bool(closes) and len(groups) > end


def _likely_ends(whole: Place, ends: Sequence[Sequence[Place]]) -> Sequence[Sequence[Place]]:
    """Of many places where a list may end, those where it comes to half of the whole at least and to twice at most."""
    if len(ends) <= _FEW_ENDS:
        return ends
    likely = [parts for parts in ends if whole.claim.value <= 2 * total(parts) <= 4 * whole.claim.value]
    return likely[:_FEW_ENDS]


def _tells_events(context: Context, parts: Sequence[Place]) -> bool:
    """Whether verbs stand in the list: "800 ont reçu des vivres, 650 des kits" tells what happened."""
    return any(_VERB.search(link(context, one, other)) for one, other in pairwise(parts))


def _natural_ends(context: Context, run: Sequence[Place]) -> list[int]:
    """Where the list may end: after the member that "et" or "and" announces as the last, at a dash, at its end."""
    # "612, 340, 152; 98 deliveries": where commas part the list, a semicolon ends it.
    marked = [";" in link(context, one, other) for one, other in pairwise(run)]
    if True in marked[1:] and not marked[0]:
        run = run[: marked.index(True) + 1]
    ends = [len(run)]
    for at in range(1, len(run) - 1):
        ended = re.search(r"\s[-–—](?:\s|$)|;", link(context, run[at], run[at + 1]))
        if ended or _LAST.search(link(context, run[at - 1], run[at])):
            ends.append(at + 1)
    return [end for end in ends if end >= 2]


def _wholes_after(context: Context, level: Sequence[Place]) -> Iterator[Relation]:
    """Parts first: "20 femmes et 30 hommes, soit 50 personnes au total", "F 7 752 M 7 740 total 15 492"."""
    for at in range(2, len(level)):
        whole, last = level[at], level[at - 1]
        text = link(context, last, whole)
        told = bool(TOTAL_WORDS.search(text) or TOTAL_WORDS.search(" ".join(whole.after[:4])))
        summed_up = bool(re.search(r"\bsoit\b|\btotal|=|\bmaking\b|\bfor a\b|\bdonc\b|→", text))
        if len(text) > 120:
            continue
        run = [last]
        for place in reversed(level[max(0, at - 1 - LONGEST_LIST) : at - 1]):
            before = link(context, place, run[0])
            if len(before) > 120 or TOTAL_WORDS.search(before):
                break
            run.insert(0, place)
            if ";" in before and told:
                run.pop(0)
                break
        exact = [run[start:] for start in range(len(run) - 1) if total(run[start:]) == whole.claim.value]
        if not (told or summed_up) and exact and re.search(r":\s[^,;:]{1,60}$", text):
            # "Gao 17, Bourem 11, Ansongo 11 : région de Gao 39".
            if strength(whole, exact[0]) > 1 and of_one_kind(whole, exact[0]):
                yield sum_of(whole, exact[0], Belief(0.84), "soit")
            continue
        if not (told or summed_up):
            # "A 7 212 995, B 7 059 951, les autres 3 155 323, sur 17 428 269": without a word for it, all digits agree.
            exact = [parts for parts in exact if strength(whole, parts) >= _ALL_AGREE and len(parts) > 2]
            if not exact:
                continue
        if not exact:
            other = next((at for at in range(len(run), 0, -1) if not same_kind(whole.kind, run[at - 1].kind)), 0)
            run = run[other:]
        if len(run) < 2:
            continue
        lists = exact[:1] or ([run] if told else [run[-2:]])
        # "20 femmes et 30 hommes, soit 50 personnes" equates; without the sum coming out it need not.
        slipped = not (told or exact) and len(run) > 2 and one_slip(whole, run) and _one_noun(whole, run)
        lists = [run] if slipped else lists
        opening = Opening.TOTAL if told else Opening.CLOSED if exact or slipped else Opening.NONE
        for parts in lists:
            belief = weigh(whole, parts, opening, shares_close=shares_close(context, parts))
            if belief.confidence > 0:
                yield sum_of(whole, parts, belief, "total" if told else "soit")


def _shares_of_a_count(context: Context, level: Sequence[Place]) -> Iterator[Relation]:
    """ "87 of the 142 cases; 55 were reported elsewhere": both named parts of the figure in the middle."""
    for one, whole, other in zip(level, level[1:], level[2:], strict=False):
        if _OF_THE.match(link(context, one, whole)) and one.claim.value + other.claim.value == whole.claim.value:
            belief = weigh(whole, (one, other), Opening.OPEN)
            if belief.confidence > 0:
                yield sum_of(whole, (one, other), belief, "of the")


def _in_brackets(context: Context, whole: Place, inside: Sequence[Place]) -> Iterator[Relation]:
    """The brackets after a figure hold its parts, or the figure is one of several whose sum they hold."""
    text = link(context, whole, inside[0]).rsplit("(", 1)[-1].rsplit("[", 1)[-1]
    parts = [place for place in inside if same_kind(whole.kind, place.kind)]
    if len(parts) < 2 or len(parts) > LONGEST_LIST:
        return
    if not of_one_kind(whole, parts):
        return
    opening = Opening.OPEN if OPEN_WORDS.search(text) else Opening.CLOSED
    distance = len(context.between(whole.claim, inside[0].claim))
    if (distance > 120 or _had_its_own(context, whole, inside)) and total(parts) != whole.claim.value:
        return
    found = _best_list(context, whole, parts, opening)
    listed = [place for place in parts if not _in_passing(context, place)]
    if len(listed) > 1 and total(listed) == whole.claim.value:
        found = listed, weigh(whole, listed, opening)
    if found:
        yield sum_of(whole, found[0], found[1], "(" + cue_in(text))
    for start in range(2, len(parts) - 1):
        # "26 (12 agents, 14 paysans – 23 femmes et 3 hommes)" tells the whole twice.
        again = parts[start:]
        parted = re.search(r"\s[-–—]\s|;", link(context, parts[start - 1], again[0]))
        if parted and complementary(again) and total(again) == whole.claim.value:
            yield sum_of(whole, again, weigh(whole, again, opening), "(")


def _had_its_own(context: Context, whole: Place, inside: Sequence[Place]) -> bool:
    """In "1 000 personnes (41 hommes et 959 femmes) de Kor (13 hommes et 101 femmes)" the second bracket is Kor's."""
    between = context.places[whole.index + 1 : inside[0].index]
    return any(counts(context, place) and place.depth > whole.depth for place in between)


def _in_passing(context: Context, place: Place) -> bool:
    """Whether a figure says where the one before was counted: "90 pour les 45 départements", "12 in the 3 camps"."""
    return bool(_WHERE.search(context.gap(place.index)))


def _in_brackets_of_the_one_before(context: Context, near: Place, inside: Sequence[Place]) -> Iterator[Relation]:
    """In "25 districts of 7 regions (Centre 6, Nord 2, …)" the bracket explains the districts."""
    before = context.places[max(0, near.index - 1) : near.index]
    for whole in before:
        exact = total(inside) == whole.claim.value != near.claim.value and whole.sentence == near.sentence
        if exact and len(inside) > 2 and not whole.claim.is_percent and of_one_kind(whole, inside):
            yield sum_of(whole, tuple(inside), Belief(0.86), "(")
