"""Wholes whose parts stand in other sentences: a headline, "parmi eux", a part that arrives at the end.

Without a list beside the whole, only sums that come out exactly are believed, and the more figures are tried, the more
digits must agree; or lists of groups that leave each other out and speak of a thing counted before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place, words_of
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
from toguna.figures.relating.partitions import _OPEN_WORDS, _SEPARATES, COMPARES, counts, levels, link, shares_close
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind, singular

_BACK = 14
"""Claims before a list among which its whole is sought."""

_FAR_BACK = 40
"""Claims before a list of groups that leave each other out among which a whole of many digits is sought."""

_WINDOW = 12
"""Figures on either side of a whole among which its parts are sought."""

_POINTS_BACK = re.compile(
    r"\b(?:parmi (?:eux|elles|lesquels|lesquelles)|of (?:these|them|whom|those)|among (?:them|these|those)|"
    r"il s['’]agit|ils|elles|they|these|those|ceux-ci|celles-ci|the group|le groupe|on (?:y )?(?:compte|dénombre)|"
    r"répart\w+|soit)\b",
    re.IGNORECASE,
)


def later_parts(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole whose parts come in brackets one by one, in a later sentence, or spread over a paragraph."""
    for level in _bracket_runs(context):
        yield from _of_a_whole_before(context, level)
    for level in _free_lists(context):
        yield from _of_a_whole_before(context, level)
    for members in context.paragraphs.values():
        figures = [place for place in members if counts(context, place)]
        yield from _headline(context, figures)
        yield from _the_others(figures)
        yield from _columns_in_brackets(figures)
        yield from _same_things(figures)
        yield from _whole_sentences(figures)
        yield from _exact_by_search(context, figures)
        yield from _two_partitions(context, figures)


def _bracket_runs(context: Context) -> Iterator[list[Place]]:
    """Figures that stand alone in brackets one after the other: "médical (37), juridique (24) et matériel (83)"."""
    alone_in = {
        number: sum(1 for place in members if counts(context, place)) == 1
        for number, members in context.brackets.items()
    }
    for members in context.sentences.values():
        run: list[Place] = []
        for place in members:
            if not counts(context, place):
                continue
            alone = place.bracket is not None and alone_in[place.bracket]
            if alone:
                run.append(place)
                continue
            if len(run) > 1:
                yield run
            run = []
        if len(run) > 1:
            yield run


def _free_lists(context: Context) -> Iterator[list[Place]]:
    """Lists of groups that leave each other out at the beginning of a sentence."""
    for level in levels(context):
        if level[0].bracket is not None:
            continue
        for size in (2, 3, 4):
            parts = list(level[:size])
            if len(parts) == size and complementary(parts) and _are_listed(context, parts):
                yield parts


def _are_listed(context: Context, parts: Sequence[Place]) -> bool:
    texts = [link(context, one, other) for one, other in pairwise(parts)]
    return all(len(text) < 120 and _SEPARATES.search(text) and not _OPEN_WORDS.search(text) for text in texts)


def _of_a_whole_before(context: Context, parts: Sequence[Place]) -> Iterator[Relation]:
    """The whole of a list is sought backwards: in its sentence, then before it in its paragraph."""
    first = parts[0]
    lead = _lead(context, first)
    pointing = bool(_POINTS_BACK.search(" ".join(lead)))
    nouns = {singular(word) for word in lead}
    closing = shares_close(context, parts)
    sure = closing or complementary(parts)
    best: Relation | None = None
    reach = _FAR_BACK if sure and significant(total(parts)) > 3 else _BACK
    for index in range(first.index - 1, max(-1, first.index - 1 - reach), -1):
        whole = context.places[index]
        if whole.paragraph != first.paragraph:
            break
        if not counts(context, whole) or whole.depth or not of_one_kind(whole, parts):
            continue
        spoken_of = whole.sentence == first.sentence or pointing or whole.noun in nouns
        if total(parts) == whole.claim.value:
            digits = significant(whole.claim.value)
            confidence = (
                0.9
                if sure and digits > 1
                else 0.85
                if spoken_of and digits >= 2
                else {3: 0.7, 4: 0.8}.get(digits, 0.85)
            )
            yield sum_of(whole, parts, Belief(confidence if digits > 1 else 0.4), "list")
            return
        near = apart(whole.claim.value, total(parts)) <= 0.15 or one_slip(whole, parts)
        if best is None and spoken_of and near and sure and whole.sentence >= first.sentence - 3:
            belief = weigh(whole, parts, Opening.OPEN, shares_close=closing)
            best = sum_of(whole, parts, belief, "list")
    if best:
        yield best


def _lead(context: Context, place: Place) -> tuple[str, ...]:
    """The words of a sentence before its first figure."""
    at = place.index
    while at and context.places[at - 1].sentence == place.sentence:
        at -= 1
    return words_of(context.gap(at)[-120:])[-10:]


def _headline(context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """A figure that the first groups of the following sentences come to, one sentence after the other."""
    for at, whole in enumerate(figures[:3]):
        if significant(whole.claim.value) < 3 or whole.depth:
            continue
        parts: list[Place] = []
        sentence, open_list = whole.sentence, False
        for place in figures[at + 1 : at + 1 + 3 * _WINDOW]:
            if place.sentence == whole.sentence or place.depth or not same_kind(whole.kind, place.kind):
                continue
            if place.sentence != sentence:
                sentence, open_list = place.sentence, not _OPEN_WORDS.search(" ".join(_lead(context, place)))
                if open_list:
                    parts.append(place)
            elif open_list and parts:
                text = link(context, parts[-1], place)
                open_list = bool(re.fullmatch(r"\s*(?:[^\W\d_]+\s){0,3}(?:and|et|&)\s+", text))
                if open_list:
                    parts.append(place)
            if len(parts) > 1 and total(parts) == whole.claim.value and of_one_kind(whole, parts):
                yield sum_of(whole, tuple(parts), Belief(0.78), "headline")
                break
            if total(parts) > whole.claim.value:
                break


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


def _the_others(figures: Sequence[Place]) -> Iterator[Relation]:
    """ "Parmi les 560 enseignants, 312 femmes. Les 248 autres sont des hommes": the others close a list."""
    for at, last in enumerate(figures):
        if at < 2 or not _OTHERS.intersection((*last.before[-3:], *last.after[:3])) or last.depth:
            continue
        for start in range(at - 1, max(0, at - 7), -1):
            whole, parts = figures[start - 1], figures[start : at + 1]
            if total(parts) == whole.claim.value and significant(whole.claim.value) > 1:
                yield sum_of(whole, parts, Belief(0.9 if of_one_kind(whole, parts) else 0.4), "others")
                break


def _columns_in_brackets(figures: Sequence[Place]) -> Iterator[Relation]:
    """ "612 police (98 women), 145 gendarmes (12 women) and 66 magistrates (21 women); 131 women in all"."""
    sentences: dict[int, list[Place]] = {}
    for place in figures:
        sentences.setdefault(place.sentence, []).append(place)
    for level in sentences.values():
        columns: dict[tuple[str, str | None], list[Place]] = {}
        for place in level:
            if place.depth and (place.noun or place.sex):
                columns.setdefault((place.noun, place.sex), []).append(place)
        for name, parts in columns.items():
            wholes = [place for place in level if not place.depth and (place.noun, place.sex) == name]
            for whole in wholes[:_WINDOW]:
                if len(parts) > 1 and total(parts) == whole.claim.value and strength(whole, parts) > 1:
                    yield sum_of(whole, parts, Belief(0.85), "column")


def _same_things(figures: Sequence[Place]) -> Iterator[Relation]:
    """Three neighbouring counts of the same thing of which the last, or the first, is the sum of the two others."""
    for at, whole in enumerate(figures):
        if not whole.kind:
            continue
        for near in (figures[max(0, at - 3) : at], figures[at + 1 : at + 4]):
            alike = [place for place in near if place.noun == whole.noun and place.kind == whole.kind]
            for parts in combinations(alike, 2):
                elsewhere = {place.sentence for place in parts} != {whole.sentence}
                if elsewhere and total(parts) == whole.claim.value and strength(whole, parts) >= 3:
                    yield sum_of(whole, parts, Belief(0.72), "exact")


def _whole_sentences(figures: Sequence[Place]) -> Iterator[Relation]:
    """All the figures of one sentence come to a figure of a sentence beside it."""
    sentences: dict[int, list[Place]] = {}
    for place in figures:
        if not place.depth:
            sentences.setdefault(place.sentence, []).append(place)
    for sentence, level in sentences.items():
        beside = [
            place
            for near in (sentence - 1, sentence + 1, sentence - 2)
            for place in sentences.get(near, ())[: _WINDOW // 2]
        ]
        for parts in (level, level[:-1]):
            if not 2 <= len(parts) <= _WINDOW:
                continue
            enough = 3 if len(parts) > 2 else 4
            for whole in beside:
                come_out = whole.claim.value == total(parts)
                if come_out and strength(whole, parts) >= enough and of_one_kind(whole, parts):
                    yield sum_of(whole, parts, Belief(0.8), "headline")


def _exact_by_search(context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """Sums that come out to the last digit among neighbouring figures; chance is kept out by the digits asked for."""
    for at, whole in enumerate(figures):
        digits = significant(whole.claim.value)
        if digits < 4:
            continue
        if _compared(context, whole):
            continue
        near = [
            place
            for place in (*figures[max(0, at - _WINDOW) : at], *figures[at + 1 : at + 1 + _WINDOW])
            if place.claim.value < whole.claim.value
            and same_kind(whole.kind, place.kind)
            and (digits > 4 or abs(place.sentence - whole.sentence) <= 2)
        ]
        found = _parts_that_fit(whole, near, most=2 if digits == 4 else 3 if digits == 5 else 4, at_start=at == 0)
        if found:
            yield sum_of(whole, found, Belief(0.72 if digits == 4 else 0.8), "exact")


def _compared(context: Context, whole: Place) -> bool:
    """Whether the figure is set against the count beside it: then what they lack is a change, not a part."""
    after = whole.index + 1
    followed = after < len(context.places) and counts(context, context.places[after])
    return bool(followed and COMPARES.search(context.gap(after)))


def _parts_that_fit(whole: Place, near: Sequence[Place], *, most: int, at_start: bool) -> tuple[Place, ...]:
    """The fewest neighbours that come to the whole exactly; four only for a figure that heads its paragraph."""
    for size in range(2, most + 1 + at_start):
        if size > 4 or (size == 4 and not at_start):
            break
        for parts in combinations(near[: 2 * _WINDOW if size < 4 else 14], size):
            if total(parts) == whole.claim.value and of_one_kind(whole, parts):
                return parts
    return ()


def _two_partitions(context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """Two pairs that come to the same whole, which nobody wrote: school and free candidates, science and letters."""
    pairs = [
        (one, other)
        for one, other in pairwise(figures)
        if one.sentence == other.sentence
        and one.depth == other.depth
        and _SEPARATES.search(link(context, one, other))
        and of_one_kind(one, (other,))
    ][:60]
    by_sum: dict[Decimal, tuple[Place, Place]] = {}
    stated = {place.claim.value for place in figures}
    for pair in pairs:
        value = total(pair)
        earlier = by_sum.setdefault(value, pair)
        same = {place.claim.value for place in earlier} == {place.claim.value for place in pair}
        if earlier is pair or same or value in stated or significant(value) < 5 or earlier[1] in pair:
            continue
        yield Relation(
            id="",
            type=RelationType.SUM,
            stated_side=tuple(place.claim.id for place in pair),
            other_side=tuple(place.claim.id for place in earlier),
            confidence=0.8,
            cue="two partitions",
        )
