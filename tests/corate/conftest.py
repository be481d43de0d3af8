"""One warehouse for all tests of commands: the sample, and some odd data of our own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from tests.support.commands import corate
from tests.support.projects import Project, copy_project

ODD_IDS = [
    "plain",
    "with space",
    "with\ttab",
    'with "quotes"',
    "it's",
    '"',
    "007",
    "7",
    "NA",
    "null",
    "#hash",
    "back\\slash",
    "a,b;c|d",
    "日本 é",
]
"""Ids that a text format may damage."""

ODD_TITLES = {
    "1": 'Tab\there, "quotes" there',
    "2": '"Opens and never closes',
    "3": "Two\nlines",
    "4": "#hash first",
    "5": "Ünïcode — 映画",
}
"""Titles that a text format may damage, by movieId."""

OWN_RECIPES = """\
odd-ids,odd-ids,all,,,,none,none,,,,,,
odd-ids-split,odd-ids,all,,,,none,global_time,0.2,0.2,,,,
odd-titles,movielens-latest-small,all,,,,none,none,,,,,,
no-times,no-times,all,,,,none,none,,,,,,
short-history,sample-films,,,5,5,all,leave_one_out,,,3,,,
no-valid,sample-films,,,5,5,train,global_time,0,0.1,,,,
"""

FORMATS = ("sequences", "recbole", "parquet")

FILMS = "sample-films-time-core4"

READ_BY_COMMANDS = (
    *("path:models/marts/benchmarks", "catalog__datasets", "catalog__items", "catalog__movies"),
    *("catalog__movie_credits", "catalog__movie_genres", "catalog__movie_topics"),
    *("catalog__wikidata_items", "catalog__wikidata_coverage", "catalog__models"),
    *("similarity__item_neighbors", "similarity__content_neighbors"),
    "recommendations__user_recommendations",
)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project, built; one for all processes of tests, which only read it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, built = shared / "commands", shared / "commands-are-built"
    with FileLock(shared / "commands.lock"):
        if built.exists():
            return Project(folder)
        project = copy_project(folder)
        with (folder / "seeds" / "recipes.csv").open("a", encoding="utf-8") as recipes:
            recipes.write(OWN_RECIPES)
        land_data(project)
        project.build_without_tests("--select", *(f"+{name}" for name in READ_BY_COMMANDS))
        # dbt leaves a log beside the file, from which whoever opens it next would have to read
        duckdb.connect(str(project.database)).close()
        built.touch()
    return project


@pytest.fixture(scope="session")
def database(project: Project) -> Path:
    """What the commands read."""
    return project.database


@pytest.fixture(scope="session")
def tables(
    database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same, for reading without them: a copy, since a process opens a file in one way only."""
    copy = shutil.copy(database, tmp_path_factory.mktemp("tables"))
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


class Exports:
    """Folders that are written when they are first asked for."""

    def __init__(self, database: Path, root: Path) -> None:
        self._database = database
        self._root = root

    def export(self, recipe_id: str, layout: str) -> Path:
        """The folder of a benchmark."""
        folder = self._root / recipe_id / layout
        if not folder.exists():
            self._run(recipe_id, "--format", layout, "--to", folder)
        return folder

    def wikidata(self, dataset_id: str) -> Path:
        """The folder of the films of a dataset."""
        folder = self._root / dataset_id / "wikidata"
        if not folder.exists():
            self._run("--format", "wikidata", "--dataset", dataset_id, "--to", folder)
        return folder

    def _run(self, *arguments: str | Path) -> None:
        printed = corate("export", *arguments, "--database", self._database)
        assert printed.code == 0, printed


@pytest.fixture(scope="session")
def exports(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """Exports of the warehouse."""
    return Exports(database, tmp_path_factory.mktemp("exports"))


def land_data(project: Project) -> None:
    """The sample, odd ids (JSON lines), odd titles (MovieLens CSV), and data without times."""
    root = project.folder
    odd_ids = root / "odd-ids.jsonl"
    with odd_ids.open("w", encoding="utf-8") as file:
        for second, user in enumerate(ODD_IDS):
            for item in ODD_IDS[second:] + ODD_IDS[:second]:
                event = {"user": user, "item": item, "stars": 3.5, "at": 1400000000.25 + second}
                file.write(json.dumps(event) + "\n")

    odd_titles = root / "odd-titles"
    odd_titles.mkdir()
    quoted = {movie: title.replace('"', '""') for movie, title in ODD_TITLES.items()}
    (odd_titles / "movies.csv").write_text(
        "movieId,title,genres\n"
        + "".join(f'{movie},"{title}",Drama\n' for movie, title in quoted.items()),
        encoding="utf-8",
        newline="",
    )
    (odd_titles / "ratings.csv").write_text(
        "userId,movieId,rating,timestamp\n"
        + "".join(f"1,{movie},4.0,{1000000000 + int(movie)}\n" for movie in ODD_TITLES),
        encoding="utf-8",
    )
    (odd_titles / "links.csv").write_text("movieId,imdbId,tmdbId\n1,90000001,\n", encoding="utf-8")
    (odd_titles / "tags.csv").write_text("userId,movieId,tag,timestamp\n", encoding="utf-8")

    no_times = root / "no-times.csv"
    no_times.write_text(
        "who,what\n" + "".join(f"u{n % 4},i{n % 3}\n" for n in range(12)), encoding="utf-8"
    )

    own = ("--user", "user", "--item", "item", "--rating", "stars", "--time", "at")
    project.ingest("land", "sample-films")
    project.ingest("land", "sample-models")
    project.ingest("land", "odd-ids", "--from", odd_ids, *own)
    project.ingest("land", "movielens-latest-small", "--from", odd_titles)
    project.ingest("land", "no-times", "--from", no_times, "--user", "who", "--item", "what")
    project.ingest("wikidata", "--from", root / "sample" / "wikidata" / "answers.jsonl")
