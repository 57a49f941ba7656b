"""Annotated texts: what a careful reader found in each narrative, as claims, relations, verdicts and repairs.

Reads `NN.json` beside `NN.txt`; it does not know how to read a text by itself.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from toguna.figures.claims import Claim, Hedge, Kind, Reading, SetAside
from toguna.figures.relations import Relation, RelationType

OURS = Path(__file__).parent / "texts"
KEPT = OURS / "kept"
"""Texts for judging only: nothing is fitted to them."""

GIVEN = Path(__file__).parents[3] / "shared" / "figures-dev"

_DECIMALS = re.compile(r"[.,]\s?(\d+)\s*(?:%|per ?cent|pour ?cent|pct)?$", re.IGNORECASE)
_WORD_OF_NUMBER = re.compile(r"[^\W\d_]{3,}")
_NOT_NUMBER_WORDS = re.compile(r"per ?cent|pour ?cent|percent|pct|fcfa|usd", re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """What the annotation says of one relation; repairs as they stand in the file."""

    relation: str
    verdict: str
    stated: Decimal
    computed: Decimal
    delta: Decimal | None
    approximate: bool
    confidence: str | None
    repair_alone: Mapping[str, Any] | None
    repair_safe: Mapping[str, Any] | None

    @property
    def fails(self) -> bool:
        """Whether the careful reader found a failure."""
        return self.verdict == "fails"

    @property
    def certain(self) -> bool:
        """Whether nothing unstated could explain the failure."""
        return self.fails and self.confidence == "certain"

    @property
    def unique_repair(self) -> tuple[frozenset[str], Decimal] | None:
        """The claims changed together and their new value, where the annotation names a single repair."""
        safe = self.repair_safe
        if safe is None or not (safe["unique"] or safe["unique_best"]):
            return None
        best = max(safe["options"], key=lambda option: len(option["cures"]))
        return frozenset(best["claims"]), Decimal(str(best["to"]))


@dataclass(frozen=True)
class Annotated:
    """One narrative with everything a careful reader found in it."""

    id: str
    language: str
    genre: str
    text: str
    reading: Reading
    relations: tuple[Relation, ...]
    verdicts: Mapping[str, Verdict]
    path: Path


def load(folder: Path | str | None = None) -> list[Annotated]:
    """Every annotated text of a folder, by file name; none when the folder is not there.

    Without a folder: the one named by TOGUNA_FIGURES, else the project's own texts.
    """
    chosen = Path(folder or os.environ.get("TOGUNA_FIGURES") or OURS)
    return [read_one(path) for path in sorted(chosen.glob("*.json"))]


def read_one(path: Path) -> Annotated:
    """One annotation with its text."""
    annotation = json.loads(path.read_text(encoding="utf-8"))
    text_file = path.with_name(annotation.get("text_file", path.stem + ".txt"))
    text = text_file.read_bytes().decode("utf-8")
    loosened = {
        claim
        for relation in annotation["relations"]
        if relation.get("approximate_statement")
        for claim in relation["stated_side"]
    }
    claims = tuple(
        _claim(entry, loosened) for entry in sorted(annotation["claims"], key=lambda entry: int(entry["start"]))
    )
    aside = tuple(
        SetAside(entry["start"], entry["end"], entry["raw"], entry["why"]) for entry in annotation["distractors"]
    )
    return Annotated(
        id=str(annotation["id"]),
        language=annotation["lang"],
        genre=annotation.get("genre", ""),
        text=text,
        reading=Reading(text, annotation["lang"], claims, aside),
        relations=tuple(_relation(entry) for entry in annotation["relations"]),
        verdicts={entry["id"]: _verdict(entry) for entry in annotation["relations"]},
        path=path,
    )


def _claim(entry: Mapping[str, Any], loosened: set[str]) -> Claim:
    raw, value = str(entry["raw"]), Decimal(str(entry["value"]))
    in_words = bool(_WORD_OF_NUMBER.search(_NOT_NUMBER_WORDS.sub("", raw)))
    has_digit = any(character.isdigit() for character in raw)
    return Claim(
        id=entry["id"],
        start=entry["start"],
        end=entry["end"],
        raw=raw,
        value=value,
        kind=Kind(entry["kind"]),
        decimals=_decimals(raw, value),
        well_formed=entry["well_formed"],
        spelled=not entry["well_formed"] and in_words,
        malformed=not entry["well_formed"] and has_digit and not in_words,
        hedge=Hedge.ABOUT if entry["id"] in loosened else None,
    )


def _decimals(raw: str, value: Decimal) -> int:
    """The digits printed after the decimal mark: "16,60%" prints two, "42.638" (a count) none.

    A mark is a decimal one when the value is not whole, or when reading it as decimal gives back the value
    ("739,790.00", "40,0%").
    """
    found = _DECIMALS.search(raw)
    if found is None:
        return 0
    digits = found.group(1)
    before = re.sub(r"\D", "", raw[: found.start()])
    return len(digits) if before and Decimal(f"{before}.{digits}") == value else 0


def _relation(entry: Mapping[str, Any]) -> Relation:
    return Relation(
        id=entry["id"],
        type=RelationType(entry["type"]),
        stated_side=tuple(entry["stated_side"]),
        other_side=tuple(entry["other_side"]),
        confidence=1.0,
        arguable=entry.get("confidence") == "arguable",
        cue="annotation",
        note=entry.get("note", ""),
    )


def _verdict(entry: Mapping[str, Any]) -> Verdict:
    delta = entry["delta"]
    return Verdict(
        relation=entry["id"],
        verdict=entry["verdict"],
        stated=Decimal(str(entry["stated"])),
        computed=Decimal(str(entry["computed"])),
        delta=None if delta is None else Decimal(str(delta)),
        approximate=bool(entry.get("approximate_statement")),
        confidence=entry.get("confidence"),
        repair_alone=entry.get("repair_alone"),
        repair_safe=entry.get("repair_safe"),
    )
