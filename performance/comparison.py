"""What a comparison is: contestants that do the same work, and the check that they did.

A contestant is a module that is run as `python -m MODULE CSV RESULT` (see protocol.py). A further
comparison is one more Comparison in comparisons.py; nothing here knows what the work is.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from performance.generate import SHAPES
from performance.measurement import FINISHED, Measurement


@dataclass(frozen=True)
class Settings:
    """What all contestants of a run get."""

    threads: int
    memory_limit: str  # for those that can be given one, such as 4GB
    project_python: Path  # interpreter of the environment in which the project runs


@dataclass(frozen=True)
class Contestant:
    """Somebody who does the work.

    `options` are command-line options of the module, with {threads}, {memory_limit} and
    {project_python} in place of the settings. `max_rows` is the size up to which it is run. Who
    does `other_work` is shown beside the others, and not checked against them.
    """

    name: str
    title: str
    module: str
    options: Sequence[str] = ()
    max_rows: int | None = None
    note: str = ""
    other_work: bool = False

    def command(self, csv_path: Path, result_path: Path, settings: Settings) -> list[str]:
        """Command line of a run."""
        options = [
            option.format(
                threads=settings.threads,
                memory_limit=settings.memory_limit,
                project_python=settings.project_python,
            )
            for option in self.options
        ]
        return [sys.executable, "-m", self.module, str(csv_path), str(result_path), *options]


@dataclass(frozen=True)
class Comparison:
    """Contestants that do the same work; the first is what the others are compared with.

    `figure` names the seconds that are compared; `columns` are all figures to show, by name.
    `shapes` are those of the generated data that it is made on. `real_data` names files of
    ../shared/data on which it is made: contestants are given that folder in place of the CSV file,
    once, and `real_name` is what the report calls it. One that is made `on_request` is made only
    when it is named.
    """

    name: str
    title: str
    description: str
    figure: str
    columns: Mapping[str, str]
    contestants: Sequence[Contestant]
    real_data: Sequence[str] = ()
    real_name: str = ""
    shapes: Sequence[str] = SHAPES
    on_request: bool = False

    @property
    def reference(self) -> Contestant:
        """The contestant whose figure is 1."""
        return self.contestants[0]


def disagreements(measurements: Sequence[Measurement]) -> dict[str, str]:
    """What is different in the outcomes of one dataset, by contestant; empty where all agree.

    The outcome of most contestants is taken as right, and the first one's where it is a draw.
    """
    finished = [one for one in measurements if one.status == FINISHED]
    if not finished:
        return {}
    outcomes = [dict(one.outcome) for one in finished]
    usual = max(outcomes, key=outcomes.count)
    differences = {}
    for one in finished:
        different = [
            f"{name} {one.outcome.get(name)} instead of {value}"
            for name, value in usual.items()
            if one.outcome.get(name) != value
        ]
        if different or set(one.outcome) != set(usual):
            differences[one.contestant] = "; ".join(different) or "other figures"
    return differences
