"""JSON documents on their way to DuckDB: the few lines that it would change, or not take.

DuckDB writes numbers anew (1.10 as 1.1, 1e5 as 100000.0), and an id must come as it is written. And
it takes no document with bytes that are not UTF-8, or with half of a surrogate pair, wherever they
stand. Lines with one of these are looked at in Python; `suspects` finds them fast, and may find too
many.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import NamedTuple

from ingest.messages import shown
from ingest.text_files import UTF_8

LONE_SURROGATE = re.compile(
    rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<lone>u[dD][89a-fA-F]..)|.)", re.DOTALL
)
UNDECODED = re.compile("[\udc80-\udcff]")
SURROGATE = re.compile("[\ud800-\udfff]")
BLANKS = re.compile(r"[ \t\r\n]*")

# numbers are wanted as they are written, and so are cheap here
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


class Unreadable(Exception):
    """Why a document cannot be read."""


class Turned(NamedTuple):
    """The text of a document for DuckDB, and whether something in it is shown escaped."""

    text: str
    is_mended: bool


@dataclass(frozen=True)
class JsonText:
    """Turns JSON objects into what DuckDB takes, and changes nothing where it takes them.

    ids: fields that must be whole, and keep their text where they are numbers; `a.b` is also the
        field `b` of the object `a`, and of each object of an array `a`.
    times: fields that keep theirs where it would become another one.
    lists: whether arrays hold ids and times.
    """

    ids: Sequence[str]
    times: Sequence[str] = ()
    encoding: str = UTF_8
    lists: bool = False

    @cached_property
    def _paths(self) -> dict[tuple[str, ...], str]:
        return {path: name for name in (*self.ids, *self.times) for path in paths_of(name)}

    @cached_property
    def _numbers(self) -> list[re.Pattern[bytes]]:
        """Numbers that DuckDB writes anew: all but whole ones of up to 18 digits."""
        for_ids = rb"(?:-0|-?(?>[0-9]{1,18})[0-9.eE])"
        # with an exponent, a zero at the end, or more digits than a double has
        for_times = rb"-?(?>[0-9]+)(?:[eE]|[.](?:[0-9]*[1-9]0+(?![0-9])|[0-9]{6,}|[0-9]+[eE]))"
        if self.lists or any(len(path) > 1 for path in self._paths):
            # wherever one stands
            return [re.compile(rb"(?<=[:,\[ \t])" + for_ids)]
        return [
            re.compile(_key(name) + rb"[ \t]*:[ \t]*" + number)
            for names, number in ((self.ids, for_ids), (self.times, for_times))
            for name in names
        ]

    def suspects(self, chunk: bytes) -> Iterator[int]:
        """Places in lines to be looked at."""
        if b"\\ud" in chunk or b"\\uD" in chunk:
            yield from (match.start() for match in LONE_SURROGATE.finditer(chunk))
        for pattern in self._numbers:
            yield from (match.start() for match in pattern.finditer(chunk))

    def turned(self, text: str) -> Turned:
        """The text for DuckDB. Raises Unreadable for a document without a usable id."""
        try:
            numbers = self._written_numbers(text)
        except (ValueError, RecursionError):
            if UNDECODED.search(text):
                raise Unreadable(f"bytes that are not {_called(self.encoding)}") from None
            return Turned(text, False)
        exact = text
        for start, end in reversed(numbers):
            exact = f'{exact[:start]}"{exact[start:end]}"{exact[end:]}'
        mended = UNDECODED.sub(_escaped, ESCAPE.sub(_whole_escape, exact))
        return Turned(mended, mended != exact)

    def _written_numbers(self, text: str) -> list[tuple[int, int]]:
        """Where numbers stand that must come as they are written; also looks at the ids."""
        found = []
        for name, value, start, end in _wanted(text, self._paths):
            if name in self.ids and isinstance(value, str):
                check_whole(name, value, self.encoding)
            if text[start] in "-0123456789":
                found.append((start, end))
        return sorted(set(found))


def check_whole(name: str, value: str, encoding: str = UTF_8) -> None:
    """Raise Unreadable for an id in which a character is damaged."""
    if UNDECODED.search(value):
        raise Unreadable(f"bytes that are not {_called(encoding)} in {shown(name)}")
    if SURROGATE.search(value):
        raise Unreadable(f"half of a surrogate pair in {shown(name)}")


def _key(name: str) -> bytes:
    """A field's name in quotes, as JSON writes it, plain or in ASCII, for a regular expression."""
    plain, ascii_only = (json.dumps(name, ensure_ascii=ascii).encode() for ascii in (False, True))
    return (
        b"(?:" + re.escape(plain) + b"|" + re.escape(ascii_only) + b")"
        if (plain != ascii_only)
        else re.escape(plain)
    )


def paths_of(name: str) -> list[tuple[str, ...]]:
    """Where a column may stand in a document: by its name, or within objects as `a.b` says."""
    parts = tuple(name.split("."))
    return [(name,), parts] if len(parts) > 1 and all(parts) else [(name,)]


def _wanted(
    text: str, paths: Mapping[tuple[str, ...], str]
) -> Iterator[tuple[str, object, int, int]]:
    """The values that stand at paths: the name for it, value, and where its text begins and ends.

    Raises ValueError for what is no object.
    """
    for key, value, start, end in object_fields(text):
        for path, name in paths.items():
            if path[0] == key:
                for inner, first, last in _within(text, value, start, end, path[1:]):
                    yield name, inner, first, last


def _within(
    text: str, value: object, start: int, end: int, path: tuple[str, ...]
) -> Iterator[tuple[object, int, int]]:
    if isinstance(value, list):
        for element, first, last in object_elements(text, start):
            yield from _within(text, element, first, last, path)
    elif not path:
        yield value, start, end
    elif isinstance(value, dict):
        for key, inner, first, last in object_fields(text, start, alone=False):
            if key == path[0]:
                yield from _within(text, inner, first, last, path[1:])


def object_elements(text: str, place: int) -> Iterator[tuple[object, int, int]]:
    """The elements of an array that begins at a place: value, and where its text begins and ends.

    Raises ValueError for what is no array.
    """
    place = _expect("[", text, place)
    while not text.startswith("]", place):
        value, end = _DECODER.raw_decode(text, place)
        yield value, place, end
        place = _pass_blanks(text, end)
        if not text.startswith("]", place):
            place = _expect(",", text, place)


def object_fields(
    text: str, place: int = 0, alone: bool = True
) -> Iterator[tuple[str, object, int, int]]:
    """The fields of an object: name, value, and where its text begins and ends.

    alone: whether nothing may stand behind the object.
    Raises ValueError for what is no object.
    """
    place = _expect("{", text, place)
    if text.startswith("}", place):
        return
    while True:
        name, place = scanstring(text, _expect('"', text, place, blanks=False), True)
        start = _expect(":", text, _pass_blanks(text, place))
        value, end = _DECODER.raw_decode(text, start)
        yield name, value, start, end
        place = _pass_blanks(text, end)
        if text.startswith("}", place):
            break
        place = _expect(",", text, place)
    if alone and _pass_blanks(text, place + 1) != len(text):
        raise ValueError("more than an object")


def _expect(sign: str, text: str, place: int, blanks: bool = True) -> int:
    place = _pass_blanks(text, place)
    if not text.startswith(sign, place):
        raise ValueError(f"no {sign}")
    return _pass_blanks(text, place + 1) if blanks else place + 1


def _pass_blanks(text: str, place: int) -> int:
    match = BLANKS.match(text, place)
    return match.end() if match else place


def _whole_escape(match: re.Match[str]) -> str:
    """An escape as it is, save half of a surrogate pair, which becomes the text of its escape."""
    return f"\\\\{match['lone']}" if match["lone"] else match[0]


def _escaped(match: re.Match[str]) -> str:
    return f"\\\\x{ord(match[0]) - 0xDC00:02x}"


def _called(encoding: str) -> str:
    return "UTF-8" if encoding == UTF_8 else encoding
