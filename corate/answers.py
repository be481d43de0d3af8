"""Tables on standard output: boxes for people, CSV and JSON for programs."""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import sys

import duckdb

from ingest.messages import on_one_line

FORMATS = ("table", "csv", "json")

NO_NUMBER = re.compile(r'("(?:[^"\\]|\\.)*")|-?(?:NaN|Infinity)')
"""What DuckDB writes and JSON does not have; or, as group 1, a text, in which it may stand."""

WIDEST_COLUMN = 60
"""Characters of one column of a box; more are cut off."""

WIDEST_TABLE = 10_000
"""Characters of a line where nobody sees its end: in a file or a pipe."""


def add_format(parser: argparse.ArgumentParser) -> None:
    """The option that says how a table is written."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="table",
        help="how to write the answer: a table to look at, or csv or json (an array of objects) "
        "for programs (default: table)",
    )


def add_count(parser: argparse.ArgumentParser, default: int, of_what: str) -> None:
    """The option that says how many rows are wanted."""
    parser.add_argument(
        "-n",
        "--count",
        type=_count,
        default=default,
        metavar="NUMBER",
        help=f"how many {of_what} to show at most (default: {default})",
    )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 2**31 - 1):
        raise ValueError(text)
    return int(text)


_count.__name__ = "number from 1"  # argparse names the type in its message


def note(text: str, form: str) -> None:
    """A line that belongs to an answer, and would stand in the way of programs that read it."""
    print(on_one_line(text), file=sys.stdout if form == "table" else sys.stderr)


def show(answer: duckdb.DuckDBPyRelation, form: str, most_rows: int) -> None:
    """Write an answer to standard output; of a box at most so many rows."""
    # what was printed before comes before
    sys.stdout.flush()
    if form == "table":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST_TABLE
        answer.show(max_width=width, max_rows=most_rows, max_col_width=WIDEST_COLUMN)
    elif form == "csv":
        _write_csv(answer)
    else:
        _write_json(answer)


def _write_csv(answer: duckdb.DuckDBPyRelation) -> None:
    """DuckDB's own text of each value; nothing for null."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(answer.select("columns(*)::varchar").iter_rows())


def _write_json(answer: duckdb.DuckDBPyRelation) -> None:
    """An array with an object a line; null for what is no number."""
    objects = answer.set_alias("answer").select("cast(to_json(answer) as varchar)")
    between = "["
    for (text,) in objects.iter_rows():
        print(between, NO_NUMBER.sub(lambda found: found[1] or "null", text), sep="\n", end="")
        between = ","
    print("[]" if between == "[" else "\n]")
