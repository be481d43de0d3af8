"""The films of ``films.csv``: public facts, and what the simulation assumes of each film."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sample.tastes import Thing
from sample.titles import movielens_title

FILMS_FILE = Path(__file__).with_name("films.csv")


@dataclass(frozen=True)
class Film:
    """A film; its last two fields are assumptions of the simulation, all others are facts."""

    film_number: int
    title: str
    original_title: str
    release_year: int
    imdb_id: str
    wikidata_id: str
    genres: tuple[str, ...]
    directors: tuple[str, ...]
    cast: tuple[str, ...]
    simulated_taste_groups: tuple[str, ...]
    simulated_reach: int

    @property
    def movielens_title(self) -> str:
        """The title with its article last and the year in brackets."""
        return movielens_title(self.title, self.original_title, self.release_year)

    @property
    def movielens_imdb_id(self) -> str:
        """The IMDb id's digits alone, as MovieLens writes it: ``0133093`` for ``tt0133093``."""
        return self.imdb_id.removeprefix("tt")

    def as_thing(self) -> Thing:
        """The film as something to rate, from the first day of the year after its release."""
        released = datetime(self.release_year + 1, 1, 1, tzinfo=UTC)
        return Thing(
            number=self.film_number,
            taste_groups=self.simulated_taste_groups,
            reach=self.simulated_reach,
            available_from=int(released.timestamp()),
        )


def read_films(path: Path = FILMS_FILE) -> list[Film]:
    """All films of the file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Film(
                film_number=int(row["film_number"]),
                title=row["title"],
                original_title=row["original_title"],
                release_year=int(row["release_year"]),
                imdb_id=row["imdb_id"],
                wikidata_id=row["wikidata_id"],
                genres=tuple(row["genres"].split("|")),
                directors=tuple(row["directors"].split("|")),
                cast=tuple(row["cast"].split("|")),
                simulated_taste_groups=tuple(row["simulated_taste_groups"].split("|")),
                simulated_reach=int(row["simulated_reach"]),
            )
            for row in csv.DictReader(file)
        ]
