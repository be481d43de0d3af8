"""Recommendations and their metrics in plain Python, to compare the warehouse with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log2

Votes = Mapping[str, Iterable[tuple[str, float]]]


@dataclass(frozen=True)
class Metrics:
    """Averages over users; coverage over items."""

    users: int
    hit_rate: float
    recall: float
    ndcg: float
    mrr: float
    coverage: float


def by_popularity(known: Mapping[str, set[str]]) -> list[tuple[str, int]]:
    """Items with their raters, most raters first, then by id as text."""
    raters: dict[str, int] = defaultdict(int)
    for items in known.values():
        for item in items:
            raters[item] += 1
    return sorted(raters.items(), key=lambda one: (-one[1], one[0].encode()))


def recommend_popular(
    known: Mapping[str, set[str]], count: int
) -> dict[str, list[tuple[str, float]]]:
    """The same list for everybody, without what they have."""
    items = by_popularity(known)
    return {
        user: [(item, float(raters)) for item, raters in items if item not in has][:count]
        for user, has in known.items()
    }


def recommend_voted(
    known: Mapping[str, set[str]], votes: Votes, count: int
) -> dict[str, list[tuple[str, float]]]:
    """Votes of each user's voters added up; ties go to the more popular item."""
    place = {item: n for n, (item, _) in enumerate(by_popularity(known))}
    lists = {}
    for user, has in known.items():
        weights: dict[str, list[float]] = defaultdict(list)
        for item, weight in votes.get(user, ()):
            if item not in has:
                weights[item].append(weight)
        # sums to 12 digits, as equal sums of other terms must tie
        scores = [(item, round(fsum(found), 12)) for item, found in weights.items()]
        scores.sort(key=lambda one: (-one[1], place[one[0]]))
        lists[user] = scores[:count]
    return lists


def evaluate(
    lists: Mapping[str, Sequence[str]], targets: Mapping[str, set[str]], items: int, k: int
) -> Metrics:
    """Definitions by the letter, one user after the other."""
    hit_rates, recalls, ndcgs, reciprocal_ranks = [], [], [], []
    shown: set[str] = set()
    for user, wanted in targets.items():
        best = lists.get(user, [])[:k]
        shown.update(best)
        ranks = [rank for rank, item in enumerate(best, 1) if item in wanted]
        ideal = sum(1 / log2(rank + 1) for rank in range(1, min(k, len(wanted)) + 1))
        hit_rates.append(float(bool(ranks)))
        recalls.append(len(ranks) / len(wanted))
        ndcgs.append(sum(1 / log2(rank + 1) for rank in ranks) / ideal)
        reciprocal_ranks.append(1 / ranks[0] if ranks else 0.0)
    users = len(targets)
    return Metrics(
        users=users,
        hit_rate=fsum(hit_rates) / users,
        recall=fsum(recalls) / users,
        ndcg=fsum(ndcgs) / users,
        mrr=fsum(reciprocal_ranks) / users,
        coverage=len(shown) / items,
    )
