"""Records that Python cut out of a file, into a temporary table through Arrow, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from ingest.framing import Record

RECORDS_PER_BATCH = 50_000
CHARACTERS_PER_BATCH = 16 << 20
"""A batch is in memory whole, and a record may be a line of many megabytes."""

FRAMED = pa.schema(
    [
        ("source_row", pa.int64()),
        ("text", pa.string()),
        ("fields", pa.list_(pa.string())),
        ("document", pa.string()),
        ("fault", pa.string()),
    ]
)


def load_records(
    connection: duckdb.DuckDBPyConnection, table: str, records: Iterator[Record]
) -> None:
    """Load records into a temporary table, a batch at a time."""
    reader = pa.RecordBatchReader.from_batches(FRAMED, _batches(records))
    connection.register("framed_records", reader)
    try:
        connection.execute(f"create or replace temp table {table} as from framed_records")
    finally:
        connection.unregister("framed_records")


def _batches(records: Iterator[Record]) -> Iterator[pa.RecordBatch]:
    for batch in _cut(records):
        yield pa.record_batch(
            [
                pa.array(values, kind)
                for values, kind in zip(zip(*batch, strict=True), FRAMED.types, strict=True)
            ],
            schema=FRAMED,
        )


def _cut(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Records in batches that are bounded in number and in length."""
    batch: list[Record] = []
    characters = 0
    for record in records:
        batch.append(record)
        characters += len(record.text)
        if len(batch) == RECORDS_PER_BATCH or characters >= CHARACTERS_PER_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
