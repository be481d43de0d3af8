"""Public tables as CSV and Parquet, a file for each."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from tests.support.commands import corate, refused

TABLES = ("catalog.items", "catalog.lists", "benchmarks.user_histories", "similarity.border_dates")


def test_every_value_is_in_the_files(toy: Path, tmp_path: Path) -> None:
    words = [word for table in TABLES for word in ("--table", table)]
    to = ("--to", tmp_path, "--database", toy)
    printed = corate("export", *words, "--format", "csv", "--format", "parquet", *to)
    assert printed.code == 0, printed
    with duckdb.connect(str(toy), read_only=True) as connection:
        for table in TABLES:
            expected = connection.execute(f"from {table} order by all").fetchall()
            file = tmp_path / "tables" / "parquet" / f"{table}.parquet"
            assert connection.execute(f"from '{file}' order by all").fetchall() == expected
    with (tmp_path / "tables" / "csv" / "catalog.items.csv").open(newline="") as opened:
        lines = list(csv.reader(opened))
    assert lines[0] == ["dataset_id", "item_id", "title"]
    # an empty text is a text, and nothing is nothing: neither is one of the odd ones
    titles = {line[1].partition(":")[2]: line[2] for line in lines[1:]}
    assert all(title in (name, "") for name, title in titles.items())
    manifest = json.loads((tmp_path / "tables" / "csv" / "manifest.json").read_text())
    assert [file["path"] for file in manifest["files"]] == [f"{table}.csv" for table in TABLES]


def test_the_card_says_whose_the_rows_are(toy: Path, tmp_path: Path) -> None:
    to = ("--to", tmp_path, "--database", toy)
    assert corate("export", "--table", "catalog.items", "--format", "csv", *to).code == 0
    card = (tmp_path / "README.md").read_text(encoding="utf-8").splitlines()
    terms = "no redistribution | forbidden | yes | required"
    assert rf"| movielens-1m | MovieLens 1M | {terms} | Harper \| Konstan |" in card
    assert "| my-shop | my-shop |  | not stated | not stated | not stated |  |" in card
    assert "- The owner must be named: movielens-1m, movielens-32m, sample-films" in card
    datasets = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["datasets"]
    with duckdb.connect(str(toy), read_only=True) as connection:
        stated = connection.execute("select dataset_id, licence from catalog.datasets").fetchall()
    assert {one["dataset_id"]: one["licence"] for one in datasets} == dict(stated)


def test_private_columns_stay(toy: Path, tmp_path: Path) -> None:
    to = ("--to", tmp_path, "--database", toy)
    assert corate("export", "--table", "catalog.rejected_rows", "--format", "csv", *to).code == 0
    text = (tmp_path / "catalog.rejected_rows.csv").read_text(encoding="utf-8")
    assert "a.csv" in text and "Ann" not in text and "reason" not in text


def test_again_gives_the_same_bytes(toy: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        to = ("--to", tmp_path / name, "--database", toy)
        assert corate("export", "--table", "catalog.items", "--format", "csv", *to).code == 0
    one, two = (tmp_path / name / "manifest.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("catalog.event_context", "catalog.event_context is private: "),
        ("behind_views.histories", "there is no public table behind_views.histories: "),
        ("catalog.items; drop table x", "there is no public table 'catalog.items; drop"),
        ("nothing", "there is no public table nothing: `python -m ingest tables` lists them"),
    ],
)
def test_what_is_not_public_is_told(toy: Path, tmp_path: Path, table: str, message: str) -> None:
    to = ("--to", tmp_path / "no", "--database", toy)
    said = refused("export", "--table", table, "--format", "csv", *to).err
    assert message.replace("'", "") in said.replace("'", "")
    assert not (tmp_path / "no").exists()
