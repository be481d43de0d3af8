"""Tables that were published before, in a PostgreSQL server: found, refused, locked.

The comment of a table says that it is ours, and by which name: nothing else is ever replaced or
dropped. A renamed one is somebody's own from then on.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.columns import quote_identifier
from ingest.database import PUBLIC_SCHEMAS
from ingest.errors import IngestError
from ingest.messages import named, shown
from ingest.progress import Progress

if TYPE_CHECKING:
    from psycopg import Connection

Name = tuple[str, str]
"""Of a table, a type or an index: its schema, and how it is called there."""

MARK = "Published by Corate as {table}, which it replaces when it publishes again."
"""The last line of the comments of our tables."""

LOCK_TIMEOUT = "2s"
"""How long we wait for a lock at once: whoever comes to read meanwhile waits behind us."""

LOCK_TRIES = 15
SECONDS_BETWEEN_TRIES = 2.0
"""Readers pass between tries. All tries take a minute."""

MOST_HOLDERS = 3
"""How many are named who use a table."""

FIND_OURS = """
select
    schemas.nspname, tables.relname, tables.oid, pg_get_userbyid(tables.relowner), current_user,
    tables.relrowsecurity
    or exists (select from pg_policy where pg_policy.polrelid = tables.oid)
from pg_class as tables
inner join pg_namespace as schemas on schemas.oid = tables.relnamespace
cross join lateral (
    select replace(%(mark)s, '{table}', schemas.nspname || '.' || tables.relname) as text
) as mark
where
    schemas.nspname = any(%(schemas)s)
    and tables.relkind = 'r'
    and right(obj_description(tables.oid, 'pg_class'), length(mark.text)) = mark.text
order by 1, 2
"""

FIND_OTHERS = """
select
    schemas.nspname, relations.relname,
    pg_describe_object('pg_class'::regclass, relations.oid, 0)
from pg_class as relations
inner join pg_namespace as schemas on schemas.oid = relations.relnamespace
left join pg_index on pg_index.indexrelid = relations.oid
where
    schemas.nspname = any(%(schemas)s)
    and coalesce(pg_index.indrelid, relations.oid) <> all(%(ours)s::oid[])
union all
select schemas.nspname, types.typname, pg_describe_object('pg_type'::regclass, types.oid, 0)
from pg_type as types
inner join pg_namespace as schemas on schemas.oid = types.typnamespace
-- rows are of a type that goes with its relation, and arrays make room
where schemas.nspname = any(%(schemas)s) and types.typrelid = 0 and types.typcategory <> 'A'
"""

FIND_DEPENDENTS = """
with ours as (
    select
        tables.oid as table_oid, 'pg_class'::regclass as class, tables.oid,
        tables.oid::regclass::text as name
    from pg_class as tables
    where tables.oid = any(%(ours)s::oid[])
    union all
    select tables.oid, 'pg_type'::regclass, types.oid, tables.oid::regclass::text
    from pg_class as tables
    inner join pg_type as row_types on row_types.oid = tables.reltype
    inner join pg_type as types on types.oid in (row_types.oid, row_types.typarray)
    where tables.oid = any(%(ours)s::oid[])
)
select distinct
    case
        when pg_rewrite.oid is null
            then pg_describe_object(pg_depend.classid, pg_depend.objid, 0)
        else pg_describe_object('pg_class'::regclass, pg_rewrite.ev_class, 0)
    end,
    ours.name
from pg_depend
inner join ours on ours.class = pg_depend.refclassid and ours.oid = pg_depend.refobjid
left join pg_rewrite
    on pg_depend.classid = 'pg_rewrite'::regclass and pg_rewrite.oid = pg_depend.objid
left join pg_constraint
    on pg_depend.classid = 'pg_constraint'::regclass and pg_constraint.oid = pg_depend.objid
where
    pg_depend.deptype = 'n'
    -- what is a table's own goes with it
    and coalesce(pg_rewrite.ev_class, pg_constraint.conrelid, 0) <> ours.table_oid
order by 1
"""

FIND_GRANTS = """
select
    grants.privilege_type,
    columns.name,
    case when grants.grantee = 0 then 'public' else quote_ident(roles.rolname) end,
    grants.is_grantable
from pg_class as tables
cross join lateral (
    select null as name, tables.relacl as acl
    union all
    select attname, attacl from pg_attribute where attrelid = tables.oid and not attisdropped
) as columns
cross join aclexplode(columns.acl) as grants
left join pg_roles as roles on roles.oid = grants.grantee
where tables.oid = %(table)s::regclass and grants.grantee <> tables.relowner
"""

FIND_HOLDERS = """
select distinct
    coalesce('process ' || pg_locks.pid, 'a prepared transaction'),
    coalesce(usename::text, ''),
    coalesce(nullif(application_name, ''), backend_type, '')
from pg_locks
left join pg_stat_activity using (pid)
where
    pg_locks.granted
    and pg_locks.pid is distinct from pg_backend_pid()
    and pg_locks.database = (select oid from pg_database where datname = current_database())
    and pg_locks.relation = any(%(ours)s::oid[])
order by 1
"""


def run(server: Connection[Any], statement: str) -> None:
    """Run a statement that answers nothing."""
    server.execute(statement.encode("utf-8"))


def find_ours(server: Connection[Any], needed: Collection[Name]) -> dict[Name, int]:
    """Tables that were published before, with their numbers in the server.

    needed: names of tables and indexes that are to be made. Raises IngestError where something else
    has one of them, or where replacing our tables would take from others what is theirs.
    """
    values: Mapping[str, object] = {"mark": MARK, "schemas": list(PUBLIC_SCHEMAS)}
    ours = {}
    for schema, name, oid, owner, role, has_policies in _ask(server, FIND_OURS, values):
        table = f"{schema}.{name}"
        if owner != role:
            raise IngestError(
                f"{table} belongs to {named([owner])}, and would belong to {named([role])}: publish"
                " as its owner, or have it given to you; nothing was published"
            )
        if has_policies:
            raise IngestError(
                f"{table} has row level security or policies, which a new table would not have: "
                "drop the policies and `disable row level security`, or publish to another "
                "database; nothing was published"
            )
        ours[schema, name] = oid
    values = {"schemas": list(PUBLIC_SCHEMAS), "ours": list(ours.values())}
    others = _ask(server, FIND_OTHERS, values)
    if taken := [told for schema, name, told in others if (schema, name) in needed]:
        raise IngestError(
            f"names that are needed are those of what Corate does not replace, {named(taken)}: "
            "nothing was published. Rename that, or publish to another database"
        )
    if dependents := _ask(server, FIND_DEPENDENTS, values):
        raise IngestError(
            f"tables that would be replaced, such as {dependents[0][1]}, are needed by "
            f"{named(dict.fromkeys(one for one, _ in dependents))}: drop that first, and make it "
            "again afterwards; nothing was published"
        )
    return ours


def lock(server: Connection[Any], ours: Mapping[Name, int], progress: Progress) -> None:
    """Keep everybody from our tables, until the transaction ends: from all of them or from none.

    Raises IngestError where somebody else uses one for longer than we wait.
    """
    from psycopg import errors

    if not ours:
        return
    # in the order of their names, as any other program should
    tables = ", ".join(".".join(map(quote_identifier, name)) for name in sorted(ours))
    in_the_way = ""
    for attempt in range(LOCK_TRIES):
        if attempt:
            time.sleep(SECONDS_BETWEEN_TRIES)
        before = _holders(server, ours)
        try:
            # what it has locked until then is free again where it fails
            with server.transaction():
                run(server, f"set local lock_timeout = '{LOCK_TIMEOUT}'")
                run(server, f"lock table {tables} in access exclusive mode")
            return
        except (errors.LockNotAvailable, errors.DeadlockDetected):
            # not those who waited behind us, and may go on now
            stayed = [one for one in _holders(server, ours) if one in before]
        was_told, in_the_way = bool(in_the_way), _told(stayed)
        if not was_told:
            progress.say(f"waiting until nobody uses the tables that are replaced: {in_the_way}")
    raise IngestError(
        f"the tables that would be replaced are in use by {in_the_way}: end its transaction, or "
        "the process by `select pg_terminate_backend(…)`, and publish again; the old tables stay"
    )


def _holders(server: Connection[Any], ours: Mapping[Name, int]) -> list[str]:
    """Who uses our tables, each in words."""
    # what the server tells of others is else what it was the first time
    run(server, "select pg_stat_clear_snapshot()")
    return [
        who + (f" of {named([role])}" if role else "") + (f" ({shown(what)})" if what else "")
        for who, role, what in _ask(server, FIND_HOLDERS, {"ours": list(ours.values())})
    ]


def _told(holders: Sequence[str]) -> str:
    """Who is in the way, on a line."""
    if not holders:
        return "readers that come and go"
    more = f" and {len(holders) - MOST_HOLDERS} more" if len(holders) > MOST_HOLDERS else ""
    return ", ".join(holders[:MOST_HOLDERS]) + more


def read_grants(server: Connection[Any], table: str) -> list[tuple[str, str | None, str, bool]]:
    """Who beside its owner may do what with a table.

    table: its name as SQL. Each: the privilege, the column if it is for one alone, the role as SQL,
    whether it may be granted to others.
    """
    return _ask(server, FIND_GRANTS, {"table": table})


def _ask(
    server: Connection[Any], query: str, values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    return server.execute(query.encode(), values).fetchall()
