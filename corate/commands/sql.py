"""Ask the warehouse in SQL, for reading only.

  python -m corate sql 'select recipe_id, split, users, leakage from benchmarks.statistics'
  python -m corate sql -f query.sql --format csv > answer.csv
  echo 'from catalog.datasets' | python -m corate sql --format json

The SQL is DuckDB's; `describe benchmarks.statistics` shows the columns of a table, and
`python -m ingest tables` which tables there are. A table shows 40 of many rows; csv and json write
all of them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

from corate.answers import add_format, show
from corate.database import add_database, warehouse
from ingest.errors import UsageError

MOST_ROWS = 40
"""Rows of a box on a terminal, as in DuckDB's shell."""

WRONG = (
    duckdb.ParserException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InvalidInputException,
)
"""Errors of a query as it is written."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    given = parser.add_mutually_exclusive_group()
    given.add_argument(
        "query", metavar="QUERY", nargs="?", help="the query (default: from standard input)"
    )
    given.add_argument("-f", "--file", type=Path, metavar="FILE", help="a file with the query")
    add_format(parser)
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the answer to a query. Raises UsageError where the query is wrong."""
    query = _query(arguments)
    with warehouse(arguments.database) as connection:
        try:
            answer = _answer(connection, query)
        except WRONG as error:
            raise UsageError(_told(error)) from error
        show(answer, arguments.format, MOST_ROWS)
    return 0


def _query(arguments: argparse.Namespace) -> str:
    if arguments.query is not None:
        return str(arguments.query)
    if arguments.file is None and sys.stdin.isatty():
        raise UsageError("there is no query: give one in quotes, a file with -f, or standard input")
    try:
        if arguments.file is None:
            return sys.stdin.read()
        return str(arguments.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        where = arguments.file or "standard input"
        raise UsageError(f"{where} cannot be read: {why}") from error


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyRelation:
    statements = connection.extract_statements(query)
    if len(statements) != 1:
        raise UsageError(f"one query at a time, please: there are {len(statements)}")
    kind = statements[0].type.name
    # explain is none: `explain analyze copy …` would write a file
    if kind != "SELECT":
        raise UsageError(
            f"{kind} is no query: select, from, with, describe and show are answered. To write a "
            "file, take --format csv > FILE"
        )
    # formats build on the text: `show tables;` cannot stand in another query
    return connection.sql(statements[0].query.strip().removesuffix(";"))


def _told(error: duckdb.Error) -> str:
    """What DuckDB says, without the picture of the line."""
    said = str(error).split("\nLINE ")[0]
    return " ".join(said.split())
