"""How long disclosure control takes, how much it masks and how much memory it needs, against limits of our own.

    python -m benchmarks.disclosure [CELLS]

A fictional programme of three years, drawn with a seed: people, seats and a share, by sex, age, group and commune, per
quarter, year, fiscal year and life. It is released three times, the third time with late sheets. Each size is
controlled in a process of its own, so that its peak memory is its own.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from toguna.publish.disclosure.cells import CellName, CountedCell, EarlierEdition, Table
from toguna.publish.disclosure.control import controlled_release
from toguna.rules.definitions import Definition
from toguna.rules.periods import Period, PeriodKind, periods_covering

SIZES = (3_000, 20_000)
# Seconds of the processor and megabytes that a release may spend on it, by number of cells.
LIMITS = {3_000: (15.0, 300), 20_000: (120.0, 600)}
THRESHOLD = 5
STARTS, ENDS = date(2023, 2, 15), date(2026, 2, 1)
KINDS = ["quarter", "year", "us_fiscal_year", "life"]
GROUPS = ["elected_official", "cso", "cbo", "womens_association", "youth", "media", "citizen"]
BANDS = [[0, 14], [15, 24], [25, 34], [35, 59], [60, None]]
CELLS_OF_AN_INDICATOR = 800
TOPICS = ["health", "wash", "school", "land", "peace", "budget", "vote", "market"]


@dataclass(frozen=True)
class Coming:
    """Somebody came to something."""

    number: int
    person: int
    on: date
    sex: str
    band: str
    group: str
    place: str
    topic: str


def comings(count: int, seeded: Random) -> list[Coming]:
    """Persons who come now and then, most of them from a few large communes."""
    bands = ["0-14", "15-24", "25-34", "35-59", "60+"]
    days = (ENDS - STARTS).days
    persons = [
        (
            seeded.choices(["female", "male", "unknown"], [55, 43, 2])[0],
            seeded.choices(bands, [4, 30, 35, 28, 3])[0],
            seeded.choice(GROUPS),
            f"commune-{min(int(seeded.expovariate(0.12)), 29):02}",
        )
        for _ in range(count // 2)
    ]
    found = []
    for number in range(count):
        person = seeded.randrange(len(persons))
        on = STARTS + timedelta(days=seeded.randrange(days))
        found.append(Coming(number, person, on, *persons[person], seeded.choice(TOPICS)))
    return found


def definitions(count: int) -> dict[str, tuple[Definition, Callable[[Coming], bool]]]:
    """As many indicators as asked, people and seats of one topic after the other and the share of women."""
    cuts = {"dimensions": ["sex", "age_band", "stakeholder_group", {"place": 3}], "age_bands": BANDS, "periods": KINDS}
    found: dict[str, tuple[Definition, Callable[[Coming], bool]]] = {}
    for number in range(count):
        topic = TOPICS[number // 3 % len(TOPICS)] if number >= 3 else ""
        where = {"where": {"topics": [topic]}} if topic else {}
        body: dict[str, Any] = {"count": ["people", "seats", "ratio"][number % 3], **cuts}
        if number % 3 == 2:
            women = {"where": {**where.get("where", {}), "sex": ["female"]}}
            body |= {"numerator": {"count": "seats", **women}, "denominator": {"count": "seats", **where}}
            body |= {"dimensions": ["stakeholder_group", {"place": 3}]}
            del body["age_bands"]
        else:
            body |= where
        found[f"I{number:02}"] = (Definition.from_json(body), lambda one, topic=topic: topic in ("", one.topic))
    return found


def cells_of(found: Iterable[Coming], indicators: int) -> Iterator[CountedCell]:
    """Every table of every indicator, counted the plain way."""
    everything = list(found)
    for code, (definition, meets) in definitions(indicators).items():
        counted = [one for one in everything if meets(one)]
        for kind in KINDS:
            for period in periods_covering(PeriodKind(kind), STARTS, ENDS):
                inside = [one for one in counted if one.on in period]
                yield _cell(code, definition, period, "", "", inside)
                for dimension in definition.dimensions:
                    parts: dict[str, list[Coming]] = {}
                    for one in inside:
                        parts.setdefault(_category(str(dimension.name), one), []).append(one)
                    for category, part in parts.items():
                        yield _cell(code, definition, period, str(dimension.name), category, part)


def _category(dimension: str, one: Coming) -> str:
    short = {"age_band": "band", "stakeholder_group": "group"}
    return str(getattr(one, short.get(dimension, dimension)))


def _cell(
    code: str, definition: Definition, period: Period, dimension: str, category: str, found: list[Coming]
) -> CountedCell:
    name = CellName(Table(code, str(period.kind), period.code, "counted"), dimension, category)
    digest = sha256(",".join(str(one.number) for one in found).encode()).hexdigest()
    persons, women = len({one.person for one in found}), sum(one.sex == "female" for one in found)
    window = (period.start, period.end)
    if definition.count == "people":
        return CountedCell(name, window, definition, persons, digest, persons)
    if definition.count == "seats":
        return CountedCell(name, window, definition, persons, digest, len(found))
    few = min(persons, len({one.person for one in found if one.sex == "female"}))
    return CountedCell(name, window, definition, few, digest + "/", None, women, len(found))


def measure(size: int) -> None:
    """Release three times in this process, and print what it took."""
    indicators = max(1, round(size / CELLS_OF_AN_INDICATOR))
    everything = comings(size * 3, Random(2026))
    late = everything[-40:]
    earlier: list[EarlierEdition] = []
    moments = [
        [one for one in everything[:-40] if one.on < date(2025, 7, 1)],
        [one for one in everything[:-40] if one.on < date(2025, 10, 1)],
        [one for one in everything[:-40] if one.on < date(2026, 1, 1)] + [one for one in late if one.on.year < 2026],
    ]
    for number, moment in enumerate(moments, 1):
        cells = list(cells_of(moment, indicators))
        begun = time.process_time()
        controlled = controlled_release(cells, THRESHOLD, before=earlier).tables
        told = {
            "edition": number,
            "cells": len(cells),
            "small": len(controlled.small),
            "complements": len(controlled.complements),
            "left_out": [str(one) for one in controlled.left_out],
            "seconds": time.process_time() - begun,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        earlier.append(EarlierEdition(number, controlled.cells, controlled.masked))


def main(sizes: Iterable[int]) -> int:
    """Control each size, and compare; 1 when a limit is passed."""
    fine = True
    print(
        f"{'edition':>7}{'cells':>8}{'small':>7}{'with them':>11}{'left out':>10}{'seconds':>9}{'limit':>7}{'peak':>8}"
    )
    for size in sizes:
        seconds, memory = LIMITS.get(size, (size / 300, 600))
        program = f"from benchmarks.disclosure import measure; measure({size})"
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
        for line in done.stdout.splitlines():
            told = json.loads(line)
            print(
                f"{told['edition']:>7}{told['cells']:>8,}{told['small']:>7,}{told['complements']:>11,}"
                f"{len(told['left_out']):>10}{told['seconds']:>9.1f}{seconds:>7.0f}{told['peak']:>6.0f}MB"
            )
            fine &= told["seconds"] <= seconds and told["peak"] <= memory
    print("within the limits" if fine else "over a limit")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main([int(sys.argv[1])] if len(sys.argv) > 1 else SIZES))
