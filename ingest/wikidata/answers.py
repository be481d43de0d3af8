"""Whether what came back is a whole answer: a SPARQL JSON results document about the films asked.

Source: SPARQL 1.1 Query Results JSON Format (https://www.w3.org/TR/sparql11-results-json/).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from ingest.wikidata.queries import variables

TERM_TYPES = frozenset({"uri", "literal", "typed-literal", "bnode"})
SHOWN_CHARACTERS = 60


CONTROLS: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys(map(ord, "\t\n\r"), " "),
}
"""What becomes of control characters: they are left out, or blanks where they are blank."""


class Malformed(Exception):
    """What came back is no answer; the message is a short clause that says why."""


def read_answer(body: bytes, kind: str, imdb_ids: Collection[str]) -> tuple[str, frozenset[str]]:
    """The text of an answer, and the films that have a row in it.

    Control characters are taken out of its values: some engines write them raw, which is no JSON.
    Raises Malformed where it is cut short, no JSON, or no answer to this question.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("the answer is not UTF-8") from error
    try:
        delivered = json.loads(text, strict=False)
        document = without_controls(delivered)
    except (ValueError, RecursionError) as error:
        raise Malformed(_no_json(text)) from error
    if document != delivered:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text, films_in(document, kind, imdb_ids)


def without_controls(document: Any) -> Any:
    """A JSON document without control characters in its texts."""
    if isinstance(document, str):
        return document if document.isprintable() else document.translate(CONTROLS)
    if isinstance(document, list):
        return [without_controls(one) for one in document]
    if isinstance(document, dict):
        return {name: without_controls(value) for name, value in document.items()}
    return document


def films_in(document: object, kind: str, imdb_ids: Collection[str]) -> frozenset[str]:
    """The films of a results document. Raises Malformed where it is none, or of other films."""
    match document:
        case {"head": {"vars": list(names)}, "results": {"bindings": list(bindings)}}:
            pass
        case _:
            raise Malformed("the answer is JSON, but not of SPARQL results")
    if missing := [name for name in variables(kind) if name not in names]:
        raise Malformed(f"the answer lacks the column {missing[0]}")
    films = frozenset(_film(binding) for binding in bindings)
    if strange := films.difference(imdb_ids):
        raise Malformed(f"the answer is about {min(strange)}, which was not asked")
    return films


def _film(binding: object) -> str:
    """The film of a row, whose terms are all in order."""
    if not isinstance(binding, dict):
        raise Malformed("a row of the answer is no object")
    for name, term in binding.items():
        match term:
            case {"type": str(kind), "value": str(value)} if kind in TERM_TYPES:
                _check_characters(value)
            case _:
                raise Malformed(f"a row of the answer has no proper value for {name}")
    if "imdb_id" not in binding or "item" not in binding:
        raise Malformed("a row of the answer has no film")
    return str(binding["imdb_id"]["value"])


def _check_characters(value: str) -> None:
    """Half a character can be written in JSON, but not read in SQL."""
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Malformed("the answer holds half a character") from error


def _no_json(text: str) -> str:
    """What there is in place of JSON."""
    start = text.lstrip()[:SHOWN_CHARACTERS]
    if not start:
        return "the answer is empty"
    if start.startswith("{"):
        return "the answer is cut short or damaged"
    if start.startswith("<"):
        return "HTML or XML in place of JSON"
    return f"no JSON, but {' '.join(start.split())!r}"
