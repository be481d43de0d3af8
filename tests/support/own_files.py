"""Ratings made up in a test, landed as a user lands a file of their own."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from ingest.cli import main as ingest
from tests.support.projects import Project


def protocol_line(protocol_id: str, datasets: str, **cells: object) -> dict[str, object]:
    """A line of seeds/protocols.csv without core and split, but for the cells that are named."""
    line: dict[str, object] = {"core_scope": "none", "split": "none"}
    return {"protocol_id": protocol_id, "datasets": datasets, **line, **cells}


def land_ratings(
    project: Project, dataset_id: str, ratings: Sequence[tuple[str, str, float | None, int]]
) -> None:
    """Land (user, item, rating, unix seconds); no rating column where the first rating is None."""
    file = project.folder / f"{dataset_id}.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["u", "i", "r", "t"])
        writer.writerows([u, i, "" if r is None else r, t] for u, i, r, t in ratings)
    columns = ("--user", "u", "--item", "i", "--time", "t")
    rating = () if ratings[0][2] is None else ("--rating", "r", "--empty-rating", "keep")
    where = ("--from", str(file), "--database", str(project.database), "--quiet")
    # in this process, which need not start Python for each
    assert ingest(["land", dataset_id, *where, *columns, *rating]) == 0
