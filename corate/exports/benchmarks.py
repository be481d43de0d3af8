"""A benchmark as files: sequences, RecBole's atomic files, or Parquet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from corate.database import rows
from corate.exports.files import ExportFile
from corate.names import dataset_of, landed_recipe
from ingest.columns import quote_text
from ingest.errors import IngestError


@dataclass(frozen=True)
class Further:
    """A column of one's own: an attribute of items or users, or context of events."""

    role: str
    name: str
    has_several: bool
    """whether an item (user) has several values"""

    @property
    def values(self) -> str:
        """SQL for the list of its values."""
        if self.role == "event":
            pointer = "/" + self.name.replace("~", "~0").replace("/", "~1")
            return f"[json_extract_string(context, {quote_text(pointer)})]"
        return f"attributes[{quote_text(self.name)}]"


@dataclass(frozen=True)
class Benchmark:
    """What an export needs to know of a recipe."""

    recipe: dict[str, Any]
    """a row of benchmarks.recipes"""
    dataset: dict[str, Any]
    """a row of catalog.datasets"""
    splits: Sequence[dict[str, Any]]
    """split, users, items, interactions, fingerprint, in the order of time"""
    steps: Sequence[dict[str, Any]]
    """what each step of benchmarks.attrition left"""
    unknown_columns: Sequence[str]
    """columns of RecBole's files that hold nothing in the whole benchmark"""
    further_columns: Sequence[Further] = ()
    """what is known by lists and columns of one's own"""

    def further(self, role: str) -> list[Further]:
        """That of items, users or events."""
        return [column for column in self.further_columns if column.role == role]

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
        rows(connection, "exports/attrition", recipe_id=recipe_id),
        [column for column, values in known.items() if not values],
        [
            Further(**row)
            for row in rows(connection, "exports/further_columns", dataset_id=dataset["dataset_id"])
        ],
    )


def _plain(value: Any) -> Any:
    """A decimal as JSON has it: 3, 0.1; a time as text."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, datetime):
        return str(value)
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
        "a line per user: user, all items: train, valid, test, each in time order",
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
    year is a token and no float for the same reason. Times are Unix seconds. Context of events and
    attributes of one's own are columns, too, `price:token`; with several values `tags:token_seq`,
    blanks within a value written as _. Attributes of users are in <recipe_id>.user.
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
                "context",
                *(column for column in ("rating:float", "timestamp:float") if column in unknown),
            ],
            further=_tokens(benchmark.further("event")),
        )
        for split in benchmark.split_names
    ]
    return [*interactions, *_recbole_lists(benchmark), *_maps(benchmark, "table", "tsv")]


def _recbole_lists(benchmark: Benchmark) -> list[ExportFile]:
    """The items, and the users where something is known of them."""
    name = f"{benchmark.recipe_id}/{benchmark.recipe_id}"
    unknown = benchmark.unknown_columns
    known = {
        "title:token_seq": f"translate(title, {ENDS}, '   ')",
        "release_year:token": "release_year",
        "genres:token_seq": f"array_to_string(list_transform(genres, {WORDS}), ' ')",
    }
    items = ExportFile(
        f"{name}.item",
        "table",
        "items",
        "each item, with title and release year where known",
        {"recipe_id": benchmark.recipe_id},
        renamed={"item_index": "item_id:token"},
        left_out=[
            *("item_id", "interactions", "title", "release_year", "imdb_id", "genres", "attributes")
        ],
        further={column: sql for column, sql in known.items() if column not in unknown}
        | _tokens(benchmark.further("item")),
    )
    users = ExportFile(
        f"{name}.user",
        "table",
        "users",
        "each user, with attributes",
        {"recipe_id": benchmark.recipe_id},
        renamed={"user_index": "user_id:token"},
        left_out=["user_id", "interactions", "attributes"],
        further=_tokens(benchmark.further("user")),
    )
    return [items, users] if benchmark.further("user") else [items]


def parquet(benchmark: Benchmark) -> list[ExportFile]:
    """A folder per split, for pandas, Polars, DuckDB and Hugging Face datasets.

    train/interactions.parquet (valid/, test/; without a split: all/)
        user_index, item_index, rating, rated_at, context     in time order
    """
    interactions = [
        ExportFile(
            f"{split}/interactions.parquet",
            "parquet",
            "interactions",
            _interactions_of(split),
            {"recipe_id": benchmark.recipe_id, "split": split},
            left_out=["context"],
            further=_cells(benchmark.further("event"), "parquet"),
        )
        for split in benchmark.split_names
    ]
    return [*interactions, *_maps(benchmark, "parquet", "parquet")]


def recbole_sequential(benchmark: Benchmark) -> list[ExportFile]:
    """RecBole's atomic files for its sequential models: what came before stands beside each target.

    <recipe_id>/<recipe_id>.train.inter (.valid, .test)
        user_id:token  item_id_list:token_seq  item_id:token      a row of benchmarks.sequences
    and .item (.user) as in `recbole`

    Raises IngestError for a recipe that holds nothing out.
    """
    _refuse_without_split(benchmark, "recbole-sequential")
    name = f"{benchmark.recipe_id}/{benchmark.recipe_id}"
    targets = [
        ExportFile(
            f"{name}.{split}.inter",
            "table",
            "recbole_sequences",
            f"a line per {split} target: user, history, target",
            {"recipe_id": benchmark.recipe_id, "split": split},
        )
        for split in benchmark.split_names
    ]
    return [*targets, *_recbole_lists(benchmark), *_maps(benchmark, "table", "tsv")]


def torch(benchmark: Benchmark) -> list[ExportFile]:
    """Plain text for data sets of one's own, such as those of PyTorch.

    histories.txt   user valid_start test_start items…     a line per user, blanks between

    The items of train are items[:valid_start], those of valid items[valid_start:test_start], those
    of test items[test_start:]. Indexes are from 1: 0 is free for padding.
    """
    histories = ExportFile(
        "histories.txt",
        "lines",
        "starts",
        "a line per user: user, where valid and test begin among the items, all items in order",
        {"recipe_id": benchmark.recipe_id},
    )
    return [histories, *_maps(benchmark, "table", "tsv")]


COLUMNS = {
    "rectools": {"rating": "weight", "rated_at": "datetime"},
    "replay": {"rating": "rating", "rated_at": "timestamp"},
    "lenskit": {"rating": "rating", "rated_at": "timestamp"},
}
"""What libraries call the columns of interactions, where it is not user_id and item_id."""


def _interactions_for(library: str) -> Callable[[Benchmark], list[ExportFile]]:
    """Parquet with the columns that a library asks for.

    train.parquet (valid, test; without a split: all)     user_id, item_id, and those of COLUMNS
    users.parquet, items.parquet                          user_id, raw_user_id; item_id, raw_item_id
    """

    def layout(benchmark: Benchmark) -> list[ExportFile]:
        interactions = [
            ExportFile(
                f"{split}.parquet",
                "parquet",
                "interactions",
                _interactions_of(split),
                {"recipe_id": benchmark.recipe_id, "split": split},
                renamed={"user_index": "user_id", "item_index": "item_id", **COLUMNS[library]},
                left_out=["context"],
            )
            for split in benchmark.split_names
        ]
        # there, an id is our index
        raw = {
            "user_index": "user_id",
            "user_id": "raw_user_id",
            "item_index": "item_id",
            "item_id": "raw_item_id",
        }
        return [*interactions, *_maps(benchmark, "parquet", "parquet", raw)]

    return layout


def _refuse_without_split(benchmark: Benchmark, form: str) -> None:
    if benchmark.split_names == ["all"]:
        raise IngestError(
            f"{benchmark.recipe_id} holds nothing out, so that there are no targets to write as "
            f"{form}: take another format, or a recipe with a split"
        )


LAYOUTS: dict[str, Callable[[Benchmark], list[ExportFile]]] = {
    "sequences": sequences,
    "torch": torch,
    "recbole": recbole,
    "recbole-sequential": recbole_sequential,
    "parquet": parquet,
    **{library: _interactions_for(library) for library in COLUMNS},
}
"""The files of each format."""


def _interactions_of(split: str) -> str:
    return f"the interactions of split {split}, in time order"


def _maps(
    benchmark: Benchmark, kind: str, suffix: str, renamed: Mapping[str, str] | None = None
) -> list[ExportFile]:
    """The two files that lead from the indexes back to the raw ids."""
    recipe = {"recipe_id": benchmark.recipe_id}
    of_users, of_items = (
        {old: new for old, new in (renamed or {}).items() if old.startswith(kind_of_one)}
        for kind_of_one in ("user_", "item_")
    )
    return [
        ExportFile(
            f"users.{suffix}",
            kind,
            "users",
            "each user: index, raw id, number of interactions" + _and(benchmark.further("user")),
            recipe,
            renamed=of_users,
            left_out=["attributes"],
            further=_cells(benchmark.further("user"), kind),
        ),
        ExportFile(
            f"items.{suffix}",
            kind,
            "items",
            "each item: index, raw id, number of interactions; title, release year, IMDb id and "
            "genres where known" + _and(benchmark.further("item")),
            recipe,
            renamed=of_items,
            left_out=["genres", "attributes"],
            further={"genres": _several("genres", kind)} | _cells(benchmark.further("item"), kind),
        ),
    ]


ENDS = "chr(9) || chr(10) || chr(13)"
"""SQL for what ends a field or a line, for readers that know no quotes."""

WORDS = f"lambda one: translate(one, {ENDS} || ' ', '____')"
"""SQL that makes a word of a value, for lists with blanks between."""

TAKEN = (
    *("user_index", "user_id", "item_index", "item_id", "rating", "rated_at", "interactions"),
    *("title", "release_year", "imdb_id", "genres", "timestamp", "context", "attributes"),
    *("weight", "datetime", "raw_user_id", "raw_item_id"),
)
"""Columns that files have anyway."""


def _named(columns: Sequence[Further]) -> dict[str, Further]:
    """Columns of one's own by what they are called in a file, where no two differ by case alone."""
    found: dict[str, Further] = {}
    taken = {*TAKEN}
    for column in columns:
        name = f"own_{column.name}" if column.name.lower() in TAKEN else column.name
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        found[name] = column
    return found


def _and(columns: Sequence[Further]) -> str:
    return "; and " + ", ".join(_named(columns)) if columns else ""


def _cells(columns: Sequence[Further], kind: str) -> dict[str, str]:
    """Columns as people read them: several values as a list, or with | between them."""
    return {
        name: _several(one.values, kind) if one.has_several else f"{one.values}[1]"
        for name, one in _named(columns).items()
    }


def _several(values: str, kind: str) -> str:
    """SQL for several values in a cell."""
    return values if kind == "parquet" else f"array_to_string({values}, '|')"


def _tokens(columns: Sequence[Further]) -> dict[str, str]:
    """Columns as RecBole reads them: no tab or line end in a token, no blank in one of several."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for told, one in _named(columns).items():
        name = re.sub(r"[:\s\"]", "_", told)
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        if one.has_several:
            found[f"{name}:token_seq"] = (
                f"array_to_string(list_transform({one.values}, {WORDS}), ' ')"
            )
        else:
            found[f"{name}:token"] = f"translate({one.values}[1], {ENDS}, '   ')"
    return found
