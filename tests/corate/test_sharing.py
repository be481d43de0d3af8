"""A benchmark that is handed on: what is said of it, whether it is the same, other formats."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import mlcroissant
import pandas as pd
import pytest
import yaml

from corate.exports.benchmarks import LAYOUTS, Benchmark, Further, _cells, _tokens
from corate.exports.croissant import croissant_of
from corate.exports.descriptions import readme_of_benchmark
from corate.folders import CITATION, CROISSANT, MANIFEST, README
from ingest import VERSION
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
    assert manifest_of(folder)["made_with"] == {"corate": VERSION, "duckdb": duckdb.__version__}


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


@pytest.mark.parametrize(
    ("licence", "head"),
    [
        (None, {"license": "unknown"}),
        ("CC BY-SA 4.0", {"license": "cc-by-sa-4.0"}),
        ('ask: "us"\nfirst', {"license": "other", "license_name": 'ask: "us"\nfirst'}),
    ],
)
def test_a_card_names_the_licence_as_the_hub_does(
    licence: str | None, head: dict[str, str]
) -> None:
    dataset: dict[str, Any] = dict.fromkeys(("edition", "url", "citation"), "one\n# two")
    dataset |= {"dataset_id": "d", "title": "# T", "licence": licence}
    dataset |= {"redistribution": None, "research_only": True, "attribution": "required"}
    recipe: dict[str, Any] = defaultdict(lambda: None, recipe_id="ours")
    card = readme_of_benchmark(Benchmark(recipe, dataset, [], [], []), "parquet", [])
    _, front, text = card.split("---\n", 2)
    found = yaml.safe_load(front)
    assert {name: value for name, value in found.items() if name.startswith("license")} == head
    assert found["pretty_name"] == "ours of # T"
    # what others wrote makes no lines of its own
    assert "\n- citation: one\\n# two\n" in text
    terms = ("- redistribution: not stated", "- research only: yes", "- attribution: required")
    assert "\n" + "\n".join(terms) + "\n" in text
    benchmark = Benchmark(recipe, dataset, [], [], [])
    assert croissant_of(benchmark, "parquet", [])["usageInfo"] == (
        "No licence says whether it may be passed on: d; "
        "For research alone: commercial use needs the owner's permission: d; "
        "The owner must be named: d"
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


def test_what_is_said_of_it_is_compared(database: Path, exports: Exports, tmp_path: Path) -> None:
    folder = altered(exports, tmp_path)
    for name in (README, CITATION, CROISSANT):
        (folder / name).write_text("another licence")
    (folder / "model.bin").write_text("mine")
    (folder / "more").mkdir()
    (folder / "more" / "train.txt").symlink_to("/etc/hostname")
    assert differences(folder, database) == [
        "README.md differs",
        "citation.bib differs",
        "croissant.json differs",
        "model.bin is not of the export",
        "more/train.txt is not of the export",
    ]


def rewritten(folder: Path, **parts: object) -> None:
    """The manifest with other parts; nothing else in the folder is changed."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    text = json.dumps(manifest | parts, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def test_another_protocol_is_told(database: Path, exports: Exports, tmp_path: Path) -> None:
    """As a colleague has it whose line of the protocol, or edition of the dataset, is another."""
    folder = altered(exports, tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    train, *others = manifest["splits"]
    rewritten(
        folder,
        recipe=manifest["recipe"] | {"core_users": 7},
        dataset=manifest["dataset"] | {"edition": "other"},
        splits=[train | {"fingerprint": "0123456789abcdef", "interactions": 12}, *others],
    )
    assert differences(folder, database) == [
        "core_users is 7 there, 4 here",
        "edition is other there, sample here",
        "train has other events: 12 there, 10,420 here",
        "manifest.json differs",
    ]


def test_other_versions_are_told(database: Path, exports: Exports, tmp_path: Path) -> None:
    """The events are the same, and the bytes may be others."""
    folder = altered(exports, tmp_path)
    rewritten(folder, made_with={"corate": "0.0.1", "duckdb": "1.9"})
    printed = corate("verify", folder, "--database", database)
    assert (printed.code, printed.out.splitlines()) == (
        1,
        [
            "manifest.json differs",
            f"it was made with corate 0.0.1 and duckdb 1.9, this is corate {VERSION} and "
            f"duckdb {duckdb.__version__}",
            f"{folder} says that it has the events of {FILMS}, and is as it was exported; other "
            "versions may write other bytes, so that its files were not compared",
        ],
    )


def test_an_export_of_an_older_release_is_compared(
    database: Path, exports: Exports, tmp_path: Path
) -> None:
    folder = altered(exports, tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["made_with"], manifest["attrition"], manifest["described"]
    manifest["files"] = [
        {name: file[name] for name in ("path", "rows", "holds")} for file in manifest["files"]
    ]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    for name in (CITATION, CROISSANT):
        (folder / name).unlink()
    printed = corate("verify", folder, "--database", database)
    assert printed.code == 1
    assert "it was made with an older release, this is corate " in printed.out
    assert "citation.bib is missing" in printed.out
    assert printed.out.endswith("so that its files were not compared\n")


def test_other_versions_excuse_no_change(database: Path, exports: Exports, tmp_path: Path) -> None:
    for change in ("taken", "put", "written"):
        folder = altered(exports, tmp_path / change)
        rewritten(folder, made_with={"corate": "0.0.1", "duckdb": "1.9"})
        if change == "taken":
            (folder / "users.tsv").unlink()
        elif change == "put":
            (folder / "theirs.txt").touch()
        else:
            with (folder / "users.tsv").open("a") as file:
                file.write("9\t9\n")
        printed = corate("verify", folder, "--database", database)
        assert printed.code == 1
        assert printed.out.endswith(f"{folder} is not the {FILMS} of this warehouse\n"), printed


def test_a_manifest_leads_nowhere_else(database: Path, exports: Exports, tmp_path: Path) -> None:
    folder = altered(exports, tmp_path)
    files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    rewritten(folder, files=[*files, {"path": "../../../../etc/hostname", "sha256": "00"}])
    assert differences(folder, database) == [
        "'../../../../etc/hostname' is said to be there, and is not written here",
        "manifest.json differs",
    ]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("dataset", ["a", "list"]),
        ("dataset", None),
        ("splits", None),
        ("splits", [{"split": "train"}]),
        ("splits", [{"split": "train", "fingerprint": "0", "interactions": "many"}]),
        ("splits", [{"split": "train", "fingerprint": "0", "interactions": 10**400}]),
        ("made_with", ["duckdb"]),
        ("made_with", "duckdb"),
        ("files", [{"path": 7}]),
        ("recipe", {"recipe_id": 7}),
        ("described", 7),
    ],
)
def test_a_manifest_that_says_something_else_is_told(
    database: Path, exports: Exports, tmp_path: Path, part: str, said: object
) -> None:
    folder = altered(exports, tmp_path)
    rewritten(folder, **{part: said})
    printed = refused("verify", folder, "--database", database)
    assert "holds no benchmark that `python -m corate export` has written" in printed.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "manifest.json cannot be read: No such file or directory"),
        ("{", "holds no benchmark that `python -m corate export` has written"),
        ("[]", "holds no benchmark"),
        ('{"made_by": "corate export", "format": "wikidata", "files": []}', "holds no benchmark"),
        ("[" * 100_000, "holds no benchmark"),
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
    # one that is not there, or cannot be written so, stops all before the first is written
    (tmp_path / "none").mkdir()
    at = ("--to", tmp_path / "none", *to[2:])
    refused("export", FILMS, "nothing", *options, *at)
    refused("export", FILMS, "sample-films-core5", "--format", "recbole-sequential", *at)
    assert list((tmp_path / "none").iterdir()) == []
    # so does a folder that may not be written
    theirs = tmp_path / "none" / WITH_ODD_IDS / "parquet" / "theirs.txt"
    theirs.parent.mkdir(parents=True)
    theirs.touch()
    assert (
        f"{theirs.parent} exists and is not empty" in refused("export", *recipes, *options, *at).err
    )
    assert [path for path in (tmp_path / "none").rglob("*") if path.is_file()] == [theirs]
    # and an export is not mixed with others
    inside = ("--to", tmp_path / FILMS / "sequences", *to[2:])
    assert "holds an export, and several" in refused("export", *recipes, *options, *inside).err


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
        for kind in ("user", "item"):
            lists = pd.read_parquet(exports.export(FILMS, layout) / f"{kind}s.parquet")
            assert set(ours[f"{kind}_id"]) <= set(lists[f"{kind}_id"])
            assert f"raw_{kind}_id" in lists.columns
        assert (ours.to_numpy() == plain.to_numpy()).all()


def test_columns_of_ones_own_keep_apart() -> None:
    """By names that DuckDB, which knows no case, and RecBole, which knows no blank, tell apart."""
    names = ("Brand", "brand", "title", "own_title", "a b", "a_b")
    columns = [Further("item", name, has_several=False) for name in names]
    for found in (_cells(columns, "table"), _tokens(columns)):
        told = [name.partition(":")[0].lower() for name in found]
        assert len(set(told)) == len(names), told
        assert all(":" not in name or name.endswith(":token") for name in found)
    assert {*_cells(columns, "table")} == {
        *("Brand", "brand_", "own_title", "own_title_", "a b", "a_b")
    }


def test_overwriting_leaves_what_others_put_there(database: Path, tmp_path: Path) -> None:
    """A file that this export does not write, though others do."""
    at = ("--to", tmp_path / "films", "--database", database)
    command = ("export", "--format", "wikidata", "--dataset", "sample-films", *at)
    assert corate(*command).code == 0
    (tmp_path / "films" / CITATION).write_text("mine")
    assert "holds what is not of the export" in refused(*command, "--overwrite").err
    assert (tmp_path / "films" / CITATION).read_text() == "mine"
