"""What a run of the torture measured, a line for each test, in a file of the target folder."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.projects import PROJECT_ROOT

FILE = PROJECT_ROOT / "target" / "torture.jsonl"


@dataclass
class Figures:
    """What was done to whom, how often, where it hit, and what a reader saw of it.

    where: how often a kill hit a moment, or what became of a run that lacked something.
    """

    what: str
    kills: int = 0
    runs: int = 0
    where: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    changes: int = 0
    seconds: float = 0.0


@contextmanager
def measured(what: str) -> Iterator[Figures]:
    """Figures to fill in; they are kept where the block ends without an error."""
    figures = Figures(what)
    started = time.monotonic()
    yield figures
    figures.seconds = round(time.monotonic() - started, 1)
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a", encoding="utf-8") as file:
        file.write(json.dumps(vars(figures)) + "\n")
