"""Recommendations and metrics against plain Python, on real data, random data and at the edges."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.own_files import land_ratings, recipe_line
from tests.support.projects import Project, copy_project
from tests.support.random_benchmarks import (
    land_events,
    random_events,
    random_recipe,
    seed_line,
)
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
from tests.support.reference import Event, Recipe, make_benchmark

LATEST_SMALL = "movielens-latest-small"
METHODS = ("popularity", "item_neighbors", "item_votes", "user_neighbors")
SEED = 20_261_126
RANDOM = 12


@dataclass(frozen=True)
class Warehouse:
    """A built project, and the random recipes in it with their events."""

    project: Project
    random: Mapping[str, tuple[Recipe, Sequence[Event]]]


@pytest.fixture(scope="module")
def warehouse(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Real ratings under two splits, random recipes, and edge cases, with every data test."""
    folder = tmp_path_factory.mktemp("advice")
    project = copy_project(folder / "project")
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
    draw = random.Random(SEED)
    # users with few items each: similarities are small fractions, and many sums are equal
    ties = [
        (f"u{u}", f"i{i}", 5.0, start + n)
        for u in range(100)
        for n, i in enumerate(draw.sample(range(60), 3))
    ]
    land_ratings(project, "ties", ties)
    core = {"core_scope": "train", "core_users": 4, "core_items": 4, "neighbors": 20}
    cold_line = {"split": "global_time", "valid_fraction": 0.4, "test_fraction": 0.4}
    lines = [
        recipe_line("by-time", LATEST_SMALL, split="global_time", **core),
        recipe_line("leave-one-out", LATEST_SMALL, split="leave_one_out", **core),
        recipe_line("unrated", "unrated", split="leave_one_out", min_co_raters=1),
        recipe_line("one-user", "one-user", split="leave_one_out"),
        recipe_line("everything", "everything", min_co_raters=1),
        recipe_line("cold", "cold", **cold_line),
        recipe_line("nobody", "cold", core_scope="train", core_users=9, **cold_line),
        recipe_line("ties", "ties", min_co_raters=1),
    ]
    recipes = {}
    for number in range(RANDOM):
        events = random_events(draw)
        dataset_id = f"random-{number:02}"
        land_events(project, dataset_id, events, folder)
        recipe = random_recipe(draw, events)
        recipes[dataset_id] = (recipe, events)
        small = {"min_co_raters": 1, "neighbors": draw.choice([2, 50])}
        lines.append({**seed_line(dataset_id, dataset_id, recipe), **small})
    project.replace_seed("recipes", lines)
    names = ("benchmarks", "similarity", "recommendations")
    marts = [f"+path:models/marts/{name}" for name in names]
    project.build_with_data_tests("--select", *marts, "--vars", "{pairs_per_block: 1000000}")
    return Warehouse(project, recipes)


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


def expected_lists(project: Project, recipe_id: str, known: Known) -> dict[str, dict[str, Lists]]:
    """What the methods should recommend for each part, given the neighbours."""
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


CASES = [
    "by-time", "leave-one-out", "unrated", "one-user", "everything", "cold", "nobody", "ties",
    *(f"random-{number:02}" for number in range(RANDOM)),
]  # fmt: skip


@pytest.mark.parametrize("recipe_id", CASES)
def test_everybody_gets_the_ten_best(warehouse: Warehouse, recipe_id: str) -> None:
    project = warehouse.project
    known = known_of(project, recipe_id)
    found = found_lists(project, recipe_id)
    expected = expected_lists(project, recipe_id, known)
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


@pytest.mark.parametrize("recipe_id", CASES)
def test_metrics(warehouse: Warehouse, recipe_id: str) -> None:
    project = warehouse.project
    known = known_of(project, recipe_id)
    items = len(set().union(*known.train.values()))
    expected = expected_lists(project, recipe_id, known)
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


def test_the_random_recipes_reach_every_branch(warehouse: Warehouse) -> None:
    """Otherwise the tests above could pass without having tested much."""
    recipes = [recipe for recipe, _ in warehouse.random.values()]
    assert {recipe.split for recipe in recipes} == {"global_time", "leave_one_out", "none"}
    assert {recipe.duplicates for recipe in recipes} == {"last", "first", "all"}
    rows = warehouse.project.rows(
        "select min(users), max(users), min(reachable_share), max(reachable_share),"
        " count(distinct remark) from recommendations.metrics"
    )
    ((fewest, most, lowest, highest, remarks),) = rows
    assert (fewest, remarks, lowest) == (0, 2, 0.0)
    assert most > 100 and highest == 1.0


def test_what_a_part_could_ask_for_at_most(warehouse: Warehouse) -> None:
    within_reach = out_of_reach = 0
    for recipe_id, (recipe, events) in warehouse.random.items():
        made = make_benchmark(events, recipe)
        for split, users, targets, reachable in warehouse.project.rows(
            "select distinct split, users_of_part, targets_of_part, reachable_targets"
            f" from recommendations.metrics where recipe_id = '{recipe_id}'"
        ):
            expected = reach(events, made, split)
            assert (users, targets, reachable) == astuple(expected), (recipe_id, recipe, split)
            within_reach += expected.reachable > 0
            out_of_reach += expected.targets > expected.reachable
    assert within_reach >= 3 and out_of_reach >= 1


def test_what_was_taken_out_as_cold_is_out_of_reach(warehouse: Warehouse) -> None:
    """The core is of train and nothing is repeated: all that stays is within reach, no more."""
    parts = warehouse.project.rows(
        "select distinct split, targets_of_part, reachable_targets, interactions,"
        " cold_interactions_removed, users_of_part, metrics.users, statistics.users"
        " from recommendations.metrics as metrics"
        " join benchmarks.statistics as statistics using (recipe_id, split)"
        " where recipe_id = 'by-time'"
    )
    assert len(parts) == 2
    for _, targets, reachable, kept, cold, users_of_part, users, users_kept in parts:
        assert (targets, reachable, users) == (kept + cold, kept, users_kept)
        assert cold > kept > 0 and users_of_part > users


def test_equal_sums_have_equal_scores(warehouse: Warehouse) -> None:
    """As fractions, of votes that are not the same: sums of rounded numbers would tell them apart.

    1/30 and 1/30, each rounded to twelve digits, are less than 1/15.
    """
    project = warehouse.project
    train = known_of(project, "ties").train
    votes: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for item, other, size, size_other, shared in project.rows(
        "select item_id, neighbor_id, raters, neighbor_raters, co_raters"
        " from similarity.item_neighbors where recipe_id = 'ties'"
    ):
        weight = Fraction(shared**2, (shared + SHRINKAGE) * (size + size_other - shared))
        for user, items in train.items():
            if other in items:
                votes[user, item].append(weight)
    lists = found_lists(project, "ties")["all", "item_neighbors"]
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


def test_titles_are_those_of_the_catalogue(warehouse: Warehouse) -> None:
    ((rows, titles),) = warehouse.project.rows(
        "select count(*), count(title) from recommendations.user_recommendations"
        " where recipe_id = 'by-time'"
    )
    assert rows == titles > 0


def test_who_has_everything_is_recommended_nothing(warehouse: Warehouse) -> None:
    assert (
        warehouse.project.rows(
            "select * from recommendations.user_recommendations where recipe_id = 'everything'"
        )
        == []
    )


@pytest.mark.parametrize("recipe_id", ["leave-one-out", "by-time"])
def test_neighbours_foresee_better_than_popularity(warehouse: Warehouse, recipe_id: str) -> None:
    """On real data; it would not hold if lists were mixed up between users."""
    rate = dict(
        warehouse.project.rows(
            "select method, hit_rate from recommendations.metrics"
            f" where recipe_id = '{recipe_id}' and split = 'test' and k = 10"
        )
    )
    assert rate["item_neighbors"] > rate["popularity"]
    assert rate["user_neighbors"] > rate["popularity"]
