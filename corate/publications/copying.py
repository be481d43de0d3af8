"""Rows of DuckDB as the text that PostgreSQL's COPY reads.

DuckDB writes the text itself, a line a row; lines come in Arrow's batches, whose bytes are handed
on as they lie in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import duckdb

from corate.publications.tables import Column
from ingest.columns import quote_identifier

if TYPE_CHECKING:
    from pyarrow import LargeStringArray

TYPES = {
    "BOOLEAN": "boolean",
    "TINYINT": "smallint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "HUGEINT": "numeric(39)",
    "UTINYINT": "smallint",
    "USMALLINT": "integer",
    "UINTEGER": "bigint",
    "UBIGINT": "numeric(20)",
    "UHUGEINT": "numeric(39)",
    "FLOAT": "real",
    "DOUBLE": "double precision",
    "VARCHAR": "text",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP_S": "timestamp",
    "TIMESTAMP_MS": "timestamp",
    "TIMESTAMP_NS": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "INTERVAL": "interval",
    "UUID": "uuid",
}
"""PostgreSQL's types, by DuckDB's. Whatever else there is becomes json."""

UNQUOTED = re.compile(r"BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
"""Types whose lists DuckDB writes as PostgreSQL does, but for the brackets."""

BATCH_ROWS = 10_000
"""Rows of one batch: a history may have thousands of items."""

NO_NUL = "\ufffd"
"""Stands for the character NUL, which PostgreSQL keeps in no text."""


def type_there(kind: str) -> str:
    """PostgreSQL's type for one of DuckDB's: arrays for lists."""
    if kind.endswith("[]") and not kind.endswith("[][]"):
        return f"{type_there(kind[:-2])}[]"
    if kind.startswith("DECIMAL("):
        return kind.replace("DECIMAL", "numeric")
    if kind.startswith("ENUM("):
        return "text"
    return TYPES.get(kind, "json")


def lines(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Column]
) -> Iterator[tuple[memoryview, int]]:
    """The rows of a table, as the bytes of whole lines and how many they are.

    table: its name as SQL. Raises duckdb.Error.
    """
    fields = ", ".join(
        f"coalesce({_escaped(_text(quote_identifier(column.name), column.kind), column.kind)},"
        r" '\N')"
        for column in columns
    )
    line = f"concat_ws(chr(9), {fields}) || chr(10)"
    relation = connection.sql(f"select {line} as line from {table}")
    # not above: it takes a while, and other commands need none of it
    from pyarrow import large_string

    for batch in relation.to_arrow_reader(BATCH_ROWS):
        if batch.num_rows:
            yield _bytes(batch.column(0).cast(large_string())), batch.num_rows


def _bytes(texts: LargeStringArray) -> memoryview:
    """The texts one behind the other, as they lie in memory."""
    _, offsets, data = texts.buffers()
    bounds = memoryview(offsets).cast("b").cast("q")
    begin, end = bounds[texts.offset], bounds[texts.offset + len(texts)]
    return memoryview(data)[begin:end]


def _text(value: str, kind: str) -> str:
    """SQL for a value as PostgreSQL reads it, NULL where it is; `value` is SQL, too."""
    if kind.endswith("[]") and not kind.endswith("[][]"):
        element = kind[:-2]
        if UNQUOTED.fullmatch(element):
            return f"translate({value}::varchar, '[]', '{{}}')"
        inner = _text("element", element)
        quoted = rf"""'"' || replace(replace({inner}, '\', '\\'), '"', '\"') || '"'"""
        each = f"list_transform({value}, lambda element: coalesce({quoted}, 'NULL'))"
        return f"'{{' || array_to_string({each}, ',') || '}}'"
    if kind == "VARCHAR":
        return f"replace({value}, chr(0), '{NO_NUL}')"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        # DuckDB writes (BC) behind the date, PostgreSQL BC behind the time
        is_before = f"{value} < '0001-01-01' and isfinite({value})"
        text = f"{value}::varchar"
        return f"case when {is_before} then replace({text}, ' (BC)', '') || ' BC' else {text} end"
    if type_there(kind) == "json":
        return f"to_json({value})::varchar"
    return f"{value}::varchar"


def _escaped(text: str, kind: str) -> str:
    """SQL for a text as a field of a line."""
    element = kind.removesuffix("[]")
    if element in {*TYPES} - {"VARCHAR"} or element.startswith("DECIMAL("):
        return text
    text = rf"replace({text}, '\', '\\')"
    for character, escape in ((9, "t"), (10, "n"), (13, "r")):
        text = rf"replace({text}, chr({character}), '\{escape}')"
    return text
