"""What licences say of passing data on, told before it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ingest import settings
from ingest.datasets import read_datasets

SAID = {
    "forbidden": "may not be passed on without its owner's permission",
    "same_terms": "may be passed on under the same terms alone",
    "": "has no licence that says whether it may be passed on",
}
"""What is said of a dataset, by `redistribution` of its line in a list of datasets."""


def told_licences(datasets: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What to say of datasets that may not simply be passed on, and which of them it is forbidden.

    datasets: rows of catalog.datasets. Raises IngestError where a list of datasets is unreadable.
    """
    listed = read_datasets(*settings.dataset_files()).datasets
    lines, forbidden = [], []
    for dataset in datasets:
        name = dataset["dataset_id"]
        said = listed[name].redistribution if name in listed else ""
        if said in SAID:
            licence = f" ({dataset['licence']})" if dataset["licence"] else ""
            lines.append(f"{name} {SAID[said]}{licence}")
        if said == "forbidden":
            forbidden.append(name)
    return lines, forbidden
