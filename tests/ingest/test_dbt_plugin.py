"""The dbt plugin: raw tables exist before anything is landed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

from ingest.raw_tables import RAW_TABLES_FILE, prepare_raw_tables


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'raw' order by all"
    ).fetchall()
    return [name for (name,) in found]


def test_the_plugin_creates_what_is_missing(tmp_path: Path) -> None:
    plugin = BasePlugin.create("ingest.dbt_plugin")
    path = str(tmp_path / "fresh.duckdb")
    with duckdb.connect(path) as connection:
        plugin.configure_connection(connection)
        tables = _tables(connection)
        connection.execute(
            "insert into raw.landings by name select 'x' as dataset_id, 'y' as source,"
            " now() as landed_at, 1 as interaction_rows, 0 as rejected_rows"
        )
        plugin.configure_connection(connection)
        assert connection.execute("select count(*) from raw.landings").fetchall() == [(1,)]
    declared = RAW_TABLES_FILE.read_text(encoding="utf-8").count("create table if not exists raw.")
    assert len(tables) == declared


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (":memory:", ":memory: is no file: give the name of a file as --database"),
        ("md:cloud", "md:cloud is no file"),
        ("RAW.duckdb", "could not be told apart from its schema raw"),
        (".", ". is a folder"),
    ],
)
def test_what_landing_refuses_as_a_database_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    plugin = BasePlugin.create("ingest.dbt_plugin")
    with pytest.raises(DbtRuntimeError, match=re.escape(message)):
        plugin.update_connection_config(DuckDBCredentials(path=name, schema="main"), {})
    assert not list(tmp_path.iterdir())


def test_a_file_of_another_kind_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    plugin = BasePlugin.create("ingest.dbt_plugin")
    file = tmp_path / "text.duckdb"
    file.write_text("no database, but long enough to be looked at" * 200)
    before = file.read_bytes()
    with pytest.raises(DbtRuntimeError, match=r"text\.duckdb is not a DuckDB database"):
        plugin.update_connection_config(DuckDBCredentials(path=str(file), schema="main"), {})
    assert file.read_bytes() == before and list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_in_use_is_told_in_one_line(tmp_path: Path, read_only: bool) -> None:
    """A reader is in the way of the one who writes, too."""
    plugin = BasePlugin.create("ingest.dbt_plugin")
    path = tmp_path / "used.duckdb"
    duckdb.connect(str(path)).close()
    program = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'True');"
        "print(flush=True); sys.stdin.read()"
    )
    credentials = DuckDBCredentials(path=str(path), schema="main")
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(read_only)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(DbtRuntimeError) as refused:
            plugin.update_connection_config(credentials, {})
        holder.communicate()
    assert f"used.duckdb is in use by process {holder.pid} (python" in str(refused.value)
    assert "Traceback" not in str(refused.value)
    # once it is closed, it opens, and so does a file that is not there yet
    plugin.update_connection_config(credentials, {})
    new = tmp_path / "new.duckdb"
    plugin.update_connection_config(DuckDBCredentials(path=str(new), schema="main"), {})
    assert not new.exists()


def test_a_database_for_reading_is_left_as_it_is(tmp_path: Path) -> None:
    plugin = BasePlugin.create("ingest.dbt_plugin")
    path = str(tmp_path / "fresh.duckdb")
    duckdb.connect(path).close()
    with duckdb.connect(path, read_only=True) as connection:
        plugin.configure_connection(connection)
        assert _tables(connection) == []


def test_data_tables_begin_with_where_a_row_comes_from() -> None:
    with duckdb.connect() as connection:
        prepare_raw_tables(connection)
        columns = connection.execute(
            """
            select table_name, list(column_name || ' ' || data_type order by column_index)
            from duckdb_columns()
            where schema_name = 'raw'
            group by all
            """
        ).fetchall()
    own = {
        "schema_version",
        "landings",
        "landed_files",
        "landed_parts",
        "landing_remarks",
        "rejected_rows",
        "row_versions",
        "forgotten_people",
        # settings of one's own, which are of no landing
        "unread_settings",
        "own_datasets",
        "own_entity_lists",
        "own_methods",
        "own_protocols",
        "own_published_counts",
        "own_published_metrics",
        "own_thresholds",
        # answers are of films, whichever datasets these are in
        "wikidata_answers",
        "wikidata_failures",
    }
    for table, names in columns:
        if table not in own:
            assert names[:4] == [
                "dataset_id VARCHAR",
                "source_file VARCHAR",
                "source_row BIGINT",
                "landed_at TIMESTAMP",
            ], table
