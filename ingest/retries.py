"""Asking a server again: after which answers, how often, and how long to wait in between.

Pauses double from attempt to attempt, with a random part, so that clients who were refused at the
same moment do not come back together. A server that says how long to wait (the Retry-After header)
is obeyed, unless it asks for longer than anybody would sit at a terminal. A server that says
nothing, or nothing that helps, is given up after a stated time, whatever attempts are left.
Source: RFC 9110, section 10.2.3 (Retry-After) and 15.6 (server errors); RFC 6585 (429).
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, Retrying, retry_if_exception

TEMPORARY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses after which the same request may be answered later."""


@dataclass(frozen=True)
class Patience:
    """How long to insist.

    attempts: how often a request is sent at most, the first time included.
    first_pause, longest_pause: seconds before the second attempt, and at most before a later one.
    longest_obeyed: seconds that a Retry-After may ask for; where it asks for more, we give up.
    longest_stall: seconds that one request may go without getting on.
    longest_silence: seconds without anything that helps, over all attempts.
    """

    attempts: int = 6
    first_pause: float = 1.0
    longest_pause: float = 60.0
    longest_obeyed: float = 300.0
    longest_stall: float = 45.0
    longest_silence: float = 100.0


class Unanswered(Exception):
    """A request that was not answered, and may be if it is sent again.

    The message is a short clause ("the server answers 503 Service Unavailable"); asked_pause is the
    number of seconds that the server asks to wait, None where it does not say; heard: whether it
    has said something.
    """

    def __init__(self, reason: str, asked_pause: float | None = None, heard: bool = False) -> None:
        super().__init__(reason)
        self.asked_pause = asked_pause
        self.heard = heard


class Stalled(Unanswered):
    """Nothing came for too long, or only drops."""


class Silence:
    """For how long nothing has come that helps; threads may share it.

    longest: seconds after which it is time to give up.
    """

    def __init__(self, longest: float) -> None:
        self.longest = longest
        self._since: float | None = None
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Something is asked for: the silence begins now, if it has not begun before."""
        with self._lock:
            if self._since is None:
                self._since = time.monotonic()

    def end(self) -> None:
        """Something came that helps."""
        with self._lock:
            self._since = None

    def left(self) -> float:
        """Seconds until it is time to give up; negative after that."""
        with self._lock:
            if self._since is None:
                return self.longest
            return self._since + self.longest - time.monotonic()

    def outlasts(self, pause: float) -> bool:
        """Whether a pause of so many seconds would go on beyond it."""
        with self._lock:
            since = self._since
        return since is not None and time.monotonic() + pause >= since + self.longest


def read_retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds that a Retry-After header asks for: `120`, or what is left until a date.

    Never negative. None where there is no such header, or it is neither of the two forms.
    now: aware of its time zone; the present where not given.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        # no longer than a float has digits for
        return float(text[:15])
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        # a date in the form of RFC 9110 is always GMT
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - (now or datetime.now(UTC))).total_seconds())


def insist(
    patience: Patience,
    say: Callable[[str], object],
    sleep: Callable[[float], None] = time.sleep,
    silence: Silence | None = None,
) -> Retrying:
    """Calls a function until it no longer raises `Unanswered`: `insist(…)(function, arguments…)`.

    say: is told, before each pause, what went wrong and how long the pause is.
    silence: is ended by the function where something came that helps.
    Raises the last Unanswered where patience is at an end; other errors come through at once.
    """

    def may_be_answered(error: BaseException) -> bool:
        return isinstance(error, Unanswered) and (error.asked_pause or 0) <= patience.longest_obeyed

    def pause(state: RetryCallState) -> float:
        doubled = patience.first_pause * 2 ** (state.attempt_number - 1)
        own: float = min(doubled + random.uniform(0, patience.first_pause), patience.longest_pause)
        return max(own, _asked_pause(state) or 0.0)

    def is_enough(state: RetryCallState) -> bool:
        return state.attempt_number >= patience.attempts or (
            # and there is no use in asking what has hardly time to answer
            silence is not None
            and silence.outlasts(state.upcoming_sleep + patience.longest_stall / 5)
        )

    def announce(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        seconds = state.next_action.sleep if state.next_action else 0.0
        say(
            f"{error}: attempt {state.attempt_number + 1} of {patience.attempts} in {seconds:.0f} s"
        )

    return Retrying(
        stop=is_enough,
        wait=pause,
        retry=retry_if_exception(may_be_answered),
        sleep=sleep,
        before_sleep=announce,
        reraise=True,
    )


def _asked_pause(state: RetryCallState) -> float | None:
    """What the server asked for in the answer of the last attempt."""
    error = state.outcome.exception() if state.outcome else None
    return error.asked_pause if isinstance(error, Unanswered) else None
