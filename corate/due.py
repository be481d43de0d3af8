"""What a build would have to do: asked of the notes in the work file, without starting dbt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corate.publishing import content_version
from ingest.code_hash import project_code_hash
from ingest.database import open_read_only
from ingest.settings import fits, is_selected, selected_recipes

LANDED = """
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
    order by all
"""
"""What was landed since the last dbt command, in dbt's words."""

DUE = """
    select distinct
        split_part(due.node, '.', 3) || if(nodes.kind = 'test', '', '+') as selector,
        if(nodes.made_by = 'recipe' and not due.is_gone, due.partition, '') as recipe_id
    from versions.due as due
    inner join versions.nodes as nodes on nodes.node = due.node
    where not due.has_warned
    order by all
"""
"""The models and data tests that are due, in dbt's words, each with the recipes that it is due for;
'' for what is made as a whole."""

WARNED = "select distinct split_part(node, '.', 3) from versions.due where has_warned order by all"

HAD_NO_TURN = "select 1 from versions.nodes where code is null and kind not in ('source', 'seed')"
"""Since files of the project changed: then it is not known whether seeds had theirs."""

RECIPES = """
    select partition from versions.partitions
    where node = 'model.corate.int_recipes' and partition <> ''
"""

PUBLIC = """
    select content_version from versions.published
    where build_number = (select max(build_number) from versions.published)
"""


@dataclass(frozen=True)
class Due:
    """What a build has to do.

    arguments: by which dbt does it, () for all of it; None where everything is as it would be made,
    and public. warned: data tests that warned. left_out: recipes that CORATE_RECIPES does not
    select and that are not as they would be made. unknown: words of it that fit no recipe.
    """

    arguments: tuple[str, ...] | None = ()
    warned: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


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
        landed, warned = (
            [name for (name,) in connection.execute(query).fetchall()] for query in (LANDED, WARNED)
        )
        due = connection.execute(DUE).fetchall()
        selected = {selector for selector, recipe_id in due if is_selected(recipe_id)}
        left_out = {recipe_id for _, recipe_id in due if not is_selected(recipe_id)}
        public = connection.execute(PUBLIC).fetchall()
        recipes = [name for (name,) in connection.execute(RECIPES).fetchall()]
        ((content,),) = connection.execute("select version from versions.content").fetchall()
    selectors = [*landed, *sorted(selected)]
    is_public = published.exists() and public == [(content_version(content, left_out),)]
    if not selectors:
        # whatever dbt makes, it publishes in the end
        return Due(
            None if is_public else ("--select", "catalog__builds"),
            tuple(warned),
            tuple(sorted(left_out)),
            tuple(
                word for word in selected_recipes() if not any(fits(one, word) for one in recipes)
            ),
        )
    # every test that looks at what is made, also those that look at other tables beside it
    return Due(("--select", *selectors, "--indirect-selection", "eager"), tuple(warned))
