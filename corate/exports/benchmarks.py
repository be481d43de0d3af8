"""A benchmark as files: sequences, RecBole's atomic files, or Parquet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from corate.database import rows
from corate.exports.files import ExportFile
from corate.names import dataset_of, landed_recipe
from ingest.errors import IngestError


@dataclass(frozen=True)
class Benchmark:
    """What an export needs to know of a recipe."""

    recipe: dict[str, Any]
    """a row of benchmarks.recipes"""
    dataset: dict[str, Any]
    """a row of catalog.datasets"""
    splits: Sequence[dict[str, Any]]
    """split, users, items, interactions, fingerprint, in the order of time"""
    unknown_columns: Sequence[str]
    """columns of RecBole's files that hold nothing in the whole benchmark"""

    @property
    def recipe_id(self) -> str:
        """The recipe."""
        return str(self.recipe["recipe_id"])

    @property
    def split_names(self) -> list[str]:
        """train, valid and test as far as there are, or all."""
        return [split["split"] for split in self.splits]


def read_benchmark(connection: duckdb.DuckDBPyConnection, recipe_id: str) -> Benchmark:
    """What is known of a recipe.

    Raises UsageError where there is no such recipe, and IngestError where its dataset is not
    landed, or its benchmark is empty.
    """
    recipe = landed_recipe(connection, recipe_id)
    splits = rows(connection, "exports/splits", recipe_id=recipe_id)
    if splits and not any(split["interactions"] for split in splits):
        raise IngestError(
            f"the benchmark of recipe '{recipe_id}' is empty: nothing to export. "
            "benchmarks.attrition shows which step dropped the last rows"
        )
    dataset = dataset_of(connection, recipe)
    del dataset["liked_from"]
    (known,) = rows(connection, "exports/recbole_known_values", recipe_id=recipe_id)
    return Benchmark(
        {name: _plain(value) for name, value in recipe.items()},
        dataset,
        splits,
        [column for column, values in known.items() if not values],
    )


def _plain(value: Any) -> Any:
    """A decimal as JSON has it: 3, 0.1."""
    if value is None or isinstance(value, str):
        return value
    return int(value) if value == int(value) else float(value)


def sequences(benchmark: Benchmark) -> list[ExportFile]:
    """Plain text for sequential recommenders, indexes from 1, spaces between.

    train.txt, valid.txt, test.txt   user history… target     a line of benchmarks.sequences
    all.txt                          user items…              a row of benchmarks.user_histories

    A recipe without a split has no targets to hold out, and so only all.txt.
    """
    targets = [
        ExportFile(
            f"{split}.txt",
            "lines",
            "sequences",
            f"a line per {split} target: user, history, target",
            {"recipe_id": benchmark.recipe_id, "split": split},
        )
        for split in benchmark.split_names
        if split != "all"
    ]
    histories = ExportFile(
        "all.txt",
        "lines",
        "histories",
        "a line per user: user, all items in time order, those of valid and test too",
        {"recipe_id": benchmark.recipe_id},
    )
    return [*targets, histories, *_maps(benchmark, "table", "tsv")]


def recbole(benchmark: Benchmark) -> list[ExportFile]:
    """RecBole's atomic files, in a folder with the name of the dataset, as RecBole asks for it.

    <recipe_id>/<recipe_id>.train.inter (.valid, .test; without a split: <recipe_id>.inter)
        user_id:token  item_id:token  rating:float  timestamp:float     in time order
    <recipe_id>/<recipe_id>.item
        item_id:token  title:token_seq  release_year:token

    Tokens are our indexes: RecBole would read a raw id such as NA as missing. A column that holds
    nothing in the whole benchmark is left out, since RecBole fills gaps with averages; the release
    year is a token and no float for the same reason. Times are Unix seconds.
    """
    name = f"{benchmark.recipe_id}/{benchmark.recipe_id}"
    unknown = benchmark.unknown_columns
    interactions = [
        ExportFile(
            f"{name}.inter" if split == "all" else f"{name}.{split}.inter",
            "table",
            "recbole_interactions",
            _interactions_of(split),
            {"recipe_id": benchmark.recipe_id, "split": split},
            left_out=[
                column for column in ("rating:float", "timestamp:float") if column in unknown
            ],
        )
        for split in benchmark.split_names
    ]
    items = ExportFile(
        f"{name}.item",
        "table",
        "recbole_items",
        "each item, with title and release year where known",
        {"recipe_id": benchmark.recipe_id},
        left_out=[
            column for column in ("title:token_seq", "release_year:token") if column in unknown
        ],
    )
    return [*interactions, items, *_maps(benchmark, "table", "tsv")]


def parquet(benchmark: Benchmark) -> list[ExportFile]:
    """A folder per split, for pandas, Polars, DuckDB and Hugging Face datasets.

    train/interactions.parquet (valid/, test/; without a split: all/)
        user_index, item_index, rating, rated_at     in time order
    """
    interactions = [
        ExportFile(
            f"{split}/interactions.parquet",
            "parquet",
            "interactions",
            _interactions_of(split),
            {"recipe_id": benchmark.recipe_id, "split": split},
        )
        for split in benchmark.split_names
    ]
    return [*interactions, *_maps(benchmark, "parquet", "parquet")]


LAYOUTS: dict[str, Callable[[Benchmark], list[ExportFile]]] = {
    "sequences": sequences,
    "recbole": recbole,
    "parquet": parquet,
}
"""The files of each format."""


def _interactions_of(split: str) -> str:
    return f"the interactions of split {split}, in time order"


def _maps(benchmark: Benchmark, kind: str, suffix: str) -> list[ExportFile]:
    """The two files that lead from the indexes back to the raw ids."""
    recipe = {"recipe_id": benchmark.recipe_id}
    return [
        ExportFile(
            f"users.{suffix}",
            kind,
            "users",
            "each user: index, raw id, number of interactions",
            recipe,
        ),
        ExportFile(
            f"items.{suffix}",
            kind,
            "items",
            "each item: index, raw id, number of interactions; title, release year, IMDb id where "
            "known",
            recipe,
        ),
    ]
