"""The version of a warehouse: older ones are brought up to date, newer ones are refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

from ingest import raw_tables
from ingest.errors import IngestError
from ingest.raw_tables import VERSION, prepare_raw_tables
from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures"

FIRST_RELEASE = (FIXTURES / "raw_tables_1.sql").read_text(encoding="utf-8")
"""The raw tables of commit ef24dca, which kept no version."""

SECOND_RELEASE = (FIXTURES / "raw_tables_2.sql").read_text(encoding="utf-8")
"""Those of version 2, in which files still filled tables."""

ROWS_OF_FIRST_RELEASE = """
    insert into raw.landings (dataset_id, source, landed_at, interaction_rows, rejected_rows)
        values ('ml-20m', 'movielens', timestamp '2026-01-02 03:04:05', 2, 1);
    insert into raw.landed_files
        (dataset_id, source_file, table_name, "rows", rejected_rows, bytes, sha256, landed_at)
        values
        ('ml-20m', 'ratings.csv', 'movielens_ratings', 2, 1, 40, 'ab',
        timestamp '2026-01-02 03:04:05');
    insert into raw.movielens_ratings values
        ('ml-20m', 'ratings.csv', 1, timestamp '2026-01-02 03:04:05', '1', '2', 3.5, 1000),
        ('ml-20m', 'ratings.csv', 3, timestamp '2026-01-02 03:04:05', '1', '3', 4.0, 1001);
    insert into raw.rejected_rows values
        ('ml-20m', 'ratings.csv', 2, 'x', 'broken', timestamp '2026-01-02 03:04:05');
    insert into raw.wikidata_answers values
        (1, 'full', ['tt0000001'], null, null, timestamp '2026-01-02 03:04:05', '{}');
"""

SHAPE = """
    select
        table_name,
        list((column_name, data_type, is_nullable, column_default) order by column_name)
    from duckdb_columns()
    where schema_name = 'raw'
    group by table_name
    order by table_name
"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def first_release(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A warehouse as commit ef24dca left it."""
    connection.execute(FIRST_RELEASE + ROWS_OF_FIRST_RELEASE)
    return connection


@pytest.fixture(params=[1, 2])
def older(
    request: pytest.FixtureRequest, connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyConnection:
    """A warehouse of each version before this one."""
    version = "insert into raw.schema_version values (2);" if request.param == 2 else ""
    tables = {1: FIRST_RELEASE, 2: SECOND_RELEASE}[request.param]
    connection.execute(tables + ROWS_OF_FIRST_RELEASE + version)
    return connection


def _version(connection: duckdb.DuckDBPyConnection) -> list[tuple[int]]:
    return connection.execute("select version from raw.schema_version").fetchall()


def _declare(monkeypatch: pytest.MonkeyPatch, folder: Path, *changes: tuple[str, str]) -> None:
    """Let `raw_tables.sql` say something else, as a later release does."""
    declared = raw_tables.RAW_TABLES_FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in declared
        declared = declared.replace(old, new)
    file = folder / "raw_tables.sql"
    file.write_text(declared, encoding="utf-8")
    monkeypatch.setattr(raw_tables, "RAW_TABLES_FILE", file)


def test_a_new_warehouse_says_its_version(connection: duckdb.DuckDBPyConnection) -> None:
    prepare_raw_tables(connection)
    assert _version(connection) == [(VERSION,)]
    prepare_raw_tables(connection)
    assert _version(connection) == [(VERSION,)]


@pytest.mark.parametrize(
    "harm",
    [
        "drop view raw.movielens_items",
        "create or replace view raw.movielens_items as select 1 as a",
        "create or replace view raw.movielens_items as from landed.movielens_items_7",
        "drop view raw.movielens_items; create table raw.movielens_items (source_row bigint)",
        "drop table raw.landings",
        "alter table raw.landings drop column options",
        "alter table raw.landings alter column options type integer",
        "alter table raw.landings alter column source drop not null",
        "alter table raw.landings alter column records set default 7",
        "alter table raw.landings alter column records set not null",
    ],
)
def test_a_warehouse_that_something_else_changed_is_mended(
    connection: duckdb.DuckDBPyConnection, harm: str
) -> None:
    """Though it says that it is of this version."""
    prepare_raw_tables(connection)
    whole = connection.execute(SHAPE).fetchall()
    connection.execute("create table landed.movielens_items_7 (id bigint)")
    connection.execute(harm)
    connection.execute("drop table landed.movielens_items_7")
    prepare_raw_tables(connection)
    assert connection.execute(SHAPE).fetchall() == whole


def test_an_older_warehouse_becomes_like_a_new_one(
    older: duckdb.DuckDBPyConnection,
) -> None:
    prepare_raw_tables(older)
    with duckdb.connect() as new:
        prepare_raw_tables(new)
        assert older.execute(SHAPE).fetchall() == new.execute(SHAPE).fetchall()
    assert _version(older) == [(VERSION,)]


def test_its_rows_stay_as_they_were(older: duckdb.DuckDBPyConnection) -> None:
    columns = {
        table: ", ".join(f'"{name}"' for name in names)
        for table, names in older.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns()"
            " where schema_name = 'raw' group by all"
        ).fetchall()
    }
    rows = {
        table: older.execute(f"select {names} from raw.{table} order by all").fetchall()
        for table, names in columns.items()
    }
    rows.pop("schema_version", None)
    assert sum(map(len, rows.values())) == 6
    prepare_raw_tables(older)
    for table, before in rows.items():
        query = f"select {columns[table]} from raw.{table} order by all"
        assert older.execute(query).fetchall() == before


def test_landings_of_the_first_release_are_accounted_for(
    first_release: duckdb.DuckDBPyConnection,
) -> None:
    prepare_raw_tables(first_release)
    files = 'select "rows", rejected_rows, records, lines from raw.landed_files'
    assert first_release.execute(files).fetchall() == [(2, 1, 3, None)]
    landings = "select landed_rows, rejected_rows, records, lines from raw.landings"
    assert first_release.execute(landings).fetchall() == [(2, 1, 3, None)]


def test_a_warehouse_of_the_first_release_takes_new_landings(
    warehouse: Warehouse, delivery: Path
) -> None:
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute(FIRST_RELEASE + ROWS_OF_FIRST_RELEASE)
    own = write(delivery / "own.csv", ["a,x", "b,y"])
    assert warehouse.run("list") == 0, warehouse.errors
    assert warehouse.land("own", own, "--user", "1", "--item", "2") == 0, warehouse.errors
    assert warehouse.query("select dataset_id from raw.landings order by all") == [
        ("ml-20m",),
        ("own",),
    ]
    assert warehouse.query("select version from raw.schema_version") == [(VERSION,)]
    assert warehouse.run("remove", "ml-20m") == 0


def test_new_columns_are_added_and_rows_stay(
    first_release: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare_raw_tables(first_release)
    _declare(
        monkeypatch,
        tmp_path,
        (
            "    interaction_rows bigint not null,\n",
            "    interaction_rows bigint not null, a int,\n",
        ),
        (
            "    sha256 varchar not null,\n",
            "    sha256 varchar not null, b int not null default 7,\n",
        ),
    )
    prepare_raw_tables(first_release)
    assert first_release.execute("select interaction_rows, a from raw.landings").fetchall() == [
        (2, None)
    ]
    assert first_release.execute("select sha256, b from raw.landed_files").fetchall() == [("ab", 7)]
    with duckdb.connect() as new:
        prepare_raw_tables(new)
        assert first_release.execute(SHAPE).fetchall() == new.execute(SHAPE).fetchall()


def test_steps_run_in_order_and_once(
    first_release: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps = {
        VERSION + 1: "alter table raw.rejected_rows rename column reason to cause",
        VERSION + 2: "update raw.rejected_rows set cause = cause || ' indeed'",
    }
    monkeypatch.setattr(raw_tables, "VERSION", VERSION + 2)
    monkeypatch.setattr(raw_tables, "STEPS", steps)
    _declare(
        monkeypatch,
        tmp_path,
        ("    reason varchar not null,\n    landed", "    cause varchar not null,\n    landed"),
    )
    for _ in range(2):
        prepare_raw_tables(first_release)
        assert _version(first_release) == [(VERSION + 2,)]
        found = first_release.execute("select cause from raw.rejected_rows").fetchall()
        assert found == [("broken indeed",)]


def test_what_cannot_be_carried_over_stays_as_it_was(
    first_release: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = {
        VERSION + 1: "update raw.rejected_rows set reason = 'one'",
        VERSION + 2: "update raw.rejected_rows set reason = 'two'; select error('stop')",
    }
    monkeypatch.setattr(raw_tables, "VERSION", VERSION + 2)
    monkeypatch.setattr(raw_tables, "STEPS", steps)
    with pytest.raises(duckdb.Error, match="stop"):
        prepare_raw_tables(first_release)
    assert raw_tables.read_version(first_release) == 1
    (reason,) = first_release.execute("select reason from raw.rejected_rows").fetchall()
    assert reason != ("one",)
    monkeypatch.setattr(raw_tables, "STEPS", {**steps, VERSION + 2: ""})
    prepare_raw_tables(first_release)
    assert _version(first_release) == [(VERSION + 2,)]
    assert first_release.execute("select reason from raw.rejected_rows").fetchall() == [("one",)]


@pytest.mark.parametrize(
    "change",
    [
        (
            '    rating double,\n    "timestamp" bigint',
            '    rating varchar,\n    "timestamp" bigint',
        ),
        (
            '    "userId" varchar,\n    "movieId" varchar,\n    rating',
            '    "userId" varchar, key bigint not null,\n    "movieId" varchar,\n    rating',
        ),
    ],
)
def test_what_cannot_be_carried_over_is_named(
    first_release: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    change: tuple[str, str],
) -> None:
    _declare(monkeypatch, tmp_path, change)
    before = first_release.execute("from raw.movielens_ratings order by all").fetchall()
    with pytest.raises(IngestError) as error:
        prepare_raw_tables(first_release)
    assert "raw.movielens_ratings" in str(error.value)
    assert "land again: ml-20m" in str(error.value)
    assert "\n" not in str(error.value)
    assert first_release.execute("from raw.movielens_ratings order by all").fetchall() == before


def test_tables_without_rows_are_made_anew(
    first_release: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first_release.execute("delete from raw.movielens_ratings")
    _declare(monkeypatch, tmp_path, ("    rating double,\n", "    rating varchar,\n"))
    prepare_raw_tables(first_release)
    with duckdb.connect() as new:
        prepare_raw_tables(new)
        assert first_release.execute(SHAPE).fetchall() == new.execute(SHAPE).fetchall()


@pytest.mark.parametrize("killed_at", range(6))
def test_a_migration_can_be_stopped_anywhere(
    first_release: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    killed_at: int,
) -> None:
    """Stopped at any statement, the next one ends it."""
    monkeypatch.setattr(raw_tables, "VERSION", VERSION + 1)
    step = (
        "alter table raw.landings add column doubled bigint;"
        " update raw.landings set doubled = 2 * interaction_rows"
    )
    monkeypatch.setattr(raw_tables, "STEPS", {VERSION + 1: step})
    _declare(
        monkeypatch,
        tmp_path,
        (
            "    interaction_rows bigint not null,\n",
            "    interaction_rows bigint not null, doubled bigint, other int,\n",
        ),
    )
    calls = itertools.count()
    for name in ("_create_missing_tables", "_note_version", "_add_column", "_add_missing_columns"):
        real = getattr(raw_tables, name)

        def stop(*arguments: object, real=real) -> None:  # type: ignore[no-untyped-def]
            if arguments[0] is first_release and next(calls) == killed_at:
                raise KeyboardInterrupt
            real(*arguments)

        monkeypatch.setattr(raw_tables, name, stop)
    with pytest.raises(KeyboardInterrupt):
        prepare_raw_tables(first_release)
    prepare_raw_tables(first_release)
    assert _version(first_release) == [(VERSION + 1,)]
    assert first_release.execute(
        "select interaction_rows, doubled, other from raw.landings"
    ).fetchall() == [(2, 4, None)]


def test_a_newer_warehouse_is_refused(warehouse: Warehouse, delivery: Path) -> None:
    own = write(delivery / "own.csv", ["a,x"])
    assert warehouse.land("own", own, "--user", "1", "--item", "2") == 0
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute(f"update raw.schema_version set version = {VERSION + 1}")
    before = warehouse.everything()
    for command in (
        ("land", "own", "--from", own, "--user", "1", "--item", "2"),
        ("remove", "own"),
        ("list",),
        ("tables",),
    ):
        assert warehouse.run(*command) == 1
        assert "is of a newer Corate" in warehouse.errors
        assert warehouse.errors.splitlines()[-1].startswith("error: ")
    assert warehouse.everything() == before
    plugin = BasePlugin.create("ingest.dbt_plugin")
    for read_only in (True, False):
        with (
            duckdb.connect(str(warehouse.path), read_only=read_only) as connection,
            pytest.raises(DbtRuntimeError, match="is of a newer Corate"),
        ):
            plugin.configure_connection(connection)
