"""The file that landing writes, beside the one that readers open."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

from ingest import settings
from ingest.cli import main
from ingest.database import open_database
from tests.ingest.conftest import write

HOLD = (
    "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print(flush=True);"
    " time.sleep(float(sys.argv[2]))"
)


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments that land a file into the warehouse of CORATE_DATABASE."""
    monkeypatch.setenv("CORATE_DATABASE", str(tmp_path / "shop.duckdb"))
    monkeypatch.setenv("CORATE_WAIT", "0")
    file = write(tmp_path / "own.csv", ["u,i", "v,j"])
    return ["land", "own", "--from", str(file), "--user", "1", "--item", "2", "--quiet"]


def landed_in(path: Path) -> list[tuple[str]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("select dataset_id from raw.landings order by all").fetchall()


@contextmanager
def held(path: Path, seconds: str) -> Iterator[int]:
    """The number of a process that holds a database so long, or until it is not asked any more."""
    command = [sys.executable, "-c", HOLD, str(path), seconds]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            yield holder.pid
        finally:
            holder.kill()


def test_landing_writes_beside_what_readers_open(landing: list[str], tmp_path: Path) -> None:
    assert main(landing) == 0
    assert landed_in(tmp_path / "shop.work.duckdb") == [("own",)]
    assert not (tmp_path / "shop.duckdb").exists()


@pytest.mark.parametrize("way", ["flag", "variable"])
def test_landing_waits_for_who_holds_the_file(
    landing: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    way: str,
) -> None:
    assert main(landing) == 0
    monkeypatch.setenv("CORATE_WAIT", "60" if way == "variable" else "0")
    work = tmp_path / "shop.work.duckdb"
    with held(work, "1") as holder:
        assert main([*landing, *(("--wait", "60") if way == "flag" else ())]) == 0
    told = f"waiting for process {holder} (python"
    assert told in capsys.readouterr().err


def test_waiting_ends(
    landing: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(landing) == 0
    work = tmp_path / "shop.work.duckdb"
    with held(work, "60") as holder:
        began = time.monotonic()
        assert main([*landing, "--wait", "0.5"]) == 1
        assert time.monotonic() - began < 30
    assert f"is in use by process {holder} (python" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["-1", "soon", "1e9", "nan"])
def test_a_wait_that_is_no_number_of_seconds_is_refused(
    landing: list[str], capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert main([*landing, f"--wait={text}"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and f"CORATE_WAIT is '{text}'" in said


def test_a_held_file_is_told_before_anything_is_read(
    landing: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(landing) == 0
    (tmp_path / "own.csv").unlink()
    with held(tmp_path / "shop.work.duckdb", "60") as holder:
        assert main(landing) == 1
    assert f"is in use by process {holder} (" in capsys.readouterr().err


def test_the_database_of_a_release_with_one_file_is_taken_over(
    landing: list[str], tmp_path: Path
) -> None:
    former, work = tmp_path / "shop.duckdb", tmp_path / "shop.work.duckdb"
    with open_database(former) as connection:
        connection.execute(
            "insert into raw.landings by name select 'former' as dataset_id, 'interactions' as"
            " source, now() as landed_at, 1 as interaction_rows, 0 as rejected_rows"
        )
    before = former.read_bytes()
    assert main(landing) == 0
    assert landed_in(work) == [("former",), ("own",)]
    # readers keep theirs until a build takes its place
    assert former.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["own.csv", "shop.duckdb", "shop.work.duckdb"]


def test_a_file_for_readers_is_no_former_database(landing: list[str], tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute("create schema catalog; create table catalog.datasets (n integer)")
    assert main(landing) == 0
    assert landed_in(tmp_path / "shop.work.duckdb") == [("own",)]


@pytest.mark.parametrize(
    ("published", "work"),
    [
        ("warehouse.duckdb", "warehouse.work.duckdb"),
        ("folder.d/a.b.duckdb", "folder.d/a.b.work.duckdb"),
        ("film.db", "film.work.db"),
        ("folder.d/film", "folder.d/film.work"),
    ],
)
def test_one_file_names_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: str, work: str
) -> None:
    """For landing, and for dbt."""
    monkeypatch.setenv("CORATE_DATABASE", published)
    assert settings.work_path() == Path(work) == settings.work_path_of(Path(work))
    assert settings.published_path_of(Path(work)) == Path(published)
    assert settings.published_path_of(Path(published)) is None
    (tmp_path / "folder.d").mkdir()
    monkeypatch.chdir(tmp_path)
    credentials = DuckDBCredentials(path=published, schema="main")
    BasePlugin.create("ingest.dbt_plugin").update_connection_config(credentials, {})
    assert Path(credentials.path) == Path(work)


def test_a_file_of_another_kind_is_not_replaced(landing: list[str], tmp_path: Path) -> None:
    notes = write(tmp_path / "shop.duckdb", ["what I would not lose"])
    assert main(landing) == 1
    credentials = DuckDBCredentials(path=str(notes), schema="main")
    with pytest.raises(DbtRuntimeError, match="is not a DuckDB database"):
        BasePlugin.create("ingest.dbt_plugin").update_connection_config(credentials, {})
    assert sorted(os.listdir(tmp_path)) == ["own.csv", "shop.duckdb"]
