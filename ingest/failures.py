"""What a command says of a failure, in one line, and its exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback

import duckdb

from ingest import settings
from ingest.addresses import without_passwords
from ingest.errors import IngestError
from ingest.messages import MOST_SHOWN, on_one_line, shown, typed

INTERRUPTED = 130
"""The exit code that shells give to a program stopped with Ctrl-C."""

FAILURES = (IngestError, KeyboardInterrupt, OSError, RuntimeError, duckdb.Error)
"""What may go wrong without a fault of the program."""


def report(error: BaseException, debug: bool) -> int:
    """Say to standard error in one line what went wrong; returns the exit code.

    Raises the error where it is a fault of the program.
    """
    if isinstance(error, RuntimeError) and not _is_interrupted(error):
        raise error
    if isinstance(error, BrokenPipeError):
        # whoever reads the answer, such as `head`, has enough of it; Python would flush the rest
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if debug:
        traceback.print_exception(error)
    message, code = _explained(error)
    print(f"error: {on_one_line(without_passwords(typed(message)))}", file=sys.stderr)
    return code


def _is_interrupted(error: BaseException) -> bool:
    # DuckDB 2.0 has two ways to say so
    return isinstance(error, KeyboardInterrupt | duckdb.InterruptException) or (
        isinstance(error, RuntimeError) and "interrupted" in str(error)
    )


NO_ROOM = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota of the disk is used up",
    errno.EFBIG: "a file may not grow any more on this disk",
}


def told_no_room(text: str) -> str:
    """What to say of an error that tells of no room; empty for others."""
    return next((told for cause, told in NO_ROOM.items() if os.strerror(cause) in text), "")


def _explained(error: BaseException) -> tuple[str, int]:
    """A failure in one line that says what to do, and its exit code."""
    text = str(error)
    if isinstance(error, IngestError):
        return text, error.exit_code
    if _is_interrupted(error):
        return "interrupted; the database is as it was", INTERRUPTED
    if isinstance(error, duckdb.OutOfMemoryException):
        return settings.OUT_OF_MEMORY, 1
    if no_room := told_no_room(f"{text} {os.strerror(getattr(error, 'errno', None) or 0)}"):
        return f"{no_room}; the database is as it was. Make room and try again", 1
    if isinstance(error, PermissionError):
        return f"no permission for {error.filename}", 1
    first = shown(text.splitlines()[0], MOST_SHOWN) if text else type(error).__name__
    return f"{first} (--debug shows more)", 1
