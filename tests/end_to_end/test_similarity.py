"""Similarity of items and users against scipy and numpy, on real data and at the edges."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.own_warehouse import ALIKE, FUTURE_CORES, SCALES, OwnWarehouse
from tests.support.projects import SMALL, Project, copy_files, copy_project
from tests.support.similarity import Rating, Sets

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
    table = "item_neighbors" if kind is ITEM else "user_neighbors"
    found: dict[str, list[dict[str, Any]]] = {}
    for row in project.records(
        f"select * from similarity.{table} where recipe_id = '{recipe_id}' order by all"
    ):
        found.setdefault(row[kind.member], []).append(row)
    expected = sets.nearest(min_shared, count)
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


REAL_RECIPES = (
    "movielens-latest-small-time",
    "movielens-latest-small-loo",
    "movietweetings-100k-core",
)


@pytest.mark.parametrize(
    ("recipe_id", "min_shared"),
    [("movielens-latest-small-time", 5), ("movietweetings-100k-core", 2)],
)
def test_every_co_rating_count(real_ratings: Project, recipe_id: str, min_shared: int) -> None:
    assert assert_co_ratings_are_those_of_scipy(real_ratings, recipe_id, min_shared) > 10_000


@pytest.mark.parametrize(
    ("recipe_id", "min_shared", "count"),
    [("movielens-latest-small-time", 5, 20), ("movietweetings-100k-core", 2, 20)],
)
def test_item_neighbors(real_ratings: Project, recipe_id: str, min_shared: int, count: int) -> None:
    rows = assert_neighbors_are_those_of_scipy(real_ratings, recipe_id, ITEM, min_shared, count)
    assert rows > 10_000


@pytest.mark.parametrize(
    ("recipe_id", "min_shared", "count"),
    [("movielens-latest-small-time", 5, 50), ("movietweetings-100k-core", 2, 20)],
)
def test_user_neighbors(real_ratings: Project, recipe_id: str, min_shared: int, count: int) -> None:
    rows = assert_neighbors_are_those_of_scipy(real_ratings, recipe_id, USER, min_shared, count)
    assert rows > 5_000


@pytest.mark.long
@pytest.mark.parametrize(
    ("recipe_id", "min_shared", "item_count", "user_count"),
    [("movielens-latest-small-all", 3, 5, 10), ("movietweetings-100k-time", 5, 50, 50)],
)
def test_more_of_what_is_alike(
    more_real_ratings: Project, recipe_id: str, min_shared: int, item_count: int, user_count: int
) -> None:
    project = more_real_ratings
    assert assert_co_ratings_are_those_of_scipy(project, recipe_id, min_shared) > 10_000
    for kind, count, least in ((ITEM, item_count, 10_000), (USER, user_count, 5_000)):
        rows = assert_neighbors_are_those_of_scipy(project, recipe_id, kind, min_shared, count)
        assert rows > least


def test_some_correlations_are_undefined_and_some_are_not(real_ratings: Project) -> None:
    for table in ("item_neighbors", "user_neighbors"):
        ((rows, defined),) = real_ratings.rows(
            f"select count(*), count(pearson) from similarity.{table}"
        )
        assert 0 < defined < rows


BY_COMPILED_CODE, BY_SQL = "DECIMAL(38,0)", "HUGEINT"
COUNTED = ("int_item_pairs", "int_nearest_candidates", "int_value_sums")


def type_of_products(project: Project) -> str:
    """By it one sees who counted: sums of SQL are of another type."""
    ((data_type,),) = project.rows(
        "select distinct data_type from information_schema.columns"
        " where table_name = 'int_value_sums' and column_name = 'products'"
    )
    return str(data_type)


def test_compiled_code_counted(real_ratings: Project) -> None:
    """Or the next test would compare SQL with itself."""
    assert type_of_products(real_ratings) == BY_COMPILED_CODE


@pytest.mark.parametrize("model", [*COUNTED, "int_recommendation_candidates"])
def test_compiled_code_and_sql_count_the_same(real_ratings: Project, model: str) -> None:
    differing, rows = real_ratings.difference_to_query(model)
    assert differing == 0
    assert rows > 10_000


def test_estimates_are_the_pairs_of_those_compared(real_ratings: Project) -> None:
    supports = dict(real_ratings.rows("select recipe_id, min_co_raters from benchmarks.recipes"))
    found = real_ratings.rows(
        "select recipe_id, kind, members, smallest_size, compared_members, pairs"
        " from similarity.pair_estimates"
    )
    assert len(found) == 2 * len(REAL_RECIPES)
    for recipe_id, name, members, smallest_size, compared, pairs in found:
        kind = ITEM if name == "item" else USER
        assert smallest_size == max(kind.min_size, supports[recipe_id])
        ratings = known_ratings(real_ratings, recipe_id, kind)
        sets = Sets(ratings, smallest_size)
        assert (members, compared) == (len({one for one, _, _ in ratings}), len(sets.members))
        of_features = sets.incidence.sum(axis=0)
        assert pairs == int((of_features * (of_features - 1) // 2).sum())


@pytest.fixture(scope="session")
def edge_cases(own: OwnWarehouse) -> Project:
    return own.project


@pytest.mark.parametrize(
    ("recipe_id", "min_shared", "count", "item_rows", "user_rows"),
    [
        ("one-user-all", 1, 50, 5 * 4, 0),
        ("one-item-all", 1, 50, 0, 0),
        ("everything-all", 1, 50, 6 * 5, 4 * 3),
        ("identical-all", 1, 1, 4, 3),
        ("again-all", 2, 50, 4 * 3, 5 * 4),
        ("unrated-all", 2, 50, 6 * 5, 4 * 3),
        *((f"{name}-all", 2, 50, 6 * 5, 4 * 3) for name in ("large", "largest", "odd")),
        ("crowd-all", 2, 50, 3 * 2, 300 * 50),
        ("thin-all", 5, 50, 0, 0),
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


def counted_in_sql(edge_cases: Project, again: Project) -> None:
    """Build in another project what is counted, by its queries, and hold every row."""
    changed = [f"{model}+,{mart}" for model in COUNTED for mart in ALIKE]
    again.take_database_of(edge_cases)
    again.build_without_tests("--full-refresh", "--select", *changed)
    assert type_of_products(edge_cases) == BY_COMPILED_CODE
    assert type_of_products(again) == BY_SQL
    tables = [f"intermediate.{model}" for model in COUNTED] + list(PUBLIC_TABLES[:4])
    for table in tables:
        query = f"select * from {table} order by all"
        found = edge_cases.rows(query)
        assert found, f"{table} is empty and proves nothing"
        assert again.rows(query) == found, table


@pytest.mark.long
def test_sql_makes_the_same_tables(edge_cases: Project, tmp_path: Path) -> None:
    """By the variable on DuckDB."""
    in_sql = copy_project(tmp_path / "project", {**SMALL, "compiled_counting": False})
    counted_in_sql(edge_cases, in_sql)


@pytest.mark.long
def test_other_engines_make_the_same_tables(edge_cases: Project, tmp_path: Path) -> None:
    """As the materialization builds them on any other engine, here DuckDB under another name."""
    elsewhere = copy_files(tmp_path / "elsewhere", SMALL)
    # an engine for which nobody has written how it is to be counted
    materialization = elsewhere.folder / "macros" / "materializations" / "counted.sql"
    text = materialization.read_text()
    assert text.count("duckdb__counting_code") == 1
    materialization.write_text(text.replace("duckdb__counting_code", "another__counting_code"))
    counted_in_sql(edge_cases, elsewhere)


def test_identical_users_are_at_distance_zero(edge_cases: Project) -> None:
    found = edge_cases.rows(
        "select jaccard, pearson, euclidean, mean_absolute_difference, jaccard_shrunk"
        " from similarity.user_neighbors where recipe_id = 'identical-all'"
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
            for recipe_id in (f"{scale}-all", "everything-all")
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
        " where recipe_id = 'thin-all' order by kind"
    )
    assert found == [("item", 0, True), ("user", 0, True)]


def test_a_recipe_beyond_the_budget_is_left_out_unless_it_asks(own: OwnWarehouse) -> None:
    (printed,) = own.printed
    assert (
        "beyond-all: users meet in 239,400 pairs, more than user_pairs_budget (200,000), and are"
        " not compared: write a number of user_neighbors" in printed
    )
    assert "beyond-asked: users meet in 239,400 pairs\n" in printed
    found = own.project.rows(
        "select recipe_id, count(*) from similarity.user_neighbors"
        " where recipe_id in ('beyond-all', 'beyond-asked') group by recipe_id"
    )
    assert found == [("beyond-asked", 400 * 2)]
    assert own.project.rows(
        "select recipe_id, is_compared from similarity.pair_estimates"
        " where recipe_id in ('beyond-all', 'beyond-asked') and kind = 'user' order by all"
    ) == [("beyond-all", False), ("beyond-asked", True)]


PUBLIC_TABLES = (
    "similarity.item_co_ratings",
    "similarity.item_neighbors",
    "similarity.user_neighbors",
    "similarity.pair_estimates",
    "recommendations.user_recommendations",
)


def test_nothing_looks_at_valid_or_test(own: OwnWarehouse) -> None:
    """Two datasets that are the same in train and share nothing after it give the same tables."""
    project = own.project
    for name, letter in itertools.product(FUTURE_CORES, "ab"):
        ((held_out,),) = project.rows(
            "select count(*) from benchmarks.interactions"
            f" where recipe_id = 'future-{letter}-{name}' and split in ('valid', 'test')"
        )
        assert held_out >= 15
    for table, name in itertools.product(PUBLIC_TABLES, FUTURE_CORES):
        # the list for test has to know of valid what it leaves out
        mine = "split = 'valid'" if table == "recommendations.user_recommendations" else "true"
        of_a, of_b = (
            project.rows(
                f"select * exclude (recipe_id, dataset_id) from {table}"
                f" where recipe_id = 'future-{letter}-{name}' and {mine} order by all"
            )
            for letter in "ab"
        )
        assert of_a, f"{table} is empty for {name} and proves nothing"
        assert of_a == of_b, (table, name)
