"""Corate's item co-ratings and item neighbours: land, then one dbt process, as a user would.

`neighbors` is the time that dbt states for the models from the train ratings to the neighbours,
written to the database; `ratings` that of comparing the neighbours' common ratings. What comes
before (landing, duplicates, indexes) is not in them, as the peers' reading is not, nor is what the
first build of a checkout compiles: that is `compile`.
"""

import argparse
import tempfile
from pathlib import Path

from performance import corate
from performance.protocol import RunResult, Stopwatch

RECIPE = {
    **corate.RECIPE,
    "recipe_id": "generated-all",
    "core_users": "",
    "core_items": "",
    "core_scope": "",
    "split": "none",
    "valid_fraction": "",
    "test_fraction": "",
}


def main() -> None:
    """Land and build in a copy of the project; write the result."""
    parser = argparse.ArgumentParser(description="Find pairs of items and their neighbours.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    python, stopwatch = arguments.python, Stopwatch()
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch:
        project, database = Path(scratch) / "project", Path(scratch) / corate.DATABASE_NAME
        corate.copy_project(project, RECIPE)
        settings = corate.environment(database, arguments.memory_limit, arguments.threads)
        # in a project that was built before, this was compiled then; what it takes is told apart
        with stopwatch.lap("compile"):
            command = [str(python), "-m", "learning.precompile"]
            corate.run_in_project(command, project, settings)
        with stopwatch.lap("land"):
            corate.run_in_project(corate.land_command(python, arguments.csv), project, settings)
        selected = ("+similarity__item_co_ratings", "+similarity__item_neighbors")
        with stopwatch.lap("build"):
            corate.run_in_project(corate.build_command(python, selected), project, settings)
        models = corate.model_seconds(project)
        seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
        seconds |= corate.similarity_seconds(models)
        details = {"model_seconds": models, "database_bytes": database.stat().st_size}
        outcome = corate.query(python, database, "corate_similarity.sql")
        RunResult(stopwatch.laps, seconds, outcome, details).write(arguments.result)


if __name__ == "__main__":
    main()
