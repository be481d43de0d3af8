"""What several files of tests look at, made once in a run of the tests.

Nobody writes into it: processes of tests read it at the same time. Who has to, takes a copy.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

T = TypeVar("T")


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], T]) -> T:
    """What `build` makes in a folder, in one process of tests; the others wait, and read it."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # one folder for all processes
        folder = folder.parent
    kept = folder / f"{name}.pickle"
    with FileLock(folder / f"{name}.lock"):
        if not kept.exists():
            made = build(folder / name)
            kept.write_bytes(pickle.dumps(made))
        found: T = pickle.loads(kept.read_bytes())
        return found
