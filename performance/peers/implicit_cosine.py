"""The 50 nearest items by cosine with implicit's CosineRecommender.

Another work: cosine, no pairs, no support, no ties, the item itself included.
"""

import os
from typing import Any

import numpy as np
import scipy.sparse as sp
from implicit.nearest_neighbours import CosineRecommender

from performance.protocol import Stopwatch
from performance.similarity import NEIGHBORS, Ratings, run_peer


def find(ratings: Ratings, stopwatch: Stopwatch) -> dict[str, Any]:
    """Find the neighbours."""
    with stopwatch.lap("neighbors"):
        shape = (ratings.user_count, len(ratings.item_ids))
        ones = np.ones(len(ratings.items))
        by_user = sp.csr_matrix((ones, (ratings.users, ratings.items)), shape=shape)
        threads = int(os.environ.get("OMP_NUM_THREADS", "1"))
        recommender = CosineRecommender(K=NEIGHBORS + 1, num_threads=threads)
        recommender.fit(by_user, show_progress=False)
    return {"neighbors": int(recommender.similarity.nnz)}


if __name__ == "__main__":
    run_peer(find)
