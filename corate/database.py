"""The warehouse, for reading, and the questions that files of SQL ask it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from corate.interrupts import interruptible
from corate.publications.opening import open_publication
from ingest import settings
from ingest.database import no_database, open_read_only
from ingest.errors import IngestError

SQL = Path(__file__).with_name("sql")


class NotBuiltError(IngestError):
    """A table that a query of ours reads is not there."""


Value = str | int | float | list[str] | None
"""What may be bound to a parameter of a query."""


class _Database(argparse.Action):
    """Names the database, and with `--work` the file beside it, in whichever order both stand."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if option_string == "--work":
            namespace.is_work = True
        else:
            namespace.database = values
        if getattr(namespace, "is_work", False):
            namespace.database = settings.work_path_of(namespace.database)


def add_public_database(parser: argparse.ArgumentParser) -> None:
    """The option that names the database."""
    parser.add_argument(
        "--database",
        action=_Database,
        type=Path,
        metavar="FILE",
        default=settings.database_path(),
        help="the DuckDB file, or a folder that `publish` wrote (default: CORATE_DATABASE, else "
        "warehouse.duckdb)",
    )


def add_database(parser: argparse.ArgumentParser) -> None:
    """The options that name the database, or the one in which builds work."""
    add_public_database(parser)
    parser.add_argument(
        "--work",
        dest="database",
        action=_Database,
        nargs=0,
        help="read the file that landing and dbt write to, public or not",
    )


@contextmanager
def warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database, opened for reading only, with the settings of the environment.

    A folder that was published is one, too. No query changes a setting: a select may, and one of
    them has DuckDB write what it does into a file.
    Raises IngestError where it does not exist or cannot be opened.
    """
    if not path.exists():
        raise no_database(path)
    opened = open_publication if path.is_dir() else open_read_only
    with opened(path) as connection, interruptible(connection):
        connection.execute("set lock_configuration = true")
        yield connection


def query_of(name: str) -> str:
    """The text of `corate/sql/<name>.sql`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def ask(
    connection: duckdb.DuckDBPyConnection, name: str, /, **values: Value
) -> duckdb.DuckDBPyRelation:
    """The answer to `corate/sql/<name>.sql`, its parameters bound to the values, held in memory.

    Raises NotBuiltError where a table that it reads is not built.
    """
    query = query_of(name)
    try:
        return connection.sql(query, params=values).materialize()
    except duckdb.CatalogException as error:
        raise not_built(connection, query) or error from error


def rows(
    connection: duckdb.DuckDBPyConnection, name: str, /, **values: Value
) -> list[dict[str, Any]]:
    """The rows of an answer of `ask`, by the names of the columns."""
    answer = ask(connection, name, **values)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]


def not_built(connection: duckdb.DuckDBPyConnection, query: str) -> NotBuiltError | None:
    """The error for a query of ours that reads a table which is not there; None where all are."""
    there = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_catalog = current_database()"
    ).fetchall()
    # a folder is opened as a database in memory
    is_folder = connection.execute("select current_database() = 'memory'").fetchall() == [(True,)]
    for table in re.findall(r"\b(?:from|join) (\w+\.\w+)", query):
        if (table,) not in there and is_folder:
            return NotBuiltError(
                f"there is no table {table} in this folder: publish it without leaving that out"
            )
        if (table,) not in there:
            return NotBuiltError(
                f"there is no table {table} yet: run `python -m corate build` first"
            )
    return None
