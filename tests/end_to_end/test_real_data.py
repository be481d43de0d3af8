"""The figures that are known of real data, in one warehouse of all real datasets at hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import Project, copy_project
from tests.support.real_files import BEAUTY_TIMES, INSTRUMENTS, LATEST_SMALL, ONE_PASS, TWEETINGS


@pytest.fixture(scope="module")
def warehouse(real: Project) -> Project:
    return real


Counts = Callable[[str, str], Any]


@pytest.fixture
def core(warehouse: Project) -> Callable[[str], tuple[int, ...]]:
    """Users, items and rows that a recipe's core leaves, and its rounds."""

    def count(recipe_id: str) -> tuple[int, ...]:
        (found,) = warehouse.rows(
            f"""
            select
                arg_max(users, round), arg_max(items, round), arg_max(interactions, round),
                count(*)
            from benchmarks.core_rounds
            where recipe_id = '{recipe_id}'
            """
        )
        return found

    return count


@pytest.mark.parametrize(
    ("recipe_id", "users_items_rows_rounds"),
    [
        (f"{LATEST_SMALL}-core5", (610, 3_650, 90_274, 2)),
        (f"{LATEST_SMALL}-core10", (609, 2_269, 81_109, 3)),
        (f"{LATEST_SMALL}-time-core4", (522, 3_615, 73_936, 2)),
        (f"{TWEETINGS}-core5", (4_333, 2_414, 68_055, 6)),
        (f"{TWEETINGS}-core10", (2_059, 1_099, 44_613, 9)),
        (f"{INSTRUMENTS}-core5", (1_429, 900, 10_261, 1)),
        (f"{INSTRUMENTS}-time-core4", (1_137, 789, 7_551, 9)),
        (f"{ONE_PASS}-core5", (22_363, 12_101, 198_502, 17)),
    ],
)
def test_cores(
    core: Callable[[str], tuple[int, ...]],
    recipe_id: str,
    users_items_rows_rounds: tuple[int, ...],
) -> None:
    assert core(recipe_id) == users_items_rows_rounds


def test_a_core_that_is_empty_is_there_and_flagged(
    warehouse: Project, core: Callable[[str], tuple[int, ...]]
) -> None:
    recipe_id = f"{INSTRUMENTS}-core10"
    assert core(recipe_id)[:3] == (0, 0, 0)
    found = warehouse.rows(
        f"select split, interactions, is_empty from benchmarks.statistics"
        f" where recipe_id = '{recipe_id}'"
    )
    assert found == [("all", 0, True)]


@pytest.mark.parametrize(
    ("dataset_id", "cuts", "rows_before_core", "rows_after_core"),
    [
        (LATEST_SMALL, (1458635171, 1498029450), (80_668, 10_084, 10_084), (73_936, 553, 530)),
        (TWEETINGS, (1375229568, 1376776237), (80_000, 10_000, 10_000), None),
        (INSTRUMENTS, (1391731200, 1397692800), (8_208, 1_021, 1_032), (7_551, 290, 213)),
        # the split of the Amazon Beauty study, on the 5-core of its data
        (BEAUTY_TIMES, (1394150400, 1399939200), (158689, 19666, 20147), (150677, 7827, 4372)),
    ],
)
def test_global_time_splits(
    warehouse: Project,
    dataset_id: str,
    cuts: tuple[int, int],
    rows_before_core: tuple[int, int, int],
    rows_after_core: tuple[int, int, int] | None,
) -> None:
    recipe_id = f"{dataset_id}-time-core4"
    (starts,) = warehouse.rows(
        f"""
        select
            max(epoch(starts_at)::bigint) filter (split = 'valid'),
            max(epoch(starts_at)::bigint) filter (split = 'test')
        from benchmarks.statistics where recipe_id = '{recipe_id}'
        """
    )
    assert starts == cuts
    valid_starts, test_starts = cuts
    (before,) = warehouse.rows(
        f"""
        select
            count(*) filter (epoch(rated_at) < {valid_starts}),
            count(*) filter (
                epoch(rated_at) >= {valid_starts} and epoch(rated_at) < {test_starts}
            ),
            count(*) filter (epoch(rated_at) >= {test_starts}),
        from benchmarks.interaction_fates where recipe_id = '{recipe_id}'
        """
    )
    assert before == rows_before_core
    if rows_after_core is not None:
        after = dict(
            warehouse.rows(
                "select split, interactions from benchmarks.statistics"
                f" where recipe_id = '{recipe_id}'"
            )
        )
        assert tuple(after[split] for split in ("train", "valid", "test")) == rows_after_core


def test_first_rounds_of_the_one_pass_file(warehouse: Project) -> None:
    """The numbers of the k-core log of the file that was filtered in one pass."""
    found = warehouse.rows(
        f"""
        select users, items from benchmarks.core_rounds
        where recipe_id = '{ONE_PASS}-core5' and round <= 3 order by round
        """
    )
    assert found == [(40_226, 17_041), (26_116, 17_041), (26_116, 13_318)]


def test_everything_lands_whole(warehouse: Project) -> None:
    found = {
        dataset_id: (rows, users, items)
        for dataset_id, rows, users, items in warehouse.rows(
            "select dataset_id, row_count, users, items from catalog.datasets"
        )
    }
    assert found[LATEST_SMALL] == (100_836, 610, 9_724)
    # users.dat lists 16,554 users; that many have rated, too
    assert found[TWEETINGS] == (100_000, 16_554, 10_506)
    assert found[INSTRUMENTS] == (10_261, 1_429, 900)
    assert found[ONE_PASS] == (353_962, 40_226, 54_542)
    assert found["amazon-2014-beauty"][0] == 29_999
    assert found["amazon-2018-all-beauty-5"][0] == 5_269
    assert found["movielens-1m"] == (0, 0, 0)
    assert warehouse.rows("select count(*) from raw.rejected_rows") == [(0,)]


def test_duplicates_of_the_amazon_files(warehouse: Project) -> None:
    found = dict(
        warehouse.rows(
            "select dataset_id, count(distinct (user_key, item_key))"
            " from intermediate.int_interactions"
            " inner join intermediate.int_datasets using (dataset_key)"
            " where dataset_id like 'amazon%' group by dataset_id"
        )
    )
    assert found["amazon-2014-beauty"] == 29_999 - 1
    assert found["amazon-2018-all-beauty-5"] == 4_092


def test_movielens_1m_titles_are_those_of_the_file(warehouse: Project, shared_data: Path) -> None:
    """The copy at hand is UTF-8, with 61 letters that were lost before it came here.

    (GroupLens delivers Latin-1: tests/ingest has both.) Nothing may be lost or changed on top.
    """
    file = shared_data / "movielens" / "ml-1m-movies-users" / "movies.dat"
    lines = file.read_text(encoding="utf-8").splitlines()
    delivered = dict(line.split("::")[:2] for line in lines)
    found = dict(
        warehouse.rows(
            """
            select "movieId", title from raw.movielens_movies where dataset_id = 'movielens-1m'
            """
        )
    )
    assert len(found) == 3_881
    assert found == delivered


def test_leading_zeros_of_product_ids_survive(warehouse: Project) -> None:
    found = warehouse.rows(
        "select count(*) from catalog.items"
        " where dataset_id = 'amazon-2014-beauty' and item_id = '0205616461'"
    )
    assert found == [(1,)]


def test_movies_of_several_sources_meet_by_imdb_id(warehouse: Project) -> None:
    (found,) = warehouse.rows(
        "select title, release_year, movielens_genres, dataset_ids"
        " from catalog.movies where imdb_id = 'tt0114709'"
    )
    assert found[:2] == ("Toy Story", 1995)
    assert found[2] == ["Adventure", "Animation", "Children", "Comedy", "Fantasy"]
    assert LATEST_SMALL in found[3]
    (ids,) = warehouse.rows(
        "select count(*) filter (not regexp_full_match(imdb_id, 'tt[0-9]{7,}')), count(*)"
        " from catalog.movies"
    )
    assert ids[0] == 0
    assert ids[1] > 10_506


def test_published_counts_agree_where_they_should(warehouse: Project) -> None:
    """Official figures of data that is landed whole; others are on record with a reason."""
    found = warehouse.records(
        "select * from benchmarks.published_counts"
        f" where dataset_id in ('{LATEST_SMALL}', '{INSTRUMENTS}')"
    )
    agreeing = [row for row in found if row["agreement"] == "agrees"]
    assert len(agreeing) >= 6
    unexplained = [row for row in found if row["agreement"] == "differs" and not row["note"]]
    assert not unexplained


def test_leave_one_out_is_flagged_as_leaking(warehouse: Project) -> None:
    found = warehouse.rows(
        "select split, leakage, later_train_share from benchmarks.statistics"
        f" where recipe_id = '{LATEST_SMALL}-loo-core5' and split = 'test'"
    )
    ((_, leakage, share),) = found
    assert "train knows later events" in leakage
    assert 0.4 < share < 0.7
    ((clean,),) = warehouse.rows(
        "select max(later_train_share) from benchmarks.statistics"
        f" where recipe_id = '{LATEST_SMALL}-time-core4'"
    )
    assert clean == 0


@pytest.mark.long
def test_everything_else_builds_on_them(warehouse: Project, tmp_path: Path) -> None:
    """Every model and every data test, what is alike and recommended included."""
    project = copy_project(tmp_path / "project")
    project.take_database_of(warehouse)
    shutil.copy(warehouse.folder / "seeds" / "protocols.csv", project.folder / "seeds")
    project.build_with_data_tests()
