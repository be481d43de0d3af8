"""Real files beside the project land whole; counts by their README, or by their lines."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.conftest import Warehouse


def _line_count(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def _landed(name: str, row: tuple[str, ...]) -> tuple[Any, ...]:
    """A row of latest-small as it should be in its raw table."""
    values: list[Any] = [value or None for value in row]
    if name == "ratings.csv":
        values[2] = float(values[2])
    if name in ("ratings.csv", "tags.csv"):
        values[3] = int(values[3])
    return tuple(values)


def test_movielens_latest_small(
    warehouse: Warehouse, datasets_file: Path, shared_data: Path
) -> None:
    folder = shared_data / "movielens" / "ml-latest-small"
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write("latest-small,movielens,latest-small,,,,,test,,,,,\n")
    assert warehouse.land("latest-small", folder) == 0
    counts = """
        select count(*), count(distinct "userId"), count(distinct "movieId")
        from raw.movielens_ratings
    """
    assert warehouse.query(counts) == [(100_836, 610, 9_724)]
    for name, table in (
        ("ratings.csv", "movielens_ratings"),
        ("movies.csv", "movielens_movies"),
        ("tags.csv", "movielens_tags"),
        ("links.csv", "movielens_links"),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            delivered = [tuple(row) for row in list(csv.reader(file))[1:]]
        landed = warehouse.rows(table)
        assert [row[0] for row in landed] == list(range(1, len(delivered) + 1))
        expected = [_landed(name, row) for row in delivered]
        assert [row[1:] for row in landed] == expected
    assert warehouse.rejected() == []
    assert warehouse.query("select count(*) from raw.movielens_movies") == [(9_742,)]


def test_movielens_1m_movies_and_users(warehouse: Warehouse, shared_data: Path) -> None:
    folder = shared_data / "movielens" / "ml-1m-movies-users"
    assert warehouse.land("ml-1m", folder) == 0
    # this copy was made UTF-8 before it came here, and its accents became U+FFFD on that way:
    # landing must neither lose nor add to what the file says
    text = (folder / "movies.dat").read_text(encoding="utf-8")
    expected = [(number, *line.split("::")) for number, line in enumerate(text.splitlines(), 1)]
    assert len(expected) > 3_800
    assert warehouse.rows("movielens_movies") == expected
    assert len(warehouse.rows("movielens_users")) == 6_040
    assert "not delivered: ratings.dat, tags.dat" in warehouse.output
    assert warehouse.rejected() == []


def test_movietweetings_100k(warehouse: Warehouse, shared_data: Path) -> None:
    folder = shared_data / "movietweetings" / "100K"
    assert warehouse.land("tweetings", folder) == 0
    counts = """
        select count(*), count(distinct user_id), count(distinct movie_id)
        from raw.movietweetings_ratings
    """
    assert warehouse.query(counts) == [(100_000, 16_554, 10_506)]
    for name in ("movies", "users"):
        assert len(warehouse.rows(f"movietweetings_{name}")) == _line_count(folder / f"{name}.dat")
    assert warehouse.rejected() == []
    first = (folder / "movies.dat").read_text(encoding="utf-8").split("\n")[0]
    assert warehouse.rows("movietweetings_movies")[0] == (1, *first.split("::"))


@pytest.mark.parametrize(
    ("dataset", "name", "rows", "users", "items"),
    [
        ("amazon-2014", "reviews_Musical_Instruments_5.json", 10_261, 1_429, 900),
        ("amazon-2018", "All_Beauty_5_2018.json.gz", 5_269, None, None),
    ],
)
def test_amazon_reviews(
    warehouse: Warehouse,
    shared_data: Path,
    dataset: str,
    name: str,
    rows: int,
    users: int | None,
    items: int | None,
) -> None:
    file = shared_data / "amazon" / name
    assert warehouse.land(dataset, file) == 0
    content = gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()
    lines = content.decode("utf-8").split("\n")[:-1]
    assert len(lines) == rows
    assert warehouse.rows("amazon_reviews") == list(enumerate(lines, start=1))
    counts = warehouse.query(
        "select count(distinct review->>'reviewerID'), count(distinct review->>'asin')"
        " from raw.amazon_reviews"
    )
    if users is not None:
        assert counts == [(users, items)]
    else:
        pairs = {(json.loads(line)["reviewerID"], json.loads(line)["asin"]) for line in lines}
        assert len(pairs) == 4_092
    assert warehouse.rejected() == []


def test_amazon_beauty_ratings(warehouse: Warehouse, shared_data: Path) -> None:
    file = shared_data / "amazon" / "ratings_Beauty_head.csv"
    assert warehouse.land("amazon-2014", file) == 0
    with file.open(newline="") as opened:
        expected = [
            (number, user, item, float(rating), int(time))
            for number, (user, item, rating, time) in enumerate(csv.reader(opened), start=1)
        ]
    assert len(expected) == 29_999
    assert warehouse.rows("amazon_ratings") == expected
    assert any(item.startswith("0") for _, _, item, _, _ in expected)


def test_beauty_one_pass_as_ones_own(warehouse: Warehouse, shared_data: Path) -> None:
    file = shared_data / "amazon" / "beauty_one_pass.txt"
    assert warehouse.land("beauty-one-pass", file, "--user", "1", "--item", "2") == 0
    expected = [
        (number, *line.split(" "), None, None)
        for number, line in enumerate(file.read_text().splitlines(), start=1)
    ]
    landed = warehouse.rows("interactions")
    assert len(landed) == 353_962
    assert landed == expected
