"""What a file tells of its edition: ids in their columns, a header where none belongs, blocks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ingest.conftest import Warehouse, write

REVIEWERS = [f"A{one:013}" for one in range(20)]
LONG_REVIEWERS = [f"A{one:027}" for one in range(20)]
PRODUCTS = [f"B{one:09}" for one in range(8)] + ["0205616461", "055892527X"]

HEADER = "user_id,parent_asin,rating,timestamp"
TIME = "1400000000"

RATINGS = {
    "2014": [f"{user},{item},5.0,{TIME}" for user in REVIEWERS for item in PRODUCTS],
    "2018": [f"{item},{user},5.0,{TIME}" for user in REVIEWERS for item in PRODUCTS],
    "2023": [
        HEADER,
        *(f"{user},{item},5.0,{TIME}000" for user in LONG_REVIEWERS for item in PRODUCTS),
    ],
}


@pytest.mark.parametrize("edition", RATINGS)
@pytest.mark.parametrize("other", RATINGS)
def test_ratings_tell_their_edition(
    warehouse: Warehouse, delivery: Path, edition: str, other: str
) -> None:
    file = write(delivery / "All_Beauty.csv", RATINGS[other])
    code = warehouse.land(f"amazon-{edition}", file)
    if edition == other:
        assert code == 0, warehouse.errors
        counts = "select count(distinct user_id), count(distinct item_id) from raw.amazon_ratings"
        assert warehouse.query(counts) == [(20, 10)]
        return
    assert code == 1
    assert (
        f"All_Beauty.csv is of the edition {other} of Amazon's ratings, and not of {edition}"
        in warehouse.errors
    )
    assert not warehouse.path.exists()


@pytest.mark.parametrize("edition", ["2014", "2018"])
def test_ids_of_no_known_form_tell_nothing(
    warehouse: Warehouse, delivery: Path, edition: str
) -> None:
    file = write(delivery / "own.csv", [f"u{one},i{one % 5},5.0,{TIME}" for one in range(30)])
    assert warehouse.land(f"amazon-{edition}", file) == 0, warehouse.errors


REVIEWS = {
    "2018": {"reviewerID": "A1", "asin": "B1", "overall": 5.0, "unixReviewTime": 1400000000},
    "2023": {"user_id": "A1", "parent_asin": "B1", "rating": 5.0, "timestamp": 1400000000000},
}


@pytest.mark.parametrize("edition", REVIEWS)
@pytest.mark.parametrize("other", REVIEWS)
def test_reviews_tell_their_edition(
    warehouse: Warehouse, delivery: Path, edition: str, other: str
) -> None:
    file = write(delivery / "reviews.jsonl", [json.dumps(REVIEWS[other])] * 3)
    assert warehouse.land(f"amazon-{edition}", file) == (0 if edition == other else 1)
    assert ("is of the edition" in warehouse.errors) == (edition != other)


HEADERS = [
    ("ml-100k", "u.data", "user id\titem id\trating\ttimestamp", "1\t2\t3\t881250949"),
    ("ml-1m", "ratings.dat", "UserID::MovieID::Rating::Timestamp", "1::2::3::978300760"),
    ("tweetings", "ratings.dat", "user_id::movie_id::rating::time", "1::0068646::10::1381620027"),
    ("amazon-2014", "r.csv", "user,item,rating,timestamp", f"u,i,5.0,{TIME}"),
]


@pytest.mark.parametrize(("dataset", "name", "header", "line"), HEADERS)
def test_a_header_where_none_belongs_is_refused_at_any_share(
    warehouse: Warehouse, delivery: Path, dataset: str, name: str, header: str, line: str
) -> None:
    write(delivery / name, [header, *[line] * 500])
    assert warehouse.land(dataset, delivery, "--max-rejected", "100%") == 1
    assert "the first line of" in warehouse.errors and "header" in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    write(delivery / name, [line] * 500)
    assert warehouse.land(dataset, delivery) == 0, warehouse.errors


@pytest.mark.parametrize(
    ("header", "line", "options"),
    [
        ("who,what,stars", "u1,i1,4", ("--rating", "3")),
        ("who,what,stars,when", "u1,i1,4,2014-01-31", ("--rating", "3", "--time", "4")),
        ("user_id:token\titem_id:token\trating:float", "u1\ti1\t4", ("--rating", "3")),
        ("user_id:token\titem_id:token", "u1\ti1", ()),
        ("session,track", "1,2", ()),
        ("user,item", "u1,i1", ()),
    ],
)
def test_a_header_over_numbered_columns(
    warehouse: Warehouse, delivery: Path, header: str, line: str, options: tuple[str, ...]
) -> None:
    file = write(delivery / "own", [header, *[line] * 300])
    assert warehouse.land("own", file, "--user", "1", "--item", "2", *options) == 2
    assert "looks like a header" in warehouse.errors
    assert "name the columns, such as --user" in warehouse.errors


def test_what_may_be_a_header_is_told(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["buyer,thing", *(f"b{one},t{one}" for one in range(9))])
    assert warehouse.land("own", file, "--user", "1", "--item", "2") == 0
    told = "column 1: 1 of 10 first lines may be a header, and is landed as an event (buyer, thing)"
    assert told in warehouse.output
    assert warehouse.query("select count(*) from raw.landing_remarks") == [(1,)]
    assert warehouse.land("own", file, "--user", "1", "--item", "2", "--strict") == 1


@pytest.mark.parametrize(
    "lines",
    [
        # one bad record is no header
        ["anna,tea,unknown", *["bob,tea,4"] * 200],
        ["anna,tea,NA", *["bob,tea,4"] * 200],
        ["user,item,4", *["bob,tea,4"] * 200],
        # names, and no numbers in them
        ["anna,tea", *["bob,milk"] * 20],
    ],
)
def test_no_header_is_seen_in_events(
    warehouse: Warehouse, delivery: Path, lines: list[str]
) -> None:
    options = ("--rating", "3") if lines[0].count(",") == 2 else ()
    file = write(delivery / "own.csv", lines)
    assert warehouse.land("own", file, "--user", "1", "--item", "2", *options) == 0
    assert "a header" not in warehouse.output


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_blocks_of_the_netflix_prize_are_named(
    warehouse: Warehouse, delivery: Path, end: bytes
) -> None:
    lines = ["1:", "1488844,3,2005-09-06", "822109,5,2005-05-13", "2:", "885013,4,2005-10-19"]
    file = write(delivery / "combined_data_1.txt", lines, end)
    for options in ((), ("--delimiter", ",")):
        assert warehouse.land("netflix", file, "--user", "1", "--item", "2", *options) == 1
        assert "looks like the blocks of the Netflix prize" in warehouse.errors
        assert "awk" in warehouse.errors and warehouse.errors.count("\n") == 1


CASE = "32-amazon-columns-of-another-edition"


@pytest.mark.parametrize(
    ("dataset", "name", "edition"),
    [
        ("amazon-2018", "ratings_Beauty.csv", "2014"),
        ("amazon-2014", "All_Beauty.csv", "2018"),
        ("amazon-2018", "2023/All_Beauty.csv", "2023"),
    ],
)
def test_editions_as_people_have_mixed_them_up(
    warehouse: Warehouse, shared_cases: Path, dataset: str, name: str, edition: str
) -> None:
    assert warehouse.land(dataset, shared_cases / CASE / name) == 1
    assert f"is of the edition {edition}" in warehouse.errors
    assert warehouse.land(f"amazon-{edition}", shared_cases / CASE / name) == 0
    counts = "select count(distinct user_id), count(distinct item_id) from raw.amazon_ratings"
    assert warehouse.query(counts) == [(20, 10)]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("02-header-as-data/clicks.csv", ()),
        ("02-header-as-data/ratings.csv", ("--rating", "3")),
        ("50-lines-before-the-data/combined_data_1.txt", ("--delimiter", ",")),
    ],
)
def test_starts_as_people_have_met_them(
    warehouse: Warehouse, shared_cases: Path, name: str, options: tuple[str, ...]
) -> None:
    assert warehouse.land("own", shared_cases / name, "--user", "1", "--item", "2", *options) > 0
    assert "header" in warehouse.errors or "Netflix" in warehouse.errors


def test_real_ratings_are_of_their_edition(warehouse: Warehouse, shared_data: Path) -> None:
    file = shared_data / "amazon" / "ratings_Beauty_head.csv"
    if not file.exists():
        pytest.skip("no ratings of Amazon")
    assert warehouse.land("amazon-2014", file) == 0, warehouse.errors
    assert warehouse.land("amazon-2018", file) == 1


@pytest.mark.parametrize("mark", ["#", "%", "//"])
@pytest.mark.parametrize(
    "columns", [("--user", "1", "--item", "2"), ("--user", "who", "--item", "what")]
)
def test_first_lines_that_look_like_comments(
    warehouse: Warehouse, delivery: Path, mark: str, columns: tuple[str, ...]
) -> None:
    header = ["who,what"] if "who" in columns else []
    lines = [f"{mark} made,by us", f"{mark}twice", *header, *(f"b{one},t{one}" for one in range(9))]
    file = write(delivery / "own.csv", lines)
    assert warehouse.land("own", file, *columns) == 2
    assert f"--comment '{mark}' passes over lines that begin so" in warehouse.errors
    assert warehouse.land("own", file, *columns, "--comment", mark) == 0, warehouse.errors
    assert len(warehouse.rows("interactions")) == 9


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        ([f"#tag{one},t{one}" for one in range(9)], ("--user", "1", "--item", "2")),
        (["#a,t", "b,t", "#c,t", "d,t"], ("--user", "1", "--item", "2")),
        (["#who,what", "b,t", "c,t"], ("--user", "#who", "--item", "what")),
    ],
)
def test_ids_and_names_that_begin_as_comments_do(
    warehouse: Warehouse, delivery: Path, lines: list[str], columns: tuple[str, ...]
) -> None:
    file = write(delivery / "own.csv", lines)
    assert warehouse.land("own", file, *columns) == 0, warehouse.errors
    assert len(warehouse.rows("interactions")) == len(lines) - (columns[1] == "#who")
