"""What a contestant hands back: how long each lap took, and what came out.

A contestant is a program that is run as `python -m MODULE CSV RESULT` and writes RESULT, a JSON
document with the laps, figures in seconds, and its outcome. Times of day are kept next to the
durations so that the runner can tell the peak memory of each lap from its samples; what a
contestant does after its last lap, such as summing up its outcome, counts nowhere.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

STEPS = ("duplicates", "split", "core", "lists")


@dataclass(frozen=True)
class Lap:
    """A timed part of a run; `started_at` and `ended_at` are seconds since 1970."""

    name: str
    seconds: float
    started_at: float
    ended_at: float


@dataclass
class Stopwatch:
    """Collects laps, in the order in which they ended."""

    laps: list[Lap] = field(default_factory=list)

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Time the body of a `with` statement under a name."""
        started_at, start = time.time(), time.perf_counter()
        yield
        seconds = time.perf_counter() - start
        self.laps.append(Lap(name, seconds, started_at, time.time()))


@dataclass(frozen=True)
class StepsOutcome:
    """What the recipe makes of a dataset; equal for contestants that do the same work.

    Rows are counted after duplicates (`rows_*_split`) and after the core (`rows_*`). The lists
    hold, for each user with kept events, the items of train, valid and test in order.
    """

    cut_valid: int  # seconds since 1970: train ends before it
    cut_test: int
    rows_train_split: int
    rows_valid_split: int
    rows_test_split: int
    rows_train: int
    rows_valid: int
    rows_test: int
    core_users: int
    core_items: int
    lists: int
    list_items: int  # sum of the lists' lengths
    order_checksum: int  # sum over lists of place in the list, from 1, times item id


@dataclass(frozen=True)
class RunResult:
    """The document that a contestant writes; `seconds` holds its figures by name."""

    laps: list[Lap]
    seconds: dict[str, float]
    outcome: dict[str, Any]
    details: dict[str, Any] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the document as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def steps_result(stopwatch: Stopwatch, outcome: StepsOutcome) -> RunResult:
    """Build the result of an in-memory peer: its laps, and its steps without reading the CSV."""
    seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
    seconds["steps"] = sum(seconds[step] for step in STEPS)
    return RunResult(stopwatch.laps, seconds, asdict(outcome))


def run_peer(carry_out: Callable[[Path, Stopwatch], StepsOutcome]) -> None:
    """Run a peer from its command line: CSV and RESULT."""
    parser = argparse.ArgumentParser(description="Carry out the recipe and time its steps.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    arguments = parser.parse_args()
    stopwatch = Stopwatch()
    outcome = carry_out(arguments.csv, stopwatch)
    steps_result(stopwatch, outcome).write(arguments.result)
