"""The raw tables as Parquet files: the same rows and types, whole files, and no more work than due.

What is read back is compared with the raw tables by DuckDB, and by Spark's own reader.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from ingest import raw_export
from ingest.columns import quote_text
from tests.ingest.conftest import Warehouse, looking_at, write
from tests.support.spark import local_session

SPARK_TYPES = {
    "VARCHAR": "string",
    "JSON": "string",
    "VARCHAR[]": "array<string>",
    "SMALLINT": "smallint",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "DOUBLE": "double",
    # one without a zone, which no session's time zone moves
    "TIMESTAMP": "timestamp_ntz",
}
"""What Spark is to take each type of a raw table for."""

EVENTS = [
    "user,item,stars,at,price",
    "u1,i1,4.1,2024-05-01 12:30:00,8.2",
    '"u,2",ï2,8.2,2024-05-01T12:30:00.123456Z,',
    "u3,i1,0.5,,NULL",
    "u4,'i\\4',,2024-05-02,1",
]

OF_ITEMS = ("--item", "item", "--title", "name", "--attribute", "tags", "--quiet")


@pytest.fixture
def landed(
    warehouse: Warehouse, delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Warehouse:
    """Events with context, items with attributes, rejected rows, remarks, and settings."""
    events = write(delivery / "events.csv", EVENTS)
    items = write(delivery / "items.csv", ["item,name,tags", 'i1,One,"a;b"', "ï2,,"])
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("CORATE_OWN", str(own))
    write(own / "protocols.csv", ["protocol_id,datasets,split", "p,shop,leave_one_out"])
    columns = ("--user", "user", "--item", "item", "--rating", "stars", "--time", "at")
    options = ("--context", "price", "--empty-time", "keep", "--max-rejected", "100%")
    assert warehouse.land("shop", events, *columns, *options) == 0, warehouse.errors
    assert warehouse.run("land", "shop", "--items", items, *OF_ITEMS) == 0
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute(
            "insert into raw.wikidata_answers values (1, 'full', ['tt0000001', 'tt0000002'],"
            " 'q', 'e', '2024-05-01 12:30:00.123456', '{\"a\": 1}')"
        )
    return warehouse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def export(warehouse: Warehouse, folder: Path) -> str:
    """What an export that goes well says."""
    assert warehouse.run("export-raw", folder, "--quiet") == 0, warehouse.errors
    assert warehouse.output.count("\n") == 1
    return warehouse.output


def raw_columns(warehouse: Warehouse) -> dict[str, dict[str, str]]:
    """The columns of each raw table and their types."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in warehouse.query(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = current_database() and schema_name = 'raw' order by column_index"
    ):
        found.setdefault(table, {})[column] = kind
    return found


def places(folder: Path) -> dict[str, int]:
    """The files of a folder and the places of their bytes: other ones where a file is new."""
    return {path.name: path.stat().st_ino for path in folder.glob("*.parquet")}


def test_every_raw_table_comes_back_as_it_is(landed: Warehouse, folder: Path) -> None:
    said = export(landed, folder)
    columns = raw_columns(landed)
    # who is forgotten concerns landing alone
    del columns["forgotten_people"]
    assert {path.stem for path in folder.glob("*.parquet")} == columns.keys()
    assert said.endswith(f"Next: CORATE_RAW={folder} python -m corate build --target spark\n")
    assert said.startswith(f"{len(columns)} tables (")
    filled = 0
    with looking_at(landed.path) as connection:
        for table, kinds in columns.items():
            file = f"read_parquet({quote_text(str(folder / f'{table}.parquet'))})"
            described = connection.execute(f"describe from {file}").fetchall()
            wanted = [(name, kind.replace("JSON", "VARCHAR")) for name, kind in kinds.items()]
            assert [row[:2] for row in described] == wanted, table
            for one, other in ((file, f"raw.{table}"), (f"raw.{table}", file)):
                missing = connection.execute(f"from {one} except all from {other}").fetchall()
                assert missing == [], (table, one)
            ((rows,),) = connection.execute(f"select count(*) from {file}").fetchall()
            filled += rows > 0
    # empty ones are there, too
    assert 8 <= filled < len(columns)


@pytest.mark.spark
def test_spark_reads_the_same(landed: Warehouse, folder: Path, tmp_path: Path) -> None:
    export(landed, folder)
    with local_session(tmp_path / "spark") as session:
        for table, kinds in raw_columns(landed).items():
            frame = session.read.parquet(str(folder / f"{table}.parquet"))
            found = [(one.name, one.dataType.simpleString()) for one in frame.schema.fields]
            assert found == [(name, SPARK_TYPES[kind]) for name, kind in kinds.items()], table
            rows = [tuple(row) for row in frame.collect()]
            assert sorted(map(repr, rows)) == sorted(
                map(repr, landed.query(f"from raw.{table}"))
            ), table


def test_what_has_not_changed_is_not_written_again(
    landed: Warehouse, folder: Path, delivery: Path
) -> None:
    export(landed, folder)
    before = places(folder)
    assert export(landed, folder).startswith("0 tables (0 rows) written")
    assert places(folder) == before
    more = write(delivery / "u.data", ["1\t2\t3\t4"])
    assert landed.land("ml-100k", more) == 0, landed.errors
    export(landed, folder)
    changed = {name for name, place in places(folder).items() if before[name] != place}
    # of what is landed, and of its own work
    written = ("movielens_ratings", "landings", "landed_files", "landed_parts", "row_versions")
    assert changed - {"landing_remarks.parquet"} == {f"{table}.parquet" for table in written}


def test_a_landing_of_the_same_at_another_hour_is_exported(
    landed: Warehouse, folder: Path, delivery: Path
) -> None:
    """Versions of rows pass over the hour; the files are nevertheless as the tables."""
    export(landed, folder)
    assert landed.run("land", "shop", "--items", delivery / "items.csv", *OF_ITEMS) == 0
    export(landed, folder)
    ((exported,),) = duckdb.execute(
        "select list(distinct landed_at) from read_parquet(?)", [str(folder / "own_items.parquet")]
    ).fetchall()
    assert [(exported,)] == landed.query("select list(distinct landed_at) from raw.own_items")


def test_settings_are_as_they_are_now(landed: Warehouse, folder: Path, tmp_path: Path) -> None:
    export(landed, folder)
    write(tmp_path / "own" / "protocols.csv", ["protocol_id,datasets", "q,shop", '"r,shop'])
    export(landed, folder)

    def read(table: str, columns: str) -> list[tuple[Any, ...]]:
        path = str(folder / f"{table}.parquet")
        return duckdb.execute(f"select {columns} from read_parquet(?)", [path]).fetchall()

    assert read("own_protocols", "protocol_id, split") == [("q", None)]
    assert read("unread_settings", "line_number") == [(3,)]
    versions = dict(read("row_versions", "table_name, version"))
    assert versions["own_protocols"].startswith("1 ")


def test_what_is_not_of_the_export_is_left_alone(landed: Warehouse, folder: Path) -> None:
    export(landed, folder)
    note = write(folder / "notes.txt", ["mine"])
    mine = folder / "mine.parquet"
    duckdb.execute(f"copy (select 1) to {quote_text(str(mine))}")
    # one of a release that had another table, and what a run left that was killed
    shutil.copy(folder / "landings.parquet", folder / "former.parquet")
    left = write(folder / ".landings.parquet.unfinished", ["half"])
    before = places(folder)
    assert "39 as before, 1 removed" in export(landed, folder)
    assert note.read_text() == "mine\n"
    assert not left.exists()
    del before["former.parquet"]
    assert places(folder) == before


def test_a_folder_of_something_else_is_refused(landed: Warehouse, folder: Path) -> None:
    folder.mkdir()
    write(folder / "thesis.txt", ["mine"])
    assert landed.run("export-raw", folder) == 2
    assert landed.errors == (
        f"error: {folder} holds no export, and is not empty: 'thesis.txt'; give a new folder\n"
    )
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
    assert landed.run("export-raw", folder / "thesis.txt") == 2
    assert landed.errors == (
        f"error: {folder / 'thesis.txt'} is a file: give the name of a folder\n"
    )
    assert landed.run("export-raw", "s3a://bucket/raw") == 2
    assert landed.errors.startswith("error: s3a://bucket/raw is an address: give the path of a ")


def test_the_next_command_can_be_pasted(landed: Warehouse, tmp_path: Path) -> None:
    place = tmp_path / "all 'raw' tables"
    assert f"Next: CORATE_RAW={shlex.quote(str(place))} python -m corate" in export(landed, place)


def test_a_file_in_the_way_is_not_written_over(landed: Warehouse, folder: Path) -> None:
    export(landed, folder)
    write(folder / "landings.parquet", ["not of an export"])
    assert landed.run("export-raw", folder) == 2
    assert landed.errors == (
        f"error: {folder} holds 'landings.parquet', which no export has written: move that "
        "elsewhere\n"
    )
    assert (folder / "landings.parquet").read_text() == "not of an export\n"


def test_an_export_that_breaks_off_leaves_whole_files(
    landed: Warehouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(landed, folder)
    before = places(folder)
    with duckdb.connect(str(landed.path)) as connection:
        connection.execute("insert into raw.landings select * from raw.landings")
        connection.execute("insert into raw.wikidata_answers select * from raw.wikidata_answers")
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == "row_versions.parquet":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", full)
        assert landed.run("export-raw", folder, "--quiet") == 1
    assert landed.errors.startswith(f"error: {folder} could not be written: No space left")
    assert not list(folder.glob(".*unfinished"))
    changed = {name for name, place in places(folder).items() if before[name] != place}
    # builds see what has changed by the versions of rows, which come last
    assert changed == {"landings.parquet", "wikidata_answers.parquet"}
    assert export(landed, folder).startswith("1 tables (")
    assert export(landed, folder).startswith("0 tables (")


def test_one_export_at_a_time_writes_to_a_folder(landed: Warehouse, folder: Path) -> None:
    export(landed, folder)
    with FileLock(folder / raw_export.LOCK):
        assert landed.run("export-raw", folder) == 1
    assert landed.errors == (
        f"error: another export is writing to {folder}: wait for it, or give another folder\n"
    )
    assert landed.run("export-raw", folder) == 0


def test_there_must_be_a_database(warehouse: Warehouse, folder: Path) -> None:
    assert warehouse.run("export-raw", folder) == 1
    assert warehouse.errors == (
        f"error: there is no database {warehouse.path}: land a dataset first\n"
    )
    assert not folder.exists()
