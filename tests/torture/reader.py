"""A reader that looks into the public file all the while, in a process of its own.

    python -m tests.torture.reader FILE EXPECTED RESULT

It opens FILE again and again, reads half of the public tables, waits, and reads the others. What it
finds must be the content of one of the states of EXPECTED, whole. It ends when RESULT.stop is
there, and then writes what it saw to RESULT.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tests.support.projects import PROJECT_ROOT
from tests.support.public_content import Content, content_of, public_tables
from tests.torture.figures import Figures
from tests.torture.world import HOUR, World, write_expected

FAULTS_KEPT = 20


@dataclass
class Seen:
    """What a reader saw: looks by state, how often it changed, and what was wrong."""

    looks: Counter[str] = field(default_factory=Counter)
    changes: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def reading(world: World, folder: Path, figures: Figures) -> Iterator[None]:
    """Have a reader look while the block runs, and note what it saw.

    Raises AssertionError where it saw what it should not see.
    """
    folder.mkdir()
    expected, result = folder / "expected.json", folder / "seen.json"
    write_expected(world, expected)
    command = [sys.executable, "-m", "tests.torture.reader"]
    process = subprocess.Popen(
        [*command, str(world.project.published), str(expected), str(result)], cwd=PROJECT_ROOT
    )
    try:
        yield
    finally:
        result.with_suffix(".stop").touch()
        assert process.wait(60) == 0
    said = json.loads(result.read_text(encoding="utf-8"))
    assert not said["faults"], said["faults"]
    assert said["looks"]
    figures.looks += sum(said["looks"].values())
    figures.changes += said["changes"]


def look(file: Path, expected: Mapping[str, Content], pause: float) -> tuple[str, str]:
    """Read the file through one connection: the state that it is in, and what was wrong or ''."""
    content: Content = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        names = public_tables(connection)
        for place, name in enumerate(names):
            content[name] = content_of(connection, name, HOUR)
            if place == len(names) // 2:
                time.sleep(pause)
    for state, tables in expected.items():
        if content == tables:
            return state, ""
    told = {
        name: [state for state, tables in expected.items() if tables.get(name) == found]
        for name, found in content.items()
    }
    return "", f"tables of the states {told}, {len(expected['loose'])} tables were expected"


def main() -> None:
    """Look until told to stop."""
    file, expected_file, result = map(Path, sys.argv[1:])
    expected = {
        state: {name: (rows, hashes) for name, (rows, hashes) in tables.items()}
        for state, tables in json.loads(expected_file.read_text(encoding="utf-8")).items()
    }
    chance = random.Random(0)
    seen = Seen()
    last = ""
    while not result.with_suffix(".stop").exists():
        # now and then, it holds the file for longer than it takes to publish
        pause = 3.0 if chance.random() < 0.05 else chance.uniform(0, 0.1)
        try:
            state, fault = look(file, expected, pause)
        except (duckdb.Error, OSError) as error:
            state, fault = "", str(error)
        if fault:
            seen.faults.append(fault)
            del seen.faults[FAULTS_KEPT:]
        else:
            seen.looks[state] += 1
            seen.changes += bool(last) and last != state
            last = state
        time.sleep(0.2)
    told = {"looks": dict(seen.looks), "changes": seen.changes, "faults": seen.faults}
    result.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
