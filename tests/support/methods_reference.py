"""Methods that recommend, and how their lists are measured, in plain Python.

Written from the words of seeds/_seeds.yml and of the models' descriptions, and from no SQL. What is
added up to be compared are decimals of fifty digits: sums that agree in the first thirty are equal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from math import floor, fsum, log, log2, log10, sqrt

DIGITS = Context(prec=50)
EQUAL = Decimal(10) ** -30
"""Decimals that differ by less are the same number."""
ZERO = Decimal(0)
NORMAL_975 = Decimal("1.9599639845400542355245944305205515279555")
"""97.5 % of the standard normal distribution are below it."""
HEAD_SHARE = 0.8
"""The most popular items which together have so much are no long tail."""

Lists = Mapping[str, Sequence[str]]
Scores = dict[str, Decimal]
Vectors = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True)
class Method:
    """A line of methods.csv, defaults filled in."""

    method: str
    kind: str
    similarity: str = ""
    neighbors: int = 0
    min_shared: int = 1
    shrinkage: Decimal = ZERO
    shrinkage_form: str = "denominator"
    weighting: str = "none"
    direction: str = ""
    alpha: Decimal = ZERO
    beta: Decimal = ZERO
    days: int = 0

    @property
    def compares(self) -> str:
        """What it compares with each other, item or user; blank for none."""
        return {"item_knn": "item", "user_knn": "user"}.get(self.kind, "")


def method_of(line: Mapping[str, object]) -> Method:
    """Read a line as its columns are described."""
    cells = {name: str(cell) for name, cell in line.items() if cell not in ("", None)}
    similarity = cells.get("similarity", "")
    directions = {"item_knn": "candidate", "user_knn": "voter"}
    alphas = {"tversky": "1", "asymmetric_cosine": "0.5"}
    weighting = "rating" if similarity == "pearson" else cells.get("weighting", "none")
    return Method(
        method=cells["method"],
        kind=cells["kind"],
        similarity=similarity,
        neighbors=int(cells.get("neighbors", 0)),
        min_shared=int(cells.get("min_shared", 1)),
        shrinkage=Decimal(cells.get("shrinkage", "0")),
        shrinkage_form=cells.get("shrinkage_form", "denominator"),
        weighting=weighting,
        direction=cells.get("direction", directions.get(cells["kind"], "")),
        alpha=Decimal(cells.get("alpha", alphas.get(similarity, "0"))),
        beta=Decimal(cells.get("beta", "1")),
        days=int(cells.get("days", 0)),
    )


@dataclass(frozen=True)
class Train:
    """What methods know of a recipe.

    ratings: by user and item, the last where there are several. times: all of them, of a user and
    an item, in seconds. liked_from: the rating from which an item is liked; None where none is.
    genres: of items that have some.
    """

    ratings: Mapping[str, Mapping[str, float | None]]
    times: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)
    liked_from: float | None = None
    genres: Mapping[str, Set[str]] = field(default_factory=dict)

    @property
    def raters(self) -> Counter[str]:
        """How many users each item has."""
        return Counter(item for items in self.ratings.values() for item in items)

    @property
    def by_popularity(self) -> list[str]:
        """Items, most users first, then by id as text."""
        raters = self.raters
        return sorted(raters, key=lambda item: (-raters[item], item.encode()))


# --- orders for everybody


def item_scores(train: Train, method: Method) -> Scores:
    """What each item is worth to everybody, by the methods that ask nobody who they are."""
    of_kind: Mapping[str, Callable[[], Scores]] = {
        "popularity": lambda: {item: Decimal(n) for item, n in train.raters.items()},
        "recent_popularity": lambda: _recent_raters(train, method.days),
        "wilson": lambda: _wilson_bounds(train),
    }
    return {item: score for item, score in of_kind[method.kind]().items() if score > EQUAL}


def _recent_raters(train: Train, days: int) -> Scores:
    """Users with an event of the item no more than so many days before the last event of train."""
    last = max((time for times in train.times.values() for time in times), default=0.0)
    recent = Counter(
        item
        for (_, item), times in train.times.items()
        if any(time > last - days * 86_400 for time in times)
    )
    return {item: Decimal(count) for item, count in recent.items()}


def _wilson_bounds(train: Train) -> Scores:
    """What has no rating counts as liked, and all does where nobody says from which rating on."""
    are_liked: dict[str, list[bool]] = defaultdict(list)
    for of_user in train.ratings.values():
        for item, rating in of_user.items():
            least = train.liked_from
            are_liked[item].append(rating is None or least is None or rating >= least)
    return {item: wilson_lower_bound(sum(all_), len(all_)) for item, all_ in are_liked.items()}


def wilson_lower_bound(liked: int, ratings: int) -> Decimal:
    """The lower end of Wilson's interval of 95 % for a share."""
    with localcontext(DIGITS):
        n, z = Decimal(ratings), NORMAL_975
        share = liked / n
        middle = share + z * z / (2 * n)
        half = z * ((share * (1 - share) + z * z / (4 * n)) / n).sqrt()
        return (middle - half) / (1 + z * z / n)


# --- neighbours


def vectors_of(train: Train, kind: str, weighting: str) -> Vectors:
    """What items (users) are compared by: for each, its users (items), with what they are worth."""
    ratings: dict[str, dict[str, float | None]] = defaultdict(dict)
    for user, of_user in train.ratings.items():
        for item, rating in of_user.items():
            if weighting in ("rating", "centred_rating") and rating is None:
                continue
            member, feature = (item, user) if kind == "item" else (user, item)
            ratings[member][feature] = rating
    weigh: Mapping[str, Callable[[Mapping[str, Mapping[str, float | None]]], Vectors]] = {
        "none": lambda rows: {m: dict.fromkeys(row, Decimal(1)) for m, row in rows.items()},
        "rating": lambda rows: {m: _decimals(row) for m, row in rows.items()},
        "centred_rating": lambda rows: {m: _centred(_decimals(row)) for m, row in rows.items()},
        "tf_idf": _tf_idf,
        "bm25": _bm25,
    }
    with localcontext(DIGITS):
        steps = steps_of(train, weighting)
        if weighting == "centred_rating":
            # the mean is of what is rounded
            ratings = {
                member: {
                    f: None if r is None else float(_rounded(r, steps)) for f, r in row.items()
                }
                for member, row in ratings.items()
            }
        return {
            member: {feature: _rounded(value, steps) for feature, value in row.items()}
            for member, row in weigh[weighting](ratings).items()
        }


def steps_of(train: Train, weighting: str) -> Decimal:
    """How many steps are 1: a hundred thousand, or fewer where ratings are larger than ten."""
    if weighting == "none":
        return Decimal(1)
    largest = max((abs(r) for row in train.ratings.values() for r in row.values() if r), default=0)
    if weighting in ("tf_idf", "bm25") or not largest:
        return Decimal(10) ** 5
    return Decimal(10) ** (5 - floor(log10(largest)))


def _rounded(value: Decimal | float, steps: Decimal) -> Decimal:
    """To a whole number of steps, halves away from 0."""
    exact = Decimal(str(value)) if isinstance(value, float) else value
    return (exact * steps).quantize(Decimal(1), ROUND_HALF_UP) / steps


def _decimals(row: Mapping[str, float | None]) -> dict[str, Decimal]:
    return {feature: Decimal(str(rating)) for feature, rating in row.items()}


def _centred(row: Mapping[str, Decimal]) -> dict[str, Decimal]:
    mean = sum(row.values(), ZERO) / len(row)
    return {feature: value - mean for feature, value in row.items()}


def _idf(rows: Mapping[str, Mapping[str, float | None]]) -> dict[str, Decimal]:
    """ln(n / (1 + m)) of each feature, of n members of which m have it."""
    having = Counter(feature for row in rows.values() for feature in row)
    return {feature: (Decimal(len(rows)) / (1 + m)).ln() for feature, m in having.items()}


def _tf_idf(rows: Mapping[str, Mapping[str, float | None]]) -> Vectors:
    idf = _idf(rows)
    return {member: {feature: idf[feature] for feature in row} for member, row in rows.items()}


def _bm25(rows: Mapping[str, Mapping[str, float | None]]) -> Vectors:
    """With k1 = 1.2 and b = 0.75."""
    idf = _idf(rows)
    mean_size = sum((Decimal(len(row)) for row in rows.values()), ZERO) / max(1, len(rows))
    k1, b = Decimal("1.2"), Decimal("0.75")
    return {
        member: {
            feature: idf[feature] * (k1 + 1) / (k1 * (1 - b + b * len(row) / mean_size) + 1)
            for feature in row
        }
        for member, row in rows.items()
    }


def similarity(method: Method, one: Mapping[str, Decimal], other: Mapping[str, Decimal]) -> Decimal:
    """How near `other` is to `one`, whose nearest are looked for."""
    common = one.keys() & other.keys()
    c, a, b = Decimal(len(common)), Decimal(len(one)), Decimal(len(other))
    p = sum((one[feature] * other[feature] for feature in common), ZERO)
    n = sum((value * value for value in one.values()), ZERO)
    m = sum((value * value for value in other.values()), ZERO)
    fraction: Mapping[str, Callable[[], tuple[Decimal, Decimal]]] = {
        "jaccard": lambda: (c, a + b - c),
        "dice": lambda: (2 * c, a + b),
        "tversky": lambda: (c, c + method.alpha * (a - c) + method.beta * (b - c)),
        "cosine": lambda: (p, (n * m).sqrt()),
        "asymmetric_cosine": lambda: (p, n**method.alpha * m ** (1 - method.alpha)),
        "pearson": lambda: (p, (n * m).sqrt()),
    }
    # 0 to the power of 0, where there is nothing to compare
    if not common or (p == 0 and method.similarity.endswith("cosine")):
        return ZERO
    # less may be what rounded means leave
    if method.similarity == "pearson" and p <= Decimal("0.00001") * (n * m).sqrt():
        return ZERO
    above, below = fraction[method.similarity]()
    if method.shrinkage_form == "denominator":
        below += method.shrinkage
    found = above / below if below > EQUAL else ZERO
    return found * c / (c + method.shrinkage) if method.shrinkage_form == "factor" else found


@dataclass(frozen=True)
class Near:
    """`one` has `other` among its nearest, which is so near."""

    one: str
    other: str
    weight: Decimal


def nearest(train: Train, method: Method) -> list[Near]:
    """Of each item (user) its nearest; equally near ones by what they share, then by id as text."""
    weighting = "centred_rating" if method.similarity == "pearson" else method.weighting
    vectors = vectors_of(train, method.compares, weighting)
    found: list[Near] = []
    with localcontext(DIGITS):
        for one, own in vectors.items():
            near = []
            for other, theirs in vectors.items():
                shared = len(own.keys() & theirs.keys())
                if other == one or shared < method.min_shared:
                    continue
                weight = similarity(method, own, theirs)
                if weight > EQUAL:
                    near.append((-weight.quantize(EQUAL), -shared, other.encode(), other, weight))
            near.sort()
            found += [Near(one, other, w) for *_, other, w in near[: method.neighbors]]
    return found


def shrunk_jaccard(size: int, size_other: int, shared: int) -> Decimal:
    """The weight of votes between neighbours of the similarity tables."""
    with localcontext(DIGITS):
        c = Decimal(shared)
        return c * c / ((c + 10) * (size + size_other - c))


# --- votes


def voted_scores(train: Train, method: Method, neighbors: Iterable[Near]) -> dict[str, Scores]:
    """Of each user, the sum of votes for each item, had or not."""
    cast = {
        "candidate": _candidates_collect,
        "history": _history_votes,
        "user": _own_nearest_vote,
        "voter": _whose_nearest_i_am_vote,
    }
    totals: dict[str, Scores] = {user: defaultdict(Decimal) for user in train.ratings}
    with localcontext(DIGITS):
        for user, item, weight in cast[method.direction](train, list(neighbors)):
            totals[user][item] += weight
    return totals


Votes = Iterable[tuple[str, str, Decimal]]


def _candidates_collect(train: Train, neighbors: Sequence[Near]) -> Votes:
    """An item collects votes from those of its own nearest that the user has."""
    for near in neighbors:
        for user, items in train.ratings.items():
            if near.other in items:
                yield user, near.one, near.weight


def _history_votes(train: Train, neighbors: Sequence[Near]) -> Votes:
    """What the user has votes for its own nearest."""
    for near in neighbors:
        for user, items in train.ratings.items():
            if near.one in items:
                yield user, near.other, near.weight


def _own_nearest_vote(train: Train, neighbors: Sequence[Near]) -> Votes:
    """The user's own nearest vote for what they have."""
    for near in neighbors:
        for item in train.ratings[near.other]:
            yield near.one, item, near.weight


def _whose_nearest_i_am_vote(train: Train, neighbors: Sequence[Near]) -> Votes:
    """Whoever has the user among their own nearest votes for what they have."""
    for near in neighbors:
        for item in train.ratings[near.one]:
            yield near.other, item, near.weight


# --- lists


def best_items(
    train: Train, scores: Mapping[str, Decimal], seen: Set[str], count: int
) -> list[str]:
    """What the user has not seen, best first; equal scores go to the more popular item."""
    place = {item: n for n, item in enumerate(train.by_popularity)}
    with localcontext(DIGITS):
        new = [
            (-score.quantize(EQUAL), place[item], item)
            for item, score in scores.items()
            if item not in seen and score > EQUAL
        ]
    return [item for *_, item in sorted(new)[:count]]


# --- measures of a user's list


@dataclass(frozen=True)
class Judged:
    """A user of train with targets: what they had before the part, what they want, what they get.

    seen: what a list for the part leaves out. train and the list are in the order of the list.
    """

    had: Set[str]
    seen: Set[str]
    targets: Set[str]
    best: Sequence[str]


def hit_measures(train: Train, judged: Judged, k: int) -> dict[str, float | None]:
    """What the places of hits among the first k say."""
    best = judged.best[:k]
    wanted = len(judged.targets)
    ranks = [rank for rank, item in enumerate(best, 1) if item in judged.targets]
    hits = len(ranks)
    precisions = fsum(n / rank for n, rank in enumerate(ranks, 1))
    gain = fsum(1 / log2(rank + 1) for rank in ranks)
    most = fsum(1 / log2(rank + 1) for rank in range(1, min(k, wanted) + 1))
    popular = set(train.by_popularity[:k])
    return {
        "hit_rate": float(hits > 0),
        "recall": hits / wanted,
        "capped_recall": hits / min(k, wanted),
        "precision": hits / k,
        "f1": 2 * hits / (k + wanted),
        "map": precisions / min(k, wanted),
        "map_by_targets": precisions / wanted,
        "map_by_hits": precisions / hits if hits else 0.0,
        "mrr": 1 / ranks[0] if ranks else 0.0,
        "ndcg": gain / most,
        "auc": area_under_curve(train, judged, k),
        "serendipity": sum(i in judged.targets and i not in popular for i in best) / k,
    }


def area_under_curve(train: Train, judged: Judged, k: int) -> float:
    """Pair by pair: 1 where the target is before the other candidate, a half where neither is.

    Where there are no pairs, the share of targets that may be chosen.
    """
    place = {item: rank for rank, item in enumerate(judged.best[:k])}
    others = train.raters.keys() - judged.seen - judged.targets
    known = train.raters.keys() - judged.seen
    won = [
        (place.get(target, k) < place.get(other, k))
        + (place.get(target, k) == place.get(other, k)) / 2
        if target in known
        else 0.0
        for target in judged.targets
        for other in others
    ]
    return fsum(won) / len(won) if won else len(judged.targets & known) / len(judged.targets)


def list_measures(train: Train, judged: Judged, k: int) -> dict[str, float | None]:
    """What the items among the first k say, hits or not; nothing of an empty list."""
    best = judged.best[:k]
    users, raters, tail = len(train.ratings), train.raters, long_tail(train)
    return {
        "novelty": _mean([log2(users / raters[item]) for item in best]),
        "popularity": _mean([raters[item] / users for item in best]),
        "long_tail": _mean([float(item in tail) for item in best]),
        "diversity": diversity(train, best),
        "miscalibration": miscalibration(train, judged.had, best),
    }


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def long_tail(train: Train) -> set[str]:
    """All but the most popular items which together have the first 80 % of what train has."""
    raters = train.raters
    everything, before, tail = raters.total(), 0, set()
    for item in train.by_popularity:
        if before >= HEAD_SHARE * everything:
            tail.add(item)
        before += raters[item]
    return tail


def diversity(train: Train, best: Sequence[str]) -> float | None:
    """1 less the mean cosine of genres over all pairs of items that have some."""
    sets = [train.genres[item] for item in best if train.genres.get(item)]
    cosines = [
        len(one & other) / sqrt(len(one) * len(other))
        for n, one in enumerate(sets)
        for other in sets[:n]
    ]
    mean = _mean(cosines)
    return None if mean is None else 1 - mean


def miscalibration(train: Train, had: Iterable[str], best: Iterable[str]) -> float | None:
    """Of the genres of a list, from those of what the user had (Steck 2018)."""
    wanted, got = genre_shares(train, had), genre_shares(train, best)
    if not wanted or not got:
        return None
    return fsum(p * log(p / (0.99 * got.get(g, 0.0) + 0.01 * p)) for g, p in wanted.items())


def genre_shares(train: Train, items: Iterable[str]) -> dict[str, float]:
    """The share of each genre; an item's parts are as many as it has genres."""
    shares: dict[str, float] = defaultdict(float)
    for item in items:
        for genre in train.genres.get(item, ()):
            shares[genre] += 1 / len(train.genres[item])
    total = fsum(shares.values())
    return {genre: share / total for genre, share in shares.items()}


# --- measures of all users together

USER_MEASURES = (
    *("hit_rate", "recall", "capped_recall", "precision", "f1", "map", "map_by_targets"),
    *("map_by_hits", "mrr", "ndcg", "auc", "serendipity", "novelty", "popularity", "long_tail"),
    *("diversity", "miscalibration"),
)
"""Averages over users."""
ITEM_MEASURES = ("coverage", "gini", "entropy")

OfUsers = dict[str, dict[str, float | None]]


def user_measures(train: Train, users: Mapping[str, Judged], k: int) -> OfUsers:
    """All figures of each user; None where there is nothing to say."""
    return {
        user: {**hit_measures(train, judged, k), **list_measures(train, judged, k)}
        for user, judged in users.items()
    }


def average(figures: OfUsers, measure: str) -> float | None:
    """Over the users who have it."""
    return _mean([one for of_user in figures.values() if (one := of_user[measure]) is not None])


def item_measures(train: Train, users: Mapping[str, Judged], k: int) -> dict[str, float | None]:
    """How lists are spread over the items of train."""
    shown = Counter(item for judged in users.values() for item in judged.best[:k])
    counts = [shown[item] for item in train.raters]
    total = sum(counts)
    shares = [count / total for count in counts if count] if total else []
    return {
        "coverage": len(shown) / len(counts),
        "gini": gini(counts) if total else None,
        "entropy": -fsum(share * log2(share) for share in shares) if total else None,
    }


def gini(counts: Sequence[int]) -> float:
    """Mean difference of all pairs over twice the mean."""
    differences = sum(abs(a - b) for a in counts for b in counts)
    return differences / (2 * len(counts) * sum(counts))


# --- how sure an average is


def standard_error(values: Sequence[float]) -> float | None:
    """The standard deviation by the square root of the number; None for one."""
    if len(values) < 2:
        return None
    mean = fsum(values) / len(values)
    variance = fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return sqrt(variance / len(values))


def holm(probabilities: Sequence[float]) -> list[float]:
    """Each p times how many are no smaller, no less than any smaller p came to, at most 1."""
    order = sorted(range(len(probabilities)), key=lambda n: probabilities[n])
    corrected = [0.0] * len(order)
    least = 0.0
    for place, n in enumerate(order):
        least = max(least, min(1.0, probabilities[n] * (len(order) - place)))
        corrected[n] = least
    return corrected
