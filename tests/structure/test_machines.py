"""What docs/guides/machines.md promises is what the project asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.environment import OLDEST


@pytest.fixture
def project(project_root: Path) -> dict[str, Any]:
    return tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def page(project_root: Path) -> str:
    return (project_root / "docs" / "guides" / "machines.md").read_text(encoding="utf-8")


def test_versions_of_python_are_those_of_the_page(
    project: dict[str, Any], page: str, project_root: Path
) -> None:
    first, last = re.findall(r"^\| Python \| 3\.(\d+) to 3\.(\d+) \|", page, re.MULTILINE)[0]
    versions = [
        name.rpartition(" ")[2]
        for name in project["project"]["classifiers"]
        if name.startswith("Programming Language")
    ]
    assert versions == [f"3.{minor}" for minor in range(int(first), int(last) + 1)]
    assert (3, int(first)) == OLDEST
    assert project["project"]["requires-python"] == f">=3.{first}"
    assert project["tool"]["ruff"]["target-version"] == f"py3{first}"
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")
    assert f"sys.version_info < (3, {first})" in makefile
    readme = (project_root / "README.md").read_text(encoding="utf-8")
    assert f"Python 3.{first} or newer" in readme


def test_versions_of_duckdb_are_those_of_the_page(
    project: dict[str, Any], page: str, project_root: Path
) -> None:
    oldest, major = re.findall(r"^\| DuckDB \| (\S+) or newer of (\d+), to build", page, re.M)[0]
    assert f"duckdb>={oldest},<{int(major) + 1}" in project["project"]["dependencies"]
    lock = (project_root / "requirements.lock").read_text(encoding="utf-8")
    for name, label in (("duckdb", "DuckDB"), ("dbt-core", "dbt")):
        (pinned,) = re.findall(rf"^{name}==(\S+)$", lock, re.MULTILINE)
        rows = re.findall(rf"^\| {label} \|.*$", page, re.MULTILINE)
        assert pinned in rows[0]
