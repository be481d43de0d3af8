"""Clusters of things that are alike, from the sets of features that they have.

Things with equal features are one row here, a combination, with the number of things as its
weight: ten thousand models have a thousand combinations, which is a hundredth of the pairs. The
weights see to it that the result is the one that all rows would give (k-means by sample_weight,
Ward by the sizes that clusters start with, DBSCAN by what counts as dense).

Distances are those of the table with a column for each feature and 1 where a thing has it:
Euclidean, whose square is the number of features that one of two has and the other has not; and
Jaccard, one minus the share of features that two have in common.

The same input gives the same output on any number of threads: rows have a stated order, sums are of
whole numbers or in a stated order, and learning runs on one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.cluster import DBSCAN, KMeans
from threadpoolctl import threadpool_limits

IN_NO_CLUSTER = -1
"""The label of a row that no cluster has, as scikit-learn's DBSCAN gives it."""

Labels = npt.NDArray[np.int64]
"""One label a row; what the numbers are has no meaning, except IN_NO_CLUSTER."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Combinations:
    """Distinct sets of features, in a stated order.

    table: rows x features, 1.0 where the row has the feature.
    weights: how many things have exactly the features of each row, whole numbers of 1 or more.
    """

    table: csr_array
    weights: Floats

    @property
    def rows(self) -> int:
        return len(self.weights)


@dataclass(frozen=True)
class Settings:
    """What the methods are told.

    clusters: how many k-means and Ward make, fewer where there are fewer rows.
    starts: how often k-means starts anew, the best result counts; seed: of its random choices.
    radius: the largest Jaccard distance (0 to 1) at which two rows are neighbours for DBSCAN.
    dense_share, dense_at_least: the weight that a row and its neighbours need together to be the
        inside of a cluster for DBSCAN, as a share of the whole weight, and not less than this.
    """

    clusters: int = 10
    starts: int = 10
    seed: int = 0
    radius: float = 0.25
    dense_share: float = 0.001
    dense_at_least: int = 3

    def dense(self, weights: Floats) -> int:
        """The weight that is dense, a whole number."""
        return max(self.dense_at_least, round(float(weights.sum()) * self.dense_share))


Method = Callable[[Combinations, Settings], Labels]


@dataclass(frozen=True)
class Clustering:
    """What a method found, a value for each row in their order.

    method: k_means, hierarchical or dbscan; parameters: what it was told, in words.
    labels: which cluster a row is in, None where in none; the numbers themselves mean nothing.
    silhouettes: -1 to 1, None where there is none.
    """

    method: str
    parameters: str
    labels: list[int | None]
    silhouettes: list[float | None]


def cluster(
    feature_sets: Sequence[Sequence[str]],
    weights: Sequence[int],
    most_rows: int,
    settings: Settings,
) -> list[Clustering]:
    """The clusters of feature sets, which are distinct and in a stated order, by each method.

    weights: how many things have each set. most_rows: with more rows than this, what takes memory
    by the square of their number is left out: all methods but k-means, and the silhouettes.
    Nothing at all where there are no rows.
    """
    if not feature_sets:
        return []
    combinations = combine(feature_sets, weights)
    up_to = f"up to {settings.clusters} clusters"
    methods: list[tuple[str, str, Method]] = [
        (
            "k_means",
            f"{up_to}, the best of {settings.starts} starts, seed {settings.seed}",
            cluster_by_k_means,
        )
    ]
    if combinations.rows <= most_rows:
        methods += [
            ("hierarchical", f"Ward, {up_to}", cluster_by_ward),
            (
                "dbscan",
                f"Jaccard distance up to {settings.radius}, "
                f"{settings.dense(combinations.weights)} or more together",
                cluster_by_dbscan,
            ),
        ]
    found = []
    for method, parameters, learn in methods:
        labels = learn(combinations, settings)
        if combinations.rows <= most_rows:
            each = silhouettes(combinations, labels)
        else:
            each = np.full(combinations.rows, np.nan)
        found.append(
            Clustering(
                method,
                parameters,
                [None if label == IN_NO_CLUSTER else int(label) for label in labels],
                [None if np.isnan(one) else float(one) for one in each],
            )
        )
    return found


def combine(feature_sets: Sequence[Sequence[str]], weights: Sequence[int]) -> Combinations:
    """The table of some feature sets, which are distinct; its columns are the features in order."""
    places = {
        name: place
        for place, name in enumerate(sorted({name for names in feature_sets for name in names}))
    }
    columns = [places[name] for names in feature_sets for name in sorted(names)]
    starts = np.cumsum([0, *(len(names) for names in feature_sets)]).astype(np.int32)
    table = csr_array(
        (np.ones(len(columns)), np.array(columns, dtype=np.int32), starts),
        shape=(len(feature_sets), max(len(places), 1)),
    )
    return Combinations(table, np.array(weights, dtype=np.float64))


def cluster_by_k_means(combinations: Combinations, settings: Settings) -> Labels:
    """The clusters whose rows lie closest to the means of their cluster (Euclidean)."""
    with threadpool_limits(limits=1):
        learned = KMeans(
            n_clusters=min(settings.clusters, combinations.rows),
            n_init=settings.starts,
            random_state=settings.seed,
        ).fit(combinations.table, sample_weight=combinations.weights)
    return np.asarray(learned.labels_, dtype=np.int64)


def cluster_by_ward(combinations: Combinations, settings: Settings) -> Labels:
    """Hierarchical clusters by Ward's criterion (Euclidean).

    Memory: the square of the number of rows.
    """
    return merge_by_ward(squared_distances(combinations), combinations.weights, settings.clusters)


def merge_by_ward(squared: Floats, weights: Floats, clusters: int) -> Labels:
    """Merge rows until so many clusters are left: always the two whose union adds least to the
    squared distances from the means.

    squared: rows x rows, the squared Euclidean distances; weights: for how many equal rows each
    stands. scikit-learn's method takes no weights, so it is written out here, by chains of nearest
    neighbours: F. Murtagh & P. Contreras 2012, Algorithms for hierarchical clustering, WIREs Data
    Mining and Knowledge Discovery 2(1).
    """
    sizes = weights.copy()
    # what a merge would add, times two; a row stands for as many equal ones as it weighs
    costs = squared * 2 * sizes[:, None] * sizes[None, :] / (sizes[:, None] + sizes[None, :])
    np.fill_diagonal(costs, np.inf)
    merges: list[tuple[float, int, int]] = []
    alive = np.ones(len(sizes), dtype=bool)
    chain: list[int] = []
    while len(merges) < len(sizes) - 1:
        if not chain:
            chain.append(int(np.argmax(alive)))
        here = chain[-1]
        nearest = int(np.argmin(costs[here]))
        if len(chain) > 1 and costs[here, chain[-2]] <= costs[here, nearest]:
            # each is the nearest of the other
            nearest = chain[-2]
            del chain[-2:]
            kept, gone = sorted((here, nearest))
            cost = float(costs[kept, gone])
            merges.append((cost, kept, gone))
            total = sizes[kept] + sizes[gone] + sizes
            merged = (
                (sizes[kept] + sizes) * costs[kept]
                + (sizes[gone] + sizes) * costs[gone]
                - sizes * cost
            ) / total
            merged[[kept, gone]] = np.inf
            costs[kept] = costs[:, kept] = merged
            costs[gone] = costs[:, gone] = np.inf
            sizes[kept] += sizes[gone]
            alive[gone] = False
        else:
            chain.append(nearest)
    return _cut(merges, len(sizes), clusters)


def _cut(merges: list[tuple[float, int, int]], rows: int, clusters: int) -> Labels:
    """The clusters that are left when the cheapest merges have been made."""
    above = list(range(rows))

    def top(row: int) -> int:
        while above[row] != row:
            row = above[row]
        return row

    # a stable sort, so that merges of equal cost stay in the order of the chains
    cheapest = sorted(merges, key=lambda merge: merge[0])[: max(rows - clusters, 0)]
    for _, kept, gone in cheapest:
        first, second = sorted((top(kept), top(gone)))
        above[second] = first
    return np.array([top(row) for row in range(rows)], dtype=np.int64)


def cluster_by_dbscan(combinations: Combinations, settings: Settings) -> Labels:
    """Clusters as regions where rows lie dense (Jaccard); rows outside of them are in none.

    Memory: the square of the number of rows.
    """
    with threadpool_limits(limits=1):
        learned = DBSCAN(
            eps=settings.radius,
            min_samples=settings.dense(combinations.weights),
            metric="precomputed",
        ).fit(jaccard_distances(combinations), sample_weight=combinations.weights)
    return np.asarray(learned.labels_, dtype=np.int64)


def squared_distances(combinations: Combinations) -> Floats:
    """Rows x rows: how many features one of two rows has and the other has not."""
    common, either = _common(combinations)
    return either - common


def jaccard_distances(combinations: Combinations) -> Floats:
    """Rows x rows: one minus the share of common features; 0 between two rows that have none."""
    common, either = _common(combinations)
    return np.divide(either - common, either, out=np.zeros_like(either), where=either > 0)


def _common(combinations: Combinations) -> tuple[Floats, Floats]:
    """Rows x rows: how many features both of two rows have, and how many at least one has."""
    common = np.asarray((combinations.table @ combinations.table.T).toarray(), dtype=np.float64)
    own = common.diagonal()
    return common, own[:, None] + own[None, :] - common


def silhouettes(combinations: Combinations, labels: Labels) -> Floats:
    """The silhouette of each row, from -1 to 1: how much closer it is to the things of its own
    cluster than to those of the nearest other one (Euclidean, every thing counted, not every row).

    0 for what is alone in its cluster, as usual; NaN for rows in no cluster, which count for
    nobody, and for all rows where there are fewer than two clusters.
    Source: P. Rousseeuw 1987, Silhouettes, J. Comput. Appl. Math. 20.
    """
    names = np.unique(labels[labels != IN_NO_CLUSTER])
    if len(names) < 2:
        return np.full(combinations.rows, np.nan)
    squared = squared_distances(combinations)
    members = (labels[:, None] == names[None, :]) * combinations.weights[:, None]
    # counted for each distance, which are few: whole numbers have the same sum in any order
    sums = np.zeros(members.shape)
    for distance in np.unique(squared):
        sums += np.sqrt(distance) * ((squared == distance).astype(np.float64) @ members)
    sizes = members.sum(axis=0)
    own = labels[:, None] == names[None, :]
    others_in_own = (own * (sizes - 1)[None, :]).sum(axis=1)
    inside = np.where(own, sums, 0).sum(axis=1) / np.maximum(others_in_own, 1)
    outside = np.where(own, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(inside, outside)
    # where all distances are 0 there is nothing to tell apart
    found: Floats = np.divide(outside - inside, larger, out=np.zeros_like(larger), where=larger > 0)
    found[others_in_own == 0] = 0
    found[labels == IN_NO_CLUSTER] = np.nan
    return found
