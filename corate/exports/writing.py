"""A whole folder of an export: its files, and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from corate.exports.benchmarks import LAYOUTS, Benchmark
from corate.exports.croissant import croissant_of
from corate.exports.descriptions import (
    citation_of,
    manifest_of_benchmark,
    manifest_of_films,
    readme_of_benchmark,
    readme_of_films,
    readme_of_tables,
)
from corate.exports.files import ExportFile, WrittenFile, write, write_query
from corate.exports.films import Films
from corate.exports.films import layout as layout_of_films
from corate.exports.tables import query_of_table
from corate.folders import CITATION, CROISSANT, MADE_BY, MANIFEST, README
from corate.publications.tables import Publication
from ingest import VERSION
from ingest.messages import on_one_line

MADE_WITH = {"corate": VERSION, "duckdb": duckdb.__version__}
"""By what an export is made; another version of DuckDB may write other bytes."""


def write_benchmark(
    connection: duckdb.DuckDBPyConnection, benchmark: Benchmark, form: str, folder: Path
) -> list[WrittenFile]:
    """A benchmark in one of its formats, with card, manifest, Croissant and citation."""
    files = _write_all(connection, LAYOUTS[form](benchmark), folder)
    _describe(
        folder,
        readme_of_benchmark(benchmark, form, files),
        manifest_of_benchmark(benchmark, form, files),
    )
    _write_text(folder / CITATION, citation_of(benchmark))
    _write_json(folder / CROISSANT, croissant_of(benchmark, form, files))
    return files


def write_films(
    connection: duckdb.DuckDBPyConnection, films: Films, folder: Path
) -> list[WrittenFile]:
    """What Wikidata knows of films."""
    files = _write_all(connection, layout_of_films(films), folder)
    _describe(folder, readme_of_films(films, files), manifest_of_films(films, files))
    return files


def write_tables(
    connection: duckdb.DuckDBPyConnection, publication: Publication, form: str, folder: Path
) -> list[WrittenFile]:
    """Public tables, a file for each."""
    files = [
        write_query(
            connection,
            query_of_table(table),
            form,
            f"{table.told}.{form}",
            on_one_line(table.description).replace("|", "/"),
            folder,
        )
        for table in publication.tables
    ]
    _describe(
        folder,
        readme_of_tables(form, files, publication.datasets),
        {"format": form, "datasets": publication.datasets, "files": files},
    )
    return files


def _write_all(
    connection: duckdb.DuckDBPyConnection, layout: Sequence[ExportFile], folder: Path
) -> list[WrittenFile]:
    return [write(connection, file, folder) for file in layout]


def _describe(folder: Path, readme: str, manifest: Mapping[str, Any]) -> None:
    _write_text(folder / README, readme)
    _write_json(folder / MANIFEST, {"made_by": MADE_BY, "made_with": MADE_WITH, **manifest})


def _write_json(file: Path, document: Mapping[str, Any]) -> None:
    _write_text(file, json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n")


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
