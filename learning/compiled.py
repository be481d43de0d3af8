"""Models in SQL whose rows compiled code counts: what is behind the materialization `counted`."""

from __future__ import annotations

from importlib.util import find_spec
from inspect import signature

import duckdb
import pyarrow as pa


def count(
    session: duckdb.DuckDBPyConnection, query: str, counted_by: str
) -> duckdb.DuckDBPyRelation | pa.RecordBatchReader:
    """The rows of a query: counted by compiled code, or by the query where numba is not there.

    counted_by: a function of learning/pairs.py, which gets the steps of the query that are named as
    its parameters after the first.
    """
    if find_spec("numba") is None:
        return session.sql(query)
    from learning import pairs

    counting = getattr(pairs, counted_by)
    _, *steps = signature(counting).parameters
    counted: pa.RecordBatchReader = counting(
        session, **{step: session.sql(step_of(query, step)) for step in steps}
    )
    return counted


def step_of(query: str, step: str) -> str:
    """A query for the rows of one of its steps; its last line, as in all models, selects the last.

    Raises ValueError if it does not.
    """
    steps, _, last_line = query.rstrip().rpartition("\n")
    if not last_line.startswith("select * from "):
        raise ValueError(f"a model that is counted ends in 'select * from …', not in {last_line!r}")
    return f"{steps}\nselect * from {step}"
