"""Waiting for something that may never come.

A time-out of a socket is one for each silence: whoever sends a byte now and then holds it open for
ever, in a header as in a body, and the look-up of a name has none at all. So what waits does it in
a thread of its own, and is left alone when the time is over.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from typing import TypeVar

Item = TypeVar("Item")

MOST_AHEAD = 16
"""Items that wait to be taken."""
SECONDS_BETWEEN_LOOKS = 0.5


def awaited(
    stream: Generator[Item, None, None], seconds: Callable[[], float]
) -> Generator[Item, None, None]:
    """The items of a stream, each one waited for no longer than `seconds()` says by then.

    Raises TimeoutError where one does not come in time, and whatever the stream raises. The stream
    is closed by its thread, as soon as it gives something again where it was left alone.
    """
    items: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(MOST_AHEAD)
    left_alone = threading.Event()

    def hand_over(item: Item | None, error: BaseException | None) -> None:
        while not left_alone.is_set():
            try:
                items.put((item, error), timeout=SECONDS_BETWEEN_LOOKS)
                return
            except queue.Full:
                continue

    def run() -> None:
        try:
            for item in stream:
                hand_over(item, None)
                if left_alone.is_set():
                    stream.close()
                    return
            hand_over(None, StopIteration())
        except BaseException as error:
            # whatever it is, whoever waits has to learn of it
            hand_over(None, error)

    threading.Thread(target=run, daemon=True).start()
    try:
        while True:
            try:
                item, error = items.get(timeout=max(0.0, seconds()))
            except queue.Empty as error_of_queue:
                raise TimeoutError from error_of_queue
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        left_alone.set()
