"""The database: opening it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest import settings
from ingest.columns import quote_identifier
from ingest.errors import IngestError
from ingest.raw_tables import prepare_raw_tables, read_version, refuse_newer

STORAGE_VERSION = "v1.5.0"
"""New files stay readable for clients that still ship DuckDB 1.5; the dbt profile says the same."""


def set_globally(connection: duckdb.DuckDBPyConnection, values: Mapping[str, str]) -> None:
    """Set what `settings.duckdb_settings` names.

    Not while connecting: DuckDB 2.0 would show max_temp_directory_size, and not heed it.
    """
    for name, value in values.items():
        connection.execute(f"set global {name} = ?", [value])


@contextmanager
def open_database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the database for writing, creating it and its raw tables where they are missing.

    The connection keeps the order of what it reads, except in `any_order`. Raises IngestError where
    the file is held by another process, is no DuckDB database or cannot be created, and where a
    setting makes no sense.
    """
    if not path.absolute().parent.is_dir():
        raise IngestError(f"the folder of the database {path} does not exist: create it first")
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "preserve_insertion_order": "true",
    }
    limits = settings.duckdb_settings()
    try:
        connection = duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        raise _explained(error, path) from error
    try:
        set_globally(connection, limits)
        connection.execute("set TimeZone = 'UTC'")
        prepare_raw_tables(connection)
        yield connection
    finally:
        connection.close()


@contextmanager
def any_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Insert rows in whichever order is quickest.

    Inserts that keep the order leave row groups of all sizes, of which closing the database makes
    full ones: it reads, compresses and writes the rows a second time.
    """
    connection.execute("set preserve_insertion_order = false")
    try:
        yield
    finally:
        connection.execute("set preserve_insertion_order = true")


@contextmanager
def open_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an existing database for reading. Raises IngestError as `open_database` does."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise _explained(error, path) from error
    try:
        refuse_newer(read_version(connection))
        yield connection
    finally:
        connection.close()


def _explained(error: duckdb.Error, path: Path) -> IngestError:
    """A connection error in words that say what to do."""
    text = str(error)
    if "Could not set lock on file" in text:
        return IngestError(
            f"the database {path} is in use by another program: close it (dbt, a notebook, "
            "a BI tool, another landing) and try again"
        )
    if "not a valid DuckDB database" in text:
        return IngestError(f"{path} is not a DuckDB database: give another --database")
    return IngestError(f"the database {path} cannot be opened: {text.splitlines()[0]}")


def data_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The raw tables that hold rows of datasets, quoted, without their schema."""
    found = connection.execute(
        """
        select table_name
        from duckdb_columns()
        where database_name = current_database()
            and schema_name = 'raw'
            and column_name = 'dataset_id'
        order by table_name
        """
    ).fetchall()
    return [quote_identifier(name) for (name,) in found]
