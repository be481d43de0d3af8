"""A dbt project of the user's, with the installed Corate as a package: made, and kept in step."""

from __future__ import annotations

import os
import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import yaml

from ingest import settings
from ingest.errors import IngestError, UsageError

STARTER = Path(__file__).with_name("starter")
"""What a new project holds, but for the name of the project."""

NAME = "my_project"
"""What the project of STARTER is called."""

TAKEN = ("corate", "dbt", "dbt_duckdb")
"""Names of the packages that it has."""

LINK = ".corate"
"""In a project, the link to the installed Corate: packages.yml names it, so that no file that is
kept in git says where that is."""

PACKAGE = Path("dbt_packages", "corate")
"""Where dbt has packages, by a link that `dbt deps` makes."""

NODES = {"models": (".sql", ".py"), "seeds": (".csv",), "snapshots": (".sql",), "tests": (".sql",)}
"""The folders of a project whose files are dbt's nodes, and how the files end."""


def make_project(folder: Path) -> list[Path]:
    """Make a project in a new or empty folder; returns its files, as paths in the folder.

    Raises UsageError where the folder is not empty, OSError where it cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty: give the name of a new folder")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: give the name of a new folder")
    name = _name_of(folder)
    made = []
    for source in sorted(path for path in STARTER.rglob("*") if path.is_file()):
        place = source.relative_to(STARTER)
        if place.name == "gitignore":
            # where it lies, git would heed it
            place = place.with_name(".gitignore")
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.read_text(encoding="utf-8").replace(NAME, name), encoding="utf-8")
        made.append(place)
    return made


def _name_of(folder: Path) -> str:
    """A name that dbt takes: letters, digits and underlines, and no digit first."""
    name = re.sub(r"\W", "_", folder.resolve().name) or NAME
    if name[0].isdigit():
        return f"_{name}"
    # YAML reads null, true and the like as something else than a name
    if name.lower() in TAKEN or yaml.safe_load(name) != name:
        return f"{name}_project"
    return name


def connect(project: Path) -> None:
    """See to it that a project has the Corate that runs this as a package.

    Environments move, and links stay behind. Needs no network. Raises UsageError where the project
    has another Corate, or none; IngestError where `dbt deps` fails.
    """
    if LINK in _read(project / "packages.yml"):
        connect_link(project)
        if not (project / PACKAGE / "dbt_project.yml").exists():
            _install_packages(project)
    if not _is_this(project / PACKAGE):
        raise UsageError(
            f"{project} is a dbt project, and its package corate is not the Corate that is "
            f"installed in {settings.PROJECT_ROOT}: docs/guides/package.md says how to name it"
        )


def connect_link(project: Path) -> None:
    """Have the link of a project lead to the Corate that runs this."""
    link = project / LINK
    if link.is_symlink() and not _is_this(link):
        link.unlink()
        print(f"Corate is in another place now: {LINK} leads to {settings.PROJECT_ROOT}")
    if not link.exists():
        link.symlink_to(settings.PROJECT_ROOT, target_is_directory=True)


def _is_this(place: Path) -> bool:
    return place.exists() and os.path.samefile(place, settings.PROJECT_ROOT)


def _install_packages(project: Path) -> None:
    # dbt takes two seconds to load
    from dbt.cli.main import dbtRunner

    # dbt goes to the project, and stays there
    with chdir(project):
        result = dbtRunner().invoke(["--log-level", "none", "--no-use-colors", "deps"])
    if not result.success:
        told = " ".join(str(result.exception).split())
        raise IngestError(f"`dbt deps` failed in {project}: {told}")


def has_nodes(project: Path) -> bool:
    """Whether a project has models, seeds, snapshots or tests of its own."""
    return any(
        path.suffix in endings
        for folder, endings in NODES.items()
        for path in (project / folder).rglob("*")
    )


def brings_interactions(project: Path) -> bool:
    """Whether Corate's models read tables of the project, which nobody says have changed."""
    try:
        said = yaml.safe_load(_read(project / "dbt_project.yml"))
    except yaml.YAMLError:
        # dbt says what is wrong
        return False
    variables: Any = said.get("vars") if isinstance(said, dict) else None
    if not isinstance(variables, dict):
        return False
    of_corate = variables.get("corate")
    places = (variables, of_corate if isinstance(of_corate, dict) else {})
    return any(place.get("interactions_from") for place in places)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
