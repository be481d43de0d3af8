"""The warehouse of the sample, as `make build` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support.projects import Project, copy_project


@dataclass(frozen=True)
class Sample:
    """The warehouse, and what its build printed."""

    project: Project
    printed: str


def build_sample(folder: Path) -> Sample:
    """Land and build with eight threads."""
    project = copy_project(folder / "project")
    for name in ("films", "reviews", "videos", "models"):
        project.ingest("land", f"sample-{name}")
    project.ingest("wikidata", "--from", project.folder / "sample" / "wikidata" / "answers.jsonl")
    return Sample(project, project.corate("build", threads=8))
