"""The list of datasets, seeds/datasets.csv: one row a dataset edition."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.checksums import Expected
from ingest.errors import IngestError, UsageError

CHECKSUM = re.compile(r"md5:[0-9a-f]{32}|sha256:[0-9a-f]{64}")
NAME_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]*")

COLUMNS = ("dataset_id", "source", "edition", "url", "checksum", "bytes", "licence")
"""Columns that landing cannot do without."""

FACTS = ("mirrors", "rating_min", "rating_max", "interactions", "users")
"""Columns that tell more of a dataset; a list without one is as if it were blank."""


@dataclass(frozen=True)
class Dataset:
    """A row of seeds/datasets.csv, as far as landing reads it.

    urls: where its files are: addresses, or paths from the project's root for our own samples.
    checksums: of each url, `md5:` or `sha256:` and hexadecimal digits; none where not published.
    sizes: bytes of each url; none where unknown.
    rating_min, rating_max: its scale of ratings, None where there is none or it is not known.
    interactions, users: what its files hold as published, None where it is not known.
    mirrors: other addresses at which the one file of the first lies.
    """

    dataset_id: str
    source: str
    edition: str
    urls: tuple[str, ...]
    checksums: tuple[str, ...]
    sizes: tuple[int, ...]
    licence: str
    rating_min: float | None = None
    rating_max: float | None = None
    interactions: int | None = None
    users: int | None = None
    mirrors: tuple[str, ...] = ()

    def expected(self, number: int) -> Expected:
        """What the download at the url of a number, from 0, must turn out to be."""
        return Expected(
            self.checksums[number] if self.checksums else "",
            self.sizes[number] if self.sizes else None,
        )


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
            columns = len(reader.fieldnames or ())
            for row in reader:
                # what is beyond the header comes under None, what is missing is None
                beyond: Sequence[str] = row.pop(None, ())
                fields = len(beyond) + sum(one is not None for one in row.values())
                if fields != columns:
                    # DuckDB, which reads the file for dbt, says so in twenty lines
                    raise IngestError(
                        f"{path.name} line {reader.line_num}: it has {fields} fields, and the "
                        f"header {columns} columns: write a comma for each blank one"
                    )
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
    urls = tuple(value["url"].split())
    checksums = tuple(value["checksum"].split())
    mirrors = tuple(value["mirrors"].split())
    if not all(CHECKSUM.fullmatch(checksum) for checksum in checksums):
        raise IngestError(f"{where}: checksum must be md5:… or sha256:… in lower case, or blank")
    sizes = value["bytes"].split()
    if not all(re.fullmatch("[0-9]{1,18}", size) for size in sizes):
        raise IngestError(f"{where}: bytes must be a whole number or blank")
    for column, given in (("checksum", checksums), ("bytes", sizes)):
        if given and len(given) != len(urls):
            raise IngestError(f"{where}: {column} must be given for each address of url, or blank")
    if mirrors and (len(urls) != 1 or not checksums):
        raise IngestError(f"{where}: mirrors can only be given for one url that has a checksum")
    return Dataset(
        dataset_id=value["dataset_id"],
        source=value["source"],
        edition=value["edition"],
        urls=urls,
        checksums=checksums,
        sizes=tuple(map(int, sizes)),
        licence=value["licence"],
        rating_min=_number(value, "rating_min", where),
        rating_max=_number(value, "rating_max", where),
        interactions=_whole_number(value, "interactions", where),
        users=_whole_number(value, "users", where),
        mirrors=mirrors,
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
