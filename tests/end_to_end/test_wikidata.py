"""From a SPARQL engine over HTTP to the public tables and the exported files.

Two datasets are landed, asked for and built at once: MovieLens latest-small, where ../shared is
beside the project, against the Wikidata that lies there; and a list of invented films with the hard
cases of tests/ingest/wikidata/hard_cases.ttl.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED_DATA
from tests.support import wikidata
from tests.support.projects import Project, copy_project
from tests.support.sparql import load_graph, serve_graph

LATEST_SMALL = "movielens-latest-small"
HARD_CASES = "movielens-latest"
HARD_GRAPH = Path(__file__).parents[1] / "ingest" / "wikidata" / "hard_cases.ttl"

# the IMDb ids without tt, as MovieLens writes them, and whether Wikidata has the film
HARD_FILMS = {
    "9000001": True,
    "9000003": True,
    "9000004": True,
    "9000005": True,
    "9000006": True,
    "90000007": True,
    "9000008": True,
    "9000009": False,
    "0009010": True,
    "0009011": True,
    "9000012": True,
    "9000099": False,
}

ZOE = 'Zoë "Zee" O\'Brien-Łukasz'

COVERAGE = "movies, linked, with_cast, with_genres, with_topics, collisions, missing_labels"


def land_hard_films(project: Project) -> None:
    """The invented films as a MovieLens folder."""
    folder = project.folder / "hard-films"
    folder.mkdir()
    movies = ["movieId,title,genres"]
    links = ["movieId,imdbId,tmdbId"]
    for film_number, imdb_id in enumerate(HARD_FILMS, start=1):
        movies.append(f"{film_number},Film {imdb_id} (1999),Drama")
        links.append(f"{film_number},{imdb_id},")
    for name, lines in (
        ("movies.csv", movies),
        ("links.csv", links),
        ("ratings.csv", ["userId,movieId,rating,timestamp", "1,1,4.0,1000000000"]),
        ("tags.csv", ["userId,movieId,tag,timestamp"]),
    ):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    project.ingest("land", HARD_CASES, "--from", folder)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Landed, built, asked for, and built again, as the guide says; with the exports."""
    project = copy_project(tmp_path_factory.mktemp("wikidata") / "project")
    land_hard_films(project)
    graphs = [HARD_GRAPH]
    if SHARED_DATA.is_dir():
        project.ingest(
            "land", LATEST_SMALL, "--from", SHARED_DATA / "movielens" / "ml-latest-small"
        )
        graphs.append(SHARED_DATA / "wikidata" / "films.nt.gz")
    first = ("+catalog__movies", "+catalog__items", "+catalog__datasets")
    project.build_without_tests("--select", *first)
    with serve_graph(load_graph(*graphs)) as server:
        project.ingest("wikidata", "--endpoint", server.url, "--quiet")
    project.dbt(
        "build",
        "--select",
        "+catalog__wikidata_unmatched",
        "+catalog__wikidata_coverage",
        "+catalog__wikidata_coverage_by_decade",
        "--exclude-resource-type",
        "unit_test",
    )
    project.corate("export", "--format", "wikidata", "--work")
    return project


@pytest.fixture(scope="module")
def graph(shared_data: Path) -> wikidata.Graph:
    """The shared Wikidata, read without any engine."""
    return wikidata.read_graph(shared_data / "wikidata" / "films.nt.gz")


@pytest.fixture(scope="module")
def years(shared_data: Path) -> dict[str, int | None]:
    """The films of latest-small by IMDb id, with the year behind their title."""
    folder = shared_data / "movielens" / "ml-latest-small"
    found: dict[str, int | None] = {}
    with (
        (folder / "movies.csv").open(encoding="utf-8", newline="") as movies,
        (folder / "links.csv").open(encoding="utf-8", newline="") as links,
    ):
        titles = {row["movieId"]: row["title"] for row in csv.DictReader(movies)}
        for row in csv.DictReader(links):
            year = re.search(r"\((\d{4})(?:[-\u2013]\d{0,4})?\)\s*$", titles[row["movieId"]])
            found[f"tt{row['imdbId']}"] = int(year[1]) if year else None
    return found


def rows_of(project: Project, table: str, dataset_id: str) -> list[tuple[Any, ...]]:
    """The rows of a public table that are of films of a dataset, sorted."""
    return project.rows(
        f"""
        select * from catalog.{table}
        where imdb_id in (
            select imdb_id from catalog.items where dataset_id = '{dataset_id}'
        )
        order by all
        """
    )


def exported(project: Project, name: str) -> list[dict[str, str]]:
    """The rows of an exported file."""
    file = project.folder / "exports" / "all-films" / "wikidata" / name
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_known_figures(warehouse: Project, graph: wikidata.Graph) -> None:
    found = warehouse.rows(
        "select movies, asked, linked, with_genres, with_topics, collisions, failed"
        f" from catalog.wikidata_coverage where dataset_id = '{LATEST_SMALL}'"
    )
    assert found == [(9_742, 9_742, 9_345, 9_345, 2_692, 0, 0)]
    credits_found = rows_of(warehouse, "movie_credits", LATEST_SMALL)
    assert len({row[0] for row in credits_found if row[5] == "P57"}) == 9_038


def test_toy_story(warehouse: Project, graph: wikidata.Graph) -> None:
    (found,) = warehouse.rows(
        "select wikidata_id, cast_names, genre_labels, topic_labels, movielens_genres, dataset_ids"
        " from catalog.movies where imdb_id = 'tt0114709'"
    )
    assert found == (
        "Q171048",
        ["John Lasseter", "John Ratzenberger", "Joel Cohen"],
        ["fantasy film", "buddy film"],
        [],
        ["Adventure", "Animation", "Children", "Comedy", "Fantasy"],
        [LATEST_SMALL],
    )
    roles = warehouse.rows(
        "select role_id, role_label from catalog.movie_credits"
        " where imdb_id = 'tt0114709' and person_label = 'John Lasseter' order by role_id"
    )
    assert roles == [("P170", "creator"), ("P57", "director"), ("P58", "screenwriter")]


def test_credits_genres_and_topics_are_those_of_the_graph(
    warehouse: Project, graph: wikidata.Graph, years: dict[str, int | None]
) -> None:
    expected = {
        "movie_credits": wikidata.credits_of(graph, years),
        "movie_genres": wikidata.values_of(graph, years, wikidata.GENRE),
        "movie_topics": wikidata.values_of(graph, years, wikidata.TOPIC),
    }
    for table, rows in expected.items():
        assert rows and rows_of(warehouse, table, LATEST_SMALL) == rows


def test_lists_of_films_are_in_the_order_of_the_ids(
    warehouse: Project, graph: wikidata.Graph, years: dict[str, int | None]
) -> None:
    found = {
        imdb_id: row
        for imdb_id, *row in warehouse.rows(
            "select imdb_id, wikidata_id, cast_names, genre_labels, topic_labels"
            f" from catalog.movies where list_contains(dataset_ids, '{LATEST_SMALL}')"
        )
    }
    assert set(found) == set(years)
    for imdb_id, row in found.items():
        item = graph.item(imdb_id)
        people = {person for person, _ in graph.people(item)} if item else set()
        genres = graph.values(item, wikidata.GENRE) if item else set()
        topics = graph.values(item, wikidata.TOPIC) if item else set()
        lists = [
            [graph.label(one) for one in wikidata.in_order(ids)] for ids in (people, genres, topics)
        ]
        assert row == [item, *lists]


def test_coverage_is_that_of_the_graph(
    warehouse: Project, graph: wikidata.Graph, years: dict[str, int | None]
) -> None:
    found = warehouse.rows(
        f"select {COVERAGE} from catalog.wikidata_coverage where dataset_id = '{LATEST_SMALL}'"
    )
    assert found == [tuple(asdict(wikidata.coverage_of(graph, years)).values())]
    decades: defaultdict[int | None, list[str]] = defaultdict(list)
    for imdb_id, year in years.items():
        decades[year and year // 10 * 10].append(imdb_id)
    by_decade = {
        decade: tuple(counts)
        for decade, *counts in warehouse.rows(
            f"select release_decade, {COVERAGE} from catalog.wikidata_coverage_by_decade"
            f" where dataset_id = '{LATEST_SMALL}'"
        )
    }
    assert by_decade == {
        decade: tuple(asdict(wikidata.coverage_of(graph, films)).values())
        for decade, films in decades.items()
    }


def test_films_that_are_not_found_are_a_table(
    warehouse: Project, graph: wikidata.Graph, years: dict[str, int | None]
) -> None:
    missing = {imdb_id for imdb_id in years if graph.item(imdb_id) is None}
    assert len(missing) == 397
    found = warehouse.rows(
        f"""
        select imdb_id, kind, outcome, title is not null and asked_at is not null
        from catalog.wikidata_unmatched
        where imdb_id in (
            select imdb_id from catalog.items where dataset_id = '{LATEST_SMALL}'
        )
        """
    )
    assert set(found) == {
        (imdb_id, kind, "not found", True)
        for imdb_id in missing
        for kind in ("cast", "genre", "topic")
    }
    assert len(found) == 3 * len(missing)


def test_hard_cases_in_the_list_of_films(warehouse: Project) -> None:
    found = {
        imdb_id: row
        for imdb_id, *row in warehouse.rows(
            "select imdb_id, wikidata_id, cast_names, genre_labels, topic_labels"
            f" from catalog.movies where list_contains(dataset_ids, '{HARD_CASES}')"
        )
    }
    silent = 'silent "film" about films'
    genres = [silent, "giallo", "Q9000103", "Q9000104"]
    assert found == {
        # of two items with one IMDb id, the one with the lower number
        "tt9000001": ["Q9000001", [ZOE], [silent], []],
        # one item with two IMDb ids; labels only in mul, only in German, in no language
        "tt9000003": ["Q9000003", [], genres, ["café life"]],
        "tt9000004": ["Q9000003", [], genres, ["café life"]],
        # people without a label that was asked for; no genre and yet a cast
        "tt9000005": ["Q9000005", ["Q9000303", "Q9000304"], [], []],
        "tt9000006": ["Q9000006", [], [], []],
        # an id of 8 digits; a person in four roles
        "tt90000007": ["Q9000007", [ZOE], [silent], []],
        # a television film
        "tt9000008": ["Q9000008", [ZOE], [], [ZOE]],
        # a series is no film
        "tt9000009": [None, [], [], []],
        # ids that Wikidata holds in other forms
        "tt0009010": ["Q9000010", [], [], []],
        "tt0009011": ["Q9000011", [], [], []],
        "tt9000012": ["Q9000012", ["Mul Tilingual"], [], []],
        "tt9000099": [None, [], [], []],
    }


def test_hard_cases_in_credits(warehouse: Project) -> None:
    found = rows_of(warehouse, "movie_credits", HARD_CASES)
    eight = ("tt90000007", "Q9000007", 'Eight "Digits" \\ Ümläuts', "Q9000301", ZOE)
    assert found == sorted(
        [
            ("tt9000001", "Q9000001", "Twice", "Q9000301", ZOE, "P57", "director"),
            ("tt9000005", "Q9000005", "Überall", "Q9000304", "Q9000304", "P57", "director"),
            ("tt9000005", "Q9000005", "Überall", "Q9000303", "Q9000303", "P58", "screenwriter"),
            (*eight, "P57", "director"),
            (*eight, "P58", "screenwriter"),
            (*eight, "P161", "cast member"),
            (*eight, "P9000005", "P9000005"),
            ("tt9000008", "Q9000008", "On Television", "Q9000301", ZOE, "P57", "director"),
            ("tt9000008", "Q9000008", "On Television", "Q9000301", ZOE, "P921", "main subject"),
            ("tt9000012", "Q9000012", "Both", "Q9000302", "Mul Tilingual", "P161", "cast member"),
        ]
    )


def test_all_items_of_a_collision_are_kept_and_counted(warehouse: Project) -> None:
    found = warehouse.rows(
        "select wikidata_id, movie_label, is_chosen, items_of_film, people, genres, topics"
        " from catalog.wikidata_items where imdb_id = 'tt9000001' order by wikidata_id"
    )
    assert found == [
        ("Q9000001", "Twice", True, 2, 1, 1, 0),
        ("Q9000002", "Twice (new edit)", False, 2, 1, 0, 0),
    ]
    found = warehouse.rows(
        f"select {COVERAGE} from catalog.wikidata_coverage where dataset_id = '{HARD_CASES}'"
    )
    # without a label: a film, two people, a role, two genres
    assert found == [(12, 10, 5, 4, 3, 1, 6)]


def test_hard_films_that_are_not_found(warehouse: Project) -> None:
    found = warehouse.rows(
        "select distinct imdb_id, title, outcome from catalog.wikidata_unmatched"
        " where imdb_id in (select imdb_id from catalog.items"
        f" where dataset_id = '{HARD_CASES}')"
    )
    assert set(found) == {
        (f"tt{imdb_id}", f"Film {imdb_id}", "not found")
        for imdb_id, is_there in HARD_FILMS.items()
        if not is_there
    }


@pytest.mark.parametrize(
    ("name", "table", "entity", "entities"),
    [
        ("cast", "movie_credits", "person", "people"),
        ("genre", "movie_genres", "genre", "genres"),
        ("topic", "movie_topics", "topic", "topics"),
    ],
)
def test_exported_files_hold_the_tables(
    warehouse: Project, name: str, table: str, entity: str, entities: str
) -> None:
    rows = warehouse.rows(f"select * from catalog.{table}")
    found = [tuple(row.values()) for row in exported(warehouse, f"{name}.csv")]
    # an item is there once, however many IMDb ids it has
    expected = sorted(
        {row[1:] for row in rows},
        key=lambda row: [wikidata.number(row[place]) for place in range(0, len(row), 2)],
    )
    assert found == expected

    lists: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        lists[row[0]][row[3]] = row[4]
    lines = exported(warehouse, f"{name}_lists.csv")
    linked = warehouse.rows(
        "select imdb_id, wikidata_id from catalog.movies where wikidata_id is not null"
    )
    assert sorted((line["imdb_id"], line["item"]) for line in lines) == sorted(linked)
    for line in lines:
        labels = lists[line["imdb_id"]]
        ids = wikidata.in_order(labels)
        assert json.loads(line[entities]) == ids
        assert json.loads(line[f"{entity}Labels"]) == [labels[one] for one in ids]


def test_exported_columns(warehouse: Project) -> None:
    film = ["item", "itemLabel"]
    expected = {
        "cast.csv": [*film, "person", "personLabel", "role", "roleLabel"],
        "genre.csv": [*film, "genre", "genreLabel"],
        "topic.csv": [*film, "topic", "topicLabel"],
        "cast_lists.csv": ["imdb_id", *film, "people", "personLabels"],
        "genre_lists.csv": ["imdb_id", *film, "genres", "genreLabels"],
        "topic_lists.csv": ["imdb_id", *film, "topics", "topicLabels"],
    }
    assert {name: list(exported(warehouse, name)[0]) for name in expected} == expected
