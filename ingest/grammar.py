"""The grammar of delimited text, in plain Python: how one record is cut into fields.

This is the meaning of a file. The reader (delimited.py) cuts most records with Arrow, where it can
prove that Arrow cuts them alike, and the others here; a test holds the two equal, value by value.
docs/guides/what-is-read-and-how.md says the same in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

LONGEST_QUOTED_LINES = 1000
"""A quoted field may span this many lines; a quote that is open longer is taken for a stray one."""

LONGEST_QUOTED_CHARACTERS = 1 << 20

UNCLOSED_QUOTE = "a quote that is never closed"
TEXT_AFTER_QUOTE = "text after a closing quote"


class Field(NamedTuple):
    """The text of a field, and whether it stood in quotes."""

    text: str
    quoted: bool = False


Cut = list[Field] | str | None
"""The fields of a record, or the reason why it cannot be cut, or None where a quote stays open."""


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

    def across(self, lines: Iterable[tuple[str, str]], width: int) -> int | None:
        """How many lines make one record, of which the first leaves a quote open; 0 for none.

        lines: each line with its end. None where they run out before that can be told.
        width: fields that the record must have; 0 for any number.

        Lines of which most have `width` fields, taken alone, are no record but an accident: a stray
        quote, and another one later. See `_are_records`.
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
                if cut is not None or (width and tries > width):
                    if not isinstance(cut, list) or (width and len(cut) != width):
                        return 0
                    return 0 if width and self._are_records(added, width) else count
            text += end
            if count > LONGEST_QUOTED_LINES or len(text) > LONGEST_QUOTED_CHARACTERS:
                return 0
        return None

    def _are_records(self, lines: list[str], width: int) -> bool:
        """Whether lines that one field in quotes would span are records of their own.

        They are where more than half of them, and the last one, have `width` fields, or nine in ten
        of many: a short, a blank or a longer line between does not make one record of all. Two
        delimiters must tell so; text over lines seldom has as many in its last line as a record.
        """
        fits = [len(self._split_plainly(line)) == width for line in lines]
        fitting = sum(fits)
        is_told = (width - 1) * (fitting - 1) >= 2
        most = fits[-1] and 2 * fitting > len(lines)
        nearly_all = len(lines) >= 10 and 10 * fitting >= 9 * len(lines)
        return is_told and (most or nearly_all)

    def split_alone(self, line: str) -> list[str]:
        """The fields of a line that stands alone; stray quotes are kept as text."""
        cut = self.split(line)
        if isinstance(cut, list):
            return [field.text if field.quoted else field.text.strip(" \t") for field in cut]
        return [field.strip(" \t") for field in self._split_plainly(line)]
