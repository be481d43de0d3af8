"""What Wikidata knows of films, as CSV; of the films of one dataset, or of all that were found."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from corate.database import rows
from corate.exports.files import ExportFile
from ingest.errors import IngestError, UsageError


@dataclass(frozen=True)
class Films:
    """What an export needs to know of the films."""

    dataset_id: str | None
    """None: all films that were found"""
    count: int
    first_answer: str
    """when Wikidata answered, UTC"""
    last_answer: str


def read_films(connection: duckdb.DuckDBPyConnection, dataset_id: str | None) -> Films:
    """What is known of the films.

    Raises UsageError where there is no such dataset, and IngestError where none of them was found.
    """
    if dataset_id is not None:
        there = [row["dataset_id"] for row in rows(connection, "exports/film_datasets")]
        if dataset_id not in there:
            raise UsageError(
                f"there is no landed dataset '{dataset_id}' with IMDb ids. There are: "
                f"{', '.join(there) or 'none'}"
            )
    (found,) = rows(connection, "exports/films", dataset_id=dataset_id)
    if found["films"] == 0:
        raise IngestError(
            "none of the films was found in Wikidata yet: run `python -m ingest wikidata` and "
            "`python -m corate build`"
        )
    return Films(dataset_id, found["films"], found["first_answer"], found["last_answer"])


def layout(films: Films) -> list[ExportFile]:
    """The files, with rows in the order of the numbers in the ids.

    cast.csv   item,itemLabel,person,personLabel,role,roleLabel
    genre.csv  item,itemLabel,genre,genreLabel
    topic.csv  item,itemLabel,topic,topicLabel
    cast_lists.csv, genre_lists.csv, topic_lists.csv: a line a film, its lists as JSON arrays
    """
    dataset = {"dataset_id": films.dataset_id}
    people = ExportFile("cast.csv", "csv", "film_people", "each film, person and role", dataset)
    values = [
        ExportFile(
            f"{kind}.csv",
            "csv",
            "film_values",
            f"each film and {kind}",
            {**dataset, "kind": kind},
            renamed={"value": kind, "valueLabel": f"{kind}Label"},
        )
        for kind in ("genre", "topic")
    ]
    lists = [
        ExportFile(
            f"{kind}_lists.csv",
            "csv",
            "film_lists",
            f"each film with its {plural}: ids and labels, as JSON arrays",
            {**dataset, "kind": kind},
            renamed={"values": plural, "valueLabels": labels},
        )
        for kind, plural, labels in (
            ("cast", "people", "personLabels"),
            ("genre", "genres", "genreLabels"),
            ("topic", "topics", "topicLabels"),
        )
    ]
    return [people, *values, *lists]
