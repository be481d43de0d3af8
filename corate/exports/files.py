"""Files that are the results of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import duckdb

from corate.database import Value, not_built, query_of
from ingest.columns import quote_identifier, quote_text
from ingest.text_files import sha256_of

OPTIONS = {
    # the one column as it is, a line a row
    "lines": "format csv, header false, delimiter '', quote '', escape ''",
    # columns with tabs between and a header, quoted where they must be
    "table": "format csv, header true, delimiter '\t', quote '\"', escape '\"', nullstr ''",
    # the same with commas
    "csv": "format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr ''",
    "parquet": "format parquet, compression zstd",
}
"""How DuckDB writes each kind of file."""


@dataclass(frozen=True)
class ExportFile:
    """A file with the rows of `corate/sql/exports/<query>.sql`, in the order that it states."""

    path: str
    """relative to the folder, with / between its parts"""
    kind: str
    """one of OPTIONS"""
    query: str
    holds: str
    """what is in it, for people"""
    values: Mapping[str, Value]
    """of the parameters of the query"""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """columns of the query that go by another name in the file"""
    left_out: Sequence[str] = ()
    """columns of the query that are not in the file"""
    further: Mapping[str, str] = field(default_factory=dict)
    """columns of the file, each with its SQL over columns of the query"""


class WrittenFile(TypedDict):
    """What a manifest says of a file."""

    path: str
    rows: int
    bytes: int
    sha256: str
    holds: str
    kind: str
    """one of OPTIONS"""
    columns: dict[str, str]
    """DuckDB's types of its columns; of `lines`, the one that is the line"""


def write(connection: duckdb.DuckDBPyConnection, file: ExportFile, folder: Path) -> WrittenFile:
    """Write a file into a folder. Raises IngestError where a table that it reads is not built."""
    query = query_of(f"exports/{file.query}")
    try:
        # not as the query of the copy: where that fails, DuckDB 2.0.0 now and then waits for ever
        connection.execute(
            f"create or replace temp table exported as {_with_its_columns(query, file)}",
            dict(file.values),
        )
    except duckdb.CatalogException as error:
        raise not_built(connection, query) or error from error
    return _copied(connection, file.kind, file.path, file.holds, folder)


def write_query(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    kind: str,
    path: str,
    holds: str,
    folder: Path,
) -> WrittenFile:
    """Write what a query of no file answers, as `write` does."""
    connection.execute(f"create or replace temp table exported as {query}")
    return _copied(connection, kind, path, holds, folder)


def _copied(
    connection: duckdb.DuckDBPyConnection, kind: str, path: str, holds: str, folder: Path
) -> WrittenFile:
    """The rows of the table `exported` as a file."""
    target = place(folder, path)
    ((row_count,),) = connection.execute(
        f"copy exported to {quote_text(str(target))} ({OPTIONS[kind]})"
    ).fetchall()
    columns = connection.execute("describe exported").fetchall()
    return {
        "path": path,
        "rows": row_count,
        "bytes": target.stat().st_size,
        "sha256": sha256_of(target),
        "holds": holds,
        "kind": kind,
        "columns": {str(name): str(type_) for name, type_, *_ in columns},
    }


def place(folder: Path, name: str) -> Path:
    """Where a file of the folder is, in folders that are there."""
    path = folder.joinpath(*name.split("/"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _with_its_columns(query: str, file: ExportFile) -> str:
    """The query with the columns of the file; an outer select keeps the order of an inner one."""
    if not file.left_out and not file.renamed and not file.further:
        return query
    columns = "*"
    if file.left_out:
        columns += f" exclude ({', '.join(map(quote_identifier, file.left_out))})"
    if file.renamed:
        pairs = (
            f"{quote_identifier(old)} as {quote_identifier(new)}"
            for old, new in file.renamed.items()
        )
        columns += f" rename ({', '.join(pairs)})"
    further = "".join(f", {sql} as {quote_identifier(name)}" for name, sql in file.further.items())
    return f"select {columns}{further} from ({query}) as file_rows"
