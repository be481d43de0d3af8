"""How documents are written in a file, told from how it begins, for every source alike.

One a line, as JSON or as Python dictionaries; one JSON array; JSON objects over several lines; or
one JSON object that holds the array of all.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from ingest.errors import IngestError
from ingest.layouts import DocumentLayout, JsonArray, JsonLines, Layout, PythonLiterals
from ingest.messages import named
from ingest.text_files import LINE_END

LINES, LITERALS, ARRAY, OBJECTS, WRAPPED = "lines", "literals", "array", "objects", "wrapped"

LINES_JUDGED = 20
"""So many lines tell the form: a broken one among them must not decide."""

MOST_NAMED = 100
"""Characters of the fields that are there: a message has shown some of the file already."""

_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Documents:
    """The form of a file of documents, and the texts of the first ones that could be found."""

    form: str
    first: tuple[str, ...]


def documents_in(start: str, columns: Iterable[str]) -> Documents | None:
    """What documents a file holds that begins so; None where it begins as something else.

    columns: the fields that are looked for, which tell an object that is a record from one that
    holds all records.
    """
    start = start.lstrip("\ufeff \t\r\n")
    if re.match(r"\[\s*\{\s*'", start):
        raise IngestError(
            "a Python list is not read: write one dictionary a line, or JSON (json.dump)"
        )
    if re.match(r"\[\s*\[", start) or _is_array_of_values(start):
        raise IngestError(
            "arrays of values without names are not read: write one object a line, such as "
            '{"user": "u1", "item": "i1"}, or CSV'
        )
    if re.match(r"\[\s*(\{|\]|$)", start):
        return Documents(ARRAY, tuple(_objects(start[1:])))
    if not start.startswith("{"):
        return None
    lines = [line for line in LINE_END.split(start) if line.strip()]
    documents = [line for line in lines[:LINES_JUDGED] if line.startswith("{")]
    is_a_line_each = 2 * len(documents) >= min(len(lines), LINES_JUDGED)
    is_alone = len(lines) == 1 or not is_a_line_each or not any(map(_is_json, documents))
    array = _array_of_all(start, columns) if is_alone else None
    if array is not None:
        return Documents(WRAPPED, tuple(_objects(start[array + 1 :])))
    if is_a_line_each:
        return Documents(_form_of_lines(documents), tuple(documents))
    return Documents(OBJECTS, tuple(_objects(start)))


def _form_of_lines(lines: Sequence[str]) -> str:
    """JSON or Python, as more of the lines are; nothing where none is either."""
    as_json = sum(map(_is_json, lines))
    as_literals = sum(not _is_json(line) and _is_literal(line) for line in lines)
    if not as_json and not as_literals:
        return ""
    return LITERALS if as_literals > as_json else LINES


def laid_out(layout: DocumentLayout, form: str) -> DocumentLayout:
    """The layout of documents with the same fields in another form; the same where none is told."""
    if not form:
        return layout
    common = {field.name: getattr(layout, field.name) for field in fields(DocumentLayout)}
    if form in (LINES, LITERALS):
        return (JsonLines if form == LINES else PythonLiterals)(**common)
    return JsonArray(**common, form=form)


def _array_of_all(start: str, columns: Iterable[str]) -> int | None:
    """Where the array of all records begins in an object that holds it; None where none is.

    It is a record itself where it has one of the columns, or the array is part of one.
    """
    names = tuple(columns)
    place = 1
    while match := re.compile(r'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*').match(start, place):
        name, place = match[1], match.end()
        if any(one == name or one.startswith(f"{name}.") for one in names):
            return None
        if re.compile(r"\[\s*\{").match(start, place):
            return place
        try:
            _, place = _DECODER.raw_decode(start, place)
        except (ValueError, RecursionError):
            return None
    return None


def missing_fields(layout: Layout, documents: Iterable[str]) -> str:
    """Words about fields that are in none of the documents, and those that are; empty for none."""
    if not isinstance(layout, DocumentLayout):
        return ""
    found = list(dict.fromkeys(name for one in documents for name in _fields_of(one)))
    lists = {
        ".".join(one.split(".")[:size]) for one in found for size in range(1, one.count(".") + 2)
    }
    missing = [
        column.delivered
        for column in layout.columns
        if column.required and column.delivered not in lists and column.otherwise not in found
    ]
    if not found or not missing:
        return ""
    return f". There is no field {named(missing)}: the fields are {named(found, MOST_NAMED)}"


def _fields_of(document: str) -> list[str]:
    """The fields of a document, those of objects within as `a.b`; nothing where it is none."""
    try:
        value = json.loads(document)
    except (ValueError, RecursionError):
        try:
            value = ast.literal_eval(document)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return []
    return list(_names(value)) if isinstance(value, dict) else []


def _names(value: dict[str, object], before: str = "") -> Iterator[str]:
    for name, inner in value.items():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            inner = inner[0]
        if isinstance(inner, dict) and inner:
            yield from _names(inner, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def _objects(text: str) -> Iterator[str]:
    """Objects that stand one after another, up to LINES_JUDGED, and the first that is none."""
    place = 0
    for _ in range(LINES_JUDGED):
        match = re.compile(r"[\s,]*(?=\{)").match(text, place)
        if match is None:
            return
        try:
            _, end = _DECODER.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            return
        yield text[match.end() : end]
        place = end


def _is_array_of_values(start: str) -> bool:
    """Whether the first line is a JSON array of several values, as every record may be."""
    line = LINE_END.split(start, maxsplit=1)[0].strip()
    if not line.startswith("["):
        return False
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, list) and len(read) > 1 and not isinstance(read[0], dict)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _is_literal(line: str) -> bool:
    try:
        return isinstance(ast.literal_eval(line), dict)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
