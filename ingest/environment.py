"""What Python runs in, looked at before the rest is imported: in words that older ones read."""

import sys
from pathlib import Path
from typing import Tuple  # noqa: UP035

OLDEST = (3, 11)


def check_python(version: Tuple[int, ...] = sys.version_info[:2]) -> None:  # noqa: UP006
    """End the program, in one line, where Python is too old for the rest."""
    if version < OLDEST:
        sys.exit(
            f"error: Corate needs Python 3.11 or newer, and this is {version[0]}.{version[1]}: "
            "make its environment with `make build PYTHON=python3.11`, or a newer one"
        )


def told_missing(error: ModuleNotFoundError) -> str:
    """What to do about a module that is not there."""
    # not by ingest.settings: what it imports may be missing, too
    if (Path(__file__).parents[1] / "corate" / "_project").is_dir():
        return (
            f"error: the package {error.name} is not installed for this Python: install Corate "
            "again, with the packages that it needs (pip install without --no-deps)"
        )
    return (
        f"error: the package {error.name} is not installed for this Python: run `make build` in "
        "the project, then `source .venv/bin/activate`, or write .venv/bin/python"
    )
