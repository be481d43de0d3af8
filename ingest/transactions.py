"""All or nothing: a transaction as a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what happens inside, or nothing of it where anything goes wrong."""
    connection.execute("begin transaction")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        # DuckDB may have given the transaction up already; the first error is the one to tell
        with suppress(duckdb.Error):
            connection.execute("rollback")
        raise
