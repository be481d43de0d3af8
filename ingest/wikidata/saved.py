"""Answers in a file: JSON lines, one answer a line, also as .gz."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

import duckdb

from ingest.errors import IngestError
from ingest.packing import open_bytes
from ingest.wikidata.answers import Malformed, films_in, without_controls
from ingest.wikidata.landed import Answer
from ingest.wikidata.queries import IMDB_ID, PARTS

KEYS = ("kind", "imdb_ids", "query", "endpoint", "answered_at", "answer")
ROWS_AT_ONCE = 100


def read_answers(file: Path) -> list[Answer]:
    """The answers of a file. Raises IngestError that names the line where one is not in order."""
    if not file.is_file():
        raise IngestError(f"there is no file {file}")
    answers = []
    with open_bytes(file) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    answers.append(_answer(json.loads(line)))
                except (ValueError, RecursionError, Malformed) as error:
                    raise IngestError(f"{file.name}, line {number}: {error}") from error
    return answers


def _answer(saved: object) -> Answer:
    """An answer as saved. Raises ValueError or Malformed where it is not in order."""
    if not isinstance(saved, dict):
        raise ValueError("it is no JSON object")
    if missing := [key for key in KEYS if key not in saved]:
        raise ValueError(f"it lacks the key {missing[0]}")
    kind, imdb_ids = saved["kind"], saved["imdb_ids"]
    if kind not in PARTS:
        raise ValueError(f"'{kind}' is no kind of query: {', '.join(PARTS)}")
    if not isinstance(imdb_ids, list) or not imdb_ids:
        raise ValueError("imdb_ids is no list of films")
    for imdb_id in imdb_ids:
        if not isinstance(imdb_id, str) or not IMDB_ID.fullmatch(imdb_id):
            raise ValueError(f"{imdb_id!r} is no IMDb id such as tt0114709")
    for key in ("query", "endpoint"):
        if saved[key] is not None and not isinstance(saved[key], str):
            raise ValueError(f"{key} is no text")
    document = without_controls(saved["answer"])
    films_in(document, kind, imdb_ids)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    answered_at = _time(saved["answered_at"])
    return Answer(kind, imdb_ids, saved["query"], saved["endpoint"], answered_at, text)


def _time(written: object) -> datetime:
    """A time in ISO form; UTC where it does not say."""
    try:
        time = datetime.fromisoformat(cast(str, written))
    except (TypeError, ValueError) as error:
        raise ValueError(f"answered_at {written!r} is no time in ISO form") from error
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time


def write_answers(connection: duckdb.DuckDBPyConnection, file: Path) -> int:
    """Write all landed answers to a file, in the order of landing; returns how many.

    The file appears when it is complete, and the same answers give the same bytes.
    """
    if not file.absolute().parent.is_dir():
        raise IngestError(f"the folder of {file} does not exist: create it first")
    unfinished = file.with_name(f".{file.name}.unfinished")
    written = 0
    try:
        with _opened(unfinished, packed=file.suffix == ".gz") as target:
            for line in _lines(connection):
                target.write(line)
                written += 1
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
    return written


@contextmanager
def _opened(file: Path, packed: bool) -> Iterator[IO[bytes]]:
    """A file to write to, packed or not; the same content gives the same packed bytes."""
    with file.open("wb") as plain:
        if packed:
            with gzip.GzipFile("", "wb", fileobj=plain, mtime=0) as target:
                yield cast(IO[bytes], target)
        else:
            yield plain


def _lines(connection: duckdb.DuckDBPyConnection) -> Iterator[bytes]:
    """The landed answers, each as a line."""
    found = connection.execute(
        """
        select kind, imdb_ids, query, endpoint, answered_at, answer
        from raw.wikidata_answers
        order by answer_id
        """
    )
    while rows := found.fetchmany(ROWS_AT_ONCE):
        for kind, imdb_ids, query, endpoint, answered_at, answer in rows:
            saved = {
                "kind": kind,
                "imdb_ids": imdb_ids,
                "query": query,
                "endpoint": endpoint,
                "answered_at": answered_at.isoformat() + "Z",
                "answer": json.loads(answer),
            }
            yield json.dumps(saved, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
