"""Random lines of own/methods.csv on random data: lists, metrics, intervals and comparisons."""

from __future__ import annotations

import functools
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import exp, factorial, fsum, sqrt
from pathlib import Path
from typing import Any

import numpy
import pytest
from scipy import special

from tests.support.methods_reference import (
    EQUAL,
    ITEM_MEASURES,
    USER_MEASURES,
    Method,
    OfUsers,
    Scores,
    average,
    best_items,
    holm,
    item_measures,
    item_scores,
    nearest,
    standard_error,
    user_measures,
    voted_scores,
)
from tests.support.methods_warehouse import (
    DIRECTIONS,
    MEASURED_AT,
    SIMILARITIES,
    WEIGHTINGS,
    Known,
    MethodsWarehouse,
    Tables,
    build_methods,
)
from tests.support.once import built_once
from tests.support.projects import Project
from tests.support.reference import md5_number

ROUNDED = 1e-9
"""Scores and figures are told apart from here on: values and similarities are rounded."""

Rows = Mapping[str, list[dict[str, Any]]]


@dataclass
class Case:
    """A recipe with its methods, what plain Python knows of it, and what the warehouse says."""

    recipe_id: str
    methods: list[Method]
    known: Known
    tables: Mapping[str, Rows]
    figures: dict[tuple[str, str, int], OfUsers]
    project: Project

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The recipe's rows of a table."""
        return self.tables[table].get(self.recipe_id, [])

    def measured(self) -> Iterator[tuple[str, str, int]]:
        """Every method, part and k of which there must be figures."""
        for method in self.methods:
            for split in self.known.measured_parts:
                yield from ((method.method, split, k) for k in MEASURED_AT)


TABLES = {
    "shown": "recommendations.user_recommendations"
    " order by recipe_id, method, split, user_id, rank",
    "metrics": "recommendations.metrics",
    "intervals": "recommendations.metric_intervals",
    "comparisons": "recommendations.comparisons",
    "quintiles": "(select recipe_id, measured.split, user_id, activity_quintile,"
    " draw_group, flip_group"
    " from intermediate.int_measured_users as measured"
    " join intermediate.int_recipes as recipes using (recipe_key)"
    " join benchmarks.users as users using (recipe_id, user_index))",
}


def made_cases(warehouse: MethodsWarehouse) -> list[Case]:
    tables: dict[str, Rows] = {}
    for name, table in TABLES.items():
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in warehouse.project.records(f"select * from {table}"):
            found[row["recipe_id"]].append(row)
        tables[name] = found
    reference = Tables(warehouse)
    cases = []
    for recipe_id, methods in warehouse.methods.items():
        case = Case(recipe_id, methods, reference.known(recipe_id), tables, {}, warehouse.project)
        for method, split, k in case.measured():
            users = case.known.judged(method, split)
            case.figures[method, split, k] = user_measures(case.known.train, users, k)
        cases.append(case)
    return cases


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((1, 8), id="few"),
        *(pytest.param((seed, 30), id=f"{seed}", marks=pytest.mark.long) for seed in range(2, 6)),
    ],
)
def cases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    seed, datasets = request.param
    return made_cases(
        built_once(
            tmp_path_factory,
            f"methods-{seed}",
            lambda folder: build_methods(folder, seed, datasets),
        )
    )


def scores_of(case: Case, method: Method) -> Mapping[str, Scores]:
    """What each item is worth to each user of train."""
    train = case.known.train
    if not method.compares:
        for_all = item_scores(train, method)
        return dict.fromkeys(train.ratings, for_all)
    near = nearest(train, method) if method.similarity else case.known.neighbors[method.compares]
    return voted_scores(train, method, near)


def test_lists_are_the_best_by_the_scores(cases: list[Case]) -> None:
    """In their order, and those with the very same score in the order of popularity."""
    told_apart = places = 0
    for case in cases:
        train = case.known.train
        for method in case.methods:
            scores = scores_of(case, method)
            for split in case.known.parts:
                found = case.known.lists.get((method.method, split), {})
                assert found.keys() <= train.ratings.keys()
                for user in train.ratings:
                    where = (case.recipe_id, method, split, user)
                    of_user = scores[user]
                    expected = best_items(train, of_user, case.known.seen(split, user), 20)
                    items = [item for item, _ in found.get(user, [])]
                    assert len(items) == len(expected), (where, items, expected)
                    places += len(items)
                    for (item, score), best in zip(found.get(user, []), expected, strict=True):
                        assert score == pytest.approx(float(of_user[best]), abs=ROUNDED), where
                        told_apart += item != best
                        assert is_as_good(of_user, item, best), (where, items, expected)
    assert places > 5000
    # sums that are the same but for how they are rounded
    assert told_apart < places / 500


def test_whoever_is_near_by_pearson_is_so_by_fractions(cases: list[Case]) -> None:
    """Without rounded means, by which others seem to be."""
    pairs = 0
    for case in cases:
        for kind in ("item", "user"):
            method = Method("any", f"{kind}_knn", "pearson", neighbors=10**6)
            vectors: dict[str, dict[str, Fraction]] = defaultdict(dict)
            for user, of_user in case.known.train.ratings.items():
                for item, rating in of_user.items():
                    if rating is not None:
                        member, feature = (item, user) if kind == "item" else (user, item)
                        vectors[member][feature] = Fraction(rating)
            for member, row in vectors.items():
                mean = sum(row.values(), Fraction()) / len(row)
                vectors[member] = {feature: rating - mean for feature, rating in row.items()}
            near = {(one.one, one.other) for one in nearest(case.known.train, method)}
            for one, own in vectors.items():
                for other, theirs in vectors.items():
                    if one != other and own.keys() & theirs.keys():
                        both = own.keys() & theirs.keys()
                        products = sum((own[f] * theirs[f] for f in both), Fraction(0))
                        assert ((one, other) in near) == (products > 0), (
                            case.recipe_id,
                            one,
                            other,
                        )
                        pairs += 1
    assert pairs > 1000


def is_as_good(scores: Scores, item: str, best: str) -> bool:
    """The same, or of a score that is another and rounds to the same."""
    apart = abs(scores.get(item, Decimal(-1)) - scores[best])
    return item == best or EQUAL < apart < ROUNDED


def test_the_first_ten_are_shown(cases: list[Case]) -> None:
    for case in cases:
        shown: dict[tuple[str, str, str], list[tuple[str, float]]] = defaultdict(list)
        for row in case.rows("shown"):
            shown[row["method"], row["split"], row["user_id"]].append(
                (row["item_id"], row["score"])
            )
        assert shown == {
            (*of_list, user): best[:10]
            for of_list, lists in case.known.lists.items()
            for user, best in lists.items()
        }
        names = {method.method for method in case.methods}
        assert {method for method, _ in case.known.lists} <= names


def test_metrics(cases: list[Case]) -> None:
    for case in cases:
        found = {(row["method"], row["split"], row["k"]): row for row in case.rows("metrics")}
        assert found.keys() == set(case.measured()), case.recipe_id
        for (method, split, k), row in found.items():
            figures = case.figures[method, split, k]
            assert row["users"] == len(figures)
            expected: dict[str, float | None] = dict.fromkeys((*USER_MEASURES, *ITEM_MEASURES))
            if figures:
                users = case.known.judged(method, split)
                expected = {
                    **{measure: average(figures, measure) for measure in USER_MEASURES},
                    **item_measures(case.known.train, users, k),
                }
            for measure, value in expected.items():
                where = (case.recipe_id, method, split, k, measure)
                assert is_near(row[measure], value, measure), (where, row[measure], value)


def is_near(found: float | None, expected: float | None, measure: str) -> bool:
    """To as many digits as the figure is said to have."""
    if found is None or expected is None:
        return found is expected
    return found == pytest.approx(expected, abs=2e-9 if measure == "diversity" else 1e-9)


def test_fifths_of_users_are_by_what_they_had(cases: list[Case]) -> None:
    """As many in each, or one more in the first; whoever had fewer items is in no later one."""
    for case in cases:
        for split in case.known.parts:
            fifth = {
                row["user_id"]: row["activity_quintile"]
                for row in case.rows("quintiles")
                if row["split"] == split
            }
            assert fifth.keys() == case.known.judged("popularity", split).keys()
            items = {user: len(case.known.train.ratings[user]) for user in fifth}
            ordered = sorted(fifth, key=lambda user: (fifth[user], items[user]))
            assert [items[user] for user in ordered] == sorted(items.values())
            sizes = Counter(fifth.values())
            assert [sizes[n] for n in range(1, 6)] == [
                (len(fifth) + 5 - n) // 5 for n in range(1, 6)
            ]


def groups_of(case: Case, split: str) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in case.rows("quintiles"):
        if row["split"] == split:
            groups["all"].add(row["user_id"])
            groups[f"quintile {row['activity_quintile']}"].add(row["user_id"])
    return groups


def test_means_and_standard_errors_of_groups(cases: list[Case]) -> None:
    groups_seen = set()
    for case in cases:
        expected = {}
        for method, split, k in case.measured():
            figures = case.figures[method, split, k]
            for group, users in groups_of(case, split).items():
                for measure in USER_MEASURES:
                    values = values_of(figures, users, measure)
                    if values:
                        expected[method, split, k, measure, group] = values
        found = {
            tuple(row[c] for c in ("method", "split", "k", "metric", "user_group")): row
            for row in case.rows("intervals")
        }
        assert found.keys() == expected.keys(), case.recipe_id
        for key, row in found.items():
            values = expected[key]
            groups_seen.add(key[-1])
            assert row["users"] == len(values), key
            assert is_near(row["mean"], fsum(values) / len(values), row["metric"]), (key, row)
            assert is_near_error(row["standard_error"], standard_error(values), row["metric"]), (
                key,
                row,
            )
    assert len(groups_seen) == 6


def is_near_error(found: float | None, expected: float | None, measure: str) -> bool:
    if found is None or expected is None:
        return found is expected
    nearly = 2e-9 if measure == "diversity" else 1e-9
    return found == pytest.approx(expected, rel=1e-6, abs=nearly)


def values_of(figures: OfUsers, users: set[str], measure: str) -> list[float]:
    return [one for user in users if (one := figures[user][measure]) is not None]


def test_bootstrap_intervals_are_about_those_of_the_normal_distribution(cases: list[Case]) -> None:
    widths = []
    for case in cases:
        for row in case.rows("intervals"):
            low, high, mean = row["interval_low"], row["interval_high"], row["mean"]
            error = row["standard_error"]
            # nobody may be drawn: of few users, seldom
            if error is None or not error:
                assert low == pytest.approx(mean, abs=ROUNDED), row
                assert high == pytest.approx(mean, abs=ROUNDED), row
                continue
            assert low <= high
            if row["users"] >= 10:
                assert low <= mean <= high, row
                assert mean - 4 * error < low and high < mean + 4 * error, row
            if row["users"] >= 40:
                widths.append((high - low) / (2 * 1.96 * error))
    assert len(widths) > 100
    assert 0.9 < fsum(widths) / len(widths) < 1.1


def drawn(purpose: str, group: int, number: int) -> int:
    """How often a group is drawn, by Poisson's distribution, or its sign: read off a hash."""
    chance = md5_number(f"{purpose} {group} {number}") % 1_000_000
    if purpose == "sign flip":
        return 1 if chance >= 500_000 else -1
    below, times = exp(-1), 0
    while chance >= round(1_000_000 * below) and times < 7:
        times += 1
        below += exp(-1) / factorial(times)
    return times


@functools.cache
def all_drawn(purpose: str, groups: int, rounds: int) -> list[list[int]]:
    """By round, then by group."""
    numbers = range(1, rounds + 1)
    return [[drawn(purpose, g, number) for g in range(1, groups + 1)] for number in numbers]


def groups_by_hash(case: Case, split: str, column: str) -> dict[str, int]:
    """The group of each user, counted from 0."""
    rows = case.rows("quintiles")
    return {row["user_id"]: row[column] - 1 for row in rows if row["split"] == split}


def test_intervals_are_the_middle_of_what_hashes_draw(cases: list[Case]) -> None:
    """To one of the two hundred averages; so they are the same in every build."""
    draw = random.Random(1)
    draws = all_drawn("bootstrap", 1000, 200)
    for case in cases:
        rows = case.rows("intervals")
        for row in draw.sample(rows, min(len(rows), 100)):
            place = groups_by_hash(case, row["split"], "draw_group")
            figures = case.figures[row["method"], row["split"], row["k"]]
            values = [
                (place[user], value)
                for user in groups_of(case, row["split"])[row["user_group"]]
                if (value := figures[user][row["metric"]]) is not None
            ]
            means = sorted(
                fsum(times[n] * value for n, value in values) / weight
                for times in draws
                if (weight := sum(times[n] for n, _ in values))
            )
            n = len(means)
            low, high = row["interval_low"], row["interval_high"]
            nearly = 1e-6
            assert means[int(n * 0.025) - 1] - nearly <= low <= means[int(n * 0.025) + 1] + nearly
            high_place = int(n * 0.975)
            assert (
                means[high_place - 2] - nearly <= high <= means[min(high_place + 1, n - 1)] + nearly
            )


def test_flips_are_those_of_hashes(cases: list[Case]) -> None:
    """As far from 0 as what was found, but for how figures are rounded."""
    draw = random.Random(1)
    signs = numpy.array(all_drawn("sign flip", 100, 1000))
    for case in cases:
        rows = case.rows("comparisons")
        for row in draw.sample(rows, min(len(rows), 100)):
            place = groups_by_hash(case, row["split"], "flip_group")
            a, b = (case.figures[row[m], row["split"], row["k"]] for m in ("method_a", "method_b"))
            of_groups = numpy.zeros(100)
            for user, of_user in a.items():
                x, y = of_user[row["metric"]], b[user][row["metric"]]
                if x is not None and y is not None:
                    of_groups[place[user]] += x - y
            as_far = abs(signs @ of_groups) >= abs(of_groups.sum()) - ROUNDED
            assert row["p_sign_flip"] == pytest.approx((1 + as_far.sum()) / 1001), row


@pytest.mark.long
def test_intervals_and_tests_are_the_same_in_another_build(
    cases: list[Case], tmp_path: Path
) -> None:
    """With one thread, and nothing that was there before."""
    of_old = cases[0].project
    shutil.copytree(of_old.folder, tmp_path / "project")
    project = Project(tmp_path / "project", of_old.variables)
    changed = ("int_measured_users", "int_chances", "int_metric_sums", "int_metric_differences")
    project.dbt("run", "--full-refresh", "--threads", "1", "--select", *(f"{m}+" for m in changed))
    for table in ("metric_intervals", "comparisons"):
        query = f"select * from recommendations.{table} order by all"
        assert project.rows(query) == of_old.rows(query)


def differences_of(
    case: Case, split: str, k: int, measure: str, one: str, other: str
) -> list[float]:
    """Of the users who have the figure by both."""
    a, b = case.figures[one, split, k], case.figures[other, split, k]
    return [
        x - y
        for user in a
        if (x := a[user][measure]) is not None and (y := b[user][measure]) is not None
    ]


def test_comparisons(cases: list[Case]) -> None:
    compared = 0
    for case in cases:
        names = sorted(method.method for method in case.methods)
        found: dict[tuple[str, int, str], dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
        for row in case.rows("comparisons"):
            found[row["split"], row["k"], row["metric"]][row["method_a"], row["method_b"]] = row
        for split in case.known.measured_parts:
            for k in MEASURED_AT:
                for measure in USER_MEASURES:
                    pairs = {
                        (a, b): values
                        for n, a in enumerate(names)
                        for b in names[n + 1 :]
                        if (values := differences_of(case, split, k, measure, a, b))
                    }
                    rows = found.pop((split, k, measure), {})
                    assert rows.keys() == pairs.keys(), (case.recipe_id, split, k, measure)
                    for pair, values in pairs.items():
                        assert_comparison(rows[pair], values)
                    assert_corrected(list(rows.values()))
                    compared += len(rows)
        assert not found
    assert compared > 5000


def assert_comparison(row: dict[str, Any], values: list[float]) -> None:
    """A mean difference of nothing, or of the same for all, is no t."""
    mean = fsum(values) / len(values)
    error = standard_error(values)
    assert row["users"] == len(values)
    assert is_near(row["difference"], mean, row["metric"]), row
    assert is_near_error(row["standard_error"], error, row["metric"]), row
    assert 1 / 1001 - 1e-12 <= row["p_sign_flip"] <= 1, row
    if error is None:
        assert row["t"] is None and row["p_t"] is None, row
    elif error < ROUNDED / sqrt(len(values)):
        assert row["t"] is None, row
        assert row["p_t"] == (1 if abs(mean) < ROUNDED else None), row
    else:
        t = mean / error
        nearly = 1e-6 + (2e-9 if row["metric"] == "diversity" else 1e-9) / error
        assert row["t"] == pytest.approx(t, rel=1e-5, abs=nearly * (1 + abs(t))), row
        p = 2 * special.stdtr(len(values) - 1, -abs(t))
        assert row["p_t"] == pytest.approx(p, rel=1e-4, abs=nearly), row


def assert_corrected(rows: list[dict[str, Any]]) -> None:
    for p in ("p_t", "p_sign_flip"):
        told = [row for row in rows if row[p] is not None]
        for row, corrected in zip(told, holm([row[p] for row in told]), strict=True):
            assert row[f"{p}_holm"] == pytest.approx(corrected, rel=1e-9, abs=1e-11), row
        assert all(row[f"{p}_holm"] is None for row in rows if row[p] is None)


def test_flips_by_hash_are_like_flips_by_chance(cases: list[Case]) -> None:
    """Within what a thousand flips can say; of groups of users, where these are many."""
    chance = numpy.random.default_rng(1)
    draw = random.Random(1)
    apart = []
    for case in cases:
        rows = case.rows("comparisons")
        for row in draw.sample(rows, min(len(rows), 60)):
            values = differences_of(
                case, row["split"], row["k"], row["metric"], row["method_a"], row["method_b"]
            )
            signs = chance.choice([-1.0, 1.0], size=(2000, len(values)))
            sums = abs(signs @ numpy.array(values))
            p = float((1 + (sums >= abs(fsum(values)) - ROUNDED).sum()) / 2001)
            apart.append(
                (row["p_sign_flip"] - p) / sqrt(p * (1 - p) * (1 / 1000 + 1 / 2000) + 1e-6)
            )
            if len(values) <= 200:
                assert abs(apart[-1]) < 6, (row, p)
            else:
                assert row["p_sign_flip"] == pytest.approx(p, abs=0.15), (row, p)
    assert len(apart) > 200


def test_every_word_was_tried(cases: list[Case]) -> None:
    """And said something: most methods have lists, each figure is other than 0 and NULL."""
    methods = {method for case in cases for method in case.methods}
    assert len({method.method for method in methods}) >= 40
    assert {method.similarity for method in methods} == {"", *SIMILARITIES}
    assert {method.weighting for method in methods if "cosine" in method.similarity} == {
        *WEIGHTINGS
    }
    assert {(m.similarity, m.direction) for m in methods} >= {
        (similarity, direction)
        for similarity in ("", *SIMILARITIES)
        for directions in DIRECTIONS.values()
        for direction in directions
    }
    shown = {method for case in cases for method, _ in case.known.lists}
    # pearson has nothing to say where nothing is rated, and few pairs share three users
    assert len(shown) > 0.85 * len({method.method for method in methods})
    said: Counter[str] = Counter()
    for case in cases:
        for row in case.rows("metrics"):
            said.update(m for m in (*USER_MEASURES, *ITEM_MEASURES) if row[m])
    assert min(said[measure] for measure in (*USER_MEASURES, *ITEM_MEASURES)) > 20, said
