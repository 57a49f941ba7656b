"""Whole numbers that meet sums: what each may be, by narrowing bounds and by trying out.

It knows nothing of tables or of masking: names, bounds, and sums of names that lie between two limits.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

Name = Hashable
FAR = 2_000
PATIENCE = 20_000


@dataclass(frozen=True)
class Sum:
    """`low` ≤ the sum of names times their factors ≤ `high`."""

    parts: tuple[tuple[Name, int], ...]
    low: int
    high: int


class Impossible(Exception):
    """No whole numbers meet these sums."""


class TooLong(Exception):
    """The search was given up: nothing is proved."""


@dataclass
class Reckoning:
    """Numbers with their bounds, and the sums between them."""

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    _of: dict[Name, list[int]] = field(default_factory=lambda: defaultdict(list))
    _seen: set[Sum] = field(default_factory=set)

    def number(self, name: Name, low: int = 0, high: int = FAR) -> None:
        """A number, or what else is known of it."""
        self.low[name] = max(self.low.get(name, 0), low)
        self.high[name] = min(self.high.get(name, FAR), high)

    def require(self, parts: Mapping[Name, int], low: int, high: int) -> None:
        """A sum that holds."""
        found = Sum(tuple(sorted(parts.items(), key=repr)), low, high)
        if found not in self._seen:
            self._seen.add(found)
            for name, _ in found.parts:
                self._of[name].append(len(self.sums))
            self.sums.append(found)

    def at_most(self, smaller: Name, larger: Name) -> None:
        """One number is no larger than another."""
        if smaller != larger:
            self.require({smaller: 1, larger: -1}, -FAR, 0)

    def narrow(self) -> None:
        """Narrow all bounds until no single sum narrows any more. Raises Impossible."""
        with suppress(TooLong):
            self._settle(self.low, self.high, range(len(self.sums)))

    def witness(self, name: Name, low: int, high: int, *, steps: int = 400) -> dict[Name, int] | None:
        """Numbers that meet all sums with this one between two limits; None when there are none. Raises TooLong."""
        lows, highs = dict(self.low), dict(self.high)
        lows[name], highs[name] = max(lows[name], low), min(highs[name], high)
        if lows[name] > highs[name]:
            return None
        try:
            self._settle(lows, highs, self._of[name])
        except Impossible:
            return None
        return self._search(lows, highs, [steps])

    def _search(self, lows: dict[Name, int], highs: dict[Name, int], steps: list[int]) -> dict[Name, int] | None:
        """Split the narrowest open number in two, the lower half first, until all are single."""
        pending = [(lows, highs)]
        while pending:
            lows, highs = pending.pop()
            open_ones = [name for name in lows if lows[name] < highs[name] and self._of[name]]
            if not open_ones:
                return lows
            steps[0] -= 1
            if steps[0] < 0:
                raise TooLong
            name = min(open_ones, key=lambda one: highs[one] - lows[one])
            middle = min((lows[name] + highs[name]) // 2, lows[name] + 8)
            for first, last in ((middle + 1, highs[name]), (lows[name], middle)):
                below, above = dict(lows), dict(highs)
                below[name], above[name] = first, last
                try:
                    self._settle(below, above, self._of[name])
                except Impossible:
                    continue
                pending.append((below, above))
        return None

    def _settle(self, lows: dict[Name, int], highs: dict[Name, int], first: Iterable[int]) -> None:
        waiting = list(first)
        queued = set(waiting)
        # Bounds that chase each other up one by one are given up: wide bounds are true as well.
        for _ in range(PATIENCE):
            if not waiting:
                return
            at = waiting.pop()
            queued.discard(at)
            for name in self._tighten(self.sums[at], lows, highs):
                for other in self._of[name]:
                    if other not in queued:
                        queued.add(other)
                        waiting.append(other)
        raise TooLong

    @staticmethod
    def _tighten(one: Sum, lows: dict[Name, int], highs: dict[Name, int]) -> list[Name]:
        least = sum(factor * (lows[name] if factor > 0 else highs[name]) for name, factor in one.parts)
        most = sum(factor * (highs[name] if factor > 0 else lows[name]) for name, factor in one.parts)
        if least > one.high or most < one.low:
            raise Impossible
        if least >= one.low and most <= one.high:
            return []
        moved = []
        for name, factor in one.parts:
            low, high = lows[name], highs[name]
            if low == high:
                continue
            mine_least, mine_most = (factor * low, factor * high) if factor > 0 else (factor * high, factor * low)
            largest, smallest = one.high - (least - mine_least), one.low - (most - mine_most)
            new_low, new_high = (smallest, largest) if factor > 0 else (-largest, -smallest)
            if abs(factor) != 1:
                raise NotImplementedError("only sums and differences are reckoned with")
            new_low, new_high = max(low, new_low), min(high, new_high)
            if new_low > new_high:
                raise Impossible
            if (new_low, new_high) != (low, high):
                lows[name], highs[name] = new_low, new_high
                moved.append(name)
        return moved
