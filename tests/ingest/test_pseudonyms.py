"""Ids of users as keyed hashes: the same for all that is landed of a dataset, and no others."""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from ingest import people
from ingest.forgetting import forget
from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures"
COLUMNS = ("--user", "who", "--item", "what")
ODD_IDS = ["ann@example.org", "7", "007", "é", "日本", "it's", 'a "quote"', "x" * 200]


def pseudonym(warehouse: Warehouse, dataset_id: str, user: str) -> str:
    """By Python's own HMAC, with the key that landing has made."""
    key = (warehouse.path.parent / "test.key").read_bytes().strip()
    return hmac.new(key, f"{dataset_id}:{user}".encode(), hashlib.sha256).hexdigest()[:32]


def lines_of(users: list[str]) -> list[str]:
    quoted = ('"' + user.replace('"', '""') + '"' for user in users)
    return ["who,what", *(f"{user},i{number}" for number, user in enumerate(quoted))]


def users_of(warehouse: Warehouse, table: str = "interactions") -> list[str]:
    found = warehouse.query(f"select user_id from raw.{table} order by source_row")
    return [user for (user,) in found]


def test_pseudonyms_are_hmacs_of_dataset_and_id(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "a.csv", lines_of(ODD_IDS))
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 0, warehouse.errors
    assert users_of(warehouse) == [pseudonym(warehouse, "shop", user) for user in ODD_IDS]
    # whole numbers are read as such, and are the same users
    file = write(delivery / "a.csv", lines_of(["7", "8"]))
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 0, warehouse.errors
    assert users_of(warehouse) == [pseudonym(warehouse, "shop", user) for user in ("7", "8")]
    assert warehouse.query("select pseudonym_key is not null from raw.landings") == [(True,)]


def test_datasets_have_no_person_in_common(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "a.csv", lines_of(["ann", "bob"]))
    for name in ("one", "two"):
        assert warehouse.land(name, file, *COLUMNS, "--pseudonyms") == 0
    assert len(set(users_of(warehouse))) == 4


def test_ids_and_names_are_nowhere_in_the_files(warehouse: Warehouse, delivery: Path) -> None:
    """As delivered, they are: else the test would find nothing in any case."""
    review: dict[str, object] = {
        "reviewerID": "AZEBRAQUAGGA1",
        "reviewerName": "Okapi Okapi Okapi",
        "asin": "B000000001",
    }
    review |= {"overall": 5.0, "unixReviewTime": 1400000000, "reviewText": "fine"}
    file = write(delivery / "reviews.json", [json.dumps(review)])
    assert warehouse.land("amazon-2014", file) == 0, warehouse.errors
    marks = (b"ZEBRAQUAGGA", b"Okapi")
    ((landed,),) = warehouse.query("select review::varchar from raw.amazon_reviews")
    assert all(mark.decode() in landed for mark in marks)
    assert b"ZEBRAQUAGGA" in warehouse.path.read_bytes()
    warehouse.path.unlink()
    assert warehouse.land("amazon-2014", file, "--pseudonyms") == 0, warehouse.errors
    ((landed,),) = warehouse.query("select review::varchar from raw.amazon_reviews")
    kept = {name: value for name, value in review.items() if name != "reviewerName"}
    kept["reviewerID"] = pseudonym(warehouse, "amazon-2014", "AZEBRAQUAGGA1")
    assert json.loads(landed) == kept
    for path in warehouse.path.parent.glob("test*"):
        assert not any(mark in path.read_bytes() for mark in marks), path


EVENTS = [("ann", ["a", "b"]), ("bob", ["a"]), ("ann", ["c"])]


@pytest.mark.parametrize("form", ["csv", "json", "lines", "parquet", "exploded"])
def test_every_form_of_a_file_has_pseudonyms(
    warehouse: Warehouse, delivery: Path, form: str
) -> None:
    flat = [(user, item) for user, items in EVENTS for item in items]
    file = delivery / f"a.{'parquet' if form == 'parquet' else 'txt'}"
    objects = [json.dumps({"who": user, "what": item}) for user, item in flat]
    match form:
        case "csv":
            write(file, ["who,what", *(",".join(event) for event in flat)])
        case "json":
            write(file, [f"[{', '.join(objects)}]"])
        case "lines":
            write(file, objects)
        case "parquet":
            values = ", ".join(map(str, flat))
            duckdb.execute(f"copy (from (values {values}) as t(who, what)) to '{file}'")
        case "exploded":
            write(file, [json.dumps({"who": user, "what": items}) for user, items in EVENTS])
    options = ("--explode",) if form == "exploded" else ()
    assert warehouse.land("shop", file, *COLUMNS, *options, "--pseudonyms") == 0, warehouse.errors
    assert users_of(warehouse) == [pseudonym(warehouse, "shop", user) for user, _ in flat]
    # and whoever is forgotten is left out of it
    assert forget(warehouse.path, "shop", ["ann"]).rows == {"interactions": 3}
    assert warehouse.land("shop", file, *COLUMNS, *options, "--pseudonyms") == 0, warehouse.errors
    assert users_of(warehouse) == [pseudonym(warehouse, "shop", "bob")]
    account = "select records, landed_rows, rejected_rows, forgotten_rows from raw.landings"
    assert warehouse.query(account) == [(4, 1, 0, 3)]


@pytest.mark.parametrize(
    ("dataset", "folder", "tables"),
    [
        ("ml-100k", "movielens/ml-100k", ("movielens_ratings", "movielens_users")),
        ("ml-1m", "movielens/ml-1m", ("movielens_ratings", "movielens_users")),
        ("ml-10m", "movielens/ml-10m", ("movielens_ratings", "movielens_tags")),
        ("ml-20m", "movielens/ml-20m", ("movielens_ratings", "movielens_tags")),
        ("tweetings", "movietweetings", ("movietweetings_ratings", "movietweetings_users")),
    ],
)
def test_every_source_has_pseudonyms(
    warehouse: Warehouse, dataset: str, folder: str, tables: tuple[str, ...]
) -> None:
    def found(table: str) -> list[tuple[str]]:
        column = "user_id" if table.startswith("movietweetings") else '"userId"'
        return warehouse.query(f"select {column} from raw.{table} order by source_file, source_row")

    assert warehouse.land(dataset, FIXTURES / folder) == 0, warehouse.errors
    before = {table: found(table) for table in tables}
    assert all(before.values())
    others = {name: len(rows) for name, rows in warehouse.everything().items()}
    assert warehouse.land(dataset, FIXTURES / folder, "--pseudonyms") == 0, warehouse.errors
    for table, ids in before.items():
        assert found(table) == [(pseudonym(warehouse, dataset, user),) for (user,) in ids], table
    assert {name: len(rows) for name, rows in warehouse.everything().items()} == others
    assert warehouse.query("select count(twitter_id) from raw.movietweetings_users") == [(0,)]


def test_no_raw_column_with_a_user_is_passed_over() -> None:
    """A column for users that has another name would be landed as it was delivered."""
    from ingest.layouts import USERS
    from ingest.raw_tables import declared_columns, declared_tables

    known = {*USERS, *(name for names in people.NAMES.values() for name in names)}
    others = {
        f"{table}.{name}"
        for table in declared_tables()
        for name in declared_columns(table)
        if any(word in name.lower() for word in ("user", "review", "twitter", "person", "mail"))
        and name not in known
    }
    # reviews are documents, of which fields are replaced; of settings and videos, none is of a user
    # and numbers are shown of ids that are none of a hash
    assert others == {
        "amazon_reviews.review",
        "forgotten_people.person_hash",
        "interactions.user_number",
        "movielens_ratings.user_number",
        "own_datasets.users",
        "own_protocols.core_users",
        "own_protocols.listed_users",
        "own_protocols.max_user_interactions",
        "own_protocols.user_neighbors",
        "youtube_labels.watch7-user-header",
        "youtube_videos.watch7-user-header",
    }


def test_lines_that_cannot_be_read_are_kept_without_what_is_in_them(
    warehouse: Warehouse, delivery: Path
) -> None:
    file = write(
        delivery / "a.csv", ["who,what,stars", "ann,a,1", "bob,b,o'ann's mail", "carl,c,2"]
    )
    more = (*COLUMNS, "--rating", "stars", "--max-rejected", "50%")
    assert warehouse.land("shop", file, *more, "--pseudonyms") == 0, warehouse.errors
    assert warehouse.rejected() == [(2, None, "stars '…' is not a number")]


def test_who_is_read_as_one_has_one_pseudonym(warehouse: Warehouse, tmp_path: Path) -> None:
    """Of MovieLens and MovieTweetings, models read 18.0, which pandas writes, as 18."""
    folder = shutil.copytree(FIXTURES / "movielens" / "ml-20m", tmp_path / "ml-20m")
    ratings = ["userId,movieId,rating,timestamp", "18,2,3.5,1112486027"]
    write(folder / "ratings.csv", ratings)
    write(folder / "tags.csv", ["userId,movieId,tag,timestamp", "18.0,2,dark,1240597180"])
    accepted = ("--max-rejected", "100%", "--pseudonyms")
    assert warehouse.land("ml-20m", folder, *accepted) == 0, warehouse.errors
    listed = write(tmp_path / "users.csv", ["who,country", "18.,DE"])
    of_users = ("--users", listed, "--user", "who", "--attribute", "country", "--quiet")
    assert warehouse.run("land", "ml-20m", *of_users) == 0, warehouse.errors
    expected = [(pseudonym(warehouse, "ml-20m", "18"),)]
    for table in ("movielens_ratings", "movielens_tags"):
        assert warehouse.query(f'select "userId" from raw.{table}') == expected
    assert warehouse.query("select user_id from raw.own_users") == expected


def test_lists_and_predictions_are_as_the_dataset(warehouse: Warehouse, delivery: Path) -> None:
    events = write(delivery / "a.csv", lines_of(["ann", "bob"]))
    listed = write(delivery / "users.csv", ["who,age", "ann,30", "bob,40"])
    lists = write(delivery / "lists.csv", ["user,item,rank", "ann,i1,1", "bob,i0,1"])
    assert warehouse.land("shop", events, *COLUMNS, "--pseudonyms") == 0
    of_users = ("land", "shop", "--users", listed, "--user", "who", "--attribute", "age")
    assert warehouse.run(*of_users, "--quiet") == 0, warehouse.errors
    assert "users.csv: age are as delivered" in warehouse.output
    predicting = ("land-predictions", "mine", "--recipe", "shop-loo-core5", "--from", lists)
    assert warehouse.run(*predicting, "--quiet") == 0, warehouse.errors
    expected = [pseudonym(warehouse, "shop", user) for user in ("ann", "bob")]
    for table in ("interactions", "own_users", "predictions"):
        assert users_of(warehouse, table) == expected, table
    # the same again, from the same key
    assert warehouse.land("shop", events, *COLUMNS, "--pseudonyms") == 0
    assert users_of(warehouse) == expected


def test_ids_as_delivered_do_not_stand_beside_pseudonyms(
    warehouse: Warehouse, delivery: Path
) -> None:
    events = write(delivery / "a.csv", lines_of(["ann", "bob"]))
    listed = write(delivery / "users.csv", ["who,age", "ann,30"])
    of_users = ("land", "shop", "--users", listed, "--user", "who", "--attribute", "age")
    assert warehouse.land("shop", events, *COLUMNS) == 0
    assert warehouse.run(*of_users, "--quiet") == 0
    assert warehouse.run(*of_users, "--quiet", "--pseudonyms") == 1
    assert "shop was landed without --pseudonyms" in warehouse.errors
    before = warehouse.everything()
    assert warehouse.land("shop", events, *COLUMNS, "--pseudonyms") == 1
    assert "python -m ingest remove shop --users" in warehouse.errors
    assert warehouse.everything() == before
    assert warehouse.run("remove", "shop", "--users") == 0
    lists = write(delivery / "lists.csv", ["user,item,rank", "ann,i1,1"])
    predicting = ("land-predictions", "mine", "--recipe", "shop-loo-core5", "--from", lists)
    assert warehouse.run(*predicting, "--quiet") == 0, warehouse.errors
    assert warehouse.land("shop", events, *COLUMNS, "--pseudonyms") == 1
    assert "remove-predictions mine --recipe shop-loo-core5" in warehouse.errors
    assert warehouse.run("remove-predictions", "mine") == 0
    assert warehouse.land("shop", events, *COLUMNS, "--pseudonyms") == 0, warehouse.errors
    assert warehouse.land("shop", events, *COLUMNS) == 1
    assert "say --pseudonyms again" in warehouse.errors and warehouse.errors.count("\n") == 1
    assert warehouse.run("remove", "shop") == 0
    assert warehouse.land("shop", events, *COLUMNS) == 0, warehouse.errors
    assert users_of(warehouse) == ["ann", "bob"]


def test_who_is_left_out_is_not_named_by_what_is_kept(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "a.csv", lines_of(["ann", "nobody", "bob"]))
    options = (*COLUMNS, "--no-user", "nobody", "--pseudonyms")
    assert warehouse.land("shop", file, *options) == 0, warehouse.errors
    assert len(users_of(warehouse)) == 2
    assert warehouse.query("select left_out_rows, options from raw.landings") == [
        (1, "--user who --item what --no-user ... --max-rejected 0.01")
    ]


def test_the_key_is_for_its_owner_alone(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "a.csv", lines_of(["ann"]))
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 0
    key = warehouse.path.parent / "test.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text().strip()) == 64
    assert key.read_bytes().strip() not in warehouse.path.read_bytes()
    key.chmod(0o644)
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 1
    assert f"chmod 600 {key}" in warehouse.errors


def test_another_key_or_none_is_refused(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(delivery / "a.csv", lines_of(["ann"]))
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 0
    before = warehouse.everything()
    key = warehouse.path.parent / "test.key"
    kept = Path(shutil.move(key, delivery / "kept"))
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 1
    assert f"put back {key}" in warehouse.errors
    assert not key.exists()
    monkeypatch.setenv("CORATE_PSEUDONYM_KEY", "a key of another kind")
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 1
    assert "under another key than that of CORATE_PSEUDONYM_KEY" in warehouse.errors
    monkeypatch.setenv("CORATE_PSEUDONYM_KEY", "short")
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 1
    assert "too short" in warehouse.errors
    assert warehouse.everything() == before
    monkeypatch.setenv("CORATE_PSEUDONYM_KEY", kept.read_text(encoding="utf-8").strip())
    assert warehouse.land("shop", file, *COLUMNS, "--pseudonyms") == 0, warehouse.errors
    assert warehouse.everything() == before
