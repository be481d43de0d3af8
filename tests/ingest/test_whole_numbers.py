"""Texts that are whole numbers become numbers, and no others do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.whole_numbers import runs
from tests.ingest.conftest import Warehouse, write

SCHEMA = pa.schema([("source_row", pa.int64()), ("a", pa.string()), ("b", pa.string())])

TEXTS = st.one_of(
    st.integers(0, 10**18).map(str),
    st.integers(-5, 120).map(str),
    st.sampled_from(
        ["", "007", "+7", "-0", "7.0", "1e3", " 7", "7 ", "x", "٣", "9" * 18, "1" * 40]
    ),
)


def _batches(rows: Sequence[tuple[str, str]], size: int) -> list[pa.RecordBatch]:
    numbered = [(number, *row) for number, row in enumerate(rows)]
    return [
        pa.record_batch(
            [list(column) for column in zip(*numbered[start : start + size], strict=True)], SCHEMA
        )
        for start in range(0, len(rows), size)
    ]


def _rows(batches: Sequence[pa.RecordBatch], *candidates: str) -> list[tuple[object, ...]]:
    """What comes of batches, with whether a value is a number told by its type."""
    found = []
    for run in runs(iter(batches), SCHEMA, candidates):
        for batch in run.batches:
            assert batch.schema == run.schema
            found += [tuple(row.values()) for row in batch.to_pylist()]
    return sorted(found)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=30), size=st.integers(1, 9))
def test_every_row_comes_once_as_it_was(rows: list[tuple[str, str]], size: int) -> None:
    """A number stands for nothing but the text that Python makes of it."""
    found = _rows(_batches(rows, size), "a", "b")
    assert [tuple(map(str, values)) for _, *values in found] == rows
    assert [number for number, *_ in found] == list(range(len(rows)))


def test_numbers_are_as_large_as_they_come() -> None:
    rows = [("0", "7"), ("9" * 18, "10"), ("123456789012345678", "999")]
    assert _rows(_batches(rows, 3), "a", "b") == [
        (number, int(one), int(other)) for number, (one, other) in enumerate(rows)
    ]


def test_a_text_of_nineteen_digits_is_none() -> None:
    assert _rows(_batches([("1" + "0" * 18, "7")], 1), "a", "b") == [(0, "1" + "0" * 18, 7)]


def test_other_fields_stay_texts() -> None:
    assert _rows(_batches([("1", "2")], 1), "b") == [(0, "1", 2)]


def test_a_few_odd_rows_come_at_the_end() -> None:
    rows = [(str(number), "5") for number in range(1000)]
    rows[17] = ("x17", "5")
    rows[930] = ("930", "05")
    taken = [
        (run.numbers, [row for batch in run.batches for row in batch.to_pylist()])
        for run in runs(iter(_batches(rows, 500)), SCHEMA, ["a", "b"])
    ]
    assert [(sorted(numbers), len(kept)) for numbers, kept in taken] == [(["a", "b"], 998), ([], 2)]
    assert [row["source_row"] for row in taken[1][1]] == [17, 930]


def test_a_column_that_turns_out_to_be_texts_stays_so() -> None:
    rows = [("1", "1")] * 10 + [("x", "1")] * 10 + [("1", "1")] * 10
    taken = [
        (sorted(run.numbers), sum(map(len, run.batches)))
        for run in runs(iter(_batches(rows, 10)), SCHEMA, ["a", "b"])
    ]
    assert taken == [(["a", "b"], 10), (["b"], 20)]


@pytest.mark.parametrize(
    "ids", [["1", "2"], ["1", "02"], ["u1", "u2"], ["1", "x"], ["9" * 19, "1"]]
)
@pytest.mark.parametrize("times", [["0", "1500000000"], ["0", "1500000000.5"], ["2014-01-31", "7"]])
def test_ids_and_times_land_as_they_were(
    warehouse: Warehouse, delivery: Path, ids: list[str], times: list[str]
) -> None:
    """Whatever is stored as a number, the raw table shows the text."""
    count = 300
    rows = [(ids[number % 2], f"i{number % 3}", times[number // 7 % 2]) for number in range(count)]
    rows[5] = ("odd", "7", "1")
    file = write(delivery / "own.csv", [",".join(row) for row in rows])
    assert warehouse.land("own", file, "--user", "1", "--item", "2", "--time", "3") == 0
    assert (
        warehouse.query('select user_id, item_id, "time" from raw.interactions order by source_row')
        == rows
    )
    numbers = warehouse.query(
        "select user_number, item_number, time_number from raw.interactions order by source_row"
    )
    # builds read the number in place of the text
    for row, found in zip(rows, numbers, strict=True):
        assert all(one is None or str(one) == text for one, text in zip(found, row, strict=True))
    assert [one is not None for one in numbers[0]] == [
        all(_is_number(text) for text in ids),
        False,
        all(_is_number(text) for text in times),
    ]


def _is_number(text: str) -> bool:
    return text.isdecimal() and str(int(text)) == text and len(text) < 19


def test_whole_numbers_are_stored_as_numbers(warehouse: Warehouse, delivery: Path) -> None:
    lines = [f"{number},i{number % 3},3,{number}" for number in range(300)]
    file = write(delivery / "own.csv", lines)
    assert (
        warehouse.land("own", file, "--user", "1", "--item", "2", "--rating", "3", "--time", "4")
        == 0
    )
    assert warehouse.query(
        "select column_name, data_type from duckdb_columns() where schema_name = 'landed'"
        " order by column_index"
    ) == [
        ("source_row", "BIGINT"),
        ("user_id", "BIGINT"),
        ("item_id", "VARCHAR"),
        ("rating", "DOUBLE"),
        ("time", "BIGINT"),
    ]
