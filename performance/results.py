"""All that a run of the comparisons measured, kept as one JSON document."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from performance.generate import DatasetShape
from performance.machine import Machine
from performance.measurement import FINISHED, Measurement


@dataclass(frozen=True)
class Results:
    """Machine, settings, datasets and measurements; several runs of a contestant stand apart."""

    machine: Machine
    memory_limit: str
    threads: int
    repeats: int
    datasets: Sequence[DatasetShape]
    measurements: Sequence[Measurement]

    def of_dataset(self, dataset: str) -> list[Measurement]:
        """Measurements on a dataset, the best run of each contestant."""
        names = dict.fromkeys(one.contestant for one in self.measurements if one.dataset == dataset)
        found = (self.find(name, dataset) for name in names)
        return [one for one in found if one is not None]

    def find(self, contestant: str, dataset: str) -> Measurement | None:
        """A contestant's best run on a dataset: the quickest that finished, else the last one."""
        runs = [
            one
            for one in self.measurements
            if one.contestant == contestant and one.dataset == dataset
        ]
        finished = [one for one in runs if one.status == FINISHED]
        if finished:
            return min(finished, key=lambda one: compared_seconds(one))
        return runs[-1] if runs else None

    def seconds(self, contestant: str, dataset: str, figure: str) -> float | None:
        """A figure of a contestant's best run on a dataset; None where it did not finish."""
        measurement = self.find(contestant, dataset)
        return measurement.seconds.get(figure) if measurement else None

    def has_run(self, contestants: Collection[str]) -> bool:
        """Whether any of the contestants was run."""
        return any(one.contestant in contestants for one in self.measurements)

    def write(self, path: Path) -> None:
        """Write all of it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def compared_seconds(measurement: Measurement) -> float:
    """What decides which of several runs is the best: a sum that is a figure, or all figures."""
    seconds = measurement.seconds
    for whole in ("steps", "answer", "added"):
        if whole in seconds:
            return seconds[whole]
    return sum(seconds.values())


def read_results(path: Path) -> Results:
    """Read what `Results.write` wrote."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return Results(
        machine=Machine(**document["machine"]),
        memory_limit=document["memory_limit"],
        threads=document["threads"],
        repeats=document["repeats"],
        datasets=[DatasetShape(**one) for one in document["datasets"]],
        measurements=[Measurement(**one) for one in document["measurements"]],
    )
