"""What an earlier edition released, read back from its frozen content, and what it must keep of the cells it masked.

A masked cell says nothing in an edition. What it counted is kept beside the content and never leaves, so that a later
edition cannot give it away unawares.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NotRequired, TypedDict

from toguna.publish.disclosure.cells import TOTAL, CellName, CountedCell, EarlierEdition, Table
from toguna.publish.snapshot import Snapshot, released_cells
from toguna.rules.definitions import Definition, DimensionName


class KeptCell(TypedDict):
    """A masked cell as it was counted."""

    name: list[str]
    persons: int
    digest: str
    value: NotRequired[int]
    numerator: NotRequired[int]
    denominator: NotRequired[int]


def kept_cells(cells: Iterable[CountedCell], masked: Iterable[CellName]) -> list[KeptCell]:
    """What an edition keeps of its masked cells."""
    hidden = set(masked)
    return [_kept(cell) for cell in sorted(cells, key=lambda one: one.name) if cell.name in hidden]


def earlier_edition(content: Snapshot, kept: Iterable[KeptCell], now: Mapping[CellName, CountedCell]) -> EarlierEdition:
    """An edition as it was released.

    One of before masked cells were kept says no more of them than their place. Where its table counts the same facts
    as the table of `now`, by the same definition, their numbers are those of now.
    """
    by_name = {CellName(Table(*one["name"][:4]), *one["name"][4:]): one for one in kept}
    definitions = {one["code"]: Definition.from_json(one["definition"]["body"]) for one in content["indicators"]}
    begins = date.fromisoformat(content["programme"]["starts_on"])
    cells, masked, same = [], set(), set()
    for part in released_cells(content):
        table = Table(part.indicator["code"], part.table["period_kind"], part.table["period"], part.table["basis"])
        name = CellName(table, part.dimension, part.cell["category"] if part.dimension != TOTAL else TOTAL)
        definition = definitions[table.indicator]
        starts_on = date.fromisoformat(part.table["starts_on"])
        window = (
            min(begins, starts_on) if definition.cumulative else starts_on,
            date.fromisoformat(part.table["ends_before"]),
        )
        inside = _inside(content, name)
        total, current = now.get(CellName(table)), now.get(name)
        shown_digest = "" if part.cell["masked"] else part.cell.get("digest")
        if name.dimension == TOTAL and total and (total.definition, total.digest) == (definition, shown_digest):
            same.add(table)
        if not part.cell["masked"]:
            numbers = [_whole(part.cell.get(key)) for key in ("value", "numerator", "denominator")]  # type: ignore[arg-type]
            cells.append(CountedCell(name, window, definition, 0, part.cell.get("digest", ""), *numbers, inside=inside))
            continue
        masked.add(name)
        one = by_name.get(name)
        if one is None and current is not None and table in same:
            one = _kept(current)
        if one is None:
            cells.append(CountedCell(name, window, definition, inside=inside))
        else:
            numbers = [one.get(key) for key in ("value", "numerator", "denominator")]  # type: ignore[misc]
            cells.append(CountedCell(name, window, definition, one["persons"], one["digest"], *numbers, inside=inside))
    return EarlierEdition(content["number"], tuple(cells), frozenset(masked))


def _kept(cell: CountedCell) -> KeptCell:
    kept: KeptCell = {
        "name": [*cell.name.table, cell.name.dimension, cell.name.category],
        "persons": cell.persons,
        "digest": cell.digest,
    }
    if cell.value is not None:
        kept["value"] = cell.value
    if cell.numerator is not None:
        kept["numerator"] = cell.numerator
    if cell.denominator is not None:
        kept["denominator"] = cell.denominator
    return kept


def _inside(content: Snapshot, name: CellName) -> tuple[str, ...]:
    """The places that the place of a cell lies in; an edition of before they were said has none."""
    place = content["places"].get(name.category) if name.dimension == DimensionName.PLACE else None
    return tuple(place.get("inside", ())) if place else ()


def _whole(text: str | None) -> int | None:
    return None if text is None else int(Decimal(text))
