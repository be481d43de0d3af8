"""Random answers of a Wikidata that changes, against the rules in plain Python.

In between are films lost and found, items that come and go, several items with one IMDb id,
labels that change and vanish, answers that arrive late, and failures before and after answers.
"""

from __future__ import annotations

import json
import random

import duckdb
import pytest

from tests.support.projects import SMALL, Project, copy_project
from tests.support.wikidata_answers import Failure, Reference, random_answers

SEED = 20261122
FAILURES = [
    Failure(kind, f"tt{number:07}")
    for number in range(50, 75)
    for kind in ("cast", "genre", "topic", "full")
    if (number + len(kind)) % 3
]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference(random_answers(SEED, films=60, runs=6))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The answers landed and built, in several blocks; the last few when the others were built."""
    project = copy_project(tmp_path_factory.mktemp("answers") / "project", SMALL)
    chance = random.Random(SEED)
    lines = [
        json.dumps(answer.as_saved(chance)) + "\n"
        for answer in random_answers(SEED, films=60, runs=6)
    ]
    file = project.folder / "answers.jsonl"
    file.write_text("".join(lines[:-3]), encoding="utf-8")
    project.ingest("wikidata", "--from", file)
    project.build_without_tests("--select", "+catalog__wikidata_unmatched")
    notes = "from versions.partitions where node = 'model.corate.int_wikidata_bindings'"
    before = project.rows(notes)
    file.write_text("".join(lines), encoding="utf-8")
    project.ingest("wikidata", "--from", file)
    with duckdb.connect(str(project.database)) as connection:
        connection.executemany(
            """
            insert into raw.wikidata_failures
            values (?, ?, 'https://one.example', 8, 'no answer in time', '2026-01-05')
            """,
            [(failure.kind, failure.imdb_id) for failure in FAILURES],
        )
    printed = project.build_with_data_tests("--select", "+catalog__wikidata_unmatched")
    assert "block 2 of " in printed
    # the blocks that were full, and the form of the table, are as they were
    assert len(before) > 5 and len(set(before) - set(project.rows(notes))) <= 1
    return project


def test_the_answers_are_as_varied_as_they_should_be(reference: Reference) -> None:
    items = [reference.items(imdb_id) for imdb_id in reference.films]
    assert any(len(of_film) > 1 for of_film in items) and any(not of_film for of_film in items)
    # the order by number is not that of texts somewhere
    assert any(min(of_film) != of_film[0] for of_film in items if len(of_film) > 1)
    people = [row[3:] for row in reference.credits()]
    assert any(person == label for person, label, *_ in people)
    outcomes = {outcome for *_, outcome in reference.unmatched(FAILURES)}
    assert outcomes == {"failed", "not found"}


def test_credits_genres_and_topics(warehouse: Project, reference: Reference) -> None:
    expected = {
        "movie_credits": reference.credits(),
        "movie_genres": reference.values("genre"),
        "movie_topics": reference.values("topic"),
    }
    for table, rows in expected.items():
        assert rows and sorted(warehouse.rows(f"select * from catalog.{table}")) == rows


def test_items_of_films(warehouse: Project, reference: Reference) -> None:
    found = warehouse.rows(
        """
        select
            imdb_id, wikidata_id, movie_label, is_chosen, items_of_film, people, genres, topics
        from catalog.wikidata_items
        order by imdb_id, wikidata_id
        """
    )
    assert found == reference.all_items()


def test_films_that_were_asked_for_in_vain(warehouse: Project, reference: Reference) -> None:
    found = warehouse.rows("select imdb_id, kind, outcome from catalog.wikidata_unmatched")
    assert len(found) == len(set(found))
    assert set(found) == reference.unmatched(FAILURES)
