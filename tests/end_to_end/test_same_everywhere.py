"""The same input gives the same tables: any number of threads, landed again, beside other data."""

from __future__ import annotations

import pytest

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
    "recommendations.user_recommendations",
    "similarity.content_neighbors",
    "similarity.item_co_ratings",
    "similarity.item_neighbors",
    "similarity.pair_estimates",
    "similarity.user_neighbors",
)

MARTS = ("catalog", "benchmarks", "similarity", "recommendations")
OF_FILMS = ("--select", *(f"+path:models/marts/{mart}" for mart in MARTS))


def contents(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every public table that the films make, in one order."""
    found = {}
    for table in TABLES:
        mine = "dataset_id = 'sample-films'" if table == "catalog.items" else "true"
        if table == "similarity.content_neighbors":
            mine = "collection = 'movies'"
        elif not table.startswith("catalog."):
            mine = "starts_with(recipe_id, 'sample-films')"
        found[table] = project.rows(f"select * from {table} where {mine} order by all")
    return found


def dataset_fingerprint(project: Project) -> object:
    return project.rows(
        "select fingerprint from catalog.datasets where dataset_id = 'sample-films'"
    )


@pytest.fixture(scope="session")
def beside_a_shop(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample's films, landed twice, beside other data than in the sample, with one thread."""
    project = copy_project(tmp_path_factory.mktemp("same") / "project")
    project.ingest("land", "sample-films")
    project.ingest("land", "sample-films")
    # sorts before the films, and shares large tables with them
    project.ingest(
        "land", "a-shop", "--from", project.folder / "sample" / "films" / "tags.csv",
        "--user", "userId", "--item", "tag", "--time", "timestamp",
    )  # fmt: skip
    project.ingest("wikidata", "--from", project.folder / "sample" / "wikidata" / "answers.jsonl")
    project.build_without_tests(*OF_FILMS, threads=1)
    return project


def test_threads_landing_again_and_other_data_change_nothing(
    sample: Sample, beside_a_shop: Project
) -> None:
    """With eight threads beside reviews, videos and models, and with one beside a shop."""
    tables = contents(sample.project)
    assert all(tables.values()), "an empty table proves nothing"
    assert contents(beside_a_shop) == tables
    assert dataset_fingerprint(beside_a_shop) == dataset_fingerprint(sample.project)


def test_another_rating_changes_the_fingerprints(beside_a_shop: Project) -> None:
    project = beside_a_shop
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
