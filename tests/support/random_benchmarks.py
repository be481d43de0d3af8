"""Small random datasets and recipes, landed as a user lands a file of their own."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from ingest.cli import main as ingest
from tests.support.projects import Project
from tests.support.reference import Event, Recipe


def random_events(draw: random.Random) -> list[Event]:
    """Few users, items and moments, so that duplicates, ties and cascades are frequent."""
    users = draw.randint(1, 24)
    items = draw.randint(1, 24)
    moments = draw.choice([3, 20, 200_000])
    has_ratings = draw.random() < 0.8
    # all have a time, most have one, or none has
    dated_share = draw.choice([1, 1, 1, 1, 0.7, 0.7, 0])
    # ids whose order as text is not that of the numbers, and that have leading zeros
    return [
        Event(
            row=row,
            user=f"{draw.randint(1, users):02}"
            if draw.random() < 0.3
            else f"{draw.randint(1, users)}",
            item=f"item {draw.randint(1, items)}",
            rating=draw.choice([1.0, 2.5, 3.0, 4.0, 5.0]) if has_ratings else None,
            time=1_000_000_000 + draw.randint(0, moments) if draw.random() < dated_share else None,
        )
        for row in range(1, draw.randint(1, 120) + 1)
    ]


def random_recipe(draw: random.Random, events: Sequence[Event]) -> Recipe:
    """Any valid combination of what a recipe can say."""
    scope = draw.choice(["train", "all", "none"])
    # a split by time needs times
    has_times = any(event.time is not None for event in events)
    by_time = ["global_time", "global_time"] if has_times else []
    split = draw.choice([*by_time, "leave_one_out", "none"])
    is_by_time = split == "global_time"
    has_ratings = events[0].rating is not None
    return Recipe(
        duplicates=draw.choice(["last", "first", "all"]),
        min_rating=draw.choice([None, 2.5, 4.0]) if has_ratings else None,
        core_users=0 if scope == "none" else draw.randint(0, 5),
        core_items=0 if scope == "none" else draw.randint(0, 5),
        core_scope=scope,
        split=split,
        valid=Fraction(draw.choice([0, 10, 25]), 100) if is_by_time else Fraction(0),
        test=Fraction(draw.choice([0, 10, 25]), 100) if is_by_time else Fraction(0),
        max_history=draw.choice([None, None, 1, 3]),
    )


def seed_line(protocol_id: str, dataset_id: str, recipe: Recipe) -> dict[str, object]:
    """A recipe as a line of seeds/protocols.csv for its dataset alone."""
    has_core = recipe.core_scope != "none"
    by_time = recipe.split == "global_time"
    return {
        "protocol_id": protocol_id,
        "datasets": dataset_id,
        "duplicate_policy": recipe.duplicates,
        "min_rating": "" if recipe.min_rating is None else recipe.min_rating,
        "core_users": recipe.core_users if has_core else "",
        "core_items": recipe.core_items if has_core else "",
        "core_scope": recipe.core_scope,
        "split": recipe.split,
        "valid_fraction": float(recipe.valid) if by_time else "",
        "test_fraction": float(recipe.test) if by_time else "",
        "max_history": "" if recipe.max_history is None else recipe.max_history,
    }


def land_events(project: Project, dataset_id: str, events: Sequence[Event], folder: Path) -> None:
    """Land events from a CSV file, as a user brings a file of their own."""
    file = folder / f"{dataset_id}.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["who", "what", "stars", "when"])
        writer.writerows(
            [event.user, event.item, "" if event.rating is None else event.rating, event.time]
            for event in events
        )
    optional = [] if events[0].rating is None else ["--rating", "stars"]
    if any(event.time is not None for event in events):
        optional += ["--time", "when", "--empty-time", "keep"]
    command = [
        "land",
        dataset_id,
        "--from",
        str(file),
        "--database",
        str(project.database),
        "--quiet",
    ]
    # in this process: starting Python forty times takes longer than everything else here
    assert ingest([*command, "--user", "who", "--item", "what", *optional]) == 0
