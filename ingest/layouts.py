"""How a delivered file is laid out, as data: the words in which sources describe themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.columns import Column

USERS = ("userId", "user_id", "reviewerID")
"""What columns of users are called, in raw tables and in documents."""


@dataclass(frozen=True)
class Layout:
    """What all files have in common.

    table: the raw table that the file fills, without its schema.
    columns: the columns that are checked; where `document` is empty they are also landed.
    interactions: whether the rows are ratings, reviews or other interactions.
    document: for JSON, the raw column that takes the whole document.
    """

    table: str
    columns: tuple[Column, ...]
    interactions: bool = False
    document: str = ""

    @property
    def user(self) -> Column | None:
        """The column of users, of interactions."""
        found = (column for column in self.columns if column.raw_column in USERS)
        return next(found, None) if self.interactions else None

    @property
    def rating(self) -> Column | None:
        """The column of ratings: of interactions, it is the one that is a number."""
        found = (column for column in self.columns if column.kind.raw_type == "double")
        return next(found, None) if self.interactions else None


@dataclass(frozen=True)
class Delimited(Layout):
    """Text with a delimiter.

    header: whether the first line names the columns; if so `columns` are found by name.
    positions: without a header, the position of each of `columns`, counted from 0.
    width: without a header, the number of columns of the file.
    quote: the quoting character, or nothing where quotes are plain characters.
    runs: whether any run of blanks is a delimiter, instead of `delimiter`.
    comment: how lines begin that stand before the data and are none of them; empty for none.
    encoding: of the text, by Python's name; latin_1: whether a file that is not UTF-8 is Latin-1.
    """

    delimiter: str = ","
    header: bool = True
    positions: tuple[int, ...] = ()
    width: int = 0
    quote: str = '"'
    runs: bool = False
    comment: str = ""
    encoding: str = "utf-8"
    latin_1: bool = False


@dataclass(frozen=True)
class JsonLines(Layout):
    """One JSON object a line; `columns` are its fields, `encoding` that of the text."""

    encoding: str = "utf-8"


@dataclass(frozen=True)
class JsonArray(Layout):
    """One JSON array of objects, over one line or many; `columns` are fields of the objects."""


@dataclass(frozen=True)
class PythonLiterals(Layout):
    """One Python dictionary a line, as Amazon 2014 delivers its metadata."""


@dataclass(frozen=True)
class Parquet(Layout):
    """A Parquet file; `columns` are its columns."""


@dataclass(frozen=True)
class DeliveredFile:
    """A file on disk and the name by which it is known in the database.

    path: where it can be read (perhaps in a temporary folder).
    name: its path inside the file, folder or archive that the user gave; no path of a machine.
    container: the name of that folder or archive itself; empty for a file that was given alone.
    """

    path: Path
    name: str
    container: str = ""


@dataclass(frozen=True)
class PlannedFile:
    """A delivered file and the layout by which it will be read."""

    file: DeliveredFile
    layout: Layout


@dataclass(frozen=True)
class Plan:
    """What a landing will read, and remarks for the user on what was not found."""

    files: tuple[PlannedFile, ...]
    remarks: tuple[str, ...] = ()
