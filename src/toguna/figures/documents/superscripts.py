"""Raised figures: the mark of a footnote after a number is no digit of it.

`21³` in a report is twenty-one with its third note; flattened to text it would be 213.
"""

import re

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
DIGITS_AND_MARKS = re.compile(r"^[\d\s,()\[\]*-]+$")


def raised(text: str) -> str:
    """A raised text, its digits kept apart from the number that it may follow.

    >>> "21" + raised("3"), "1" + raised("er")
    ('21³', '1er')
    """
    return text.translate(RAISED) if DIGITS_AND_MARKS.match(text) else text
