"""All small datasets that tests make up and build benchmarks of, in one warehouse.

A model handles all recipes at once: in one build they cost what one of them would. Each function
lands the datasets of one kind and returns their lines of seeds/protocols.csv.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.own_files import land_ratings, protocol_line
from tests.support.projects import SMALL, Project, copy_project
from tests.support.random_benchmarks import (
    land_events,
    list_lines,
    random_events,
    random_recipe,
    recipes_made,
    seed_line,
)
from tests.support.reference import Event, Recipe

Lines = list[dict[str, object]]
RandomRecipes = dict[str, tuple[Recipe, Sequence[Event]]]

START = 1_600_000_000
ALIKE = (
    "+similarity__item_co_ratings",
    "+similarity__item_neighbors",
    "+similarity__user_neighbors",
    "+similarity__pair_estimates",
)
"""What is alike by ratings, and all that it is made of."""
BY_RATINGS = ("+path:models/marts/benchmarks", *ALIKE, "+path:models/marts/recommendations")
"""Every model that recipes go through, and none that is for films, models and videos."""

RANDOM_DATASETS, RECIPES_PER_DATASET = 40, 5
ADVISED_DATASETS = 18

SCALES = {"large": 1e6, "largest": 199_999_999_999.0, "small": 1e-9, "smallest": 1e-300}
"""What the ratings of `everything`, 1 to 5, are multiplied with: landed are those below 1e12."""
FUTURE_CORES: Mapping[str, Mapping[str, object]] = {
    "none": {"core_scope": "none"},
    "train": {"core_scope": "train", "core_users": 2, "core_items": 2},
}


@dataclass(frozen=True)
class OwnWarehouse:
    """The warehouse, what its build printed, and the random recipes in it with their events."""

    project: Project
    random: RandomRecipes = field(default_factory=dict)
    advised: RandomRecipes = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)


def build_own(folder: Path) -> OwnWarehouse:
    """Land and build everything, with every data test."""
    own = OwnWarehouse(copy_project(folder / "project", SMALL))
    lines = [
        *land_random(own, folder),
        *land_advised(own, folder),
        *land_edges(own.project),
        *land_futures(own.project),
    ]
    own.project.replace_seed("protocols", lines)
    own.project.replace_seed("entity_lists", list_lines())
    land_orders(own.project)
    own.printed.append(own.project.build_with_data_tests("--select", *BY_RATINGS))
    return own


def land_random(own: OwnWarehouse, folder: Path) -> Lines:
    """Many random datasets under several random recipes each."""
    draw = random.Random(20_261_121)
    lines: Lines = []
    for number in range(RANDOM_DATASETS):
        dataset_id = f"random-{number:02}"
        events = random_events(draw)
        land_events(own.project, dataset_id, events, folder)
        for letter in "abcdefgh"[:RECIPES_PER_DATASET]:
            recipe = random_recipe(draw, events)
            for suffix, made in recipes_made(dataset_id, recipe, events).items():
                own.random[f"{dataset_id}-{letter}{suffix}"] = (made, events)
            lines.append(seed_line(letter, dataset_id, recipe))
    return lines


def land_advised(own: OwnWarehouse, folder: Path) -> Lines:
    """Edge cases of recommendations, and random recipes in which all pairs are compared."""
    project = own.project
    unrated = [(f"u{n % 7}", f"i{n * n % 11}", None, START + n) for n in range(60)]
    land_ratings(project, "advised-unrated", unrated)
    one_user = [("u", f"i{n}", 5.0, START + n) for n in range(10)]
    land_ratings(project, "advised-one-user", one_user)
    everything = [(f"u{u}", f"i{i}", 5.0, START + i) for u in range(4) for i in range(6)]
    land_ratings(project, "advised-everything", everything)
    # all of valid and test is new: more targets than train has items
    cold = [("u", "i1", 5.0, START), ("v", "i1", 5.0, START + 1), ("v", "i2", 5.0, START + 2)]
    cold += [("u", f"new {n}", 5.0, START + 10 + n) for n in range(12)]
    land_ratings(project, "advised-cold", cold)
    draw = random.Random(20_261_126)
    # users with few items each: similarities are small fractions, and many sums are equal
    ties = [
        (f"u{u}", f"i{i}", 5.0, START + n)
        for u in range(100)
        for n, i in enumerate(draw.sample(range(60), 3))
    ]
    land_ratings(project, "advised-ties", ties)
    by_time = {"split": "global_time", "valid_fraction": 0.4, "test_fraction": 0.4}
    lines = [
        protocol_line("all", "advised-unrated", split="leave_one_out", min_co_raters=1),
        protocol_line("all", "advised-one-user", split="leave_one_out"),
        protocol_line("all", "advised-everything", min_co_raters=1),
        protocol_line("all", "advised-cold", **by_time),
        protocol_line("nobody", "advised-cold", core_users=9, **{**by_time, "core_scope": "train"}),
        protocol_line("all", "advised-ties", min_co_raters=1),
    ]
    for number in range(ADVISED_DATASETS):
        events = random_events(draw)
        dataset_id = f"advised-{number:02}"
        land_events(project, dataset_id, events, folder)
        recipe = random_recipe(draw, events)
        for suffix, made in recipes_made(dataset_id, recipe, events).items():
            own.advised[f"{dataset_id}-all{suffix}"] = (made, events)
        small = {"min_co_raters": 1, "neighbors": draw.choice([2, 50])}
        lines.append({**seed_line("all", dataset_id, recipe), **small})
    return lines


def land_edges(project: Project) -> Lines:
    """Edge cases of what is alike: few of everything, ratings of any size, too many pairs."""
    one_user = [("u", f"i{n}", float(n), START + n) for n in range(1, 6)]
    land_ratings(project, "one-user", one_user)
    one_item = [(f"u{n}", "i", float(n), START + n) for n in range(1, 6)]
    land_ratings(project, "one-item", one_item)
    everything = [
        (f"u{u}", f"i{i}", float((u * i) % 5 + 1), START + 10 * u + i)
        for u in range(4)
        for i in range(6)
    ]
    land_ratings(project, "everything", everything)
    identical = [(f"u{u}", f"i{i}", float(i), START + i) for u in range(3) for i in range(1, 5)]
    land_ratings(project, "identical", identical)
    again = [
        (f"u{u}", f"i{i}", float((u + i + again) % 5), START + 100 * again + i)
        for u in range(5)
        for i in range(1, 5)
        for again in range(3)
    ]
    land_ratings(project, "again", again)
    land_ratings(project, "unrated", [(u, i, None, time) for u, i, _, time in everything])
    for name, factor in SCALES.items():
        land_ratings(project, name, [(u, i, r * factor, t) for u, i, r, t in everything])
    # one that is nothing like the others, and many that are as large as any can be
    odd = [(u, i, 9e11 if (u, i) == ("u1", "i1") else r, t) for u, i, r, t in everything]
    land_ratings(project, "odd", odd)
    for name, users in (("crowd", 300), ("beyond", 400)):
        land_ratings(
            project,
            name,
            [
                (f"u{u}", f"i{i}", 999_999_999_999.0 - (u * i) % 7, START + u)
                for u in range(users)
                for i in range(3)
            ],
        )
    land_ratings(project, "thin", [("u1", "i1", 1.0, START), ("u2", "i2", 2.0, START + 1)])
    return [
        protocol_line("all", "one-user", min_co_raters=1),
        protocol_line("all", "one-item", min_co_raters=1),
        protocol_line("all", "everything", min_co_raters=1),
        protocol_line("all", "identical", min_co_raters=1, neighbors=1),
        protocol_line("all", "again", min_co_raters=2, duplicate_policy="all"),
        protocol_line("all", "unrated", min_co_raters=2),
        *(protocol_line("all", name, min_co_raters=2) for name in (*SCALES, "odd", "crowd")),
        protocol_line("all", "beyond", min_co_raters=2),
        protocol_line("asked", "beyond", min_co_raters=2, user_neighbors=2),
        protocol_line("all", "thin", core_scope="all", core_users=5, core_items=5),
    ]


def land_futures(project: Project) -> Lines:
    """Two datasets that are the same in train and share nothing after it."""
    pairs = [(f"u{n % 17}", f"i{n % 13}") for n in range(17 * 13)]
    train, left = pairs[:160], pairs[160:]
    known = [(u, i, float(n * n % 5 + 1), START + n) for n, (u, i) in enumerate(train)]
    later = [START + 1000 + n for n in range(40)]
    future_a = [(*left[n], 5.0, later[n]) for n in range(40)]
    # other pairs, other ratings, and half of the items are never seen in train
    future_b = [
        (left[-n - 1][0], left[-n - 1][1] if n % 2 else f"new {n}", 1.0, later[n])
        for n in range(40)
    ]
    lines = []
    for letter, future in (("a", future_a), ("b", future_b)):
        land_ratings(project, f"future-{letter}", [*known, *future])
        for name, core in FUTURE_CORES.items():
            by_time = {"split": "global_time", "min_co_raters": 2, **core}
            lines.append(protocol_line(name, f"future-{letter}", **by_time))
    return lines


def land_orders(project: Project) -> None:
    """The README's way for a file of one's own: a line in each seed, and land."""
    file = project.folder / "orders.csv"
    rows = [f"u{n % 7},p{n % 5},{START + n}" for n in range(70)]
    file.write_text("customer,product,bought\n" + "\n".join(rows) + "\n", encoding="utf-8")
    project.add_to_seed(
        "datasets",
        [{"dataset_id": "shop", "source": "interactions", "edition": "1", "title": "Orders"}],
    )
    project.add_to_seed("protocols", [{"protocol_id": "default", "datasets": "shop"}])
    columns = ("--user", "customer", "--item", "product", "--time", "bought")
    project.ingest("land", "shop", "--from", file, *columns)
