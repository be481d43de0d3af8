"""The command: the same bytes again, replacing, and errors that leave nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exports.conftest import FILMS, FORMATS, ExportedProject


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert found
    return found


@pytest.mark.parametrize("layout", FORMATS)
def test_again_gives_the_same_bytes_with_another_number_of_threads(
    exported_project: ExportedProject, layout: str
) -> None:
    again = exported_project.root / "again" / layout
    assert contents(again) == contents(exported_project.export(FILMS, layout))


def test_wikidata_again_gives_the_same_bytes(exported_project: ExportedProject) -> None:
    assert exported_project.outcomes["wikidata"].success
    written = contents(exported_project.root / "exports" / "sample-films" / "wikidata")
    assert contents(exported_project.root / "again" / "wikidata") == written
    assert set(written) == {
        "README.md", "manifest.json", "cast.csv", "genre.csv", "topic.csv",
        "cast_lists.csv", "genre_lists.csv", "topic_lists.csv",
    }  # fmt: skip


def test_overwrite_replaces_the_folder_as_a_whole(exported_project: ExportedProject) -> None:
    assert exported_project.outcomes["first"].success
    assert exported_project.outcomes["replaced"].success
    expected = contents(exported_project.export(FILMS, "sequences"))
    assert contents(exported_project.root / "twice") == expected


def test_an_empty_folder_may_be_the_target(exported_project: ExportedProject) -> None:
    assert exported_project.outcomes["into empty"].success
    expected = contents(exported_project.export(FILMS, "sequences"))
    assert contents(exported_project.root / "empty-folder") == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing built", "there is no table benchmarks.recipes to export from: run `dbt build`"),
        ("refused", "exists and is not empty: give another folder as `to`, or `overwrite: true`"),
        ("foreign", "holds files that are not of an export"),
        ("file", "dbt_project.yml is a file: give the name of a folder as `to`"),
        ("under a file", "profiles.yml is a file, so that "),
        ("unknown recipe", "there is no recipe 'o'clock'. Of landed datasets there are: "),
        ("not landed", "is not landed: run `python -m ingest land movielens-1m` and `dbt build`"),
        ("empty", "the benchmark of recipe 'movielens-latest-small-core5' is empty"),
        ("unknown format", "there is no format 'xml': take one of sequences, recbole, parquet"),
        ("no format", "export needs recipe_id and format: dbt run-operation export --args"),
        ("no recipe", "export needs recipe_id and format: dbt run-operation export --args"),
        ("no arguments", "export needs recipe_id and format: dbt run-operation export --args"),
        ("overwrite as text", 'overwrite is true or false, not "no!"'),
        ("wikidata not built", "there is no table catalog.wikidata_items to export from: run `dbt"),
        ("wikidata refused", "exists and is not empty: give another folder as `to`"),
        ("wikidata of a recipe", "format wikidata is not of a recipe: leave recipe_id out"),
        ("wikidata of nothing", "there is no landed dataset 'o'clock' with IMDb ids. There are: "),
        ("wikidata not asked", "run `python -m ingest wikidata` and `dbt build`"),
        ("dataset of a recipe", "dataset_id goes with format wikidata only"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    exported_project: ExportedProject, name: str, message: str
) -> None:
    outcome = exported_project.outcomes[name]
    assert not outcome.success
    headline, explanation, *_ = outcome.error.splitlines()
    assert headline.startswith("Encountered an error while running operation")
    assert message in explanation


def test_errors_leave_nothing_behind(exported_project: ExportedProject, project_root: Path) -> None:
    root = exported_project.root
    assert not (root / "bad").exists()
    assert not (root / "unbuilt").exists()
    assert not list(root.rglob("*.unfinished-*"))
    assert not list(root.rglob("*.replaced-*"))
    for name in ("profiles.yml", "dbt_project.yml"):
        assert (root / name).read_bytes() == (project_root / name).read_bytes()
    assert {path.name for path in (root / "seeds").iterdir()} == {
        path.name for path in (project_root / "seeds").iterdir()
    }
    expected = contents(exported_project.export(FILMS, "parquet"))
    assert contents(root / "again" / "parquet") == expected
