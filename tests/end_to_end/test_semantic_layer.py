"""The semantic layer says what SQL says: each command of its guide, beside the query below it."""

from __future__ import annotations

import csv
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import PROJECT_ROOT, Project, copy_project
from tests.support.sample import Sample

GUIDE = PROJECT_ROOT / "docs" / "guides" / "semantic-layer.md"
ASKED_TWICE = re.compile(r"```sh\nmf (query .*?)\n```\n\n```sql\n(.*?)```", re.DOTALL)
MOST_LINES = 200
MF = Path(sys.executable).with_name("mf")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def project(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Project:
    if not MF.exists():
        pytest.skip("no semantic layer: dbt-metricflow is in requirements-dev.lock")
    copied = copy_project(tmp_path_factory.mktemp("semantic") / "project")
    copied.take_database_of(sample.project)
    copied.dbt("--write-json", "parse")
    return copied


def as_told(value: object) -> str:
    """A value as MetricFlow writes it into CSV, numbers to ten digits."""
    text = "" if value is None else str(value).replace(" 00:00:00", "T00:00:00")
    return f"{float(text):.10g}" if re.fullmatch(r"-?\d+(\.\d*)?(e-?\d+)?", text) else text


@pytest.mark.parametrize("command, query", ASKED_TWICE.findall(GUIDE.read_text(encoding="utf-8")))
def test_metrics_are_what_sql_counts(
    command: str, query: str, project: Project, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.csv"
    done = subprocess.run(
        [MF, *shlex.split(command), "--csv", answer],
        cwd=project.folder,
        env=project._environment(2),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with answer.open(newline="", encoding="utf-8") as opened:
        _, *rows = csv.reader(opened)
    found = sorted([as_told(value) for value in row] for row in rows)
    assert found
    assert found == sorted([as_told(value) for value in row] for row in project.rows(query))


def test_every_metric_can_be_asked_for(project: Project) -> None:
    done = subprocess.run(
        [MF, "validate-configs"],
        cwd=project.folder,
        env=project._environment(2),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_stays_small() -> None:
    layer = PROJECT_ROOT / "models" / "marts" / "_semantic_layer.yml"
    assert len(layer.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
