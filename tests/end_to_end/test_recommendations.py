"""Recommendations and metrics against plain Python, on real data and at the edges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple
from pathlib import Path

import pytest

from tests.support.own_files import land_ratings, recipe_line
from tests.support.projects import Project, copy_project
from tests.support.recommendations import evaluate, recommend_popular, recommend_voted

LATEST_SMALL = "movielens-latest-small"
METHODS = ("popularity", "item_neighbors", "user_neighbors")
Lists = dict[str, list[tuple[str, float]]]


@pytest.fixture(scope="module")
def warehouse(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Real ratings under two splits, and small data that are edge cases, with every data test."""
    project = copy_project(tmp_path_factory.mktemp("advice") / "project")
    files = shared_data / "movielens" / "ml-latest-small"
    project.ingest("land", LATEST_SMALL, "--from", files)
    start = 1_600_000_000
    unrated = [(f"u{n % 7}", f"i{n * n % 11}", None, start + n) for n in range(60)]
    land_ratings(project, "unrated", unrated)
    land_ratings(project, "one-user", [("u", f"i{n}", 5.0, start + n) for n in range(10)])
    everything = [(f"u{u}", f"i{i}", 5.0, start + i) for u in range(4) for i in range(6)]
    land_ratings(project, "everything", everything)
    # all of valid and test is new: more targets than train has items
    cold = [("u", "i1", 5.0, start), ("v", "i1", 5.0, start + 1), ("v", "i2", 5.0, start + 2)]
    cold += [("u", f"new {n}", 5.0, start + 10 + n) for n in range(12)]
    land_ratings(project, "cold", cold)
    core = {"core_scope": "train", "core_users": 4, "core_items": 4, "neighbors": 20}
    cold_line = {"split": "global_time", "valid_fraction": 0.4, "test_fraction": 0.4}
    project.replace_seed(
        "recipes",
        [
            recipe_line("by-time", LATEST_SMALL, split="global_time", **core),
            recipe_line("leave-one-out", LATEST_SMALL, split="leave_one_out", **core),
            recipe_line("unrated", "unrated", split="leave_one_out", min_co_raters=1),
            recipe_line("one-user", "one-user", split="leave_one_out"),
            recipe_line("everything", "everything", min_co_raters=1),
            recipe_line("cold", "cold", **cold_line),
        ],
    )
    names = ("benchmarks", "similarity", "recommendations")
    marts = [f"+path:models/marts/{name}" for name in names]
    project.build_with_data_tests("--select", *marts, "--vars", "{pairs_per_block: 1000000}")
    return project


def known_items(project: Project, recipe_id: str) -> dict[str, set[str]]:
    """Items of each user that a method may know."""
    known: dict[str, set[str]] = defaultdict(set)
    for user, item in project.rows(
        "select user_id, item_id from benchmarks.interactions"
        f" where recipe_id = '{recipe_id}' and split in ('train', 'all')"
    ):
        known[user].add(item)
    return known


def expected_lists(project: Project, recipe_id: str, liked_from: float | None) -> dict[str, Lists]:
    """What the three methods should recommend, given the neighbours (tested elsewhere)."""
    known = known_items(project, recipe_id)
    of_items: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for item, neighbor, weight in project.rows(
        "select item_id, neighbor_id, jaccard_shrunk from similarity.item_neighbors"
        f" where recipe_id = '{recipe_id}'"
    ):
        of_items[item].append((neighbor, weight))
    liked: dict[str, set[str]] = defaultdict(set)
    for user, item, rating in project.rows(
        "select user_id, item_id, rating from benchmarks.interactions"
        f" where recipe_id = '{recipe_id}' and split in ('train', 'all')"
    ):
        if liked_from is None or rating >= liked_from:
            liked[user].add(item)
    from_users: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for user, neighbor, weight in project.rows(
        "select user_id, neighbor_id, jaccard_shrunk from similarity.user_neighbors"
        f" where recipe_id = '{recipe_id}'"
    ):
        from_users[user].extend((item, weight) for item in liked[neighbor])
    from_items = {
        user: [vote for item in items for vote in of_items.get(item, ())]
        for user, items in known.items()
    }
    return {
        "popularity": recommend_popular(known, 20),
        "item_neighbors": recommend_voted(known, from_items, 20),
        "user_neighbors": recommend_voted(known, from_users, 20),
    }


def found_lists(project: Project, recipe_id: str) -> dict[str, Lists]:
    found: dict[str, Lists] = {method: defaultdict(list) for method in METHODS}
    for method, user, item, score in project.rows(
        "select method, user_id, item_id, score from recommendations.user_recommendations"
        f" where recipe_id = '{recipe_id}' order by method, user_id, rank"
    ):
        found[method][user].append((item, score))
    return found


CASES = [
    ("by-time", 4.0), ("leave-one-out", 4.0), ("unrated", None), ("one-user", None),
    ("everything", None), ("cold", None),
]  # fmt: skip


@pytest.mark.parametrize(("recipe_id", "liked_from"), CASES)
def test_everybody_gets_the_ten_best(
    warehouse: Project, recipe_id: str, liked_from: float | None
) -> None:
    found = found_lists(warehouse, recipe_id)
    for method, lists in expected_lists(warehouse, recipe_id, liked_from).items():
        expected = {user: best[:10] for user, best in lists.items() if best}
        assert found[method].keys() == expected.keys(), method
        for user, best in expected.items():
            items, scores = zip(*found[method][user], strict=True)
            assert list(items) == [item for item, _ in best], (method, user)
            assert list(scores) == pytest.approx([score for _, score in best], abs=1e-10)


@pytest.mark.parametrize(("recipe_id", "liked_from"), CASES)
def test_metrics(warehouse: Project, recipe_id: str, liked_from: float | None) -> None:
    known = known_items(warehouse, recipe_id)
    items = len(set().union(*known.values()))
    lists = expected_lists(warehouse, recipe_id, liked_from)
    found = {
        (row["method"], row["split"], row["k"]): row
        for row in warehouse.records(
            f"select * from recommendations.metrics where recipe_id = '{recipe_id}'"
        )
    }
    if recipe_id == "everything":
        assert not found, "a recipe without a split foresees nothing"
        return
    assert len(found) == len(METHODS) * 2 * 3
    for (method, split, k), row in found.items():
        targets: dict[str, set[str]] = defaultdict(set)
        for user, item in warehouse.rows(
            "select user_id, item_id from benchmarks.interactions"
            f" where recipe_id = '{recipe_id}' and split = '{split}'"
        ):
            if user in known and item not in known[user]:
                targets[user].add(item)
        ids = {user: [item for item, _ in best] for user, best in lists[method].items()}
        measures = ("users", "hit_rate", "recall", "ndcg", "mrr", "coverage")
        values = tuple(row[measure] for measure in measures)
        assert targets, "no targets prove nothing"
        expected = astuple(evaluate(ids, targets, items, k))
        assert values == pytest.approx(expected, abs=1e-9), (method, split, k)


def test_titles_are_those_of_the_catalogue(warehouse: Project) -> None:
    ((rows, titles),) = warehouse.rows(
        "select count(*), count(title) from recommendations.user_recommendations"
        " where recipe_id = 'by-time'"
    )
    assert rows == titles > 0


def test_who_has_everything_is_recommended_nothing(warehouse: Project) -> None:
    assert (
        warehouse.rows(
            "select * from recommendations.user_recommendations where recipe_id = 'everything'"
        )
        == []
    )


def test_neighbours_foresee_better_than_popularity(warehouse: Project) -> None:
    """On real data; it would not hold if lists were mixed up between users."""
    rate = dict(
        warehouse.rows(
            "select method, ndcg from recommendations.metrics"
            " where recipe_id = 'leave-one-out' and split = 'test' and k = 10"
        )
    )
    assert rate["item_neighbors"] > rate["popularity"]
    assert rate["user_neighbors"] > rate["popularity"]
