"""A folder that `corate publish` writes holds what the warehouse holds, and says so."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.support.commands import corate, refused


def publish(folder: Path, database: Path, *options: str) -> str:
    printed = corate("publish", folder, "--database", database, *options)
    assert printed.code == 0, printed
    return printed.out


@pytest.fixture(scope="module")
def folder(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of the toy."""
    path = tmp_path_factory.mktemp("folder") / "mirror"
    publish(path, toy, "--with-private")
    return path


def catalogue(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
    return found


def comparable(value: Any) -> str:
    """Values that say the same are equal: NaN, too, but not 0.0 and -0.0."""
    if isinstance(value, list):
        return str([comparable(one) for one in value])
    return "nan" if isinstance(value, float) and math.isnan(value) else repr(value)


def test_every_file_holds_its_table(folder: Path, toy: Path) -> None:
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}
    with duckdb.connect(str(toy), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        there = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema <> 'behind_views'"
        ).fetchall()
        assert paths == {f"{schema}/{name}.parquet" for schema, name in there}
        for schema, name in there:
            # Python has no dates before the year 1, and Parquet no 128 bits
            rest = {"border_dates": "id", "values_of_all_types": "* exclude (a_hugeint, a_struct)"}
            columns = rest.get(name, "*")
            relation = connection.sql(f"select {columns} from {schema}.{name}")
            expected = [tuple(map(comparable, row)) for row in relation.fetchall()]
            table = pq.ParquetFile(folder / schema / f"{name}.parquet").read(relation.columns)
            if name == "values_of_all_types":
                # UUIDs come as bytes, zones with another name
                table = table.drop_columns(["a_uuid", "a_zoned_time"])
                places = [relation.columns.index(one) for one in table.column_names]
                expected = [tuple(row[place] for place in places) for row in expected]
            found = [tuple(map(comparable, row.values())) for row in table.to_pylist()]
            assert Counter(found) == Counter(expected), name


def test_the_catalogue_says_what_is_there(folder: Path) -> None:
    said = catalogue(folder)
    assert said["build"]["build_number"] == 7
    by_name = {f"{one['schema']}.{one['table']}": one for one in said["files"] if "table" in one}
    for one in by_name.values():
        content = (folder / one["path"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["bytes"] == len(content)
        assert one["rows"] == pq.ParquetFile(folder / one["path"]).metadata.num_rows
        names = [column["name"] for column in one["columns"]]
        assert names == pq.ParquetFile(folder / one["path"]).schema_arrow.names
    datasets = by_name["catalog.datasets"]
    assert datasets["description"].startswith("What is landed, the owner's words.")
    assert datasets["key"] == ["dataset_id"]
    assert datasets["columns"][2] == {
        "name": "licence",
        "type": "VARCHAR",
        "description": 'What its owner allows: 100 % \\ "so".',
    }


def test_the_readme_names_datasets_and_tables(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert (
        "| movielens-1m | MovieLens 1M | no redistribution | forbidden | yes | required "
        "| Harper \\| Konstan |" in text
    )
    assert (
        "| benchmarks/user_histories.parquet | 4 | recipe and user | recipe_id, user_index |"
        in text
    )


def test_the_readme_shows_control_characters_escaped(toy: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(toy, tmp_path / "own.duckdb"))
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "update catalog.datasets set licence = 'MIT' || chr(27) || '[2J',"
            " title = 'two' || chr(10) || 'lines' where dataset_id = 'my-shop'"
        )
    publish(tmp_path / "mirror", database)
    text = (tmp_path / "mirror" / "README.md").read_text(encoding="utf-8")
    assert r"| my-shop | two lines | MIT\x1b[2J |" in text and "\x1b" not in text


def test_views_answer_from_within_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    text = Path("views.sql").read_text(encoding="utf-8")
    assert text.startswith("-- paths are as seen from this folder: go into it before you run this")
    with duckdb.connect() as connection:
        connection.execute(text)
        rows = connection.execute("select item_indexes from benchmarks.user_histories").fetchall()
    assert sorted(rows, key=str) == sorted([([1, 2, 3],), ([],), (None,), ([None, -5],)], key=str)


def test_what_may_hold_reviews_or_names_is_left_out(toy: Path, tmp_path: Path) -> None:
    out = publish(tmp_path / "mirror", toy)
    assert "catalog.rejected_rows.delivered_text" in out.splitlines()[-1]
    said = catalogue(tmp_path / "mirror")
    assert {*said["left_out"]} == {
        "catalog.event_context",
        "catalog.rejected_rows.reason",
        "catalog.rejected_rows.delivered_text",
    }
    for path in (tmp_path / "mirror").rglob("*"):
        if path.suffix == ".parquet":
            with duckdb.connect() as connection:
                rows = connection.execute(f"select columns(*)::varchar from '{path}'").fetchall()
            assert "I hated it" not in str(rows)
    assert not (tmp_path / "mirror" / "catalog" / "event_context.parquet").exists()


def test_licences_are_told(toy: Path, tmp_path: Path) -> None:
    printed = corate("publish", tmp_path / "mirror", "--database", toy)
    assert "movielens-1m may not be passed on without its owner's permission" in printed.err
    assert "sample-films" not in printed.err


def test_a_second_publication_takes_the_place_of_the_first(toy: Path, tmp_path: Path) -> None:
    target = tmp_path / "mirror"
    publish(target, toy)
    publish(target, toy, "--without", "catalog.items")
    assert not (target / "catalog" / "items.parquet").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"mirror"}


def test_folders_of_others_are_refused(toy: Path, tmp_path: Path) -> None:
    target = tmp_path / "mirror"
    target.mkdir()
    (target / "notes.txt").write_text("mine")
    said = refused("publish", target, "--database", toy, "--without", "catalog.datasets")
    assert "mirror holds no publication, and publishing replaces nothing else" in said.err
    shutil.rmtree(target)
    publish(target, toy)
    (target / "catalog" / "notes.txt").write_text("mine")
    said = refused("publish", target, "--database", toy)
    assert "holds what is not of the publication: 'catalog/notes.txt'" in said.err


@pytest.mark.parametrize("target", ["/", ".", ""])
def test_folders_that_hold_more_are_refused(toy: Path, target: str) -> None:
    said = refused("publish", target, "--database", toy).err
    assert said.endswith(": give the name of a folder for it alone, such as exports/mine\n")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc on this system")
def test_places_where_no_file_can_be_made_are_told(toy: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "corate", "publish", "/proc/x", "--database", str(toy)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert process.returncode == 1 and "/proc/x could not be written" in process.stderr


@pytest.mark.parametrize(
    "target",
    [
        "postgresql:/me:pw0rd@host/db",
        "postgresql+psycopg://me:pw0rd@host/db",
        "Postgres:me:pw0rd@host",
        "host=somewhere port=5432 user=me",
        "dbname=db password=pw0rd",
        "postgresql:///db?user=me&password=pw0rd",
    ],
)
def test_what_is_nearly_an_address_makes_no_folder(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused("publish", target, "--database", toy).err
    assert "write postgresql://USER@HOST:PORT/DATABASE" in said and "pw0rd" not in said
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_kill_leaves_the_old_folder(toy: Path, tmp_path: Path, how: signal.Signals) -> None:
    database = Path(shutil.copy(toy, tmp_path / "own.duckdb"))
    target = tmp_path / "mirror"
    publish(target, database)
    before = (target / "catalogue.json").read_text()
    with duckdb.connect(str(database)) as connection:
        connection.execute("create view catalog.zeros as from range(10_000_000_000)")
    process = subprocess.Popen(
        [sys.executable, "-m", "corate", "publish", str(target), "--database", str(database)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not [*tmp_path.glob("mirror.unfinished-*/catalog/zeros.parquet")]:
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.05)
    os.kill(process.pid, how)
    _, said = process.communicate(timeout=30)
    if how == signal.SIGINT:
        assert process.returncode == 130 and said.splitlines()[-1].startswith("error: interrupted")
    assert (target / "catalogue.json").read_text() == before
    publish(target, database, "--without", "catalog.zeros")
    assert {path.name for path in tmp_path.iterdir()} == {
        *("mirror", "own.duckdb", "own.copies.csv")
    }
