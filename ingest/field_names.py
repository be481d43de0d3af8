"""What a file of one's own calls its columns, before anybody has named those that are wanted."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from typing import Any

from ingest.forms import documents_in
from ingest.grammar import Grammar
from ingest.layouts import DeliveredFile
from ingest.packing import first_bytes
from ingest.parquet import columns_of
from ingest.sources.own_columns import Writing
from ingest.sources.own_files import BLANKS, DELIMITERS, PARQUET_MAGIC
from ingest.starts import Form, before_data, first_record
from ingest.text_files import first_characters, first_text


def possible_names(
    file: DeliveredFile, writing: Writing, known: Sequence[str]
) -> list[tuple[str, ...]]:
    """The names of the columns of a file: of delimited text, by each delimiter that may separate.

    known: names that are looked for, which tell a document from an object that holds all.
    """
    if first_bytes(file.path, len(PARQUET_MAGIC)) == PARQUET_MAGIC:
        return [tuple(columns_of(file.path, file.name, (), ()).all_names())]
    form = Form(Grammar(), writing.encoding, comment=writing.comment or "")
    if writing.delimiter is None:
        start = first_characters(file.path, writing.encoding)
        documents = documents_in(start[before_data(start, form, skip_blank=True).size :], known)
        if documents is not None:
            return [_fields(documents.first[0])] if documents.first else []
    text = first_text(file.path, writing.encoding)
    before = before_data(text, form, skip_blank=True)
    told = writing.delimiter or before.separator
    found = []
    for separator in (told,) if told else (*DELIMITERS, " "):
        runs = separator == BLANKS
        quote = '"' if writing.quote is None else writing.quote.replace("none", "")
        grammar = Grammar(" " if runs else separator, quote if len(separator) == 1 else "", runs)
        found.append(tuple(first_record(text[before.size :], 0, grammar)[2]))
    return found


def _fields(document: str) -> tuple[str, ...]:
    """The fields of a document, in JSON or as Python writes it."""
    read: Any = None
    for reader in (json.loads, ast.literal_eval):
        try:
            read = reader(document)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        break
    return tuple(map(str, read)) if isinstance(read, dict) else ()
