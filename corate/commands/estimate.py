"""Say what a build will take, before it is made: time, memory and disk, by dataset.

  python -m corate estimate
  python -m corate estimate my-shop

What recipes there will be, and how much they keep, is told by the events: these are read first, as
a build begins, and stay for it. The figures are for a build of a dataset alone, from the beginning,
and meant to be within twice of what it takes. They were measured on two cores; a piece of work of a
second tells how fast this machine is. More processors, and memory that does not suffice, make a
difference that is not reckoned with.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from corate.costs import Machine, compares_users, cost_of, machine_of, user_pairs_budget
from corate.database import rows, warehouse
from ingest import settings
from ingest.database import no_database
from ingest.errors import IngestError, UsageError
from ingest.listing import landed_datasets, print_table
from ingest.messages import named
from ingest.progress import with_unit
from ingest.setting_files import check_settings

READ_EVENTS = (
    *(sys.executable, "-m", "corate", "build"),
    *("--select", "+int_recipes", "--exclude-resource-type", "test"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which datasets."""
    parser.add_argument(
        "datasets",
        metavar="DATASET",
        nargs="*",
        help="what `python -m ingest list` shows as landed (default: all that is)",
    )


def run(options: argparse.Namespace) -> int:
    """Read the events, and show a line a dataset; return 1 where they could not be read.

    Raises UsageError for a dataset that is not landed.
    """
    work = settings.work_path()
    if not work.exists():
        raise no_database(work)
    landed = landed_datasets(work)
    unknown = [name for name in options.datasets if name not in landed]
    if unknown:
        raise UsageError(
            f"{named(unknown)} {'is' if len(unknown) == 1 else 'are'} not landed: "
            "`python -m ingest list` shows what is"
        )
    check_settings()
    work = work.absolute()
    # a process of its own, since dbt keeps the file open; what it shows is no answer
    code = subprocess.run(READ_EVENTS, stdout=sys.stderr).returncode
    if code:
        return code
    with warehouse(work) as connection:
        recipes = rows(connection, "estimate", datasets=list(options.datasets))
        if not recipes:
            raise IngestError("no recipe is made of what is landed, so that there is little to do")
        machine = machine_of(connection)
    by_dataset: dict[str, list[Mapping[str, Any]]] = {}
    for one in recipes:
        by_dataset.setdefault(one["dataset_id"], []).append(one)
    _show(by_dataset, machine)
    return 0


def _show(by_dataset: Mapping[str, Sequence[Mapping[str, Any]]], machine: Machine) -> None:
    budget = user_pairs_budget()
    costs = {name: cost_of(recipes, budget, machine) for name, recipes in by_dataset.items()}
    print_table(
        ("dataset", "events", "users", "items", "recipes", "time", "memory", "disk"),
        [
            (
                name,
                *(f"{by_dataset[name][0][one]:,}" for one in ("events", "users", "items")),
                f"{len(by_dataset[name]):,}",
                _duration(cost.seconds),
                with_unit(round(cost.memory), "B"),
                with_unit(round(cost.disk), "B"),
            )
            for name, cost in costs.items()
        ],
        right=range(1, 8),
    )
    left_out = [
        one["recipe_id"]
        for recipes in by_dataset.values()
        for one in recipes
        if not compares_users(one, budget)
    ]
    if left_out:
        print(
            f"users are not compared in {named(left_out)}: they would meet in more than {budget:,} "
            "pairs (docs/guides/neighbours.md)"
        )
    print(
        "meant to be within twice of what it takes, each for itself; this machine takes "
        f"{machine.pace:.1f} times as long as the one of the figures (performance/README.md)"
    )


def _duration(seconds: float) -> str:
    """Such as 40 s, 3 min or 2.5 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
