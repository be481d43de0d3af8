"""One writer a folder, what it has not finished, and what it keeps.

While a run fetches what belongs into a folder, it holds a lock (`.lock`), which the system takes
back from a run that dies. It writes into a folder of its own name within (`.unfinished-…`); what is
whole and checked is moved out of it. What a dead run left unfinished is taken over, and more than
one such folder is cleared away.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import AcquireReturnProxy, FileLock, Timeout

from ingest.progress import Progress

UNFINISHED = ".unfinished-"


@contextmanager
def one_writer(folder: Path, progress: Progress) -> Iterator[Path]:
    """Wait until nobody else writes into a folder; yields a folder of our own within it.

    What is in the latter afterwards stays for the next run where an error ended the work.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _held(FileLock(folder / ".lock"), progress, folder):
        own = folder / f"{UNFINISHED}{secrets.token_hex(4)}"
        _take_over(folder, own)
        try:
            yield own
        except BaseException:
            if not any(own.iterdir()):
                own.rmdir()
            raise
        shutil.rmtree(own)


def _held(lock: FileLock, progress: Progress, folder: Path) -> AcquireReturnProxy[FileLock]:
    """The lock, after a wait of which is told."""
    try:
        return lock.acquire(blocking=False)
    except Timeout:
        progress.say(f"another run is fetching the same, into {folder}: waiting for its end")
        return lock.acquire()


def _take_over(folder: Path, own: Path) -> None:
    """Take what the last run left unfinished, and remove what runs before it left."""
    left = sorted(folder.glob(f"{UNFINISHED}*"), key=lambda one: one.stat().st_mtime_ns)
    if left:
        left.pop().rename(own)
    else:
        own.mkdir()
    for one in left:
        shutil.rmtree(one)


def keep(file: Path, target: Path) -> None:
    """Move a file in place, with its content on the disk before its name."""
    # Windows syncs what may be written
    with file.open("r+b") as opened:
        os.fsync(opened.fileno())
    file.replace(target)
