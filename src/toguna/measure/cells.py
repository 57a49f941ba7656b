"""One computed number with what is needed to count it again: the shape that both engines answer in."""

from dataclasses import dataclass
from decimal import Decimal

from toguna.rules.periods import Period

Number = int | Decimal


@dataclass(frozen=True)
class Cell:
    """One number of an indicator in one period, for one combination of its dimensions.

    `dimensions` holds (name, value) in the order of the definition; a dimension that is not there is added over, so the
    total of a period has none. `value` is None where it is unknown, and 0 only where facts were there to be counted.
    A ratio and a mean keep `numerator` and `denominator`. `contributed` is the number of facts behind it; for a ratio,
    of the numerator's and of the denominator's. `persons` is how many people could be recognised in it, unnamed seats
    included; 0 when it is not about people. `digest` tells whether the same facts stand behind it.
    """

    period: Period
    dimensions: tuple[tuple[str, str], ...]
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    contributed: int
    persons: int
    digest: str

    @property
    def is_total(self) -> bool:
        """Whether it is the total of its period (of its period and basis, where bases are kept apart)."""
        return all(name == "basis" for name, _ in self.dimensions)


def in_order(cells: list[Cell]) -> list[Cell]:
    """Cells by period, totals before their cuts, then by dimension and value: the same whichever engine counted."""
    return sorted(cells, key=lambda cell: (cell.period, len(cell.dimensions), cell.dimensions))
