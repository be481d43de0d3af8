"""Recommendations and metrics against plain Python, on real data, random data and at the edges."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.own_warehouse import ADVISED_DATASETS, OwnWarehouse
from tests.support.projects import Project
from tests.support.recommendations import (
    SHRINKAGE,
    Lists,
    Neighbor,
    evaluate,
    reach,
    recommend_popular,
    recommend_voted,
    votes_for_candidates,
    votes_of_items,
    votes_of_users,
)
from tests.support.reference import make_benchmark

METHODS = ("popularity", "item_neighbors", "item_votes", "user_neighbors")
EDGES = ("unrated", "one-user", "everything", "cold", "ties")
OWN_CASES = [
    *(f"advised-{name}-all" for name in EDGES),
    "advised-cold-nobody",
    *(f"advised-{number:02}-all" for number in range(ADVISED_DATASETS)),
]


@dataclass
class Known:
    """What is told of a recipe: the items of each user by part, and the parts that have a list."""

    of_part: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)

    @property
    def train(self) -> dict[str, set[str]]:
        """Items of each user that a method may know."""
        return self.of_part.get("all") or self.of_part.get("train", {})

    def seen(self, split: str) -> dict[str, set[str]]:
        """What the list for a part leaves out, of each user of train."""
        valid = self.of_part.get("valid", {}) if split == "test" else {}
        return {user: items | valid.get(user, set()) for user, items in self.train.items()}

    def targets(self, split: str) -> dict[str, set[str]]:
        """What is new in a part to the users of train."""
        seen = self.seen(split)
        found = {
            user: items - seen[user]
            for user, items in self.of_part.get(split, {}).items()
            if user in seen
        }
        return {user: items for user, items in found.items() if items}


def known_of(project: Project, recipe_id: str) -> Known:
    known = Known()
    for split, user, item in project.rows(
        "select split, user_id, item_id from benchmarks.interactions"
        f" where recipe_id = '{recipe_id}'"
    ):
        known.of_part.setdefault(split, defaultdict(set))[user].add(item)
    parts = [
        split
        for (split,) in project.rows(
            f"select split from benchmarks.statistics where recipe_id = '{recipe_id}'"
        )
    ]
    known.lists = [split for split in parts if split in ("valid", "test")] or parts
    return known


def neighbors_of(project: Project, recipe_id: str, kind: str) -> list[Neighbor]:
    """The neighbours of the public table, which are tested elsewhere."""
    size, shared = ("raters", "co_raters") if kind == "item" else ("rated", "co_rated")
    return [
        Neighbor.of(one, other, (size_one, size_other), both)
        for one, other, size_one, size_other, both in project.rows(
            f"select {kind}_id, neighbor_id, {size}, neighbor_{size}, {shared}"
            f" from similarity.{kind}_neighbors where recipe_id = '{recipe_id}'"
        )
    ]


def expected_lists(project: Project, recipe_id: str) -> dict[str, dict[str, Lists]]:
    """What the methods should recommend for each part, given the neighbours."""
    return _expected_lists(project.folder, recipe_id)


@functools.lru_cache(maxsize=64)
def _expected_lists(folder: Path, recipe_id: str) -> dict[str, dict[str, Lists]]:
    project = Project(folder)
    known = known_of(project, recipe_id)
    items = neighbors_of(project, recipe_id, "item")
    users = neighbors_of(project, recipe_id, "user")
    votes = {
        "item_neighbors": votes_for_candidates(known.train, items),
        "item_votes": votes_of_items(known.train, items),
        "user_neighbors": votes_of_users(known.train, users),
    }
    expected: dict[str, dict[str, Lists]] = {}
    for split in known.lists:
        seen = known.seen(split)
        expected[split] = {
            method: recommend_voted(known.train, seen, votes[method], 20) for method in votes
        }
        expected[split]["popularity"] = recommend_popular(known.train, seen, 20)
    return expected


def found_lists(project: Project, recipe_id: str) -> dict[tuple[str, str], Lists]:
    found: dict[tuple[str, str], Lists] = defaultdict(lambda: defaultdict(list))
    for split, method, user, item, score in project.rows(
        "select split, method, user_id, item_id, score from recommendations.user_recommendations"
        f" where recipe_id = '{recipe_id}' order by split, method, user_id, rank"
    ):
        found[split, method][user].append((item, score))
    return found


@pytest.mark.parametrize("recipe_id", OWN_CASES)
def test_everybody_gets_the_ten_best(own: OwnWarehouse, recipe_id: str) -> None:
    assert_everybody_gets_the_ten_best(own.project, recipe_id)


def test_everybody_of_real_data_gets_the_ten_best(real_ratings: Project) -> None:
    assert_everybody_gets_the_ten_best(real_ratings, "movielens-latest-small-time")


def assert_everybody_gets_the_ten_best(project: Project, recipe_id: str) -> None:
    found = found_lists(project, recipe_id)
    expected = expected_lists(project, recipe_id)
    assert {split for split, _ in found} <= set(expected)
    for split, methods in expected.items():
        for method, lists in methods.items():
            where = (split, method)
            of_users = {user: best[:10] for user, best in lists.items() if best}
            assert found[where].keys() == of_users.keys(), where
            for user, best in of_users.items():
                items, scores = zip(*found[where][user], strict=True)
                assert list(items) == [item for item, _ in best], (where, user)
                assert list(scores) == pytest.approx([score for _, score in best], abs=1e-12)


@pytest.mark.parametrize("recipe_id", OWN_CASES)
def test_metrics(own: OwnWarehouse, recipe_id: str) -> None:
    assert_metrics_are_right(own.project, recipe_id)


def test_metrics_of_real_data(real_ratings: Project) -> None:
    assert_metrics_are_right(real_ratings, "movielens-latest-small-time")


@pytest.mark.long
def test_leave_one_out_of_real_data(real_ratings: Project) -> None:
    assert_everybody_gets_the_ten_best(real_ratings, "movielens-latest-small-loo")
    assert_metrics_are_right(real_ratings, "movielens-latest-small-loo")


def assert_metrics_are_right(project: Project, recipe_id: str) -> None:
    known = known_of(project, recipe_id)
    items = len(set().union(*known.train.values()))
    expected = expected_lists(project, recipe_id)
    found = {
        (row["method"], row["split"], row["k"]): row
        for row in project.records(
            f"select * from recommendations.metrics where recipe_id = '{recipe_id}'"
        )
    }
    # a recipe without a split foresees nothing, and a part that it does not ask for is no row
    parts = [split for split in known.lists if split in ("valid", "test")]
    assert set(found) == {(m, split, k) for m in METHODS for split in parts for k in (5, 10, 20)}
    for (method, split, k), row in found.items():
        targets = known.targets(split)
        assert row["relevant"] == "every event"
        assert row["reachable_share"] == (
            row["reachable_targets"] / row["targets_of_part"] if row["targets_of_part"] else None
        )
        measures = ("users", "hit_rate", "recall", "ndcg", "mrr", "coverage")
        values = tuple(row[measure] for measure in measures)
        if not targets:
            assert values == (0, None, None, None, None, None)
            assert row["remark"].startswith("no figures")
            continue
        assert row["remark"] is None
        ids = {user: [item for item, _ in best] for user, best in expected[split][method].items()}
        best = astuple(evaluate(ids, targets, items, k))
        assert values == pytest.approx(best, abs=1e-9), (method, split, k)


def test_the_random_recipes_reach_every_branch(own: OwnWarehouse) -> None:
    """Otherwise the tests above could pass without having tested much."""
    recipes = [recipe for recipe, _ in own.advised.values()]
    assert {recipe.split for recipe in recipes} >= {"session", "k_fold", "given", "none"}
    assert {recipe.duplicates for recipe in recipes} == {"last", "first", "all"}
    rows = own.project.rows(
        "select min(users), min(reachable_share), max(reachable_share), count(distinct remark)"
        " from recommendations.metrics where starts_with(recipe_id, 'advised-')"
    )
    assert rows == [(0, 0.0, 1.0, 2)]


def test_the_recipes_of_real_data_judge_many_users(real_ratings: Project) -> None:
    ((users,),) = real_ratings.rows("select max(users) from recommendations.metrics")
    assert users > 100


def test_what_a_part_could_ask_for_at_most(own: OwnWarehouse) -> None:
    within_reach = out_of_reach = 0
    for recipe_id, (recipe, events) in own.advised.items():
        made = make_benchmark(events, recipe)
        for split, users, targets, reachable in own.project.rows(
            "select distinct split, users_of_part, targets_of_part, reachable_targets"
            f" from recommendations.metrics where recipe_id = '{recipe_id}'"
        ):
            expected = reach(events, made, split)
            assert (users, targets, reachable) == astuple(expected), (recipe_id, recipe, split)
            within_reach += expected.reachable > 0
            out_of_reach += expected.targets > expected.reachable
    assert within_reach >= 3 and out_of_reach >= 1


def test_what_was_taken_out_as_cold_is_out_of_reach(real_ratings: Project) -> None:
    """The core is of train and nothing is repeated: all that stays is within reach, no more."""
    parts = real_ratings.rows(
        "select distinct split, targets_of_part, reachable_targets, interactions,"
        " cold_interactions_removed, users_of_part, metrics.users, statistics.users"
        " from recommendations.metrics as metrics"
        " join benchmarks.statistics as statistics using (recipe_id, split)"
        " where recipe_id = 'movielens-latest-small-time'"
    )
    assert len(parts) == 2
    for _, targets, reachable, kept, cold, users_of_part, users, users_kept in parts:
        assert (targets, reachable, users) == (kept + cold, kept, users_kept)
        assert cold > kept > 0 and users_of_part > users


def test_equal_sums_have_equal_scores(own: OwnWarehouse) -> None:
    """As fractions, of votes that are not the same: sums of rounded numbers would tell them apart.

    1/30 and 1/30, each rounded to twelve digits, are less than 1/15.
    """
    project = own.project
    train = known_of(project, "advised-ties-all").train
    votes: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for item, other, size, size_other, shared in project.rows(
        "select item_id, neighbor_id, raters, neighbor_raters, co_raters"
        " from similarity.item_neighbors where recipe_id = 'advised-ties-all'"
    ):
        weight = Fraction(shared**2, (shared + SHRINKAGE) * (size + size_other - shared))
        for user, items in train.items():
            if other in items:
                votes[user, item].append(weight)
    lists = found_lists(project, "advised-ties-all")["all", "item_neighbors"]
    told_apart = 0
    for user, best in lists.items():
        shown = [(sum(votes[user, item]), score) for item, score in best]
        assert [exact for exact, _ in shown] == sorted((e for e, _ in shown), reverse=True)
        assert len(set(shown)) == len({exact for exact, _ in shown}), "equal and not the same"
        assert len(set(shown)) == len({score for _, score in shown}), "the same and not equal"
        by_sum: dict[Fraction, set[int]] = defaultdict(set)
        for item, _ in best:
            rounded = sum(round(weight * 10**12) for weight in votes[user, item])
            by_sum[sum(votes[user, item], Fraction())].add(rounded)
        told_apart += sum(len(sums) > 1 for sums in by_sum.values())
    ties = sum(
        count - 1 for best in lists.values() for count in Counter(s for _, s in best).values()
    )
    assert ties > 100
    assert told_apart > 0, "no tie that sums of rounded votes would have missed"


def test_titles_are_those_of_the_catalogue(real_ratings: Project) -> None:
    ((rows, titles),) = real_ratings.rows(
        "select count(*), count(title) from recommendations.user_recommendations"
        " where recipe_id = 'movielens-latest-small-time'"
    )
    assert rows == titles > 0


def test_who_has_everything_is_recommended_nothing(own: OwnWarehouse) -> None:
    assert (
        own.project.rows(
            "select * from recommendations.user_recommendations"
            " where recipe_id = 'advised-everything-all'"
        )
        == []
    )


@pytest.mark.parametrize("recipe_id", ["movielens-latest-small-time", "movielens-latest-small-loo"])
def test_neighbours_foresee_better_than_popularity(real_ratings: Project, recipe_id: str) -> None:
    """On real data; it would not hold if lists were mixed up between users."""
    rate = dict(
        real_ratings.rows(
            "select method, hit_rate from recommendations.metrics"
            f" where recipe_id = '{recipe_id}' and split = 'test' and k = 10"
        )
    )
    assert rate["item_neighbors"] > rate["popularity"]
    assert rate["user_neighbors"] > rate["popularity"]
