"""Landing, killed: it is there whole or not at all, and lands when it is run again."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import duckdb
import pytest

from tests.support.projects import Project, copy_files
from tests.torture.figures import measured
from tests.torture.victims import run, start
from tests.torture.world import DATASET

ROWS = "select count(*) || ' ' || sum(hash(one)) from (select {columns} from raw.{table}) as one"
CONTENT = (
    ROWS.format(table="movielens_ratings", columns="* exclude (landed_at)"),
    ROWS.format(table="movielens_movies", columns="* exclude (landed_at)"),
    ROWS.format(table="landed_files", columns="* exclude (landed_at)"),
    ROWS.format(table="landings", columns="dataset_id"),
    "select string_agg(version, ' ' order by table_name) from raw.row_versions"
    " where table_name = 'movielens_ratings'",
)


def content(project: Project) -> tuple[object, ...]:
    """What is landed, without the hour of it."""
    with duckdb.connect(str(project.database), read_only=True) as connection:
        return tuple(connection.execute(query).fetchall() for query in CONTENT)


@pytest.mark.torture
def test_killed_landings(tmp_path: Path) -> None:
    project = copy_files(tmp_path / "project")
    (project.folder / "target").mkdir()
    whole = project.folder / "sample" / "films"
    half = tmp_path / "half"
    shutil.copytree(whole, half)
    ratings = half / "ratings.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines(keepends=True)
    ratings.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")

    expected = {}
    for folder in (half, whole):
        started = time.monotonic()
        project.ingest("land", DATASET, "--from", folder)
        seconds = time.monotonic() - started
        expected[folder] = content(project)
    assert expected[half] != expected[whole]
    files = {path.name for path in project.folder.iterdir()}
    chance = random.Random(0)
    with measured("landing") as figures:
        for number in range(20):
            folder, other = (half, whole) if number % 2 == 0 else (whole, half)
            victim = start(project, "ingest", "land", DATASET, "--from", folder)
            time.sleep(chance.uniform(0, seconds))
            figures.kills += victim.kill()
            with duckdb.connect(str(project.database)):
                pass
            found = content(project)
            assert found in (expected[folder], expected[other]), number
            figures.where["landed" if found == expected[folder] else "not landed"] += 1
            exit_code, printed = run(project, "ingest", "land", DATASET, "--from", folder)
            assert exit_code == 0, printed
            assert content(project) == expected[folder], number
            assert {path.name for path in project.folder.iterdir()} == files, number
            figures.runs += 1
