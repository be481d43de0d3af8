"""One's own method is measured by the same tables as those that are made here."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.test_changes import changed_since, notes_of
from tests.support.own_files import protocol_line
from tests.support.projects import SMALL, Project, copy_project
from tests.support.public_content import public_content

RECIPE = "sample-films-loo"
MODELS = (
    *("+recommendations__metrics", "+recommendations__user_recommendations"),
    *("+recommendations__landed_predictions", "+recommendations__comparisons"),
    *("+benchmarks__interactions", "+catalog__landings"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The films of the sample under two recipes, with nothing landed beside them."""
    project = copy_project(tmp_path_factory.mktemp("predictions") / "project", SMALL)
    project.ingest("land", "sample-films")
    core = {"core_scope": "all", "core_users": 5, "core_items": 5}
    project.replace_seed(
        "protocols",
        [
            protocol_line("loo", "sample-films", split="leave_one_out", **core),
            protocol_line("random", "sample-films", split="random", **core),
        ],
    )
    project.build_without_tests("--select", *MODELS)
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    copied = copy_project(tmp_path / "project", SMALL)
    copied.take_database_of(built)
    file = copied.folder / "seeds" / "protocols.csv"
    file.write_bytes((built.folder / "seeds" / "protocols.csv").read_bytes())
    return copied


def lists_of(project: Project, method: str, split: str) -> list[dict[str, Any]]:
    """What a method recommends, as long as it is measured, by ids, in an order of chance."""
    names = " ".join(
        f"inner join intermediate.int_benchmark_entities as {kind}s"
        f" on {kind}s.recipe_key = lists.recipe_key and {kind}s.kind = '{kind}'"
        f" and {kind}s.entity_index = lists.{kind}_index"
        for kind in ("user", "item")
    )
    found = project.records(
        "select users.entity_id as user_id, items.entity_id as item_id, lists.rank, lists.score"
        f" from intermediate.int_recommendations as lists {names}"
        f" where users.recipe_id = '{RECIPE}' and method = '{method}' and split = '{split}'"
        " order by all"
    )
    random.Random(7).shuffle(found)
    return found


def land(project: Project, method: str, rows: list[dict[str, Any]], *options: str) -> str:
    file = project.folder / "lists.csv"
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    recipe = () if "--recipe" in options else ("--recipe", RECIPE)
    return project.ingest("land-predictions", method, "--from", file, *recipe, *options)


def without(rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != column} for row in rows]


def metrics(project: Project, method: str, split: str) -> list[tuple[Any, ...]]:
    return project.rows(
        "select * exclude (method) from recommendations.metrics"
        f" where recipe_id = '{RECIPE}' and method = '{method}' and split = '{split}' order by k"
    )


def test_what_popularity_recommends_is_as_good_under_another_name(project: Project) -> None:
    """By rank and by score, to the last digit; and gone, all is as it was."""
    before, content = notes_of(project), public_content(project.database)
    for split in ("valid", "test"):
        rows = lists_of(project, "popularity", split)
        land(project, "by_rank", without(rows, "score"), "--split", split)
        land(project, "by_score", without(rows, "rank"), "--split", split)
    project.build_with_data_tests("--select", *MODELS)
    assert changed_since(before, project) == {RECIPE}
    for split in ("valid", "test"):
        wanted = metrics(project, "popularity", split)
        assert len(wanted) == 3
        assert metrics(project, "by_rank", split) == wanted
        assert metrics(project, "by_score", split) == wanted
    lists = "select * exclude (method) from recommendations.user_recommendations where method ="
    popular = project.rows(f"{lists} 'popularity' and recipe_id = '{RECIPE}' order by all")
    assert len(popular) > 1_000
    assert project.rows(f"{lists} 'by_score' order by all") == popular
    ((unlike,),) = project.rows(
        "select count(*) from recommendations.user_recommendations"
        " where method = 'by_rank' and score <> 1 / rank"
    )
    assert unlike == 0
    found = project.rows(
        "select method, split, row_count = listed_rows, users = users_with_list,"
        " users_without_list, problem from recommendations.landed_predictions order by all"
    )
    assert found == [
        (method, split, True, True, 0, None)
        for method in ("by_rank", "by_score")
        for split in ("test", "valid")
    ]
    compared = project.rows(
        "select distinct method_b, split, difference from recommendations.comparisons"
        " where method_a = 'by_rank' and method_b in ('by_score', 'popularity') order by all"
    )
    assert compared == [
        (method, split, 0.0) for method in ("by_score", "popularity") for split in ("test", "valid")
    ]
    for method in ("by_rank", "by_score"):
        project.ingest("remove-predictions", method)
    project.build_without_tests("--select", *MODELS)
    assert public_content(project.database) == content
    assert notes_of(project) == before


def test_what_cannot_count_is_counted_and_told(project: Project) -> None:
    """A list of one user, and rows that are in none; and lists of which nothing is measured."""
    before = notes_of(project)
    ((user, item, known),) = project.rows(
        "select users.user_id, targets.item_id, users.item_id from benchmarks.interactions as users"
        " inner join benchmarks.interactions as targets using (recipe_id, user_id)"
        f" where recipe_id = '{RECIPE}' and users.split = 'train' and targets.split = 'test'"
        " order by all limit 1"
    )
    rows = [
        {"user": user, "item": known, "rank": 1},
        {"user": user, "item": "no such film", "rank": 2},
        {"user": user, "item": item, "rank": 4},
        {"user": user, "item": item, "rank": 3},
        {"user": "nobody", "item": item, "rank": 1},
    ]
    land(project, "mine", rows)
    land(project, "elsewhere", rows, "--recipe", "sample-films-nothing")
    land(project, "other", rows, "--recipe", "sample-films-random", "--split", "valid")
    printed = project.build_with_data_tests("--select", *MODELS)
    assert "landed_predictions_are_measured" in printed and "WARN=1" in printed
    found = {
        method: counts
        for method, *counts in project.rows(
            "select method, row_count, users, users_with_list, listed_rows, unknown_user_rows,"
            " unknown_item_rows, met_in_train_rows, met_in_valid_rows, duplicate_rows, problem"
            " from recommendations.landed_predictions"
        )
    }
    assert found["mine"] == [5, 2, 1, 1, 1, 1, 1, 0, 1, None]
    assert found["elsewhere"][2:9] == [None] * 7
    assert found["elsewhere"][-1].startswith("not measured: no recipe is made that is called so")
    measured = project.rows(
        "select distinct split, users, hit_rate * users, mrr * users, recall * users"
        " from recommendations.metrics where method = 'mine'"
    )
    ((split, users, *sums),) = measured
    assert split == "test" and users > 100
    # the others are measured, too: nothing was recommended to them
    assert sums == pytest.approx([1, 1, 1])
    lists = project.rows(
        "select user_id, rank, item_id, score from recommendations.user_recommendations"
        " where method = 'mine'"
    )
    assert lists == [(user, 1, item, 1.0)]
    assert changed_since(before, project) == {
        *(RECIPE, "sample-films-random", "sample-films-nothing"),
    }
