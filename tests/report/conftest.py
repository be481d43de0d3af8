"""Reports of warehouses with everything, with odd titles, and with nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.commands import corate
from tests.support.odd_warehouse import build_odd
from tests.support.once import built_once
from tests.support.sample import Sample, build_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """What `make build` does, built once for all files of tests."""
    return built_once(tmp_path_factory, "sample", build_sample)


@pytest.fixture(scope="session")
def database(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's warehouse: a copy, since a process opens a file in one way only."""
    return Path(shutil.copy(sample.project.published, tmp_path_factory.mktemp("report")))


def written(database: Path, folder: Path, *arguments: str) -> Path:
    """The report of a warehouse."""
    printed = corate("report", folder, "--database", database, *arguments)
    assert printed.code == 0, printed
    return folder


@pytest.fixture(scope="session")
def report(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's report."""
    return written(database, tmp_path_factory.mktemp("sample") / "report")


@pytest.fixture(scope="session")
def odd_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of titles that a page may take for its own text."""
    project = built_once(tmp_path_factory, "odd", build_odd)
    return written(project.database, tmp_path_factory.mktemp("odd-report") / "report")


@pytest.fixture(scope="session")
def empty_report(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a warehouse in which nothing is landed."""
    folder = tmp_path_factory.mktemp("nothing")
    with duckdb.connect(str(folder / "empty.duckdb")) as connection:
        connection.execute(f"attach '{database}' as whole (read_only)")
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_catalog = 'whole' and table_schema <> 'behind_views'"
        ).fetchall()
        for schema, table in tables:
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(
                f"create table {schema}.{table} as from whole.{schema}.{table} limit 0"
            )
    return written(folder / "empty.duckdb", folder / "report")
