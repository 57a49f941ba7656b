"""Which cells are masked: the small ones, and the cheapest others without which a small one could be found.

For each small number a world is sought in which it is not small and everything shown is as it is. Whatever must differ
in that world and is not masked yet is masked with it. A table for which there is no such world is left out. The worlds
found stay possible when more is masked or left out, so each is proof for good.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from toguna.publish.disclosure.cells import TOTAL, CellName, CountedCell, EarlierEdition, LeftOut
from toguna.publish.disclosure.relations import relations_of
from toguna.publish.disclosure.unknowns import NOBODY, Target, Unknowns
from toguna.publish.disclosure.worlds import Atlas, Effort, Prices, TakesTooLong, Wish, World
from toguna.rules.disclosure import is_small

# A large cut of which most cells would read « masqué » says nothing, and is left out as a whole.
LARGE = 40
MOST = 0.5
# How many other cells are tried as the small one before a table is given up.
OTHERS_TRIED = 6


@dataclass(frozen=True)
class Unprotected:
    """A target that no masking protects, or not in bounded time, and the table to leave out for it."""

    target: Target
    leave_out: LeftOut
    too_long: bool = False
    mostly_small: bool = False


class Masking:
    """The masking of one edition beside the earlier ones. What is left out stays a number that readers know of and do
    not see."""

    def __init__(
        self,
        cells: Iterable[CountedCell],
        before: Iterable[EarlierEdition],
        threshold: int,
        *,
        left_out: Collection[LeftOut],
        effort: Effort,
    ) -> None:
        self._cells = {cell.name: cell for cell in cells}
        self.threshold = threshold
        self.left_out = set(left_out)
        self.small = {name for name, cell in self._cells.items() if cell.shows_few(threshold)}
        self.complements: set[CellName] = set()
        self.unprotected: list[Unprotected] = []
        self._unknowns = Unknowns(self._cells.values(), list(before), threshold)
        self._atlas = Atlas(self._unknowns, relations_of(self._unknowns), effort)
        self._worlds_with: dict[int, list[World]] = {}
        self._shown: dict[int, list[CellName]] = {}
        self._prices: dict[tuple[bool, bool, str], Prices] = {}
        for one in left_out:
            self._do_without(one)

    def mask(self) -> None:
        """Do without the cuts that would be masked for the most part, and protect every other target in turn."""
        for leave_out, name in self._mostly_small():
            self.unprotected.append(Unprotected(Target(NOBODY, name), leave_out, mostly_small=True))
            self._do_without(leave_out)
        for target in self._targets():
            without = iter(self._ways_out(target))
            while self._is_wanted(target):
                too_long = False
                try:
                    if self._protect(target) or self._was_known(target):
                        break
                except TakesTooLong:
                    too_long = True
                way_out = next(without, None)
                if way_out is None:
                    break
                self.unprotected.append(Unprotected(target, way_out, too_long))
                self._do_without(way_out)
        self.small = {name for name in self.small if self._leaves(name)}
        self.complements = {name for name in self.complements if self._leaves(name)}

    def _mostly_small(self) -> Iterator[tuple[LeftOut, CellName]]:
        cuts: dict[LeftOut, list[CellName]] = {}
        for name in sorted(self._cells):
            if name.dimension != TOTAL and self._leaves(name):
                cut = LeftOut(name.table.indicator, name.dimension, name.table.period_kind)
                cuts.setdefault(cut, []).append(name)
        for cut, names in cuts.items():
            small = [name for name in names if name in self.small]
            if len(names) >= LARGE and len(small) > MOST * len(names):
                yield cut, small[0]

    def _leaves(self, name: CellName) -> bool:
        return not any(one.covers(name) for one in self.left_out)

    def _do_without(self, leave_out: LeftOut) -> None:
        self.left_out.add(leave_out)
        for unknown, names in enumerate(self._unknowns.holders):
            if any(leave_out.covers(name) for name in names):
                names[:] = [name for name in names if not leave_out.covers(name)]
                self._forget(unknown)
                if not names and unknown not in self._unknowns.masked_before:
                    self._unknowns.floor[unknown] = 0

    def _targets(self) -> list[Target]:
        unknowns, found = self._unknowns, dict.fromkeys(self._unknowns.targets)
        for name in sorted(self.small):
            mine = unknowns.numbers_of.get(name, [])
            few = [one for one in mine if is_small(unknowns.truth[one], self.threshold)]
            if not few and not is_small(self._cells[name].complement() or 0, self.threshold):
                # Few persons who came often: their number of seats must not be found.
                few = mine[:1]
            found |= dict.fromkeys(Target(unknown, name) for unknown in few)
        for unknown, name in sorted(unknowns.masked_before.items()):
            if not any(holder in self.small for holder in unknowns.holders[unknown]):
                small = is_small(unknowns.truth[unknown], self.threshold)
                found[Target(unknown, name, small=small, before=True)] = None
        # What a reader knows from earlier editions cannot be taken back.
        return sorted(
            (target for target in found if not unknowns.known[target.unknown]),
            key=lambda target: (target.late, target.rest, target.before, target.cell, target.unknown),
        )

    def _is_wanted(self, target: Target) -> bool:
        """A table that is left out has nothing to protect any more, unless an earlier edition masked its number."""
        return self._was_masked(target) or self._leaves(target.cell)

    def _was_masked(self, target: Target) -> bool:
        """Whether an earlier edition has promised not to tell it."""
        return target.before or target.unknown in self._unknowns.masked_before

    def _ways_out(self, target: Target) -> Iterator[LeftOut]:
        table, dimension = target.cell.table, target.cell.dimension
        yield LeftOut(table.indicator, dimension, table.period_kind)
        if self._was_masked(target):
            yield LeftOut(table.indicator, dimension)
            yield from self._tables_around(target.unknown)

    def _tables_around(self, start: int) -> Iterator[LeftOut]:
        """Every table that shows something new which hangs together with a number, the nearest first."""
        waiting, reached = deque([start]), {start}
        while waiting:
            unknown = waiting.popleft()
            if self._unknowns.known[unknown]:
                continue
            for name in self._shown_in(unknown):
                if self._leaves(name):
                    yield LeftOut(name.table.indicator, name.dimension, name.table.period_kind)
            for number in self._atlas.touching[unknown]:
                new = [one for one, _ in self._atlas.relations[number].terms if one not in reached]
                reached.update(new)
                waiting.extend(new)

    def _was_known(self, target: Target) -> bool:
        """Whether the earlier editions give it away by themselves: then nothing that is masked now helps."""

        def price(unknown: int) -> float | None:
            return None if self._unknowns.known[unknown] else 0

        wishes = self._wishes(target)
        return (target.rest or self._was_masked(target)) and all(
            self._atlas.world(wish, Prices(price)) is None for wish in wishes
        )

    def _protect(self, target: Target) -> bool:
        wishes = list(self._wishes(target))
        known = self._worlds_with.get(target.unknown, [])
        if any(self._is_proof(world, wish, target) for wish in wishes for world in known):
            return True
        for any_total in (False, True):
            price = self._price(target, any_total=any_total)
            for wish in wishes:
                world = self._atlas.world(wish, price)
                if world is not None and not self._is_proof(world, wish, target):
                    world = self._world_with_another_small(world, wish, target, price)
                if world is not None:
                    self._keep(world)
                    return True
            if target.late or target.cell.dimension == TOTAL:
                break
        return False

    def _wishes(self, target: Target) -> Iterator[Wish]:
        truth = self._unknowns.truth[target.unknown]
        if target.late or target.rest:
            yield Wish(at_most={target.unknown: -truth})
        if target.small or target.late:
            yield Wish(at_least={target.unknown: max(self.threshold - truth, 1)})
        else:
            yield Wish(at_least={target.unknown: 1})
            yield Wish(at_most={target.unknown: -1})

    def _price(self, target: Target, *, any_total: bool) -> Prices:
        # What an earlier edition hid is dearer than a total: else a whole table would be left out for it.
        spared = target.cell.table.indicator if any_total and not self._was_masked(target) else ""
        is_total = target.cell.dimension == TOTAL

        def price(unknown: int) -> float | None:
            if self._unknowns.known[unknown]:
                return None
            shown = self._shown_in(unknown)
            for name in shown:
                # A total is the first thing that is read: it is hidden for another total's sake, or as a last resort
                # for the sake of another indicator's cell.
                if name.dimension == TOTAL and not is_total and (not any_total or name.table.indicator == spared):
                    return None
            return float(sum(self._unknowns.persons[name] for name in shown))

        return self._prices.setdefault((is_total, any_total, spared), Prices(price))

    def _shown_in(self, unknown: int) -> list[CellName]:
        """The cells of this edition that show it."""
        if unknown not in self._shown:
            masked = (self.small, self.complements)
            self._shown[unknown] = [
                name for name in self._unknowns.holders[unknown] if not any(name in one for one in masked)
            ]
        return self._shown[unknown]

    def _is_proof(self, world: World, wish: Wish, target: Target) -> bool:
        """Whether a world is as wished, and one in which something had to be masked too: else whoever knows how we
        mask would not believe it. A masked total says so much by itself, and of all its parts."""
        if not wish.comes_true_in(world):
            return False
        of_total = (
            self._unknowns.is_total(target.unknown)
            or CellName(target.cell.table) in self.small
            or (target.rest and target.cell.dimension == TOTAL)
        )
        if target.late or not target.small or of_total:
            return True
        unknowns = self._unknowns
        return any(
            is_small(unknowns.truth[one] + more, self.threshold) and unknowns.holders[one] and one != target.unknown
            for one, more in self._hidden_around(world).items()
        )

    def _hidden_around(self, world: World) -> dict[int, int]:
        """What differs in a world, and what is hidden beside it and does not."""
        found = dict(world)
        for one in world:
            for number in self._atlas.touching[one]:
                for unknown, _ in self._atlas.relations[number].terms:
                    if unknown not in found and not self._unknowns.known[unknown] and not self._shown_in(unknown):
                        found[unknown] = 0
        return found

    def _world_with_another_small(self, first: World, wish: Wish, target: Target, price: Prices) -> World | None:
        unknowns = self._unknowns
        others = sorted(
            (one for one in self._hidden_around(first) if one != target.unknown and unknowns.holders[one]),
            key=lambda one: (unknowns.truth[one] + first.get(one, 0), one),
        )
        for other in others[:OTHERS_TRIED]:
            most = {**wish.at_most, other: self.threshold - 1 - unknowns.truth[other]}
            world = self._atlas.world(Wish(wish.at_least, most), price)
            if world is not None and self._is_proof(world, wish, target):
                return world
        return None

    def _keep(self, world: World) -> None:
        for unknown in world:
            self._worlds_with.setdefault(unknown, []).append(world)
            for name in self._shown_in(unknown):
                self.complements.add(name)
                for number in self._unknowns.numbers_of[name]:
                    self._forget(number)
            self._forget(unknown)

    def _forget(self, unknown: int) -> None:
        """What shows it has changed."""
        self._shown.pop(unknown, None)
        for prices in self._prices.values():
            prices.forget(unknown, self._atlas.touching[unknown])
