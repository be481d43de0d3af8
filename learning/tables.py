"""Tables that dbt Python models return."""

from __future__ import annotations

import duckdb
import pyarrow as pa


def without_rows(session: duckdb.DuckDBPyConnection, columns: pa.Schema) -> duckdb.DuckDBPyRelation:
    """A table of no rows, for models that have nothing to learn from.

    Made without pandas, which takes seconds to import: dbt-duckdb imports it to write an Arrow
    table, Arrow to make an empty one from a schema.
    """
    return session.from_arrow(pa.Table.from_batches([], schema=columns))
