"""Where things are: the project's root, the database, the downloads, and what DuckDB may use."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[1]
"""Holds seeds/datasets.csv; found from where this package lies, not from the working directory."""

DATASETS_FILE = PROJECT_ROOT / "seeds" / "datasets.csv"


def database_path() -> Path:
    """The DuckDB file that the dbt profile also uses."""
    return Path(os.environ.get("CORATE_DATABASE") or "warehouse.duckdb")


def downloads_folder() -> Path:
    """Where downloads are kept for the next time."""
    return Path(os.environ.get("CORATE_DOWNLOADS") or PROJECT_ROOT / "downloads")


def hub_token() -> str | None:
    """A token of the Hugging Face Hub, which may ask more often; None to ask without."""
    return (os.environ.get("HF_TOKEN") or "").strip() or None


def memory_limit() -> str | None:
    """Most memory that DuckDB may take, e.g. 4GB; None leaves it to DuckDB."""
    return os.environ.get("CORATE_MEMORY_LIMIT") or None


def threads() -> str | None:
    """Threads that DuckDB may use; None leaves it to DuckDB."""
    return os.environ.get("CORATE_THREADS") or None


def contact() -> str | None:
    """How the owner of a public endpoint can reach whoever asks; None where it is not set."""
    return os.environ.get("CORATE_CONTACT") or None
