"""A folder is written whole or not at all."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from dbt_common.exceptions import DbtRuntimeError

from ingest.errors import IngestError
from ingest.export_plugin import Plugin
from ingest.folders import MADE_BY, MANIFEST, whole_folder


def make_export(folder: Path, text: str) -> None:
    """What an earlier export would have left."""
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(json.dumps({"made_by": MADE_BY}))
    (folder / "old.txt").write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_nothing_is_at_the_target_before_the_end(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b"
    with whole_folder(target, overwrite=False) as folder:
        (folder / "data.txt").write_text("1")
        assert not target.exists()
        assert folder.parent == target.parent
        assert folder.name.startswith("b.unfinished-")
    assert names(tmp_path) == ["a", "a/b", "a/b/data.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_removes_what_was_written_and_the_parents(
    tmp_path: Path, error: type[BaseException]
) -> None:
    with pytest.raises(error), whole_folder(tmp_path / "a" / "b", overwrite=False) as folder:
        (folder / "data.txt").write_text("1")
        raise error
    assert names(tmp_path) == []


def test_an_error_keeps_the_folder_that_was_to_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    make_export(target, "old")
    with pytest.raises(ValueError), whole_folder(target, overwrite=True) as folder:
        (folder / "data.txt").write_text("1")
        raise ValueError
    assert names(tmp_path) == ["kept", "kept/manifest.json", "kept/old.txt"]


def test_a_failed_rename_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept"
    make_export(target, "old")
    rename = Path.rename

    def fail_for_the_new_one(path: Path, to: Path) -> Path:
        if ".unfinished-" in path.name:
            raise OSError("no")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    with pytest.raises(OSError, match="no"), whole_folder(target, overwrite=True):
        pass
    assert names(tmp_path) == ["kept", "kept/manifest.json", "kept/old.txt"]


def test_a_killed_process_leaves_only_a_folder_that_says_so(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from ingest.folders import whole_folder\n"
        "with whole_folder(Path(sys.argv[1]), overwrite=False) as folder:\n"
        "    (folder / 'data.txt').write_text('1')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "killed")],
        cwd=Path(__file__).resolve().parents[2],
        check=False,
    )
    assert finished.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.startswith("killed.unfinished-")


@pytest.mark.parametrize("manifest", [None, "", "[]", '{"made_by": "somebody else"}'])
def test_overwrite_replaces_nothing_but_an_export(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    before = names(tmp_path)
    with (
        pytest.raises(IngestError, match="not of an export"),
        whole_folder(tmp_path, overwrite=True),
    ):
        pytest.fail("it began to write")
    assert names(tmp_path) == before


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    make_export(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with whole_folder(tmp_path / "link", overwrite=True) as folder:
        (folder / "new.txt").write_text("1")
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "real") == ["new.txt"]


@pytest.fixture
def plugin() -> Iterator[Plugin]:
    # one thread: where several write a copy that fails, DuckDB 2.0.0 now and then waits for ever
    with duckdb.connect(config={"threads": 1}) as connection:
        plugin = Plugin(name="export_plugin", plugin_config={})
        plugin.configure_connection(connection)
        yield plugin


def target_config(target: Path, query: str) -> Any:
    """What the macro hands to the plugin: one good file, and then one of the query."""
    options = "format csv, header false"
    return SimpleNamespace(
        location=SimpleNamespace(path=str(target)),
        config={
            "queries": [
                {"path": "good.csv", "query": "select 1", "options": options},
                {"path": "sub/second.csv", "query": query, "options": options},
            ],
            "texts": {"README.md": "é\n"},
            "documents": {MANIFEST: {"made_by": MADE_BY}},
            "overwrite": False,
        },
    )


def test_plugin_writes_every_file(tmp_path: Path, plugin: Plugin) -> None:
    target = tmp_path / "it's here"
    plugin.store(target_config(target, "select 2"))
    assert names(target) == ["README.md", "good.csv", MANIFEST, "sub", "sub/second.csv"]
    assert (target / "sub" / "second.csv").read_text() == "2\n"


def test_a_query_that_fails_half_way_leaves_nothing(tmp_path: Path, plugin: Plugin) -> None:
    query = """
        select case when number = 999999 then error('broken at row ' || number) else number end
        from range(1000000) as numbers(number)
    """
    with pytest.raises(DbtRuntimeError) as caught:
        plugin.store(target_config(tmp_path / "a" / "target", query))
    assert "target could not be written: " in str(caught.value)
    assert "broken at row 999999" in str(caught.value)
    assert names(tmp_path) == []
