"""Methods compared on each user's targets and some items that the user never met."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.support.own_files import protocol_line
from tests.support.projects import SMALL, Project, copy_project

MODELS = (
    *("+recommendations__metrics", "+recommendations__comparisons"),
    *("+recommendations__metric_intervals", "+recommendations__landed_predictions"),
    *("+benchmarks__interactions", "+benchmarks__items", "+benchmarks__recipes"),
)
ALL, DRAWN, GIVEN = (f"sample-films-{name}" for name in ("loo", "loo30", "given"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The films of the sample on all items, on thirty drawn ones, and on the same given again.

    Beside the methods, popularity as it would be landed, of every film for every user.
    """
    project = copy_project(tmp_path_factory.mktemp("sampled") / "project", SMALL)
    project.ingest("land", "sample-films")
    core = {"core_scope": "all", "core_users": 5, "core_items": 5, "split": "leave_one_out"}
    project.replace_seed(
        "protocols",
        [
            protocol_line("loo", "sample-films", **core),
            protocol_line("loo30", "sample-films", **core, negatives="030"),
            protocol_line("given", "sample-films", **core, negatives="given"),
        ],
    )
    project.build_without_tests("--select", *MODELS)
    popular = project.rows(
        "select users.user_id, items.item_id, items.raters"
        " from (select distinct user_id from benchmarks.interactions"
        f" where recipe_id = '{DRAWN}') as users"
        " cross join (select item_id, count(distinct user_id) as raters"
        f" from benchmarks.interactions where recipe_id = '{DRAWN}' and split = 'train'"
        " group by item_id) as items"
    )
    lists = _written(project.folder / "popular.csv", ("user", "item", "score"), popular)
    for split in ("valid", "test"):
        project.ingest(
            *("land-predictions", "landed", "--recipe", DRAWN, "--from", lists, "--split", split)
        )
        rows = negatives_of(project, DRAWN, split)
        # a user and a list, in no order
        users: dict[str, list[str]] = {}
        for user, item in rows:
            users.setdefault(user, []).append(item)
        drawn = _written(
            project.folder / f"{split}.tsv",
            ("user", "items"),
            [(user, ",".join(items)) for user, items in users.items()],
            delimiter="\t",
        )
        printed = project.ingest(
            *("land-negatives", "--recipe", GIVEN, "--from", drawn, "--split", split),
            *("--user", "user", "--item", "items", "--explode"),
        )
        assert f"landed negatives for {split} of {GIVEN}" in printed
    project.build_with_data_tests("--select", *MODELS)
    return project


def _written(
    file: Path, header: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ","
) -> Path:
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return file


def negatives_of(project: Project, recipe_id: str, split: str) -> list[tuple[str, str]]:
    return [
        (user, item)
        for user, item in project.rows(
            "select users.entity_id, items.entity_id from intermediate.int_sampled_items as sampled"
            " inner join intermediate.int_benchmark_entities as users"
            " on users.recipe_key = sampled.recipe_key and users.kind = 'user'"
            " and users.entity_index = sampled.user_index"
            " inner join intermediate.int_benchmark_entities as items"
            " on items.recipe_key = sampled.recipe_key and items.kind = 'item'"
            " and items.entity_index = sampled.item_index"
            f" where users.recipe_id = '{recipe_id}' and split = '{split}' and not is_target"
        )
    ]


def test_each_user_has_thirty_films_that_they_never_met(project: Project) -> None:
    met = set(
        project.rows(
            f"select user_id, item_id from benchmarks.interactions where recipe_id = '{DRAWN}'"
        )
    )
    for split in ("valid", "test"):
        negatives = negatives_of(project, DRAWN, split)
        users = {user for user, _ in negatives}
        assert len(users) > 400
        assert len(set(negatives)) == len(negatives) == 30 * len(users)
        assert not met & set(negatives)
    # which is every film about as often as any other that as many have not met
    often = [item for _, item in negatives]
    times = [often.count(item) for item in set(often)]
    assert len(times) > 100
    assert max(times) < 4 * (len(often) / len(times))


def test_every_figure_says_that_it_is_of_a_sample(project: Project) -> None:
    for table in ("metrics", "metric_intervals", "comparisons"):
        assert project.rows(
            f"select distinct recipe_id, negatives from recommendations.{table} order by all"
        ) == [(GIVEN, "given"), (ALL, None), (DRAWN, "30")]
    assert project.rows(
        "select recipe_id, negatives from benchmarks.recipes where problem is null order by all"
    ) == [(GIVEN, "given"), (ALL, None), (DRAWN, "30")]


def test_nothing_is_to_be_said_of_samples_that_are_whole(project: Project) -> None:
    assert project.rows("select distinct remark from recommendations.metrics") == [(None,)]


def test_on_a_sample_figures_are_higher(project: Project) -> None:
    """A target has 30 rivals there, and more than a hundred among all items."""
    found = project.rows(
        "select of_all.method, sampled.recall > of_all.recall, sampled.users = of_all.users"
        " from recommendations.metrics as sampled"
        " inner join recommendations.metrics as of_all using (method, split, k)"
        f" where sampled.recipe_id = '{DRAWN}' and of_all.recipe_id = '{ALL}'"
    )
    assert len(found) >= 3 * 2 * 3
    assert all(is_higher and are_the_same for _, is_higher, are_the_same in found)


def test_what_is_landed_is_measured_on_the_same_sample(project: Project) -> None:
    """Popularity, of all films, and of thirty: rows beyond the sample are told."""
    metrics = (
        "select * exclude (method) from recommendations.metrics"
        f" where recipe_id = '{DRAWN}' and method = "
    )
    popular = project.rows(f"{metrics} 'popularity' order by all")
    assert len(popular) == 6
    assert project.rows(f"{metrics} 'landed' order by all") == popular
    for row_count, listed, beyond, problem in project.rows(
        "select row_count, listed_rows, not_sampled_rows, problem"
        " from recommendations.landed_predictions where method = 'landed'"
    ):
        assert 0 < listed < beyond < row_count
        assert problem is None


BY_HASH = {
    "metrics": "negatives",
    "metric_intervals": "negatives, interval_low, interval_high",
    # and p is corrected for how many methods are compared
    "comparisons": "negatives, p_t_holm, p_sign_flip, p_sign_flip_holm",
}
"""What is another, though the sample is the same: users are grouped by a hash of the recipe."""


@pytest.mark.parametrize("table", BY_HASH)
def test_given_negatives_give_the_same_as_when_they_were_drawn(
    project: Project, table: str
) -> None:
    query = (
        f"select * exclude (recipe_id, {BY_HASH[table]}) from recommendations.{table}"
        " where recipe_id = '{}' and {} <> 'landed' order by all"
    )
    method = "method_b" if table == "comparisons" else "method"
    drawn = [row for row in project.rows(query.format(DRAWN, method)) if "landed" not in row]
    assert len(drawn) > 10
    assert project.rows(query.format(GIVEN, method)) == drawn


def test_given_negatives_are_all_used(project: Project) -> None:
    assert project.rows(
        "select split, row_count = listed_rows, users_with_list = users, users_without_list,"
        " problem from recommendations.landed_predictions where method = 'negatives' order by split"
    ) == [("test", True, True, 0, None), ("valid", True, True, 0, None)]


@pytest.mark.long
def test_who_has_no_negatives_and_what_nobody_asked_for_is_told(
    project: Project, tmp_path: Path
) -> None:
    copied = copy_project(tmp_path / "project", SMALL)
    copied.take_database_of(project)
    file = copied.folder / "seeds" / "protocols.csv"
    file.write_bytes((project.folder / "seeds" / "protocols.csv").read_bytes())
    rows = negatives_of(copied, DRAWN, "test")
    some = _written(copied.folder / "some.csv", ("user", "item"), rows[:-90])
    copied.ingest("land-negatives", "--recipe", GIVEN, "--from", some)
    copied.ingest("land-negatives", "--recipe", ALL, "--from", some)
    copied.ingest("remove-predictions", "negatives", "--recipe", GIVEN, "--split", "valid")
    printed = copied.build_with_data_tests("--select", *MODELS)
    assert "landed_predictions_are_measured" in printed and "WARN=1" in printed
    found = {
        recipe_id: told
        for recipe_id, *told in copied.rows(
            "select recipe_id, users_without_list > 0, problem"
            " from recommendations.landed_predictions where method = 'negatives'"
        )
    }
    assert found[GIVEN] == [True, "3 of 456 users have no negatives: nothing is found for them"]
    assert found[ALL] == [
        None,
        "not used: the protocol asks for none: write given into its cell negatives",
    ]
    assert copied.rows(
        f"select distinct remark from recommendations.metrics where recipe_id = '{GIVEN}'"
    ) == [("users without negatives: 3",)]
    # nothing is given for valid any more
    assert copied.rows(
        f"select distinct split from recommendations.metrics where recipe_id = '{GIVEN}'"
    ) == [("test",)]
    copied.ingest("remove-predictions", "negatives")
    copied.build_with_data_tests("--select", *MODELS)
    assert copied.rows(
        "select recipe_id, split, row_count, problem from recommendations.landed_predictions"
        " where method = 'negatives' order by all"
    ) == [
        (
            GIVEN,
            split,
            0,
            "not measured: the protocol asks for negatives: land them with land-negatives",
        )
        for split in ("test", "valid")
    ]
