"""The attacker: lays all editions side by side, writes down every sum that must hold, and reckons.

It knows what the handbook tells everybody (what adds up, that nought is shown, which periods are counted) and the
published bytes. It shares no code with the masking and never sees a true number.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import combinations, permutations
from typing import Any

from tests.attack.asked import Asked, Finding, Rest
from tests.attack.levels import in_regions, lies_in_cut
from tests.attack.reading import Address, ReadCell, ReadEdition, read_edition
from tests.attack.reckoning import FAR, Impossible, Reckoning, TooLong
from tests.attack.settling import settled
from tests.attack.sheets import ListOfSheets, place_level, sheets_of

PERSONS = ("people", "seats")
ADDS_UP = {"people": ("sex", "age_band"), "seats": ("sex", "age_band", "place")}


@dataclass
class Attacker:
    """Everything that can be learnt from some editions of one programme, in their order."""

    editions: Sequence[Mapping[str, bytes]]
    threshold: int
    steps: int = 300
    undecided: int = 0
    settled: int = 0
    reckoning: Reckoning = field(default_factory=Reckoning)
    # In which stretches of time something was cut along a dimension.
    _cuts: dict[tuple[Any, ...], set[tuple[date, date]]] = field(default_factory=lambda: defaultdict(set))
    # Those who are in one count and not in a narrower one, and where the narrower one stands.
    _differences: dict[Rest, tuple[int, Address]] = field(default_factory=dict)
    # Regions that a table does not show, and the numbers that are together exactly one.
    derived: dict[Asked, list[Asked]] = field(default_factory=dict)

    @cached_property
    def read(self) -> list[ReadEdition]:
        """The editions as they were read."""
        return [read_edition(files) for files in self.editions]

    def learns(self) -> list[Finding]:
        """Every count of persons that is shown or known to be too small, or that is known exactly though masked.

        The sums were written down before. Whether a masked number that is known exactly is a small one, only the judge
        can say.
        """
        self.reckoning.narrow()
        found = list(self._shown_too_small())
        wanted = dict(self._masked_sides())
        for rest, (edition, address) in self._differences.items():
            wanted.setdefault(rest, (edition, address, "difference"))
        seen: dict[Any, set[int]] = defaultdict(set)
        for name, (edition, address, side) in wanted.items():
            low, high = self._known(name, seen)
            if (high < self.threshold and low > 0) or low == high:
                found.append(Finding(edition, address, side, name, low, high, "reckoned"))
        return found

    def write_down(self) -> None:
        """Every cell as a number, and every sum that must hold between them; and what they say by themselves."""
        for at, edition in enumerate(self.read):
            for cell in edition.cells.values():
                self._cell(at, edition, cell)
        for at, edition in enumerate(self.read):
            self._parts_and_totals(at, edition)
            self._regions(at, edition)
        self._within()
        self._through_time()
        self._between_editions()
        self.reckoning.narrow()
        self._not_in_the_narrower()

    def asked(self, at: int, cell: ReadCell) -> list[tuple[str, Asked]]:
        """What a cell counts: one number, or the two of a share. Cells that count no persons are left alone."""
        body = self.read[at].definitions[cell.address[0]]
        sides = [("value", body)]
        if body["count"] == "ratio":
            sides = [(side, body[side]) for side in ("numerator", "denominator")]
        if any(one["count"] not in PERSONS for _, one in sides):
            return []
        cut = {self._own(at, cell)} if cell.address[3] else set()
        return [(side, self._asked(at, one, cut, cell)) for side, one in sides]

    def _asked(self, at: int, body: Mapping[str, Any], cut: set[tuple[str, str]], cell: ReadCell) -> Asked:
        where = dict(body.get("where", {}))
        sexes = where.get("sex", [])
        if len(sexes) == 1:
            del where["sex"]
            cut = cut | {("sex", sexes[0])}
        end = min(cell.end, self._last_days[at])
        return Asked(at, body["count"], json.dumps(where, sort_keys=True), frozenset(cut), cell.start, end)

    @cached_property
    def _last_days(self) -> list[date]:
        """Where the last quarter ends that an edition has: nothing was verified after it."""
        found = []
        for edition in self.read:
            quarters = [cell.end for cell in edition.cells.values() if "quarter" in cell.address[1]]
            found.append(max(quarters, default=date.max))
        return found

    def _cell(self, at: int, edition: ReadEdition, cell: ReadCell) -> None:
        asked = self.asked(at, cell)
        for side, name in asked:
            own = self._own(at, cell)
            by = self._kind(at, own)
            self._cuts[at, name.count, name.where, name.cut - {own}, by].add((name.start, name.end))
            shown = getattr(cell, side)
            if shown is not None:
                self.reckoning.number(name, shown, shown)
            elif cell.masked:
                # A cell stands only where somebody was counted, and nobody at all would be shown.
                self.reckoning.number(name, 0 if side == "numerator" else 1)
        if len(asked) == 2 and all(name in self.reckoning.low for _, name in asked):
            above, below = (name for _, name in asked)
            rest = Rest(above, below)
            self.reckoning.number(rest)
            self.reckoning.require({above: 1, rest: 1, below: -1}, 0, 0)

    def _parts_and_totals(self, at: int, edition: ReadEdition) -> None:
        """Sexes and ages add up to their total; places do for seats, and persons may stand in several."""
        tables: dict[tuple[str, str, str, str], list[ReadCell]] = defaultdict(list)
        for cell in edition.cells.values():
            tables[cell.address[:4]].append(cell)
        for (indicator, kind, period, dimension), cells in tables.items():
            total = edition.cells.get((indicator, kind, period, "", ""))
            if not dimension or total is None:
                continue
            sides: dict[str, list[Asked]] = defaultdict(list)
            for cell in cells:
                for side, name in self.asked(at, cell):
                    sides[side].append(name)
            for side, name in self.asked(at, total):
                if name in self.reckoning.low and all(part in self.reckoning.low for part in sides[side]):
                    equal = dimension in ADDS_UP[name.count]
                    self._covered(name, sides[side], equal=equal)

    def _regions(self, at: int, edition: ReadEdition) -> None:
        """A region is the communes in it, whether the table that shows them shows the region or not."""
        counts = {code: body["count"] for code, body in edition.definitions.items()}
        for address, found in in_regions(edition, counts):
            parts = [dict(self.asked(at, cell)) for cell in found.cells]
            for side, total in self.asked(at, edition.cells[address]):
                made_of = [part[side] for part in parts]
                if all(name in self.reckoning.low for name in [total, *made_of]):
                    name = total._replace(cut=total.cut | found.cut)
                    self.derived[name] = made_of
                    self.reckoning.number(name, 0)
                    self._covered(name, made_of, equal=True)
        for whole, communes in self._communes_of_regions(at, edition):
            self._covered(whole, [part for part in communes if part in self.reckoning.low], equal=False)

    def _communes_of_regions(self, at: int, edition: ReadEdition) -> Iterator[tuple[Asked, list[Asked]]]:
        """Those of a region are at most those of its communes, and of none, where another table shows them."""
        for name in self._numbers:
            regions = [category for dimension, category in name.cut if dimension == "place"]
            communes = [one for one, around in edition.inside.items() if regions and regions[0] in around]
            if name.edition != at or not communes or ("stated", "commune") in name.cut:
                continue
            rest = name.cut - {("place", regions[0])}
            for level in {edition.levels[one] for one in communes}:
                if (name.start, name.end) in self._cuts.get((at, name.count, name.where, rest, f"place {level}"), ()):
                    places = [one for one in communes if edition.levels[one] == level] + [f"unknown {level}"]
                    yield name, [name._replace(cut=rest | {("place", one)}) for one in places]

    def _own(self, at: int, cell: ReadCell) -> tuple[str, str]:
        """How a cell is cut. Of whom the commune is not stated is another question than of whom the region is not."""
        indicator, _, _, dimension, category = cell.address
        if dimension == "place" and category == "unknown":
            return dimension, f"unknown {place_level(self.read[at], indicator)}"
        return dimension, category

    def _kind(self, at: int, part: tuple[str, str]) -> str:
        """By what a cell is cut; places of unlike levels are cut unlike."""
        dimension, category = part
        if dimension != "place":
            return dimension
        return f"place {self.read[at].levels.get(category, category.removeprefix('unknown '))}"

    def _covered(self, whole: Asked, parts: list[Asked], *, equal: bool) -> None:
        terms: dict[Any, int] = {whole: -1}
        for part in parts:
            terms[part] = terms.get(part, 0) + 1
        if len(parts) == len(set(parts)) and whole not in parts:
            self.reckoning.require(terms, 0, 0 if equal else FAR * 10)

    @property
    def _numbers(self) -> list[Asked]:
        return [name for name in self.reckoning.low if isinstance(name, Asked)]

    def _within(self) -> None:
        """Whoever stands in the smaller stands in the larger; nobody has fewer seats than there are persons."""
        groups: dict[tuple[int, str], list[Asked]] = defaultdict(list)
        for name in self._numbers:
            groups[name.edition, name.where].append(name)
        for names in groups.values():
            for one, other in combinations(names, 2):
                for small, large in ((one, other), (other, one)):
                    inside = lies_in_cut(small.cut, large.cut, self.read[small.edition].inside)
                    if inside and large.start <= small.start and small.end <= large.end:
                        if (small.count, large.count) == ("seats", "people") or self._ages_move(small, large):
                            continue
                        self.reckoning.at_most(small, large)

    def _not_in_the_narrower(self) -> None:
        """Two counts, of which one asks for more or looks at one place or at fewer days only: who is in the wider one
        only is so many persons too. What the bounds say by themselves is not written down."""
        groups: dict[tuple[Any, ...], list[Asked]] = defaultdict(list)
        low, high = self.reckoning.low, self.reckoning.high
        for name in self._numbers:
            groups[name.edition, name.count].append(name)
        for names in groups.values():
            for narrow, wide in permutations(names, 2):
                may_be_few = low[wide] - high[narrow] < self.threshold and high[wide] > low[narrow]
                if may_be_few and self._lies_in(narrow, wide):
                    rest = Rest(narrow, wide)
                    self.reckoning.number(rest)
                    self.reckoning.require({narrow: 1, rest: 1, wide: -1}, 0, 0)
                    if self._cells_of[narrow] and not self._list.tells(narrow, wide):
                        self._differences[rest] = self._cells_of[narrow][0]

    def _lies_in(self, narrow: Asked, wide: Asked) -> bool:
        within = wide.start <= narrow.start and narrow.end <= wide.end
        within = within and lies_in_cut(narrow.cut, wide.cut, self.read[wide.edition].inside)
        return within and not self._ages_move(narrow, wide) and _asks_more(narrow.where, wide.where)

    @cached_property
    def _list(self) -> ListOfSheets:
        return ListOfSheets(self.read, self._own_cells_of, self.derived)

    @cached_property
    def _cells_of(self) -> Mapping[Asked, list[tuple[int, Address]]]:
        """Where each number stands, or what it was reckoned from."""
        found = defaultdict(list, self._own_cells_of)
        for name, parts in self.derived.items():
            found[name] = [*found[name], *(cell for part in parts for cell in self._own_cells_of[part])]
        return found

    @cached_property
    def _own_cells_of(self) -> Mapping[Asked, list[tuple[int, Address]]]:
        """Where each number stands."""
        found: dict[Asked, list[tuple[int, Address]]] = defaultdict(list)
        for at, edition in enumerate(self.read):
            for cell in edition.cells.values():
                for _, name in self.asked(at, cell):
                    found[name].append((at, cell.address))
        return found

    @staticmethod
    def _ages_move(small: Asked, large: Asked) -> bool:
        """The age of a person is that of the first day in the period, the age of a seat that of its own."""
        aged = any(dimension == "age_band" for dimension, _ in small.cut)
        return aged and (small.count != large.count or small.start.year != large.start.year)

    def _through_time(self) -> None:
        """A stretch of time is covered by those it is cut into; seats add up, persons may come again."""
        groups: dict[tuple[Any, ...], dict[tuple[date, date], Asked]] = defaultdict(dict)
        for name in self._numbers:
            groups[name.edition, name.count, name.where, name.cut][name.start, name.end] = name
        for (at, count, where, cut), windows in groups.items():
            for (start, end), whole in windows.items():
                for parts in self._tilings(start, end, self._windows(at, count, where, cut)):
                    if (start, end) not in parts:
                        known = [windows[part] for part in parts if part in windows]
                        self._covered(whole, known, equal=count == "seats")

    def _windows(self, at: int, count: str, where: str, cut: frozenset[tuple[str, str]]) -> set[tuple[date, date]]:
        """The stretches of time in which this would have a cell if anybody was counted: one not there is nought."""
        told = {(one.start, one.end) for one in self._numbers if one[:4] == (at, count, where, cut)}
        for part in cut:
            told |= self._cuts[at, count, where, cut - {part}, self._kind(at, part)]
        return told

    def _tilings(self, start: date, end: date, windows: set[tuple[date, date]]) -> Iterator[list[tuple[date, date]]]:
        if start == end:
            yield []
        for window in windows:
            if window[0] == start and start < window[1] <= end:
                for rest in self._tilings(window[1], end, windows):
                    yield [window, *rest]

    def _between_editions(self) -> None:
        """The same sheets give the same number; sheets that were only added give no smaller one."""
        sheets = {
            (at, name): (sheets_of(self.read[at], cell), self.read[at].definitions[cell.address[0]])
            for at, edition in enumerate(self.read)
            for cell in edition.cells.values()
            for _, name in self.asked(at, cell)
            if name in self.reckoning.low
        }
        for (at, name), (behind, _) in sheets.items():
            for later in range(at + 1, len(self.read)):
                same = name._replace(edition=later)
                for found in (same, *(one for one in self._numbers if one[1:4] == name[1:4] and one != same)):
                    if found.edition == later and found.start == name.start and (later, found) in sheets:
                        now = sheets[later, found][0]
                        if now == behind:
                            self.reckoning.require({name: 1, found: -1}, 0, 0)
                        elif now > behind:
                            self.reckoning.at_most(name, found)

    def _shown_too_small(self) -> Iterator[Finding]:
        for at, edition in enumerate(self.read):
            for cell in edition.cells.values():
                if cell.masked:
                    continue
                asked = self.asked(at, cell)
                for side, name in asked:
                    shown = getattr(cell, side)
                    if shown and shown < self.threshold:
                        yield Finding(at, cell.address, side, name, shown, shown, "shown")
                if len(asked) == 2 and cell.numerator is not None and cell.denominator is not None:
                    rest = cell.denominator - cell.numerator
                    if 0 < rest < self.threshold:
                        both = Rest(asked[0][1], asked[1][1])
                        yield Finding(at, cell.address, "rest", both, rest, rest, "shown")

    def _masked_sides(self) -> Iterator[tuple[Any, tuple[int, Address, str]]]:
        for at, edition in enumerate(self.read):
            for cell in edition.cells.values():
                if not cell.masked:
                    continue
                asked = self.asked(at, cell)
                for side, name in asked:
                    yield name, (at, cell.address, side)
                if len(asked) == 2:
                    yield Rest(asked[0][1], asked[1][1]), (at, cell.address, "rest")

    def _known(self, name: Any, seen: dict[Any, set[int]]) -> tuple[int, int]:
        """Between which limits a number is known, as far as it matters: too small, or one number only."""
        low, high = self.reckoning.low[name], self.reckoning.high[name]
        if low == high:
            return low, high
        # Something larger than a small group, or nobody: either leaves open whether it is a small group.
        ways = [(self.threshold, high), (low, 0)]
        open_ended = any(value >= self.threshold or value == 0 for value in seen[name])
        if not open_ended and not self._try(name, ways, seen):
            return max(low, 1), min(high, self.threshold - 1)
        if len(seen[name]) < 2:
            one = next(iter(seen[name]), None)
            if one is not None and not self._try(name, [(low, one - 1), (one + 1, high)], seen):
                return one, one
        return low, high

    def _try(self, name: Any, ways: list[tuple[int, int]], seen: dict[Any, set[int]]) -> bool:
        """Whether the number may lie in one of these; what was not decided may. Keeps what else was found possible."""
        for low, high in ways:
            if low > high or high < self.reckoning.low[name]:
                continue
            try:
                found = self._numbers_with(name, low, high)
            except TooLong:
                self.undecided += 1
                return True
            if found is not None:
                for other, value in found.items():
                    seen[other].add(value)
                return True
        return False

    def _numbers_with(self, name: Any, low: int, high: int) -> dict[Any, int] | None:
        """Numbers that meet all sums with this one between two limits, by splitting or else by a solver."""
        try:
            return self.reckoning.witness(name, low, high, steps=self.steps)
        except TooLong:
            self.settled += 1
            return settled(self.reckoning, name, low, high)


@cache
def _asks_more(narrow: str, wide: str) -> bool:
    """Whether what meets the first conditions meets the second: the same ones or more, of the same values or fewer."""
    mine = json.loads(narrow)
    return all(
        mine.get(asked) == wanted or (isinstance(wanted, list) and mine.get(asked) and {*mine[asked]} <= {*wanted})
        for asked, wanted in json.loads(wide).items()
    )


__all__ = ["Attacker", "Impossible"]
