"""A small project, built once, and every export that the tests look at, made in one process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.support.projects import parsed_project

COMMANDS = Path(__file__).with_name("run_dbt_commands.py")

ODD_IDS = [
    "plain",
    "with space",
    "with\ttab",
    'with "quotes"',
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


def operation(**arguments: object) -> list[str]:
    """The command line of an export."""
    return ["run-operation", "export", "--args", json.dumps(arguments)]


def export_all(exports: Sequence[tuple[str, str, str | None]]) -> list[str]:
    """The command line of many exports (recipe, format, to) at once, with the macro below."""
    arguments = [
        {"recipe_id": recipe, "format": layout, "to": to} for recipe, layout, to in exports
    ]
    return ["run-operation", "export_all", "--args", json.dumps({"exports": arguments})]


EXPORT_ALL_MACRO = """\
{% macro export_all(exports) %}
    {% for arguments in exports %}
        {% do corate.export(**arguments) %}
    {% endfor %}
{% endmacro %}
"""

FORMATS = ("sequences", "recbole", "parquet")

FILMS = "sample-films-time-core4"

ALL_EXPORTS = [
    (recipe, layout, None)
    for recipe in (
        FILMS,
        "sample-films-core5",
        "odd-ids",
        "odd-ids-split",
        "odd-titles",
        "no-times",
        "short-history",
        "no-valid",
    )
    for layout in FORMATS
]

# what an export reads, and all that it stands on
EXPORTED = ("+path:models/marts/benchmarks", "+path:models/marts/catalog")

# name: (arguments of dbt, environment). They run in this order.
OPERATIONS: dict[str, tuple[list[str], dict[str, str]]] = {
    "nothing built": (operation(recipe_id=FILMS, format="parquet", to="unbuilt"), {}),
    "wikidata not built": (operation(format="wikidata", to="unbuilt"), {}),
    "seed": (["seed"], {}),
    "run": (["run", "--select", *EXPORTED], {}),
    "exports": (export_all(ALL_EXPORTS), {}),
    "again": (
        export_all([(FILMS, layout, f"again/{layout}") for layout in FORMATS]),
        {"CORATE_THREADS": "1"},
    ),
    "first": (operation(recipe_id="sample-films-core10", format="sequences", to="twice"), {}),
    "refused": (operation(recipe_id=FILMS, format="sequences", to="again/parquet"), {}),
    "replaced": (operation(recipe_id=FILMS, format="sequences", to="twice", overwrite=True), {}),
    "into empty": (operation(recipe_id=FILMS, format="sequences", to="empty-folder"), {}),
    "foreign": (
        operation(recipe_id=FILMS, format="sequences", to="seeds", overwrite=True),
        {},
    ),
    "file": (operation(recipe_id=FILMS, format="sequences", to="dbt_project.yml"), {}),
    "under a file": (operation(recipe_id=FILMS, format="sequences", to="profiles.yml/a/b"), {}),
    "unknown recipe": (operation(recipe_id="o'clock", format="sequences", to="bad"), {}),
    "not landed": (operation(recipe_id="movielens-1m-core5", format="sequences", to="bad"), {}),
    "empty": (
        operation(recipe_id="movielens-latest-small-core5", format="sequences", to="bad"),
        {},
    ),
    "unknown format": (operation(recipe_id=FILMS, format="xml", to="bad"), {}),
    "no format": (operation(recipe_id=FILMS, to="bad"), {}),
    "no recipe": (operation(format="parquet", to="bad"), {}),
    "no arguments": (["run-operation", "export"], {}),
    "overwrite as text": (
        operation(recipe_id=FILMS, format="parquet", to="bad", overwrite="no!"),
        {},
    ),
    "wikidata": (operation(format="wikidata", dataset_id="sample-films"), {}),
    "wikidata again": (
        operation(format="wikidata", dataset_id="sample-films", to="again/wikidata"),
        {"CORATE_THREADS": "1"},
    ),
    "wikidata of all": (operation(format="wikidata"), {}),
    "wikidata refused": (operation(format="wikidata", to="again/wikidata"), {}),
    "wikidata of a recipe": (operation(format="wikidata", recipe_id=FILMS, to="bad"), {}),
    "wikidata of nothing": (operation(format="wikidata", dataset_id="o'clock", to="bad"), {}),
    "wikidata not asked": (
        operation(format="wikidata", dataset_id="movielens-latest-small", to="bad"),
        {},
    ),
    "dataset of a recipe": (
        operation(format="parquet", recipe_id=FILMS, dataset_id="sample-films", to="bad"),
        {},
    ),
}


@dataclass(frozen=True)
class Outcome:
    """How a dbt command ended."""

    success: bool
    error: str


@dataclass(frozen=True)
class ExportedProject:
    """A copy of the project after all OPERATIONS."""

    root: Path
    outcomes: dict[str, Outcome]

    def export(self, recipe_id: str, layout: str) -> Path:
        """The folder of an export to the default place."""
        outcome = self.outcomes["exports"]
        assert outcome.success, outcome.error
        return self.root / "exports" / recipe_id / layout


@pytest.fixture(scope="session")
def exported_project(
    project_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> ExportedProject:
    """The project with its sample and some odd data of our own, built, and exported."""
    root = tmp_path_factory.mktemp("exports") / "project"
    copy_project(project_root, root)
    environment = {
        **os.environ,
        "CORATE_DATABASE": "warehouse.duckdb",
        "CORATE_THREADS": "2",
        "DBT_WRITE_JSON": "false",
    }
    with (root / "seeds" / "recipes.csv").open("a", encoding="utf-8") as recipes:
        recipes.write(OWN_RECIPES)
    (root / "macros" / "export_all.sql").write_text(EXPORT_ALL_MACRO, encoding="utf-8")
    (root / "target").mkdir()
    (root / "target" / "partial_parse.msgpack").write_bytes(parsed_project())
    (root / "empty-folder").mkdir()
    land_data(root, environment)
    finished = subprocess.run(
        [sys.executable, str(COMMANDS)],
        cwd=root,
        env=environment,
        input=json.dumps(
            [
                {"arguments": arguments, "environment": changes}
                for arguments, changes in OPERATIONS.values()
            ]
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    outcomes = json.loads(finished.stdout.splitlines()[-1])
    named = {name: Outcome(**outcome) for name, outcome in zip(OPERATIONS, outcomes, strict=True)}
    assert named["seed"].success and named["run"].success, finished.stdout
    return ExportedProject(root, named)


@pytest.fixture(scope="session")
def tables(exported_project: ExportedProject) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database that was exported from, for reading."""
    connection = duckdb.connect(str(exported_project.root / "warehouse.duckdb"), read_only=True)
    yield connection
    connection.close()


def copy_project(source: Path, target: Path) -> None:
    """Copy what git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=source,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)


def land_data(root: Path, environment: dict[str, str]) -> None:
    """The sample, odd ids (JSON lines), odd titles (MovieLens CSV), and data without times."""
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

    (root / "no-times.csv").write_text(
        "who,what\n" + "".join(f"u{n % 4},i{n % 3}\n" for n in range(12)), encoding="utf-8"
    )

    own = ["--user", "user", "--item", "item", "--rating", "stars", "--time", "at"]
    for arguments in (
        ["land", "sample-films"],
        ["land", "odd-ids", "--from", "odd-ids.jsonl", *own],
        ["land", "movielens-latest-small", "--from", "odd-titles"],
        ["land", "no-times", "--from", "no-times.csv", "--user", "who", "--item", "what"],
        ["wikidata", "--from", "sample/wikidata/answers.jsonl"],
    ):
        subprocess.run(
            [sys.executable, "-m", "ingest", *arguments, "--quiet"],
            cwd=root,
            env=environment,
            check=True,
            capture_output=True,
        )
