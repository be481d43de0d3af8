"""Options of commands that write a warehouse: which one, and how long to wait for it."""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest import settings


def add_written_database(parser: argparse.ArgumentParser) -> None:
    """The option that names the database."""
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        default=settings.database_path(),
        help="the DuckDB file that readers open, beside which landing has its own (default: "
        "CORATE_DATABASE, else warehouse.duckdb)",
    )


def add_wait(parser: argparse.ArgumentParser) -> None:
    """The option that says how long to wait for another process."""
    parser.add_argument(
        "--wait",
        metavar="SECONDS",
        help="most seconds to wait for another process that holds the file that builds write "
        "(default: CORATE_WAIT, else 0)",
    )
