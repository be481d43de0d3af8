"""Documents in every form they are written in, for one's own files and for listed sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.ingest.conftest import Warehouse, write

Records = list[dict[str, Any]]

RECORDS: Records = [
    {"who": f"u{one}", "what": {"id": one % 3, "name": "é"}, "stars": 4.5} for one in range(40)
]
NAMED = ("--user", "who", "--item", "what.id", "--rating", "stars")
EXPECTED = [(one + 1, f"u{one}", str(one % 3), 4.5, None) for one in range(40)]

FORMS: dict[str, Callable[[Records], str]] = {
    "lines": lambda records: "\n".join(map(json.dumps, records)),
    "array": json.dumps,
    "array over lines": lambda records: json.dumps(records, indent=2),
    "an object a line of an array": lambda records: (
        "[" + ",\n".join(map(json.dumps, records)) + "]"
    ),
    "objects over lines": lambda records: "\n".join(json.dumps(one, indent=1) for one in records),
    "an object that holds the array": lambda records: json.dumps({"count": 1, "all": records}),
    "such an object over lines": lambda records: json.dumps(
        {"meta": {"x": [1]}, "all": records, "next": None}, indent=2
    ),
    "such an object, a record a line": lambda records: (
        '{"all": [' + ",\n".join(map(json.dumps, records)) + "]}"
    ),
    "Python dictionaries": lambda records: "\n".join(map(repr, records)),
    "Python 2 dictionaries": lambda records: "\n".join(
        repr(one).replace("'who'", "u'who'") for one in records
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_seen_for_what_it_is(warehouse: Warehouse, delivery: Path, form: str) -> None:
    (delivery / "own.csv").write_text(FORMS[form](RECORDS), encoding="utf-8")
    assert warehouse.land("own", delivery / "own.csv", *NAMED) == 0, warehouse.errors
    assert warehouse.rows("interactions") == EXPECTED


@pytest.mark.parametrize("form", FORMS)
def test_one_record_is_seen_as_well(warehouse: Warehouse, delivery: Path, form: str) -> None:
    (delivery / "own").write_text(FORMS[form](RECORDS[:1]), encoding="utf-8")
    assert warehouse.land("own", delivery / "own", *NAMED) == 0, warehouse.errors
    assert warehouse.rows("interactions") == EXPECTED[:1]


REVIEWS = [
    {"reviewerID": f"A{one}", "asin": "B1", "overall": 5.0, "unixReviewTime": 1400000000}
    for one in range(9)
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edition", ["2014", "2018"])
def test_reviews_and_products_in_every_form(
    warehouse: Warehouse, delivery: Path, form: str, edition: str
) -> None:
    (delivery / "reviews").write_text(FORMS[form](REVIEWS), encoding="utf-8")
    (delivery / "meta").write_text(FORMS[form]([{"asin": "B1", "x": None}] * 3), encoding="utf-8")
    assert warehouse.land(f"amazon-{edition}", delivery) == 0, warehouse.errors
    users = "select json_extract_string(review, 'reviewerID') from raw.amazon_reviews order by all"
    assert warehouse.query(users) == [(f"A{one}",) for one in range(9)]
    assert len(warehouse.rows("amazon_metadata")) == 3


def test_a_long_array_on_one_line(warehouse: Warehouse, delivery: Path) -> None:
    """Longer than any line of a text may be, as json.dump writes it."""
    records = [{"who": one, "what": 1, "more": "x" * 2000} for one in range(10_000)]
    (delivery / "own").write_text(json.dumps(records))
    assert warehouse.land("own", delivery / "own", "--user", "who", "--item", "what") == 0
    assert warehouse.query("select count(*), count(distinct user_id) from raw.interactions") == [
        (10_000, 10_000)
    ]
    (delivery / "own").write_text(json.dumps({"all": records}))
    assert warehouse.land("own", delivery / "own", "--user", "who", "--item", "what") == 0
    assert len(warehouse.rows("interactions")) == 10_000


@pytest.mark.parametrize("form", FORMS)
def test_ids_within_objects_keep_their_text(
    warehouse: Warehouse, delivery: Path, form: str
) -> None:
    text = FORMS[form]([{"who": {"id": "NUMBER"}, "what": "i"}] * 3)
    if "Python" in form:
        return
    (delivery / "own").write_text(text.replace('"NUMBER"', "1.10"))
    assert warehouse.land("own", delivery / "own", "--user", "who.id", "--item", "what") == 0
    assert warehouse.query("select distinct user_id from raw.interactions") == [("1.10",)]


def test_a_name_with_a_point_is_found_before_a_field_within(
    warehouse: Warehouse, delivery: Path
) -> None:
    lines = ['{"a.b": "u1", "a": {"b": "u2"}, "i": 1}', '{"a": {"b": "u2"}, "i": 1}']
    file = write(delivery / "own", lines)
    assert warehouse.land("own", file, "--user", "a.b", "--item", "i") == 0
    assert [row[1] for row in warehouse.rows("interactions")] == ["u1", "u2"]


def test_damage_is_told_within_objects(warehouse: Warehouse, delivery: Path) -> None:
    lines = [
        b'{"a": {"b": "u\xff"}, "i": 1}',
        rb'{"a": {"b": "u\ud800"}, "i": 1}',
        b'{"a":1,"i":1}',
    ]
    file = write(delivery / "own", [*lines, b'{"a": {"b": "u\xc3\xa9"}, "i": 1}'])
    options = ("--user", "a.b", "--item", "i", "--max-rejected", "100%")
    assert warehouse.land("own", file, *options) == 0, warehouse.errors
    assert [row[1] for row in warehouse.rows("interactions")] == ["ué"]
    assert [why for _, _, why in warehouse.rejected()] == [
        "bytes that are not UTF-8 in a.b",
        "half of a surrogate pair in a.b",
        "a.b is empty",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_field_is_named_with_those_that_are_there(
    warehouse: Warehouse, delivery: Path, form: str
) -> None:
    (delivery / "own").write_text(FORMS[form](RECORDS), encoding="utf-8")
    assert warehouse.land("own", delivery / "own", "--user", "user", "--item", "what.id") == 1
    assert (
        "There is no field 'user': the fields are 'who', 'what.id', 'what.name', 'stars'"
        in warehouse.errors
    )
    assert warehouse.errors.count("\n") == 1


def test_a_field_that_is_there_is_not_called_missing(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own", ['{"who": null, "what": 1}', '{"who": "", "what": 1}'])
    assert warehouse.land("own", file, "--user", "who", "--item", "what") == 1
    assert "who is empty" in warehouse.errors and "no field" not in warehouse.errors


def test_an_object_is_no_id(warehouse: Warehouse, delivery: Path) -> None:
    (delivery / "own").write_text(FORMS["lines"](RECORDS), encoding="utf-8")
    assert warehouse.land("own", delivery / "own", "--user", "who", "--item", "what") == 1
    assert "row 1: what is an object: name a field of it, as a.b" in warehouse.errors


def test_text_in_brackets_is_an_id(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own", ['{"who": "[deleted]", "what": "{1}"}'])
    assert warehouse.land("own", file, "--user", "who", "--item", "what") == 0, warehouse.errors
    assert warehouse.rows("interactions") == [(1, "[deleted]", "{1}", None, None)]


def test_two_arrays_are_not_chosen_between(warehouse: Warehouse, delivery: Path) -> None:
    both = {"train": [{"who": 1, "what": 2}], "test": [{"who": 1, "what": 2}]}
    (delivery / "own").write_text(json.dumps(both))
    assert warehouse.land("own", delivery / "own", "--user", "who", "--item", "what") == 1
    assert "2 arrays of objects, 'train', 'test'" in warehouse.errors


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.999])
@pytest.mark.parametrize("form", ["array", "objects over lines", "an object that holds the array"])
def test_what_was_cut_short_is_refused_as_a_whole(
    warehouse: Warehouse, delivery: Path, form: str, cut: float
) -> None:
    text = FORMS[form](RECORDS)
    (delivery / "own").write_text(text[: int(len(text) * cut) - 2], encoding="utf-8")
    assert warehouse.land("own", delivery / "own", *NAMED) == 1
    assert not any(warehouse.everything().values())


def test_a_byte_order_mark_is_no_content(warehouse: Warehouse, delivery: Path) -> None:
    for form in FORMS:
        content = "\ufeff" + FORMS[form](RECORDS)
        (delivery / "own").write_text(content, encoding="utf-8")
        assert warehouse.land("own", delivery / "own", *NAMED) == 0, (form, warehouse.errors)
        assert warehouse.rows("interactions") == EXPECTED


@pytest.mark.parametrize("end", ["", ",", "] ", "]\n\n"])
def test_an_array_has_an_end(warehouse: Warehouse, delivery: Path, end: str) -> None:
    """DuckDB reads one without, so that what was cut off between two objects would be lost."""
    (delivery / "own").write_text('[{"who": 1, "what": 2}' + end)
    code = warehouse.land("own", delivery / "own", "--user", "who", "--item", "what")
    assert code == (0 if "]" in end else 1)
    assert ("own is not a whole JSON array" in warehouse.errors) == bool(code)


def test_a_broken_first_line_does_not_change_the_form(warehouse: Warehouse, delivery: Path) -> None:
    lines = ['{"who": "u0", "what": [{"a"', *(f'{{"who": "u{n}", "what": 1}}' for n in range(200))]
    file = write(delivery / "own", lines)
    assert warehouse.land("own", file, "--user", "who", "--item", "what") == 0, warehouse.errors
    assert len(warehouse.rows("interactions")) == 200
    assert [why for _, _, why in warehouse.rejected()] == ["broken JSON"]


def test_parquet_columns_have_their_own_names(warehouse: Warehouse, delivery: Path) -> None:
    table = pa.table(
        {
            "user": ["u"],
            "User": ["U"],
            "item": [{"id": "i", "Id": "I", "at": {"t": 1400000000}}],
            "User_1": ["other"],
        }
    )
    parquet.write_table(table, delivery / "own")
    for user, item, expected in (
        ("user", "item.id", ("u", "i")),
        ("User", "item.Id", ("U", "I")),
        ("User_1", "item.id", ("other", "i")),
    ):
        options = ("--user", user, "--item", item, "--time", "item.at.t")
        assert warehouse.land("own", delivery / "own", *options) == 0, warehouse.errors
        assert warehouse.rows("interactions") == [(1, *expected, None, "1400000000")]
    assert warehouse.land("own", delivery / "own", "--user", "USER", "--item", "item.id") == 1
    assert (
        "has no column 'USER': its columns are 'user', 'User', 'item.id', 'item.Id', 'item.at.t', "
        "'User_1'" in warehouse.errors
    )
    assert warehouse.land("own", delivery / "own", "--user", "user", "--item", "item") == 1
    assert "item holds objects: name a field of them" in warehouse.errors


def test_a_rejected_row_of_parquet_has_its_own_names(warehouse: Warehouse, delivery: Path) -> None:
    parquet.write_table(pa.table({"user": ["u", None], "User": ["U", "V"]}), delivery / "own")
    options = ("--user", "user", "--item", "User", "--max-rejected", "100%")
    assert warehouse.land("own", delivery / "own", *options) == 0, warehouse.errors
    assert warehouse.rejected() == [(2, '{"user":null,"User":"V"}', "user is empty")]


def test_two_columns_of_one_name(warehouse: Warehouse, delivery: Path) -> None:
    table = pa.Table.from_arrays(
        [pa.array(["u"]), pa.array(["v"]), pa.array(["i"])], ["a", "a", "b"]
    )
    parquet.write_table(table, delivery / "own")
    assert warehouse.land("own", delivery / "own", "--user", "a", "--item", "b") == 1
    assert "own has two columns named 'a'" in warehouse.errors


def test_a_column_that_duckdb_keeps_for_itself(warehouse: Warehouse, delivery: Path) -> None:
    parquet.write_table(pa.table({"file_row_number": [1], "b": [2]}), delivery / "own")
    assert warehouse.land("own", delivery / "own", "--user", "b", "--item", "b2") == 1
    assert "has a column file_row_number" in warehouse.errors


@pytest.mark.parametrize(("name", "rows"), [("array.json", 200), ("pretty.json", 20)])
def test_arrays_as_people_have_met_them(
    warehouse: Warehouse, shared_cases: Path, name: str, rows: int
) -> None:
    file = shared_cases / "36-array-of-objects" / name
    assert warehouse.land("own", file, "--user", "user", "--item", "item") == 0, warehouse.errors
    assert len(warehouse.rows("interactions")) == rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[["u1", "i1"], ["u2", "i2"]]\n', "arrays of values without names"),
        ('["u1", "i1"]\n["u2", "i2"]\n', "arrays of values without names"),
        ("[{'user': 'u1', 'item': 'i1'}, {'user': 'u2', 'item': 'i2'}]\n", "a Python list"),
    ],
)
def test_lists_without_names_are_named(
    warehouse: Warehouse, delivery: Path, text: str, told: str
) -> None:
    (delivery / "own.json").write_text(text)
    for columns in (("--user", "user", "--item", "item"), ("--user", "1", "--item", "2")):
        assert warehouse.land("own", delivery / "own.json", *columns) == 1
        assert told in warehouse.errors
