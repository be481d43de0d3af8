"""`python -m corate` in the process of the test."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from corate.__main__ import main


class Printed(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def corate(*arguments: str | Path) -> Printed:
    """Run a command."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            # argparse, where it does not understand
            code = int(left.code or 0)
    return Printed(code, out.getvalue(), err.getvalue())


def refused(*arguments: str | Path) -> Printed:
    """Run a command that must fail, in one line that is no traceback, and return what it said."""
    printed = corate(*arguments)
    assert printed.code in (1, 2), printed
    assert printed.err.startswith("error: ") and printed.err.count("\n") == 1, printed
    return printed
