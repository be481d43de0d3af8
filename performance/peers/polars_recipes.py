"""Several recipes of one file in Polars, one after the other: each reads, and does, all of its own.

`--way` says how: as `polars_plain` or `polars_tuned` carry one out. Reading is not among the steps.
"""

import argparse
from collections import Counter, defaultdict
from dataclasses import asdict, replace
from pathlib import Path

from performance.peers import polars_plain, polars_tuned
from performance.protocol import STEPS, RunResult, StepsOutcome, Stopwatch
from performance.recipe import SEVERAL_CORES

WAYS = {"plain": polars_plain.carry_out, "tuned": polars_tuned.carry_out}


def sum_of(outcomes: list[StepsOutcome]) -> StepsOutcome:
    """The outcome of several recipes that have the same cuts."""
    first = outcomes[0]
    total: Counter[str] = Counter()
    for one in outcomes:
        total.update(asdict(one))
    return replace(StepsOutcome(**total), cut_valid=first.cut_valid, cut_test=first.cut_test)


def main() -> None:
    """Carry out the recipes and write the result."""
    parser = argparse.ArgumentParser(description="Carry out several recipes of a CSV file.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--way", choices=WAYS, required=True)
    arguments = parser.parse_args()
    stopwatch = Stopwatch()
    outcomes = [WAYS[arguments.way](arguments.csv, stopwatch, least) for least in SEVERAL_CORES]
    seconds: dict[str, float] = defaultdict(float)
    for lap in stopwatch.laps:
        seconds[lap.name] += lap.seconds
    figures = dict(seconds) | {"steps": sum(seconds[step] for step in STEPS)}
    RunResult(stopwatch.laps, figures, asdict(sum_of(outcomes))).write(arguments.result)


if __name__ == "__main__":
    main()
