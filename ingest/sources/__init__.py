"""The sources that Corate can land: each module says how the files of its source are laid out.

A new source is a new module with a `plan` function, a line in `PLANNERS` and its tables in
raw_tables.sql.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ingest.layouts import DeliveredFile, Plan
from ingest.sources import amazon, huggingface, movielens, movietweetings, youtube

Planner = Callable[[Sequence[DeliveredFile], str], Plan]
"""Chooses, among delivered files, those to land for an edition, and says how to read them."""

PLANNERS: Mapping[str, Planner] = {
    "amazon": amazon.plan,
    "huggingface": huggingface.plan,
    "movielens": movielens.plan,
    "movietweetings": movietweetings.plan,
    "youtube": youtube.plan,
}
