"""A published folder as a database, for those who ask it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from corate.folders import PUBLICATION
from corate.publications.declared import columns, declared
from ingest.columns import quote_identifier, quote_text
from ingest.database import open_in_memory
from ingest.errors import IngestError


def stand_in_for_private(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Make an empty view of each private table that a folder has not; return their names.

    For queries that look whether something is there, and do without where it is not.
    """
    there = {
        tuple(row)
        for row in connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
    }
    kinds = columns()
    missing = [table for table, said in declared().items() if said.private and table not in there]
    for table in missing:
        schema, name = map(quote_identifier, table)
        told = ", ".join(
            f"null::{kind} as {quote_identifier(column)}" for column, kind in kinds[table].items()
        )
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create view {schema}.{name} as select {told} where false")
    return [".".join(table) for table in missing]


@contextmanager
def open_publication(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with a view of each table of a folder, described as in a warehouse.

    Raises IngestError for a folder that is no publication.
    """
    try:
        catalogue = json.loads((folder / PUBLICATION.manifest).read_text(encoding="utf-8"))
        views = list(_views(folder, catalogue))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise IngestError(
            f"{folder} is a folder, and holds nothing that `python -m corate publish` wrote: give "
            "a file or such a folder as --database"
        ) from error
    with open_in_memory() as connection:
        for statement in views:
            connection.execute(statement)
        yield connection


def _views(folder: Path, catalogue: Any) -> Iterator[str]:
    """What makes a view of each table, and describes it.

    Raises ValueError for a file that is not of the folder, and what reading it raises where the
    catalogue says something else than ours do: it may come from others.
    """
    for table in catalogue["files"]:
        if "table" not in table:
            continue
        path = folder.absolute() / table["path"]
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(path)
        schema = quote_identifier(table["schema"])
        name = f"{schema}.{quote_identifier(table['table'])}"
        yield f"create schema if not exists {schema}"
        yield f"create view {name} as from read_parquet({quote_text(str(path))})"
        yield f"comment on view {name} is {quote_text(table['description'])}"
        for column in table["columns"]:
            of_column = f"{name}.{quote_identifier(column['name'])}"
            yield f"comment on column {of_column} is {quote_text(column['description'])}"
