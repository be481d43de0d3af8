"""Lists of events: refused unless --explode makes one event of each element, in order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.ingest.conftest import Warehouse, write

NAMED = ("--user", "who", "--item", "what")
NUMBERED = ("--user", "1", "--item", "2")

LISTS: list[tuple[str, list[str]]] = [
    ("u1", ["i3", "i1", "i2"]),
    ("u2", ["i9", "i3"]),
    ("u3", ["i1", "i2", "i3", "i4"]),
    ("u4", ["i7", "i1"]),
]
EVENTS = [(user, item) for user, items in LISTS for item in items]
ROWS = [(place, *event, None, None) for place, event in enumerate(EVENTS, start=1)]


def _documents(path: Path) -> None:
    write(path, [json.dumps({"who": user, "what": items}) for user, items in LISTS])


def _array(path: Path) -> None:
    path.write_text(
        json.dumps([{"who": user, "what": items} for user, items in LISTS], indent=1),
        encoding="utf-8",
    )


def _literals(path: Path) -> None:
    write(path, [repr({"who": user, "what": items}) for user, items in LISTS])


def _parquet(path: Path) -> None:
    users, items = zip(*LISTS, strict=True)
    parquet.write_table(pa.table({"who": users, "what": items}), path)


def _cells(join: Callable[[list[str]], str], delimiter: str = ";") -> Callable[[Path], None]:
    def make(path: Path) -> None:
        lines = [f"{user}{delimiter}{join(items)}" for user, items in LISTS]
        write(path, [f"who{delimiter}what", *lines])

    return make


FORMS: dict[str, Callable[[Path], None]] = {
    "JSON lines": _documents,
    "a JSON array": _array,
    "Python dictionaries": _literals,
    "Parquet": _parquet,
    "blanks in a cell": _cells(" ".join),
    "bars in a cell": _cells("|".join),
    "commas in a cell": _cells(",".join),
    "commas in quotes": _cells(lambda items: f'"{",".join(items)}"', ","),
    "JSON in a cell": _cells(json.dumps, "\t"),
    "Python in a cell": _cells(repr),
    "Python in quotes": _cells(lambda items: f'"{items!r}"', ","),
    "numpy in a cell": _cells(lambda items: "[" + " ".join(f"'{one}'" for one in items) + "]"),
    "bare in brackets": _cells(lambda items: "[" + ", ".join(items) + "]"),
}


@pytest.mark.parametrize("form", FORMS)
def test_lists_are_refused_and_exploded(warehouse: Warehouse, delivery: Path, form: str) -> None:
    FORMS[form](delivery / "own")
    options = () if "bars" not in form and "commas in a" not in form else ("--delimiter", ";")
    assert warehouse.land("own", delivery / "own", *NAMED, *options) == 1
    assert "--explode makes one event of each element" in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert warehouse.land("own", delivery / "own", *NAMED, *options, "--explode") == 0, (
        warehouse.errors
    )
    assert warehouse.rows("interactions") == ROWS
    _check_accounts(warehouse)


def _check_accounts(warehouse: Warehouse) -> None:
    ((lines, further, header, comment, blank, continued, records, rows, rejected),) = (
        warehouse.query(
            "select lines, further_events, header_lines, comment_lines, blank_lines,"
            ' continued_lines, records, "rows", rejected_rows from raw.landed_files'
        )
    )
    assert records == rows + rejected
    if lines is not None:
        assert lines + further == records + header + comment + blank + continued
    assert warehouse.query("select further_events, records from raw.landings") == [
        (further, records)
    ]
    numbers = warehouse.query(
        "select source_row from raw.interactions"
        " union all select source_row from raw.rejected_rows order by all"
    )
    assert numbers == [(one,) for one in range(1, records + 1)]


@pytest.mark.parametrize("delimiter", [" ", "\t", ",", "|"])
@pytest.mark.parametrize("end", ["", " "])
def test_one_user_a_line(warehouse: Warehouse, delivery: Path, delimiter: str, end: str) -> None:
    """As LightGCN writes it."""
    lines = [delimiter.join([user, *items]) + end for user, items in LISTS]
    file = write(delivery / "train.txt", [*lines[:2], "", *lines[2:]])
    separator = ("--delimiter", "blanks" if delimiter == " " else delimiter)
    assert warehouse.land("own", file, *NUMBERED, *separator) == 1
    assert "every further field is an item, too ('i3 i1 i2" in warehouse.errors
    assert "--explode" in warehouse.errors
    assert warehouse.land("own", file, *NUMBERED, *separator, "--explode") == 0, warehouse.errors
    assert warehouse.rows("interactions") == ROWS
    _check_accounts(warehouse)


def test_quotes_along_a_line_are_not_guessed_at(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own", ["u1,i1,i2", 'u2,i1,"a,b"', "u3,i4"])
    options = ("--explode", "--max-rejected", "50%")
    assert warehouse.land("own", file, *NUMBERED, *options) == 0, warehouse.errors
    assert [row[:3] for row in warehouse.rows("interactions")] == [
        (1, "u1", "i1"),
        (2, "u1", "i2"),
        (4, "u3", "i4"),
    ]
    told = "a list along the line with quotes in it, which is not read"
    assert warehouse.rejected() == [(3, 'u2,i1,"a,b"', told)]


def test_where_nothing_can_be_read(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own", ["{x", "{y"])
    assert warehouse.land("own", file, *NAMED, "--explode", "--max-rejected", "100%") == 1
    assert "holds no usable row. The first: row 1: broken JSON" in warehouse.errors


def test_lists_of_parquet_that_are_empty_or_missing(warehouse: Warehouse, delivery: Path) -> None:
    table = pa.table({"who": ["a", "b", "c"], "what": [[], None, [1, None]]})
    parquet.write_table(table, delivery / "own")
    options = ("--explode", "--max-rejected", "100%")
    assert warehouse.land("own", delivery / "own", *NAMED, *options) == 0, warehouse.errors
    assert warehouse.rows("interactions") == [(3, "c", "1", None, None)]
    assert warehouse.rejected() == [
        (1, '{"who":"a","what":[]}', "an empty list"),
        (2, '{"who":"b","what":null}', "what is empty"),
        (4, '{"who":"c","what":null}', "what is empty"),
    ]
    _check_accounts(warehouse)


def test_lists_within_lists_are_refused(warehouse: Warehouse, delivery: Path) -> None:
    parquet.write_table(pa.table({"who": ["a"], "what": [[[1], [2]]]}), delivery / "own")
    for options in ((), ("--explode",)):
        assert warehouse.land("own", delivery / "own", *NAMED, *options) == 1
        assert "what holds lists" in warehouse.errors


def test_lines_of_one_width(warehouse: Warehouse, delivery: Path) -> None:
    lines = [
        f"{user} " + " ".join(str((user * 7 + one) % 40) for one in range(6)) for user in range(50)
    ]
    file = write(delivery / "train.txt", lines)
    assert warehouse.land("own", file, *NUMBERED) == 1
    assert "--explode" in warehouse.errors
    assert warehouse.land("own", file, *NUMBERED, "--no-explode") == 0
    assert len(warehouse.rows("interactions")) == 50
    assert warehouse.land("own", file, *NUMBERED, "--explode") == 0
    assert len(warehouse.rows("interactions")) == 300


@pytest.mark.parametrize(
    "names", ["what,what_2,what_3,what_4", "what 1,what 2,what 3,what 4", "what,second,third,last"]
)
def test_further_items_under_a_header(warehouse: Warehouse, delivery: Path, names: str) -> None:
    lines = [",".join([user, *items, *[""] * (4 - len(items))]) for user, items in LISTS]
    file = write(delivery / "own.csv", [f"who,{names}", *lines])
    item = names.split(",")[0]
    named = ("--user", "who", "--item", item)
    assert warehouse.land("own", file, *named) == 0, warehouse.errors
    found = "select column_name, what, found, total, examples from raw.landing_remarks"
    what = "columns look like further items of a line, and are not read"
    assert warehouse.query(found) == [(item, what, 3, 5, names.split(",")[1:])]
    assert "--explode makes one event of each" in warehouse.output
    assert warehouse.land("own", file, *named, "--strict") == 1
    assert warehouse.land("own", file, *named, "--no-explode", "--strict") == 0, warehouse.errors
    assert warehouse.land("own", file, *named, "--explode") == 0, warehouse.errors
    assert warehouse.rows("interactions") == ROWS
    _check_accounts(warehouse)


def test_other_columns_are_no_further_items(warehouse: Warehouse, delivery: Path) -> None:
    # ids of categories, sellers and brands are numbers as large, and none of them is an item
    lines = [
        f"{row % 7},{row},{row % 400 + 1000},{row % 30 + 500},{row % 90 + 2000}"
        for row in range(500)
    ]
    file = write(delivery / "own.csv", ["who,what,category,seller,brand", *lines])
    assert warehouse.land("own", file, *NAMED) == 0, warehouse.errors
    assert "further items" not in warehouse.output


def test_a_user_without_items_is_accounted_for(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "test.txt", ["u1 i1 i2", "u2 ", "u3 i1"])
    options = ("--delimiter", "blanks", "--explode", "--max-rejected", "50%")
    assert warehouse.land("own", file, *NUMBERED, *options) == 0, warehouse.errors
    assert [row[:3] for row in warehouse.rows("interactions")] == [
        (1, "u1", "i1"),
        (2, "u1", "i2"),
        (4, "u3", "i1"),
    ]
    assert warehouse.rejected() == [(3, "u2 ", "an empty list")]
    _check_accounts(warehouse)


@pytest.mark.parametrize("form", ["lines", "parquet"])
def test_fields_of_a_list_of_objects(warehouse: Warehouse, delivery: Path, form: str) -> None:
    """As OTTO's sessions."""
    records = [
        {"session": 1, "events": [{"aid": 10, "ts": 1600000000}, {"aid": 11, "ts": 1600000001}]},
        {"session": 2, "events": [{"aid": 10, "ts": 1600000002}]},
    ]
    if form == "lines":
        write(delivery / "own", map(json.dumps, records))  # type: ignore[arg-type]
    else:
        parquet.write_table(pa.Table.from_pylist(records), delivery / "own")
    options = ("--user", "session", "--item", "events.aid", "--time", "events.ts")
    assert warehouse.land("own", delivery / "own", *options) == 1
    assert "--explode" in warehouse.errors
    assert warehouse.land("own", delivery / "own", *options, "--explode") == 0, warehouse.errors
    assert warehouse.rows("interactions") == [
        (1, "1", "10", None, "1600000000"),
        (2, "1", "11", None, "1600000001"),
        (3, "2", "10", None, "1600000002"),
    ]
    _check_accounts(warehouse)


def test_lists_side_by_side(warehouse: Warehouse, delivery: Path) -> None:
    lines: list[dict[str, Any]] = [
        {"who": "a", "what": [1, 2], "stars": [4, 5], "when": 1400000000},
        {"who": "b", "what": [1, 2], "stars": [4], "when": 1400000000},
        {"who": "c", "what": 7, "stars": 3, "when": 1400000000},
        {"who": "d", "what": [1, None, 3], "stars": [4, 5, "x"], "when": 1400000000},
        {"who": "e", "what": [[1], [2]], "stars": [4, 5], "when": 1400000000},
        {"who": "f", "stars": [4], "when": 1400000000},
    ]
    file = write(delivery / "own", ["{broken", *map(json.dumps, lines)])
    options = ("--rating", "stars", "--time", "when", "--explode", "--max-rejected", "100%")
    assert warehouse.land("own", file, *NAMED, *options) == 0, warehouse.errors
    assert [row[:4] for row in warehouse.rows("interactions")] == [
        (2, "a", "1", 4.0),
        (3, "a", "2", 5.0),
        (5, "c", "7", 3.0),
        (6, "d", "1", 4.0),
    ]
    assert [(row, why) for row, _, why in warehouse.rejected()] == [
        (1, "broken JSON"),
        (4, "lists of different lengths"),
        (7, "what is empty"),
        (8, "stars 'x' is not a number"),
        (9, "what holds lists or objects in a list: name a field"),
        (10, "what is empty"),
    ]
    assert warehouse.rejected()[2][1] == ('{"who":"d","what":null,"stars":"5","when":"1400000000"}')
    _check_accounts(warehouse)


def test_ids_in_lists_keep_their_text(warehouse: Warehouse, delivery: Path) -> None:
    numbers = ["1.10", "1e5", "12345678901234567890123", "7", "-0"]
    for name, text in (("lines", "{}"), ("array", "[\n{}\n]")):
        document = '{"who": 1, "what": [' + ", ".join(numbers) + "]}"
        file = write(delivery / name, [text.replace("{}", document)])
        assert warehouse.land("own", file, *NAMED, "--explode") == 0, warehouse.errors
        assert [row[2] for row in warehouse.rows("interactions")] == numbers


def test_times_go_along_with_items_in_cells(warehouse: Warehouse, delivery: Path) -> None:
    lines = ["who,what,when", "u1,[1 2],[1400000000 1400000001]", "u2,[3],[1400000002]"]
    file = write(delivery / "own.csv", lines)
    assert warehouse.land("own", file, *NAMED, "--time", "when", "--explode") == 0, warehouse.errors
    assert [row[1:] for row in warehouse.rows("interactions")] == [
        ("u1", "1", None, "1400000000"),
        ("u1", "2", None, "1400000001"),
        ("u2", "3", None, "1400000002"),
    ]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("[1 2 ... 9]", "a list that was cut short, with ... in it"),
        (r"['a\'b']", "a list with escapes in it, which is not read"),
        ("[]", "an empty list"),
    ],
)
def test_lists_that_are_not_whole(
    warehouse: Warehouse, delivery: Path, cell: str, why: str
) -> None:
    file = write(delivery / "own", ["who;what", f"u1;{cell}", "u2;[1, 2]", "u3;[3]"])
    assert warehouse.land("own", file, *NAMED, "--explode", "--max-rejected", "50%") == 0
    assert warehouse.rejected() == [(1, f"u1;{cell}", why)]
    _check_accounts(warehouse)


@pytest.mark.parametrize(
    "items",
    [
        ["Star Wars", "Alien 3", "Up"],
        ["978 3 16 148410 0", "978 3 17 148410 1", "978 3 18 148410 2"],
        ["[deleted]", "i1", "i2"],
        ["a|b", "c", "d|e|f"],
    ],
)
def test_ids_with_blanks_are_no_lists(
    warehouse: Warehouse, delivery: Path, items: list[str]
) -> None:
    file = write(delivery / "own.csv", ["who,what", *(f"u,{item}" for item in items)])
    assert warehouse.land("own", file, *NAMED, "--delimiter", ",") == 0, warehouse.errors
    assert [row[2] for row in warehouse.rows("interactions")] == items


@pytest.mark.parametrize(
    "lines",
    [
        [f"{n}\t{n * 7 % 1600}\t{n % 5 + 1}\t{880000000 + n}" for n in range(50)],
        [f"{n},{n * 7 % 90},{n % 5 + 1},{880000000 + n},{n % 3}" for n in range(50)],
    ],
)
def test_ratings_and_times_are_no_further_items(
    warehouse: Warehouse, delivery: Path, lines: list[str]
) -> None:
    assert warehouse.land("own", write(delivery / "own", lines), *NUMBERED) == 0, warehouse.errors


def test_where_nothing_is_a_list(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["who,what", "u1,i1"])
    assert warehouse.land("own", file, *NAMED, "--explode") == 2
    assert "no column of own.csv holds lists" in warehouse.errors


@pytest.mark.parametrize("seed", range(6))
def test_every_record_of_random_lists_is_accounted_for(
    warehouse: Warehouse, delivery: Path, seed: int
) -> None:
    chance = random.Random(seed)
    lines, expected = [], []
    for user in range(400):
        items = [f"i{chance.randrange(99)}" for _ in range(chance.randrange(1, 9))]
        line = json.dumps({"who": f"u{user}", "what": items})
        if chance.random() < 0.1:
            line = line[: chance.randrange(2, len(line) - 1)]
        elif chance.random() < 0.05:
            line = ""
        else:
            expected += [(f"u{user}", item) for item in items]
        lines.append(line)
    file = write(delivery / "own", lines)
    assert warehouse.land("own", file, *NAMED, "--explode", "--max-rejected", "100%") == 0
    assert [row[1:3] for row in warehouse.rows("interactions")] == expected
    _check_accounts(warehouse)


def test_lists_as_people_have_met_them(warehouse: Warehouse, shared_cases: Path) -> None:
    folder = shared_cases / "34-lists-as-ids"
    sequential = ("--user", "uid", "--item", "item_id")
    for name, options, count, users in (
        ("train.txt", NUMBERED, 300, 50),
        ("sequential.parquet", sequential, 5, 2),
    ):
        assert warehouse.land("own", folder / name, *options) == 1
        assert "--explode makes one event of each element" in warehouse.errors
        assert warehouse.land("own", folder / name, *options, "--explode") == 0
        counts = "select count(*), count(distinct user_id) from raw.interactions"
        assert warehouse.query(counts) == [(count, users)]
        _check_accounts(warehouse)


def test_lists_in_parquet_as_people_have_met_them(warehouse: Warehouse, shared_cases: Path) -> None:
    file = shared_cases / "14-parquet-forms" / "list_ids.parquet"
    assert warehouse.land("own", file, "--user", "user", "--item", "item") == 1
    assert "item holds lists, and no single values: --explode" in warehouse.errors
