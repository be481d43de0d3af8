"""Python literals, in which Amazon 2014 delivers its metadata, as JSON."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.documents import SURROGATE, UNDECODED, Turned, Unreadable, check_whole, paths_of
from ingest.text_files import UTF_8

LONGEST_LITERAL = 1 << 20
"""Parsing takes some 400 times the memory; the longest known line has less than a tenth."""

PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass(frozen=True)
class LiteralText:
    """Turns Python dictionaries into JSON.

    ids: fields that must be whole; encoding: of the text.
    """

    ids: Sequence[str]
    encoding: str = UTF_8

    def turned(self, line: str) -> Turned:
        """The JSON of a dictionary, which is parsed and never evaluated.

        Raises Unreadable where it is none, is too long, or has no usable id.
        """
        if len(line) > LONGEST_LITERAL:
            raise Unreadable(f"a Python literal of more than {LONGEST_LITERAL >> 20} MB")
        try:
            value = ast.literal_eval(UNDECODED.sub(_as_escape, line))
            document = json.dumps(value, ensure_ascii=False)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            raise Unreadable("not a Python literal") from None
        for name in self.ids:
            for path in paths_of(name):
                for text in _texts(value, path):
                    check_whole(name, PAIR.sub(_joined, text), self.encoding)
        joined = PAIR.sub(_joined, document)
        mended = SURROGATE.sub(_shown, joined)
        return Turned(mended, mended != joined)


def _texts(value: object, path: tuple[str, ...]) -> Iterator[str]:
    """The texts that stand at a path, also within lists."""
    if isinstance(value, list):
        for element in value:
            yield from _texts(element, path)
    elif path and isinstance(value, dict):
        yield from _texts(value.get(path[0]), path[1:])
    elif not path and isinstance(value, str):
        yield value


def _as_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _joined(match: re.Match[str]) -> str:
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _shown(match: re.Match[str]) -> str:
    """Half of a surrogate pair as the text of its escape; bytes that are not UTF-8 as theirs."""
    code = ord(match[0])
    return f"\\\\x{code - 0xDC00:02x}" if UNDECODED.match(match[0]) else f"\\\\u{code:04x}"
