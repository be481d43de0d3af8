"""Show what is most alike an item: by who rated it, or by content.

  python -m corate neighbors 'The Matrix' --recipe movielens-latest-small-core5
  python -m corate neighbors 48 --recipe sample-films-core5 --count 3
  python -m corate neighbors Heat --content movies
  python -m corate neighbors gpt2 --content models --features soup

With --recipe it shows rows of similarity.item_neighbors: the items that the same users rated,
counted in the train part of that benchmark. With --content it shows rows of
similarity.content_neighbors: films by people, genres and topics, Hugging Face models by tasks, tags
and words; for each measure the neighbours with that measure, side by side.
"""

from __future__ import annotations

import argparse

import duckdb

from corate.answers import add_count, add_format, note, show
from corate.database import add_database, ask, rows, warehouse
from corate.names import item_of_collection, item_of_recipe, landed_recipe
from ingest.errors import UsageError

FIRST_FEATURES = {"models": ["four_columns", "soup", "wide"]}
"""The sets of features that are shown where none is named, and there is none of all features."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("item", metavar="ITEM", help="its id, or its title in any case")
    by = parser.add_mutually_exclusive_group(required=True)
    by.add_argument("--recipe", metavar="RECIPE", help="a recipe of benchmarks.recipes")
    by.add_argument(
        "--content",
        metavar="COLLECTION",
        help="compare by content: movies, models, or a dataset with attributes of your own",
    )
    parser.add_argument(
        "--features",
        metavar="SET",
        help="with --content: by which set of features (default: all, for models four_columns, "
        "soup and wide)",
    )
    add_count(parser, 10, "neighbours")
    add_format(parser)
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the neighbours. Raises UsageError where what is named is not there."""
    if arguments.recipe and arguments.features:
        raise UsageError("--features goes with --content: a recipe compares by ratings")
    with warehouse(arguments.database) as connection:
        if arguments.recipe:
            answer = _by_ratings(connection, arguments)
        else:
            answer = _by_content(connection, arguments)
        show(answer, arguments.format, most_rows=len(answer) + 1)
    return 0


def _by_ratings(
    connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace
) -> duckdb.DuckDBPyRelation:
    recipe = landed_recipe(connection, arguments.recipe)["recipe_id"]
    item = item_of_recipe(connection, recipe, arguments.item)
    answer = ask(
        connection,
        "questions/neighbors",
        recipe_id=recipe,
        item_id=item.item_id,
        count=arguments.count,
    )
    if len(answer):
        note(f"most alike {item.told}:", arguments.format)
    else:
        note(
            f"{item.told} has no neighbour: with no other item it has enough raters in common "
            "(min_co_raters in benchmarks.recipes)",
            arguments.format,
        )
    return answer


def _feature_sets(connection: duckdb.DuckDBPyConnection, collection: str) -> list[str]:
    """By what the items of a collection are compared. Raises UsageError where they are not."""
    found = rows(connection, "questions/feature_sets", collection=None)
    of_it = [row for row in found if row["collection"] == collection]
    if not of_it:
        there = ", ".join(sorted({row["collection"] for row in found}))
        raise UsageError(
            f"nothing of '{collection}' is compared by content"
            + (f"; of these, something is: {there}" if there else "")
            + ". Films need Wikidata, models their list, and items of your own attributes "
            "(docs/guides/content-neighbours.md)"
        )
    compared = [row["feature_set"] for row in of_it if row["is_compared"]]
    if not compared:
        raise UsageError(
            f"{collection} has too many pairs to be compared by content: see "
            "similarity.feature_sets"
        )
    return compared


def _by_content(
    connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace
) -> duckdb.DuckDBPyRelation:
    collection: str = arguments.content
    there = _feature_sets(connection, collection)
    item = item_of_collection(connection, collection, arguments.item)
    first = FIRST_FEATURES.get(collection, ["all"])
    features = [one for one in first if one in there] or there
    if arguments.features is not None:
        features = [arguments.features]
        if arguments.features not in there:
            raise UsageError(
                f"no {collection} are compared by '{arguments.features}': take one of "
                f"{', '.join(there)}"
            )
    note(f"most alike {item.told} in content:", arguments.format)
    return ask(
        connection,
        "questions/content_neighbors",
        collection=collection,
        item_id=item.item_id,
        feature_sets=features,
        count=arguments.count,
    )
