"""Plans that hold where several datasets of different shapes have several recipes."""

from __future__ import annotations

import pytest

from tests.support.plans import (
    SELECTED,
    faults_of_models,
    faults_of_readings,
    readings_that_hang,
)
from tests.support.profiles import build_profiled
from tests.support.projects import Project, copy_project
from tests.support.shapes import CUSTOMARY, WHOLE, WITH_UUIDS, Dataset, land

DATASETS = (
    Dataset("movielens-latest-small", 40_000, CUSTOMARY, titles=True),
    Dataset("shop", 40_000, {**WHOLE, "time-core4": CUSTOMARY["time-core4"]}, shape="amazon"),
    Dataset("uuids", 20_000, {**WHOLE, "core5": CUSTOMARY["core5"]}, WITH_UUIDS),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[str]]:
    """100,000 events with eight recipes, and what is in the plans by which they were built."""
    folder = tmp_path_factory.mktemp("plans")
    project = copy_project(folder / "project")
    land(project, DATASETS, folder)
    return project, faults_of_models(project, build_profiled(project, *SELECTED))


def test_no_model_makes_or_holds_many_rows_for_few(built: tuple[Project, list[str]]) -> None:
    _, faults = built
    assert not faults, "\n".join(faults)


def test_no_reading_of_a_public_table_makes_many_rows_for_few(
    built: tuple[Project, list[str]],
) -> None:
    project, _ = built
    recipes = [f"{one.name}-{name}" for one in DATASETS for name in one.recipes]
    faults = faults_of_readings(project, recipes)
    assert not faults, "\n".join(faults)


def test_the_first_rows_of_every_table_come(built: tuple[Project, list[str]]) -> None:
    """DuckDB 2.0 waits for ever where a limit ends a plan that reads a table once for two joins."""
    project, _ = built
    recipes = [f"{one.name}-{name}" for one in DATASETS for name in one.recipes]
    assert not readings_that_hang(project, recipes)
