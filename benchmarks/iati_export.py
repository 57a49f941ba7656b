"""How many IATI activities with results and dimensions are written in a second, with how many queries and what memory.

    python -m benchmarks.iati_export [PROGRAMMES]

Fictional editions of 2 results, 6 indicators, 24 periods and 192 values each stand in a database of their own (SQLite,
or DATABASE_URL); one process writes them all into one file, and the file is then held against the schema.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PROGRAMMES = 400
# A machine that others use too may be three times slower than one that is idle: the floor holds on both.
AIM_PER_SECOND, LEAST_PER_SECOND = 400, 120
MEMORY_LIMIT_MB = 50
# What Akvo RSR needs for one activity with results: 5 to 8 a second, 170 to 200 queries each.
PEER_PER_SECOND, PEER_QUERIES = 8, 170
RESULTS, INDICATORS, QUARTERS, PLACES = 2, 3, 4, 4
VALUES = RESULTS * INDICATORS * QUARTERS * (1 + 3 + PLACES)

# A program of its own imports Django only once the folder is known, so these run in processes that this one starts.
FILL = "from benchmarks.iati_export import fill; import sys; fill(int(sys.argv[1]))"
WRITE = "from benchmarks.iati_export import write; import sys; write(sys.argv[1])"


def content(number: int) -> dict[str, Any]:
    """What one fictional edition says."""
    quarters = [
        (f"2025-{1 + 3 * one:02}-01", f"2025-{4 + 3 * one:02}-01" if one < 3 else "2026-01-01")
        for one in range(QUARTERS)
    ]
    places = {f"toguna-demo:C{one}": {"name": f"Commune {one}", "level": 3, "fictional": True} for one in range(PLACES)}
    roles = [("funding", "fund"), ("accountable", "lead"), ("implementing", "cso")]
    results = [
        {"code": f"R{one}", "type": "outcome", "title": {"fr": f"Effet {one}", "en": f"Outcome {one}"}}
        for one in range(RESULTS)
    ]
    return {
        "format": 2, "number": 1, "released_on": "2026-01-15", "as_of": 1, "threshold": 5, "fictional": True,
        "programme": {
            "code": f"BENCH-{number}", "name": {"fr": "Programme fictif", "en": "Fictional programme"}, "acronym": {},
            "summary": {"fr": "Une phrase.", "en": "A sentence."}, "starts_on": "2025-01-01", "ends_on": "2026-01-01",
            "starts_precision": "day", "ends_precision": "day", "budget": 1_000_00, "budget_meaning": "total",
            "currency": "XOF", "award": "", "fictional": True, "objectives": [], "territory": list(places),
            "roles": [{"role": role, "organisation": code, "works_under": None, "note": {}} for role, code in roles],
            "results": results,
        },
        "places": places,
        "organisations": {code: {"name": {"fr": code}, "kind": "cso", "fictional": True} for _role, code in roles},
        "indicators": [
            _indicator(f"R{result}", f"I{result}-{one}", quarters, places)
            for result in range(RESULTS)
            for one in range(INDICATORS)
        ],
        "left_out": [],
    }  # fmt: skip


def _indicator(result: str, code: str, quarters: list[tuple[str, str]], places: dict[str, Any]) -> dict[str, Any]:
    def cell(category: str, value: int) -> dict[str, Any]:
        return {"category": category, "masked": False, "value": str(value), "digest": "0" * 64}

    cuts = {
        "sex": [cell("female", 30), cell("male", 25), cell("unknown", 5)],
        "place": [cell(place, 10) for place in places],
    }
    return {
        "code": code, "title": {"fr": f"Présences {code}", "en": f"Attendances {code}"}, "unit": {"code": "seat"},
        "measure": "unit", "ascending": True, "cumulative": False, "standard_code": "", "result": result,
        "objective": None, "adds_up": {"sex": True, "place": True}, "records": [],
        "definition": {
            "version": 1, "fingerprint": "", "body": {"count": "seats"}, "sentence": {"fr": "Nombre de présences."},
        },
        "reference": {"year": 2024, "value": 5_000, "comment": {}},
        "targets": [{"starts_on": start, "ends_before": end, "value": 70_000} for start, end in quarters],
        "tables": [
            {
                "period_kind": "quarter", "period": f"2025-Q{number}", "starts_on": start, "ends_before": end,
                "basis": "counted", "total": cell("", 60), "cuts": cuts,
            }
            for number, (start, end) in enumerate(quarters, start=1)
        ],
    }  # fmt: skip


def fill(programmes: int) -> None:
    """Put the editions into a fresh database, as a release leaves them."""
    import django

    django.setup()
    from django.core.management import call_command

    from toguna.store.programmes.models import Programme
    from toguna.store.publications.models import Edition

    call_command("migrate", verbosity=0)
    for number in range(programmes):
        programme = Programme.objects.create(
            code=f"BENCH-{number}",
            name={"fr": "Programme fictif"},
            starts_on="2025-01-01",
            ends_on="2026-01-01",
            fictional=True,
        )
        Edition.objects.create(
            programme=programme, number=1, as_of=1, threshold=5, snapshot={"content": content(number)}, sha256="0" * 64,
            fictional=True,
        )  # fmt: skip


def write(path: str) -> None:
    """Write every edition into one file, and print what it took."""
    import resource

    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from toguna.flow.iati import write_editions
    from toguna.store.publications.models import Edition

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    before = peak()
    begun, worked = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries, Path(path).open("wb") as file:
        for piece in write_editions(Edition.objects.order_by("pk").iterator(5), generated="2026-01-15T00:00:00Z"):
            file.write(piece)
    told = {
        "seconds": time.perf_counter() - begun,
        "worked": time.process_time() - worked,
        "queries": len(queries),
        "before": before,
        "peak": peak(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def run(program: str, *arguments: str) -> str:
    """Run a program of this module in a process of its own."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(programmes: int) -> int:
    """Fill, write, judge the file, and compare; 1 when it is slower than the floor, too heavy, or not valid."""
    from datetime import date

    from toguna.publish.iati.validity import validate

    with tempfile.TemporaryDirectory(prefix="toguna-bench-") as name:
        os.environ |= {"TOGUNA_VAR": name, "DJANGO_SETTINGS_MODULE": "toguna.config.settings"}
        run(FILL, str(programmes))
        path = Path(name) / "iati.xml"
        told = json.loads(run(WRITE, str(path)).splitlines()[-1])
        size = path.stat().st_size / 1e6
        speed, grown = programmes / told["worked"], told["peak"] - told["before"]
        judged = validate(path, today=date(2026, 1, 15))
    print(f"{programmes:,} activities, {VALUES} values each, {size:.0f} MB in {told['seconds']:.1f} s")
    print(
        f"{speed:>9,.0f} activities in a second of processor time"
        f"   aim {AIM_PER_SECOND}, floor {LEAST_PER_SECOND}, Akvo RSR {PEER_PER_SECOND} at best"
    )
    print(f"{told['queries'] / programmes:>9.3f} queries each   Akvo RSR {PEER_QUERIES} at least")
    print(f"{grown:>9.0f} MB of memory above the start   limit {MEMORY_LIMIT_MB}")
    print(f"{judged.records:>9,} activities valid: {judged.valid}, errors: {judged.errors}")
    fine = speed >= LEAST_PER_SECOND and grown <= MEMORY_LIMIT_MB and judged.valid and judged.clean
    print("within the limits" if fine else "over a limit")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PROGRAMMES))
