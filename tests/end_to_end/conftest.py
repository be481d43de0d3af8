"""Warehouses that the tests of several files look at, each built once in a run of the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.once import built_once
from tests.support.own_files import protocol_line
from tests.support.own_warehouse import BY_RATINGS, OwnWarehouse, build_own
from tests.support.projects import SMALL, Project, copy_project
from tests.support.random_cases import Case, Tables
from tests.support.real_files import LATEST_SMALL, TWEETINGS, build_real
from tests.support.sample import Sample, build_sample

BY_TIME: Mapping[str, object] = {
    "split": "global_time",
    "core_scope": "train",
    "core_users": 4,
    "core_items": 4,
}


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnWarehouse:
    """All small datasets that tests make up, built with every data test."""
    return built_once(tmp_path_factory, "own", build_own)


@pytest.fixture(scope="session")
def cases(own: OwnWarehouse) -> list[Case]:
    """All random datasets and recipes."""
    tables = Tables(own.project)
    return [
        Case(recipe_id, recipe, events, tables)
        for recipe_id, (recipe, events) in own.random.items()
    ]


@pytest.fixture(scope="session")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All real files, their benchmarks and the catalogue, with every data test."""
    return built_once(tmp_path_factory, "real", lambda folder: build_real(folder, shared_data))


@pytest.fixture(scope="session")
def real_ratings(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two real datasets under several recipes: benchmarks, what is alike, recommendations."""
    # whoever states a number of user_neighbors has users compared, whatever it takes
    recipes = [
        protocol_line("time", LATEST_SMALL, neighbors=20, user_neighbors=50, **BY_TIME),
        protocol_line(
            "loo",
            LATEST_SMALL,
            neighbors=20,
            user_neighbors=20,
            **{**BY_TIME, "split": "leave_one_out"},
        ),
        protocol_line(
            "core",
            TWEETINGS,
            min_co_raters=2,
            neighbors=20,
            user_neighbors=20,
            **{"core_scope": "all", "core_users": 5, "core_items": 5},
        ),
    ]

    def build(folder: Path) -> Project:
        return build_real_ratings(folder, shared_data, recipes)

    return built_once(tmp_path_factory, "real-ratings", build)


@pytest.fixture(scope="session")
def more_real_ratings(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same datasets under more recipes, for tests that are long."""
    recipes = [
        protocol_line("all", LATEST_SMALL, min_co_raters=3, neighbors=5, user_neighbors=10),
        protocol_line("time", TWEETINGS, user_neighbors=50, **BY_TIME),
    ]

    def build(folder: Path) -> Project:
        return build_real_ratings(folder, shared_data, recipes)

    return built_once(tmp_path_factory, "more-real-ratings", build)


def build_real_ratings(
    folder: Path, shared_data: Path, recipes: Sequence[Mapping[str, object]]
) -> Project:
    """Land and build them, without data tests."""
    project = copy_project(folder / "project", SMALL)
    files = shared_data / "movielens" / "ml-latest-small"
    project.ingest("land", LATEST_SMALL, "--from", files)
    project.ingest("land", TWEETINGS, "--from", shared_data / "movietweetings" / "100K")
    project.replace_seed("protocols", recipes)
    project.build_without_tests("--select", *BY_RATINGS)
    return project


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """What `make build` does: the whole sample, every table and every data test."""
    return built_once(tmp_path_factory, "sample", build_sample)
