"""Bring your own: any usual form, columns by name or by number."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from tests.ingest.conftest import Warehouse, write

FOUR = ("--user", "1", "--item", "2", "--rating", "3", "--time", "4")
NAMED = ("--user", "who", "--item", "what", "--rating", "stars", "--time", "when")
EXPECTED = [(1, "u1", "007", 4.5, "1400000000"), (2, "u2", "008", 3.0, "1400000001")]
RECORDS = [("u1", "007", "4.5", "1400000000"), ("u2", "008", "3", "1400000001")]


def _delimited(delimiter: str, *, header: bool) -> list[str]:
    lines = [delimiter.join(record) for record in RECORDS]
    return [delimiter.join(("who", "what", "stars", "when")), *lines] if header else lines


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", " ", "::"])
def test_delimiters_are_detected(
    warehouse: Warehouse, delivery: Path, delimiter: str, header: bool
) -> None:
    file = write(delivery / "own.txt", _delimited(delimiter, header=header))
    assert warehouse.land("my-own", file, *(NAMED if header else FOUR)) == 0
    assert warehouse.rows("interactions") == EXPECTED
    assert warehouse.query("select dataset_id, source, interaction_rows from raw.landings") == [
        ("my-own", "interactions", 2)
    ]


@pytest.mark.parametrize(("given", "delimiter"), [("tab", "\t"), ("\\t", "\t"), ("~", "~")])
def test_a_delimiter_can_be_given(
    warehouse: Warehouse, delivery: Path, given: str, delimiter: str
) -> None:
    file = write(delivery / "own.txt", [f"a b, c{delimiter}x"])
    options = ("--user", "1", "--item", "2", "--delimiter", given)
    assert warehouse.land("my-own", file, *options) == 0
    assert warehouse.rows("interactions") == [(1, "a b, c", "x", None, None)]


@pytest.mark.parametrize("line", ["u1;i1;4,5", "u1\tSmith, John\t5", "u|1,i1"])
def test_a_delimiter_is_not_guessed_where_two_would_do(
    warehouse: Warehouse, delivery: Path, line: str
) -> None:
    file = write(delivery / "own.txt", [line])
    assert warehouse.land("my-own", file, "--user", "1", "--item", "2") == 2
    assert "cannot tell whether" in warehouse.errors
    assert "say it with --delimiter" in warehouse.errors


def test_a_header_tells_the_delimiter(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.tsv", ["who\twhat, where", "u1\ti1"])
    assert warehouse.land("my-own", file, "--user", "who", "--item", "what, where") == 0
    assert warehouse.rows("interactions") == [(1, "u1", "i1", None, None)]


def test_a_rating_too_large_to_be_one_is_rejected(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["u1,i1,1e13", "u2,i1,999999999999"])
    options = ("--user", "1", "--item", "2", "--rating", "3", "--max-rejected", "100%")
    assert warehouse.land("my-own", file, *options) == 0
    assert [why for _, _, why in warehouse.rejected()] == [
        "column 3 '1e13' is out of range (above -1e12 and below 1e12)"
    ]


def test_json_lines(warehouse: Warehouse, delivery: Path) -> None:
    lines = [
        '{"who": "u1", "what": "007", "stars": 4.5, "when": 1400000000, "more": [1]}',
        '{"when": "1400000001", "stars": "3", "what": "008", "who": "u2"}',
    ]
    assert warehouse.land("my-own", write(delivery / "own.json", lines), *NAMED) == 0
    assert warehouse.rows("interactions") == EXPECTED


def test_json_fields_with_odd_names(warehouse: Warehouse, delivery: Path) -> None:
    line = r'{"a/b": "u", "c~\"d": "i", "a": {"b": "no"}}'
    file = write(delivery / "own.json", [line])
    assert warehouse.land("my-own", file, "--user", "a/b", "--item", 'c~"d') == 0
    assert warehouse.rows("interactions") == [(1, "u", "i", None, None)]


@pytest.mark.parametrize("form", ["csv", "parquet", "json"])
def test_names_that_are_sql_are_names(warehouse: Warehouse, delivery: Path, form: str) -> None:
    """Of columns, of files, and of patterns of files."""
    user, item = 'u"; drop table raw.interactions; --', "i' or '1' = '1"
    file = delivery / f"it's [a]*; drop table raw.files; --.{form}"
    row = {user: "u1", item: "i1"}
    if form == "json":
        file.write_text(json.dumps(row), encoding="utf-8")
    else:
        table = pa.table({name: [value] for name, value in row.items()})
        save = csv.write_csv if form == "csv" else parquet.write_table
        save(table, str(file))
    assert warehouse.land("my-own", file, "--user", user, "--item", item) == 0, warehouse.errors
    assert warehouse.rows("interactions") == [(1, "u1", "i1", None, None)]


def test_lists_in_lists_without_end_are_no_crash(warehouse: Warehouse, delivery: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    lines = [f'{{"user": "u1", "item": "i1", "more": {deep}}}', '{"user": "u2", "item": "i2"}']
    by_name = ("--user", "user", "--item", "item", "--max-rejected", "100%")
    assert warehouse.land("my-own", write(delivery / "own.json", lines), *by_name) == 0
    assert [row[1] for row in warehouse.rows("interactions")] == ["u1", "u2"]
    assert warehouse.land("my-own", write(delivery / "own.json", [deep]), *by_name) == 1
    assert warehouse.errors.count("\n") == 1


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_gzip(warehouse: Warehouse, delivery: Path, suffix: str) -> None:
    lines = {
        "csv": _delimited(",", header=True),
        "json": ['{"who": "u1", "what": "007", "stars": 4.5, "when": 1400000000}',
                 '{"who": "u2", "what": "008", "stars": 3, "when": 1400000001}'],
    }  # fmt: skip
    file = delivery / f"own.{suffix}.gz"
    file.write_bytes(gzip.compress("\n".join(lines[suffix]).encode()))
    assert warehouse.land("my-own", file, *NAMED) == 0
    assert warehouse.rows("interactions") == EXPECTED


def test_a_damaged_gzip_file_is_named(warehouse: Warehouse, delivery: Path) -> None:
    whole = gzip.compress(b"".join(b"u%d,i\n" % number for number in range(1000)))
    (delivery / "own.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert warehouse.land("my-own", delivery / "own.csv.gz", "--user", "1", "--item", "2") == 1
    assert "own.csv.gz is a damaged gzip file" in warehouse.errors


def test_parquet_with_typed_columns(warehouse: Warehouse, delivery: Path) -> None:
    file = delivery / "own.parquet"
    duckdb.sql(
        f"""
        copy (
            select * from (values
                (1, '007', 4.5, timestamp '2014-05-13 16:53:20'),
                (null, '008', 3.0, timestamp '2014-05-13 16:53:21'),
                (3, '009', 'nan'::double, timestamp '1969-12-31 23:59:59')
            ) as t (who, what, stars, "when")
        ) to '{file}' (format parquet)
        """
    )
    assert warehouse.land("my-own", file, *NAMED, "--max-rejected", "100%") == 0
    assert warehouse.rows("interactions") == [(1, "1", "007", 4.5, "2014-05-13 16:53:20")]
    assert [(row, why) for row, _, why in warehouse.rejected()] == [
        (2, "who is empty"),
        (
            3,
            "stars 'nan' is not a finite number; when '1969-12-31 23:59:59' is a time out of "
            "range (1970-01-01 to 2100-01-01)",
        ),
    ]
    assert [text for _, text, _ in warehouse.rejected()] == [
        '{"who":null,"what":"008","stars":3.0,"when":"2014-05-13 16:53:21"}',
        '{"who":3,"what":"009","stars":NaN,"when":"1969-12-31 23:59:59"}',
    ]


def test_the_rows_of_a_large_parquet_file_tell_their_numbers(
    warehouse: Warehouse, delivery: Path
) -> None:
    file = delivery / "own.parquet"
    duckdb.sql(
        f"copy (select i as who, i % 7 as what from range(400000) as t (i)) to '{file}'"
        " (format parquet, row_group_size 20000)"
    )
    assert warehouse.land("my-own", file, "--user", "who", "--item", "what") == 0
    out_of_place = "select count(*) from raw.interactions where source_row <> user_id::bigint + 1"
    assert warehouse.query(out_of_place) == [(0,)]
    users = warehouse.query("select user_id from raw.interactions order by source_row")
    assert users == [(str(number),) for number in range(400_000)]


ACCEPTED_TIMES = [
    "0",
    "1400000000",
    "1400000000.25",
    "1400000000123",
    "1400000000123.5",
    "631152000000",
    "4102444799999",
    "1.4e9",
    "2014-05-13",
    "2014-05-13 16:53:20",
    "2014-05-13T16:53:20Z",
    "2014-05-13T16:53:20.123456+02:00",
    "2014-05-13T16:53:20+14:00",
    "2014-05-13 16:53:20 -1359",
    "1970-01-01 00:00:00",
    "2099-12-31 23:59:59",
    "20149999",  # digits alone are Unix seconds, unless they are a date
]
OUT_OF_RANGE = "is a time out of range (1970-01-01 to 2100-01-01)"
NO_TIME = "is neither a Unix time nor a date and time in ISO form"
REJECTED_TIMES = [
    ("-1", OUT_OF_RANGE),
    ("4102444800", OUT_OF_RANGE),
    ("5000000000000", OUT_OF_RANGE),
    ("253402300799", OUT_OF_RANGE),
    ("631151999999", OUT_OF_RANGE),
    ("4102444800000", OUT_OF_RANGE),
    ("1969-12-31", OUT_OF_RANGE),
    ("2100-01-01", OUT_OF_RANGE),
    ("9999-12-31T00:00:00Z", OUT_OF_RANGE),
    ("1969-12-31T23:59:59Z", OUT_OF_RANGE),
    ("nan", OUT_OF_RANGE),
    ("inf", OUT_OF_RANGE),
    ("20140513", "looks like a date without dashes"),
    ("2014-13-01", NO_TIME),
    ("2014-02-30", NO_TIME),
    ("yesterday", NO_TIME),
    ("1_400_000_000", NO_TIME),
    ("0x53717E20", NO_TIME),
    ("2014-05-13 16:53:20+25:00", NO_TIME),
    ("2014-05-13T16:53:20+14:01", NO_TIME),
    ("2014-05-13T16:53:20 -1400x", NO_TIME),
    ("2014-05-13T16:53:20+05:60", NO_TIME),
    ("2014-05-13T16:53:20-15", NO_TIME),
    ("epoch", NO_TIME),
    ("2014-03-09 02:00:00 Europe/Berlin", NO_TIME),
    ("now", NO_TIME),
    ("infinity-01", NO_TIME),
    ("13/05/2014", NO_TIME),
]


def test_times_are_kept_as_delivered_or_rejected(warehouse: Warehouse, delivery: Path) -> None:
    times = [*ACCEPTED_TIMES, *(time for time, _ in REJECTED_TIMES), ""]
    file = write(delivery / "own.csv", ["who,what,when", *(f"u,i,{time}" for time in times)])
    options = ("--user", "who", "--item", "what", "--time", "when", "--max-rejected", "100%")
    assert warehouse.land("my-own", file, *options) == 0
    assert warehouse.rows("interactions") == [
        (number, "u", "i", None, time) for number, time in enumerate(ACCEPTED_TIMES, start=1)
    ]
    assert [why for _, _, why in warehouse.rejected()] == [
        *(f"when '{time}' {why}" for time, why in REJECTED_TIMES),
        "when is empty",
    ]


def test_usable_times_alone_take_the_fast_way(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", [f"u,i,{time}" for time in ACCEPTED_TIMES])
    assert warehouse.land("my-own", file, "--user=1", "--item=2", "--time=3") == 0
    assert [row[4] for row in warehouse.rows("interactions")] == ACCEPTED_TIMES


def test_events_without_times_land_in_the_order_of_the_file(
    warehouse: Warehouse, delivery: Path
) -> None:
    file = write(delivery / "own.csv", ["user,item", *(f"u{n % 3},i{9 - n}" for n in range(9))])
    assert warehouse.land("my-own", file, "--user", "user", "--item", "item") == 0
    assert warehouse.rows("interactions") == [
        (n + 1, f"u{n % 3}", f"i{9 - n}", None, None) for n in range(9)
    ]


@pytest.mark.parametrize(
    ("name", "time"), [("11-took-everything/clicks.csv", "ts"), ("13-no-times/events.csv", None)]
)
def test_a_file_as_people_have_met_it_lands_whole(
    warehouse: Warehouse, shared_cases: Path, name: str, time: str | None
) -> None:
    file = shared_cases / name
    options = ["--time", time] if time else []
    assert warehouse.land("my-own", file, "--user", "user", "--item", "item", *options) == 0
    lines = [line.split(",") for line in file.read_text(encoding="utf-8").split()[1:]]
    assert warehouse.rows("interactions") == [
        (number, user, item, None, rest[0] if time else None)
        for number, (user, item, *rest) in enumerate(lines, start=1)
    ]


def test_an_empty_id_is_rejected(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["u,i", ",i", "u,", '"",i'])
    assert warehouse.land("my-own", file, "--user=1", "--item=2", "--max-rejected=100%") == 0
    assert warehouse.rows("interactions") == [(1, "u", "i", None, None)]
    assert [why for _, _, why in warehouse.rejected()] == [
        "column 1 is empty",
        "column 2 is empty",
        "column 1 is empty",
    ]


def test_one_file_in_a_zip(warehouse: Warehouse, delivery: Path) -> None:
    with zipfile.ZipFile(delivery / "own.zip", "w") as archive:
        archive.writestr("folder/own.csv", "\n".join(_delimited(",", header=False)))
    assert warehouse.land("my-own", delivery / "own.zip", *FOUR) == 0
    assert warehouse.rows("interactions") == EXPECTED
    assert warehouse.query("select distinct source_file from raw.interactions") == [
        ("folder/own.csv",)
    ]


@pytest.mark.parametrize("dataset", ["amazon-2014", "listed-own", "never-heard-of.1"])
def test_any_name_will_do(warehouse: Warehouse, delivery: Path, dataset: str) -> None:
    file = write(delivery / "own.csv", ["u,i"])
    assert warehouse.land(dataset, file, "--user", "1", "--item", "2") == 0
    assert warehouse.query("select dataset_id, source from raw.landings") == [
        (dataset, "interactions")
    ]


@pytest.mark.parametrize(
    ("lines", "options", "code", "message"),
    [
        (
            ["a,b", "1,2"],
            "--user a --item c",
            1,
            "own.csv has no column 'c': its columns are 'a', 'b'",
        ),
        (["a,a,b", "1,2,3"], "--user a --item b", 1, "own.csv has two columns named 'a'"),
        (["a,b", "1,2"], "--user a --item a", 2, "each need a column of their own"),
        (["1,2"], "--user 1 --item 3", 1, "own.csv has 2 columns, separated by ','"),
        (["1,2"], "--user 1 --item b", 2, "all columns by name"),
        (["1,2"], "--user 0 --item 1", 2, "counted from 1"),
        (["oneword"], "--user 1 --item 2", 1, "say it with --delimiter"),
        (["1,2"], "--user 1", 2, "--user and --item go together"),
        (["1,2"], "--rating 1", 2, "--rating goes with --user and --item"),
        (["1,2"], "--user 1 --item 2 --delimiter abc", 2, "--delimiter takes one character"),
        ([], "--user 1 --item 2", 1, "own.csv is empty"),
    ],
)
def test_what_does_not_fit_is_said(
    warehouse: Warehouse,
    delivery: Path,
    lines: list[str],
    options: str,
    code: int,
    message: str,
) -> None:
    file = write(delivery / "own.csv", lines)
    assert warehouse.land("my-own", file, *options.split()) == code
    assert message in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert not warehouse.path.exists() or not any(warehouse.everything().values())


def test_a_parquet_file_without_the_column(warehouse: Warehouse, delivery: Path) -> None:
    file = delivery / "own.parquet"
    duckdb.sql(f"copy (select 1 as who, 2 as what) to '{file}' (format parquet)")
    assert warehouse.land("my-own", file, "--user", "who", "--item", "which") == 1
    assert "own.parquet has no column 'which': its columns are 'who', 'what'" in warehouse.errors
    (delivery / "bad.parquet").write_bytes(b"PAR1 and then nothing of the kind")
    assert warehouse.land("my-own", delivery / "bad.parquet", "--user=a", "--item=b") == 1
    assert "bad.parquet is not a readable Parquet file" in warehouse.errors


def test_a_folder_of_several_files_is_refused(warehouse: Warehouse, delivery: Path) -> None:
    write(delivery / "a.csv", ["1,2"])
    write(delivery / "b.csv", ["1,2"])
    assert warehouse.land("my-own", delivery, "--user", "1", "--item", "2") == 1
    assert "found 2 files ('a.csv', 'b.csv'): give one file with --from" in warehouse.errors


@pytest.mark.parametrize("name", ["own[1].csv", "own*.csv", "own?.csv", "it's.csv", "a=b.csv"])
def test_a_name_that_looks_like_a_pattern_is_a_name(
    warehouse: Warehouse, delivery: Path, name: str
) -> None:
    """DuckDB takes paths for patterns: own[1].csv would be read from own1.csv."""
    for other in ("own1.csv", "own2.csv", "ownx.csv"):
        write(delivery / other, ["wrong,file"])
    for line in ("u,i", "u,i,"):
        file = write(delivery / name, [line])
        assert warehouse.land("my-own", file, "--user", "1", "--item", "2") == 0
        assert warehouse.rows("interactions") == [(1, "u", "i", None, None)]
        assert warehouse.query("select source_file from raw.landed_files") == [(name,)]
