"""Exports, killed and beside builds: a folder holds one build, whole, and nothing is left over."""

from __future__ import annotations

import hashlib
import random
import time
from pathlib import Path

import pytest

from tests.torture.figures import measured
from tests.torture.victims import run, start
from tests.torture.world import RECIPE, STATES, World

FORMATS = ("sequences", "parquet", "recbole")


def digest(folder: Path) -> str:
    """Of the names and bytes of all files within."""
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{file.relative_to(folder).as_posix()} ".encode() + file.read_bytes())
    return found.hexdigest()


def export(form: str, to: Path) -> tuple[str, ...]:
    return ("export", RECIPE, "--format", form, "--to", str(to), "--overwrite")


@pytest.mark.torture
def test_killed_exports(world: World, tmp_path: Path) -> None:
    place = tmp_path / "exports"
    place.mkdir()
    expected, seconds = {}, {}
    for form in FORMATS:
        started = time.monotonic()
        exit_code, printed = run(
            world.project, "corate", *export(form, tmp_path / "undisturbed" / form)
        )
        assert exit_code == 0, printed
        seconds[form] = time.monotonic() - started
        expected[form] = digest(tmp_path / "undisturbed" / form)
    chance = random.Random(0)
    with measured("exports") as figures:
        for number in range(30):
            form = FORMATS[number % 3]
            target = place / form
            victim = start(world.project, "corate", *export(form, target))
            if number % 2:
                victim.wait_for(lambda: any(place.glob("*.unfinished-*")))
                time.sleep(chance.uniform(0, seconds[form] / 3))
            else:
                time.sleep(chance.uniform(0, seconds[form]))
            figures.kills += victim.kill()
            left = [path.suffix.split("-")[0] for path in place.glob("*.*-????????")]
            figures.where[f"left {' and '.join(sorted(left))}" if left else "left nothing"] += 1
            if target.exists():
                assert digest(target) == expected[form], number
            exit_code, printed = run(world.project, "corate", *export(form, target))
            assert exit_code == 0, printed
            assert digest(target) == expected[form], number
            assert not [path for path in place.iterdir() if path.name not in FORMATS], number
            figures.runs += 1


@pytest.mark.torture
def test_exports_beside_builds(world: World, tmp_path: Path) -> None:
    """Each is of one state, whichever."""
    expected = {}
    for state in (STATES[1], STATES[0]):
        world.set_state(state)
        world.project.dbt("build")
        world.project.corate(*export("parquet", tmp_path / state))
        expected[digest(tmp_path / state)] = state
    assert len(expected) == 2
    with measured("exports beside builds") as figures:
        for state in (STATES[1], STATES[0], STATES[1]):
            world.set_state(state)
            build = start(world.project, "dbt", "build")
            while build.process.is_alive():
                exit_code, printed = run(
                    world.project, "corate", *export("parquet", tmp_path / "one")
                )
                assert exit_code == 0, printed
                figures.where[expected[digest(tmp_path / "one")]] += 1
                figures.runs += 1
            assert build.wait()[0] == 0
