"""The smallest extract: facts with everything unknown until a test says otherwise, and a country of four communes.

Between 2018 and 2020 the country has two editions: commune C moves from region R1 to region R2 on 1 January 2020.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from toguna.measure.cells import Cell
from toguna.measure.contributions import open_backend, open_extract
from toguna.measure.engine import compute
from toguna.measure.reference import Country, compute_slowly
from toguna.measure.schema import PLACE_ANCESTOR_SCHEMA, PLACE_EDITION_SCHEMA, Extract, write_facts, write_parquet
from toguna.rules.definitions import Definition
from toguna.rules.periods import Period

START = date(2018, 10, 1)
LATER = 1_000_000

EDITIONS = [
    {"edition": "2018", "valid_from": date(2018, 1, 1), "valid_to": date(2020, 1, 1)},
    {"edition": "2020", "valid_from": date(2020, 1, 1), "valid_to": None},
]
_REGIONS = {"2018": {"A": "R1", "B": "R1", "C": "R1", "D": "R2"}, "2020": {"A": "R1", "B": "R1", "C": "R2", "D": "R2"}}
ANCESTORS = [
    {"edition": edition, "place": place, "ancestor": ancestor, "level": level}
    for edition, regions in _REGIONS.items()
    for place, ancestor, level in (
        *((commune, commune, 3) for commune in regions),
        *((commune, region, 1) for commune, region in regions.items()),
        *((region, region, 1) for region in sorted(set(regions.values()))),
    )
]
COUNTRY = Country(ANCESTORS, EDITIONS)

_UNKNOWN: Mapping[str, Any] = {
    "since": 1,
    "until": None,
    "mapping_version": "1",
    "fictional": True,
    "record_version": "record",
    "node": "node",
    "programmes": ["P"],
    "activity_code": None,
    "activity_kind": "training",
    "designed_for": [],
    "topics": [],
    "session": None,
    "event_place": None,
    "residence_place": None,
    "area_place": None,
    "implementer": None,
    "mention": None,
    "person": None,
    "birth_year": None,
    "organisation": None,
    "sex": None,
    "age_from": None,
    "age_to": None,
    "age_basis": None,
    "disability": None,
    "displaced": None,
    "stakeholder_group": None,
    "function": None,
    "quantity": 1000,
    "unit": "seat",
    "currency": None,
    "basis": "counted",
    "cut": None,
}


def fact(key: str, kind: str = "participation", on: date = date(2019, 3, 8), **known: Any) -> dict[str, Any]:
    """One verified fact: what is not given is unknown."""
    given = {"id": key, "kind": kind, "start_on": on, "end_on": on, "activity": "training-1"}
    return {**_UNKNOWN, **given, **known}


def write_extract(facts: Sequence[Mapping[str, Any]], folder: Path) -> Extract:
    """The three files of an extract with these facts."""
    extract = Extract.in_folder(folder)
    write_facts([facts] if facts else [], extract.facts)
    write_parquet([ANCESTORS], extract.place_ancestors, PLACE_ANCESTOR_SCHEMA)
    write_parquet([EDITIONS], extract.place_editions, PLACE_EDITION_SCHEMA)
    return extract


BACKEND = open_backend()


def counted_twice(
    definition: Definition,
    facts: Sequence[Mapping[str, Any]],
    periods: Sequence[Period],
    folder: Path,
    as_of: int = LATER,
) -> list[Cell]:
    """The cells of the quick engine, which must be those of the slow one."""
    extract = open_extract(write_extract(facts, folder), BACKEND)
    quick = compute(definition, extract, periods=periods, as_of=as_of, programme_start=START)
    slow = compute_slowly(definition, facts, COUNTRY, periods=periods, as_of=as_of, programme_start=START)
    assert quick == slow
    return quick
