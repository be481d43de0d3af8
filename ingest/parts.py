"""What files fill is stored in parts, a table a file; the raw table is a view that shows them.

A part has the columns of the file and `source_row`. What all its rows have in common (dataset,
file, landing) is said once, and its ids and times are numbers where the file has whole numbers. To
take a dataset out is to drop its parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

import duckdb

from ingest.columns import quote_identifier, quote_text

COMMON = ("dataset_id", "source_file", "source_row", "landed_at")
"""The first columns of every raw table that files fill."""


NUMBERS = {
    "user_number": ("user_id", "userId"),
    "item_number": ("item_id", "movieId"),
    "time_number": ("time",),
}
"""Columns of raw tables that show a text as a number, where a part has it as one, and the names of
the text: to read it so takes a build a tenth of the time."""

GATHERED = {"attributes": "attribute ", "context": "context "}
"""Columns of raw tables that show several of a part, by how the names of these begin, as one JSON
object: what else is known of an item or a user, and of an event."""


DATASET = "dataset"
OWN_LISTS = {"own_items": "items", "own_users": "users"}
"""What a landing is of, its subject: a dataset, or, by raw table, a list beside it of one's own."""

PREDICTIONS = "predictions"
"""The subject, and the raw table, of what a method of one's own recommends."""

SUBJECTS = {**OWN_LISTS, PREDICTIONS: PREDICTIONS}
"""What is landed for itself, beside the files of a dataset, by raw table."""

OWN_TABLES = ("interactions", *SUBJECTS)
"""Raw tables that files of one's own fill; columns of their parts are shown by their names."""

_SUBJECT_OF_TABLE = (
    "case table_name"
    + "".join(f" when '{table}' then '{subject}'" for table, subject in SUBJECTS.items())
    + f" else '{DATASET}' end"
)


class Origin(NamedTuple):
    """Where rows come from: a dataset, the name of a file of it, and when it was landed (UTC).

    split: the part of the data that the whole file is, where somebody said so; rows_before: then,
    how many records the files of the parts before it have.
    method, recipe_id: of predictions, who made them, and for which recipe.
    """

    dataset_id: str
    source_file: str
    landed_at: datetime
    split: str | None = None
    rows_before: int | None = None
    method: str | None = None
    recipe_id: str | None = None


def add_part(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    origin: Origin,
    query: str,
    document: str = "",
) -> str:
    """Make an empty part of a raw table for rows such as those of a query; returns its name.

    query: source_row, columns of the raw table, and perhaps others, which it does not show;
    document: which of them is one. The raw table does not show the part yet.
    """
    ((number,),) = connection.execute(
        "select coalesce(max(part_number), 0) + 1 from raw.landed_parts"
    ).fetchall()
    name = _name(table, number)
    described = connection.execute(f"describe {query}").fetchall()
    # left to itself, DuckDB takes a third more time for documents, and two thirds more place
    columns = ", ".join(
        f"{quote_identifier(column)} {kind}"
        + (" using compression zstd" if column == document else "")
        for column, kind, *_ in described
    )
    connection.execute(f"create table {name} ({columns})")
    connection.execute(
        "insert into raw.landed_parts values (?, ?, ?, ?, ?, ?, ?, ?, ?)", [number, table, *origin]
    )
    return name


def drop_parts(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, subject: str | None
) -> set[str]:
    """Drop the rows of a landing, or all of a dataset; returns the raw tables to be shown anew."""
    where = f"where dataset_id = ? and coalesce({_SUBJECT_OF_TABLE} = ?, true)"
    values = [dataset_id, subject]
    parts = _parts(connection, where, values)
    for name, _, _ in parts:
        connection.execute(f"drop table {name}")
    connection.execute(f"delete from raw.landed_parts {where}", values)
    return {table for _, table, _ in parts}


def renew_part(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """Give a part whose rows have changed a number of its own, by which copies of it are told."""
    ((table, new),) = connection.execute(
        "select table_name, (select max(part_number) + 1 from raw.landed_parts)"
        " from raw.landed_parts where part_number = ?",
        [number],
    ).fetchall()
    renamed = quote_identifier(f"{table}_{new}")
    connection.execute(f"alter table {_name(table, number)} rename to {renamed}")
    connection.execute(
        "update raw.landed_parts set part_number = ? where part_number = ?", [new, number]
    )


def parts_of(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    dataset_id: str,
    source_file: str | None = None,
) -> list[str]:
    """The names of the parts of a dataset, or of one of its files, in a raw table, as SQL."""
    where = "where table_name = ? and dataset_id = ? and source_file = coalesce(?, source_file)"
    return [name for name, _, _ in _parts(connection, where, [table, dataset_id, source_file])]


def parts_of_recipe(connection: duckdb.DuckDBPyConnection, recipe_id: str) -> list[tuple[str, str]]:
    """The predictions for a recipe: what each landing is called, and the name of its part as SQL.

    They are in the order of these names, whichever was landed first.
    """
    where = "where table_name = ? and recipe_id = ?"
    parts = _parts(connection, where, [PREDICTIONS, recipe_id])
    return sorted(((origin.dataset_id, name) for name, _, origin in parts), key=itemgetter(0))


def show_parts(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Mapping[str, str]]
) -> None:
    """Make raw tables views of their parts as they are now.

    tables: the columns of each raw table with their types; a part of before may lack some.
    """
    selects: dict[str, list[str]] = {table: [] for table in tables}
    wanted = "where list_contains(?, table_name)"
    for name, table, origin in _parts(connection, wanted, [list(tables)]):
        present = {row[0]: row[1] for row in connection.execute(f"describe {name}").fetchall()}
        selects[table].append(f"select {_shown(tables[table], origin, present)} from {name}")
    for table, columns in tables.items():
        nothing = ", ".join(
            f"null::{kind} as {quote_identifier(name)}" for name, kind in columns.items()
        )
        connection.execute(
            f"create or replace view raw.{quote_identifier(table)} as "
            + (" union all ".join(selects[table]) or f"select {nothing} where false")
        )


def _shown(columns: Mapping[str, str], origin: Origin, present: Mapping[str, str]) -> str:
    """SQL for the columns of a raw table; present: the types of those of a part."""
    values = {name: quote_identifier(name) for name in present} | _constants(origin)
    values |= {
        number: quote_identifier(name)
        for number, names in NUMBERS.items()
        for name in names
        if present.get(name) == "BIGINT"
    }
    for gathering, prefix in GATHERED.items():
        fields = [
            f"{quote_text(name.removeprefix(prefix))}, {quote_identifier(name)}"
            for name in sorted(present)
            if name.startswith(prefix)
        ]
        if fields:
            values[gathering] = f"json_object({', '.join(fields)})"
    return ", ".join(
        f"{values.get(name, 'null')}::{kind} as {quote_identifier(name)}"
        for name, kind in columns.items()
    )


def _parts(
    connection: duckdb.DuckDBPyConnection, where: str, values: Sequence[object]
) -> list[tuple[str, str, Origin]]:
    """Parts in the order of landing: name, raw table, origin."""
    found = connection.execute(
        f"select * from raw.landed_parts {where} order by part_number", values
    ).fetchall()
    return [(_name(table, number), table, Origin(*origin)) for number, table, *origin in found]


def _name(table: str, number: int) -> str:
    return f"landed.{quote_identifier(f'{table}_{number}')}"


def keep_in_parts(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Move the rows of a raw table that is one, as up to version 2, into parts, and drop it."""
    name = f"raw.{quote_identifier(table)}"
    origins = connection.execute(
        f"select distinct dataset_id, source_file, landed_at from {name} order by all"
    ).fetchall()
    for found in origins:
        origin = Origin(*found)
        is_of_it = " and ".join(
            f"{column} = {value}" for column, value in _constants(origin).items()
        )
        rows = f"select * exclude (dataset_id, source_file, landed_at) from {name} where {is_of_it}"
        part = add_part(connection, table, origin, rows)
        connection.execute(f"insert into {part} {rows}")
    connection.execute(f"drop table {name}")


def _constants(origin: Origin) -> dict[str, str]:
    """SQL for what all rows of a part have in common."""
    values = origin._asdict().items()
    return {column: quote_text(str(value)) for column, value in values if value is not None}
