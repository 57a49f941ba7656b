"""The tables of an export and its codebook: what each column is called, holds and means. It knows no file format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

# A spreadsheet would run what begins with one of these as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
CODEBOOK = "codebook"
CODEBOOK_HEADINGS = ("table", "column", "question", "label", "kind", "code", "code_label")

Cell = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column. `heading` stands above it; `question` and `label` say in the codebook what was asked."""

    heading: str
    kind: str = "text"
    question: str = ""
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One table: that of the form itself, or of a repeat."""

    name: str
    columns: tuple[Column, ...]


class RecordsFile(Protocol):
    """A file that is being written, row by row."""

    def write(self, table: int, row: Sequence[Cell]) -> None:
        """Add a row to one of the tables."""

    def close(self) -> None:
        """Finish the file; it is whole only then."""


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula. A number that is negative stays a number.

    >>> harmless("=HYPERLINK(…)"), harmless("-7,5 ?"), harmless(-7.5), harmless("Awa")
    ("'=HYPERLINK(…)", "'-7,5 ?", -7.5, 'Awa')
    """
    return f"'{cell}" if type(cell) is str and cell.startswith(DANGEROUS) else cell


def codebook_rows(tables: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    """The codebook: a row for each column, and one for each of its codes.

    >>> water = Column("Source d'eau", "select_one", "water", "Source d'eau", {"puits": "Puits"})
    >>> [row[4:] for row in codebook_rows([Table("menage", (water,))])]
    [('select_one', '', ''), ('select_one', 'puits', 'Puits')]
    """
    for table in tables:
        for column in table.columns:
            row = (table.name, column.heading, column.question, column.label, column.kind)
            yield (*row, "", "")
            for code, label in column.codes.items():
                yield (*row, code, label)
