"""The comparison `mixed`: the peer does what recipes say, and both sides tell it alike."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from performance.corate import PROJECT_ROOT, add_row
from performance.mixed import GENERATED, ONE_PASS, REAL_FILES, neighbors_outcome, work_on
from performance.peers.polars_scipy import READERS, filled, neighbors_of, train_of
from performance.similarity import MIN_CO_RATERS, NEIGHBORS
from tests.support.reference import Event, Recipe, make_benchmark

RECIPES: dict[str, dict[str, str]] = {
    "all": {"core_scope": "none", "split": "none"},
    "core5": {"core_users": "5", "core_items": "5", "core_scope": "all", "split": "none"},
    "time-core4": {
        **{"core_users": "4", "core_items": "4", "core_scope": "train", "split": "global_time"},
        **{"valid_fraction": "0.1", "test_fraction": "0.1"},
    },
    "loo-core3": {
        **{"core_users": "3", "core_items": "4", "core_scope": "all", "split": "leave_one_out"},
    },
}


def random_events(seed: int) -> list[Event]:
    """Some hundred events with many duplicates and equal times."""
    draw = random.Random(seed)
    return [
        Event(
            row,
            str(draw.randint(1, 40)),
            str(draw.choices(range(1, 60), weights=[1 / n for n in range(1, 60)])[0]),
            None,
            draw.randint(0, 90),
        )
        for row in range(700)
    ]


def frame(events: list[Event]) -> pl.DataFrame:
    columns = {"user": "user", "item": "item", "at": "time"}
    return pl.DataFrame(
        {name: [getattr(one, field) for one in events] for name, field in columns.items()}
    )


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("seed", range(3))
def test_the_peer_keeps_the_train_part_of_a_recipe(name: str, seed: int) -> None:
    events = random_events(seed)
    row = {"recipe_id": name, **RECIPES[name]}
    recipe = Recipe(
        core_users=int(row.get("core_users", 0)),
        core_items=int(row.get("core_items", 0)),
        core_scope=row["core_scope"],
        split=row["split"],
        valid=Fraction(row.get("valid_fraction", 0)),
        test=Fraction(row.get("test_fraction", 0)),
    )
    made = make_benchmark(events, recipe)
    kept = [one for one in events if made.split.get(one.row) in ("train", "all")]
    found = train_of(frame(events), filled(row))
    assert sorted(found.rows()) == sorted((one.user, one.item, one.time) for one in kept)
    assert 50 < len(kept) < 700


def test_the_peer_finds_the_neighbours_that_sets_find() -> None:
    train = train_of(frame(random_events(7)), filled({"recipe_id": "all", **RECIPES["all"]}))
    raters: dict[str, set[str]] = {}
    for user, item, _ in train.rows():
        raters.setdefault(item, set()).add(user)
    alike: dict[str, list[tuple[float, int, str]]] = {item: [] for item in raters}
    for a, b in combinations(raters, 2):
        shared = len(raters[a] & raters[b])
        if shared >= MIN_CO_RATERS:
            jaccard = shared / len(raters[a] | raters[b])
            alike[a].append((-jaccard, -shared, b))
            alike[b].append((-jaccard, -shared, a))
    expected = {
        (item, rank, other)
        for item, others in alike.items()
        for rank, (*_, other) in enumerate(sorted(others)[:NEIGHBORS], start=1)
    }
    assert set(neighbors_of(train).rows()) == expected
    assert len(expected) > 100


def test_a_core_that_is_empty_has_no_neighbours() -> None:
    row = {"recipe_id": "none", **RECIPES["core5"], "core_users": "5000"}
    assert neighbors_of(train_of(frame(random_events(0)), filled(row))).is_empty()


def test_the_peer_refuses_what_it_does_not_do() -> None:
    for cell in ({"min_rating": "3"}, {"duplicate_policy": "all"}, {"neighbors": "7"}):
        with pytest.raises(ValueError, match="is not done here"):
            filled({"recipe_id": "other", **RECIPES["all"], **cell})


def test_all_recipes_of_the_real_files_are_done_by_the_peer(tmp_path: Path) -> None:
    recipes = work_on(tmp_path).recipes()
    assert {recipe["recipe_id"] for recipe in recipes} == {
        f"{ONE_PASS}-core5",
        *(
            f"{name}-{protocol}"
            for name in set(REAL_FILES) - {ONE_PASS}
            for protocol in ("core5", "core10", "time-core4", "loo-core5")
        ),
    }
    for recipe in recipes:
        filled(recipe)
    assert set(READERS) == {*REAL_FILES, GENERATED}


def test_the_question_is_of_a_recipe_that_is_landed(tmp_path: Path) -> None:
    for work in (work_on(tmp_path), work_on(tmp_path / "ratings.csv")):
        assert work.recipe_id in [recipe["recipe_id"] for recipe in work.recipes()]


def test_rows_are_added_to_the_projects_own_seed(tmp_path: Path) -> None:
    seed = tmp_path / "protocols.csv"
    seed.write_bytes((PROJECT_ROOT / "seeds" / "protocols.csv").read_bytes())
    before = seed.read_text().splitlines()
    for protocol in (work_on(tmp_path).protocols[0], *work_on(tmp_path / "x.csv").protocols):
        add_row(seed, protocol)
    after = seed.read_text().splitlines()
    assert after[: len(before)] == before
    added = csv.DictReader(after[:1] + after[len(before) :])
    assert [{name: cell for name, cell in line.items() if cell} for line in added] == [
        {
            "protocol_id": "core5",
            "datasets": " ".join(REAL_FILES),
            "core_users": "5",
            "core_items": "5",
            "core_scope": "all",
            "split": "none",
        },
        {"protocol_id": "all", "datasets": GENERATED, "core_scope": "none", "split": "none"},
    ]


def ask(connection: duckdb.DuckDBPyConnection, sql_file: str, *parameters: Any) -> Any:
    query = (PROJECT_ROOT / "performance" / sql_file).read_text()
    return connection.execute(query, *parameters).fetchall()[0][0]


def test_both_sides_tell_their_neighbours_in_the_same_terms() -> None:
    rows = [
        ("one", f"item {item % 97}", item // 97 + 1, f"näxt {item * 7 % 97}") for item in range(900)
    ]
    rows += [("two", "a", 1, "b"), ("two", "b", 1, "a")]
    with duckdb.connect() as connection:
        connection.execute(
            """
            create schema similarity;
            create table similarity.item_neighbors
                (recipe_id varchar, item_id varchar, rank integer, neighbor_id varchar);
            """
        )
        assert ask(connection, "corate_neighbors.sql") == neighbors_outcome([]) == {}
        connection.executemany("insert into similarity.item_neighbors values (?, ?, ?, ?)", rows)
        assert ask(connection, "corate_neighbors.sql") == neighbors_outcome(reversed(rows))
        question = {"recipe_id": "two", "item_id": "a"}
        assert ask(connection, "corate_question.sql", question) == ["b"]
        question = {"recipe_id": "one", "item_id": "item 3"}
        answer = [other for recipe, item, _, other in rows if (recipe, item) == ("one", "item 3")]
        assert ask(connection, "corate_question.sql", question) == answer[:10]


def test_other_neighbours_have_another_outcome() -> None:
    rows = [("one", "a", 1, "b"), ("one", "a", 2, "c")]
    swapped = [("one", "a", 1, "c"), ("one", "a", 2, "b")]
    assert neighbors_outcome(rows) != neighbors_outcome(swapped)
    assert neighbors_outcome(rows) != neighbors_outcome(rows[:1])


def test_real_files_are_read_to_the_row(shared_data: Path) -> None:
    counts = {source.dataset_id: 0 for source in work_on(shared_data).sources}
    for source in work_on(shared_data).sources:
        events = READERS[source.dataset_id](source.path)
        assert events.columns == ["user", "item", "at"]
        counts[source.dataset_id] = len(events)
    assert counts == {
        "movielens-latest-small": 100_836,
        "movietweetings-100k": 100_000,
        "amazon-2014-musical-instruments-5": 10_261,
        ONE_PASS: 353_962,
    }
