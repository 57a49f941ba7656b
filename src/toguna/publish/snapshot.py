"""What an edition says, frozen: one JSON value in one shape, and the hash that names it.

It holds nothing that two databases would write differently (no row numbers, no clock) and nobody's name. Texts in
several languages are `{language: text}`, numbers are whole or written out as text, dates are ISO texts. The machinery
of the release (file hashes, Parquet, journal head) stands beside the content, outside the hash.
"""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, NotRequired, TypedDict

FORMAT = 1
TOTAL = ""

Texts = dict[str, str]


class CellPart(TypedDict):
    """One released cell; a masked one says nothing but that. `digest` names the facts behind it."""

    category: str
    masked: bool
    value: NotRequired[str | None]
    numerator: NotRequired[str | None]
    denominator: NotRequired[str | None]
    digest: NotRequired[str]


class TablePart(TypedDict):
    """One indicator in one period, on one basis: the total and its parts by one dimension each."""

    period_kind: str
    period: str
    starts_on: str
    ends_before: str
    basis: str
    total: CellPart
    cuts: dict[str, list[CellPart]]


class RecordPart(TypedDict):
    """One attendance sheet that counts: its activity, day and place, its number and the beginning of its hash."""

    record: str
    sheet: str
    activity: str
    held_on: str
    place: str


class TargetPart(TypedDict):
    """What was to be reached in a period, in thousandths."""

    starts_on: str
    ends_before: str
    value: int


class ReferencePart(TypedDict):
    """Where the indicator stood before, in thousandths; None is unknown."""

    year: int
    value: int | None
    comment: Texts


class DefinitionPart(TypedDict):
    """What was counted: the version of the definition, its body, and the sentence that says it."""

    version: int
    fingerprint: str
    body: dict[str, object]
    sentence: Texts


class IndicatorPart(TypedDict):
    """One counted indicator."""

    code: str
    title: Texts
    unit: Texts
    measure: str
    ascending: bool
    cumulative: bool
    standard_code: str
    result: str
    objective: int | None
    definition: DefinitionPart
    adds_up: dict[str, bool]
    reference: ReferencePart | None
    targets: list[TargetPart]
    tables: list[TablePart]
    records: list[RecordPart]


class ObjectivePart(TypedDict):
    """One objective of the programme."""

    number: int
    title: Texts
    statement: Texts
    added_on: str | None
    added_precision: str


class RolePart(TypedDict):
    """One organisation's part in the programme."""

    role: str
    organisation: str
    works_under: str | None
    note: Texts


class ResultPart(TypedDict):
    """One result of the framework that an indicator stands under."""

    code: str
    type: str
    title: Texts


class ProgrammePart(TypedDict):
    """The programme as it was when the edition was released. The budget is in hundredths of its currency."""

    code: str
    name: Texts
    acronym: Texts
    summary: Texts
    starts_on: str
    ends_on: str
    starts_precision: str
    ends_precision: str
    budget: int | None
    budget_meaning: str
    currency: str
    award: str
    fictional: bool
    objectives: list[ObjectivePart]
    roles: list[RolePart]
    territory: list[str]
    results: list[ResultPart]


class PlacePart(TypedDict):
    """A place that the edition names; its key is `scheme:code`."""

    name: str
    level: int
    fictional: bool


class OrganisationPart(TypedDict):
    """An organisation that the edition names."""

    name: Texts
    kind: str
    fictional: bool


class Snapshot(TypedDict):
    """The whole content of one edition: what its hash covers."""

    format: int
    number: int
    released_on: str
    as_of: int
    threshold: int
    fictional: bool
    programme: ProgrammePart
    places: dict[str, PlacePart]
    organisations: dict[str, OrganisationPart]
    indicators: list[IndicatorPart]
    left_out: list[str]


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
