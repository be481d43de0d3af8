"""What a build would have to do: asked of the notes in the work file, without starting dbt."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.code_hash import project_code_hash
from ingest.database import open_read_only

SELECTORS = """
    select distinct 'source:' || split_part(node, '.', 3) || '.' || split_part(node, '.', 4)
    from versions.nodes as nodes
    where nodes.kind = 'source' and exists (
        (
            select dataset_id, version from raw.row_versions
            where table_name = split_part(nodes.node, '.', 4)
            except
            select partition, version from versions.partitions
            where node = nodes.node and partition <> '*'
        )
        union all
        (
            select partition, version from versions.partitions
            where node = nodes.node and partition <> '*'
            except
            select dataset_id, version from raw.row_versions
            where table_name = split_part(nodes.node, '.', 4)
        )
    )
    union
    select distinct split_part(due.node, '.', 3)
    from versions.due as due
    inner join versions.nodes as nodes on nodes.node = due.node
    where not due.has_warned and nodes.kind <> 'test'
    order by all
"""
"""What was landed since the last dbt command, and models that are due, as dbt selects them."""

HAD_NO_TURN = "select 1 from versions.nodes where code is null and kind not in ('source', 'seed')"
"""Since files of the project changed: then it is not known whether seeds had theirs."""

IS_PUBLIC = """
    select 1 from versions.published
    where content_version = (
        select md5(string_agg(node || partition || version, '|' order by node, partition))
        from versions.partitions
    )
    and build_number = (select max(build_number) from versions.published)
"""
"""As publish_build asks."""


def what_is_due(work: Path, published: Path) -> tuple[str, ...] | None:
    """By which arguments dbt does what a build has to do to a work file, and to the published one.

    () for all of it; None where everything is as it would be made, and public.
    """
    if not work.exists():
        return ()
    with open_read_only(work) as connection:
        known = connection.execute(
            "select 1 from duckdb_tables()"
            " where schema_name = 'versions' and table_name = 'project'"
        ).fetchall()
        if not known:
            return ()
        ((code, database),) = connection.execute(
            "select max(code), current_database() from versions.project"
        ).fetchall()
        # without variables, as note_graph writes it
        settings = hashlib.md5(f"{{}}{database}".encode()).hexdigest()
        if code != f"{project_code_hash()} {settings}":
            return ()
        if connection.execute(HAD_NO_TURN).fetchall():
            return ()
        selectors = [selector for (selector,) in connection.execute(SELECTORS).fetchall()]
        tests = connection.execute(
            "select 1 from versions.due as due inner join versions.nodes as nodes"
            " on nodes.node = due.node where nodes.kind = 'test' limit 1"
        ).fetchall()
        is_public = published.exists() and connection.execute(IS_PUBLIC).fetchall()
    if selectors:
        # every test that looks at what is made, also those that look at other tables beside it
        selection = ("--select", *(f"{one}+" for one in selectors))
        return (*selection, "--indirect-selection", "eager")
    if tests:
        return ()
    # whatever dbt makes, it publishes in the end
    return None if is_public else ("--select", "catalog__builds")
