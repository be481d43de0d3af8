"""The public tables in a PostgreSQL server: written by COPY, in one transaction.

New tables are filled beside the old ones, which readers see until the end; then the old ones are
dropped and the new ones take their names.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from corate.publications.copying import lines, type_there
from corate.publications.earlier import MARK, find_ours, lock, read_grants, run
from corate.publications.tables import Publication, PublicTable
from ingest.columns import quote_identifier, quote_text
from ingest.errors import IngestError, UsageError
from ingest.messages import MOST_SHOWN, on_one_line, shown
from ingest.progress import Progress

if TYPE_CHECKING:
    from psycopg import Connection, Error

ADDRESS = re.compile(r"postgres(ql)?://", re.IGNORECASE)

NEARLY = re.compile(
    r"postgres[\w+.-]*:|(.*\s)?(host|hostaddr|port|dbname|user|service)\s*=|.*password\s*=",
    re.IGNORECASE | re.DOTALL,
)
"""What is meant as an address, and may hold a password that nobody is to see: no folder's name."""

UNFINISHED = " (being published)"
"""Ends the names of new tables and indexes until they replace the old ones."""


def is_postgresql(target: str) -> bool:
    """Whether a target of `publish` is the address of a PostgreSQL server.

    Raises UsageError where it is nearly one.
    """
    is_address = ADDRESS.match(target) is not None
    if NEARLY.match(target) and (not is_address or "password=" in target.lower()):
        raise UsageError(
            "the target looks like a server, and is no address of one: write "
            "postgresql://USER@HOST:PORT/DATABASE, and keep the password in ~/.pgpass or PGPASSWORD"
        )
    return is_address


def publish_to_postgresql(
    connection: duckdb.DuckDBPyConnection,
    address: str,
    publication: Publication,
    progress: Progress,
    may_leave: Callable[[bool], None],
) -> dict[str, int]:
    """Write the tables into the database at an address; returns the rows of each.

    may_leave: called before the first row is sent, with whether the server is on this machine; what
    it raises ends it. Raises UsageError where the address is none, IngestError where the server
    cannot be reached, refuses, has something else that is called like one of the tables, or has
    tables in use.
    """
    tables = publication.tables
    with _connected(address) as server:
        _begin(server)
        needed = {
            (table.schema, name) for table in tables for name in [table.name, *_indexes(table)]
        }
        find_ours(server, needed)
        may_leave(_is_here(server))
        # not `if not exists`: who may make none is refused even where it is there
        there = {name for (name,) in server.execute(b"select nspname from pg_namespace").fetchall()}
        for schema in dict.fromkeys(table.schema for table in tables):
            if schema not in there:
                run(server, f"create schema {quote_identifier(schema)}")
        written = {}
        for table in tables:
            with _told(table.told):
                written[table.told] = _write(connection, server, table, progress)
        lock(server, find_ours(server, needed), progress)
        # again, for what was changed before they were locked
        ours = find_ours(server, needed)
        grants = {}
        for schema, name in ours:
            old = f"{quote_identifier(schema)}.{quote_identifier(name)}"
            grants[schema, name] = read_grants(server, old)
            run(server, f"drop table {old}")
        for table in tables:
            _put_in_place(server, table)
            if (table.schema, table.name) in grants:
                _grant(server, table, grants[table.schema, table.name])
    return written


@contextmanager
def _connected(address: str) -> Iterator[Connection[Any]]:
    """A connection in one transaction, which ends with the block: kept, or undone on an error."""
    try:
        import psycopg
    except ImportError as error:
        raise IngestError(
            "publishing to PostgreSQL needs psycopg: `python -m pip install 'psycopg[binary]>=3.2'`"
        ) from error
    not_understood = UsageError(
        "the address of the server is not understood: postgresql://USER@HOST:PORT/DATABASE, "
        "with / ? # @ : of names and passwords as %2F %3F %23 %40 %3A"
    )
    # errors would show a part of the password as the host
    if re.split("[/?]", address.partition("://")[2])[0].count("@") > 1:
        raise not_understood
    # libpq knows it in small letters only
    address = ADDRESS.sub("postgresql://", address, count=1)
    try:
        psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise not_understood from error
    try:
        with psycopg.connect(address, client_encoding="utf8", application_name="corate") as server:
            yield server
    except psycopg.Error as error:
        raise IngestError(f"PostgreSQL: {_words(error)}") from error


@contextmanager
def _told(table: str) -> Iterator[None]:
    """Say of an error of the server at which table it was."""
    import psycopg

    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        raise IngestError(
            f"{table} has two rows of one key ({_words(error)}): nothing was published. Build it "
            "again, with its tests"
        ) from error
    except psycopg.OperationalError:
        raise
    except psycopg.Error as error:
        raise IngestError(f"PostgreSQL, at {table}: {_words(error)}") from error


def _words(error: Error) -> str:
    """What the server says, in one line, with nothing of the rows."""
    said = error.diag.message_primary or str(error)
    return shown(on_one_line(" ".join(said.split())), MOST_SHOWN)


def _is_here(server: Connection[Any]) -> bool:
    """Whether what is sent stays on this machine."""
    host, address = server.info.host, server.info.hostaddr
    if not host or host.startswith(("/", "@")):
        return True
    return bool(address) and ipaddress.ip_address(address.partition("%")[0]).is_loopback


def _begin(server: Connection[Any]) -> None:
    # what quoted texts mean does not depend on the server's settings
    run(server, "set local standard_conforming_strings = on")
    ((encoding,),) = server.execute(b"show server_encoding").fetchall()
    if encoding != "UTF8":
        raise IngestError(
            f"the database keeps texts as {encoding}, which lacks characters that they have: "
            "publish to one that is made by `createdb --encoding=UTF8 --template=template0 NAME`"
        )
    ((is_alone,),) = server.execute(
        b"select pg_try_advisory_xact_lock(hashtext('corate publish'))"
    ).fetchall()
    if not is_alone:
        raise IngestError("another publication is being written to this database: try again later")


def _unfinished(table: PublicTable) -> str:
    """The name of a new table as SQL, until it is put in place."""
    return f"{quote_identifier(table.schema)}.{quote_identifier(table.name + UNFINISHED)}"


def _write(
    connection: duckdb.DuckDBPyConnection,
    server: Connection[Any],
    table: PublicTable,
    progress: Progress,
) -> int:
    """Make a new table with all there is to it, under its unfinished name; returns its rows."""
    name = _unfinished(table)
    columns = ", ".join(
        f"{quote_identifier(column.name)} {type_there(column.kind)}" for column in table.columns
    )
    run(server, f"create table {name} ({columns})")
    rows = 0
    with (
        progress.bar(table.told, None, "rows") as advance,
        server.cursor() as cursor,
        cursor.copy(f"copy {name} from stdin".encode()) as copy,
    ):
        for text, count in lines(connection, table.written, table.columns):
            copy.write(text)
            rows += count
            advance(count)
    for index, statement in _indexes(table).items():
        _make_index(server, index, statement, progress)
    _comment(server, table)
    run(server, f"analyze {name}")
    return rows


def _indexes(table: PublicTable) -> dict[str, str]:
    """Statements that make the key and the indexes of a new table, by their names in the end."""
    name = _unfinished(table)
    statements = {}
    if table.key:
        index = f"{table.name}_key"
        columns = ", ".join(map(quote_identifier, table.key))
        written = quote_identifier(index + UNFINISHED)
        statements[index] = (
            f"create unique index {written} on {name} ({columns})"
            if table.key_may_be_null
            else f"alter table {name} add constraint {written} primary key ({columns})"
        )
    for column in ("recipe_id", "dataset_id"):
        if column in (one.name for one in table.columns) and column not in table.key[:1]:
            index = f"{table.name}_{column}"
            written = quote_identifier(index + UNFINISHED)
            statements[index] = f"create index {written} on {name} ({column})"
    return statements


def _make_index(server: Connection[Any], index: str, statement: str, progress: Progress) -> None:
    import psycopg

    try:
        with server.transaction():
            run(server, statement)
    except psycopg.errors.ProgramLimitExceeded:
        # an entry of an index has room for 2,700 bytes: an id may be longer
        progress.say(f"{index} is not made: a value is too long for an index of PostgreSQL")


def _comment(server: Connection[Any], table: PublicTable) -> None:
    name = _unfinished(table)
    description = f"{table.description} {MARK.format(table=table.told)}".strip()
    run(server, f"comment on table {name} is {quote_text(description)}")
    for column in table.columns:
        if column.description:
            place = f"{name}.{quote_identifier(column.name)}"
            run(server, f"comment on column {place} is {quote_text(column.description)}")


def _put_in_place(server: Connection[Any], table: PublicTable) -> None:
    name, schema = _unfinished(table), quote_identifier(table.schema)
    run(server, f"alter table {name} rename to {quote_identifier(table.name)}")
    for index in _indexes(table):
        unfinished = quote_identifier(index + UNFINISHED)
        # one that was not made has nothing to be renamed
        run(
            server,
            f"alter index if exists {schema}.{unfinished} rename to {quote_identifier(index)}",
        )


def _grant(
    server: Connection[Any],
    table: PublicTable,
    grants: Iterable[tuple[str, str | None, str, bool]],
) -> None:
    """Let others do what they might with the table that was there before, and nothing else."""
    for _, _, role, _ in read_grants(server, table.written):
        # by default privileges, which the old one may have lost
        run(server, f"revoke all on {table.written} from {role}")
    there = {column.name for column in table.columns}
    for privilege, column, role, is_grantable in grants:
        if column is None or column in there:
            of_column = f" ({quote_identifier(column)})" if column else ""
            option = " with grant option" if is_grantable else ""
            run(server, f"grant {privilege}{of_column} on {table.written} to {role}{option}")
