"""Builds with changes, killed: the next run succeeds without repair, and nobody sees two builds."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.torture.figures import Figures, measured
from tests.torture.reader import reading
from tests.torture.victims import Victim, run, start
from tests.torture.world import DATASET, STATES, World

MOMENTS = (
    "",
    "START hook: corate.on-run-start.3",
    "START seed file seeds.protocols",
    "START sql partitioned model",
    "START sql fixpoint model",
    "START sql counted model",
    "START test",
    "START hook: corate.on-run-end.1",
)
"""What dbt says when a moment has come that is worth a kill; '' for any."""


def kill_a_build(world: World, chance: random.Random, moment: str) -> tuple[bool, str]:
    """Kill a build at a moment or soon after, or at any; whether it was killed, and where."""
    victim = start(world.project, "dbt", "build")
    if moment:
        victim.wait_for(lambda: moment in victim.text())
        time.sleep(chance.uniform(0, 0.3))
    else:
        time.sleep(chance.uniform(0, world.seconds))
    was_killed = victim.kill()
    return was_killed, place_of(victim, world) if was_killed else "after its end"


def place_of(victim: Victim, world: World) -> str:
    """What a build was doing when it was killed."""
    if world.project.published.with_name("warehouse.duckdb.new").exists():
        return "publishing"
    started = [line for line in victim.text().splitlines() if " START " in line]
    if not started:
        return "before anything"
    last = started[-1].split(" START ")[1]
    for kind in ("hook", "seed", "test", "view", "fixpoint", "counted", "partitioned"):
        if kind in last.split(" model ")[0]:
            return {"hook": "hooks", "seed": "seeds", "test": "tests", "view": "views"}.get(
                kind, f"{kind} tables"
            )
    return last


def torture_builds(world: World, folder: Path, seed: int, kills: int, figures: Figures) -> None:
    """Change the state, kill the build of it, and build; again and again."""
    chance = random.Random(seed)
    files = world.files()
    with reading(world, folder, figures):
        for number in range(kills):
            state = STATES[(number + 1) % 2]
            world.set_state(state)
            # half of them at any moment, the others at those worth one, in turn over the seeds
            turn = (seed * kills + number) // 2
            moment = MOMENTS[turn % len(MOMENTS)] if number % 2 else ""
            was_killed, where = kill_a_build(world, chance, moment)
            figures.kills += was_killed
            figures.where[where] += 1
            exit_code, printed = run(world.project, chance.choice(("dbt", "corate")), "build")
            told = f"seed {seed}, kill {number}, {where}: {printed}"
            assert exit_code == 0, told
            assert world.content() == world.expected[state], told
            assert world.files() == files, told
    figures.runs = kills


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(5))
def test_killed_builds(world: World, tmp_path: Path, seed: int) -> None:
    with measured("builds with changes") as figures:
        torture_builds(world, tmp_path / "reader", seed, 10, figures)


def test_a_killed_build(small_world: World, tmp_path: Path) -> None:
    """The short form."""
    torture_builds(small_world, tmp_path / "reader", 1, 1, Figures("short"))


@pytest.mark.torture
def test_changes_make_what_is_made_from_nothing(world: World) -> None:
    """What all kills are compared with."""
    world.set_state(STATES[1])
    world.project.database.unlink()
    world.project.published.unlink()
    world.project.ingest("land", DATASET)
    world.project.dbt("build")
    assert world.content() == world.expected[STATES[1]]
