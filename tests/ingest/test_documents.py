"""JSON and Python literals: numbers as they are written, and what is damaged in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import delimited, staging, text_files
from ingest.documents import JsonText, Turned, Unreadable
from tests.ingest.conftest import Warehouse, write

OPTIONS = ("--user", "user", "--item", "item", "--rating", "rating", "--time", "time")

IDS = [
    *("1.10", "1e5", "-0", "1.0", "1E+2", "12345678901234567890.5", "0.1000000000000000055511"),
    *("123456789012345678901234567890", "18446744073709551616", "999999999999999999", "7"),
    *("-123456789012345678", "1234567890123456789"),
]


def test_an_id_that_is_a_number_is_kept_as_it_is_written(
    warehouse: Warehouse, delivery: Path
) -> None:
    line = '{{"more": {{"user": 2.50}}, "user" :\t{0}, "item": {0}, "rating": 4.50, "time": 1.5e9}}'
    file = write(delivery / "own.jsonl", [line.format(one) for one in IDS])
    assert warehouse.land("my-own", file, *OPTIONS) == 0
    assert [row[1:] for row in warehouse.rows("interactions")] == [
        (one, one, 4.5, "1.5e9") for one in IDS
    ]


def test_ids_in_fields_with_odd_names(warehouse: Warehouse, delivery: Path) -> None:
    lines = ['{"\\u00fc.": 1.10, "a\\"b": 1e5}', '{"\u00fc.": 1.20, "a\\"b": 1e6}']
    file = write(delivery / "own.jsonl", lines)
    assert warehouse.land("my-own", file, "--user", "\u00fc.", "--item", 'a"b') == 0
    assert [row[1:3] for row in warehouse.rows("interactions")] == [
        ("1.10", "1e5"),
        ("1.20", "1e6"),
    ]


def test_what_is_damaged_beside_the_columns_rejects_nothing(
    warehouse: Warehouse, delivery: Path
) -> None:
    lines: list[str | bytes] = [
        b'{"user": "u1", "item": "i1", "rating": 1, "time": 1, "text": "M\xfcnchen"}',
        '{"user": "u2", "item": "i2", "rating": 2, "time": 2, "text": "half \\ud83d"}',
        '{"user": "u3", "item": "i3", "rating": 3, "time": 3, "text": "\\ud83d\\ude00"}',
        b'{"user": "u\xfc", "item": "i4", "rating": 4, "time": 4}',
        '{"user": "u5", "item": "\\udc00", "rating": 5, "time": 5}',
        b'{"user": "u6", "item": "i6", "rating": "5\xff", "time": 6}',
        b'{"user": "u7", "item": "i7" \xff}',
        b'\xff{"user": "u8", "item": "i8", "rating": 8, "time": 8}',
    ]
    file = write(delivery / "own.jsonl", lines)
    assert warehouse.land("my-own", file, *OPTIONS, "--max-rejected", "70%") == 0
    assert [row[1] for row in warehouse.rows("interactions")] == ["u1", "u2", "u3"]
    assert [(row, why) for row, _, why in warehouse.rejected()] == [
        (4, "bytes that are not UTF-8 in user"),
        (5, "half of a surrogate pair in item"),
        (6, "rating '5\\xff' is not a number"),
        (7, "bytes that are not UTF-8"),
        (8, "bytes that are not UTF-8"),
    ]
    assert "documents have characters that are damaged" in warehouse.output


def test_a_document_is_kept_with_what_is_damaged_in_it(
    warehouse: Warehouse, delivery: Path
) -> None:
    head = (
        b'{"reviewerID": "R", "asin": "P", "overall": 5.0, "unixReviewTime": 1400000000, "text": '
    )
    lines: list[str | bytes] = [
        head + b'"fine"}',
        head + b'"M\xfcnchen"}',
        head + b'"half \\ud83d, whole \\ud83d\\ude00, none \\\\ud83d"}',
    ]
    write(delivery / "reviews.json", lines)
    write(
        delivery / "meta.json",
        [
            "{'asin': 'P', 'title': 'half \\ud83d, whole \\ud83d\\ude00'}",
            b"{'asin': 'Q', 'a': '\xfc'}",
        ],
    )
    assert warehouse.land("amazon-2014", delivery) == 0
    texts = [json.loads(row[1])["text"] for row in warehouse.rows("amazon_reviews")]
    assert texts == ["fine", "M\\xfcnchen", "half \\ud83d, whole \U0001f600, none \\ud83d"]
    assert [json.loads(row[1]) for row in warehouse.rows("amazon_metadata")] == [
        {"asin": "P", "title": "half \\ud83d, whole \U0001f600"},
        {"asin": "Q", "a": "\\xfc"},
    ]
    told = "documents have characters that are damaged, outside of ids; they are shown escaped"
    assert f"reviews.json: 2 {told}" in warehouse.output
    assert f"meta.json: 2 {told}" in warehouse.output


@pytest.mark.parametrize(
    "line",
    [
        '{"user": 1.10',
        '{"user": 1.10} {}',
        '{"user": 01.10}',
        '{"user" 1.10}',
        '{"user": 1.10,}',
        "{user: 1.10}",
        '["user", 1.10]',
        "",
        "[" * 100_000,
    ],
)
def test_what_is_no_object_is_left_to_the_database(line: str) -> None:
    assert JsonText(["user"]).turned(line) == Turned(line, False)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (b'{"user": 1.5}', 1),
        (b'{"user":-0}', 1),
        (b'{"user": 1234567890123456789}', 1),
        (b'{"user": 123456789012345678}', 0),
        (b'{"user": "1.5", "rating": 1.5}', 0),
        (b'{"time": 1400000000.5}', 0),
        (b'{"time": 1.4e9}', 1),
        (rb'{"a": "\ud83d\ude00"}', 0),
        (rb'{"a": "\ud83d"}', 1),
        (rb'{"a": "\uDE00"}', 1),
    ],
)
def test_few_lines_are_looked_at(line: bytes, number: int) -> None:
    assert len(list(JsonText(["user"], ["time"]).suspects(line))) == number


def test_long_lines_come_a_few_at_a_time(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB would gather them until it is out of memory."""
    monkeypatch.setattr(text_files, "CHUNK_BYTES", 64)
    monkeypatch.setattr(staging, "MOST_GATHERED_BYTES", 500)
    monkeypatch.setattr(delimited, "RECORDS_PER_BATCH", 1)
    lines = [
        json.dumps({"user": f"u{n}", "item": "i" if n % 5 else "", "x": "x" * 99})
        for n in range(60)
    ]
    file = write(delivery / "own.jsonl", lines)
    options = ("--user", "user", "--item", "item", "--max-rejected", "30%")
    assert warehouse.land("my-own", file, *options) == 0
    assert [row[1] for row in warehouse.rows("interactions")] == [
        f"u{n}" for n in range(60) if n % 5
    ]
    assert [row for row, _, _ in warehouse.rejected()] == list(range(1, 60, 5))


def test_a_literal_that_would_take_gigabytes_is_rejected(
    warehouse: Warehouse, delivery: Path
) -> None:
    lines = ["{'asin': 'A', 'x': '" + "x" * 900_000 + "'}", "{'asin': 'B', 'x': [" + "1," * 800_000]
    write(delivery / "meta.json", lines)
    assert warehouse.land("amazon-2014", delivery, "--max-rejected", "50%") == 0
    assert [(row, why) for row, _, why in warehouse.rejected()] == [
        (2, "a Python literal of more than 1 MB")
    ]


def test_a_damaged_id_is_told(warehouse: Warehouse, delivery: Path) -> None:
    with pytest.raises(Unreadable, match="bytes that are not cp1252 in user"):
        JsonText(["user"], encoding="cp1252").turned('{"user": "\udc81"}')
