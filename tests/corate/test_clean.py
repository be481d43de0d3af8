"""`python -m corate clean` and `make clean`: what was landed may be nowhere else, and stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from corate.__main__ import main
from ingest.cli import main as ingest
from ingest.database import BUILT_SCHEMAS


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file of one's own, landed; tables of a build, views of them, and a table of one's own."""
    file = tmp_path / "own.csv"
    file.write_text("u1,i1\nu1,i2\nu2,i1\n")
    database = tmp_path / "own.work.duckdb"
    landing = ["land", "own", "--from", str(file), "--user", "1", "--item", "2", "--quiet"]
    assert ingest([*landing, "--database", str(database)]) == 0
    with duckdb.connect(str(database)) as connection:
        for schema in BUILT_SCHEMAS:
            connection.execute(f"create schema {schema}")
            connection.execute(f"create table {schema}.made as from raw.interactions")
            connection.execute(f"create view {schema}.seen as from {schema}.made")
        connection.execute("create schema mine")
        connection.execute("create table mine.notes as select 1 as note")
    return database


def test_what_was_built_goes_and_everything_else_stays(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    landed = "select * from raw.interactions order by all"
    before = rows(database, landed)
    assert len(before) == 3
    for _ in range(2):
        assert main(["clean", "--database", str(database)]) == 0
        assert "landed data stay: own\n" in capsys.readouterr().out
        assert rows(database, landed) == before
        assert rows(database, "from mine.notes") == [(1,)]
        schemas = {name for (name,) in rows(database, "select schema_name from duckdb_schemas()")}
        assert not schemas & set(BUILT_SCHEMAS)


def test_nothing_is_made_where_there_is_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "none.work.duckdb"
    assert main(["clean", "--database", str(database)]) == 0
    assert "nothing to remove" in capsys.readouterr().out
    assert not database.exists()


def test_a_database_that_is_in_use_stays_as_it_is(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hold = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert main(["clean", "--database", str(database)]) == 1
        holder.communicate("\n")
    error = capsys.readouterr().err
    assert error.startswith("error: ") and error.count("\n") == 1
    assert rows(database, "select count(*) from benchmarks.seen") == [(3,)]


def test_make_clean_deletes_no_database(database: Path, project_root: Path) -> None:
    done = subprocess.run(
        ["make", "--dry-run", "clean", f"CORATE_DATABASE={database}"],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "-m corate clean" in done.stdout
    assert database.name not in done.stdout
