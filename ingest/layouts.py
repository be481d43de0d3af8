"""How a delivered file is laid out, as data: the words in which sources describe themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.columns import Column, quote_identifier
from ingest.messages import shown
from ingest.parts import DATASET, SUBJECTS

USERS = ("userId", "user_id", "reviewerID")
ITEMS = ("movieId", "movie_id", "item_id", "asin", "parent_asin")
TIMES = ("timestamp", "rating_timestamp", "time", "unixReviewTime")
"""What columns of users, items and times are called, in raw tables and in documents."""

LISTS_OF_ITEMS = (
    "movielens_items",
    "movielens_movies",
    "movietweetings_movies",
    "amazon_metadata",
    "own_items",
)
"""Raw tables of items, which are delivered beside the interactions."""


@dataclass(frozen=True)
class Layout:
    """What all files have in common.

    table: the raw table that the file fills, without its schema.
    columns: the columns that are checked; where `document` is empty they are also landed.
    interactions: whether the rows are ratings, reviews or other interactions.
    document: for JSON, the raw column that takes the whole document.
    lists: whether records may hold lists, of which each element is an event (exploding.py).
    """

    table: str
    columns: tuple[Column, ...]
    interactions: bool = False
    document: str = ""
    lists: bool = False

    @property
    def subject(self) -> str:
        """What a landing of it is of: see parts.SUBJECTS."""
        return SUBJECTS.get(self.table, DATASET)

    @property
    def user(self) -> Column | None:
        """The column of users, of interactions."""
        return self._named(USERS) if self.interactions else None

    @property
    def item(self) -> Column | None:
        """The column of items, of interactions and of files beside them."""
        return self._named(ITEMS)

    @property
    def time(self) -> Column | None:
        """The column of times, of interactions."""
        return self._named(TIMES) if self.interactions else None

    @property
    def is_main(self) -> bool:
        """Whether a landing is nothing without its rows."""
        return self.interactions or self.subject != DATASET

    def listed(self, role: str) -> Column | None:
        """The column of users or items (`role`) of a list of them, beside the interactions."""
        if role == "item" and self.table in LISTS_OF_ITEMS:
            return self.item
        return self._named(USERS) if role == "user" and self.table == "own_users" else None

    def _named(self, names: Collection[str]) -> Column | None:
        return next((column for column in self.columns if column.raw_column in names), None)

    @property
    def rating(self) -> Column | None:
        """The column of ratings: of interactions in a dataset, it is the one that is a number."""
        found = (column for column in self.columns if column.kind.raw_type == "double")
        return next(found, None) if self.interactions and self.subject == DATASET else None

    def value(self, column: Column) -> str:
        """SQL for a column of landed rows, in a part (parts.py)."""
        return quote_identifier(self.stored(column))

    def stored(self, column: Column) -> str:
        """What a column is called in a part: fields of documents are kept beside them, too."""
        return f"field {column.delivered}" if self.document else column.raw_column


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
    separators: where there are lists, what separates their elements in each of `columns`, as
        lists.py calls it; rest: whether every field from that of items on is an item.
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
    separators: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True)
class DocumentLayout(Layout):
    """Documents, of which `columns` are fields, or fields of fields, as `a.b`.

    encoding: of the text.
    """

    encoding: str = "utf-8"


@dataclass(frozen=True)
class JsonLines(DocumentLayout):
    """One JSON object a line."""


@dataclass(frozen=True)
class JsonArray(DocumentLayout):
    """JSON objects over one line or many: one array, objects alone, or an object with the array.

    form: which of these, as forms.py calls them.
    """

    form: str = "array"


@dataclass(frozen=True)
class PythonLiterals(DocumentLayout):
    """One Python dictionary a line, as Amazon 2014 delivers its metadata."""


@dataclass(frozen=True)
class Parquet(Layout):
    """A Parquet file; `columns` are its columns, or fields of them, as `a.b`."""


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
    """A delivered file and the layout by which it will be read.

    split: the part of the data that the whole file is, or foresees, where the user said so.
    method, recipe_id: of predictions, who made them, and for which recipe.
    """

    file: DeliveredFile
    layout: Layout
    split: str | None = None
    method: str | None = None
    recipe_id: str | None = None


EXAMPLES_SHOWN = 3


@dataclass(frozen=True)
class Remark:
    """Something that stands out in a column of a dataset.

    found of total events, ids or lines (`what` says of which); advice: what to do about it;
    subject: what it is of, if not of what is landed with it.
    """

    column: str
    what: str
    found: int
    total: int
    examples: Sequence[str]
    advice: str
    subject: str = ""

    def told(self) -> str:
        examples = ", ".join(shown(one, 40) for one in self.examples[:EXAMPLES_SHOWN])
        named = f" ({examples})" if examples else ""
        return (
            f"{shown(self.column)}: {self.found:,} of {self.total:,} {self.what}{named}: "
            f"{self.advice}"
        )


@dataclass(frozen=True)
class Plan:
    """What a landing will read, and remarks for the user on what was not found.

    stands_out: what its first records tell, and the landed rows could not.
    lists_are_ids: whether cells that look like lists were said to be ids.
    """

    files: tuple[PlannedFile, ...]
    remarks: tuple[str, ...] = ()
    stands_out: tuple[Remark, ...] = ()
    lists_are_ids: bool = False

    @property
    def subject(self) -> str:
        """What the landing is of; a list of one's own is landed alone."""
        return self.files[0].layout.subject if self.files else DATASET
