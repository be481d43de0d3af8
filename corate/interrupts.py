"""Ctrl-C while DuckDB works: it is heard at once, whatever DuckDB is at.

Python runs what is to be done on Ctrl-C between two of its own steps. While the main thread is
within DuckDB there are none, and DuckDB looks for them only now and then.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

AGAIN = 0.1
"""Seconds after which a connection is interrupted again: it may have been between two queries."""


@contextmanager
def interruptible(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt what the connection does when Ctrl-C comes; only the main thread can listen."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # not a pipe, which Windows makes no other than one that waits
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    former = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    is_done = threading.Event()

    def interrupt() -> None:
        while signals := reader.recv(64):
            while signal.SIGINT in signals and not is_done.wait(AGAIN):
                connection.interrupt()

    listener = threading.Thread(target=interrupt, daemon=True)
    listener.start()
    try:
        yield
    finally:
        is_done.set()
        signal.set_wakeup_fd(former)
        writer.close()
        listener.join()
        reader.close()
