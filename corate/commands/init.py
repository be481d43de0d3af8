"""Make a dbt project that has Corate as a package, where Corate is installed with pip.

  corate init my-project

It has a profile, settings to edit and an example of a table of your own; its README.md says what is
where. Everything that is landed and built will be in its folder.
"""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path

from corate.projects import connect_link, make_project
from ingest import settings
from ingest.errors import IngestError, UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("folder", metavar="FOLDER", help="a new folder, or an empty one")


def run(options: argparse.Namespace) -> int:
    """Write the files and say what to type next. Raises UsageError in a clone."""
    if not settings.IS_INSTALLED:
        raise UsageError(
            f"this Corate is a clone, {settings.PROJECT_ROOT}, and a project already: build there, "
            "or see docs/guides/package.md for a project beside it"
        )
    folder = Path(os.path.expanduser(options.folder))
    try:
        made = make_project(folder)
        connect_link(folder)
    except OSError as error:
        raise IngestError(
            f"{folder} could not be written: {error.strerror or error}: give another folder"
        ) from error
    print(f"made {folder}:")
    for place in made:
        print(f"    {place}")
    print("next:")
    if folder.resolve() != Path.cwd():
        print(f"    cd {shlex.quote(str(folder))}")
    print("    corate build      # lands the sample first, as nothing is landed")
    print("or land something of your own before: corate ingest land --help")
    return 0
