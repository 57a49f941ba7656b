"""Counting a released edition again: from the facts kept beside it, with the definitions written in it.

It trusts neither the database's values nor the edition's own hash, and changes nothing.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from toguna.flow.release import PLACE_KEYS, edition_folder
from toguna.measure.cells import Cell
from toguna.measure.engine import compute
from toguna.measure.schema import Extract
from toguna.publish.snapshot import TOTAL, CellPart, IndicatorPart, Snapshot, TablePart, digest, number_text
from toguna.rules.definitions import BASIS_DIMENSION, Definition, DimensionName
from toguna.rules.findings import Finding, Severity
from toguna.rules.periods import Period, PeriodKind
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import content_of

ALTERED = "Le contenu de l'édition ne donne plus son empreinte : il a été modifié."
FILE_ALTERED = "Le fichier %(name)s ne donne plus son empreinte : il a été modifié."
FACTS_GONE = (
    "Les faits dont l'édition a été tirée ne sont plus à leur place (%(name)s) : elle ne peut pas être recomptée."
)
FACTS_ALTERED = "Les faits gardés avec l'édition (%(name)s) ne donnent plus leur empreinte : ils ont été modifiés."
OTHER_NUMBER = "%(indicator)s, %(period)s : l'édition dit %(released)s, le recompte trouve %(counted)s."
OTHER_FACTS = "%(indicator)s, %(period)s : même valeur, mais ce ne sont pas les mêmes faits qui ont été comptés."


def recount_edition(edition: Edition) -> list[Finding]:
    """Everything in which the edition differs from what its kept facts say; nothing when it holds."""
    return [*_altered(edition), *_counted_otherwise(edition)]


def _altered(edition: Edition) -> Iterator[Finding]:
    if digest(content_of(edition)) != edition.sha256:
        yield _fault("altered", ALTERED)
    for file in edition.files.all():
        if hashlib.sha256(bytes(file.body)).hexdigest() != file.sha256:
            yield _fault("file-altered", FILE_ALTERED, name=file.name)


def _counted_otherwise(edition: Edition) -> Iterator[Finding]:
    folder = edition_folder(edition.programme, edition.number)
    hashes: dict[str, str] = edition.snapshot["envelope"]["parquet"]
    gone = [name for name in hashes if not (folder / name).exists()]
    if gone or not hashes:
        yield _fault("facts-gone", FACTS_GONE, name=", ".join(gone) or str(edition.number))
        return
    altered = [
        name for name, sha256 in hashes.items() if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha256
    ]
    for name in altered:
        yield _fault("facts-altered", FACTS_ALTERED, name=name)
    if altered:
        # Counting what somebody changed would prove nothing, and may not even be possible.
        return
    content = cast(Snapshot, content_of(edition))
    kept = folder / PLACE_KEYS
    places = json.loads(kept.read_text()) if PLACE_KEYS in hashes else {}
    for indicator in content["indicators"]:
        yield from _recounted(content, indicator, Extract.in_folder(folder), places)


def _recounted(
    content: Snapshot, indicator: IndicatorPart, extract: Extract, places: Mapping[str, str]
) -> Iterator[Finding]:
    """Totals and cuts. Editions of the first format kept no keys of their places: there, the cuts by place are left."""
    definition = Definition.from_json(indicator["definition"]["body"])
    cells = compute(
        definition,
        extract,
        periods=sorted({_period(table) for table in indicator["tables"]}),
        as_of=content["as_of"],
        programme_start=date.fromisoformat(content["programme"]["starts_on"]),
    )
    basis = str(definition.measures[0].where.basis[0])
    counted = {_name(cell, basis, places): cell for cell in cells if len(_cut(cell)) <= 1}
    for table in indicator["tables"]:
        parts = [(TOTAL, TOTAL, table["total"])]
        parts += [
            (name, one["category"], one)
            for name, cut in table["cuts"].items()
            for one in cut
            if name != DimensionName.PLACE or places
        ]
        for dimension, category, released in parts:
            cell = counted.get((table["period_kind"], table["period"], table["basis"], dimension, category))
            if not released["masked"]:
                yield from _compared(indicator["code"], table["period"], released, cell)


def _compared(indicator: str, period: str, released: CellPart, counted: Cell | None) -> Iterator[Finding]:
    value = number_text(counted.value) if counted else None
    if released.get("value") != value:
        said = {"released": released.get("value"), "counted": value}
        yield _fault("other-number", OTHER_NUMBER, indicator=indicator, period=period, **said)
    elif counted and released.get("digest") != counted.digest:
        yield _fault("other-facts", OTHER_FACTS, indicator=indicator, period=period)


def _name(cell: Cell, basis: str, places: Mapping[str, str]) -> tuple[str, str, str, str, str]:
    dimension, category = next(iter(_cut(cell)), (TOTAL, TOTAL))
    if dimension == DimensionName.PLACE:
        category = places.get(category, category)
    known = dict(cell.dimensions).get(BASIS_DIMENSION, basis)
    return (str(cell.period.kind), cell.period.code, known, dimension, category)


def _cut(cell: Cell) -> list[tuple[str, str]]:
    return [(name, category) for name, category in cell.dimensions if name != BASIS_DIMENSION]


def _period(table: TablePart) -> Period:
    first, end = date.fromisoformat(table["starts_on"]), date.fromisoformat(table["ends_before"])
    return Period(first, end, PeriodKind(table["period_kind"]), table["period"])


def _fault(reason: str, message: str, **values: object) -> Finding:
    return Finding(reason, Severity.ERROR, message, values)
