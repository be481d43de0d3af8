"""`dbt build` on the sample, on nothing, and on lines that are wrong."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from tests.support.commands import refused
from tests.support.projects import WITH_DATA_TESTS, Project, copy_project

BENCHMARKS = ("--select", "+path:models/marts/benchmarks")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_project(tmp_path / "project")


def test_the_sample_builds_with_every_unit_test_and_data_test(project: Project) -> None:
    """What `make build` does; dbt fails if any unit test or data test does."""
    project.ingest("land", "sample-films")
    project.ingest("land", "sample-reviews")
    project.ingest("land", "sample-videos")
    project.ingest("land", "sample-models")
    project.ingest("wikidata", "--from", project.folder / "sample" / "wikidata" / "answers.jsonl")
    printed = project.dbt("build")
    assert "ERROR=0" in printed and "WARN=0" in printed
    found = dict(project.rows("select dataset_id, title from catalog.datasets"))
    assert set(found) == {"sample-films", "sample-reviews", "sample-models", "sample-videos"}
    assert all(re.search("simulated|invented", title) for title in found.values())
    coverage = "select movies, linked, with_cast, with_genres from catalog.wikidata_coverage"
    assert project.rows(coverage) == [(150, 148, 148, 134)]
    problems = "select problem, occurrences from videos.problems order by all"
    assert project.rows(problems) == [
        ("delivered before", 1),
        ("neither 0 nor 1", 1),
        ("no such date", 1),
        ("not published yet", 1),
        ("people watching now", 1),
        ("rounded", 1),
        ("the record is empty", 2),
    ]
    listed = project.ingest("tables")
    assert "benchmarks.sequences" in listed
    queries = [line for line in listed.splitlines() if line.startswith("select")]
    assert len(queries) == 3
    for query in queries:
        assert project.rows(query), f"a query that newcomers are shown finds nothing: {query}"


def test_a_build_before_anything_is_landed_succeeds_and_is_empty(project: Project) -> None:
    project.build_with_data_tests()
    tables = ("catalog.datasets", "catalog.movies", "benchmarks.interactions", "videos.scores")
    for table in tables:
        assert project.rows(f"select count(*) from {table}") == [(0,)]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (
            {"recipe_id": "typo", "dataset_id": "movielens-2m"},
            ("typo", "movielens-2m"),
        ),
        (
            {
                "recipe_id": "greedy",
                "dataset_id": "sample-films",
                "valid_fraction": "0.7",
                "test_fraction": "0.6",
            },
            ("greedy", "fraction"),
        ),
        (
            {"recipe_id": "negative", "dataset_id": "sample-films", "core_users": "-3"},
            ("negative", "core_users"),
        ),
    ],
)  # fmt: skip
def test_a_wrong_recipe_line_fails_by_name(
    project: Project, line: dict[str, str], named: tuple[str, str]
) -> None:
    project.replace_seed("recipes", [line])
    printed = project.failing_dbt("build", "--select", "+benchmarks__recipes")
    reports = [row for row in printed.splitlines() if "recipes_are_valid: " in row]
    assert reports, printed
    assert any(all(word in report for word in named) for report in reports), reports


def test_a_build_that_fails_leaves_the_public_tables_of_the_build_before(project: Project) -> None:
    """Some are views: what is new or changed must not be read halfway, nor what is not be lost."""
    project.replace_seed("recipes", [{"recipe_id": "films", "dataset_id": "sample-films"}])
    project.ingest("land", "sample-films")
    project.build_without_tests(*BENCHMARKS)
    tables = ("interaction_fates", "interactions", "sequences")
    queries = [f"select * from benchmarks.{table} order by all" for table in tables]
    before = [project.rows(query) for query in queries]
    # sorts before the other recipe and dataset, and cannot be split by time
    file = project.folder / "no-times.csv"
    file.write_text("u1,i1\nu2,i2\n", encoding="utf-8")
    project.ingest("land", "a-shop", "--from", file, "--user", "1", "--item", "2")
    project.add_to_seed("recipes", [{"recipe_id": "a-recipe", "dataset_id": "a-shop"}])
    printed = project.failing_dbt("build", *WITH_DATA_TESTS, *BENCHMARKS)
    assert "recipes_fit_their_datasets: " in printed
    assert [project.rows(query) for query in queries] == before

    # events and cuts of the changed recipe are made, its core is not: nothing is shown of it
    project.replace_seed(
        "recipes", [{"recipe_id": "films", "dataset_id": "sample-films", "core_users": "9"}]
    )
    halfway = ("recipes", "stg_seeds__recipes", "int_recipes", "int_core_first_count")
    project.build_without_tests("--select", *halfway)
    assert [project.rows(query) for query in queries] == [[], [], []]
    to = ("--to", project.folder / "stopped", "--database", project.database)
    said = refused("export", "films", "--format", "parquet", *to).err
    assert "was stopped before the benchmark of recipe 'films' was made: run `dbt build`" in said
    assert not (project.folder / "stopped").exists()


def test_a_file_of_ones_own_becomes_a_benchmark_by_two_lines(project: Project) -> None:
    """The README's way: a line in each seed, land, build."""
    file = project.folder / "orders.csv"
    rows = [f"u{n % 7},p{n % 5},{1_600_000_000 + n}" for n in range(70)]
    file.write_text("customer,product,bought\n" + "\n".join(rows) + "\n", encoding="utf-8")
    project.add_to_seed(
        "datasets",
        [{"dataset_id": "shop", "source": "interactions", "edition": "1", "title": "Orders"}],
    )
    project.add_to_seed("recipes", [{"recipe_id": "shop-default", "dataset_id": "shop"}])
    project.ingest(
        "land",
        "shop",
        "--from",
        file,
        "--user",
        "customer",
        "--item",
        "product",
        "--time",
        "bought",
    )
    project.build_with_data_tests(*BENCHMARKS)
    found = project.records("select * from benchmarks.recipes where recipe_id = 'shop-default'")
    assert found[0]["duplicate_policy"] == "last"
    assert (found[0]["core_users"], found[0]["core_items"]) == (5, 5)
    parts = dict(
        project.rows(
            "select split, interactions from benchmarks.statistics where recipe_id = 'shop-default'"
        )
    )
    assert set(parts) == {"train", "valid", "test"}


def test_duckdb_1_5_opens_the_file(project: Project) -> None:
    """The shell that the pinned list installs is of the release before: so are many BI tools."""
    import subprocess
    import sys

    project.ingest("land", "sample-films")
    project.build_without_tests(*BENCHMARKS)
    shell = Path(sys.executable).with_name("duckdb")
    done = subprocess.run(
        [str(shell), "-readonly", "-csv", "-noheader", str(project.database),
         "select count(*) from benchmarks.interaction_fates"
         " where recipe_id = 'sample-films-core5'"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    with duckdb.connect(str(project.database), read_only=True) as connection:
        rows = connection.execute("select count(*) from raw.movielens_ratings").fetchall()
    assert int(done.stdout) == rows[0][0]
