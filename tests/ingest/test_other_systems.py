"""What Windows says and does otherwise, as far as it can be seen from here."""

from __future__ import annotations

import errno
from pathlib import Path

import duckdb
import pytest

from ingest import database, workspaces
from ingest.errors import IngestError

IN_USE = (
    'IO Error: Cannot open file "C:\\data\\warehouse.work.duckdb": The process cannot access the'
    " file because it is being used by another process.\r\n\r\n\r\nFile is already open in "
    "\r\nC:\\Program Files\\Python\\python.exe (PID 8252)"
)
"""As people report it; the first sentence is in the language of the system."""


def test_a_database_in_use_is_known_by_what_windows_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    connect = duckdb.connect
    waited: list[object] = []

    def in_use_once(*given: object, **options: object) -> duckdb.DuckDBPyConnection:
        if not waited:
            waited.append(given)
            raise duckdb.IOException(IN_USE)
        return connect(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(duckdb, "connect", in_use_once)
    monkeypatch.setenv("CORATE_WAIT", "5")
    with database.open_database(tmp_path / "shop.duckdb"):
        pass
    assert capfd.readouterr().err.startswith("waiting for process 8252 (python.exe), which holds")
    waited.clear()
    monkeypatch.setenv("CORATE_WAIT", "0")
    with (
        pytest.raises(IngestError, match=r"in use by process 8252 \(python.exe\): close"),
        database.open_database(tmp_path / "shop.duckdb"),
    ):
        pass


def test_a_lock_that_cannot_be_removed_while_it_is_held_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".lock":
            raise PermissionError(errno.EACCES, "it is being used by another process")
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        with workspaces.temporary_folder() as folder:
            (folder / "file").write_text("some", encoding="utf-8")
    assert not folder.exists()
    folder.with_suffix(".lock").unlink(missing_ok=True)
