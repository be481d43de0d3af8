"""The work of the comparison `mixed`: what is landed, by which recipes, and what comes out of it.

Real files as users have them, four datasets with a recipe or four each, or one generated file with
one recipe: from files to the ten neighbours of an item, by way of the neighbours of all items.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from performance.corate import PROJECT_ROOT

ONE_PASS = "beauty-one-pass"
GENERATED = "generated"
# recipes beyond those of seeds/recipes.csv, which has the customary ones of listed datasets
OWN_RECIPES: Mapping[str, Mapping[str, str]] = {
    ONE_PASS: {
        "recipe_id": f"{ONE_PASS}-core5",
        "dataset_id": ONE_PASS,
        "core_users": "5",
        "core_items": "5",
        "core_scope": "all",
        "split": "none",
    },
    GENERATED: {
        "recipe_id": f"{GENERATED}-all",
        "dataset_id": GENERATED,
        "core_scope": "none",
        "split": "none",
    },
}


@dataclass(frozen=True)
class Source:
    """A dataset: its files, and what `python -m ingest land` has to be told of an own file."""

    dataset_id: str
    path: Path
    columns: Sequence[str] = ()


@dataclass(frozen=True)
class Work:
    """What is landed, and what is asked in the end: the neighbours of an item in a recipe."""

    sources: Sequence[Source]
    recipe_id: str
    item_id: str

    @property
    def own_recipes(self) -> list[Mapping[str, str]]:
        """Rows to add to seeds/recipes.csv."""
        named = [source.dataset_id for source in self.sources]
        return [OWN_RECIPES[name] for name in named if name in OWN_RECIPES]

    def recipes(self) -> list[Mapping[str, str]]:
        """All recipes of what is landed, as rows of seeds/recipes.csv."""
        landed = {source.dataset_id for source in self.sources}
        with (PROJECT_ROOT / "seeds" / "recipes.csv").open(newline="", encoding="utf-8") as file:
            customary = [row for row in csv.DictReader(file) if row["dataset_id"] in landed]
        return [*customary, *self.own_recipes]


REAL_FILES: Mapping[str, str] = {
    "movielens-latest-small": "movielens/ml-latest-small",
    "movietweetings-100k": "movietweetings/100K",
    "amazon-2014-musical-instruments-5": "amazon/reviews_Musical_Instruments_5.json",
    ONE_PASS: "amazon/beauty_one_pass.txt",
}
GENERATED_COLUMNS = (
    *("--user", "userId", "--item", "movieId"),
    *("--rating", "rating", "--time", "timestamp"),
)


def work_on(path: Path) -> Work:
    """The work on a folder of real files, or on a generated CSV file."""
    if not path.is_dir():
        source = Source(GENERATED, path, GENERATED_COLUMNS)
        return Work([source], f"{GENERATED}-all", item_id="1")
    columns = {ONE_PASS: ("--user", "1", "--item", "2")}
    sources = [
        Source(name, path / file, columns.get(name, ())) for name, file in REAL_FILES.items()
    ]
    return Work(sources, "movielens-latest-small-core5", item_id="1")


Neighbor = tuple[str, str, int, str]
"""Recipe, item, rank from 1, neighbour."""


def neighbors_outcome(neighbors: Iterable[Neighbor]) -> dict[str, str]:
    """Count each recipe's neighbours, and add up digits of a digest of each row."""
    found: dict[str, tuple[int, int]] = {}
    for recipe_id, item_id, rank, neighbor_id in neighbors:
        digest = hashlib.md5(f"{recipe_id}|{item_id}|{rank}|{neighbor_id}".encode()).digest()
        rows, digits = found.get(recipe_id, (0, 0))
        digits += int.from_bytes(digest[8:], "little") % (1 << 40)
        found[recipe_id] = (rows + 1, digits)
    return {name: f"{rows} rows, digits {digits}" for name, (rows, digits) in found.items()}
