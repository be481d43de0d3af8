"""The commands that answer one question: neighbors, why, recommend."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.commands import corate, refused

RECIPE = "sample-films-core5"

Tables = duckdb.DuckDBPyConnection


def ask(database: Path, *arguments: str | int) -> list[dict[str, Any]]:
    """The rows of an answer."""
    command = (*map(str, arguments), "--format", "json", "--database", str(database))
    printed = corate(*command)
    assert printed.code == 0, printed
    found: list[dict[str, Any]] = json.loads(printed.out)
    return found


def any_pair(tables: Tables) -> tuple[str, str, str]:
    """An item, its title and its nearest neighbour."""
    ((item, title, neighbor),) = tables.execute(
        "select item_id, items.title, neighbor_id from similarity.item_neighbors"
        " join catalog.items using (dataset_id, item_id)"
        f" where recipe_id = '{RECIPE}' and rank = 1 order by co_raters desc, item_id limit 1"
    ).fetchall()
    return item, title, neighbor


def test_neighbours_of_a_title_are_those_of_the_table(database: Path, tables: Tables) -> None:
    item, title, _ = any_pair(tables)
    expected = tables.execute(
        "select rank, neighbor_id, co_raters, jaccard, pearson from similarity.item_neighbors"
        f" where recipe_id = '{RECIPE}' and item_id = '{item}' and rank <= 4 order by rank"
    ).fetchall()
    for name in (title.upper(), item):
        found = ask(database, "neighbors", name, "--recipe", RECIPE, "--count", 4)
        assert [(row["rank"], row["item_id"], row["co_raters"]) for row in found] == [
            row[:3] for row in expected
        ]
        for row, (*_, jaccard, pearson) in zip(found, expected, strict=True):
            assert row["jaccard"] == pytest.approx(jaccard, abs=0.00005)
            assert row["pearson"] == pytest.approx(pearson, abs=0.00005)


def test_every_format_says_the_same(database: Path, tables: Tables) -> None:
    item, title, _ = any_pair(tables)
    command = ("neighbors", item, "--recipe", RECIPE, "-n", "3", "--database", database)
    objects = ask(database, "neighbors", item, "--recipe", RECIPE, "-n", 3)
    cells = corate(*command, "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(cells.out)))
    assert lines == [{name: str(value) for name, value in row.items()} for row in objects]
    # what was understood does not stand in the way of programs
    assert f"most alike {item} ({title}" in cells.err
    box = corate(*command)
    assert box.err == "" and f"most alike {item} ({title}" in box.out
    for row in objects:
        assert any(row["title"] in line and row["item_id"] in line for line in box.out.splitlines())


@pytest.mark.parametrize("recipe", [RECIPE, "sample-films-time-core4"])
def test_why_two_items_are_alike(database: Path, tables: Tables, recipe: str) -> None:
    for item, neighbor, *measured in tables.execute(
        "select item_id, neighbor_id, raters, neighbor_raters, co_raters, jaccard, cosine"
        f" from similarity.item_neighbors where recipe_id = '{recipe}' and rank in (1, 20)"
        " order by co_raters desc, item_id, rank limit 2"
    ).fetchall():
        raters, neighbor_raters, co_raters, jaccard, cosine = measured
        command = ("why", item, neighbor, "--recipe", recipe, "--count", 999)
        users = ask(database, *command)
        assert len(users) == co_raters
        for name, place in (("rating_a", item), ("rating_b", neighbor)):
            rated = dict(
                tables.execute(
                    "select user_id, rating from benchmarks.interactions where recipe_id = ?"
                    " and item_id = ? and split in ('train', 'all')",
                    [recipe, place],
                ).fetchall()
            )
            assert all(user[name] == rated[user["user_id"]] for user in users)
        said = corate(*map(str, command), "--database", str(database)).out.splitlines()[0]
        assert f") has {raters} raters, " in said and f") has {neighbor_raters}, " in said
        assert f", {co_raters} rated both: " in said
        told = re.search(r"jaccard ([0-9.]+), cosine ([0-9.]+)$", said)
        assert told is not None
        assert float(told[1]) == pytest.approx(jaccard, abs=0.00005)
        assert float(told[2]) == pytest.approx(cosine, abs=0.00005)


def test_recommendations_for_a_list_are_those_of_a_user_with_that_list(
    database: Path, tables: Tables
) -> None:
    users = tables.execute(
        "select distinct user_id from recommendations.user_recommendations"
        f" where recipe_id = '{RECIPE}' order by user_id limit 3"
    ).fetchall()
    assert len(users) == 3
    for (user,) in users:
        items = tables.execute(
            "select item_id from benchmarks.interactions where recipe_id = ? and user_id = ?",
            [RECIPE, user],
        ).fetchall()
        expected = tables.execute(
            "select item_id from recommendations.user_recommendations"
            " where recipe_id = ? and user_id = ? and method = 'item_neighbors' order by rank",
            [RECIPE, user],
        ).fetchall()
        found = ask(database, "recommend", *(item for (item,) in items), "--recipe", RECIPE)
        assert [(row["item_id"],) for row in found] == expected


def test_only_what_is_liked_votes(database: Path, tables: Tables) -> None:
    item, _, _ = any_pair(tables)
    best, *others = ask(database, "recommend", item, "--recipe", RECIPE, "--count", 999)
    for given in (("--rated", item, 5), (item,)):
        rated = ("--rated", best["item_id"], 1)
        found = ask(database, "recommend", *given, *rated, "--recipe", RECIPE, "--count", 999)
        assert others and found == others


def test_odd_ids_are_found(database: Path, tables: Tables) -> None:
    for name in ("7", "007", "it's", 'with "quotes"', "日本 é"):
        printed = corate(
            "neighbors",
            name,
            "--recipe",
            "odd-ids-all",
            "--format",
            "csv",
            "--database",
            str(database),
        )
        assert printed.code == 0, printed
        assert f"most alike {name}" in printed.err
        found = [row["item_id"] for row in csv.DictReader(io.StringIO(printed.out))]
        expected = tables.execute(
            "select neighbor_id from similarity.item_neighbors"
            " where recipe_id = 'odd-ids-all' and item_id = ? and rank <= 10 order by rank",
            [name],
        ).fetchall()
        assert expected and [(item,) for item in found] == expected


def test_an_item_without_neighbours_is_said_to_have_none(database: Path) -> None:
    printed = corate(
        "neighbors", "1", "--recipe", "movielens-latest-small-all", "--database", str(database)
    )
    assert printed.code == 0 and "has no neighbour: with no other item it has enough" in printed.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["neighbors", "No Such Film", "--recipe", RECIPE],
            2,
            f"recipe {RECIPE} has nothing called 'No Such Film': look in benchmarks.items",
        ),
        (
            ["neighbors", "star", "--recipe", RECIPE],
            2,
            f"{RECIPE} has nothing called 'star'. Write the id of one of: 48 (Star Wars, 1977)",
        ),
        (["why", "48", "' or true --", "--recipe", RECIPE], 2, "has nothing called '' or true --'"),
        (
            ["neighbors", "48", "--recipe", "no-such"],
            2,
            "there is no recipe 'no-such'. There are: ",
        ),
        (
            ["recommend", "48", "--recipe", "movielens-1m-core5"],
            2,
            "there is no recipe 'movielens-1m-core5'. There are: ",
        ),
        (
            ["recommend", "--rated", "48", "1", "--recipe", RECIPE],
            2,
            "nothing to go by: no item is rated 4.0 or higher",
        ),
        (["recommend", "--recipe", RECIPE], 2, "nothing to go by: name items that are liked"),
        *(
            (["recommend", *named, "--recipe", RECIPE], 2, "item 48 is named more than once")
            for named in (
                ["--rated", "48", "5", "--rated", "48", "1"],
                ["48", "--rated", "48", "1"],
                ["48", "48"],
            )
        ),
        (["recommend", "--rated", "48", "good", "--recipe", RECIPE], 2, "a rating is a number"),
        (["recommend", "--rated", "48", "nan", "--recipe", RECIPE], 2, "a rating is a number"),
        (
            ["neighbors", "no such model", "--content", "models"],
            2,
            "what is compared of models has nothing called 'no such model': look in similarity",
        ),
        (
            ["neighbors", "star wars", "--content", "movies", "--features", "smell"],
            2,
            "no movies are compared by 'smell': take one of all, ",
        ),
        (["neighbors", "48", "--recipe", RECIPE, "--features", "all"], 2, "goes with --content"),
    ],
)
def test_what_cannot_be_answered_is_one_clear_line(
    database: Path, arguments: list[str], code: int, said: str
) -> None:
    printed = refused(*arguments, "--database", database)
    assert said in printed.err
    assert printed.code == code and printed.out == ""


def test_an_id_goes_before_a_title_and_of_one_title_ids_are_listed(
    database: Path, tmp_path: Path
) -> None:
    """A film may be called as another's id is; of two films of one name, neither is meant."""
    changed = tmp_path / "changed.duckdb"
    changed.write_bytes(database.read_bytes())
    with duckdb.connect(str(changed)) as connection:
        connection.execute(
            "create table items as from catalog.items; drop view catalog.items;"
            " create table catalog.items as from items"
        )
        connection.execute(
            "update catalog.items set title = 'Heat', release_year = 1900 + item_id::int"
            " where dataset_id = 'sample-films' and item_id in ('48', '54')"
        )
        connection.execute(
            "update catalog.items set title = '57'"
            " where dataset_id = 'sample-films' and item_id = '60'"
        )
    printed = refused("neighbors", "heat", "--recipe", RECIPE, "--database", changed)
    assert "has more than one 'heat'. Write the id of one of: 48 (Heat, 1948), 54 (Heat, 1954)" in (
        printed.err
    )
    found = corate("neighbors", "57", "--recipe", RECIPE, "--database", str(changed))
    assert "most alike 57 (" in found.out and "most alike 57 (57" not in found.out


@pytest.mark.parametrize(
    ("collection", "measures"),
    [
        ("movies", [("all", "jaccard"), ("all", "cosine"), ("all", "cosine_idf")]),
        (
            "models",
            [
                ("four_columns", "jaccard"),
                ("soup", "cosine"),
                ("wide", "jaccard"),
                ("wide", "cosine"),
            ],
        ),
    ],
)
def test_what_is_alike_in_content_stands_side_by_side(
    database: Path, tables: Tables, collection: str, measures: list[tuple[str, str]]
) -> None:
    ((item,),) = tables.execute(
        "select item_id from similarity.content_neighbors"
        f" where collection = '{collection}' group by item_id"
        " having count(distinct feature_set || ranked_by) >= 4 order by item_id limit 1"
    ).fetchall()
    found = ask(database, "neighbors", item, "--content", collection, "--count", 3)
    names: dict[str, str] = dict(
        tables.execute(
            "select imdb_id, title || coalesce(' (' || release_year || ')', '') from catalog.movies"
        ).fetchall()
    )
    for feature_set, ranked_by in measures:
        expected = tables.execute(
            f"select neighbor_id, {ranked_by} from similarity.content_neighbors"
            f" where collection = '{collection}' and feature_set = '{feature_set}'"
            f" and ranked_by = '{ranked_by}' and item_id = '{item}' and rank <= 3 order by rank"
        ).fetchall()
        assert expected
        told = [row[ranked_by] for row in found if row["feature_set"] == feature_set]
        assert len(told) >= len(expected)
        for cell, (neighbor, measure) in zip(told, expected, strict=False):
            name, _, value = cell.rpartition("  ")
            assert name == names.get(neighbor, neighbor)
            assert float(value) == pytest.approx(measure, abs=0.00051)
    one = ask(
        database, "neighbors", item, "--content", collection, "--features", measures[0][0], "-n", 3
    )
    assert one == [row for row in found if row["feature_set"] == measures[0][0]]
