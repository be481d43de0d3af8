"""The public tables as a folder of Parquet files, with a catalogue."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from corate.folders import PUBLICATION, README, whole_folder
from corate.publications.markdown import datasets_section, table_lines
from corate.publications.tables import Publication, PublicTable
from ingest.columns import quote_identifier, quote_text
from ingest.progress import Progress
from ingest.text_files import sha256_of

VIEWS = "views.sql"

RowsOf = Callable[[PublicTable, Path], str]
"""SQL for the rows of a table; the folder, which is not there yet, is for files of them."""

TEXT = """\
# Public tables of a Corate warehouse

Build {number} of {made_at:%Y-%m-%d %H:%M:%S} UTC. A table is a file, `<schema>/<table>.parquet`.
`catalogue.json` describes every table and column, with keys, rows and SHA-256. In this folder,

    duckdb -init views.sql

opens DuckDB's shell with a view of each table, by the names that they have in the warehouse.

{datasets}
## Tables

| file | rows | one row per | key |
|---|---:|---|---|
{tables}
"""

LEFT_OUT = """
## Left out

| table or column | why |
|---|---|
{left_out}
"""


def publish_as_folder(
    connection: duckdb.DuckDBPyConnection,
    target: Path,
    publication: Publication,
    progress: Progress,
    may_leave: Callable[[bool], None],
    rows_of: RowsOf,
) -> dict[str, int]:
    """Write the folder, whole or not at all; returns the rows of each table.

    rows_of: where another engine has the rows, what writes those of a table into a folder.
    may_leave: called before anything is written, with True: a folder is on this machine. An
    earlier publication there is replaced. Raises UsageError, as `whole_folder` does, where
    something else is there, OSError and duckdb.Error where it cannot be written.
    """
    with whole_folder(target, True, PUBLICATION) as folder:
        may_leave(True)
        files = []
        with progress.bar("publishing", len(publication.tables), "tables") as advance:
            for table in publication.tables:
                files.append(_write(connection, table, folder, rows_of))
                advance(1)
        views = _views(publication)
        (folder / VIEWS).write_text(views, encoding="utf-8", newline="\n")
        (folder / README).write_text(_readme(publication, files), encoding="utf-8", newline="\n")
        catalogue = {
            "made_by": PUBLICATION.made_by,
            "build": publication.build,
            "datasets": publication.datasets,
            "left_out": publication.left_out,
            "files": [*files, {"path": VIEWS}],
        }
        text = json.dumps(catalogue, ensure_ascii=False, indent=2, default=str)
        (folder / PUBLICATION.manifest).write_text(text + "\n", encoding="utf-8", newline="\n")
    return {f"{file['schema']}.{file['table']}": file["rows"] for file in files}


def _write(
    connection: duckdb.DuckDBPyConnection, table: PublicTable, folder: Path, rows_of: RowsOf
) -> dict[str, Any]:
    """Write the file of a table; returns what the catalogue says of it."""
    rows_folder = folder / "rows"
    path = folder / table.schema / f"{table.name}.parquet"
    path.parent.mkdir(exist_ok=True)
    columns = ", ".join(quote_identifier(column.name) for column in table.columns)
    ((rows,),) = connection.execute(
        f"copy (select {columns} from {rows_of(table, rows_folder)}) to {quote_text(str(path))}"
        " (format parquet, compression zstd)"
    ).fetchall()
    shutil.rmtree(rows_folder, ignore_errors=True)
    return {
        "path": path.relative_to(folder).as_posix(),
        "schema": table.schema,
        "table": table.name,
        "description": table.description,
        "rows": rows,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
        "key": table.key,
        "columns": [
            {"name": column.name, "type": column.kind, "description": column.description}
            for column in table.columns
        ],
    }


def _views(publication: Publication) -> str:
    """SQL that makes a view of each file, for who is in the folder."""
    lines = ["-- paths are as seen from this folder: go into it before you run this"]
    schemas = dict.fromkeys(table.schema for table in publication.tables)
    lines += [f"create schema if not exists {quote_identifier(schema)};" for schema in schemas]
    lines += [
        f"create or replace view {table.written} as"
        f" from {quote_text(f'{table.schema}/{table.name}.parquet')};"
        for table in publication.tables
    ]
    return "\n".join(lines) + "\n"


def _readme(publication: Publication, files: list[dict[str, Any]]) -> str:
    # descriptions end with what a row is
    tables = [
        (
            file["path"],
            str(file["rows"]),
            file["description"].rpartition("One row per ")[2].rstrip("."),
            ", ".join(file["key"]),
        )
        for file in files
    ]
    text = TEXT.format(
        number=publication.build["build_number"],
        made_at=publication.build["made_at"],
        datasets=datasets_section(publication.datasets),
        tables=table_lines(tables),
    )
    if publication.left_out:
        text += LEFT_OUT.format(left_out=table_lines(publication.left_out.items()))
    return text
