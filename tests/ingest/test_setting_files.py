"""Settings as editors and spreadsheets save them: what is read, and what is said of the rest."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import settings
from ingest.errors import IngestError
from ingest.raw_tables import declared_columns, prepare_raw_tables
from ingest.setting_files import Line, check_settings, lines_as_json, note_settings, read_lines
from tests.ingest.conftest import Warehouse

PLAIN = "name,datasets,k\na,shop,5\nb,,\nc,x y,7\n"
READ = [
    Line(2, {"name": "a", "datasets": "shop", "k": "5"}),
    Line(3, {"name": "b", "datasets": None, "k": None}),
    Line(4, {"name": "c", "datasets": "x y", "k": "7"}),
]

SAVED: dict[str, Callable[[str], bytes]] = {
    "as written": str.encode,
    "Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "old Mac": lambda text: text.replace("\n", "\r").encode(),
    "mixed line ends": lambda text: text.replace("\n", "\r\n", 2).encode(),
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "blank lines at the end": lambda text: (text + "\n\r\n  \n").encode(),
    "no line end at the end": lambda text: text.rstrip("\n").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs in UTF-16, as Excel's Unicode text": lambda text: text.replace(",", "\t").encode(
        "utf-16"
    ),
    "more separators": lambda text: text.replace("\n", ",,\n").encode(),
    "everything quoted": lambda text: "".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in text.splitlines()
    ).encode(),
    "blanks around cells": lambda text: text.replace(",", " , ").encode(),
}
"""How programs save what is the same to people."""


def written(folder: Path, content: bytes) -> Path:
    (folder / "own").mkdir(exist_ok=True)
    file = folder / "own" / "protocols.csv"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("how", SAVED)
def test_however_a_file_is_saved_it_says_the_same(tmp_path: Path, how: str) -> None:
    assert read_lines(written(tmp_path, SAVED[how](PLAIN))) == READ


def test_a_line_for_excel_is_none_of_the_settings(tmp_path: Path) -> None:
    text = "sep=;\r\n" + PLAIN.replace(",", ";")
    lines = read_lines(written(tmp_path, text.encode()))
    assert [line.cells for line in lines] == [line.cells for line in READ]
    assert [line.number for line in lines] == [3, 4, 5]


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=8)


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=6), st.sampled_from(",;\t"))
def test_any_text_of_a_cell_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], separator: str
) -> None:
    """Against Python's own writer; but for the blanks around a cell, and rows of blanks alone."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([("a", "b", "c"), *rows])
    file = written(tmp_path_factory.mktemp("any"), text.getvalue().encode())
    found = [tuple(cell or "" for cell in line.cells.values()) for line in read_lines(file)]
    stripped = [tuple(cell.strip() for cell in row) for row in rows]
    assert found == [row for row in stripped if any(row)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("a,shop", "it has 2 cells, and the header 3 columns"),
        ("a,shop,5,6", "it has 4 cells, and the header 3 columns"),
        ('a,"shop,5', "a quote is never closed"),
        ('a,"sh"op,5', "text behind a closing quote"),
    ],
)
def test_a_line_that_cannot_be_read_costs_itself_alone(
    tmp_path: Path, line: str, problem: str
) -> None:
    lines = read_lines(written(tmp_path, f"{PLAIN}{line}\nd,,9\n".encode()))
    assert lines[:3] == READ
    assert lines[3].number == 5 and problem in (lines[3].problem or "") and not lines[3].cells
    assert lines[4] == Line(6, {"name": "d", "datasets": None, "k": "9"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "own/protocols.csv is empty: its first line must name its columns"),
        (b"\xff\xfe\x00", "own/protocols.csv is not in UTF-8"),
        ("name,datasets,k\né,,\n".encode("latin-1"), "own/protocols.csv is not in UTF-8"),
        (b"name,name,k\n", "line 1: column 'name' is there twice"),
        (b"name,dataset,k\n", "line 1: no column is called 'dataset': did you mean datasets?"),
        (b"datasets,k\n", "own/protocols.csv has no column name"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    with pytest.raises(IngestError) as error:
        read_lines(written(tmp_path, content), known=("name", "datasets", "k"))
    assert message in str(error.value) and "\n" not in str(error.value)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("CORATE_OWN", str(folder))
    return folder


def test_own_lines_are_in_raw_tables_as_long_as_they_are_there(own_folder: Path) -> None:
    file = own_folder / "protocols.csv"
    with duckdb.connect() as connection:
        prepare_raw_tables(connection)
        note_settings(connection)
        assert connection.execute("from raw.own_protocols").fetchall() == []
        file.write_text("datasets,protocol_id\nshop,mine\nshop\n", encoding="utf-8")
        (own_folder / "recipes.csv").write_text("recipe_id\n", encoding="utf-8")
        for _ in range(2):
            note_settings(connection)
            found = connection.execute(
                "select file_name, line_number, protocol_id, datasets, split from raw.own_protocols"
            ).fetchall()
            assert found == [("own/protocols.csv", 2, "mine", "shop", None)]
            unread = connection.execute("from raw.unread_settings").fetchall()
            assert [row[:2] for row in unread] == [("own/protocols.csv", 3), ("own/recipes.csv", 1)]
        file.unlink()
        (own_folder / "recipes.csv").unlink()
        note_settings(connection)
        for table in ("own_protocols", "unread_settings"):
            assert connection.execute(f"from raw.{table}").fetchall() == []


def test_a_folder_that_is_named_and_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CORATE_OWN", str(tmp_path / "nowhere"))
    with pytest.raises(IngestError, match="and there is no such folder: make it, or unset it"):
        check_settings()


def test_a_dataset_of_ones_own_list_can_be_landed(
    warehouse: Warehouse, own_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "ratings.csv").write_text(
        "userId,movieId,rating,timestamp\n1,2,3,978300760\n", encoding="utf-8"
    )
    listed = "dataset_id,source,edition\nml-mine,movielens,20m\nshop,,\n"
    (own_folder / "datasets.csv").write_text(listed, encoding="utf-8")
    assert warehouse.run("list") == 0
    assert "ml-mine" in warehouse.output and "ml-1m" in warehouse.output
    assert warehouse.land("ml-mine", tmp_path / "ratings.csv") == 0


def test_seeds_load_as_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From where the project is, wherever dbt parsed it."""
    written(tmp_path, f"{PLAIN}broken\n".encode())
    monkeypatch.setattr(settings, "PROJECT_ROOT", tmp_path)
    assert json.loads(lines_as_json("own/protocols.csv")) == [
        {"line_number": line.number, **line.cells} for line in READ
    ]


@pytest.mark.parametrize("setting", ["datasets", "protocols", "published_counts"])
def test_own_tables_have_the_columns_of_the_seeds(project_root: Path, setting: str) -> None:
    """They are united by place."""
    header = (project_root / "seeds" / f"{setting}.csv").read_text(encoding="utf-8").split("\n")[0]
    assert [*declared_columns(f"own_{setting}")][2:] == header.split(",")
