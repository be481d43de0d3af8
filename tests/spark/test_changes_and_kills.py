"""On Spark, what has changed is made anew, and what dies changes nothing that is shown."""

from __future__ import annotations

import glob
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from ingest.columns import quote_text
from tests.support.projects import Project, copy_project
from tests.support.spark import needs_spark
from tests.support.spark_warehouses import differences, export_raw, publish

pytestmark = pytest.mark.spark

BUILD = (
    *("build", "--target", "spark", "--exclude-resource-type", "test", "unit_test"),
    *("--vars", '{"publish_untested": true}'),
)
"""What tests find is another matter, and takes as long again."""

PROTOCOLS = (
    {
        "protocol_id": "one",
        "datasets": "sample-films",
        "duplicate_policy": "last",
        "core_users": "5",
        "core_items": "5",
        "core_scope": "all",
        "split": "global_time",
        "valid_fraction": "0.1",
        "test_fraction": "0.1",
        "min_co_raters": "3",
        "neighbors": "5",
        "user_neighbors": "5",
    },
    {
        "protocol_id": "two",
        "datasets": "sample-films",
        "duplicate_policy": "first",
        "core_users": "3",
        "core_items": "3",
        "core_scope": "train",
        "split": "leave_one_out",
        "min_co_raters": "2",
        "neighbors": "5",
        "user_neighbors": "5",
    },
)


def states(project: Project) -> set[Path]:
    """The folders of all states of all partitions."""
    return set((project.folder / "spark" / "tables").glob("*/*__rows_*/made_from=*"))


def recipes_of(folders: Iterable[Path]) -> set[str]:
    """The recipes that states are of; a state of all together is of none."""
    found: set[str] = set()
    for folder in folders:
        if not any(folder.glob("*.parquet")):
            # a state that came out empty
            continue
        files = f"'{folder}/*.parquet'"
        columns = {row[0] for row in duckdb.execute(f"describe from {files}").fetchall()}
        if "recipe_id" in columns:
            query = f"select distinct recipe_id from {files}"
            recipes = [row[0] for row in duckdb.execute(query).fetchall()]
            found |= set(recipes) if len(recipes) == 1 else set()
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample's events with two protocols, built by Spark."""
    needs_spark()
    project = copy_project(tmp_path_factory.mktemp("spark") / "project")
    project.ingest("sample")
    project.replace_seed("protocols", PROTOCOLS)
    export_raw(project)
    project.dbt(*BUILD)
    return project


def test_nothing_changed_makes_nothing(project: Project) -> None:
    before = states(project)
    printed = project.dbt(*BUILD)
    assert states(project) == before
    assert "public: build 1 as before" in printed


def test_a_changed_recipe_is_made_alone(project: Project) -> None:
    before = states(project)
    changed = {**PROTOCOLS[1], "core_users": "4"}
    project.replace_seed("protocols", [PROTOCOLS[0], changed])
    printed = project.dbt(*BUILD)
    made = states(project) - before
    assert recipes_of(made) == {"sample-films-two"}
    assert "public: build 2" in printed
    assert_same_as_duckdb(project, "after_change")


def test_a_recipe_that_is_gone_leaves_nothing(project: Project) -> None:
    project.replace_seed("protocols", [PROTOCOLS[0]])
    project.dbt(*BUILD)
    folder = publish(project, "without")
    interactions = read(folder / "benchmarks" / "interactions.parquet")
    assert duckdb.execute(f"select distinct recipe_id {interactions}").fetchall() == [
        ("sample-films-one",)
    ]
    assert_same_as_duckdb(project, "after_removal")


def test_a_recipe_that_turns_empty_leaves_no_rows(project: Project) -> None:
    unreachable = {**PROTOCOLS[0], "core_users": "100000"}
    project.replace_seed("protocols", [unreachable, PROTOCOLS[1]])
    project.dbt(*BUILD)
    folder = publish(project, "emptied")
    interactions = read(folder / "benchmarks" / "interactions.parquet")
    assert duckdb.execute(f"select distinct recipe_id {interactions}").fetchall() == [
        ("sample-films-two",)
    ]
    assert_same_as_duckdb(project, "after_emptying")
    project.replace_seed("protocols", [PROTOCOLS[0]])
    project.dbt(*BUILD)


def test_a_core_that_does_not_settle_changes_nothing_that_is_shown(project: Project) -> None:
    before = publish(project, "before_cap")
    model = project.folder / "models" / "intermediate" / "selection" / "int_core.sql"
    settles = model.read_text(encoding="utf-8")
    changed = re.sub(r"max_rounds=\d+", "max_rounds=1", settles)
    assert changed != settles
    model.write_text(changed, encoding="utf-8")
    printed = project.failing_dbt(*BUILD)
    assert "int_core still changes after max_rounds=1 rounds: raise max_rounds" in printed
    assert "not public yet" in printed
    assert_same_rows(before, publish(project, "after_cap"))
    model.write_text(settles, encoding="utf-8")
    project.dbt(*BUILD)
    assert_same_rows(before, publish(project, "mended_cap"))


@pytest.mark.parametrize(
    ("moment", "k"),
    [
        ("int_core round 1", 6),
        ("int_core round 2", 7),
        ("OK created sql partitioned model work_benchmarks.users", 8),
    ],
)
def test_a_build_that_is_killed_changes_nothing_that_is_shown(
    project: Project, moment: str, k: int, request: pytest.FixtureRequest
) -> None:
    # a folder may be called so: brackets and blanks mean something to who looks for files
    name = request.node.name
    before = publish(project, f"before_{name}")
    changed = {**PROTOCOLS[0], "core_users": str(k), "core_items": str(k)}
    project.replace_seed("protocols", [changed])
    kill_at(project, moment)
    assert_same_rows(before, publish(project, f"after_{name}"))
    project.dbt(*BUILD)
    assert_same_as_duckdb(project, f"mended_{name}")


def kill_at(project: Project, moment: str) -> None:
    """Begin a build, and kill it with its Java as soon as it prints a text."""
    command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()"]
    build = subprocess.Popen(
        [*command, "--no-use-colors", *BUILD],
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(project.folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert build.stdout is not None
    printed = []
    for line in build.stdout:
        printed.append(line)
        if moment in line:
            break
    else:
        pytest.fail("".join(printed))
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    # Derby's lock goes with its process
    time.sleep(1)


def read(file: Path) -> str:
    """The rows of a Parquet file, as a query."""
    return f"from read_parquet({quote_text(glob.escape(str(file)))})"


def assert_same_rows(before: Path, after: Path) -> None:
    """Compare two folders that were published, table by table."""
    files = sorted(before.rglob("*.parquet"))
    assert len(files) >= 40
    for file in files:
        other = after / file.relative_to(before)
        for left, right in ((file, other), (other, file)):
            query = f"select count(*) from ({read(left)} except all {read(right)})"
            assert duckdb.execute(query).fetchall() == [(0,)], file


def assert_same_as_duckdb(project: Project, name: str) -> None:
    """Build by DuckDB, and compare all public tables."""
    project.build_without_tests()
    found = list(differences(project.database, publish(project, name)))
    assert len(found) >= 40
    assert [one for one in found if not one.is_none] == []
