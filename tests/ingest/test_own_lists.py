"""Bring your own: lists of items and users beside a dataset, and context of its events."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures"

EVENTS = ["customer,product,price,channel", "c1,p1,9.50,web", "c2,p2,,shop", "c1,p2,3,web"]
PRODUCTS = ["sku,name,brand", "p1,Kettle,Acme", "p2,,"]
ITEMS = ("--item", "sku", "--title", "name", "--attribute", "brand")


@pytest.fixture
def shop(warehouse: Warehouse, delivery: Path) -> Warehouse:
    """A dataset of one's own, landed."""
    file = write(delivery / "orders.csv", EVENTS)
    assert warehouse.land("shop", file, "--user", "customer", "--item", "product") == 0
    return warehouse


def land_list(warehouse: Warehouse, what: str, file: Path, *options: str) -> int:
    return warehouse.run("land", "shop", f"--{what}", file, "--quiet", *options)


def attributes(warehouse: Warehouse, table: str) -> list[tuple[str, dict[str, str | None]]]:
    """Each id with its attributes, in the order of the list."""
    found = warehouse.query(f"select {table[4:-1]}_id, attributes from raw.{table} order by all")
    return [(one, json.loads(told)) for one, told in found]


def test_context_is_kept_with_each_event(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "orders.csv", EVENTS)
    options = ("--user", "customer", "--item", "product", "--context", "price")
    assert warehouse.land("shop", file, *options, "--context", "channel") == 0
    assert [
        json.loads(told)
        for (told,) in warehouse.query("select context from raw.interactions order by source_row")
    ] == [
        {"channel": "web", "price": "9.50"},
        {"channel": "shop", "price": None},
        {"channel": "web", "price": "3"},
    ]
    assert "were kept" not in warehouse.output


def test_a_list_lies_beside_the_events(shop: Warehouse, delivery: Path) -> None:
    products = write(delivery / "products.csv", PRODUCTS)
    people = write(delivery / "people.csv", ["id;land", "c1;DE", "c2;"])
    assert land_list(shop, "items", products, *ITEMS) == 0
    assert "landed the items of shop" in shop.output
    assert land_list(shop, "users", people, "--user", "id", "--attribute", "land") == 0
    assert shop.query("select item_id, title from raw.own_items order by source_row") == [
        ("p1", "Kettle"),
        ("p2", None),
    ]
    assert attributes(shop, "own_items") == [("p1", {"brand": "Acme"}), ("p2", {"brand": None})]
    assert attributes(shop, "own_users") == [("c1", {"land": "DE"}), ("c2", {"land": None})]
    landings = "select subject, interaction_rows, landed_rows from raw.landings order by subject"
    assert shop.query(landings) == [("dataset", 3, 3), ("items", 0, 2), ("users", 0, 2)]


def test_each_is_replaced_alone(shop: Warehouse, delivery: Path) -> None:
    """A new list takes nothing of the events away, nor new events of the list."""
    products = write(delivery / "products.csv", PRODUCTS)
    assert land_list(shop, "items", products, *ITEMS) == 0
    write(products, ["sku,name,brand", "p1,Pot,Other", "broken"])
    assert land_list(shop, "items", products, *ITEMS, "--max-rejected", "60%") == 0
    assert shop.query("select title from raw.own_items") == [("Pot",)]
    assert shop.query("select subject, source_row from raw.rejected_rows") == [("items", 2)]
    events = write(delivery / "orders.csv", ["customer,product", "c9,p9"])
    assert shop.land("shop", events, "--user", "customer", "--item", "product") == 0
    assert shop.query("select user_id from raw.interactions") == [("c9",)]
    assert shop.query("select title from raw.own_items") == [("Pot",)]
    assert shop.query("select subject, source_row from raw.rejected_rows") == [("items", 2)]
    assert shop.run("remove", "shop", "--users") == 1
    assert "the list of users of 'shop' is not landed" in shop.errors
    assert shop.run("remove", "shop", "--items") == 0
    assert shop.query("select subject from raw.landings") == [("dataset",)]
    assert shop.query("select user_id from raw.interactions") == [("c9",)]
    assert shop.run("remove", "shop") == 0
    for table in ("interactions", "own_items", "landings", "landed_files", "rejected_rows"):
        assert shop.query(f"from raw.{table}") == []


def test_a_list_has_the_forms_of_all_files(shop: Warehouse, delivery: Path) -> None:
    """Lists within JSON and Parquet come as JSON, and so do cells that are taken apart."""
    document = {"sku": "p1", "name": "Kettle", "tags": ["a", "b c"]}
    wanted = [("p1", {"tags": ["a", "b c"]})]
    options = ("--item", "sku", "--title", "name", "--attribute", "tags")

    def found() -> list[tuple[str, object]]:
        return [
            (one, {name: json.loads(told or "null") for name, told in has.items()})
            for one, has in attributes(shop, "own_items")
        ]

    assert (
        land_list(shop, "items", write(delivery / "p.json", [json.dumps(document)]), *options) == 0
    )
    assert found() == wanted
    duckdb.execute(
        "copy (select 'p1' as sku, 'Kettle' as name, ['a', 'b c'] as tags)"
        f" to '{delivery / 'p.parquet'}'"
    )
    assert land_list(shop, "items", delivery / "p.parquet", *options) == 0
    assert found() == wanted
    file = write(delivery / "p.tsv", ["p1\tKettle\ta|b c"])
    numbered = ("--item", "1", "--title", "2", "--attribute", "3", "--list-separator", "|")
    assert land_list(shop, "items", file, *numbered) == 0
    assert found() == [("p1", {"column 3": ["a", "b c"]})]


def test_what_has_no_line_is_told(shop: Warehouse, delivery: Path) -> None:
    products = write(delivery / "products.csv", ["sku,name", "P1,Kettle", "P2,Pot"])
    assert land_list(shop, "items", products, "--item", "sku", "--title", "name") == 0
    assert (
        "sku: 2 of 2 rated items have no line in the file of items (p1, p2): look whether ids are "
        "written alike in both files"
    ) in shop.output
    people = write(delivery / "people.csv", ["who,land", "c1,DE", "c2,FR", *["x,DE"] * 9])
    assert land_list(shop, "users", people, "--user", "who", "--attribute", "land") == 0
    assert "have no line" not in shop.output
    strict = (*ITEMS[:4], "--strict")
    assert land_list(shop, "items", products, *strict) == 1
    assert "--strict refuses" in shop.errors


@pytest.mark.parametrize(
    ("dataset", "source"),
    [
        ("ml-20m", "movielens/ml-20m"),
        ("tweetings", "movietweetings"),
        ("amazon-2014", "amazon/ratings_2014.csv"),
        ("amazon-2023", "amazon/reviews_2023.json"),
    ],
)
def test_a_listed_dataset_takes_a_list(
    warehouse: Warehouse, delivery: Path, dataset: str, source: str
) -> None:
    """Its ids may be written as the source writes them."""
    assert warehouse.land(dataset, FIXTURES / source, "--max-rejected", "100%") == 0
    file = write(delivery / "mine.csv", ["id,title", "none of them,A title"])
    options = ("--item", "id", "--title", "title", "--quiet")
    assert warehouse.run("land", dataset, "--items", file, *options) == 0
    assert "rated items have no line in the file of items" in warehouse.output


def test_names_of_columns_are_part_of_what_is_landed(shop: Warehouse, delivery: Path) -> None:
    """Or a build would not see that the same cells are another attribute now."""
    versions = set()
    for name in ("brand", "maker"):
        products = write(delivery / "products.csv", [f"sku,{name}", "p1,Acme"])
        assert land_list(shop, "items", products, "--item", "sku", "--attribute", name) == 0
        ((version,),) = shop.query(
            "select version from raw.row_versions where table_name = 'own_items'"
        )
        versions.add(version)
    assert len(versions) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--items", "p.csv", "--item", "sku"), "--title or --attribute"),
        (("--items", "p.csv", "--title", "name"), "it takes --item, and"),
        (("--users", "p.csv", "--user", "sku"), "it takes --user and --attribute"),
        (("--items", "p.csv", *ITEMS, "--rating", "r"), "--rating does not go with --items"),
        (("--items", "p.csv", *ITEMS, "--explode"), "--explode does not go with --items"),
        (("--users", "p.csv", "--user", "sku", "--title", "name"), "--title does not go with"),
        (("--from", "p.csv", "--user", "a", "--item", "b", "--title", "c"), "does not go with"),
        (("--items", "p.csv", "--from", "p.csv", *ITEMS), "one after the other"),
        (("--items", "p.csv", *ITEMS, "--attribute", "Brand"), "differ in case alone"),
        (("--items", "p.csv", *ITEMS, "--attribute", "brand"), "named twice"),
        (("--items", "p.csv", "--item", "sku", "--attribute", "all"), "rename the column"),
        (("--items", "p.csv", "--item", "sku", "--title", "nome"), "has no column 'nome'"),
        (("--items", "no.csv", *ITEMS), "no.csv"),
        (("--items", "p.csv", "--item", "1", "--title", "2"), "looks like a header"),
    ],
)
def test_what_does_not_fit_is_one_line(
    shop: Warehouse,
    delivery: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(delivery)
    write(delivery / "p.csv", PRODUCTS)
    before = shop.everything()
    assert shop.run("land", "shop", *words, "--quiet") in (1, 2)
    assert told in shop.errors
    assert len(shop.errors.strip().splitlines()) == 1
    assert shop.everything() == before


@pytest.mark.parametrize("what", ["items", "users"])
def test_a_list_of_what_is_not_landed_is_refused(
    warehouse: Warehouse, delivery: Path, what: str
) -> None:
    file = write(delivery / "p.csv", ["a,b", "1,2"])
    words = ("--items", file, "--item", "a", "--title", "b")
    if what == "users":
        words = ("--users", file, "--user", "a", "--attribute", "b")
    assert warehouse.run("land", "nothing", *words, "--quiet") == 2
    assert f"nothing is not landed, and its {what} go with it: land it first" in warehouse.errors


def test_films_are_called_what_only_films_are(shop: Warehouse, delivery: Path) -> None:
    file = write(delivery / "p.csv", PRODUCTS)
    assert shop.run("land", "movies", "--items", file, *ITEMS, "--quiet") == 2
    assert "'movies' is what films are compared as" in shop.errors


def test_lists_are_compared_with_the_events_that_are_there(shop: Warehouse, delivery: Path) -> None:
    """New events make a remark on a list what it is now, and no second one."""
    products = write(delivery / "products.csv", ["sku,name", "P1,Kettle", "p2,Pot"])
    assert land_list(shop, "items", products, "--item", "sku", "--title", "name") == 0
    remarks = "select subject, what, found, total from raw.landing_remarks"
    what = "rated items have no line in the file of items"
    assert shop.query(remarks) == [("items", what, 1, 2)]
    for ids, left in ((["p1", "p2", "p3"], [("items", what, 2, 3)]), (["p2"], [])):
        events = write(delivery / "orders.csv", ["customer,product", *(f"c,{one}" for one in ids)])
        assert shop.land("shop", events, "--user", "customer", "--item", "product") == 0
        assert shop.query(remarks) == left


def test_a_list_in_brackets_is_one_with_a_separator_too(shop: Warehouse, delivery: Path) -> None:
    """As it is landed; the models take both apart."""
    products = write(delivery / "products.csv", ["sku,tags", 'p1,"[""a"", ""b""]"', "p2,a|b"])
    options = ("--item", "sku", "--attribute", "tags", "--list-separator", "|")
    assert land_list(shop, "items", products, *options) == 0
    assert [json.loads(told["tags"] or "") for _, told in attributes(shop, "own_items")] == [
        ['["a", "b"]'],
        ["a", "b"],
    ]


def test_a_number_that_pandas_misses_is_no_value(shop: Warehouse, delivery: Path) -> None:
    duckdb.execute(
        "copy (select 'p1' as sku, 'nan'::double as weight union all select 'p2', 1.5)"
        f" to '{delivery / 'p.parquet'}'"
    )
    options = ("--item", "sku", "--attribute", "weight")
    assert land_list(shop, "items", delivery / "p.parquet", *options) == 0
    assert attributes(shop, "own_items") == [("p1", {"weight": None}), ("p2", {"weight": "1.5"})]
