"""What splitting gives up, a solver decides: whether whole numbers meet all sums with one of them between two limits.

Its numbers are counted again before they are believed; that there are none counts against the masking. It asks the same
solver as the masking does, in words of its own.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.attack.reckoning import Name, Reckoning, TooLong

NOWHERE = 2
"""What the solver says when nothing meets the sums."""
NODES = 20_000


def settled(reckoning: Reckoning, name: Name, low: int, high: int) -> dict[Name, int] | None:
    """Numbers that meet all sums with this one between two limits; None when there are none. Raises TooLong."""
    names = list(reckoning.low)
    place = {one: number for number, one in enumerate(names)}
    lows = np.array([reckoning.low[one] for one in names], dtype=float)
    highs = np.array([reckoning.high[one] for one in names], dtype=float)
    lows[place[name]], highs[place[name]] = max(lows[place[name]], low), min(highs[place[name]], high)
    if lows[place[name]] > highs[place[name]]:
        return None
    entries = [(row, place[one], factor) for row, each in enumerate(reckoning.sums) for one, factor in each.parts]
    rows, columns, factors = np.array(entries, dtype=int).reshape(-1, 3).T
    answer = milp(
        np.zeros(len(names)),
        integrality=np.ones(len(names)),
        bounds=Bounds(lows, highs),
        constraints=LinearConstraint(
            csr_array((factors.astype(float), (rows, columns)), shape=(len(reckoning.sums), len(names))),
            [each.low for each in reckoning.sums],
            [each.high for each in reckoning.sums],
        ),
        options={"node_limit": NODES},
    )
    if answer.x is None:
        if answer.status == NOWHERE:
            return None
        raise TooLong
    found = {one: round(float(value)) for one, value in zip(names, answer.x, strict=True)}
    wrong = [
        each for each in reckoning.sums if not each.low <= sum(by * found[one] for one, by in each.parts) <= each.high
    ]
    if wrong or not all(first <= found[one] <= last for one, first, last in zip(names, lows, highs, strict=True)):
        raise TooLong
    return found
