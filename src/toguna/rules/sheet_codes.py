"""The code of a printed sheet: short, easy to read aloud, and wrong when one sign of it is wrong.

It stands in the head of the paper, in words and in the square that a camera reads. It says nothing of what the sheet
is about: that is known where the sheet was printed, so that a lost sheet tells a stranger nothing.
"""

import re

# Neither 0 and O nor 1, I and L: they look alike in handwriting. 31 signs, because a prime lets the last sign betray
# every wrong sign and every two that changed places.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_DRAWN = 7
HOW_MANY = len(ALPHABET) ** _DRAWN


def sheet_code(number: int) -> str:
    """The code that stands for a number from 0 to `HOW_MANY` - 1: seven signs, and an eighth that checks them.

    >>> sheet_code(123_456_789)
    '26BQ-524Z'
    """
    if not 0 <= number < HOW_MANY:
        raise ValueError(number)
    signs = ""
    for _ in range(_DRAWN):
        number, sign = divmod(number, len(ALPHABET))
        signs = ALPHABET[sign] + signs
    signs += _check(signs)
    return f"{signs[:4]}-{signs[4:]}"


def read_sheet_code(written: str) -> str | None:
    """The code that somebody typed or a camera read; spaces, dashes and small letters are no difference.

    None where no sheet can bear it: a sign was misread.

    >>> read_sheet_code(" 26bq 524z ")
    '26BQ-524Z'
    >>> read_sheet_code("26BQ-52Z4") is None
    True
    """
    signs = re.sub(r"[\s\-\u2010-\u2015.]", "", written).upper()
    if len(signs) != _DRAWN + 1 or any(sign not in ALPHABET for sign in signs) or _check(signs[:-1]) != signs[-1]:
        return None
    return f"{signs[:4]}-{signs[4:]}"


def _check(signs: str) -> str:
    # The weights differ from each other and the last sign weighs 1, which no weight equals.
    return ALPHABET[-sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2)) % len(ALPHABET)]
