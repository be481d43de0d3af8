"""A file for each part of the data: `--train FILE --valid FILE --test FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.cli import main
from ingest.settings import work_path_of

COLUMNS = ("--user", "who", "--item", "what", "--time", "when", "--empty-time", "keep")


def _write(file: Path, *lines: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(("who,what,when", *lines, "")), encoding="utf-8")
    return file


def _land(database: Path, *words: object) -> int:
    return main(["land", "shop", *map(str, words), "--database", str(database), "--quiet"])


def _landed(database: Path, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(work_path_of(database)), read_only=True) as connection:
        return connection.execute(f"select {columns} from raw.interactions order by all").fetchall()


def test_each_file_is_a_part_and_rows_are_counted_on(tmp_path: Path) -> None:
    # a record that is rejected, and a blank line, have numbers, too
    train = _write(tmp_path / "a.csv", "u1,i1,1", ",i2,2", "u1,i3,3")
    valid = _write(tmp_path / "b.csv", "", "u1,i4,4")
    test = _write(tmp_path / "c.csv", "u1,i5,5")
    database = tmp_path / "one.duckdb"
    words = ("--max-rejected", 0.5, *COLUMNS)
    assert not _land(database, "--test", test, "--train", train, "--valid", valid, *words)
    found = _landed(database, "split, item_id, source_file, source_row, rows_before")
    before_valid = found[-1][-1]
    assert isinstance(before_valid, int) and before_valid >= 3
    assert found[:3] == [
        ("test", "i5", "c.csv", 1, found[0][-1]),
        ("train", "i1", "a.csv", 1, 0),
        ("train", "i3", "a.csv", 3, 0),
    ]
    in_order = sorted(found, key=lambda row: (row[-1], row[3]))
    numbers = [row[3] + row[4] for row in in_order]
    assert [row[1] for row in in_order] == ["i1", "i3", "i4", "i5"]
    assert numbers == sorted(set(numbers)), "a number a record"


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    files = [_write(tmp_path / part / "data.csv", f"u,{part},1") for part in ("train", "test")]
    database = tmp_path / "one.duckdb"
    assert not _land(database, "--train", files[0], "--test", files[1], *COLUMNS)
    assert _landed(database, "source_file, item_id, split") == [
        ("test/data.csv", "test", "test"),
        ("train/data.csv", "train", "train"),
    ]


def test_one_file_again_is_no_part(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", "u,i,1")
    database = tmp_path / "one.duckdb"
    assert not _land(database, "--train", file, "--test", file, *COLUMNS)
    assert not _land(database, "--from", file, *COLUMNS)
    assert _landed(database, "source_file, split, rows_before") == [("a.csv", None, None)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--train", "FILE"), "--train needs --test FILE"),
        (("--test", "FILE", "--valid", "FILE"), "--valid needs --train FILE"),
        (("--train", "FILE", "--test", "FILE", "--from", "FILE"), "go without --from"),
        (("--from", "FILE", "--test", "FILE"), "go without --from"),
        (("--train", "FILE", "--test", "FILE", "--split", "when"), "go without --split"),
        (("--train", "FILE", "--test", "NONE"), "NONE does not exist"),
    ],
)
def test_what_cannot_be_is_refused(
    words: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _write(tmp_path / "a.csv", "u,i,1")
    given = [str(file) if word == "FILE" else word for word in words]
    assert _land(tmp_path / "one.duckdb", *given, *COLUMNS[:4]) != 0
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_what_a_column_of_parts_says_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["Train", "Train", "evaluation", "", *(str(number) for number in range(6))]
    lines = [f"u{row},i,{word}" for row, word in enumerate(words)]
    file = tmp_path / "a.csv"
    file.write_text("\n".join(("who,what,fold", *lines, "")), encoding="utf-8")
    database = tmp_path / "one.duckdb"
    assert not _land(database, "--from", file, "--user", "who", "--item", "what", "--split", "fold")
    told = "'fold' says Train (2), 0 (1), 1 (1), 2 (1), 3 (1), 4 (1), and 3 others"
    assert f"a.csv: {told}" in capsys.readouterr().out
    assert not _land(database, "--train", file, "--test", file, "--user", "who", "--item", "what")
    assert " says " not in capsys.readouterr().out


def test_parts_need_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _write(tmp_path / "a.csv", "u,i,1")
    assert _land(tmp_path / "one.duckdb", "--train", file, "--test", file) != 0
    assert "need --user and --item" in capsys.readouterr().err
