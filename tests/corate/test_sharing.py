"""A benchmark that is handed on: what is said of it, whether it is the same, other formats."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import duckdb
import mlcroissant
import pandas as pd
import pytest

from corate import __version__
from corate.exports.benchmarks import LAYOUTS
from corate.folders import CITATION, CROISSANT, MANIFEST, README
from tests.corate.conftest import FILMS, Exports
from tests.support.commands import corate, refused

WITH_ODD_IDS = "odd-ids-split"


def manifest_of(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("recipe_id", [FILMS, WITH_ODD_IDS])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_checksums_are_those_of_the_files(exports: Exports, recipe_id: str, layout: str) -> None:
    folder = exports.export(recipe_id, layout)
    files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    for file in files:
        content = (folder / file["path"]).read_bytes()
        assert file["bytes"] == len(content)
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    described = {README, MANIFEST, CROISSANT, CITATION}
    assert there == described | {file["path"] for file in files}
    assert manifest_of(folder)["made_with"] == {"corate": __version__, "duckdb": duckdb.__version__}


@pytest.mark.parametrize("recipe_id", [FILMS, WITH_ODD_IDS])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_croissant_reads_the_files(exports: Exports, recipe_id: str, layout: str) -> None:
    folder = exports.export(recipe_id, layout)
    files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    found = mlcroissant.Dataset(folder / CROISSANT)
    assert found.metadata.issues.errors == set()
    assert found.metadata.name == recipe_id
    tables = [file for file in files if file["kind"] != "lines"]
    assert len(found.metadata.record_sets) == len(tables) > 0
    for record_set, file in zip(found.metadata.record_sets, tables, strict=True):
        fields = [field.name for field in record_set.fields]
        assert fields == list(file["columns"])
    # pandas guesses what an odd id is, and takes quotes for its own
    if recipe_id == FILMS:
        for record_set, file in zip(found.metadata.record_sets, tables, strict=True):
            assert sum(1 for _ in found.records(record_set.uuid)) == file["rows"]


def test_a_citation_is_bibtex(exports: Exports) -> None:
    text = (exports.export(FILMS, "parquet") / CITATION).read_text(encoding="utf-8")
    assert re.findall(r"^@misc\{([^,]+),$", text, re.MULTILINE) == ["sample-films", FILMS]
    assert text.count("{") == text.count("}")
    splits = json.loads((exports.export(FILMS, "parquet") / MANIFEST).read_text())["splits"]
    assert all(split["fingerprint"] in text for split in splits)


def test_what_is_of_tex_is_text() -> None:
    from corate.exports.descriptions import _as_bibtex

    assert _as_bibtex(r"100 % of {a_b} & #1 \~") == (
        r"100 \% of (a\_b) \& \#1 {\textbackslash}{\textasciitilde}"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_folder_is_that_of_the_warehouse(database: Path, exports: Exports, layout: str) -> None:
    folder = exports.export(WITH_ODD_IDS, layout)
    printed = corate("verify", folder, "--database", database)
    assert printed.code == 0, printed
    assert printed.out.endswith(f"is the {WITH_ODD_IDS} of this warehouse, to the byte\n")


def altered(exports: Exports, tmp_path: Path, layout: str = "sequences") -> Path:
    return Path(shutil.copytree(exports.export(FILMS, layout), tmp_path / "theirs"))


def differences(folder: Path, database: Path) -> list[str]:
    printed = corate("verify", folder, "--database", database)
    assert (printed.code, printed.err) == (1, ""), printed
    assert printed.out.endswith(f"{folder} is not the {FILMS} of this warehouse\n")
    return printed.out.splitlines()[:-1]


def test_one_event_more_is_told(database: Path, exports: Exports, tmp_path: Path) -> None:
    folder = altered(exports, tmp_path)
    with (folder / "train.txt").open("a") as file:
        file.write("1 2 3\n")
    assert differences(folder, database) == [
        "train.txt was changed after it was exported",
        "train.txt differs",
    ]
    (folder / "train.txt").unlink()
    assert differences(folder, database) == ["train.txt is missing"]


def test_another_protocol_is_told(database: Path, exports: Exports, tmp_path: Path) -> None:
    """As a colleague has it whose line of the protocol, or edition of the dataset, is another."""
    folder = altered(exports, tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["recipe"]["core_users"] = 7
    manifest["dataset"]["edition"] = "other"
    manifest["splits"][0] |= {"fingerprint": "0123456789abcdef", "interactions": 12}
    manifest["made_with"]["duckdb"] = "1.9"
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert differences(folder, database) == [
        "core_users is 7 there, 4 here",
        "edition is other there, sample here",
        "train has other events: 12 there, 10,420 here",
    ]
    (folder / "valid.txt").write_text("1 2 3\n")
    assert differences(folder, database)[-2:] == [
        "valid.txt differs",
        f"it was made with corate {__version__} and duckdb 1.9, this is corate {__version__} and "
        f"duckdb {duckdb.__version__}",
    ]


def test_an_export_of_an_older_release_is_compared(
    database: Path, exports: Exports, tmp_path: Path
) -> None:
    folder = altered(exports, tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["made_with"], manifest["attrition"]
    manifest["files"] = [
        {name: file[name] for name in ("path", "rows", "holds")} for file in manifest["files"]
    ]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert corate("verify", folder, "--database", database).code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "manifest.json cannot be read: No such file or directory"),
        ("{", "holds no benchmark that `python -m corate export` has written"),
        ("[]", "holds no benchmark"),
        ('{"made_by": "corate export", "format": "wikidata", "files": []}', "holds no benchmark"),
        ('{"made_by": "me", "format": "parquet", "recipe": {"recipe_id": "r"}}', "no benchmark"),
    ],
)
def test_what_is_no_export_is_told(
    database: Path, tmp_path: Path, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / MANIFEST).write_text(text)
    assert message in refused("verify", tmp_path, "--database", database).err


def test_a_recipe_that_is_not_here_is_told(
    database: Path, exports: Exports, tmp_path: Path
) -> None:
    folder = altered(exports, tmp_path)
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace(f'"{FILMS}"', '"elsewhere"'), encoding="utf-8")
    said = refused("verify", folder, "--database", database).err
    assert "there is no recipe 'elsewhere'. There are: " in said


def test_several_at_once(database: Path, exports: Exports, tmp_path: Path) -> None:
    """Each as it is alone; what is named twice is written once."""
    recipes, formats = (FILMS, WITH_ODD_IDS, FILMS), ("sequences", "parquet", "sequences")
    options = [word for form in formats for word in ("--format", form)]
    to = ("--to", tmp_path, "--database", database)
    printed = corate("export", *recipes, *options, *to)
    assert printed.code == 0 and printed.out.count("exported ") == 4, printed
    for recipe_id in (FILMS, WITH_ODD_IDS):
        for form in ("sequences", "parquet"):
            ours, alone = tmp_path / recipe_id / form, exports.export(recipe_id, form)
            assert (ours / MANIFEST).read_bytes() == (alone / MANIFEST).read_bytes()
    # one that is not there stops all before the first is written
    (tmp_path / "none").mkdir()
    refused("export", FILMS, "nothing", *options, "--to", tmp_path / "none", *to[2:])
    assert list((tmp_path / "none").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((FILMS, "--format", "csv"), "--format csv is none of recipes: take sequences, torch, "),
        (
            ("--table", "catalog.items", "--format", "recbole"),
            "--format recbole is none of tables: take csv, parquet",
        ),
        ((FILMS, "--table", "catalog.items", "--format", "parquet"), "are two exports"),
        (("--table", "catalog.items", "--format", "wikidata"), "goes alone"),
        (("--format", "wikidata", "--format", "parquet"), "goes alone"),
        (
            ("sample-films-core5", "--format", "recbole-sequential"),
            "sample-films-core5 holds nothing out",
        ),
    ],
)
def test_what_does_not_fit_is_told(
    database: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    to = ("--to", tmp_path / "no", "--database", database)
    assert message in refused("export", *arguments, *to).err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("recipe_id", [FILMS, WITH_ODD_IDS])
def test_parts_begin_where_torch_says(
    exports: Exports, tables: duckdb.DuckDBPyConnection, recipe_id: str
) -> None:
    file = exports.export(recipe_id, "torch") / "histories.txt"
    found: dict[tuple[int, str], list[int]] = {}
    for line in file.read_text().splitlines():
        user, valid, test, *items = map(int, line.split())
        assert min(items) >= 1
        parts = {"train": items[:valid], "valid": items[valid:test], "test": items[test:]}
        found |= {(user, name): part for name, part in parts.items() if part}
    lists = tables.execute(
        """
        select user_index, split, list(item_index order by rated_at, source_row)
        from benchmarks.interactions where recipe_id = ? group by all
        """,
        [recipe_id],
    ).fetchall()
    assert found == {(user, split): items for user, split, items in lists}


def test_histories_stand_beside_the_targets_for_recbole(exports: Exports) -> None:
    """The same targets, one by one, as the format that needs no reader."""
    folder = exports.export(FILMS, "recbole-sequential")
    for split in ("train", "valid", "test"):
        lines = (folder / FILMS / f"{FILMS}.{split}.inter").read_text().splitlines()
        assert lines[0] == "user_id:token\titem_id_list:token_seq\titem_id:token"
        plain = (exports.export(FILMS, "sequences") / f"{split}.txt").read_text().splitlines()
        assert [line.replace("\t", " ") for line in lines[1:]] == plain


def test_genres_are_with_the_items(exports: Exports, tables: duckdb.DuckDBPyConnection) -> None:
    genres = {
        item: names
        for item, names in tables.execute(
            """
            select item_id, list(genre order by genre) from catalog.item_genres
            where dataset_id = 'sample-films' group by 1
            """
        ).fetchall()
    }
    items = pd.read_parquet(exports.export(FILMS, "parquet") / "items.parquet")
    assert len(items) > 100
    for item, names in zip(items["item_id"], items["genres"], strict=True):
        assert list([] if names is None else names) == genres.get(item, [])
    file = exports.export(FILMS, "recbole") / FILMS / f"{FILMS}.item"
    header, first, *_ = file.read_text(encoding="utf-8").splitlines()
    assert header.split("\t")[-1] == "genres:token_seq"
    assert first.split("\t")[-1] == " ".join(
        name.replace(" ", "_") for name in genres[items.item_id[0]]
    )


@pytest.mark.parametrize(
    ("layout", "columns"),
    [
        ("rectools", ["user_id", "item_id", "weight", "datetime"]),
        ("replay", ["user_id", "item_id", "rating", "timestamp"]),
        ("lenskit", ["user_id", "item_id", "rating", "timestamp"]),
    ],
)
def test_libraries_find_their_columns(exports: Exports, layout: str, columns: list[str]) -> None:
    for split in ("train", "valid", "test"):
        ours = pd.read_parquet(exports.export(FILMS, layout) / f"{split}.parquet")
        plain = pd.read_parquet(exports.export(FILMS, "parquet") / split)
        assert list(ours.columns) == columns
        assert (ours.to_numpy() == plain.to_numpy()).all()
