"""Write benchmarks, tables, or what Wikidata knows of films, as folders of files.

  python -m corate export sample-films-time-core4 --format sequences
  python -m corate export sample-films-time-core4 --format recbole --to ~/benchmarks/films
  python -m corate export sample-films-core5 sample-reviews-core5 --format parquet --format torch
  python -m corate export --table benchmarks.statistics --format csv
  python -m corate export --format wikidata --dataset sample-films

formats of a benchmark (RECIPE is one of benchmarks.recipes):
  sequences           text, a line for each target: user, history, target
  torch               text, a line for each user, and where valid and test begin in it
  recbole             RecBole's atomic files
  recbole-sequential  the same for its sequential models, with the history of each target
  parquet             for pandas, Polars, DuckDB and Hugging Face datasets
  rectools, replay, lenskit
                      Parquet with the columns that these libraries ask for
of public tables (--table):
  csv, parquet
and without a recipe:
  wikidata            people, genres and topics of films, as CSV

README.md in the folder says what is in which file, manifest.json the same for programs; a benchmark
has croissant.json and citation.bib, too. A folder is written whole or not at all, and the same
tables give the same bytes. docs/guides/exports.md has more.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from corate.database import add_database, rows, warehouse
from corate.exports.benchmarks import LAYOUTS, read_benchmark
from corate.exports.files import WrittenFile
from corate.exports.films import read_films
from corate.exports.tables import TABLE_FORMATS, read_tables
from corate.exports.writing import write_benchmark, write_films, write_tables
from corate.folders import MADE_BY, MANIFEST, check_target, whole_folder
from corate.publications.licences import add_strict_licences, heed_licences
from corate.publications.opening import stand_in_for_private
from ingest import settings
from ingest.copies import note_copy
from ingest.errors import IngestError, UsageError
from ingest.messages import named, on_one_line

FILMS = "wikidata"
"""The format that is of no recipe."""

ALL_FILMS = "all-films"
TABLES = "tables"
"""What the default folder of films of all datasets, and that of tables, is called."""


OF_FILMS = [
    *("catalog__movies", "catalog__movie_credits", "catalog__movie_genres"),
    *("catalog__movie_topics", "catalog__wikidata_items", "catalog__wikidata_coverage"),
]
OF_BENCHMARKS = [
    *("benchmarks__interactions", "benchmarks__items", "benchmarks__users"),
    *("benchmarks__recipes", "benchmarks__statistics", "benchmarks__fingerprints"),
    *("benchmarks__sequences", "benchmarks__user_histories", "catalog__items"),
    *("catalog__event_context", "catalog__item_attributes", "catalog__user_attributes"),
    *("catalog__item_genres", "benchmarks__attrition"),
]
"""The models that exports read."""


@dataclass(frozen=True)
class Job:
    """A folder to write: of what, in which format, and by what its files are written into it.

    datasets: rows of catalog.datasets, whose rows are written.
    """

    subject: str
    form: str
    write: Callable[[Path], list[WrittenFile]]
    datasets: Sequence[Mapping[str, Any]] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "recipes",
        metavar="RECIPE",
        nargs="*",
        help="the benchmark, or several; none with --table and --format wikidata",
    )
    parser.add_argument(
        "--format",
        dest="formats",
        action="append",
        choices=tuple(dict.fromkeys((*LAYOUTS, *TABLE_FORMATS, FILMS))),
        required=True,
        help="see above; may be given again",
    )
    parser.add_argument(
        "--table",
        dest="tables",
        action="append",
        default=[],
        metavar="TABLE",
        help="a public table, such as benchmarks.statistics; may be given again",
    )
    parser.add_argument(
        "--dataset",
        metavar="DATASET",
        help="with --format wikidata: only the films of this dataset (default: all that was found)",
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FOLDER",
        help="the folder; of several recipes or formats, the folder above, in which each has "
        "RECIPE/FORMAT (default: exports/RECIPE/FORMAT in the project; for wikidata "
        "exports/DATASET/wikidata or exports/all-films/wikidata, for tables exports/tables/FORMAT)",
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace an earlier export in that folder; one that holds files of others is refused",
    )
    add_strict_licences(parser)
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the folders and say what is in them.

    Raises UsageError where what is named is not there or a folder may not be written, IngestError
    where there is nothing to export or it cannot be written.
    """
    _refuse_what_does_not_fit(arguments)
    with warehouse(arguments.database) as connection:
        is_of_films = FILMS in arguments.formats
        if not arguments.tables:
            _refuse_half_made(connection, OF_FILMS if is_of_films else OF_BENCHMARKS)
        left_out = stand_in_for_private(connection) if arguments.database.is_dir() else []
        jobs = _jobs(connection, arguments)
        if len(jobs) > 1 and arguments.to is not None and (arguments.to / MANIFEST).exists():
            raise UsageError(
                f"{arguments.to} holds an export, and several do not go into it: give the folder "
                "above with --to"
            )
        targets = [_target(arguments.to, job, len(jobs)) for job in jobs]
        # a folder that may not be written stops all, before the first is written
        for target in targets:
            check_target(target, arguments.overwrite)
        whose = {one["dataset_id"]: one for job in jobs for one in job.datasets}
        heed_licences(list(whose.values()), arguments.strict_licences)
        for job, target in zip(jobs, targets, strict=True):
            _export(job, target, arguments.overwrite)
            # what Wikidata knows is of no dataset, and of no user
            if datasets := [one["dataset_id"] for one in job.datasets]:
                note_copy(arguments.database, MADE_BY, target.absolute(), datasets)
    if left_out and not arguments.tables:
        print(
            f"without {named(left_out)}, which {arguments.database} has not: it was published "
            "without --with-private"
        )
    return 0


def _refuse_what_does_not_fit(arguments: argparse.Namespace) -> None:
    """Raise UsageError for arguments of which one makes nothing of another."""
    formats = arguments.formats
    if FILMS in formats:
        if arguments.recipes or arguments.tables or len(set(formats)) > 1:
            raise UsageError(
                "--format wikidata is not of a recipe, and goes alone: leave the rest out; "
                "--dataset names a dataset"
            )
        return
    if arguments.dataset is not None:
        raise UsageError("--dataset goes with --format wikidata: a recipe has its dataset")
    if arguments.tables and getattr(arguments, "is_work", False):
        raise UsageError("--table is for what is public: leave --work out")
    if arguments.recipes and arguments.tables:
        raise UsageError("recipes and --table are two exports: leave one of them out")
    fitting = TABLE_FORMATS if arguments.tables else LAYOUTS
    if unfit := [form for form in formats if form not in fitting]:
        of = "tables" if arguments.tables else "recipes"
        raise UsageError(f"--format {unfit[0]} is none of {of}: take {', '.join(fitting)}")
    if not arguments.recipes and not arguments.tables:
        raise UsageError(
            f"which recipe? For example: export sample-films-core5 --format {formats[0]}. "
            "benchmarks.recipes has them"
        )


def _jobs(connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> list[Job]:
    """The folders to write, each once. Raises as `run` does where what is named is not there."""
    if FILMS in arguments.formats:
        films = read_films(connection, arguments.dataset)
        return [Job(arguments.dataset or ALL_FILMS, FILMS, partial(write_films, connection, films))]
    formats = list(dict.fromkeys(arguments.formats))
    if arguments.tables:
        tables = read_tables(connection, list(dict.fromkeys(arguments.tables)))
        return [
            Job(TABLES, form, partial(write_tables, connection, tables, form), tables.datasets)
            for form in formats
        ]
    benchmarks = [read_benchmark(connection, recipe) for recipe in dict.fromkeys(arguments.recipes)]
    # one that cannot be written in a format stops all, before the first is written
    for one in benchmarks:
        for form in formats:
            LAYOUTS[form](one)
    return [
        Job(one.recipe_id, form, partial(write_benchmark, connection, one, form), [one.dataset])
        for one in benchmarks
        for form in formats
    ]


def _target(to: Path | None, job: Job, jobs: int) -> Path:
    above = settings.project_folder() / "exports" if to is None else Path(os.path.expanduser(to))
    return above if to is not None and jobs == 1 else above / job.subject / job.form


def _export(job: Job, target: Path, overwrite: bool) -> None:
    try:
        with whole_folder(target, overwrite) as folder:
            files = job.write(folder)
    except OSError as error:
        raise IngestError(
            f"{target} could not be written: {error.strerror or error}: give another folder "
            "with --to"
        ) from error
    told = target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target
    print(on_one_line(f"exported {job.subject} as {job.form} to {told}"))
    width = max(len(file["path"]) for file in files)
    for file in files:
        print(f"    {file['path']:{width}}{file['rows']:>13,} rows")


def _refuse_half_made(connection: duckdb.DuckDBPyConnection, models: list[str]) -> None:
    """Raise IngestError for a work file whose tables are of two builds; what is public never is."""
    notes = "select 1 from duckdb_views() where schema_name = 'versions' and view_name = 'due'"
    if not connection.execute(notes).fetchall():
        return
    if due := rows(connection, "exports/due", models=models):
        raise IngestError(
            f"{len(due)} models that exports stand on are not made yet ({due[0]['name']}, …): run "
            "`python -m corate build`, or export what is public, without --work"
        )
