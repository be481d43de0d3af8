"""The sources that Corate can land: each module says how the files of its source are laid out.

A new source is a new module with a `plan` function, a line in `PLANNERS` and its tables in
raw_tables.sql.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ingest.datasets import Dataset
from ingest.layouts import DeliveredFile, Plan
from ingest.progress import Progress
from ingest.sources import amazon, huggingface, movielens, movietweetings, youtube

Planner = Callable[[Sequence[DeliveredFile], str], Plan]
"""Chooses, among delivered files, those to land for an edition, and says how to read them."""

Downloader = Callable[[Dataset, Path, Progress], list[Path]]
"""Fetches what is not there yet into a folder of downloads, and returns the files."""

PLANNERS: Mapping[str, Planner] = {
    "amazon": amazon.plan,
    "huggingface": huggingface.plan,
    "movielens": movielens.plan,
    "movietweetings": movietweetings.plan,
    "youtube": youtube.plan,
}


def downloader(source: str) -> Downloader:
    """How files of a source are fetched: at their addresses, save where they have none."""
    # imported when needed: what asks servers takes as long to import as DuckDB
    if source == "huggingface":
        from ingest.hub import download_models

        return download_models
    from ingest.downloads import download_dataset

    return download_dataset
