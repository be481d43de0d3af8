"""Benchmarks made in plain Python, by the letter of the design, to compare the warehouse with.

Nothing here is shared with the models: loops over small lists, for data of a few hundred events.
"""

from __future__ import annotations

import hashlib
import re
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
    part: str | None = None

    @property
    def order(self) -> tuple[int, int]:
        """The total order: time, then row."""
        return (-1 if self.time is None else self.time, self.row)


@dataclass(frozen=True)
class Recipe:
    """The columns of seeds/protocols.csv that decide which events stay, defaults filled in.

    A list is whether its ids are those that stay, and the ids.
    """

    duplicates: str = "last"
    min_rating: float | str | None = None
    rated_from: int | None = None
    rated_before: int | None = None
    listed_users: tuple[bool, frozenset[str]] | None = None
    listed_items: tuple[bool, frozenset[str]] | None = None
    max_user_interactions: int | None = None
    max_item_interactions: int | None = None
    first_interactions: int | None = None
    last_interactions: int | None = None
    collapses_repeats: bool = False
    core_rounds: int | None = None
    core_users: int = 0
    core_items: int = 0
    core_scope: str = "none"
    split: str = "none"
    valid: Fraction = Fraction(0)
    test: Fraction = Fraction(0)
    valid_from: int | None = None
    test_from: int | None = None
    held_out: int = 1
    folds: int = 0
    fold: int | None = None
    window_days: int = 0
    step_days: int = 0
    session_minutes: int = 30
    seed: int = 1
    cold: str = "drop"
    min_train_length: int = 2
    dataset_id: str = ""
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
    left = _drop_without_part(left, recipe, made)
    left = _drop_outside_period(left, recipe, made)
    left = _drop_by_lists(left, recipe, made)
    left = _drop_above_maxima(left, recipe, made)
    left = _drop_but_first_or_last(left, recipe, made)
    left = _drop_repeats_in_row(left, recipe, made)
    if recipe.core_scope == "all":
        left = _drop_to_core(left, recipe, made)
    _split(left, events, recipe, made)
    if recipe.core_scope == "train":
        left = _drop_train_to_core(left, recipe, made)
    if recipe.cold == "drop" and recipe.split != "none":
        _drop_cold(left, made)
    return made


def _drop_train_to_core(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    """The core counts train alone; what it drops is in no part."""
    train = [event for event in events if made.split[event.row] in ("train", "all")]
    core = _drop_to_core(train, recipe, made)
    dropped = {event.row for event in train} - {event.row for event in core}
    for row in dropped:
        made.split.pop(row)
    return [event for event in events if event.row not in dropped]


def _drop_cold(events: Sequence[Event], made: Benchmark) -> None:
    """Events of valid and test whose user or item train lacks."""
    train = [event for event in events if made.split[event.row] == "train"]
    users = {event.user for event in train}
    items = {event.item for event in train}
    for event in events:
        if made.split[event.row] != "train" and (
            event.user not in users or event.item not in items
        ):
            made.dropped[event.row] = ("cold", None)
            made.cold[event.row] = made.split.pop(event.row)


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


def _drop(
    events: Sequence[Event], step: str, made: Benchmark, is_kept: Callable[[Event], bool]
) -> list[Event]:
    """The events that are kept; the others are noted."""
    made.dropped.update({event.row: (step, None) for event in events if not is_kept(event)})
    return [event for event in events if is_kept(event)]


def _drop_low_ratings(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    def reaches_minimum(event: Event) -> bool:
        if recipe.min_rating is None:
            return True
        if event.rating is None:
            return False
        if recipe.min_rating != "user_mean":
            return event.rating >= float(recipe.min_rating)
        own = [Fraction(e.rating) for e in events if e.user == event.user and e.rating is not None]
        return Fraction(event.rating) >= sum(own) / len(own)

    return _drop(events, "minimum_rating", made, reaches_minimum)


def _drop_outside_period(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    def lies_in_period(event: Event) -> bool:
        if recipe.rated_from is None and recipe.rated_before is None:
            return True
        if event.time is None:
            return False
        return (recipe.rated_from is None or event.time >= recipe.rated_from) and (
            recipe.rated_before is None or event.time < recipe.rated_before
        )

    return _drop(events, "period", made, lies_in_period)


def _drop_by_lists(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    def is_on_lists(event: Event) -> bool:
        for listed, entity in (
            (recipe.listed_users, event.user),
            (recipe.listed_items, event.item),
        ):
            if listed is not None and (entity in listed[1]) != listed[0]:
                return False
        return True

    return _drop(events, "lists", made, is_on_lists)


def _drop_above_maxima(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    of_users = Counter(event.user for event in events)
    of_items = Counter(event.item for event in events)
    most_of_user = recipe.max_user_interactions or len(events)
    most_of_item = recipe.max_item_interactions or len(events)
    return _drop(
        events,
        "maxima",
        made,
        lambda e: of_users[e.user] <= most_of_user and of_items[e.item] <= most_of_item,
    )


def _in_order(events: Sequence[Event], user: str) -> list[Event]:
    return sorted((e for e in events if e.user == user), key=lambda event: event.order)


def _drop_but_first_or_last(
    events: Sequence[Event], recipe: Recipe, made: Benchmark
) -> list[Event]:
    def is_kept(event: Event) -> bool:
        own = _in_order(events, event.user)
        if recipe.first_interactions is not None:
            own = own[: recipe.first_interactions]
        if recipe.last_interactions is not None:
            own = own[-recipe.last_interactions :]
        return event in own

    return _drop(events, "first_or_last", made, is_kept)


def _drop_repeats_in_row(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    def is_kept(event: Event) -> bool:
        own = _in_order(events, event.user)
        place = own.index(event)
        return not recipe.collapses_repeats or place == 0 or own[place - 1].item != event.item

    return _drop(events, "repeats_in_row", made, is_kept)


BY_TIME = ("global_time", "fixed_time", "new_users", "sliding_windows", "session")
"""Splits in which an event without a time has no place."""


def _drop_without_time(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    return _drop(
        events, "no_time", made, lambda e: e.time is not None or recipe.split not in BY_TIME
    )


def _drop_without_part(events: Sequence[Event], recipe: Recipe, made: Benchmark) -> list[Event]:
    return _drop(events, "no_part", made, lambda e: e.part is not None or recipe.split != "given")


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
        is_done = len(after) == len(left) or round_number == recipe.core_rounds
        left = after
    return left


DAY = 86_400


def _split(
    events: Sequence[Event], delivered: Sequence[Event], recipe: Recipe, made: Benchmark
) -> None:
    """Give each event its part; `delivered` are all of the dataset."""
    splits: dict[str, Callable[..., dict[int, str]]] = {
        "none": lambda: {event.row: "all" for event in events},
        "global_time": lambda: _split_by_shares_of_time(events, recipe, made),
        "fixed_time": lambda: _split_at(events, recipe.valid_from, recipe.test_from),
        "sliding_windows": lambda: _split_at(events, None, recipe.test_from),
        "leave_one_out": lambda: _leave_last(events, 1),
        "leave_last_k": lambda: _leave_last(events, recipe.held_out),
        "user_time_fraction": lambda: _split_users(events, recipe, lambda event: event.order),
        "random_user_fraction": lambda: _split_users(
            events, recipe, lambda event: (chance(event, delivered, recipe), 0)
        ),
        "random": lambda: {
            event.row: _part_of_share(Fraction(chance(event, delivered, recipe), 2**62), recipe)
            for event in events
        },
        "k_fold": lambda: {
            event.row: "test"
            if chance(event, delivered, recipe) % recipe.folds == (recipe.fold or 0) - 1
            else "train"
            for event in events
        },
        "new_users": lambda: _split_new_users(events, recipe),
        "session": lambda: _split_sessions(events, recipe),
        "given": lambda: {
            event.row: str(event.part)
            if recipe.fold is None
            else ("test" if event.part == str(recipe.fold) else "train")
            for event in events
        },
    }
    made.split.update(splits[recipe.split]())


def chance(event: Event, delivered: Sequence[Event], recipe: Recipe) -> int:
    """A number of 62 bits, by dataset, user, item, which of its pair it is, and the seed."""
    pair = [e for e in delivered if (e.user, e.item) == (event.user, event.item)]
    pair.sort(key=lambda e: (e.order[0], -1.0 if e.rating is None else e.rating, e.row))
    text = " ".join(
        map(
            str,
            (
                recipe.dataset_id,
                entity_key(event.user, 0),
                entity_key(event.item, 1),
                pair.index(event) + 1,
                recipe.seed,
            ),
        )
    )
    return md5_number(text) // 4


def md5_number(text: str) -> int:
    """The last eight bytes of an MD5, the last one first."""
    return int.from_bytes(hashlib.md5(text.encode()).digest()[8:], "little")


def entity_key(entity_id: str, kind: int) -> int:
    """An id that is a whole number as one writes it stands for itself, others for their MD5."""
    if re.fullmatch("0|[1-9][0-9]{0,17}", entity_id):
        return int(entity_id) * 2 + kind
    return (-1 - md5_number(entity_id) // 4) * 2 + kind


def _part_of_share(share: Fraction, recipe: Recipe) -> str:
    if share >= 1 - recipe.test:
        return "test"
    return "valid" if share >= 1 - recipe.valid - recipe.test else "train"


def _split_by_shares_of_time(
    events: Sequence[Event], recipe: Recipe, made: Benchmark
) -> dict[int, str]:
    times = [event.order[0] for event in sorted(events, key=lambda event: event.order)]
    first = floor(len(times) * (1 - recipe.valid - recipe.test))
    second = floor(len(times) * (1 - recipe.test))
    valid_from = times[first] if first < len(times) else None
    test_from = times[second] if second < len(times) else None
    made.cuts = (valid_from, test_from)
    return _split_at(events, valid_from, test_from)


def _split_at(
    events: Sequence[Event], valid_from: int | None, test_from: int | None
) -> dict[int, str]:
    parts = {}
    for event in events:
        time = event.order[0]
        if test_from is not None and time >= test_from:
            parts[event.row] = "test"
        elif valid_from is not None and time >= valid_from:
            parts[event.row] = "valid"
        else:
            parts[event.row] = "train"
    return parts


def _leave_last(events: Sequence[Event], held_out: int) -> dict[int, str]:
    parts = {event.row: "train" for event in events}
    for user in {event.user for event in events}:
        own = _in_order(events, user)
        if len(own) > 2 * held_out:
            parts.update({event.row: "valid" for event in own[-2 * held_out : -held_out]})
            parts.update({event.row: "test" for event in own[-held_out:]})
    return parts


def _split_users(
    events: Sequence[Event], recipe: Recipe, order: Callable[[Event], tuple[int, int]]
) -> dict[int, str]:
    parts = {}
    for user in {event.user for event in events}:
        own = sorted((event for event in events if event.user == user), key=order)
        for place, event in enumerate(own):
            # that is, place >= floor(n * (1 - t)), but for the first
            if place and place >= floor(len(own) * (1 - recipe.test)):
                parts[event.row] = "test"
            elif place and place >= floor(len(own) * (1 - recipe.valid - recipe.test)):
                parts[event.row] = "valid"
            else:
                parts[event.row] = "train"
    return parts


def _split_new_users(events: Sequence[Event], recipe: Recipe) -> dict[int, str]:
    parts = {}
    for user in {event.user for event in events}:
        own = _in_order(events, user)
        part = _split_at(own[:1], recipe.valid_from, recipe.test_from)[own[0].row]
        parts.update({event.row: part for event in own})
    return parts


def sessions(events: Sequence[Event], minutes: int) -> list[list[Event]]:
    """The events of each user, cut where a gap is longer."""
    found: list[list[Event]] = []
    for user in {event.user for event in events}:
        last = None
        for event in _in_order(events, user):
            if last is None or event.order[0] - last > minutes * 60:
                found.append([])
            found[-1].append(event)
            last = event.order[0]
    return found


def _split_sessions(events: Sequence[Event], recipe: Recipe) -> dict[int, str]:
    found = sessions(events, recipe.session_minutes)
    starts = sorted(session[0].order[0] for session in found)
    cuts = [
        starts[place] if (place := floor(len(starts) * share)) < len(starts) else None
        for share in (1 - recipe.valid - recipe.test, 1 - recipe.test)
    ]
    parts = {}
    for session in found:
        part = _split_at(session[:1], cuts[0], cuts[1])[session[0].row]
        parts.update({event.row: part for event in session})
    return parts


PARTS = ("all", "train", "valid", "test")


def _in_parts(events: Sequence[Event], made: Benchmark, user: str) -> list[Event]:
    """The events of a user: those of train, then valid, then test, each in order."""
    own = (event for event in events if event.user == user)
    return sorted(own, key=lambda e: (PARTS.index(made.split[e.row]), e.order))


def sequence_lines(
    events: Sequence[Event], made: Benchmark, recipe: Recipe
) -> set[tuple[str, str, tuple[str, ...], str, int]]:
    """Split, user, history, target and position of each line, with raw ids."""
    lines = set()
    by_row = {event.row: event for event in events}
    kept = [by_row[row] for row in made.split]
    for user in {event.user for event in kept}:
        own = _in_parts(kept, made, user)
        for place in range(1, len(own)):
            split = made.split[own[place].row]
            if split in ("train", "all") and place + 1 < recipe.min_train_length:
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
    kept = [by_row[row] for row in made.split]
    tied = 0
    for user in {event.user for event in kept}:
        own = _in_parts(kept, made, user)
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
