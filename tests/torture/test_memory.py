"""Builds of generated ratings, with little memory: the same tables as with much."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from performance.corate import DATASET, TIME_CORE4
from performance.generate import dataset, dataset_name
from tests.support.projects import copy_project
from tests.support.public_content import public_content
from tests.torture.figures import measured
from tests.torture.victims import run
from tests.torture.world import HOUR

LITTLE = "512MB"
MUCH = "4GB"


@pytest.mark.torture
@pytest.mark.parametrize("rows", [1_000_000, 5_000_000])
def test_little_memory(rows: int, tmp_path: Path) -> None:
    dataset("movielens", rows, tmp_path)
    project = copy_project(tmp_path / "project")
    project.replace_seed("datasets", [DATASET])
    project.replace_seed("protocols", [TIME_CORE4])
    for seed in ("published_counts", "video_lists"):
        project.replace_seed(seed, [])
    found = {}
    for limit in (LITTLE, MUCH):
        with measured(f"{rows:,} rows in {limit}") as figures:
            project.database.unlink(missing_ok=True)
            settings = {"CORATE_MEMORY_LIMIT": limit}
            folder = tmp_path / dataset_name("movielens", rows)
            landing = ("ingest", "land", DATASET["dataset_id"], "--from", folder)
            for command in (landing, ("dbt", "build", "--exclude-resource-type", "unit_test")):
                started = time.monotonic()
                exit_code, printed = run(project, *map(str, command), settings=settings)
                assert exit_code == 0, printed
                figures.where[f"{command[0]} {command[1]}: {time.monotonic() - started:.0f} s"] = 1
                figures.runs += 1
        found[limit] = public_content(project.published, HOUR)
    assert found[LITTLE] == found[MUCH]
