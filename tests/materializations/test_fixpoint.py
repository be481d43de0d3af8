"""The fixpoint materialization on toy models of its own, away from the k-core.

All toys are made by one run of dbt; a second run finds one of them changed so that it fails, and
some that cannot be run at all (conftest.py).
"""

from __future__ import annotations

import re

import pytest

from tests.materializations.test_partitioned import KINDS as PARTS
from tests.support.projects import Project
from tests.support.toy import Runs, write_model

# each round lowers every number; those that arrive at 0 are settled
COUNTDOWN = """
{{{{ config(
    materialized='fixpoint', start='start', settled_when='n = 0', max_rounds={max_rounds}
) }}}}
with start as (select * from {{{{ ref('numbers') }}}}),
next_round as (select name, n - 1 as n from {{{{ this }}}})
select * from next_round
"""

# no row ever settles: the halves change until all are 0
HALVING = """
{{ config(materialized='fixpoint', start='start', max_rounds=100) }}
with start as (select * from {{ ref('numbers') }}),
next_round as (select name, n // 2 as n from {{ this }})
select * from next_round
"""

# what rounds leave out comes back by the key
KEYED = """
{{ config(materialized='fixpoint', start='start', key='name', settled_when='n = 0', max_rounds=9) }}
with start as (select name, n, 7 * n as weight, 'a, b' as told from {{ ref('numbers') }}),
next_round as (select name, n - 1 as n from {{ this }} where n < 5)
select * from next_round
"""
# nothing says which step is the last
ENDLESS = """
{{ config(materialized='fixpoint', start='start', max_rounds=9) }}
select n from {{ ref('numbers') }}
"""
MISSING = {"no_start": "start='start', ", "no_cap": ", max_rounds=10"}
"""What a model must state."""


def numbers(*values: int) -> str:
    rows = " union all ".join(
        f"select 'row {place}' as name, {value} as n" for place, value in enumerate(values)
    )
    return rows


FIRST = {
    "settling": (numbers(1, 2, 5), COUNTDOWN.format(max_rounds=10)),
    "long": (numbers(60, 47), COUNTDOWN.format(max_rounds=100)),
    "never": (numbers(9, 9, 0), HALVING),
    "converged": (numbers(0, 0), HALVING),
    "none": (f"select * from ({numbers(1)}) where false", COUNTDOWN.format(max_rounds=3)),
    "capped": (numbers(2), COUNTDOWN.format(max_rounds=5)),
    "again": (numbers(3, 1, 4), COUNTDOWN.format(max_rounds=10)),
    "keyed": (numbers(3, 9, 1), KEYED),
}
"""The model that a toy starts from, and the one that goes on from it."""
SECOND = {
    "capped": (numbers(2, 7), COUNTDOWN.format(max_rounds=5)),
    **{
        name: (numbers(1), COUNTDOWN.format(max_rounds=10).replace(missing, ""))
        for name, missing in MISSING.items()
    },
    "endless": (numbers(1), ENDLESS),
}


def write_toy(toy: Project, name: str, start: str, body: str) -> None:
    """Write the models start_<name> and reached_<name>."""
    write_model(toy, f"start_{name}", start)
    write_model(toy, f"reached_{name}", body.replace("'numbers'", f"'start_{name}'"))


FAILED = re.compile(r"Failure in model (reached_\w+)")


def test_rows_settle_in_the_round_in_which_they_meet_the_condition(runs: Runs) -> None:
    assert runs.rows[0]["reached_settling"] == [("row 0", 0, 1), ("row 1", 0, 2), ("row 2", 0, 5)]
    printed = runs.said_of(0, "reached_settling")
    assert "reached_settling round 5: 1 rows settled" in printed
    assert "round 6: 0 rows settled, 0 rows go on (nothing changed: done)" in printed
    assert "round 7" not in printed


def test_dozens_of_rounds(runs: Runs) -> None:
    assert runs.rows[0]["reached_long"] == [("row 0", 0, 60), ("row 1", 0, 47)]


def test_rows_that_never_settle_are_those_of_the_round_that_changes_nothing(runs: Runs) -> None:
    assert runs.rows[0]["reached_never"] == [
        ("row 0", 0, None),
        ("row 1", 0, None),
        ("row 2", 0, None),
    ]
    printed = runs.said_of(0, "reached_never")
    # 9, 4, 2, 1, 0, and once more to see that nothing changes
    assert "round 5" in printed and "round 6" not in printed


def test_input_that_has_converged_takes_one_round(runs: Runs) -> None:
    expected = "reached_converged round 1: 0 rows settled, 2 rows go on (nothing changed: done)"
    assert expected in runs.printed[0]
    assert len(runs.rows[0]["reached_converged"]) == 2


def test_columns_that_rounds_leave_out_come_back(runs: Runs) -> None:
    # row 1 is in no round, and in no table
    expected = {(21, "a, b", "row 0", 0, 3), (7, "a, b", "row 2", 0, 1)}
    assert set(runs.rows[0]["reached_keyed"]) == expected


def test_no_rows_at_all(runs: Runs) -> None:
    assert runs.rows[0]["reached_none"] == []


def test_the_cap_fails_loudly_and_leaves_the_table_of_the_run_before(runs: Runs) -> None:
    said = "reached_capped still changes after max_rounds=5 rounds: raise max_rounds"
    assert said in runs.printed[1]
    assert runs.rows[1]["reached_capped"] == runs.rows[0]["reached_capped"] == [("row 0", 0, 2)]


def test_nothing_is_left_but_the_tables(runs: Runs) -> None:
    expected = {f"{kind}_{name}" for name in FIRST for kind in ("start", "reached")}
    assert runs.but_for(0, "numbers", "totals", *PARTS) == expected
    expected |= {f"start_{name}" for name in [*MISSING, "endless"]}
    assert runs.but_for(1, "numbers", "totals", *PARTS) == expected


def test_a_run_again_gives_the_same_table(runs: Runs) -> None:
    assert runs.rows[0]["reached_again"] == [("row 0", 0, 3), ("row 1", 0, 1), ("row 2", 0, 4)]
    assert runs.rows[1]["reached_again"] == runs.rows[0]["reached_again"]


@pytest.mark.parametrize("name", MISSING)
def test_what_must_be_configured_is_named(runs: Runs, name: str) -> None:
    refusal = runs.printed[1].partition(f"Failure in model reached_{name}")[2]
    assert MISSING[name].strip(", ").split("=")[0] in refusal.partition("Failure in model")[0]
    refused = {f"reached_{name}" for name in [*MISSING, "endless"]}
    assert "reached_endless does not end in `select * from`" in runs.printed[1]
    assert set(FAILED.findall(runs.printed[1])) == {"reached_capped", *refused}
