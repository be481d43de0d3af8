"""Spark's event log by model, on a made-up log in the form that Spark 4.3 writes."""

import json
from pathlib import Path
from typing import Any

import pytest

from performance.spark_events import HOOKS, work_by_model

SECOND = 1000


def statement(number: int, node: str | None) -> dict[str, Any]:
    comment = f'/* {{\\"app\\": \\"dbt\\", \\"node_id\\": \\"{node}\\"}} */' if node else ""
    return {
        "Event": "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart",
        "executionId": number,
        "details": f'sql {{\n query: "{comment}\\n select 1"\n}}',
    }


def job(number: int | None, *stages: int) -> dict[str, Any]:
    properties = {} if number is None else {"spark.sql.execution.id": str(number)}
    scope = json.dumps({"id": "1", "name": "Exchange"})
    return {
        "Event": "SparkListenerJobStart",
        "Properties": properties,
        "Stage Infos": [{"Stage ID": one, "RDD Info": [{"Scope": scope}]} for one in stages],
    }


def task(stage: int, seconds: float, reason: str = "Success", **moved: int) -> dict[str, Any]:
    return {
        "Event": "SparkListenerTaskEnd",
        "Stage ID": stage,
        "Task End Reason": {"Reason": reason},
        "Task Info": {"Launch Time": 5 * SECOND, "Finish Time": (5 + seconds) * SECOND},
        "Task Metrics": {
            "Executor CPU Time": int(seconds * 1e9) // 2,
            "Shuffle Read Metrics": {
                "Remote Bytes Read": moved.get("read", 0),
                "Local Bytes Read": 1,
            },
            "Shuffle Write Metrics": {
                "Shuffle Bytes Written": moved.get("shuffled", 0),
                "Shuffle Records Written": 2,
            },
            "Output Metrics": {"Records Written": moved.get("rows", 0), "Bytes Written": 3},
            "Disk Bytes Spilled": moved.get("spilled", 0),
        },
    }


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "app-1"
    lines = [
        statement(0, None),
        statement(1, "model.corate.int_core"),
        statement(2, "model.corate.int_core"),
        statement(3, "model.corate.benchmarks__items"),
        job(0, 0),
        job(1, 1),
        # the shuffle of stage 1 is read again: Spark lists its stage, and skips it
        job(2, 1, 2),
        job(None, 3),
        task(0, 1),
        task(1, 1, shuffled=10),
        task(1, 2, shuffled=20),
        task(1, 9, shuffled=400, spilled=7),
        task(1, 50, reason="ExceptionFailure", shuffled=1000),
        task(2, 4, read=429, rows=6),
        task(3, 2),
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"Event": "half of')
    return path


def test_a_model_has_what_the_tasks_of_its_statements_did(log: Path) -> None:
    work = work_by_model(log)["int_core"]

    assert (work["statements"], work["jobs"], work["tasks"]) == (2, 2, 4)
    assert work["task_seconds"] == 1 + 2 + 9 + 4
    assert work["cpu_seconds"] == 8
    assert work["shuffle_bytes"] == 10 + 20 + 400
    assert (work["rows_written"], work["spilled_bytes"]) == (6, 7)


def test_a_stage_tells_its_longest_task_beside_the_median(log: Path) -> None:
    first, second = work_by_model(log)["int_core"]["stages"]

    assert (first["tasks"], first["median_seconds"], first["longest_seconds"]) == (3, 2, 9)
    assert (second["tasks"], second["most_read_bytes"]) == (1, 430)
    assert first["steps"] == ["Exchange"]


def test_what_is_of_no_model_is_of_hooks(log: Path) -> None:
    found = work_by_model(log)

    assert found[HOOKS]["jobs"] == 2
    assert found[HOOKS]["task_seconds"] == 1 + 2
    # a model that Spark never ran a job for
    assert found["benchmarks__items"]["tasks"] == 0
