"""The raw tables of a warehouse: made where they are missing, and brought up to date where not.

`raw_tables.sql` says how they are; those that files fill are views of parts (parts.py). A warehouse
of an older release is compared with it: tables and columns that are missing are added, so that a
change of that file is all that most releases need.
What a comparison cannot know, such as a column that was renamed, is a step in `STEPS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path

import duckdb

from ingest.columns import quote_identifier, quote_text
from ingest.errors import IngestError
from ingest.parts import COMMON, keep_in_parts, show_parts
from ingest.transactions import transaction

RAW_TABLES_FILE = Path(__file__).with_name("raw_tables.sql")

VERSION = 10
"""Of the raw tables: one more with every release that changes them.

1 are the warehouses up to commit ef24dca, which do not say their version; 2 says it; since 3, what
files fill is stored in parts; since 4, rows have versions; since 5, settings of
one's own are here; since 6, lists of items and users of one's own, and context of events; since 7,
what repeats mean in a dataset of one's own, and whether it may be passed on; since 8, lists of
users and items of one's own, thresholds, and which part of the data an event or a file is; since 9,
methods, published metrics and predictions of one's own; since 10, what a licence allows of a
dataset of one's own, pseudonyms, and people who are forgotten.
"""

STEPS: Mapping[int, str] = {
    # what landings of before say of themselves; how many lines there were is not known any more
    2: """
        alter table raw.landed_files add column if not exists records bigint;
        update raw.landed_files set records = "rows" + rejected_rows;
        alter table raw.landings add column if not exists records bigint;
        alter table raw.landings add column if not exists landed_rows bigint;
        update raw.landings
        set records = files.records, landed_rows = files.landed_rows
        from (
            select dataset_id, sum(records) as records, sum("rows") as landed_rows
            from raw.landed_files
            group by dataset_id
        ) as files
        where files.dataset_id = landings.dataset_id;
    """,
}
"""SQL on the way to a version from the one before, for what a comparison cannot know: a column that
was renamed, a value that has to be computed. A step that fills a new column adds it first."""


@dataclass(frozen=True)
class RawColumn:
    """A column of a raw table, as the catalog of the database tells it."""

    kind: str
    nullable: bool
    default: str | None


Columns = Mapping[str, RawColumn]
"""Of a table, in order."""

Shape = Mapping[str, Columns]
"""Tables and views of the schema raw."""


def prepare_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the raw tables what this release takes them for; a second time, it does nothing.

    Raises IngestError, in one line, for a warehouse of a newer release, and for an older one that
    cannot be carried over: it names what has to be landed again.
    """
    declared, version = _declared_shape(), read_version(connection)
    refuse_newer(version)
    if version == VERSION and _is_as_declared(connection, declared):
        return
    found = _shape(connection)
    # all of it or nothing: a database that is refused stays as it was
    with transaction(connection):
        _create_missing_tables(connection, declared)
        for step in range((version or VERSION) + 1, VERSION + 1):
            if step in STEPS:
                connection.execute(STEPS[step])
        if found:
            _add_missing_columns(connection, declared)
            _move_into_parts(connection, declared)
        show_parts(connection, _shown_tables(declared))
        _note_version(connection, VERSION)


def declared_tables() -> list[str]:
    """The names of the raw tables."""
    return list(_declared_shape())


def declared_columns(table: str) -> dict[str, str]:
    """The columns of a raw table, and their types."""
    return _kinds(_declared_shape()[table])


def read_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The version of the raw tables of a warehouse; None where there are none."""
    for query in (
        "select max(version) from raw.schema_version",
        # a warehouse of before, which has landings, and does not say its version
        "select 1 from (select count(*) from raw.landings)",
    ):
        try:
            ((version,),) = connection.execute(query).fetchall()
        except duckdb.CatalogException:
            continue
        if version is not None:
            return int(version)
    return None


def refuse_newer(version: int | None) -> None:
    """Raise IngestError where a warehouse is of a newer release than this one."""
    if version is not None and version > VERSION:
        raise IngestError(
            f"this database is of a newer Corate: its raw tables have version {version}, and this "
            f"release knows them up to {VERSION}. Use the newer release, or another database"
        )


def _is_shown(columns: Columns) -> bool:
    """Whether files fill a table, so that it is a view of parts."""
    return tuple(columns)[: len(COMMON)] == COMMON


def _create_missing_tables(connection: duckdb.DuckDBPyConnection, declared: Shape) -> None:
    connection.execute("create schema if not exists raw; create schema if not exists landed")
    for name, columns in declared.items():
        if not _is_shown(columns):
            told = ", ".join(
                f"{quote_identifier(column)} {wanted.kind}"
                + ("" if wanted.nullable else " not null")
                + _default(wanted)
                for column, wanted in columns.items()
            )
            connection.execute(f"create table if not exists raw.{quote_identifier(name)} ({told})")


def _default(column: RawColumn) -> str:
    return "" if column.default is None else f" default {column.default}"


def _note_version(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    connection.execute("delete from raw.schema_version")
    connection.execute("insert into raw.schema_version values (?)", [version])


def _declared_shape() -> Shape:
    """What `raw_tables.sql` makes in an empty database."""
    return _shape_of(RAW_TABLES_FILE.read_text(encoding="utf-8"))


@cache
def _shape_of(declaration: str) -> Shape:
    with duckdb.connect(":memory:", config={"threads": 1}) as scratch:
        scratch.execute(declaration)
        return _shape(scratch)


def _shape(connection: duckdb.DuckDBPyConnection) -> Shape:
    """What the schema raw has, for which DuckDB looks through all of its catalog."""
    if not connection.execute(
        "select 1 from duckdb_schemas()"
        " where database_name = current_database() and schema_name = 'raw'"
    ).fetchall():
        return {}
    shape: dict[str, dict[str, RawColumn]] = {}
    for table, column, kind, nullable, default in connection.execute(
        """
        select table_name, column_name, data_type, is_nullable, column_default
        from duckdb_columns()
        where database_name = current_database() and schema_name = 'raw' and not internal
        order by table_name, column_index
        """
    ).fetchall():
        shape.setdefault(table, {})[column] = RawColumn(kind, nullable, default)
    return shape


def _add_missing_columns(connection: duckdb.DuckDBPyConnection, declared: Shape) -> None:
    """Add the columns that tables lack, inside a transaction.

    Raises IngestError where a table that holds rows still is not what is declared.
    """
    found = _shape(connection)
    unlike = []
    for table in _stored_tables(connection) & declared.keys():
        columns = declared[table]
        if _can_hold(columns, found[table]):
            continue
        name = f"raw.{quote_identifier(table)}"
        if not connection.execute(f"select 1 from {name} limit 1").fetchall():
            connection.execute(f"drop table {name}")
            continue
        for column, wanted in columns.items():
            # a row that is there needs a value for it
            if column not in found[table] and (wanted.nullable or wanted.default is not None):
                _add_column(connection, name, quote_identifier(column), wanted)
        if not _can_hold(columns, _shape(connection)[table]):
            unlike.append(f"raw.{table}")
    if unlike:
        raise _cannot_be_carried_over(connection, sorted(unlike))
    _create_missing_tables(connection, declared)


def _shown_tables(declared: Shape) -> dict[str, dict[str, str]]:
    return {table: _kinds(columns) for table, columns in declared.items() if _is_shown(columns)}


def _move_into_parts(connection: duckdb.DuckDBPyConnection, declared: Shape) -> None:
    """Make parts of what files fill and is a table, as up to version 2."""
    for table in sorted(_stored_tables(connection) & _shown_tables(declared).keys()):
        keep_in_parts(connection, table)


def _stored_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute(
        "select table_name from duckdb_tables()"
        " where database_name = current_database() and schema_name = 'raw'"
    ).fetchall()
    return {table for (table,) in found}


def _kinds(columns: Columns) -> dict[str, str]:
    return {name: column.kind for name, column in columns.items()}


def _is_as_declared(connection: duckdb.DuckDBPyConnection, declared: Shape) -> bool:
    """Whether each table and view is there, and as declared.

    Asked for by name, DuckDB tells in half the time of a look through its catalog.
    """
    told = " union all ".join(
        f"""
        select {quote_text(name)}, cid, name, type, not "notnull", dflt_value
        from pragma_table_info({quote_text(f"raw.{quote_identifier(name)}")})
        """
        for name in declared
    )
    try:
        rows = connection.execute(told).fetchall()
    # one is missing, or is a view of what is
    except (duckdb.CatalogException, duckdb.BinderException):
        return False
    found: dict[str, dict[str, RawColumn]] = {name: {} for name in declared}
    for table, _, column, *facts in sorted(rows, key=itemgetter(0, 1)):
        found[table][column] = RawColumn(*facts)
    return all(_is_fit(columns, found[name]) for name, columns in declared.items())


def _is_fit(declared: Columns, found: Columns | None) -> bool:
    """Whether a table or view of a warehouse is as declared."""
    if found is not None and _is_shown(declared):
        return list(_kinds(found).items()) == list(_kinds(declared).items())
    return _can_hold(declared, found)


def _add_column(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, wanted: RawColumn
) -> None:
    connection.execute(f"alter table {table} add column {column} {wanted.kind}{_default(wanted)}")
    # DuckDB takes it in a statement of its own only
    if not wanted.nullable:
        connection.execute(f"alter table {table} alter column {column} set not null")


def _can_hold(declared: Columns, found: Columns | None) -> bool:
    """Whether a table takes and gives what is declared; it may have columns beside."""
    if found is None:
        return False
    return all(found.get(column) == wanted for column, wanted in declared.items()) and all(
        column.nullable or column.default is not None
        for name, column in found.items()
        if name not in declared
    )


def _cannot_be_carried_over(
    connection: duckdb.DuckDBPyConnection, tables: list[str]
) -> IngestError:
    datasets = connection.execute(
        "select distinct dataset_id from raw.landings order by all"
    ).fetchall()
    names = ", ".join(name for (name,) in datasets) or "what you had"
    return IngestError(
        f"this database has other columns in {', '.join(tables)} than this release of Corate, and "
        f"cannot be brought up to date: move the file away, and land again: {names}"
    )
