"""Processes that are to be killed, or that run short of something: each in a group of its own."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import duckdb

from tests.support.projects import FORKS, Project, run_dbt, run_ingest

SECONDS_AT_MOST = 600
"""Far more than any of them takes."""

Limits = Mapping[int, int]
"""Of resource.RLIMIT_…, what a process gets of it."""


@dataclass(frozen=True)
class Victim:
    """A running process; `printed` is the file into which it prints."""

    project: Project
    process: BaseProcess
    printed: Path

    def kill(self) -> bool:
        """Kill the whole group, and say whether it was still running."""
        was_running = self.process.is_alive()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        return was_running and self.process.exitcode == -signal.SIGKILL

    def wait(self) -> tuple[int | None, str]:
        """Wait for its end; its exit code, and what it printed."""
        self.process.join(SECONDS_AT_MOST)
        assert not self.process.is_alive(), self.text()
        # a fork ends at once, and leaves that to who opens the file next
        with suppress(duckdb.Error):
            self.project._write_out()
        return self.process.exitcode, self.text()

    def text(self) -> str:
        """What it has printed until now."""
        return self.printed.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, has_come: Callable[[], bool]) -> bool:
        """Look for a moment again and again; whether it came before the end of the process."""
        until = time.monotonic() + SECONDS_AT_MOST
        while self.process.is_alive():
            if has_come():
                return True
            assert time.monotonic() < until, self.text()
            time.sleep(0.001)
        return False


def start(
    project: Project,
    program: str,
    *arguments: str | Path,
    limits: Limits | None = None,
    settings: Mapping[str, str] | None = None,
) -> Victim:
    """Start dbt, `ingest` or `corate` in a project, with limits and settings of its own."""
    printed = project.folder / "target" / f"printed-{time.monotonic_ns()}"
    printed.touch()
    process = FORKS.Process(
        target=_become,
        args=(
            program,
            [str(argument) for argument in arguments],
            project.folder,
            {**project._environment(2), **(settings or {})},
            str(printed),
            dict(limits or {}),
        ),
    )
    process.start()
    return Victim(project, process, printed)


def run(
    project: Project,
    program: str,
    *arguments: str | Path,
    limits: Limits | None = None,
    settings: Mapping[str, str] | None = None,
) -> tuple[int | None, str]:
    """Run one of them to its end; its exit code, and what it printed."""
    return start(project, program, *arguments, limits=limits, settings=settings).wait()


def _become(
    program: str,
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    printed: str,
    limits: Limits,
) -> None:
    os.setsid()
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    programs = {"dbt": run_dbt, "ingest": run_ingest, "corate": run_corate}
    programs[program](arguments, folder, environment, printed)


def run_corate(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: str
) -> None:
    """Become `python -m corate`, as run_dbt becomes dbt."""
    from tests.support.projects import _become as become

    become("corate", arguments, folder, environment, output)
    from corate.__main__ import main

    sys.exit(main(list(arguments)))
