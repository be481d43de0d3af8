"""From files to the neighbours of an item in Polars and scipy, all in memory, as protocols say.

Polars reads the files and carries out duplicates, k-core and split; scipy multiplies the matrix of
train's items and users in blocks of 1,000 rows, of which support, Jaccard and the 50 best are
taken.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import polars as pl
import scipy.sparse as sp

from performance.mixed import GENERATED, ONE_PASS, Neighbor, neighbors_outcome, work_on
from performance.protocol import RunResult, Stopwatch
from performance.similarity import MIN_CO_RATERS, NEIGHBORS, best_of_rows

ROWS_OF_BLOCK = 1_000
# what a blank cell means; the recipes that are carried out here say nothing else in other columns
DEFAULTS = {
    "duplicate_policy": "last",
    "core_scope": "train",
    "core_users": "5",
    "core_items": "5",
    "split": "global_time",
    "valid_fraction": "0.1",
    "test_fraction": "0.1",
    "min_co_raters": str(MIN_CO_RATERS),
    "neighbors": str(NEIGHBORS),
}
ONLY = {
    "duplicate_policy": ("last",),
    "min_rating": ("",),
    "core_scope": ("all", "train", "none"),
    "split": ("none", "global_time", "leave_one_out"),
    "min_co_raters": (str(MIN_CO_RATERS),),
    "neighbors": (str(NEIGHBORS),),
}


def read_movielens(path: Path) -> pl.DataFrame:
    """Read MovieLens' ratings.csv."""
    file = path / "ratings.csv" if path.is_dir() else path
    text = {"userId": pl.String, "movieId": pl.String}
    events = pl.read_csv(file, schema_overrides=text)
    return events.select(user="userId", item="movieId", at="timestamp")


def read_movietweetings(path: Path) -> pl.DataFrame:
    """Read ratings.dat, whose `::` are a column of nothing between two."""
    events = pl.read_csv(
        path / "ratings.dat", separator=":", has_header=False, infer_schema=False, quote_char=None
    )
    return events.select(user="column_0", item="column_2", at=pl.col("column_6").cast(pl.Int64))


def read_reviews(path: Path) -> pl.DataFrame:
    """Read Amazon's reviews of 2014, a JSON document a line."""
    schema = {"reviewerID": pl.String, "asin": pl.String, "unixReviewTime": pl.Int64}
    return pl.read_ndjson(path, schema=schema).select(
        user="reviewerID", item="asin", at="unixReviewTime"
    )


def read_pairs(path: Path) -> pl.DataFrame:
    """Read a user and an item a line, with no time."""
    pairs = pl.read_csv(path, separator=" ", has_header=False, infer_schema=False)
    return pairs.select(user="column_0", item="column_1", at=pl.lit(None, dtype=pl.Int64))


READERS: Mapping[str, Callable[[Path], pl.DataFrame]] = {
    "movielens-latest-small": read_movielens,
    "movietweetings-100k": read_movietweetings,
    "amazon-2014-musical-instruments-5": read_reviews,
    ONE_PASS: read_pairs,
    GENERATED: read_movielens,
}


def core(events: pl.DataFrame, of_user: int, of_item: int) -> pl.DataFrame:
    """Drop users and items with too few events until none is left to drop."""
    while True:
        kept = events.filter(
            pl.len().over("user") >= of_user,
            pl.len().over("item") >= of_item,
        )
        if len(kept) == len(events):
            return kept
        events = kept


def train_of_split(events: pl.DataFrame, recipe: Mapping[str, str]) -> pl.DataFrame:
    """Keep the train part of events in order of time, or all where there is no split."""
    if recipe["split"] == "none" or events.is_empty():
        return events
    if recipe["split"] == "global_time":
        valid, test = (round(100 * float(recipe[f"{part}_fraction"])) for part in ("valid", "test"))
        cut = events["at"][len(events) * (100 - valid - test) // 100]
        return events.filter(pl.col("at") < cut)
    from_end = pl.len().over("user") - pl.int_range(pl.len()).over("user")
    return events.filter((from_end > 2) | (pl.len().over("user") < 3))


def train_of(events: pl.DataFrame, recipe: Mapping[str, str]) -> pl.DataFrame:
    """Carry a recipe out on events in the order of their file, up to its train part."""
    ordered = events.sort("at", maintain_order=True)
    last = ordered.unique(["user", "item"], keep="last", maintain_order=True)
    if recipe["core_scope"] == "none":
        return train_of_split(last, recipe)
    of_user, of_item = int(recipe["core_users"]), int(recipe["core_items"])
    if recipe["core_scope"] == "train":
        return core(train_of_split(last, recipe), of_user, of_item)
    return train_of_split(core(last, of_user, of_item), recipe)


def neighbors_of(train: pl.DataFrame) -> pl.DataFrame:
    """Each item's neighbours: item, rank, neighbor."""
    item_ids = train["item"].unique().sort()
    places = pl.DataFrame({"item": item_ids}).with_row_index("place")
    items = train.join(places, on="item", maintain_order="left")["place"].to_numpy()
    users = train["user"].cast(pl.Categorical).to_physical().to_numpy()
    shape = (len(item_ids), int(users.max()) + 1 if len(users) else 0)
    by_item = sp.csr_matrix((np.ones(len(items), np.int32), (items, users)), shape=shape)
    by_user = by_item.T.tocsr()
    sizes = np.diff(by_item.indptr).astype(np.int64)
    found = []
    for start in range(0, len(sizes), ROWS_OF_BLOCK):
        product = (by_item[start : start + ROWS_OF_BLOCK] @ by_user).tocsr()
        rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr)) + start
        kept = (product.data >= MIN_CO_RATERS) & (product.indices != rows)
        of_row, others = rows[kept], product.indices[kept].astype(np.int64)
        co_raters = product.data[kept].astype(np.int64)
        jaccard = co_raters / (sizes[of_row] + sizes[others] - co_raters)
        best, ranks = best_of_rows(of_row, others, co_raters, jaccard)
        found.append((of_row[best], ranks, others[best]))
    none = np.empty(0, np.int64)
    columns = [np.concatenate([none, *(part[place] for part in found)]) for place in range(3)]
    return pl.DataFrame(
        {
            "item": item_ids.gather(columns[0]),
            "rank": columns[1],
            "neighbor": item_ids.gather(columns[2]),
        }
    )


def filled(recipe: Mapping[str, str]) -> Mapping[str, str]:
    """A recipe with its defaults; raises ValueError where it asks for what is not done here."""
    full = {name: recipe.get(name) or DEFAULTS.get(name, "") for name in [*recipe, *DEFAULTS]}
    for name, known in ONLY.items():
        if full.get(name, "") not in known:
            raise ValueError(f"{full['recipe_id']}: {name} {full[name]} is not done here")
    return full


def rows_of(found: Mapping[str, pl.DataFrame]) -> Iterator[Neighbor]:
    """The neighbours of all recipes, row by row."""
    for recipe_id, neighbors in found.items():
        for item, rank, neighbor in neighbors.iter_rows():
            yield recipe_id, item, rank, neighbor


def main() -> None:
    """Read, find and ask; write the result."""
    parser = argparse.ArgumentParser(description="Find neighbours by recipes, and ask for some.")
    parser.add_argument("data", type=Path, help="a generated CSV file, or the folder of real data")
    parser.add_argument("result", type=Path)
    arguments = parser.parse_args()
    stopwatch, work = Stopwatch(), work_on(arguments.data)
    with stopwatch.lap("land"):
        events = {one.dataset_id: READERS[one.dataset_id](one.path) for one in work.sources}
    with stopwatch.lap("build"):
        found = {
            recipe["recipe_id"]: neighbors_of(train_of(events[recipe["dataset_id"]], recipe))
            for recipe in map(filled, work.recipes())
        }
    with stopwatch.lap("query"):
        asked = found[work.recipe_id].filter(pl.col("item") == work.item_id, pl.col("rank") <= 10)
        answer = asked.sort("rank")["neighbor"].to_list()
    seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
    seconds["answer"] = sum(seconds.values())
    outcome = neighbors_outcome(rows_of(found)) | {"answer": ", ".join(answer)}
    RunResult(stopwatch.laps, seconds, outcome).write(arguments.result)


if __name__ == "__main__":
    main()
