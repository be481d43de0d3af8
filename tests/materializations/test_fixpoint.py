"""The fixpoint materialization on toy models of its own, away from the k-core.

All toys stand in one project and are made by one run of dbt; a second run finds one of them changed
so that it fails, and some that cannot be run at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
}
"""The model that a toy starts from, and the one that goes on from it."""
SECOND = {
    "capped": (numbers(2, 7), COUNTDOWN.format(max_rounds=5)),
    **{
        name: (numbers(1), COUNTDOWN.format(max_rounds=10).replace(missing, ""))
        for name, missing in MISSING.items()
    },
}

Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Runs:
    """What each of two runs printed, the rows (name, n, settled_in_round) after it, the tables."""

    printed: list[str]
    reached: list[Tables]
    tables: list[set[tuple[str, str]]]

    def said_of(self, run: int, name: str) -> str:
        """The lines that name a toy."""
        return "\n".join(line for line in self.printed[run].splitlines() if name in line)


def write_toy(toy: Project, name: str, start: str, body: str) -> None:
    """Write the models start_<name> and reached_<name>."""
    write_model(toy, f"start_{name}", start)
    write_model(toy, f"reached_{name}", body.replace("'start'", f"'start_{name}'"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    toy = toy_project(tmp_path_factory.mktemp("fixpoint"))
    found = Runs([], [], [])
    for changed, run in ((FIRST, toy.dbt), (SECOND, toy.failing_dbt)):
        for name, (start, body) in changed.items():
            write_toy(toy, name, start, body)
        found.printed.append(run("run"))
        found.reached.append(
            {
                name: toy.rows(
                    f"select name, n, settled_in_round from toys.reached_{name} order by name"
                )
                for name in FIRST
            }
        )
        tables = toy.rows("select table_schema, table_name from information_schema.tables")
        found.tables.append({(schema, name) for schema, name in tables})
    return found


def test_rows_settle_in_the_round_in_which_they_meet_the_condition(runs: Runs) -> None:
    assert runs.reached[0]["settling"] == [("row 0", 0, 1), ("row 1", 0, 2), ("row 2", 0, 5)]
    printed = runs.said_of(0, "reached_settling")
    assert "reached_settling round 5: 1 rows settled" in printed
    assert "round 6: 0 rows settled, 0 rows go on (nothing changed: done)" in printed
    assert "round 7" not in printed


def test_dozens_of_rounds(runs: Runs) -> None:
    assert runs.reached[0]["long"] == [("row 0", 0, 60), ("row 1", 0, 47)]


def test_rows_that_never_settle_are_those_of_the_round_that_changes_nothing(runs: Runs) -> None:
    assert runs.reached[0]["never"] == [("row 0", 0, None), ("row 1", 0, None), ("row 2", 0, None)]
    printed = runs.said_of(0, "reached_never")
    # 9, 4, 2, 1, 0, and once more to see that nothing changes
    assert "round 5" in printed and "round 6" not in printed


def test_input_that_has_converged_takes_one_round(runs: Runs) -> None:
    expected = "reached_converged round 1: 0 rows settled, 2 rows go on (nothing changed: done)"
    assert expected in runs.printed[0]
    assert len(runs.reached[0]["converged"]) == 2


def test_no_rows_at_all(runs: Runs) -> None:
    assert runs.reached[0]["none"] == []


def test_the_cap_fails_loudly_and_leaves_the_table_of_the_run_before(runs: Runs) -> None:
    said = "reached_capped still changes after max_rounds=5 rounds: raise max_rounds"
    assert said in runs.printed[1]
    assert runs.reached[1]["capped"] == runs.reached[0]["capped"] == [("row 0", 0, 2)]


def test_nothing_is_left_but_the_tables(runs: Runs) -> None:
    expected = {("toys", f"{kind}_{name}") for name in FIRST for kind in ("start", "reached")}
    assert runs.tables[0] == expected
    assert runs.tables[1] == expected | {("toys", f"start_{name}") for name in MISSING}


def test_a_run_again_gives_the_same_table(runs: Runs) -> None:
    assert runs.reached[0]["again"] == [("row 0", 0, 3), ("row 1", 0, 1), ("row 2", 0, 4)]
    assert runs.reached[1]["again"] == runs.reached[0]["again"]


@pytest.mark.parametrize("name", MISSING)
def test_what_must_be_configured_is_named(runs: Runs, name: str) -> None:
    refusal = runs.printed[1].partition(f"Failure in model reached_{name}")[2]
    assert MISSING[name].strip(", ").split("=")[0] in refusal.partition("Failure in model")[0]
    assert "ERROR=3" in runs.printed[1]
