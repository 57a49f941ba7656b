"""Sums that no word announces: figures spread over a paragraph that come out to the last digit.

Only exact sums are told here, and the more figures are tried, the more digits must agree: chance is kept out by
counting them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from toguna.figures.claims import Reading
from toguna.figures.phrases import Context, Place
from toguna.figures.relating.evidence import Belief, apart, of_one_kind, significant, strength, sum_of, total
from toguna.figures.relating.later_parts import lead_of
from toguna.figures.relating.listing import COMPARES, OPEN_WORDS, SEPARATES, counts, link, without_details
from toguna.figures.relations import Relation, RelationType
from toguna.figures.wording import same_kind

_WINDOW = 12
"""Figures on either side of a whole among which its parts are sought."""


_FEWEST, _LONGEST, _VERY_NEARLY, _NEARLY = 3, 24, Decimal("0.02"), Decimal("0.12")
_SUMS_UP = re.compile(
    r"\W*(?:soit|au total|total|en tout|in total|in all|le (?:bilan|total)|the (?:toll|total))\b[^;:]{0,40}$",
    re.IGNORECASE,
)

_MANY, _FAR = 6, 24
"""Digits from which two parts are sought further off, and how far."""

_LEAST_PART = 1_000
"""A part smaller than a thousandth of its whole only closes by chance what two others lack."""


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
                sentence, open_list = place.sentence, not OPEN_WORDS.search(" ".join(lead_of(context, place)))
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


def _summed_up(context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """A list and then, in a sentence of its own: "Soit 262,6 milliards collectés", "Au total, …"."""
    sentences: dict[int, list[Place]] = {}
    for place in figures:
        if not place.depth:
            sentences.setdefault(place.sentence, []).append(place)
    for sentence, level in sentences.items():
        whole = level[0]
        opening = re.split(r"[.!?]\s|\n", context.gap(whole.index))[-1]
        before = sentences.get(sentence - 1, ())
        parts = [part for part in without_details(context, before) if same_kind(whole.kind, part.kind)]
        if not _SUMS_UP.match(opening) or not _FEWEST <= len(parts) <= _LONGEST or not of_one_kind(whole, parts):
            continue
        off = apart(whole.claim.value, total(parts))
        if strength(whole, parts) >= _FEWEST and off <= _NEARLY:
            yield sum_of(
                whole, tuple(parts), Belief(0.86 if not off else 0.83 if off <= _VERY_NEARLY else 0.74), "total"
            )


def _same_things(figures: Sequence[Place]) -> Iterator[Relation]:
    """Three neighbouring counts of the same thing of which the last, or the first, is the sum of the two others."""
    for at, whole in enumerate(figures):
        if not whole.noun:
            continue
        for near in (figures[max(0, at - 3) : at], figures[at + 1 : at + 4]):
            alike = [place for place in near if place.noun == whole.noun and place.kind == whole.kind]
            for parts in combinations(alike, 2):
                elsewhere = {place.sentence for place in parts} != {whole.sentence}
                if elsewhere and total(parts) == whole.claim.value and strength(whole, parts) >= 3:
                    yield sum_of(whole, parts, Belief(0.72), "exact")


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
            if whole.claim.value / _LEAST_PART <= place.claim.value < whole.claim.value
            and (digits >= _SURELY or same_kind(whole.kind, place.kind))
            and (digits > 4 or abs(place.sentence - whole.sentence) <= 2)
        ]
        if digits == 4:
            # Four digits agree by chance among many figures: only neighbours in the text are tried.
            neighbours = [pair for pair in pairwise(near) if pair[1].index - pair[0].index <= 2]
            found: tuple[Place, ...] = next((pair for pair in neighbours if total(pair) == whole.claim.value), ())
        else:
            found = _parts_that_fit(whole, near, most=3, at_start=at == 0)
        if not found and digits >= _MANY:
            wide = [place for place in figures[max(0, at - _FAR) : at + _FAR] if place is not whole]
            found = _parts_that_fit(whole, wide, most=2, at_start=False)
        if found:
            yield sum_of(whole, found, Belief(0.72 if digits == 4 else 0.8), "exact")


def _compared(context: Context, whole: Place) -> bool:
    """Whether the figure is set against the count beside it: then what they lack is a change, not a part."""
    after = whole.index + 1
    followed = after < len(context.places) and counts(context, context.places[after])
    return bool(followed and COMPARES.search(context.gap(after)))


def _parts_that_fit(whole: Place, near: Sequence[Place], *, most: int, at_start: bool) -> tuple[Place, ...]:
    """The fewest neighbours that come to the whole exactly; four only for a figure that heads its paragraph."""
    last_with = {place.claim.value: at for at, place in enumerate(near)}
    for size in range(2, (4 if at_start else min(most, 3)) + 1):
        for chosen in combinations(range(len(near) if size < 4 else min(len(near), 14)), size - 1):
            # The last part is looked up by what is lacking, so that many figures do not make many trials.
            lacking = whole.claim.value - sum(near[at].claim.value for at in chosen)
            last = last_with.get(lacking, -1) if lacking > 0 else -1
            if last <= chosen[-1]:
                continue
            parts = (*(near[at] for at in chosen), near[last])
            if significant(whole.claim.value) >= _SURELY or of_one_kind(whole, parts):
                return parts
    return ()


def _two_partitions(context: Context, figures: Sequence[Place]) -> Iterator[Relation]:
    """Two pairs that come to the same whole, which nobody wrote: school and free candidates, science and letters."""
    pairs = [
        (one, other)
        for one, other in pairwise(figures)
        if one.sentence == other.sentence
        and one.depth == other.depth
        and SEPARATES.search(link(context, one, other))
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


_SURELY = 7
"""Digits that never agree by chance, so that the nouns need not be alike: votes, blank ballots and those who voted."""


def by_arithmetic(reading: Reading, context: Context) -> Iterable[Relation]:  # noqa: ARG001  every habit is asked alike
    """Every whole whose parts are spread over its paragraph and come out exactly."""
    for members in context.paragraphs.values():
        figures = [place for place in members if counts(context, place)]
        yield from _headline(context, figures)
        yield from _summed_up(context, figures)
        yield from _same_things(figures)
        yield from _exact_by_search(context, figures)
        yield from _two_partitions(context, figures)
