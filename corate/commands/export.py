"""Write a benchmark, or what Wikidata knows of films, as a folder of files.

  python -m corate export sample-films-time-core4 --format sequences
  python -m corate export sample-films-time-core4 --format recbole --to ~/benchmarks/films
  python -m corate export --format wikidata --dataset sample-films

formats of a benchmark (RECIPE is one of benchmarks.recipes):
  sequences   text, a line for each target: user, history, target
  recbole     RecBole's atomic files
  parquet     for pandas, Polars, DuckDB and Hugging Face datasets
and without a recipe:
  wikidata    people, genres and topics of films, as CSV

README.md in the folder says what is in which file, manifest.json the same for programs. The folder
is written whole or not at all, and the same tables give the same bytes. docs/guides/exports.md has
more.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

import duckdb

from corate.database import add_database, rows, warehouse
from corate.exports.benchmarks import LAYOUTS, read_benchmark
from corate.exports.descriptions import (
    manifest_of_benchmark,
    manifest_of_films,
    readme_of_benchmark,
    readme_of_films,
)
from corate.exports.files import ExportFile, WrittenFile, write
from corate.exports.films import layout as layout_of_films
from corate.exports.films import read_films
from corate.folders import MADE_BY, MANIFEST, README, whole_folder
from corate.publications.opening import stand_in_for_private
from ingest import settings
from ingest.errors import IngestError, UsageError
from ingest.messages import named, on_one_line

FILMS = "wikidata"
"""The format that is of no recipe."""

ALL_FILMS = "all-films"
"""What the default folder of films of all datasets is called."""


OF_FILMS = [
    *("catalog__movies", "catalog__movie_credits", "catalog__movie_genres"),
    *("catalog__movie_topics", "catalog__wikidata_items", "catalog__wikidata_coverage"),
]
OF_BENCHMARKS = [
    *("benchmarks__interactions", "benchmarks__items", "benchmarks__users"),
    *("benchmarks__recipes", "benchmarks__statistics", "benchmarks__fingerprints"),
    *("benchmarks__sequences", "benchmarks__user_histories", "catalog__items"),
    *("catalog__event_context", "catalog__item_attributes", "catalog__user_attributes"),
]
"""The models that exports read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "recipe", metavar="RECIPE", nargs="?", help="the benchmark; none with --format wikidata"
    )
    parser.add_argument("--format", choices=(*LAYOUTS, FILMS), required=True, help="see above")
    parser.add_argument(
        "--dataset",
        metavar="DATASET",
        help="with --format wikidata: only the films of this dataset (default: all that was found)",
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FOLDER",
        help="the folder (default: exports/RECIPE/FORMAT in the project; for wikidata "
        "exports/DATASET/wikidata or exports/all-films/wikidata)",
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace an earlier export in that folder; one that holds files of others is refused",
    )
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the folder and say what is in it.

    Raises UsageError where what is named is not there or the folder may not be written, IngestError
    where there is nothing to export or it cannot be written.
    """
    is_of_films = arguments.format == FILMS
    if is_of_films and arguments.recipe is not None:
        raise UsageError(
            "--format wikidata is not of a recipe: leave it out; --dataset names a dataset"
        )
    if not is_of_films and arguments.recipe is None:
        raise UsageError(
            "which recipe? For example: export sample-films-core5 --format "
            f"{arguments.format}. benchmarks.recipes has them"
        )
    if not is_of_films and arguments.dataset is not None:
        raise UsageError("--dataset goes with --format wikidata: a recipe has its dataset")
    subject = (arguments.dataset or ALL_FILMS) if is_of_films else arguments.recipe
    default = settings.PROJECT_ROOT / "exports" / subject / arguments.format
    target = default if arguments.to is None else Path(os.path.expanduser(arguments.to))
    with warehouse(arguments.database) as connection:
        _refuse_half_made(connection, OF_FILMS if is_of_films else OF_BENCHMARKS)
        left_out = stand_in_for_private(connection) if arguments.database.is_dir() else []
        try:
            if is_of_films:
                files = _export_films(connection, arguments, target)
            else:
                files = _export_benchmark(connection, arguments, target)
        except OSError as error:
            raise IngestError(
                f"{target} could not be written: {error.strerror or error}: give another folder "
                "with --to"
            ) from error
    told = target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target
    print(on_one_line(f"exported {subject} as {arguments.format} to {told}"))
    width = max(len(file["path"]) for file in files)
    for file in files:
        print(f"    {file['path']:{width}}{file['rows']:>13,} rows")
    if left_out:
        print(
            f"without {named(left_out)}, which {arguments.database} has not: it was published "
            "without --with-private"
        )
    return 0


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


def _export_benchmark(
    connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace, target: Path
) -> list[WrittenFile]:
    benchmark = read_benchmark(connection, arguments.recipe)
    with whole_folder(target, arguments.overwrite) as folder:
        files = _write_all(connection, LAYOUTS[arguments.format](benchmark), folder)
        _describe(
            folder,
            readme_of_benchmark(benchmark, arguments.format, files),
            manifest_of_benchmark(benchmark, arguments.format, files),
        )
    return files


def _export_films(
    connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace, target: Path
) -> list[WrittenFile]:
    films = read_films(connection, arguments.dataset)
    with whole_folder(target, arguments.overwrite) as folder:
        files = _write_all(connection, layout_of_films(films), folder)
        _describe(folder, readme_of_films(films, files), manifest_of_films(films, files))
    return files


def _write_all(
    connection: duckdb.DuckDBPyConnection, layout: Sequence[ExportFile], folder: Path
) -> list[WrittenFile]:
    return [write(connection, file, folder) for file in layout]


def _describe(folder: Path, readme: str, manifest: dict[str, object]) -> None:
    text = json.dumps({"made_by": MADE_BY, **manifest}, ensure_ascii=False, indent=2)
    (folder / README).write_text(readme, encoding="utf-8", newline="\n")
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
