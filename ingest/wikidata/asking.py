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
from ingest.retries import Patience, Silence, Unanswered, insist
from ingest.wikidata.answers import Malformed, read_answer
from ingest.wikidata.endpoint import Endpoint, TimedOut, Unreachable
from ingest.wikidata.landed import Answer, Failure
from ingest.wikidata.queries import query

GROWS_AFTER = 5
"""A batch size that was halved doubles again after so many answers in a row."""

HOPELESS_AFTER = 10
"""Films in a row that failed, for whatever reason: it is not the films."""

SHORTEST_WAIT = 1.0
"""Seconds: to wait for less than that for an answer is no use."""

LATER = "run the same command again later: it goes on where it was"


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
class Batch:
    """Films that are asked for in one request; is_part: of a batch that was too much."""

    imdb_ids: Sequence[str]
    is_part: bool = False

    def halves(self) -> tuple[Batch, Batch]:
        """Both halves, the smaller first."""
        middle = len(self.imdb_ids) // 2
        return Batch(self.imdb_ids[:middle], True), Batch(self.imdb_ids[middle:], True)


@dataclass(frozen=True)
class Outcome:
    """What became of a batch: an answer with the films found in it, or trouble."""

    batch: Batch
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
        self._answers_in_a_row = self._time_outs_in_a_row = 0
        self._failures_in_a_row = 0
        self._silence = Silence(self.plan.patience.longest_silence)
        self._waiting = deque(films)
        self._parts: deque[Batch] = deque()
        tasks: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        for _ in range(self.plan.parallel):
            # a thread that waits for the endpoint does not keep an interrupted program alive
            threading.Thread(target=self._work, args=(tasks, outcomes), daemon=True).start()
        running = 0
        try:
            while running or self._parts or self._waiting:
                while running < self.plan.parallel and (batch := self._next_batch()):
                    tasks.put(batch)
                    running += 1
                self._handle(outcomes.get())
                running -= 1
        finally:
            for _ in range(self.plan.parallel):
                tasks.put(None)
        return self.tally

    def _next_batch(self) -> Batch | None:
        """What to ask next: the parts of a batch that was too much, then the next films."""
        if self._parts:
            return self._parts.popleft()
        films = [self._waiting.popleft() for _ in range(min(self._size, len(self._waiting)))]
        return Batch(films) if films else None

    def _work(
        self, tasks: queue.SimpleQueue[Batch | None], outcomes: queue.SimpleQueue[Outcome]
    ) -> None:
        while (batch := tasks.get()) is not None:
            outcomes.put(self._ask(batch))

    def _ask(self, batch: Batch) -> Outcome:
        """Ask for a batch until it is answered or patience is at an end."""
        kind, endpoint, imdb_ids = self.plan.kind, self.plan.endpoint, batch.imdb_ids
        text = query(kind, imdb_ids)
        attempts = 0

        def once() -> Outcome:
            nonlocal attempts
            self.gate.wait()
            attempts += 1
            self._silence.begin()
            try:
                body = endpoint.ask(text, max(SHORTEST_WAIT, self._silence.left()))
                self._silence.end()
                document, found = read_answer(body, kind, imdb_ids)
            except Malformed as error:
                raise Unanswered(str(error)) from error
            except Unanswered as error:
                if error.heard:
                    self._silence.end()
                elif self._silence.left() <= SHORTEST_WAIT:
                    raise IngestError(
                        f"{endpoint.url}: {error}, and nothing else has come for "
                        f"{self._silence.longest:g} s; {LATER}, or with a smaller --batch or a "
                        "longer --timeout"
                    ) from error
                pause = error.asked_pause or 0.0
                if pause <= self.plan.patience.longest_obeyed:
                    self.gate.hold(pause)
                    if isinstance(error, TimedOut) and len(imdb_ids) > 1:
                        raise TooMuch(str(error)) from error
                raise
            answered_at = datetime.now(UTC).replace(tzinfo=None)
            answer = Answer(kind, imdb_ids, text, endpoint.url, answered_at, document)
            return Outcome(batch, attempts, answer, found)

        try:
            return insist(self.plan.patience, self.say)(once)
        except BaseException as error:
            # whatever it is, the thread that waits for the outcome has to learn of it
            return Outcome(batch, attempts, trouble=error)

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
        elif len(outcome.batch.imdb_ids) > 1:
            self._halve(outcome.batch, trouble)
        else:
            self._fail(outcome, trouble)

    def _is_hopeless(self, trouble: Unanswered) -> bool:
        if (trouble.asked_pause or 0.0) > self.plan.patience.longest_obeyed:
            return True
        return isinstance(trouble, Unreachable)

    def _land(self, answer: Answer, found: frozenset[str]) -> None:
        self.land(answer)
        self.tally.found += len(found)
        self.tally.not_found += len(answer.imdb_ids) - len(found)
        self._time_outs_in_a_row = self._failures_in_a_row = 0
        if len(answer.imdb_ids) >= self._size < self.plan.batch:
            self._answers_in_a_row += 1
            if self._answers_in_a_row >= GROWS_AFTER:
                self._size = min(2 * self._size, self.plan.batch)
                self._answers_in_a_row = 0
        self.show(len(answer.imdb_ids), self.tally)

    def _halve(self, batch: Batch, trouble: TooMuch | Unanswered) -> None:
        smaller, larger = batch.halves()
        self._parts.extendleft([larger, smaller])
        if not batch.is_part:
            # one film that is too much takes all of its parts down, but says nothing of others
            self._size = min(self._size, len(smaller.imdb_ids))
        self._answers_in_a_row = 0
        patience = self.plan.patience
        if isinstance(trouble, TooMuch):
            # the batch was not sent again, but the endpoint has had its share of work
            pause = patience.first_pause * 2**self._time_outs_in_a_row
            self.gate.hold(min(pause, patience.longest_pause))
            self._time_outs_in_a_row += 1
        self.say(f"{trouble}: asking for {len(smaller.imdb_ids)} films at a time")

    def _fail(self, outcome: Outcome, trouble: TooMuch | Unanswered) -> None:
        failed_at = datetime.now(UTC).replace(tzinfo=None)
        plan, imdb_id = self.plan, outcome.batch.imdb_ids[0]
        self.fail(
            Failure(
                plan.kind, imdb_id, plan.endpoint.url, outcome.attempts, str(trouble), failed_at
            )
        )
        self.tally.failed += 1
        self.show(1, self.tally)
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= HOPELESS_AFTER:
            raise IngestError(
                f"{plan.endpoint.url}: {HOPELESS_AFTER} films in a row failed, the last one since "
                f"{trouble}; {LATER}"
            )


def _hopeless(trouble: Unanswered) -> str:
    """Why going on is no use, and what to do."""
    if trouble.asked_pause:
        return f"{trouble}, and asks for a pause of {trouble.asked_pause:,.0f} s; {LATER}"
    return f"{trouble}; {LATER}"
