"""The slips of a hand: one digit put for another, one too many, one missing, two neighbours swapped.

Separators cost nothing, a number in words takes no slip, and no slip makes a number begin with a zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from toguna.figures.claims import Claim

LONGEST = 15
"""Digits of the longest number that is searched for a slip; longer ones are identifiers rather than quantities."""


class Slip(StrEnum):
    """What one edit does to the digits of a number."""

    SUBSTITUTE = "substitute"
    DELETE = "delete"
    INSERT = "insert"
    TRANSPOSE = "transpose"


@dataclass(frozen=True, slots=True)
class Edit:
    """One value that a number can have become by one slip."""

    to: Decimal
    slip: Slip


def one_digit_edits(claim: Claim) -> tuple[Edit, ...]:
    """Every value at one slip from a claim, each once; none for a number in words.

    >>> from toguna.figures.claims import Kind
    >>> sorted(int(edit.to) for edit in one_digit_edits(Claim("a", 0, 2, "21", Decimal(21), Kind.COUNT)))[:12]
    [1, 2, 11, 12, 20, 22, 23, 24, 25, 26, 27, 28]
    """
    if claim.spelled or claim.value < 0:
        return ()
    shifted = claim.value.scaleb(claim.decimals)
    if shifted != shifted.to_integral_value():
        return ()
    digits = str(int(shifted))
    if len(digits) > LONGEST:
        return ()
    seen = {digits}
    edits = []
    for slip, changed in _changed(digits):
        # "0,5" is no leading zero: the digits before the mark are at least one.
        if changed and changed not in seen and (len(changed) <= claim.decimals or changed[0] != "0"):
            seen.add(changed)
            edits.append(Edit(Decimal(int(changed)).scaleb(-claim.decimals), slip))
    return tuple(edits)


def _changed(digits: str) -> Iterator[tuple[Slip, str]]:
    places = range(len(digits))
    for place in places:
        for digit in "0123456789":
            yield Slip.SUBSTITUTE, digits[:place] + digit + digits[place + 1 :]
    for place in places:
        yield Slip.DELETE, digits[:place] + digits[place + 1 :]
    for place in range(len(digits) + 1):
        for digit in "0123456789":
            yield Slip.INSERT, digits[:place] + digit + digits[place:]
    for place in range(len(digits) - 1):
        yield Slip.TRANSPOSE, digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
