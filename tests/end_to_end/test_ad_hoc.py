"""The macros that answer one question on the command line, on the sample."""

from __future__ import annotations

import json

import pytest

from tests.support.projects import Project, copy_project

RECIPE = "sample-films-core5"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("ad-hoc") / "project")
    project.ingest("land", "sample-films")
    project.ingest("land", "sample-models")
    project.ingest("wikidata", "--from", project.folder / "sample" / "wikidata" / "answers.jsonl")
    names = ("benchmarks", "similarity", "recommendations")
    marts = [f"+path:models/marts/{name}" for name in names]
    project.build_without_tests("--select", *marts, "+catalog__movies")
    return project


def printed_rows(printed: str) -> list[list[str]]:
    """The cells of the printed tables, headers and rulers left out."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in printed.splitlines()
        if line.startswith("|")
    ]
    rulers = [n for n, row in enumerate(rows) if all(set(cell) == {"-"} for cell in row)]
    left_out = {place for ruler in rulers for place in (ruler - 1, ruler)}
    return [row for n, row in enumerate(rows) if n not in left_out]


def ask(project: Project, macro: str, **arguments: object) -> list[list[str]]:
    return printed_rows(
        project.dbt(
            "run-operation", macro, "--args", json.dumps({"recipe_id": RECIPE, **arguments})
        )
    )


def any_pair(project: Project) -> tuple[str, str, str]:
    """An item, its title and its nearest neighbour."""
    ((item, title, neighbor),) = project.rows(
        "select item_id, title, neighbor_id from similarity.item_neighbors"
        " join catalog.items using (item_id)"
        f" where recipe_id = '{RECIPE}' and rank = 1 order by co_raters desc, item_id limit 1"
    )
    return item, title, neighbor


def test_neighbours_of_a_title_are_those_of_the_table(project: Project) -> None:
    item, title, _ = any_pair(project)
    expected = project.rows(
        "select rank::varchar, neighbor_id from similarity.item_neighbors"
        f" where recipe_id = '{RECIPE}' and item_id = '{item}' and rank <= 4 order by rank"
    )
    for name in (title.upper(), item):
        found = ask(project, "neighbors_of", item=name, count=4)
        assert [(row[0], row[1]) for row in found] == expected


def test_why_two_items_are_alike(project: Project) -> None:
    item, _, neighbor = any_pair(project)
    ((raters, neighbor_raters, co_raters),) = project.rows(
        "select raters, neighbor_raters, co_raters from similarity.item_neighbors"
        f" where recipe_id = '{RECIPE}' and item_id = '{item}' and rank = 1"
    )
    counts, *users = ask(project, "why_alike", item_a=item, item_b=neighbor, count=999)
    assert counts[:3] == [str(raters), str(neighbor_raters), str(co_raters)]
    assert len(users) == co_raters


def test_recommendations_for_a_list_are_those_of_a_user_with_that_list(project: Project) -> None:
    ((user,),) = project.rows(
        f"select min(user_id) from recommendations.user_recommendations"
        f" where recipe_id = '{RECIPE}'"
    )
    items = [
        item
        for (item,) in project.rows(
            "select item_id from benchmarks.interactions"
            f" where recipe_id = '{RECIPE}' and user_id = '{user}'"
        )
    ]
    expected = project.rows(
        "select item_id from recommendations.user_recommendations"
        f" where recipe_id = '{RECIPE}' and user_id = '{user}' and method = 'item_neighbors'"
        " order by rank"
    )
    found = ask(project, "recommend_for", items=items)
    assert [(row[0],) for row in found] == expected


def test_only_what_is_liked_votes(project: Project) -> None:
    item, _, _ = any_pair(project)
    best, *others = ask(project, "recommend_for", items=[item], count=999)
    rated = ask(project, "recommend_for", items={item: 5, best[0]: 1}, count=999)
    assert others
    assert rated == others


def test_what_cannot_be_answered_is_one_clear_line(project: Project) -> None:
    arguments = json.dumps({"recipe_id": RECIPE, "item": "No Such Film"})
    printed = project.failing_dbt("run-operation", "neighbors_of", "--args", arguments)
    assert f"recipe {RECIPE} has no items called 'No Such Film'" in printed
    arguments = json.dumps({"recipe_id": RECIPE, "items": {any_pair(project)[0]: 1}})
    printed = project.failing_dbt("run-operation", "recommend_for", "--args", arguments)
    assert "nothing to go by: no item of the list is rated 4.0 or higher" in printed


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
    project: Project, collection: str, measures: list[tuple[str, str]]
) -> None:
    ((item,),) = project.rows(
        "select item_id from similarity.content_neighbors"
        f" where collection = '{collection}' group by item_id"
        " having count(distinct feature_set || ranked_by) >= 4 order by item_id limit 1"
    )
    printed = project.dbt(
        "run-operation",
        "alike_in_content",
        "--args",
        json.dumps({"collection": collection, "item": item, "count": 3}),
    )
    found = printed_rows(printed)
    names: dict[str, str] = dict(
        project.rows(
            "select imdb_id, title || coalesce(' (' || release_year || ')', '') from catalog.movies"
        )
    )
    for column, (feature_set, ranked_by) in enumerate(measures, 1):
        expected = project.rows(
            f"select neighbor_id, {ranked_by} from similarity.content_neighbors"
            f" where collection = '{collection}' and feature_set = '{feature_set}'"
            f" and ranked_by = '{ranked_by}' and item_id = '{item}' and rank <= 3 order by rank"
        )
        assert expected
        told = [row[column] for row in found if row[column]]
        assert len(told) == len(expected)
        for cell, (neighbor, measure) in zip(told, expected, strict=True):
            name, _, value = cell.rpartition("  ")
            if cell.endswith("..."):  # long names are cut off when they are printed
                assert names.get(neighbor, neighbor).startswith(cell.removesuffix("...").strip())
            else:
                assert name == names.get(neighbor, neighbor)
                assert float(value) == pytest.approx(measure, abs=0.00051)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"collection": "songs", "item": "x"}, "collection is 'songs': write movies or models"),
        (
            {"collection": "models", "item": "no such model"},
            "collection models has nothing called 'no such model' with a feature to compare:"
            " look in catalog.models",
        ),
        (
            {"collection": "movies", "item": "the matrix", "feature_set": "smell"},
            "no movies are compared by 'smell'",
        ),
    ],
)
def test_what_cannot_be_alike_in_content_is_one_clear_line(
    project: Project, arguments: dict[str, str], said: str
) -> None:
    printed = project.failing_dbt(
        "run-operation", "alike_in_content", "--args", json.dumps(arguments)
    )
    assert said in printed
