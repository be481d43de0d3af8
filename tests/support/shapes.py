"""Warehouses of generated events, in the shapes that users bring: all of them from fixed seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.cli import main as ingest
from performance import generate
from tests.support.projects import Project

CUSTOMARY: Mapping[str, Mapping[str, object]] = {
    "core5": {"core_users": 5, "core_items": 5, "core_scope": "all", "split": "none"},
    "core10": {"core_users": 10, "core_items": 10, "core_scope": "all", "split": "none"},
    "time-core4": {"core_users": 4, "core_items": 4, "core_scope": "train"},
    "loo-core5": {"core_users": 5, "core_items": 5, "core_scope": "all", "split": "leave_one_out"},
}
"""The protocols that listed datasets have in seeds/protocols.csv."""
WHOLE: Mapping[str, Mapping[str, object]] = {"all": {"core_scope": "none", "split": "none"}}

FROM_GENERATED = """
    select userId as user_id, movieId as item_id, rating, "timestamp" as rated_at
    from read_csv('{csv}')
"""
WITH_UUIDS = """
    select
        cast(md5('user ' || userId) as uuid) as user_id,
        cast(md5('item ' || movieId) as uuid) as item_id,
        rating,
        "timestamp" as rated_at
    from read_csv('{csv}')
"""
EACH_WITH_EACH = """
    select
        event % {users} as user_id,
        event // {users} as item_id,
        1 + hash(event) % 5 as rating,
        1500000000 + hash(event + 1) % 100000000 as rated_at
    from range({users} * {items}) as events (event)
"""
A_TENTH_BY_ONE = """
    select
        case when event % 10 = 0 then 0 else 1 + hash(event) % 100000 end as user_id,
        case
            when event % 10 = 0 then event
            when event % 10 = 1 then 1
            else cast(floor(1000000 * pow(hash(event + 1) % 1000003 / 1000003.0, 4)) as bigint)
        end as item_id,
        1 + hash(event + 2) % 5 as rating,
        1500000000 + hash(event + 3) % 100000000 as rated_at
    from range(1000000) as events (event)
"""
"""One user and one item, 0 and 1, hold a tenth of all events each."""
MANY_ITEMS = """
    select
        hash(event) % 40000 as user_id,
        cast(floor(200000 * pow(hash(event + 1) % 1000003 / 1000003.0, 2)) as bigint) as item_id,
        1 + hash(event + 2) % 5 as rating,
        1500000000 + hash(event + 3) % 100000000 as rated_at
    from range(1000000) as events (event)
"""
"""200,000 items, of which few have many events."""


@dataclass(frozen=True)
class Dataset:
    """A dataset to land: where its events come from, how many, and what is made of them.

    `select` gives user_id, item_id, rating and rated_at (Unix seconds), for {csv}, a generated file
    of a shape, where it is of one; `recipes` are cells of seeds/protocols.csv by protocol.
    One with `titles` is landed as MovieLens delivers it, under a listed name.
    """

    name: str
    events: int
    recipes: Mapping[str, Mapping[str, object]]
    select: str = FROM_GENERATED
    shape: str = "movielens"
    titles: bool = False

    @property
    def recipe_events(self) -> int:
        """Events, as often as there are recipes that go through them."""
        return self.events * len(self.recipes)


def land(project: Project, datasets: Sequence[Dataset], data: Path) -> None:
    """Write the events as a user has them, land them, and ask for their recipes, and no others.

    `data` is a folder for generated files.
    """
    for one in datasets:
        generated = ""
        if "{csv}" in one.select:
            shape = generate.dataset(one.shape, one.events, data)
            generated = str(data / shape.name / "ratings.csv")
        events = duckdb.connect()
        events.execute(f"create view events as {one.select.replace('{csv}', generated)}")
        if one.titles:
            where: tuple[str, ...] = ("--from", write_movielens(events, project.folder / one.name))
        else:
            file = str(project.folder / f"{one.name}.csv")
            events.execute(f"copy events to '{file}' (header)")
            columns = ("--user", "user_id", "--item", "item_id", "--rating", "rating")
            where = ("--from", file, *columns, "--time", "rated_at")
        failed = ingest(["land", one.name, *where, "--database", str(project.database)])
        assert not failed, one.name
    project.replace_seed(
        "protocols",
        [
            {"protocol_id": name, "datasets": one.name, **cells}
            for one in datasets
            for name, cells in one.recipes.items()
        ],
    )


def write_movielens(events: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Write events, and a title and a link for each item, as MovieLens since 20M has them."""
    folder.mkdir()
    for name, select in (
        (
            "ratings",
            """
            select user_id as "userId", item_id as "movieId", rating, rated_at as "timestamp"
            from events
            """,
        ),
        (
            "movies",
            """
            select distinct
                item_id as "movieId",
                'Film ' || item_id || ' (' || 1950 + item_id % 70 || ')' as title,
                'Drama|Comedy' as genres
            from events
            """,
        ),
        (
            "links",
            """
            select distinct item_id as "movieId", item_id as "imdbId", item_id as "tmdbId"
            from events
            """,
        ),
    ):
        events.execute(f"copy ({select}) to '{folder / name}.csv' (header)")
    return str(folder)
