"""Values that somebody should look at again before a period is closed, because they are far from their trend.

It points, and never says that a value is wrong. A masked or unknown value is nobody's outlier. What a target asks of a
value is told by `achievement`.
"""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

ENOUGH = 4
"""How many earlier periods make a trend."""
SPREADS = Decimal(3)
"""How many usual spreads from the usual value are unusual."""
# The spread of ordinary values around their median, from the median distance.
NORMAL = Decimal("1.4826")


def usual(earlier: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest value that earlier periods lead one to expect; None where they are too few to tell.

    The median and the median distance from it are not moved by one odd quarter. Where all were nearly alike, a tenth of
    the median is allowed either way; and twice its square root, because few things vary by chance alone.

    >>> usual([Decimal(400), Decimal(440), Decimal(380), Decimal(420)])
    (Decimal('321.0440'), Decimal('498.9560'))
    >>> usual([Decimal(1), Decimal(1), Decimal(1), Decimal(1)])
    (Decimal('-1'), Decimal('3'))
    >>> usual([Decimal(40), Decimal(44)])
    """
    if len(earlier) < ENOUGH:
        return None
    middle = median(earlier)
    distance = median(abs(value - middle) for value in earlier)
    spread = max(SPREADS * NORMAL * distance, abs(middle) / 10, 2 * abs(middle).sqrt())
    return middle - spread, middle + spread


def is_unusual(value: Decimal | None, earlier: Sequence[Decimal]) -> bool:
    """Whether a value lies outside what its earlier periods lead one to expect.

    >>> quarters = [Decimal(40), Decimal(44), Decimal(38), Decimal(42)]
    >>> is_unusual(Decimal(53), quarters), is_unusual(Decimal(90), quarters), is_unusual(None, quarters)
    (False, True, False)
    """
    bounds = usual(earlier)
    return value is not None and bounds is not None and not bounds[0] <= value <= bounds[1]
