"""Wholes whose parts stand in other sentences or one by one in brackets: "parmi eux", "les 248 autres", "of these".

Besides sums that come out, only lists of groups that leave each other out are believed, when they speak of a thing
counted before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from toguna.figures.claims import Reading
from toguna.figures.naming import words_of
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import (
    Belief,
    Opening,
    apart,
    complementary,
    of_one_kind,
    one_slip,
    significant,
    strength,
    sum_of,
    total,
    weigh,
)
from toguna.figures.relating.listing import (
    OPEN_WORDS,
    SEPARATES,
    TOTAL_WORDS,
    counts,
    hanging,
    levels,
    link,
    opening_of,
    shares_close,
    shares_overlap,
)
from toguna.figures.relations import Relation
from toguna.figures.wording import ALIKE, MONEY, singular

_CLOSES_A_RUN = re.compile(
    r"\W*(?:(?:[^\W\d_]|['’-])+\s)*?\W*(?:et|and|ainsi que|as well as)\s+(?:enfin\s)?$", re.IGNORECASE
)
"""What stands between the last bracket of a list and its last member, which has none."""

_BACK = 14
"""Claims before a list among which its whole is sought."""

_WITH = re.compile(r"\b(?:avec|with)\b", re.IGNORECASE)
_MANY_PARTS = 4
_FEW_NAMES = 3
_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]")
_SENTENCES = 2
"""How many sentences off the figure may stand that a column of brackets comes to."""
_ROUNDED, _CLOSE, _NEARLY = Decimal("0.005"), Decimal("0.02"), Decimal("0.15")
_HARDLY, _TOLD = Decimal("0.0005"), Decimal("0.05")
"""How far off all figures of a noun may be: unannounced, and behind a total."""

_FAR_BACK = 40
"""Claims before a list of groups that leave each other out among which a whole of many digits is sought."""

_POINTS_BACK = re.compile(
    r"\b(?:parmi (?:eux|elles|lesquels|lesquelles)|of (?:these|them|whom|those)|among (?:them|these|those)|"
    r"il s['’]agit|ils|elles|they|these|those|ceux-ci|celles-ci|the group|le groupe|on (?:y )?(?:compte|dénombre)|"
    r"répart\w+|soit|"
    r"(?:out )?of the total|of (?:that|this) (?:total|number|figure)|included in|includes?|"
    r"(?:sur|dans|de) (?:ce (?:total|nombre|chiffre)|l['’]ensemble))\b",
    re.IGNORECASE,
)


def later_parts(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole whose parts come in brackets one by one, in a later sentence, or spread over a paragraph."""
    for level in _bracket_runs(context):
        closing = list(_with_the_others(context, level))
        yield from closing or _of_a_whole_before(context, level)
    for level in _free_lists(context):
        yield from _of_a_whole_before(context, level)
    for line in levels(context):
        yield from _of_one_noun(context, line)
        yield from _named_in_turn(context, line)
    for owner, inside in hanging(context):
        if len(inside) == 1:
            yield from _total_in_brackets(context, owner, inside[0])
    for members in context.paragraphs.values():
        figures = [place for place in members if counts(context, place)]
        yield from _the_others(context, figures)
        yield from _all_of_a_noun(figures)
        yield from _columns_in_brackets(figures)


def _bracket_runs(context: Context) -> Iterator[list[Place]]:
    """Figures that stand alone in brackets one after the other: "médical (37), juridique (24) et matériel (83)"."""
    alone_in = {
        number: sum(1 for place in members if counts(context, place)) == 1
        for number, members in context.brackets.items()
    }
    for members in context.sentences.values():
        run: list[Place] = []
        for place in members:
            if not counts(context, place) or _of_a_name(context, place):
                continue
            alone = place.bracket is not None and alone_in[place.bracket]
            if alone:
                run.append(place)
                continue
            if len(run) > 2 and not place.depth and _CLOSES_A_RUN.match(link(context, run[-1], place)):
                # "Kor (21), Bela (24), Dun (10) et 39 dans les villages".
                yield [*run, place]
            if len(run) > 1:
                yield run
            run = []
        if len(run) > 1:
            yield run


def _of_a_name(context: Context, place: Place) -> bool:
    """Whether a number belongs to the name that its own bracket counts: "Bloc 6 (12), Mbao (3)"."""
    behind = context.gap(place.index + 1)
    return bool(place.location) and place.depth == 0 and behind.strip() == "(" and context.gap(place.index)[-1:] == " "


def _with_the_others(context: Context, run: Sequence[Place]) -> Iterator[Relation]:
    """In "123 personnes dont 21 Guinéens ; les autres sont Camerounais (9), Ivoiriens (16) …" the 21 belong to it."""
    first = run[0]
    if first.index < 2:
        return
    whole, some = context.places[first.index - 2 : first.index]
    if not (whole.sentence == some.sentence == first.sentence) or whole.claim.is_percent or some.claim.is_percent:
        return
    if not _OTHERS.intersection(words_of(context.between(some.claim, first.claim))):
        return
    parts = (some, *run)
    if total(parts) == whole.claim.value:
        yield sum_of(whole, parts, Belief(0.9), "others")
    elif apart(whole.claim.value, total(parts)) <= _NEARLY and len(parts) >= _MANY_PARTS:
        yield sum_of(whole, parts, Belief(0.76), "others")


def _free_lists(context: Context) -> Iterator[list[Place]]:
    """Lists of groups that leave each other out at the beginning of a sentence."""
    for level in levels(context):
        if level[0].bracket is not None:
            continue
        for size in (2, 3, 4):
            parts = list(level[:size])
            longer = level[: size + 1]
            goes_on = len(longer) > size and complementary(longer) and _are_listed(context, longer)
            if len(parts) == size and complementary(parts) and _are_listed(context, parts) and not goes_on:
                yield parts


def _are_listed(context: Context, parts: Sequence[Place], *, rows: bool = False) -> bool:
    texts = [link(context, one, other) for one, other in pairwise(parts)]
    if rows:
        # "Maradi 22 531 … et Diffa avec 3 168".
        texts = [_WITH.sub(" ", text) for text in texts]
    return all(len(text) < 120 and SEPARATES.search(text) and not OPEN_WORDS.search(text) for text in texts)


def _of_a_whole_before(context: Context, parts: Sequence[Place]) -> Iterator[Relation]:
    """The whole of a list is sought backwards: in its sentence, then before it in its paragraph."""
    first = parts[0]
    lead = lead_of(context, first)
    pointing = bool(_POINTS_BACK.search(" ".join(lead)))
    nouns = {ALIKE.get(noun, noun) for noun in map(singular, lead)}
    closing = shares_close(context, parts)
    sure = closing or complementary(parts)
    best: Relation | None = None
    nearest = Decimal("Infinity")
    reach = _FAR_BACK if sure and significant(total(parts)) > 3 else _BACK
    for index in range(first.index - 1, max(-1, first.index - 1 - reach), -1):
        whole = context.places[index]
        if whole.paragraph != first.paragraph:
            break
        if not counts(context, whole) or whole.depth or not of_one_kind(whole, parts):
            continue
        spoken_of = whole.sentence == first.sentence or pointing or ALIKE.get(whole.noun, whole.noun) in nouns
        spoken_of = spoken_of or (closing and whole.sentence == first.sentence - 1)
        if total(parts) == whole.claim.value:
            digits = significant(whole.claim.value)
            confidence = (
                0.9
                if sure and digits > 1
                else 0.85
                if spoken_of and digits >= 2
                else {3: 0.7, 4: 0.8}.get(digits, 0.85)
            )
            if digits == 1:
                # "8 cas : Kor (1), Bela (1) …": of one digit, only what a colon opens and many parts fill.
                opened = whole.sentence == first.sentence and opening_of(link(context, whole, first)) is Opening.CLOSED
                confidence = 0.8 if opened and len(parts) >= _MANY_PARTS else 0.4
            yield sum_of(whole, parts, Belief(confidence), "list")
            return
        announced = whole.sentence == first.sentence and opening_of(link(context, whole, first)) is Opening.CLOSED
        if best is None and announced and whole.bracket is None:
            belief = weigh(whole, parts, Opening.CLOSED, shares_close=closing)
            best = sum_of(whole, parts, belief, "list") if belief.confidence > 0 else None
        if best is None and len(parts) >= _MANY_PARTS and first.bracket is not None and not whole.claim.is_percent:
            # "… estimated at 25.54 million. It is financed by A (16.3 million), B (5.66 million) …"
            # "Environ 60 000 sont rentrés. Ils viennent de Kor (20 837), de Bela (16 701) …" rounds as well.
            told = whole.kind.startswith(MONEY) or (pointing and spoken_of)
            close = told and apart(whole.claim.value, total(parts)) <= _ROUNDED
            best = sum_of(whole, parts, Belief(0.72, arguable=True), "list") if close else None
        if best is None and whole.sentence == first.sentence and len(parts) > 2 and _are_listed(context, parts):
            close = apart(whole.claim.value, total(parts)) <= 0.05 or one_slip(whole, parts)
            best = sum_of(whole, parts, Belief(0.7), "list") if close and not shares_overlap(context, parts) else None
        near = apart(whole.claim.value, total(parts)) <= 0.15 or one_slip(whole, parts)
        off = apart(whole.claim.value, total(parts))
        if (best is None or off < nearest) and spoken_of and near and sure and whole.sentence >= first.sentence - 3:
            # Of several wholes that were spoken of, the one that the parts come nearest to was meant.
            belief = weigh(whole, parts, Opening.OPEN, shares_close=closing)
            best, nearest = sum_of(whole, parts, belief, "list"), off
    if best:
        yield best


def _of_one_noun(context: Context, level: Sequence[Place]) -> Iterator[Relation]:
    """In "216 were injured … 113 injuries in Gao, 79 in Mopti, 11 …" only the first part is named, like its whole."""
    first, *others = level
    name = ALIKE.get(first.noun, first.noun)
    run = list(takewhile(lambda place: place.noun in ("", first.noun) or _is_its_name(place), others))
    if (
        not name
        or first.bracket is not None
        or len(run) < _MANY_PARTS - 1
        or not _are_listed(context, [first, *run], rows=True)
    ):
        return
    parts = [first, *run]
    if all(part.noun == first.noun for part in parts):
        return
    for whole in reversed(context.places[max(0, first.index - _BACK) : first.index]):
        if whole.paragraph != first.paragraph or not counts(context, whole) or whole.depth:
            continue
        if name in {ALIKE.get(word, word) for word in (whole.noun, *whole.words)}:
            if total(parts) == whole.claim.value and strength(whole, parts) > 1:
                yield sum_of(whole, parts, Belief(0.85), "named list")
                return
            if apart(whole.claim.value, total(parts)) <= _CLOSE and strength(whole, parts) > 2:
                yield sum_of(whole, parts, Belief(0.72), "named list")
                return


def _named_in_turn(context: Context, line: Sequence[Place]) -> Iterator[Relation]:
    """In "553 incidents. Kor en compte 125, Bela 294 et Dun 134" the names break down the one figure before them."""
    if len(line) < _FEW_NAMES or line[0].depth or not all(_NAME.search(place.label) for place in line):
        return
    before = [place for place in context.sentences.get(line[0].sentence - 1, ()) if counts(context, place)]
    if len(before) != 1 or before[0].paragraph != line[0].paragraph or not _are_listed(context, line):
        return
    (whole,) = before
    if total(line) == whole.claim.value:
        yield sum_of(whole, line, Belief(0.8), "list")
    elif one_slip(whole, line) and strength(whole, line) >= _FEW_NAMES:
        yield sum_of(whole, line, Belief(0.74), "list")


def _is_its_name(place: Place) -> bool:
    """Whether what would be the noun is the name in front: "Maradi 22 531"."""
    return not place.kind and place.noun in map(singular, place.before[-2:])


def lead_of(context: Context, place: Place) -> tuple[str, ...]:
    """The words of a sentence before its first figure."""
    at = place.index
    while at and context.places[at - 1].sentence == place.sentence:
        at -= 1
    return words_of(re.split(r"[.!?]\s|\n", context.gap(at)[-120:])[-1])[-10:]


_OTHERS = frozenset(
    [
        "autre",
        "autres",
        "other",
        "others",
        "remaining",
        "reste",
        "restent",
        "rest",
        "restants",
        "restantes",
        "remainder",
    ]
)


def _the_others(context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """ "Parmi les 560 enseignants, 312 femmes. Les 248 autres sont des hommes": the others close a list."""
    for at, last in enumerate(figures):
        # "les autres, au nombre de 121".
        named = (*last.before[-3:], *last.after[:3], *words_of(re.split(r"[.;:]", context.gap(last.index)[-40:])[-1]))
        if at < 2 or not _OTHERS.intersection(named) or last.depth:
            continue
        for start in range(at - 1, max(0, at - 7), -1):
            whole, parts = figures[start - 1], figures[start : at + 1]
            if total(parts) == whole.claim.value and significant(whole.claim.value) > 1:
                yield sum_of(whole, parts, Belief(0.9 if of_one_kind(whole, parts) else 0.4), "others")
                break
            some = (figures[start], last)
            if total(some) == whole.claim.value and strength(whole, some) > 2 and of_one_kind(whole, some):
                # "2 255 sont partis : 2 134 dans dix sites, dont 800 à Kor ; les autres, au nombre de 121, …"
                yield sum_of(whole, some, Belief(0.88), "others")
                break


_SOME_OF = re.compile(r"\b(?:dont|including|incluant|compris|of whom|of which)\b", re.IGNORECASE)


def _all_of_a_noun(figures: Sequence[Place]) -> Iterator[Relation]:
    """ "104 communes, 45 886 tonnes … 28 472 tonnes à Kor … 13 647 tonnes … 3 767 tonnes": every figure of the noun."""
    by_noun: dict[str, list[Place]] = {}
    for place in figures:
        if place.noun and not place.depth:
            by_noun.setdefault(place.noun, []).append(place)
    for whole, *later in by_noun.values():
        parts = [place for place in later if not _SOME_OF.search(" ".join(place.before[-3:]))]
        spread = len({place.sentence for place in parts}) > 1
        if len(parts) < 3 or not spread or strength(whole, parts) < 4:
            continue
        told = TOTAL_WORDS.search(" ".join(whole.before[-3:])) is not None
        off = apart(whole.claim.value, total(parts))
        if not off or off <= (_TOLD if told else _HARDLY) or (told and one_slip(whole, parts)):
            yield sum_of(whole, parts, Belief(0.75 if off else 0.9), "total")


def _total_in_brackets(context: Context, last: Place, whole: Place) -> Iterator[Relation]:
    """ "124 femmes et 46 hommes ont été choisis (170, comme prévu)": a bracket may say what its list comes to."""
    run: list[Place] = [last]
    while run[0].index:
        before = context.places[run[0].index - 1]
        if before.sentence != last.sentence or before.depth != last.depth or not counts(context, before):
            break
        if not SEPARATES.search(link(context, before, run[0])):
            break
        run.insert(0, before)
    for size in range(2, len(run) + 1):
        parts = run[-size:]
        if total(parts) == whole.claim.value and strength(whole, parts) > 1 and of_one_kind(whole, parts):
            yield sum_of(whole, parts, Belief(0.85), "total")


def _columns_in_brackets(figures: Sequence[Place]) -> Iterator[Relation]:
    """ "612 police (98 women), 145 gendarmes (12 women) and 66 magistrates (21 women); 131 women in all"."""
    columns: dict[tuple[int, str, str | None], list[Place]] = {}
    named: dict[tuple[str, str | None], list[Place]] = {}
    for place in figures:
        if place.noun or place.sex:
            if place.depth:
                columns.setdefault((place.sentence, place.noun, place.sex), []).append(place)
            else:
                named.setdefault((place.noun, place.sex), []).append(place)
    for (sentence, noun, sex), parts in columns.items():
        for whole in named.get((noun, sex), ())[:_BACK]:
            beside = whole.sentence == sentence
            near = abs(whole.sentence - sentence) <= _SENTENCES and len(parts) > 2
            comes_out = len(parts) > 1 and total(parts) == whole.claim.value
            if comes_out and (beside or near) and strength(whole, parts) > (1 if beside else 2):
                yield sum_of(whole, parts, Belief(0.85), "column")
