"""What a method of one's own recommends: landed in any form, replaced and removed by its name."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import duckdb
import pytest

from ingest import settings
from tests.ingest.conftest import Warehouse, write

ROWS = ["user,item,rank", "u1,a,1", "u1,b,2", "2,007,1"]
WANTED = [("u1", "a", 1, None), ("u1", "b", 2, None), ("2", "007", 1, None)]


def land(warehouse: Warehouse, file: Path, *options: str, method: str = "mine") -> int:
    recipe = () if "--recipe" in options else ("--recipe", "shop-loo")
    arguments = ("land-predictions", method, "--from", file, "--quiet")
    return warehouse.run(*arguments, *recipe, *options)


def found(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.query(
        "select user_id, item_id, rank, score from raw.predictions order by all desc"
    )


def versions(warehouse: Warehouse) -> dict[str, str]:
    """Of the predictions for each recipe."""
    return dict(
        warehouse.query(
            "select dataset_id, version from raw.row_versions where table_name = 'predictions'"
        )
    )


def test_rows_are_landed_as_delivered(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", ROWS)
    assert land(warehouse, file) == 0, warehouse.errors
    assert sorted(found(warehouse)) == sorted(WANTED)
    assert warehouse.query(
        "select distinct dataset_id, source_file, method, recipe_id, split from raw.predictions"
    ) == [("mine/shop-loo/test", "lists.csv", "mine", "shop-loo", "test")]
    assert warehouse.query(
        "select dataset_id, subject, source, landed_rows, interaction_rows, options"
        " from raw.landings"
    ) == [
        (
            *("mine/shop-loo/test", "predictions", "predictions", 3, 0),
            "--user user --item item --rank rank --max-rejected 0.01",
        )
    ]
    assert "landed predictions of mine for test of shop-loo" in warehouse.output
    assert 'corate sql "from recommendations.landed_predictions' in warehouse.output


@pytest.mark.parametrize(
    ("header", "rank"),
    [
        ("user_id\titem_id\trank", True),
        ("userId;movieId;position", True),
        ("user_id:token\titem_id:token\tscore:float", False),
        ("uid,iid,r_ui,est,details", False),
        ("u,i,prediction", False),
        ("user|item|score|rank", True),
    ],
)
def test_customary_names_need_no_option(
    warehouse: Warehouse, delivery: Path, header: str, rank: bool
) -> None:
    """Where there are a rank and a score, the rank says it."""
    separator = next(one for one in "\t;|," if one in header)
    cells = ["u1", "a", *["3"] * (header.count(separator) - 1)]
    file = write(delivery / "lists.txt", [header, separator.join(cells)])
    assert land(warehouse, file) == 0, warehouse.errors
    assert found(warehouse) == [("u1", "a", *((3, None) if rank else (None, 3.0)))]


def test_every_form_is_read(warehouse: Warehouse, delivery: Path) -> None:
    documents = [
        json.dumps({"user_id": user, "item_id": item, "rank": rank})
        for user, item, rank, _ in WANTED
    ]
    files = [
        write(delivery / "lines.jsonl", documents),
        write(delivery / "array.json", ["[" + ",".join(documents) + "]"]),
        write(delivery / "within.json", ['{"lists": [' + ",".join(documents) + "]}"]),
        write(delivery / "utf16.csv", ["\n".join(ROWS).encode("utf-16")]),
    ]
    with gzip.open(delivery / "packed.csv.gz", "wt") as packed:
        packed.write("\n".join(ROWS))
    values = ", ".join(f"('{user}', '{item}', {rank})" for user, item, rank, _ in WANTED)
    duckdb.execute(
        f"copy (from (values {values}) as lists (userId, itemId, rank))"
        f" to '{delivery / 'lists.parquet'}'"
    )
    for file in (*files, delivery / "packed.csv.gz", delivery / "lists.parquet"):
        assert land(warehouse, file) == 0, (file.name, warehouse.errors)
        assert sorted(found(warehouse)) == sorted(WANTED), file.name
        assert warehouse.query("select source_file from raw.landed_files") == [(file.name,)]


def test_columns_are_named_or_numbered(warehouse: Warehouse, delivery: Path) -> None:
    trec = write(delivery / "run.txt", ["u1 Q0 a 1 9.5 tag", "u1 Q0 b 2 -1e-3 tag"])
    assert land(warehouse, trec, *("--user", "1", "--item", "3", "--score", "5")) == 0
    assert found(warehouse) == [("u1", "b", None, -0.001), ("u1", "a", None, 9.5)]
    odd = write(delivery / "odd.csv", ["who;item;much", "u1;a;1,5"])
    assert land(warehouse, odd, *("--user", "who", "--score", "much", "--decimal", ",")) == 0
    assert found(warehouse) == [("u1", "a", None, 1.5)]


def test_a_list_is_in_order(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", ["user,items", 'u1,"[9, 3]"', 'u2,"[1]"'])
    assert land(warehouse, file) == 2
    assert land(warehouse, file, "--explode") == 0, warehouse.errors
    assert warehouse.query(
        "select source_row, user_id, item_id, rank, score from raw.predictions order by 1"
    ) == [(1, "u1", "9", None, None), (2, "u1", "3", None, None), (3, "u2", "1", None, None)]


@pytest.mark.parametrize(
    ("lines", "options", "code", "told"),
    [
        (["user,item", "u,a"], (), 2, "neither a rank nor a score says in which order"),
        (["user,item", "u,a"], ("--user", "user", "--item", "item"), 2, "neither a rank nor a sc"),
        (["user,item,rank", "u,a,1"], ("--rank", "rank", "--score", "rank"), 2, "not allowed with"),
        (["user,rank", "u,1"], (), 2, "which column is that of items? Name it with --item"),
        (["user,user_id,item,rank", "u,u,a,1"], (), 2, "'user', 'user_id' may each be the column"),
        (["u,a,1", "u,b,2"], (), 2, "all by number: 'u', 'a', '1'"),
        (["u,a,1", "u,b,2"], ("--user", "1", "--item", "2"), 2, "so are all: --user, --item, and"),
        (["user,item,rank", "u,a,1"], ("--user", "who"), 1, "has no column 'who'"),
        (["user,item,score", "u,a,nan"], (), 1, "score 'nan' is not a finite number"),
        (["user,item,score", "u,a,inf"], (), 1, "score 'inf' is not a finite number"),
        (["user,item,score", "u,a,"], (), 1, "score is empty"),
        (["user,item,score", ",a,1"], (), 1, "user is empty"),
        (["user,item,rank", "u,a,1.5"], (), 1, "rank '1.5' is not a whole number"),
        (["user,item,rank", "u,a,-1"], (), 1, "rank '-1' is out of range"),
        (["user,item,rank", "u,a,first"], (), 1, "rank 'first' is not a number"),
        (["user,item,rank"], (), 1, "holds no usable row"),
        ([], (), 1, "lists.csv is empty"),
        (["user item rank", "u a 1"], ("--recipe", "Shop!"), 2, "'Shop!' is no recipe"),
        (["user,item,rank", "u,a,1"], ("--split", "train"), 2, "invalid choice"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    warehouse: Warehouse,
    delivery: Path,
    lines: list[str],
    options: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    file = write(delivery / "lists.csv", lines)
    assert land(warehouse, file, *options) == code, warehouse.errors
    assert told in warehouse.errors
    assert len(warehouse.errors.strip().splitlines()) == 1 or "usage" in warehouse.errors
    if warehouse.path.exists():
        assert found(warehouse) == []


def test_a_score_may_be_of_any_size(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", ["user,item,score", "u,a,1e300", "u,b,-1e-300"])
    assert land(warehouse, file) == 0, warehouse.errors
    assert found(warehouse) == [("u", "b", None, -1e-300), ("u", "a", None, 1e300)]


def test_what_is_rejected_is_kept(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", [*ROWS, "u1,c,nan"])
    assert land(warehouse, file, "--max-rejected", "50%") == 0
    ((row, text, reason),) = warehouse.rejected()
    assert (row, text) == (4, "u1,c,nan") and reason.startswith("rank 'nan' is")
    assert "where dataset_id = 'mine/shop-loo/test'" in warehouse.output


def test_a_name_is_free(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(delivery / "lists.csv", ROWS)
    assert land(warehouse, file, method="popularity") == 2
    assert "'popularity' is a method of seeds/methods.csv: give yours" in warehouse.errors
    for name in ("Mine", "my-own", "1st", "a/b", ""):
        assert land(warehouse, file, method=name) == 2
        assert "cannot name a method" in warehouse.errors
    own = delivery / "own"
    own.mkdir()
    write(own / "methods.csv", ["method,kind", "mine,popularity"])
    monkeypatch.setattr(settings, "own_folder", lambda: own)
    assert land(warehouse, file) == 2
    assert "'mine' is a method of own/methods.csv" in warehouse.errors


def test_each_landing_is_replaced_alone(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", ROWS)
    other = write(delivery / "other.csv", ["user,item,score", "u1,z,1"])
    assert land(warehouse, file) == 0
    assert land(warehouse, file, method="other") == 0
    assert land(warehouse, file, "--split", "valid") == 0
    assert land(warehouse, file, "--recipe", "shop-time") == 0
    before = versions(warehouse)
    assert before.keys() == {"shop-loo", "shop-time"}
    # the same again, in whatever order, is the same
    assert land(warehouse, file) == 0
    assert versions(warehouse) == before
    assert land(warehouse, other) == 0
    assert warehouse.query(
        "select dataset_id, count(*) from raw.predictions group by all order by all"
    ) == [
        ("mine/shop-loo/test", 1),
        ("mine/shop-loo/valid", 3),
        ("mine/shop-time/test", 3),
        ("other/shop-loo/test", 3),
    ]
    after = versions(warehouse)
    assert after["shop-loo"] != before["shop-loo"]
    assert after["shop-time"] == before["shop-time"]


def test_a_version_tells_whose_they_are_and_what_a_number_is(
    warehouse: Warehouse, delivery: Path
) -> None:
    told = []
    for header, method, split in [
        ("user,item,rank", "mine", "test"),
        ("user,item,score", "mine", "test"),
        ("user,item,rank", "other", "test"),
        ("user,item,rank", "mine", "valid"),
    ]:
        file = write(delivery / "lists.csv", [header, "u,a,1"])
        assert land(warehouse, file, "--split", split, method=method) == 0
        told.append(versions(warehouse)["shop-loo"])
        assert warehouse.run("remove-predictions", method) == 0
        assert warehouse.query("from raw.predictions") == []
    assert len(set(told)) == 4


def test_they_are_removed_by_name(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", ROWS)
    assert warehouse.run("remove-predictions", "mine") == 1
    events = write(delivery / "orders.csv", ["customer,product", "c1,p1"])
    assert warehouse.land("shop", events, "--user", "customer", "--item", "product") == 0
    assert land(warehouse, file) == 0
    assert land(warehouse, file, "--split", "valid") == 0
    assert land(warehouse, file, method="other") == 0
    assert warehouse.run("remove-predictions", "mine", "--recipe", "else") == 1
    assert "no predictions of 'mine' for else are landed" in warehouse.errors
    assert warehouse.run("remove-predictions", "mine", "--split", "valid") == 0
    assert "removed mine/shop-loo/valid from" in warehouse.output
    assert warehouse.run("remove-predictions", "mine") == 0
    landings = "select dataset_id from raw.landings order by all"
    assert warehouse.query(landings) == [("other/shop-loo/test",), ("shop",)]
    assert warehouse.query("select distinct method from raw.predictions") == [("other",)]
    # a dataset goes without them
    assert warehouse.run("remove", "shop") == 0
    assert warehouse.query(landings) == [("other/shop-loo/test",)]
    assert warehouse.run("list") == 0
    assert "other" not in warehouse.output


def test_a_recipe_that_is_not_there_yet_is_told(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", ROWS)
    assert land(warehouse, file) == 0
    assert "no recipe was called" not in warehouse.output
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("create schema intermediate")
        connection.execute("create table intermediate.int_recipes as select 'a-b' as recipe_id")
    assert land(warehouse, file) == 0
    assert "no recipe was called 'shop-loo' in the last build" in warehouse.output
    assert land(warehouse, file, "--recipe", "a-b") == 0
    assert "no recipe was called" not in warehouse.output


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (["user,item", "u1,a", "u1,b", "2,007"], ()),
        (["2,007", "u1,b", "u1,a"], ("--user", "1", "--item", "2")),
        (["user\titems", "u1\ta,b", "2\t007"], ("--item", "items", "--explode")),
    ],
)
def test_negatives_need_no_order(
    warehouse: Warehouse, delivery: Path, lines: list[str], options: tuple[str, ...]
) -> None:
    file = write(delivery / "negatives.txt", lines)
    landing = ("land-negatives", "--recipe", "shop-loo", "--quiet", "--from", file)
    assert warehouse.run(*landing, *options) == 0, warehouse.errors
    assert sorted(found(warehouse)) == sorted((user, item, None, None) for user, item, *_ in WANTED)
    assert warehouse.query("select distinct dataset_id, method from raw.predictions") == [
        ("negatives/shop-loo/test", "negatives")
    ]
    assert "landed negatives for test of shop-loo" in warehouse.output
    assert warehouse.run("remove-predictions", "negatives", "--recipe", "shop-loo") == 0
    assert not found(warehouse)


def test_no_method_is_called_negatives(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "lists.csv", ROWS)
    assert land(warehouse, file, method="negatives") == 2
    said = "'negatives' cannot name a method: python -m ingest land-negatives lands them"
    assert said in warehouse.errors


def test_a_pair_before_a_list_is_refused(warehouse: Warehouse, delivery: Path) -> None:
    """As the files of Neural Collaborative Filtering have it: the second is no user."""
    draw = random.Random(1)
    lines = [
        "\t".join([f"({user},{25 + user})", *map(str, draw.sample(range(4000), 99))])
        for user in range(40)
    ]
    file = write(delivery / "ncf.txt", lines)
    landing = ("land-negatives", "--recipe", "shop-loo", "--quiet", "--from", file, "--explode")
    assert warehouse.run(*landing, "--user", "1", "--item", "2", "--delimiter", "tab") == 1
    said = "column 1 holds lists ('(0,25)'), and every further field is an item, too: write a user"
    assert said in warehouse.errors
