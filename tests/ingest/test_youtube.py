"""Videos of YouTube: records of many lines, empty records, and one file more for each round."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.ingest.conftest import Warehouse

PAGE = [
    "", "watch-title", "y", "watch-view-count", "watch-time-text", "content_watch-info-tag-list",
    "watch7-headline", "watch7-user-header", "watch8-sentiment-actions", "og:image",
    "og:image:width", "og:image:height", "og:description", "og:video:width", "og:video:height",
    "og:video:tag", "channel_link_0",
]  # fmt: skip
IMAGE = "https://i.ytimg.com/vi/{}/hqdefault.jpg"


def page(number: int, title: str, video_id: str, label: str = "") -> list[str]:
    """A record in which the name of the channel spans lines, as on the real pages."""
    return [
        str(number), title, label, "1.234 visualizações", "Publicado em 3 de set. de 2018",
        "Educação", f"\n\n    {title}", "Um canal\n\n\nCarregando...\n    ", "1.234\n\n\n12",
        IMAGE.format(video_id), "1280", "720", "Um, dois\ne \"três\"", "1280.0", "720.0", "tag",
        "/channel/UC0",
    ]  # fmt: skip


def empty(number: int) -> list[str]:
    return [str(number), *[""] * (len(PAGE) - 1)]


def write_csv(path: Path, header: list[str], *rows: list[str]) -> Path:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@pytest.fixture
def listed(datasets_file: Path) -> None:
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write("videos,youtube,2019,,,,,test,,,,,\n")


@pytest.mark.usefixtures("listed")
def test_records_of_many_lines_land_as_delivered(warehouse: Warehouse, delivery: Path) -> None:
    rows = [page(0, "Título, o primeiro", "aaaaaaaaaaa", "0"), empty(1), page(7, "Dois", "b" * 11)]
    file = write_csv(delivery / "raw_data_with_labels.csv", PAGE, *rows)
    assert warehouse.land("videos", file) == 0
    assert [list(row[1:]) for row in warehouse.rows("youtube_videos")] == [
        [value or None for value in row] for row in rows
    ]
    assert [row[0] for row in warehouse.rows("youtube_videos")] == [1, 2, 3]
    assert warehouse.rejected() == []
    assert "no later round of labels" in warehouse.output
    assert warehouse.run("list") == 0
    (line,) = [line for line in warehouse.output.splitlines() if line.startswith("videos ")]
    assert line.split() == ["videos", "youtube", "2019", "3", "test"]


@pytest.mark.usefixtures("listed")
def test_each_round_is_one_file_more(warehouse: Warehouse, delivery: Path) -> None:
    write_csv(delivery / "raw_data_with_labels.csv", PAGE, page(0, "Um", "a" * 11))
    labelled = [*page(0, "Um", "a" * 11, "1"), "0.502"]
    write_csv(delivery / "active_labels1_done.csv", [*PAGE, "p"], labelled)
    queue = [["a" * 11, "Um, dois", "0"], ["b" * 11, "Não visto", ""]]
    write_csv(delivery / "active_labels2_done.csv", ["video_id", "title", "y"], *queue)
    (delivery / "notes.txt").write_text("not a file of the source", encoding="utf-8")
    assert warehouse.land("videos", delivery) == 0
    assert warehouse.query(
        'select source_file, video_id, y, p, "og:image" from raw.youtube_labels order by all'
    ) == [
        ("active_labels1_done.csv", None, "1", "0.502", IMAGE.format("a" * 11)),
        ("active_labels2_done.csv", "a" * 11, "0", None, None),
        ("active_labels2_done.csv", "b" * 11, None, None, None),
    ]


@pytest.mark.usefixtures("listed")
def test_labels_alone_do_not_replace_the_videos(warehouse: Warehouse, delivery: Path) -> None:
    videos = write_csv(delivery / "raw_data_with_labels.csv", PAGE, page(0, "Um", "a" * 11))
    assert warehouse.land("videos", videos) == 0
    landed = warehouse.rows("youtube_videos")
    labels = write_csv(delivery / "active_labels1_done.csv", ["video_id", "y"], ["a" * 11, "1"])
    assert warehouse.land("videos", labels) == 1
    assert "raw_data_with_labels.csv is not beside it" in warehouse.errors
    assert warehouse.rows("youtube_videos") == landed


@pytest.mark.usefixtures("listed")
def test_a_round_that_is_there_twice_is_refused(warehouse: Warehouse, delivery: Path) -> None:
    write_csv(delivery / "raw_data_with_labels.csv", PAGE, page(0, "Um", "a" * 11))
    for folder in ("new", "old"):
        (delivery / folder).mkdir()
        file = delivery / folder / "active_labels1_done.csv"
        write_csv(file, ["video_id", "y"], ["a" * 11, "1"])
    assert warehouse.land("videos", delivery) == 1
    assert "new/active_labels1_done.csv, old/active_labels1_done.csv" in warehouse.errors


@pytest.mark.usefixtures("listed")
def test_something_else_is_refused_by_name(warehouse: Warehouse, delivery: Path) -> None:
    file = write_csv(delivery / "videos.csv", PAGE, page(0, "Um", "a" * 11))
    assert warehouse.land("videos", file) == 1
    assert "looked for raw_data_with_labels.csv and found videos.csv" in warehouse.errors


@pytest.mark.usefixtures("listed")
def test_the_real_files(warehouse: Warehouse, shared_data: Path) -> None:
    """Every field of every record, compared with Python's own CSV reader."""
    folder = shared_data / "youtube"
    assert warehouse.land("videos", folder) == 0
    assert warehouse.rejected() == []
    for table, name, rows in (
        ("youtube_videos", "raw_data_with_labels.csv", 1184),
        ("youtube_labels", "active_labels1_done.csv", 100),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            _, *delivered = csv.reader(file)
        landed = warehouse.query(
            f"select * exclude (dataset_id, source_file, source_row, landed_at) from raw.{table}"
        )
        assert len(landed) == rows
        width = len(delivered[0])
        assert [row[:width] for row in landed] == [
            tuple(value or None for value in row) for row in delivered
        ]
        assert all(value is None for row in landed for value in row[width:])
