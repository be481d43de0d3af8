"""Published figures are compared where a user lands the data: on a generated file of its format."""

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

DATASET = "movielens-1m"
PROTOCOLS: Mapping[str, Recipe] = {
    "whole": Recipe(duplicates="all"),
    "loo-whole": Recipe(duplicates="all", split="leave_one_out", cold="keep"),
    "time90-whole": Recipe(
        duplicates="all", split="global_time", test=Fraction(1, 10), cold="keep"
    ),
    "rating3-core10": Recipe(
        duplicates="all", min_rating=3.0, core_users=10, core_items=10, core_scope="all"
    ),
}
"""The protocols of seeds/protocols.csv that somebody's figures are of."""


def _ratings(draw: random.Random) -> list[Event]:
    """As MovieLens: whole stars, each pair once, many ratings of a user in one second."""
    pairs = draw.sample([(user, item) for user in range(1, 81) for item in range(1, 81)], 3000)
    return [
        Event(
            row=row,
            user=str(user),
            item=str(item),
            rating=float(draw.randint(1, 5)),
            time=956_703_932 + 86_400 * draw.randint(0, 300) + 60 * draw.randint(0, 4),
        )
        for row, (user, item) in enumerate(sorted(pairs), 1)
    ]


def _write(folder: Path, events: Sequence[Event]) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [f"{e.user}::{e.item}::{e.rating:.0f}::{e.time}" for e in events]
    (folder / "ratings.dat").write_text("\n".join(lines) + "\n", encoding="latin-1")
    movies = [f"{item}::Film {item} (2000)::Drama" for item in range(1, 81)]
    (folder / "movies.dat").write_text("\n".join(movies) + "\n", encoding="latin-1")
    return folder


def _figures(events: Sequence[Event]) -> dict[tuple[str, str], float]:
    """What is published of the protocols, by protocol and measure."""
    found: dict[tuple[str, str], float] = {}
    for protocol, recipe in PROTOCOLS.items():
        made = make_benchmark(events, recipe)
        for split in sorted(set(made.split.values())):
            for measure, value in _figures_of_part(events, made, split).items():
                assert value is not None
                if split == "all" and measure in ("rows", "users", "items"):
                    found[protocol, measure] = value
                else:
                    found[protocol, f"{split}_{measure}"] = value
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
def agreeing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[Event]]:
    """A warehouse whose published figures are those of the generated file."""
    folder = tmp_path_factory.mktemp("published")
    project = copy_project(folder / "project")
    events = _ratings(random.Random(20_261_128))
    lines: list[dict[str, object]] = [
        {
            "dataset_id": DATASET,
            "recipe_id": f"{DATASET}-{protocol}",
            "measure": measure,
            "published_value": f"{value:.9f}" if isinstance(value, float) else value,
            "source": "a test",
        }
        for (protocol, measure), value in _figures(events).items()
    ]
    project.replace_seed("published_counts", lines)
    project.ingest("land", DATASET, "--from", _write(folder / "ml-1m", events))
    _build(project)
    return project, events


def _build(project: Project) -> None:
    project.build_with_data_tests("--select", "+benchmarks__published_counts")


def _agreements(project: Project) -> dict[str, Counter[str]]:
    """How many figures agree or differ, by protocol."""
    found: dict[str, Counter[str]] = {protocol: Counter() for protocol in PROTOCOLS}
    for recipe_id, agreement in project.rows(
        "select recipe_id, agreement from benchmarks.published_counts"
    ):
        found[recipe_id.removeprefix(f"{DATASET}-")][agreement] += 1
    return found


def test_figures_of_the_same_data_agree(agreeing: tuple[Project, list[Event]]) -> None:
    project, _ = agreeing
    found = _agreements(project)
    assert {protocol: set(counts) for protocol, counts in found.items()} == {
        protocol: {"agrees"} for protocol in PROTOCOLS
    }
    assert sum(counts.total() for counts in found.values()) >= 30


def test_one_changed_event_in_a_hundred_makes_every_protocol_differ(
    agreeing: tuple[Project, list[Event]], tmp_path: Path
) -> None:
    project, events = agreeing
    draw = random.Random(1)
    changed = set(draw.sample(range(len(events)), len(events) // 100))
    other = [
        replace(event, user="81", rating=1.0, time=(event.time or 0) + 7_000_000)
        if place in changed
        else event
        for place, event in enumerate(events)
    ]
    project.ingest("land", DATASET, "--from", _write(tmp_path / "ml-1m", other))
    _build(project)
    found = _agreements(project)
    for protocol, counts in found.items():
        assert counts["differs"] >= 2, (protocol, counts)
