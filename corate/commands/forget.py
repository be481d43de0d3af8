"""Take a person out of a dataset: of what is landed, of every table, and of the public file.

  python -m corate forget my-shop ann@example.org
  python -m corate forget my-shop 1042 1043 --dry-run

USER is an id as it stands in the files that were landed, or its pseudonym. The rows are deleted,
every table is made anew without them, and both files of the warehouse are written anew, so that no
block of theirs holds the person. From then on, landing leaves the person out, whichever file it
reads. What no command reaches is named: exports, publications, downloads.

It takes as long as a build of everything: give all that are to be forgotten at once. A run that was
killed, or has failed, is begun again by the same command. docs/guides/people-and-licences.md has
more.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ingest import settings
from ingest.copies import copies_of
from ingest.database import check_opens, check_public, no_database
from ingest.errors import IngestError
from ingest.forgetting import Forgotten, forget, lists_that_name
from ingest.messages import on_one_line
from ingest.setting_files import check_settings
from ingest.warehouse_options import add_wait, add_written_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, where, and whether to count only."""
    parser.add_argument("dataset", metavar="DATASET", help="what `python -m ingest list` shows")
    parser.add_argument("users", metavar="USER", nargs="+", help="who; several at once are quicker")
    parser.add_argument(
        "--dry-run", action="store_true", help="say how many rows it is about, and change nothing"
    )
    add_wait(parser)
    add_written_database(parser)


def run(options: argparse.Namespace) -> int:
    """Forget, build, and say what is out of reach; return the exit code of the build.

    Raises UsageError for a dataset or a user that is not there, IngestError where a file cannot be
    opened or written.
    """
    if options.wait is not None:
        os.environ["CORATE_WAIT"] = options.wait
    check_public(options.database)
    # a build goes to the project
    options.database = options.database.absolute()
    work = settings.work_path_of(options.database)
    public = settings.published_path_of(work)
    if not work.exists():
        if not options.database.exists():
            raise no_database(options.database)
        raise IngestError(f"there is no {work}: nothing is landed beside {options.database}")
    check_opens(work)
    # a build that could not begin would leave nothing for readers
    check_settings()
    found = forget(work, options.dataset, options.users, options.dry_run)
    _tell(found, options)
    if options.dry_run:
        return 0
    code = _build(public) if public is not None and public.exists() else 0
    _tell_what_is_out_of_reach(found, options)
    return code


def _tell(found: Forgotten, options: argparse.Namespace) -> None:
    would = "would delete" if options.dry_run else "deleted"
    for table, rows in sorted(found.rows.items()):
        print(f"{would} {rows:,} rows of raw.{table}")
    if not found.rows:
        print("forgotten before: no rows are left of what was landed")
    if found.rejected:
        print(
            f"{would} the text of {found.rejected:,} lines that could not be read, since nobody "
            "can tell whose they are"
        )


def _build(public: Path) -> int:
    """Make all tables and the public file anew; where that fails, there is none any more."""
    before = public.stat()
    # not above: dbt takes two seconds to load
    from corate.running import build

    os.environ["CORATE_DATABASE"] = str(public.absolute())
    os.environ.pop("DBT_TARGET", None)
    code = 1
    try:
        code = build([])
    finally:
        after = public.stat()
        if (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns):
            public.unlink()
            told = f"{public} still showed the person, and is removed: `python -m corate build`"
            print(on_one_line(f"{told} makes it anew"), file=sys.stderr)
            code = code or 1
    return code


def _tell_what_is_out_of_reach(found: Forgotten, options: argparse.Namespace) -> None:
    """Name copies and files that hold the person still, as far as it is known."""
    name: str = options.dataset
    for line in lists_that_name(options.users):
        print(f"{line} has such an id: if it is of the user, delete the line and run this again")
    if found.others:
        print(f"tables of your own may hold the person: schemas {', '.join(found.others)}")
    downloads = settings.downloads_folder() / name
    if downloads.exists():
        print(on_one_line(f"{downloads} has the files as they were downloaded"))
    copies = copies_of(options.database, name)
    for copy in copies:
        print(on_one_line(f"{copy.place} is a copy of {copy.made_at} UTC, by {copy.made_by}"))
    print(
        ("write these anew or delete them" if copies else f"no copy of {name} is known of")
        + "; who has made others by other means, or backups, has to look for them"
    )
