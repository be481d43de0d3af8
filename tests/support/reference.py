"""Benchmarks made in plain Python, by the letter of the design, to compare the warehouse with.

Nothing here is shared with the models: loops over small lists, for data of a few hundred events.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class Event:
    """An interaction as delivered; `time` in whole seconds, None where there is none."""

    row: int
    user: str
    item: str
    rating: float | None
    time: int | None

    @property
    def order(self) -> tuple[int, int]:
        """The total order: time, then row."""
        return (-1 if self.time is None else self.time, self.row)


@dataclass(frozen=True)
class Recipe:
    """The columns of seeds/protocols.csv that decide which events stay, defaults filled in."""

    duplicates: str = "last"
    min_rating: float | None = None
    core_users: int = 0
    core_items: int = 0
    core_scope: str = "none"
    split: str = "none"
    valid: Fraction = Fraction(0)
    test: Fraction = Fraction(0)
    max_history: int | None = None


@dataclass
class Benchmark:
    """What a recipe makes of the events; events are named by their row.

    cold: the part that an event was taken out of, since train does not have its user or item.
    """

    split: dict[int, str] = field(default_factory=dict)
    cold: dict[int, str] = field(default_factory=dict)
    dropped: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    rounds: list[tuple[int, int, int]] = field(default_factory=list)
    cuts: tuple[int | None, int | None] = (None, None)


def make_benchmark(events: Sequence[Event], recipe: Recipe) -> Benchmark:
    """Run the steps of the design in their order."""
    made = Benchmark()
    left = _drop_duplicates(events, recipe, made)
    left = _drop_low_ratings(left, recipe, made)
    left = _drop_without_time(left, recipe, made)
    if recipe.core_scope == "all":
        left = _drop_to_core(left, recipe, made)
        _split(left, recipe, made)
        return made
    _split(left, recipe, made)
    if recipe.core_scope == "none":
        return made
    counted = [event for event in left if made.split[event.row] in ("train", "all")]
    core = _drop_to_core(counted, recipe, made)
    users = {event.user for event in core}
    items = {event.item for event in core}
    for event in left:
        if made.split[event.row] in ("valid", "test") and (
            event.user not in users or event.item not in items
        ):
            made.dropped[event.row] = ("cold", None)
            made.cold[event.row] = made.split[event.row]
    for row in made.dropped:
        made.split.pop(row, None)
    return made


def _drop_duplicates(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    if recipe.duplicates == "all":
        return list(events)
    choose: Callable[..., Event] = max if recipe.duplicates == "last" else min
    kept = []
    for event in events:
        same = [other for other in events if (other.user, other.item) == (event.user, event.item)]
        if choose(same, key=lambda other: other.order) is event:
            kept.append(event)
        else:
            made.dropped[event.row] = ("duplicates", None)
    return kept


def _drop_low_ratings(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    kept = []
    for event in events:
        if recipe.min_rating is not None and (
            event.rating is None or event.rating < recipe.min_rating
        ):
            made.dropped[event.row] = ("minimum_rating", None)
        else:
            kept.append(event)
    return kept


def _drop_without_time(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    if recipe.split != "global_time":
        return list(events)
    made.dropped.update({event.row: ("no_time", None) for event in events if event.time is None})
    return [event for event in events if event.time is not None]


def _drop_to_core(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    left = list(events)
    round_number = 0
    is_done = False
    while not is_done:
        round_number += 1
        of_users = Counter(event.user for event in left)
        of_items = Counter(event.item for event in left)
        users = {user for user, count in of_users.items() if count >= recipe.core_users}
        items = {item for item, count in of_items.items() if count >= recipe.core_items}
        after = [event for event in left if event.user in users and event.item in items]
        for event in left:
            if event.user not in users or event.item not in items:
                made.dropped[event.row] = ("core", round_number)
        made.rounds.append((len(users), len(items), len(after)))
        is_done = len(after) == len(left)
        left = after
    return left


def _split(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> None:
    if recipe.split == "none":
        made.split.update({event.row: "all" for event in events})
    elif recipe.split == "global_time":
        times = [event.order[0] for event in sorted(events, key=lambda event: event.order)]
        first = floor(len(times) * (1 - recipe.valid - recipe.test))
        second = floor(len(times) * (1 - recipe.test))
        valid_from = times[first] if first < len(times) else None
        test_from = times[second] if second < len(times) else None
        made.cuts = (valid_from, test_from)
        for event in events:
            time = event.order[0]
            if test_from is not None and time >= test_from:
                made.split[event.row] = "test"
            elif valid_from is not None and time >= valid_from:
                made.split[event.row] = "valid"
            else:
                made.split[event.row] = "train"
    else:
        for user in {event.user for event in events}:
            own = sorted((e for e in events if e.user == user), key=lambda event: event.order)
            made.split.update({event.row: "train" for event in own})
            if len(own) >= 3:
                made.split[own[-2].row] = "valid"
                made.split[own[-1].row] = "test"


def sequence_lines(
    events: Sequence[Event], made: Benchmark, recipe: Recipe
) -> set[tuple[str, str, tuple[str, ...], str, int]]:
    """Split, user, history, target and position of each line, with raw ids."""
    lines = set()
    by_row = {event.row: event for event in events}
    kept = [by_row[row] for row in made.split]
    for user in {event.user for event in kept}:
        own = sorted((e for e in kept if e.user == user), key=lambda event: event.order)
        for place in range(1, len(own)):
            split = made.split[own[place].row]
            if split in ("train", "all") and place + 1 < recipe.core_users:
                continue
            history = [event.item for event in own[:place]]
            if recipe.max_history is not None:
                history = history[-recipe.max_history :]
            lines.add((split, user, tuple(history), own[place].item, place + 1))
    return lines


def gini(counts: Sequence[int]) -> float:
    """Mean difference of all pairs over twice the mean: the definition, not the sorted formula."""
    differences = sum(abs(a - b) for a in counts for b in counts)
    return differences / (2 * len(counts) * sum(counts))


def later_train_share(events: Sequence[Event], made: Benchmark, split: str) -> float:
    """Share of train events later than a held-out event, averaged over the held-out events."""
    by_row = {event.row: event for event in events}
    train = [by_row[row].order[0] for row, part in made.split.items() if part == "train"]
    held_out = [by_row[row].order[0] for row, part in made.split.items() if part == split]
    if not train or not held_out:
        return 0.0
    return statistics.fmean(sum(t > moment for t in train) / len(train) for moment in held_out)


def tied_users(events: Sequence[Event], made: Benchmark, split: str) -> int:
    """Users whose first event of a part has the time of their last event before it (or none)."""
    by_row = {event.row: event for event in events}
    kept = sorted((by_row[row] for row in made.split), key=lambda event: event.order)
    tied = 0
    for user in {event.user for event in kept}:
        own = [event for event in kept if event.user == user]
        first = next((n for n, event in enumerate(own) if made.split[event.row] == split), 0)
        tied += first > 0 and own[first].time == own[first - 1].time
    return tied


def leakage(events: Sequence[Event], made: Benchmark, recipe: Recipe, split: str) -> str | None:
    """What train knows of a part, or what the core saw, in words; None where it is nothing."""
    parts = [part for part in ("valid", "test") if part in made.split.values()]
    words = []
    if split in ("valid", "test"):
        if split not in parts:
            return None
        times = [event.time for event in events if made.split.get(event.row) == split]
        if all(time is None for time in times):
            words.append("unknown: no times, so that the row in the file is the order")
        elif later_train_share(events, made, split) > 0:
            words.append("train knows later events")
    if recipe.core_scope == "all" and max(recipe.core_users, recipe.core_items) > 1 and parts:
        words.append(f"the core saw {' and '.join(parts)}")
    return "; ".join(words) or None
