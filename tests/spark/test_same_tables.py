"""Apache Spark makes of the same raw tables what DuckDB makes: every public table, to the last row.

Sessions in which the order of rows, times of day and the number of parts of a shuffle are others.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.conftest import SHARED_DATA
from tests.support.methods_warehouse import land_methods
from tests.support.projects import Project, copy_project
from tests.support.random_benchmarks import (
    SPLITS,
    land_events,
    list_lines,
    random_events,
    random_recipe,
    seed_line,
)
from tests.support.real_files import LATEST_SMALL, TWEETINGS
from tests.support.spark import needs_spark
from tests.support.spark_warehouses import Difference, differences, export_raw, publish, set_session

pytestmark = pytest.mark.spark


class Case(NamedTuple):
    """What is landed, from where under shared/data or as it is drawn, and the session."""

    dataset_id: str
    place: str | None
    settings: dict[str, object]


RANDOM = "random"
METHODS = "methods"
"""Few events, under random methods, of which some choose from a sample."""
RANDOM_DATASETS = 14

CASES = (
    Case(
        "sample",
        None,
        {"spark.sql.shuffle.partitions": 7, "spark.sql.session.timeZone": "Asia/Kolkata"},
    ),
    Case(LATEST_SMALL, "movielens/ml-latest-small", {"spark.sql.shuffle.partitions": 200}),
    Case(
        TWEETINGS,
        "movietweetings/100K",
        {"spark.sql.shuffle.partitions": 7, "spark.sql.session.timeZone": "America/St_Johns"},
    ),
    Case(RANDOM, None, {"spark.sql.shuffle.partitions": 3}),
    Case(METHODS, None, {"spark.sql.shuffle.partitions": 4}),
)


class Built(NamedTuple):
    """DuckDB's tables, and those of Spark as Parquet."""

    case: Case
    project: Project
    folder: Path
    found: dict[str, Difference]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.dataset_id)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    needs_spark()
    case: Case = request.param
    project = copy_project(tmp_path_factory.mktemp("spark") / "project")
    if case.dataset_id == RANDOM:
        land_random(project, tmp_path_factory.mktemp("random"))
    elif case.dataset_id == METHODS:
        land_methods(project, 33, 7)
    elif case.place is None:
        project.ingest("sample")
    else:
        source = SHARED_DATA / case.place
        if not source.exists():
            pytest.skip(f"shared/data/{case.place} is not there")
        project.ingest("land", case.dataset_id, "--from", source)
    project.build_without_tests()
    export_raw(project)
    set_session(project, case.settings)
    project.dbt("build", "--target", "spark")
    folder = publish(project)
    return Built(
        case, project, folder, {one.table: one for one in differences(project.database, folder)}
    )


def land_random(project: Project, folder: Path) -> None:
    """A few random datasets under random recipes, of which some have each split of the field."""
    draw = random.Random(20_261_131)
    lines: list[dict[str, object]] = []
    for number in range(RANDOM_DATASETS):
        dataset_id = f"random-{number:02}"
        events = random_events(draw)
        land_events(project, dataset_id, events, folder)
        recipes = [random_recipe(draw, events) for _ in range(3)]
        lines += [
            # few events: whatever two have in common counts
            {**seed_line(letter, dataset_id, one), "min_co_raters": 1}
            for letter, one in zip("abc", recipes, strict=True)
        ]
    assert {line["split"] for line in lines} == SPLITS
    project.replace_seed("protocols", lines)
    project.replace_seed("entity_lists", list_lines())


def test_every_public_table_is_the_same(built: Built) -> None:
    assert len(built.found) >= 40
    assert [one for one in built.found.values() if not one.is_none] == []


@pytest.mark.parametrize(
    "table",
    [
        "benchmarks.sequences",
        "similarity.item_neighbors",
        "similarity.user_neighbors",
        "recommendations.user_recommendations",
        "recommendations.metrics",
        "recommendations.metric_intervals",
        "recommendations.comparisons",
        "catalog.interactions",
    ],
)
def test_there_was_something_to_compare(built: Built, table: str) -> None:
    if built.case.place is not None and table == "recommendations.metrics":
        # of two recipes four methods, two parts, and three lengths of lists
        assert built.found[table].rows == 2 * 4 * 2 * 3
        return
    assert built.found[table].rows > (50 if built.case.place is None else 1000)


def test_fingerprints_are_known(built: Built) -> None:
    if built.case.dataset_id != LATEST_SMALL:
        pytest.skip("known of MovieLens latest-small")
    file = built.folder / "benchmarks" / "fingerprints.parquet"
    ((fingerprint,),) = duckdb.execute(
        f"select fingerprint from '{file}' where recipe_id = '{LATEST_SMALL}-core5'"
    ).fetchall()
    assert fingerprint.startswith("f7cc48bc7ac40c2b")
