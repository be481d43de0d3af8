"""Metadata of the models of the Hugging Face Hub (https://huggingface.co/models), in four forms.

A table in CSV, whose list columns hold what Python prints for a list; the same table in Parquet;
or the Hub's own documents (https://huggingface.co/api/models), as one JSON array or as one document
a line. A file's beginning says which it is, because file names follow no rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.columns import COUNT, IDENTIFIER, TEXT, Column
from ingest.errors import IngestError
from ingest.grammar import Grammar
from ingest.layouts import (
    Delimited,
    DeliveredFile,
    JsonArray,
    JsonLines,
    Layout,
    Parquet,
    Plan,
    PlannedFile,
)
from ingest.text_files import first_line

MODEL = Column("modelId", IDENTIFIER)

TABLE = Delimited(
    "huggingface_models",
    (
        MODEL,
        Column("lastModified", TEXT, required=False),
        Column("tags", TEXT, required=False),
        Column("pipeline_tag", TEXT, required=False),
        Column("author", TEXT, required=False),
        Column("architectures", TEXT, required=False),
        Column("model_type", TEXT, required=False),
        Column("datasets", TEXT, required=False),
        Column("downloads", COUNT, required=False),
        Column("library_name", TEXT, required=False),
    ),
)

PARQUET_BEGINS = b"PAR1"

# older lists have no id, but what it was called before
_FIELDS = (
    Column("id", IDENTIFIER, otherwise=MODEL.delivered),
    Column("downloads", COUNT, required=False),
)

ARRAY = JsonArray("huggingface_documents", _FIELDS, document="document")
LINES = JsonLines("huggingface_documents", _FIELDS, document="document")


def plan(files: Sequence[DeliveredFile], edition: str) -> Plan:
    """Plan every file of models, of whatever form; a list may come in several files, page by page.

    Files that are of no known kind (a licence, a README) are left out. Raises
    IngestError where nothing is usable. Every edition is laid out alike.
    """
    planned: list[PlannedFile] = []
    others: list[str] = []
    for file in files:
        layout = _layout(file)
        if layout is None:
            others.append(file.name)
        else:
            planned.append(PlannedFile(file, layout))
    if not planned:
        raise IngestError(
            "this is no list of Hugging Face models: found neither a CSV or Parquet file with a "
            "column modelId nor documents of /api/models (a JSON array, or one object a line)"
            + (f" in {', '.join(others[:5])}" if others else "")
        )
    return Plan(tuple(planned))


def _layout(file: DeliveredFile) -> Layout | None:
    """How a file is laid out, told from how it begins; None for something else."""
    with file.path.open("rb") as opened:
        if opened.read(len(PARQUET_BEGINS)) == PARQUET_BEGINS:
            # imported when needed: Arrow takes longer to import than all the rest
            from pyarrow import parquet

            named = _named_as(parquet.read_schema(file.path).names) or TABLE
            return Parquet(named.table, named.columns)
    line = first_line(file.path).lstrip()
    if line.startswith("["):
        return ARRAY
    if line.startswith("{"):
        return LINES
    return _named_as(Grammar(TABLE.delimiter).split_alone(line))


def _named_as(names: Sequence[str]) -> Delimited | None:
    """A table whose models are called by one of both names, as documents may; None for no such."""
    if MODEL.delivered in names:
        return TABLE
    if "id" in names and {column.delivered for column in TABLE.columns[1:]} <= set(names):
        model = Column("id", IDENTIFIER, raw=MODEL.delivered)
        return replace(TABLE, columns=(model, *TABLE.columns[1:]))
    return None
