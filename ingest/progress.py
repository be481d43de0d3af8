"""Progress of long work: bars on a terminal, plain lines elsewhere. Both go to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from tqdm import tqdm

Advance = Callable[[int], object]
Remark = Callable[[int, str], object]

SECONDS_BETWEEN_LINES = 10.0
SHORTEST_SHOWN_SECONDS = 1.0


class Progress:
    """Shows how far work has come, or nothing where `quiet`."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.on_terminal = sys.stderr.isatty()

    def say(self, line: str) -> None:
        """A line about what is being done."""
        if self.quiet:
            return
        if self.on_terminal:
            # above a bar that is there, not through it
            tqdm.write(line, file=sys.stderr)
        else:
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

    @contextmanager
    def remarked_bar(self, what: str, total: int, unit: str) -> Iterator[Remark]:
        """Work of known size of which there is more to say than how far it has come.

        The function that is yielded takes what was done more, and the words to show behind the
        bar from then on; the time that is left is shown, too.
        """
        if self.quiet:
            yield lambda done, remark: None
        elif self.on_terminal:
            with tqdm(desc=what, total=total, unit=f" {unit}", leave=False, miniters=1) as bar:

                def advance(done: int, remark: str) -> None:
                    bar.set_postfix_str(remark, refresh=False)
                    bar.update(done)

                yield advance
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
        self.started_at = self.said_at = time.monotonic()

    def advance(self, done: int, remark: str = "") -> None:
        self.done += done
        now = time.monotonic()
        if now - self.said_at >= SECONDS_BETWEEN_LINES:
            self.said_at = now
            more = f", {remark}, {self._time_left(now)} left" if remark else ""
            self.say(f"{self.what}: {self._how_far()}{more}")

    def _how_far(self) -> str:
        if not self.total:
            return with_unit(self.done, self.unit)
        if self.unit == "B":
            return f"{with_unit(self.done, self.unit)} of {with_unit(self.total, self.unit)}"
        return f"{self.done:,} of {with_unit(self.total, self.unit)}"

    def _time_left(self, now: float) -> str:
        """At the speed until now, as hours, minutes and seconds."""
        if not self.total or not self.done:
            return "unknown time"
        seconds = (now - self.started_at) * (self.total - self.done) / self.done
        return f"about {timedelta(seconds=round(seconds))}"


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
