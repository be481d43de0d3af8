"""Remove what builds made from the database; what was landed stays.

Tables and views of the schemas that a build fills are dropped, so that the next build makes all of
them anew. Raw tables stay, and so does whatever else you keep in the file. To take out a dataset
that was landed, use `python -m ingest remove NAME`; to be rid of everything, delete the file.
"""

from __future__ import annotations

import argparse

from ingest import settings
from ingest.database import BUILT_SCHEMAS, check_opens, open_database
from ingest.warehouse_options import add_written_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    add_written_database(parser)


def run(options: argparse.Namespace) -> int:
    """Drop the schemas, all or none, and say what stayed."""
    work = settings.work_path_of(options.database)
    check_opens(work)
    if not work.exists():
        print(f"there is no database {work}: nothing to remove")
        return 0
    with open_database(work) as connection:
        connection.execute("begin")
        for schema in BUILT_SCHEMAS:
            connection.execute(f"drop schema if exists {schema} cascade")
        connection.execute("commit")
        # gives back to the disk what is free at the end of the file
        connection.execute("checkpoint")
        landed = connection.execute(
            "select distinct dataset_id from raw.landings order by all"
        ).fetchall()
    print(f"removed what was built from {work}")
    print(f"landed data stay: {', '.join(name for (name,) in landed) or 'there are none'}")
    return 0
