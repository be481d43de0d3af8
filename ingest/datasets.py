"""The list of datasets, seeds/datasets.csv: one row a dataset edition."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IngestError, UsageError

NAME_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]*")

COLUMNS = ("dataset_id", "source", "edition", "url", "checksum", "bytes", "licence")
"""Columns that landing cannot do without."""

FACTS = ("rating_min", "rating_max", "interactions", "users")
"""Columns by which landing checks what it reads; a list without one is as if it were blank."""


@dataclass(frozen=True)
class Dataset:
    """A row of seeds/datasets.csv, as far as landing reads it.

    urls: where its files are: addresses, or paths from the project's root for our own samples.
    checksum: `md5:` or `sha256:` and hexadecimal digits, or empty where none is published.
    size: bytes of the download, None where unknown.
    rating_min, rating_max: its scale of ratings, None where there is none or it is not known.
    interactions, users: what its files hold as published, None where it is not known.
    """

    dataset_id: str
    source: str
    edition: str
    urls: tuple[str, ...]
    checksum: str
    size: int | None
    licence: str
    rating_min: float | None = None
    rating_max: float | None = None
    interactions: int | None = None
    users: int | None = None


def read_datasets(path: Path) -> dict[str, Dataset]:
    """The listed datasets by id, in the order of the file.

    Raises IngestError where the file is missing or is no CSV in UTF-8, and where a line is wrong,
    naming the line.
    """
    try:
        # a spreadsheet may begin a file in UTF-8 with a byte order mark
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise IngestError(f"{path.name} has no column {', '.join(missing)}")
            datasets: dict[str, Dataset] = {}
            for row in reader:
                dataset = _dataset(row, f"{path.name} line {reader.line_num}")
                if dataset.dataset_id in datasets:
                    raise IngestError(
                        f"{path.name} line {reader.line_num}: {dataset.dataset_id} is listed twice"
                    )
                datasets[dataset.dataset_id] = dataset
            return datasets
    except FileNotFoundError as error:
        raise IngestError(
            f"the list of datasets is missing: {path.parent.name}/{path.name} in the project"
        ) from error
    except UnicodeDecodeError as error:
        raise IngestError(
            f"{path.name} is not in UTF-8: save it as CSV in UTF-8, with commas"
        ) from error
    except csv.Error as error:
        raise IngestError(
            f"{path.name} cannot be read as CSV ({error}): look for a quote that is never closed, "
            "or save it again as CSV in UTF-8, with commas"
        ) from error


def _dataset(row: Mapping[str, str | None], where: str) -> Dataset:
    value = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *FACTS)}
    if not NAME_PATTERN.fullmatch(value["dataset_id"]):
        raise IngestError(f"{where}: dataset_id '{value['dataset_id']}' is not a usable name")
    if value["checksum"] and not re.fullmatch(
        r"(md5:[0-9a-f]{32}|sha256:[0-9a-f]{64})", value["checksum"]
    ):
        raise IngestError(f"{where}: checksum must be md5:… or sha256:… in lower case, or blank")
    urls = tuple(value["url"].split())
    if len(urls) > 1 and (value["checksum"] or value["bytes"]):
        raise IngestError(f"{where}: checksum and bytes can only be given for one url")
    return Dataset(
        dataset_id=value["dataset_id"],
        source=value["source"],
        edition=value["edition"],
        urls=urls,
        checksum=value["checksum"],
        size=_whole_number(value, "bytes", where),
        licence=value["licence"],
        rating_min=_number(value, "rating_min", where),
        rating_max=_number(value, "rating_max", where),
        interactions=_whole_number(value, "interactions", where),
        users=_whole_number(value, "users", where),
    )


def _whole_number(value: Mapping[str, str], column: str, where: str) -> int | None:
    text = value[column]
    if text and not re.fullmatch("[0-9]+", text):
        raise IngestError(f"{where}: {column} must be a whole number or blank")
    return int(text) if text else None


def _number(value: Mapping[str, str], column: str, where: str) -> float | None:
    text = value[column]
    if text and not re.fullmatch("-?[0-9]+([.][0-9]+)?", text):
        raise IngestError(f"{where}: {column} must be a number or blank")
    return float(text) if text else None


def check_name(name: str) -> None:
    """Raise UsageError for a name that no dataset may have."""
    if not NAME_PATTERN.fullmatch(name):
        raise UsageError(
            f"'{name}' cannot name a dataset: use lower-case letters, digits, '.', '_' and '-', "
            "and begin with a letter or a digit"
        )


def unknown_dataset(name: str, datasets: Mapping[str, Dataset]) -> UsageError:
    """The error for a dataset that is not listed, with close names and what to do."""
    close = difflib.get_close_matches(name, list(datasets), n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    return UsageError(
        f"'{name}' is not in seeds/datasets.csv.{hint} `python -m ingest list` shows what is; "
        f"to bring your own: land {name} --from FILE --user COLUMN --item COLUMN"
    )
