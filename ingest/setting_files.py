"""Settings that people write: the CSV files of seeds/ and own/, as editors save them.

A line is a record, whatever ends it, so that a quote that is never closed costs its line and no
other. What cannot be read is told by file and line.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest import settings
from ingest.columns import quote_identifier
from ingest.errors import IngestError
from ingest.raw_tables import declared_columns
from ingest.transactions import transaction

OWN = (
    "datasets",
    "entity_lists",
    "methods",
    "protocols",
    "published_counts",
    "published_metrics",
    "thresholds",
)
"""Settings of which there may be lines of one's own, beside those that come with the project."""

PLACE = ("file_name", "line_number")
"""First columns of what is read from settings."""

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Line:
    """A line of settings.

    number: in its file, from 1. cells: by column, without blanks around them; None where blank.
    problem: why it cannot be read; then it has no cells.
    """

    number: int
    cells: dict[str, str | None]
    problem: str | None = None


def read_lines(path: Path, known: Sequence[str] = (), needed: Sequence[str] = ()) -> list[Line]:
    """The lines of a file of settings but for its header and blank ones, in order.

    known: the columns that it may have; none for any. needed: those that it must have. Raises
    IngestError, in one line, where the file as a whole cannot be read: what it says would else be
    taken for gone.
    """
    name = told_place(path)
    text = _text(path, name)
    # line by line: a cell has no line ends
    written = [(number, one) for number, one in enumerate(text.splitlines(), 1) if one.strip()]
    # a spreadsheet's own way to say how cells are separated
    if written and written[0][1].strip().lower().startswith("sep="):
        written = written[1:]
    if not written:
        raise IngestError(f"{name} is empty: its first line must name its columns")
    number, header = written[0]
    separator = max(SEPARATORS, key=lambda one: header.count(one))
    columns = _cells(header, separator)
    if isinstance(columns, str):
        raise IngestError(f"{name} line {number}: {columns}")
    columns = [column.strip() for column in columns]
    while columns and not columns[-1]:
        columns.pop()
    _check_columns(columns, known, f"{name} line {number}")
    missing = [one for one in needed or known[:1] if one not in columns]
    if missing:
        raise IngestError(f"{name} has no column {', '.join(missing)}")
    lines = (_line(number, one, separator, columns) for number, one in written[1:])
    return [line for line in lines if line.problem or any(line.cells.values())]


def check_settings() -> None:
    """Raise IngestError where a file of settings cannot be read as a whole."""
    for path in _files():
        read_lines(path, _columns(path.stem))


def note_settings(connection: duckdb.DuckDBPyConnection) -> None:
    """Put lines of one's own into their raw tables, and what of any settings cannot be read.

    What is there stays as it is where it is the same. Raises IngestError as `read_lines` does.
    """
    unread: list[tuple[object, ...]] = []
    tables: dict[str, list[tuple[object, ...]]] = {"unread_settings": unread}
    tables |= {f"own_{setting}": [] for setting in OWN}
    for path in _files():
        columns = _columns(path.stem)
        for line in read_lines(path, columns):
            place = (told_place(path), line.number)
            if line.problem is not None:
                unread.append((*place, line.problem))
            elif path.parent == settings.own_folder():
                cells = (line.cells.get(column) for column in columns)
                tables[f"own_{path.stem}"].append((*place, *cells))
    for path in sorted(settings.own_folder().glob("[!.]*")):
        if path.name not in {f"{setting}.csv" for setting in OWN}:
            known = ", ".join(f"{setting}.csv" for setting in OWN)
            unread.append((told_place(path), 1, f"no settings are called so: there are {known}"))
    for table, rows in tables.items():
        name = f"raw.{quote_identifier(table)}"
        # by name: in a warehouse that was there before them, new columns are the last
        named = ", ".join(map(quote_identifier, declared_columns(table)))
        if connection.execute(f"select {named} from {name} order by all").fetchall() == sorted(
            rows, key=lambda row: [(one is None, one) for one in row]
        ):
            continue
        with transaction(connection):
            connection.execute(f"delete from {name}")
            if rows:
                values = ", ".join("?" * len(rows[0]))
                connection.executemany(f"insert into {name} ({named}) values ({values})", rows)


def lines_as_json(seed: str) -> str:
    """The lines of a seed that can be read, as a list of JSON objects: how dbt loads it.

    seed: its path in the project, which dbt may have parsed where it lay before.
    """
    lines = read_lines(settings.PROJECT_ROOT / seed)
    return json.dumps(
        [{"line_number": line.number, **line.cells} for line in lines if line.problem is None]
    )


def told_place(path: Path) -> str:
    """A file of settings as it is told of: seeds/protocols.csv."""
    return f"{path.parent.name}/{path.name}"


def _columns(setting: str) -> tuple[str, ...]:
    """The columns that lines of a setting have; () where any are taken."""
    if setting not in OWN:
        return ()
    return tuple(declared_columns(f"own_{setting}"))[len(PLACE) :]


def _files() -> list[Path]:
    """The seeds, and the files of settings of one's own that there are, and are not empty.

    Raises IngestError where their folder was named and is not there.
    """
    folder = settings.own_folder()
    if os.environ.get("CORATE_OWN") and not folder.is_dir():
        raise IngestError(
            f"CORATE_OWN is '{folder}', and there is no such folder: make it, or unset it"
        )
    own = [folder / f"{setting}.csv" for setting in OWN]
    seeds = (settings.PROJECT_ROOT / "seeds").glob("*.csv")
    return [*sorted(seeds), *(path for path in own if path.is_file() and path.read_bytes().strip())]


def _text(path: Path, name: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IngestError(f"{name} cannot be read: {error.strerror}") from error
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if is_utf16 else "utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        raise IngestError(f"{name} is not in UTF-8: save it as CSV in UTF-8") from error


def _cells(line: str, separator: str) -> list[str] | str:
    """The cells of a line, or why it has none."""
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            return "a quote is never closed, and a cell has no line end: close it"
        return "text behind a closing quote: write a quote in a cell twice, and quotes around it"


def _line(number: int, text: str, separator: str, columns: Sequence[str]) -> Line:
    cells = _cells(text, separator)
    if isinstance(cells, str):
        return Line(number, {}, cells)
    cells = [cell.strip() for cell in cells]
    # a spreadsheet may write more of them than there are columns
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    if len(cells) != len(columns) and any(cells):
        return Line(
            number,
            {},
            f"it has {len(cells)} cells, and the header {len(columns)} columns: write one "
            "separator for each blank cell",
        )
    return Line(number, dict(zip(columns, (cell or None for cell in cells), strict=False)))


def _check_columns(columns: Sequence[str], known: Sequence[str], where: str) -> None:
    for column in columns:
        if columns.count(column) > 1:
            raise IngestError(f"{where}: column '{column}' is there twice")
        if known and column not in known:
            close = difflib.get_close_matches(column, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"it may have {', '.join(known)}"
            raise IngestError(f"{where}: no column is called '{column}': {hint}")
