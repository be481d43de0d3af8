"""Taking over the database of a release that knew one file, for readers and builds alike."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from ingest.settings import published_path_of

Connect = Callable[[Path], duckdb.DuckDBPyConnection]


def adopt_former(work: Path, connect: Connect) -> None:
    """Make a work file that is missing of the file for readers, where that holds landed data.

    Readers keep theirs until the next build takes its place. `connect` opens a file for writing;
    what it raises is raised.
    """
    former = published_path_of(work)
    if former is None or work.exists() or not former.is_file() or not former.stat().st_size:
        return
    with connect(former) as connection:
        is_former = connection.execute(
            "select 1 from duckdb_tables() where schema_name = 'raw' and table_name = 'landings'"
        ).fetchall()
        # what is beside the file goes into it
        connection.execute("checkpoint")
    if not is_former:
        return
    new = work.with_name(f"{work.name}.new")
    shutil.copyfile(former, new)
    with new.open("r+b") as opened:
        os.fsync(opened.fileno())
    new.replace(work)
