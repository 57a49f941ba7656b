"""A number in words with the same number in digits beside it: "deux cent un (201)", "201 (deux cent un)".

Official French writes important numbers twice; what the bracket repeats is the number right before it. Which of the
two is wrong when they differ is not known here.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from toguna.figures.claims import Claim, Reading
from toguna.figures.phrases import Context
from toguna.figures.relations import Relation, RelationType

_ALONE = re.compile(r"\s{0,2}[(\[]\s?")
_WITH_NOUN = re.compile(r"\s{0,2}[^\W\d_]{1,14}\s[(\[]\s?")
_CLOSES = re.compile(r"\s?[)\]]")
_LONGEST_GAP = 20
_NO_CHANCE = 10_000
_SEVERAL_WORDS = re.compile(r"[^\W\d_]+(?:[\s-]+[^\W\d_]+)+")


def words_against_digits(reading: Reading, context: Context) -> Iterable[Relation]:
    """Every number that the text states in words and, in a bracket right after, in digits (or the other way round).

    A noun may stand before the bracket ("deux cent un élèves (201)"); then only equal numbers are taken to be the
    same, because "six agents (4)" may count the women among them.
    """
    tied = set()
    for first, second in pairwise(context.claims):
        if first.spelled is second.spelled or first.is_percent or second.is_percent:
            continue
        same = first.value == second.value
        if _in_bracket(reading.text, first, second, _ALONE) or (
            same and _in_bracket(reading.text, first, second, _WITH_NOUN)
        ):
            words, digits = (first, second) if first.spelled else (second, first)
            tied.add(words.id)
            yield Relation(
                "",
                RelationType.WORDS_VS_DIGITS,
                (words.id,),
                (digits.id,),
                confidence=0.98 if same else 0.9,
                cue="bracket",
            )
    yield from _far_off(context, tied)


def _far_off(context: Context, tied: Collection[str]) -> Iterator[Relation]:
    """In "94 guérisons. … quatre-vingt-quatorze guérisons" the long number in words says that of the headline again."""
    known: dict[tuple[Decimal, str], str] = {}
    for place in context.places:
        if not place.claim.is_percent and not place.claim.spelled:
            # Five digits are not met twice by chance, whatever noun stands beside them.
            noun = place.noun if place.claim.value < _NO_CHANCE else ""
            if noun or place.claim.value >= _NO_CHANCE:
                known.setdefault((place.claim.value, noun), place.claim.id)
    for place in context.places:
        claim = place.claim
        key = (claim.value, place.noun if claim.value < _NO_CHANCE else "")
        if written_long(claim) and claim.id not in tied and key in known:
            yield Relation(
                "", RelationType.WORDS_VS_DIGITS, (claim.id,), (known[key],), confidence=0.85, cue="said again"
            )


def written_long(claim: Claim) -> bool:
    """Whether a count is written in several words ("cent trente-sept"), which nobody does by habit."""
    return claim.spelled and not claim.is_percent and _SEVERAL_WORDS.fullmatch(claim.raw) is not None


def _in_bracket(text: str, first: Claim, second: Claim, opening: re.Pattern[str]) -> bool:
    between = text[first.end : second.start]
    return (
        len(between) <= _LONGEST_GAP
        and opening.fullmatch(between) is not None
        and _CLOSES.match(text, second.end) is not None
    )
