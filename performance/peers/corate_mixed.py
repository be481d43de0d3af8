"""Corate from files to the neighbours of an item, and then whatever else a build makes.

As a user does it in a project that was built before: a `python -m ingest land` for each dataset,
one `dbt build` of the neighbours of items and what they stand on, a query. A second `dbt build`
makes all other models, so that each model's share is seen; no peer does that, and it is timed
apart.
"""

import argparse
import tempfile
from pathlib import Path

from performance import corate
from performance.mixed import work_on
from performance.protocol import RunResult, Stopwatch

SELECTED = "+similarity__item_neighbors"


def main() -> None:
    """Land, build and ask in a copy of the project; write the result."""
    parser = argparse.ArgumentParser(description="Build a warehouse and ask for neighbours.")
    parser.add_argument("data", type=Path, help="a generated CSV file, or the folder of real data")
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    python, stopwatch, work = arguments.python, Stopwatch(), work_on(arguments.data)
    with tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch:
        project, database = Path(scratch) / "project", Path(scratch) / corate.DATABASE_NAME
        corate.copy_files(project)
        corate.replace_rows(project / "seeds" / "protocols.csv", work.protocols)
        settings = corate.environment(database, arguments.memory_limit, arguments.threads)
        with stopwatch.lap("land"):
            for source in work.sources:
                land = ("-m", "ingest", "land", source.dataset_id, "--from", str(source.path))
                corate.run_in_project([str(python), *land, *source.columns], project, settings)
        # not timed: the copy is a project that was built before, of which dbt keeps what it parsed
        corate.run_in_project(corate.parse_command(python), project, settings)
        build = corate.build_command(python, [SELECTED])
        with stopwatch.lap("build"):
            corate.run_in_project(build, project, settings)
        models = corate.model_seconds(project)
        question = {"recipe_id": work.recipe_id, "item_id": work.item_id}
        with stopwatch.lap("query"):
            answer = corate.query(python, database, "corate_question.sql", question)
        seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
        seconds["answer"] = sum(seconds.values())
        with stopwatch.lap("rest"):
            others = corate.build_command(python, ["*"])
            corate.run_in_project([*others, "--exclude", SELECTED], project, settings)
        seconds["rest"] = stopwatch.laps[-1].seconds
        details = {
            "model_seconds": models | corate.model_seconds(project),
            "database_bytes": database.stat().st_size,
        }
        outcome = corate.query(python, database, "corate_neighbors.sql")["neighbors"]
        outcome["answer"] = ", ".join(answer["neighbors"] or [])
        RunResult(stopwatch.laps, seconds, outcome, details).write(arguments.result)


if __name__ == "__main__":
    main()
