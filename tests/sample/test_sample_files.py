"""The committed sample: rebuilt to the byte, in the sources' layouts, and marked as simulated."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sample.films import read_films
from sample.generate import SAMPLE_FOLDER, generate
from sample.products import read_products
from sample.tags import WORDS

FILMS_FOLDER = SAMPLE_FOLDER / "films"
REVIEWS_FOLDER = SAMPLE_FOLDER / "reviews"
DELIVERED = [
    "films/README.txt",
    "films/links.csv",
    "films/movies.csv",
    "films/ratings.csv",
    "films/tags.csv",
    "reviews/README.txt",
    "reviews/meta_Sample.json",
    "reviews/reviews_Sample.json",
    "videos/README.txt",
    "videos/active_labels1_done.csv",
    "videos/raw_data_with_labels.csv",
    "wikidata/answers.jsonl",
]


def delivered_bytes(folder: Path) -> dict[str, bytes]:
    """Every generated file by its relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("films", "reviews", "videos", "wikidata")
        for path in sorted((folder / part).rglob("*"))
    }


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of one of the film files."""
    with (FILMS_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_reviews() -> list[dict[str, Any]]:
    """The reviews, one document a line."""
    lines = (REVIEWS_FOLDER / "reviews_Sample.json").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_generating_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    generate(tmp_path)
    assert delivered_bytes(tmp_path) == delivered_bytes(SAMPLE_FOLDER)
    assert sorted(delivered_bytes(SAMPLE_FOLDER)) == DELIVERED


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_command_gives_the_same_bytes_whatever_the_hash_order(
    tmp_path: Path, hash_seed: str
) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "sample.generate", str(tmp_path / "out")],
        cwd=SAMPLE_FOLDER.parent,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Simulated sample written to" in result.stdout
    assert delivered_bytes(tmp_path / "out") == delivered_bytes(SAMPLE_FOLDER)


def test_no_file_is_large() -> None:
    sizes = {name: len(content) for name, content in delivered_bytes(SAMPLE_FOLDER).items()}
    assert sizes["films/ratings.csv"] < 450_000
    assert sizes["reviews/reviews_Sample.json"] < 600_000
    assert b"\r" not in b"".join(delivered_bytes(SAMPLE_FOLDER).values())


@pytest.mark.parametrize("folder", [FILMS_FOLDER, REVIEWS_FOLDER], ids=lambda path: path.name)
def test_readme_says_what_is_simulated_and_how_much(folder: Path) -> None:
    text = (folder / "README.txt").read_text(encoding="utf-8")
    assert text.startswith("SIMULATED ")
    assert "Licence: that of this project (see LICENSE)." in text
    for data_file in folder.iterdir():
        assert data_file.name == "README.txt" or data_file.name in text
    if folder == FILMS_FOLDER:
        assert f"{len(read_csv('ratings.csv'))} simulated ratings" in text
        assert f"{len(read_csv('tags.csv'))} simulated tags" in text
        assert f"{len(read_csv('movies.csv'))} films" in text
        assert "evidence about a film" in text
    else:
        assert f"{len(read_reviews())} reviews" in text


def test_film_ratings_have_the_layout_and_order_of_movielens() -> None:
    ratings = read_csv("ratings.csv")
    assert list(ratings[0]) == ["userId", "movieId", "rating", "timestamp"]
    keys = [(int(row["userId"]), int(row["movieId"]), int(row["timestamp"])) for row in ratings]
    assert keys == sorted(keys)
    assert {row["rating"] for row in ratings} == {f"{step / 2:.1f}" for step in range(1, 11)}
    assert 10_000 <= len(ratings) <= 20_000
    assert 400 <= len({row["userId"] for row in ratings}) <= 600
    times = [int(row["timestamp"]) for row in ratings]
    assert datetime.fromtimestamp(min(times), UTC).year == 2019
    assert datetime.fromtimestamp(max(times), UTC).year == 2024


def test_film_ratings_hold_what_a_benchmark_has_to_cope_with() -> None:
    ratings = read_csv("ratings.csv")
    pairs = Counter((row["userId"], row["movieId"]) for row in ratings)
    again = [pair for pair, count in pairs.items() if count > 1]
    assert 20 <= len(again) <= len(ratings) / 100
    scores: dict[tuple[str, str], set[str]] = {}
    for row in ratings:
        scores.setdefault((row["userId"], row["movieId"]), set()).add(row["rating"])
    # Only then does the duplicate policy change a result.
    assert any(len(scores[pair]) > 1 for pair in again)
    same_second = Counter((row["userId"], row["timestamp"]) for row in ratings)
    assert sum(count > 1 for count in same_second.values()) >= 20
    of_user = Counter(row["userId"] for row in ratings)
    assert sum(count < 5 for count in of_user.values()) >= 20


def test_nobody_rates_a_film_before_the_year_after_its_release() -> None:
    released = {str(film.film_number): film.release_year for film in read_films()}
    for row in read_csv("ratings.csv"):
        rated_at = datetime.fromtimestamp(int(row["timestamp"]), UTC)
        assert rated_at.year > released[row["movieId"]]


def test_film_lists_say_what_films_csv_says() -> None:
    films = read_films()
    assert read_csv("movies.csv") == [
        {
            "movieId": str(film.film_number),
            "title": film.movielens_title,
            "genres": "|".join(film.genres),
        }
        for film in films
    ]
    links = read_csv("links.csv")
    assert [f"tt{row['imdbId']}" for row in links] == [film.imdb_id for film in films]
    assert {row["tmdbId"] for row in links} == {""}


def test_tags_follow_a_rating_and_suit_the_film() -> None:
    groups = {str(film.film_number): film.simulated_taste_groups for film in read_films()}
    assert set(WORDS) == {group for film_groups in groups.values() for group in film_groups}
    rated = {
        (row["userId"], row["movieId"], int(row["timestamp"])) for row in read_csv("ratings.csv")
    }
    tags = read_csv("tags.csv")
    assert 200 <= len(tags) <= 800
    for tag in tags:
        tagged_at = int(tag["timestamp"])
        assert any(
            (tag["userId"], tag["movieId"], tagged_at - seconds) in rated
            for seconds in range(1, 121)
        )
        assert any(tag["tag"] in WORDS[group] for group in groups[tag["movieId"]])
    # Some need quoting, as in the real file.
    assert any("," in tag["tag"] for tag in tags)
    assert any('"' in tag["tag"] for tag in tags)


def test_reviews_have_the_layout_of_2014() -> None:
    reviews = read_reviews()
    assert 1_500 <= len(reviews) <= 2_500
    nameless = 0
    for review in reviews:
        fields = list(review)
        if "reviewerName" not in fields:
            nameless += 1
            fields.insert(2, "reviewerName")
        assert fields == [
            "reviewerID", "asin", "reviewerName", "helpful", "reviewText", "overall", "summary",
            "unixReviewTime", "reviewTime",
        ]  # fmt: skip
        assert review["overall"] in {1.0, 2.0, 3.0, 4.0, 5.0}
        assert isinstance(review["overall"], float)
        useful, votes = review["helpful"]
        assert 0 <= useful <= votes
        seconds = review["unixReviewTime"]
        assert isinstance(seconds, int) and seconds % 86_400 == 0
        written = datetime.strptime(str(review["reviewTime"]), "%m %d, %Y").replace(tzinfo=UTC)
        assert written.timestamp() == seconds
        assert 2011 <= written.year <= 2014
    assert 0 < nameless < len(reviews) / 10
    # The real file writes days without a leading zero.
    assert any(re.match(r"\d\d \d, ", str(review["reviewTime"])) for review in reviews)


def test_every_review_and_reviewer_is_marked_as_simulated() -> None:
    for review in read_reviews():
        assert re.fullmatch(r"SIMULATED\d{5}", str(review["reviewerID"]))
        assert str(review["reviewText"]).startswith("Simulated review: ")
        assert str(review["summary"]).startswith("Simulated: ")
        assert str(review.get("reviewerName", "Simulated person")).startswith("Simulated person")


def test_metadata_are_python_literals_of_the_products() -> None:
    lines = (REVIEWS_FOLDER / "meta_Sample.json").read_text(encoding="utf-8").splitlines()
    documents = [ast.literal_eval(line) for line in lines]
    products = read_products()
    assert [document["asin"] for document in documents] == [product.asin for product in products]
    assert [document["title"] for document in documents] == [product.title for product in products]
    assert [document.get("price") for document in documents] == [
        product.price for product in products
    ]
    assert any(product.price is None for product in products)
    assert sorted(
        rank for document in documents for rank in document["salesRank"].values()
    ) == list(range(1, len(products) + 1))
    for line in lines:
        with pytest.raises(json.JSONDecodeError):
            json.loads(line)


def test_asins_are_ten_characters_and_made_up() -> None:
    asins = [product.asin for product in read_products()]
    assert len(asins) == len(set(asins)) == 60
    with_leading_zeros = [asin for asin in asins if re.fullmatch(r"0\d{9}", asin)]
    assert len(with_leading_zeros) >= 10
    for asin in asins:
        assert re.fullmatch(r"ZZSAMPLE\d\d", asin) or asin in with_leading_zeros
    for asin in with_leading_zeros:
        # A book's ten digits, weighted 10 down to 1, add up to a multiple of 11: none of ours do.
        assert sum(int(digit) * (10 - place) for place, digit in enumerate(asin)) % 11 != 0
    assert {str(review["asin"]) for review in read_reviews()} <= set(asins)
