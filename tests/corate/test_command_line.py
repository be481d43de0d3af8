"""The command line: `sql`, what is printed how, exit codes, and what is not started."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.support.commands import corate, refused

LONG_QUERY = "select sum(hash(a.range + b.range)) from range(10000000) a, range(10000000) b"


def test_sql_is_answered_from_an_argument_a_file_and_standard_input(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "-- which\nselect dataset_id from catalog.datasets where dataset_id = 'odd-ids';\n"
    file = tmp_path / "query.sql"
    file.write_text(query, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(query))
    for given in ((query,), ("-f", file), ()):
        printed = corate("sql", *given, "--format", "csv", "--database", database)
        assert printed == (0, "dataset_id\nodd-ids\n", "")


def test_values_are_written_as_they_are(database: Path) -> None:
    query = """
        select
            'a,"b"' || chr(10) || 'é' as text,
            null as nothing,
            [1, 2] as list,
            timestamp '2024-05-01 12:30:00' as time,
            12345678901234567890::hugeint as whole,
            0.1::double as fraction,
            true as yes
    """
    printed = corate("sql", query, "--format", "csv", "--database", database)
    assert printed.out == (
        "text,nothing,list,time,whole,fraction,yes\n"
        '"a,""b""\né",,"[1, 2]",2024-05-01 12:30:00,12345678901234567890,0.1,true\n'
    )
    printed = corate("sql", query, "--format", "json", "--database", database)
    assert json.loads(printed.out) == [
        {
            "text": 'a,"b"\né',
            "nothing": None,
            "list": [1, 2],
            "time": "2024-05-01 12:30:00",
            "whole": 12345678901234567890,
            "fraction": 0.1,
            "yes": True,
        }
    ]
    printed = corate("sql", query, "--database", database)
    # a line break in a value is no line of the table
    assert len(printed.out.strip().splitlines()) == 6


def test_what_is_no_number_is_null_in_json(database: Path) -> None:
    query = """
        select 'nan'::double as x, ['-inf'::double, 0.5] as y, '"NaN" -Infinity ä' as z
        union all select 1, [2], ''
    """
    printed = corate("sql", query, "--format", "json", "--database", database)

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    assert json.loads(printed.out, parse_constant=refuse) == [
        {"x": None, "y": [None, 0.5], "z": '"NaN" -Infinity ä'},
        {"x": 1.0, "y": [2.0], "z": ""},
    ]
    # all digits of what is a number beside it stay
    query = "select 'NaN'::float as x, 0.12345678901234567890123456789 as digits"
    printed = corate("sql", query, "--format", "json", "--database", database)
    assert '"x":null,"digits":0.12345678901234567890123456789' in printed.out


@pytest.mark.parametrize("form", ["csv", "json"])
def test_programs_get_every_row(database: Path, form: str) -> None:
    printed = corate("sql", "from range(25000)", "--format", form, "--database", database)
    lines = printed.out.splitlines()
    if form == "csv":
        assert lines == ["range", *map(str, range(25000))]
    else:
        assert [row["range"] for row in json.loads(printed.out)] == list(range(25000))
    empty = corate("sql", "from range(0)", "--format", form, "--database", database)
    assert empty.out == {"csv": "range\n", "json": "[]\n"}[form]


def test_a_table_shows_some_of_many_rows(database: Path) -> None:
    printed = corate("sql", "from range(25000)", "--database", database)
    assert len(printed.out.splitlines()) < 60
    assert "(>9999 rows, 40 shown)" in printed.out
    printed = corate("sql", "from range(99)", "--database", database)
    assert "98 │" in printed.out and "(40 shown)" in printed.out


@pytest.mark.parametrize(
    "query",
    [
        "describe catalog.datasets",
        "show tables;",
        "summarize catalog.datasets",
        "from catalog.datasets",
        "with one as (select 1 as n) select * from one -- the end",
    ],
)
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_whatever_answers_is_a_query(database: Path, query: str, form: str) -> None:
    printed = corate("sql", query, "--format", form, "--database", database)
    assert printed.code == 0, printed


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("selec 1", 'syntax error at or near "selec"'),
        ("select nothing from catalog.datasets", '"nothing" not found'),
        ("from catalog.dataset", "Did you mean"),
        ("", "one query at a time, please: there are 0"),
        ("select 1; select 2", "one query at a time, please: there are 2"),
        (
            "copy catalog.datasets to 'out.csv'",
            "COPY is no query: select, from, with, describe and show are an",
        ),
        ("create table t as select 1", "CREATE is no query"),
        ("delete from catalog.datasets", "DELETE is no query"),
        ("attach 'other.duckdb'", "ATTACH is no query"),
        ("set threads = 1", "SET is no query"),
        ("explain analyze copy (select 1) to 'out.csv'", "EXPLAIN is no query"),
        ("with gone as (delete from catalog.models returning *) from gone", "read-only"),
        ("from enable_logging(storage := 'file', storage_path := 'log.csv')", "has been locked"),
        ("from enable_profiling(save_location := 'profile.txt')", "has been locked"),
    ],
)
def test_what_is_no_query_is_refused(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = database.read_bytes()
    printed = refused("sql", query, "--database", database)
    assert printed.code == 2 and said in printed.err
    assert database.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


def test_a_query_that_fails_at_work_is_one_line(database: Path) -> None:
    printed = refused("sql", "select 'x'::int from range(3)", "--database", database)
    assert printed.code == 1 and "Could not convert string 'x' to INT32" in printed.err
    unread = refused("sql", "-f", "no-such.sql", "--database", database)
    assert unread.code == 2 and "no-such.sql cannot be read: No such file" in unread.err


@pytest.mark.parametrize("work_first", [True, False])
def test_the_work_file_is_that_of_the_named_database(tmp_path: Path, work_first: bool) -> None:
    work = tmp_path / "mine.work.duckdb"
    with duckdb.connect(str(work)) as connection:
        connection.execute("create table only_here as select 7 as seven")
    named = ("--database", tmp_path / "mine.duckdb")
    words = ("--work", *named) if work_first else (*named, "--work")
    printed = corate("sql", "from only_here", "--format", "csv", *words)
    assert printed == (0, "seven\n7\n", "")


def test_what_is_not_utf_8_is_told(database: Path, tmp_path: Path) -> None:
    printed = corate("sql", "select '\udcff'", "--database", database)
    assert printed.code == 2 and "select '\\xff' is not UTF-8" in printed.err
    file = tmp_path / "latin.sql"
    file.write_bytes("select 'é'".encode("latin-1"))
    assert "latin.sql cannot be read: it is not UTF-8" in refused("sql", "-f", file).err


def test_a_count_is_a_number_from_1(database: Path) -> None:
    for count in ("0", "-1", "x", "1e3", "99999999999"):
        printed = corate("neighbors", "48", "--recipe", "r", "-n", count, "--database", database)
        assert printed.code == 2 and f"invalid number from 1 value: '{count}'" in printed.err


def test_no_database_and_a_used_one_are_told(tmp_path: Path) -> None:
    missing = refused("sql", "select 1", "--database", tmp_path / "none.duckdb")
    assert missing.code == 1 and "or run `make build` first" in missing.err
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "text.duckdb").write_text("no database, but long enough to be looked at" * 200)
    other = refused("sql", "select 1", "--database", tmp_path / "text.duckdb")
    assert other.code == 1 and "is not a DuckDB database" in other.err
    used = tmp_path / "used.duckdb"
    program = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(used)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        said = refused("sql", "from t", "--database", used).err
        assert f"is in use by process {writer.pid} (python" in said
        writer.communicate()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("CORATE_THREADS", "none"), ("CORATE_MEMORY_LIMIT", "much")],
)
def test_settings_are_those_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    database = tmp_path / "settings.duckdb"
    duckdb.connect(str(database)).close()
    settings = {"CORATE_THREADS": "3", "CORATE_MEMORY_LIMIT": "123MB"}
    for name, one in settings.items():
        monkeypatch.setenv(name, one)
    query = "select current_setting('threads') as t, current_setting('memory_limit') as m"
    printed = corate("sql", query, "--format", "csv", "--database", database)
    assert printed.out == "t,m\n3,117.3 MiB\n"
    monkeypatch.setenv(variable, value)
    assert f"{variable} is '{value}'" in refused("sql", query, "--database", database).err


def test_commands_are_found_and_each_has_a_help() -> None:
    printed = corate("--help")
    assert printed.code == 0
    for command in ("export", "neighbors", "recommend", "sql", "why"):
        assert f"    {command}" in printed.out
        told = corate(command, "--help")
        assert told.code == 0 and f"python -m corate {command} " in told.out
        assert "exit codes: 0 done" in told.out
    assert corate().code == 2
    assert corate("no-such-command").code == 2


def run(*arguments: str | Path, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # tests that run in the background, and processes of xdist, hand down that it is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_dbt_is_not_started(database: Path) -> None:
    program = (
        "import sys\n"
        "from corate.__main__ import main\n"
        "assert main(['neighbors', '48', '--recipe', 'sample-films-core5']) == 0\n"
        "heavy = {'dbt', 'pandas', 'pyarrow', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    out, err = run("-c", program, CORATE_DATABASE=str(database)).communicate()
    assert err == "" and "The Empire Strikes Back" in out


def test_a_reader_that_has_enough_is_no_error(database: Path) -> None:
    query = "select range, 'a long text ' || range from range(1000000)"
    process = run("-m", "corate", "sql", query, "--format", "csv", "--database", database)
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline().startswith("range,")
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0
    process.stderr.close()


def test_ctrl_c_ends_a_command_in_one_line(database: Path) -> None:
    process = run("-m", "corate", "sql", LONG_QUERY, "--database", database)
    time.sleep(5)  # until the query runs
    process.send_signal(signal.SIGINT)
    try:
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out) == (130, "")
    assert err == "error: interrupted; the database is as it was\n"
