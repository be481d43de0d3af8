"""Builds that run short of something, or meet another: they say so, and the next one is as ever."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.torture.figures import Figures, measured
from tests.torture.reader import reading
from tests.torture.victims import Limits, run, start
from tests.torture.world import DATASET, STATES, World

MEGABYTE = 1 << 20


def starve(
    world: World,
    number: int,
    figures: Figures,
    limits: Limits,
    told: str,
    filler: Path | None = None,
) -> None:
    """A build that changes the state and runs short of something, and then one that does not.

    filler: a file that takes the room, and is removed after the first of them.
    """
    before = STATES[number % 2]
    state = STATES[(number + 1) % 2]
    assert world.content() == world.expected[before]
    world.set_state(state)
    command = ("dbt", "corate")[number // 2 % 2]
    exit_code, printed = run(world.project, command, "build", limits=limits)
    figures.runs += 1
    figures.where[f"{told}: {'done' if exit_code == 0 else 'failed'}"] += 1
    if filler:
        filler.unlink()
    # dbt shows one where it runs Python, and where a file that cannot be written ends DuckDB
    of_dbt = "Python model failed" in printed or "FATAL Error" in printed
    assert "Traceback" not in printed or (command == "dbt" and of_dbt), printed
    assert world.content() == world.expected[before if exit_code else state], printed
    exit_code, printed = run(world.project, "corate", "build")
    assert exit_code == 0, printed
    assert world.content() == world.expected[state], printed


@pytest.mark.torture
def test_no_file_may_grow(world: World, tmp_path: Path) -> None:
    """A limit to the size of files, from below the one that readers open to above the work file."""
    published = world.project.published.stat().st_size
    work = world.project.database.stat().st_size
    files = world.files()
    with (
        measured("files that may not grow") as figures,
        reading(world, tmp_path / "reader", figures),
    ):
        for number, size in enumerate(
            (published // 2, published - MEGABYTE, work // 2, work, work + 2 * MEGABYTE, 2 * work)
        ):
            limits = {resource.RLIMIT_FSIZE: size}
            starve(world, number, figures, limits, f"{size / MEGABYTE:.0f} MB a file")
            assert world.files() == files


@pytest.mark.torture
def test_few_file_handles(world: World, tmp_path: Path) -> None:
    files = world.files()
    with measured("few file handles") as figures, reading(world, tmp_path / "reader", figures):
        for number, handles in enumerate((16, 24, 32, 64)):
            starve(world, number, figures, {resource.RLIMIT_NOFILE: handles}, f"{handles}")
            assert world.files() == files


@pytest.fixture
def small_disk(world: World, tmp_path: Path) -> Iterator[World]:
    """The world on a file system of its own, which holds 100 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip(
            "no file system may be mounted here: this takes root, and a system that lets it"
        )
    try:
        yield world.copy_to(place / "project")
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.torture
def test_a_full_disk(small_disk: World, tmp_path: Path) -> None:
    world = small_disk
    files = world.files()
    chance = random.Random(0)
    place = world.project.folder.parent
    with measured("a full disk") as figures, reading(world, tmp_path / "reader", figures):
        for number, left in enumerate((0.0, 0.5, 1, 2, 4, 8, 16, 32, 48)):
            room = os.statvfs(place)
            free = room.f_bavail * room.f_frsize
            filler = place / "filler"
            filler.write_bytes(chance.randbytes(max(0, free - int(left * MEGABYTE))))
            starve(world, number, figures, {}, f"{left:g} MB left", filler)
            assert world.files() == files


@pytest.mark.torture
def test_a_folder_that_turns_read_only(small_disk: World, tmp_path: Path) -> None:
    """The file is read on; a build says that it cannot write."""
    world = small_disk
    place = world.project.folder.parent
    remount = ["mount", "-o", "remount,{}", str(place)]
    target = tmp_path / "target"
    with measured("a folder that is read only") as figures, reading(world, tmp_path / "r", figures):
        world.set_state(STATES[1])
        parsed = world.project.folder / "target"
        with ExitStack() as stack:
            # dbt keeps what it parsed elsewhere
            shutil.move(parsed, target)
            parsed.symlink_to(target)
            subprocess.run([one.format("ro") for one in remount], check=True)
            stack.callback(subprocess.run, [one.format("rw") for one in remount], check=True)
            for program, *arguments in (
                ("dbt", "build"),
                ("corate", "build"),
                ("ingest", "land", DATASET),
            ):
                exit_code, printed = run(world.project, program, *arguments)
                assert exit_code, printed
                assert "Traceback" not in printed, printed
                figures.runs += 1
                figures.where[f"{program} {arguments[0]}: failed"] += 1
            assert world.content() == world.expected[STATES[0]]
        exit_code, printed = run(world.project, "corate", "build")
        assert exit_code == 0, printed
        assert world.content() == world.expected[STATES[1]]


@pytest.mark.torture
def test_two_builds_and_a_landing_beside(world: World, tmp_path: Path) -> None:
    """One has the file; the others say that it is in use, or come after it."""
    files = world.files()
    with (
        measured("two builds, and landing beside") as figures,
        reading(world, tmp_path / "r", figures),
    ):
        for number in range(3):
            state = STATES[(number + 1) % 2]
            world.set_state(state)
            beside = {
                "a build": start(world.project, "dbt", "build"),
                "another build": start(world.project, "corate", "build"),
                "landing": start(world.project, "ingest", "land", DATASET),
            }
            for name, victim in beside.items():
                exit_code, printed = victim.wait()
                figures.runs += 1
                figures.where[f"{name}: {'failed' if exit_code else 'done'}"] += 1
                assert "Traceback" not in printed, printed
                assert not exit_code or " is in use by " in printed, printed
            exit_code, printed = run(world.project, "corate", "build")
            assert exit_code == 0, printed
            assert world.content() == world.expected[state], printed
            assert world.files() == files
