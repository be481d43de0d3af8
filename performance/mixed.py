"""The work of the comparison `mixed`: what is landed, by which recipes, and what comes out of it.

Real files as users have them, four datasets with a recipe or four each, or one generated file with
one recipe: from files to the ten neighbours of an item, by way of the neighbours of all items.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from performance.corate import ALL, DATASET_ID, TIME_CORE4

ONE_PASS = "beauty-one-pass"
GENERATED = DATASET_ID
REAL_FILES: Mapping[str, str] = {
    "movielens-latest-small": "movielens/ml-latest-small",
    "movietweetings-100k": "movietweetings/100K",
    "amazon-2014-musical-instruments-5": "amazon/reviews_Musical_Instruments_5.json",
    ONE_PASS: "amazon/beauty_one_pass.txt",
}
# not read from seeds/protocols.csv, so that the same is measured whatever it says
CORE5 = {"core_users": "5", "core_items": "5", "core_scope": "all", "split": "none"}
CORE10 = {**CORE5, "core_users": "10", "core_items": "10"}
WITH_TIMES = " ".join(name for name in REAL_FILES if name != ONE_PASS)
REAL_PROTOCOLS: Sequence[Mapping[str, str]] = (
    {"protocol_id": "core5", "datasets": " ".join(REAL_FILES), **CORE5},
    {"protocol_id": "core10", "datasets": WITH_TIMES, **CORE10},
    {"protocol_id": "loo-core5", "datasets": WITH_TIMES, **CORE5, "split": "leave_one_out"},
    {**TIME_CORE4, "datasets": WITH_TIMES},
)


@dataclass(frozen=True)
class Source:
    """A dataset: its files, and what `python -m ingest land` has to be told of an own file."""

    dataset_id: str
    path: Path
    columns: Sequence[str] = ()


@dataclass(frozen=True)
class Work:
    """What is landed, by which protocols, and what is asked: an item's neighbours in a recipe."""

    sources: Sequence[Source]
    protocols: Sequence[Mapping[str, str]]
    recipe_id: str
    item_id: str

    def recipes(self) -> list[Mapping[str, str]]:
        """A row for each recipe: its dataset, and what its protocol says."""
        return [
            {**protocol, "dataset_id": name, "recipe_id": f"{name}-{protocol['protocol_id']}"}
            for protocol in self.protocols
            for name in protocol["datasets"].split()
        ]


GENERATED_COLUMNS = (
    *("--user", "userId", "--item", "movieId"),
    *("--rating", "rating", "--time", "timestamp"),
)


def work_on(path: Path) -> Work:
    """The work on a folder of real files, or on a generated CSV file."""
    if not path.is_dir():
        source = Source(GENERATED, path, GENERATED_COLUMNS)
        return Work([source], [ALL], f"{GENERATED}-all", item_id="1")
    columns = {ONE_PASS: ("--user", "1", "--item", "2")}
    sources = [
        Source(name, path / file, columns.get(name, ())) for name, file in REAL_FILES.items()
    ]
    return Work(sources, REAL_PROTOCOLS, "movielens-latest-small-core5", item_id="1")


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
