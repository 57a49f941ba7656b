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

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from toguna.publish.disclosure.sums import Relation
from toguna.publish.disclosure.unknowns import Unknowns

World = Mapping[int, int]
"""By how much the unknowns that differ from ours differ."""

Price = Callable[[int], float | None]
"""What it costs to let an unknown differ: 0 where it is hidden already, None where nobody may hide it."""

# How many unknowns around one may differ from our world: promising ones first, since most answers are there, then all.
PROMISING_REACH, REACH = (60, 400), 3_000
# Of how many larger or smaller ones, and of how many siblings, an unknown's change is tried; with how much room.
PROMISING = 3
ROOM = 2
HIDDEN_ALREADY = 0.01
GAP = 0.02
NODES = 500


EFFORT = 4_000_000


Sides = tuple[list[tuple[int, float]], list[tuple[int, float]]]
"""The promising unknowns of a relation and what they cost: those that are taken away in it, those that are added."""


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
        for number, relation in enumerate(relations):
            for unknown, _ in relation.terms:
                self.touching[unknown].append(number)

    def world(self, wish: Wish, price: Price) -> World | None:
        """The cheapest world as wished, by what it costs to let a number differ; None where there is none.

        The price of a number that nobody may hide is None, of one that is hidden already 0.
        """
        asked: dict[int, float | None] = {}

        def remembered(unknown: int) -> float | None:
            if unknown not in asked:
                asked[unknown] = price(unknown)
            return asked[unknown]

        start = wish.unknowns()
        promising = self._promising_around(start, remembered)
        near: list[int] = []
        for reach in PROMISING_REACH:
            wider = list(itertools.islice(promising, reach - len(near)))
            near += wider
            if wider and (world := self._solve(near, wish, remembered)) is not None:
                return world
        return self._solve(self._all_around(start, remembered, REACH), wish, remembered)

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

    def _promising_around(self, start: Iterable[int], price: Price) -> Iterator[int]:
        """The unknowns around some by which a change can most cheaply be made up for, the most promising first."""
        waiting = [(0.0, one) for one in sorted(start) if price(one) is not None]
        distance = {one: far for far, one in waiting}
        found: set[int] = set()
        ranked: dict[int, Sides] = {}
        while waiting:
            far, one = heapq.heappop(waiting)
            if one in found:
                continue
            found.add(one)
            yield one
            for number in self.touching[one]:
                if number not in ranked:
                    ranked[number] = self._promising(number, price)
                for unknown, step in _beside(one, ranked[number]):
                    if far + step < distance.get(unknown, math.inf) and unknown not in found:
                        distance[unknown] = far + step
                        heapq.heappush(waiting, (distance[unknown], unknown))

    def _promising(self, number: int, price: Price) -> Sides:
        """The unknowns of a relation that may move, on either side: cheap ones first that have room to become less."""
        truth, floor = self.unknowns.truth, self.unknowns.floor
        sides: tuple[list[tuple[bool, float, int]], ...] = ([], [])
        for unknown, factor in self.relations[number].terms:
            cost = price(unknown)
            if cost is not None:
                sides[factor > 0].append((truth[unknown] - floor[unknown] < ROOM, cost, unknown))
        first, second = ([(one, cost) for _, cost, one in heapq.nsmallest(PROMISING + 1, side)] for side in sides)
        return first, second

    def _solve(self, near: Sequence[int], wish: Wish, price: Price) -> World | None:
        """Columns are how much more, then how much less, each near unknown is than here."""
        place = {unknown: number for number, unknown in enumerate(near)}
        if not wish.unknowns() <= place.keys():
            return None
        count = len(near)
        entries: list[tuple[int, int, int]] = []
        low: list[float] = []
        high: list[float] = []
        for number in sorted({number for unknown in near for number in self.touching[unknown]}):
            relation = self.relations[number]
            entries += [(len(low), place[one], factor) for one, factor in relation.terms if one in place]
            low.append(0 if relation.is_zero else -self.slack[number])
            high.append(0 if relation.is_zero else np.inf)
        for asked, is_least in ((wish.at_least, True), (wish.at_most, False)):
            for unknown, more in asked.items():
                entries.append((len(low), place[unknown], 1))
                low.append(more if is_least else -np.inf)
                high.append(np.inf if is_least else more)
        rows, columns, factors = np.array(entries, dtype=int).T
        matrix = csr_array(
            (
                np.concatenate([factors, -factors]).astype(float),
                (np.tile(rows, 2), np.append(columns, columns + count)),
            ),
            shape=(len(low), 2 * count),
        )
        down = [self.unknowns.truth[unknown] - self.unknowns.floor[unknown] for unknown in near]
        bounds = Bounds(np.zeros(2 * count), np.append(np.full(count, np.inf), down))
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


def _beside(one: int, sides: Sides) -> Iterator[tuple[int, float]]:
    """The unknowns of a relation that may move when one moves, and how far off they are: what it is a part of or made
    of moves with it, a sibling against it."""
    for side in sides:
        rank = 0
        for unknown, cost in side:
            if unknown != one and rank < PROMISING:
                rank += 1
                yield unknown, rank + math.log10(1 + cost)
