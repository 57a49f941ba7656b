"""Which other worlds fit everything that is shown: what an attacker could still believe.

A masked number is safe when there is a world, different in it, in which every shown number and every relation is as it
is in ours. HiGHS looks for that world, at the price of hiding more numbers where it must; whatever it answers is
counted again in whole numbers before it is believed.
"""

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from toguna.publish.disclosure.sums import Relation
from toguna.publish.disclosure.unknowns import Unknowns

World = Mapping[int, int]
"""By how much the unknowns that differ from ours differ."""

Price = Callable[[int], float | None]
"""What it costs to let an unknown differ: 0 where it is hidden already, None where nobody may hide it."""

Sides = tuple[list[tuple[int, float]], list[tuple[int, float]]]
"""The promising unknowns of a relation and how dear they are: those that are taken away in it, those that are added."""


class Prices:
    """Prices that were asked for, and what was found promising by them, price until something is hidden."""

    def __init__(self, price: Price) -> None:
        self._price = price
        self._asked: dict[int, float | None] = {}
        self.promising: dict[int, Sides] = {}

    def __call__(self, unknown: int) -> float | None:
        if unknown not in self._asked:
            self._asked[unknown] = self._price(unknown)
        return self._asked[unknown]

    def forget(self, unknown: int, touching: Iterable[int]) -> None:
        """Its price has changed, and with it what is promising in the relations that touch it."""
        if self._asked.pop(unknown, self) is not self:
            for number in touching:
                self.promising.pop(number, None)


# How many unknowns around one may differ from our world: promising ones first, since most answers are there, then all.
PROMISING_REACH, REACH = (60, 150, 400, 1_000), 3_000
# Of how many larger or smaller ones, and of how many siblings, an unknown's change is tried; with how much room.
PROMISING = 3
ROOM = 2
# Promising ones are not moved further than this.
MOST_MOVED = 100.0
HIDDEN_ALREADY = 0.01
GAP = 0.02
NODES = 500


EFFORT = 4_000_000


Numbers = np.ndarray[Any, Any]


class TakesTooLong(Exception):
    """So many numbers hang together that no answer can be had in bounded time."""


@dataclass
class Effort:
    """How much may still be asked of the solver, in numbers looked at: the same on every machine, unlike a clock."""

    left: int

    def spend(self, numbers: int) -> None:
        """Raises TakesTooLong when nothing is left."""
        self.left -= numbers
        if self.left < 0:
            raise TakesTooLong


@dataclass
class Wish:
    """What the other world must be like: at least, and at most, so much more than here; unknown by unknown."""

    at_least: dict[int, int] = field(default_factory=dict)
    at_most: dict[int, int] = field(default_factory=dict)

    def unknowns(self) -> set[int]:
        """The unknowns of which something is asked."""
        return {*self.at_least, *self.at_most}

    def comes_true_in(self, world: World) -> bool:
        """Whether a world is as wished."""
        return all(world.get(one, 0) >= least for one, least in self.at_least.items()) and all(
            world.get(one, 0) <= most for one, most in self.at_most.items()
        )


class Atlas:
    """The relations between all unknowns, and the worlds that fit them."""

    def __init__(self, unknowns: Unknowns, relations: Sequence[Relation], effort: Effort) -> None:
        self.unknowns = unknowns
        self.relations = relations
        self.effort = effort
        self.slack = [
            sum(factor * unknowns.truth[unknown] for unknown, factor in relation.terms) for relation in relations
        ]
        self.touching: list[list[int]] = [[] for _ in unknowns.truth]
        entries = []
        for number, relation in enumerate(relations):
            for unknown, factor in relation.terms:
                self.touching[unknown].append(number)
                entries.append((number, unknown, factor))
        rows, columns, factors = np.array(entries, dtype=int).reshape(-1, 3).T
        self._columns = csc_array((factors.astype(float), (rows, columns)), shape=(len(relations), len(unknowns.truth)))
        self._slack = np.array(self.slack, dtype=float)
        self._is_zero = np.array([relation.is_zero for relation in relations], dtype=bool)

    def world(self, wish: Wish, price: Prices) -> World | None:
        """The cheapest world as wished, by what it costs to let a number differ; None where there is none.

        The price of a number that nobody may hide is None, of one that is hidden already 0.
        """
        start = wish.unknowns()
        promising = self._promising_around(start, price)
        near: list[int] = []
        for reach in PROMISING_REACH:
            wider = list(itertools.islice(promising, reach - len(near)))
            near += wider
            if wider and (world := self._solve(near, wish, price)) is not None:
                return world
        return self._solve(self._all_around(start, price, REACH), wish, price)

    def fits(self, world: World) -> bool:
        """Whether a world keeps every relation, counted in whole numbers."""
        truth, floor = self.unknowns.truth, self.unknowns.floor
        if any(truth[one] + more < floor[one] for one, more in world.items()):
            return False
        for number in {number for one in world for number in self.touching[one]}:
            relation = self.relations[number]
            change = sum(factor * world.get(unknown, 0) for unknown, factor in relation.terms)
            if change != 0 if relation.is_zero else self.slack[number] + change < 0:
                return False
        return True

    def _all_around(self, start: Iterable[int], price: Price, reach: int) -> list[int]:
        """The unknowns nearest to some, by how many relations lie between."""
        found = dict.fromkeys(one for one in sorted(start) if price(one) is not None)
        waiting, seen = deque(found), set()
        while waiting and len(found) < reach:
            for number in self.touching[waiting.popleft()]:
                if number not in seen:
                    seen.add(number)
                    new = [
                        one for one, _ in self.relations[number].terms if one not in found and price(one) is not None
                    ]
                    found |= dict.fromkeys(new)
                    waiting.extend(new)
        return list(found)

    def _promising_around(self, start: Iterable[int], price: Prices) -> Iterator[int]:
        """The unknowns around some by which a change can most cheaply be made up for, the most promising first."""
        waiting = [(0.0, one) for one in sorted(start) if price(one) is not None]
        distance = {one: far for far, one in waiting}
        found: set[int] = set()
        ranked = price.promising
        while waiting:
            far, one = heapq.heappop(waiting)
            if one in found:
                continue
            found.add(one)
            yield one
            for number in self.touching[one]:
                if number not in ranked:
                    ranked[number] = self._promising(number, price)
                # What it is a part of or made of moves with it, a sibling against it.
                for side in ranked[number]:
                    step = far
                    for unknown, cost in side:
                        if unknown == one:
                            continue
                        step += 1
                        if step - far > PROMISING:
                            break
                        if step + cost < distance.get(unknown, math.inf) and unknown not in found:
                            distance[unknown] = step + cost
                            heapq.heappush(waiting, (step + cost, unknown))

    def _promising(self, number: int, price: Price) -> Sides:
        """The unknowns of a relation that may move, on either side: cheap ones first that have room to become less."""
        truth, floor = self.unknowns.truth, self.unknowns.floor
        sides: tuple[list[tuple[bool, float, int]], ...] = ([], [])
        for unknown, factor in self.relations[number].terms:
            cost = price(unknown)
            if cost is not None:
                sides[factor > 0].append((truth[unknown] - floor[unknown] < ROOM, cost, unknown))
        first, second = (
            [(one, math.log10(1 + cost)) for _, cost, one in heapq.nsmallest(PROMISING + 1, side)] for side in sides
        )
        return first, second

    def _solve(self, near: Sequence[int], wish: Wish, price: Prices) -> World | None:
        """Columns are how much more, then how much less, each near unknown is than here."""
        place = {unknown: number for number, unknown in enumerate(near)}
        if not wish.unknowns() <= place.keys():
            return None
        count = len(near)
        most = MOST_MOVED if count <= PROMISING_REACH[-1] else np.inf
        room = [self.unknowns.truth[unknown] - self.unknowns.floor[unknown] for unknown in near]
        more, less = np.full(count, most), np.minimum(room, most)
        least_more, least_less = np.zeros(count), np.zeros(count)
        for unknown, least in wish.at_least.items():
            least_more[place[unknown]] = max(least, 0)
            less[place[unknown]] = min(less[place[unknown]], max(-least, 0))
        for unknown, limit in wish.at_most.items():
            more[place[unknown]] = min(more[place[unknown]], max(limit, 0))
            least_less[place[unknown]] = max(-limit, 0)
        bounds = Bounds(np.append(least_more, least_less), np.append(more, less))
        if (bounds.lb > bounds.ub).any():
            return None
        matrix, low, high = self._rows(np.array(near), most)
        prices = np.array([max(price(unknown) or 0, HIDDEN_ALREADY) for unknown in near])
        # Of two answers that cost the same, always the same one.
        prices = prices * (1 + 1e-5 * np.arange(count) / max(count, 1))
        for whole in (0, 1):
            self.effort.spend((2 * count + len(low)) * (1 + 4 * whole))
            answer = milp(
                np.concatenate([prices, prices]),
                integrality=np.full(2 * count, whole),
                bounds=bounds,
                constraints=LinearConstraint(matrix, low, high),
                options={"mip_rel_gap": GAP, "node_limit": NODES} if whole else {},
            )
            if answer.x is None:
                return None
            moved = np.round(answer.x[:count] - answer.x[count:]).astype(int)
            world = {near[number]: int(moved[number]) for number in np.flatnonzero(moved).tolist()}
            if wish.comes_true_in(world) and self.fits(world):
                return world
        return None

    def _rows(self, near: Numbers, most: float) -> tuple[csc_array, Numbers, Numbers]:
        """The relations of some unknowns with their limits, but for those that no move of at most so many breaks."""
        columns = self._columns[:, near]
        touched, row = np.unique(columns.indices, return_inverse=True)
        slack, is_zero = self._slack[touched], self._is_zero[touched]
        kept = is_zero | (slack < most * np.bincount(row, np.abs(columns.data), len(touched)))
        of_kept = kept[row]
        factors, rows = columns.data[of_kept], (np.cumsum(kept) - 1)[row[of_kept]]
        ends = np.append(0, np.cumsum(of_kept))[columns.indptr]
        matrix = csc_array(
            (np.append(factors, -factors), np.append(rows, rows), np.append(ends, ends[1:] + ends[-1])),
            shape=(int(kept.sum()), 2 * len(near)),
        )
        return matrix, np.where(is_zero, 0, -slack)[kept], np.where(is_zero, 0, np.inf)[kept]
