"""A dbt project with our materializations and nothing else of ours, for toy models."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.support.projects import PROJECT_ROOT, Project


def toy_project(folder: Path) -> Project:
    """Make the project: our macros, profile and plugins; its models folder is empty."""
    (folder / "models").mkdir()
    for name in ("macros", "corate", "ingest"):
        shutil.copytree(PROJECT_ROOT / name, folder / name)
    shutil.copy(PROJECT_ROOT / "profiles.yml", folder)
    ours = yaml.safe_load((PROJECT_ROOT / "dbt_project.yml").read_text())
    kept = {key: ours[key] for key in ("name", "version", "config-version", "profile", "vars")}
    settings = {
        **kept,
        "flags": {"send_anonymous_usage_stats": False},
        "models": {"+schema": "toys"},
        "on-run-start": ["{{ note_graph() }}"],
    }
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(settings))
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
        tables = toy.rows(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema not in ('raw', 'versions')"
        )
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
