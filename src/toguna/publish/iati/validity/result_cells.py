"""The cells of an indicator against each other: parts and totals, repeated cells, dimensions that hold no category.

One number is one element: a total has no dimension, women are another element with a dimension, and two dimensions in
one element are their intersection. A sum is only judged where cells are counts of whole things (measure 1).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from toguna.publish.iati.validity.kinds import number_of
from toguna.publish.iati.validity.own_rules import OwnJudgement
from toguna.publish.iati.validity.rules_of_iati import Element

UNIT, PERCENTAGE, QUALITATIVE = "1", "2", "5"
SEX = frozenset({"sex", "sexe", "gender", "genre"})
# Categories of these dimensions may well be numbers.
NUMBERED = frozenset(
    {"age", "âge", "year", "année", "grade", "cohort", "cohorte", "quarter", "trimestre", "month", "mois"}
)

Dimensions = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """A target, an actual or a baseline as a cell: where, of which categories, how much."""

    at: Element
    places: frozenset[str]
    dimensions: Dimensions
    written: str
    number: Decimal | None


def cell_of(element: Element) -> Cell:
    """The cell that an element is; names of dimensions do not differ by capitals."""
    dimensions = frozenset(
        (dimension.get("name", "").strip().lower(), dimension.get("value", "").strip())
        for dimension in element.iterchildren("dimension")
    )
    places = frozenset(location.get("ref", "") for location in element.iterchildren("location"))
    written = element.get("value", "")
    return Cell(element, places, dimensions, written, number_of(written))


def judge_cells(elements: Iterable[Element], measure: str, additive: bool | None) -> Iterator[OwnJudgement]:
    """The values of one period, or one baseline, against each other.

    `additive` is what the indicator declares by its aggregation-status; None where it declares nothing.
    """
    cells = [cell_of(element) for element in elements]
    yield from _repeated(cells)
    if any(cell.dimensions for cell in cells):
        whole = any(not cell.dimensions for cell in cells)
        at = next(cell.at for cell in cells if cell.dimensions)
        yield OwnJudgement("toguna.cells-without-total", at, None if whole else {})
    if measure == UNIT:
        yield from _parts_and_totals(cells, additive)
    for cell in cells:
        yield from _dimensions(cell.at)
        if measure == PERCENTAGE and cell.number is not None:
            outside = not 0 <= cell.number <= 100
            yield OwnJudgement("toguna.percentage-above-100", cell.at, {"value": cell.written} if outside else None)
        if measure != QUALITATIVE and cell.written:
            misread = cell.number is None and number_of(_bare(cell.written)) is not None
            yield OwnJudgement("toguna.number-badly-written", cell.at, {"value": cell.written} if misread else None)


def _bare(written: str) -> str:
    """A number without what people add to it: spaces, a comma, a percent sign."""
    without_spaces = "".join(letter for letter in written if not letter.isspace())
    return without_spaces.replace(",", "").replace("'", "").replace("’", "").rstrip("%")


def _repeated(cells: list[Cell]) -> Iterator[OwnJudgement]:
    first: dict[tuple[frozenset[str], Dimensions], Cell] = {}
    for cell in cells:
        earlier = first.setdefault((cell.places, cell.dimensions), cell)
        if earlier is cell:
            continue
        values = {"first": earlier.written, "second": cell.written}
        same = earlier.written == cell.written or (earlier.number is not None and earlier.number == cell.number)
        yield OwnJudgement("toguna.cell-repeated" if same else "toguna.cells-contradict", cell.at, values)
    if cells and len(first) == len(cells):
        yield OwnJudgement("toguna.cell-repeated", cells[0].at)
        yield OwnJudgement("toguna.cells-contradict", cells[0].at)


def _parts_and_totals(cells: list[Cell], additive: bool | None) -> Iterator[OwnJudgement]:
    """Each cell under the cell that has one dimension less, in the same places.

    One person may belong to two categories, so that a sum above its total is only wrong where the indicator does not
    deny that its parts add up; a person has one sex all the same. A single part is never above its total.
    """
    totals = {(cell.places, cell.dimensions): cell for cell in reversed(cells) if cell.number is not None}
    parts: dict[tuple[frozenset[str], Dimensions, str], dict[tuple[str, str], Cell]] = defaultdict(dict)
    for (places, dimensions), cell in totals.items():
        for pair in dimensions:
            parts[places, dimensions - {pair}, pair[0]][pair] = cell
    for (places, rest, name), below in parts.items():
        total = totals.get((places, rest))
        if total is None or total.number is None:
            continue
        values: dict[str, object] = {"dimension": name, "total": total.written}
        if name in SEX or additive is not False:
            code = "toguna.sexes-above-total" if name in SEX else "toguna.parts-above-total"
            added = sum((cell.number or Decimal(0) for cell in below.values()), Decimal(0))
            yield OwnJudgement(code, total.at, {**values, "parts": f"{added:f}"} if added > total.number else None)
        else:
            for cell in below.values():
                above = cell.number is not None and cell.number > total.number
                found = {**values, "part": cell.written} if above else None
                yield OwnJudgement("toguna.cell-above-total", cell.at, found)


def _dimensions(element: Element) -> Iterator[OwnJudgement]:
    for dimension in element.iterchildren("dimension"):
        name, value = dimension.get("name", "").strip(), dimension.get("value", "").strip()
        yield OwnJudgement("toguna.dimension-without-name", dimension, None if name else {"value": value})
        yield OwnJudgement("toguna.dimension-without-value", dimension, None if value else {"name": name})
        if value:
            counts = number_of(value) is not None and name.lower() not in NUMBERED
            found = {"name": name, "value": value} if counts else None
            yield OwnJudgement("toguna.number-in-dimension", dimension, found)
