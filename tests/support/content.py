"""Likeness by content, by scipy: whether lists of neighbours are the best of all pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Integers = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
ROWS_AT_ONCE = 500


def rarity(items: int, items_with_feature: Integers) -> Integers:
    """The smooth idf, in whole millionths."""
    idf = np.log((1 + items) / (1 + items_with_feature)) + 1
    rounded: Integers = np.rint(idf * 1_000_000).astype(np.int64)
    return rounded


class Items:
    """Items as vectors over features, in the order in which equally similar ones are listed.

    features: (item, feature, occurrences), each feature of an item once. weighed_by: None for
    vectors of ones, "occurrences", or "rarity". Values are whole numbers: all sums are exact.
    """

    def __init__(
        self,
        features: Sequence[tuple[str, str, int]],
        popularity: Mapping[str, int],
        weighed_by: str | None,
    ) -> None:
        names = {item for item, _, _ in features}
        self.names = sorted(names, key=lambda name: (-popularity.get(name, 0), name.encode()))
        self.place = {name: place for place, name in enumerate(self.names)}
        number = {name: n for n, name in enumerate(sorted({name for _, name, _ in features}))}
        rows = [self.place[item] for item, _, _ in features]
        columns = [number[feature] for _, feature, _ in features]
        shape = (len(names), len(number))
        ones = np.ones(len(features), np.int64)
        self.sets = sparse.csr_array((ones, (rows, columns)), shape)
        values = ones
        if weighed_by == "occurrences":
            values = np.array([count for _, _, count in features], np.int64)
        if weighed_by == "rarity":
            with_feature = np.asarray(self.sets.sum(axis=0)).ravel()
            values = rarity(len(names), with_feature)[columns]
        self.vectors = sparse.csr_array((values, (rows, columns)), shape)
        self.sizes: Integers = np.asarray(self.sets.sum(axis=1)).ravel()
        self.norms: Integers = np.asarray(self.vectors.multiply(self.vectors).sum(axis=1)).ravel()

    def closeness(
        self, measure: str, a: Integers, b: Integers, shared: Integers, products: Integers
    ) -> Doubles:
        """What ranks pairs: Jaccard, or the square of the cosine, each one exact division."""
        if measure == "jaccard":
            return shared / (self.sizes[a] + self.sizes[b] - shared)
        if measure == "cosine":
            return shared.astype(float) ** 2 / (self.sizes[a].astype(float) * self.sizes[b])
        return products.astype(float) ** 2 / (self.norms[a].astype(float) * self.norms[b])

    def faults(
        self, tables: Mapping[tuple[str, str], Iterable[Mapping[str, Any]]], count: int
    ) -> list[str]:
        """What is wrong with lists of neighbours (rows of the table, each item's from rank 1).

        tables: rows by the column of the measure that they are ranked by, and what it is: jaccard,
        cosine (of sets) or values (cosine of the vectors). Every item has to be there that has a
        feature in common with another one. Each row's figures are computed anew, and the last one
        of a list is compared with every pair of the item: as many are better as come before it.
        """
        lists: dict[tuple[str, str], dict[int, list[Mapping[str, Any]]]] = {}
        for key, rows in tables.items():
            for row in rows:
                of_items = lists.setdefault(key, {})
                of_items.setdefault(self.place[row["item_id"]], []).append(row)
        found: list[str] = []
        for first in range(0, len(self.names), ROWS_AT_ONCE):
            part = slice(first, first + ROWS_AT_ONCE)
            shared = sparse.csr_array(self.sets[part] @ self.sets.T)
            products = sparse.csr_array(self.vectors[part] @ self.vectors.T)
            shared.sort_indices()
            products.sort_indices()
            for place in range(first, min(first + ROWS_AT_ONCE, len(self.names))):
                own = slice(shared.indptr[place - first], shared.indptr[place - first + 1])
                others = shared.indices[own].astype(np.int64)
                is_other = others != place
                candidates = others[is_other]
                of_shared = shared.data[own][is_other]
                of_products = products.data[own][is_other]
                of_item = np.full(candidates.size, place)
                for (column, measure), of_items in lists.items():
                    close = self.closeness(measure, of_item, candidates, of_shared, of_products)
                    rows = of_items.get(place, [])
                    if fault := self._fault(
                        measure, column, place, candidates, of_shared, close, rows, count
                    ):
                        found.append(f"{self.names[place]}: {column}: {fault}")
        return found

    def _fault(
        self,
        measure: str,
        column: str,
        place: int,
        candidates: Integers,
        shared: Integers,
        close: Doubles,
        rows: Sequence[Mapping[str, Any]],
        count: int,
    ) -> str | None:
        if [row["rank"] for row in rows] != list(range(1, min(count, candidates.size) + 1)):
            return f"{len(rows)} rows of {candidates.size} candidates"
        if not rows:
            return None
        listed = np.array([self.place[row["neighbor_id"]] for row in rows])
        at = np.searchsorted(candidates, listed)
        if not np.array_equal(candidates[np.minimum(at, candidates.size - 1)], listed):
            return "a neighbour with nothing in common"
        # of the best `len(rows)` none is left out, and those listed are in order
        order = np.lexsort((listed, -shared[at], -close[at]))
        if not np.array_equal(order, np.arange(len(rows))):
            return "not in order"
        last = at[-1]
        same = close == close[last]
        better = (close > close[last]) | (
            same
            & (
                (shared > shared[last])
                | ((shared == shared[last]) & (candidates < candidates[last]))
            )
        )
        if better.sum() != len(rows) - 1:
            return f"{better.sum()} are better than the one of rank {len(rows)}"
        if [row["shared"] for row in rows] != shared[at].tolist():
            return "another number of shared features"
        sizes = [(row["features"], row["neighbor_features"]) for row in rows]
        if sizes != [(self.sizes[place], self.sizes[other]) for other in listed]:
            return "another number of features"
        value = close[at] if measure == "jaccard" else np.sqrt(close[at])
        if not np.allclose([row[column] for row in rows], value, rtol=1e-12, atol=0):
            return "another value of the measure"
        return None
