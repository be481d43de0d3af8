"""The blocked materialization on toy models of its own, away from pairs.

All toys are made by one run of dbt; a second run finds some changed, one of which fails, and a
third comes after that (conftest.py).
"""

from __future__ import annotations

import re

from tests.materializations.test_partitioned import KINDS as PARTS
from tests.support.projects import Project
from tests.support.toy import Runs, write_model

TOTALS = """
{{ config(materialized='blocked', blocks='numbers') }}
-- depends_on: {{ ref('numbers') }}
select block_number, sum(n) as total
from {{ ref('numbers') }}
where {{ in_block('block_number') }}
group by block_number
"""
# fails when it comes to the block of a number that is 0
DIVISION = TOTALS.replace("sum(n)", "sum(100 / case when n = 0 then error('no zero') else n end)")
# a model that counts what it sees: in one query for all blocks, each row would see all of them
WINDOW = TOTALS.replace("sum(n)", "count(*) over ()").replace("group by block_number", "")
TWICE = (
    TOTALS.replace("in_block('block_number')", "in_block('numbers.block_number')")
    + "having {{ in_block('block_number') }}"
)

Rows = list[tuple[int | None, int]]
FIRST: dict[str, tuple[Rows, str]] = {
    "several": ([(1, 10), (1, 11), (2, 20), (7, 70)], TOTALS),
    "counted": ([(1, 1), (2, 1), (3, 1)], WINDOW),
    "outside": ([(1, 10), (None, 99)], TOTALS),
    "none": ([], TOTALS),
    "replaced": ([(1, 10), (2, 20)], TOTALS),
    "broken": ([(1, 10), (2, 20)], DIVISION),
    "twice": ([(1, 10), (2, 20)], TWICE),
}
"""The rows (block_number, n) of a toy's numbers, and the model that is made of them."""
SECOND: dict[str, tuple[Rows, str]] = {
    "replaced": ([(2, 5)], TOTALS),
    "broken": ([(1, 50), (2, 0)], DIVISION),
    "unconditional": ([(1, 10)], TOTALS.replace("where {{ in_block('block_number') }}", "")),
    "unconfigured": ([(1, 10)], TOTALS.replace(", blocks='numbers'", "")),
}
THIRD: dict[str, tuple[Rows, str]] = {"broken": ([(1, 50)], DIVISION)}


def write_toy(toy: Project, name: str, rows: Rows, body: str) -> None:
    """Write the models numbers_<name> and totals_<name>."""
    values = ", ".join(f"({'null' if block is None else block}, {n})" for block, n in rows)
    query = f"select block_number::integer as block_number, n from (values {values}) as t"
    query += " (block_number, n)"
    if not rows:
        query = "select 1 as block_number, 2 as n where false"
    write_model(toy, f"numbers_{name}", query)
    body = body.replace("'numbers'", f"'numbers_{name}'").replace("numbers.", f"numbers_{name}.")
    write_model(toy, f"totals_{name}", body)


FAILED = re.compile(r"Failure in model (totals_\w+)")


def test_the_rows_of_all_blocks_are_one_table(runs: Runs) -> None:
    assert runs.rows[0]["totals_several"] == [(1, 21), (2, 20), (7, 70)]


def test_nothing_is_left_but_the_tables(runs: Runs) -> None:
    expected = {f"{kind}_{name}" for name in FIRST for kind in ("numbers", "totals")}
    assert runs.but_for(0, "start", "reached", *PARTS) == expected
    expected |= {"numbers_unconditional", "numbers_unconfigured"}
    assert runs.but_for(1, "start", "reached", *PARTS) == expected
    assert runs.but_for(2, "start", "reached", *PARTS) == expected


def test_each_block_is_a_query_of_its_own(runs: Runs) -> None:
    assert runs.rows[0]["totals_counted"] == [(1, 1), (2, 1), (3, 1)]


def test_progress_is_the_share_of_the_blocks(runs: Runs) -> None:
    assert "totals_several: block 1 of 3, 33 % done" in runs.printed[0]
    assert "totals_several: block 2 of 3, 67 % done" in runs.printed[0]
    assert "totals_several: block 3 of 3, 100 % done" in runs.printed[0]


def test_rows_outside_of_all_blocks_are_not_made(runs: Runs) -> None:
    assert runs.rows[0]["totals_outside"] == [(1, 10)]


def test_no_blocks_make_an_empty_table_with_its_columns(runs: Runs) -> None:
    assert runs.rows[0]["totals_none"] == []


def test_a_run_again_replaces_the_table(runs: Runs) -> None:
    assert runs.rows[0]["totals_replaced"] == [(1, 10), (2, 20)]
    assert runs.rows[1]["totals_replaced"] == [(2, 5)]
    assert runs.rows[1]["totals_several"] == runs.rows[0]["totals_several"]


def test_a_failure_in_a_late_block_leaves_the_table_of_the_run_before(runs: Runs) -> None:
    assert "totals_broken: block 1 of 2" in runs.printed[1] and "no zero" in runs.printed[1]
    assert runs.rows[1]["totals_broken"] == runs.rows[0]["totals_broken"] == [(1, 10), (2, 5)]
    # and the next run is not disturbed by what failed
    assert "no zero" not in runs.printed[2]
    assert runs.rows[2]["totals_broken"] == [(1, 2)]


def test_the_condition_may_stand_more_than_once_and_with_a_table(runs: Runs) -> None:
    assert runs.rows[0]["totals_twice"] == [(1, 10), (2, 20)]


def test_a_body_without_the_condition_is_refused(runs: Runs) -> None:
    assert "totals_unconditional never says in_block(...)" in runs.printed[1]


def test_blocks_must_be_configured(runs: Runs) -> None:
    refusal = runs.printed[1].partition("Failure in model totals_unconfigured")[2]
    assert "blocks" in refusal.partition("Failure in model")[0]
    refused = {"totals_unconditional", "totals_unconfigured"}
    assert set(FAILED.findall(runs.printed[1])) == {"totals_broken", *refused}
    assert set(FAILED.findall(runs.printed[2])) == refused
