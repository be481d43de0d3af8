"""Publishing, killed: readers have the file of before, and the next run publishes."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.torture.figures import measured
from tests.torture.reader import reading
from tests.torture.victims import run, start
from tests.torture.world import DATASET, STATES, World


@pytest.mark.torture
def test_killed_publishing(world: World, tmp_path: Path) -> None:
    project = world.project
    new = project.published.with_name(f"{project.published.name}.new")
    wal = new.with_name(f"{new.name}.wal")
    files = world.files()
    chance = random.Random(0)
    with (
        measured("publishing") as figures,
        reading(world, tmp_path / "reader", figures),
    ):
        for number in range(16):
            # the hour of the landing is all that changes: few tables, and a file for readers
            project.ingest("land", DATASET)
            before = project.published.stat().st_ino
            victim = start(project, "corate", "build")
            looked_for = (new, wal)[number % 2]
            assert victim.wait_for(looked_for.exists), victim.text()
            time.sleep(chance.uniform(0, 0.2 if number % 4 < 2 else 0.02))
            figures.kills += victim.kill()
            is_placed = project.published.stat().st_ino != before
            left = sorted(path.name for path in (new, wal) if path.exists())
            figures.where["in place" if is_placed else " and ".join(left)] += 1
            exit_code, printed = run(project, "corate", "build")
            assert exit_code == 0, printed
            told = f"kill {number}, left {left}: {printed}"
            assert project.published.stat().st_ino != before, told
            assert world.content() == world.expected[STATES[0]], told
            assert world.files() == files, told
            figures.runs += 1
