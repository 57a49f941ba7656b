"""Numbers told by their magnitudes one after the other: "6 millions 214 mille 178", "268 thousand 771".

Joins claims that are already read; it reads no digits itself.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from toguna.figures.claims import Claim

BETWEEN = re.compile(r",?[ \t\u00a0\u202f](?:(?:et|and)[ \t\u00a0])?")
HUNDREDS = 3
"""Digits that a number of ones has behind "thousand", and one of thousands behind "million"."""


def join_magnitudes(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a text with those that go on in a smaller magnitude made one."""
    joined: list[Claim] = []
    for claim in claims:
        if joined and _goes_on(text, joined[-1], claim):
            before = joined[-1]
            joined[-1] = replace(
                before,
                end=claim.end,
                raw=text[before.start : claim.end],
                value=before.value + claim.value,
                decimals=0,
                magnitude=0,
                well_formed=False,
                spelled=True,
                alternatives=(),
            )
            continue
        joined.append(claim)
    return joined


def _goes_on(text: str, before: Claim, claim: Claim) -> bool:
    if before.is_percent or claim.is_percent or before.decimals or claim.decimals or claim.malformed:
        return False
    if BETWEEN.fullmatch(text, before.end, claim.start) is None:
        return False
    if not _has_digits(before) and not _has_digits(claim):
        # "Eighty nine thousand, five hundred and twenty seven": the comma parts one number in words.
        return before.raw.endswith("thousand") and claim.value < before.value and 100 <= claim.value < 1_000
    last = _magnitude(before)
    if last <= claim.magnitude or (claim.spelled and not claim.magnitude) or last not in (HUNDREDS, 2 * HUNDREDS):
        return False
    if claim.magnitude not in (0, HUNDREDS) or last - claim.magnitude != HUNDREDS:
        return False
    digits = len(str(int(claim.value))) - claim.magnitude
    exact = digits == HUNDREDS or claim.magnitude > 0
    return exact and digits <= HUNDREDS


def _magnitude(claim: Claim) -> int:
    """The magnitude that a claim was last told in: of "6 millions 214 mille" the thousands."""
    if claim.magnitude or not claim.spelled or claim.value % 1_000 or not claim.value % 1_000_000:
        return claim.magnitude
    return HUNDREDS if _has_digits(claim) else 0


def _has_digits(claim: Claim) -> bool:
    return any(sign.isdigit() for sign in claim.raw)
