"""Publishing: the public tables of the work file, whole, in a file of their own for readers.

The new file is written beside the one that readers hold, and takes its name when all of it is on
the disk: who holds the old one reads on in it. Nothing but what is for readers was ever in it: the
public schemas, and one more for what their views read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest import VERSION
from ingest.columns import quote_identifier, quote_text
from ingest.database import PUBLIC_SCHEMAS

STORAGE_VERSION = "v1.2.0"
"""BI tools and drivers lag: DuckDB 1.2 and all later ones open the file (decision 7)."""

BEHIND_VIEWS = "behind_views"
"""The schema of what views of the public file read. In the work file it lies in several, which
would stand beside those for readers in every list of tables."""
NO_PROMISE = "What views of the other schemas read; it may change with any release."
"""What is said of all that is in it."""

NAMED = re.compile(r'"?\b(\w+)\b"?\."?(\w+)"?')
"""A schema and a table in a statement that DuckDB has written."""


@dataclass(frozen=True)
class Relation:
    """A table or view of the work file, with the statement that makes it."""

    schema: str
    name: str
    is_view: bool
    statement: str

    @property
    def written(self) -> str:
        """Its name in the work file as SQL, without that of a database."""
        return f"{quote_identifier(self.schema)}.{quote_identifier(self.name)}"

    @property
    def shown_schema(self) -> str:
        """The schema in the public file."""
        return self.schema if self.schema in PUBLIC_SCHEMAS else BEHIND_VIEWS

    @property
    def shown(self) -> str:
        """Its name in the public file as SQL."""
        return f"{quote_identifier(self.shown_schema)}.{quote_identifier(self.name)}"


@dataclass(frozen=True)
class Build:
    """What is published: hashes of what its tables were made from, and of the code.

    left_out: recipes that are not shown, and their keys: they are of another state than the rest.
    """

    made_from: str
    code_version: str
    is_tested: bool
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def content_version(self) -> str:
        """Tells apart what readers see."""
        return content_version(self.made_from, self.left_out)


def content_version(made_from: str, left_out: Collection[str]) -> str:
    """The version of what readers see: of all there is, without some recipes."""
    return " without ".join([made_from, *sorted(left_out)])


def publish_once(connection: duckdb.DuckDBPyConnection, target: Path, build: Build) -> str:
    """Publish a build, as `publish` does, and note it, unless it is what is public already.

    Returns what to say of it: the file and the number of the build.
    """
    last = connection.execute(
        "select build_number, content_version, is_tested from versions.published"
        " order by build_number desc limit 1"
    ).fetchone() or (0, None, False)
    if target.exists() and last[1:] == (build.content_version, build.is_tested):
        return f"{target}, build {last[0]} as before"
    number: int = last[0] + 1
    noted = (
        number,
        datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        build.code_version,
        build.content_version,
        build.is_tested,
        VERSION,
    )
    place = publish(connection, target, noted, build.left_out)
    connection.execute("insert into versions.published values (?, ?, ?, ?, ?, ?)", noted)
    return f"{place}, build {number}"


def publish(
    connection: duckdb.DuckDBPyConnection,
    target: Path,
    noted: Sequence[object],
    left_out: Mapping[str, int],
) -> Path:
    """Write what is public in the database of a connection to a file, and put it in place.

    target: the file that readers open; it need not be there. noted: the row of catalog.builds that
    it is to have more than the work file, its number first. left_out: recipes of which no row is
    written, and their keys. Returns where the file is: on Windows,
    which renames nothing over a file that is open, one that bears the number. Raises duckdb.Error
    and OSError, and leaves the file that was there as it was, where the new one cannot be written.
    """
    new = target.with_name(f"{target.name}.new")
    # what a run left that was killed, and what DuckDB had written beside it
    for left in (new, new.with_name(f"{new.name}.wal")):
        left.unlink(missing_ok=True)
    # it would be drawn on standard output, in pipes too
    connection.execute("set enable_progress_bar = false")
    ((work,),) = connection.execute("select current_database()").fetchall()
    relations = list(_in_order(_relations(connection)))
    comments = _comments(connection, relations)
    version = quote_text(STORAGE_VERSION)
    connection.execute(f"attach {quote_text(str(new))} as published (storage_version {version})")
    # what views read is looked for where they are made
    connection.execute("use published")
    try:
        for schema in sorted({relation.shown_schema for relation in relations}):
            connection.execute(f"create schema {quote_identifier(schema)}")
        for relation in relations:
            connection.execute(_renamed(relation.statement, relations))
            if not relation.is_view:
                source = f"{quote_identifier(work)}.{relation.written}"
                rows = _shown_rows(connection, source, left_out)
                connection.execute(f"insert into {relation.shown} from {source} {rows}")
        connection.execute(f"insert into {BEHIND_VIEWS}.published values (?, ?, ?, ?, ?, ?)", noted)
        for comment in comments:
            connection.execute(comment)
    finally:
        connection.execute(f"use {quote_identifier(work)}")
        connection.execute("detach published")
    with new.open("r+b") as opened:
        os.fsync(opened.fileno())
    try:
        new.replace(target)
    except PermissionError:
        target = target.with_name(f"{target.stem}.{noted[0]}{target.suffix}")
        new.replace(target)
    return target


def _shown_rows(
    connection: duckdb.DuckDBPyConnection, source: str, left_out: Mapping[str, int]
) -> str:
    """The condition on the rows of a table that leaves recipes out, by their ids or keys."""
    if not left_out:
        return ""
    columns = {name for name, *_ in connection.execute(f"describe {source}").fetchall()}
    for column, values in (
        ("recipe_id", map(quote_text, left_out)),
        ("recipe_key", map(str, left_out.values())),
    ):
        if column in columns:
            return f"where coalesce({column} not in ({', '.join(values)}), true)"
    return ""


def _relations(connection: duckdb.DuckDBPyConnection) -> dict[str, Relation]:
    """All tables and views of the work file that models make, by schema and name."""
    found = connection.execute(
        """
        select schema_name, table_name, false, sql
        from duckdb_tables() where database_name = current_database() and not internal
        union all
        select schema_name, view_name, true, sql
        from duckdb_views() where database_name = current_database() and not internal
        """
    ).fetchall()
    ((database,),) = connection.execute("select current_database()").fetchall()
    # views are to stand in a database of whatever name
    named = re.compile(rf'"?\b{re.escape(database)}\b"?\.(?="?\w+"?\."?\w)')
    relations = [
        Relation(schema, name, is_view, named.sub("", sql) if is_view else sql)
        for schema, name, is_view, sql in found
    ]
    return {f"{one.schema}.{one.name}": one for one in relations}


def _in_order(relations: dict[str, Relation]) -> Iterator[Relation]:
    """What is public, and what its views read, each after what it reads."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[Relation]:
        if name in done:
            return
        done.add(name)
        relation = relations[name]
        if relation.is_view:
            for schema, table in NAMED.findall(relation.statement):
                if f"{schema}.{table}" in relations:
                    yield from visit(f"{schema}.{table}")
        yield relation

    for name, relation in sorted(relations.items()):
        if relation.schema in PUBLIC_SCHEMAS:
            yield from visit(name)


def _renamed(statement: str, relations: Sequence[Relation]) -> str:
    """A statement of the work file, with the names that its relations have in the public file."""
    shown = {(one.schema, one.name): one.shown for one in relations}

    def name(found: re.Match[str]) -> str:
        schema, table = found.groups()
        return shown.get((schema, table), found[0])

    return NAMED.sub(name, statement)


def _comments(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> list[str]:
    """The statements that say of relations and columns what the work file says of them."""
    of = {(relation.schema, relation.name): relation for relation in relations}
    statements = [
        f"comment on {'view' if one.is_view else 'table'} {one.shown} is {quote_text(NO_PROMISE)}"
        for one in relations
        if one.shown_schema == BEHIND_VIEWS
    ]
    for schema, name, column, comment in connection.execute(
        """
        select schema_name, table_name, null, comment from duckdb_tables()
        where database_name = current_database() and comment is not null
        union all
        select schema_name, view_name, null, comment from duckdb_views()
        where database_name = current_database() and comment is not null
        union all
        select schema_name, table_name, column_name, comment from duckdb_columns()
        where database_name = current_database() and comment is not null
        """
    ).fetchall():
        relation = of.get((schema, name))
        if relation:
            kind = "column" if column else "view" if relation.is_view else "table"
            written = relation.shown + (f".{quote_identifier(column)}" if column else "")
            statements.append(f"comment on {kind} {written} is {quote_text(comment)}")
    return statements
