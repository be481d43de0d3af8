"""A dbt project with our materializations and nothing else of ours, for toy models."""

from __future__ import annotations

from pathlib import Path

from tests.support.projects import PROJECT_ROOT, Project

PROJECT_FILE = """
name: corate
version: "1.0.0"
config-version: 2
profile: toy
macro-paths: ["macros"]
flags:
  send_anonymous_usage_stats: false
"""
PROFILE_FILE = """
toy:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: "{{ env_var('CORATE_DATABASE') }}"
      schema: toys
"""


def toy_project(folder: Path) -> Project:
    """Make the project; its models folder is empty."""
    for name in ("models", "macros"):
        (folder / name).mkdir()
    (folder / "dbt_project.yml").write_text(PROJECT_FILE)
    (folder / "profiles.yml").write_text(PROFILE_FILE)
    for file in (PROJECT_ROOT / "macros" / "materializations").glob("*.sql"):
        (folder / "macros" / file.name).write_text(file.read_text())
    return Project(folder)


def write_model(toy: Project, name: str, body: str) -> None:
    """Add a model, or replace it."""
    (toy.folder / "models" / f"{name}.sql").write_text(body)
