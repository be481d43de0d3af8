"""Whether what was landed is what seeds/datasets.csv says of it: its scale, and its edition."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from ingest.datasets import Dataset
from ingest.errors import IngestError
from ingest.layouts import Layout, PlannedFile
from ingest.parts import parts_of

EXAMPLES_SHOWN = 3


def check_contents(
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    files: Sequence[PlannedFile],
    max_outside: float,
    verified: bool,
) -> list[str]:
    """Check the rows of files that were landed, and return remarks on them.

    max_outside: the largest share (0 to 1) of the ratings of a file that may lie outside of their
        scale; verified: whether a checksum has shown that the files are those of their edition.
    Raises IngestError where they are not what the list says.
    """
    remarks = _check_scale(connection, dataset, files, max_outside)
    return remarks if verified else [*remarks, *_check_edition(connection, dataset, files)]


def _check_scale(
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    files: Sequence[PlannedFile],
    max_outside: float,
) -> list[str]:
    """Look for ratings outside of the scale: another column, or a number for "not rated"."""
    if dataset.rating_min is None or dataset.rating_max is None:
        return []
    remarks = []
    for planned in files:
        column = planned.layout.rating
        if column is None:
            continue
        parts = parts_of(connection, planned.layout.table, dataset.dataset_id, planned.file.name)
        ratings_of_file = " union all ".join(
            f"select source_row, {planned.layout.value(column)} as rating from {part}"
            for part in parts
        )
        ((ratings, outside, examples),) = connection.execute(
            f"""
            select
                count(rating),
                count(*) filter (rating not between $rating_min and $rating_max),
                (min_by({{'row': source_row, 'rating': rating}}, source_row, {EXAMPLES_SHOWN})
                    filter (rating not between $rating_min and $rating_max))
            from ({ratings_of_file})
            """,
            {"rating_min": dataset.rating_min, "rating_max": dataset.rating_max},
        ).fetchall()
        if not outside:
            continue
        shown = "; ".join(f"row {found['row']}: {_exact(found['rating'])}" for found in examples)
        told = (
            f"{outside:,} of {ratings:,} ratings of {planned.file.name} lie outside of the "
            f"scale of {dataset.dataset_id}, {dataset.rating_min:g} to {dataset.rating_max:g} "
            f"(seeds/datasets.csv)"
        )
        if outside > max_outside * ratings:
            raise IngestError(
                f"{told}, more than --max-rejected {max_outside:g} allows, so nothing was changed: "
                "look whether it is the right column, and whether a number means 'not rated'. "
                f"The first: {shown}"
            )
        remarks.append(f"{told}; they are landed as they are. The first: {shown}")
    return remarks


def _exact(number: float) -> str:
    """A number in few digits, or in as many as tell it from every other."""
    short = f"{number:.12g}"
    return short if float(short) == number else repr(number)


def _check_edition(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, files: Sequence[PlannedFile]
) -> list[str]:
    """Compare interactions and users with those of the edition as published.

    Fewer are a part of it, which is told. More are another edition, or not this dataset.
    """
    layouts = {planned.layout.table: planned.layout for planned in files}
    layouts = {table: layout for table, layout in layouts.items() if layout.interactions}
    if not layouts or dataset.interactions is None:
        return []
    # a row that could not be read is part of the edition, too
    ((interactions,),) = connection.execute(
        'select sum("rows" + rejected_rows)::bigint from raw.landed_files'
        " where dataset_id = $dataset_id and list_contains($tables, table_name)",
        {"dataset_id": dataset.dataset_id, "tables": list(layouts)},
    ).fetchall()
    users = None
    if dataset.users is not None:
        users = _count_users(connection, dataset.dataset_id, list(layouts.values()))
    if (interactions, users) == (dataset.interactions, dataset.users):
        return []
    found = _amount(interactions, users)
    published = _amount(dataset.interactions, dataset.users)
    if interactions <= dataset.interactions and (users or 0) <= (dataset.users or 0):
        return [f"this is a part of {dataset.dataset_id}: {found}, where the whole has {published}"]
    raise IngestError(
        f"this is not {dataset.dataset_id}: it has {found}, and the edition has {published} "
        "(seeds/datasets.csv), so nothing was changed. Give the files of that edition with --from; "
        f"or give yours a line of its own in own/datasets.csv (source {dataset.source}, edition "
        f"{dataset.edition}), and land it by that name"
    )


def _amount(interactions: int, users: int | None) -> str:
    return f"{interactions:,} interactions" + ("" if users is None else f" of {users:,} users")


def _count_users(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, layouts: Sequence[Layout]
) -> int:
    # of each part, as it is stored: texts take three times as long as numbers
    users = " union ".join(
        f"select user_id::varchar from (select distinct {layout.value(layout.user)} as user_id"
        f" from {part})"
        for layout in layouts
        if layout.user is not None
        for part in parts_of(connection, layout.table, dataset_id)
    )
    ((count,),) = connection.execute(
        # on all threads, unlike count(distinct)
        f"select count(*) from ({users})"
    ).fetchall()
    return int(count)
