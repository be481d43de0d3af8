"""What is read, and how: quotes, blanks, headers, encodings, times, and what messages show.

Each test has a form that people have met with (../shared/cases), in inputs of our own.
"""

from __future__ import annotations

import decimal
import json
import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from ingest import text_files
from tests.ingest.conftest import Warehouse, write

BY_NAME = ("--user", "user", "--item", "item")
RATED = (*BY_NAME, "--rating", "rating")
TIMED = (*BY_NAME, "--time", "time")


def _events(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return [row[1:] for row in warehouse.rows("interactions")]


# quotes


@pytest.mark.parametrize("delimiter", ["\t", "|", "::"])
def test_quotes_that_quote_nothing_are_text(
    warehouse: Warehouse, delivery: Path, delimiter: str
) -> None:
    """A title that begins with a quote, and one that ends with one 80 lines later."""
    titles = [f"title {number}" for number in range(100)]
    titles[5], titles[85] = '"Heroes', 'so called"'
    lines = [delimiter.join((f"u{n}", title, "3")) for n, title in enumerate(titles)]
    file = write(delivery / "own.txt", [delimiter.join(("user", "item", "rating")), *lines])
    assert warehouse.land("my-own", file, *RATED) == 0
    assert [event[1] for event in _events(warehouse)] == titles
    assert warehouse.rejected() == []


def test_after_commas_such_a_quote_costs_its_own_row_alone(
    warehouse: Warehouse, delivery: Path
) -> None:
    titles = [f"title {number}" for number in range(200)]
    titles[5], titles[85] = '"Heroes', 'so called"'
    lines = [f"u{number},{title},3" for number, title in enumerate(titles)]
    file = write(delivery / "own.csv", ["user,item,rating", *lines])
    assert warehouse.land("my-own", file, *RATED) == 0
    assert len(_events(warehouse)) == 199
    assert warehouse.rejected() == [(6, 'u5,"Heroes,3', "a quote that is never closed")]
    # and none where one says so
    assert warehouse.land("my-own", file, *RATED, "--quote", "none") == 0
    assert [event[1] for event in _events(warehouse)] == titles


@pytest.mark.parametrize(
    ("header", "lines", "users", "rejected"),
    [
        # two stray quotes on neighbouring lines, of which no id is made
        ("user,item", ['u1,"A Night', 'u2,12"'], ["u2"], ["a quote that is never closed"]),
        # the closing line is longer than a record: nothing between is lost in it
        (
            "user,item,review",
            ['u1,i1,"good', "u2,i2,bad", 'u3,i3,well, hm"', "u4,i4,"],
            ["u4"],
            ["quotes around lines that look like records: two stray quotes, or a text"],
        ),
        # a review over lines is one
        (
            "user,item,review,stars",
            ['u1,i1,"Long, but good:\n\neggs, milk, bread\nand ""more"", too\nIn all, well",4'],
            ["u1"],
            [],
        ),
        # an id in quotes that has a line end
        (
            "user,item",
            ['"u\n1",i1'],
            [],
            ["user 'u\\n1' holds a line end or another control character"],
        ),
    ],
)
def test_no_event_is_lost_between_quotes(
    warehouse: Warehouse,
    delivery: Path,
    header: str,
    lines: list[str],
    users: list[str],
    rejected: list[str],
) -> None:
    file = write(delivery / "own.csv", [header, "u0,i0" + ",3" * (header.count(",") - 1), *lines])
    assert warehouse.land("my-own", file, *BY_NAME, "--max-rejected", "100%") == 0
    assert [event[0] for event in _events(warehouse)] == ["u0", *users]
    assert [why for _, _, why in warehouse.rejected()] == rejected


def test_a_stray_quote_in_the_header_swallows_no_event(
    warehouse: Warehouse, delivery: Path
) -> None:
    lines = ["u1,i1,good", "u2,i2,bad", 'u3,i3,ok"', "u4,i4,x"]
    file = write(delivery / "own.csv", ['user,item,"note', *lines])
    assert warehouse.land("my-own", file, *BY_NAME) == 0
    assert [event[0] for event in _events(warehouse)] == ["u1", "u2", "u3", "u4"]
    file = write(delivery / "own.csv", ['u0,i0,"note', *lines])
    assert warehouse.land("my-own", file, "--user=1", "--item=2", "--max-rejected=20%") == 0
    assert [event[0] for event in _events(warehouse)] == ["u1", "u2", "u3", "u4"]
    assert [why for _, _, why in warehouse.rejected()] == ["a quote that is never closed"]


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x1f", "\x7f", "\r", "\n"])
@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_an_id_holds_no_control_characters(
    warehouse: Warehouse, delivery: Path, form: str, character: str
) -> None:
    file = delivery / f"own.{form}"
    if form == "csv":
        write(file, ["user,item", "u0,i0", f'u1,"i{character}1"', "u2,i2"])
    else:
        rows = [
            {"user": f"u{n}", "item": f"i{character}1" if n == 1 else f"i{n}"} for n in range(3)
        ]
        write(file, [json.dumps(row) for row in rows])
    if form == "parquet":
        duckdb.sql(
            f"copy (from read_json('{file}', format = 'newline_delimited'))"
            f" to '{file}.p' (format parquet)"
        )
        (delivery / "own.parquet.p").rename(file)
    assert warehouse.land("my-own", file, *BY_NAME, "--max-rejected", "70%") == 0
    assert [event[0] for event in _events(warehouse)] == ["u0", "u2"]
    if form != "csv" or character not in "\r\n":
        assert [why.split("' ")[1] for _, _, why in warehouse.rejected()] == [
            "holds a line end or another control character"
        ]


@pytest.mark.parametrize(
    ("lines", "users"),
    [
        # every value of a column is enclosed
        (['"u1"\ti1', '"u2"\ti2'], ["u1", "u2"]),
        # a delimiter within quotes
        (['"u\t1"\ti1', "u2\ti2"], ["u\t1", "u2"]),
        # some are, and nothing shows why
        (['"u1"\ti1', "u2\ti2", 'u3\t"i"'], ['"u1"', "u2", "u3"]),
        # a quote within a field: they enclose nothing
        (['"u1"\ti1', '"u2"\ti 5" x'], ['"u1"', '"u2"']),
    ],
)
def test_quotes_after_tabs_enclose_where_the_first_lines_show_it(
    warehouse: Warehouse, delivery: Path, lines: list[str], users: list[str]
) -> None:
    file = write(delivery / "own.tsv", ["user\titem", *lines])
    assert warehouse.land("my-own", file, *BY_NAME) == 0
    assert [event[0] for event in _events(warehouse)] == users
    is_text = any('"' in user for user in users)
    assert ("quotes in own.tsv are read as text: --quote" in warehouse.output) == is_text


def test_a_quote_of_ones_own(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["user,item", "'u,1','i''1'", 'u2,"i2"'])
    assert warehouse.land("my-own", file, *BY_NAME, "--quote", "'") == 0
    assert [event[:2] for event in _events(warehouse)] == [("u,1", "i'1"), ("u2", '"i2"')]
    for quote in ("''", "", "\n", "\r"):
        assert warehouse.land("my-own", file, *BY_NAME, "--quote", quote) == 2
        assert "--quote takes one character, or 'none'" in warehouse.errors


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("u1,i1", ("--quote", ",")),
        ("u1;i1", ("--quote", ";", "--delimiter", ";")),
        ("u1::i1", ("--quote", ":")),
        ("u1 i1", ("--quote", " ", "--delimiter", "blanks")),
        ("u1 i1", ("--quote", "\t", "--delimiter", "blanks")),
    ],
)
def test_a_quote_that_is_the_delimiter_is_refused(
    warehouse: Warehouse, delivery: Path, line: str, options: tuple[str, ...]
) -> None:
    file = write(delivery / "own.csv", [line])
    assert warehouse.land("my-own", file, "--user=1", "--item=2", *options) == 2
    assert "would separate the columns of own.csv too" in warehouse.errors


def test_a_quote_may_separate_columns(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ['u1"i1', 'u2"i2'])
    assert warehouse.land("my-own", file, "--user=1", "--item=2", "--delimiter", '"') == 0
    assert [event[:2] for event in _events(warehouse)] == [("u1", "i1"), ("u2", "i2")]


# blanks


def test_blanks_around_ids_make_no_other_ids(warehouse: Warehouse, delivery: Path) -> None:
    lines = [
        "user, item ,rating",
        "u1, i1,1",
        "u1,i1,2",
        "\tu1 ,i1 , 3",
        'u1, "i1" ,4',
        '" u1",i1,5',
    ]
    file = write(delivery / "own.csv", lines)
    assert warehouse.land("my-own", file, *RATED) == 0
    assert [event[:3] for event in _events(warehouse)] == [
        *(("u1", "i1", float(rating)) for rating in (1, 2, 3, 4)),
        (" u1", "i1", 5.0),
    ]
    assert "own.csv: blanks around 4 values were passed over" in warehouse.output


def test_text_is_kept_as_delivered(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "movies.csv", ["movieId,title,genres", "1, A film ,Drama"])
    assert warehouse.land("ml-20m", file) == 0
    assert warehouse.rows("movielens_movies") == [(1, "1", " A film ", "Drama")]


def test_runs_of_blanks_separate_where_one_says_so(warehouse: Warehouse, delivery: Path) -> None:
    lines = [f"{number % 10}    {number:<4} {number % 5}.5  " for number in range(30)]
    file = write(delivery / "own.txt", ["  ", *lines])
    columns = ("--user", "1", "--item", "2", "--rating", "3")
    assert warehouse.land("my-own", file, *columns) == 2
    assert "several blanks stand between the columns of own.txt: --delimiter blanks" in (
        warehouse.errors
    )
    assert warehouse.land("my-own", file, *columns, "--delimiter", "blanks") == 0
    assert _events(warehouse) == [
        (str(number % 10), str(number), number % 5 + 0.5, None) for number in range(30)
    ]


@pytest.mark.parametrize(
    ("lines", "options", "items"),
    [
        # blanks within quotes separate nothing, and are kept
        (['u1  "The  Matrix"  4', "u2 Heat 3"], (), ["The  Matrix", "Heat"]),
        (['u1 "a ""b""  c" 4', "  u2\t 'x' 3  "], (), ['a "b"  c', "'x'"]),
        (["u1 'The  Matrix' 4", "u2 Heat 3"], ("--quote", "'"), ["The  Matrix", "Heat"]),
        # where quotes enclose nothing, they are text
        (['u1 5" 4', "u2 Heat 3"], (), ['5"', "Heat"]),
        (['u1 "Heat" 4', "u2 Heat 3"], ("--quote", "none"), ['"Heat"', "Heat"]),
    ],
)
def test_quotes_between_runs_of_blanks(
    warehouse: Warehouse,
    delivery: Path,
    lines: list[str],
    options: tuple[str, ...],
    items: list[str],
) -> None:
    file = write(delivery / "own.txt", ["user item rating", *lines])
    assert warehouse.land("my-own", file, *RATED, "--delimiter", "blanks", *options) == 0
    assert [event[1] for event in _events(warehouse)] == items


def test_a_tab_and_a_blank(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.tsv", ["1\t10\t 1.5", "2\t 11\t2.5 "])
    assert warehouse.land("my-own", file, "--user=1", "--item=2", "--rating=3") == 0
    assert _events(warehouse) == [("1", "10", 1.5, None), ("2", "11", 2.5, None)]


# what stands before the data


@pytest.mark.parametrize(
    ("header", "user"),
    [
        ('"customer\nnumber",item,rating', "customer\nnumber"),
        ('"customer\nnumber";item;rating', "customer\nnumber"),
        ('"customer\n\nnumber"\titem\trating', "customer\n\nnumber"),
        ('"customer, or\nnumber"|item|rating', "customer, or\nnumber"),
    ],
)
def test_a_header_is_a_record_like_any_other(
    warehouse: Warehouse, delivery: Path, header: str, user: str
) -> None:
    delimiter = header.rsplit("item")[1][0]
    file = write(delivery / "own.csv", [header, delimiter.join(("u0", "i0", "1"))])
    assert warehouse.land("my-own", file, "--user", user, "--item", "item") == 0, warehouse.errors
    assert _events(warehouse) == [("u0", "i0", None, None)]
    lines = 1 + header.count("\n")
    assert warehouse.query("select lines, header_lines, records from raw.landings") == [
        (lines + 1, lines, 1)
    ]
    file = write(delivery / "own.csv", ["user,item,'rating", "u0,i0,1"])
    assert warehouse.land("my-own", file, *BY_NAME) == 0


def test_the_last_name_of_a_header_may_span_lines(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ['user,item,"rating\n(1-5)"', "u0,i0,1"])
    assert warehouse.land("my-own", file, *BY_NAME) == 0
    assert (_events(warehouse), warehouse.rejected()) == ([("u0", "i0", None, None)], [])


def test_a_header_among_the_data_is_no_user(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["User_ID,Item ID,x", "u1,i1,1"])
    assert warehouse.land("my-own", file, "--user", "1", "--item", "2") == 2
    assert "looks like a header ('User_ID', 'Item ID'): name the columns" in warehouse.errors


@pytest.mark.parametrize(
    ("before", "options"),
    [
        (["sep=;"], []),
        (["# told", "#", "sep=,"], ["--comment", "#", "--delimiter", ";"]),
        (["", ""], []),
        (["% one", "% two", "", "% three"], ["--comment", "%"]),
        (["\ufeffsep=;"], []),
    ],
)
def test_lines_before_the_data(
    warehouse: Warehouse, delivery: Path, before: list[str], options: list[str]
) -> None:
    if "sep=," in before:
        # only the first line can be one
        before = before[:-1]
    file = write(delivery / "own.csv", [*before, "user;item", "u1;i,1", "#2;i2"])
    assert warehouse.land("my-own", file, *BY_NAME, *options) == 0, warehouse.errors
    assert warehouse.rows("interactions") == [
        (1, "u1", "i,1", None, None),
        (2, "#2", "i2", None, None),
    ]


# encodings


def test_bytes_in_a_column_that_nobody_asked_for_reject_nothing(
    warehouse: Warehouse, delivery: Path
) -> None:
    lines = [f"u{number};i{number};{'München' if number % 2 else 'Bonn'}" for number in range(50)]
    file = delivery / "own.csv"
    file.write_bytes("\n".join(["user;item;city", *lines]).encode("latin-1"))
    assert warehouse.land("my-own", file, *BY_NAME) == 0
    assert len(_events(warehouse)) == 50
    assert warehouse.land("my-own", file, "--user", "city", "--item", "item") == 1
    assert "bytes that are not UTF-8" in warehouse.errors
    assert "--encoding says what else they are" in warehouse.errors
    options = ("--user", "city", "--item", "item", "--encoding", "latin-1")
    assert warehouse.land("my-own", file, *options) == 0
    assert _events(warehouse)[1][0] == "München"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-8-sig", "cp1252", "gb18030", "utf_32_le", "mac_roman"]
)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_any_encoding_that_python_knows(
    warehouse: Warehouse, delivery: Path, encoding: str, form: str
) -> None:
    text = "user,item\né,ü\n" if form == "csv" else '{"user": "é", "item": "ü"}\n'
    (delivery / "own").write_bytes(text.encode(encoding))
    assert warehouse.land("my-own", delivery / "own", *BY_NAME, "--encoding", encoding) == 0
    assert _events(warehouse) == [("é", "ü", None, None)]
    if encoding in ("utf-16", "utf-8-sig"):
        # the byte order mark tells
        assert warehouse.land("my-own", delivery / "own", *BY_NAME) == 0
        assert _events(warehouse) == [("é", "ü", None, None)]


@pytest.mark.parametrize(
    "encoding", ["klingon", "base64", "rot13", "\n", "", "a\0b", "punycode", "idna", "undefined"]
)
def test_an_encoding_that_is_none(warehouse: Warehouse, delivery: Path, encoding: str) -> None:
    file = write(delivery / "own.csv", ["user,item", "u,i"])
    assert warehouse.land("my-own", file, *BY_NAME, "--encoding", encoding) == 2
    assert "is no encoding that Python knows" in warehouse.errors
    assert warehouse.errors.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_an_encoding_that_does_not_say_which_one(
    warehouse: Warehouse, delivery: Path, encoding: str
) -> None:
    file = write(delivery / "own.csv", ["user,item", "u,i"])
    assert warehouse.land("my-own", file, *BY_NAME, "--encoding", encoding) == 1
    assert f"own.csv is not {encoding}: " in warehouse.errors
    assert warehouse.errors.count("\n") == 1


def test_an_encoding_that_makes_no_text(warehouse: Warehouse, delivery: Path) -> None:
    """An escape may stand for half of a surrogate pair."""
    file = write(delivery / "own.csv", ["user,item,x", "u,i,\\ud800", "u\\udc81,i,x"])
    options = ("--encoding", "unicode_escape", "--max-rejected", "50%")
    assert warehouse.land("my-own", file, *BY_NAME, *options) == 0
    assert _events(warehouse) == [("u", "i", None, None)]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_name_that_is_not_utf_8(warehouse: Warehouse, delivery: Path, form: str) -> None:
    path = os.fsencode(delivery) + b"/f\xfcr.csv"
    with open(path, "wb") as file:
        file.write(b"user,item\nu,i\nu\n" if form == "csv" else b'{"user": 1, "item": "i"}\n')
    given = Path(os.fsdecode(path))
    assert warehouse.land("my-own", given, *BY_NAME, "--max-rejected", "50%") == 0
    assert warehouse.query("select source_file from raw.landed_files") == [("f\\xfcr.csv",)]
    assert warehouse.land("my-own", delivery, *BY_NAME, "--max-rejected", "50%") == 0


# messages


def test_messages_hold_little_of_a_file(warehouse: Warehouse, delivery: Path) -> None:
    long, ringing = "x" * 5_000_000, "\x1b[31m\x07"
    commands: list[tuple[list[str], tuple[str, ...]]] = [
        ([f"{long},{ringing}b", "1,2"], BY_NAME),
        ([long, "1"], ("--user", "1", "--item", "2")),
        ([f"user,item,rating,{long}", *[f"u,i,{ringing}{long},"] * 3], RATED),
        ([f"{ringing};{long}|a", "1"], ("--user", "1", "--item", "2")),
        (["user,item,rating", *[f"{long},i,x,{ringing}"] * 3], RATED),
    ]
    for lines, options in commands:
        file = write(delivery / "own.csv", lines)
        assert warehouse.land("my-own", file, *options) in (1, 2)
        assert warehouse.errors.count("x" * 201) == 0
        assert len(warehouse.errors) < 700
        assert "\x1b" not in warehouse.errors
        assert "\x07" not in warehouse.errors


def test_names_of_files_are_shown_escaped(warehouse: Warehouse, delivery: Path) -> None:
    name = "ra\x1b[31m\x07tings.csv"
    file = write(delivery / name, ["user,item,x", "u,i"])
    assert warehouse.land("my-own", file, *BY_NAME) == 1
    write(file, ["user,item", "u,i"])
    assert warehouse.land("my-own", file, *BY_NAME) == 0
    assert "ra\\x1b[31m\\x07tings.csv" in warehouse.output
    write(delivery / "ratings.csv", ["userId,movieId,rating,timestamp", "1,1,3,1"])
    assert warehouse.land("ml-20m", delivery) == 0
    assert "left out: ra\\x1b[31m\\x07tings.csv" in warehouse.output
    assert not any(one in warehouse.output + warehouse.errors for one in "\x1b\x07")


# times and decimals


@pytest.mark.parametrize(
    ("form", "times"),
    [
        (None, ["2017-07-01 07:44:10 +00:00", "2017-07-01 07:44:10 UTC", "2017-07-01T07:44:10 Z"]),
        (None, ["2017-07-01 09:44:10 +0200", "2017-07-01 04:44:10-03", "1498895050"]),
        ("us", ["7/1/2017 7:44:10"]),
        ("european", ["01.07.2017 07:44:10", "1.7.2017 7:44:10"]),
        ("%d/%m/%y %H:%M:%S", ["01/07/17 07:44:10"]),
        ("%Y%m%d %H:%M:%S%z", ["20170701 09:44:10+0200"]),
    ],
)
def test_times_of_many_forms(
    warehouse: Warehouse, delivery: Path, form: str | None, times: list[str]
) -> None:
    """They land as what timestamp_from_text reads; that macro is tested in SQL."""
    file = write(delivery / "own.csv", ["user,item,time", *(f"u,i,{time}" for time in times)])
    options = [] if form is None else ["--time-format", form]
    assert warehouse.land("my-own", file, *TIMED, *options) == 0, warehouse.errors
    landed = [event[3] for event in _events(warehouse)]
    assert landed == (times if form is None else ["2017-07-01 07:44:10"] * len(times))


@pytest.mark.parametrize("time", ["1/1/2024 0:08", "01.01.2024 00:08"])
def test_a_time_of_a_spreadsheet_is_refused_with_what_to_do(
    warehouse: Warehouse, delivery: Path, time: str
) -> None:
    file = write(delivery / "own.csv", ["user,item,time", f"u,i,{time}"])
    assert warehouse.land("my-own", file, *TIMED) == 1
    assert "--time-format says how times are written, such as us, european" in warehouse.errors
    for form in ("us", "european"):
        code = warehouse.land("my-own", file, *TIMED, "--time-format", form)
        assert (code == 0) == (("/" in time) == (form == "us"))


@pytest.mark.parametrize("form", ["%Q", "never", "%"])
def test_a_form_of_times_that_is_none(warehouse: Warehouse, delivery: Path, form: str) -> None:
    file = write(delivery / "own.csv", ["user,item,time", "u,i,1"])
    assert warehouse.land("my-own", file, *TIMED, "--time-format", form) == 2
    assert f"--time-format '{form}' is none" in warehouse.errors


@pytest.mark.parametrize(("form", "time"), [("us", "1/1/9999 0:00"), (None, "9999-01-01")])
def test_a_year_that_cannot_be(
    warehouse: Warehouse, delivery: Path, form: str | None, time: str
) -> None:
    file = write(delivery / "own.csv", ["user,item,time", f"u,i,{time}", "u,j,"])
    options = [] if form is None else ["--time-format", form]
    assert warehouse.land("my-own", file, *TIMED, *options, "--max-rejected=100%") == 1
    assert f"own.csv holds no usable row. The first: row 1: time '{time}' is a" in warehouse.errors
    assert warehouse.land("my-own", file, *TIMED, *options, "--max-rejected=10%") == 1
    assert f"row 1: time '{time}' is a time out of range (1970-01-01 to 2100-01-01)" in (
        warehouse.errors
    )


def test_a_decimal_comma(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["user;item;rating", "u;i;2,5", "u;j;3", "u;k;1.234"])
    assert warehouse.land("my-own", file, *RATED) == 1
    assert "--decimal ',' reads a decimal comma" in warehouse.errors
    write(file, ["user;item;rating", "u;i,1;good", "u;j;4,5x", "u;k;2"])
    assert warehouse.land("my-own", file, *RATED, "--decimal", ",") == 1
    write(file, ["user;item;rating", "u;i,1;good"])
    assert warehouse.land("my-own", file, *RATED) == 1
    assert "--decimal" not in warehouse.errors
    write(file, ["user;item;rating", "u;i;2,5", "u;j;3", "u;k;1.234"])
    assert warehouse.land("my-own", file, *RATED, "--decimal", ",", "--max-rejected=40%") == 0
    assert [event[2] for event in _events(warehouse)] == [2.5, 3.0]
    assert [why for _, _, why in warehouse.rejected()] == [
        "rating '1.234' is not a number with a decimal comma"
    ]


@pytest.mark.parametrize("number", ["1_000", "0x10", "+-5", "1d", "inf", "nan", "1 000"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_what_is_no_number(warehouse: Warehouse, delivery: Path, number: str, decimal: str) -> None:
    file = write(delivery / "own.csv", ["user;item;rating", "u;i;1e2", f"u;j;{number}"])
    options = (*RATED, "--decimal", decimal, "--max-rejected", "50%")
    assert warehouse.land("my-own", file, *options) == 0
    assert [event[2] for event in _events(warehouse)] == [100.0]


@pytest.mark.parametrize(("zone", "code"), [("+1400", 0), ("-0330", 0), ("+2500", 1), ("+0160", 1)])
def test_zones_of_a_pattern(warehouse: Warehouse, delivery: Path, zone: str, code: int) -> None:
    file = write(delivery / "own.csv", ["user,item,time", f"u,i,20170701 09:44:10{zone}"])
    form = ("--time-format", "%Y%m%d %H:%M:%S%z")
    assert warehouse.land("my-own", file, *TIMED, *form) == code, warehouse.errors


# events without a rating or a time


def test_events_without_a_rating_or_a_time(warehouse: Warehouse, delivery: Path) -> None:
    lines = ["user,item,rating,time", "u,i,3,1400000000", "u,j,,1400000001", "u,k,4,", "u,l,x,"]
    file = write(delivery / "own.csv", lines)
    options = (*RATED, "--time", "time", "--max-rejected", "30%")
    assert warehouse.land("my-own", file, *options) == 1
    assert "--empty-rating keep and --empty-time keep land events without one" in warehouse.errors
    keep = ("--empty-rating", "keep", "--empty-time", "keep")
    assert warehouse.land("my-own", file, *options, *keep) == 0
    assert warehouse.rows("interactions") == [
        (1, "u", "i", 3.0, "1400000000"),
        (2, "u", "j", None, "1400000001"),
        (3, "u", "k", 4.0, None),
    ]
    assert [why for _, _, why in warehouse.rejected()] == ["rating 'x' is not a number"]
    assert "own.csv: 1 events without 'rating' were kept" in warehouse.output
    assert "own.csv: 1 events without 'time' were kept" in warehouse.output


@pytest.mark.parametrize("line", [",i,3,1", "u,,3,1", " ,i,x,1"])
def test_an_id_that_is_empty_is_no_matter_of_options(
    warehouse: Warehouse, delivery: Path, line: str
) -> None:
    file = write(delivery / "own.csv", ["user,item,rating,time", line])
    assert warehouse.land("my-own", file, *RATED, "--time", "time") == 1
    assert " is empty" in warehouse.errors
    assert "--empty" not in warehouse.errors


def test_options_of_a_file_of_ones_own_go_with_its_columns(
    warehouse: Warehouse, delivery: Path
) -> None:
    file = write(delivery / "ratings.csv", ["1,2"])
    for option in ("--quote=none", "--comment=#", "--encoding=latin-1", "--decimal=,",
                   "--time-format=us", "--empty-rating=keep", "--empty-time=keep"):  # fmt: skip
        assert warehouse.land("ml-20m", file, option) == 2
        assert f"{option.split('=')[0]} goes with --user and --item" in warehouse.errors


# sources


def test_times_before_1970_are_rejected_one_by_one(warehouse: Warehouse, delivery: Path) -> None:
    review = '{{"user_id": "U{0}", "parent_asin": "P", "rating": 5.0, "timestamp": {1}}}'
    times = [1_600_000_000_000] * 298 + [-1, -631_152_000_000]
    file = write(delivery / "toys.jsonl", [review.format(n, time) for n, time in enumerate(times)])
    assert warehouse.land("amazon-2023", file) == 0
    assert len(warehouse.rows("amazon_reviews")) == 298
    assert [row for row, _, _ in warehouse.rejected()] == [299, 300]
    assert "timestamp '-631152000000' is a time out of range" in warehouse.rejected()[1][2]


def test_ids_in_parquet(warehouse: Warehouse, delivery: Path) -> None:
    """Dates, categories and binary ids become their text; what cannot be is refused by row."""
    import pandas as pd

    frame = pd.DataFrame(
        {
            "user": pd.Categorical(["a", "b", "a"]),
            "item": [b"7", b"8", b"9"],
            "rating": [1.0, float("nan"), 3.0],
            "time": pd.to_datetime(["2020-01-01", "2020-01-02", "1960-01-03"], utc=True),
        }
    )
    frame.to_parquet(delivery / "own.parquet")
    options = (*RATED, "--time", "time", "--max-rejected", "70%")
    assert warehouse.land("my-own", delivery / "own.parquet", *options) == 0
    assert _events(warehouse) == [("a", "7", 1.0, "2020-01-01 00:00:00+00")]
    assert [row for row, _, _ in warehouse.rejected()] == [2, 3]


def test_a_byte_order_mark_is_none_but_at_the_beginning(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a chunk of the file begins with it, which Arrow would take for one."""
    monkeypatch.setattr(text_files, "CHUNK_BYTES", chunk := 1 << 17)
    ids = [f"\ufeff{number:07}" for number in range(4_500)]
    # long lines: few of them fill several chunks
    file = write(delivery / "own.csv", ["\ufeffu,i", *(f"{one},{'x' * 190}" for one in ids)])
    assert file.stat().st_size > 4 * chunk
    assert warehouse.land("own", file, "--user", "u", "--item", "i") == 0
    marked = "select count(*) from raw.interactions where starts_with(user_id, chr(65279))"
    assert warehouse.query(marked) == [(4_500,)]


def test_times_of_json_come_as_they_are_written(warehouse: Warehouse, delivery: Path) -> None:
    times = [
        *("1600000000", "1600000000.5", "1600000000.0", "1600000000.10", "1.6e9"),
        *("1600000000.123456789", "1600000000.0000001", "16000000000e-1"),
    ]
    lines = [f'{{"u": "u", "i": "i{place}", "t": {time}}}' for place, time in enumerate(times)]
    file = write(delivery / "own.jsonl", lines)
    assert warehouse.land("own", file, "--user", "u", "--item", "i", "--time", "t") == 0
    landed = warehouse.query('select "time" from raw.interactions order by source_row')
    assert [time for (time,) in landed] == times


def test_floats_of_parquet_are_what_they_are(warehouse: Warehouse, delivery: Path) -> None:
    """An id that is no number is none; a time of 32 bits is its own second, not a rounder one."""
    file = delivery / "own.parquet"
    table = {
        "u": pa.array([1.0, float("nan"), 3.5, float("inf")], pa.float64()),
        "i": pa.array(["a", "b", "c", "d"]),
        "r": pa.array([4.1, 3.0, 2.0, 1.0], pa.float32()),
        "t": pa.array([1593878912.0] * 4, pa.float32()),
    }
    parquet.write_table(pa.table(table), file)
    columns = ("--user", "u", "--item", "i", "--rating", "r", "--time", "t")
    assert warehouse.land("own", file, *columns, "--max-rejected", "50%") == 0, warehouse.errors
    assert warehouse.rows("interactions") == [
        (1, "1.0", "a", 4.1, "1593878912.0"),
        (3, "3.5", "c", 2.0, "1593878912.0"),
    ]
    assert [(row, reason) for row, _, reason in warehouse.rejected()] == [
        (2, "u is empty"),
        (4, "u is empty"),
    ]


def test_decimals_beyond_38_digits_are_refused(warehouse: Warehouse, delivery: Path) -> None:
    """DuckDB reads them as doubles: two ids would become one."""
    file = delivery / "own.parquet"
    users = [decimal.Decimal("1" + "0" * 40), decimal.Decimal("1" + "0" * 39 + "1")]
    parquet.write_table(pa.table({"u": users, "i": ["a", "b"]}), file)
    assert warehouse.land("own", file, "--user", "u", "--item", "i") == 1
    assert "write it as text" in warehouse.errors


def test_a_damaged_parquet_file_is_named(warehouse: Warehouse, delivery: Path) -> None:
    file = delivery / "own.parquet"
    parquet.write_table(pa.table({"u": list(range(1000)), "i": ["a"] * 1000}), file)
    damaged = bytearray(file.read_bytes())
    damaged[8:40] = b"\xff" * 32
    file.write_bytes(damaged)
    assert warehouse.land("own", file, "--user", "u", "--item", "i") == 1
    assert warehouse.errors.startswith("error: own.parquet is damaged, or cannot be read")
    assert warehouse.errors.count("\n") == 1
