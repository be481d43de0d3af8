"""The public tables of a warehouse, as they are published elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from corate.publications.declared import Declared, declared
from ingest.columns import quote_identifier
from ingest.database import PUBLIC_SCHEMAS
from ingest.errors import IngestError, UsageError


@dataclass(frozen=True)
class Column:
    """A column that is published; its type is DuckDB's."""

    name: str
    kind: str
    description: str


Relations = Mapping[tuple[str, str], tuple[str, Sequence[Column]]]
"""Description and columns of public tables and views, by schema and name, schema by schema."""


@dataclass(frozen=True)
class PublicTable:
    """A table or view that is published as a table, without its private columns.

    key: no two rows have the same values in these columns, which are published; may be empty.
    key_may_be_null: whether one of them may be NULL.
    """

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    key_may_be_null: bool

    @property
    def told(self) -> str:
        """Its name for people."""
        return f"{self.schema}.{self.name}"

    @property
    def written(self) -> str:
        """Its name as SQL."""
        return f"{quote_identifier(self.schema)}.{quote_identifier(self.name)}"


@dataclass(frozen=True)
class Publication:
    """What is published, and of which build.

    build: the row of catalog.builds that the file is of. datasets: rows of catalog.datasets.
    left_out: why a table, or a column as `schema.table.column`, is not published, by its name.
    """

    build: Mapping[str, Any]
    datasets: tuple[Mapping[str, Any], ...]
    tables: tuple[PublicTable, ...]
    left_out: Mapping[str, str]


def read_publication(
    connection: duckdb.DuckDBPyConnection, with_private: bool, without: Collection[str] = ()
) -> Publication:
    """What there is to publish; without: tables that are not, as `schema.table`.

    Raises IngestError where the file is not one for readers, UsageError where a table is not there.
    """
    if _has(connection, "versions", "due") or not _has(connection, "catalog", "builds"):
        raise IngestError(
            "only what is public can be published, and this database is not the file for readers "
            "that `python -m corate build` writes: name that one with --database"
        )
    (build,) = _rows(connection, "from catalog.builds order by build_number desc limit 1")
    datasets = _rows(connection, "from catalog.datasets order by dataset_id")
    return publication_of(_relations(connection), build, datasets, with_private, without)


def publication_of(
    relations: Relations,
    build: Mapping[str, Any],
    datasets: Iterable[Mapping[str, Any]],
    with_private: bool,
    without: Collection[str] = (),
) -> Publication:
    """What of public tables there is to publish, whatever engine has made them.

    Raises UsageError as `read_publication` does.
    """
    said = declared()
    if unknown := sorted({*without} - {f"{schema}.{name}" for schema, name in relations}):
        raise UsageError(
            f"there is no public table {unknown[0]}: `python -m ingest tables` lists them"
        )
    tables, left_out = [], {}
    for (schema, name), (description, columns) in relations.items():
        if f"{schema}.{name}" in without:
            continue
        of_table = said.get((schema, name), Declared())
        if with_private:
            of_table = replace(of_table, private="", private_columns={})
        if of_table.private:
            left_out[f"{schema}.{name}"] = of_table.private
            continue
        private = of_table.private_columns
        left_out |= {
            f"{schema}.{name}.{column.name}": private[column.name]
            for column in columns
            if column.name in private
        }
        shown = tuple(column for column in columns if column.name not in private)
        # a file of an older build may lack a column
        key = of_table.key if {*of_table.key} <= {column.name for column in shown} else ()
        tables.append(PublicTable(schema, name, description, shown, key, of_table.key_may_be_null))
    return Publication(build, tuple(datasets), tuple(tables), left_out)


def _has(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> bool:
    return bool(
        connection.execute(
            "select 1 from information_schema.tables where table_catalog = current_database()"
            " and table_schema = ? and table_name = ?",
            [schema, name],
        ).fetchall()
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = connection.sql(query)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]


def _relations(connection: duckdb.DuckDBPyConnection) -> Relations:
    found: dict[tuple[str, str], tuple[str, list[Column]]] = {}
    for schema, name, description, column, kind, said in connection.execute(
        """
        with relations as (
            select schema_name, table_name, comment
            from duckdb_tables() where database_name = current_database()
            union all
            select schema_name, view_name, comment
            from duckdb_views() where database_name = current_database()
        )
        select
            schema_name,
            table_name,
            coalesce(relations.comment, ''),
            column_name,
            data_type,
            coalesce(columns.comment, '')
        from duckdb_columns() as columns
        inner join relations using (schema_name, table_name)
        where database_name = current_database() and schema_name in (select unnest($schemas))
        order by list_position($schemas, schema_name), table_name, column_index
        """,
        {"schemas": list(PUBLIC_SCHEMAS)},
    ).fetchall():
        found.setdefault((schema, name), (description, []))[1].append(Column(column, kind, said))
    return found
