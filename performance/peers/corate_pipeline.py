"""Corate from the CSV file to every `benchmarks` table: land, then one dbt process.

The laps are the two commands as a user waits for them in a project that was built before, as after
`make build`: dbt's start is included, its parsing of unchanged files is not. The steps are the
times that dbt states for the models of `corate.STEP_MODELS`. With `--until land` it stops after
landing; with `--recipes` it makes several recipes of the one dataset.
"""

import argparse
import tempfile
from pathlib import Path

from performance import corate
from performance.protocol import RunResult, Stopwatch
from performance.recipe import CORE, SEVERAL_CORES


def main() -> None:
    """Land, and build unless told to stop, in a copy of the project; write the result."""
    parser = argparse.ArgumentParser(description="Land a CSV file and build its benchmark.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--until", choices=("land", "build"), default="build")
    parser.add_argument("--recipes", action="store_true", help="several, with SEVERAL_CORES")
    arguments = parser.parse_args()
    python, stopwatch = arguments.python, Stopwatch()
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch:
        project, database = Path(scratch) / "project", Path(scratch) / corate.DATABASE_NAME
        cores = SEVERAL_CORES if arguments.recipes else (CORE,)
        corate.copy_project(project, *map(corate.time_core, cores))
        settings = corate.environment(database, arguments.memory_limit, arguments.threads)
        with stopwatch.lap("land"):
            corate.run_in_project(corate.land_command(python, arguments.csv), project, settings)
        if arguments.until == "land":
            outcome = corate.query(python, database, "corate_landed.sql")
            seconds = {"land": stopwatch.laps[0].seconds}
            RunResult(stopwatch.laps, seconds, outcome).write(arguments.result)
            return
        # not timed: the copy is a project that was built before, of which dbt keeps what it parsed
        corate.run_in_project(corate.parse_command(python), project, settings)
        with stopwatch.lap("build"):
            corate.run_in_project(corate.build_command(python), project, settings)
        models = corate.model_seconds(project)
        seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
        seconds["whole_way"] = sum(seconds.values())
        seconds |= corate.step_seconds(models)
        details = {"model_seconds": models, "database_bytes": database.stat().st_size}
        outcome = corate.query(python, database, "corate_outcome.sql")
        RunResult(stopwatch.laps, seconds, outcome, details).write(arguments.result)


if __name__ == "__main__":
    main()
