"""Amazon 2014, 2018 and 2023: ratings, reviews and metadata, told apart by their first lines."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures" / "amazon"

RATINGS = {
    "2014": [
        (1, "A39HTATAQ9V7YF", "0205616461", 5.0, 1369699200),
        (2, "A3JM6GV9MNOF9X", "0558925278", 3.0, 1355443200),
    ],
    "2018": [
        (1, "A1V6B6TNIC10QE", "0143026860", 1.0, 1424304000),
        (2, "A3EEZ9SXXO8C1E", "014789302X", 5.0, 1418860800),
    ],
    "2023": [(1, "AGKHLEW2SOWHNMFQIJGBECAF7INQ", "B00YQ6X8EO", 5.0, 1588687728923)],
}

EDITIONS = list(RATINGS)


@pytest.mark.parametrize("edition", EDITIONS)
def test_ratings(warehouse: Warehouse, edition: str) -> None:
    assert warehouse.land(f"amazon-{edition}", FIXTURES / f"ratings_{edition}.csv") == 0
    assert warehouse.rows("amazon_ratings") == RATINGS[edition]


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("edition", EDITIONS)
def test_reviews_are_kept_as_documents(
    warehouse: Warehouse, delivery: Path, edition: str, compressed: bool
) -> None:
    source = FIXTURES / f"reviews_{edition}.json"
    if compressed:
        target = delivery / "reviews.json.gz"
        target.write_bytes(gzip.compress(source.read_bytes()))
    else:
        target = source
    assert warehouse.land(f"amazon-{edition}", target) == 0
    lines = source.read_text(encoding="utf-8").splitlines()
    assert warehouse.rows("amazon_reviews") == list(enumerate(lines, start=1))


def test_metadata_of_2014_are_python_literals(warehouse: Warehouse) -> None:
    assert warehouse.land("amazon-2014", FIXTURES / "meta_2014.json") == 0
    rows = warehouse.rows("amazon_metadata")
    assert [(row, json.loads(document)) for row, document in rows] == [
        (
            1,
            {
                "asin": "0001048791",
                "salesRank": {"Books": 6334800},
                "imUrl": "http://ecx.example/51.jpg",
                "categories": [["Books"]],
                "title": "The Crucible: Performed by Stuart Pankin, Jerome Dempsey &amp; Cast",
            },
        ),
        (
            2,
            {
                "asin": "0000143561",
                "title": "Everyday Italian (with Giada de Laurentiis), Volume 1",
                "price": 12.99,
                "related": {"also_viewed": ["B0036FO6SI", "B000KL8ODE"]},
            },
        ),
    ]


@pytest.mark.parametrize("edition", ["2018", "2023"])
def test_metadata_since_2018_are_json(warehouse: Warehouse, edition: str) -> None:
    source = FIXTURES / f"meta_{edition}.json"
    assert warehouse.land(f"amazon-{edition}", source) == 0
    assert warehouse.rows("amazon_metadata") == [(1, source.read_text().strip())]


def test_literals_are_never_evaluated(warehouse: Warehouse, delivery: Path, tmp_path: Path) -> None:
    proof = tmp_path / "evaluated"
    lines = [
        "{'asin': 'A', 'title': 'fine'}",
        f"{{'asin': open({str(proof)!r}, 'w')}}",
        "{'asin': 'B', 'price': }",
        "['asin', 'C']",
        "{'title': 'without an asin'}",
        "{'asin': {'a', 'set'}}",
        "{'asin': 'lone \\ud800 surrogate'}",
        "(" * 5000,
    ]
    write(delivery / "meta.json", lines)
    assert warehouse.land("amazon-2014", delivery, "--max-rejected", "100%") == 0
    assert not proof.exists()
    assert warehouse.rows("amazon_metadata") == [(1, '{"asin": "A", "title": "fine"}')]
    assert warehouse.rejected() == [
        (2, lines[1], "not a Python literal"),
        (3, lines[2], "not a Python literal"),
        (4, lines[3], "not a JSON object"),
        (5, lines[4], "asin is empty"),
        (6, lines[5], "not a Python literal"),
        (7, lines[6], "half of a surrogate pair in asin"),
        (8, lines[7], "not a Python literal"),
    ]


def test_metadata_land_beside_reviews(warehouse: Warehouse, delivery: Path) -> None:
    shutil.copy(FIXTURES / "reviews_2014.json", delivery)
    shutil.copy(FIXTURES / "meta_2014.json", delivery)
    write(delivery / "README.txt", ["Reviews, ratings, and metadata, of no one"])
    assert warehouse.land("amazon-2014", delivery) == 0
    assert len(warehouse.rows("amazon_reviews")) == 2
    assert len(warehouse.rows("amazon_metadata")) == 2
    assert "left out: README.txt" in warehouse.output
    assert warehouse.query("select interaction_rows, rejected_rows from raw.landings") == [(2, 0)]


def test_ratings_and_reviews_together_are_refused(warehouse: Warehouse, delivery: Path) -> None:
    shutil.copy(FIXTURES / "reviews_2014.json", delivery)
    shutil.copy(FIXTURES / "ratings_2014.csv", delivery)
    assert warehouse.land("amazon-2014", delivery) == 1
    assert "give one of them with --from" in warehouse.errors


def test_two_files_of_one_kind_are_refused(warehouse: Warehouse, delivery: Path) -> None:
    shutil.copy(FIXTURES / "ratings_2014.csv", delivery / "a.csv")
    shutil.copy(FIXTURES / "ratings_2014.csv", delivery / "b.csv")
    assert warehouse.land("amazon-2014", delivery) == 1
    assert "a.csv and b.csv both hold ratings" in warehouse.errors


def test_something_else_is_refused(warehouse: Warehouse, delivery: Path) -> None:
    write(delivery / "notes.txt", ["nothing of the kind"])
    assert warehouse.land("amazon-2014", delivery) == 1
    assert "this is not an Amazon data set" in warehouse.errors


def test_an_unknown_edition_is_refused(warehouse: Warehouse) -> None:
    assert warehouse.land("amazon-1999", FIXTURES / "ratings_2014.csv") == 1
    assert "the editions are 2014, 2018, 2023" in warehouse.errors


def test_broken_reviews_are_rejected_with_their_reasons(
    warehouse: Warehouse, delivery: Path
) -> None:
    good = (FIXTURES / "reviews_2014.json").read_text(encoding="utf-8").splitlines()[0]
    review = json.loads(good)
    lines: list[str | bytes] = [
        good,
        good[:-1],
        "",
        "[1, 2]",
        json.dumps({**review, "overall": "five"}),
        json.dumps({**review, "overall": None}),
        json.dumps({key: value for key, value in review.items() if key != "asin"}),
        json.dumps({**review, "unixReviewTime": 4102444800}),
        b'{"reviewerID": "\xff"}',
        good,
    ]
    write(delivery / "reviews.json", lines)
    assert warehouse.land("amazon-2014", delivery, "--max-rejected", "100%") == 0
    assert warehouse.rows("amazon_reviews") == [(1, good), (10, good)]
    assert [(row, why) for row, _, why in warehouse.rejected()] == [
        (2, "broken JSON"),
        (4, "not a JSON object"),
        (5, "overall 'five' is not a number"),
        (6, "overall is empty"),
        (7, "asin is empty"),
        (8, "unixReviewTime '4102444800' is a time out of range (1970-01-01 to 2100-01-01)"),
        (9, "bytes that are not UTF-8 in reviewerID"),
    ]


def test_json_is_read_alike_with_and_without_bad_bytes(
    warehouse: Warehouse, delivery: Path
) -> None:
    """Bad bytes send a file through the reader in Python; the rest must not change by that."""
    lines = (FIXTURES / "reviews_2014.json").read_text(encoding="utf-8").splitlines()
    clean = write(delivery / "clean.json", [*lines, "{", *lines])
    broken = write(delivery / "broken.json", [*lines, b"\xff", *lines])
    results = []
    for file in (clean, broken):
        assert warehouse.land("amazon-2014", file, "--max-rejected", "100%") == 0
        results.append(warehouse.rows("amazon_reviews"))
    assert results[0] == results[1]
    assert [row for row, _ in results[0]] == [1, 2, 4, 5]


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_broken_line_at_the_start_does_not_make_reviews_metadata(
    warehouse: Warehouse, delivery: Path, edition: str
) -> None:
    good = (FIXTURES / f"reviews_{edition}.json").read_text(encoding="utf-8").splitlines()[0]
    lines = [good[:5], *[good] * 3]
    file = write(delivery / "reviews.json", lines)
    assert warehouse.land(f"amazon-{edition}", file, "--max-rejected", "50%") == 0
    assert warehouse.rows("amazon_reviews") == [(row, good) for row in (2, 3, 4)]
    assert warehouse.rows("amazon_metadata") == []
    assert warehouse.rejected() == [(1, good[:5], "broken JSON")]


@pytest.mark.parametrize("edition", ["2014", "2018"])
@pytest.mark.parametrize("broken", ["A,B,5.0", "not a rating", "{"])
def test_a_bad_first_row_of_ratings_is_rejected(
    warehouse: Warehouse, delivery: Path, edition: str, broken: str
) -> None:
    good = (FIXTURES / f"ratings_{edition}.csv").read_text(encoding="utf-8").splitlines()
    file = write(delivery / "ratings.csv", [broken, "", *good])
    assert warehouse.land(f"amazon-{edition}", file, "--max-rejected", "50%") == 0
    assert warehouse.rows("amazon_ratings") == [
        (row + 2, *rating) for row, *rating in RATINGS[edition]
    ]
    assert [(row, text) for row, text, _ in warehouse.rejected()] == [(1, broken)]


@pytest.mark.parametrize("broken", [0, 1])
def test_users_deep_inside_metadata_do_not_make_them_reviews(
    warehouse: Warehouse, delivery: Path, broken: int
) -> None:
    """Metadata of 2023 say in their videos who made them."""
    good = json.dumps({"parent_asin": "B01", "videos": [{"title": "Mine", "user_id": "/x"}]})
    file = write(delivery / "meta.json", [*[good[:-1]] * broken, good, good])
    assert warehouse.land("amazon-2023", file, "--max-rejected", "50%") == 0
    assert len(warehouse.rows("amazon_metadata")) == 2
    assert len(warehouse.rejected()) == broken


def test_a_readme_that_shows_examples_is_left_out(warehouse: Warehouse, delivery: Path) -> None:
    shutil.copy(FIXTURES / "reviews_2014.json", delivery)
    readme = ["How to read this", "A review:", '{"reviewerID": "A"}', "A rating:", "a,b,5.0,100"]
    write(delivery / "README.txt", readme)
    assert warehouse.land("amazon-2014", delivery) == 0
    assert "left out: README.txt" in warehouse.output
