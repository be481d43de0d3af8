"""The file that readers open: whole, of one build, and nothing in it that is not theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from corate.publishing import Build, publish_once
from ingest import VERSION
from ingest.database import PUBLIC_SCHEMAS
from tests.support.public_content import content_of, public_tables
from tests.support.sample import Sample

BUILD = Build("content", "code", is_tested=True)
MARK = "zebra-quagga-okapi"
SCHEMAS = (
    "select distinct schema_name from duckdb_columns() where database_name = current_database()"
)
WITHOUT_COMMENT = """
    select table_name from duckdb_tables() where comment is null
    union all
    select view_name from duckdb_views() where comment is null and not internal
    union all
    select table_name || '.' || column_name from duckdb_columns()
    where comment is null and not internal and schema_name <> 'behind_views'
"""
STORAGE = "select tags['storage_version'] from duckdb_databases() where path is not null"


@pytest.fixture
def work(sample: Sample, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample's work file, a copy of our own, opened to write."""
    path = Path(shutil.copy(sample.project.database, tmp_path / "shop.work.duckdb"))
    with duckdb.connect(str(path)) as connection:
        yield connection


def reads(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_readers_find_every_public_table_as_the_build_made_it(
    work: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Under any name of the file: views, too, and what is told of tables and columns."""
    target = tmp_path / "shop.duckdb"
    assert publish_once(work, target, BUILD) == f"{target}, build 2"
    shelf = target.rename(tmp_path / "other name.duckdb")
    told = (
        "select schema_name, table_name, column_name, data_type, is_nullable, comment"
        f" from duckdb_columns() where schema_name in {PUBLIC_SCHEMAS} order by all"
    )
    with duckdb.connect(str(shelf), read_only=True) as public:
        assert public_tables(public) == public_tables(work)
        for table in public_tables(work):
            assert content_of(public, table) == content_of(work, table), table
        assert public.execute(told).fetchall() == work.execute(told).fetchall()
        schemas = {schema for (schema,) in public.execute(SCHEMAS).fetchall()}
        assert schemas == {*PUBLIC_SCHEMAS, "behind_views"}
        assert public.execute(WITHOUT_COMMENT).fetchall() == []
        # images of BI tools hold DuckDB 1.2 to 1.4
        assert public.execute(STORAGE).fetchall() == [("v1.2.0+",)]


def test_what_is_not_public_was_never_in_the_file(
    work: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    work.execute(f"create table raw.notes as select '{MARK}' as note")
    work.execute("checkpoint")
    target = tmp_path / "shop.duckdb"
    publish_once(work, target, BUILD)
    assert MARK.encode() in (tmp_path / "shop.work.duckdb").read_bytes()
    assert MARK.encode() not in target.read_bytes()


def test_who_reads_goes_on_in_the_old_file(work: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    target = tmp_path / "shop.duckdb"
    publish_once(work, target, BUILD)
    ids = "select recipe_id, user_id from benchmarks.users order by all"
    with duckdb.connect(str(target), read_only=True) as reader:
        expected = reader.execute(ids).fetchall()
        answer = reader.execute(ids)
        begun = answer.fetchmany(10)
        work.execute("delete from benchmarks.users")
        assert publish_once(work, target, Build("other", "code", is_tested=True))
        assert begun + answer.fetchall() == expected
        # and its next question, too
        assert reader.execute(ids).fetchall() == expected
        assert reader.execute("select max(build_number) from catalog.builds").fetchone() == (2,)
    assert reads(target, "select max(build_number) from catalog.builds") == [(3,)]
    assert reads(target, "select count(*) from benchmarks.users") == [(0,)]


def test_a_build_is_published_once(work: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    target = tmp_path / "shop.duckdb"
    assert publish_once(work, target, Build("content", "code", is_tested=False))
    again = publish_once(work, target, Build("content", "code", is_tested=False))
    assert again == f"{target}, build 2 as before"
    # once its tests have passed, it says so
    assert publish_once(work, target, BUILD) == f"{target}, build 3"
    assert publish_once(work, target, BUILD) == f"{target}, build 3 as before"
    target.unlink()
    assert publish_once(work, target, BUILD) == f"{target}, build 4"
    columns = "build_number, code_version, is_tested, corate_version"
    assert reads(target, f"select {columns} from catalog.builds order by all")[1:] == [
        (2, "code", False, VERSION),
        (3, "code", True, VERSION),
        (4, "code", True, VERSION),
    ]


def test_a_file_that_cannot_be_replaced_is_numbered(
    work: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, while a program has it open."""
    target = tmp_path / "shop.duckdb"
    publish_once(work, target, BUILD)
    before = target.read_bytes()
    replace = Path.replace

    def as_on_windows(self: Path, new: Path) -> Path:
        if new == target:
            raise PermissionError(13, "in use by another process")
        return replace(self, new)

    monkeypatch.setattr(Path, "replace", as_on_windows)
    numbered = tmp_path / "shop.3.duckdb"
    assert publish_once(work, target, Build("other", "code", is_tested=True)) == (
        f"{numbered}, build 3"
    )
    assert target.read_bytes() == before
    assert reads(numbered, "select max(build_number) from catalog.builds") == [(3,)]


def test_what_a_killed_publication_left_is_cleared(
    work: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    target = tmp_path / "shop.duckdb"
    for left in ("shop.duckdb.new", "shop.duckdb.new.wal"):
        (tmp_path / left).write_bytes(b"half of it")
    publish_once(work, target, BUILD)
    assert {path.name for path in tmp_path.iterdir()} == {
        "shop.duckdb",
        "shop.work.duckdb",
        "shop.work.duckdb.wal",
    }
