"""The extract that values are counted from: three Parquet files of one declared schema, whatever database was read.

It casts and marks; it chooses no facts, knows no database and resolves nobody's identity.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# What an extract must promise: facts of one kind are disjoint (the groups of a head-count never show the same seat
# twice), and a person has one sex and one birth year in it.
FACTS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("since", pa.int64(), nullable=False),
        pa.field("until", pa.int64()),
        pa.field("mapping_version", pa.string(), nullable=False),
        pa.field("fictional", pa.bool_(), nullable=False),
        pa.field("record_version", pa.string(), nullable=False),
        pa.field("node", pa.string(), nullable=False),
        pa.field("programmes", pa.list_(pa.string()), nullable=False),
        pa.field("activity", pa.string(), nullable=False),
        pa.field("activity_code", pa.string()),
        pa.field("activity_kind", pa.string()),
        pa.field("designed_for", pa.list_(pa.string()), nullable=False),
        pa.field("topics", pa.list_(pa.string()), nullable=False),
        pa.field("session", pa.string()),
        pa.field("start_on", pa.date32(), nullable=False),
        pa.field("end_on", pa.date32(), nullable=False),
        pa.field("event_place", pa.string()),
        pa.field("residence_place", pa.string()),
        pa.field("area_place", pa.string()),
        pa.field("implementer", pa.string()),
        pa.field("mention", pa.string()),
        pa.field("person", pa.string()),
        pa.field("birth_year", pa.int32()),
        pa.field("organisation", pa.string()),
        pa.field("sex", pa.string()),
        pa.field("age_from", pa.int32()),
        pa.field("age_to", pa.int32()),
        pa.field("age_basis", pa.string()),
        pa.field("disability", pa.bool_()),
        pa.field("displaced", pa.bool_()),
        pa.field("stakeholder_group", pa.string()),
        pa.field("function", pa.string()),
        pa.field("quantity", pa.int64(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("currency", pa.string()),
        pa.field("basis", pa.string(), nullable=False),
        pa.field("cut", pa.string()),
    ]
)

# `mark_high` and `mark_low` are 120 bits of the SHA-256 of the fact's id. Added up they give a digest of a set of facts
# that does not depend on their order, so that an engine computes it in the pass that counts.
MARK_BITS = 60
MARKED_FACTS_SCHEMA = FACTS_SCHEMA.append(pa.field("mark_high", pa.int64(), nullable=False)).append(
    pa.field("mark_low", pa.int64(), nullable=False)
)

PLACE_ANCESTOR_SCHEMA = pa.schema(
    [
        pa.field("edition", pa.string(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("ancestor", pa.string(), nullable=False),
        pa.field("level", pa.int32(), nullable=False),
    ]
)

PLACE_EDITION_SCHEMA = pa.schema(
    [
        pa.field("edition", pa.string(), nullable=False),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_to", pa.date32()),
    ]
)

Rows = Sequence[Mapping[str, object]]


class ExtractError(ValueError):
    """An extract that lacks a column, or holds what cannot be cast to the schema."""


@dataclass(frozen=True)
class Extract:
    """Where the three files of one extract are. `valid_to` of an edition is excluded; a place is its own ancestor."""

    facts: Path
    place_ancestors: Path
    place_editions: Path

    @classmethod
    def in_folder(cls, folder: Path) -> "Extract":
        """The files under their usual names."""
        return cls(folder / "facts.parquet", folder / "place_ancestor.parquet", folder / "place_edition.parquet")


def marks_of(fact: str) -> tuple[int, int]:
    """The two halves of a fact's mark: the first 30 hexadecimal digits of the SHA-256 of its id, 15 and 15."""
    digits = hashlib.sha256(fact.encode()).hexdigest()
    return int(digits[:15], 16), int(digits[15:30], 16)


def write_parquet(batches: Iterable[pa.Table | pa.RecordBatch | Rows], path: Path, schema: pa.Schema) -> int:
    """Write rows or Arrow tables as one Parquet file of exactly this schema; how many rows it holds.

    Facts get their marks here. Columns may come in any order; a missing one raises ExtractError, an extra one is left
    out.
    """
    target = MARKED_FACTS_SCHEMA if schema == FACTS_SCHEMA else schema
    rows = 0
    with pq.ParquetWriter(path, target, compression="zstd") as writer:
        for batch in batches:
            table = _cast(batch, schema)
            rows += table.num_rows
            writer.write_table(_marked(table) if target is not schema else table)
    return rows


def write_facts(batches: Iterable[pa.Table | pa.RecordBatch | Rows], path: Path) -> int:
    """Write the facts of an extract."""
    return write_parquet(batches, path, FACTS_SCHEMA)


def _cast(batch: pa.Table | pa.RecordBatch | Rows, schema: pa.Schema) -> pa.Table:
    try:
        if isinstance(batch, pa.RecordBatch):
            batch = pa.Table.from_batches([batch])
        if isinstance(batch, pa.Table):
            return batch.select(schema.names).cast(schema)
        missing = sorted(set(schema.names) - set(batch[0])) if batch else []
        if missing:
            raise ExtractError(f"the extract lacks the columns {', '.join(missing)}")
        return pa.Table.from_pylist(list(batch), schema=schema)
    except (pa.ArrowException, KeyError) as error:
        raise ExtractError(f"the extract does not fit its schema: {error}") from error


def _marked(table: pa.Table) -> pa.Table:
    marks = [marks_of(fact) for fact in table.column("id").to_pylist()]
    high = pa.array([mark[0] for mark in marks], pa.int64())
    low = pa.array([mark[1] for mark in marks], pa.int64())
    columns = [*table.columns, high, low]
    return pa.Table.from_arrays(columns, schema=MARKED_FACTS_SCHEMA)
