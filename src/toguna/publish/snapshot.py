"""What an edition says, frozen: one JSON value in one shape, and the hash that names it.

It holds nothing that two databases would write differently (no row numbers, no clock) and nobody's name. Texts in
several languages are `{language: text}`, numbers are whole or written out as text, dates are ISO texts. The machinery
of the release (file hashes, Parquet, journal head) stands beside the content, outside the hash.
"""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from toguna.publish.snapshot_parts import (
    ActivityPart,
    CellPart,
    ClassificationPart,
    ClosingPart,
    CodePart,
    DefinitionPart,
    DocumentPart,
    ExplanationPart,
    IndicatorPart,
    NarrativePart,
    ObjectivePart,
    OrganisationPart,
    PlacePart,
    ProgrammePart,
    PublisherPart,
    RecordPart,
    ReferencePart,
    RestatementPart,
    ResultPart,
    RolePart,
    Snapshot,
    StatedPart,
    StatementPart,
    SubAwardPart,
    TablePart,
    TargetPart,
    Texts,
    TransactionPart,
    YearBudgetPart,
)

FORMAT = 2
TOTAL = ""


class ReleasedCell(NamedTuple):
    """One cell with everything that says what it is."""

    indicator: IndicatorPart
    table: TablePart
    dimension: str
    cell: CellPart


def canonical(content: object) -> bytes:
    """The one way to write a snapshot down: keys in order, no spaces, UTF-8, no number with a point.

    >>> canonical({"b": "é", "a": 1}).decode()
    '{"a":1,"b":"é"}'
    """
    _refuse_floats(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(content: object) -> str:
    """The hash that names an edition."""
    return hashlib.sha256(canonical(content)).hexdigest()


def number_text(value: Decimal | int | None) -> str | None:
    """A number written the same whatever database it comes from.

    >>> number_text(Decimal("37.500000")), number_text(Decimal("1E+3")), number_text(None)
    ('37.5', '1000', None)
    """
    if value is None:
        return None
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def released_cells(snapshot: Snapshot) -> Iterator[ReleasedCell]:
    """Every cell of the edition: of each table the total, then its parts, dimension by dimension."""
    for indicator in snapshot["indicators"]:
        for table in indicator["tables"]:
            yield ReleasedCell(indicator, table, TOTAL, table["total"])
            for dimension in sorted(table["cuts"]):
                for cell in table["cuts"][dimension]:
                    yield ReleasedCell(indicator, table, dimension, cell)


def tables_over(indicator: IndicatorPart, period_kind: str) -> list[TablePart]:
    """The tables of one kind of period, in the order of time."""
    found = [table for table in indicator["tables"] if table["period_kind"] == period_kind]
    return sorted(found, key=lambda table: (table["starts_on"], table["basis"]))


def _refuse_floats(content: object) -> None:
    if isinstance(content, float):
        raise TypeError(f"{content!r}: write a number with a point out as text, databases do not keep it alike")
    if isinstance(content, dict):
        for part in content.values():
            _refuse_floats(part)
    elif isinstance(content, list | tuple):
        for part in content:
            _refuse_floats(part)


__all__ = [
    "FORMAT",
    "TOTAL",
    "ActivityPart",
    "CellPart",
    "ClassificationPart",
    "ClosingPart",
    "CodePart",
    "DefinitionPart",
    "DocumentPart",
    "ExplanationPart",
    "IndicatorPart",
    "NarrativePart",
    "ObjectivePart",
    "OrganisationPart",
    "PlacePart",
    "ProgrammePart",
    "PublisherPart",
    "RecordPart",
    "ReferencePart",
    "ReleasedCell",
    "RestatementPart",
    "ResultPart",
    "RolePart",
    "Snapshot",
    "StatedPart",
    "StatementPart",
    "SubAwardPart",
    "TablePart",
    "TargetPart",
    "Texts",
    "TransactionPart",
    "YearBudgetPart",
    "canonical",
    "digest",
    "number_text",
    "released_cells",
    "tables_over",
]
