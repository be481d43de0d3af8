"""Asking for many films: in batches, with manners, halving what is too much, landing what comes.

Threads do the waiting for the endpoint; the thread that called lands each answer as it comes, so
that whatever ends the program, only the requests that were running are lost.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingest.errors import IngestError
from ingest.retries import Patience, Unanswered, insist
from ingest.wikidata.answers import Malformed, read_answer
from ingest.wikidata.endpoint import Endpoint, TimedOut, Unreachable
from ingest.wikidata.landed import Answer, Failure
from ingest.wikidata.queries import query

GROWS_AFTER = 5
"""A batch size that was halved doubles again after so many answers in a row."""

GIVES_UP_AFTER = 3
"""Films in a row for which the endpoint could not even be reached: it is down."""


@dataclass(frozen=True)
class Plan:
    """How to ask: kind of query, films in a request at first and at most, requests at once."""

    endpoint: Endpoint
    kind: str
    batch: int
    parallel: int
    patience: Patience


@dataclass
class Tally:
    """What became of the films, and how many requests it took, those sent again included."""

    found: int = 0
    not_found: int = 0
    failed: int = 0
    requests: int = 0


class TooMuch(Exception):
    """A batch that the endpoint could not answer in its time, and that can be halved."""


@dataclass(frozen=True)
class Outcome:
    """What became of a batch: an answer with the films found in it, or trouble."""

    imdb_ids: Sequence[str]
    attempts: int
    answer: Answer | None = None
    found: frozenset[str] = frozenset()
    trouble: BaseException | None = None


class Gate:
    """Holds back all requests for as long as the endpoint, or good manners, ask for."""

    def __init__(self) -> None:
        self._opens_at = 0.0
        self._lock = threading.Lock()

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long, from now on."""
        with self._lock:
            self._opens_at = max(self._opens_at, time.monotonic() + seconds)

    def wait(self) -> None:
        """Return when the gate is open."""
        while (left := self._opens_at - time.monotonic()) > 0:
            time.sleep(left)


@dataclass
class Asking:
    """One run over the films of a kind. `land` and `fail` are called in the caller's thread."""

    plan: Plan
    land: Callable[[Answer], None]
    fail: Callable[[Failure], None]
    show: Callable[[int, Tally], object]
    say: Callable[[str], object]
    tally: Tally = field(default_factory=Tally)
    gate: Gate = field(default_factory=Gate)

    def run(self, films: Sequence[str]) -> Tally:
        """Ask for all of the films; a film that gets no answer, even alone, is a failure.

        Raises IngestError where going on is no use: the endpoint refuses, asks for a long pause,
        or is down. What has been landed until then stays.
        """
        self._size = self.plan.batch
        self._answers_in_a_row = self._time_outs_in_a_row = self._unreached_in_a_row = 0
        self._waiting = deque(films)
        self._halves: deque[Sequence[str]] = deque()
        tasks: queue.SimpleQueue[Sequence[str] | None] = queue.SimpleQueue()
        outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        for _ in range(self.plan.parallel):
            # a thread that waits for the endpoint does not keep an interrupted program alive
            threading.Thread(target=self._work, args=(tasks, outcomes), daemon=True).start()
        running = 0
        try:
            while running or self._halves or self._waiting:
                while running < self.plan.parallel and (batch := self._next_batch()):
                    tasks.put(batch)
                    running += 1
                self._handle(outcomes.get())
                running -= 1
        finally:
            for _ in range(self.plan.parallel):
                tasks.put(None)
        return self.tally

    def _next_batch(self) -> Sequence[str]:
        """What to ask next: the halves of a batch that was too much, then the next films."""
        if self._halves:
            return self._halves.popleft()
        return [self._waiting.popleft() for _ in range(min(self._size, len(self._waiting)))]

    def _work(
        self,
        tasks: queue.SimpleQueue[Sequence[str] | None],
        outcomes: queue.SimpleQueue[Outcome],
    ) -> None:
        while (batch := tasks.get()) is not None:
            outcomes.put(self._ask(batch))

    def _ask(self, imdb_ids: Sequence[str]) -> Outcome:
        """Ask for a batch until it is answered or patience is at an end."""
        kind, endpoint = self.plan.kind, self.plan.endpoint
        text = query(kind, imdb_ids)
        attempts = 0

        def once() -> Outcome:
            nonlocal attempts
            self.gate.wait()
            attempts += 1
            try:
                body = endpoint.ask(text)
                document, found = read_answer(body, kind, imdb_ids)
            except Malformed as error:
                raise Unanswered(str(error)) from error
            except Unanswered as error:
                pause = error.asked_pause or 0.0
                if pause <= self.plan.patience.longest_obeyed:
                    self.gate.hold(pause)
                    if isinstance(error, TimedOut) and len(imdb_ids) > 1:
                        raise TooMuch(str(error)) from error
                raise
            answered_at = datetime.now(UTC).replace(tzinfo=None)
            answer = Answer(kind, imdb_ids, text, endpoint.url, answered_at, document)
            return Outcome(imdb_ids, attempts, answer, found)

        try:
            return insist(self.plan.patience, self.say)(once)
        except BaseException as error:
            # whatever it is, the thread that waits for the outcome has to learn of it
            return Outcome(imdb_ids, attempts, trouble=error)

    def _handle(self, outcome: Outcome) -> None:
        """Land an answer, halve a batch, land a failure, or give up."""
        self.tally.requests += outcome.attempts
        trouble = outcome.trouble
        if outcome.answer is not None:
            self._land(outcome.answer, outcome.found)
        elif not isinstance(trouble, TooMuch | Unanswered):
            assert trouble is not None
            raise trouble
        elif isinstance(trouble, Unanswered) and self._is_hopeless(trouble):
            raise IngestError(f"{self.plan.endpoint.url}: {_hopeless(trouble)}") from trouble
        elif len(outcome.imdb_ids) > 1:
            self._halve(outcome.imdb_ids, trouble)
        else:
            self._fail(outcome, trouble)

    def _is_hopeless(self, trouble: Unanswered) -> bool:
        if (trouble.asked_pause or 0.0) > self.plan.patience.longest_obeyed:
            return True
        if not isinstance(trouble, Unreachable):
            return False
        nothing_yet = self.tally.found + self.tally.not_found == 0
        return nothing_yet or self._unreached_in_a_row + 1 >= GIVES_UP_AFTER

    def _land(self, answer: Answer, found: frozenset[str]) -> None:
        self.land(answer)
        self.tally.found += len(found)
        self.tally.not_found += len(answer.imdb_ids) - len(found)
        self._time_outs_in_a_row = self._unreached_in_a_row = 0
        if len(answer.imdb_ids) >= self._size < self.plan.batch:
            self._answers_in_a_row += 1
            if self._answers_in_a_row >= GROWS_AFTER:
                self._size = min(2 * self._size, self.plan.batch)
                self._answers_in_a_row = 0
        self.show(len(answer.imdb_ids), self.tally)

    def _halve(self, imdb_ids: Sequence[str], trouble: TooMuch | Unanswered) -> None:
        middle = len(imdb_ids) // 2
        self._halves.extendleft([imdb_ids[middle:], imdb_ids[:middle]])
        self._size = max(1, min(self._size, middle))
        self._answers_in_a_row = 0
        patience = self.plan.patience
        if isinstance(trouble, TooMuch):
            # the batch was not sent again, but the endpoint has had its share of work
            pause = patience.first_pause * 2**self._time_outs_in_a_row
            self.gate.hold(min(pause, patience.longest_pause))
            self._time_outs_in_a_row += 1
        self.say(f"{trouble}: asking for {middle} films at a time")

    def _fail(self, outcome: Outcome, trouble: TooMuch | Unanswered) -> None:
        failed_at = datetime.now(UTC).replace(tzinfo=None)
        plan, imdb_id = self.plan, outcome.imdb_ids[0]
        self.fail(
            Failure(
                plan.kind, imdb_id, plan.endpoint.url, outcome.attempts, str(trouble), failed_at
            )
        )
        self._unreached_in_a_row += isinstance(trouble, Unreachable)
        self.tally.failed += 1
        self.show(1, self.tally)


def _hopeless(trouble: Unanswered) -> str:
    """Why going on is no use, and what to do."""
    later = "run the same command again later: it goes on where it was"
    if trouble.asked_pause:
        return f"{trouble}, and asks for a pause of {trouble.asked_pause:,.0f} s; {later}"
    return f"{trouble}; {later}"
