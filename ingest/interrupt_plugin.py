"""dbt-duckdb plugin by which one Ctrl-C ends dbt within seconds, in one line.

dbt itself interrupts the query that runs. That is lost between two queries of a model that has
many, and does nothing to a model in Python: dbt waits for its end, and then prints where in its
own code it was. Here queries are interrupted until dbt is done with what it does on Ctrl-C, and
after PATIENCE the process ends whatever still runs: what DuckDB has not committed is undone when
the file is opened next.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
import weakref
from contextlib import suppress
from types import FrameType

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.events.event_manager_client import cleanup_event_logger

PATIENCE = 2.5
"""Seconds that dbt has to end by itself."""

INTERRUPTED = 130
"""The exit code that shells give to a program stopped with Ctrl-C, as ingest/failures.py does."""

MESSAGE = """\
Interrupted: what was done is in the database, what was being done is as it was before. \
Run the same command again for the rest.
"""


class Plugin(BasePlugin):
    """Named in profiles.yml as `ingest.interrupt_plugin`."""

    _connection: duckdb.DuckDBPyConnection
    _cursors: list[weakref.ref[duckdb.DuckDBPyConnection]]
    """All that were opened. Not a WeakSet: while one thread adds to it, no other can go through."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Keep the connection, to close it at the end."""
        self._connection = conn
        self._cursors = []

    def configure_cursor(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Keep the cursor, to interrupt it; listen to Ctrl-C from dbt's first one on.

        Python lets only the main thread listen: dbt opens a cursor there before the first model.
        Where Ctrl-C is ignored or heard by others, that stays so.
        """
        self._cursors.append(weakref.ref(cursor))
        if (
            threading.current_thread() is threading.main_thread()
            and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        ):
            signal.signal(signal.SIGINT, self._stop)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        """Say so, see to it that the process ends soon, and go on as dbt does on Ctrl-C."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # all that fails from here on fails because of this
        cleanup_event_logger()
        # not print: Ctrl-C may come in the midst of it
        os.write(2, MESSAGE.encode())
        # the last to be registered is the first to run
        atexit.register(self._leave)
        threading.Thread(target=self._press, daemon=True).start()
        raise KeyboardInterrupt

    def _press(self) -> None:
        """Interrupt what runs, again and again; where that is not enough, end the process."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for reference in list(self._cursors):
                if cursor := reference():
                    # closed meanwhile
                    with suppress(duckdb.Error):
                        cursor.interrupt()
            time.sleep(0.05)
        self._end()

    def _leave(self) -> None:
        """The end where nothing runs any more: closing the database removes what was spilled."""
        with suppress(duckdb.Error):
            self._connection.close()
        self._end()

    def _end(self) -> None:
        """End the process with the exit code, after what else is to be done at its end.

        That is how multiprocessing ends its forks, too. Without it, dbt's locks would be reported
        as leaked; without `os._exit`, threads that still run would meet a Python that is gone.
        """
        last_resort = threading.Timer(1, os._exit, [INTERRUPTED])
        last_resort.daemon = True
        last_resort.start()
        atexit.unregister(self._leave)
        atexit._run_exitfuncs()
        os._exit(INTERRUPTED)
