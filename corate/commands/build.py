"""Build every table and run every data test, showing one line a step.

It asks first what has changed since the last build, and does no more than is due for it. Then it
runs `dbt build` without the unit tests of the models, which `make test` runs. What dbt says of
each table and test is in the log. Arguments that are not said here are dbt's, such as --select,
--exclude, --vars and --full-refresh. With --target spark, Apache Spark makes the tables
(docs/guides/spark.md).
"""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Sequence
from contextlib import redirect_stdout

from corate import projects
from corate.due import what_is_due
from corate.spark import check_build, profile_of
from ingest import settings
from ingest.errors import UsageError
from ingest.listing import landed_datasets
from ingest.messages import typed
from ingest.setting_files import check_settings
from ingest.warehouse_options import add_wait


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long to wait for who holds the file; what the parser does not know goes to dbt."""
    add_wait(parser)
    parser.add_argument(
        "--target",
        "-t",
        metavar="TARGET",
        default=os.environ.get("DBT_TARGET"),
        help="which target of dbt's profile makes the tables, such as spark (default: DBT_TARGET, "
        "else DuckDB)",
    )
    parser.set_defaults(takes_others=True)


def run(options: argparse.Namespace) -> int:
    """Run dbt, and return its exit code: 0, 1 where tables or tests failed, 2 for other errors."""
    if options.wait is not None:
        os.environ["CORATE_WAIT"] = options.wait
    # dbt would take seconds to come to it
    check_settings()
    arguments: Sequence[str] = [one for one in options.others if one != "--"]
    is_of_spark = False
    if settings.IS_INSTALLED:
        settings.check_project()
        projects.connect(settings.project_folder())
    if options.target is not None:
        settings.go_to_project()
        is_of_spark = check_build(options.target)
        arguments = [*arguments, "--target", options.target]
    else:
        if settings.IS_INSTALLED and (code := _land_sample()):
            return code
        if not arguments:
            due = _what_is_due()
            if due is None:
                return 0
            arguments = due
    # not above: dbt takes two seconds to load, and other commands do without
    from corate.running import build

    landed = is_of_spark or landed_datasets(settings.work_path())
    code = build(arguments)
    if not landed and not code:
        print(typed("nothing is landed: `python -m ingest list` shows what can be"))
    return code


def _what_is_due() -> Sequence[str] | None:
    """Arguments by which dbt makes what is due, () for all there is; None where it is nothing."""
    own: tuple[str, ...] = ()
    if settings.IS_INSTALLED:
        project = settings.project_folder()
        if projects.brings_interactions(project):
            return ()
        # of most of it there are no notes that say what is due
        own = ("package:this",) if projects.has_nodes(project) else ()
    due = what_is_due(settings.work_path(), settings.database_path())
    if due.arguments:
        option, *others = due.arguments
        return (option, *own, *others)
    if due.arguments is not None:
        return ()
    print(f"nothing has changed: {settings.database_path()} is as a build would make it")
    if own:
        print("what is the project's own is made and tested all the same")
    if due.left_out:
        left_out = ", ".join(due.left_out)
        print(f"not shown, since CORATE_RECIPES does not select them: {left_out}")
    for word in due.unknown:
        print(f"CORATE_RECIPES has '{word}', and no recipe that is made is called so")
    for name in due.warned:
        print(f"it warned, and would again: `dbt test --select {name}` shows of what")
    return ("--select", *own) if own else None


def _land_sample() -> int:
    """Land the sample where there is no warehouse yet, as `make build` does.

    Returns the exit code of landing; 0 where a warehouse is there, whatever is in it. Raises
    UsageError where dbt builds another file than the one that is looked at.
    """
    database = settings.database_path()
    if database.exists() or settings.work_path().exists():
        return 0
    built = settings.project_folder() / str(getattr(profile_of(None), "path", database))
    if not os.environ.get("CORATE_DATABASE") and built != database.absolute():
        raise UsageError(f"dbt builds {built} here: set CORATE_DATABASE to it")
    from ingest.cli import main as land

    print("there is no warehouse yet: the sample is landed, to have something to build", flush=True)
    with redirect_stdout(io.StringIO()):
        return land(["sample", "--database", str(database)])
