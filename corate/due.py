"""What a build would have to do: asked of the notes in the work file, without starting dbt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.code_hash import project_code_hash
from ingest.database import open_read_only

SELECTORS = """
    select distinct 'source:' || split_part(node, '.', 3) || '.' || split_part(node, '.', 4) || '+'
    from versions.nodes as nodes
    where nodes.kind = 'source' and exists (
        (
            select dataset_id, version from raw.row_versions
            where table_name = split_part(nodes.node, '.', 4)
            except
            select partition, version from versions.partitions
            where node = nodes.node
        )
        union all
        (
            select partition, version from versions.partitions
            where node = nodes.node
            except
            select dataset_id, version from raw.row_versions
            where table_name = split_part(nodes.node, '.', 4)
        )
    )
    union
    select distinct split_part(due.node, '.', 3) || if(nodes.kind = 'test', '', '+')
    from versions.due as due
    inner join versions.nodes as nodes on nodes.node = due.node
    where not due.has_warned
    order by all
"""
"""What was landed since the last dbt command, and the models and data tests that are due, in dbt's
words."""

WARNED = "select distinct split_part(node, '.', 3) from versions.due where has_warned order by all"

HAD_NO_TURN = "select 1 from versions.nodes where code is null and kind not in ('source', 'seed')"
"""Since files of the project changed: then it is not known whether seeds had theirs."""

IS_PUBLIC = """
    select 1 from versions.published
    where content_version = (select version from versions.content)
    and build_number = (select max(build_number) from versions.published)
"""


@dataclass(frozen=True)
class Due:
    """What a build has to do.

    arguments: by which dbt does it, () for all of it; None where everything is as it would be made,
    and public. warned: data tests that warned.
    """

    arguments: tuple[str, ...] | None = ()
    warned: tuple[str, ...] = ()


def what_is_due(work: Path, published: Path) -> Due:
    """What a build has to do to a work file, and to the published one."""
    if not work.exists():
        return Due()
    with open_read_only(work) as connection:
        known = connection.execute(
            "select 1 from duckdb_tables()"
            " where schema_name = 'versions' and table_name = 'project'"
        ).fetchall()
        if not known:
            return Due()
        ((code, database),) = connection.execute(
            "select max(code), current_database() from versions.project"
        ).fetchall()
        # builds with variables are dbt's to judge
        if code != project_code_hash("{}", database):
            return Due()
        if connection.execute(HAD_NO_TURN).fetchall():
            return Due()
        selectors, warned = (
            tuple(name for (name,) in connection.execute(query).fetchall())
            for query in (SELECTORS, WARNED)
        )
        is_public = published.exists() and connection.execute(IS_PUBLIC).fetchall()
    if not selectors:
        # whatever dbt makes, it publishes in the end
        return Due(None if is_public else ("--select", "catalog__builds"), warned)
    # every test that looks at what is made, also those that look at other tables beside it
    return Due(("--select", *selectors, "--indirect-selection", "eager"), warned)
