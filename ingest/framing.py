"""Cutting text files into records in Python, for files that DuckDB's reader does not take whole.

DuckDB's own reader is used wherever a file turns out to be flawless (see staging.py). Everything
else comes here, where each record is numbered and a record that cannot be cut becomes a fault
instead of an error. Records then go to DuckDB, which checks their values.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from ingest.layouts import Delimited
from ingest.progress import Advance
from ingest.text_files import open_bytes

LONGEST_QUOTED_LINES = 1000
"""A quoted field may span this many lines; a quote that is open longer is taken for a stray one."""

LINES_BETWEEN_REPORTS = 10_000
BYTE_ORDER_MARK = "\ufeff"

UNCLOSED_QUOTE = "a quote that is never closed"


class Record(NamedTuple):
    """One record of a file.

    number: its number from 1, with blank lines counted and the header not.
    text: as it is in the file; bytes that are not UTF-8 are escaped as in `\\xff`.
    fields: the text of the columns that are landed, in the order of the layout.
    document: JSON text.
    fault: why the record cannot be cut; then it has neither fields nor document.
    """

    number: int
    text: str
    fields: Sequence[str] | None = None
    document: str | None = None
    fault: str | None = None


def frame_delimited(
    path: Path,
    layout: Delimited,
    width: int,
    positions: Sequence[int],
    is_utf_8: bool,
    advance: Advance,
) -> Iterator[Record]:
    """Cut a delimited file of `width` columns; `positions` are those to keep, from 0.

    Blank lines are counted and left out.
    """
    encoding = "latin-1" if layout.latin_1 and not is_utf_8 else "utf-8"
    split = _splitter(layout)
    with _open_text(path, encoding) as file:
        lines = _LinesAhead(_without_ends(file, advance))
        number = -1 if layout.header else 0
        for raw in lines:
            line = raw.removesuffix("\r")
            if not line:
                # blank lines before the header are no records
                number += number >= 0
                continue
            number += 1
            if number == 0:
                continue
            cut = split(line)
            if cut is None:
                line, cut = _across_lines(raw, lines, split)
            if not isinstance(cut, list):
                yield Record(number, _printable(line), fault=cut or UNCLOSED_QUOTE)
            elif (fault := _unreadable_characters(line)) is not None:
                yield Record(number, _printable(line), fault=fault)
            elif len(cut) != width:
                fault = f"expected {width} columns, found {len(cut)}"
                yield Record(number, line, fault=fault)
            else:
                yield Record(number, line, fields=[cut[position] for position in positions])


def frame_lines(path: Path, advance: Advance) -> Iterator[Record]:
    """Cut a file of one JSON document a line."""
    with _open_text(path, "utf-8") as file:
        for number, raw in enumerate(_without_ends(file, advance), start=1):
            line = raw.removesuffix("\r")
            if not line:
                continue
            fault = _unreadable_characters(line)
            if fault is None:
                yield Record(number, line, document=line)
            else:
                yield Record(number, _printable(line), fault=fault)


def frame_python_literals(path: Path, advance: Advance) -> Iterator[Record]:
    """Cut a file of one Python dictionary a line, and turn each into JSON.

    The lines are parsed as literals and never evaluated.
    """
    for record in frame_lines(path, advance):
        if record.fault is not None:
            yield record
            continue
        try:
            document = json.dumps(ast.literal_eval(record.text), ensure_ascii=False)
            # a lone surrogate, which \u escapes can make, is no text that can be stored
            document.encode("utf-8")
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            yield Record(record.number, record.text, fault="not a Python literal")
        else:
            yield Record(record.number, record.text, document=document)


Cut = list[str] | str | None
"""The fields of a record, or the reason why it cannot be cut, or None where a quote stays open."""


def split_line(line: str, delimiter: str, quote: str = '"') -> list[str]:
    """The fields of a line that stands alone, such as a header; stray quotes are kept as text."""
    cut = _split_quoted(line, delimiter) if quote else line.split(delimiter)
    return cut if isinstance(cut, list) else line.split(delimiter)


def _splitter(layout: Delimited) -> Callable[[str], Cut]:
    delimiter = layout.delimiter

    def split(text: str) -> Cut:
        if layout.quote and layout.quote in text:
            return _split_quoted(text, delimiter)
        return text.split(delimiter)

    return split


_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?!")')


def _split_quoted(text: str, delimiter: str) -> Cut:
    """Cut a record by RFC 4180: a field that begins with a quote ends with one."""
    fields: list[str] = []
    start = 0
    while True:
        if text.startswith('"', start):
            match = _QUOTED.match(text, start)
            if match is None:
                return None
            fields.append(match[1].replace('""', '"'))
            end = match.end()
            if end < len(text) and not text.startswith(delimiter, end):
                return "text after a closing quote"
        else:
            end = text.find(delimiter, start)
            end = len(text) if end < 0 else end
            fields.append(text[start:end])
        if end == len(text):
            return fields
        start = end + len(delimiter)


def _across_lines(first: str, lines: _LinesAhead, split: Callable[[str], Cut]) -> tuple[str, Cut]:
    """Add lines until an open quote closes; where it does not, the first line stays alone."""
    added: list[str] = []
    for line in lines.ahead(LONGEST_QUOTED_LINES):
        added.append(line)
        if '"' not in line:
            continue
        text = "\n".join([first, *added]).removesuffix("\r")
        cut = split(text)
        if isinstance(cut, list):
            lines.skip(len(added))
            return text, cut
        if isinstance(cut, str):
            break
    return first.removesuffix("\r"), None


class _LinesAhead:
    """Lines of a file, of which some can be looked at before they are taken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._seen: list[str] = []
        self._taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._taken < len(self._seen):
            self._taken += 1
            return self._seen[self._taken - 1]
        if self._seen:
            self._seen, self._taken = [], 0
        return next(self._lines)

    def ahead(self, most: int) -> Iterator[str]:
        """Up to `most` coming lines, without taking them."""
        for offset in range(most):
            position = self._taken + offset
            if position == len(self._seen):
                line = next(self._lines, None)
                if line is None:
                    return
                self._seen.append(line)
            yield self._seen[position]

    def skip(self, count: int) -> None:
        """Take lines that were looked at."""
        self._taken += count


@contextmanager
def _open_text(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open a file as text. Bytes that are not UTF-8 become surrogates, to be found per record."""
    with open_bytes(path) as raw:
        yield io.TextIOWrapper(raw, encoding, errors="surrogateescape", newline="\n")


def _without_ends(file: TextIO, advance: Advance) -> Iterator[str]:
    """Lines without their LF and without a byte order mark.

    A CR stays, because it may belong to a quoted field that goes on in the next line.
    """
    unreported = 0
    for count, line in enumerate(file):
        unreported += len(line)
        if count % LINES_BETWEEN_REPORTS == 0:
            advance(unreported)
            unreported = 0
        if count == 0:
            line = line.removeprefix(BYTE_ORDER_MARK)
        yield line.removesuffix("\n")


def _unreadable_characters(text: str) -> str | None:
    """The fault of text with bytes that could not be decoded, or with NUL."""
    if text.isascii():
        return "a NUL byte" if "\0" in text else None
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "bytes that are not UTF-8"
    return "a NUL byte" if "\0" in text else None


def _printable(text: str) -> str:
    """Text with undecodable bytes and NUL shown escaped."""
    shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return shown.replace("\0", "\\x00")
