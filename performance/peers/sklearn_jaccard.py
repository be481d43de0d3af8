"""Item neighbours with scikit-learn: `pairwise_distances(metric="jaccard")` on dense rows.

In blocks of rows, so that it can hold the distances; support comes from the distance and the sizes.
"""

from typing import Any

import numpy as np
from sklearn.metrics import pairwise_distances

from performance.protocol import Stopwatch
from performance.similarity import (
    MIN_CO_RATERS,
    Ratings,
    Tally,
    best_of_rows,
    outcome_of,
    run_peer,
)

ROWS_OF_BLOCK = 500


def find(ratings: Ratings, stopwatch: Stopwatch) -> dict[str, Any]:
    """Find the pairs and the neighbours."""
    tally = Tally(ratings.item_ids)
    with stopwatch.lap("neighbors"):
        rated = np.zeros((len(ratings.item_ids), ratings.user_count), dtype=bool)
        rated[ratings.items, ratings.users] = True
        sizes = rated.sum(axis=1, dtype=np.int64)
        for start in range(0, len(sizes), ROWS_OF_BLOCK):
            block = rated[start : start + ROWS_OF_BLOCK]
            jaccard = 1 - pairwise_distances(block, rated, metric="jaccard")
            both = sizes[start : start + ROWS_OF_BLOCK, None] + sizes[None, :]
            # jaccard = c / (both - c)
            co_raters = np.rint(jaccard * both / (1 + jaccard)).astype(np.int64)
            co_raters[np.arange(len(block)), np.arange(start, start + len(block))] = 0
            rows, others = np.nonzero(co_raters >= MIN_CO_RATERS)
            counts = co_raters[rows, others]
            # divided anew: 1 - distance is off in the last digit, and ties would not be ties
            exact = counts / (both[rows, others] - counts)
            best, ranks = best_of_rows(rows + start, others, counts, exact)
            tally.add_pairs(rows + start, others, counts)
            tally.add_neighbors(rows[best] + start, ranks, others[best])
    return outcome_of(tally)


if __name__ == "__main__":
    run_peer(find)
