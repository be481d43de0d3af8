"""The command `export`: the same bytes again, replacing, and errors that leave nothing behind."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.corate.conftest import FILMS, FORMATS, Exports
from tests.support.commands import corate, refused
from tests.support.projects import Project


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert found
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("layout", FORMATS)
def test_again_gives_the_same_bytes_with_another_number_of_threads(
    database: Path, exports: Exports, layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = exports.export(FILMS, layout)
    for threads in ("1", "3"):
        monkeypatch.setenv("CORATE_THREADS", threads)
        again = tmp_path / threads
        assert (
            corate("export", FILMS, "--format", layout, "--to", again, "--database", database).code
            == 0
        )
        assert contents(again) == contents(first)


def test_wikidata_again_gives_the_same_bytes(
    database: Path, exports: Exports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORATE_THREADS", "1")
    written = contents(exports.wikidata("sample-films"))
    again = ("--format", "wikidata", "--dataset", "sample-films", "--to", tmp_path)
    assert corate("export", *again, "--database", database).code == 0
    assert contents(tmp_path) == written
    assert set(written) == {
        "README.md", "manifest.json", "cast.csv", "genre.csv", "topic.csv",
        "cast_lists.csv", "genre_lists.csv", "topic_lists.csv",
    }  # fmt: skip


def test_wikidata_of_all_datasets_holds_that_of_one(
    database: Path, exports: Exports, tmp_path: Path
) -> None:
    printed = corate("export", "--format", "wikidata", "--to", tmp_path, "--database", database)
    assert printed.code == 0 and "exported all-films as wikidata" in printed.out
    whole = (tmp_path / "cast.csv").read_text(encoding="utf-8").splitlines()
    part = exports.wikidata("sample-films") / "cast.csv"
    assert set(part.read_text(encoding="utf-8").splitlines()) <= set(whole)


def test_from_the_command_line_into_the_default_folder(project: Project, exports: Exports) -> None:
    """The whole command in a process of its own; only here something is put into the project."""
    printed = project.corate("export", FILMS, "--format", "sequences", "--work")
    assert printed.splitlines()[:2] == [
        f"exported {FILMS} as sequences to exports/{FILMS}/sequences",
        "    train.txt        9,013 rows",
    ]
    written = contents(project.folder / "exports" / FILMS / "sequences")
    assert written == contents(exports.export(FILMS, "sequences"))


def test_overwrite_replaces_an_export_as_a_whole(
    database: Path, exports: Exports, tmp_path: Path
) -> None:
    to = ("--to", tmp_path / "twice", "--database", database)
    assert corate("export", "sample-films-core10", "--format", "recbole", *to).code == 0
    printed = refused("export", FILMS, "--format", "sequences", *to)
    assert printed.code == 2
    assert "twice exists and is not empty: give another folder with --to, or --overw" in printed.err
    assert corate("export", FILMS, "--format", "sequences", *to, "--overwrite").code == 0
    assert contents(tmp_path / "twice") == contents(exports.export(FILMS, "sequences"))
    assert names(tmp_path)[0] == "twice" and len(list(tmp_path.iterdir())) == 1


def test_overwrite_deletes_nothing_that_others_put_there(database: Path, tmp_path: Path) -> None:
    command = ("export", FILMS, "--format", "parquet", "--to", tmp_path, "--database", database)
    assert corate(*command).code == 0
    (tmp_path / "train" / "model.bin").write_bytes(b"trained for days")
    before = contents(tmp_path)
    said = refused(*command, "--overwrite").err
    assert "holds what is not of the export: 'train/model.bin'. Move it elsewhere, or give" in said
    assert contents(tmp_path) == before
    (tmp_path / "train" / "model.bin").unlink()
    assert corate(*command, "--overwrite").code == 0


def test_an_empty_folder_may_be_the_target(
    database: Path, exports: Exports, tmp_path: Path
) -> None:
    command = ("export", FILMS, "--format", "sequences", "--to", tmp_path, "--database", database)
    assert corate(*command).code == 0
    assert contents(tmp_path) == contents(exports.export(FILMS, "sequences"))


def test_the_database_is_only_read(database: Path, exports: Exports, tmp_path: Path) -> None:
    before = database.read_bytes()
    folder = tmp_path / "films"
    for command in (
        ("export", FILMS, "--format", "parquet", "--to", folder),
        ("neighbors", "48", "--recipe", "sample-films-core5"),
    ):
        assert corate(*command, "--database", database).code == 0
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["o'clock", "--format", "sequences"], 2, "there is no recipe 'o'clock'. There are: "),
        (
            ["movielens-1m-core5", "--format", "sequences"],
            2,
            "there is no recipe 'movielens-1m-core5'. There are: ",
        ),
        (
            ["movielens-latest-small-core5", "--format", "sequences"],
            1,
            "the benchmark of recipe 'movielens-latest-small-core5' is empty: nothing to export. "
            "benchmarks.attrition shows",
        ),
        (["--format", "parquet"], 2, "which recipe? For example: export sample-films-core5 --form"),
        (
            [FILMS, "--format", "wikidata"],
            2,
            "--format wikidata is not of a recipe, and goes alone",
        ),
        (
            ["--format", "wikidata", "--dataset", "o'clock"],
            2,
            "there is no landed dataset 'o'clock' with IMDb ids. There are: ",
        ),
        (
            ["--format", "wikidata", "--dataset", "movielens-latest-small"],
            1,
            "none of the films was found in Wikidata yet: run `python -m ingest wikidata` and",
        ),
        (
            [FILMS, "--format", "parquet", "--dataset", "sample-films"],
            2,
            "--dataset goes with --format wikidata",
        ),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    database: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    to = ("--to", tmp_path / "a" / "b", "--database", database)
    printed = refused("export", *arguments, *to)
    assert message in printed.err
    assert printed.code == code
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([FILMS, "--format", "xml"], "invalid choice: 'xml'"),
        ([FILMS], "required: --format"),
    ],
)
def test_what_is_no_command_is_told(arguments: list[str], message: str) -> None:
    printed = corate("export", *arguments)
    assert printed.code == 2 and message in printed.err


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("/", "an export does not go to /, which is or holds "),
        ("{home}", "{home}, which is or holds {home}: give the name of a folder for it alone"),
        ("{home}/..", "which is or holds {home}"),
        ("{project}", "{project}, which is or holds {project}"),
        (".", "{here}, which is or holds {here}"),
        ("{here}/file", "file is a file: give the name of a folder with --to"),
        ("{here}/file/a/b", "file is a file, so that "),
        ("{here}/mine", "mine holds no export, and --overwrite replaces nothing else"),
        ("{here}/link", "holds no export"),
    ],
)
def test_no_place_of_others_is_written_to(
    database: Path,
    project_root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    message: str,
) -> None:
    home, here = tmp_path / "homes" / "me", tmp_path / "here"
    (here / "mine").mkdir(parents=True)
    (here / "mine" / "precious.txt").write_text("mine")
    (here / "file").write_text("mine")
    (here / "link").symlink_to(here / "mine")
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    before = names(tmp_path)
    there = {"home": home, "here": here, "project": project_root}
    printed = refused(
        *("export", FILMS, "--format", "parquet", "--database", database),
        *("--overwrite", "--to", place.format(**there)),
    )
    assert message.format(**there) in printed.err
    assert printed.code == 2
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            [FILMS, "--format", "parquet"],
            "there is no table benchmarks.recipes yet: run `python -m",
        ),
        (
            ["--format", "wikidata"],
            "there is no table catalog.wikidata_items yet: run `python -m corate build`",
        ),
    ],
)
def test_what_is_not_built_is_told(tmp_path: Path, arguments: list[str], message: str) -> None:
    database = tmp_path / "fresh.duckdb"
    duckdb.connect(str(database)).close()
    to = ("--to", tmp_path / "unbuilt", "--database", database)
    assert message in refused("export", *arguments, *to).err
    assert names(tmp_path) == ["fresh.duckdb"]
    assert "there is no database" in refused("export", *arguments, "--database", "none.duckdb").err
