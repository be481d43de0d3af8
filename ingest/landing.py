"""Landing: from delivered files to rows of the raw tables, all or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from ingest.columns import quote_identifier
from ingest.database import any_order, data_tables
from ingest.errors import IngestError
from ingest.layouts import Plan
from ingest.progress import Progress, with_unit
from ingest.staging import Staged, stage
from ingest.transactions import transaction

REASONS_SHOWN = 3


@dataclass(frozen=True)
class LandedTable:
    """What a landing put into a raw table from one file."""

    table: str
    source_file: str
    rows: int
    rejected_rows: int


def land(
    connection: duckdb.DuckDBPyConnection,
    dataset_id: str,
    source: str,
    plan: Plan,
    max_rejected: float,
    progress: Progress,
    check: Callable[[], object] = lambda: None,
) -> list[LandedTable]:
    """Replace all rows of a dataset by those of the planned files, in one transaction.

    max_rejected: the largest share (0 to 1) of the records of a file that may be rejected.
    check: what looks at the rows before they are there for good; where it raises, they are not.
    Raises IngestError, and changes nothing, where a file cannot be read or too much is rejected.
    """
    staged = []
    for number, planned in enumerate(plan.files):
        size = planned.file.path.stat().st_size
        progress.say(f"reading {planned.file.name} ({with_unit(size, 'B')})")
        started = time.monotonic()
        one = stage(connection, planned, number, progress)
        seconds = time.monotonic() - started
        progress.say(f"  {one.rows:,} rows, {one.rejected_rows:,} rejected, {seconds:.1f} s")
        _check_rejected(connection, one, max_rejected)
        staged.append(one)
    _check_holds_rows(staged)
    _check_replaces_interactions(connection, dataset_id, staged)
    progress.say("writing to the database")
    landed_at = datetime.now(UTC).replace(tzinfo=None)
    # source_row says where a row was in its file, so the rows themselves may come in any order
    with any_order(connection), transaction(connection):
        _delete(connection, dataset_id)
        for one in staged:
            _insert(connection, dataset_id, one, landed_at)
        connection.execute(
            "insert into raw.landings by name select $dataset_id as dataset_id, $source as source,"
            " $landed_at as landed_at, $interactions as interaction_rows,"
            " $rejected as rejected_rows",
            {
                "dataset_id": dataset_id,
                "source": source,
                "landed_at": landed_at,
                "interactions": sum(one.rows for one in staged if one.planned.layout.interactions),
                "rejected": sum(one.rejected_rows for one in staged),
            },
        )
        check()
    return [
        LandedTable(one.planned.layout.table, one.planned.file.name, one.rows, one.rejected_rows)
        for one in staged
    ]


def remove(connection: duckdb.DuckDBPyConnection, dataset_id: str) -> bool:
    """Delete all rows of a dataset; False where it was not landed."""
    found = connection.execute(
        "select 1 from raw.landings where dataset_id = ?", [dataset_id]
    ).fetchall()
    with transaction(connection):
        _delete(connection, dataset_id)
    return bool(found)


def _delete(connection: duckdb.DuckDBPyConnection, dataset_id: str) -> None:
    for table in data_tables(connection):
        connection.execute(f"delete from raw.{table} where dataset_id = ?", [dataset_id])


def _insert(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, staged: Staged, landed_at: datetime
) -> None:
    file = staged.planned.file
    table = staged.planned.layout.table
    common = {"dataset_id": dataset_id, "source_file": file.name, "landed_at": landed_at}
    origin = "$dataset_id as dataset_id, $source_file as source_file, $landed_at as landed_at"
    connection.execute(
        f"insert into raw.{quote_identifier(table)} by name"
        f" select {origin}, * from ({staged.accepted})",
        common,
    )
    if staged.rejected is not None:
        connection.execute(
            f"insert into raw.rejected_rows by name select {origin}, * from ({staged.rejected})",
            common,
        )
    connection.execute(
        f"insert into raw.landed_files by name select {origin}, $table_name as table_name,"
        ' $rows as "rows", $rejected_rows as rejected_rows, $bytes as bytes, $sha256 as sha256',
        {
            **common,
            "table_name": table,
            "rows": staged.rows,
            "rejected_rows": staged.rejected_rows,
            "bytes": staged.size,
            "sha256": staged.sha256,
        },
    )


def _check_rejected(
    connection: duckdb.DuckDBPyConnection, staged: Staged, max_rejected: float
) -> None:
    records = staged.rows + staged.rejected_rows
    if staged.rejected is None or staged.rejected_rows <= max_rejected * records:
        return
    first = connection.execute(f"from ({staged.rejected}) limit {REASONS_SHOWN}").fetchall()
    reasons = "; ".join(f"row {row}: {why}" for row, _, why in first)
    raise IngestError(
        f"{staged.rejected_rows:,} of {records:,} rows of {staged.planned.file.name} cannot be "
        f"read, more than --max-rejected {max_rejected:g} allows, so nothing was changed. "
        f"The first: {reasons}"
    )


def _check_holds_rows(staged: Sequence[Staged]) -> None:
    for one in staged:
        if one.planned.layout.interactions and one.rows == 0:
            raise IngestError(f"{one.planned.file.name} holds no usable row")


def _check_replaces_interactions(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, staged: Sequence[Staged]
) -> None:
    """Refuse to replace interactions by a landing that brings none: it would lose them."""
    if any(one.planned.layout.interactions for one in staged):
        return
    landed = connection.execute(
        "select interaction_rows from raw.landings where dataset_id = ?", [dataset_id]
    ).fetchall()
    if landed and landed[0][0] > 0:
        names = ", ".join(one.planned.file.name for one in staged)
        raise IngestError(
            f"{names}: no ratings among them, and landing replaces everything of {dataset_id}, "
            f"the {landed[0][0]:,} ratings that are landed too: give all files together, in one "
            f"folder, or remove {dataset_id} first"
        )
