"""Corate's co-ratings and neighbours of items, or its neighbours of users, in one dbt process.

`neighbors` is the time that dbt states for the models from the train ratings to the neighbours,
written to the database; `ratings` that of comparing the neighbours' common ratings. What comes
before (landing, duplicates, indexes) is not in them, as the peers' reading is not, nor is what the
first build of a checkout compiles: that is `compile`.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from performance import corate
from performance.protocol import RunResult, Stopwatch


@dataclass(frozen=True)
class Work:
    """What is compared: items or users, by which protocol, which tables, whose time; outcome."""

    kind: str
    protocol: Mapping[str, str]
    selected: Sequence[str]
    parts: Mapping[str, Sequence[str]]
    outcome: str


OF_ITEMS = Work(
    "item",
    corate.ALL,
    ("+similarity__item_co_ratings", "+similarity__item_neighbors"),
    corate.SIMILARITY_MODELS,
    "corate_similarity.sql",
)
OF_USERS = Work(
    "user",
    # who asks for a number of neighbours is not held to the budget of pairs
    {**corate.ALL, "user_neighbors": "50"},
    ("+similarity__user_neighbors",),
    corate.USER_SIMILARITY_MODELS,
    "corate_user_similarity.sql",
)


def main() -> None:
    """Land and build in a copy of the project; write the result."""
    parser = argparse.ArgumentParser(
        description="Find pairs of items (users) and their neighbours."
    )
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--users", action="store_true", help="compare users, not items")
    arguments = parser.parse_args()
    work = OF_USERS if arguments.users else OF_ITEMS
    python, stopwatch = arguments.python, Stopwatch()
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch:
        project, database = Path(scratch) / "project", Path(scratch) / corate.DATABASE_NAME
        corate.copy_project(project, work.protocol)
        settings = corate.environment(database, arguments.memory_limit, arguments.threads)
        # in a project that was built before, this was compiled then; what it takes is told apart
        with stopwatch.lap("compile"):
            command = [str(python), "-m", "learning.precompile"]
            corate.run_in_project(command, project, settings)
        with stopwatch.lap("land"):
            corate.run_in_project(corate.land_command(python, arguments.csv), project, settings)
        with stopwatch.lap("build"):
            variables = f"{{similar_kinds: [{work.kind}]}}"
            command = corate.build_command(python, work.selected, variables)
            corate.run_in_project(command, project, settings)
        models = corate.model_seconds(project)
        seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
        seconds |= corate.seconds_of_parts(models, work.parts)
        details = {"model_seconds": models, "database_bytes": database.stat().st_size}
        outcome = corate.query(python, database, work.outcome)
        RunResult(stopwatch.laps, seconds, outcome, details).write(arguments.result)


if __name__ == "__main__":
    main()
