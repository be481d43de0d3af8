"""A published folder as a database, for those who ask it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from corate.folders import PUBLICATION
from ingest.columns import quote_identifier, quote_text
from ingest.database import open_in_memory
from ingest.errors import IngestError


@contextmanager
def open_publication(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with a view of each table of a folder, described as in a warehouse.

    Raises IngestError for a folder that is no publication.
    """
    try:
        catalogue = json.loads((folder / PUBLICATION.manifest).read_text(encoding="utf-8"))
        tables = [file for file in catalogue["files"] if "table" in file]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IngestError(
            f"{folder} is a folder, and holds nothing that `python -m corate publish` wrote: give "
            "a file or such a folder as --database"
        ) from error
    with open_in_memory() as connection:
        for table in tables:
            schema = quote_identifier(table["schema"])
            name = f"{schema}.{quote_identifier(table['table'])}"
            path = quote_text(str(folder.absolute() / table["path"]))
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create view {name} as from read_parquet({path})")
            said = {f"view {name}": table["description"]} | {
                f"column {name}.{quote_identifier(column['name'])}": column["description"]
                for column in table["columns"]
            }
            for what, text in said.items():
                connection.execute(f"comment on {what} is {quote_text(text)}")
        yield connection
