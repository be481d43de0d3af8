"""What stands before the data of a text file: comments, a separator line, blank lines, a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ingest.errors import IngestError
from ingest.grammar import Grammar, Shape
from ingest.messages import shown
from ingest.text_files import LINE_END, UTF_8

COMMENT_MARKS = ("#", "%", "//")
LINES_JUDGED = 50

SEPARATOR_LINE = re.compile("sep=(.)", re.IGNORECASE)
"""The first line that spreadsheets write, and that only they know."""


@dataclass(frozen=True)
class Form:
    """How a text file is read.

    grammar, encoding: of its text; header: whether the first record names the columns.
    comment: how lines begin that stand before the data and are none of them; empty for none.
    """

    grammar: Grammar
    encoding: str = UTF_8
    header: bool = False
    comment: str = ""


@dataclass
class Counts:
    """Every line of a file, accounted for.

    lines = records + blank + header + comment + continued, where `continued` are lines of records
    beyond their first. trimmed: values around which blanks were passed over;
    mended: documents in which damaged characters are shown escaped.
    """

    lines: int = 0
    records: int = 0
    blank: int = 0
    header: int = 0
    comment: int = 0
    continued: int = 0
    trimmed: int = 0
    mended: int = 0


@dataclass(frozen=True)
class Start:
    """What stands before the data.

    size: characters of it; header: the names of columns; separator: what `sep=;` says, if anything;
    counts: its lines.
    """

    size: int
    header: tuple[str, ...]
    separator: str
    counts: Counts


def read_start(text: str, form: Form, name: str) -> Start:
    """Find where the data begin in the first text of a file. Raises IngestError for no header."""
    start = before_data(text, form, skip_blank=form.header or bool(form.comment))
    if not form.header:
        return start
    count, size, header = first_record(text, start.size, form.grammar)
    if not count:
        raise IngestError(f"{shown(name)} has no header: it is empty")
    counts = replace(
        start.counts, header=start.counts.header + count, lines=start.counts.lines + count
    )
    return replace(start, size=start.size + size, header=header, counts=counts)


def before_data(text: str, form: Form, skip_blank: bool) -> Start:
    """Pass over comments, a separator line and, if asked, blank lines."""
    counts = Counts()
    position = 0
    separator = ""
    for line, end in lines_from(text, 0):
        found = SEPARATOR_LINE.fullmatch(line) if position == 0 else None
        is_comment = bool(form.comment) and line.startswith(form.comment)
        is_blank = skip_blank and not is_comment and form.grammar.is_blank(line)
        if not found and not is_comment and not is_blank:
            break
        separator = found[1] if found else separator
        counts.header += bool(found)
        counts.comment += is_comment
        counts.blank += is_blank
        counts.lines += 1
        position += len(line) + len(end)
    return Start(position, (), separator, counts)


def first_record(text: str, position: int, grammar: Grammar) -> tuple[int, int, tuple[str, ...]]:
    """The record at a position: its lines, its characters with line ends, and its fields.

    A stray quote in it is kept as text. Nothing where there is no more text.
    """
    lines = lines_from(text, position)
    line, end = next(lines, ("", ""))
    if not line and not end:
        return 0, 0, ()
    count = 1
    if grammar.split(line) is None:
        count = grammar.across(lines_from(text, position), Shape()) or 1
    record, fields = _of_lines(text, position, count, grammar)
    if count > 1 and not grammar.across(lines_from(text, position), Shape(len(fields))):
        # the lines that it would span are records themselves
        count = 1
        record, fields = _of_lines(text, position, count, grammar)
    return count, len(record), tuple(fields)


def first_records(text: str, form: Form, most: int) -> list[tuple[str, ...]]:
    """The fields of the first records of a text, the header among them."""
    position = before_data(text, form, skip_blank=True).size
    records: list[tuple[str, ...]] = []
    while len(records) < most:
        count, size, fields = first_record(text, position, form.grammar)
        if not count:
            break
        position += size
        records.append(fields)
    return records


def _of_lines(text: str, position: int, count: int, grammar: Grammar) -> tuple[str, list[str]]:
    """So many lines, with their ends, and the fields that they make together."""
    taken = [one for _, one in zip(range(count), lines_from(text, position), strict=False)]
    record = "".join(line + end for line, end in taken)
    return record, grammar.split_alone(record.removesuffix(taken[-1][1]))


def comment_mark(text: str) -> str:
    """How a first line begins as comments do, where lines after it do not; empty for none."""
    lines = [line for line, _ in islice(lines_from(text, 0), LINES_JUDGED) if line.strip()]
    for mark in COMMENT_MARKS:
        begin_so = [line.startswith(mark) for line in lines]
        if (
            begin_so[:1] == [True]
            and not all(begin_so)
            and True not in begin_so[begin_so.index(False) :]
        ):
            return mark
    return ""


def lines_from(text: str, position: int) -> Iterator[tuple[str, str]]:
    """Lines from a position on, each with its end."""
    while position < len(text):
        match = LINE_END.search(text, position)
        if match is None:
            yield text[position:], ""
            return
        yield text[position : match.start()], match[0]
        position = match.end()
