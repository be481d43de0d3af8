"""Models in SQL whose rows compiled code counts: what is behind the materialization `counted`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import signature

import duckdb
import pyarrow as pa
from dbt.adapters.events.logging import AdapterLogger

from learning.room import limit_put_back


def count(
    session: duckdb.DuckDBPyConnection, query: str, counted_by: str
) -> duckdb.DuckDBPyRelation | pa.RecordBatchReader:
    """The rows of a query: counted by compiled code, or by the query where numba is not there.

    counted_by: a function of learning/pairs.py, which gets the steps of the query that are named as
    its parameters after the first.
    """
    if not is_numba_there():
        return session.sql(query)
    from learning import pairs

    counting = getattr(pairs, counted_by)
    _, *steps = signature(counting).parameters
    counted = counting(session, **{step: session.sql(step_of(query, step)) for step in steps})
    return pa.RecordBatchReader.from_batches(counted.schema, within_limit(session, counted))


def within_limit(
    session: duckdb.DuckDBPyConnection, counted: pa.RecordBatchReader
) -> Iterator[pa.RecordBatch]:
    """What is counted, with memory that DuckDB gets back afterwards."""
    with limit_put_back(session):
        yield from counted


@cache
def is_numba_there() -> bool:
    """Whether numba can be imported; says once why not.

    It may be installed and refuse, as with a numpy that is newer than it knows.
    """
    try:
        import_module("numba")
    except ImportError as error:
        AdapterLogger("Corate").warning(
            f"SQL counts pairs, to the same rows, and takes longer: numba cannot be used ({error})"
        )
        return False
    return True


def step_of(query: str, step: str) -> str:
    """A query for the rows of one of its steps; its last line, as in all models, selects the last.

    Raises ValueError if it does not.
    """
    steps, _, last_line = query.rstrip().rpartition("\n")
    if not last_line.startswith("select * from "):
        raise ValueError(f"a model that is counted ends in 'select * from …', not in {last_line!r}")
    return f"{steps}\nselect * from {step}"
