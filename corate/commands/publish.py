"""Write the public tables to a PostgreSQL server, or as a folder of Parquet files.

  python -m corate publish postgresql://me@localhost/warehouse
  python -m corate publish ~/mirror
  python -m corate publish ~/mirror --target spark

PostgreSQL gets a table for every public table and view, with comments, keys and indexes, in one
transaction: readers see the old tables until the new ones are whole. A password comes from the
address, PGPASSWORD or ~/.pgpass. Needs psycopg: `pip install 'psycopg[binary]'`.

A folder gets a file <schema>/<table>.parquet for each, README.md, catalogue.json for programs, and
views.sql for DuckDB. It is written whole or not at all. With --target spark its rows come from
Apache Spark; every command then answers from it (--database ~/mirror), and so does this one.

Publishing again replaces what was published, and nothing else. Columns that may hold reviews or
names are left out unless --with-private is given. docs/guides/clients.md has more.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from corate.database import add_public_database, warehouse
from corate.folders import PUBLICATION
from corate.interrupts import interruptible
from corate.publications.folder import RowsOf, publish_as_folder
from corate.publications.licences import add_strict_licences, refuse_strictly, told_licences
from corate.publications.postgresql import is_postgresql, publish_to_postgresql
from corate.publications.spark import read_from_spark, rows_by_spark
from corate.publications.tables import Publication, read_publication
from corate.spark import spark_session
from ingest.addresses import without_passwords
from ingest.copies import note_copy
from ingest.database import open_in_memory
from ingest.errors import IngestError, UsageError
from ingest.messages import named, on_one_line
from ingest.progress import Progress

SPARK_TARGETS = ("spark", "spark-connect")
"""Those of the project's profile."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    target = os.environ.get("DBT_TARGET")
    parser.add_argument(
        "place", metavar="PLACE", help="postgresql://USER@HOST:PORT/DATABASE, or a folder"
    )
    parser.add_argument(
        "--target",
        metavar="TARGET",
        default=target if target in SPARK_TARGETS else None,
        help="publish what a build with this target of dbt's has made in Apache Spark: spark "
        "(default: DBT_TARGET, where that is of Spark)",
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
    add_strict_licences(parser)
    add_public_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish, and say what was written.

    Raises UsageError where the target is none that may be written, or a licence stands against it,
    IngestError where it cannot be written.
    """
    place: str = arguments.place
    is_server = is_postgresql(place)
    if "://" in place and not is_server:
        raise UsageError(
            f"{without_passwords(place)} is neither postgresql://… nor a folder: publish to a "
            "folder, and carry that elsewhere"
        )
    if is_server and arguments.target:
        raise UsageError(
            "what Spark has made is published to a folder, and from there to PostgreSQL: publish "
            f"FOLDER --target {arguments.target}; publish postgresql://… --database FOLDER"
        )
    folder = Path(os.path.expanduser(place)).absolute()
    progress = Progress()
    with _published(arguments) as (connection, publication, rows_of):

        def may_leave(is_here: bool) -> None:
            _tell_licences(publication, progress, is_here or arguments.licences_read)
            refuse_strictly(publication.datasets, arguments.strict_licences)

        if is_server:
            written = publish_to_postgresql(connection, place, publication, progress, may_leave)
        else:
            try:
                written = publish_as_folder(
                    connection, folder, publication, progress, may_leave, rows_of
                )
            except OSError as error:
                raise IngestError(
                    f"{place} could not be written: {error.strerror or error}: give another folder"
                ) from error
    note_copy(
        arguments.database,
        PUBLICATION.made_by,
        without_passwords(place) if is_server else folder,
        [one["dataset_id"] for one in publication.datasets],
    )
    number = publication.build["build_number"]
    print(on_one_line(f"published build {number} to {without_passwords(place)}"))
    width = max(map(len, written))
    for name, rows in written.items():
        print(f"    {name:{width}}{rows:>13,} rows")
    if publication.left_out:
        print(f"left out, as they may hold reviews or names: {', '.join(publication.left_out)}")
    return 0


@contextmanager
def _published(
    arguments: argparse.Namespace,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Publication, RowsOf]]:
    """DuckDB, what there is to publish, and where its rows come from."""
    private, without = arguments.with_private, arguments.without
    if arguments.target is None:
        with warehouse(arguments.database) as connection:
            publication = read_publication(connection, private, without)
            yield connection, publication, lambda table, folder: table.written
        return
    with (
        spark_session(arguments.target) as session,
        open_in_memory() as connection,
        interruptible(connection),
    ):
        publication = read_from_spark(session, private, without)
        yield connection, publication, rows_by_spark(session)


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
