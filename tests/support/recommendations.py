"""Recommendations and their metrics in plain Python, to compare the warehouse with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log2

from tests.support.reference import Benchmark, Event

SHRINKAGE = 10
ONE = 10**60
"""Weights are whole numbers of 1e-60, and sums that agree in their first 40 digits are equal."""

Items = Mapping[str, set[str]]
Votes = Mapping[str, Iterable[tuple[str, int]]]
Lists = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True)
class Neighbor:
    """Two items (or users) that are alike: `one` has `other` among its nearest."""

    one: str
    other: str
    weight: int

    @staticmethod
    def of(one: str, other: str, sizes: tuple[int, int], shared: int) -> Neighbor:
        """With shrunk Jaccard for a weight: shared / (shared + lambda) times shared / union."""
        union = sum(sizes) - shared
        return Neighbor(one, other, ONE * shared**2 // ((shared + SHRINKAGE) * union))


@dataclass(frozen=True)
class Metrics:
    """Averages over users; coverage over items."""

    users: int
    hit_rate: float
    recall: float
    ndcg: float
    mrr: float
    coverage: float


@dataclass(frozen=True)
class Reach:
    """Users with a target in a part, their targets, and those that train makes reachable."""

    users: int
    targets: int
    reachable: int


def by_popularity(known: Items) -> list[tuple[str, int]]:
    """Items with their raters, most raters first, then by id as text."""
    raters: dict[str, int] = defaultdict(int)
    for items in known.values():
        for item in items:
            raters[item] += 1
    return sorted(raters.items(), key=lambda one: (-one[1], one[0].encode()))


def recommend_popular(known: Items, seen: Items, count: int) -> Lists:
    """The same list for everybody in `known`, without what they have seen."""
    items = by_popularity(known)
    return {
        user: [(item, float(raters)) for item, raters in items if item not in seen[user]][:count]
        for user in known
    }


def recommend_voted(known: Items, seen: Items, votes: Votes, count: int) -> Lists:
    """Votes of each user's voters added up; ties go to the more popular item."""
    place = {item: n for n, (item, _) in enumerate(by_popularity(known))}
    lists = {}
    for user in known:
        totals: dict[str, int] = defaultdict(int)
        for item, weight in votes.get(user, ()):
            if item not in seen[user]:
                totals[item] += weight
        # half of 1e-40 is added, so that what is a few 1e-60 short of a round number is round
        scores = [(item, (total + 5 * 10**19) // 10**20) for item, total in totals.items()]
        scores.sort(key=lambda one: (-one[1], place[one[0]]))
        lists[user] = [(item, total / 10**40) for item, total in scores[:count]]
    return lists


def votes_for_candidates(known: Items, neighbors: Iterable[Neighbor]) -> Votes:
    """Each item collects votes from those of its own neighbours that the user has."""
    collects: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in neighbors:
        collects[one.other].append((one.one, one.weight))
    return {user: [vote for item in has for vote in collects[item]] for user, has in known.items()}


def votes_of_items(known: Items, neighbors: Iterable[Neighbor]) -> Votes:
    """Each item that the user has votes for its own neighbours."""
    gives: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in neighbors:
        gives[one.one].append((one.other, one.weight))
    return {user: [vote for item in has for vote in gives[item]] for user, has in known.items()}


def votes_of_users(known: Items, neighbors: Iterable[Neighbor]) -> Votes:
    """Each of a user's own neighbours votes for all that they have."""
    votes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in neighbors:
        votes[one.one].extend((item, one.weight) for item in known[one.other])
    return votes


def evaluate(lists: Mapping[str, Sequence[str]], targets: Items, items: int, k: int) -> Metrics:
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


def reach(events: Sequence[Event], made: Benchmark, split: str) -> Reach:
    """What a part would ask for if nothing had been taken out as cold, and what train can give."""
    users = {event.user for event in events if made.split.get(event.row) == "train"}
    items = {event.item for event in events if made.split.get(event.row) == "train"}
    before = {"train", "valid"} if split == "test" else {"train"}
    met = {(event.user, event.item) for event in events if made.split.get(event.row) in before}
    kept = {(event.user, event.item) for event in events if made.split.get(event.row) == split}
    cold = {(event.user, event.item) for event in events if made.cold.get(event.row) == split}
    targets = (kept - met) | cold
    return Reach(
        users=len({user for user, _ in targets}),
        targets=len(targets),
        reachable=sum(user in users and item in items for user, item in kept - met),
    )
