"""Similarity of items or users by scipy and numpy, to compare the warehouse with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

Rating = tuple[str, str, float | None]


@dataclass(frozen=True)
class Pair:
    """What two sets have in common."""

    size_a: int
    size_b: int
    shared: int

    @property
    def jaccard(self) -> float:
        """Shared over the union."""
        return self.shared / (self.size_a + self.size_b - self.shared)

    @property
    def cosine(self) -> float:
        """Shared over the geometric mean of the sizes."""
        return self.shared / float(np.sqrt(self.size_a * self.size_b))


@dataclass(frozen=True)
class CommonValues:
    """How the values of shared features go together; NULL is None."""

    count: int
    pearson: float | None
    euclidean: float | None
    mean_absolute_difference: float | None


class Sets:
    """Members (first column of the ratings) as sets of features (second column), each pair once."""

    def __init__(self, ratings: Sequence[Rating], min_size: int = 1) -> None:
        sizes: dict[str, int] = {}
        for member, _, _ in ratings:
            sizes[member] = sizes.get(member, 0) + 1
        kept = [rating for rating in ratings if sizes[rating[0]] >= min_size]
        self.members = sorted({member for member, _, _ in kept}, key=lambda text: text.encode())
        features = sorted({feature for _, feature, _ in kept})
        self.place = {member: place for place, member in enumerate(self.members)}
        feature_place = {feature: place for place, feature in enumerate(features)}
        rows = [self.place[member] for member, _, _ in kept]
        columns = [feature_place[feature] for _, feature, _ in kept]
        shape = (len(self.members), len(features))
        self.incidence = sparse.csr_array((np.ones(len(kept), np.int64), (rows, columns)), shape)
        self._common_values: dict[tuple[str, str], CommonValues] = {}
        self.values: dict[str, dict[str, float]] = {member: {} for member in self.members}
        for member, feature, value in kept:
            if value is not None:
                self.values[member][feature] = value

    def pairs(self, min_shared: int) -> dict[tuple[str, str], Pair]:
        """All pairs with support, a before b."""
        shared = sparse.triu(self.incidence @ self.incidence.T, k=1).tocoo()
        sizes = self.incidence.sum(axis=1)
        return {
            (self.members[a], self.members[b]): Pair(int(sizes[a]), int(sizes[b]), int(count))
            for a, b, count in zip(shared.row, shared.col, shared.data, strict=True)
            if count >= min_shared
        }

    def nearest(self, min_shared: int, count: int) -> dict[str, list[tuple[str, Pair]]]:
        """The most alike of each member: by Jaccard, then by what they share, then by id as text.

        Members with support alone; members are numbered in the order of their ids.
        """
        shared = sparse.csr_array(self.incidence @ self.incidence.T)
        sizes = self.incidence.sum(axis=1)
        found = {}
        for place, member in enumerate(self.members):
            row = slice(*shared.indptr[place : place + 2])
            others, counts = shared.indices[row], shared.data[row]
            has_support = (counts >= min_shared) & (others != place)
            others, counts = others[has_support], counts[has_support]
            jaccard = counts / (sizes[place] + sizes[others] - counts)
            best = np.lexsort((others, -counts, -jaccard))[:count]
            if len(best):
                found[member] = [
                    (
                        self.members[other],
                        Pair(int(sizes[place]), int(sizes[other]), int(both)),
                    )
                    for other, both in zip(others[best], counts[best], strict=True)
                ]
        return found

    def common_values(self, a: str, b: str) -> CommonValues:
        """Textbook formulas over the features that have a value on both sides; in plain Python.

        It is asked of each pair from both sides, and says the same.
        """
        pair = (a, b) if a < b else (b, a)
        if pair not in self._common_values:
            of_a, of_b = self.values[a], self.values[b]
            both = of_a.keys() & of_b.keys()
            x, y = [of_a[feature] for feature in both], [of_b[feature] for feature in both]
            self._common_values[pair] = _compare(x, y)
        return self._common_values[pair]


def _compare(x: Sequence[float], y: Sequence[float]) -> CommonValues:
    if not x:
        return CommonValues(0, None, None, None)
    varies = max(x) > min(x) and max(y) > min(y)
    distances = [abs(one - other) for one, other in zip(x, y, strict=True)]
    return CommonValues(
        len(x),
        _pearson(_spread(x, x[0]), _spread(y, y[0])) if varies else None,
        math.hypot(*_spread(distances, 0.0)) * max(distances),
        math.fsum(distances) / len(x),
    )


def _pearson(x: Sequence[float], y: Sequence[float]) -> float:
    mean_x, mean_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    x, y = [one - mean_x for one in x], [one - mean_y for one in y]
    return math.fsum(one * other for one, other in zip(x, y, strict=True)) / (
        math.hypot(*x) * math.hypot(*y)
    )


def _spread(values: Sequence[float], at: float) -> list[float]:
    """The differences from a value, the largest of which is 1.

    Squares of very small numbers would be 0, and sums of very large ones lose what they differ by.
    """
    differences = [value - at for value in values]
    largest = max(map(abs, differences)) or 1.0
    return [difference / largest for difference in differences]
