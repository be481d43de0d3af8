"""Write the public tables to a PostgreSQL server, or as a folder of Parquet files.

  python -m corate publish postgresql://me@localhost/warehouse
  python -m corate publish ~/mirror

PostgreSQL gets a table for every public table and view, with comments, keys and indexes, in one
transaction: readers see the old tables until the new ones are whole. A password comes from the
address, PGPASSWORD or ~/.pgpass. Needs psycopg: `pip install 'psycopg[binary]'`.

A folder gets a file <schema>/<table>.parquet for each, README.md, catalogue.json for programs, and
views.sql for DuckDB. It is written whole or not at all.

Publishing again replaces what was published, and nothing else. Columns that may hold reviews or
names are left out unless --with-private is given. docs/guides/clients.md has more.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from corate.database import add_public_database, warehouse
from corate.publications.folder import publish_as_folder
from corate.publications.licences import told_licences
from corate.publications.postgresql import is_postgresql, publish_to_postgresql
from corate.publications.tables import Publication, read_publication
from ingest.addresses import without_passwords
from ingest.errors import IngestError, UsageError
from ingest.messages import named, on_one_line
from ingest.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "target", metavar="TARGET", help="postgresql://USER@HOST:PORT/DATABASE, or a folder"
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="TABLE",
        help="leave out a table, such as benchmarks.sequences; may be given again",
    )
    parser.add_argument(
        "--with-private",
        action="store_true",
        help="publish columns that may hold reviews or names, too",
    )
    parser.add_argument(
        "--licences-read",
        action="store_true",
        help="publish to a server elsewhere although a licence forbids it: you have permission",
    )
    add_public_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish, and say what was written.

    Raises UsageError where the target is none that may be written, or a licence stands against it,
    IngestError where it cannot be written.
    """
    target: str = arguments.target
    is_server = is_postgresql(target)
    if "://" in target and not is_server:
        raise UsageError(
            f"{without_passwords(target)} is neither postgresql://… nor a folder: publish to a "
            "folder, and carry that elsewhere"
        )
    progress = Progress()
    with warehouse(arguments.database) as connection:
        publication = read_publication(
            connection, arguments.with_private, without=arguments.without
        )

        def may_leave(is_here: bool) -> None:
            _tell_licences(publication, progress, is_here or arguments.licences_read)

        if is_server:
            written = publish_to_postgresql(connection, target, publication, progress, may_leave)
        else:
            folder = Path(os.path.expanduser(target))
            try:
                written = publish_as_folder(connection, folder, publication, progress, may_leave)
            except OSError as error:
                raise IngestError(
                    f"{target} could not be written: {error.strerror or error}: give another folder"
                ) from error
    number = publication.build["build_number"]
    print(on_one_line(f"published build {number} to {without_passwords(target)}"))
    width = max(map(len, written))
    for name, rows in written.items():
        print(f"    {name:{width}}{rows:>13,} rows")
    if publication.left_out:
        print(f"left out, as they may hold reviews or names: {', '.join(publication.left_out)}")
    return 0


def _tell_licences(publication: Publication, progress: Progress, is_allowed: bool) -> None:
    """Say what licences say. Raises UsageError where one forbids it, unless it is allowed."""
    told, forbidden = told_licences(publication.datasets)
    for line in told:
        progress.say(on_one_line(line))
    if forbidden and not is_allowed:
        raise UsageError(
            f"licences do not let you pass on {named(forbidden)}: nothing was sent. Publish a "
            "warehouse without them, or say --licences-read if you have permission"
        )
