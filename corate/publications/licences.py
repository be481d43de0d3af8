"""What licences say of passing data on, told before it is, and written into what is made."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.errors import IngestError, UsageError
from ingest.messages import named, on_one_line

TERMS = ("redistribution", "research_only", "attribution")
"""The columns of catalog.datasets that say what a licence allows and asks for."""

NOT_STATED = "not stated"

SAID = {
    "forbidden": "may not be passed on without its owner's permission",
    "same_terms": "may be passed on under the same terms alone",
    None: "has no licence that says whether it may be passed on",
}
"""What is said of a dataset, by its `redistribution`."""

OF_ALL = (
    ("redistribution", "forbidden", "Not to be passed on without the owner's permission"),
    ("redistribution", "same_terms", "To be passed on under the same terms alone"),
    ("redistribution", None, "No licence says whether it may be passed on"),
    ("research_only", True, "For research alone: commercial use needs the owner's permission"),
    ("research_only", None, "No licence says whether it is for research alone"),
    ("attribution", "required", "The owner must be named"),
    ("attribution", "requested", "The owner asks to be named"),
)
"""What holds for all that is made of several datasets, where it holds for one of them: by the
column, and its value."""


def add_strict_licences(parser: argparse.ArgumentParser) -> None:
    """The option that makes a refusal of what is told otherwise."""
    parser.add_argument(
        "--strict-licences",
        action="store_true",
        help="write nothing where a licence forbids to pass a dataset on, or does not say",
    )


def told_licences(datasets: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What to say of datasets that may not simply be passed on, and which of them it is forbidden.

    datasets: rows of catalog.datasets, which know what was listed when they were built, wherever
    the lists are now. Raises IngestError where they are of a release that did not know it.
    """
    lines, forbidden = [], []
    for dataset in datasets:
        if not {*TERMS} <= dataset.keys():
            raise IngestError(
                "this file is of an older release, which did not ask whether data may be passed "
                "on: `python -m corate build` makes it anew"
            )
        name, said = dataset["dataset_id"], dataset["redistribution"]
        told = [SAID[said]] if said in SAID else []
        if dataset["research_only"]:
            told.append("is for research alone")
        if told:
            licence = f" ({dataset['licence']})" if dataset["licence"] else ""
            lines.append(f"{name} {' and '.join(told)}{licence}")
        if said == "forbidden":
            forbidden.append(name)
    return lines, forbidden


def heed_licences(datasets: Sequence[Mapping[str, Any]], is_strict: bool) -> None:
    """Say on standard error what licences say, before something is made of datasets.

    Raises UsageError where that is to be strict and one forbids to pass it on, or does not say;
    IngestError as `told_licences` does.
    """
    lines, _ = told_licences(datasets)
    for line in lines:
        print(on_one_line(line), file=sys.stderr)
    refuse_strictly(datasets, is_strict)


def refuse_strictly(datasets: Iterable[Mapping[str, Any]], is_strict: bool) -> None:
    """Raise UsageError, where that is to be strict, for what no licence lets one pass on."""
    unfit = [one["dataset_id"] for one in datasets if one["redistribution"] in (None, "forbidden")]
    if is_strict and unfit:
        raise UsageError(
            f"--strict-licences: no licence lets you pass on {named(unfit)}, so nothing was "
            "written. Take what is made without them, or, where you have permission, say so as "
            "`redistribution` in own/datasets.csv and build again"
        )


def stated_terms(dataset: Mapping[str, Any]) -> dict[str, str]:
    """What a licence says, in words, by column."""
    words = {None: NOT_STATED, True: "yes", False: "no"}
    return {name: str(words.get(dataset[name], dataset[name])) for name in TERMS}


def terms_together(datasets: Iterable[Mapping[str, Any]]) -> list[str]:
    """What all that is made of datasets is under, sentence by sentence: what any of them is under.

    Each sentence names those that it is for.
    """
    listed = list(datasets)
    found = {
        sentence: [one["dataset_id"] for one in listed if one[column] == value]
        for column, value, sentence in OF_ALL
    }
    return [f"{sentence}: {', '.join(ids)}" for sentence, ids in found.items() if ids]
