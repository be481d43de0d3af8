"""A dbt project with our materializations and nothing else of ours, for toy models."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class Runs:
    """Runs of toys one after the other: what each printed, and the rows of each table after it."""

    printed: list[str] = field(default_factory=list)
    rows: list[dict[str, list[tuple[Any, ...]]]] = field(default_factory=list)

    def note(self, toy: Project, printed: str) -> None:
        """Keep what is there after a run. Tables are of one schema, or have theirs before them."""
        self.printed.append(printed)
        tables = toy.rows("select table_schema, table_name from information_schema.tables")
        self.rows.append(
            {
                name if schema == "toys" else f"{schema}.{name}": toy.rows(
                    f"select * from {schema}.{name} order by all"
                )
                for schema, name in tables
            }
        )

    def but_for(self, run: int, *kinds: str) -> set[str]:
        """The tables after a run, but for those whose names begin with one of these words."""
        return {name for name in self.rows[run] if name.partition("_")[0] not in kinds}

    def said_of(self, run: int, name: str) -> str:
        """The lines that name a toy."""
        return "\n".join(line for line in self.printed[run].splitlines() if name in line)
