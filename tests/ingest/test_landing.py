"""Landing as a whole: all or nothing, repeatable, replaceable, removable."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ingest import cli, exploded, landing, staging
from ingest.database import any_order, open_database
from ingest.raw_tables import RAW_TABLES_FILE
from ingest.transactions import no_interruption, transaction
from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures"
HEADER = "userId,movieId,rating,timestamp"


def _ratings(folder: Path, count: int, bad: int = 0) -> Path:
    lines = [f"{number},{number % 7 + 1},3.5,{number}" for number in range(1, count + 1)]
    lines[: bad * 2 : 2] = ["broken"] * bad
    return write(folder / "ratings.csv", [HEADER, *lines])


def test_every_raw_table_exists_from_the_start(warehouse: Warehouse) -> None:
    assert warehouse.land("tweetings", FIXTURES / "movietweetings") == 0
    declared = re.findall(
        r"^create table if not exists raw\.(\w+) \($", RAW_TABLES_FILE.read_text(), re.MULTILINE
    )
    assert {name for name, rows in warehouse.everything().items() if not rows} == {*declared} - {
        "landed_files",
        "landing_remarks",
        "landed_parts",
        "landings",
        "movietweetings_movies",
        "movietweetings_ratings",
        "movietweetings_users",
        "row_versions",
        "schema_version",
    }


def test_every_row_says_where_it_comes_from(warehouse: Warehouse, delivery: Path) -> None:
    (delivery / "nested").mkdir()
    file = _ratings(delivery / "nested", 3, bad=1)
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=1)
    assert warehouse.land("ml-20m", delivery, "--max-rejected", "0.5") == 0
    origin = "dataset_id, source_file, source_row"
    assert warehouse.query(f"select {origin} from raw.movielens_ratings") == [
        ("ml-20m", "nested/ratings.csv", 2),
        ("ml-20m", "nested/ratings.csv", 3),
    ]
    assert warehouse.query(f"select {origin}, text from raw.rejected_rows") == [
        ("ml-20m", "nested/ratings.csv", 1, "broken")
    ]
    ((landed_at,),) = warehouse.query(
        "select landed_at from raw.movielens_ratings union select landed_at from raw.rejected_rows"
        " union select landed_at from raw.landings union select landed_at from raw.landed_files"
    )
    assert before <= landed_at <= before + timedelta(minutes=1)
    assert warehouse.query("select * exclude (landed_at) from raw.landed_files") == [
        (
            "ml-20m",
            "nested/ratings.csv",
            "movielens_ratings",
            2,
            1,
            file.stat().st_size,
            hashlib.sha256(file.read_bytes()).hexdigest(),
            # lines, of them header, comment, blank and continued ones; records; and those left out,
            # and further events
            *(4, 1, 0, 0, 0, 3, 0, 0),
            *("dataset", 0),
        )
    ]


def test_landing_again_leaves_the_same(warehouse: Warehouse) -> None:
    for name, folder in (("ml-20m", "movielens/ml-20m"), ("tweetings", "movietweetings")):
        assert warehouse.land(name, FIXTURES / folder) == 0
    first = warehouse.everything()
    for name, folder in (("ml-20m", "movielens/ml-20m"), ("tweetings", "movietweetings")):
        assert warehouse.land(name, FIXTURES / folder) == 0
    second = warehouse.everything()
    assert {name: sorted(map(repr, rows)) for name, rows in second.items()} == {
        name: sorted(map(repr, rows)) for name, rows in first.items()
    }
    for table in ("movielens_ratings", "movielens_movies", "movietweetings_ratings"):
        assert first[table] == second[table]


def test_landing_replaces_all_of_a_dataset_and_nothing_of_others(
    warehouse: Warehouse, delivery: Path
) -> None:
    assert warehouse.land("ml-1m", FIXTURES / "movielens" / "ml-1m") == 0
    others = warehouse.everything()
    assert warehouse.land("ml-20m", FIXTURES / "movielens" / "ml-20m") == 0
    own = write(delivery / "own.csv", ["u,i"])
    assert warehouse.land("ml-20m", own, "--user", "1", "--item", "2") == 0
    now = warehouse.everything()
    no_more = (None,) * 8
    assert now.pop("interactions") == [("ml-20m", "own.csv", 1, "u", "i", *no_more)]
    assert [row[0] for row in now["landings"]] == ["ml-1m", "ml-20m"]
    for table in set(now) - {"landings", "landed_files"}:
        assert now[table] == others[table]


def test_remove_takes_everything_out(warehouse: Warehouse, delivery: Path) -> None:
    assert warehouse.land("ml-1m", FIXTURES / "movielens" / "ml-1m") == 0
    before = warehouse.everything()
    assert warehouse.land("ml-20m", _ratings(delivery, 10, bad=1), "--max-rejected=0.2") == 0
    assert warehouse.run("remove", "ml-20m") == 0
    assert "removed ml-20m" in warehouse.output
    assert warehouse.everything() == before
    assert warehouse.run("remove", "ml-20m") == 1
    assert "'ml-20m' is not landed" in warehouse.errors


@pytest.mark.parametrize(
    ("bad", "share", "code"),
    [(2, None, 1), (1, None, 0), (3, "0.03", 0), (4, "0.03", 1), (3, "3%", 0), (1, "0", 1)],
)
def test_max_rejected_is_a_share_of_the_file(
    warehouse: Warehouse, delivery: Path, bad: int, share: str | None, code: int
) -> None:
    file = _ratings(delivery, 100, bad=bad)
    assert warehouse.land("ml-20m", file, *(["--max-rejected", share] if share else [])) == code
    if code == 0:
        assert len(warehouse.rejected()) == bad
        assert len(warehouse.rows("movielens_ratings")) == 100 - bad
    else:
        assert f"{bad} of 100 rows of ratings.csv cannot be read" in warehouse.errors
        assert "row 1: expected 4 columns, found 1" in warehouse.errors


def test_too_many_rejected_rows_change_nothing(warehouse: Warehouse, delivery: Path) -> None:
    assert warehouse.land("ml-20m", _ratings(delivery, 100)) == 0
    before = warehouse.everything()
    assert warehouse.land("ml-20m", _ratings(delivery, 100, bad=50)) == 1
    assert warehouse.everything() == before


def test_a_failure_in_the_middle_of_writing_changes_nothing(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = FIXTURES / "movielens" / "ml-20m"
    assert warehouse.land("ml-20m", source) == 0
    before = warehouse.everything()
    original = landing._insert
    calls = 0

    def insert_then_fail(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(landing, "_insert", insert_then_fail)
    assert warehouse.land("ml-20m", source) == 1
    assert calls == 3
    assert warehouse.errors == (
        "error: the disk is full; the database is as it was. Make room and try again\n"
    )
    assert warehouse.everything() == before


KILLED_WHILE_WRITING = """
import sys, time
from ingest import landing, staging
from ingest.cli import main

insert = landing._insert

def insert_and_wait(*arguments):
    landed = insert(*arguments)
    print("written, not committed", flush=True)
    time.sleep(60)
    return landed

landing._insert = insert_and_wait
main(sys.argv[1:])
"""


def test_a_killed_landing_leaves_what_was_there(
    warehouse: Warehouse, delivery: Path, project_root: Path
) -> None:
    columns = ("--user", "1", "--item", "2")
    old = write(delivery / "old.csv", ["u,i", "v,j"])
    assert warehouse.land("my-own", old, *columns) == 0
    before = warehouse.everything()
    new = write(delivery / "new.csv", [f"user {number},item" for number in range(300_000)])
    command = [sys.executable, "-c", KILLED_WHILE_WRITING, "land", "my-own", "--from", str(new)]
    process = subprocess.Popen(
        [*command, *columns, "--database", str(warehouse.path)],
        cwd=project_root,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written, not committed\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    process.stdout.close()
    assert warehouse.everything() == before
    assert warehouse.land("my-own", new, *columns) == 0
    assert warehouse.query("select count(*) from raw.interactions") == [(300_000,)]


def test_a_database_in_use_is_said(warehouse: Warehouse, delivery: Path, tmp_path: Path) -> None:
    assert warehouse.land("ml-20m", _ratings(delivery, 10)) == 0
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True);"
            " sys.stdin.readline()",
            str(warehouse.path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for arguments in (["land", "ml-20m", "--from", str(delivery)], ["list"], ["remove", "x"]):
            assert warehouse.run(*arguments) == 1
            assert (
                f"the database {warehouse.path} is in use by process {holder.pid} (python"
                in warehouse.errors
            )
    finally:
        holder.communicate("\n", timeout=30)


def test_the_database_can_be_read_by_clients_of_duckdb_1_5(
    warehouse: Warehouse, delivery: Path
) -> None:
    assert warehouse.land("ml-20m", _ratings(delivery, 10)) == 0
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        ((tags,),) = connection.execute(
            "select tags from duckdb_databases() where database_name = current_database()"
        ).fetchall()
    assert tags["storage_version"].startswith("v1.5.0")


def test_limits_of_memory_and_threads_are_honoured(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []
    original = staging.stage

    def stage(connection: duckdb.DuckDBPyConnection, *arguments: object) -> object:
        seen.extend(
            connection.execute(
                "select current_setting('memory_limit'), current_setting('threads')"
            ).fetchall()
        )
        return original(connection, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(exploded, "stage", stage)
    monkeypatch.setenv("CORATE_MEMORY_LIMIT", "1GiB")
    monkeypatch.setenv("CORATE_THREADS", "1")
    assert warehouse.land("ml-20m", _ratings(delivery, 10)) == 0
    assert seen == [("1.0 GiB", 1)]


def test_a_landing_does_not_wait_for_its_file_to_fit_in_memory(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 100 MB file lands in less memory than it takes as text."""
    file = delivery / "own.csv"
    with file.open("w") as opened:
        for number in range(1_600_000):
            opened.write(f"a rather long name of a user {number},a rather long name of an item\n")
    assert file.stat().st_size > 100_000_000
    monkeypatch.setenv("CORATE_MEMORY_LIMIT", "90MB")
    monkeypatch.setenv("CORATE_THREADS", "1")
    started = time.monotonic()
    assert warehouse.land("my-own", file, "--user", "1", "--item", "2") == 0
    assert warehouse.query("select count(*) from raw.interactions") == [(1_600_000,)]
    assert time.monotonic() - started < 60


def test_only_the_rows_of_a_landing_may_come_in_any_order(tmp_path: Path) -> None:
    asked = "select current_setting('preserve_insertion_order')"
    with open_database(tmp_path / "test.work.duckdb") as connection:
        assert connection.execute(asked).fetchall() == [(True,)]
        with pytest.raises(KeyError), any_order(connection), transaction(connection):
            assert connection.execute(asked).fetchall() == [(False,)]
            raise KeyError
        assert connection.execute(asked).fetchall() == [(True,)]


def test_rows_are_stored_once(warehouse: Warehouse, delivery: Path) -> None:
    """In full row groups: others would be read and written again when the database is closed."""
    file = write(delivery / "own.csv", [f"user {number},item" for number in range(600_000)])
    assert warehouse.land("my-own", file, "--user", "1", "--item", "2") == 0
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        threads = connection.execute("select current_setting('threads')").fetchall()[0][0]
        groups = connection.execute(
            "select count from pragma_storage_info('landed.interactions_1')"
            " where column_name = 'source_row' and segment_type = 'BIGINT'"
        ).fetchall()
    assert sum(count for (count,) in groups) == 600_000
    assert sum(count < 122_880 for (count,) in groups) <= threads


def test_landing_text_does_not_wait_for_arrow_to_be_imported(project_root: Path) -> None:
    program = "import ingest.cli, sys; print('pyarrow' in sys.modules, 'numpy' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "False False\n"


def test_metadata_alone_does_not_replace_ratings(warehouse: Warehouse) -> None:
    amazon = FIXTURES / "amazon"
    assert warehouse.land("amazon-2014", amazon / "ratings_2014.csv") == 0
    before = warehouse.everything()
    assert warehouse.land("amazon-2014", amazon / "meta_2014.json") == 1
    assert "no ratings among them" in warehouse.errors
    assert warehouse.everything() == before


def test_nothing_is_stored_beside_what_is_landed(warehouse: Warehouse) -> None:
    """Parts go with their landing, also where it is repeated, refused or removed."""
    stored = "select table_name from duckdb_tables() where schema_name = 'landed' order by all"
    parts = "select table_name || '_' || part_number from raw.landed_parts order by all"
    files = "select table_name from raw.landed_files order by all"
    amazon = FIXTURES / "amazon"
    assert warehouse.land("tweetings", FIXTURES / "movietweetings") == 0
    for _ in range(2):
        assert warehouse.land("amazon-2014", amazon / "ratings_2014.csv") == 0
        assert warehouse.land("amazon-2014", amazon / "meta_2014.json") == 1
        assert warehouse.query(stored) == warehouse.query(parts)
        assert len(warehouse.query(parts)) == len(warehouse.query(files)) == 4
    assert warehouse.run("remove", "tweetings") == 0
    assert warehouse.query(stored) == warehouse.query(parts)
    assert len(warehouse.query(parts)) == 1
    assert warehouse.query("select count(*) from raw.movietweetings_ratings") == [(0,)]


def test_ctrl_c_does_not_stop_a_commit() -> None:
    """Else nobody could say whether it was done."""
    with no_interruption():
        os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)


@pytest.mark.parametrize(
    "error",
    [KeyboardInterrupt(), duckdb.InterruptException("x"), RuntimeError("Query interrupted")],
)
def test_ctrl_c_is_told_in_one_line(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(cli, "_run", stop)
    assert warehouse.run("list") == 130
    assert warehouse.errors == "error: interrupted; the database is as it was\n"


def test_what_is_no_interruption_is_not_taken_for_one(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(cli, "_run", fail)
    with pytest.raises(RuntimeError, match="a fault of ours"):
        warehouse.run("list")


def test_long_documents_are_checked_without_reading_them_again(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their scale, users and times: 24 MB of text each time, in 100 MB of memory."""
    lines = [
        json.dumps(
            {
                "reviewerID": f"u{number}",
                "asin": f"a{number}",
                "overall": 5,
                "unixReviewTime": 1_400_000_000 + number,
                "reviewText": "x" * 80_000,
            }
        )
        for number in range(300)
    ]
    file = write(delivery / "reviews.json", lines)
    monkeypatch.setenv("CORATE_MEMORY_LIMIT", "100MB")
    monkeypatch.setenv("CORATE_THREADS", "1")
    assert warehouse.land("amazon-2014", file) == 0, warehouse.errors
    assert warehouse.query("select count(*) from raw.amazon_reviews") == [(300,)]
