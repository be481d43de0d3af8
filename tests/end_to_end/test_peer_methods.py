"""Metrics that ranx and scikit-learn know, too, and kNN that implicit does, on MovieLens."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import fsum, isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from docs.blocks import ROOT
from tests.end_to_end.test_clients import environment
from tests.support.methods_warehouse import write_own_methods
from tests.support.own_files import protocol_line
from tests.support.own_warehouse import BY_RATINGS
from tests.support.projects import Project, copy_project
from tests.support.real_files import LATEST_SMALL

pytestmark = pytest.mark.long

PEERS = ROOT / "tests" / "peers"
RECIPE = f"{LATEST_SMALL}-p"
NEIGHBORS, K = 19, 10
WEIGHTINGS = ("none", "tf_idf", "bm25")


class Peers:
    """What is asked of the peers, and what they say."""

    def __init__(self, project: Project, folder: Path, python: Path) -> None:
        self.project = project
        users = self.numbers("user")
        items = self.numbers("item")
        events: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for split, user, item in project.rows(
            "select split, user_id, item_id from benchmarks.interactions"
            f" where recipe_id = '{RECIPE}'"
        ):
            events[split][user].add(item)
        train = events["train"]
        self.train = [[users[user], items[item]] for user in train for item in train[user]]
        best: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for method, user, item in project.rows(
            "select method, user_id, item_id from recommendations.user_recommendations"
            f" where recipe_id = '{RECIPE}' and split = 'test' order by method, user_id, rank"
        ):
            best[method][user].append(item)
        known = sorted(set().union(*train.values()))
        self.lists = {}
        for method, of_users in best.items():
            self.lists[method] = {
                user: {
                    "targets": sorted(targets),
                    "best": of_users.get(user, []),
                    "candidates": [item for item in known if item not in seen],
                }
                for user, wanted in events["test"].items()
                if user in train
                for seen in [train[user] | events["valid"].get(user, set())]
                if (targets := wanted - seen)
            }
        asked = folder / "asked.json"
        asked.write_text(
            json.dumps({"train": self.train, "neighbors": NEIGHBORS, "k": K, "lists": self.lists})
        )
        answered = subprocess.run(
            [str(python), str(PEERS / "methods.py"), str(asked)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        theirs = json.loads(answered.stdout)
        self.nearest: Mapping[str, Mapping[str, Sequence[Sequence[float]]]] = theirs["nearest"]
        self.measures: Mapping[str, Mapping[str, Mapping[str, float]]] = theirs["measures"]

    def numbers(self, kind: str) -> dict[str, int]:
        """From 0, in the order of their numbers in the recipe, of those that train has."""
        rows = self.project.rows(
            f"select distinct {kind}_index, {kind}_id from benchmarks.interactions"
            f" where recipe_id = '{RECIPE}' and split = 'train' order by 1"
        )
        return {name: number for number, (_, name) in enumerate(rows)}


@pytest.fixture(scope="module")
def peers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Peers:
    folder = tmp_path_factory.mktemp("peers")
    python = environment(folder / "environment", "-r", str(PEERS / "requirements.txt"))
    project = copy_project(folder / "project")
    project.ingest("land", LATEST_SMALL, "--from", shared_data / "movielens" / "ml-latest-small")
    split = {"split": "user_time_fraction", "valid_fraction": 0.1, "test_fraction": 0.2}
    core = {"core_scope": "train", "core_users": 5, "core_items": 5, "cold": "keep"}
    project.replace_seed("protocols", [protocol_line("p", LATEST_SMALL, **split, **core)])
    project.replace_seed("methods", [{"method": "popularity", "kind": "popularity"}])
    knn = {"kind": "item_knn", "similarity": "cosine", "neighbors": NEIGHBORS}
    write_own_methods(
        project,
        [
            {**knn, "method": weighting, "weighting": weighting, "direction": "history"}
            for weighting in WEIGHTINGS
        ],
    )
    project.build_without_tests("--select", *BY_RATINGS)
    return Peers(project, folder, python)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_nearest_items_are_as_near_as_those_of_implicit(peers: Peers, weighting: str) -> None:
    """Which of several that are equally near is another matter."""
    ours: dict[int, list[float]] = defaultdict(list)
    for member, closeness in peers.project.rows(
        "select member, closeness / 1e15 from intermediate.int_knn_neighbors"
        f" where method = '{weighting}' order by member, rank"
    ):
        ours[member].append(closeness)
    theirs = [near for near in peers.nearest[weighting]["nearest"] if near]
    assert len(theirs) == len(ours) > 1000
    for member, near in zip(sorted(ours), theirs, strict=True):
        assert ours[member] == pytest.approx(near, abs=1e-5), member


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_the_best_scores_are_those_of_implicit(peers: Peers, weighting: str) -> None:
    """But for what equally near items at the end of a list of neighbours do."""
    rows = peers.project.rows(
        "select user_id, list(score order by rank) from recommendations.user_recommendations"
        f" where recipe_id = '{RECIPE}' and method = '{weighting}' and split = 'valid' group by 1"
    )
    ours = dict(rows)
    users = peers.numbers("user")
    alike = 0
    for user, number in users.items():
        theirs = peers.nearest[weighting]["best"][number]
        alike += ours[user] == pytest.approx(theirs, abs=1e-3)
    assert alike > 0.6 * len(users), (alike, len(users))


def test_metrics_are_those_of_ranx_and_scikit_learn(peers: Peers) -> None:
    rows = peers.project.records(
        "select * from recommendations.metrics"
        f" where recipe_id = '{RECIPE}' and split = 'test' and k = {K}"
    )
    assert {row["method"] for row in rows} == {"popularity", *WEIGHTINGS} == peers.measures.keys()
    for row in rows:
        theirs = peers.measures[row["method"]]
        assert len(theirs) == 10
        for metric, of_users in theirs.items():
            assert row["users"] == len(of_users) > 300
            mean = fsum(of_users.values()) / len(of_users)
            ours = row[metric.removeprefix("sklearn_")]
            assert ours == pytest.approx(mean, abs=1e-9), (row["method"], metric)


def test_comparisons_are_those_of_scipy(peers: Peers) -> None:
    """Of what ranx and scikit-learn say of each user."""
    rows: list[dict[str, Any]] = peers.project.records(
        "select * from recommendations.comparisons"
        f" where recipe_id = '{RECIPE}' and split = 'test' and k = {K}"
    )
    compared = 0
    for row in rows:
        a, b = (peers.measures[row[side]].get(row["metric"]) for side in ("method_a", "method_b"))
        if a is None or b is None:
            continue
        compared += 1
        found = stats.ttest_rel([a[user] for user in a], [b[user] for user in a])
        if isnan(found.statistic):
            # nobody has a difference
            assert (row["t"], row["p_t"]) == (None, 1), row
            continue
        assert row["t"] == pytest.approx(found.statistic, rel=1e-6), row
        assert row["p_t"] == pytest.approx(found.pvalue, rel=1e-6, abs=1e-11), row
        # a thousand flips here, ten thousand there
        flipped = stats.permutation_test(
            (sums_of_groups(peers, {user: a[user] - b[user] for user in a}),),
            np.sum,
            permutation_type="samples",
            n_resamples=10_000,
            random_state=0,
        )
        assert row["p_sign_flip"] == pytest.approx(flipped.pvalue, abs=0.06), row
    assert compared == 9 * 6


def sums_of_groups(peers: Peers, differences: Mapping[str, float]) -> list[float]:
    """Of the users whose signs are flipped together."""
    groups = peers.project.rows(
        "select user_id, flip_group from intermediate.int_measured_users as measured"
        " inner join intermediate.int_recipes as recipes using (recipe_key)"
        " inner join benchmarks.users using (recipe_id, user_index)"
        f" where recipe_id = '{RECIPE}' and measured.split = 'test'"
    )
    assert differences.keys() <= dict(groups).keys()
    sums: dict[int, float] = defaultdict(float)
    for user, group in groups:
        sums[group] += differences.get(user, 0)
    return list(sums.values())
