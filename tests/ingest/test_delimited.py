"""Delimited files: what is accepted, what is rejected and why, and how rows are numbered."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest import staging, text_files
from ingest.columns import IDENTIFIER, NUMBER, SMALL_INTEGER, TEXT, UNIX_TIME, Column
from ingest.delimited import TextReader
from ingest.grammar import Grammar, Shape
from ingest.layouts import Delimited, DeliveredFile, PlannedFile
from ingest.progress import Progress
from ingest.staging import Insert
from ingest.starts import Form, lines_from
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
    "value", ["0", "4102444799", "631152000000", "4102444799999", " 100", "1e9"]
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
# ids have no line ends, and blanks at their ends are no part of them
IDS = WORDS.map(lambda text: re.sub("[\r\n]", "", text).strip(" "))
ROWS = st.lists(st.tuples(IDS, WORDS, NUMBERS, NUMBERS, TIMES), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


Rows = list[tuple[Any, ...]]


def _landed(
    connection: duckdb.DuckDBPyConnection, path: Path, layout: Delimited
) -> tuple[Rows, Rows]:
    """What a file gives: accepted rows, and (source_row, reason) of the rejected."""
    planned = PlannedFile(DeliveredFile(path, path.name), layout)
    accepted: Rows = []
    rejected: Rows = []

    def into(rows: Rows, columns: str) -> Insert:
        def insert(query: str) -> int:
            rows.extend(connection.execute(f"select {columns} from ({query})").fetchall())
            return len(rows)

        return insert

    with closing(staging.stage(connection, planned, QUIET)) as staged:
        staged.accept(into(accepted, "*"))
        there = {row[0] for row in accepted}
        blank = {int(one) for piece in staged.blank_numbers for one in piece}
        known = there | blank
        missing = [one for one in range(1, staged.numbers + 1) if one not in known]
        staged.reject(np.array(missing, np.int64), into(rejected, "source_row, reason"))
        assert [row for row, _ in rejected] == missing
        lines = staged.lines
        assert lines is not None
        assert staged.records == len(accepted) + len(rejected)
        assert lines.lines == staged.records + sum(
            count or 0 for count in (lines.header, lines.comment, lines.blank, lines.continued)
        )
        text = path.read_bytes()
        ends = len(re.findall(rb"\r\n|\n|\r", text))
        assert lines.lines == ends + (not text.endswith((b"\n", b"\r")))
    # numbers stand for their texts
    texts = [one.kind.raw_type == "varchar" for one in layout.columns]
    rows = [
        (
            number,
            *(
                str(one) if text and one is not None else one
                for one, text in zip(values, texts, strict=True)
            ),
        )
        for number, *values in accepted
    ]
    return sorted(rows), rejected


def _number(text: str) -> float | None:
    """A number as the model of the test reads it; None for what is not one."""
    plain = text.strip(" ")
    if plain in ("", "x", "1_0", "0x1", "1,5", "٣", "never"):
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
    in_range = time is not None and (0 <= time < 4102444800 or 631152000000 <= time < 4102444800000)
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
    """Rows written by Python's csv module, compared with a model in Python.

    It leaves a CR without quotes where lines end with LF, and for most readers that ends a line.
    """
    if not quote_everything:
        rows = [tuple(value.replace("\r", "\n") for value in row) for row in rows]
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
    accepted, rejected = _landed(connection, file, LAYOUT)
    expected = [(number, _expected(row)) for number, row in enumerate(rows, start=1)]
    assert accepted == [(number, *values) for number, values in expected if values is not None]
    assert [number for number, _ in rejected] == [
        number for number, values in expected if values is None
    ]


# forms of a line on which readers of CSV differ: quotes in all places, blanks, line ends, bytes
PIECES = st.sampled_from(
    [
        *(b",", b",", b",", b'"', b'""', b" ", b"\t", b"a", b"7", b"1.5", b"\xc3\xa9", b"\xff"),
        *(b"\0", b"\x1f", b";", b"|", b"::", b'"x"', b', "y" ,', b"u1,i1,3", b'"u,1","i""1",4'),
        b"\r",
    ]
)
LINE = st.lists(PIECES, max_size=9).map(b"".join)
END = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\r", b"\n\n"])
TEXTS = st.lists(st.tuples(LINE, END), min_size=1, max_size=12).map(
    lambda lines: b"".join(line + end for line, end in lines)
)
GRAMMARS = st.sampled_from(
    [
        *(Grammar(), Grammar(), Grammar(), Grammar(",", ""), Grammar("\t", ""), Grammar("\t")),
        *(Grammar(";"), Grammar("|", "'"), Grammar("::", ""), Grammar("::"), Grammar(" ")),
        *(Grammar(" ", "", runs=True), Grammar(" ", '"', runs=True), Grammar("", "")),
    ]
)


def _by_the_grammar(text: bytes, grammar: Grammar, width: int) -> dict[int, list[str] | None]:
    """The records of a text by number, cut one after another, as the guide says it; None: faulty.

    Values are those of all columns, of which the first is kept as it is, and others are trimmed.
    """
    lines = list(lines_from(text.decode("utf-8", "surrogateescape"), 0))
    records: dict[int, list[str] | None] = {}
    place = number = 0
    while place < len(lines):
        number += 1
        record = lines[place][0]
        if grammar.is_blank(record):
            place += 1
            continue
        count = 1
        if grammar.split(record) is None:
            count = grammar.across(lines[place:], Shape(width)) or 1
            taken = lines[place : place + count]
            record = "".join(line + end for line, end in taken).removesuffix(taken[-1][1])
        place += count
        cut = grammar.split(record)
        records[number] = None
        if isinstance(cut, list) and len(cut) == width:
            values = [cut[0].text] + [
                field.text if field.quoted else field.text.strip(grammar.blanks)
                for field in cut[1:]
            ]
            if not any("\0" in one or re.search("[\udc80-\udcff]", one) for one in values):
                records[number] = values
    return records


def _by_the_reader(path: Path, grammar: Grammar, width: int) -> dict[int, list[str] | None]:
    reader = TextReader(
        path, Form(grammar), Shape(width), range(width), [False, *[True] * (width - 1)]
    )
    names = reader.names
    found: dict[int, list[str] | None] = {}
    for batch in reader.batches(lambda done: None):
        for row in batch.to_pylist():
            assert row["source_row"] not in found
            found[row["source_row"]] = [row[name] for name in names]
    blank = {int(one) for piece in reader.blank_numbers for one in piece}
    missing = [one for one in range(1, reader.numbers + 1) if one not in found.keys() | blank]
    told = [
        row
        for batch in reader.faulty(np.array(missing, np.int64), lambda done: None)
        for row in batch.to_pylist()
    ]
    assert [row["source_row"] for row in told] == missing
    assert all(row["fault"] and all(row[name] is None for name in names) for row in told)
    return found | dict.fromkeys(missing)


def _readers_agree(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, grammar: Grammar, width: int
) -> None:
    """Arrow and Python, in large chunks and small ones, give what the grammar says."""
    width = width if grammar.delimiter else 1
    path.write_bytes(text)
    expected = _by_the_grammar(text, grammar, width)
    for size in (1 << 22, 16):
        with monkeypatch.context() as patch:
            patch.setattr(text_files, "CHUNK_BYTES", size)
            assert _by_the_reader(path, grammar, width) == expected, (text, grammar, width, size)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(text=TEXTS, grammar=GRAMMARS, width=st.integers(1, 4))
@example(text=b"\r \n", grammar=Grammar(delimiter=" ", quote="", runs=True), width=2)
def test_all_readers_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, grammar: Grammar, width: int
) -> None:
    # a byte order mark is told apart before the grammar comes in, and so is UTF-16
    if not text.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        _readers_agree(tmp_path / "text", monkeypatch, text, grammar, width)


@pytest.mark.long
@settings(
    max_examples=30_000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=TEXTS, grammar=GRAMMARS, width=st.integers(1, 4))
def test_all_readers_agree_on_many_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, grammar: Grammar, width: int
) -> None:
    if not text.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        _readers_agree(tmp_path / "text", monkeypatch, text, grammar, width)


FORMS = [
    "u{n},i{n},4", " u{n} , i{n} , 4 ", '"u{n}","i{n}","4"', ' "u{n}" , "i{n}" , "4" ',
    'u{n},"i{n}",4', 'u{n}, "i{n}", 4', "u{n},\ti{n},4", '"u{n}",i{n},4', 'u{n},i{n} ,"4"',
    "u{n},i{n},4\r", '"u{n}" ,i{n},4.0', "u{n},i{n}, +4", 'u{n},i{n},"4 "', "u{n},i{n},4e0",
]  # fmt: skip


def test_a_bad_row_changes_no_other(warehouse: Warehouse, delivery: Path) -> None:
    """In every form of a line, whatever is bad beside it."""
    lines = [form.format(n=number) for number, form in enumerate(FORMS)]
    expected = [(f"u{number}", f"i{number}", 4.0) for number in range(len(lines))]
    bad: list[str | bytes] = [
        "u,i,x",
        "u,i",
        "u,i,4,5",
        'u,"i,4',
        'u,"i"x,4',
        b"u,\xff,4",
        b"u,i\0,4",
        "",
        '"',
        ",",
    ]
    nothing: list[str | bytes] = []
    places = (0, 5, len(lines))
    for one, place in [(nothing, 0), *(([each], place) for each in bad for place in places)]:
        delivered = [*lines[:place], *one, *lines[place:]]
        file = write(delivery / "own.csv", ["user,item,rating", *delivered])
        options = ("--user=user", "--item=item", "--rating=rating", "--max-rejected=10%")
        assert warehouse.land("my-own", file, *options) == 0, warehouse.errors
        assert [row[1:4] for row in warehouse.rows("interactions")] == expected, one
        assert len(warehouse.rejected()) == (0 if one in (nothing, [""]) else 1)


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
        accepted, rejected = _landed(connection, file, layout)
        assert rejected == [(number, "m 'bad' is not a number") for number in bad]
        expected = [n for n in range(1, count + 1) if n not in bad]
        assert accepted == [(n, str(n), float(n)) for n in expected]
