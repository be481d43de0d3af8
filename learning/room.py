"""Memory of DuckDB that is left to arrays in Python, so that both together keep to its limit.

Where a database may take 8 GB, its cache soon does. Arrays beside it come on top, unless it is told
to give some of that back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

STEP = 1 << 26
"""Bytes by which arrays grow before DuckDB is told again."""

LEAST_SHARE = 4
"""A quarter of its limit is DuckDB's, whatever arrays take."""

UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


class Room:
    """What arrays take of the memory of a database, as far as they have grown."""

    def __init__(self, session: duckdb.DuckDBPyConnection) -> None:
        """Take the database of a connection, which may be busy: it is told by another one."""
        self._cursor = session.cursor()
        self._limit = limit_of(self._cursor)
        self._told = self._held = 0

    def begin(self) -> None:
        """Arrays of before are gone."""
        self._held = 0

    def take(self, size: int) -> None:
        """Arrays are going to have so many bytes more."""
        self._held += size
        if self._held - self._told >= STEP:
            self._told = self._held
            limit = max(self._limit - self._held, self._limit // LEAST_SHARE)
            # what it cannot give back now, it keeps
            with suppress(duckdb.OutOfMemoryException):
                self._cursor.execute(f"set memory_limit = '{limit} bytes'")


@contextmanager
def limit_put_back(session: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """See to it that the limit of a database is, in the end, what it was."""
    cursor = session.cursor()
    limit = limit_of(cursor)
    try:
        yield
    finally:
        cursor.execute(f"set memory_limit = '{limit} bytes'")


def limit_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The bytes that a database may take, as far as it tells.

    It tells one digit after the point and cuts off the rest: the middle of what may be meant is
    told in the same words, however often it is put back.
    """
    ((said,),) = connection.execute("select current_setting('memory_limit')").fetchall()
    amount, unit = said.split()
    return int((float(amount) + 0.05) * 1024 ** UNITS.index(unit))
