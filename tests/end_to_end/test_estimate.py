"""`python -m corate estimate`: what it reckons with is what is there; costs follow it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from corate.commands import estimate
from corate.costs import Machine, cost_of
from corate.database import rows, warehouse
from tests.support.commands import refused
from tests.support.own_files import land_ratings, protocol_line
from tests.support.projects import Project, copy_project

Ratings = Sequence[tuple[str, str, float | None, int]]


def drawn(seed: int, users: int, items: int, events: int) -> Ratings:
    """Ratings of which some users, and some items, have many."""
    draw = random.Random(seed)
    return [
        (
            f"u{int(users * draw.random() ** 2)}",
            str(int(items * draw.random() ** 2)),
            float(draw.randint(1, 5)),
            draw.randint(10**9, 11 * 10**8),
        )
        for _ in range(events)
    ]


DATASETS = {"few": drawn(1, 20, 15, 150), "many": drawn(2, 200, 90, 3_000)}
CORES = {"all": 1, "core3": 3}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("estimate") / "project")
    for dataset_id, ratings in DATASETS.items():
        land_ratings(project, dataset_id, ratings)
    lines = [protocol_line("all", "few many"), protocol_line("core3", "few many", core_scope="all")]
    lines[1] |= {"core_users": 3, "core_items": 3}
    project.replace_seed("protocols", lines)
    return project


@pytest.fixture(scope="module")
def printed(project: Project) -> str:
    return project.corate("estimate")


def test_a_dataset_is_a_line(printed: str) -> None:
    for dataset_id, ratings in DATASETS.items():
        (line,) = (one for one in printed.splitlines() if one.startswith(f"{dataset_id} "))
        users, items = ({one[place] for one in ratings} for place in (0, 1))
        told = line.split()[1:5]
        assert told == [f"{n:,}" for n in (len(ratings), len(users), len(items), len(CORES))]


@pytest.mark.usefixtures("printed")
def test_what_is_reckoned_with_is_what_is_there(project: Project) -> None:
    with warehouse(project.database) as connection:
        found = {one["recipe_id"]: one for one in rows(connection, "estimate", datasets=[])}
    for dataset_id, ratings in DATASETS.items():
        for protocol_id, least in CORES.items():
            one = found.pop(f"{dataset_id}-{protocol_id}")
            sizes = [Counter(rating[place] for rating in ratings) for place in (0, 1)]
            kept = [
                rating
                for rating in ratings
                if sizes[0][rating[0]] >= least and sizes[1][rating[1]] >= least
            ]
            of_users = Counter(rating[0] for rating in kept)
            pairs = sum(len([*combinations(range(n), 2)]) for n in of_users.values())
            assert (one["kept"], one["kept_users"]) == (len(kept), len(of_users))
            assert one["item_pairs"] == pairs
            assert one["user_pairs"] == sum(
                n * (n - 1) // 2 for n in sizes[1].values() if n >= least
            )
    assert not found


@pytest.mark.usefixtures("printed")
def test_datasets_can_be_named(project: Project) -> None:
    named = project.corate("estimate", "few")
    assert "\nfew " in named and "\nmany " not in named


def test_what_is_not_landed_is_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CORATE_DATABASE", str(project.published))
    assert "'nobody' is not landed" in refused("estimate", "nobody").err
    monkeypatch.setenv("CORATE_DATABASE", str(tmp_path / "none.duckdb"))
    assert "there is no database" in refused("estimate").err


def recipe(**amounts: float) -> dict[str, float]:
    names = ("events", "kept", "kept_users", "item_pairs", "user_pairs", "asks_for_user_neighbors")
    return dict.fromkeys(names, 0.0) | amounts


def test_more_of_anything_costs_more() -> None:
    machine = Machine(memory=4e9, pace=1)
    nothing = cost_of([recipe()], 10, machine)
    for name in ("events", "kept", "kept_users", "item_pairs"):
        more = cost_of([recipe(**{name: 10**6})], 10, machine)
        assert more.seconds > nothing.seconds, name
    assert cost_of([recipe(events=10**9)], 10, machine).memory < 5.5e9
    once, twice = (cost_of([recipe(events=10**6)] * n, 10, machine).seconds for n in (1, 2))
    # the events of a dataset are read once for all of its recipes
    assert once < twice < nothing.seconds + 2 * (once - nothing.seconds)
    slow = cost_of([recipe()], 10, Machine(memory=4e9, pace=2))
    assert slow.seconds == 2 * nothing.seconds


def test_users_who_are_not_compared_cost_nothing() -> None:
    machine = Machine(memory=4e9, pace=1)
    nothing = cost_of([recipe()], 10**9, machine).seconds
    assert cost_of([recipe(user_pairs=10**9 + 1)], 10**9, machine).seconds == nothing
    assert cost_of([recipe(user_pairs=10**9)], 10**9, machine).seconds > nothing
    asked = recipe(user_pairs=10**9 + 1, asks_for_user_neighbors=True)
    assert cost_of([asked], 10**9, machine).seconds > nothing


def test_durations_are_read_at_once() -> None:
    assert [estimate._duration(one) for one in (3.2, 89, 91, 3_600, 36_000)] == [
        *("3 s", "89 s", "2 min", "60 min", "10.0 h")
    ]
