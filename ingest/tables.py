"""What the warehouse holds: every public table with its rows, and queries to start with."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.columns import quote_identifier
from ingest.database import PUBLIC_SCHEMAS, no_database, open_read_only
from ingest.errors import IngestError
from ingest.listing import print_table
from ingest.messages import typed

QUERIES = (
    (
        "How much does each benchmark keep, and does it leak?",
        "select recipe_id, split, users, items, interactions, leakage"
        " from benchmarks.statistics order by all",
    ),
    (
        "Why is person 521 missing, who rated six films? (the k-core, round after round)",
        "select item_id, fate, dropped_at_step, dropped_in_round"
        " from benchmarks.interaction_fates"
        " where recipe_id = 'sample-films-core5' and user_id = '521' order by dropped_in_round",
    ),
    (
        "What would a sequence model be tested on?",
        "select user_index, history, target_item_index from benchmarks.sequences"
        " where recipe_id = 'sample-films-time-core4' and split = 'test' limit 5",
    ),
)


def print_tables(database: Path) -> None:
    """Print every public table with its number of rows, then queries to try.

    Raises IngestError where the database does not exist or nothing was built in it.
    """
    if not database.exists():
        raise no_database(database)
    with open_read_only(database) as connection:
        tables = _count_public_tables(connection)
    if not tables:
        raise IngestError(f"nothing is built in {database} yet: run `python -m corate build`")
    print(f"\nIn {database}:\n")
    print_table(("table", "rows"), [(name, f"{rows:,}") for name, rows in tables], right=(1,))
    print(typed("\nTo try, in DuckDB's shell (`make sql`) or any tool that opens the file:\n"))
    for question, query in QUERIES:
        print(f"-- {question}\n{query};\n")


def _count_public_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Schema and name of each public table or view, with its number of rows."""
    names = connection.execute(
        """
        select table_schema, table_name
        from information_schema.tables
        where table_catalog = current_database() and list_contains($schemas, table_schema)
        order by list_position($schemas, table_schema), table_name
        """,
        {"schemas": list(PUBLIC_SCHEMAS)},
    ).fetchall()
    counts = []
    for schema, name in names:
        table = f"{quote_identifier(schema)}.{quote_identifier(name)}"
        found = connection.execute(f"select count(*) from {table}").fetchall()
        counts.append((f"{schema}.{name}", found[0][0]))
    return counts
