"""Signs that a scan has misread: "1O5 women" for 105, "l20 hommes" for 120, "(749 including 21) men …)" for 211.

Proposes what the sign may have been; which value is right is for the arithmetic to say.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from toguna.figures.beside import around, currency_of, hedge_of, percent_length
from toguna.figures.claims import Claim, Kind
from toguna.figures.numerals import MISREAD, READ_AS
from toguna.figures.vocabulary import is_counted, names_things

WORD_BEHIND = re.compile(r"\)[ \t\u00a0]([^\W\d_A-Z][^\W\d_]{2,})")
SENTENCE = 300
"""Characters in which the bracket that was meant must stand."""


def misread_numbers(text: str) -> Iterator[Claim]:
    """Numbers with letters for digits, where what follows is counted or a percent sign stands."""
    for match in MISREAD.finditer(text):
        raw = match[0]
        letters = sum(sign in "OolI" for sign in raw)
        digits = sum(sign.isdigit() for sign in raw)
        near = around(text, match.start(), match.end())
        share = percent_length(near.after)
        sure = bool(share) or is_counted(near.next_word)
        likely = digits >= 2 and letters < digits and names_things(near.next_word)
        # "5l" are litres and "O" or "l" without digits are letters.
        if raw[-1] in "lI" or not digits or not letters or len(raw) < 2 or not (sure or likely):
            continue
        read = raw.translate(READ_AS)
        parts = re.split(r"[.,]", read)
        decimals = len(parts[-1]) if share and len(parts) == 2 and len(parts[-1]) < 3 else 0
        value = Decimal(".".join(parts) if decimals else "".join(parts))
        yield Claim(
            id="",
            start=match.start(),
            end=match.end() + share,
            raw=text[match.start() : match.end() + share],
            value=value,
            kind=Kind.PERCENT if share else Kind.COUNT,
            decimals=decimals,
            well_formed=False,
            malformed=True,
            hedge=hedge_of(near.before, near.after),
            currency=currency_of(near.before, near.after),
        )


def swallowed_one(text: str, claim: Claim) -> Claim:
    """A bracket that stands for a 1: it closes too early, words go on, and the bracket that was meant closes later.

    >>> from toguna.figures.reading import read
    >>> claim = read("Bamako (749 including 21) men and 578 women), Segou (80 men)", "en").claims[1]
    >>> claim.raw, claim.value, claim.malformed, claim.alternatives
    ('21)', Decimal('21'), True, (Decimal('211'),))
    """
    if claim.kind is not Kind.COUNT or claim.decimals or text[claim.end : claim.end + 1] != ")":
        return claim
    behind = WORD_BEHIND.match(text, claim.end)
    if not behind or behind[1].lower() in ("et", "and", "ont", "dont", "sont", "were", "have", "from", "pour", "dans"):
        return claim
    opens = text.rfind("(", max(0, claim.start - SENTENCE), claim.start)
    if opens < 0 or text.find(")", opens, claim.start) >= 0 or not re.search(r"[0-9]", text[opens : claim.start]):
        return claim
    closes = text.find(")", claim.end + 1, claim.end + SENTENCE)
    opens_next = text.find("(", claim.end + 1, claim.end + SENTENCE)
    if closes < 0 or 0 <= opens_next < closes:
        return claim
    return replace(
        claim,
        end=claim.end + 1,
        raw=claim.raw + ")",
        well_formed=False,
        malformed=True,
        alternatives=(claim.value * 10 + 1, *claim.alternatives),
    )
