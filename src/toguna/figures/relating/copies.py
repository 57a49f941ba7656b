"""Sentences that stand twice in a text, word by word, perhaps with a figure that changed on the way.

Only the words between the figures are compared; what the figures mean is not known here.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from toguna.figures.phrases import Context, Place

_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 40
"""Letters that two sentences must have in common around their figures to be one sentence copied."""

_REACH = 120

_MANY = 6
"""Where so many figures stand, one of them may have changed beyond a slip and the sentence still be a copy."""


def copied_sentences(text: str, context: Context) -> Iterator[tuple[Place, Place]]:
    """The figures of each sentence that was copied, one by one: (in the earlier copy, in the later one)."""
    first: dict[tuple[str, ...], Sequence[Place]] = {}
    for places in context.sentences.values():
        words = _words_around(text, context, places)
        if sum(map(len, words)) < _LEAST_LETTERS:
            continue
        if words not in first:
            first[words] = places
        elif _is_copy(first[words], places):
            yield from zip(first[words], places, strict=True)


def _is_copy(one: Sequence[Place], other: Sequence[Place]) -> bool:
    """Whether the figures say the same; a report that tells its new figures every week in the same words is no copy."""
    pairs = list(zip(one, other, strict=True))
    changed = [(a.claim.value, b.claim.value) for a, b in pairs if a.claim.value != b.claim.value]
    if not changed:
        return True
    return 4 * len(changed) <= len(pairs) + 1 and all(slip_apart(a, b) or len(pairs) > _MANY for a, b in changed)


def _words_around(text: str, context: Context, places: Sequence[Place]) -> tuple[str, ...]:
    """The words before the first figure, between the figures and after the last one, within the sentence."""
    first, last = places[0], places[-1]
    before = re.split(r"[.!?]\s|\n", context.gap(first.index)[-_REACH:])[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", text[last.claim.end : last.claim.end + _REACH])[0]
    between = [context.gap(place.index) for place in places[1:]]
    return tuple(" ".join(_LETTERS.findall(piece.lower())) for piece in (before, *between, after))


def slip_apart(one: Decimal, other: Decimal) -> bool:
    """Whether one digit changed, lost, added or swapped with its neighbour makes one number the other.

    >>> slip_apart(Decimal(21), Decimal(211)), slip_apart(Decimal(318), Decimal(752))
    (True, False)
    """
    if same_digits_but_one(one, other):
        return True
    shorter, longer = sorted((str(one), str(other)), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


def same_digits_but_one(one: Decimal, other: Decimal) -> str:
    """How one slip turns a number into another: "swapped" neighbours, a "changed" digit, or not ("").

    >>> same_digits_but_one(Decimal(166546), Decimal(166564)), same_digits_but_one(Decimal(578), Decimal(538))
    ('swapped', 'changed')
    """
    left, right = str(one), str(other)
    if len(left) != len(right):
        return ""
    wrong = [place for place, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]]
    if len(wrong) == 1:
        return "changed"
    neighbours = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    if neighbours and left[wrong[0]] == right[wrong[1]] and left[wrong[1]] == right[wrong[0]]:
        return "swapped"
    return ""
