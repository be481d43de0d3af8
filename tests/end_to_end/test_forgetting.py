"""Who is forgotten is in no file of the warehouse; and what reviewers wrote was never public."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from corate.commands import forget as command
from ingest.columns import quote_identifier
from tests.support.commands import corate, refused
from tests.support.projects import Project, copy_project
from tests.support.public_content import public_tables
from tests.support.sample import Sample

GONE, LEFT = "AZEBRAQUAGGAGNU1", "AOKAPIOKAPIOKAPI"
TEXTS = {
    "reviewText": "wombatwombatwombat is what I wrote",
    "summary": "numbatnumbatnumbat in short",
    "reviewerName": "Bilby Bilbybilbybilby",
}
MARKS = ("wombatwombat", "numbatnumbat", "ilbybilby")


@pytest.fixture(scope="module")
def forgotten(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Reviews of two people, of whom one asked to be forgotten; public was the sample before."""
    folder = tmp_path_factory.mktemp("forgetting")
    project = copy_project(folder / "project")
    shutil.copy(sample.project.published, project.published)
    line = {"dataset_id": "marked", "source": "amazon", "edition": "2014", "title": "Marked"}
    project.add_to_seed("datasets", [line])
    file = folder / "reviews.json"
    with file.open("w", encoding="utf-8") as opened:
        for number, user in enumerate([GONE, LEFT] * 6):
            review = {"reviewerID": user, "asin": f"B00000000{number // 2}", "overall": 4.0}
            review |= {"unixReviewTime": 1400000000 + number * 86400, **TEXTS}
            opened.write(json.dumps(review) + "\n")
    project.ingest("land", "marked", "--from", file)
    project.corate("export", "sample-films-core5", "--format", "sequences", "--to", folder / "x")
    printed = project.corate("forget", "marked", GONE)
    assert "deleted 6 rows of raw.amazon_reviews" in printed
    assert "no copy of marked is known of" in printed
    yield project


def values_with(database: Path, marks: tuple[str, ...]) -> list[str]:
    """The columns of public tables in which a value has one of some texts in it."""
    found = []
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in public_tables(connection):
            columns = [one for one, *_ in connection.execute(f"describe {table}").fetchall()]
            hits = ", ".join(
                "count(*) filter ("
                + " or ".join(
                    f"contains(lower({quote_identifier(one)}::varchar), lower('{mark}'))"
                    for mark in marks
                )
                + ")"
                for one in columns
            )
            counts = connection.execute(f"select {hits} from {table}").fetchall()[0]
            found += [f"{table}.{one}" for one, n in zip(columns, counts, strict=True) if n]
    return found


def test_nobody_finds_the_person(forgotten: Project) -> None:
    assert values_with(forgotten.published, (GONE,)) == []
    assert "catalog.interactions.user_id" in values_with(forgotten.published, (LEFT,))
    for file in (forgotten.published, forgotten.database):
        assert GONE.encode() not in file.read_bytes(), file
        assert LEFT.encode() in file.read_bytes(), file
    counts = "select landed_rows, forgotten_rows from catalog.landings where dataset_id = 'marked'"
    with duckdb.connect(str(forgotten.published), read_only=True) as connection:
        assert connection.execute(counts).fetchall() == [(6, 6)]
        # what was public before is not any more
        assert connection.execute("select dataset_id from catalog.datasets").fetchall() == [
            ("marked",)
        ]


def test_what_reviewers_wrote_is_in_no_public_table(forgotten: Project) -> None:
    """By value, and by the bytes of the file; it is landed, or nothing would be said by that."""
    landed = "select review::varchar from raw.amazon_reviews where dataset_id = 'marked'"
    assert all(mark in text for (text,) in forgotten.rows(landed) for mark in MARKS)
    assert values_with(forgotten.published, MARKS) == []
    assert not any(mark.encode() in forgotten.published.read_bytes() for mark in MARKS)


def test_copies_are_named(forgotten: Project) -> None:
    said = corate("forget", "marked", LEFT, "--dry-run", "--database", forgotten.published)
    assert said.out == "would delete 6 rows of raw.amazon_reviews\n", said
    copies = forgotten.folder / "warehouse.copies.csv"
    (line,) = copies.read_text(encoding="utf-8").splitlines()[1:]
    assert line.endswith("corate export," + str(forgotten.folder.parent / "x") + ",sample-films")


def test_mistakes_are_one_line(forgotten: Project) -> None:
    to = ("--database", forgotten.published)
    assert "nobody is called 'gnu' in marked" in refused("forget", "marked", "gnu", *to).err
    assert "zoo is not landed here" in refused("forget", "zoo", "gnu", *to).err
    nowhere = forgotten.folder / "nowhere.duckdb"
    assert "there is no database" in refused("forget", "zoo", "gnu", "--database", nowhere).err
    assert not nowhere.with_suffix(".work.duckdb").exists()


@pytest.mark.parametrize("ends", ["failed", "not public", "interrupted"])
def test_where_the_build_does_not_end_readers_have_no_file(
    ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(arguments: list[str]) -> int:
        if ends == "interrupted":
            raise KeyboardInterrupt
        return int(ends == "failed")

    monkeypatch.setattr("corate.running.build", build)
    monkeypatch.setenv("CORATE_DATABASE", "")
    public = tmp_path / "shop.duckdb"
    public.write_bytes(b"of before")
    try:
        assert command._build(public) == 1
    except KeyboardInterrupt:
        assert ends == "interrupted"
    assert not public.exists()
