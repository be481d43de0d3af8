"""What no plan of a model and no reading of a public table may do: make many rows for few.

Nor may a model hold many in a hash table to look few up.

A plan may put out ten times what goes into an operator, or what comes of the statement, and so many
rows as WORK counts.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence

import duckdb

from tests.support.profiles import LEAST_HELD, Statement, growths, growths_of_query, held
from tests.support.projects import Project

SELECTED = (
    "--select",
    "+path:models/marts/benchmarks",
    "+similarity__item_co_ratings",
    "+similarity__item_neighbors",
    "+similarity__user_neighbors",
    "+path:models/marts/recommendations",
)
"""Every model that events and recipes go through, and none that is for films, models and videos."""

DRAWN = ("recommendations__comparisons", "recommendations__metric_intervals")
"""Models that draw users, or flip signs, so many times."""

SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "4GB"}
SECONDS_TO_READ = 300
"""Far more than it takes: a few seconds."""
PUBLIC = ("benchmarks", "catalog", "recommendations", "similarity")


WORK = """
    select coalesce(sum(datasets.row_count), 0)
    from benchmarks.recipes as recipes
    inner join catalog.datasets as datasets on datasets.dataset_id = recipes.dataset_id
"""
"""How many rows anybody may make: an event goes through each recipe of its dataset."""


def connect(project: Project) -> duckdb.DuckDBPyConnection:
    """The warehouse as a reader opens it, with the threads that dbt has in tests."""
    return duckdb.connect(str(project.database), read_only=True, config=SETTINGS)


def faults_of_models(
    project: Project, statements: Sequence[Statement], least_held: int = LEAST_HELD
) -> list[str]:
    """Look at the plan of each statement that made a model.

    least_held: up to so many rows may be held in a hash table, however few are looked up. Models
    of DRAWN make rows by draws, which are as many whatever the events.
    """
    with connect(project) as connection:
        allowed = rows_of(connection, WORK)
        plans = [(one.model, one.plan) for one in statements if one.plan]
        return [
            f"{model}: {growth}"
            for model, plan in plans
            for growth in growths(plan)
            if growth.rows > allowed and model not in DRAWN
        ] + [
            f"{model}: {join}"
            for model, plan in plans
            for join in held(plan, least_held)
            if model not in DRAWN
        ]


def rows_of(connection: duckdb.DuckDBPyConnection, work: str) -> int:
    """How many rows a work makes at most in a warehouse."""
    ((rows,),) = connection.execute(work).fetchall()
    return int(rows)


def faults_of_readings(project: Project, recipes: Sequence[str]) -> list[str]:
    """Read each public table and view as a whole, and those of recipes by some of these, too.

    Who reads one recipe has the events of its dataset gone through, and those of no other.
    """
    with connect(project) as connection:
        faults = []
        for query, recipe in readings(connection, recipes):
            of_recipe = f"where recipes.recipe_id = '{recipe}'" if recipe else ""
            allowed = rows_of(connection, f"{WORK} {of_recipe}")
            faults += [
                f"{query}: {growth}"
                for growth in growths_of_query(connection, query)
                if growth.rows > allowed
            ]
        return faults


def readings_that_hang(project: Project, recipes: Sequence[str]) -> list[str]:
    """Read the first rows of each public table and view, and of recipes; those that do not end.

    In a process of its own: a query that waits for itself hears no interruption.
    """
    with connect(project) as connection:
        queries = [f"{query} limit 5" for query, _ in readings(connection, recipes)]
    reader = multiprocessing.get_context("spawn").Process(
        target=read_all, args=(str(project.database), queries)
    )
    reader.start()
    reader.join(SECONDS_TO_READ)
    if reader.exitcode is None:
        reader.kill()
    reader.join()
    return [] if reader.exitcode == 0 else [f"one of: {'; '.join(queries)}"]


def read_all(database: str, queries: Sequence[str]) -> None:
    """Run queries, one after the other."""
    with duckdb.connect(database, read_only=True, config=SETTINGS) as connection:
        for query in queries:
            connection.execute(query).fetchall()


def readings(
    connection: duckdb.DuckDBPyConnection, recipes: Sequence[str]
) -> Iterator[tuple[str, str | None]]:
    """The queries by which the public tables of a warehouse are read, each with its recipe."""
    for schema, table, is_of_recipes in connection.execute(
        """
        select table_schema, table_name, bool_or(column_name = 'recipe_id')
        from information_schema.columns
        where list_contains(?, table_schema)
        group by table_schema, table_name
        order by table_schema, table_name
        """,
        [list(PUBLIC)],
    ).fetchall():
        yield f"select * from {schema}.{table}", None
        for recipe in recipes if is_of_recipes else ():
            yield f"select * from {schema}.{table} where recipe_id = '{recipe}'", recipe
