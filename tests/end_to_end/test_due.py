"""What `corate build` asks before it starts dbt: it must say of every change that it is due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from corate.due import Due, what_is_due
from ingest.cli import main as ingest
from tests.support.projects import copy_files
from tests.support.sample import Sample

ANSWER = (
    '{"kind": "genre", "imdb_ids": ["tt0000001"], "query": null, "endpoint": null,'
    ' "answered_at": "2026-01-01T00:00:00Z",'
    ' "answer": {"head": {"vars": ["imdb_id", "item", "itemLabel", "genre",'
    ' "genreLabel"]}, "results": {"bindings": []}}}\n'
)


class Built:
    """The sample, built; a copy, to be changed."""

    def __init__(self, sample: Sample, folder: Path) -> None:
        self.folder = copy_files(folder / "project").folder
        self.public = self.folder / "warehouse.duckdb"
        self.work = self.folder / "warehouse.work.duckdb"
        for file, source in (
            (self.public, sample.project.published),
            (self.work, sample.project.database),
        ):
            file.write_bytes(source.read_bytes())

    def ingest(self, *arguments: str | Path) -> None:
        """Run a command of ingest in this process."""
        assert ingest([*map(str, arguments), "--database", str(self.public)]) == 0

    def execute(self, statement: str) -> None:
        """Change the work file by hand."""
        with duckdb.connect(str(self.work)) as connection:
            connection.execute(statement)

    def due(self) -> Due:
        return what_is_due(self.work, self.public)


@pytest.fixture
def built(sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    found = Built(sample, tmp_path)
    # addresses of the sample are relative
    monkeypatch.chdir(found.folder)
    return found


def land_answers(built: Built) -> None:
    file = built.folder / "answers.jsonl"
    file.write_text(ANSWER, encoding="utf-8")
    built.ingest("wikidata", "--from", file)


def land_other_rows(built: Built) -> None:
    ratings = built.folder / "sample" / "films" / "ratings.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines(keepends=True)
    ratings.write_text("".join(lines[:-1]), encoding="utf-8")
    built.ingest("land", "sample-films", "--from", ratings.parent)


def land_one_more(built: Built) -> None:
    file = built.folder / "shop.csv"
    file.write_text("u1,i1\nu2,i1\n", encoding="utf-8")
    built.ingest("land", "shop", "--from", file, "--user", "1", "--item", "2")


CHANGES: dict[str, tuple[Callable[[Built], None], str]] = {
    "answers of Wikidata": (land_answers, "source:wikidata.wikidata_answers+"),
    "other rows": (land_other_rows, "source:movielens.movielens_ratings+"),
    "one more dataset": (land_one_more, "source:interactions.interactions+"),
    "a dataset that is gone": (
        lambda built: built.ingest("remove", "sample-videos"),
        "source:youtube.youtube_videos+",
    ),
    "a table that somebody dropped": (
        lambda built: built.execute("drop table benchmarks.fingerprints"),
        "benchmarks__fingerprints+",
    ),
    "a view that somebody dropped": (
        lambda built: built.execute("drop view catalog.items"),
        "catalog__items+",
    ),
    "a table that a build did not end with": (
        lambda built: built.execute(
            "update versions.partitions set made_from = '' where node = 'model.corate.int_core'"
        ),
        "int_core+",
    ),
}


def test_nothing_is_due_after_a_build(built: Built) -> None:
    assert built.due() == Due(None)
    # the same again, at another hour
    built.ingest("wikidata", "--from", built.folder / "sample" / "wikidata" / "answers.jsonl")
    assert built.due() == Due(None)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_due(built: Built, change: str) -> None:
    make_it, selector = CHANGES[change]
    make_it(built)
    arguments = built.due().arguments
    assert arguments is not None and selector in arguments


def test_a_file_for_readers_that_is_gone_is_made_again(built: Built) -> None:
    built.public.unlink()
    assert built.due().arguments == ("--select", "catalog__builds")


@pytest.mark.parametrize("lost", ["work file", "code"])
def test_what_is_not_known_is_all_due(built: Built, lost: str) -> None:
    if lost == "work file":
        built.work.unlink()
    else:
        built.execute("update versions.project set code = 'another'")
    assert built.due() == Due(())


def test_a_line_of_ones_own_is_due(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    own = built.folder / "own"
    own.mkdir()
    monkeypatch.setenv("CORATE_OWN", str(own))
    assert built.due().arguments is None
    (own / "protocols.csv").write_text("protocol_id\nmine\n", encoding="utf-8")
    assert built.due() == Due()


def test_what_is_not_selected_is_not_due(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is public without it is not published again."""
    built.execute(
        "update versions.partitions set made_from = 'another'"
        " where node = 'model.corate.int_core' and partition = 'sample-films-core10'"
    )
    assert built.due().arguments == (*("--select", "int_core+", "--indirect-selection", "eager"),)
    monkeypatch.setenv("CORATE_RECIPES", "sample-reviews-*")
    assert built.due().arguments == ("--select", "catalog__builds")
    built.execute(
        "update versions.published set content_version = content_version"
        " || ' without sample-films-core10'"
    )
    assert built.due() == Due(None, left_out=("sample-films-core10",))
    monkeypatch.setenv("CORATE_RECIPES", "sample-reviews-* nope")
    assert built.due().unknown == ("nope",)
