"""What is said of licences comes from the lists of datasets."""

from __future__ import annotations

from pathlib import Path

import pytest

from corate.publications.licences import told_licences
from ingest import settings
from ingest.datasets import REDISTRIBUTION, read_datasets
from ingest.errors import IngestError

FORBIDDEN = {f"movielens-{edition}" for edition in ("100k", "1m", "10m", "20m", "25m")}
"""Of which GroupLens says: the user may not redistribute the data without separate permission."""


def test_listed_licences_say_what_is_listed() -> None:
    listed = read_datasets(settings.DATASETS_FILE).datasets.values()
    assert {one.dataset_id for one in listed if one.redistribution == "forbidden"} == FORBIDDEN
    for one in listed:
        # who lists a licence says what follows from it
        if one.redistribution == "same_terms":
            assert "redistribution under the same terms" in one.licence
        elif one.redistribution == "allowed":
            assert one.licence == "MIT"
        elif not one.redistribution:
            assert one.licence.startswith("none ")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of datasets of one's own, empty."""
    monkeypatch.setenv("CORATE_OWN", str(tmp_path))
    return tmp_path / "datasets.csv"


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


def test_other_words_are_refused(own: Path) -> None:
    own.write_text("dataset_id,redistribution\nshop,forbiden\n")
    (problem,) = read_datasets(own, settings.DATASETS_FILE).problems
    assert "datasets.csv line 2: redistribution must be" in problem
    assert all(word in problem for word in REDISTRIBUTION)
