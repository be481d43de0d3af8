"""CITATION.cff says what the project says of itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml

from ingest import VERSION


def test_the_citation_is_of_this_version(project_root: Path) -> None:
    cited = yaml.safe_load((project_root / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    readme = (project_root / "README.md").read_text(encoding="utf-8")
    dbt = yaml.safe_load((project_root / "dbt_project.yml").read_text(encoding="utf-8"))
    assert cited["version"] == dbt["version"] == VERSION
    assert cited["title"] == readme.splitlines()[0].removeprefix("# ")
    assert cited["title"].lower() == project["project"]["name"]
    assert cited["license"] == project["project"]["license"]
    # what readers of the file need, by its schema (citation-file-format 1.2.0)
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "authors"} <= cited.keys()
    assert all("name" in author for author in cited["authors"])
