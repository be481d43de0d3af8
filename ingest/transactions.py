"""All or nothing: a transaction as a block."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what happens inside, or nothing of it where anything goes wrong."""
    connection.execute("begin transaction")
    try:
        yield
        with no_interruption():
            connection.execute("commit")
    except BaseException:
        # DuckDB may have given the transaction up already; the first error is the one to tell
        with suppress(duckdb.Error):
            connection.execute("rollback")
        raise


@contextmanager
def no_interruption() -> Iterator[None]:
    """Let Ctrl-C pass: whoever is told that it was interrupted must know that nothing was done."""
    if threading.current_thread() is not threading.main_thread():
        # only the main thread hears it
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
