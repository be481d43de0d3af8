"""The raw tables as Parquet files, for engines that read no DuckDB: `python -m ingest export-raw`.

A table is a file, `<table>.parquet`. Each says in its own metadata that it is ours, and of what
state of the table, so that no second file has to agree with it: a table that is as it was is not
written again. It is written beside its place and renamed, so that it is there whole or as before.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from filelock import FileLock, Timeout

from ingest.columns import quote_identifier, quote_text
from ingest.copies import note_copy
from ingest.database import any_order, open_database
from ingest.errors import IngestError, UsageError
from ingest.help import Help
from ingest.messages import named, typed
from ingest.progress import Progress, with_unit
from ingest.row_versions import OF_WIKIDATA, note_row_versions, rows_hash
from ingest.setting_files import note_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DESCRIPTION = """\
Writes what is landed as Parquet, a file a table, into a folder from which Apache Spark makes the
same tables. A table that has not changed since is not written again.

  python -m ingest export-raw raw
  python -m corate build --target spark

docs/guides/spark.md says how a cluster is told of the folder.
"""

SUFFIX = ".parquet"
LOCK = ".corate-export.lock"
UNFINISHED = ".unfinished"
"""Spark passes over files whose names begin with a point."""
STATE = "corate_state"
"""The name of what a file says of itself."""

LAST = "row_versions"
"""The table that is written after the others: builds take from it what has changed, so that one
which reads half of an export finds the rest changed the next time."""

ROW_GROUP_ROWS = 1_000_000
ROW_GROUP_BYTES = 128_000_000
"""Of one row group at most. An engine reads row groups of a file in parallel, and the place of each
of them every time: those of DuckDB's own size are eight times as many."""


@dataclass
class Exported:
    """What an export did: rows of each table that was written, names of others; bytes of all."""

    written: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    bytes: int = 0


def add_parser(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "export-raw",
        parents=[common],
        help="write what is landed as Parquet files, for Apache Spark",
        description=DESCRIPTION,
        formatter_class=Help,
    )
    parser.add_argument(
        "folder", metavar="FOLDER", help="a new or empty folder, or that of an export"
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def run(options: argparse.Namespace) -> None:
    """Carry the command out. Raises IngestError where it cannot be."""
    if ":/" in options.folder:
        raise UsageError(
            f"{options.folder} is an address: give the path of a folder of this machine, and copy "
            "that to where the cluster reads"
        )
    folder = Path(options.folder)
    if not options.database.exists():
        raise IngestError(f"there is no database {options.database}: land a dataset first")
    progress = Progress(quiet=options.quiet)
    with open_database(options.database) as connection:
        note_settings(connection)
        note_row_versions(connection)
        try:
            exported = export_raw(connection, folder, progress)
        except OSError as error:
            raise IngestError(
                f"{folder} could not be written: {error.strerror or error}: give another folder, "
                "or make room; what is written stays, and is not written again"
            ) from error
        landed = connection.execute(
            "select dataset_id from raw.landings where subject = 'dataset'"
        ).fetchall()
    datasets = [dataset_id for (dataset_id,) in landed]
    note_copy(options.database, "ingest export-raw", folder.absolute(), datasets)
    rows = sum(exported.written.values())
    removed = f", {len(exported.removed)} removed" if exported.removed else ""
    print(
        f"{len(exported.written)} tables ({rows:,} rows) written to {folder}, "
        f"{len(exported.kept)} as before{removed}; {with_unit(exported.bytes, 'B')} in all. "
        f"Next: CORATE_RAW={shlex.quote(str(folder))} {typed('python -m corate build')} "
        "--target spark"
    )


def export_raw(connection: duckdb.DuckDBPyConnection, folder: Path, progress: Progress) -> Exported:
    """Make a folder hold the raw tables of a database as they are now, and whatever else it holds.

    Raises UsageError, before anything is written, for a folder that holds no export and is not
    empty, or a file of another origin under a table's name; OSError and duckdb.Error where it
    cannot be written: each file is then whole, as before or as now.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: give the name of a folder")
    tables = _tables(connection)
    if folder.exists():
        # before a lock is put into a folder of somebody else's
        _found(connection, folder, tables)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        found = _found(connection, folder, tables)
        exported = Exported()
        for left in folder.glob(f".*{SUFFIX}{UNFINISHED}"):
            left.unlink()
        states = {table: _state(connection, table, select) for table, select in tables.items()}
        for table in sorted(found.keys() - tables.keys()):
            _place(folder, table).unlink()
            exported.removed.append(table)
        exported.kept = [table for table in tables if found.get(table) == states[table]]
        due = {table: tables[table] for table in tables if table not in exported.kept}
        rows = {table: _count(connection, table) for table in due}
        with progress.bar("exporting", sum(rows.values()), "rows") as advance:
            for table, select in due.items():
                _write(connection, select, states[table], _place(folder, table))
                exported.written[table] = rows[table]
                advance(rows[table])
        exported.bytes = sum(_place(folder, table).stat().st_size for table in tables)
    return exported


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other exports out of a folder; the lock is taken back by the system from who dies."""
    # where no file can be made, as in /proc, FileLock would wait for ever
    (folder / LOCK).touch()
    try:
        with FileLock(folder / LOCK, blocking=False):
            yield
    except Timeout as error:
        raise IngestError(
            f"another export is writing to {folder}: wait for it, or give another folder"
        ) from error


def _place(folder: Path, table: str) -> Path:
    return folder / f"{table}{SUFFIX}"


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The query of each raw table, in the order in which they are written."""
    names = connection.execute(
        "select table_name from information_schema.tables"
        " where table_catalog = current_database() and table_schema = 'raw'"
        # who is forgotten concerns landing alone
        " and table_name <> 'forgotten_people'"
        " order by table_name = ?, table_name",
        [LAST],
    ).fetchall()
    return {table: _select(connection, table) for (table,) in names}


def _select(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The query of a table, with its columns in types that every reader of Parquet knows."""
    name = f"raw.{quote_identifier(table)}"
    columns = ", ".join(
        f"{quote_identifier(column)}::{_written_type(kind)} as {quote_identifier(column)}"
        for column, kind, *_ in connection.execute(f"describe {name}").fetchall()
    )
    return f"select {columns} from {name}"


def _written_type(kind: str) -> str:
    """The type in which a column is written: JSON is text to all but DuckDB."""
    return kind.replace("JSON", "VARCHAR")


def _state(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> str:
    """What tells apart what a file would hold: a hash of what its rows are read from."""
    parts = connection.execute(
        "select * from raw.landed_parts where table_name = ? order by part_number", [table]
    ).fetchall()
    # a part is never changed, and it is landed at a time of its own; other tables are short, or
    # have what row_versions passes over, too
    content = str(parts) if parts else _hash(connection, table)
    told = (select, content, ROW_GROUP_ROWS, ROW_GROUP_BYTES)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _hash(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = OF_WIKIDATA.get(table, "*")
    return rows_hash(connection, f"select {columns} from raw.{quote_identifier(table)}")


def _found(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: dict[str, str]
) -> dict[str, str]:
    """The tables that were exported into a folder, and of what state.

    Raises UsageError where what is in it is none of ours, or in the way.
    """
    found: dict[str, str] = {}
    others = []
    for path in sorted(folder.iterdir()):
        state = _state_of(connection, path)
        if state is not None:
            found[path.stem] = state
        elif path.name != LOCK and not path.name.endswith(UNFINISHED):
            others.append(path.name)
    if others and not found:
        raise UsageError(
            f"{folder} holds no export, and is not empty: {named(others)}; give a new folder"
        )
    if in_the_way := [name for name in others if name.removesuffix(SUFFIX) in tables]:
        raise UsageError(
            f"{folder} holds {named(in_the_way)}, which no export has written: move that elsewhere"
        )
    return found


def _state_of(connection: duckdb.DuckDBPyConnection, path: Path) -> str | None:
    """What a file says of its state; None for a file that no export has written."""
    if path.suffix != SUFFIX or not path.is_file():
        return None
    try:
        rows = connection.execute(
            "select decode(value) from parquet_kv_metadata(?) where decode(key) = ?",
            [str(path), STATE],
        ).fetchall()
    except duckdb.Error:
        return None
    return str(rows[0][0]) if rows else None


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    ((rows,),) = connection.execute(
        f"select count(*) from raw.{quote_identifier(table)}"
    ).fetchall()
    return int(rows)


def _write(connection: duckdb.DuckDBPyConnection, select: str, state: str, place: Path) -> None:
    new = place.with_name(f".{place.name}{UNFINISHED}")
    try:
        with any_order(connection):
            connection.execute(
                f"copy ({select}) to {quote_text(str(new))} (format parquet, compression zstd,"
                f" row_group_size {ROW_GROUP_ROWS}, row_group_size_bytes {ROW_GROUP_BYTES},"
                f" kv_metadata {{{STATE}: {quote_text(state)}}})"
            )
        with new.open("r+b") as opened:
            os.fsync(opened.fileno())
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)
