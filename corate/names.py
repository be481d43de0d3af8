"""What a person names: a recipe by its id, an item by its id or title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb

from corate.database import rows
from ingest.errors import IngestError, UsageError


class Item(NamedTuple):
    """An item that was named."""

    item_id: str
    told: str
    """the id, with title and year where they say more: `6 (Heat, 1995)`"""


def landed_recipe(connection: duckdb.DuckDBPyConnection, recipe_id: str) -> dict[str, Any]:
    """The parameters of a recipe that is made, by the columns of benchmarks.recipes.

    Raises UsageError where there is no such recipe, IngestError where it cannot be made.
    """
    recipes = {recipe["recipe_id"]: recipe for recipe in rows(connection, "recipes")}
    recipe = recipes.get(recipe_id)
    if recipe is None:
        made = [name for name, known in recipes.items() if known["problem"] is None]
        raise UsageError(
            f"there is no recipe '{recipe_id}'. There are: {', '.join(made) or 'none'}. Those of a "
            "dataset come when it is landed (`python -m ingest land`) and built (`python -m corate "
            "build`), one for each protocol that is for it (docs/guides/recipes.md)"
        )
    problem = recipe.pop("problem")
    if problem is not None:
        raise IngestError(f"{recipe_id} is not made: {problem}")
    return recipe


def dataset_of(connection: duckdb.DuckDBPyConnection, recipe: dict[str, Any]) -> dict[str, Any]:
    """The dataset of a landed recipe, by the columns of catalog.datasets.

    Raises IngestError where it was landed after the last build.
    """
    found = rows(connection, "dataset", dataset_id=recipe["dataset_id"])
    if not found:
        raise IngestError(f"{recipe['dataset_id']} is not built yet: run `python -m corate build`")
    return found[0]


def item_of_recipe(connection: duckdb.DuckDBPyConnection, recipe_id: str, name: str) -> Item:
    """The item of a recipe that is named by id, or by title in any case.

    Raises UsageError, which says what to write instead, where that is not one item.
    """
    found = rows(connection, "questions/find_item", recipe_id=recipe_id, name=name)
    return _chosen(found, name, f"recipe {recipe_id}", "benchmarks.items")


def item_of_collection(connection: duckdb.DuckDBPyConnection, collection: str, name: str) -> Item:
    """A film or model that is compared by content: as `item_of_recipe`."""
    found = rows(connection, "questions/find_content_item", collection=collection, name=name)
    return _chosen(found, name, f"what is compared of {collection}", "similarity.content_neighbors")


def _chosen(found: Sequence[dict[str, Any]], name: str, place: str, table: str) -> Item:
    """The one that is meant, of those that a query of `find_item.sql` gives."""
    items = [Item(item["item_id"], _told(item)) for item in found]
    of_title = [item for item, row in zip(items, found, strict=True) if row["found_by"] == "title"]
    if items and found[0]["found_by"] == "id":
        return items[0]
    if len(of_title) == 1:
        return of_title[0]
    what = f"more than one '{name}'" if of_title else f"nothing called '{name}'"
    listed = ", ".join(item.told for item in of_title or items)
    raise UsageError(
        f"{place} has {what}"
        + (f". Write the id of one of: {listed}" if listed else f": look in {table}")
    )


def _told(item: dict[str, Any]) -> str:
    known = (item["title"], item["release_year"])
    told = ", ".join(str(one) for one in known if one is not None and one != item["item_id"])
    return f"{item['item_id']} ({told})" if told else str(item["item_id"])
