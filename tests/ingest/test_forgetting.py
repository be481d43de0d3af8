"""Who is forgotten is in no raw table, in no byte of the file, and is not landed again."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from ingest.copies import copies_of, note_copy
from ingest.database import new_file_of
from ingest.errors import IngestError, UsageError
from ingest.forgetting import forget
from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures"
ZEBRA, QUAGGA = "zebra-zebra-zebra@example.org", "quagga-quagga-quagga@example.org"
COLUMNS = ("--user", "who", "--item", "what", "--rating", "stars", "--max-rejected", "50%")
ACCOUNT = (
    "select records, landed_rows, rejected_rows, left_out_rows, forgotten_rows, interaction_rows"
    " from raw.landings where dataset_id = 'shop' and subject = 'dataset'"
)


def events(delivery: Path) -> Path:
    lines = [f"{user},i{item},{item}" for item in range(1, 4) for user in (ZEBRA, QUAGGA, "okapi")]
    return write(delivery / "a.csv", ["who,what,stars", *lines, f"{ZEBRA},i9,{ZEBRA}"])


@pytest.fixture
def shop(warehouse: Warehouse, delivery: Path) -> Warehouse:
    """Events, a list of users, predictions, a line that cannot be read, and another dataset."""
    file = events(delivery)
    assert warehouse.land("shop", file, *COLUMNS) == 0, warehouse.errors
    assert warehouse.land("other", file, *COLUMNS) == 0
    listed = write(delivery / "users.csv", ["who,age", f"{ZEBRA},30", "okapi,40"])
    of_users = ("--users", listed, "--user", "who", "--attribute", "age", "--quiet")
    assert warehouse.run("land", "shop", *of_users) == 0
    lists = write(delivery / "lists.csv", ["user,item,rank", f"{ZEBRA},i1,1", "okapi,i2,1"])
    predicting = ("land-predictions", "mine", "--recipe", "shop-loo", "--from", lists, "--quiet")
    assert warehouse.run(*predicting) == 0, warehouse.errors
    return warehouse


def people_in(warehouse: Warehouse, table: str, dataset: str = "shop") -> set[str]:
    found = warehouse.query(
        f"select distinct user_id from raw.{table} where dataset_id = '{dataset}'"
        f" or starts_with(dataset_id, 'mine/{dataset}')"
    )
    return {user for (user,) in found}


def test_a_person_leaves_every_raw_table(shop: Warehouse) -> None:
    assert shop.query(ACCOUNT) == [(10, 9, 1, 0, 0, 9)]
    tables = ("interactions", "own_users", "predictions")
    assert all(ZEBRA in people_in(shop, table) for table in tables)
    found = forget(shop.path, "shop", [ZEBRA])
    assert found.rows == {"interactions": 3, "own_users": 1, "predictions": 1}
    assert found.rejected == 1
    for table in tables:
        left = {"okapi", QUAGGA} if table == "interactions" else {"okapi"}
        assert people_in(shop, table) == left, table
    assert shop.query(ACCOUNT) == [(10, 6, 1, 0, 3, 6)]
    assert shop.query("select text, reason from raw.rejected_rows where dataset_id = 'shop'") == [
        (None, "stars '…' is not a number")
    ]
    # other datasets are of other people
    assert ZEBRA in people_in(shop, "interactions", "other")
    forget(shop.path, "other", [ZEBRA])
    assert ZEBRA.encode() not in shop.path.read_bytes()
    assert b"zebra-zebra" not in shop.path.read_bytes()
    assert b"okapi" in shop.path.read_bytes()


def test_bytes_of_deleted_rows_would_stay(warehouse: Warehouse, delivery: Path) -> None:
    """Else nothing need be written anew, and the test above would say nothing."""
    assert warehouse.land("shop", events(delivery), *COLUMNS) == 0
    assert b"zebra-zebra" in warehouse.path.read_bytes()
    assert warehouse.run("remove", "shop") == 0
    assert b"zebra-zebra" in warehouse.path.read_bytes()


def test_landing_again_leaves_the_person_out(shop: Warehouse, delivery: Path) -> None:
    forget(shop.path, "shop", [ZEBRA])
    file = delivery / "a.csv"
    assert shop.land("shop", file, *COLUMNS) == 0, shop.errors
    assert "a.csv: 3 rows of people who are forgotten were left out" in shop.output
    assert people_in(shop, "interactions") == {"okapi", QUAGGA}
    assert shop.query(ACCOUNT) == [(10, 6, 1, 0, 3, 6)]
    # a list, and what was removed before
    listed = delivery / "users.csv"
    of_users = ("--users", listed, "--user", "who", "--attribute", "age", "--quiet")
    assert shop.run("remove", "shop") == 0
    assert shop.land("shop", file, *COLUMNS) == 0, shop.errors
    assert shop.run("land", "shop", *of_users) == 0, shop.errors
    assert people_in(shop, "own_users") == {"okapi"}
    assert people_in(shop, "interactions") == {"okapi", QUAGGA}
    assert shop.run("remove", "other") == 0
    assert forget(shop.path, "shop", [QUAGGA]).rows == {"interactions": 3}
    assert b"zebra-zebra" not in shop.path.read_bytes()
    # and the id is not what is remembered
    assert shop.query("select count(*), min(length(person_hash)) from raw.forgotten_people") == [
        (2, 32)
    ]


def test_what_builds_have_made_goes_and_they_go_on_being_counted(shop: Warehouse) -> None:
    with duckdb.connect(str(shop.path)) as connection:
        for name in ("catalog.people", "intermediate.of_before", "versions.nodes", "mine.people"):
            connection.execute(f"create schema if not exists {name.split('.')[0]}")
            connection.execute(f"create table {name} as select '{QUAGGA}' as user_id")
        connection.execute("create view versions.due as from versions.nodes")
        connection.execute("create view mine.found as from catalog.people")
        connection.execute("create table versions.published as select 7 as build_number")
    assert forget(shop.path, "shop", [ZEBRA]).others == ("mine",)
    schemas = ("catalog", "intermediate", "versions", "mine")
    assert shop.query(
        "select schema_name || '.' || table_name from duckdb_tables()"
        f" where database_name = current_database() and schema_name in {schemas} order by all"
    ) == [("mine.people",), ("versions.published",)]
    assert shop.query("from versions.published") == [(7,)]


def test_whose_ids_are_numbers_are_forgotten_too(warehouse: Warehouse, delivery: Path) -> None:
    lines = ["who,what", *(f"{user},{item}" for user in (1, 11, 12) for item in (1, 2))]
    file = write(delivery / "a.csv", lines)
    columns = ("--user", "who", "--item", "what")
    assert warehouse.land("shop", file, *columns) == 0
    assert forget(warehouse.path, "shop", ["1", "12"]).rows == {"interactions": 4}
    assert warehouse.query("select user_id from raw.interactions") == [("11",), ("11",)]
    assert warehouse.land("shop", file, *columns) == 0, warehouse.errors
    assert warehouse.query("select user_id from raw.interactions") == [("11",), ("11",)]


@pytest.mark.parametrize("typed", ["18", "18.0"])
def test_who_is_read_as_one_is_forgotten_as_one(
    warehouse: Warehouse, tmp_path: Path, typed: str
) -> None:
    """Of MovieLens and MovieTweetings, models read 18.0, which pandas writes, as 18."""
    folder = shutil.copytree(FIXTURES / "movielens" / "ml-20m", tmp_path / "ml-20m")
    ratings = ["userId,movieId,rating,timestamp", "18,2,3.5,1112486027", "180,29,0.5,1112484676"]
    write(folder / "ratings.csv", ratings)
    write(folder / "tags.csv", ["userId,movieId,tag,timestamp", "18.0,2,dark,1240597180"])
    listed = write(tmp_path / "users.csv", ["who,country", "18.,DE", "180,AT"])
    of_users = ("--users", listed, "--user", "who", "--attribute", "country", "--quiet")
    accepted = ("--max-rejected", "100%", "--no-user", "99.0")
    assert warehouse.land("ml-20m", folder, *accepted) == 0, warehouse.errors
    assert warehouse.run("land", "ml-20m", *of_users) == 0, warehouse.errors
    found = forget(warehouse.path, "ml-20m", [typed])
    assert found.rows == {"movielens_ratings": 1, "movielens_tags": 1, "own_users": 1}
    # and whichever form a file has is left out
    assert warehouse.land("ml-20m", folder, *accepted) == 0, warehouse.errors
    assert warehouse.run("land", "ml-20m", *of_users) == 0, warehouse.errors
    assert warehouse.query('select "userId" from raw.movielens_ratings') == [("180",)]
    assert warehouse.query("select count(*) from raw.movielens_tags") == [(0,)]
    assert people_in(warehouse, "own_users", "ml-20m") == {"180"}


def test_elsewhere_two_forms_of_a_number_are_two_people(
    warehouse: Warehouse, delivery: Path
) -> None:
    file = write(delivery / "a.csv", ["who,what", "7,1", "7.0,2", "007,3"])
    assert warehouse.land("shop", file, "--user", "who", "--item", "what") == 0, warehouse.errors
    assert forget(warehouse.path, "shop", ["7"]).rows == {"interactions": 1}
    assert people_in(warehouse, "interactions") == {"7.0", "007"}


def test_what_a_killed_run_left_is_removed_by_the_next_command(shop: Warehouse) -> None:
    left = new_file_of(shop.path)
    left.write_bytes(b"half a database")
    assert shop.run("remove", "other") == 0, shop.errors
    assert not left.exists()


@pytest.mark.parametrize("by_pseudonym", [False, True])
def test_of_pseudonyms_either_id_will_do(
    warehouse: Warehouse, delivery: Path, by_pseudonym: bool
) -> None:
    file = events(delivery)
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 0
    ((pseudonym,),) = warehouse.query("select user_id from raw.interactions where source_row = 1")
    found = forget(warehouse.path, "shop", [pseudonym if by_pseudonym else ZEBRA])
    assert found.rows == {"interactions": 3}
    assert pseudonym not in people_in(warehouse, "interactions")
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 0, warehouse.errors
    assert warehouse.query(ACCOUNT) == [(10, 6, 1, 0, 3, 6)]


def test_who_or_what_is_not_there_changes_nothing(shop: Warehouse) -> None:
    before = shop.everything()
    with pytest.raises(
        UsageError, match=r"^nobody is called 'gnu' in shop, so nothing was changed"
    ):
        forget(shop.path, "shop", [ZEBRA, "gnu"])
    with pytest.raises(UsageError, match=r"^zoo is not landed here.* Landed are: other, shop$"):
        forget(shop.path, "zoo", [ZEBRA])
    assert forget(shop.path, "shop", [ZEBRA], is_trial=True).rows["interactions"] == 3
    assert shop.everything() == before
    assert not (shop.path.parent / "test.key").exists()


def test_a_second_time_does_what_is_left(shop: Warehouse) -> None:
    assert forget(shop.path, "shop", [ZEBRA]).is_new
    again = forget(shop.path, "shop", [ZEBRA])
    assert not again.is_new and not again.rows
    assert shop.query(ACCOUNT) == [(10, 6, 1, 0, 3, 6)]
    (shop.path.parent / "test.key").unlink()
    with pytest.raises(IngestError, match="put back"):
        forget(shop.path, "shop", [QUAGGA])
    assert shop.land("shop", shop.path.parent / "delivery" / "a.csv", *COLUMNS) == 1
    assert "put back" in shop.errors


def test_what_was_told_of_a_person_goes(warehouse: Warehouse, delivery: Path) -> None:
    """Remarks have examples of ids, and options what was typed."""
    lines = ["who,what", *(f"{ZEBRA},i{item}" for item in range(2000))]
    lines += [f"u{user},i{user}" for user in range(200)]
    file = write(delivery / "a.csv", [*lines, "none,i1"])
    columns = ("--user", "who", "--item", "what", "--no-user", "none")
    assert warehouse.land("shop", file, *columns) == 0, warehouse.errors
    told = "select count(*) from raw.landing_remarks where list_contains(examples, '{}')"
    assert warehouse.query(told.format(ZEBRA)) == [(1,)]
    forget(warehouse.path, "shop", [ZEBRA])
    assert warehouse.query(told.format(ZEBRA)) == [(0,)]
    # who was left out on request has no rows, and a name in the options
    forget(warehouse.path, "shop", ["none"])
    assert warehouse.query("select options from raw.landings") == [
        ("--user who --item what --no-user ... --max-rejected 0.01",)
    ]


def test_copies_are_known_until_they_are_gone(tmp_path: Path) -> None:
    work, public = tmp_path / "w.work.duckdb", tmp_path / "w.duckdb"
    (tmp_path / "a").mkdir()
    note_copy(public, "corate export", tmp_path / "a", ["shop"])
    assert not [*tmp_path.glob("*.csv")], "there is no warehouse yet"
    work.touch()
    note_copy(public, "corate export", tmp_path / "a", ["shop", "films"])
    note_copy(work, "corate publish", "postgresql://me@host/db", ["shop"])
    note_copy(public, "corate publish", "postgresql://me@host/db", ["shop"])
    assert [copy.place for copy in copies_of(public, "shop")] == [
        str(tmp_path / "a"),
        "postgresql://me@host/db",
    ]
    assert [copy.made_by for copy in copies_of(work, "films")] == ["corate export"]
    (tmp_path / "a").rmdir()
    assert copies_of(work, "films") == []
