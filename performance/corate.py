"""Corate itself as a contestant: a copy of the project with one dataset and one recipe.

The copy holds what a checkout of the working tree would (uncommitted changes too). It is run as a
user runs it: `python -m ingest land`, then one dbt process that loads the seeds and builds every
`benchmarks` table with all that it stands on, with the memory limit and threads of the runner.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from performance.protocol import STEPS

PROJECT_ROOT = Path(__file__).resolve().parents[1]
DATASET_ID = "generated"
DATABASE_NAME = "warehouse.work.duckdb"

# The models that carry out each step of the recipe; their times are Corate's side of the steps.
# Everything on the way from the raw events to the ordered lists is counted, also what the peers
# do not do (turning text ids into keys and indexes).
STEP_MODELS: Mapping[str, Sequence[str]] = {
    "duplicates": ("int_interactions",),
    "split": ("int_splits_before_core",),
    "core": ("int_core_first_count", "int_core_interactions", "int_core"),
    "lists": ("int_benchmark_entities", "int_kept_interactions", "int_user_histories"),
}

# The models from the train ratings to the public tables of similar items, by what is timed.
SIMILARITY_MODELS: Mapping[str, Sequence[str]] = {
    "neighbors": (
        "int_train_ratings",
        "int_compared_sets",
        "int_item_pairs",
        "int_nearest_candidates",
        "int_nearest_neighbors",
        "similarity__item_co_ratings",
        "similarity__item_neighbors",
    ),
    "ratings": ("int_value_sums",),
}
USER_SIMILARITY_MODELS: Mapping[str, Sequence[str]] = {
    "neighbors": (
        "int_train_ratings",
        "int_pair_estimates",
        "int_compared_sets",
        "int_nearest_candidates",
        "int_nearest_neighbors",
        "similarity__user_neighbors",
    ),
    "ratings": ("int_value_sums",),
}

DATASET: Mapping[str, str] = {
    "dataset_id": DATASET_ID,
    "source": "movielens",
    "edition": "20m",  # the layout: CSV with a header
    "title": "Generated interactions",
    "licence": "generated",
    "citation": "generated",
    "rating_min": "0.5",
    "rating_max": "5",
    "liked_from": "4",
}
TIME_CORE4: dict[str, str] = {
    "protocol_id": "time-core4",
    "datasets": DATASET_ID,
    "duplicate_policy": "last",
    "core_users": "4",
    "core_items": "4",
    "core_scope": "train",
    "split": "global_time",
    "valid_fraction": "0.1",
    "test_fraction": "0.1",
}
ALL: Mapping[str, str] = {
    "protocol_id": "all",
    "datasets": DATASET_ID,
    "core_scope": "none",
    "split": "none",
}


def default_python() -> Path:
    """The interpreter of the project's own environment, or this one where there is none."""
    own = PROJECT_ROOT / ".venv" / "bin" / "python"
    return own if own.exists() else Path(sys.executable)


def replace_rows(seed: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Replace the rows of a seed; columns that a row does not name stay blank."""
    with seed.open(newline="", encoding="utf-8") as file:
        columns = next(csv.reader(file))
    unknown = {name for row in rows for name in row} - set(columns)
    if unknown:
        raise ValueError(f"{seed.name} has no column {', '.join(sorted(unknown))}")
    with seed.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_row(seed: Path, row: Mapping[str, str]) -> None:
    """Add a row to a seed, as a user does; columns that the row does not name stay blank."""
    with seed.open(newline="", encoding="utf-8") as file:
        columns = next(csv.reader(file))
    with seed.open("a", newline="", encoding="utf-8") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(row)


def time_core(least: int) -> Mapping[str, str]:
    """The protocol of the steps, with another core."""
    return TIME_CORE4 | {
        "protocol_id": f"time-core{least}",
        "core_users": str(least),
        "core_items": str(least),
    }


def copy_project(target: Path, *protocols: Mapping[str, str]) -> None:
    """Copy the project's files, and leave one dataset and the given protocols: TIME_CORE4."""
    copy_files(target)
    replace_rows(target / "seeds" / "datasets.csv", [DATASET])
    replace_rows(target / "seeds" / "protocols.csv", protocols or [TIME_CORE4])


def copy_files(target: Path) -> None:
    """Copy the project's files, without what git ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=PROJECT_ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        source = PROJECT_ROOT / name
        if source.is_file():  # a file that was deleted is still listed until the next commit
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)


def environment(database: Path, memory_limit: str, threads: int) -> dict[str, str]:
    """This process's environment with the settings that ingest and the dbt profile read."""
    return os.environ | {
        "CORATE_DATABASE": str(database),
        "CORATE_MEMORY_LIMIT": memory_limit,
        "CORATE_THREADS": str(threads),
        # settings of whoever measures would ask for more recipes
        "CORATE_OWN": "",
    }


def land_command(python: Path, csv_path: Path) -> list[str]:
    """Command that lands the folder of a generated CSV file."""
    return [str(python), "-m", "ingest", "land", DATASET_ID, "--from", str(csv_path.parent)]


BENCHMARKS = ("+path:models/marts/benchmarks",)


def build_command(
    python: Path, selected: Sequence[str] = BENCHMARKS, variables: str = "{}"
) -> list[str]:
    """Command that loads the seeds and builds the selected tables and what they stand on."""
    return [
        *(str(python), "-m", "dbt.cli.main", "build", "--no-use-colors"),
        *("--exclude-resource-type", "test", "unit_test"),
        *("--vars", variables),
        *("--select", *selected),
    ]


def parse_command(python: Path) -> list[str]:
    """Command that leaves the parsed project in `target`, as any build before would have."""
    return [str(python), "-m", "dbt.cli.main", "parse", "--no-use-colors"]


def model_seconds(project: Path) -> dict[str, float]:
    """Seconds of each model and seed of the last dbt run, by name."""
    run_results = json.loads((project / "target" / "run_results.json").read_text())
    return {
        result["unique_id"].split(".")[-1]: result["execution_time"]
        for result in run_results["results"]
    }


def step_seconds(models: Mapping[str, float]) -> dict[str, float]:
    """Seconds of each step, and of all of them under `steps`; models that are views count 0.

    Raises KeyError where STEP_MODELS names a model that was not built.
    """
    seconds = {step: sum(models[name] for name in STEP_MODELS[step]) for step in STEPS}
    return seconds | {"steps": sum(seconds.values())}


def seconds_of_parts(
    models: Mapping[str, float], parts: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Seconds of each part, such as SIMILARITY_MODELS.

    Raises KeyError where a part names a model that was not built.
    """
    return {part: sum(models[name] for name in names) for part, names in parts.items()}


def run_in_project(command: Sequence[str], project: Path, settings: Mapping[str, str]) -> None:
    """Run a command in the copy; raise RuntimeError with the end of its output if it fails."""
    run = subprocess.run(command, cwd=project, env=settings, capture_output=True, text=True)
    if run.returncode:
        output = (run.stdout + run.stderr).strip().splitlines()
        raise RuntimeError("\n".join([" ".join(command), *output[-15:]]))


def query(
    python: Path, database: Path, sql_file: str, parameters: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """One row of a database that Corate made, by column, as a query of this folder counts it.

    `parameters` are those that the query names. Asked in the project's own environment, since the
    database is of that DuckDB's version.
    """
    program = (
        "import duckdb, json, sys;"
        "connection = duckdb.connect(sys.argv[1], read_only=True);"
        # DuckDB draws the progress of slow queries on standard output, in pipes too
        "connection.execute('set enable_progress_bar = false');"
        "cursor = connection.execute(sys.stdin.read(), json.loads(sys.argv[2]));"
        "names = [column[0] for column in cursor.description];"
        "print(json.dumps(dict(zip(names, cursor.fetchall()[0]))))"
    )
    answer = subprocess.run(
        [str(python), "-c", program, str(database), json.dumps(parameters or {})],
        input=(Path(__file__).parent / sql_file).read_text(),
        check=True,
        capture_output=True,
        text=True,
    )
    row: dict[str, Any] = json.loads(answer.stdout)
    return row
