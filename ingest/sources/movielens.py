"""MovieLens (https://grouplens.org/datasets/movielens/): three generations of layouts.

100K has tab and `|` files called u.*, 1M and 10M have `::` files called *.dat, and everything since
(20M, 25M, 32M, latest, latest-small) has CSV files with headers. The README of each archive
describes its columns. u.item and the .dat files are Latin-1 in the original archives; copies in
UTF-8 exist, so the file itself decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from ingest.columns import IDENTIFIER, NUMBER, SMALL_INTEGER, TEXT, UNIX_TIME, Column
from ingest.errors import IngestError
from ingest.layouts import Delimited, DeliveredFile, Layout, Plan
from ingest.sources.named_files import bare_name, plan_by_name

USER = Column("userId", IDENTIFIER)
MOVIE = Column("movieId", IDENTIFIER)
TAG_NUMBER = Column("tagId", IDENTIFIER)
RATING = Column("rating", NUMBER)
TIME = Column("timestamp", UNIX_TIME)
TITLE = Column("title", TEXT, required=False)
GENRES = Column("genres", TEXT, required=False)
TAG = Column("tag", TEXT, required=False)

# in the order of u.item, given in the README of ml-100k
GENRES_100K = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary",
    "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
)  # fmt: skip


def _without_header(
    table: str, delimiter: str, *columns: Column, interactions: bool = False
) -> Delimited:
    return Delimited(
        table=table,
        columns=columns,
        interactions=interactions,
        delimiter=delimiter,
        header=False,
        positions=tuple(range(len(columns))),
        width=len(columns),
        quote="",
        latin_1=True,
    )


FILES_100K: Mapping[str, Layout] = {
    "u.data": _without_header(
        "movielens_ratings", "\t", USER, MOVIE, RATING, TIME, interactions=True
    ),
    "u.item": _without_header(
        "movielens_items",
        "|",
        MOVIE,
        TITLE,
        Column("releaseDate", TEXT, required=False),
        Column("videoReleaseDate", TEXT, required=False),
        Column("imdbUrl", TEXT, required=False),
        *(Column(genre, SMALL_INTEGER) for genre in GENRES_100K),
    ),
    "u.user": _without_header(
        "movielens_users",
        "|",
        USER,
        Column("age", SMALL_INTEGER, required=False),
        Column("gender", TEXT, required=False),
        Column("occupation", TEXT, required=False),
        Column("zipCode", TEXT, required=False),
    ),
}

FILES_1M_AND_10M: Mapping[str, Layout] = {
    "ratings.dat": _without_header(
        "movielens_ratings", "::", USER, MOVIE, RATING, TIME, interactions=True
    ),
    "movies.dat": _without_header("movielens_movies", "::", MOVIE, TITLE, GENRES),
    "users.dat": _without_header(
        "movielens_users",
        "::",
        USER,
        Column("gender", TEXT, required=False),
        Column("age", SMALL_INTEGER, required=False),
        Column("occupation", TEXT, required=False),
        Column("zipCode", TEXT, required=False),
    ),
    "tags.dat": _without_header("movielens_tags", "::", USER, MOVIE, TAG, TIME),
}

FILES_SINCE_20M: Mapping[str, Layout] = {
    "ratings.csv": Delimited("movielens_ratings", (USER, MOVIE, RATING, TIME), interactions=True),
    "movies.csv": Delimited("movielens_movies", (MOVIE, TITLE, GENRES)),
    "links.csv": Delimited(
        "movielens_links",
        (
            MOVIE,
            Column("imdbId", TEXT, required=False),
            Column("tmdbId", TEXT, required=False),
        ),
    ),
    "tags.csv": Delimited("movielens_tags", (USER, MOVIE, TAG, TIME)),
    "genome-scores.csv": Delimited(
        "movielens_genome_scores", (MOVIE, TAG_NUMBER, Column("relevance", NUMBER))
    ),
    "genome-tags.csv": Delimited("movielens_genome_tags", (TAG_NUMBER, TAG)),
}

FILES_BY_EDITION: Mapping[str, Mapping[str, Layout]] = {
    "100k": FILES_100K,
    "1m": FILES_1M_AND_10M,
    "10m": FILES_1M_AND_10M,
}

FOLDER_BY_EDITION: Mapping[str, str] = {
    "100k": "ml-100k",
    "1m": "ml-1m",
    "10m": "ml-10M100K",
    "20m": "ml-20m",
    "25m": "ml-25m",
    "32m": "ml-32m",
    "latest": "ml-latest",
    "latest-small": "ml-latest-small",
}
"""The folder in which GroupLens packs each edition."""

EDITION_BY_NAME: Mapping[str, str] = {
    name.lower(): edition
    for edition, folder in FOLDER_BY_EDITION.items()
    # the archive of 10M is called otherwise than its folder: ml-10m.zip
    for name in (folder, f"ml-{edition}")
}


def plan(files: Sequence[DeliveredFile], edition: str) -> Plan:
    """Plan the files of a MovieLens edition; every edition since 20M is laid out alike.

    Raises IngestError where nothing is usable, a file is there twice, or the files lie in the
    folder of another edition.
    """
    layouts = FILES_BY_EDITION.get(edition.lower(), FILES_SINCE_20M)
    # a stray file of another edition does no harm beside the files that will be read
    _check_edition([file for file in files if bare_name(file) in layouts] or files, edition)
    return plan_by_name(files, layouts, f"MovieLens {edition}")


def _check_edition(files: Sequence[DeliveredFile], edition: str) -> None:
    """Refuse the files of another edition: where the layout is the same, they would land."""
    own_folder = FOLDER_BY_EDITION.get(edition.lower())
    names = [name for name in map(_edition_name, files) if name is not None]
    if own_folder is None or not names:
        return
    if edition.lower() not in {EDITION_BY_NAME[name.lower()] for name in names}:
        found = EDITION_BY_NAME[names[0].lower()]
        raise IngestError(
            f"this is MovieLens {found}, not {edition}: found {names[0]}, expected {own_folder}. "
            f"Land it as movielens-{found}, or give {own_folder} with --from"
        )


def _edition_name(file: DeliveredFile) -> str | None:
    """The innermost folder or archive around a file that bears the name of an edition."""
    folders = PurePosixPath(file.name).parts[:-1]
    around = [file.container.split(".", 1)[0], *folders]
    return next((name for name in reversed(around) if name.lower() in EDITION_BY_NAME), None)
