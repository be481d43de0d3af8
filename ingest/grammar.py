"""The grammar of delimited text, in plain Python: how one record is cut into fields.

This is the meaning of a file. The reader (delimited.py) cuts most records with Arrow, where it can
prove that Arrow cuts them alike, and the others here; a test holds the two equal, value by value.
docs/guides/what-is-read-and-how.md says the same in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.text_files import LINE_END

LONGEST_QUOTED_LINES = 1000
"""A quoted field may span this many lines; a quote that is open longer is taken for a stray one."""

LONGEST_QUOTED_CHARACTERS = 1 << 20

UNCLOSED_QUOTE = "a quote that is never closed"
RECORDS_IN_QUOTES = "quotes around lines that look like records: two stray quotes, or a text"
TEXT_AFTER_QUOTE = "text after a closing quote"


class Field(NamedTuple):
    """The text of a field, and whether it stood in quotes."""

    text: str
    quoted: bool = False


Cut = list[Field] | str | None
"""The fields of a record, or the reason why it cannot be cut, or None where a quote stays open."""


@dataclass(frozen=True)
class Shape:
    """What the records of a file have in common, as far as it is known.

    width: how many fields they have; 0 for any number.
    ids, numbers: the places of fields that hold ids, and of those that hold numbers or times.
    """

    width: int = 0
    ids: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    def is_like(
        self, fields: Sequence[str], record: Sequence[Field], damaged: bool = False
    ) -> bool:
        """Whether the fields of a line could be a record, beside one that is.

        Prose has a blank after a comma; ids begin with one only where those of the record do, or
        where numbers stand in their places. damaged: of any width, where numbers tell enough.
        """
        places = (*self.ids, *self.numbers)
        fits = len(fields) == self.width
        if not fits and not (damaged and self.numbers and len(fields) > max(places)):
            return False
        is_told = bool(self.numbers) and all(NUMBER.fullmatch(fields[one]) for one in self.numbers)
        return all(fields[one].strip() for one in self.ids) and (
            (fits and is_told)
            or (
                all(_begin_alike(fields[one], record[one].text) for one in self.ids)
                and all(_may_be_number(fields[one], record[one].text) for one in self.numbers)
            )
        )

    def breaks(self, record: Sequence[Field]) -> bool:
        """Whether a line ends within an id, a number or a time of a record."""
        return any(re.search("[\r\n]", record[one].text) for one in (*self.ids, *self.numbers))


NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)\s*")


def _begin_alike(text: str, other: str) -> bool:
    return text[:1] not in (" ", "\t") or other[:1] in (" ", "\t")


def _may_be_number(text: str, other: str) -> bool:
    """Whether a text may be a number or a time, in any form, or nothing."""
    if not text.strip() or NUMBER.fullmatch(text):
        return True
    return _begin_alike(text, other) and bool(re.search("[0-9]", text))


@dataclass(frozen=True)
class Grammar:
    """How the records of a file are cut.

    delimiter: what separates fields; empty where a line is one field, as in JSON lines.
    quote: what encloses fields that hold delimiters or line ends; empty where nothing does.
    runs: whether any run of blanks separates fields; then blanks at the ends of a line do nothing.
    """

    delimiter: str = ","
    quote: str = '"'
    runs: bool = False

    @cached_property
    def blanks(self) -> str:
        """Characters that are no part of a field where they stand around it."""
        return "" if self.runs else "".join(one for one in " \t" if one not in self.delimiter)

    @cached_property
    def _separator(self) -> re.Pattern[str]:
        return re.compile("[ \t]+" if self.runs else re.escape(self.delimiter))

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        quote = re.escape(self.quote)
        return re.compile(f"{quote}([^{quote}]*(?:{quote}{quote}[^{quote}]*)*){quote}(?!{quote})")

    def is_blank(self, line: str) -> bool:
        """Whether there is no record on a line."""
        return not line.strip(" \t" if self.runs else self.blanks)

    def split(self, text: str) -> Cut:
        """Cut a record: RFC 4180, with blanks around quotes passed over.

        A field that begins with a quote ends with one; a quote elsewhere is text.
        """
        if not self.delimiter:
            return [Field(text)]
        if self.runs:
            text = text.strip(" \t")
        if not self.quote or self.quote not in text:
            return [Field(field) for field in self._split_plainly(text)]
        return self._split_quoted(text)

    def _split_plainly(self, text: str) -> list[str]:
        return self._separator.split(text) if self.runs else text.split(self.delimiter)

    def _split_quoted(self, text: str) -> Cut:
        fields: list[Field] = []
        start = 0
        while True:
            opening = self._pass_blanks(text, start)
            if text.startswith(self.quote, opening):
                match = self._quoted.match(text, opening)
                if match is None:
                    return None
                fields.append(Field(match[1].replace(self.quote * 2, self.quote), True))
                end = self._pass_blanks(text, match.end())
                separator = self._separator.match(text, end)
                if separator is None and end < len(text):
                    return TEXT_AFTER_QUOTE
            else:
                separator = self._separator.search(text, start)
                fields.append(Field(text[start : separator.start() if separator else len(text)]))
            if separator is None:
                return fields
            start = separator.end()

    def _pass_blanks(self, text: str, start: int) -> int:
        while start < len(text) and text[start] in self.blanks:
            start += 1
        return start

    @cached_property
    def _closing(self) -> re.Pattern[str]:
        """A line, from inside of quotes, up to the quote that ends them."""
        quote = re.escape(self.quote)
        return re.compile(f"[^{quote}]*(?:{quote}{quote}[^{quote}]*)*{quote}(?!{quote})")

    def across(self, lines: Iterable[tuple[str, str]], shape: Shape) -> int | None:
        """How many lines make one record, of which the first leaves a quote open; 0 for none.

        lines: each with its end. None where they run out before that can be told.

        Lines of which most look like records, taken alone, are no record but an accident: a stray
        quote, and another one later.
        """
        added: list[str] = []
        text = ""
        tries = 0
        for count, (line, end) in enumerate(lines, start=1):
            added.append(line)
            text += line
            if count > 1 and self.quote in line and self._closing.match(line):
                cut = self.split(text)
                tries += 1
                if cut is not None or (shape.width and tries > shape.width):
                    return count if self._is_record(cut, added, shape) else 0
            text += end
            if count > LONGEST_QUOTED_LINES or len(text) > LONGEST_QUOTED_CHARACTERS:
                return 0
        return None

    def _is_record(self, cut: Cut, lines: list[str], shape: Shape) -> bool:
        """Whether lines, together cut so, are one record, rather than records of their own.

        They are records where more than half of them, and the last one, look so, or nine in ten of
        many: a short, a blank or a longer line between does not make one record of all. Two
        delimiters must tell so; text over lines seldom has as many in its last line as a record. Or
        two look so, and together they would have a line end within an id or a number.
        """
        if not isinstance(cut, list):
            return False
        if not shape.width:
            return True
        if len(cut) != shape.width:
            return False
        fits = [shape.is_like(self._split_plainly(line), cut) for line in lines]
        fitting = sum(fits)
        if shape.breaks(cut) and fitting >= 2:
            return False
        is_told = (shape.width - 1) * (fitting - 1) >= 2
        most = fits[-1] and 2 * fitting > len(lines)
        nearly_all = len(lines) >= 10 and 10 * fitting >= 9 * len(lines)
        return not (is_told and (most or nearly_all))

    def holds_records(self, text: str, cut: list[Field], shape: Shape) -> bool:
        """Whether a record over lines may hold others, which must not be lost in it.

        The last line has the fields behind the quotes in any case, so that only those before them
        tell whether it is a record: a user and an item at least.
        """
        lines = LINE_END.split(text)
        if len(lines) == 1 or not shape.ids:
            return False
        if any(shape.is_like(self._split_plainly(line), cut, damaged=True) for line in lines[1:-1]):
            return True
        last = self._split_plainly(lines[-1])
        closing = next((place for place, one in enumerate(last) if self.quote in one), 0)
        told = sum(place < closing for place in (*shape.ids, *shape.numbers))
        return told >= 2 and shape.is_like(last, cut, damaged=True)

    def split_alone(self, line: str) -> list[str]:
        """The fields of a line that stands alone; stray quotes are kept as text."""
        cut = self.split(line)
        if isinstance(cut, list):
            return [field.text if field.quoted else field.text.strip(" \t") for field in cut]
        return [field.strip(" \t") for field in self._split_plainly(line)]
