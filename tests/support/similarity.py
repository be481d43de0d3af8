"""Similarity of items or users by scipy and numpy, to compare the warehouse with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

Rating = tuple[str, str, float | None]


@dataclass(frozen=True)
class Pair:
    """What two sets have in common; the sets are named in text order."""

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

    def common_values(self, a: str, b: str) -> CommonValues:
        """Textbook formulas over the features that have a value on both sides."""
        of_a, of_b = self.values[a], self.values[b]
        both = sorted(of_a.keys() & of_b.keys())
        x = np.array([of_a[feature] for feature in both])
        y = np.array([of_b[feature] for feature in both])
        if not x.size:
            return CommonValues(0, None, None, None)
        varies = bool(np.ptp(x) > 0 and np.ptp(y) > 0)
        distances = np.abs(x - y)
        return CommonValues(
            int(x.size),
            float(np.corrcoef(_spread(x), _spread(y))[0, 1]) if varies else None,
            float(np.linalg.norm(_spread(distances, at=0.0))) * float(distances.max()),
            float(distances.mean()),
        )


def _spread(values: Any, at: float | None = None) -> Any:
    """The differences from the first value (or `at`), the largest of which is 1.

    Squares of very small numbers would be 0, and sums of very large ones lose what they differ by.
    """
    differences = values - (values[0] if at is None else at)
    return differences / (float(np.abs(differences).max()) or 1.0)


def nearest(pairs: dict[tuple[str, str], Pair], count: int) -> dict[str, list[tuple[str, Pair]]]:
    """The most alike of each member: by Jaccard, then by what they share, then by id as text."""
    candidates: dict[str, list[tuple[str, Pair]]] = {}
    for (a, b), pair in pairs.items():
        candidates.setdefault(a, []).append((b, pair))
        candidates.setdefault(b, []).append((a, pair))
    return {
        member: sorted(found, key=lambda one: (-one[1].jaccard, -one[1].shared, one[0].encode()))[
            :count
        ]
        for member, found in candidates.items()
    }
