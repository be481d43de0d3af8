"""The same input gives the same tables: any number of threads, landed again, beside other data."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.odd_warehouse import build_odd
from tests.support.once import built_once
from tests.support.projects import Project, copy_project
from tests.support.sample import Sample

TABLES = (
    "catalog.items",
    "catalog.movies",
    "benchmarks.attrition",
    "benchmarks.core_rounds",
    "benchmarks.fingerprints",
    "benchmarks.interaction_fates",
    "benchmarks.interactions",
    "benchmarks.items",
    "benchmarks.sequences",
    "benchmarks.statistics",
    "benchmarks.user_histories",
    "benchmarks.users",
    "recommendations.metrics",
    "recommendations.rating_metrics",
    "recommendations.rating_predictions",
    "recommendations.user_recommendations",
    "similarity.content_neighbors",
    "similarity.item_co_ratings",
    "similarity.item_neighbors",
    "similarity.pair_estimates",
    "similarity.user_neighbors",
)

CUSTOMARY = tuple(f"sample-films-{way}" for way in ("core5", "core10", "loo-core5", "time-core4"))


def contents(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every public table that the films make, in one order."""
    found = {}
    for table in TABLES:
        mine = "dataset_id = 'sample-films'" if table == "catalog.items" else "true"
        if table == "catalog.movies":
            mine = "list_contains(dataset_ids, 'sample-films')"
        if table == "similarity.content_neighbors":
            mine = "collection = 'movies'"
        elif not table.startswith("catalog."):
            mine = f"recipe_id in {CUSTOMARY}"
        found[table] = project.rows(f"select * from {table} where {mine} order by all")
    return found


def dataset_fingerprint(project: Project) -> object:
    return project.rows(
        "select fingerprint from catalog.datasets where dataset_id = 'sample-films'"
    )


@pytest.fixture(scope="module")
def beside_odd_data(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample's films, landed twice, beside other data than in the sample, with one thread.

    Of that data some sorts before the films, and shares large tables with them.
    """
    return built_once(tmp_path_factory, "odd", build_odd)


def test_threads_landing_again_and_other_data_change_nothing(
    sample: Sample, beside_odd_data: Project
) -> None:
    """With eight threads beside reviews, videos and models, and with one beside odd data."""
    tables = contents(sample.project)
    assert all(tables.values()), "an empty table proves nothing"
    assert contents(beside_odd_data) == tables
    assert dataset_fingerprint(beside_odd_data) == dataset_fingerprint(sample.project)


def test_another_rating_changes_the_fingerprints(sample: Sample, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    project.take_database_of(sample.project)
    before = dict(
        project.rows("select recipe_id || split, fingerprint from benchmarks.fingerprints")
    )
    ratings = project.folder / "sample" / "films" / "ratings.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines(keepends=True)
    user, film, rating, time = lines[1].split(",")
    lines[1] = ",".join([user, film, "0.5" if rating != "0.5" else "5.0", time])
    ratings.write_text("".join(lines), encoding="utf-8")
    project.ingest("land", "sample-films", "--from", ratings.parent)
    project.build_without_tests("--select", "+benchmarks__fingerprints")
    after = dict(
        project.rows("select recipe_id || split, fingerprint from benchmarks.fingerprints")
    )
    assert after.keys() == before.keys()
    changed = {part for part in after if after[part] != before[part]}
    assert any("sample-films" in part for part in changed)
