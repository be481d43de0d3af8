"""The blocked materialization on toy models of its own, away from pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import Project
from tests.support.toy import toy_project, write_model

TOTALS = """
{{ config(materialized='blocked', blocks='numbers', weighed_by='n') }}
-- depends_on: {{ ref('numbers') }}
select block_number, sum(n) as total
from {{ ref('numbers') }}
where {{ in_block('block_number') }}
group by block_number
"""
# fails when it comes to the block of a number that is 0
DIVISION = TOTALS.replace("sum(n)", "sum(100 / case when n = 0 then error('no zero') else n end)")


@pytest.fixture
def toy(tmp_path: Path) -> Project:
    return toy_project(tmp_path)


def write_numbers(toy: Project, *rows: tuple[int | None, int]) -> None:
    """Rows of (block_number, n)."""
    values = ", ".join(f"({'null' if block is None else block}, {n})" for block, n in rows)
    query = f"select block_number::integer as block_number, n from (values {values}) as t"
    write_model(toy, "numbers", query + " (block_number, n)")


def totals(toy: Project) -> list[tuple[int, ...]]:
    return toy.rows("select block_number, total from toys.totals order by block_number")


def tables(toy: Project) -> set[str]:
    return {name for (name,) in toy.rows("select table_name from information_schema.tables")}


def test_the_rows_of_all_blocks_are_one_table(toy: Project) -> None:
    write_numbers(toy, (1, 10), (1, 11), (2, 20), (7, 70))
    write_model(toy, "totals", TOTALS)
    toy.dbt("run")
    assert totals(toy) == [(1, 21), (2, 20), (7, 70)]
    assert tables(toy) == {"numbers", "totals"}


def test_each_block_is_a_query_of_its_own(toy: Project) -> None:
    """A model that counts what it sees tells: in one query, each row would see all three."""
    write_numbers(toy, (1, 1), (2, 1), (3, 1))
    write_model(toy, "totals", TOTALS.replace("sum(n)", "count(*) over ()").replace(
        "group by block_number", ""))  # fmt: skip
    toy.dbt("run")
    assert totals(toy) == [(1, 1), (2, 1), (3, 1)]


def test_progress_is_the_share_of_the_work(toy: Project) -> None:
    write_numbers(toy, (1, 75), (2, 20), (3, 5))
    write_model(toy, "totals", TOTALS)
    printed = toy.dbt("run")
    assert "totals: block 1 of 3, 75 % done" in printed
    assert "totals: block 2 of 3, 95 % done" in printed
    assert "totals: block 3 of 3, 100 % done" in printed
    write_model(toy, "totals", TOTALS.replace(", weighed_by='n'", ""))
    assert "totals: block 1 of 3, 33 % done" in toy.dbt("run")


def test_rows_outside_of_all_blocks_are_not_made(toy: Project) -> None:
    write_numbers(toy, (1, 10), (None, 99))
    write_model(toy, "totals", TOTALS)
    toy.dbt("run")
    assert totals(toy) == [(1, 10)]


def test_no_blocks_make_an_empty_table_with_its_columns(toy: Project) -> None:
    write_model(toy, "numbers", "select 1 as block_number, 2 as n where false")
    write_model(toy, "totals", TOTALS)
    toy.dbt("run")
    assert totals(toy) == []


def test_a_run_again_replaces_the_table(toy: Project) -> None:
    write_numbers(toy, (1, 10), (2, 20))
    write_model(toy, "totals", TOTALS)
    toy.dbt("run")
    write_numbers(toy, (2, 5))
    toy.dbt("run")
    assert totals(toy) == [(2, 5)]


def test_a_failure_in_a_late_block_leaves_the_table_of_the_run_before(toy: Project) -> None:
    write_numbers(toy, (1, 10), (2, 20))
    write_model(toy, "totals", DIVISION)
    toy.dbt("run")
    before = totals(toy)
    write_numbers(toy, (1, 50), (2, 0))
    printed = toy.failing_dbt("run")
    assert "block 1 of 2" in printed and "no zero" in printed
    assert totals(toy) == before
    assert tables(toy) == {"numbers", "totals"}
    # and the next run is not disturbed by what failed
    write_numbers(toy, (1, 50))
    toy.dbt("run")
    assert totals(toy) == [(1, 2)]


def test_the_condition_may_stand_more_than_once_and_with_a_table(toy: Project) -> None:
    write_numbers(toy, (1, 10), (2, 20))
    body = TOTALS.replace("in_block('block_number')", "in_block('numbers.block_number')")
    body += "having {{ in_block('block_number') }}"
    write_model(toy, "totals", body)
    toy.dbt("run")
    assert totals(toy) == [(1, 10), (2, 20)]


def test_a_body_without_the_condition_is_refused(toy: Project) -> None:
    write_numbers(toy, (1, 10))
    write_model(toy, "totals", TOTALS.replace("where {{ in_block('block_number') }}", ""))
    assert "totals never says in_block(...)" in toy.failing_dbt("run")


def test_blocks_must_be_configured(toy: Project) -> None:
    write_numbers(toy, (1, 10))
    write_model(toy, "totals", TOTALS.replace("blocks='numbers', ", ""))
    assert "blocks" in toy.failing_dbt("run")
