"""MovieTweetings (https://github.com/sidooms/MovieTweetings): `::` files in UTF-8, no header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.columns import IDENTIFIER, NUMBER, TEXT, UNIX_TIME, Column
from ingest.layouts import Delimited, DeliveredFile, Layout, Plan
from ingest.sources.named_files import plan_by_name


def _file(table: str, *columns: Column, interactions: bool = False) -> Delimited:
    return Delimited(
        table=table,
        columns=columns,
        interactions=interactions,
        delimiter="::",
        header=False,
        positions=tuple(range(len(columns))),
        width=len(columns),
        quote="",
    )


FILES: Mapping[str, Layout] = {
    "ratings.dat": _file(
        "movietweetings_ratings",
        Column("user_id", IDENTIFIER),
        Column("movie_id", IDENTIFIER),
        Column("rating", NUMBER),
        Column("rating_timestamp", UNIX_TIME),
        interactions=True,
    ),
    "movies.dat": _file(
        "movietweetings_movies",
        Column("movie_id", IDENTIFIER),
        Column("movie_title", TEXT, required=False),
        Column("genres", TEXT, required=False),
    ),
    "users.dat": _file(
        "movietweetings_users",
        Column("user_id", IDENTIFIER),
        Column("twitter_id", TEXT, required=False),
    ),
}


def plan(files: Sequence[DeliveredFile], edition: str) -> Plan:
    """Plan the three files of a snapshot; every edition is laid out alike."""
    return plan_by_name(files, FILES, f"MovieTweetings {edition}")
