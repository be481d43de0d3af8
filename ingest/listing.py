"""What the commands print on standard output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from ingest.database import open_read_only
from ingest.datasets import Dataset
from ingest.landing import LandedFile
from ingest.messages import on_one_line
from ingest.progress import with_unit

Landings = Mapping[str, tuple[str, int]]
"""Source and number of rows of each landed dataset: interactions, or all rows where it has none."""


def print_landed(
    dataset_id: str, what: str, landed: Sequence[LandedFile], remarks: Sequence[str], database: Path
) -> None:
    """Say what a landing put where."""
    print(on_one_line(f"landed {what} in {database}"))
    print_table(
        ("table", "file", "rows", "rejected"),
        [
            (f"raw.{one.table}", one.source_file, f"{one.rows:,}", f"{one.rejected_rows:,}")
            for one in landed
        ],
        right=(2, 3),
    )
    for remark in remarks:
        print(on_one_line(remark))
    if any(one.rejected_rows for one in landed):
        print(
            "why rows were rejected: select * from raw.rejected_rows "
            f"where dataset_id = '{dataset_id}'"
        )


def print_list(datasets: Mapping[str, Dataset], database: Path) -> None:
    """Show every listed dataset, then those that are landed without being listed."""
    landings = _landings(database)
    rows = [
        (
            dataset.dataset_id,
            dataset.source,
            dataset.edition,
            with_unit(sum(dataset.sizes), "B") if dataset.sizes else "",
            _landed(landings, dataset.dataset_id),
            dataset.licence,
        )
        for dataset in datasets.values()
    ]
    rows += [
        (dataset_id, source, "", "", _landed(landings, dataset_id), "your own: not listed")
        for dataset_id, (source, _) in landings.items()
        if dataset_id not in datasets
    ]
    print_table(("dataset", "source", "edition", "download", "landed rows", "licence"), rows, (3,))


def landed_datasets(database: Path) -> list[str]:
    """The names of what is landed, in order."""
    return list(_landings(database))


def _landed(landings: Landings, dataset_id: str) -> str:
    return f"{landings[dataset_id][1]:,}" if dataset_id in landings else "-"


def _landings(database: Path) -> Landings:
    """What is landed; nothing where there is no database yet."""
    if not database.exists():
        return {}
    with open_read_only(database) as connection:
        try:
            columns = connection.execute("describe raw.landings").fetchall()
            # an older release knew no lists beside a dataset
            has_subjects = any(name == "subject" for name, *_ in columns)
            found = connection.execute(
                f"""
                select
                    landings.dataset_id,
                    landings.source,
                    case when landings.interaction_rows > 0 then landings.interaction_rows
                        else coalesce(files.file_rows, 0) end
                from raw.landings
                left join (
                    select dataset_id, sum("rows") as file_rows
                    from raw.landed_files
                    group by dataset_id
                ) as files on files.dataset_id = landings.dataset_id
                {"where landings.subject = 'dataset'" if has_subjects else ""}
                order by landings.dataset_id
                """
            ).fetchall()
        except duckdb.CatalogException:
            return {}
    return {dataset_id: (source, rows) for dataset_id, source, rows in found}


def print_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """Print columns aligned; those in `right` to the right."""
    rows = [[on_one_line(cell) for cell in line] for line in rows]
    widths = [max(len(line[place]) for line in (header, *rows)) for place in range(len(header))]
    for line in (header, *rows):
        cells = [
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
