"""Corate as a package of another dbt project, which has interactions, a protocol and marts."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.support.projects import copy_files
from tests.support.reference import Event, Recipe, make_benchmark

EXAMPLE = Path(__file__).with_name("package")
WANTED = (
    *("+package:my_shop", "+benchmarks__interactions", "+benchmarks__recipes"),
    *("+catalog__datasets", "+catalog__items"),
    # a test of no one model, which tells what is left out
    "foreign_interactions_can_be_used",
)
STRICT = Recipe(core_users=3, core_items=3, core_scope="all", split="leave_one_out")


def some_orders() -> list[Event]:
    """Orders with repeats and times that are equal, numbered as the warehouse is to number them."""
    draw = random.Random(29)
    drawn = {
        (draw.randint(0, 300), f"c{draw.randint(1, 60)}", str(int(abs(draw.gauss(0, 12)))))
        for _ in range(900)
    }
    return [
        Event(row, user, item, float(draw.randint(1, 5)), time)
        for row, (time, user, item) in enumerate(sorted(drawn), 1)
    ]


@dataclass(frozen=True)
class Shop:
    """The other project."""

    folder: Path

    def dbt(self, *arguments: str) -> str:
        """Run dbt in its folder; fails the test if dbt fails."""
        done = subprocess.run(
            [Path(sys.executable).with_name("dbt"), *arguments],
            cwd=self.folder,
            env={
                **{name: value for name, value in os.environ.items() if "CORATE" not in name},
                "CORATE_OWN": str(self.folder / "own"),
                "DBT_PROFILES_DIR": str(self.folder),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def build(self) -> str:
        return self.dbt("build", "--select", *WANTED, "--exclude-resource-type", "unit_test")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.folder / "shop.work.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def load(self, orders: Sequence[Event]) -> None:
        """Put orders where the shop has them, in no order."""
        shuffled = random.Random(len(orders)).sample(list(orders), len(orders))
        with duckdb.connect(str(self.folder / "shop.work.duckdb")) as connection:
            connection.execute(
                "create schema if not exists crm;"
                "create or replace table crm.orders (dataset_id varchar, user_id varchar,"
                " item_id integer, rating double, rated_at timestamp)"
            )
            connection.executemany(
                "insert into crm.orders values ('crm-orders', ?, ?, ?, ?)",
                [
                    (
                        one.user,
                        int(one.item),
                        one.rating,
                        datetime.fromtimestamp(one.time or 0, UTC).replace(tzinfo=None),
                    )
                    for one in shuffled
                ],
            )

    def notes(self) -> list[tuple[object, ...]]:
        """What each table of Corate's was made of, but those that read the shop's, always anew."""
        return self.rows(
            "select node, partition, made_from from versions.partitions"
            " where node like 'model.corate.%' and node not like '%foreign%' order by all"
        )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The example, built for the first time, beside a checkout."""
    folder = tmp_path_factory.mktemp("package")
    copy_files(folder / "corate")
    shutil.copytree(EXAMPLE, folder / "shop")
    made = Shop(folder / "shop")
    made.dbt("deps")
    made.load(some_orders())
    made.build()
    return made


def expected_splits(orders: Sequence[Event]) -> list[tuple[object, ...]]:
    made = make_benchmark(orders, STRICT)
    return sorted((row, split) for row, split in made.split.items())


def found_splits(shop: Shop) -> list[tuple[object, ...]]:
    return shop.rows(
        "select source_row, split from benchmarks.interactions"
        " where recipe_id = 'crm-orders-strict' order by all"
    )


def test_its_protocol_is_made_of_its_interactions(shop: Shop) -> None:
    """By plain Python; so are the two that every dataset has, and a mart made as Corate's are."""
    assert found_splits(shop) == expected_splits(some_orders())
    recipes = {"crm-orders-loo-core5", "crm-orders-time-core4", "crm-orders-strict"}
    assert {
        recipe for (recipe,) in shop.rows("select recipe_id from benchmarks.recipes")
    } == recipes
    sizes = shop.rows("select recipe_id from benchmarks.recipe_sizes where users > 0")
    assert {recipe for (recipe,) in sizes} == recipes
    assert shop.rows("select count(*) from reports.best_customers") == [(10,)]
    assert shop.rows("select row_count from catalog.datasets") == [(len(some_orders()),)]


@pytest.mark.long
def test_what_it_adds_makes_nothing_of_ours_anew(shop: Shop) -> None:
    before = shop.notes()
    assert len(before) > 100
    mart = shop.folder / "models" / "best_customers.sql"
    mart.write_text(mart.read_text().replace("limit 10", "limit 7"))
    (shop.folder / "models" / "one_more.sql").write_text(
        "select count(*) as items from {{ ref('corate', 'catalog__items') }}"
    )
    shop.build()
    assert shop.notes() == before
    assert shop.rows("select count(*) from reports.best_customers") == [(7,)]
    ((items,),) = shop.rows("from reports.one_more")
    assert items == len({order.item for order in some_orders()})


@pytest.mark.long
def test_what_it_changes_arrives(shop: Shop) -> None:
    """An event more is seen without being told; what cannot be used is named, and counted."""
    orders = some_orders()
    orders.append(Event(len(orders) + 1, "c1", "999", 5.0, 1000))
    shop.load(orders)
    with duckdb.connect(str(shop.folder / "shop.work.duckdb")) as connection:
        connection.execute("insert into crm.orders values ('crm-orders', null, 7, 1, null)")
    printed = shop.build()
    assert "table_name=crm.orders, rows_left_out=1, problem=there is no user_id" in printed
    assert shop.rows("select row_count from catalog.datasets") == [(len(orders),)]
    assert found_splits(shop) == expected_splits(orders)
