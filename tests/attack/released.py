"""Inventions counted, masked and written as files without a database, and what is true of them for whoever judges.

The masking is asked only through the names by which the release itself calls it: whatever replaces it there is asked.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.attack.invention import ENDS_ON, STARTS_ON, Invention, Sheet
from tests.publish.snapshots import indicator, snapshot
from toguna.flow import drafts, release
from toguna.flow.snapshots import counted as names
from toguna.measure.cells import Cell
from toguna.measure.reference import Country, compute_slowly
from toguna.publish.snapshot import Snapshot, canonical, digest, number_text
from toguna.publish.tables import cells_as_csv, records_as_csv
from toguna.rules.definitions import Definition

THRESHOLD = 5
SCHEME = "toguna-demo"
CellAddress = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Truth:
    """What a cell really holds, and how many persons could be recognised in it."""

    persons: int
    value: int | None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class ReleasedEdition:
    """The bytes of one edition, and beside them what only the judge may look at."""

    files: Mapping[str, bytes]
    truth: Mapping[CellAddress, Truth]


def release_invention(invention: Invention, *, threshold: int = THRESHOLD) -> list[ReleasedEdition]:
    """Every edition in its turn, each knowing those before it, as the release does it."""
    kept: list[tuple[Snapshot, Any]] = []
    editions = []
    for number, known in enumerate(invention.editions, start=1):
        counted = _count(invention, known)
        cells = [_as_counted(invention, code, cell) for code, found in counted.items() for cell in found]
        now = {cell.name: cell for cell in cells}
        before = [drafts.earlier_edition(content, masked, now) for content, masked in kept]
        controlled = drafts.controlled_release(cells, threshold, left_out=(), before=before).tables
        content = _snapshot(invention, counted, controlled, known, number)
        kept.append((content, json.loads(json.dumps(release.kept_cells(controlled.cells, controlled.masked)))))
        editions.append(ReleasedEdition(_files(content), _truth(counted)))
    return editions


def _files(content: Snapshot) -> dict[str, bytes]:
    return {
        "cells.csv": cells_as_csv(content, digest(content)),
        "records.csv": records_as_csv(content),
        "edition.json": canonical(content),
    }


def _count(invention: Invention, known: tuple[Sheet, ...]) -> dict[str, list[Cell]]:
    facts = [fact for sheet in known for fact in sheet.facts()]
    above = [(commune, 3) for commune in invention.communes], [(invention.region(one), 1) for one in invention.communes]
    rows = [
        {"edition": "D", "place": commune, "ancestor": ancestor, "level": level}
        for (commune, own), (region, high) in zip(*above, strict=True)
        for ancestor, level in ((commune, own), (region, high))
    ]
    regions = sorted({region for region, _ in above[1]})
    rows += [{"edition": "D", "place": region, "ancestor": region, "level": 1} for region in regions]
    country = Country(rows, [{"edition": "D", "valid_from": date(2000, 1, 1), "valid_to": None}])
    found: dict[str, list[Cell]] = {}
    for code, body in invention.definitions.items():
        cells: dict[Any, Cell] = {}
        for dimension in [None, *body.get("dimensions", [])]:
            flat = {**body, "dimensions": [dimension] if dimension else []}
            if dimension != "age_band":
                flat.pop("age_bands", None)
            made = compute_slowly(
                Definition.from_json(flat), facts, country, as_of=1, programme_start=STARTS_ON,
                periods=invention.periods(body["periods"], known),
            )  # fmt: skip
            cells |= {(cell.period, cell.dimensions): cell for cell in made}
        found[code] = list(cells.values())
    return found


def _as_counted(invention: Invention, code: str, cell: Cell) -> Any:
    definition = Definition.from_json(invention.definitions[code])
    start, end = cell.period.window(STARTS_ON, cumulative=definition.cumulative)
    table = names.Table(code, cell.period.kind, cell.period.code, "counted")
    numbers = (None if one is None else int(one) for one in (cell.value, cell.numerator, cell.denominator))
    window = (min(start, cell.period.start), end)
    return names.CountedCell(
        names.CellName(table, *_cut(cell)), window, definition, cell.persons, cell.digest, *numbers,
        inside=_inside(invention, cell),
    )  # fmt: skip


def _inside(invention: Invention, cell: Cell) -> tuple[str, ...]:
    """The public name of the region that a cell's commune lies in."""
    named = [category for dimension, category in cell.dimensions if dimension == "place"]
    return tuple(f"{SCHEME}:{invention.region(one)}" for one in named if one in invention.communes)


def _cut(cell: Cell) -> tuple[str, ...]:
    """The dimension and the category under which the public knows a cell; nothing for a total."""
    for dimension, category in cell.dimensions:
        known = dimension != "place" or category == "unknown"
        return dimension, category if known else f"{SCHEME}:{category}"
    return ()


def _snapshot(
    invention: Invention, counted: Mapping[str, Sequence[Cell]], controlled: Any, known: Iterable[Sheet], number: int
) -> Snapshot:
    kept = {cell.name for cell in controlled.cells}
    parts = []
    for code, cells in counted.items():
        body = invention.definitions[code]
        tables = _tables(code, cells, kept, controlled.masked)
        if tables:
            parts.append(
                indicator(
                    code, tables=tables, records=_records(body, known), targets=[], cumulative="cumulative" in body,
                    definition={
                        "version": 1, "body": Definition.from_json(body).to_json(), "sentence": {"fr": "Fictif."},
                        "fingerprint": Definition.from_json(body).fingerprint(),
                    },
                )
            )  # fmt: skip
    places: dict[str, Any] = {}
    for commune in invention.communes:
        region = f"{SCHEME}:{invention.region(commune)}"
        places[region] = {"name": f"Région fictive {region}", "level": 1, "fictional": True}
        places[f"{SCHEME}:{commune}"] = {
            "name": f"Commune fictive {commune}", "level": 3, "fictional": True, "inside": [region],
        }  # fmt: skip
    left_out = [str(one) for one in controlled.left_out]
    return {**snapshot(number=number, left_out=left_out, places=places), "indicators": parts}  # type: ignore[typeddict-item]


def _tables(code: str, cells: Iterable[Cell], kept: Collection[Any], masked: Collection[Any]) -> list[Any]:
    tables: dict[Any, Any] = {}
    for cell in sorted(cells, key=lambda one: len(one.dimensions)):
        table = names.Table(code, cell.period.kind, cell.period.code, "counted")
        cut = _cut(cell)
        name = names.CellName(table, *cut)
        if name not in kept:
            continue
        part: dict[str, Any] = {"category": cut[1] if cut else "", "masked": name in masked}
        if not part["masked"]:
            part |= {side: number_text(getattr(cell, side)) for side in ("value", "numerator", "denominator")}
            part["digest"] = cell.digest
        if cut:
            tables[table]["cuts"].setdefault(cut[0], []).append(part)
        else:
            ends = cell.period.end.isoformat()
            tables[table] = {"starts_on": cell.period.start.isoformat(), "ends_before": ends, "basis": "counted"}
            tables[table] |= {"period_kind": cell.period.kind, "period": cell.period.code, "total": part, "cuts": {}}
    return list(tables.values())


def _records(body: Mapping[str, Any], known: Iterable[Sheet]) -> list[Any]:
    """The sheets that a definition counts, within the programme's days."""
    sexes, kinds = (body.get("where", {}).get(asked) for asked in ("sex", "activity_kind"))
    named = body["count"] != "seats"
    rows = []
    for sheet in sorted(known, key=lambda one: (one.held_on, one.key)):
        facts = [fact for fact in sheet.facts() if not named or fact["kind"] == "participation"]
        facts = [fact for fact in facts if not kinds or fact["activity_kind"] in kinds]
        counts = any(not sexes or fact["sex"] in sexes for fact in facts)
        if counts and STARTS_ON <= sheet.held_on < ENDS_ON + timedelta(days=1):
            where = {"place": f"{SCHEME}:{sheet.commune}", "held_on": sheet.held_on.isoformat()}
            rows.append({"record": sheet.key, "sheet": sheet.short_hash, "activity": sheet.key, **where})
    return rows


def _truth(counted: Mapping[str, Sequence[Cell]]) -> dict[CellAddress, Truth]:
    return {
        (code, str(cell.period.kind), cell.period.code, *(_cut(cell) or ("", ""))): Truth(
            cell.persons, *(None if one is None else int(one) for one in (cell.value, cell.numerator, cell.denominator))
        )
        for code, cells in counted.items()
        for cell in cells
    }
