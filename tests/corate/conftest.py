"""One warehouse for all tests of commands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.commands import corate
from tests.support.odd_warehouse import build_odd
from tests.support.once import built_once
from tests.support.projects import Project

FORMATS = ("sequences", "recbole", "parquet")

FILMS = "sample-films-time-core4"


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project, built; one for all processes of tests, which only read it."""
    return built_once(tmp_path_factory, "odd", build_odd)


@pytest.fixture(scope="session")
def database(project: Project) -> Path:
    """What the commands read."""
    return project.database


@pytest.fixture(scope="session")
def tables(
    database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same, for reading without them: a copy, since a process opens a file in one way only."""
    copy = shutil.copy(database, tmp_path_factory.mktemp("tables"))
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


class Exports:
    """Folders that are written when they are first asked for."""

    def __init__(self, database: Path, root: Path) -> None:
        self._database = database
        self._root = root

    def export(self, recipe_id: str, layout: str) -> Path:
        """The folder of a benchmark."""
        folder = self._root / recipe_id / layout
        if not folder.exists():
            self._run(recipe_id, "--format", layout, "--to", folder)
        return folder

    def wikidata(self, dataset_id: str) -> Path:
        """The folder of the films of a dataset."""
        folder = self._root / dataset_id / "wikidata"
        if not folder.exists():
            self._run("--format", "wikidata", "--dataset", dataset_id, "--to", folder)
        return folder

    def _run(self, *arguments: str | Path) -> None:
        printed = corate("export", *arguments, "--database", self._database)
        assert printed.code == 0, printed


@pytest.fixture(scope="session")
def exports(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """Exports of the warehouse."""
    return Exports(database, tmp_path_factory.mktemp("exports"))
