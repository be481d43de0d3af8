"""What licences say of passing data on, told before it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ingest.errors import IngestError

SAID = {
    "forbidden": "may not be passed on without its owner's permission",
    "same_terms": "may be passed on under the same terms alone",
    None: "has no licence that says whether it may be passed on",
}
"""What is said of a dataset, by its `redistribution`."""


def told_licences(datasets: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What to say of datasets that may not simply be passed on, and which of them it is forbidden.

    datasets: rows of catalog.datasets, which know what was listed when they were built, wherever
    the lists are now. Raises IngestError where they are of a release that did not know it.
    """
    lines, forbidden = [], []
    for dataset in datasets:
        if "redistribution" not in dataset:
            raise IngestError(
                "this file is of an older release, which did not ask whether data may be passed "
                "on: `python -m corate build` makes it anew"
            )
        name, said = dataset["dataset_id"], dataset["redistribution"]
        if said in SAID:
            licence = f" ({dataset['licence']})" if dataset["licence"] else ""
            lines.append(f"{name} {SAID[said]}{licence}")
        if said == "forbidden":
            forbidden.append(name)
    return lines, forbidden
