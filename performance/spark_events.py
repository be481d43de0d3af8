"""What Spark's event log says of a dbt build: jobs, tasks, shuffles and rows, by model.

dbt writes the node into a comment of each statement; Spark logs the statement, the jobs that it
became, and each task of these. What has no such comment (hooks) is under HOOKS.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

HOOKS = "hooks"
NODE = re.compile(r'\\?"node_id\\?"\s*:\s*\\?"([^"\\]+)')
STATEMENT = "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart"
LEAST_SECONDS = 0.5
"""Of the longest task of a stage that is told: shorter ones are start-up."""


@dataclass(frozen=True)
class Task:
    """A task that ended well: seconds, and the bytes and rows that it moved."""

    seconds: float
    cpu_seconds: float  # of its executor, without what waits
    shuffle_read_bytes: int
    shuffle_bytes: int  # written, compressed
    shuffle_rows: int
    rows_written: int
    bytes_written: int
    spilled_bytes: int  # on disk


@dataclass(frozen=True)
class Stage:
    """A stage: its tasks' seconds, the bytes of shuffle that they read, and what it consists of."""

    tasks: int
    seconds: float
    median_seconds: float
    longest_seconds: float
    median_read_bytes: int
    most_read_bytes: int
    shuffle_bytes: int
    steps: list[str]


@dataclass
class Work:
    """What a model's statements were in Spark; `stages` are its longest ones."""

    statements: int = 0
    jobs: int = 0
    tasks: int = 0
    task_seconds: float = 0.0
    cpu_seconds: float = 0.0
    shuffle_bytes: int = 0
    shuffle_rows: int = 0
    rows_written: int = 0
    bytes_written: int = 0
    spilled_bytes: int = 0
    stages: list[Stage] = field(default_factory=list)


@dataclass
class _Log:
    """Events by what they are of."""

    node_of_statement: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    node_of_stage: dict[int, str] = field(default_factory=dict)
    steps_of_stage: dict[int, list[str]] = field(default_factory=dict)
    tasks_of_stage: dict[int, list[Task]] = field(default_factory=lambda: defaultdict(list))


def events(path: Path) -> Iterator[dict[str, Any]]:
    """The events of a log; a last line that is not yet written to its end is left out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                event: dict[str, Any] = json.loads(line)
                yield event


def read_task(event: dict[str, Any]) -> Task:
    """A task from the event of its end."""
    info, metrics = event["Task Info"], event["Task Metrics"]
    read, written = metrics["Shuffle Read Metrics"], metrics["Shuffle Write Metrics"]
    return Task(
        seconds=(info["Finish Time"] - info["Launch Time"]) / 1000,
        cpu_seconds=metrics["Executor CPU Time"] / 1e9,
        shuffle_read_bytes=read["Remote Bytes Read"] + read["Local Bytes Read"],
        shuffle_bytes=written["Shuffle Bytes Written"],
        shuffle_rows=written["Shuffle Records Written"],
        rows_written=metrics["Output Metrics"]["Records Written"],
        bytes_written=metrics["Output Metrics"]["Bytes Written"],
        spilled_bytes=metrics["Disk Bytes Spilled"],
    )


def steps(stage: dict[str, Any]) -> list[str]:
    """Names of what a stage does, without repetitions, such as `Scan parquet x` and `Exchange`."""
    scopes = (json.loads(one["Scope"])["name"] for one in stage["RDD Info"] if "Scope" in one)
    return sorted({name for name in scopes if not name.startswith("WholeStageCodegen")})


def _read(path: Path) -> _Log:
    log = _Log()
    for event in events(path):
        kind = event["Event"]
        if kind == STATEMENT:
            found = NODE.search(event["details"])
            node = found[1].split(".")[-1] if found else HOOKS
            log.node_of_statement[str(event["executionId"])] = node
        elif kind == "SparkListenerJobStart":
            statement = event["Properties"].get("spark.sql.execution.id", "")
            node = log.node_of_statement.get(statement, HOOKS)
            log.jobs[node] += 1
            for stage in event["Stage Infos"]:
                log.node_of_stage.setdefault(stage["Stage ID"], node)
                log.steps_of_stage.setdefault(stage["Stage ID"], steps(stage))
        elif kind == "SparkListenerTaskEnd" and event["Task End Reason"]["Reason"] == "Success":
            log.tasks_of_stage[event["Stage ID"]].append(read_task(event))
    return log


def stage_of(tasks: list[Task], names: list[str]) -> Stage:
    """Sums up a stage's tasks, of which there is one at least."""
    seconds = [task.seconds for task in tasks]
    read = [task.shuffle_read_bytes for task in tasks]
    return Stage(
        tasks=len(tasks),
        seconds=round(sum(seconds), 3),
        median_seconds=round(median(seconds), 3),
        longest_seconds=max(seconds),
        median_read_bytes=int(median(read)),
        most_read_bytes=max(read),
        shuffle_bytes=sum(task.shuffle_bytes for task in tasks),
        steps=names,
    )


def work_by_model(path: Path) -> dict[str, dict[str, Any]]:
    """What each node of a build was in Spark (the fields of Work), from the log of an application.

    `path` is a log that is neither compressed nor rolled.
    """
    log = _read(path)
    found: dict[str, Work] = defaultdict(Work)
    for node in log.node_of_statement.values():
        found[node].statements += 1
    for node, jobs in log.jobs.items():
        found[node].jobs += jobs
    for number, tasks in log.tasks_of_stage.items():
        work = found[log.node_of_stage.get(number, HOOKS)]
        work.tasks += len(tasks)
        work.task_seconds += sum(task.seconds for task in tasks)
        work.cpu_seconds += sum(task.cpu_seconds for task in tasks)
        work.shuffle_bytes += sum(task.shuffle_bytes for task in tasks)
        work.shuffle_rows += sum(task.shuffle_rows for task in tasks)
        work.rows_written += sum(task.rows_written for task in tasks)
        work.bytes_written += sum(task.bytes_written for task in tasks)
        work.spilled_bytes += sum(task.spilled_bytes for task in tasks)
        stage = stage_of(tasks, log.steps_of_stage.get(number, []))
        if stage.longest_seconds >= LEAST_SECONDS:
            work.stages.append(stage)
    for work in found.values():
        work.task_seconds = round(work.task_seconds, 3)
        work.cpu_seconds = round(work.cpu_seconds, 3)
        work.stages = sorted(work.stages, key=lambda one: -one.seconds)[:3]
    return {node: asdict(work) for node, work in found.items()}
