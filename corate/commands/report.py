"""Write a report of the warehouse: a site of plain files, which needs no network to be read.

  python -m corate report report
  python -m corate report ~/films --recipe sample-films-loo-core5 --recipe sample-films-core5

Open index.html in the folder: what is landed and under which licence; of each recipe what was
dropped, its core round by round, its parts in time and what leaks, long tails, findings, and what
methods reach; what is alike; films, models and videos; published figures beside ours. The folder is
written whole or not at all, and the same tables give the same bytes. Pictures are drawn by
vl-convert-python, which `make report` installs. docs/guides/report.md has more.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from corate.database import add_public_database, rows, warehouse
from corate.folders import Kind, whole_folder
from corate.publications.licences import TERMS, add_strict_licences, heed_licences
from corate.publications.opening import stand_in_for_private
from ingest.errors import IngestError, UsageError
from ingest.messages import named, on_one_line
from ingest.progress import Progress

REPORT = Kind("corate report", "report.json", "a report", "--overwrite", "", described=())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", metavar="TO", type=Path, help="the folder to write")
    parser.add_argument(
        "--recipe",
        action="append",
        default=[],
        metavar="RECIPE",
        help="a page of this recipe alone; may be given again (default: of every recipe)",
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace an earlier report in that folder; one that holds files of others is refused",
    )
    add_strict_licences(parser)
    add_public_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the folder, and say what was written.

    Raises UsageError where a recipe is not there or the folder may not be written, IngestError
    where what draws is not installed, a table is not built or the folder cannot be written.
    """
    if find_spec("vl_convert") is None:
        raise IngestError(
            "pictures are drawn by vl-convert-python, which is not installed: run `make report`"
        )
    from corate.report.site import rows_found, write_site

    target = Path(os.path.expanduser(arguments.folder))
    with warehouse(arguments.database) as connection:
        if arguments.database.is_dir():
            stand_in_for_private(connection)
        _refuse_unknown(connection, arguments.recipe)
        datasets = rows_found(connection, "datasets")
        heed_licences(datasets, arguments.strict_licences)
        try:
            with whole_folder(target, arguments.overwrite, REPORT) as folder:
                written = []
                with Progress().bar("writing", None, "files") as advance:
                    for file in write_site(connection, folder, arguments.recipe):
                        written.append(file.relative_to(folder).as_posix())
                        advance(1)
                _list_files(folder, written, datasets)
        except OSError as error:
            raise IngestError(
                f"{target} could not be written: {error.strerror or error}: give another folder"
            ) from error
    pages = sum(name.endswith(".html") for name in written)
    print(on_one_line(f"wrote {pages} pages: open {target / 'index.html'}"))
    return 0


def _refuse_unknown(connection: duckdb.DuckDBPyConnection, recipes: Sequence[str]) -> None:
    """Raise UsageError for a recipe that was not made."""
    known = {one["recipe_id"]: one["problem"] for one in rows(connection, "report/recipes")}
    unknown = [recipe for recipe in recipes if recipe not in known]
    if unknown:
        raise UsageError(
            f"there is no recipe {named(unknown)} of what is landed: benchmarks.recipes has them"
        )
    for recipe in recipes:
        if known[recipe]:
            raise UsageError(f"{recipe} was not made: {known[recipe]}")


def _list_files(folder: Path, names: Sequence[str], datasets: Sequence[Mapping[str, Any]]) -> None:
    """Say what is of the report, so that a later one replaces this and nothing else; and of whom.

    datasets: rows of catalog.datasets.
    """
    stated = ("dataset_id", "title", "licence", *TERMS, "citation")
    listed = {
        "made_by": REPORT.made_by,
        "datasets": [{name: one[name] for name in stated} for one in datasets],
        "files": [{"path": name} for name in names],
    }
    (folder / REPORT.manifest).write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")
