"""Warehouses that the tests of several files look at; tests/conftest.py keeps those together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.own_files import recipe_line
from tests.support.own_warehouse import BY_RATINGS, OwnWarehouse, build_own
from tests.support.projects import SMALL, Project, copy_project

LATEST_SMALL = "movielens-latest-small"


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnWarehouse:
    """All small datasets that tests make up, built with every data test."""
    return build_own(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session")
def real_ratings(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two real datasets under several recipes: benchmarks, what is alike, recommendations."""
    project = copy_project(tmp_path_factory.mktemp("real-ratings") / "project", SMALL)
    tweets = "movietweetings-100k"
    files = shared_data / "movielens" / "ml-latest-small"
    project.ingest("land", LATEST_SMALL, "--from", files)
    project.ingest("land", tweets, "--from", shared_data / "movietweetings" / "100K")
    core = {"core_scope": "train", "core_users": 4, "core_items": 4}
    whole_core = {"core_scope": "all", "core_users": 5, "core_items": 5}
    by_time = {"split": "global_time", **core}
    # whoever states a number of user_neighbors has users compared, whatever it takes
    project.replace_seed(
        "recipes",
        [
            recipe_line("small-time", LATEST_SMALL, neighbors=20, user_neighbors=50, **by_time),
            recipe_line(
                "small-loo",
                LATEST_SMALL,
                neighbors=20,
                user_neighbors=20,
                **{**core, "split": "leave_one_out"},
            ),
            recipe_line("small-all", LATEST_SMALL, min_co_raters=3, neighbors=5, user_neighbors=10),
            recipe_line("tweets-time", tweets, user_neighbors=50, **by_time),
            recipe_line(
                "tweets-core",
                tweets,
                min_co_raters=2,
                neighbors=20,
                user_neighbors=20,
                **whole_core,
            ),
        ],
    )
    project.build_without_tests("--select", *BY_RATINGS)
    return project


@dataclass(frozen=True)
class Sample:
    """The warehouse of the sample, and what its build printed."""

    project: Project
    printed: str


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """What `make build` does: the whole sample, every table and every data test."""
    project = copy_project(tmp_path_factory.mktemp("sample") / "project")
    land_sample(project)
    return Sample(project, project.corate("build", threads=8))


def land_sample(project: Project) -> None:
    """Land as `make build` does."""
    for name in ("films", "reviews", "videos", "models"):
        project.ingest("land", f"sample-{name}")
    project.ingest("wikidata", "--from", project.folder / "sample" / "wikidata" / "answers.jsonl")
