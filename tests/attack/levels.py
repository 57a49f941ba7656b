"""Places of unlike levels: what the attacker knows of a region from the communes that a table shows.

Which commune lies in which region is no secret: the editions say it, and so does every map.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tests.attack.reading import Address, ReadCell, ReadEdition

Inside = Mapping[str, frozenset[str]]
Cut = frozenset[tuple[str, str]]


class InRegion(NamedTuple):
    """What the cells of one table say of a region that the table may not show: these together are exactly it, or all
    of it of whom the commune is stated. `missing` is the cell of those of whom it is not."""

    region: str
    cells: Sequence[ReadCell]
    missing: ReadCell | None

    @property
    def cut(self) -> Cut:
        """How it would be cut, were it a cell."""
        stated = {("stated", "commune")} if self.missing else set()
        return frozenset({("place", self.region), *stated})


def lies_in_cut(small: Cut, large: Cut, inside: Inside) -> bool:
    """Whether whoever is in the first cut is in the second too: it asks for as much, of places inside."""
    return all(
        part in small
        or (part[0] == "place" and any(part[1] in inside.get(at, ()) for name, at in small if name == "place"))
        for part in large
    )


def in_regions(edition: ReadEdition, counts: Mapping[str, str]) -> Iterator[tuple[Address, InRegion]]:
    """Which cells of each table by place are together exactly a region, by what the indicator counts.

    Seats add up. Persons may stand in several communes: of them it is known where one commune only is in the region, or
    where all that were counted are, which the total then says.
    """
    tables: dict[tuple[str, str, str], list[ReadCell]] = defaultdict(list)
    for cell in edition.cells.values():
        if cell.address[3] == "place":
            tables[cell.address[:3]].append(cell)
    regions = sorted({cell.address[4] for cells in tables.values() for cell in cells} & _around(edition))
    by_commune = {
        table[0] for table, cells in tables.items() if any(edition.inside.get(one.address[4]) for one in cells)
    }
    for address, total in edition.cells.items():
        if address[3] or address[0] not in by_commune:
            continue
        cells = tables[address[:3]]
        if not cells and (total.masked or total.value or total.denominator):
            continue
        missing = next((cell for cell in cells if cell.address[4] == "unknown"), None)
        for region in regions:
            there = [cell for cell in cells if region in edition.inside.get(cell.address[4], ())]
            if counts[address[0]] == "seats" or (len(there) < 2 and not missing):
                yield address, InRegion(region, there, missing)
            elif len(there) == len(cells):
                yield address, InRegion(region, [total], None)


def _around(edition: ReadEdition) -> set[str]:
    return {one for around in edition.inside.values() for one in around}


def true_sums(derived: Mapping[Any, Iterable[Any]], true: dict[Any, int]) -> None:
    """The true numbers of the regions that were reckoned, from those of the cells that make them up."""
    for name, parts in derived.items():
        value = sum(true[part] for part in parts)
        assert true.setdefault(name, value) == value, f"the attacker is wrong about {name}"
