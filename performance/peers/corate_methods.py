"""Corate's lists and figures of two methods, in one dbt process, from the landed rows.

`work` is the whole process, as a user waits for it: duplicates, split, pairs of items, lists for
valid and test, all metrics with intervals and comparisons, every table written to the database.
"""

import argparse
import tempfile
from pathlib import Path

from performance import corate, methods
from performance.protocol import RunResult, Stopwatch

LEAVE_ONE_OUT = {
    "protocol_id": "loo",
    "datasets": corate.DATASET_ID,
    "core_scope": "none",
    "split": "leave_one_out",
}
METHODS = (
    {"method": methods.POPULARITY, "kind": "popularity"},
    {
        "method": methods.ITEM_KNN,
        "kind": "item_knn",
        "similarity": "cosine",
        "neighbors": str(methods.NEIGHBORS),
        "direction": "history",
    },
)
SELECTED = (
    "+recommendations__metrics",
    "+recommendations__metric_intervals",
    "+recommendations__comparisons",
)


def main() -> None:
    """Land and build in a copy of the project; write the result."""
    parser = argparse.ArgumentParser(description="Make lists by two methods and measure them.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    python, stopwatch = arguments.python, Stopwatch()
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch:
        project, database = Path(scratch) / "project", Path(scratch) / corate.DATABASE_NAME
        corate.copy_project(project, LEAVE_ONE_OUT)
        corate.replace_rows(project / "seeds" / "methods.csv", METHODS)
        settings = corate.environment(database, arguments.memory_limit, arguments.threads)
        corate.run_in_project([str(python), "-m", "learning.precompile"], project, settings)
        with stopwatch.lap("read"):
            corate.run_in_project(corate.land_command(python, arguments.csv), project, settings)
        corate.run_in_project(corate.parse_command(python), project, settings)
        with stopwatch.lap("work"):
            command = corate.build_command(python, SELECTED)
            corate.run_in_project(command, project, settings)
        seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
        details = {
            "model_seconds": corate.model_seconds(project),
            "database_bytes": database.stat().st_size,
        }
        outcome = corate.query(python, database, "corate_methods.sql")
        RunResult(stopwatch.laps, seconds, outcome, details).write(arguments.result)


if __name__ == "__main__":
    main()
