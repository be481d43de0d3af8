"""A warehouse of before and what is new: other columns of seeds, raw tables of another release."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.contracts.public_tables import tables_released
from tests.support.projects import COPIED, PROJECT_ROOT, Project, copy_project

FIRST_RELEASE = "ef24dca"
"""The last commit whose warehouses do not say their version."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_project(tmp_path / "project")


def _rewrite(file: Path, columns: list[str]) -> list[dict[str, str]]:
    """Give a CSV file these columns in this order. Returns its rows."""
    with file.open(newline="", encoding="utf-8") as opened:
        rows = [{column: row[column] for column in columns} for row in csv.DictReader(opened)]
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_a_seed_with_other_columns_is_made_anew(project: Project) -> None:
    """Without a column, or in another order, which would land in the wrong columns."""
    project.dbt("seed")
    seeds = project.folder / "seeds"
    with (seeds / "protocols.csv").open(newline="", encoding="utf-8") as opened:
        columns = next(csv.reader(opened))
    protocols = _rewrite(seeds / "protocols.csv", columns[:-1])
    protocols = [{**line, columns[-1]: ""} for line in protocols]
    with (seeds / "published_counts.csv").open(newline="", encoding="utf-8") as opened:
        columns = next(csv.reader(opened))
    counts = _rewrite(seeds / "published_counts.csv", columns[::-1])
    printed = project.dbt("seed")
    assert "ERROR=0" in printed
    for seed, rows in (("protocols", protocols), ("published_counts", counts)):
        found = project.records(f"select * exclude (file_name, line_number) from seeds.{seed}")
        assert [{name: value or "" for name, value in row.items()} for row in found] == rows


def test_what_landing_let_pass_is_told_by_the_build(project: Project) -> None:
    """Ratings outside of a scale that was not known yet, and another edition than was said."""
    own = ["--user", "1", "--item", "2", "--rating", "3"]
    for name, not_rated in (("a-few", 1), ("too-many", 30), ("fine", 0)):
        file = project.folder / f"{name}.csv"
        ratings = [99] * not_rated + [3.5] * (200 - not_rated)
        file.write_text("".join(f"u{n % 9},i{n},{rating}\n" for n, rating in enumerate(ratings)))
        project.ingest("land", name, "--from", file, *own)
    listed = {"source": "interactions", "rating_min": "-10", "rating_max": "10"}
    project.add_to_seed(
        "datasets",
        [
            {**listed, "dataset_id": "a-few", "title": "Few", "interactions": 200, "users": 9},
            {**listed, "dataset_id": "fine", "title": "Fine", "interactions": 201, "users": 9},
        ],
    )
    tests = ("ratings_are_within_their_scale", "datasets_are_their_edition")
    selected = ("--select", *(f"+{test}" for test in tests), "--exclude", "test_type:generic")
    passed = project.build_with_data_tests(*selected)
    assert "PASS ratings_are_within_their_scale" in passed
    assert "PASS datasets_are_their_edition" in passed
    too_many = {**listed, "dataset_id": "too-many", "title": "Too many"}
    project.add_to_seed("datasets", [{**too_many, "interactions": 199, "users": 9}])
    project.build_without_tests("--select", "+int_datasets")
    failed = project.failing_dbt("test", "--select", *tests)
    assert "WARN=0 ERROR=2" in failed
    assert "ratings_are_within_their_scale: dataset_id=too-many, ratings=200, outside=30" in failed
    assert "datasets_are_their_edition: dataset_id=too-many, interactions=200" in failed
    assert "dataset_id=fine" not in failed and "dataset_id=a-few" not in failed


def _project_of(commit: str, folder: Path) -> Project:
    """The project as a commit has it; skips where it is not in the history that is here."""
    packed = subprocess.run(
        ["git", "archive", "--format=tar", commit, *COPIED],
        cwd=PROJECT_ROOT,
        capture_output=True,
        check=False,
    )
    if packed.returncode:
        pytest.skip(f"no commit {commit}: the history is not here (git fetch --unshallow)")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return Project(folder)


def _commit_before() -> str:
    """The last release, else the commit before this one."""
    told = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0", "HEAD~1"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "HEAD~1"


@pytest.mark.long
def test_a_warehouse_of_the_commit_before_is_built_by_this_one(
    project: Project, tmp_path: Path
) -> None:
    """Of some models: rows of columns that both have are the same, and then nothing is due."""
    some = ("--select", "+benchmarks__items")
    items = "select columns(lambda name: name in ({columns})) from benchmarks.items order by all"
    old = _project_of(_commit_before(), tmp_path / "old")
    old.ingest("land", "sample-films")
    old.build_without_tests(*some)
    columns = [name for name, *_ in old.rows("describe benchmarks.items")]
    shutil.copy(old.database, project.database)

    printed = project.build_without_tests(*some)
    differs = [
        name
        for name in ("models", "macros", "seeds", "learning", "tests/data", "dbt_project.yml")
        if not _is_same(old.folder / name, project.folder / name)
    ]
    assert ("made anew" in printed) == bool(differs)
    both = [name for name, *_ in project.rows("describe benchmarks.items") if name in columns]
    assert tables_released()["benchmarks.items"].keys() <= {*both}
    listed = ", ".join(f"'{name}'" for name in both)
    assert project.rows(items.format(columns=listed)) == old.rows(items.format(columns=listed))
    again = project.build_without_tests(*some)
    assert "made anew" not in again
    made = [line for line in again.splitlines() if " OK created" in line]
    assert [line for line in made if "CURRENT" not in line and " view model" not in line] == []


def _is_same(one: Path, other: Path) -> bool:
    """Whether two files, or all files of two folders, hold the same."""
    return _content(one) == _content(other)


def _content(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in files
        if "__pycache__" not in file.parts
    }


@pytest.mark.long
def test_a_warehouse_of_the_first_release_is_built_by_this_one(
    project: Project, tmp_path: Path
) -> None:
    """Landed and built by commit ef24dca, then landed into and built by the checkout."""
    old = _project_of(FIRST_RELEASE, tmp_path / "old")
    for name in ("sample-films", "sample-reviews", "sample-models"):
        old.ingest("land", name)
    old.ingest("wikidata", "--from", old.folder / "sample" / "wikidata" / "answers.jsonl")
    old.build_without_tests()
    fingerprints = "select * from benchmarks.fingerprints order by all"
    before = old.rows(fingerprints)
    assert before
    shutil.copy(old.database, project.database)

    assert "sample-reviews" in project.ingest("list")
    project.build_without_tests()
    assert project.rows(fingerprints) == before
    project.ingest("land", "sample-videos")
    project.ingest("land", "sample-films")
    printed = project.build_with_data_tests()
    assert "ERROR=0" in printed
    assert project.rows(fingerprints) == before
    assert project.rows("select count(*) from raw.schema_version") == [(1,)]
