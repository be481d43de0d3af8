"""Reports of warehouses with everything, with hostile texts, and with nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.commands import corate
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


HOSTILE = "</script><script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
TEXTS = (
    *("title", "neighbor_title", "edition", "licence", "citation", "genre", "advice"),
    *("person_label", "genre_label", "most_downloaded_model_id", "code_version", "reason"),
)
"""Columns of which a page shows the text."""


@pytest.fixture(scope="session")
def odd_report(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of texts that a browser might take for a part of the page, and of two lists."""
    folder = tmp_path_factory.mktemp("odd")
    copy = shutil.copy(database, folder)
    with duckdb.connect(str(copy)) as connection:
        found = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " inner join duckdb_tables() using (schema_name, table_name)"
            " where data_type = 'VARCHAR' and column_name in (select unnest(?))",
            [list(TEXTS)],
        ).fetchall()
        for schema, table, column in found:
            connection.execute(
                f"update {schema}.{table} set {column} = $hostile || ' ' || {column}",
                {"hostile": HOSTILE},
            )
        for table in ("metrics", "labeling_queue"):
            connection.execute(
                f"insert into videos.{table} select * replace ('other' as dataset_id)"
                f" from videos.{table}"
            )
    return written(Path(copy), folder / "report")


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
