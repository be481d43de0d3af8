"""What stands out in landed files: each rule with what it finds, and with what it must let pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from ingest import remarks
from tests.ingest.conftest import Warehouse, write


@pytest.fixture(autouse=True)
def rules_without_occasion_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask all other rules, too, in each test of this file."""
    arising = remarks.occasions

    def occasions(connection: duckdb.DuckDBPyConnection) -> list[str]:
        asked = arising(connection)
        rules = {rule.stem for rule in remarks.RULES.glob("*.sql")}
        assert set(asked) <= rules
        for rule in rules.difference(asked):
            assert remarks.ask(connection, rule) == [], rule
        return asked

    monkeypatch.setattr(remarks, "occasions", occasions)


FOUND = "select column_name, what, found, total, examples from raw.landing_remarks order by all"


def _land(
    warehouse: Warehouse, delivery: Path, rows: Sequence[Sequence[str]], *options: str
) -> list[tuple[str, str, int, int, list[str]]]:
    """Land rows of user, item, rating and time, and return the remarks."""
    file = write(delivery / "own.csv", ["user,item,rating,time", *(",".join(row) for row in rows)])
    columns = ["--user", "user", "--item", "item", "--rating", "rating", "--time", "time"]
    assert warehouse.land("own", file, *columns, *options) == 0, warehouse.errors
    return warehouse.query(FOUND)


def _rows(**columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Rows in which nothing stands out, but for the columns that are given."""
    count = 200
    usual = {
        "user": [f"u{number}" for number in range(17)],
        "item": [f"i{number}" for number in range(23)],
        "rating": ["1", "3.5", "5"],
        "time": [str(1_500_000_000 + 7_919 * number) for number in range(count)],
    } | columns
    return [
        tuple(values[number % len(values)] for values in usual.values()) for number in range(count)
    ]


def test_nothing_stands_out_in_what_is_usual(warehouse: Warehouse, delivery: Path) -> None:
    assert _land(warehouse, delivery, _rows()) == []


WORDS_FOR_NOTHING = [
    "NA", "n/a", "NaN", "NaT", "null", "NULL", "None", r"\N", "(null)", "[null]", "(not set)",
    "undefined", "-", "--", "-1", "-1.0", "{}", "\u200b", "0000",
    "00000000-0000-0000-0000-000000000000",
]  # fmt: skip


@pytest.mark.parametrize("column", ["user", "item"])
def test_words_for_nothing(warehouse: Warehouse, delivery: Path, column: str) -> None:
    # each once, so that none of them can be missed
    ids = [*(f"x{number % 9}" for number in range(180)), *WORDS_FOR_NOTHING]
    ((name, what, found, total, examples),) = _land(warehouse, delivery, _rows(**{column: ids}))
    assert (name, found, total) == (column, len(WORDS_FOR_NOTHING), 200)
    assert set(examples) < set(WORDS_FOR_NOTHING)
    assert what == f"events have a word for nothing as their {column}"
    assert f"{column}: 20 of 200 events have a word for nothing" in warehouse.output
    options = [f"--no-{column}={word}" for word in WORDS_FOR_NOTHING]
    assert _land(warehouse, delivery, _rows(**{column: ids}), *options) == []
    accounted = "select records, landed_rows, rejected_rows, left_out_rows from raw.landings"
    assert warehouse.query(accounted) == [(200, 180, 0, 20)]
    ((kept,),) = warehouse.query("select options from raw.landings")
    assert f"--no-{column}" in kept


@pytest.mark.parametrize(
    "ids",
    [
        [str(number) for number in range(10)],  # from 0 on
        ["-1", "-2", "-3", "4", "5", "6"],
        ["nancy", "nano", "nullius", "NA1", "a-", "noname"],
        ["A", "B", "C", "D", "E", "-x"],
    ],
)
def test_ids_that_only_look_like_nothing(
    warehouse: Warehouse, delivery: Path, ids: list[str]
) -> None:
    assert _land(warehouse, delivery, _rows(user=ids)) == []


def test_a_single_zero_among_ids_that_do_not_begin_with_it(
    warehouse: Warehouse, delivery: Path
) -> None:
    ids = ["0", "0", "0", *(str(number) for number in range(1001, 1018))]
    ((_, what, found, _, examples),) = _land(warehouse, delivery, _rows(item=ids))
    assert (what, found, examples) == ("events have a word for nothing as their item", 30, ["0"])
    # no more events than others have: numbered from 0 on, with gaps
    ids = [str(3 * number) for number in range(20)]
    assert _land(warehouse, delivery, _rows(item=ids)) == []


def test_one_id_with_most_of_the_events(warehouse: Warehouse, delivery: Path) -> None:
    ids = ["guest", "guest", "guest", "a", "b"]
    rows = _rows(user=[*ids, "guest", "guest", "c", "d", "guest"])
    ((name, what, found, total, examples),) = _land(warehouse, delivery, rows)
    assert (name, found, total, examples) == ("user", 120, 200, ["guest"])
    assert what == "events have one and the same user"


@pytest.mark.parametrize("share", ["half", "few"])
def test_half_of_the_events_is_not_most(warehouse: Warehouse, delivery: Path, share: str) -> None:
    ids = {"half": ["guest", "a", "guest", "b", "guest", "c", "guest", "d"], "few": ["g", "g", "a"]}
    assert _land(warehouse, delivery, _rows(user=ids[share])) == []


def test_ids_that_tell_nothing(warehouse: Warehouse, delivery: Path) -> None:
    rows = _rows(user=[f"u{number}" for number in range(200)], item=["i"])
    found = _land(warehouse, delivery, rows)
    assert [(name, what) for name, what, *_ in found] == [
        ("item", "events have the same item"),
        ("user", "events have each a user of its own"),
    ]


@pytest.mark.parametrize(
    ("ids", "what"),
    [
        (
            ["4.00638E+12", "4.00639E+12", "x"],
            "events have an item in exponent form, which has lost digits",
        ),
        (
            ["31.0", "32.0", "7.0"],
            "events have an item that ends in .0, as of numbers with an empty value among them",
        ),
        (
            ["-31.0", "32.00", "7.0"],
            "events have an item that ends in .0, as of numbers with an empty value among them",
        ),
        (["[1 2]", "x", "x"], "events have an item that is a list"),
        (["{1;2}", "{3}", "x", "y"], "events have an item that is a list"),
        (["{'a': 1}", "y", "x"], "events have an item that is an object"),
    ],
)
def test_ids_that_a_program_has_rewritten(
    warehouse: Warehouse, delivery: Path, ids: list[str], what: str
) -> None:
    found = _land(warehouse, delivery, _rows(item=[*ids, *ids, "x"]))
    assert [one[1] for one in found] == [what]


@pytest.mark.parametrize(
    "ids",
    [
        ["12e45", "0e1234", "1e5"],
        ["1.5", "2.0.0", "v1.0"],
        ["[a", "b]", "c", "[REC]"],
        ["31.001", "x"],
        ["2.0", "2.5", "3.0", "3.1"],
    ],
)
def test_ids_that_only_look_rewritten(warehouse: Warehouse, delivery: Path, ids: list[str]) -> None:
    assert _land(warehouse, delivery, _rows(item=ids)) == []


def test_few_ids_with_point_zero_are_told(warehouse: Warehouse, delivery: Path) -> None:
    rows = [*_rows(item=[str(one) for one in range(1, 24)]), ("u1", "7.0", "3", "1500000000")]
    ((_, _, found, total, examples),) = _land(warehouse, delivery, rows)
    assert (found, total, examples) == (1, 201, ["7.0"])


def test_point_zero_is_read_as_whole_numbers_on_request(
    warehouse: Warehouse, delivery: Path
) -> None:
    rows = _rows(item=["31.0", "32.0", "33", "a.0"])
    assert _land(warehouse, delivery, rows, "--normalize", "whole") == []
    items = "select distinct item_id from raw.interactions order by all"
    assert warehouse.query(items) == [("31",), ("32",), ("33",), ("a.0",)]


def test_ids_left_out_are_normalized_as_those_that_are_landed(
    warehouse: Warehouse, delivery: Path
) -> None:
    rows = _rows(item=["-1.0", "2.0", "7.0"], user=["Ame\u0301lie", "u2", "u3"])
    options = ["--normalize", "whole", "--normalize", "nfc"]
    options += ["--no-item", "-1.0", "--no-user", "Ame\u0301lie", "--no-user", "u9"]
    _land(warehouse, delivery, rows, *options)
    ids = "select distinct user_id, item_id from raw.interactions order by all"
    assert warehouse.query(ids) == [("u2", "2"), ("u3", "7")]
    assert "own.csv: --no-user u9 leaves nothing out: no event has it" in warehouse.output
    assert "--no-item" not in warehouse.output.split("leaves nothing out")[0]


def test_letters_composed_in_two_ways(warehouse: Warehouse, delivery: Path) -> None:
    ids = ["Caf\u00e9", "Cafe\u0301", "Pel\u00e9", "Pele\u0301", "x"]
    ((_, what, found, total, examples),) = _land(warehouse, delivery, _rows(item=ids))
    assert (
        what == "events have an item that differs from another only in how its letters are composed"
    )
    assert (found, total, examples) == (160, 200, ["Cafe\u0301", "Caf\u00e9", "Pele\u0301"])
    assert _land(warehouse, delivery, _rows(item=ids), "--normalize", "nfc") == []
    assert warehouse.query("select count(distinct item_id) from raw.interactions") == [(3,)]


@pytest.mark.parametrize("unseen", ["\u00a0", "\u200b", "\ufeff", "\u3000", "\u00ad"])
def test_characters_that_cannot_be_seen(warehouse: Warehouse, delivery: Path, unseen: str) -> None:
    ids = ["a", f"a{unseen}", f"b{unseen}c", f"{unseen}d", "e"]
    ((_, what, found, total, _),) = _land(warehouse, delivery, _rows(item=ids))
    assert what == "events have an item with blanks at an end, or characters that cannot be seen"
    # within an id, blanks are told where another id looks the same
    has_no_width = unseen not in "\u00a0\u3000"
    assert (found, total) == (120 if has_no_width else 80, 200)
    assert _land(warehouse, delivery, _rows(item=ids), "--normalize", "visible") == []
    landed = [("a",), ("bc" if has_no_width else "b c",), ("d",), ("e",)]
    assert warehouse.query("select distinct item_id from raw.interactions order by 1") == landed


@pytest.mark.parametrize("ids", [["b\u00a0c", "b c"], ["\u200d7", "7", "8"], ["b\u3000c", "b c"]])
def test_ids_that_look_the_same(warehouse: Warehouse, delivery: Path, ids: list[str]) -> None:
    ((_, _, found, _, examples),) = _land(warehouse, delivery, _rows(item=ids))
    assert (found, examples) == (200 // len(ids) + (len(ids) == 3), ids[:1])


def test_blanks_and_joiners_within_names_are_let_pass(warehouse: Warehouse, delivery: Path) -> None:
    ids = ["Num\u00e9ro\u00a05", "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "x"]
    assert _land(warehouse, delivery, _rows(item=ids)) == []


def test_times_before_the_web_and_after_the_landing(warehouse: Warehouse, delivery: Path) -> None:
    rows = [*_rows(), ("u1", "i1", "3", "86400"), ("u1", "i2", "3", "2099-01-01")]
    found = _land(warehouse, delivery, rows)
    assert [one[1:] for one in found] == [
        ("events lie after this landing", 1, 202, ["2099-01-01 00:00:00"]),
        ("events lie before 1995", 1, 202, ["1970-01-02 00:00:00"]),
    ]
    kept = ("--from-time", "1995-01-01", "--to-time", "2024-01-01")
    assert _land(warehouse, delivery, rows, *kept) == []
    assert warehouse.query("select landed_rows, left_out_rows from raw.landings") == [(200, 2)]


@pytest.mark.parametrize(
    ("times", "form", "first"),
    [
        ([f"202007{day:02}.0" for day in range(5, 25)], "%Y%m%d.0", "2020-07-05 00:00:00"),
        ([f"141021{hour:02}" for hour in range(24)], "%y%m%d%H", "2014-10-21 00:00:00"),
        ([f"20141021{hour:02}" for hour in range(24)], "%Y%m%d%H", "2014-10-21 00:00:00"),
        (
            [f"141021{hour:02}{minute:02}" for hour in range(24) for minute in (0, 15, 59)],
            "%y%m%d%H%M",
            "2014-10-21 00:00:00",
        ),
    ],
)
def test_numbers_that_are_dates(
    warehouse: Warehouse, delivery: Path, times: list[str], form: str, first: str
) -> None:
    found = [one[1] for one in _land(warehouse, delivery, _rows(time=times))]
    assert "times are dates in digits, and were read as Unix times" in found
    assert f"--time-format '{form}' reads them" in warehouse.output
    assert _land(warehouse, delivery, _rows(time=times), "--time-format", form) == []
    assert warehouse.query('select min("time") from raw.interactions') == [(first,)]


@pytest.mark.parametrize(
    ("times", "form"),
    [
        # Unix times of 2008 to 2036, most of them in the past
        (
            [f"{year}{month:02}151230" for year in range(12, 22) for month in range(1, 13)],
            "%y%m%d%H%M",
        ),
        (
            [f"13{month:02}15{hour}30" for month in range(1, 13) for hour in range(10, 24)],
            "%y%m%d%H%M",
        ),
        ([f"19{month:02}{day:02}" for month in range(1, 13) for day in (1, 30)], "%y%m%d"),
        ([f"2019{day:03}" for day in range(1, 200)], "%Y%j"),
        ([f"{day:02}{month:02}2019" for month in range(1, 13) for day in (1, 28)], "%d%m%Y"),
        ([f"{month:02}{day:02}2019" for month in range(1, 13) for day in (1, 28)], "%m%d%Y"),
    ],
)
def test_numbers_that_are_dates_of_another_form(
    warehouse: Warehouse, delivery: Path, times: list[str], form: str
) -> None:
    rows = _rows(time=[one for one in times if not one.endswith("0230")])
    ((_, what, found, _, _),) = _land(warehouse, delivery, rows)
    assert what == "times are dates in digits, and were read as Unix times"
    assert found == 200
    assert f"--time-format '{form}' reads them" in warehouse.output
    assert _land(warehouse, delivery, rows, "--time-format", form) == []


def test_one_value_of_another_form_hides_no_dates(warehouse: Warehouse, delivery: Path) -> None:
    times = [f"13{month:02}15{hour}30" for month in range(1, 13) for hour in range(10, 24)]
    rows = [*_rows(time=times), ("u1", "i1", "3", "1500000000")]
    assert [one[1:4] for one in _land(warehouse, delivery, rows)] == [
        ("times are dates in digits, and were read as Unix times", 200, 201)
    ]


@pytest.mark.parametrize(("unit", "seconds"), [("days", 86400), ("hours", 3600), ("minutes", 60)])
def test_times_in_another_unit(
    warehouse: Warehouse, delivery: Path, unit: str, seconds: int
) -> None:
    times = [str(1_500_000_000 // seconds + number) for number in range(200)]
    assert [one[1] for one in _land(warehouse, delivery, _rows(time=times))] == [
        f"times look like {unit} since 1970, and were read as Unix times"
    ]


@pytest.mark.parametrize(
    ("times", "what"),
    [
        (
            ["1.684742E12", "1.684743E12"],
            "times are written with few digits, such as 1.68e+12: seconds were lost",
        ),
        (
            [131_072 * number for number in range(11_444_000, 11_444_100)],
            "times are multiples of 131,072 milliseconds, as of a 32-bit float",
        ),
        (
            [1_500_000_000 + 1_000 * number for number in range(100)],
            "times end in zeros, as multiples of 1,000 seconds",
        ),
        (
            [1_500_000_000, *(1_500_000_128 + 128 * 7 * number for number in range(99))],
            "times are multiples of 128 seconds, as of a 32-bit float",
        ),
    ],
)
def test_times_of_too_few_digits(
    warehouse: Warehouse, delivery: Path, times: list[object], what: str
) -> None:
    ((_, told, found, _, _),) = _land(warehouse, delivery, _rows(time=[*map(str, times)]))
    assert told == f"{what}, so that events share a time"
    assert found >= 190


@pytest.mark.parametrize(
    "times",
    [
        [f"{1_500_000_000 + 997 * number:.9e}" for number in range(200)],
        # midnight, eight hours from Greenwich
        [str(86_400 * number + 57_600) for number in range(17_000, 17_200)],
        [str(86_400 * number + 28_800 * (number % 3)) for number in range(17_000, 17_200)],
    ],
)
def test_times_that_only_look_rounded(
    warehouse: Warehouse, delivery: Path, times: list[str]
) -> None:
    assert _land(warehouse, delivery, _rows(time=times)) == []


def test_unix_times_of_one_day_are_no_dates(warehouse: Warehouse, delivery: Path) -> None:
    times = [str(1_410_210_000 + 97 * number) for number in range(200)]
    assert _land(warehouse, delivery, _rows(time=times)) == []


def test_times_that_lost_digits(warehouse: Warehouse, delivery: Path) -> None:
    found = _land(warehouse, delivery, _rows(time=["1.684742e+12", "1.684743e+12"]))
    assert [(one[2], one[4]) for one in found] == [(200, ["1.684742e+12"])]
    file = delivery / "float32.parquet"
    times = pa.array([1.5e9 + 1000.0 * number for number in range(200)], pa.float32())
    ids = pa.array([number % 17 for number in range(200)])
    items = pa.array([number % 23 for number in range(200)])
    parquet.write_table(pa.table({"u": ids, "i": items, "t": times}), file)
    assert warehouse.land("own", file, "--user", "u", "--item", "i", "--time", "t") == 0
    assert "200 of 200 times are multiples of 128 seconds" in warehouse.output
    # whole days are multiples of it, too
    days = [str(86_400 * number) for number in range(15_000, 15_200)]
    assert _land(warehouse, delivery, _rows(time=days)) == []


def test_ratings_and_times_that_are_all_alike(warehouse: Warehouse, delivery: Path) -> None:
    found = _land(warehouse, delivery, _rows(rating=["1"], time=["1500000000"]))
    assert [one[:2] for one in found] == [
        ("rating", "ratings are the same"),
        ("time", "events are at one time"),
    ]


def test_rating_and_time_that_are_swapped(warehouse: Warehouse, delivery: Path) -> None:
    times = [str(1_500_000_000 + number) for number in range(200)]
    found = _land(warehouse, delivery, _rows(rating=times, time=["1", "3", "5"]))
    assert ("rating", "ratings look like times") in [one[:2] for one in found]


@pytest.mark.parametrize(("suffix", "first"), [("", 1), (".0", 1), ("", 101)])
def test_items_that_the_list_of_items_does_not_have(
    warehouse: Warehouse, delivery: Path, suffix: str, first: int
) -> None:
    ratings = [
        f"{one % 9 + 1},{one % 11 + first}{suffix},{one % 5},{1_500_000_000 + one * 999}"
        for one in range(99)
    ]
    write(delivery / "ratings.csv", ["userId,movieId,rating,timestamp", *ratings])
    films = [f"{number},Film,Drama" for number in range(1, 12)]
    write(delivery / "movies.csv", ["movieId,title,genres", *films])
    assert warehouse.land("ml-20m", delivery) == 0
    told = [one[1:4] for one in warehouse.query(FOUND)]
    # 1.0 is read as 1
    expected = [
        ("lines of the file of items are of items that nobody rated", 11, 11),
        ("rated items have no line in the file of items", 11, 11),
    ]
    assert told == (expected if first > 1 else [])


def test_films_whose_ids_lost_their_zeros_have_a_line(warehouse: Warehouse, delivery: Path) -> None:
    ratings = [f"{number % 9}::{62055 + number % 11}::{number % 10}::{1_500_000_000 + number * 999}"
               for number in range(99)]  # fmt: skip
    write(delivery / "ratings.dat", ratings)
    films = [f"{number:07}::Film (1990)::Drama" for number in range(62055, 62066)]
    write(delivery / "movies.dat", films)
    write(delivery / "users.dat", [f"{number}::{number}" for number in range(9)])
    assert warehouse.land("tweetings", delivery) == 0, warehouse.errors
    assert warehouse.query(FOUND) == []


def test_strict_refuses_what_stands_out(warehouse: Warehouse, delivery: Path) -> None:
    fine = write(delivery / "fine.csv", [f"u{n % 7},i{n % 11}" for n in range(100)])
    odd = write(delivery / "odd.csv", [f"u{n % 7},{'NA' if n % 5 else n}" for n in range(100)])
    columns = ("--user", "1", "--item", "2", "--strict")
    assert warehouse.land("own", fine, *columns) == 0
    before = warehouse.everything()
    assert warehouse.land("own", odd, *columns) == 1
    (line,) = warehouse.errors.splitlines()
    assert line.startswith("error: --strict refuses what stands out in own")
    assert warehouse.everything() == before


def test_remarks_go_with_their_landing(warehouse: Warehouse, delivery: Path) -> None:
    assert _land(warehouse, delivery, _rows(user=["NA", "a", "b", "c", "d", "e"]))
    assert _land(warehouse, delivery, _rows()) == []
    assert _land(warehouse, delivery, _rows(user=["NA", "a", "b", "c", "d", "e"]))
    assert warehouse.run("remove", "own") == 0
    assert warehouse.query(FOUND) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--time", "3", "--from-time", "yesterday"), "'yesterday' is no time"),
        (("--to-time", "2024-01-01"), "--from-time and --to-time need times"),
        (("--no-user", "u1", "--no-user", "u2"), ""),
        (("--normalize", "nfd"), "invalid choice"),
    ],
)
def test_repairs_that_make_no_sense(
    warehouse: Warehouse, delivery: Path, options: tuple[str, ...], told: str
) -> None:
    file = write(delivery / "own.csv", ["u1,i1,7", "u2,i2,7", "u3,i3,7"])
    code = warehouse.land("own", file, "--user", "1", "--item", "2", *options)
    assert (code == 0) == (not told)
    assert told in warehouse.errors


def test_what_comes_next_is_said(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["u1,i1", "u2,i2"])
    assert warehouse.land("own", file, "--user", "1", "--item", "2") == 0
    assert warehouse.output.splitlines()[-1] == (
        "next: python -m corate build makes its benchmarks"
    )
