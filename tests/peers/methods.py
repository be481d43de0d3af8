"""Metrics by ranx and scikit-learn, and kNN of items by implicit, in an environment that has them.

Called with a JSON file; prints what was found as JSON. `train`: pairs of a user and an item, both
numbers from 0. `neighbors`: how many nearest of each item, itself not counted. `lists`: by method
and user, `targets`, `best` (the first k, best first), and `candidates`. `k`: of how many places.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from implicit.nearest_neighbours import all_pairs_knn, bm25_weight, normalize, tfidf_weight
from ranx import Qrels, Run, evaluate
from scipy.sparse import csr_matrix
from sklearn.metrics import average_precision_score, ndcg_score, roc_auc_score

OF_RANX = {
    "hit_rate": "hit_rate",
    "precision": "precision",
    "recall": "recall",
    "f1": "f1",
    "map_by_targets": "map",
    "mrr": "mrr",
    "ndcg": "ndcg",
}


def nearest_items(train: Sequence[Sequence[int]], neighbors: int) -> dict[str, Any]:
    """By weighting, how near the nearest of each item are, the nearest first, and user scores."""
    users, items = (np.array(column) for column in zip(*train, strict=True))
    user_items = csr_matrix((np.ones(len(train)), (users, items)))
    by_item = user_items.T.tocsr()
    weighted = {
        "none": normalize(by_item),
        "tf_idf": normalize(tfidf_weight(by_item)),
        # BM25Recommender adds up products of what is not of length 1
        "bm25": normalize(bm25_weight(by_item, K1=1.2, B=0.75)),
    }
    found = {}
    for name, matrix in weighted.items():
        similarity = all_pairs_knn(matrix.T.tocsr(), neighbors + 1, show_progress=False).tocsr()
        similarity.setdiag(0)
        similarity.eliminate_zeros()
        nearest = [
            sorted(similarity.data[start:end].tolist(), reverse=True)[:neighbors]
            for start, end in zip(similarity.indptr[:-1], similarity.indptr[1:], strict=True)
        ]
        scores = (user_items @ similarity).toarray()
        scores[users, items] = 0
        best = -np.sort(-scores, axis=1)[:, :10]
        found[name] = {"nearest": nearest, "best": best.tolist()}
    return found


def measures(lists: Mapping[str, Any], k: int) -> dict[str, dict[str, float]]:
    """By metric, of each user."""
    qrels = Qrels({user: dict.fromkeys(one["targets"], 1) for user, one in lists.items()})
    run = Run(
        {
            # ranx asks for a list of everybody
            user: {item: k - n for n, item in enumerate(one["best"])} or {"nothing": 1}
            for user, one in lists.items()
        }
    )
    names = [f"{name}@{k}" for name in OF_RANX.values()]
    evaluate(qrels, run, names)
    found = {ours: dict(run.scores[f"{name}@{k}"]) for ours, name in OF_RANX.items()}
    of_sklearn = {user: by_sklearn(one, k) for user, one in lists.items()}
    for name in ("sklearn_ndcg", "map_by_hits", "auc"):
        found[name] = {user: one[name] for user, one in of_sklearn.items()}
    return {name: {user: float(x) for user, x in of.items()} for name, of in found.items()}


def by_sklearn(one: Mapping[str, Any], k: int) -> dict[str, Any]:
    targets, place = set(one["targets"]), {item: n for n, item in enumerate(one["best"])}
    # what train does not have is last
    unknown = sorted(targets - set(one["candidates"]))
    items = [*one["candidates"], *unknown]
    score = np.array([k - place.get(i, k) for i in one["candidates"]] + [-1] * len(unknown), float)
    is_target = np.array([item in targets for item in items], float)
    first = [item in targets for item in one["best"]]
    return {
        "sklearn_ndcg": ndcg_score([is_target], [score], k=k, ignore_ties=True),
        "map_by_hits": average_precision_score(first, range(len(first), 0, -1))
        if any(first)
        else 0.0,
        "auc": roc_auc_score(is_target, score),
    }


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as opened:
        asked = json.load(opened)
    found = {
        "nearest": nearest_items(asked["train"], asked["neighbors"]),
        "measures": {name: measures(of, asked["k"]) for name, of in asked["lists"].items()},
    }
    json.dump(found, sys.stdout)


main()
