"""DuckDB's own way to land a CSV file: one `create table … as from read_csv(…)`, types found."""

import argparse
import tempfile
from pathlib import Path

import duckdb

from performance.protocol import RunResult, Stopwatch

LANDED = """
    select
        count(*) as row_count,
        cast(sum(userId) as bigint) as sum_of_users,
        cast(sum(movieId) as bigint) as sum_of_items,
        cast(sum(rating * 2) as bigint) as half_stars,
        cast(sum(timestamp) as bigint) as sum_of_times,
    from ratings
"""


def main() -> None:
    """Load the CSV file into a table of a new database, and write the result."""
    parser = argparse.ArgumentParser(description="Load a CSV file with DuckDB alone.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    stopwatch = Stopwatch()
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": arguments.memory_limit,
        "threads": arguments.threads,
    }
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch:
        database = Path(scratch) / "landed.duckdb"
        with stopwatch.lap("land"):
            connection = duckdb.connect(str(database), config=config)
            connection.execute("set enable_progress_bar = false")
            connection.execute(
                "create table ratings as select * from read_csv($path)",
                {"path": str(arguments.csv)},
            )
            connection.close()  # writes all of it to the file
        connection = duckdb.connect(str(database), read_only=True)
        cursor = connection.execute(LANDED)
        names = [column[0] for column in cursor.description or []]
        outcome = dict(zip(names, cursor.fetchall()[0], strict=True))
        connection.close()
    RunResult(stopwatch.laps, {"land": stopwatch.laps[0].seconds}, outcome).write(arguments.result)


if __name__ == "__main__":
    main()
