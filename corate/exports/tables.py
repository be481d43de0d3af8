"""Public tables as CSV or Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from corate.publications.tables import Publication, PublicTable, read_publication
from ingest.columns import quote_identifier
from ingest.errors import UsageError

TABLE_FORMATS = ("csv", "parquet")


def read_tables(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> Publication:
    """The tables that are named, as `schema.table`, and whose rows they hold.

    Raises UsageError where there is no such table, or it may hold what is not for all.
    """
    publication = read_publication(connection, with_private=False)
    known = {table.told: table for table in publication.tables}
    for name in names:
        if name in publication.left_out:
            raise UsageError(
                f"{name} is private: {publication.left_out[name]}. `python -m corate sql --format "
                "csv` answers with it"
            )
        if name not in known:
            raise UsageError(
                f"there is no public table {name}: `python -m ingest tables` lists them"
            )
    return replace(publication, tables=tuple(known[name] for name in names))


def query_of_table(table: PublicTable) -> str:
    """Its rows, without private columns, in an order that is the same each time."""
    columns = [quote_identifier(column.name) for column in table.columns]
    order = [quote_identifier(column) for column in table.key] or ["all"]
    return (
        f"select {', '.join(columns)} from {table.written}"
        f" order by {', '.join(f'{one} nulls last' for one in order)}"
    )
