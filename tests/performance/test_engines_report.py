"""The report on Spark, on made-up measurements."""

from typing import Any

from performance.engines_report import engines_section
from performance.measurement import FINISHED, Measurement
from performance.results import Results
from tests.performance.test_report import results, shape


def stage(tasks: int, median: float, longest: float, read: int) -> dict[str, Any]:
    return {
        "tasks": tasks,
        "seconds": longest + (tasks - 1) * median,
        "median_seconds": median,
        "longest_seconds": longest,
        "median_read_bytes": 1_000_000,
        "most_read_bytes": read,
        "shuffle_bytes": 5,
        "steps": ["Exchange"],
    }


def work(cpu_seconds: float, shuffle_bytes: int, *stages: dict[str, Any]) -> dict[str, Any]:
    return {
        "statements": 7,
        "jobs": 2,
        "tasks": 4,
        "task_seconds": 2 * cpu_seconds,
        "cpu_seconds": cpu_seconds,
        "shuffle_bytes": shuffle_bytes,
        "shuffle_rows": 9,
        "rows_written": 10,
        "bytes_written": 11,
        "spilled_bytes": 0,
        "stages": list(stages),
    }


def spark(rows: int, seconds: float, *stages: dict[str, Any]) -> Measurement:
    return Measurement(
        "engine_spark",
        shape(rows).name,
        FINISHED,
        seconds={"benchmark": seconds},
        details={
            "model_seconds": {"int_core": seconds, "view": 0.5},
            "spark": {
                "int_core": work(seconds / 2, 300_000 * rows, *stages),
                "hooks": work(1.0, 0),
            },
        },
    )


def report(*measurements: Measurement) -> str:
    found: Results = results(*measurements)
    return "\n".join(engines_section(found))


def test_nothing_is_said_where_spark_was_not_run() -> None:
    assert report(Measurement("engine_spark", shape(1_000_000).name, "failed")) == ""


def test_models_skew_and_growth_are_told() -> None:
    text = report(
        spark(100, 10.0),
        spark(2_000, 80.0, stage(4, 1.0, 33.0, 2_000_000), stage(1, 7.0, 7.0, 9_500_000)),
    )
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]

    last = ["int_core", "", "80.00", "7", "4", "80.00", "40.00", "600.0", "10", "0.0"]
    assert last in cells
    # hooks are no model, and count in the sum of what Spark did
    assert ["all", "", "80.50", "14", "8", "82.00", "41.00", "600.0", "20", "0.0"] in cells
    assert ["int_core", "4", "36.00", "1.00", "33.00", "1.0", "2.0"] in cells
    assert ["int_core", "7.00", "9.5", "Exchange"] in cells
    assert ["int_core", "8.00", "8.00", "20.00", "1.00"] in cells
