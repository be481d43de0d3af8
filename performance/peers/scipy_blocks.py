"""Item neighbours with scipy: the sparse product of items by users, in blocks of rows.

The fair peer: the same support, exact Jaccard, the 50 best with the same ties. Blocks of 1,000 rows
keep the product in memory; it takes one thread. The common ratings of the neighbours (Pearson,
Euclid, mean absolute difference), which Corate's table has, too, are a lap of their own.
"""

from typing import Any

import numpy as np
import scipy.sparse as sp

from performance.protocol import Stopwatch
from performance.similarity import (
    MIN_CO_RATERS,
    Numbers,
    Ratings,
    Tally,
    best_of_rows,
    outcome_of,
    run_peer,
)

ROWS_OF_BLOCK = 1_000
PAIRS_OF_BLOCK = 5_000


def matrix(ratings: Ratings, values: Any) -> sp.csr_matrix:
    """Items by users, with a value for each rating."""
    shape = (len(ratings.item_ids), ratings.user_count)
    return sp.csr_matrix((values, (ratings.items, ratings.users)), shape=shape)


def compare_ratings(ratings: Ratings, items: Numbers, neighbors: Numbers) -> int:
    """Compare the common ratings of each pair once; the number of correlations that exist."""
    keys = np.unique(
        np.minimum(items, neighbors) * len(ratings.item_ids) + np.maximum(items, neighbors)
    )
    values = matrix(ratings, ratings.ratings)
    ones = matrix(ratings, np.ones(len(ratings.items)))
    correlations = 0
    for start in range(0, len(keys), PAIRS_OF_BLOCK):
        first, second = np.divmod(keys[start : start + PAIRS_OF_BLOCK], len(ratings.item_ids))
        a = values[first].multiply(ones[second]).tocsr()
        b = values[second].multiply(ones[first]).tocsr()
        n = np.diff(a.indptr)

        def total(part: Any) -> Any:
            return np.asarray(part.sum(axis=1)).ravel()

        spread_a = n * total(a.multiply(a)) - total(a) ** 2
        spread_b = n * total(b.multiply(b)) - total(b) ** 2
        joint = n * total(a.multiply(b)) - total(a) * total(b)
        difference = a - b
        np.sqrt(total(difference.multiply(difference)))
        total(abs(difference))
        exists = (spread_a > 1e-9) & (spread_b > 1e-9)
        np.divide(joint, np.sqrt(spread_a * spread_b), where=exists, out=np.zeros_like(joint))
        correlations += int(exists.sum())
    return correlations


def find(ratings: Ratings, stopwatch: Stopwatch) -> dict[str, Any]:
    """Find the pairs and the neighbours, then compare ratings."""
    tally = Tally(ratings.item_ids)
    all_items, all_neighbors = [], []
    with stopwatch.lap("neighbors"):
        by_item = matrix(ratings, np.ones(len(ratings.items), dtype=np.int32))
        by_user = by_item.T.tocsr()
        sizes = np.diff(by_item.indptr).astype(np.int64)
        for start in range(0, len(sizes), ROWS_OF_BLOCK):
            product = (by_item[start : start + ROWS_OF_BLOCK] @ by_user).tocsr()
            rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr)) + start
            kept = (product.data >= MIN_CO_RATERS) & (product.indices != rows)
            items, others = rows[kept], product.indices[kept].astype(np.int64)
            co_raters = product.data[kept].astype(np.int64)
            jaccard = co_raters / (sizes[items] + sizes[others] - co_raters)
            best, ranks = best_of_rows(items, others, co_raters, jaccard)
            tally.add_pairs(items, others, co_raters)
            tally.add_neighbors(items[best], ranks, others[best])
            all_items.append(items[best])
            all_neighbors.append(others[best])
    with stopwatch.lap("ratings"):
        compare_ratings(ratings, np.concatenate(all_items), np.concatenate(all_neighbors))
    return outcome_of(tally)


if __name__ == "__main__":
    run_peer(find)
