"""Tables of Markdown, as the cards of folders have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.messages import on_one_line

DATASETS = """\
## Datasets

| dataset | title | licence | citation |
|---|---|---|---|
{datasets}
"""


def datasets_section(datasets: Iterable[Mapping[str, Any]]) -> str:
    """Whose the rows are; datasets: rows of catalog.datasets."""
    stated = ("dataset_id", "title", "licence", "citation")
    return DATASETS.format(datasets=table_lines([one[name] for name in stated] for one in datasets))


def table_lines(rows: Iterable[Sequence[str | None]]) -> str:
    """Lines of a table: what others wrote ends no line and no cell."""
    cells = [
        [on_one_line(" ".join((cell or "").replace("|", r"\|").split())) for cell in row]
        for row in rows
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
