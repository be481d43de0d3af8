"""Tables of Markdown, as the cards of folders have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corate.publications.licences import stated_terms, terms_together
from ingest.messages import on_one_line

DATASETS = """\
## Datasets

| dataset | title | licence | redistribution | research only | attribution | citation |
|---|---|---|---|---|---|---|
{datasets}

What is made of several of them is under the terms of each:

{terms}
"""


def datasets_section(datasets: Iterable[Mapping[str, Any]]) -> str:
    """Whose the rows are, and what may be done with them; datasets: rows of catalog.datasets."""
    listed = list(datasets)
    lines = table_lines(
        [
            *(one[name] for name in ("dataset_id", "title", "licence")),
            *stated_terms(one).values(),
            one["citation"],
        ]
        for one in listed
    )
    terms = "\n".join(f"- {on_one_line(one)}" for one in terms_together(listed))
    return DATASETS.format(datasets=lines, terms=terms or "- None of them limits anything.")


def table_lines(rows: Iterable[Sequence[str | None]]) -> str:
    """Lines of a table: what others wrote ends no line and no cell."""
    cells = [
        [on_one_line(" ".join((cell or "").replace("|", r"\|").split())) for cell in row]
        for row in rows
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
