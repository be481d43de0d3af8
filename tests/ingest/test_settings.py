"""What DuckDB is told: the same by landing and by dbt, and no nonsense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.environments.local import LocalEnvironment
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

from ingest.database import open_database
from ingest.errors import IngestError
from ingest.settings import duckdb_settings

VARIABLES = {
    "CORATE_MEMORY_LIMIT": "memory_limit",
    "CORATE_THREADS": "threads",
    "CORATE_SPILL_FOLDER": "temp_directory",
    "CORATE_SPILL_LIMIT": "max_temp_directory_size",
}


@contextmanager
def open_as_dbt(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection that dbt-duckdb makes with the plugin."""
    plugins = {"dbt_plugin": BasePlugin.create("ingest.dbt_plugin")}
    connection = LocalEnvironment.initialize_db(DuckDBCredentials(path=str(path)), plugins)
    try:
        yield connection
    finally:
        connection.close()


Open = Callable[[Path], AbstractContextManager[duckdb.DuckDBPyConnection]]
both = pytest.mark.parametrize("opened", [open_database, open_as_dbt])


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def settings(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    return {
        name: connection.execute(f"select current_setting('{name}')").fetchall()[0][0]
        for name in VARIABLES.values()
    }


@both
def test_what_is_set_is_taken(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ["1 gib", "3", str(tmp_path / "spilled"), "2GiB"]
    for variable, value in zip(VARIABLES, given, strict=True):
        monkeypatch.setenv(variable, value)
    with opened(tmp_path / "test.work.duckdb") as connection:
        assert list(settings(connection).values()) == ["1.0 GiB", 3, given[2], "2.0 GiB"]


@both
@pytest.mark.parametrize("blank", [False, True])
def test_nothing_said_is_all_cores_and_spilling_beside_the_database(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blank: bool
) -> None:
    for variable in VARIABLES if blank else ():
        monkeypatch.setenv(variable, " ")
    with opened(tmp_path / "test.work.duckdb") as connection, duckdb.connect() as untouched:
        found = settings(connection)
        assert found["threads"] == settings(untouched)["threads"]
        assert found["memory_limit"] == settings(untouched)["memory_limit"]
        assert found["temp_directory"] == f"{tmp_path / 'test.work.duckdb'}.tmp"
        assert found["max_temp_directory_size"] == "90% of available disk space"


@both
def test_what_does_not_fit_is_spilled_there_up_to_the_limit(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORATE_MEMORY_LIMIT", "100MB")
    monkeypatch.setenv("CORATE_THREADS", "1")
    monkeypatch.setenv("CORATE_SPILL_FOLDER", str(tmp_path / "spilled"))
    large = "create or replace temp table large as select random() from range(25_000_000)"
    with opened(tmp_path / "test.work.duckdb") as connection:
        connection.execute(large)
        assert any((tmp_path / "spilled").iterdir())
        assert not (tmp_path / "test.work.duckdb.tmp").exists()
    monkeypatch.setenv("CORATE_SPILL_LIMIT", "1MB")
    with (
        opened(tmp_path / "test.work.duckdb") as connection,
        pytest.raises(duckdb.OutOfMemoryException, match="max_temp_directory_size"),
    ):
        connection.execute(large)


@pytest.mark.parametrize("share", ["1%", "80%", "100%"])
def test_memory_may_be_a_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: str) -> None:
    monkeypatch.setenv("CORATE_MEMORY_LIMIT", share)
    with open_database(tmp_path / "test.work.duckdb"):
        assert duckdb_settings() == {"memory_limit": share}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *(("CORATE_THREADS", value) for value in ("two", "0", "-1", "2.5", "100000", "²")),
        *(
            ("CORATE_MEMORY_LIMIT", value)
            for value in (
                *("much", "4", "-5GB", "0GB", "0.0 GB", "200%", "0%", "80 percent"),
                "2000000000000TB",
            )
        ),
        *(("CORATE_SPILL_LIMIT", value) for value in ("50", "-1GB", "50%", "0 GB", "1 GB 2")),
        ("CORATE_SPILL_FOLDER", __file__),
        ("CORATE_SPILL_FOLDER", "/nowhere/at/all"),
        # its mode says that it can be written to
        ("CORATE_SPILL_FOLDER", "/proc"),
    ],
)
def test_nonsense_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    said = f"{variable} is '{value}': it must be "
    with pytest.raises(IngestError) as by_landing, open_database(tmp_path / "test.work.duckdb"):
        pass
    with pytest.raises(DbtRuntimeError) as by_dbt, open_as_dbt(tmp_path / "test.work.duckdb"):
        pass
    assert str(by_landing.value) == by_dbt.value.msg
    assert str(by_landing.value).startswith(said)
    assert "\n" not in str(by_landing.value)
