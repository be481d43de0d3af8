"""Writes docs/torture.md of what `make torture` measured: `python -m tests.torture.report`."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from datetime import UTC, datetime

import duckdb

from tests.support.projects import PROJECT_ROOT
from tests.torture.figures import FILE

PAGE = PROJECT_ROOT / "docs" / "torture.md"

TEXT = """\
# What was killed and starved

The tests of `make torture` wrote this page, each its line when it was run last: {kills} processes
were killed with `kill -9`, each with its whole group, and {starved} runs were short of something or
beside others. After each, the next run succeeded without repair and made what an undisturbed one
makes, by content, and cleared away what was left over.
Readers looked {looks:,} times into the public file in the meantime, saw it change {changes} times,
and never saw tables of two builds. A test that fails has no line here.

Moments are random, from seeds that the tests state, or chosen: at what dbt prints, or as soon as a
file is there. The project is a small one, with the models alone that a few public tables stand on
(`tests/torture/world.py`).

| what | kills | runs | where it hit, or what became of it | looks | seconds |
|---|--:|--:|---|--:|--:|
{rows}

Runs are those after a kill, which must succeed, or those that were short of something. Measured on
{day}, with {cores} cores ({machine}), Python {python}, DuckDB {duckdb}; other work ran beside.
"""


def main() -> None:
    """Add up the lines of the same name, and write the page."""
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    rows = []
    for what in dict.fromkeys(line["what"] for line in lines):
        those = [line for line in lines if line["what"] == what]
        where: Counter[str] = Counter()
        for line in those:
            where.update(line["where"])
        told = ", ".join(
            f"{place} {count}" if count > 1 else place for place, count in where.items()
        )
        kills, runs, looks = (
            sum(one[name] for one in those) for name in ("kills", "runs", "looks")
        )
        seconds = sum(one["seconds"] for one in those)
        rows.append(f"| {what} | {kills or ''} | {runs} | {told} | {looks or ''} | {seconds:.0f} |")
    text = TEXT.format(
        kills=sum(line["kills"] for line in lines),
        starved=sum(line["runs"] for line in lines if not line["kills"]),
        looks=sum(line["looks"] for line in lines),
        changes=sum(line["changes"] for line in lines),
        rows="\n".join(rows),
        day=datetime.now(UTC).date(),
        cores=os.cpu_count(),
        machine=f"{platform.system()}, {platform.machine()}",
        python=platform.python_version(),
        duckdb=duckdb.__version__,
    )
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
