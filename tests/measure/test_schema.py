"""The extract: one schema for whatever comes in, and a clear word about what does not fit."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.measure.small import fact
from toguna.measure.digests import digest_of, digest_of_marks
from toguna.measure.schema import FACTS_SCHEMA, MARKED_FACTS_SCHEMA, ExtractError, marks_of, write_facts


def test_rows_and_tables_of_another_cast_give_the_same_file(tmp_path: Path) -> None:
    rows = [fact("f1", person="awa", birth_year=1990), fact("f2")]
    loose = pa.Table.from_pylist(rows, schema=FACTS_SCHEMA)
    loose = loose.set_column(0, "id", loose["id"].cast(pa.large_string()))
    loose = loose.set_column(2, "since", loose["since"].cast(pa.int32()))
    loose = loose.select([*reversed(loose.column_names)]).append_column("extra", pa.array([1, 2]))
    assert write_facts([rows], tmp_path / "rows.parquet") == 2
    assert write_facts([loose], tmp_path / "table.parquet") == 2
    assert write_facts(loose.to_batches(), tmp_path / "batches.parquet") == 2
    written = {(tmp_path / f"{name}.parquet").read_bytes() for name in ("rows", "table", "batches")}
    assert len(written) == 1


def test_an_empty_extract_has_the_schema(tmp_path: Path) -> None:
    assert write_facts([], tmp_path / "facts.parquet") == 0
    assert pq.read_schema(tmp_path / "facts.parquet") == MARKED_FACTS_SCHEMA


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    row = fact("f1")
    del row["birth_year"]
    with pytest.raises(ExtractError, match="birth_year"):
        write_facts([[row]], tmp_path / "facts.parquet")


def test_what_cannot_be_cast_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="does not fit"):
        write_facts([[fact("f1", quantity="many")]], tmp_path / "facts.parquet")


def test_a_table_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="does not fit"):
        write_facts([pa.table({"id": ["f1"], "start_on": [date(2019, 3, 8)]})], tmp_path / "facts.parquet")


def test_a_digest_adds_up_as_a_database_would() -> None:
    marks = [marks_of("f1"), marks_of("f2")]
    high, low = (sum(mark[half] for mark in marks) for half in (0, 1))
    assert digest_of_marks(2, high, low) == digest_of(["f2", "f1"])
    assert all(0 <= half < 2**60 for mark in marks for half in mark)


def test_the_digest_of_no_facts_is_not_that_of_one() -> None:
    assert len({digest_of([]), digest_of(["f1"]), digest_of(["f1", "f2"])}) == 3
