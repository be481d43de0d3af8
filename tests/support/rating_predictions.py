"""Predictions of ratings in plain Python, by the definitions of Surprise, to compare with.

Surprise's knns.py, similarities.pyx and optimize_baselines.pyx (1.1.5) say what is done here, but
for those who are equally near: it takes them in the order of the file, here they are in that of
their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt

Ratings = Mapping[tuple[str, str], float]
"""Of a user and an item."""


@dataclass(frozen=True)
class Method:
    """A line of seeds/methods.csv that predicts ratings, defaults filled in."""

    kind: str
    similarity: str = "msd"
    neighbors: int = 40
    min_shared: int = 1
    shrinkage: float = 100
    centring: str = "none"


@dataclass(frozen=True)
class Prediction:
    """What a method says of a user and an item."""

    value: float
    is_fallback: bool


class Learnt:
    """What there is to know of the ratings of train: means, biases, who rated what."""

    def __init__(self, train: Ratings) -> None:
        self.train = train
        self.mean = fsum(train.values()) / len(train)
        self.by_user: dict[str, dict[str, float]] = defaultdict(dict)
        self.by_item: dict[str, dict[str, float]] = defaultdict(dict)
        for (user, item), rating in train.items():
            self.by_user[user][item] = rating
            self.by_item[item][user] = rating
        self.user_means = {user: _mean(its.values()) for user, its in self.by_user.items()}
        self.item_means = {item: _mean(its.values()) for item, its in self.by_item.items()}
        self.user_bias, self.item_bias = self._biases()

    def _biases(self) -> tuple[dict[str, float], dict[str, float]]:
        """baseline_als: ten epochs, reg_i 10, reg_u 15, items first."""
        users, items = dict.fromkeys(self.by_user, 0.0), dict.fromkeys(self.by_item, 0.0)
        for _ in range(10):
            for item, raters in self.by_item.items():
                above = fsum(rating - self.mean - users[user] for user, rating in raters.items())
                items[item] = above / (10 + len(raters))
            for user, rated in self.by_user.items():
                above = fsum(rating - self.mean - items[item] for item, rating in rated.items())
                users[user] = above / (15 + len(rated))
        return users, items

    def baseline(self, user: str, item: str) -> float:
        """The mean and both biases, 0 for somebody unknown."""
        return self.mean + self.user_bias.get(user, 0) + self.item_bias.get(item, 0)

    def clipped(self, value: float) -> float:
        """Within the ratings of train."""
        return min(max(value, min(self.train.values())), max(self.train.values()))


class Knn:
    """KNNBasic, KNNWithMeans and KNNBaseline, of users or of items."""

    def __init__(self, learnt: Learnt, method: Method) -> None:
        self.learnt = learnt
        self.method = method
        self.is_of_users = method.kind == "user_knn_rating"
        own, other = (learnt.by_user, learnt.by_item), (learnt.by_item, learnt.by_user)
        self.rated, self.answers = own if self.is_of_users else other
        self.means = learnt.user_means if self.is_of_users else learnt.item_means
        self.known: dict[tuple[str, str], float] = {}

    def predict(self, user: str, item: str) -> Prediction:
        """For one user and item."""
        asked, about = (user, item) if self.is_of_users else (item, user)
        learnt, centring = self.learnt, self.method.centring
        is_known = user in learnt.by_user and item in learnt.by_item
        if not is_known:
            return Prediction(
                learnt.baseline(user, item) if centring == "baseline" else learnt.mean, True
            )
        near = sorted(
            (-similarity, neighbor.encode(), rating)
            for neighbor, rating in self.answers[about].items()
            if (similarity := self.similarity(asked, neighbor)) > 0
        )[: self.method.neighbors]
        start = {
            "none": 0.0 if near else learnt.mean,
            "mean": self.means[asked],
            "baseline": learnt.baseline(user, item),
        }[centring]
        if not near:
            return Prediction(start, True)
        said = fsum(
            -similarity * (rating - self._own(neighbor.decode(), about))
            for similarity, neighbor, rating in near
        )
        return Prediction(start + said / fsum(-similarity for similarity, *_ in near), False)

    def _own(self, neighbor: str, about: str) -> float:
        """What is taken from a neighbour's rating."""
        user, item = (neighbor, about) if self.is_of_users else (about, neighbor)
        return {
            "none": 0.0,
            "mean": self.means[neighbor],
            "baseline": self.learnt.baseline(user, item),
        }[self.method.centring]

    def similarity(self, one: str, other: str) -> float:
        """Of two users (items); to twelve digits."""
        pair = (min(one, other), max(one, other))
        if pair not in self.known:
            self.known[pair] = 1.0 if one == other else round(self._similarity(*pair), 12)
        return self.known[pair]

    def _similarity(self, one: str, other: str) -> float:
        common = self.rated[one].keys() & self.rated[other].keys()
        measure = self.method.similarity
        least = max(2, self.method.min_shared) if "base" in measure else self.method.min_shared
        if len(common) < least:
            return 0.0
        if measure == "pearson_baseline":
            pairs = [(self._residual(one, about), self._residual(other, about)) for about in common]
            denominator = sqrt(fsum(a * a for a, _ in pairs) * fsum(b * b for _, b in pairs))
            sure = (len(common) - 1) / (len(common) - 1 + self.method.shrinkage)
            return fsum(a * b for a, b in pairs) / denominator * sure if denominator else 0.0
        exact = [
            (Fraction(self.rated[one][about]), Fraction(self.rated[other][about]))
            for about in common
        ]
        if measure == "msd":
            return float(1 / (1 + sum((a - b) ** 2 for a, b in exact) / Fraction(len(exact))))
        less_a = less_b = Fraction(0)
        if measure == "pearson":
            less_a = sum((a for a, _ in exact), Fraction(0)) / len(exact)
            less_b = sum((b for _, b in exact), Fraction(0)) / len(exact)
        products = sum((a - less_a) * (b - less_b) for a, b in exact)
        squares = sum((a - less_a) ** 2 for a, _ in exact) * sum(
            (b - less_b) ** 2 for _, b in exact
        )
        return float(products) / sqrt(squares) if squares else 0.0

    def _residual(self, own: str, about: str) -> float:
        user, item = (own, about) if self.is_of_users else (about, own)
        return self.learnt.train[user, item] - self.learnt.baseline(user, item)


def predict(
    train: Ratings, method: Method, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Prediction]:
    """What a method says of each pair of a user and an item."""
    learnt = Learnt(train)
    if method.kind in ("user_knn_rating", "item_knn_rating"):
        knn = Knn(learnt, method)
        said = {pair: knn.predict(*pair) for pair in pairs}
    else:
        said = {pair: _predict_alike(learnt, method.kind, *pair) for pair in pairs}
    if method.kind in ("user_item_bias", "user_knn_rating", "item_knn_rating"):
        return {
            pair: Prediction(learnt.clipped(one.value), one.is_fallback)
            for pair, one in said.items()
        }
    return said


def _predict_alike(learnt: Learnt, kind: str, user: str, item: str) -> Prediction:
    """By a method that asks nobody who is near."""
    has_user, has_item = user in learnt.by_user, item in learnt.by_item
    of_user = learnt.user_means.get(user, learnt.mean)
    of_item = learnt.item_means.get(item, learnt.mean)
    return {
        "global_mean": Prediction(learnt.mean, False),
        "user_mean": Prediction(of_user, not has_user),
        "item_mean": Prediction(of_item, not has_item),
        "user_item_mean": Prediction(of_user + of_item - learnt.mean, not (has_user and has_item)),
        "user_item_bias": Prediction(learnt.baseline(user, item), not (has_user and has_item)),
    }[kind]


def figures(errors: Sequence[float]) -> tuple[float, float | None, float, float | None]:
    """RMSE, its standard error, MAE, and its; by the letter."""
    rmse = sqrt(_mean([error**2 for error in errors]))
    of_squares = _standard_error([error**2 for error in errors])
    return (
        rmse,
        None if of_squares is None or rmse == 0 else of_squares / (2 * rmse),
        _mean([abs(error) for error in errors]),
        _standard_error([abs(error) for error in errors]),
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fsum(found) / len(found)


def _standard_error(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    mean = _mean(values)
    return sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values))
