"""MovieTweetings: `::` files in UTF-8."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures" / "movietweetings"


def test_the_three_files_land_as_delivered(warehouse: Warehouse) -> None:
    assert warehouse.land("tweetings", FIXTURES) == 0
    assert warehouse.rows("movietweetings_ratings") == [
        (1, "1", "0068646", 10.0, 1381620027),
        (2, "1", "0113277", 10.0, 1379466669),
        (3, "2", "11564570", 0.0, 1587503106),
    ]
    assert warehouse.rows("movietweetings_movies") == [
        (1, "0002844", "Fantômas - À l'ombre de la guillotine (1913)", "Crime|Drama"),
        (2, "0068646", "The Godfather (1972)", "Crime|Drama"),
        (3, "11564570", "Untitled (2020)", None),
    ]
    assert warehouse.rows("movietweetings_users") == [(1, "1", "139564917"), (2, "2", "17528189")]


def test_latin_1_is_not_guessed_here(warehouse: Warehouse, delivery: Path) -> None:
    write(delivery / "movies.dat", ["1::Fantômas::Crime".encode("latin-1")])
    assert warehouse.land("tweetings", delivery, "--max-rejected", "100%") == 0
    assert warehouse.rejected() == [(1, "1::Fant\\xf4mas::Crime", "bytes that are not UTF-8")]
