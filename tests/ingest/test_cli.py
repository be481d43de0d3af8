"""The command line: help, exit codes, lists, and errors in one line."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from ingest import cli, settings
from ingest.database import check_database
from ingest.datasets import check_name, read_datasets
from ingest.environment import check_python
from ingest.errors import UsageError
from ingest.sources import PLANNERS
from ingest.sources.amazon import LAYOUTS
from tests.ingest.conftest import Warehouse, write


def _run(
    root: Path, *arguments: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", *map(str, arguments)],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_whole_session_in_a_terminal(project_root: Path, tmp_path: Path, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["u,i", "v,j"])
    database = str(tmp_path / "session.duckdb")
    landed = _run(
        project_root, "land", "my-own", "--from", file, "--user", "1", "--item", "2",
        CORATE_DATABASE=database,
    )  # fmt: skip
    assert (landed.returncode, landed.stdout.splitlines()) == (
        0,
        [
            f"landed my-own in {tmp_path / 'session.work.duckdb'}",
            "table             file     rows  rejected",
            "raw.interactions  own.csv     2         0",
            "next: python -m corate build makes its benchmarks",
        ],
    )
    assert landed.stderr.splitlines()[0] == "reading own.csv (8 B)"
    shown = _run(project_root, "list", CORATE_DATABASE=database)
    assert shown.returncode == 0
    (line,) = [line for line in shown.stdout.splitlines() if line.startswith("my-own")]
    assert line.split()[:3] == ["my-own", "interactions", "2"]
    removed = _run(project_root, "remove", "my-own", "--database", database)
    assert removed.returncode == 0
    assert "my-own" not in _run(project_root, "list", CORATE_DATABASE=database).stdout


def test_a_reader_that_has_enough_is_no_error(project_root: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        listed = subprocess.run(
            [sys.executable, "-m", "ingest", "list"],
            cwd=project_root,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (listed.returncode, listed.stderr) == (0, b"")


def test_errors_are_one_line_and_no_traceback(project_root: Path, tmp_path: Path) -> None:
    database = tmp_path / "none.duckdb"
    failed = _run(
        project_root, "land", "movielens-1m", "--from", tmp_path / "x", "--database", database
    )
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert failed.stderr == f"error: {tmp_path / 'x'} does not exist: look at the path\n"
    explained = _run(
        project_root,
        "land",
        "movielens-1m",
        "--from",
        tmp_path / "x",
        "--database",
        database,
        "--debug",
    )
    assert explained.returncode == 1
    assert "Traceback" in explained.stderr
    misspelt = _run(project_root, "land", "movielens-1n", "--database", database)
    assert misspelt.returncode == 2
    assert "Did you mean movielens-1m" in misspelt.stderr


def test_the_database_is_the_one_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CORATE_DATABASE", raising=False)
    assert settings.database_path() == Path("warehouse.duckdb")
    monkeypatch.setenv("CORATE_DATABASE", str(tmp_path / "other.duckdb"))
    assert settings.database_path() == tmp_path / "other.duckdb"


@pytest.mark.parametrize("arguments", [[], ["fly"], ["land"], ["land", "x", "--max-rejected", "2"]])
def test_a_wrong_command_has_exit_code_2(warehouse: Warehouse, arguments: list[str]) -> None:
    assert warehouse.run(*arguments) == 2
    assert "usage: python -m ingest" in warehouse.errors


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ("0", 0),
        ("0%", 0),
        ("0.01", 0.01),
        ("1%", 0.01),
        ("0.5%", 0.005),
        ("100%", 1),
        (".99", 0.99),
    ],
)
def test_shares_are_percentages_or_numbers_below_1(given: str, share: float) -> None:
    options = cli._parser().parse_args(["land", "x", "--max-rejected", given])
    assert options.max_rejected == pytest.approx(share)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("1", "1 is no share below 1: write 1% or 100%"),
        ("1.0", "1.0 is no share below 1: write 1.0% or 100%"),
        ("5", "5 is no share below 1: write 5% or 100%"),
        ("100", "100 is no share below 1: write 100%"),
        ("inf", "inf is no share below 1: write 100%"),
        ("101%", "invalid share value: '101%'"),
        ("-0.1", "invalid share value: '-0.1'"),
        ("nan", "invalid share value: 'nan'"),
        ("few", "invalid share value: 'few'"),
    ],
)
def test_a_bare_number_of_1_or_more_is_no_share(
    warehouse: Warehouse, given: str, message: str
) -> None:
    assert warehouse.run("land", "x", f"--max-rejected={given}") == 2
    assert warehouse.errors.splitlines()[-1].endswith(f"argument --max-rejected: {message}")


@pytest.mark.parametrize("arguments", [["--help"], ["land", "--help"], ["list", "--help"]])
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    assert "usage: python -m ingest" in shown
    assert all(len(line) <= 100 for line in shown.splitlines())


def test_unknown_datasets_are_helped(warehouse: Warehouse) -> None:
    assert warehouse.run("land", "amazn-2014") == 2
    assert "'amazn-2014' is not a listed dataset. Did you mean amazon-2014" in warehouse.errors
    assert "--from FILE --user COLUMN --item COLUMN" in warehouse.errors
    assert warehouse.run("land", "zzz") == 2
    assert "Did you mean" not in warehouse.errors


@pytest.mark.parametrize("name", ["Upper", "-dash", "a b", "a/b", "", "ä", "a\nb", "a" * 101])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a dataset"):
        check_name(name, {})


def test_a_wrong_name_is_a_wrong_command(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "own.csv", ["u,i"])
    assert warehouse.land("My Shop", file, "--user", "1", "--item", "2") == 2
    assert "'My Shop' cannot name a dataset" in warehouse.errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["land", "listed-own"], "of the source 'interactions'"),
        (["land", "my-own", "--user", "1", "--item", "2"], "need --from FILE"),
        (["land", "ml-1m"], "has no url"),
    ],
)
def test_commands_that_cannot_be_carried_out(
    warehouse: Warehouse, arguments: list[str], message: str
) -> None:
    assert warehouse.run(*arguments) == 2
    assert message in warehouse.errors


def test_a_local_url_is_a_path_of_the_project(
    warehouse: Warehouse, datasets_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample").mkdir()
    write(tmp_path / "sample" / "ratings.csv", ["userId,movieId,rating,timestamp", "1,2,3.5,100"])
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write("of-the-project,movielens,sample,,sample,,,test,,,,,\n")
    monkeypatch.setattr(settings, "PROJECT_ROOT", tmp_path)
    assert warehouse.run("land", "of-the-project") == 0
    assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 3.5, 100)]


def test_list_without_a_database(warehouse: Warehouse) -> None:
    assert warehouse.run("list") == 0
    header, *lines = warehouse.output.splitlines()
    assert header.split() == [
        "dataset",
        "source",
        "edition",
        "download",
        "landed",
        "rows",
        "licence",
    ]
    assert lines[0].split() == ["ml-100k", "movielens", "100k", "-", "test"]
    assert len(lines) == 10
    assert not warehouse.path.exists()


def test_list_of_a_database_that_dbt_made(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("create schema main_staging")
    assert warehouse.run("list") == 0


def test_a_file_that_is_no_database(warehouse: Warehouse, delivery: Path) -> None:
    warehouse.path.write_text("this is text, and long enough to be looked at as a header" * 100)
    file = write(delivery / "own.csv", ["u,i"])
    assert warehouse.land("my-own", file, "--user", "1", "--item", "2") == 1
    assert "is not a DuckDB database" in warehouse.errors


def _sqlite(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (a)")


NO_DATABASES: dict[str, Callable[[Path], object]] = {
    "text.csv": lambda path: path.write_text("a,b\n1,2\n"),
    "list.json": lambda path: path.write_text("[1]"),
    "table.parquet": lambda path: duckdb.execute(f"copy (select 1) to '{path}' (format parquet)"),
    "other.sqlite": _sqlite,
    "empty.duckdb": lambda path: path.write_bytes(b""),
    "short.duckdb": lambda path: path.write_bytes(b"x"),
    "zeros.duckdb": lambda path: path.write_bytes(bytes(100_000)),
}
"""DuckDB opens some of them as tables in a database in memory, where a landing is lost."""


@pytest.mark.parametrize("name", NO_DATABASES)
@pytest.mark.parametrize("command", ["land", "remove", "list", "tables"])
def test_files_of_other_kinds_are_no_databases(
    warehouse: Warehouse, delivery: Path, name: str, command: str
) -> None:
    warehouse.path = delivery / name
    NO_DATABASES[name](warehouse.path)
    before = warehouse.path.read_bytes()
    own = write(delivery / "own.csv", ["u,i"])
    arguments: dict[str, list[str | Path]] = {
        "land": ["land", "x", "--from", own, "--user", "1", "--item", "2", "--quiet"],
        "remove": ["remove", "x"],
    }
    assert warehouse.run(*arguments.get(command, [command])) == 1
    assert warehouse.errors == (
        f"error: {warehouse.path} is not a DuckDB database: give another --database\n"
    )
    assert warehouse.path.read_bytes() == before
    assert {path.name for path in delivery.iterdir()} == {name, "own.csv"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (":memory:", "is no file"),
        (":memory:name", "is no file"),
        ("md:cloud", "is no file"),
        ("postgres:host=nowhere", "is no file"),
        ("sqlite:x.db", "is no file"),
        ("/dev/null", "is a pipe, a device or a socket"),
        ("pipe", "is a pipe, a device or a socket"),
        (".", "is a folder"),
        ("raw.duckdb", "could not be told apart from its schema raw"),
        ("benchmarks.db", "could not be told apart from its schema benchmarks"),
        ("RAW.db", "could not be told apart from its schema raw"),
        ("Staging.old.duckdb", "could not be told apart from its schema staging"),
    ],
)
@pytest.mark.parametrize("command", ["land", "remove", "list", "tables", "wikidata"])
def test_names_that_are_no_file_are_refused(
    warehouse: Warehouse,
    delivery: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    message: str,
    command: str,
) -> None:
    monkeypatch.chdir(delivery)
    os.mkfifo("pipe")
    warehouse.path = Path(name)
    before = sorted(delivery.iterdir())
    assert (
        warehouse.run(
            *(["land", "ml-1m"] if command == "land" else [command]),
            *(["x"] if command == "remove" else []),
        )
        == 1
    )
    assert f"error: {'a database named ' if 'schema' in message else ''}{name} " in warehouse.errors
    assert message in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert sorted(delivery.iterdir()) == before


@pytest.mark.parametrize("command", ["land", "list"])
def test_the_name_of_a_database_is_utf_8(
    warehouse: Warehouse, delivery: Path, command: str
) -> None:
    warehouse.path = delivery / os.fsdecode(b"w\xff.duckdb")
    assert warehouse.run(command, *(["ml-1m"] if command == "land" else [])) == 1
    assert "w\\xff.duckdb is not UTF-8: give another --database" in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert not list(delivery.iterdir())


def test_a_database_is_refused_without_a_second_handle_of_it(
    warehouse: Warehouse, delivery: Path, project_root: Path
) -> None:
    """DuckDB's lock goes with the first handle that is closed in a process that holds two."""
    own = write(delivery / "own.csv", ["u,i"])
    assert warehouse.land("x", own, "--user", "1", "--item", "2") == 0
    other = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    with duckdb.connect(str(warehouse.path)):
        check_database(warehouse.path)
        assert warehouse.run("list") in (0, 1)
        for columns in ((), ("--user", "1", "--item", "2")):
            assert warehouse.land("ml-1m", warehouse.path, *columns) == 2
            assert "is the database itself" in warehouse.errors
        run = subprocess.run(
            [sys.executable, "-c", other, warehouse.path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Could not set lock" in run.stderr


def test_a_database_in_a_folder_that_is_not_there(
    warehouse: Warehouse, delivery: Path, tmp_path: Path
) -> None:
    file = write(delivery / "own.csv", ["u,i"])
    warehouse.path = tmp_path / "nowhere" / "x.duckdb"
    assert warehouse.land("my-own", file, "--user", "1", "--item", "2") == 1
    assert "the folder of the database" in warehouse.errors


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ml-1m,movielens,1m,,,,,test,,,,,", "line 12: ml-1m is listed twice"),
        ("UPPER,movielens,1m,,,,,test,,,,,", "line 12: dataset_id 'UPPER'"),
        ("x,movielens,1m,,,sha1:00,,test,,,,,", "line 12: checksum"),
        ("x,movielens,1m,,,,many,test,,,,,", "line 12: bytes"),
        (
            "x,movielens,1m,,http://a/1 http://a/2,,7,test,,,,,",
            "line 12: bytes must be given for each address",
        ),
    ],
)
def test_a_wrong_line_of_the_list_is_named(
    warehouse: Warehouse, datasets_file: Path, line: str, message: str
) -> None:
    """And left out, alone: it is an error for who wants to land it."""
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert warehouse.run("list") == 0
    assert f"left out: seeds/datasets.csv {message}" in warehouse.errors
    assert "ml-100k" in warehouse.output
    name = line.split(",")[0]
    if name.islower():
        assert warehouse.run("land", name) == 1
        assert message in warehouse.errors


def test_a_list_without_a_column_or_without_a_file(
    warehouse: Warehouse, datasets_file: Path
) -> None:
    datasets_file.write_text("dataset_id,source\n", encoding="utf-8")
    assert warehouse.run("list") == 1
    assert (
        "seeds/datasets.csv has no column edition, url, checksum, bytes, licence"
        in warehouse.errors
    )
    datasets_file.unlink()
    assert warehouse.run("list") == 1
    assert "the list of datasets is missing: seeds/datasets.csv" in warehouse.errors


@pytest.mark.parametrize(
    ("encoding", "title"), [("latin-1", "Misérables"), ("utf-16-le", "é"), ("cp1252", "5 €")]
)
def test_a_list_that_is_not_utf_8_is_said(
    warehouse: Warehouse, datasets_file: Path, encoding: str, title: str
) -> None:
    text = datasets_file.read_text(encoding="utf-8") + f"x,movielens,1m,{title},,,,test,,,,,\n"
    datasets_file.write_text(text, encoding=encoding)
    assert warehouse.run("list") == 1
    assert warehouse.errors == (
        "error: seeds/datasets.csv is not in UTF-8: save it as CSV in UTF-8\n"
    )


@pytest.mark.parametrize(
    ("line", "fields"), [("more,movielens,1m", 3), ("more" + "," * 12 + ",x", 14)]
)
def test_a_line_of_another_width_is_named(
    warehouse: Warehouse, datasets_file: Path, line: str, fields: int
) -> None:
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert warehouse.run("list") == 0
    assert f"datasets.csv line 12: it has {fields} cells, and the header 13" in warehouse.errors


def test_a_list_may_begin_with_a_byte_order_mark(warehouse: Warehouse, datasets_file: Path) -> None:
    before = read_datasets(datasets_file)
    datasets_file.write_text(datasets_file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert warehouse.run("list") == 0
    assert read_datasets(datasets_file) == before


def test_a_list_that_is_no_csv_is_said(warehouse: Warehouse, datasets_file: Path) -> None:
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write('x,movielens,1m,"never closed,,,,test,,,,,\n' + "more,\n" * 3)
    assert warehouse.run("list") == 0
    assert "datasets.csv line 12: a quote is never closed" in warehouse.errors


def test_every_shipped_dataset_can_be_landed() -> None:
    shipped = read_datasets(settings.DATASETS_FILE).datasets.values()
    assert shipped
    for dataset in shipped:
        # scraped pages, and splits that a study published, are landed with --from
        assert dataset.urls or dataset.source in ("youtube", "interactions"), dataset.dataset_id
        assert dataset.source in {*PLANNERS, "interactions"}, dataset.dataset_id
        if dataset.source == "amazon":
            assert dataset.edition in LAYOUTS, dataset.dataset_id


@pytest.mark.parametrize("package", ["ingest", "corate"])
def test_no_environment_is_told_in_one_line(project_root: Path, package: str) -> None:
    """Python without what is installed for it."""
    command = {"ingest": "list", "corate": "build"}[package]
    done = subprocess.run(
        [sys.executable, "-S", "-m", package, command],
        cwd=project_root,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and not done.stdout
    assert "is not installed for this Python: run `make build` in the project" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_old_python_is_told_in_one_line() -> None:
    with pytest.raises(SystemExit) as ended:
        check_python((3, 9))
    assert "needs Python 3.11 or newer, and this is 3.9: make its environment" in str(ended.value)
    check_python((3, 11))
