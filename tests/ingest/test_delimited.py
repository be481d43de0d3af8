"""Delimited files: what is accepted, what is rejected and why, and how rows are numbered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import staging
from ingest.columns import IDENTIFIER, NUMBER, SMALL_INTEGER, TEXT, UNIX_TIME, Column
from ingest.layouts import Delimited, DeliveredFile, PlannedFile
from ingest.progress import Progress
from tests.ingest.conftest import Warehouse, write

QUIET = Progress(quiet=True)
OUT_OF_RANGE = "is a time out of range (1970-01-01 to 2100-01-01)"

REASONS = [
    ("1,2,3.5", "expected 4 columns, found 3"),
    ("1,2,3.5,100,7", "expected 4 columns, found 5"),
    ("1,2,x,100", "rating 'x' is not a number"),
    ("1,2,,100", "rating is empty"),
    ("1,2,nan,100", "rating 'nan' is not a finite number"),
    ("1,2,-inf,100", "rating '-inf' is not a finite number"),
    (",2,3.5,100", "userId is empty"),
    ("1,,3.5,100", "movieId is empty"),
    ("1,2,3.5,", "timestamp is empty"),
    ("1,2,3.5,soon", "timestamp 'soon' is not a time in Unix seconds or milliseconds"),
    ("1,2,3.5,-1", f"timestamp '-1' {OUT_OF_RANGE}"),
    ("1,2,3.5,4102444800", f"timestamp '4102444800' {OUT_OF_RANGE}"),
    ("1,2,3.5,99999999999", f"timestamp '99999999999' {OUT_OF_RANGE}"),
    ("1,2,3.5,4102444800000", f"timestamp '4102444800000' {OUT_OF_RANGE}"),
    ("1,2,3.5,1.5", "timestamp '1.5' is not a whole number"),
    (",2,x,", "userId is empty; rating 'x' is not a number; timestamp is empty"),
    ('1,"2,3.5,100', "a quote that is never closed"),
    ('1,"2"2,3.5,100', "text after a closing quote"),
    (b"1,\xe9,3.5,100", "bytes that are not UTF-8"),
    (b"1,2\x00,3.5,100", "a NUL byte"),
]

GOOD = "1,2,3.5,100"
HEADER = "userId,movieId,rating,timestamp"


@pytest.mark.parametrize(("line", "reason"), REASONS)
def test_an_unusable_row_is_kept_with_its_reason(
    warehouse: Warehouse, delivery: Path, line: str | bytes, reason: str
) -> None:
    file = write(delivery / "ratings.csv", [HEADER, GOOD, line, "", GOOD])
    assert warehouse.land("ml-20m", file, "--max-rejected", "0.4") == 0
    assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 3.5, 100), (4, "1", "2", 3.5, 100)]
    text = line if isinstance(line, str) else line.decode("utf-8", "backslashreplace")
    assert warehouse.rejected() == [(2, text.replace("\0", "\\x00"), reason)]
    assert warehouse.query("select interaction_rows, rejected_rows from raw.landings") == [(2, 1)]
    assert warehouse.query('select "rows", rejected_rows from raw.landed_files') == [(2, 1)]


@pytest.mark.parametrize(
    "value", ["0", "4102444799", "100000000000", "4102444799999", " 100", "1e9"]
)
def test_usable_times_are_kept_as_delivered(
    warehouse: Warehouse, delivery: Path, value: str
) -> None:
    file = write(delivery / "ratings.csv", [HEADER, f"1,2,3.5,{value}"])
    assert warehouse.land("ml-20m", file) == 0
    assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 3.5, int(float(value)))]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last_line_ends", [True, False])
@pytest.mark.parametrize("extra", ["", "x,y", '"a', "\xff"])
def test_line_ends_and_byte_order_marks_are_no_content(
    warehouse: Warehouse, delivery: Path, end: bytes, start: bytes, last_line_ends: bool, extra: str
) -> None:
    """`extra` sends the file through each of the readers."""
    lines = [HEADER, GOOD, *([extra] if extra else []), GOOD]
    content = start + end.join(line.encode("latin-1") for line in lines)
    file = delivery / "ratings.csv"
    file.write_bytes(content + (end if last_line_ends else b""))
    assert warehouse.land("ml-20m", file, "--max-rejected", "100%") == 0
    usable = [(1, "1", "2", 3.5, 100), (len(lines) - 1, "1", "2", 3.5, 100)]
    assert warehouse.rows("movielens_ratings") == usable


def test_a_byte_order_mark_before_a_file_without_header(
    warehouse: Warehouse, delivery: Path
) -> None:
    (delivery / "u.data").write_bytes(b"\xef\xbb\xbf1\t2\t3\t100\n")
    assert warehouse.land("ml-100k", delivery) == 0
    assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 3.0, 100)]


def test_a_quoted_field_may_span_lines(warehouse: Warehouse, delivery: Path) -> None:
    lines = ["movieId,title,genres", '1,"Two', 'lines, ""really""",Drama', "2,One,Drama"]
    assert warehouse.land("ml-20m", write(delivery / "movies.csv", lines)) == 0
    assert warehouse.rows("movielens_movies") == [
        (1, "1", 'Two\nlines, "really"', "Drama"),
        (2, "2", "One", "Drama"),
    ]


def test_a_stray_quote_costs_one_row_and_no_more(warehouse: Warehouse, delivery: Path) -> None:
    lines = ["movieId,title,genres", *(f"{n},Film {n},Drama" for n in range(1, 2001))]
    lines[700] = '700,"Film 700,Drama'
    assert warehouse.land("ml-20m", write(delivery / "movies.csv", lines)) == 0
    assert len(warehouse.rows("movielens_movies")) == 1999
    assert warehouse.rejected() == [(700, '700,"Film 700,Drama', "a quote that is never closed")]


def test_quotes_are_plain_characters_where_the_layout_says_so(
    warehouse: Warehouse, delivery: Path
) -> None:
    lines = ['1::"Crocodile" Dundee (1986)::Comedy', '2::12" vinyl::Drama', "3::broken"]
    assert warehouse.land("ml-1m", write(delivery / "movies.dat", lines), "--max-rejected=0.5") == 0
    assert warehouse.rows("movielens_movies") == [
        (1, "1", '"Crocodile" Dundee (1986)', "Comedy"),
        (2, "2", '12" vinyl', "Drama"),
    ]


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n", b"userId,movieId,rating,timestamp\n"]
)
def test_a_file_without_rows_is_an_error(
    warehouse: Warehouse, delivery: Path, content: bytes
) -> None:
    file = delivery / "ratings.csv"
    file.write_bytes(content)
    assert warehouse.land("ml-20m", file) == 1
    assert warehouse.errors.startswith("error: ratings.csv ")
    assert warehouse.errors.count("\n") == 1


LAYOUT = Delimited(
    "movielens_tags",
    (
        Column("userId", IDENTIFIER),
        Column("tag", TEXT, required=False),
        Column("rating", NUMBER),
        Column("flag", SMALL_INTEGER, required=False),
        Column("time", UNIX_TIME),
    ),
)

NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.integers(-40_000, 40_000).map(str),
    st.sampled_from(["", "x", "1_0", "1e5", " 7", "7 ", "+1", "0x1", "1,5", ".5", "٣"]),
)
TIMES = st.one_of(
    st.integers(-10, 5_000_000_000_000).map(str),
    st.sampled_from(["", "1.5", "100.0", "1e9", "4102444799", "4102444800", "never"]),
)
WORDS = st.text(st.sampled_from("ab é'\",\n\r;:|0"), max_size=5)
ROWS = st.lists(st.tuples(WORDS, WORDS, NUMBERS, NUMBERS, TIMES), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


Rows = list[tuple[Any, ...]]


def _staged(
    connection: duckdb.DuckDBPyConnection, path: Path, layout: Delimited
) -> tuple[Rows, Rows]:
    """What a file gives: accepted rows, and (source_row, reason) of the rejected."""
    planned = PlannedFile(DeliveredFile(path, path.name), layout)
    staged = staging.stage(connection, planned, 0, QUIET)
    accepted = connection.execute(f"{staged.accepted} order by source_row").fetchall()
    rejected = (
        connection.execute(f"select source_row, reason from ({staged.rejected})").fetchall()
        if staged.rejected
        else []
    )
    assert (len(accepted), len(rejected)) == (staged.rows, staged.rejected_rows)
    return accepted, rejected


def _number(text: str) -> float | None:
    """A number as the model of the test reads it; None for what is not one."""
    plain = text.strip(" ")
    if plain in ("", "x", "0x1", "1,5", "٣", "never"):
        return None
    return float(plain)


def _expected(row: tuple[str, ...]) -> tuple[object, ...] | None:
    """The landed values of a row by an independent rule; None for a row to be rejected."""
    user, tag, rating_text, flag_text, time_text = row
    rating, flag, time = _number(rating_text), _number(flag_text), _number(time_text)
    if not user or rating is None or not abs(rating) < 1e12:  # nan is not less, either
        return None
    if flag_text and (flag is None or flag not in range(-32768, 32768)):
        return None
    in_range = time is not None and (0 <= time < 4102444800 or 1e11 <= time < 4102444800000)
    if time is None or not in_range or time != int(time):
        return None
    return user, tag or None, rating, None if flag is None else int(flag), int(time)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(rows=ROWS, quote_everything=st.booleans())
def test_every_row_is_accepted_or_rejected_at_its_place(
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    rows: list[tuple[str, ...]],
    quote_everything: bool,
) -> None:
    """Rows written by Python's csv module, compared with a model in Python."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        lineterminator="\n",
        quoting=csv.QUOTE_ALL if quote_everything else csv.QUOTE_MINIMAL,
    )
    writer.writerow([column.delivered for column in LAYOUT.columns])
    writer.writerows(rows)
    file = tmp_path / "property.csv"
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    accepted, rejected = _staged(connection, file, LAYOUT)
    expected = [(number, _expected(row)) for number, row in enumerate(rows, start=1)]
    assert accepted == [(number, *values) for number, values in expected if values is not None]
    assert [number for number, _ in rejected] == [
        number for number, values in expected if values is None
    ]


LINES = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["7", "", "é", "a b"]),
            st.sampled_from(["tag", "", "x y"]),
            NUMBERS.filter(lambda text: "," not in text),
            st.sampled_from(["1", "", "40000", "0.5"]),
            TIMES,
        ).map(",".join),
        st.sampled_from(["", "1,2", "1,2,3,4,5,6", ",,,,"]),
    ),
    min_size=1,
    max_size=10,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(lines=LINES)
def test_all_readers_agree(
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
) -> None:
    """DuckDB's reader, lines cut in SQL and lines cut in Python give the same."""
    header = ",".join(column.delivered for column in LAYOUT.columns)
    file = write(tmp_path / "readers.csv", [header, *lines])
    as_it_comes = _staged(connection, file, LAYOUT)
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_stage_flawless", lambda *_: None)
        cut_in_sql = _staged(connection, file, LAYOUT)
        patch.setattr(staging, "_load_lines", lambda *_: False)
        cut_in_python = _staged(connection, file, LAYOUT)
    assert as_it_comes == cut_in_sql == cut_in_python


def test_the_rows_of_a_large_file_tell_their_numbers(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """More rows than one thread's share, read in parallel; every row tells its own number."""
    count = 300_000
    layout = Delimited("x", (Column("n", IDENTIFIER), Column("m", NUMBER)))
    for bad in ([], [1, 77_777, 250_000]):
        file = tmp_path / "large.csv"
        with file.open("w") as opened:
            opened.write("n,m\n")
            for number in range(1, count + 1):
                opened.write(f"{number},{'bad' if number in bad else number}\n")
        accepted, rejected = _staged(connection, file, layout)
        assert rejected == [(number, "m 'bad' is not a number") for number in bad]
        expected = [n for n in range(1, count + 1) if n not in bad]
        assert accepted == [(n, str(n), float(n)) for n in expected]
