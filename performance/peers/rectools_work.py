"""The comparison `methods` with RecTools: popularity, and item kNN of implicit, which it wraps.

Its metrics are those of Corate's table that it has: hit rate, recall, precision, F1, MAP, MRR,
NDCG, novelty, mean popularity, serendipity and coverage; it has no AUC of lists, long tail, Gini,
entropy, intervals or tests of differences. All in memory.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from implicit.nearest_neighbours import CosineRecommender
from rectools import Columns, metrics
from rectools.dataset import Dataset
from rectools.models import ImplicitItemKNNWrapperModel, PopularModel

from performance.methods import ITEM_KNN, MEASURED_AT, NEIGHBORS, POPULARITY
from performance.protocol import RunResult, Stopwatch

PARTS = {"valid": ("train",), "test": ("train", "valid")}
"""Of the data, and what users had before each."""


def read(path: Path) -> pd.DataFrame:
    """Events in the columns that RecTools knows."""
    events = pd.read_csv(path)
    return pd.DataFrame(
        {
            Columns.User: events["userId"].to_numpy(np.int32),
            Columns.Item: events["movieId"].to_numpy(np.int32),
            Columns.Weight: np.float32(1),
            Columns.Datetime: pd.to_datetime(events["timestamp"], unit="s"),
        }
    )


def split(events: pd.DataFrame) -> pd.DataFrame:
    """The last of duplicates, with the part of each event."""
    events = events.sort_values(Columns.Datetime, kind="stable")
    events = events.drop_duplicates([Columns.User, Columns.Item], keep="last")
    from_last = events.groupby(Columns.User, sort=False).cumcount(ascending=False)
    sizes = events.groupby(Columns.User, sort=False)[Columns.Item].transform("size")
    part = np.select(
        [(sizes > 2) & (from_last == 0), (sizes > 2) & (from_last == 1)], ["test", "valid"], "train"
    )
    return events.assign(part=part)


def figures() -> dict[str, Any]:
    """RecTools' metrics by name, at each k."""
    kinds = {
        "hit_rate": metrics.HitRate,
        "recall": metrics.Recall,
        "precision": metrics.Precision,
        "f1": metrics.F1Beta,
        "map": metrics.MAP,
        "mrr": metrics.MRR,
        "ndcg": metrics.NDCG,
        "novelty": metrics.MeanInvUserFreq,
        "popularity": metrics.AvgRecPopularity,
        "serendipity": metrics.Serendipity,
        "coverage": metrics.CatalogCoverage,
    }
    return {f"{name}@{k}": kind(k=k) for name, kind in kinds.items() for k in MEASURED_AT}


def main() -> None:
    """Make and measure the lists of both methods for both parts; write the result."""
    csv, result = map(Path, sys.argv[1:])
    stopwatch = Stopwatch()
    with stopwatch.lap("read"):
        events = read(csv)
    told = {}
    with stopwatch.lap("work"):
        parts = split(events)
        train = parts[parts["part"] == "train"]
        items = train[Columns.Item].unique()
        dataset = Dataset.construct(train)
        models = {
            POPULARITY: PopularModel(popularity="n_users"),
            # an item is among its own nearest there
            ITEM_KNN: ImplicitItemKNNWrapperModel(CosineRecommender(K=NEIGHBORS + 1)),
        }
        for name, model in models.items():
            model.fit(dataset)
            for part, had in PARTS.items():
                targets = parts[parts["part"] == part]
                before = parts[parts["part"].isin(had)]
                users = targets[Columns.User].unique()
                lists = recommend(model, dataset, before, users)
                found = metrics.calc_metrics(figures(), lists, targets, before, catalog=items)
                told[f"{name} {part}"] = (
                    f"{len(users)} users, recall at 20 {found['recall@20']:.3f}"
                )
    seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
    RunResult(stopwatch.laps, seconds, {"lists": dict(sorted(told.items()))}).write(result)


def recommend(model: Any, dataset: Any, before: pd.DataFrame, users: Any) -> pd.DataFrame:
    """Lists without what users had before; what they had in valid is taken out of longer ones."""
    longest = max(MEASURED_AT)
    lists = model.recommend(users, dataset, k=longest + 1, filter_viewed=True)
    met = pd.MultiIndex.from_frame(before[[Columns.User, Columns.Item]])
    lists = lists[~pd.MultiIndex.from_frame(lists[[Columns.User, Columns.Item]]).isin(met)]
    rank = lists.groupby(Columns.User, sort=False).cumcount() + 1
    ranked: pd.DataFrame = lists.assign(**{Columns.Rank: rank})[rank <= longest]
    return ranked


if __name__ == "__main__":
    main()
