"""Similarity of items and users against scipy and numpy, on real data and at the edges."""

from __future__ import annotations

import itertools
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.own_files import land_ratings, recipe_line
from tests.support.projects import Project, copy_project
from tests.support.similarity import Rating, Sets, nearest

SHRINKAGE = 10


@dataclass(frozen=True)
class Kind:
    """How the tables of items and those of users name their columns."""

    member: str
    feature: str
    size: str
    shared: str
    min_size: int


ITEM = Kind("item_id", "user_id", "raters", "co_raters", 1)
USER = Kind("user_id", "item_id", "rated", "co_rated", 3)


def known_ratings(project: Project, recipe_id: str, kind: Kind) -> list[Rating]:
    """What similarity may know: train, or everything; the last rating of each user and item."""
    return project.rows(
        f"""
        select {kind.member}, {kind.feature}, rating from benchmarks.interactions
        where recipe_id = '{recipe_id}' and split in ('train', 'all')
        qualify row_number() over (
            partition by user_id, item_id order by rated_at desc, source_row desc
        ) = 1
        """
    )


def close(found: float | None, expected: float | None) -> bool:
    """Equal but for rounding; NULL only where NULL is expected."""
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


def assert_neighbors_are_those_of_scipy(
    project: Project, recipe_id: str, kind: Kind, min_shared: int, count: int
) -> int:
    """Compare every row and every column; returns the number of rows."""
    sets = Sets(known_ratings(project, recipe_id, kind), kind.min_size)
    pairs = sets.pairs(min_shared)
    table = "item_neighbors" if kind is ITEM else "user_neighbors"
    found: dict[str, list[dict[str, Any]]] = {}
    for row in project.records(
        f"select * from similarity.{table} where recipe_id = '{recipe_id}' order by all"
    ):
        found.setdefault(row[kind.member], []).append(row)
    expected = nearest(pairs, count)
    assert found.keys() == expected.keys()
    for member, rows in found.items():
        rows.sort(key=lambda row: int(row["rank"]))
        assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
        assert [row["neighbor_id"] for row in rows] == [one for one, _ in expected[member]], member
        for row, (other, pair) in zip(rows, expected[member], strict=True):
            assert row[kind.shared] == pair.shared
            assert {row[kind.size], row[f"neighbor_{kind.size}"]} == {pair.size_a, pair.size_b}
            assert row["jaccard"] == pair.jaccard
            assert close(row["cosine"], pair.cosine)
            trust = pair.shared / (pair.shared + SHRINKAGE)
            assert close(row["jaccard_shrunk"], trust * pair.jaccard)
            assert close(row["cosine_shrunk"], trust * pair.cosine)
            values = sets.common_values(member, other)
            assert row["common_ratings"] == values.count
            assert close(row["pearson"], values.pearson), (member, other)
            assert close(row["euclidean"], values.euclidean)
            if kind is USER:
                assert close(row["mean_absolute_difference"], values.mean_absolute_difference)
    return sum(map(len, found.values()))


def assert_co_ratings_are_those_of_scipy(project: Project, recipe_id: str, min_shared: int) -> int:
    """Compare every pair with support; returns their number."""
    pairs = Sets(known_ratings(project, recipe_id, ITEM)).pairs(min_shared)
    found = project.rows(
        "select item_id_a, item_id_b, raters_a, raters_b, co_raters"
        f" from similarity.item_co_ratings where recipe_id = '{recipe_id}'"
    )
    assert len(found) == len(pairs)
    for a, b, raters_a, raters_b, co_raters in found:
        pair = pairs[a, b]
        assert (raters_a, raters_b, co_raters) == (pair.size_a, pair.size_b, pair.shared)
    return len(found)


SELECTED = ("--select", "+path:models/marts/similarity", "+benchmarks__interactions")
REAL_RECIPES = ("small-time", "small-all", "tweets-time", "tweets-core")


@pytest.fixture(scope="module")
def real_data(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("similar") / "project")
    small, tweets = "movielens-latest-small", "movietweetings-100k"
    project.ingest("land", small, "--from", shared_data / "movielens" / "ml-latest-small")
    project.ingest("land", tweets, "--from", shared_data / "movietweetings" / "100K")
    by_time = {"core_scope": "train", "core_users": 4, "core_items": 4, "split": "global_time"}
    project.replace_seed(
        "recipes",
        [
            recipe_line("small-time", small, neighbors=20, user_neighbors=50, **by_time),
            recipe_line("small-all", small, min_co_raters=3, neighbors=5, user_neighbors=10),
            recipe_line("tweets-time", tweets, **by_time),
            recipe_line(
                "tweets-core",
                tweets,
                min_co_raters=2,
                neighbors=20,
                core_scope="all",
                core_users=5,
                core_items=5,
            ),
        ],
    )
    project.build_with_data_tests(*SELECTED)
    return project


@pytest.mark.parametrize(
    ("recipe_id", "min_shared"),
    [
        ("small-time", 5),
        pytest.param("small-all", 3, marks=pytest.mark.long),
        ("tweets-time", 5),
        ("tweets-core", 2),
    ],
)
def test_every_co_rating_count(real_data: Project, recipe_id: str, min_shared: int) -> None:
    assert assert_co_ratings_are_those_of_scipy(real_data, recipe_id, min_shared) > 10_000


@pytest.mark.parametrize(
    ("recipe_id", "min_shared", "count"),
    [
        ("small-time", 5, 20),
        pytest.param("small-all", 3, 5, marks=pytest.mark.long),
        pytest.param("tweets-time", 5, 50, marks=pytest.mark.long),
        ("tweets-core", 2, 20),
    ],
)
def test_item_neighbors(real_data: Project, recipe_id: str, min_shared: int, count: int) -> None:
    rows = assert_neighbors_are_those_of_scipy(real_data, recipe_id, ITEM, min_shared, count)
    assert rows > 10_000


@pytest.mark.parametrize(
    ("recipe_id", "min_shared", "count"),
    [
        ("small-time", 5, 50),
        pytest.param("small-all", 3, 10, marks=pytest.mark.long),
        pytest.param("tweets-time", 5, 50, marks=pytest.mark.long),
        ("tweets-core", 2, 20),
    ],
)
def test_user_neighbors(real_data: Project, recipe_id: str, min_shared: int, count: int) -> None:
    rows = assert_neighbors_are_those_of_scipy(real_data, recipe_id, USER, min_shared, count)
    assert rows > 5_000


def test_some_correlations_are_undefined_and_some_are_not(real_data: Project) -> None:
    for table in ("item_neighbors", "user_neighbors"):
        ((rows, defined),) = real_data.rows(
            f"select count(*), count(pearson) from similarity.{table}"
        )
        assert 0 < defined < rows


COUNTED = ("int_item_pairs", "int_item_candidates", "int_user_candidates", "int_value_sums")


def test_compiled_code_counted(real_data: Project) -> None:
    """Or the next test would compare SQL with itself, whose sums are of another type."""
    assert real_data.rows(
        "select distinct data_type from information_schema.columns"
        " where table_name = 'int_value_sums' and column_name = 'products'"
    ) == [("DECIMAL(38,0)",)]


@pytest.mark.parametrize("model", COUNTED)
def test_compiled_code_and_sql_count_the_same(real_data: Project, model: str) -> None:
    """Every row; the views that say it in SQL are there beside the tables."""
    differing, rows = real_data.difference(model, f"{model}_in_sql")
    assert differing == 0
    assert rows > 10_000


def test_estimates_are_the_pairs_of_those_compared(real_data: Project) -> None:
    supports = dict(real_data.rows("select recipe_id, min_co_raters from benchmarks.recipes"))
    found = real_data.rows(
        "select recipe_id, kind, members, smallest_size, compared_members, pairs"
        " from similarity.pair_estimates"
    )
    assert len(found) == 2 * len(REAL_RECIPES)
    for recipe_id, name, members, smallest_size, compared, pairs in found:
        kind = ITEM if name == "item" else USER
        assert smallest_size == max(kind.min_size, supports[recipe_id])
        ratings = known_ratings(real_data, recipe_id, kind)
        sets = Sets(ratings, smallest_size)
        assert (members, compared) == (len({one for one, _, _ in ratings}), len(sets.members))
        of_features = sets.incidence.sum(axis=0)
        assert pairs == int((of_features * (of_features - 1) // 2).sum())


SCALES = {"large": 1e6, "largest": 199_999_999_999.0, "small": 1e-9, "smallest": 1e-300}
"""What the ratings of `everything`, 1 to 5, are multiplied with: landed are those below 1e12."""


@pytest.fixture(scope="module")
def edge_cases(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("edges") / "project")
    start = 1_600_000_000
    land_ratings(project, "one-user", [("u", f"i{n}", float(n), start + n) for n in range(1, 6)])
    land_ratings(project, "one-item", [(f"u{n}", "i", float(n), start + n) for n in range(1, 6)])
    everything = [
        (f"u{u}", f"i{i}", float((u * i) % 5 + 1), start + 10 * u + i)
        for u in range(4)
        for i in range(6)
    ]
    land_ratings(project, "everything", everything)
    identical = [(f"u{u}", f"i{i}", float(i), start + i) for u in range(3) for i in range(1, 5)]
    land_ratings(project, "identical", identical)
    again = [
        (f"u{u}", f"i{i}", float((u + i + again) % 5), start + 100 * again + i)
        for u in range(5)
        for i in range(1, 5)
        for again in range(3)
    ]
    land_ratings(project, "again", again)
    unrated = [(u, i, None, time) for u, i, _, time in everything]
    land_ratings(project, "unrated", unrated)
    for name, factor in SCALES.items():
        land_ratings(project, name, [(u, i, r * factor, t) for u, i, r, t in everything])
    # one that is nothing like the others, and many that are as large as any can be
    odd = [(u, i, 9e11 if (u, i) == ("u1", "i1") else r, t) for u, i, r, t in everything]
    land_ratings(project, "odd", odd)
    land_ratings(
        project,
        "crowd",
        [
            (f"u{u}", f"i{i}", 999_999_999_999.0 - (u * i) % 7, start + u)
            for u in range(300)
            for i in range(3)
        ],
    )
    land_ratings(project, "thin", [("u1", "i1", 1.0, start), ("u2", "i2", 2.0, start + 1)])
    project.replace_seed(
        "recipes",
        [
            recipe_line("one-user", "one-user", min_co_raters=1),
            recipe_line("one-item", "one-item", min_co_raters=1),
            recipe_line("everything", "everything", min_co_raters=1),
            recipe_line("identical", "identical", min_co_raters=1, neighbors=1),
            recipe_line("again", "again", min_co_raters=2, duplicate_policy="all"),
            recipe_line("unrated", "unrated", min_co_raters=2),
            *(recipe_line(name, name, min_co_raters=2) for name in (*SCALES, "odd", "crowd")),
            recipe_line("empty", "thin", core_scope="all", core_users=5, core_items=5),
        ],
    )
    project.build_with_data_tests(*SELECTED)
    return project


@pytest.mark.parametrize(
    ("recipe_id", "min_shared", "count", "item_rows", "user_rows"),
    [
        ("one-user", 1, 50, 5 * 4, 0),
        ("one-item", 1, 50, 0, 0),
        ("everything", 1, 50, 6 * 5, 4 * 3),
        ("identical", 1, 1, 4, 3),
        ("again", 2, 50, 4 * 3, 5 * 4),
        ("unrated", 2, 50, 6 * 5, 4 * 3),
        *((name, 2, 50, 6 * 5, 4 * 3) for name in ("large", "largest", "odd")),
        ("crowd", 2, 50, 3 * 2, 300 * 50),
        ("empty", 5, 50, 0, 0),
    ],
)
def test_edges(
    edge_cases: Project,
    recipe_id: str,
    min_shared: int,
    count: int,
    item_rows: int,
    user_rows: int,
) -> None:
    compare = assert_neighbors_are_those_of_scipy
    assert compare(edge_cases, recipe_id, ITEM, min_shared, count) == item_rows
    assert compare(edge_cases, recipe_id, USER, min_shared, count) == user_rows
    pairs = assert_co_ratings_are_those_of_scipy(edge_cases, recipe_id, min_shared)
    assert pairs == (item_rows // 2 if count > 1 else 6)


def test_sql_makes_the_same_tables(edge_cases: Project, tmp_path: Path) -> None:
    """By the variable on DuckDB, and by the models that stand in on any other engine."""
    in_sql = copy_project(tmp_path / "project")
    shutil.copy(edge_cases.folder / "seeds" / "recipes.csv", in_sql.folder / "seeds")
    shutil.copy(edge_cases.database, in_sql.database)
    in_sql.build_without_tests(*SELECTED, "--vars", "{compiled_counting: false}")
    elsewhere = copy_project(tmp_path / "elsewhere")
    settings = elsewhere.folder / "dbt_project.yml"
    text = settings.read_text()
    # as on an engine of another name
    assert text.count("'duckdb'") == 2
    settings.write_text(text.replace("'duckdb'", "'another'"))
    shutil.copy(edge_cases.folder / "seeds" / "recipes.csv", elsewhere.folder / "seeds")
    shutil.copy(edge_cases.database, elsewhere.database)
    printed = elsewhere.build_without_tests(*SELECTED)
    assert "sql table model intermediate.int_item_pairs" in printed
    assert "python table model" not in printed
    tables = [f"intermediate.{model}" for model in COUNTED] + list(PUBLIC_TABLES[:4])
    for table in tables:
        found = [
            project.rows(f"select * from {table} order by all")
            for project in (edge_cases, in_sql, elsewhere)
        ]
        assert found[0], f"{table} is empty and proves nothing"
        assert found[0] == found[1] == found[2], table


def test_identical_users_are_at_distance_zero(edge_cases: Project) -> None:
    found = edge_cases.rows(
        "select jaccard, pearson, euclidean, mean_absolute_difference, jaccard_shrunk"
        " from similarity.user_neighbors where recipe_id = 'identical'"
    )
    assert found == [(1.0, 1.0, 0.0, 0.0, 4 / (4 + SHRINKAGE))] * 3


@pytest.mark.parametrize("scale", SCALES)
def test_measures_of_ratings_go_by_their_scale(edge_cases: Project, scale: str) -> None:
    """Correlations are those of ratings from 1 to 5, and distances so many times as large."""
    for table, key in (("item_neighbors", "item_id"), ("user_neighbors", "user_id")):
        found, expected = (
            edge_cases.rows(
                f"select {key}, neighbor_id, pearson, euclidean from similarity.{table}"
                f" where recipe_id = '{recipe_id}' order by all"
            )
            for recipe_id in (scale, "everything")
        )
        assert len(found) == len(expected) > 0
        for (one, other, pearson, distance), (*pair, pearson_1, distance_1) in zip(
            found, expected, strict=True
        ):
            assert [one, other] == pair
            assert close(pearson, pearson_1)
            assert distance == pytest.approx(distance_1 * SCALES[scale], rel=1e-9)


def test_an_empty_recipe_is_listed_and_has_no_pairs(edge_cases: Project) -> None:
    found = edge_cases.rows(
        "select kind, pairs, is_compared from similarity.pair_estimates"
        " where recipe_id = 'empty' order by kind"
    )
    assert found == [("item", 0, True), ("user", 0, True)]


def test_a_recipe_beyond_the_budget_is_left_out_unless_it_asks(edge_cases: Project) -> None:
    edge_cases.add_to_seed(
        "recipes",
        [recipe_line("asked-for", "everything", min_co_raters=1, user_neighbors=2)],
    )
    printed = edge_cases.build_without_tests(*SELECTED, "--vars", "{user_pairs_budget: 20}")
    assert (
        "everything: users meet in 36 pairs, more than user_pairs_budget (20), and are not"
        " compared: write a number of user_neighbors" in printed
    )
    assert "asked-for: users meet in 36 pairs\n" in printed
    found = edge_cases.rows(
        "select recipe_id, count(*) from similarity.user_neighbors"
        " where recipe_id in ('everything', 'asked-for') group by recipe_id"
    )
    assert found == [("asked-for", 4 * 2)]
    assert edge_cases.rows(
        "select is_compared from similarity.pair_estimates"
        " where recipe_id = 'everything' and kind = 'user'"
    ) == [(False,)]


PUBLIC_TABLES = (
    "similarity.item_co_ratings",
    "similarity.item_neighbors",
    "similarity.user_neighbors",
    "similarity.pair_estimates",
    "recommendations.user_recommendations",
)


def test_nothing_looks_at_valid_or_test(tmp_path: Path) -> None:
    """Two datasets that are the same in train and share nothing after it give the same tables."""
    project = copy_project(tmp_path / "project")
    start = 1_600_000_000
    pairs = [(f"u{n % 17}", f"i{n % 13}") for n in range(17 * 13)]
    train, left = pairs[:160], pairs[160:]
    known = [(u, i, float(n * n % 5 + 1), start + n) for n, (u, i) in enumerate(train)]
    later = [start + 1000 + n for n in range(40)]
    future_a = [(*left[n], 5.0, later[n]) for n in range(40)]
    # other pairs, other ratings, and half of the items are never seen in train
    future_b = [
        (left[-n - 1][0], left[-n - 1][1] if n % 2 else f"new {n}", 1.0, later[n])
        for n in range(40)
    ]
    recipes: dict[str, dict[str, object]] = {
        "none": {"core_scope": "none"},
        "train": {"core_scope": "train", "core_users": 2, "core_items": 2},
    }
    lines = []
    for letter, future in (("a", future_a), ("b", future_b)):
        land_ratings(project, f"future-{letter}", [*known, *future])
        for name, recipe in recipes.items():
            by_time = {"split": "global_time", "min_co_raters": 2, **recipe}
            lines.append(recipe_line(f"{name}-{letter}", f"future-{letter}", **by_time))
    project.replace_seed("recipes", lines)
    project.build_without_tests(*SELECTED, "+path:models/marts/recommendations")
    for line in lines:
        ((held_out,),) = project.rows(
            "select count(*) from benchmarks.interactions"
            f" where recipe_id = '{line['recipe_id']}' and split in ('valid', 'test')"
        )
        assert held_out >= 15
    for table, name in itertools.product(PUBLIC_TABLES, recipes):
        # the list for test has to know of valid what it leaves out
        mine = "split = 'valid'" if table == "recommendations.user_recommendations" else "true"
        of_a, of_b = (
            project.rows(
                f"select * exclude (recipe_id) from {table}"
                f" where recipe_id = '{name}-{letter}' and {mine} order by all"
            )
            for letter in "ab"
        )
        assert of_a, f"{table} is empty for {name} and proves nothing"
        assert of_a == of_b, (table, name)
