"""Clusters on combinations with weights are those of all rows, by scikit-learn's own methods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.cluster import DBSCAN, AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score, pairwise_distances, silhouette_samples

from learning import clusters
from learning.clusters import IN_NO_CLUSTER, Combinations, Settings

Array = np.ndarray[Any, Any]


def random_combinations(seed: int, rows: int = 60, features: int = 12) -> Combinations:
    """Distinct sets of one to five of a few features, each a few times."""
    chance = np.random.default_rng(seed)
    sets = {
        tuple(sorted(chance.choice(features, chance.integers(1, 6), replace=False).tolist()))
        for _ in range(rows)
    }
    names = [[f"f{one:02}" for one in some] for some in sorted(sets)]
    return clusters.combine(names, chance.integers(1, 9, len(names)).tolist())


def random_points(seed: int) -> Combinations:
    """Points in general position, so that no two merges cost the same."""
    chance = np.random.default_rng(seed)
    table = csr_array(chance.normal(size=(40, 3)).cumsum(axis=0))
    return Combinations(table, chance.integers(1, 7, 40).astype(np.float64))


def every_row(combinations: Combinations) -> Array:
    """The table with each row as often as it weighs."""
    return np.repeat(combinations.table.toarray(), combinations.weights.astype(int), axis=0)


def for_every_row(combinations: Combinations, values: Array) -> Array:
    return np.repeat(values, combinations.weights.astype(int))


def test_the_table_has_a_column_for_each_feature() -> None:
    found = clusters.combine([[], ["a", "c"], ["b", "a"]], [3, 1, 2])
    assert found.table.toarray().tolist() == [[0, 0, 0], [1, 0, 1], [1, 1, 0]]
    assert found.weights.tolist() == [3, 1, 2]
    assert clusters.combine([[]], [1]).table.shape == (1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_distances_are_those_of_scikit_learn(seed: int) -> None:
    found = random_combinations(seed)
    table = found.table.toarray()
    squared = pairwise_distances(table, metric="sqeuclidean")
    assert np.array_equal(clusters.squared_distances(found), squared)
    jaccard = pairwise_distances(table.astype(bool), metric="jaccard")
    assert np.allclose(clusters.jaccard_distances(found), jaccard, rtol=0, atol=1e-15)


def test_two_without_features_have_no_distance() -> None:
    found = clusters.combine([[], ["a"]], [1, 1])
    assert clusters.jaccard_distances(found).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("count", [1, 2, 5, 39, 40, 50])
@pytest.mark.parametrize("seed", range(3))
def test_ward_with_weights_is_ward_of_every_row(seed: int, count: int) -> None:
    points = random_points(seed)
    expected = AgglomerativeClustering(n_clusters=min(count, 40), linkage="ward").fit_predict(
        every_row(points)
    )
    labels = np.array(ward_of_points(points, Settings(clusters=count)))
    assert adjusted_rand_score(expected, for_every_row(points, labels)) == 1


def ward_of_points(points: Combinations, settings: Settings) -> Array:
    """Ward's method on points: squared distances are their own, not those of sets of features."""
    table = points.table.toarray()
    distances = pairwise_distances(table, metric="sqeuclidean")
    return clusters.merge_by_ward(distances, points.weights, settings.clusters)


def test_ward_without_the_weights_would_be_another() -> None:
    """So the test above shows that weights are at work."""
    points = random_points(0)
    equal = Combinations(points.table, np.ones(40))
    agreement = [
        adjusted_rand_score(ward_of_points(points, settings), ward_of_points(equal, settings))
        for settings in map(Settings, range(2, 15))
    ]
    assert min(agreement) < 1


@pytest.mark.parametrize(("radius", "dense"), [(0.25, 8), (0.34, 20)])
def test_dbscan_with_weights_is_dbscan_of_every_row(radius: float, dense: int) -> None:
    settings = Settings(radius=radius, dense_share=0, dense_at_least=dense)
    most = 0
    for seed in range(6):
        found = random_combinations(seed, rows=90)
        rows = every_row(found).astype(bool)
        expected = DBSCAN(eps=radius, min_samples=dense, metric="jaccard").fit_predict(rows)
        labels = for_every_row(found, clusters.cluster_by_dbscan(found, settings))
        assert np.array_equal(labels == IN_NO_CLUSTER, expected == IN_NO_CLUSTER)
        assert adjusted_rand_score(expected, labels) == 1
        most = max(most, len(set(expected)))
    assert most > 3, "there is nothing to tell apart in any of them"


@pytest.mark.parametrize("seed", range(4))
def test_k_means_cannot_be_made_better_by_moving_one(seed: int) -> None:
    """Each row is nearest to the mean of its own cluster, a mean over every row."""
    found = random_combinations(seed)
    labels = for_every_row(found, clusters.cluster_by_k_means(found, Settings(clusters=6)))
    rows = every_row(found)
    names = np.unique(labels)
    means = np.array([rows[labels == name].mean(axis=0) for name in names])
    distances = pairwise_distances(rows, means)
    own = distances[np.arange(len(rows)), np.searchsorted(names, labels)]
    assert len(names) == 6
    assert np.all(own <= distances.min(axis=1) + 1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_silhouettes_are_those_of_every_row(seed: int) -> None:
    found = random_combinations(seed)
    labels = np.random.default_rng(seed).integers(0, 5, found.rows)
    found.weights[labels == 4] = 1  # in small clusters there are single rows, too
    expected = silhouette_samples(every_row(found), for_every_row(found, labels))
    silhouettes = for_every_row(found, clusters.silhouettes(found, labels))
    assert np.allclose(silhouettes, expected, rtol=0, atol=1e-12)


def test_rows_in_no_cluster_count_for_nobody() -> None:
    found = random_combinations(0)
    labels = np.random.default_rng(0).integers(-1, 3, found.rows)
    silhouettes = clusters.silhouettes(found, labels)
    inside = labels != IN_NO_CLUSTER
    alone = Combinations(found.table[inside], found.weights[inside])
    assert np.isnan(silhouettes[~inside]).all()
    assert np.array_equal(silhouettes[inside], clusters.silhouettes(alone, labels[inside]))


def test_what_is_alone_in_its_cluster_has_the_silhouette_0() -> None:
    found = clusters.combine([["a"], ["b"], ["c"]], [1, 2, 1])
    silhouettes = clusters.silhouettes(found, np.array([0, 1, 1]))
    assert silhouettes[0] == 0
    assert silhouettes[1] == pytest.approx(
        silhouette_samples(every_row(found), np.array([0, 1, 1, 1]))[1]
    )


def test_one_cluster_has_no_silhouettes() -> None:
    found = clusters.combine([["a"], ["b"]], [1, 1])
    assert np.isnan(clusters.silhouettes(found, np.array([0, 0]))).all()


def test_the_methods_together() -> None:
    sets = [[], ["a"], ["a", "b"], ["b", "c"], ["c"]]
    found = clusters.cluster(sets, [1, 9, 4, 2, 3], 5, Settings(clusters=2))
    assert [one.method for one in found] == ["k_means", "hierarchical", "dbscan"]
    assert all(len(one.labels) == len(one.silhouettes) == 5 for one in found)
    assert len(set(found[0].labels)) == len(set(found[1].labels)) == 2
    # nothing is within a quarter of another one: dense are those that come three times or more
    assert [label is None for label in found[2].labels] == [True, False, False, True, False]
    assert "3 or more together" in found[2].parameters


def test_with_too_many_combinations_there_is_k_means_alone_and_unmeasured() -> None:
    (only,) = clusters.cluster([["a"], ["b"], ["c"]], [1, 1, 1], 2, Settings(clusters=2))
    assert only.method == "k_means"
    assert only.silhouettes == [None] * 3


def test_nothing_gives_nothing() -> None:
    assert clusters.cluster([], [], 10, Settings()) == []


@pytest.mark.parametrize("sets", [[[]], [["a"]], [["a"], ["b"]]])
def test_fewer_combinations_than_clusters(sets: list[list[str]]) -> None:
    for one in clusters.cluster(sets, [5] * len(sets), 100, Settings(clusters=10)):
        assert len(set(one.labels)) == len(sets)


def test_the_share_of_the_weight_that_is_dense() -> None:
    assert Settings().dense(np.array([9_990.0, 10.0])) == 10
    assert Settings().dense(np.array([30.0])) == 3
