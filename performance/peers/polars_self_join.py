"""Item neighbours with Polars: ratings joined to themselves by user, and counted."""

from typing import Any

import polars as pl

from performance.protocol import Stopwatch
from performance.similarity import (
    MIN_CO_RATERS,
    NEIGHBORS,
    Ratings,
    Tally,
    outcome_of,
    run_peer,
)


def find(ratings: Ratings, stopwatch: Stopwatch) -> dict[str, Any]:
    """Find the pairs and the neighbours."""
    entries = pl.DataFrame({"user": ratings.users, "item": ratings.items}).cast(pl.Int32)
    with stopwatch.lap("neighbors"):
        sizes = entries.group_by("item").len("size")
        pairs = (
            entries.lazy()
            .join(entries.lazy(), on="user", suffix="_b")
            .filter(pl.col("item") < pl.col("item_b"))
            .group_by("item", "item_b")
            .len("co_raters")
            .filter(pl.col("co_raters") >= MIN_CO_RATERS)
            .collect(engine="streaming")
        )
        measured = (
            pairs.join(sizes, on="item")
            .join(sizes, left_on="item_b", right_on="item", suffix="_b")
            .with_columns(
                jaccard=pl.col("co_raters")
                / (pl.col("size").cast(pl.Int64) + pl.col("size_b") - pl.col("co_raters"))
            )
        )
        columns = ["item", "item_b", "co_raters", "jaccard"]
        turned = measured.select(
            item=pl.col("item_b"), item_b=pl.col("item"), co_raters="co_raters", jaccard="jaccard"
        )
        neighbors = (
            pl.concat([measured.select(columns), turned])
            .sort("item", "jaccard", "co_raters", "item_b", descending=[False, True, True, False])
            .group_by("item", maintain_order=True)
            .head(NEIGHBORS)
            .with_columns(rank=pl.int_range(1, pl.len() + 1).over("item"))
        )
    tally = Tally(ratings.item_ids)
    tally.add_pairs(*(pairs[name].cast(pl.Int64).to_numpy() for name in pairs.columns))
    tally.add_neighbors(
        *(neighbors[name].cast(pl.Int64).to_numpy() for name in ("item", "rank", "item_b"))
    )
    return outcome_of(tally)


if __name__ == "__main__":
    run_peer(find)
