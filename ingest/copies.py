"""Copies of a warehouse: a line for each export and publication, in a file beside it.

Who asks to be forgotten is in them, too, and no command reaches them: it can name them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.messages import on_one_line
from ingest.settings import published_path_of, work_path_of

COLUMNS = ("made_at", "made_by", "place", "datasets")


@dataclass(frozen=True)
class Copy:
    """A copy: when it was made last (UTC), by which command, where, and of which datasets."""

    made_at: str
    made_by: str
    place: str
    datasets: tuple[str, ...]


def copies_path(database: Path) -> Path:
    """Where copies of a database are noted, whichever of its two files is named."""
    return (published_path_of(database) or database).with_suffix(".copies.csv")


def note_copy(database: Path, made_by: str, place: str | Path, datasets: Iterable[str]) -> None:
    """Note a copy. Where it cannot be noted, it says so on standard error."""
    if not (database.is_file() or work_path_of(database).is_file()):
        # a copy of a folder, or of what Spark has elsewhere: it is beside no warehouse
        return
    path = copies_path(database)
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    try:
        is_new = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as file:
            lines = csv.writer(file, lineterminator="\n")
            if is_new:
                lines.writerow(COLUMNS)
            lines.writerow((now, made_by, place, " ".join(sorted(datasets))))
    except OSError as error:
        said = f"{place} is not noted in {path} ({error.strerror}): `forget` will not name it"
        print(on_one_line(said), file=sys.stderr)


def copies_of(database: Path, dataset_id: str) -> list[Copy]:
    """The copies of a dataset that are noted, the last of each place; none that is gone."""
    path = copies_path(database)
    if not path.is_file():
        return []
    last: dict[str, Copy] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            datasets = tuple((line.get("datasets") or "").split(" "))
            place = line.get("place") or ""
            last[place] = Copy(line["made_at"], line.get("made_by") or "", place, datasets)
    return [
        one
        for one in last.values()
        if dataset_id in one.datasets and ("://" in one.place or Path(one.place).exists())
    ]
