"""Item neighbours with pandas: `merge` of the ratings with themselves by user, and `groupby`.

In parts of users, since the joined rows of all of them do not fit into memory.
"""

from typing import Any

import numpy as np
import pandas as pd

from performance.protocol import Stopwatch
from performance.similarity import (
    MIN_CO_RATERS,
    Ratings,
    Tally,
    best_of_rows,
    outcome_of,
    run_peer,
)

ROWS_OF_PART = 20_000_000


def find(ratings: Ratings, stopwatch: Stopwatch) -> dict[str, Any]:
    """Find the pairs and the neighbours."""
    entries = pd.DataFrame({"user": ratings.users, "item": ratings.items}).astype("int32")
    with stopwatch.lap("neighbors"):
        histories = entries["user"].value_counts().sort_index()
        parts = entries["user"].map((histories**2).cumsum() // ROWS_OF_PART)
        counts: pd.Series[int] | None = None
        for _, part in entries.groupby(parts):
            joined = part.merge(part, on="user", suffixes=("", "_b"))
            joined = joined[joined["item"] < joined["item_b"]]
            of_part = joined.groupby(["item", "item_b"]).size()
            counts = of_part if counts is None else counts.add(of_part, fill_value=0)
        assert counts is not None
        counts = counts[counts >= MIN_CO_RATERS].astype("int64")
        pairs = counts.rename("co_raters").reset_index()
        sizes = entries["item"].value_counts()
        turned = pairs.rename(columns={"item": "item_b", "item_b": "item"})
        both = pd.concat([pairs, turned[pairs.columns]]).sort_values("item", ignore_index=True)
        items, others, co_raters = (both[name].to_numpy(dtype=np.int64) for name in both.columns)
        size = sizes.reindex(np.arange(len(ratings.item_ids))).to_numpy()
        jaccard = co_raters / (size[items] + size[others] - co_raters)
        best, ranks = best_of_rows(items, others, co_raters, jaccard)
    tally = Tally(ratings.item_ids)
    tally.add_pairs(*(pairs[name].to_numpy(dtype=np.int64) for name in pairs.columns))
    tally.add_neighbors(items[best], ranks, others[best])
    return outcome_of(tally)


if __name__ == "__main__":
    run_peer(find)
