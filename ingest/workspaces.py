"""Temporary folders that are gone after the run that made them, also after one that was killed.

A run holds a lock beside each of its folders (`corate-run-….lock`), which the system takes back
when the run dies. So the next run can tell what is dead from what another one still works in.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "corate-run-"

OURSELVES = os.getuid() if hasattr(os, "getuid") else 0
"""The owner of our files; on Windows, where each has a temporary folder of his own, it is 0."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder, which is removed with all that is in it afterwards."""
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}{secrets.token_hex(8)}"
    # first the lock: without one, the folder would be taken for a dead run's
    with FileLock(_lock_of(folder)):
        try:
            folder.mkdir(mode=0o700)
            yield folder
        finally:
            _remove(folder)


def clear_dead() -> None:
    """Remove the temporary folders of runs that were killed; those of live ones stay."""
    for file in Path(tempfile.gettempdir()).glob(f"{PREFIX}*.lock"):
        # of others than ourselves nothing is touched, and another run may clear the same
        with suppress(OSError, Timeout):
            if file.lstat().st_uid == OURSELVES:
                with FileLock(file, blocking=False):
                    _remove(file.with_suffix(""))


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(".lock")


def _remove(folder: Path) -> None:
    """Remove a folder, and its lock while it is held: whoever waits for it makes a new one."""
    shutil.rmtree(folder, ignore_errors=True)
    remove_lock(_lock_of(folder))


def remove_lock(lock: Path) -> None:
    """Remove the file of a lock that we hold, where the system does: Windows does it at the end."""
    with suppress(PermissionError):
        lock.unlink(missing_ok=True)
