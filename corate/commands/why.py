"""Show what makes two items alike: how many rated both, and who.

  python -m corate why 'The Matrix' 'Fight Club' --recipe movielens-latest-small-core5

First the counts and the measures, then the users who rated both, with their ratings. It counts anew
from the train part of the benchmark, so that it works for items that are no neighbours, too.
"""

from __future__ import annotations

import argparse

from corate.answers import add_count, add_format, note, show
from corate.database import add_database, ask, rows, warehouse
from corate.names import item_of_recipe, landed_recipe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("item_a", metavar="ITEM", help="its id, or its title in any case")
    parser.add_argument("item_b", metavar="OTHER", help="the other item, likewise")
    parser.add_argument(
        "--recipe", metavar="RECIPE", required=True, help="a recipe of benchmarks.recipes"
    )
    add_count(parser, 20, "users")
    add_format(parser)
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show counts and users. Raises UsageError where what is named is not there."""
    with warehouse(arguments.database) as connection:
        recipe = landed_recipe(connection, arguments.recipe)["recipe_id"]
        item_a = item_of_recipe(connection, recipe, arguments.item_a)
        item_b = item_of_recipe(connection, recipe, arguments.item_b)
        pair = {"recipe_id": recipe, "item_a": item_a.item_id, "item_b": item_b.item_id}
        (counts,) = rows(connection, "questions/why", **pair)
        note(
            f"{item_a.told} has {counts['raters_a']:,} raters, {item_b.told} has "
            f"{counts['raters_b']:,}, {counts['co_raters']:,} rated both: "
            f"jaccard {counts['jaccard']}, cosine {counts['cosine']}",
            arguments.format,
        )
        answer = ask(connection, "questions/common_raters", **pair, count=arguments.count)
        show(answer, arguments.format, most_rows=arguments.count)
    return 0
