"""`python -m tests.support.hasty DATASETS ARGUMENT…`: the command line, for which seconds are long.

DATASETS is the list of datasets in place of the project's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ingest import downloads, settings
from ingest.cli import main
from ingest.retries import Patience

HASTY = Patience(
    attempts=8,
    first_pause=0.01,
    longest_pause=0.05,
    longest_obeyed=1.0,
    longest_stall=0.4,
    longest_silence=1.0,
)
"""Tenths of a second where people have half a minute."""

if __name__ == "__main__":
    settings.DATASETS_FILE = Path(sys.argv[1])
    downloads.PATIENCE = HASTY
    sys.exit(main(sys.argv[2:]))
