"""Reads the rules of the handbook's page on scoring: a question, the tables it is asked of, and what must come out."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.spec.handbook import Row, table
from toguna.rules.instruments import (
    Aggregation,
    Engine,
    Group,
    Indicator,
    Joining,
    Model,
    Node,
    Scale,
    Side,
)
from toguna.rules.scoring import GroupScore

PAGE = Path(__file__).parents[2] / "docs" / "handbook" / "scoring.md"
GROUP = re.compile(r"^(?P<group>\w+) \((?P<people>\d+|\?)\)$")


@dataclass(frozen=True)
class Rule:
    """One question of the page: what is asked, how, and its tables, of which the last tells what must come out."""

    title: str
    asked: Mapping[str, Any]
    tables: list[list[Row]]

    @property
    def ask(self) -> str:
        return str(self.asked["ask"])


def rules() -> Iterator[Rule]:
    """Every question of every section."""
    for section in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, body = section.split("\n", 1)
        questions = re.split(r"```json\n", body)[1:]
        assert questions, f"« {title} » asks nothing"
        for number, question in enumerate(questions, 1):
            asked, tables = question.split("```", 1)
            found = [table(text) for text in re.findall(r"(?:^\|.*\n?)+", tables, re.MULTILINE)]
            yield Rule(f"{title}, {number}" if len(questions) > 1 else title, json.loads(asked), found)


def fraction(written: str) -> Fraction:
    return Fraction(Decimal(written))


def thousandths(written: str) -> int:
    return int(Decimal(written) * 1000)


def model_of(rule: Rule, rows: list[Row]) -> Model:
    """The model that a table describes: a line without a scale is a criterion."""
    asked, groups = rule.asked, [match["group"] for match in map(GROUP.match, rows[0]) if match]
    providers = asked.get("providers", ())
    placed = [(row, thousandths(row.get("weight", "1"))) for row in rows]
    return Model(
        code="model",
        engine=Engine.GROUP_SCORES,
        title={"fr": "Modèle"},
        nodes=tuple(
            Node(row["indicator"], {"fr": row["indicator"]}, row["under"], weight)
            for row, weight in placed
            if not row["worst"]
        ),
        indicators=tuple(
            Indicator(
                row["indicator"],
                {"fr": row["indicator"]},
                row["under"],
                scale=Scale(thousandths(row["worst"]), thousandths(row["best"])),
                weight=weight,
            )
            for row, weight in placed
            if row["worst"]
        ),
        groups=tuple(Group(code, {"fr": code}, Side.PROVIDERS if code in providers else Side.USERS) for code in groups),
        joining=Joining(asked.get("joining", "consensus")),
        aggregation=Aggregation(asked.get("aggregation", "weighted_mean")),
    )


def scores_of(rows: list[Row]) -> list[GroupScore]:
    """What the groups gave, from the columns with their names."""
    return [
        GroupScore(
            match["group"],
            row["indicator"],
            thousandths(row[match[0]]),
            None if match["people"] == "?" else int(match["people"]),
        )
        for row in rows
        for match in map(GROUP.match, row)
        if match and row[match[0]]
    ]


def agreed_of(rows: list[Row]) -> dict[str, int]:
    return {row["indicator"]: thousandths(row["agreed"]) for row in rows if row.get("agreed")}
