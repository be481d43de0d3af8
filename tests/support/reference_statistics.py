"""Statistics of benchmarks in plain Python, by the letter of their descriptions."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from math import log
from typing import TypeVar

from scipy.spatial.distance import jensenshannon

from tests.support.reference import PARTS, Benchmark, Event

DAY = 86400
T = TypeVar("T")
Period = tuple[str, date | None]
Figures = dict[str, float | int | None]


def _moment(event: Event) -> datetime:
    assert event.time is not None
    return datetime.fromtimestamp(event.time, UTC)


def periods_of(event: Event) -> list[Period]:
    """The whole, the year and the month; the whole alone for an event without a time."""
    if event.time is None:
        return [("whole", None)]
    moment = _moment(event)
    return [
        ("whole", None),
        ("year", date(moment.year, 1, 1)),
        ("month", date(moment.year, moment.month, 1)),
    ]


class Parts:
    """The kept events of a benchmark by part, and each user's in order."""

    def __init__(self, events: Sequence[Event], made: Benchmark) -> None:
        self.split = made.split
        self.kept = [event for event in events if event.row in made.split]
        self.train = self.of("train")
        self.histories: dict[str, list[Event]] = {}
        for event in sorted(self.kept, key=lambda e: (PARTS.index(made.split[e.row]), e.order)):
            self.histories.setdefault(event.user, []).append(event)

    def of(self, split: str) -> list[Event]:
        return [event for event in self.kept if self.split[event.row] == split]

    def before(self, event: Event) -> list[Event]:
        """The events of the same user and part before an event."""
        own = self.histories[event.user]
        return [
            other
            for other in own[: own.index(event)]
            if self.split[other.row] == self.split[event.row]
        ]

    def gap(self, event: Event) -> int | None:
        """Seconds since the event before, for the first one of a held-out part."""
        own = self.histories[event.user]
        place = own.index(event)
        if place == 0 or self.split[event.row] == self.split[own[place - 1].row]:
            return None
        before = own[place - 1].time
        return None if event.time is None or before is None else event.time - before


def period_statistics(parts: Parts, split: str) -> dict[Period, Figures]:
    """All figures of benchmarks.period_statistics for a part, by period."""
    by_period: dict[Period, list[Event]] = {}
    for event in parts.of(split):
        for period in periods_of(event):
            by_period.setdefault(period, []).append(event)
    return {period: _describe(parts, split, events) for period, events in by_period.items()}


def _describe(parts: Parts, split: str, events: list[Event]) -> Figures:
    dated = [event for event in events if event.time is not None]
    tied = sum(any(o.time == event.time for o in parts.before(event)) for event in dated)
    repeats = sum(any(o.item == event.item for o in parts.before(event)) for event in events)
    in_row = sum(o[-1].item == e.item for e in events if (o := parts.before(e)))
    found: Figures = {
        "interactions": len(events),
        "users": len({event.user for event in events}),
        "items": len({event.item for event in events}),
        "tied_interactions": tied if dated else None,
        "tied_share": tied / len(dated) if dated else None,
        "repeats": repeats,
        "repeat_share": repeats / len(events),
        "repeats_in_row": in_row,
        "repeat_in_row_share": in_row / len(events),
    }
    for kind, of in (("user", _user), ("item", _item)):
        lifetimes = _lifetimes(dated, of)
        found[f"mean_{kind}_lifetime_days"] = _mean(lifetimes)
        found[f"median_{kind}_lifetime_days"] = _median(lifetimes)
    is_held_out = split in ("valid", "test")
    gaps = [g / DAY for e in events if is_held_out and (g := parts.gap(e)) is not None]
    found["mean_gap_days"] = _mean(gaps)
    found["median_gap_days"] = _median(gaps)
    return found | _beside_train(parts, events, dated, is_held_out)


def _beside_train(
    parts: Parts, events: list[Event], dated: list[Event], is_held_out: bool
) -> Figures:
    found: Figures = {}
    for kind, of in (("user", _user), ("item", _item)):
        known = {of(event) for event in parts.train}
        of_period = {of(event) for event in events}
        found[f"cold_{kind}s"] = len(of_period - known) if is_held_out else None
        found[f"cold_{kind}_share"] = (
            len(of_period - known) / len(of_period) if is_held_out else None
        )
    later = sum(any(t.time is not None and t.time > _time(e) for t in parts.train) for e in dated)
    of_item = sum(
        any(t.item == e.item and t.time is not None and t.time >= _time(e) for t in parts.train)
        for e in dated
    )
    for name, count in (("leaking", later), ("item_leaking", of_item)):
        can_be_told = is_held_out and bool(dated)
        found[f"{name}_targets"] = count if can_be_told else None
        found[f"{name}_share"] = count / len(dated) if can_be_told else None
    pairs = {(event.user, event.item) for event in parts.train}
    in_train = sum((event.user, event.item) in pairs for event in events)
    found["targets_in_train"] = in_train if is_held_out else None
    found["target_in_train_share"] = in_train / len(events) if is_held_out else None
    counts = Counter(event.item for event in parts.train)
    places = [_place(counts, event.item) for event in events if event.item in counts]
    found["popularity_place"] = _mean(places) if is_held_out else None
    return found


def _place(counts: Counter[str], item: str) -> float:
    more = sum(count > counts[item] for count in counts.values())
    as_many = sum(count == counts[item] for count in counts.values())
    return (more + as_many / 2) / len(counts)


def _time(event: Event) -> int:
    assert event.time is not None
    return event.time


def _user(event: Event) -> str:
    return event.user


def _item(event: Event) -> str:
    return event.item


def _lifetimes(dated: Iterable[Event], of: Callable[[Event], str]) -> list[float]:
    times: dict[str, list[int]] = {}
    for event in dated:
        times.setdefault(of(event), []).append(_time(event))
    return [(max(own) - min(own)) / DAY for own in times.values()]


def _mean(values: Sequence[float]) -> float | None:
    return statistics.fmean(values) if values else None


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None


def split_comparison(parts: Parts, split: str, other: str) -> Figures:
    """All figures of benchmarks.split_comparisons for two parts, neither of them empty."""
    first, second = parts.of(split), parts.of(other)
    found: Figures = {}
    for kind, of in (("user", _user), ("item", _item)):
        shared = {of(event) for event in first} & {of(event) for event in second}
        found[f"shared_{kind}s"] = len(shared)
        found[f"shared_{kind}_share"] = len(shared) / len({of(event) for event in second})
    found["time_overlap_share"] = _overlap(first, second)
    train_items = Counter(event.item for event in parts.train)
    known = sorted(train_items, key=lambda item: (-train_items[item], item))
    found["item_popularity_psi"] = _psi(
        [event.item for event in first],
        [event.item for event in second],
        lambda item: (
            sum(train_items[one] for one in known[: known.index(item)])
            if item in train_items
            else len(parts.train)
        ),
        len(parts.train),
    )
    found["item_popularity_js_distance"] = _js_distance(
        [event.item for event in first], [event.item for event in second]
    )
    ratings = [e.rating for e in first if e.rating is not None]
    other_ratings = [e.rating for e in second if e.rating is not None]
    of_train = [e.rating for e in parts.train if e.rating is not None]
    has_both = bool(ratings and other_ratings)
    found["rating_psi"] = (
        _psi(ratings, other_ratings, lambda r: sum(t < r for t in of_train), len(of_train))
        if has_both
        else None
    )
    found["rating_js_distance"] = _js_distance(ratings, other_ratings) if has_both else None
    return found


def _overlap(first: list[Event], second: list[Event]) -> float | None:
    a = [_time(event) for event in first if event.time is not None]
    b = [_time(event) for event in second if event.time is not None]
    if not a or not b:
        return None
    if min(b) == max(b):
        return float(min(a) <= min(b) <= max(a))
    return max(0, min(max(a), max(b)) - max(min(a), min(b))) / (max(b) - min(b))


def _psi(
    first: Sequence[T], second: Sequence[T], before: Callable[[T], int], total: int
) -> float | None:
    """Over the groups in which values are that a tenth of train's events each stands before."""
    if not total:
        return None
    groups = [Counter(10 * before(v) // total for v in values) for values in (first, second)]
    index = 0.0
    for group in groups[0].keys() | groups[1].keys():
        p = max(groups[0][group] / len(first), 0.0001)
        q = max(groups[1][group] / len(second), 0.0001)
        index += (q - p) * log(q / p)
    return index


def _js_distance(first: Sequence[T], second: Sequence[T]) -> float:
    a, b = Counter(first), Counter(second)
    values = list(a.keys() | b.keys())
    return float(jensenshannon([a[v] for v in values], [b[v] for v in values], base=2))
