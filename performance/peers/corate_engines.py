"""The same build by DuckDB or by Apache Spark: the benchmark line, and item neighbours on it.

Both land the CSV file in DuckDB. Spark is a cluster on this machine (spark_cluster.py), to which
the raw tables are exported; `start` is its start. `benchmark` is one dbt process from the raw
tables to every `benchmarks` table (parsed before, without tests); with `--neighbors`, `neighbors`
is a second one, from these to `similarity.item_neighbors`. What Spark logs of each model is in the
details.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from performance import corate
from performance.protocol import RunResult, Stopwatch
from performance.spark_cluster import Cluster, cluster
from performance.spark_events import work_by_model

NEIGHBORS = ("+similarity__item_neighbors",)
VARIABLES = "{similar_kinds: [item]}"
# In the words of both engines. What was built without tests is not public in Spark: it lies in
# databases whose names begin with `work_`, which {prefix} stands for.
FINGERPRINTS = """
select recipe_id, split, interactions, fingerprint
from {prefix}benchmarks.fingerprints
order by recipe_id, split
"""
NEIGHBORS_OUTCOME = """
select
    count(*) as neighbors,
    cast(coalesce(sum(
        cast(item_id as bigint) % 9973 * rank * (cast(neighbor_id as bigint) % 9973)
    ), 0) as bigint) as neighbors_checksum
from {prefix}similarity.item_neighbors
"""
ASK_DUCKDB = """
import json, sys
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
connection.execute("set enable_progress_bar = false")
print(json.dumps(connection.execute(sys.stdin.read()).fetchall()))
"""
ASK_SPARK = """
import json, sys
from pyspark.sql import SparkSession
session = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
print(json.dumps([list(row) for row in session.sql(sys.stdin.read()).collect()]))
session.stop()
"""


def rows_of(python: Path, program: str, place: str, query: str) -> list[list[Any]]:
    """Rows of a query, asked in the project's own environment."""
    answer = subprocess.run(
        [str(python), "-W", "ignore", "-c", program, place],
        input=query.format(prefix="work_" if program == ASK_SPARK else ""),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    rows: list[list[Any]] = json.loads(answer.stdout.splitlines()[-1])
    return rows


def outcome(python: Path, program: str, place: str, has_neighbors: bool) -> dict[str, Any]:
    """Fingerprints by recipe and part, and what there is of neighbours."""
    fingerprints = rows_of(python, program, place, FINGERPRINTS)
    found: dict[str, Any] = {
        f"{recipe} {split}": f"{interactions} {fingerprint}"
        for recipe, split, interactions, fingerprint in fingerprints
    }
    if has_neighbors:
        ((neighbors, checksum),) = rows_of(python, program, place, NEIGHBORS_OUTCOME)
        found |= {"neighbors": neighbors, "neighbors_checksum": checksum}
    return found


def bytes_under(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build(
    python: Path, project: Path, settings: Mapping[str, str], target: str, *, neighbors: bool
) -> tuple[Stopwatch, dict[str, float]]:
    """Parse, which is not timed, and build; returns the laps and the models' seconds.

    A model that both builds ran, as each runs views, counts with the sum.
    """
    stopwatch, models = Stopwatch(), dict[str, float]()
    aim = ("--target", target)
    parse = [*corate.parse_command(python), "--vars", VARIABLES, *aim]
    corate.run_in_project(parse, project, settings)
    works = {"benchmark": corate.BENCHMARKS} | ({"neighbors": NEIGHBORS} if neighbors else {})
    for name, selected in works.items():
        command = [*corate.build_command(python, selected, VARIABLES), *aim]
        with stopwatch.lap(name):
            corate.run_in_project(command, project, settings)
        for model, seconds in corate.model_seconds(project).items():
            models[model] = models.get(model, 0.0) + seconds
    return stopwatch, models


def main() -> None:
    """Land, and build with one engine, in a copy of the project; write the result."""
    parser = argparse.ArgumentParser(description="Build a benchmark by DuckDB, or by Spark.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--memory-limit", required=True, help="of DuckDB")
    parser.add_argument("--threads", type=int, required=True, help="of DuckDB")
    parser.add_argument("--engine", choices=("duckdb", "spark"), required=True)
    parser.add_argument("--neighbors", action="store_true", help="build item neighbours, too")
    arguments = parser.parse_args()
    python, stopwatch = arguments.python, Stopwatch()
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch, ExitStack() as stack:
        folder = Path(scratch)
        project, database = folder / "project", folder / corate.DATABASE_NAME
        raw, spark = folder / "raw", folder / "spark"
        corate.copy_project(project)
        settings = corate.environment(database, arguments.memory_limit, arguments.threads)
        with stopwatch.lap("land"):
            corate.run_in_project(corate.land_command(python, arguments.csv), project, settings)
        running: Cluster | None = None
        if arguments.engine == "spark":
            with stopwatch.lap("export"):
                export = [str(python), "-m", "ingest", "export-raw", str(raw)]
                corate.run_in_project(export, project, settings)
            with stopwatch.lap("start"):
                running = stack.enter_context(cluster(python, spark))
            settings = {**settings, "CORATE_RAW": str(raw), "SPARK_REMOTE": running.address}
        built, models = build(
            *(python, project, settings, "spark-connect" if running else "dev"),
            neighbors=arguments.neighbors,
        )
        laps = [*stopwatch.laps, *built.laps]
        details: dict[str, Any] = {"model_seconds": models}
        if running:
            found = outcome(python, ASK_SPARK, running.address, arguments.neighbors)
            details |= {
                "raw_bytes": bytes_under(raw),
                "tables_bytes": bytes_under(spark / "tables"),
            }
            # whole once it has stopped
            stack.close()
            details["spark"] = work_by_model(running.event_log())
        else:
            found = outcome(python, ASK_DUCKDB, str(database), arguments.neighbors)
            details["database_bytes"] = database.stat().st_size
        seconds = {lap.name: lap.seconds for lap in laps}
        RunResult(laps, seconds, found, details).write(arguments.result)


if __name__ == "__main__":
    main()
