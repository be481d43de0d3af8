"""What is said of licences comes from the lists of datasets."""

from __future__ import annotations

import csv

import pytest

from corate.publications.licences import told_licences
from ingest import settings
from ingest.errors import IngestError

EDITIONS = ("100k", "100k-folds", "1m", "1m-five-stars", "10m", "20m", "25m")
FORBIDDEN = {f"movielens-{edition}" for edition in EDITIONS}
"""Of which GroupLens says: the user may not redistribute the data without separate permission."""


def test_listed_licences_say_what_is_listed() -> None:
    with settings.DATASETS_FILE.open(newline="", encoding="utf-8") as opened:
        listed = list(csv.DictReader(opened))
    assert {
        one["dataset_id"] for one in listed if one["redistribution"] == "forbidden"
    } == FORBIDDEN
    for one in listed:
        # who lists a licence says what follows from it
        if one["redistribution"] == "same_terms":
            assert "redistribution under the same terms" in one["licence"]
        elif one["redistribution"] == "allowed":
            assert one["licence"] == "MIT"
        elif not one["redistribution"]:
            assert one["licence"].startswith("none ")


def told(**said: str | None) -> tuple[list[str], list[str]]:
    return told_licences(
        {"dataset_id": name, "licence": None, "redistribution": value}
        for name, value in said.items()
    )


def test_what_the_file_says_of_its_datasets_is_told() -> None:
    """Whatever lists say by now, or wherever they are: the file may be on another machine."""
    assert told(shop=None, free="allowed", share="same_terms", secret="forbidden") == (
        [
            "shop has no licence that says whether it may be passed on",
            "share may be passed on under the same terms alone",
            "secret may not be passed on without its owner's permission",
        ],
        ["secret"],
    )


def test_a_file_that_does_not_know_is_not_passed_on() -> None:
    with pytest.raises(IngestError, match="older release"):
        told_licences([{"dataset_id": "shop", "licence": None}])
