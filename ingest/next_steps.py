"""What comes after a landing, in one line."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest import settings
from ingest.messages import named

SUGGESTED = {"core_users": "5", "core_items": "5", "core_scope": "all", "split": "none"}
"""Cells of a recipe to begin with: a 5-core."""


def next_step(dataset_id: str, has_interactions: bool) -> str:
    """What to do with a dataset that was landed."""
    if not has_interactions:
        return "next: python -m corate build"
    try:
        header, recipes = _recipes(settings.RECIPES_FILE, dataset_id)
    except (OSError, UnicodeDecodeError, csv.Error):
        # the build says what is wrong with the file
        return "next: python -m corate build"
    if recipes:
        return f"next: python -m corate build makes its recipes, {named(recipes)}"
    cells = {"recipe_id": f"{dataset_id}-core5", "dataset_id": dataset_id, **SUGGESTED}
    line = ",".join(cells.get(column, "") for column in header)
    return (
        f"next: ask for a benchmark in seeds/recipes.csv, such as {line} and run "
        "python -m corate build"
    )


def _recipes(file: Path, dataset_id: str) -> tuple[list[str], list[str]]:
    """The columns of a list of recipes, and the recipes of a dataset."""
    with file.open(newline="", encoding="utf-8-sig") as opened:
        reader = csv.DictReader(opened)
        recipes = [row["recipe_id"] for row in reader if row.get("dataset_id") == dataset_id]
        return list(reader.fieldnames or ()), recipes
