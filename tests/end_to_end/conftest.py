"""Warehouses that the tests of several files look at, each built once in a run of the tests.

Nobody writes into them: processes of tests read them at the same time. Who has to, takes a copy.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

from tests.support.own_files import recipe_line
from tests.support.own_warehouse import BY_RATINGS, OwnWarehouse, build_own
from tests.support.projects import SMALL, Project, copy_project
from tests.support.sample import Sample, build_sample

LATEST_SMALL = "movielens-latest-small"

T = TypeVar("T")


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], T]) -> T:
    """What `build` makes in a folder, in one process of tests; the others wait, and read it."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # one folder for all processes
        folder = folder.parent
    kept = folder / f"{name}.pickle"
    with FileLock(folder / f"{name}.lock"):
        if not kept.exists():
            made = build(folder / name)
            kept.write_bytes(pickle.dumps(made))
        found: T = pickle.loads(kept.read_bytes())
        return found


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnWarehouse:
    """All small datasets that tests make up, built with every data test."""
    return built_once(tmp_path_factory, "own", build_own)


@pytest.fixture(scope="session")
def real_ratings(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two real datasets under several recipes: benchmarks, what is alike, recommendations."""

    def build(folder: Path) -> Project:
        return build_real_ratings(folder, shared_data)

    return built_once(tmp_path_factory, "real-ratings", build)


def build_real_ratings(folder: Path, shared_data: Path) -> Project:
    """Land and build them, without data tests."""
    project = copy_project(folder / "project", SMALL)
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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """What `make build` does: the whole sample, every table and every data test."""
    return built_once(tmp_path_factory, "sample", build_sample)
