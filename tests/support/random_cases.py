"""Random datasets under random recipes: what was built, and what plain Python makes of them."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.projects import Project
from tests.support.reference import Benchmark, Event, Recipe, make_benchmark

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


class Tables:
    """The public tables of benchmarks, each read once for all recipes."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @functools.cache  # noqa: B019 - one object, as long as the tests
    def rows(self, columns: str, table: str, order: str = "") -> Rows:
        """The rows of a table by recipe."""
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for recipe_id, *row in self._project.rows(
            f"select recipe_id, {columns} from benchmarks.{table} {order}"
        ):
            found[recipe_id].append(tuple(row))
        return found


class Case:
    """A recipe, its data, what plain Python makes of it, and the built warehouse."""

    def __init__(
        self, recipe_id: str, recipe: Recipe, events: Sequence[Event], tables: Tables
    ) -> None:
        self.recipe_id = recipe_id
        self.recipe = recipe
        self.events = events
        self.expected: Benchmark = make_benchmark(events, recipe)
        self.tables = tables

    def rows(self, columns: str, table: str, order: str = "") -> Sequence[tuple[Any, ...]]:
        """The recipe's rows of a public table."""
        return self.tables.rows(columns, table, order).get(self.recipe_id, [])

    def kept(self, split: str | None = None) -> list[Event]:
        """The events that plain Python keeps, of one split or of all."""
        by_row = {event.row: event for event in self.events}
        return [
            by_row[row]
            for row, part in self.expected.split.items()
            if split is None or part == split
        ]
