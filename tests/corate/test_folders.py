"""A folder is written whole or not at all."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corate.database import query_of
from corate.folders import MADE_BY, MANIFEST, whole_folder
from ingest.errors import UsageError
from tests.corate.conftest import FILMS
from tests.support.commands import corate, refused


def make_export(folder: Path, text: str) -> None:
    """What an earlier export would have left."""
    folder.mkdir(parents=True)
    manifest = {"made_by": MADE_BY, "files": [{"path": "old.txt"}]}
    (folder / MANIFEST).write_text(json.dumps(manifest))
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


def test_what_a_killed_process_leaves_is_cleared_by_the_next(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from corate.folders import whole_folder\n"
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
    left, lock = sorted(tmp_path.iterdir())
    assert left.name.startswith("killed.unfinished-") and lock.name == f"{left.name}.lock"
    with whole_folder(tmp_path / "killed", overwrite=True) as folder:
        assert [path for path in tmp_path.iterdir() if path.suffix != ".lock"] == [folder]
        with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "killed", overwrite=True):
            # what lives is not taken for dead
            assert folder.exists()
            raise ZeroDivisionError
    assert names(tmp_path) == ["killed"]


def test_what_was_being_replaced_by_a_killed_process_is_put_back(tmp_path: Path) -> None:
    make_export(tmp_path / "kept.replaced-0123abcd", "old")
    (tmp_path / "kept.unfinished-0123abcd").mkdir()
    (tmp_path / "kept.unfinished-0123abcd.lock").touch()
    with pytest.raises(UsageError), whole_folder(tmp_path / "kept", overwrite=False):
        pass
    assert names(tmp_path) == ["kept", "kept/manifest.json", "kept/old.txt"]


@pytest.mark.parametrize(
    "manifest",
    [None, "", "[]", '{"made_by": "somebody else", "files": []}', '{"made_by": "corate export"}'],
)
def test_overwrite_replaces_nothing_but_an_export(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    before = names(tmp_path)
    with (
        pytest.raises(UsageError, match="holds no export"),
        whole_folder(tmp_path, overwrite=True),
    ):
        pytest.fail("it began to write")
    assert names(tmp_path) == before


@pytest.mark.parametrize("kind", ["file", "hidden file", "link to a folder", "broken link"])
def test_overwrite_is_refused_where_others_put_something(tmp_path: Path, kind: str) -> None:
    target, elsewhere = tmp_path / "export", tmp_path / "elsewhere"
    make_export(target, "old")
    elsewhere.mkdir()
    (target / "sub").mkdir()
    if kind == "file":
        (target / "sub" / "theirs").write_text("precious")
    elif kind == "hidden file":
        (target / "sub" / ".theirs").write_text("precious")
    else:
        (target / "sub" / "theirs").symlink_to(elsewhere if kind == "link to a folder" else "no")
    before = names(tmp_path)
    with pytest.raises(UsageError, match=r"sub/.?theirs'. Move it"), whole_folder(target, True):
        pytest.fail("it began to write")
    assert names(tmp_path) == before


@pytest.mark.parametrize("overwrite", [False, True])
def test_what_comes_in_the_meantime_stays(tmp_path: Path, overwrite: bool) -> None:
    target = tmp_path / "export"
    if overwrite:
        make_export(target, "old")
    with pytest.raises(UsageError), whole_folder(target, overwrite) as folder:
        (folder / "data.txt").write_text("1")
        target.mkdir(exist_ok=True)
        (target / "theirs.txt").write_text("precious")
    assert (target / "theirs.txt").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["export"]
    assert (target / "old.txt").exists() == overwrite


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    make_export(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with whole_folder(tmp_path / "link", overwrite=True) as folder:
        (folder / "new.txt").write_text("1")
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "real") == ["new.txt"]


def test_a_query_that_fails_half_way_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last file of the export fails, when the others are written."""

    def fail_half_way(name: str) -> str:
        if name != "exports/items":
            return query_of(name)
        return """
            select
                case when number = 999999 then error('broken at ' || number) else number end,
                null as genres,
                null as attributes
            from range(1000000) as numbers(number)
            where $recipe_id is not null
        """

    monkeypatch.setattr("corate.exports.files.query_of", fail_half_way)
    target = tmp_path / "it's" / "here"
    command = ("export", FILMS, "--format", "sequences", "--to", target, "--database", database)
    printed = refused(*command)
    assert printed.code == 1 and "broken at 999999" in printed.err
    assert names(tmp_path) == []
    monkeypatch.undo()
    assert corate(*command).code == 0
    assert len(names(target)) == 10
