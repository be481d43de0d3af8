"""Recommend items to somebody who is not in the data, from what they like.

  python -m corate recommend Heat Casino --recipe sample-films-core5
  python -m corate recommend --rated Heat 5 --rated Casino 2 --recipe sample-films-core5

Items collect votes from those of their own neighbours that are liked, as in method item_neighbors
of recommendations.user_recommendations. Of rated items only those vote that are rated liked_from of
the dataset (catalog.datasets) or higher; the others are left out of what is recommended.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from typing import Any

import duckdb

from corate.answers import add_count, add_format, show
from corate.database import add_database, ask, warehouse
from corate.names import dataset_of, item_of_recipe, landed_recipe
from ingest.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "liked", metavar="ITEM", nargs="*", help="a liked item: its id, or its title in any case"
    )
    parser.add_argument(
        "--rated",
        nargs=2,
        action="append",
        default=[],
        metavar=("ITEM", "RATING"),
        help="an item with a rating on the scale of the dataset; may be given several times",
    )
    parser.add_argument(
        "--recipe", metavar="RECIPE", required=True, help="a recipe of benchmarks.recipes"
    )
    add_count(parser, 10, "items")
    add_format(parser)
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show what to recommend. Raises UsageError where there is nothing to go by."""
    with warehouse(arguments.database) as connection:
        recipe = landed_recipe(connection, arguments.recipe)
        liked, known = _liked_and_known(connection, arguments, recipe)
        answer = ask(
            connection,
            "questions/recommend",
            recipe_id=recipe["recipe_id"],
            liked=liked,
            known=known,
            count=arguments.count,
        )
        show(answer, arguments.format, most_rows=arguments.count)
    return 0


def _liked_and_known(
    connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace, recipe: dict[str, Any]
) -> tuple[list[str], list[str]]:
    """The ids of the items that vote, and of all that are named."""
    recipe_id = recipe["recipe_id"]
    liked_from: float | None = dataset_of(connection, recipe)["liked_from"]
    liked = [item_of_recipe(connection, recipe_id, name).item_id for name in arguments.liked]
    known = list(liked)
    for name, text in arguments.rated:
        rating = _rating(name, text)
        item = item_of_recipe(connection, recipe_id, name).item_id
        known.append(item)
        if liked_from is None or rating >= liked_from:
            liked.append(item)
    twice = [item for item, times in Counter(known).items() if times > 1]
    if twice:
        raise UsageError(f"item {twice[0]} is named more than once: name it once, or rate it once")
    if not known:
        raise UsageError("nothing to go by: name items that are liked, or give --rated ITEM RATING")
    if not liked:
        raise UsageError(f"nothing to go by: no item is rated {liked_from} or higher")
    return liked, known


def _rating(name: str, text: str) -> float:
    try:
        rating = float(text)
    except ValueError:
        rating = math.nan
    if not math.isfinite(rating):
        raise UsageError(f"--rated {name} {text}: a rating is a number, such as 4.5")
    return rating
