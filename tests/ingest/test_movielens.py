"""The three generations of MovieLens layouts, from small files in their native formats."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.ingest.conftest import Warehouse

FIXTURES = Path(__file__).parent / "fixtures" / "movielens"


def test_100k_has_tabs_and_pipes(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-100k", FIXTURES / "ml-100k") == 0
    assert warehouse.rows("movielens_ratings") == [
        (1, "196", "242", 3.0, 881250949),
        (2, "186", "302", 3.0, 891717742),
    ]
    assert warehouse.rows("movielens_users") == [
        (1, "1", "M", 24, "technician", "85711"),
        (2, "2", "F", 53, "other", "94043"),
        (3, "3", "M", 31, "artist", "T8H1N"),
    ]
    items = warehouse.rows("movielens_items")
    assert items[0][:6] == (
        1, "1", "Toy Story (1995)", "01-Jan-1995", None,
        "http://us.imdb.com/M/title-exact?Toy%20Story%20(1995)",
    )  # fmt: skip
    assert items[0][6:] == (0, 0, 0, 1, 1, 1, *[0] * 13)
    assert items[1][:6] == (2, "267", "unknown", None, None, None)
    assert items[1][6:] == (1, *[0] * 18)


def test_100k_titles_in_latin_1_keep_their_accents(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-100k", FIXTURES / "ml-100k") == 0
    titles = warehouse.query("select title from raw.movielens_items order by source_row")
    assert titles[2] == ("Misérables, Les (1995)",)


def test_genre_columns_are_those_of_the_readme(warehouse: Warehouse) -> None:
    assert warehouse.run("land", "ml-100k", "--from", FIXTURES / "ml-100k") == 0
    (true_genres,) = warehouse.query(
        'select "Animation", "Children\'s", "Comedy", "Western" from raw.movielens_items limit 1'
    )
    assert true_genres == (1, 1, 1, 0)


def test_1m_has_double_colons_in_latin_1(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-1m", FIXTURES / "ml-1m") == 0
    assert warehouse.rows("movielens_ratings") == [
        (1, "1", "1193", 5.0, 978300760),
        (2, "1", "661", 3.0, 978302109),
    ]
    assert warehouse.rows("movielens_movies") == [
        (1, "1", "Toy Story (1995)", "Animation|Children's|Comedy"),
        (2, "73", "Misérables, Les (1995)", "Drama|Musical"),
    ]
    assert warehouse.rows("movielens_users") == [
        (1, "1", "F", 1, "10", "48067"),
        (2, "2", "M", 56, "16", "70072"),
    ]
    assert "not delivered: tags.dat" in warehouse.output


def test_a_copy_in_utf_8_reads_the_same(warehouse: Warehouse, delivery: Path) -> None:
    original = (FIXTURES / "ml-1m" / "movies.dat").read_bytes()
    assert warehouse.land("ml-1m", FIXTURES / "ml-1m") == 0
    expected = warehouse.rows("movielens_movies")
    (delivery / "movies.dat").write_text(original.decode("latin-1"), encoding="utf-8")
    shutil.copy(FIXTURES / "ml-1m" / "ratings.dat", delivery)
    assert warehouse.land("ml-1m", delivery) == 0
    assert warehouse.rows("movielens_movies") == expected


def test_10m_has_half_stars_and_tags(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-10m", FIXTURES / "ml-10m") == 0
    assert warehouse.rows("movielens_ratings") == [(1, "1", "122", 4.5, 838985046)]
    assert warehouse.rows("movielens_tags") == [
        (1, "15", "4973", "excellent!", 1215184630),
        (2, "20", "1747", 'a "quoted" word', 1188263867),
    ]


def test_since_20m_there_are_csv_files_with_headers(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-20m", FIXTURES / "ml-20m") == 0
    assert warehouse.rows("movielens_ratings") == [
        (1, "1", "2", 3.5, 1112486027),
        (2, "1", "29", 0.5, 1112484676),
    ]
    assert warehouse.rows("movielens_movies") == [
        (1, "1", "Toy Story (1995)", "Adventure|Animation"),
        (2, "11", "American President, The (1995)", "Comedy"),
        (3, "121", 'Boys, "The" (1997)', "(no genres listed)"),
    ]
    assert warehouse.rows("movielens_links") == [
        (1, "1", "0114709", "862"),
        (2, "11", "0112346", None),
    ]
    assert warehouse.rows("movielens_tags") == [(1, "18", "4141", "Mark Waters", 1240597180)]
    assert warehouse.rows("movielens_genome_scores") == [(1, "1", "1", 0.025)]
    assert warehouse.rows("movielens_genome_tags") == [(1, "1", "007")]
    assert "not delivered" not in warehouse.output


@pytest.mark.parametrize("name", ["ml-1m", "ml-20m"])
def test_the_wrong_archive_is_named_and_changes_nothing(warehouse: Warehouse, name: str) -> None:
    assert warehouse.land(name, FIXTURES / "ml-100k") == 1
    assert "this is not MovieLens" in warehouse.errors
    assert "looked for ratings" in warehouse.errors
    assert "u.data" in warehouse.errors
    assert not warehouse.path.exists()


def test_a_part_lands_and_the_rest_is_named(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-20m", FIXTURES / "ml-20m" / "movies.csv") == 0
    assert len(warehouse.rows("movielens_movies")) == 3
    assert "not delivered: ratings.csv, links.csv" in warehouse.output


def test_columns_are_found_by_name(warehouse: Warehouse, delivery: Path) -> None:
    (delivery / "ratings.csv").write_text("rating,extra,timestamp,movieId,userId\n4,x,100,7,8\n")
    assert warehouse.land("ml-20m", delivery) == 0
    assert warehouse.rows("movielens_ratings") == [(1, "8", "7", 4.0, 100)]


def test_a_missing_column_is_named(warehouse: Warehouse, delivery: Path) -> None:
    (delivery / "ratings.csv").write_text("userId,movieId,timestamp\n1,2,100\n")
    assert warehouse.land("ml-20m", delivery) == 1
    assert warehouse.errors == (
        "error: ratings.csv has no column 'rating': its columns are userId, movieId, timestamp\n"
    )


def test_the_same_file_twice_is_refused(warehouse: Warehouse, delivery: Path) -> None:
    for folder in ("a", "b"):
        (delivery / folder).mkdir()
        (delivery / folder / "ratings.csv").write_text("userId,movieId,rating,timestamp\n")
    assert warehouse.land("ml-20m", delivery) == 1
    assert "ratings.csv is there 2 times (a/ratings.csv, b/ratings.csv)" in warehouse.errors
