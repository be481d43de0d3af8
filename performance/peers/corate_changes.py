"""Corate where something changes: what a build of it takes beside data that have not changed.

100,000 rows more under another name, landed and built (every table, with every data test); one more
recipe of them; and nothing at all. With `--alone`, the same rows in an empty warehouse, which is
what they are compared with. The public file is written anew by each build that changes anything:
`publish` is that alone, and part of the others.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from performance import corate
from performance.generate import dataset, dataset_name
from performance.protocol import RunResult, Stopwatch

ROWS = 100_000
SMALL = "small"
COLUMNS = ("--user", "userId", "--item", "movieId", "--rating", "rating", "--time", "timestamp")
CORE5 = {
    "protocol_id": "core5",
    "datasets": SMALL,
    "core_users": "5",
    "core_items": "5",
    "core_scope": "all",
    "split": "leave_one_out",
}
PUBLISH = """
import json, sys, time
from pathlib import Path
import duckdb
from corate.publishing import Build, publish_once
work, target = map(Path, sys.argv[1:])
with duckdb.connect(str(work)) as connection:
    started = time.perf_counter()
    publish_once(connection, target, Build("", "", True))
    print(json.dumps(time.perf_counter() - started))
"""


def main() -> None:
    """Build what does not change, then change something and build again; write the result."""
    parser = argparse.ArgumentParser(description="Land and build more beside what is there.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--alone", action="store_true", help="in an empty warehouse")
    arguments = parser.parse_args()
    python, stopwatch = str(arguments.python), Stopwatch()
    data = arguments.csv.parents[1]
    dataset("movielens", ROWS, data)
    rows = data / dataset_name("movielens", ROWS) / "ratings.csv"
    build = [python, "-m", "corate", "build"]
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch:
        project, work = Path(scratch) / "project", Path(scratch) / corate.DATABASE_NAME
        database = work.with_name("warehouse.duckdb")
        # the seeds of the project stay, as they do for users, but for protocols: some are for all
        # datasets
        corate.copy_files(project)
        protocols = project / "seeds" / "protocols.csv"
        corate.add_row(project / "seeds" / "datasets.csv", corate.DATASET)
        corate.replace_rows(protocols, [corate.TIME_CORE4])
        settings = corate.environment(database, arguments.memory_limit, arguments.threads)

        def timed(lap: str, command: list[str]) -> None:
            with stopwatch.lap(lap):
                corate.run_in_project(command, project, settings)

        corate.run_in_project(corate.parse_command(arguments.python), project, settings)
        if not arguments.alone:
            timed("first_land", corate.land_command(arguments.python, arguments.csv))
            timed("first_build", build)
        timed("land", [python, "-m", "ingest", "land", SMALL, "--from", str(rows), *COLUMNS])
        corate.add_row(protocols, CORE5)
        timed("build", build)
        corate.add_row(protocols, CORE5 | {"protocol_id": "core10", "core_users": "10"})
        timed("recipe", build)
        if not arguments.alone:
            dbt = [python, "-m", "dbt.cli.main", "build", "--no-use-colors"]
            timed("nothing_dbt", [*dbt, "--exclude-resource-type", "unit_test"])
            timed("nothing", build)
        seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
        seconds["added"] = seconds["land"] + seconds["build"]
        outcome = corate.query(arguments.python, database, "corate_changes.sql")
        details: dict[str, int | str] = {
            "database_bytes": work.stat().st_size,
            "public_bytes": database.stat().st_size,
        }
        told = subprocess.run(
            [python, "-c", PUBLISH, str(work), str(database)],
            cwd=project,
            env=settings,
            check=True,
            capture_output=True,
            text=True,
        )
        seconds["publish"] = json.loads(told.stdout)
        details["remark"] = (
            f"the public file has {database.stat().st_size / 1e6:,.0f} MB, the work file "
            f"{work.stat().st_size / 1e6:,.0f} MB"
        )
        RunResult(stopwatch.laps, seconds, outcome, details).write(arguments.result)


if __name__ == "__main__":
    main()
