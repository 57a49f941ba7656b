"""How exactly a figure is printed: to the unit, to two decimals, in tenths of a million.

A figure printed in millions was rounded when it was printed, and may be read as far as its last digit goes.
"""

import re
from decimal import Decimal
from functools import lru_cache

from toguna.figures.claims import Claim

_DIGITS_THEN_WORD = re.compile(r"^\W*(\d[\d.,\s\u00a0\u202f]*?)\s*(?:[^\W\d_]|$)")
_ONE = Decimal(1)


def printed_unit(claim: Claim) -> Decimal:
    """What one step of the last printed digit is worth.

    >>> from toguna.figures.claims import Kind
    >>> share = Claim("a", 0, 6, "16,60%", Decimal("16.60"), Kind.PERCENT, decimals=2)
    >>> many = Claim("b", 0, 13, "44,8 millions", Decimal(44_800_000), Kind.COUNT, decimals=1, well_formed=False)
    >>> str(printed_unit(share)), int(printed_unit(many))
    ('0.01', 100000)
    """
    return _unit(claim.raw, claim.value, claim.decimals, claim.is_percent)


@lru_cache(maxsize=4096)
def _unit(raw: str, value: Decimal, decimals: int, percent: bool) -> Decimal:
    step = _ONE.scaleb(-decimals)
    if percent or value == value % 1000:
        return step
    found = _DIGITS_THEN_WORD.match(raw)
    if found is None or found.end(1) == len(raw.rstrip()):
        return step
    digits = re.sub(r"\D", "", found.group(1))
    for scale in range(3, 13, 3):
        magnitude = _ONE.scaleb(scale)
        for behind in range(min(len(digits), 4)):
            if Decimal(int(digits)).scaleb(-behind) * magnitude == value:
                return magnitude.scaleb(-behind)
    return step


def round_unit(claim: Claim) -> Decimal:
    """How round a figure is: 60 to tens, 1 000 to thousands, 189 to ones; shares also to fives (45 %).

    >>> from toguna.figures.claims import Kind
    >>> [str(round_unit(Claim("a", 0, 1, "", Decimal(value), Kind.COUNT))) for value in (60, 189, 12000)]
    ['10', '1', '1000']
    """
    unit = printed_unit(claim)
    if claim.value == 0:
        return unit
    while claim.value % (unit * 10) == 0:
        unit *= 10
    if claim.is_percent and unit == 1 and claim.value % 5 == 0:
        return unit * 5
    return unit
