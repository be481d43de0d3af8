"""DuckDB gives memory to arrays beside it, and gets it back."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from learning import room
from learning.compiled import within_limit
from learning.pairs import Source
from learning.room import Room, limit_of, limit_put_back


@pytest.fixture
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as connection:
        yield connection


def said(session: duckdb.DuckDBPyConnection) -> str:
    ((limit,),) = session.execute("select current_setting('memory_limit')").fetchall()
    return str(limit)


def test_a_limit_stays_the_same_however_often_it_is_put_back(
    session: duckdb.DuckDBPyConnection,
) -> None:
    for limit in ("8GB", "1GB", "999MB", "2560MiB", "1TB"):
        session.execute(f"set memory_limit = '{limit}'")
        before = said(session)
        for _ in range(9):
            with limit_put_back(session):
                session.execute("set memory_limit = '500MB'")
        assert said(session) == before


def test_what_arrays_take_duckdb_does_not(session: duckdb.DuckDBPyConnection) -> None:
    limit = limit_of(session)
    taken = Room(session)
    taken.take(room.STEP // 2)
    assert limit_of(session) == limit
    taken.take(400_000_000)
    left = limit - 400_000_000 - room.STEP // 2
    assert abs(limit_of(session) - left) < limit / 100
    # a quarter is its own
    taken.take(10**12)
    assert abs(limit_of(session) - limit / 4) < limit / 100


def test_more_is_taken_again_after_a_new_beginning(session: duckdb.DuckDBPyConnection) -> None:
    limit = limit_of(session)
    taken = Room(session)
    taken.take(500_000_000)
    taken.begin()
    taken.take(500_000_000 + room.STEP)
    assert abs(limit_of(session) - (limit - 500_000_000 - room.STEP)) < limit / 100


def test_reading_makes_room_and_a_failure_gives_it_back(
    session: duckdb.DuckDBPyConnection,
) -> None:
    before = said(session)
    rows = session.sql("select range as number from range(8000000)")
    seen = []

    def count() -> Iterator[pa.RecordBatch]:
        Source(session, numbers=rows).columns(["number"], "numbers", "true")
        seen.append(limit_of(session.cursor()))
        yield pa.RecordBatch.from_pydict({"number": [1]})
        raise ValueError("in the middle")

    schema = pa.schema([("number", pa.int64())])
    counted = within_limit(session, pa.RecordBatchReader.from_batches(schema, count()))
    with pytest.raises(ValueError, match="in the middle"):
        list(counted)
    # three times eight million numbers of eight bytes
    assert abs(seen[0] - (10**9 - 192_000_000)) < 10**8
    assert said(session) == before
