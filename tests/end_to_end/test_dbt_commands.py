"""dbt as its users know it: every command, on a fresh database and a built one, from anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.support.projects import PROJECT_ROOT, Project, copy_files, copy_project
from tests.support.sample import Sample

SUBJECTS = ("catalog", "benchmarks", "similarity", "recommendations", "videos")
PUBLIC = [file.stem for file in sorted((PROJECT_ROOT / "models" / "marts").glob("*/*.sql"))]


@pytest.fixture
def built(sample: Sample, tmp_path: Path) -> Project:
    """The sample, built."""
    project = copy_project(tmp_path / "project")
    project.take_database_of(sample.project)
    return project


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project without a database."""
    return copy_project(tmp_path_factory.mktemp("fresh") / "project")


def test_run_needs_no_seed_before_it(fresh: Project) -> None:
    printed = fresh.dbt("run", "--select", "+int_recipes", "+videos__lists")
    assert "ERROR=0" in printed
    ((protocols,),) = fresh.rows("select count(*) from seeds.protocols")
    assert protocols > 3


def test_what_is_not_made_yet_is_said_in_one_line(fresh: Project) -> None:
    printed = fresh.failing_dbt("build", "--select", "benchmarks__items")
    said = "benchmarks__items reads int_benchmark_entities, which is not made yet"
    assert f"{said}: select +benchmarks__items" in printed


def test_tests_wait_for_what_they_look_at(fresh: Project) -> None:
    """They find nothing, and nothing is public before they have looked."""
    printed = fresh.dbt("test", "--exclude-resource-type", "unit_test")
    assert "WARN=0 ERROR=0 SKIP=0" in printed
    assert "not public yet, since " in printed
    assert not fresh.published.exists()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_has_its_tables_and_all_that_they_are_made_of(
    fresh: Project, subject: str
) -> None:
    listed = fresh.dbt("--quiet", "ls", "--resource-type", "model", "--selector", subject)
    names = {line.split(".")[-1] for line in listed.splitlines()}
    assert {name for name in PUBLIC if name.startswith(f"{subject}__")} <= names
    assert "int_datasets" in names


@pytest.mark.long
@pytest.mark.parametrize("before", ["", "+"])
@pytest.mark.parametrize("mart", PUBLIC)
def test_each_public_table_can_be_selected(
    built: Project, tmp_path: Path, mart: str, before: str
) -> None:
    """On a fresh database, with what it is made of; on a built one, alone, too."""
    assert "ERROR=0" in built.dbt("build", "--full-refresh", "--select", before + mart)
    if before:
        other = copy_project(tmp_path / "other")
        other.ingest("land", "sample-films")
        assert "ERROR=0" in other.build_with_data_tests("--select", before + mart)


@pytest.mark.long
def test_retry_goes_on_where_it_failed(built: Project) -> None:
    never = built.folder / "tests" / "data" / "never_holds.sql"
    never.write_text("select recipe_id from {{ ref('int_recipes') }}", encoding="utf-8")
    built.add_to_seed("protocols", [{"protocol_id": "new", "datasets": "sample-films"}])
    selected = ("--select", "protocols+,+benchmarks__core_rounds", "never_holds")
    printed = built.failing_dbt("--write-json", "build", *selected)
    assert "never_holds: " in printed
    never.write_text("select recipe_id from {{ ref('int_recipes') }} where false", encoding="utf-8")
    again = built.dbt("--write-json", "retry")
    assert "ERROR=0" in again and "int_protocol_problems" not in again
    made = built.rows("select distinct recipe_id from benchmarks.core_rounds")
    assert ("sample-films-new",) in made


def test_show_shows_rows(built: Project) -> None:
    shown = built.dbt(
        *("--quiet", "show", "--inline", "select recipe_id from {{ ref('benchmarks__recipes') }}"),
        *("--limit", "50", "--output", "json"),
    )
    assert "sample-films-core5" in shown
    shown = built.dbt("--quiet", "show", "--select", "benchmarks__protocols", "--limit", "50")
    assert "time-core4" in shown


def test_what_was_modified_is_known(built: Project) -> None:
    built.dbt("--write-json", "parse")
    state = built.folder / "state"
    shutil.copytree(built.folder / "target", state)
    listing = ("--quiet", "ls", "--select", "state:modified+", "--state", str(state))
    assert "corate." not in built.dbt(*listing)
    mart = built.folder / "models" / "marts" / "benchmarks" / "benchmarks__statistics.sql"
    mart.write_text(mart.read_text(encoding="utf-8") + "-- changed\n", encoding="utf-8")
    built.add_to_seed("video_lists", [{"dataset_id": "sample-videos"}])
    modified = built.dbt(*listing)
    for name in ("benchmarks__statistics", "benchmarks__published_counts", "videos__lists"):
        assert name in modified
    assert "similarity__item_neighbors" not in modified


def run_in(folder: Path, *command: str | Path, **environment: str) -> str:
    """Run a program as a person does; what it printed. Fails the test if it fails."""
    kept: Mapping[str, str] = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env={**kept, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.long
def test_a_folder_with_spaces_a_profile_elsewhere_and_another_target(tmp_path: Path) -> None:
    """All at once: each alone is less."""
    project = copy_files(tmp_path / "it's a folder with spaces")
    project.ingest("land", "sample-reviews")
    profiles = tmp_path / "profiles elsewhere"
    profiles.mkdir()
    written = yaml.safe_load((PROJECT_ROOT / "profiles.yml").read_text(encoding="utf-8"))
    written["corate"]["outputs"]["production"] = written["corate"]["outputs"].pop("dev")
    (profiles / "profiles.yml").write_text(yaml.safe_dump(written), encoding="utf-8")
    dbt = Path(sys.executable).with_name("dbt")
    printed = run_in(
        project.folder,
        *(dbt, "build", "--exclude-resource-type", "unit_test", "--profiles-dir", profiles),
        *("--target", "production", "--select", "+benchmarks__items"),
        DBT_TARGET_PATH="made/here",
        CORATE_DATABASE="warehouse.duckdb",
    )
    assert "ERROR=0" in printed
    assert (project.folder / "made" / "here" / "manifest.json").exists()
    assert not (project.folder / "target").exists()
    assert project.rows("select count(*) > 10 from benchmarks.items") == [(True,)]


@pytest.mark.long
def test_from_another_folder(sample: Sample, tmp_path: Path) -> None:
    """The database is where the command is run, as for `python -m ingest`."""
    project = copy_project(tmp_path / "project")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    # a copy, which the environment does not lead to
    named = {"PYTHONPATH": str(project.folder), "CORATE_DATABASE": "mine.duckdb"}
    run_in(elsewhere, sys.executable, "-m", "ingest", "land", "sample-reviews", **named)
    selected = ("--select", "+benchmarks__items")
    printed = run_in(elsewhere, sys.executable, "-m", "corate", "build", *selected, **named)
    assert f"the whole log is in {project.folder / 'logs' / 'dbt.log'}" in printed
    dbt = Path(sys.executable).with_name("dbt")
    where = ("--project-dir", project.folder, "--profiles-dir", project.folder)
    named["CORATE_DATABASE"] = str(elsewhere / "mine.duckdb")
    shown = run_in(elsewhere, dbt, "--quiet", "run", *where, *selected, **named)
    assert "error" not in shown.lower()
    with duckdb.connect(str(elsewhere / "mine.work.duckdb"), read_only=True) as connection:
        found = connection.execute("select distinct recipe_id from benchmarks.items").fetchall()
    assert len(found) == 4
    assert {file.name for file in elsewhere.iterdir()} <= {"mine.work.duckdb", "logs"}
