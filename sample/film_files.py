"""Writes the simulated film ratings in the layout of MovieLens latest-small.

Layout (GroupLens' README of ml-latest-small): CSV with a header line, UTF-8, a quoted field where
it holds a comma or a quotation mark; ratings and tags ordered by user and then by film.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sample.films import Film
from sample.simulation import Rating, Setting, simulate
from sample.tags import Tag, draw_tags

DAY_ZERO = date(1970, 1, 1)
SETTING = Setting(
    seed=20190101,
    people=600,
    seekers=40,
    most_ratings=65,
    ratings_a_session=8,
    rating_steps=10,
    first_day=(date(2019, 1, 1) - DAY_ZERO).days,
    last_day=(date(2024, 12, 31) - DAY_ZERO).days,
)
README = """\
SIMULATED RATINGS OF REAL FILMS

The films are real: their titles, years, genres, IMDb ids, directors and actors are public facts,
kept in sample/films.csv. Everything else is SIMULATED: every person, rating, tag and time in this
folder was drawn by a program (python -m sample.generate, seed {seed}). No person behind a userId
exists, nobody gave these ratings, and they say nothing about any film. Do not use them as
evidence about a film, a director, an actor or an audience.

  ratings.csv  {ratings} simulated ratings by {people} simulated people, 0.5 to 5 in half stars
  movies.csv   {films} films with their MovieLens-style titles and genres
  links.csv    their IMDb ids, without the leading "tt"; tmdbId is left blank
  tags.csv     {tags} simulated tags

The layout is that of MovieLens latest-small, so that the sample is landed by the same code as
the real data; movieId is the film's number in sample/films.csv and has nothing to do with
MovieLens's own ids. No row of MovieLens is in it. A few ratings are given again later by the same
person, and a few share their second with another one: both happen in real data.

Licence: that of this project (see LICENSE). Made by the project; nothing is taken from elsewhere.
"""


def write_film_files(films: Sequence[Film], folder: Path) -> None:
    """Simulates the ratings and tags and writes the folder's five files."""
    ratings = simulate(SETTING, [film.as_thing() for film in films])
    tags = draw_tags(SETTING.seed + 1, ratings)
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(
        folder / "ratings.csv",
        ("userId", "movieId", "rating", "timestamp"),
        (
            (rating.person.number, rating.thing.number, rating.steps / 2, rating.rated_at)
            for rating in sorted(ratings, key=_by_user_film_and_time)
        ),
    )
    _write_csv(
        folder / "movies.csv",
        ("movieId", "title", "genres"),
        ((film.film_number, film.movielens_title, "|".join(film.genres)) for film in films),
    )
    _write_csv(
        folder / "links.csv",
        ("movieId", "imdbId", "tmdbId"),
        ((film.film_number, film.movielens_imdb_id, "") for film in films),
    )
    _write_csv(
        folder / "tags.csv",
        ("userId", "movieId", "tag", "timestamp"),
        sorted((tag.person_number, tag.film_number, tag.text, tag.tagged_at) for tag in tags),
    )
    (folder / "README.txt").write_text(
        _readme(films, ratings, tags), encoding="utf-8", newline="\n"
    )


def _by_user_film_and_time(rating: Rating) -> tuple[int, int, int]:
    """The order of MovieLens's ratings file."""
    return (rating.person.number, rating.thing.number, rating.rated_at)


def _write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """One CSV file with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _readme(films: Sequence[Film], ratings: Sequence[Rating], tags: Sequence[Tag]) -> str:
    """The folder's README with the figures of this run."""
    return README.format(
        seed=SETTING.seed,
        ratings=len(ratings),
        people=len({rating.person.number for rating in ratings}),
        films=len(films),
        tags=len(tags),
    )
