"""Small random datasets and recipes, landed as a user lands a file of their own."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from ingest.cli import main as ingest
from tests.support.projects import Project
from tests.support.reference import DAY, Event, Recipe

LISTS = {
    "odd-users": frozenset(["1", "3", "5", "07", "9", "11", "13", "15"]),
    "some-items": frozenset(f"item {number}" for number in range(2, 20, 3)),
}
"""Lists of ids that random recipes name."""


SPLITS = {
    *("global_time", "fixed_time", "leave_one_out", "leave_last_k", "user_time_fraction", "random"),
    *("random_user_fraction", "k_fold", "new_users", "sliding_windows", "session", "given", "none"),
}
"""All that a protocol can say."""

WORDS = {
    "train": ("train", "Training", " base"),
    "valid": ("valid", "val", "DEV"),
    "test": ("test", "TEST"),
}
"""How files write parts."""


def random_events(draw: random.Random) -> list[Event]:
    """Few users, items and moments, so that duplicates, ties and cascades are frequent."""
    users = draw.randint(1, 24)
    items = draw.randint(1, 24)
    moments = draw.choice([3, 20, 200_000, 4_000_000])
    has_ratings = draw.random() < 0.8
    # all have a time, most have one, or none has
    dated_share = draw.choice([1, 1, 1, 1, 0.7, 0.7, 0])
    # none says its part, or most do, or the number of a fold
    parts = draw.choice([(), (), tuple(WORDS), ("train", "test"), ("0", "2", "5")])
    # ids whose order as text is not that of the numbers, and that have leading zeros
    events = [
        Event(
            row=row,
            user=f"{draw.randint(1, users):02}"
            if draw.random() < 0.3
            else f"{draw.randint(1, users)}",
            item=f"item {draw.randint(1, items)}",
            rating=draw.choice([1.0, 2.5, 3.0, 4.0, 5.0]) if has_ratings else None,
            time=1_000_000_000 + draw.randint(0, moments) if draw.random() < dated_share else None,
            part=draw.choice(parts) if parts and draw.random() < 0.9 else None,
        )
        for row in range(1, draw.randint(1, 120) + 1)
    ]
    return by_part(events) if set(parts) & set(WORDS) and len(events) % 2 else events


def by_part(events: Sequence[Event]) -> list[Event]:
    """Events that all say their part, numbered as if each part were a file of its own."""
    all_told = [event if event.part else replace(event, part="train") for event in events]
    ordered = sorted(all_told, key=lambda event: tuple(WORDS).index(str(event.part)))
    return [replace(event, row=row) for row, event in enumerate(ordered, 1)]


def are_by_part(events: Sequence[Event]) -> bool:
    """Whether events can be landed as a file a part."""
    parts = {event.part for event in events}
    return {"train", "test"} <= parts <= set(WORDS) and list(events) == by_part(events)


def random_recipe(draw: random.Random, events: Sequence[Event]) -> Recipe:
    """Any valid combination of what a recipe can say."""
    scope = draw.choice(["train", "all", "none"])
    split = draw.choice(possible_splits(events))
    has_shares = split in SPLITS_WITH_SHARES
    has_ratings = events[0].rating is not None
    times = sorted(event.time for event in events if event.time is not None)

    def seldom(*values: object) -> Any:
        return draw.choice(values) if draw.random() < 0.2 else None

    by_days = split in ("fixed_time", "new_users")
    is_listed = draw.random() < 0.5
    first = seldom(1, 3, 6)
    return Recipe(
        duplicates=draw.choice(["last", "first", "all"]),
        min_rating=draw.choice([None, 2.5, 4.0, "user_mean"]) if has_ratings else None,
        rated_from=seldom(times[len(times) // 5]) if times else None,
        rated_before=seldom(times[-1], times[-1] + 1) if times and times[-1] > times[0] else None,
        listed_users=seldom((is_listed, LISTS["odd-users"])),
        listed_items=seldom((not is_listed, LISTS["some-items"])),
        max_user_interactions=seldom(3, 9),
        max_item_interactions=seldom(4, 9),
        first_interactions=first,
        last_interactions=seldom(1, 4) if first is None else None,
        collapses_repeats=draw.random() < 0.3,
        core_rounds=None if scope == "none" else seldom(1, 2, 3),
        core_users=0 if scope == "none" else draw.randint(0, 5),
        core_items=0 if scope == "none" else draw.randint(0, 5),
        core_scope=scope,
        split=split,
        valid=Fraction(draw.choice([0, 10, 25]), 100) if has_shares else Fraction(0),
        test=Fraction(draw.choice([0, 10, 25]), 100) if has_shares else Fraction(0),
        valid_from=draw.choice([None, times[len(times) // 2]]) if by_days else None,
        test_from=times[len(times) // 2] + 1 + draw.randint(0, 100) if by_days else None,
        held_out=draw.choice([1, 2, 3]) if split == "leave_last_k" else 1,
        folds=draw.choice([2, 3]) if split == "k_fold" else 0,
        window_days=draw.choice([1, 9]) if split == "sliding_windows" else 0,
        step_days=draw.choice([7, 20]) if split == "sliding_windows" else 0,
        session_minutes=draw.choice([1, 30, 600]),
        seed=draw.choice([1, 2]),
        cold=draw.choice(["drop", "keep"]),
        min_train_length=draw.choice([2, 2, 4]),
        max_history=draw.choice([None, None, 1, 3]),
    )


SPLITS_WITH_SHARES = (
    *("global_time", "user_time_fraction", "random", "random_user_fraction", "session"),
)


def possible_splits(events: Sequence[Event]) -> list[str]:
    """The splits that can be asked for of a dataset."""
    splits = ["leave_one_out", "leave_last_k", "user_time_fraction", "none"]
    splits += ["random", "random_user_fraction", "k_fold"]
    times = [event.time for event in events if event.time is not None]
    if times:
        splits += ["global_time", "global_time", "fixed_time", "new_users", "session", "session"]
        if max(times) // DAY - min(times) // DAY >= 9:
            splits += ["sliding_windows"] * 3
    if any(event.part for event in events):
        splits += ["given"] * 4
    return splits


def recipes_made(dataset_id: str, recipe: Recipe, events: Sequence[Event]) -> dict[str, Recipe]:
    """The recipes that a protocol makes of a dataset, by what comes after its name."""
    recipe = replace(recipe, dataset_id=dataset_id)
    if recipe.split == "given":
        folds = sorted({int(e.part) for e in events if e.part and e.part.isdecimal()})
    else:
        folds = list(range(1, recipe.folds + 1))
    if recipe.split == "sliding_windows":
        return windows(recipe, [event.time for event in events if event.time is not None])
    if not folds:
        return {"": recipe}
    return {f"-{fold}": replace(recipe, fold=fold) for fold in folds}


def windows(recipe: Recipe, times: Sequence[int]) -> dict[str, Recipe]:
    """A recipe for each window whose test begins on the day of the last event, or before."""
    first = max(min(times), recipe.rated_from or 0)
    last = max(times) if recipe.rated_before is None else min(max(times), recipe.rated_before - 1)
    made: dict[str, Recipe] = {}
    start = first // DAY
    while start + recipe.window_days <= last // DAY:
        test_from = (start + recipe.window_days) * DAY
        end = test_from + recipe.step_days * DAY
        made[f"-{len(made) + 1}"] = replace(
            recipe,
            fold=len(made) + 1,
            rated_from=max(start * DAY, recipe.rated_from or 0),
            rated_before=end if recipe.rated_before is None else min(end, recipe.rated_before),
            test_from=test_from,
        )
        start += recipe.step_days
    return made


def seed_line(protocol_id: str, dataset_id: str, recipe: Recipe) -> dict[str, object]:
    """A recipe as a line of seeds/protocols.csv for its dataset alone."""
    has_core = recipe.core_scope != "none"
    has_shares = recipe.split in SPLITS_WITH_SHARES
    is_by_chance = recipe.split in ("random", "random_user_fraction", "k_fold")

    def cell(value: object) -> object:
        return "" if value is None else value

    def name_of(listed: tuple[bool, frozenset[str]] | None) -> str:
        if listed is None:
            return ""
        (name,) = (name for name, ids in LISTS.items() if ids == listed[1])
        return name if listed[0] else f"not {name}"

    return {
        "protocol_id": protocol_id,
        "datasets": dataset_id,
        "duplicate_policy": recipe.duplicates,
        "min_rating": cell(recipe.min_rating),
        # as a unix time, and as a date and a time
        "rated_from": cell(recipe.rated_from),
        "rated_before": ""
        if recipe.rated_before is None
        else datetime.fromtimestamp(recipe.rated_before, UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "listed_users": name_of(recipe.listed_users),
        "listed_items": name_of(recipe.listed_items),
        "max_user_interactions": cell(recipe.max_user_interactions),
        "max_item_interactions": cell(recipe.max_item_interactions),
        "first_interactions": cell(recipe.first_interactions),
        "last_interactions": cell(recipe.last_interactions),
        "repeats_in_row": "collapse" if recipe.collapses_repeats else "",
        "core_rounds": cell(recipe.core_rounds),
        "core_users": recipe.core_users if has_core else "",
        "core_items": recipe.core_items if has_core else "",
        "core_scope": recipe.core_scope,
        "split": recipe.split,
        "valid_fraction": float(recipe.valid) if has_shares else "",
        "test_fraction": float(recipe.test) if has_shares else "",
        "valid_starts_at": cell(recipe.valid_from),
        "test_starts_at": cell(recipe.test_from),
        "held_out_events": recipe.held_out if recipe.split == "leave_last_k" else "",
        "folds": recipe.folds or "",
        "window_days": recipe.window_days or "",
        "step_days": recipe.step_days or "",
        "session_minutes": recipe.session_minutes,
        "seed": recipe.seed if is_by_chance else "",
        "cold": recipe.cold,
        "min_train_length": recipe.min_train_length,
        "max_history": "" if recipe.max_history is None else recipe.max_history,
    }


def land_events(project: Project, dataset_id: str, events: Sequence[Event], folder: Path) -> None:
    """Land events from a CSV file, or one for each part, as a user brings files of their own."""
    options = []
    for part in WORDS if are_by_part(events) else ("from",):
        if part not in ("from", *(event.part for event in events)):
            continue
        file = folder / f"{dataset_id}-{part}.csv"
        _write(file, [event for event in events if part in ("from", event.part)])
        options += [f"--{part}", str(file)]
    optional = [] if events[0].rating is None else ["--rating", "stars"]
    if any(event.time is not None for event in events):
        optional += ["--time", "when", "--empty-time", "keep"]
    if any(event.part is not None for event in events) and not are_by_part(events):
        optional += ["--split", "where"]
    command = [
        "land",
        dataset_id,
        *options,
        "--database",
        str(project.database),
        "--quiet",
    ]
    # in this process: starting Python forty times takes longer than everything else here
    assert ingest([*command, "--user", "who", "--item", "what", *optional]) == 0


def _write(file: Path, events: Sequence[Event]) -> None:
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["who", "what", "stars", "when", "where"])
        writer.writerows(
            [
                event.user,
                event.item,
                "" if event.rating is None else event.rating,
                event.time,
                _written(event),
            ]
            for event in events
        )


def _written(event: Event) -> str:
    """The part as the file has it, in one of the usual ways, or something that is none."""
    if event.part is None:
        return ("", "?", "2.5")[event.row % 3]
    ways = WORDS.get(event.part, (event.part, f"0{event.part}"))
    return ways[event.row % len(ways)]


def list_lines() -> list[dict[str, object]]:
    """The lists that random recipes name, as lines of seeds/entity_lists.csv."""
    return [
        {"list_id": name, "entity_id": entity_id}
        for name, ids in LISTS.items()
        for entity_id in sorted(ids)
    ]
