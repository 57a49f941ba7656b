"""Reads the rules of the handbook's page on counting: a definition, the facts, and the numbers that must come out."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.measure.small import LATER, fact

PAGE = Path(__file__).parents[2] / "docs" / "handbook" / "counting.md"
Row = dict[str, str]


@dataclass(frozen=True)
class Rule:
    """One section of the page."""

    title: str
    definition: Mapping[str, Any]
    facts: list[dict[str, Any]]
    results: list[Row]
    as_of: int


def rules() -> Iterator[Rule]:
    """Every section that has a definition."""
    for section in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, body = section.split("\n", 1)
        definition = re.search(r"```json\n(.*?)```", body, re.DOTALL)
        assert definition, f"« {title} » has no definition"
        facts, results = (table(text) for text in re.findall(r"(?:^\|.*\n?)+", body, re.MULTILINE))
        as_of = re.search(r"^As of: (\d+)$", body, re.MULTILINE)
        yield Rule(
            title,
            json.loads(definition[1]),
            [written_fact(row) for row in facts],
            results,
            int(as_of[1]) if as_of else LATER,
        )


def table(text: str) -> list[Row]:
    """The rows of a Markdown table, by the names in its first line."""
    names, _, *rows = [[box.strip() for box in line.strip("|").split("|")] for line in text.strip().splitlines()]
    return [dict(zip(names, row, strict=True)) for row in rows]


def written_fact(row: Row) -> dict[str, Any]:
    """A fact as the page writes it: an empty box is unknown."""
    known: dict[str, Any] = {}
    for name, written in row.items():
        if written and name not in ("fact", "kind", "on"):
            known |= _READ[name](written)
    if "seats" not in row and "amount" not in row:
        known["quantity"] = 1000
    return fact(row["fact"], row["kind"], read_date(row["on"]), **known)


def read_date(written: str) -> date:
    """From « 8 March 2019 »."""
    return datetime.strptime(written, "%d %B %Y").date()


def _ages(written: str) -> dict[str, int | None]:
    youngest, _, oldest = written.partition("–")
    if written.endswith("+"):
        return {"age_from": int(written[:-1]), "age_to": None}
    return {"age_from": int(youngest), "age_to": int(oldest or youngest)}


def _listed(column: str) -> Any:
    return lambda written: {column: [code.strip() for code in written.split(",")]}


def _as_written(column: str) -> Any:
    return lambda written: {column: written}


def _thousandths(written: str) -> dict[str, int]:
    return {"quantity": int(Decimal(written) * 1000)}


_READ: Mapping[str, Any] = {
    "born": lambda written: {"birth_year": int(written)},
    "age": _ages,
    "seats": _thousandths,
    "amount": _thousandths,
    "since": lambda written: {"since": int(written)},
    "until": lambda written: {"until": int(written)},
    "programmes": _listed("programmes"),
    "topics": _listed("topics"),
    **{
        name: _as_written(name.replace(" ", "_"))
        for name in (
            *("person", "sex", "activity", "unit", "basis", "organisation", "implementer"),
            *("activity kind", "event place", "area place"),
        )
    },
}
