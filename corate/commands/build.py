"""Build every table and run every data test, showing one line a step.

It runs `dbt build` without the unit tests of the models, which `make test` runs. What dbt says of
each table and test is in the log. Arguments that are not said here are dbt's, such as --select,
--exclude, --vars and --full-refresh.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own: what the parser does not know goes to dbt."""
    parser.set_defaults(takes_others=True)


def run(options: argparse.Namespace) -> int:
    """Run dbt, and return its exit code: 0, 1 where tables or tests failed, 2 for other errors."""
    # not above: dbt takes two seconds to load, and other commands do without
    from corate.running import build

    return build([argument for argument in options.others if argument != "--"])
