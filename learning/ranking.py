"""Ranking videos by how likely they are worth watching: classifiers that give a probability."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler
from threadpoolctl import threadpool_limits

KEY = ["dataset_id", "labelling_round"]
NUMBERS = ["views", "views_per_day"]
"""The order of columns matters to a forest, which draws columns by number: numbers, then terms."""


def random_forest() -> Any:
    """1,000 trees, as in the study."""
    return RandomForestClassifier(
        n_estimators=1000, class_weight="balanced", random_state=0, n_jobs=-1
    )


def logistic_regression() -> Any:
    """Columns are brought to one scale first: views run to millions, TF-IDF to 1."""
    return make_pipeline(
        MaxAbsScaler(),
        LogisticRegression(class_weight="balanced", random_state=0, max_iter=1000),
    )


METHODS: Mapping[str, Callable[[], Any]] = {
    "random_forest": random_forest,
    "logistic_regression": logistic_regression,
}


def predict(examples: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """The probability of label 1 by each method, learnt anew for each dataset and labelling round.

    examples: a row per dataset, round and video: place (order), views, views_per_day, label (0, 1
        or missing), is_learnt. Those with is_learnt are learnt from; both labels are among them.
        At least one row.
    terms: the entries of the matrix of titles: term_index from 1 and tf_idf per dataset, round and
        video. A video may have none.
    Gives a row per dataset, round, method and video, in that order. The same rows in another order
    give the same table.
    """
    by_round = dict(list(terms.groupby(KEY)))
    found = []
    for key, unordered in examples.groupby(KEY):
        videos = unordered.sort_values("place").reset_index(drop=True)
        matrix = _matrix(videos, by_round.get(key, terms.iloc[:0]))
        learnt = videos["is_learnt"].to_numpy(dtype=bool)
        labels = videos.loc[learnt, "label"].to_numpy(dtype=int)
        for method, make in METHODS.items():
            with threadpool_limits(1):
                classifier = make().fit(matrix[learnt], labels)
            # threads would add up the trees in the order in which they finish
            if "n_jobs" in classifier.get_params():
                classifier.set_params(n_jobs=1)
            probability = classifier.predict_proba(matrix)[:, 1]
            found.append(
                pd.DataFrame(
                    {
                        "dataset_id": key[0],
                        "labelling_round": key[1],
                        "method": method,
                        "video_id": videos["video_id"],
                        "probability": probability,
                    }
                )
            )
    return pd.concat(found, ignore_index=True)


def _matrix(videos: pd.DataFrame, terms: pd.DataFrame) -> csr_matrix:
    """A row a video: its numbers, then a column a term of the vocabulary."""
    numbers = csr_matrix(videos[NUMBERS].to_numpy(dtype=np.float64))
    rows = pd.Series(videos.index, index=videos["video_id"])
    known = terms[terms["video_id"].isin(rows.index)]
    entries = csr_matrix(
        (
            known["tf_idf"].to_numpy(dtype=np.float64),
            (
                rows.loc[known["video_id"]].to_numpy(dtype=np.int64),
                known["term_index"].to_numpy(dtype=np.int64) - 1,
            ),
        ),
        shape=(len(videos), int(terms["term_index"].max()) if len(terms) else 0),
    )
    return hstack([numbers, entries]).tocsr()
