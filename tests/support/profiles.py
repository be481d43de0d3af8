"""What DuckDB did for each statement: how many rows each operator of its plan put out.

A profile is the tree of operators that DuckDB writes for a statement that it has run; `growths`
finds the operators that put out far more rows than went in and came of the statement as a whole.
"""

from __future__ import annotations

import functools
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from tests.support.projects import Project, run_dbt

TIMES = 10
LEAST_ROWS = 100_000
"""What puts out fewer rows costs nothing that one would notice."""
LEAST_HELD = 25_000
"""And so does what holds fewer; in tests, a dataset has more events."""

# these stand over the plan of what a statement makes, and put out no rows of it
WRITES = ("RESULT_COLLECTOR", "EXPLAIN_ANALYZE", "INSERT", "CREATE_TABLE_AS")
# dbt says in a comment before each statement for what it is sent
MODEL = re.compile(r'"node_id": "model\.corate\.([^"]+)"')


@dataclass(frozen=True)
class Operator:
    """An operator of a plan: the rows that it put out, what it says of itself, what it reads."""

    kind: str
    rows: int
    says: str
    inputs: tuple[Operator, ...]

    def within(self) -> Iterator[Operator]:
        """It and all below it."""
        yield self
        for one in self.inputs:
            yield from one.within()


def operator_of(document: Mapping[str, Any]) -> Operator:
    """An operator as DuckDB 2 writes it."""
    says = document.get("extra_info", {})
    told = [says.get(key) for key in ("Join Type", "Conditions", "Table", "Function")]
    inputs = tuple(operator_of(child) for child in document.get("children", ()))
    match document["type"]:
        # of these two DuckDB counts nothing
        case "CTE":
            rows = inputs[-1].rows
        case "UNION":
            rows = sum(one.rows for one in inputs)
        case _:
            rows = document["intermediate_rows"]
    return Operator(
        kind=document["type"],
        rows=rows,
        says=" ".join(
            " and ".join(one) if isinstance(one, list) else str(one) for one in told if one
        ),
        inputs=inputs,
    )


def plan_of(profile: str) -> Operator | None:
    """The plan of a profile, without what writes its result; None where nothing was planned."""
    operators = json.loads(profile).get("operator")
    if not operators:
        return None
    operator = operator_of(operators[0])
    while operator.kind in WRITES and operator.inputs:
        operator = operator.inputs[0]
    return operator


@dataclass(frozen=True)
class Growth:
    """An operator that put out many times the rows that went in, and many times the result's."""

    kind: str
    rows: int
    most_of_inputs: int
    result: int
    says: str

    def __str__(self) -> str:
        return (
            f"{self.kind} {self.says} put out {self.rows:,} rows"
            f" of {self.most_of_inputs:,}, for a result of {self.result:,}"
        )


def growths(plan: Operator) -> list[Growth]:
    """The operators of a plan that put out more than TIMES what went in and what comes of it all.

    What reads a table puts out no more than is stored. Up to LEAST_ROWS are let pass.
    """
    return [
        Growth(one.kind, one.rows, most, plan.rows, one.says)
        for one in plan.within()
        if one.inputs and one.rows > LEAST_ROWS
        for most in [max(read.rows for read in one.inputs)]
        if one.rows > TIMES * max(most, plan.rows)
    ]


@dataclass(frozen=True)
class Held:
    """A join that keeps many rows in a hash table, and looks few up in it."""

    rows: int
    looked_up: int
    says: str

    def __str__(self) -> str:
        return f"HASH_JOIN {self.says} held {self.rows:,} rows to look up {self.looked_up:,}"


def held(plan: Operator, least: int = LEAST_HELD) -> list[Held]:
    """The joins whose hash table is of TIMES as many rows as are looked up in it.

    The other way round it would take a tenth of the memory. Up to `least` are let pass.
    """
    return [
        Held(built.rows, probed.rows, one.says)
        for one in plan.within()
        if one.kind == "HASH_JOIN" and len(one.inputs) == 2
        for probed, built in [one.inputs]
        if built.rows > max(least, TIMES * probed.rows)
    ]


def growths_of_query(connection: duckdb.DuckDBPyConnection, query: str) -> list[Growth]:
    """Run a query, throw its rows away, and find what grew in it."""
    explained = connection.execute(f"explain (analyze, format json) {query}").fetchall()
    plan = plan_of(explained[0][1])
    assert plan is not None, query
    return growths(plan)


@dataclass(frozen=True)
class Statement:
    """A statement that dbt ran for a model, with the processor seconds that it took."""

    model: str
    processor_seconds: float
    profile: str

    @functools.cached_property
    def plan(self) -> Operator | None:
        """Its plan; None where nothing was planned, as for a transaction's begin."""
        return plan_of(self.profile)


def build_profiled(project: Project, *arguments: str) -> list[Statement]:
    """Build models without tests, with a profile of each statement that dbt sends for one.

    Not of those that a Python model sends by itself.
    """
    kept = project.folder / "statements.jsonl"
    run = functools.partial(run_profiled_dbt, str(kept))
    project.build_without_tests(*arguments, run=run)
    with kept.open(encoding="utf-8") as lines:
        return [Statement(**json.loads(line)) for line in lines]


def run_profiled_dbt(
    kept: str, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: str
) -> None:
    """Become dbt as run_dbt does, and write a line for each statement of a model into `kept`."""
    from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper

    with open(kept, "w", encoding="utf-8") as lines:

        class ProfiledCursor(DuckDBCursorWrapper):
            """dbt's cursor, which profiles what it executes."""

            def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
                super().__init__(cursor)  # type: ignore[no-untyped-call]
                self._ended: tuple[str, float] | None = None
                cursor.execute("pragma enable_profiling = 'no_output'")

            def execute(self, sql: str, bindings: object = None) -> object:
                self._keep()
                before = time.process_time()
                found: object = super().execute(sql, bindings)  # type: ignore[no-untyped-call]
                seconds = time.process_time() - before
                model = MODEL.search(sql)
                self._ended = (model[1], seconds) if model else None
                return found

            def close(self) -> None:
                self._keep()
                self._cursor.close()

            def _keep(self) -> None:
                """Write down what the last statement did, once its rows have been fetched."""
                if self._ended:
                    model, seconds = self._ended
                    profile = self._cursor.get_profiling_information()
                    lines.write(json.dumps(asdict(Statement(model, seconds, profile))) + "\n")
                    lines.flush()
                self._ended = None

        local = "dbt.adapters.duckdb.environments.local"
        setattr(sys.modules[local], DuckDBCursorWrapper.__name__, ProfiledCursor)
        run_dbt(arguments, folder, environment, output)
