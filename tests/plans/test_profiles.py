"""The checker of plans finds the fault that it is for, and nothing in plans without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.profiles import (
    LEAST_HELD,
    Growth,
    Held,
    Operator,
    build_profiled,
    growths,
    growths_of_query,
    held,
    plan_of,
)
from tests.support.toy import toy_project, write_model

EVENTS = 20_000
TABLES = f"""
    create table users as
        select 1 as recipe_key, 'u' || id as user_id, id, 65536 + id as user_number
        from range(2000) as ids (id);
    create table items as
        select 1 as recipe_key, 'i' || id as item_id, id, 65536 + id as item_number
        from range(2000) as ids (id);
    create table events as
        select
            1 as recipe_key,
            event % 2000 as user_index,
            event * 7 % 2000 as item_index,
            65536 + user_index as user_number,
            65536 + item_index as item_number
        from range({EVENTS}) as numbers (event);
"""
# two look-ups, joined with each other by what they share before the events come in
LOOK_UPS_FIRST = """
    with users_with_items as materialized (
        select users.user_id, items.item_id, users.id as user_index, items.id as item_index
        from users
        inner join items on items.recipe_key = users.recipe_key
    )

    select users_with_items.user_id, users_with_items.item_id
    from events
    inner join users_with_items
        on
            users_with_items.user_index = events.user_index
            and users_with_items.item_index = events.item_index
"""
# each look-up is one column, that no other look-up shares
ONE_BY_ONE = """
    select users.user_id, items.item_id
    from events
    inner join users on users.user_number = events.user_number
    inner join items on items.item_number = events.item_number
"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(TABLES)
        yield opened


def test_look_ups_that_are_joined_with_each_other_first_are_found(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    (growth,) = growths_of_query(connection, LOOK_UPS_FIRST)
    assert (growth.kind, growth.rows) == ("HASH_JOIN", 2000 * 2000)
    assert (growth.most_of_inputs, growth.result) == (2000, EVENTS)
    assert "HASH_JOIN INNER recipe_key = recipe_key put out 4,000,000 rows" in str(growth)


def test_look_ups_one_by_one_are_fine(connection: duckdb.DuckDBPyConnection) -> None:
    assert growths_of_query(connection, ONE_BY_ONE) == []
    rows = "select count(*), sum(hash(user_id, item_id)) from ({})"
    both = [connection.execute(rows.format(way)).fetchall() for way in (LOOK_UPS_FIRST, ONE_BY_ONE)]
    assert both[0] == both[1] and both[0][0][0] == EVENTS


@pytest.mark.parametrize(
    "query",
    [
        "select * from users cross join (select * from items limit 100)",
        "select unnest(range(1000)), user_id from users",
        "select count(*) from (select user_id from users union all select item_id from items)",
    ],
)
def test_what_makes_many_rows_for_as_many_is_fine(
    connection: duckdb.DuckDBPyConnection, query: str
) -> None:
    assert growths_of_query(connection, query) == []


@pytest.mark.parametrize(
    "query",
    [
        "select count(*) from users cross join items",
        "select count(*) from (select unnest(range(1000)) from users)",
        "select user_id from users cross join items order by item_id limit 10",
    ],
)
def test_what_makes_many_rows_for_few_is_found(
    connection: duckdb.DuckDBPyConnection, query: str
) -> None:
    assert growths_of_query(connection, query)


@pytest.mark.parametrize(
    "query",
    [
        "select * from events",
        "select * from events order by user_number limit 7",
        "select user_id from users union all select item_id from items",
        "with least as materialized (select min(id) as id from users) select * from users, least",
        "select user_index, count(*) from events group by user_index",
        "select * from events qualify row_number() over (partition by user_index) = 1",
        "select * from users where exists (from events where item_index = id and user_index < 5)",
        ONE_BY_ONE,
        LOOK_UPS_FIRST,
    ],
)
def test_the_rows_of_a_plan_are_those_that_come_out(
    connection: duckdb.DuckDBPyConnection, query: str
) -> None:
    explained = connection.execute(f"explain (analyze, format json) {query}").fetchall()
    plan = plan_of(explained[0][1])
    assert plan is not None
    assert plan.rows == len(connection.execute(query).fetchall()) > 0


def operator(rows: int, *inputs: Operator) -> Operator:
    return Operator("HASH_JOIN", rows, "", inputs)


def test_the_bounds_are_ten_times_what_goes_in_or_comes_out() -> None:
    result = 20_000
    for rows, is_found in ((200_000, False), (200_001, True)):
        grown = operator(rows, operator(5), operator(1_000))
        expected = [Growth("HASH_JOIN", rows, 1_000, result, "")] if is_found else []
        assert growths(operator(result, grown)) == expected
        assert growths(operator(result, operator(rows, operator(20_001)))) == []
    # and a hundred thousand rows cost nothing
    assert growths(operator(1, operator(100_000, operator(1)))) == []
    # what is stored is read, however little comes of it
    assert growths(operator(1, operator(1_000_000))) == []


def test_a_hash_table_of_much_for_little_is_found() -> None:
    for held_rows, is_found in ((LEAST_HELD, False), (LEAST_HELD + 1, True), (200_000, True)):
        join = operator(7, operator(2_000), operator(held_rows))
        assert bool(held(operator(1, join))) == is_found
        assert not held(operator(1, operator(7, operator(held_rows), operator(2_000))))
    many = LEAST_HELD + 1
    assert held(operator(7, operator(0), operator(many))) == [Held(many, 0, "")]


def test_each_statement_that_dbt_sends_for_a_model_is_looked_at(tmp_path: Path) -> None:
    toy = toy_project(tmp_path)
    pairs = "(select count(*) from range({}) as a, range(1000) as b) as pairs"
    as_table = "{{ config(materialized='table') }} "
    write_model(toy, "pairs_at_once", as_table + "select " + pairs.format(500))
    write_model(toy, "few_pairs", as_table + "select " + pairs.format(100))
    write_model(toy, "blocks", as_table + "select unnest([700, 800]) as block_number")
    write_model(toy, "start", as_table + "select 2::bigint as n, 0::bigint as pairs")
    write_model(
        toy,
        "pairs_in_blocks",
        f"""
        {{{{ config(materialized='blocked', blocks='blocks') }}}}
        -- depends_on: {{{{ ref('blocks') }}}}
        select block_number, {pairs.format("block_number")}
        from {{{{ ref('blocks') }}}}
        where {{{{ in_block('block_number') }}}}
        """,
    )
    write_model(
        toy,
        "pairs_in_rounds",
        f"""
        {{{{ config(
            materialized='fixpoint', start='start', settled_when='n = 0', max_rounds=9
        ) }}}}
        with start as (select * from {{{{ ref('start') }}}}),
        next_round as (select n - 1 as n, {pairs.format("n * 300")} from {{{{ this }}}})
        select * from next_round
        """,
    )
    statements = build_profiled(toy)
    found = {
        (statement.model, growth.rows)
        for statement in statements
        for growth in (growths(statement.plan) if statement.plan else ())
    }
    assert found == {
        ("pairs_at_once", 500_000),
        ("pairs_in_blocks", 700_000),
        ("pairs_in_blocks", 800_000),
        ("pairs_in_rounds", 600_000),
        ("pairs_in_rounds", 300_000),
    }
    assert sum(statement.processor_seconds for statement in statements) > 0
