"""A whole and the list of its parts in one sentence: "1 322 personnes dont 520 femmes, 386 hommes et …".

The list follows a colon, a dash, brackets, "dont", "soit", "including", "made up of"; or the whole follows its list
("total"); or both stand in a formula. Which of several readings is the best is left to `weigh`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Belief, Opening, complementary, of_one_kind, strength, sum_of, total, weigh
from toguna.figures.relations import Relation
from toguna.figures.wording import same_kind

LONGEST_LIST = 24
"""Parts of one list; longer lists are tables and read as such."""

_SKIPPED = 3
"""Figures of another kind that may stand between a whole and its list: "in 26 centres"."""

_OPEN_WORDS = re.compile(
    r"\b(?:dont|including|includes?|included|incluant|y compris|of wh(?:om|ich)|of these|of them|among (?:them|whom|"
    r"which)|parmi (?:eux|elles|lesquel(?:le)?s)|comprenant|comprend|comptant|avec|with|notamment|among|où|contenant|"
    r"inclus)\b",
    re.IGNORECASE,
)
_CLOSED_WORDS = re.compile(
    r"[:=]|(?:^|\s)[-–—](?:\s|$)|\b(?:soit|réparti\w*|ventilé\w*|divisé\w*|composé\w*|constitué\w*|formé\w* de|"
    r"compris(?:es|ing|ed)|comprising|composed|consist(?:s|ing|ed)? of|made up|broken down|split|divided|"
    r"disaggregated|namely|à savoir|i\.e|viz|c['’]est-à-dire|représentant|to wit)\b",
    re.IGNORECASE,
)
TOTAL_WORDS = re.compile(
    r"\b(?:total(?:e|s|ling|ing|isant|ise|isent)?|totaux|en tout|in all|altogether|au total|sous-total|subtotal|"
    r"ensemble|overall|cumul|somme|combined|all together)\b",
    re.IGNORECASE,
)
COMPARES = re.compile(
    r"\b(?:contre|against|compared|par rapport|versus|vs|up from|down from|pass(?:é|ée|és|ées) (?:de|à)|au lieu|instead|"
    r"previous|précédent\w*|l['’]an dernier|last year|target|cible|prévus?|planned)\b",
    re.IGNORECASE,
)
_SEPARATES = re.compile(
    r"[,;/&+|]|\n|\b(?:et|and|ou|or|puis|ainsi que|as well as|plus|contre|vs|versus|while|tandis)\b"
)
_VERB = re.compile(
    r"\b(?:ont|a|avaient|avait|had|have|has|received|benefited|got|took|attended|used|reported|owned|gained)\b"
)
_LAST = re.compile(r"\b(?:et|and|ainsi que|as well as|&)\b", re.IGNORECASE)
_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHARE = re.compile(
    r"(?:\b(?:soit|or|ou|i\.e\.?)\s+)?(?:\b(?:environ|près de|about|around|over)\s+)?\d[\d.,\s]{0,8}(?:%|per ?cent|pour ?cent)",
    re.IGNORECASE,
)
_OF_THE = re.compile(
    r"^\s*(?:[^\W\d_]+\s+){0,2}(?:of|sur|des|parmi|out of)\s+(?:the|les|these|ces)?\s*$", re.IGNORECASE
)
# "142 cases, 14 of which confirmed, and 12 deaths": these words look back and announce nothing.
_OF_THE_ONE_BEFORE = re.compile(r"^\s*(?:of (?:whom|which|them|these)|d['’]entre e(?:ux|lles))\b[^,;]*(?:[,;]|$)")
_OUT_OF = frozenset({"of", "sur", "among", "parmi", "amongst"})


def partitions(reading: Reading, context: Context) -> Iterable[Relation]:
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


def levels(context: Context) -> Iterator[tuple[Place, ...]]:
    """The counts of each sentence that stand beside each other: outside brackets, and within each bracket."""
    for members in context.sentences.values():
        groups: dict[int | None, list[Place]] = {}
        for place in members:
            if counts(context, place):
                groups.setdefault(place.bracket, []).append(place)
        for group in groups.values():
            if len(group) > 1:
                yield tuple(group)


def hanging(context: Context) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    """Each bracket that holds counts, with the count that it hangs on."""
    for members in context.brackets.values():
        inside = tuple(place for place in members if counts(context, place))
        if inside and inside[0].hangs_on is not None:
            owner = _count_before(context, inside[0].hangs_on, inside[0].sentence)
            if owner is not None:
                yield owner, inside


def counts(context: Context, place: Place) -> bool:
    """Whether a claim is a count, and not the words before its own figure ("deux cent un (201)")."""
    if place.claim.is_percent:
        return False
    follower = context.places[place.index + 1] if place.index + 1 < len(context.places) else None
    return follower is None or follower.twin != place.index


def _count_before(context: Context, index: int, sentence: int) -> Place | None:
    """The claim of that index, or where it is a share or its own figure in words, the count beside it."""
    place = context.places[index]
    if index + 1 < len(context.places) and context.places[index + 1].twin == index:
        return context.places[index + 1]
    for earlier in range(index, max(-1, index - 3), -1):
        place = context.places[earlier]
        if place.sentence != sentence:
            return None
        if not place.claim.is_percent:
            return place
    return None


def link(context: Context, one: Place, other: Place) -> str:
    """The text from one figure to another, without what stands in brackets and without shares."""
    text = context.between(one.claim, other.claim)
    for _ in range(3):
        text, changed = _INNER.subn(" ", text)
        if not changed:
            break
    return _SHARE.sub(" ", text)


def opening_of(text: str) -> Opening:
    """How the words between a whole and its first part announce the list."""
    text = _OF_THE_ONE_BEFORE.sub("", text)
    if _OPEN_WORDS.search(text):
        return Opening.OPEN
    if _CLOSED_WORDS.search(text):
        return Opening.CLOSED
    return Opening.NONE


def _formulas(context: Context, level: Sequence[Place]) -> Iterator[Relation]:
    """A + B = C, or C = A + B."""
    signs = [_sign(context.between(one.claim, other.claim)) for one, other in zip(level, level[1:], strict=False)]
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
        if opening is Opening.NONE and _OUT_OF.intersection(whole.before[-3:]):
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
            run = longer if _comes_out(whole, longer) and not _comes_out(whole, run) else run
        found = _best_list(context, whole, run, opening)
        if found:
            yield sum_of(whole, found[0], found[1], cue_in(text) or ("of" if opening is Opening.OPEN else ""))


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


def _coming_out(context: Context, whole: Place, level: Sequence[Place], first: int) -> Sequence[Place]:
    for kinds_too in (True, False):
        run = _listed(context, whole, level, first, semicolons=True, kinds_too=kinds_too)
        for end in range(len(run), 1, -1):
            if total(run[:end]) == whole.claim.value and strength(whole, run[:end]) >= 3:
                return run[:end]
    return ()


def _first_part(whole: Place, level: Sequence[Place], at: int) -> int | None:
    for first in range(at + 1, min(len(level), at + 2 + _SKIPPED)):
        if same_kind(whole.kind, level[first].kind):
            return first
    return None


def _listed(
    context: Context, whole: Place, level: Sequence[Place], first: int, *, semicolons: bool, kinds_too: bool = True
) -> list[Place]:
    """The figures of the list that begins here; figures of another kind may stand between ("dans 5 villages")."""
    run, last = [level[first]], level[first]
    for place in level[first + 1 : first + 1 + LONGEST_LIST]:
        text = link(context, last, place)
        last = place
        if len(text) > 160 or not _SEPARATES.search(text) or _OPEN_WORDS.search(text) or TOTAL_WORDS.search(text):
            break
        if ";" in text and not semicolons:
            break
        if kinds_too and not same_kind(whole.kind, place.kind):
            continue
        run.append(place)
    return run


def _comes_out(whole: Place, run: Sequence[Place]) -> bool:
    return any(total(run[:end]) == whole.claim.value for end in range(2, len(run) + 1))


def _best_list(
    context: Context, whole: Place, run: Sequence[Place], opening: Opening
) -> tuple[Sequence[Place], Belief] | None:
    """How far the list goes: to where it comes out exactly, else to its natural end."""
    exact = [run[:end] for end in range(2, len(run) + 1) if total(run[:end]) == whole.claim.value]
    ends = exact[-1:] or [run[:end] for end in _natural_ends(context, run)]
    weighed = [(parts, weigh(whole, parts, opening, shares_close=shares_close(context, parts))) for parts in ends]
    if not exact:
        weighed = [
            found
            for found in weighed
            if not shares_overlap(context, found[0])
            and (complementary(found[0]) or not _tells_events(context, found[0]))
        ]
    best = max(weighed, key=lambda found: (found[1].confidence, len(found[0])), default=None)
    return best if best and best[1].confidence > 0 else None


def _tells_events(context: Context, parts: Sequence[Place]) -> bool:
    """Whether verbs stand in the list: "800 ont reçu des vivres, 650 des kits" tells what happened, not what there is."""
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
        if not (told or summed_up) or len(text) > 120:
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
        if not exact:
            other = next((at for at in range(len(run), 0, -1) if not same_kind(whole.kind, run[at - 1].kind)), 0)
            run = run[other:]
        if len(run) < 2:
            continue
        lists = exact[:1] or ([run] if told else [run[-2:]])
        # "20 femmes et 30 hommes, soit 50 personnes" equates; without the sum coming out it need not.
        opening = Opening.TOTAL if told else Opening.CLOSED if exact else Opening.NONE
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
    opening = Opening.OPEN if _OPEN_WORDS.search(text) else Opening.CLOSED
    distance = len(context.between(whole.claim, inside[0].claim))
    if distance > 120 and total(parts) != whole.claim.value:
        return
    found = _best_list(context, whole, parts, opening)
    if found:
        yield sum_of(whole, found[0], found[1], "(" + cue_in(text))


def cue_in(text: str) -> str:
    """The words that announce the list, as written."""
    found = _OPEN_WORDS.search(text) or _CLOSED_WORDS.search(text)
    return found.group().strip().lower() if found else ""


def shares_close(context: Context, parts: Sequence[Place]) -> bool:
    """Whether a percentage follows each part and together they make a hundred, give or take rounding."""
    beside = _shares_beside(context, parts)
    return len(beside) == len(parts) and abs(sum(beside, Decimal(0)) - 100) <= Decimal(len(parts)) / 2


def shares_overlap(context: Context, parts: Sequence[Place]) -> bool:
    """Whether a percentage follows each part and together they are clearly no hundred: then groups overlap or lack."""
    beside = _shares_beside(context, parts)
    return len(beside) == len(parts) and abs(sum(beside, Decimal(0)) - 100) > 3


def _shares_beside(context: Context, parts: Sequence[Place]) -> list[Decimal]:
    shares = []
    for part in parts:
        follower = context.places[part.index + 1] if part.index + 1 < len(context.places) else None
        if follower is not None and follower.claim.is_percent and follower.sentence == part.sentence:
            shares.append(follower.claim.value)
    return shares
