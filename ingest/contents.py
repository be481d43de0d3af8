"""Whether files hold what seeds/datasets.csv says of their dataset: its scale, and its edition."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from ingest.columns import Column, parsed, quote_identifier, quote_text
from ingest.datasets import Dataset
from ingest.errors import IngestError
from ingest.staging import Staged

EXAMPLES_SHOWN = 3


def check_scale(
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    staged: Sequence[Staged],
    max_outside: float,
) -> list[str]:
    """Look for ratings outside of the scale of a dataset, and return remarks on them.

    max_outside: the largest share (0 to 1) of the ratings of a file that may lie outside.
    Raises IngestError where more do: another column, or a value that means "not rated".
    """
    if dataset.rating_min is None or dataset.rating_max is None:
        return []
    remarks = []
    for one in staged:
        column = one.planned.layout.rating
        if column is None:
            continue
        ((ratings, outside, examples),) = connection.execute(
            f"""
            select
                count(rating),
                count(*) filter (rating not between $rating_min and $rating_max),
                (min_by({{'row': source_row, 'rating': rating}}, source_row, {EXAMPLES_SHOWN})
                    filter (rating not between $rating_min and $rating_max))
            from (select source_row, {_value(one, column)} as rating from ({one.accepted}))
            """,
            {"rating_min": dataset.rating_min, "rating_max": dataset.rating_max},
        ).fetchall()
        if not outside:
            continue
        shown = "; ".join(f"row {found['row']}: {found['rating']:.12g}" for found in examples)
        told = (
            f"{outside:,} of {ratings:,} ratings of {one.planned.file.name} lie outside of the "
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


def check_edition(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, staged: Sequence[Staged]
) -> list[str]:
    """Compare what was read with what the edition holds as published; return remarks.

    A part of an edition is told. Raises IngestError for more interactions or users than it has:
    that is another edition, or not this dataset.
    """
    read = [one for one in staged if one.planned.layout.interactions]
    if not read or dataset.interactions is None:
        return []
    interactions = sum(one.rows + one.rejected_rows for one in read)
    users = _count_users(connection, read) if dataset.users is not None else None
    too_many = interactions > dataset.interactions or (users or 0) > (dataset.users or 0)
    if not too_many and (interactions, users) == (dataset.interactions, dataset.users):
        return []
    found = _amount(interactions, users)
    published = _amount(dataset.interactions, dataset.users)
    if not too_many:
        return [f"this is a part of {dataset.dataset_id}: {found}, where the whole has {published}"]
    raise IngestError(
        f"this is not {dataset.dataset_id}: it has {found}, and the edition has {published} "
        "(seeds/datasets.csv), so nothing was changed. Give the files of that edition with --from; "
        f"or give yours a line of its own in seeds/datasets.csv (source {dataset.source}, edition "
        f"{dataset.edition}), and land it by that name"
    )


def _amount(interactions: int, users: int | None) -> str:
    return f"{interactions:,} interactions" + ("" if users is None else f" of {users:,} users")


def _count_users(connection: duckdb.DuckDBPyConnection, read: Sequence[Staged]) -> int:
    users = " union all ".join(
        f"select {_value(one, column)} as user_id from ({one.accepted})"
        for one in read
        if (column := one.planned.layout.user) is not None
    )
    ((count,),) = connection.execute(f"select count(distinct user_id) from ({users})").fetchall()
    return int(count)


def _value(staged: Staged, column: Column) -> str:
    """SQL for a column of the rows that will be landed, out of the document where they are one."""
    document = staged.planned.layout.document
    if not document:
        return quote_identifier(column.raw_column)
    pointer = "/" + column.delivered
    text = f"json_extract_string({quote_identifier(document)}, {quote_text(pointer)})"
    return parsed(column, text)
