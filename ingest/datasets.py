"""The list of datasets, seeds/datasets.csv and own/datasets.csv: one row a dataset edition."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.checksums import Expected
from ingest.errors import IngestError, UsageError
from ingest.setting_files import read_lines, told_place

CHECKSUM = re.compile(r"md5:[0-9a-f]{32}|sha256:[0-9a-f]{64}")
NAME_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
"""Files are named by recipes, and these by a dataset and a protocol: no name may be too long."""
RECIPE_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]*")

COLUMNS = ("dataset_id", "source", "edition", "url", "checksum", "bytes", "licence")
"""Columns that landing cannot do without."""

FACTS = ("mirrors", "rating_min", "rating_max", "interactions", "users")
"""Columns that tell more of a dataset; a list without one is as if it were blank."""


@dataclass(frozen=True)
class Dataset:
    """A row of the list of datasets, as far as landing reads it.

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


@dataclass(frozen=True)
class Listing:
    """The listed datasets by id, and the lines that are wrong.

    unusable: of lines that have an id, what is wrong with them, by that id. problems: the same of
    all wrong lines, in order.
    """

    datasets: dict[str, Dataset] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def find(self, name: str) -> Dataset | None:
        """A listed dataset, None where there is none. Raises IngestError for a wrong line's."""
        if name not in self.datasets and name in self.unusable:
            raise IngestError(self.unusable[name])
        return self.datasets.get(name)


def read_datasets(*files: Path) -> Listing:
    """The datasets of some lists; what an earlier one says goes before what a later one does.

    A wrong line is left out, alone. Raises IngestError where a list is missing, or cannot be read
    as a whole.
    """
    listing = Listing()
    for file in files:
        if not file.exists():
            raise IngestError(f"the list of datasets is missing: {told_place(file)} in the project")
        found: dict[str, Dataset] = {}
        # one's own lists may leave columns out
        for line in read_lines(file, needed=COLUMNS if file == files[-1] else COLUMNS[:1]):
            where = f"{told_place(file)} line {line.number}"
            dataset_id = line.cells.get("dataset_id") or ""
            try:
                if line.problem:
                    raise IngestError(f"{where}: {line.problem}")
                if dataset_id in found:
                    found.pop(dataset_id)
                    raise IngestError(f"{where}: {dataset_id} is listed twice")
                found[dataset_id] = _dataset(line.cells, where)
            except IngestError as error:
                listing.unusable[dataset_id] = str(error)
                listing.problems.append(str(error))
        listing.datasets.update(
            {name: one for name, one in found.items() if name not in listing.datasets}
        )
    return listing


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
        source=value["source"] or "interactions",
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


def check_name(name: str, datasets: Mapping[str, Dataset]) -> None:
    """Raise UsageError for a name that no dataset may have."""
    if not NAME_PATTERN.fullmatch(name):
        raise UsageError(
            f"'{name}' cannot name a dataset: use lower-case letters, digits, '.', '_' and '-', "
            "at most 100 of them, and begin with a letter or a digit."
            f"{_alike(name.lower(), datasets)}"
        )


def _alike(name: str, datasets: Mapping[str, Dataset]) -> str:
    """Listed datasets with names that are close to one."""
    close = difflib.get_close_matches(name, list(datasets), n=3, cutoff=0.5)
    return f" Did you mean {' or '.join(close)}?" if close else ""


def unknown_dataset(name: str, datasets: Mapping[str, Dataset]) -> UsageError:
    """The error for a dataset that is not listed, with close names and what to do."""
    return UsageError(
        f"'{name}' is not a listed dataset.{_alike(name, datasets)} `python -m ingest list` shows "
        f"what is; to bring your own: land {name} --from FILE --user COLUMN --item COLUMN"
    )
