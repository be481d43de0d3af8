"""A published folder answers as the file for readers does."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from corate.database import warehouse
from corate.publications.tables import read_publication
from tests.support.commands import corate, refused


@pytest.fixture(scope="module")
def folder(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("folder") / "mirror of 'all'"
    printed = corate("publish", path, "--database", toy, "--with-private")
    assert printed.code == 0, printed
    return path


def test_a_folder_says_what_its_file_says(toy: Path, folder: Path) -> None:
    """Tables, columns, descriptions and keys: all that is published of either."""
    with warehouse(toy) as file, warehouse(folder) as views:
        # Parquet has no numbers of 128 bits
        without = ["similarity.values_of_all_types"]
        expected = read_publication(file, False, without)
        assert read_publication(views, False, without) == expected
        for table in expected.tables:
            query = f"select columns(*)::varchar from {table.written} order by all"
            assert views.execute(query).fetchall() == file.execute(query).fetchall(), table


def test_commands_answer_from_a_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    query = "select title from catalog.datasets where dataset_id = 'my-shop'"
    printed = corate("sql", query, "--database", folder.name, "--format", "csv")
    assert printed.out == "title\nmy-shop\n", printed
    again = corate("publish", tmp_path / "again", "--database", folder.name)
    assert again.code == 0, again
    assert duckdb.execute(
        "select count(*) from read_parquet(?)",
        [str(tmp_path / "again" / "catalog" / "datasets.parquet")],
    ).fetchall() == [(5,)]


@pytest.mark.parametrize(
    "said",
    [
        {"path": "../secret.parquet"},
        {"path": "/etc/hostname"},
        {"path": 7},
        {"description": None},
        {"columns": 3},
        {"schema": ["catalog"]},
    ],
)
def test_a_catalogue_of_others_leads_nowhere_else(tmp_path: Path, said: dict[str, object]) -> None:
    duckdb.execute(f"copy (select 1 as a) to '{tmp_path}/secret.parquet'")
    folder = tmp_path / "from others"
    (folder / "catalog").mkdir(parents=True)
    duckdb.execute(f"copy (select 1 as a) to '{folder}/catalog/t.parquet'")
    table: dict[str, object] = {"path": "catalog/t.parquet", "schema": "catalog", "table": "t"}
    table |= {"description": "it's", "columns": [{"name": "a", "description": ""}]}
    for changes, code in (({}, 0), (said, 1)):
        catalogue = {"made_by": "corate publish", "files": [table | changes]}
        (folder / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
        printed = corate("sql", "from catalog.t", "--database", folder)
        assert printed.code == code
    assert printed.err.startswith(f"error: {folder} is a folder, and holds nothing that")
    assert printed.err.count("\n") == 1


def test_a_catalogue_without_an_end_is_told(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text("[" * 100_000, encoding="utf-8")
    assert "holds nothing that" in refused("sql", "select 1", "--database", tmp_path).err
    # publishing asks whether an earlier one may be replaced
    assert "holds no publication" in refused("publish", tmp_path, "--database", toy).err


def test_another_folder_is_told(tmp_path: Path) -> None:
    said = refused("sql", "select 1", "--database", tmp_path).err
    assert said == (
        f"error: {tmp_path} is a folder, and holds nothing that `python -m corate publish` wrote: "
        "give a file or such a folder as --database\n"
    )
