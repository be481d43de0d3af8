"""Progress of long work: bars on a terminal, plain lines elsewhere. Both go to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

Advance = Callable[[int], object]

SECONDS_BETWEEN_LINES = 10.0
SHORTEST_SHOWN_SECONDS = 1.0


class Progress:
    """Shows how far work has come, or nothing where `quiet`."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.on_terminal = sys.stderr.isatty()

    def say(self, line: str) -> None:
        """A line about what is being done."""
        if not self.quiet:
            print(line, file=sys.stderr, flush=True)

    @contextmanager
    def bar(self, what: str, total: int | None, unit: str) -> Iterator[Advance]:
        """Work of known or unknown size; the function that is yielded takes what was done more.

        Work of less than a second shows nothing.
        """
        if self.quiet:
            yield lambda done: None
        elif self.on_terminal:
            with tqdm(
                desc=what,
                total=total,
                unit=unit,
                unit_scale=True,
                leave=False,
                delay=SHORTEST_SHOWN_SECONDS,
            ) as bar:
                yield bar.update
        else:
            yield _PlainLines(what, total, unit, self.say).advance


class _PlainLines:
    """Says every few seconds how much has been done."""

    def __init__(self, what: str, total: int | None, unit: str, say: Callable[[str], None]) -> None:
        self.what = what
        self.total = total
        self.unit = unit
        self.say = say
        self.done = 0
        self.said_at = time.monotonic()

    def advance(self, done: int) -> None:
        self.done += done
        now = time.monotonic()
        if now - self.said_at >= SECONDS_BETWEEN_LINES:
            self.said_at = now
            of_total = f" of {with_unit(self.total, self.unit)}" if self.total else ""
            self.say(f"{self.what}: {with_unit(self.done, self.unit)}{of_total}")


def with_unit(amount: int, unit: str) -> str:
    """An amount with its unit; bytes are shown in the largest fitting decimal unit."""
    if unit != "B":
        return f"{amount:,} {unit}"
    size = float(amount)
    for larger in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {larger}" if larger == "B" else f"{size:.1f} {larger}"
        size /= 1000
    return f"{size:.1f} GB"
