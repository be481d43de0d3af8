"""Bring your own: interactions of a user with an item, in any usual form."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.columns import IDENTIFIER, NUMBER, TIME_TEXT, Column
from ingest.errors import IngestError, UsageError
from ingest.framing import split_line
from ingest.layouts import Delimited, DeliveredFile, JsonLines, Layout, Parquet, Plan, PlannedFile
from ingest.text_files import first_line

SOURCE = "interactions"

PARQUET_MAGIC = b"PAR1"

DELIMITERS = (",", "\t", "::", ";", "|")
"""What may separate columns; a space does where the first line has none of them."""


@dataclass(frozen=True)
class ColumnChoice:
    """The columns that the user named: header or field names, or numbers counted from 1."""

    user: str
    item: str
    rating: str | None = None
    time: str | None = None

    def names(self) -> list[str]:
        return [name for name in (self.user, self.item, self.rating, self.time) if name is not None]

    def columns(self) -> tuple[Column, ...]:
        chosen = [
            Column(self.user, IDENTIFIER, raw="user_id"),
            Column(self.item, IDENTIFIER, raw="item_id"),
        ]
        if self.rating is not None:
            chosen.append(Column(self.rating, NUMBER, raw="rating"))
        if self.time is not None:
            chosen.append(Column(self.time, TIME_TEXT, raw="time"))
        return tuple(chosen)


def plan(files: list[DeliveredFile], choice: ColumnChoice, delimiter: str | None) -> Plan:
    """Plan one file of the user's own.

    delimiter: what separates the columns, or None to detect it from the first line.
    Raises IngestError or UsageError where it is not one file, or the columns do not fit it.
    """
    if len(files) != 1:
        raise IngestError(
            f"found {len(files)} files ({', '.join(file.name for file in files[:5])}): "
            "give one file with --from"
        )
    (file,) = files
    return Plan((PlannedFile(file, _layout(file, choice, delimiter)),))


def _layout(file: DeliveredFile, choice: ColumnChoice, delimiter: str | None) -> Layout:
    columns = choice.columns()
    with file.path.open("rb") as start:
        if start.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC:
            return Parquet("interactions", columns, interactions=True)
    line = first_line(file.path)
    if not line:
        raise IngestError(f"{file.name} is empty")
    if delimiter is None and line.startswith("{"):
        return JsonLines("interactions", columns, interactions=True)
    separator = delimiter or _detect_delimiter(line, file.name, choice)
    # files with '::' never quote: a quote in them is a plain character
    quote = '"' if len(separator) == 1 else ""
    numbers = _positions(choice)
    if numbers is None:
        return Delimited(
            "interactions", columns, interactions=True, delimiter=separator, quote=quote
        )
    width = len(split_line(line, separator, quote))
    if max(numbers) >= width:
        raise IngestError(
            f"{file.name} has {width} columns, separated by {separator!r}: there is no column "
            f"{max(numbers) + 1} (--delimiter says what separates them)"
        )
    return Delimited(
        "interactions",
        # for messages: "column 3 is empty"
        tuple(replace(column, delivered=f"column {column.delivered}") for column in columns),
        interactions=True,
        delimiter=separator,
        header=False,
        positions=tuple(numbers),
        width=width,
        quote=quote,
    )


def _positions(choice: ColumnChoice) -> list[int] | None:
    """Positions from 0 where the user gave numbers; None where the user gave names."""
    names = choice.names()
    if not any(name.isdecimal() for name in names):
        return None
    if not all(name.isdecimal() and int(name) >= 1 for name in names):
        raise UsageError(
            "give all columns by name (the first line is a header) or all by number, counted "
            "from 1 (the file has no header)"
        )
    return [int(name) - 1 for name in names]


def _detect_delimiter(line: str, name: str, choice: ColumnChoice) -> str:
    """What separates the columns of a first line; never a guess between two that would both do.

    Raises IngestError where nothing does, UsageError where it cannot be told.
    """
    candidates = [one for one in DELIMITERS if one in line] or [one for one in " " if one in line]
    if not candidates:
        raise IngestError(
            f"cannot tell what separates the columns of {name}: its first line is "
            f"'{line[:60]}'; say it with --delimiter"
        )
    numbers = _positions(choice)
    fitting = []
    for candidate in candidates:
        cut = split_line(line, candidate, '"' if len(candidate) == 1 else "")
        fits = max(numbers) < len(cut) if numbers else set(choice.names()) <= set(cut)
        if fits:
            fitting.append(candidate)
    if len(fitting) > 1:
        shown = " or ".join("a tab" if one == "\t" else f"'{one}'" for one in fitting)
        raise UsageError(
            f"cannot tell whether {shown} separates the columns of {name}: its first line is "
            f"'{line[:60]}'; say it with --delimiter"
        )
    # where none fits, the columns that the first one makes are shown in the error that follows
    return fitting[0] if fitting else candidates[0]
