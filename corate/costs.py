"""What a build takes: seconds, memory and disk, from how much there is of what.

The figures were measured on two cores (performance/README.md says where and how). How long this
machine takes for a small piece of the same kind of work tells how much faster or slower it is.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import yaml

from ingest import settings

Recipe = Mapping[str, Any]
"""A row of sql/estimate.sql."""

SECONDS_OF_START = 38.0
"""Of a build of one dataset, whatever its size: dbt's own time for each table and test."""

SECONDS_A_MILLION = {
    "events": 0.6,
    "recipe_events": 0.6,
    "kept": 3.4,
    "kept_users": 150,
    "item_pairs": 0.0022,
    "user_pairs": 0.0045,
}
"""Events of a dataset once; of each recipe its dataset's events, those that a core keeps, their
users, and the pairs in which items meet in users, and users in items, where users are compared."""

MEMORY_OF_START = 7.5e8
MEMORY_AN_EVENT = 500
"""Bytes: of dbt and DuckDB, and of the largest step, up to what DuckDB may take."""

DISK_OF_START = 1.2e8
DISK_OF_ONE = {"events": 40, "kept": 50, "kept_users": 1_500}
"""Bytes of both files: what was landed, with its events, and what recipes make of what is kept."""

SECONDS_OF_PIECE = 0.5
"""What PIECE took on the machine of the figures."""

PIECE = """
    select sum(following - number)
    from (
        select number, lead(number) over (order by hash(number)) as following
        from range(5000000) as numbers(number)
    )
"""

UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


@dataclass(frozen=True)
class Machine:
    """Where it is built. memory: bytes that DuckDB may take; pace: how many times as long as on the
    machine of the figures a piece of work takes."""

    memory: float
    pace: float


@dataclass(frozen=True)
class Cost:
    """Of a build of one dataset: seconds, the most bytes of memory, and bytes of both files."""

    seconds: float
    memory: float
    disk: float


def machine_of(connection: duckdb.DuckDBPyConnection) -> Machine:
    """The machine that this runs on, as a warehouse is opened there; takes a second or so."""
    ((limit,),) = connection.execute("select current_setting('memory_limit')").fetchall()
    amount, unit = limit.split()
    started = time.perf_counter()
    connection.execute(PIECE).fetchall()
    seconds = time.perf_counter() - started
    return Machine(float(amount) * 1024 ** UNITS.index(unit), seconds / SECONDS_OF_PIECE)


def user_pairs_budget() -> int:
    """How many pairs users may meet in to be compared unasked, a variable of the project."""
    project = yaml.safe_load((settings.PROJECT_ROOT / "dbt_project.yml").read_text("utf-8"))
    return int(project["vars"]["user_pairs_budget"])


def compares_users(recipe: Recipe, budget: int) -> bool:
    """Whether users of a recipe are compared, as far as it can be told before it is made."""
    return bool(recipe["asks_for_user_neighbors"]) or recipe["user_pairs"] <= budget


def cost_of(recipes: Sequence[Recipe], budget: int, machine: Machine) -> Cost:
    """The cost of all recipes of one dataset, where nothing else is built."""
    events = recipes[0]["events"]
    amounts = {
        "events": events,
        "recipe_events": events * len(recipes),
        **{name: sum(one[name] for one in recipes) for name in ("kept", "kept_users")},
        "item_pairs": sum(one["item_pairs"] for one in recipes),
        "user_pairs": sum(one["user_pairs"] for one in recipes if compares_users(one, budget)),
    }
    seconds = SECONDS_OF_START + _sum(SECONDS_A_MILLION, amounts) / 1e6
    return Cost(
        seconds=seconds * machine.pace,
        memory=MEMORY_OF_START + min(machine.memory, MEMORY_AN_EVENT * events),
        disk=DISK_OF_START + _sum(DISK_OF_ONE, amounts),
    )


def _sum(rates: Mapping[str, float], amounts: Mapping[str, float]) -> float:
    return sum(rate * amounts[name] for name, rate in rates.items())
