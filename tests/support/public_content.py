"""What the public tables of a file hold, in whatever order: to compare builds with each other."""

from __future__ import annotations

from pathlib import Path

import duckdb

Content = dict[str, tuple[int, int]]
"""By schema and name, the rows of each public table, and the sum of their hashes."""

SCHEMAS = ("catalog", "benchmarks", "similarity", "recommendations", "videos")


def public_content(file: Path, but: str = "") -> Content:
    """What is in the public tables and views of a DuckDB file.

    but: a column that is left out wherever it is, such as landed_at.
    """
    with duckdb.connect(str(file), read_only=True) as connection:
        return {name: content_of(connection, name, but) for name in public_tables(connection)}


def public_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The public tables and views by schema and name, in that order; not that of the builds."""
    found = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_catalog = current_database() and list_contains(?, table_schema)"
        " and (table_schema, table_name) <> ('catalog', 'builds') order by all",
        [list(SCHEMAS)],
    ).fetchall()
    return [name for (name,) in found]


def content_of(connection: duckdb.DuckDBPyConnection, table: str, but: str = "") -> tuple[int, int]:
    """The rows of a table, and the sum of their hashes."""
    columns = f"columns(lambda name: name <> '{but}')" if but else "*"
    ((rows, hashes),) = connection.execute(
        "select count(*), coalesce(sum(hash(one, cast(one as varchar))), 0)"
        f" from (select {columns} from {table}) as one"
    ).fetchall()
    return int(rows), int(hashes)
