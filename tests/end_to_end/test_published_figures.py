"""Published figures are compared where a user lands the data: on generated files of its formats."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.projects import Project, copy_project
from tests.support.reference import Benchmark, Event, Recipe, gini, make_benchmark
from tests.support.reference_statistics import Figures, Parts, period_statistics

Data = Mapping[str, Sequence[Event]]

MOVIELENS, BOOKS = "movielens-1m", "amazon-2018-books"
RECIPES: Mapping[tuple[str, str], Recipe] = {
    (MOVIELENS, "whole"): Recipe(duplicates="all"),
    (MOVIELENS, "loo-whole"): Recipe(duplicates="all", split="leave_one_out", cold="keep"),
    (MOVIELENS, "time90-whole"): Recipe(
        duplicates="all", split="global_time", test=Fraction(1, 10), cold="keep"
    ),
    (MOVIELENS, "rating3-core10"): Recipe(
        duplicates="all", min_rating=3.0, core_users=10, core_items=10, core_scope="all"
    ),
    (MOVIELENS, "rating3"): Recipe(duplicates="all", min_rating=3.0),
    (MOVIELENS, "rating4-users5"): Recipe(
        duplicates="all", min_rating=4.0, core_users=5, core_items=1, core_scope="all"
    ),
    (BOOKS, "rating3-2017-core10"): Recipe(
        duplicates="all",
        min_rating=3.0,
        rated_from=1_490_000_000,
        core_users=10,
        core_items=10,
        core_scope="all",
    ),
}
"""The protocols of seeds/protocols.csv that somebody's figures are of."""


def _ratings(draw: random.Random, first_time: int) -> list[Event]:
    """As delivered: whole stars, each pair once, many ratings of a user in one second."""
    pairs = draw.sample([(user, item) for user in range(1, 81) for item in range(1, 81)], 3000)
    return [
        Event(
            row=row,
            user=str(user),
            item=str(item),
            rating=float(draw.randint(1, 5)),
            time=first_time + 86_400 * draw.randint(0, 300) + 60 * draw.randint(0, 4),
        )
        for row, (user, item) in enumerate(sorted(pairs), 1)
    ]


def _write_books(folder: Path, events: Sequence[Event]) -> Path:
    folder.mkdir(exist_ok=True)
    # the item first, as files of 2018 have it
    lines = [f"{e.item},{e.user},{e.rating},{e.time}" for e in events]
    file = folder / "Books.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _write_movielens(folder: Path, events: Sequence[Event]) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [f"{e.user}::{e.item}::{e.rating:.0f}::{e.time}" for e in events]
    (folder / "ratings.dat").write_text("\n".join(lines) + "\n", encoding="latin-1")
    movies = [f"{item}::Film {item} (2000)::Drama" for item in range(1, 81)]
    (folder / "movies.dat").write_text("\n".join(movies) + "\n", encoding="latin-1")
    return folder


WRITERS = {MOVIELENS: _write_movielens, BOOKS: _write_books}


def _figures(data: Data) -> dict[tuple[str, str, str], float]:
    """What is published of the protocols, by dataset, protocol and measure."""
    found: dict[tuple[str, str, str], float] = {}
    for (dataset_id, protocol), recipe in RECIPES.items():
        events = data[dataset_id]
        made = make_benchmark(events, recipe)
        for split in sorted(set(made.split.values())):
            for measure, value in _figures_of_part(events, made, split).items():
                assert value is not None
                is_of_all = split == "all" and measure in ("rows", "users", "items")
                found[dataset_id, protocol, measure if is_of_all else f"{split}_{measure}"] = value
    return found


def _figures_of_part(events: Sequence[Event], made: Benchmark, split: str) -> Figures:
    parts = Parts(events, made)
    kept = parts.of(split)
    of_period = period_statistics(parts, split)["whole", None]
    measures = ["tied_interactions", "tied_share"]
    if split in ("valid", "test"):
        measures += ["leaking_targets", "item_leaking_targets"]
    return {
        "rows": len(kept),
        "users": len({event.user for event in kept}),
        "items": len({event.item for event in kept}),
        "gini_users": gini(list(Counter(event.user for event in kept).values())),
        "gini_items": gini(list(Counter(event.item for event in kept).values())),
        **{measure: of_period[measure] for measure in measures},
    }


@pytest.fixture(scope="module")
def agreeing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Data]:
    """A warehouse whose published figures are those of the generated files."""
    folder = tmp_path_factory.mktemp("published")
    project = copy_project(folder / "project")
    draw = random.Random(20_261_128)
    data = {MOVIELENS: _ratings(draw, 956_703_932), BOOKS: _ratings(draw, 1_485_000_000)}
    lines: list[dict[str, object]] = [
        {
            "dataset_id": dataset_id,
            "recipe_id": f"{dataset_id}-{protocol}",
            "measure": measure,
            "published_value": f"{value:.9f}" if isinstance(value, float) else value,
            "source": "a test",
        }
        for (dataset_id, protocol, measure), value in _figures(data).items()
    ]
    project.replace_seed("published_counts", lines)
    _land_and_build(project, data, folder)
    return project, data


def _land_and_build(project: Project, data: Data, folder: Path) -> None:
    for dataset_id, events in data.items():
        project.ingest("land", dataset_id, "--from", WRITERS[dataset_id](folder / "files", events))
    project.build_with_data_tests("--select", "+benchmarks__published_counts")


def _agreements(project: Project) -> dict[str, Counter[str]]:
    """How many figures agree or differ, by recipe."""
    found = {f"{dataset_id}-{protocol}": Counter[str]() for dataset_id, protocol in RECIPES}
    for recipe_id, agreement in project.rows(
        "select recipe_id, agreement from benchmarks.published_counts"
    ):
        found[recipe_id][agreement] += 1
    return found


def test_figures_of_the_same_data_agree(agreeing: tuple[Project, Data]) -> None:
    project, _ = agreeing
    found = _agreements(project)
    assert {recipe: set(counts) for recipe, counts in found.items()} == {
        recipe: {"agrees"} for recipe in found
    }
    assert sum(counts.total() for counts in found.values()) >= 30


def test_one_changed_event_in_a_hundred_makes_every_protocol_differ(
    agreeing: tuple[Project, Data], tmp_path: Path
) -> None:
    project, data = agreeing
    _land_and_build(project, {name: _changed(events) for name, events in data.items()}, tmp_path)
    for recipe_id, counts in _agreements(project).items():
        assert counts["differs"] >= 2, (recipe_id, counts)


def _changed(events: Sequence[Event]) -> list[Event]:
    """The same with one event in a hundred by another user, with another rating, later."""
    changed = set(random.Random(1).sample(range(len(events)), len(events) // 100))
    return [
        replace(event, user="81", rating=1.0, time=(event.time or 0) + 7_000_000)
        if place in changed
        else event
        for place, event in enumerate(events)
    ]
