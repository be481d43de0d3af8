"""Each format holds what the tables hold, as independent readers see it."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from corate.exports.descriptions import SETTINGS
from tests.corate.conftest import FILMS, Exports
from tests.support.odd_warehouse import ODD_IDS, ODD_TITLES

# recipe: (events that the core asks of a user, most items of a history), as in the recipes
TITLED = "movielens-latest-small-all"
SPLIT_RECIPES = {
    FILMS: (4, None),
    "sample-films-short-history": (2, 3),
    "sample-films-no-valid": (5, None),
}
UNSPLIT_RECIPES = ["sample-films-core5", "odd-ids-all", TITLED, "no-times-all"]
ALL_RECIPES = [*SPLIT_RECIPES, *UNSPLIT_RECIPES, "odd-ids-split"]


class Event(NamedTuple):
    """A row of benchmarks.interactions."""

    user_index: int
    item_index: int
    user_id: str
    item_id: str
    rating: float | None
    microseconds: int | None
    split: str


def events_of(tables: duckdb.DuckDBPyConnection, recipe_id: str) -> list[Event]:
    """The interactions of a recipe in their total order."""
    rows = tables.execute(
        """
        select user_index, item_index, user_id, item_id, rating, epoch_us(rated_at), split
        from benchmarks.interactions
        where recipe_id = ?
        order by rated_at nulls last, source_row
        """,
        [recipe_id],
    ).fetchall()
    assert rows
    return [Event(*row) for row in rows]


def histories_of(events: list[Event]) -> dict[int, list[Event]]:
    """The events of each user in order, by user_index."""
    histories: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        histories[event.user_index].append(event)
    return dict(sorted(histories.items()))


def lines(path: Path) -> list[list[int]]:
    """The numbers of each line of a sequences file."""
    return [
        [int(number) for number in line.split(" ")]
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize("recipe_id", ALL_RECIPES)
def test_all_txt_is_every_history_in_user_order(
    exports: Exports, tables: duckdb.DuckDBPyConnection, recipe_id: str
) -> None:
    histories = histories_of(events_of(tables, recipe_id))
    expected = [
        [user, *(event.item_index for event in history)] for user, history in histories.items()
    ]
    assert lines(exports.export(recipe_id, "sequences") / "all.txt") == expected


@pytest.mark.parametrize("recipe_id", SPLIT_RECIPES)
def test_split_files_are_histories_cut_before_each_target(
    exports: Exports, tables: duckdb.DuckDBPyConnection, recipe_id: str
) -> None:
    least_events, max_history = SPLIT_RECIPES[recipe_id]
    expected: dict[str, list[list[int]]] = defaultdict(list)
    for user, history in histories_of(events_of(tables, recipe_id)).items():
        for position, target in enumerate(history):
            if position == 0 or (target.split == "train" and position + 1 < least_events):
                continue
            before = [event.item_index for event in history[:position]]
            before = before if max_history is None else before[-max_history:]
            expected[target.split].append([user, *before, target.item_index])
    folder = exports.export(recipe_id, "sequences")
    written = {path.stem: lines(path) for path in folder.glob("*.txt") if path.stem != "all"}
    assert written == expected


@pytest.mark.parametrize("recipe_id", UNSPLIT_RECIPES)
def test_without_a_split_there_is_only_all_txt(exports: Exports, recipe_id: str) -> None:
    folder = exports.export(recipe_id, "sequences")
    assert [path.name for path in folder.glob("*.txt")] == ["all.txt"]


@pytest.mark.parametrize("recipe_id", ALL_RECIPES)
@pytest.mark.parametrize("layout", ["sequences", "recbole", "parquet"])
def test_maps_lead_back_to_the_raw_ids(
    exports: Exports,
    tables: duckdb.DuckDBPyConnection,
    recipe_id: str,
    layout: str,
) -> None:
    events = events_of(tables, recipe_id)
    folder = exports.export(recipe_id, layout)
    for kind in ("user", "item"):
        expected = {
            (getattr(event, f"{kind}_index"), getattr(event, f"{kind}_id")) for event in events
        }
        if layout == "parquet":
            rows = pq.read_table(folder / f"{kind}s.parquet").to_pylist()
        else:
            with (folder / f"{kind}s.tsv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file, delimiter="\t"))
        mapped = [(int(row[f"{kind}_index"]), row[f"{kind}_id"]) for row in rows]
        assert [index for index, _ in mapped] == list(range(1, len(expected) + 1))
        assert set(mapped) == expected
        counted = [getattr(event, f"{kind}_index") for event in events]
        assert [int(row["interactions"]) for row in rows] == [
            counted.count(index) for index, _ in mapped
        ]


@pytest.mark.parametrize("layout", ["sequences", "recbole"])
def test_odd_ids_survive_the_text_maps(exports: Exports, layout: str) -> None:
    folder = exports.export("odd-ids-all", layout)
    for kind in ("user", "item"):
        frame = pd.read_csv(
            folder / f"{kind}s.tsv", sep="\t", dtype=str, keep_default_na=False, lineterminator="\n"
        )
        assert sorted(frame[f"{kind}_id"]) == sorted(ODD_IDS)


# --- RecBole -------------------------------------------------------------------------------------


def read_as_recbole(path: Path) -> dict[str, list[Any]]:
    """Read an atomic file by the rules of recbole/data/dataset/dataset.py (1.2.1).

    The first line, cut at tabs, gives field:type; pandas' Python engine reads the rest, floats as
    float64 and all else as text; sequences are cut at spaces.
    """
    with path.open(encoding="utf-8") as file:
        head = file.readline()[:-1].split("\t")
    types = dict(field.split(":") for field in head)
    assert set(types.values()) <= {"token", "token_seq", "float", "float_seq"}
    frame = pd.read_csv(
        path,
        delimiter="\t",
        usecols=head,
        dtype={field: "float64" if field.endswith(":float") else str for field in head},
        encoding="utf-8",
        engine="python",
    )
    columns: dict[str, list[Any]] = {}
    for field, name in zip(head, types, strict=True):
        values = frame[field].astype(object).where(frame[field].notna(), None).tolist()
        if types[name] == "token_seq":
            values = [[token for token in (value or "").split(" ") if token] for value in values]
        columns[name] = values
    return columns


@pytest.mark.parametrize("recipe_id", ALL_RECIPES)
def test_recbole_reads_the_interactions(
    exports: Exports, tables: duckdb.DuckDBPyConnection, recipe_id: str
) -> None:
    events = events_of(tables, recipe_id)
    folder = exports.export(recipe_id, "recbole") / recipe_id
    splits = {event.split for event in events}
    names = {"" if split == "all" else f".{split}": split for split in splits}
    assert {path.name for path in folder.glob("*.inter")} == {
        f"{recipe_id}{name}.inter" for name in names
    }
    for name, split in names.items():
        found = read_as_recbole(folder / f"{recipe_id}{name}.inter")
        expected = [event for event in events if event.split == split]
        assert found.pop("user_id") == [str(event.user_index) for event in expected]
        assert found.pop("item_id") == [str(event.item_index) for event in expected]
        if recipe_id != "no-times-all":
            assert found.pop("rating") == [event.rating for event in expected]
            assert found.pop("timestamp") == [
                None if event.microseconds is None else event.microseconds / 1_000_000
                for event in expected
            ]
        assert not found


@pytest.mark.parametrize("recipe_id", ALL_RECIPES)
def test_recbole_reads_the_items(
    exports: Exports, tables: duckdb.DuckDBPyConnection, recipe_id: str
) -> None:
    expected = tables.execute(
        """
        select items.item_index, described.title, described.release_year, (
            select list(replace(genre, ' ', '_') order by genre) from catalog.item_genres as genres
            where genres.dataset_id = recipes.dataset_id and genres.item_id = items.item_id
        )
        from benchmarks.items
        inner join benchmarks.recipes using (recipe_id)
        left join catalog.items as described
            on described.dataset_id = recipes.dataset_id and described.item_id = items.item_id
        where recipe_id = ?
        order by item_index
        """,
        [recipe_id],
    ).fetchall()
    folder = exports.export(recipe_id, "recbole") / recipe_id
    found = read_as_recbole(folder / f"{recipe_id}.item")
    assert found.pop("item_id") == [str(index) for index, *_ in expected]
    if any(title for _, title, *_ in expected):
        assert found.pop("title") == [(title or "").split() for _, title, *_ in expected]
    if any(year for _, _, year, _ in expected):
        assert found.pop("release_year") == [
            None if year is None else str(year) for _, _, year, _ in expected
        ]
    if any(genres for *_, genres in expected):
        assert found.pop("genres") == [genres or [] for *_, genres in expected]
    assert not found


def test_recbole_titles_are_one_line_each(exports: Exports) -> None:
    path = exports.export(TITLED, "recbole") / TITLED / f"{TITLED}.item"
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + len(ODD_TITLES)
    # of several lines, the first is the title
    first_lines = [title.splitlines()[0] for title in ODD_TITLES.values()]
    assert read_as_recbole(path)["title"] == [title.split() for title in first_lines]


# --- Parquet -------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipe_id", ALL_RECIPES)
def test_parquet_holds_the_interactions_in_order(
    exports: Exports, tables: duckdb.DuckDBPyConnection, recipe_id: str
) -> None:
    events = events_of(tables, recipe_id)
    folder = exports.export(recipe_id, "parquet")
    splits = {event.split for event in events}
    assert {path.parent.name for path in folder.glob("*/*.parquet")} == splits
    for split in splits:
        expected = [
            (event.user_index, event.item_index, event.rating, event.microseconds)
            for event in events
            if event.split == split
        ]
        table = pq.read_table(folder / split / "interactions.parquet")
        microseconds = table.column("rated_at").cast("timestamp[us]").cast("int64").to_pylist()
        columns = [table.column(name).to_pylist() for name in ("user_index", "item_index")]
        ratings = table.column("rating").to_pylist()
        assert list(zip(*columns, ratings, microseconds, strict=True)) == expected


def test_pandas_and_polars_read_a_split_folder(
    exports: Exports, tables: duckdb.DuckDBPyConnection
) -> None:
    polars = pytest.importorskip("polars", reason="Polars is not installed: pip install polars")
    folder = exports.export(FILMS, "parquet")
    for split in ("train", "valid", "test"):
        expected = [event for event in events_of(tables, FILMS) if event.split == split]
        for frame in (pd.read_parquet(folder / split), polars.read_parquet(folder / split)):
            assert frame["user_index"].to_list() == [event.user_index for event in expected]
            assert frame["rating"].to_list() == [event.rating for event in expected]


@pytest.mark.parametrize("recipe_id", [FILMS, "sample-films-core5"])
def test_hugging_face_reads_splits_and_maps(
    exports: Exports,
    tables: duckdb.DuckDBPyConnection,
    recipe_id: str,
    tmp_path: Path,
) -> None:
    datasets = pytest.importorskip(
        "datasets", reason="Hugging Face datasets is not installed: pip install datasets"
    )
    folder = str(exports.export(recipe_id, "parquet"))
    loaded = datasets.load_dataset(folder, cache_dir=str(tmp_path))
    expected: dict[str, list[int]] = defaultdict(list)
    for event in events_of(tables, recipe_id):
        expected["train" if event.split == "all" else event.split].append(event.item_index)
    assert {split: list(rows["item_index"]) for split, rows in loaded.items()} == expected
    items = datasets.load_dataset(folder, "items", split="train", cache_dir=str(tmp_path))
    assert list(items["item_index"]) == list(range(1, len(items) + 1))


def test_hugging_face_keeps_benchmarks_apart(exports: Exports, tmp_path: Path) -> None:
    """It knows what it has loaded by the last name of the folder, which is often the format's."""
    datasets = pytest.importorskip("datasets")
    for recipe_id in ("sample-films-loo-core5", "sample-films-time-core4"):
        folder = tmp_path / recipe_id / "parquet"
        shutil.copytree(exports.export(recipe_id, "parquet"), folder)
        for name, file in (("interactions", "train/interactions"), ("items", "items")):
            loaded = datasets.load_dataset(
                str(folder), name, split="train", cache_dir=str(tmp_path / "cache")
            )
            ((rows,),) = duckdb.execute(
                f"select count(*) from '{folder}/{file}.parquet'"
            ).fetchall()
            assert len(loaded) == rows


# --- where an export is from ---------------------------------------------------------------------


@pytest.mark.parametrize("recipe_id", ALL_RECIPES)
@pytest.mark.parametrize("layout", ["sequences", "recbole", "parquet"])
def test_manifest_traces_the_export(
    exports: Exports,
    tables: duckdb.DuckDBPyConnection,
    recipe_id: str,
    layout: str,
) -> None:
    folder = exports.export(recipe_id, layout)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == layout
    assert manifest["recipe"]["recipe_id"] == recipe_id
    parameters = tables.execute("select * exclude (is_landed, problem) from benchmarks.recipes")
    assert list(manifest["recipe"]) == [column[0] for column in parameters.description]
    dataset = tables.execute(
        """
        select dataset_id, edition, licence, citation, fingerprint
        from catalog.datasets
        inner join benchmarks.recipes using (dataset_id)
        where recipe_id = ?
        """,
        [recipe_id],
    ).fetchone()
    keys = ("dataset_id", "edition", "licence", "citation", "fingerprint")
    assert tuple(manifest["dataset"][key] for key in keys) == dataset
    fingerprints = tables.execute(
        "select split, row_count, fingerprint from benchmarks.fingerprints where recipe_id = ?",
        [recipe_id],
    ).fetchall()
    assert sorted(fingerprints) == sorted(
        (split["split"], split["interactions"], split["fingerprint"])
        for split in manifest["splits"]
    )
    described = {file["path"]: file["rows"] for file in manifest["files"]}
    written = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in DESCRIBED
    }
    assert set(described) == written
    for name, row_count in described.items():
        assert counted_rows(folder / name) == row_count
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert recipe_id in readme
    assert all(fingerprint in readme for _, _, fingerprint in fingerprints)
    assert f"- split: {manifest['recipe']['split']}" in readme
    for name, value in manifest["recipe"].items():
        assert value is None or name not in SETTINGS or f"- {name}: {value}\n" in readme
    assert "built-in method" not in readme


DESCRIBED = ("manifest.json", "README.md", "croissant.json", "citation.bib")
"""What an export says of itself: tests/corate/test_sharing.py looks at the last two."""


def counted_rows(path: Path) -> int:
    """The rows of a file of any of the three formats, without the header."""
    if path.suffix == ".parquet":
        return int(pq.read_metadata(path).num_rows)
    if path.suffix == ".txt":
        return len(path.read_text(encoding="utf-8").splitlines())
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file, delimiter="\t")) - 1


def test_wikidata_of_a_dataset_is_what_the_catalogue_has(
    exports: Exports, tables: duckdb.DuckDBPyConnection
) -> None:
    """tests/end_to_end/test_wikidata.py compares everything, with real films and hard cases."""
    folder = exports.wikidata("sample-films")
    with (folder / "genre_lists.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = {line["imdb_id"]: json.loads(line["genreLabels"]) for line in lines}
    rows = tables.execute(
        """
        select imdb_id, genre_labels from catalog.movies
        where wikidata_id is not null and list_contains(dataset_ids, 'sample-films')
        """
    ).fetchall()
    assert found == dict(rows)
    assert len(lines) == len(found) == 148
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["dataset_id"] == "sample-films" and manifest["films"] == 148
    counted = {file["path"]: file["rows"] for file in manifest["files"]}
    assert counted["cast.csv"] == 162 and counted["topic_lists.csv"] == 148
    assert "CC0" in (folder / "README.md").read_text(encoding="utf-8")
