"""Options of the command line that say how a file of one's own is written."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path

from ingest.columns import NORMALIZED
from ingest.errors import UsageError
from ingest.sources import own_files
from ingest.sources.own_columns import Writing

LINE_ENDS = ("\n", "\r", "\0")
"""Characters that neither separate nor enclose, for no line holds them."""


def add_file_options(group: argparse._ActionsContainer, number: str) -> None:
    """Add the options that every file of one's own takes. number: what it calls its numbers."""
    group.add_argument(
        "--delimiter",
        metavar="TEXT",
        help="what separates columns: one character, 'tab', '::', or 'blanks' for any run of "
        "blanks (default: detected from the first line)",
    )
    group.add_argument(
        "--quote",
        metavar="TEXT",
        help="what encloses fields: one character, or 'none' (default: \" after commas and "
        "semicolons; elsewhere decided by the first lines)",
    )
    group.add_argument(
        "--comment",
        metavar="TEXT",
        help="lines before the data that begin so are none of them ('' for no such lines)",
    )
    group.add_argument(
        "--encoding",
        metavar="NAME",
        help="the encoding of a text, such as latin-1 or utf-16, by Python's name (default: utf-8)",
    )
    group.add_argument(
        "--decimal", choices=(".", ","), help=f"the decimal sign of {number} (default: .)"
    )
    group.add_argument(
        "--explode",
        action=argparse.BooleanOptionalAction,
        help="make one event of each element of a list, in a cell, an array or along a line; "
        "--no-explode takes cells that look like lists as they are",
    )
    group.add_argument(
        "--normalize",
        action="append",
        choices=tuple(NORMALIZED),
        help="land ids with letters composed (nfc), without blanks and characters that cannot be "
        "seen (visible), or 31.0 as 31 (whole); may be given several times",
    )


def add_max_rejected(parser: argparse._ActionsContainer) -> None:
    """Add the option that says how much of a file may be unreadable."""
    parser.add_argument(
        "--max-rejected",
        type=_share,
        default=0.01,
        metavar="SHARE",
        help="the largest share of the rows of a file that may be rejected, such as 5%% or 0.05 "
        "(default: 1%%; 100%% accepts any); above it the landing fails",
    )


def writing(options: argparse.Namespace) -> Writing:
    """How a file of one's own is written, as far as the options say so."""
    quote: str | None = options.quote
    if quote not in (None, "none") and (len(quote or "") != 1 or quote in LINE_ENDS):
        raise UsageError("--quote takes one character, or 'none'")
    return Writing(
        delimiter=_delimiter(options.delimiter),
        quote=quote,
        comment=options.comment,
        encoding="utf-8" if options.encoding is None else options.encoding,
        decimal=options.decimal or ".",
        normalized=tuple(options.normalize or ()),
        explode=options.explode,
    )


def said(options: argparse.Namespace, names: Sequence[str]) -> str:
    """The options that decided what was landed, as they would be typed."""
    words = []
    for name in names:
        given = getattr(options, name)
        for one in given if isinstance(given, list) else [given]:
            if one is not None:
                words += [f"--{name.replace('_', '-')}", str(one)]
    return shlex.join(words)


def check_is_not_the_database(given: Path, database: Path) -> None:
    """Refuse to read the database as a delivery: a second handle of it would drop DuckDB's lock."""
    if given.exists() and database.exists() and given.samefile(database):
        raise UsageError(f"{given} is the database itself: give what is to be landed with --from")


def _delimiter(given: str | None) -> str | None:
    """A delimiter as typed: `tab` and `\\t` mean a tab."""
    if given in ("tab", "\\t"):
        return "\t"
    is_one = len(given or "") == 1 and given not in LINE_ENDS
    if given not in (None, "::", own_files.BLANKS) and not is_one:
        raise UsageError("--delimiter takes one character, 'tab', '::' or 'blanks'")
    return given


def _share(text: str) -> float:
    """A share as a percentage, `0%` to `100%`, or as a number below 1.

    A bare 1 is refused: it could mean everything or one in a hundred.
    """
    is_percentage = text.endswith("%")
    number = float(text.removesuffix("%")) / (100 if is_percentage else 1)
    if not is_percentage and number >= 1:
        percentage = f"{text}% or 100%" if 1 <= number < 100 else "100%"
        raise argparse.ArgumentTypeError(f"{text} is no share below 1: write {percentage}")
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


_share.__name__ = "share"  # argparse names the type in its message
