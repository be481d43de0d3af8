"""The facts of films.csv, compared with Wikidata and MovieLens.

Both comparisons read ``../shared/data`` and skip where that is absent. What cannot be checked there
is named below, so that a fact added later is either checked or named.
"""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sample.films import Film, read_films

FILMS = read_films()

# Released after the shared extracts end: neither source knows them.
TOO_RECENT = {"Parasite", "Oppenheimer"}

# Our title, and the one that the shared extracts have for the same film.
OTHER_NAMES = {
    "(500) Days of Summer": "Days of Summer",
    "8½": "8 1/2",
    "Harry Potter and the Philosopher's Stone": "Harry Potter and the Sorcerer's Stone",
    "Oldboy": "Old Boy",
    "Return of the Jedi": "Star Wars: Episode VI - Return of the Jedi",
    "Ring": "Ringu",
    "Star Wars": "Star Wars: Episode IV - A New Hope",
    "The Empire Strikes Back": "Star Wars: Episode V - The Empire Strikes Back",
    "The Godfather Part II": "The Godfather: Part II",
    "Three Colours: Red": "Three Colors: Red",
}

# MovieLens latest-small dates Black Panther to 2017; it was released in 2018.
OTHER_YEARS = {"Black Panther": 2017}

MOVIELENS_GENRES = {
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller",
    "War", "Western",
}  # fmt: skip

TRIPLE = re.compile(r"<http://www\.wikidata\.org/entity/(\w+)> <[^>]*[/#](\w+)> (.*) \.\n")


@dataclass
class Wikidata:
    """What the shared extract knows: ids by IMDb id, English labels, directors' ids."""

    ids_by_imdb_id: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, str] = field(default_factory=dict)
    directors: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@pytest.fixture(scope="module")
def wikidata(shared_data: Path) -> Wikidata:
    found = Wikidata()
    with gzip.open(shared_data / "wikidata" / "films.nt.gz", "rt", encoding="utf-8") as file:
        for line in file:
            match = TRIPLE.fullmatch(line)
            assert match, line
            subject, predicate, value = match.groups()
            if predicate == "P345":
                found.ids_by_imdb_id[value.strip('"')].add(subject)
            elif predicate == "P57":
                found.directors[subject].add(value.rpartition("/")[2].rstrip(">"))
            elif predicate == "label" and value.endswith('"@en'):
                found.labels[subject] = value[1:-4].replace('\\"', '"')
    return found


@pytest.fixture(scope="module")
def movielens_titles(shared_data: Path) -> dict[str, str]:
    """Titles of MovieLens latest-small by IMDb id."""
    folder = shared_data / "movielens" / "ml-latest-small"
    with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
        imdb_ids = {row["movieId"]: f"tt{row['imdbId']}" for row in csv.DictReader(file)}
    with (folder / "movies.csv").open(encoding="utf-8", newline="") as file:
        return {imdb_ids[row["movieId"]]: row["title"] for row in csv.DictReader(file)}


def plain(title: str) -> str:
    """Lower case, without accents and without a leading or trailing article."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    text = re.sub(r"^(the|an|a|la|das) |, (the|an|a|la|das)$", "", text)
    return text.strip()


def expected_name(film: Film) -> str:
    """The name that the shared extracts should have for a film."""
    return plain(OTHER_NAMES.get(film.title, film.title))


def test_films_are_150_numbered_and_distinct() -> None:
    assert [film.film_number for film in FILMS] == list(range(1, 151))
    assert len({film.imdb_id for film in FILMS}) == 150
    assert len({film.wikidata_id for film in FILMS}) == 150
    assert len({(film.title, film.release_year) for film in FILMS}) == 150


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.title)
def test_a_film_is_well_formed(film: Film) -> None:
    assert re.fullmatch(r"tt\d{7,}", film.imdb_id)
    assert re.fullmatch(r"Q[1-9]\d*", film.wikidata_id)
    assert 1890 < film.release_year < 2026
    assert film.genres == tuple(sorted(set(film.genres)))
    assert set(film.genres) <= MOVIELENS_GENRES
    assert 3 <= len(film.cast) == len(set(film.cast)) <= 5
    assert film.directors == tuple(dict.fromkeys(film.directors))
    assert 1 <= len(film.simulated_taste_groups) <= 2
    assert 1 <= film.simulated_reach <= 5
    for text in (film.title, *film.directors, *film.cast, *film.genres):
        assert text and text == text.strip() == unicodedata.normalize("NFC", text)


def test_films_cover_decades_languages_and_tastes() -> None:
    assert len({film.release_year // 10 for film in FILMS}) >= 9
    assert sum(bool(film.original_title) for film in FILMS) >= 30
    assert sum(not film.movielens_title.isascii() for film in FILMS) >= 20
    films_of_group: defaultdict[str, int] = defaultdict(int)
    for film in FILMS:
        for group in film.simulated_taste_groups:
            films_of_group[group] += 1
    assert len(films_of_group) >= 12
    assert min(films_of_group.values()) >= 9
    # One IMDb id has eight digits, so that nothing may count on seven.
    assert any(len(film.imdb_id) == 10 for film in FILMS)


def test_wikidata_ids_belong_to_the_imdb_ids(wikidata: Wikidata) -> None:
    unknown = {film.title for film in FILMS if film.imdb_id not in wikidata.ids_by_imdb_id}
    assert unknown == TOO_RECENT
    wrong = {
        film.title: wikidata.ids_by_imdb_id[film.imdb_id]
        for film in FILMS
        if film.title not in unknown and wikidata.ids_by_imdb_id[film.imdb_id] != {film.wikidata_id}
    }
    assert not wrong
    print(f"IMDb id and Wikidata id checked for {len(FILMS) - len(unknown)} of {len(FILMS)} films")


def test_wikidata_labels_are_our_titles(wikidata: Wikidata) -> None:
    labels = {film.title: wikidata.labels.get(film.wikidata_id) for film in FILMS}
    unlabelled = {title for title, label in labels.items() if label is None}
    assert unlabelled == TOO_RECENT
    wrong = {
        film.title: labels[film.title]
        for film in FILMS
        if film.title not in unlabelled and plain(str(labels[film.title])) != expected_name(film)
    }
    assert not wrong


def test_our_directors_are_wikidata_directors(wikidata: Wikidata) -> None:
    """Each of ours is one of Wikidata's, which also lists uncredited and second-unit ones."""
    unchecked = set()
    wrong = {}
    for film in FILMS:
        labels = {wikidata.labels.get(person) for person in wikidata.directors[film.wikidata_id]}
        if not labels - {None}:
            unchecked.add(film.title)
        elif not set(film.directors) <= labels:
            wrong[film.title] = labels
    assert not wrong
    # The one director of Come and See has no label in the extract.
    assert unchecked == TOO_RECENT | {"Come and See"}
    print(f"Directors checked for {len(FILMS) - len(unchecked)} of {len(FILMS)} films")


def test_movielens_has_our_titles_and_years(movielens_titles: dict[str, str]) -> None:
    unknown = {film.title for film in FILMS if film.imdb_id not in movielens_titles}
    assert unknown == TOO_RECENT
    wrong = {}
    for film in FILMS:
        if film.title in unknown:
            continue
        their_title = movielens_titles[film.imdb_id]
        match = re.fullmatch(r"(.+?)( \(.*\))? \((\d{4})\)", their_title)
        assert match, their_title
        year = OTHER_YEARS.get(film.title, film.release_year)
        # Only Wikidata's label lacks the "(500)".
        name = plain(film.title) if film.title.startswith("(") else expected_name(film)
        if (plain(match[1]), int(match[3])) != (name, year):
            wrong[film.title] = their_title
    assert not wrong
    print(f"Title and year checked for {len(FILMS) - len(unknown)} of {len(FILMS)} films")


def test_movielens_style_titles_are_movielens_own(movielens_titles: dict[str, str]) -> None:
    """For films whose name is written alike, our style gives MovieLens's title to the letter."""
    compared = [
        film
        for film in FILMS
        if film.imdb_id in movielens_titles
        and not film.original_title
        and film.title not in OTHER_NAMES | OTHER_YEARS
    ]
    differing = {
        film.title: movielens_titles[film.imdb_id]
        for film in compared
        if film.movielens_title != movielens_titles[film.imdb_id]
    }
    assert len(compared) >= 100
    # MovieLens moves articles of other languages too, and gives three films a second name.
    assert set(differing) == {
        "Das Boot",
        "Ghostbusters",
        "La Dolce Vita",
        "Raiders of the Lost Ark",
        "Seven",
    }
