"""The fixpoint materialization on toy models of its own, away from the k-core."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import Project
from tests.support.toy import toy_project, write_model

# each round lowers every number; those that arrive at 0 are settled
COUNTDOWN = """
{{{{ config(
    materialized='fixpoint', start='start', settled_when='n = 0', max_rounds={max_rounds}
) }}}}
-- depends_on: {{{{ ref('start') }}}}
select name, n - 1 as n from {{{{ this }}}}
"""

# no row ever settles: the halves change until all are 0
HALVING = """
{{ config(materialized='fixpoint', start='start', max_rounds=100) }}
-- depends_on: {{ ref('start') }}
select name, n // 2 as n from {{ this }}
"""


@pytest.fixture
def toy(tmp_path: Path) -> Project:
    return toy_project(tmp_path)


def write_models(toy: Project, start: str, body: str) -> None:
    write_model(toy, "start", start)
    write_model(toy, "reached", body)


def numbers(*values: int) -> str:
    rows = " union all ".join(
        f"select 'row {place}' as name, {value} as n" for place, value in enumerate(values)
    )
    return rows


def test_rows_settle_in_the_round_in_which_they_meet_the_condition(toy: Project) -> None:
    write_models(toy, numbers(1, 2, 5), COUNTDOWN.format(max_rounds=10))
    printed = toy.dbt("run")
    assert toy.rows("select name, n, settled_in_round from toys.reached order by name") == [
        ("row 0", 0, 1),
        ("row 1", 0, 2),
        ("row 2", 0, 5),
    ]
    assert "reached round 5: 1 rows settled" in printed
    assert "round 6: 0 rows settled, 0 rows go on (nothing changed: done)" in printed
    assert "round 7" not in printed


def test_dozens_of_rounds(toy: Project) -> None:
    write_models(toy, numbers(60, 47), COUNTDOWN.format(max_rounds=100))
    toy.dbt("run")
    assert toy.rows("select max(settled_in_round) from toys.reached") == [(60,)]


def test_rows_that_never_settle_are_those_of_the_round_that_changes_nothing(toy: Project) -> None:
    write_models(toy, numbers(9, 9, 0), HALVING)
    printed = toy.dbt("run")
    assert toy.rows("select name, n, settled_in_round from toys.reached order by name") == [
        ("row 0", 0, None),
        ("row 1", 0, None),
        ("row 2", 0, None),
    ]
    # 9, 4, 2, 1, 0, and once more to see that nothing changes
    assert "round 5" in printed and "round 6" not in printed


def test_input_that_has_converged_takes_one_round(toy: Project) -> None:
    write_models(toy, numbers(0, 0), HALVING)
    printed = toy.dbt("run")
    assert "round 1: 0 rows settled, 2 rows go on (nothing changed: done)" in printed
    assert toy.rows("select count(*) from toys.reached") == [(2,)]


def test_no_rows_at_all(toy: Project) -> None:
    write_models(toy, f"select * from ({numbers(1)}) where false", COUNTDOWN.format(max_rounds=3))
    toy.dbt("run")
    assert toy.rows("select * from toys.reached") == []


def test_the_cap_fails_loudly_and_leaves_the_table_of_the_run_before(toy: Project) -> None:
    write_models(toy, numbers(2), COUNTDOWN.format(max_rounds=5))
    toy.dbt("run")
    before = toy.rows("select * from toys.reached")
    write_models(toy, numbers(2, 7), COUNTDOWN.format(max_rounds=5))
    printed = toy.failing_dbt("run")
    assert "reached still changes after max_rounds=5 rounds: raise max_rounds" in printed
    assert toy.rows("select * from toys.reached") == before
    left = toy.rows("select table_schema, table_name from information_schema.tables order by all")
    assert left == [("toys", "reached"), ("toys", "start")]


def test_a_run_again_gives_the_same_table(toy: Project) -> None:
    write_models(toy, numbers(3, 1, 4), COUNTDOWN.format(max_rounds=10))
    toy.dbt("run")
    first = toy.rows("select * from toys.reached order by all")
    toy.dbt("run")
    assert toy.rows("select * from toys.reached order by all") == first


@pytest.mark.parametrize("missing", ["start='start', ", ", max_rounds=10"])
def test_what_must_be_configured_is_named(toy: Project, missing: str) -> None:
    body = COUNTDOWN.format(max_rounds=10).replace(missing, "")
    write_models(toy, numbers(1), body)
    printed = toy.failing_dbt("run")
    assert missing.strip(", ").split("=")[0] in printed
