"""What an outsider reads in the files of an edition: cells, definitions, and the sheets behind each indicator.

It opens published bytes and nothing else.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any

Address = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class ReadCell:
    """One row of `cells.csv`: where it stands, which days it counts, and what it shows."""

    address: Address
    start: date
    end: date
    masked: bool
    value: int | None
    numerator: int | None
    denominator: int | None
    digest: str


@dataclass(frozen=True)
class ReadEdition:
    """One edition as an outsider has it. `sheets` are (hash, day, place) by indicator; `inside` says which other
    places each place lies in, `levels` how small it is."""

    cells: Mapping[Address, ReadCell]
    definitions: Mapping[str, Mapping[str, Any]]
    sheets: Mapping[str, frozenset[tuple[str, date, str]]]
    inside: Mapping[str, frozenset[str]]
    levels: Mapping[str, int]


def read_edition(files: Mapping[str, bytes]) -> ReadEdition:
    """Cells, definitions and sheets, from the three files made for programs."""
    content = json.loads(files["edition.json"])
    programme_start = date.fromisoformat(content["programme"]["starts_on"])
    cells = {}
    for row in rows_of(files["cells.csv"]):
        start = programme_start if row["cumulative"] == "yes" else date.fromisoformat(row["starts_on"])
        ratio = row["numerator"] != "" or row["denominator"] != ""
        address = (row["indicator"], row["period_kind"], row["period"], row["dimension"], row["category"])
        cells[address] = ReadCell(
            address,
            start,
            date.fromisoformat(row["ends_on"]) + timedelta(days=1),
            row["masked"] == "yes",
            None if ratio else _whole(row["value"]),
            _whole(row["numerator"]),
            _whole(row["denominator"]),
            row["digest"],
        )
    sheets: dict[str, set[tuple[str, date, str]]] = {one["code"]: set() for one in content["indicators"]}
    for row in rows_of(files["records.csv"]):
        sheets[row["indicator"]].add((row["sheet"], date.fromisoformat(row["held_on"]), row["place"]))
    return ReadEdition(
        cells,
        {one["code"]: one["definition"]["body"] for one in content["indicators"]},
        {code: frozenset(found) for code, found in sheets.items()},
        {key: frozenset(place.get("inside", ())) for key, place in content["places"].items()},
        {key: place["level"] for key, place in content["places"].items()},
    )


def rows_of(table: bytes, *, skip: int = 0) -> list[dict[str, str]]:
    """The rows of a published CSV, by their heads; `skip` leaves out rows that say what the columns are."""
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"))))[skip:]


def numbers_shown(rows: Iterable[Mapping[str, str]]) -> dict[Address, tuple[str, str, str]]:
    """What a table of rows shows in each cell; three empty texts where it shows nothing."""
    return {
        (row["indicator"], row["period_kind"], row["period"], row["dimension"], row["category"]): (
            row["value"],
            row["numerator"],
            row["denominator"],
        )
        for row in rows
    }


def _whole(text: str) -> int | None:
    """A count; None for nothing, and for what is no whole number."""
    return int(text) if text.isdigit() else None
