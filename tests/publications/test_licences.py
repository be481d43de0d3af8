"""What is said of licences comes from the lists of datasets."""

from __future__ import annotations

from pathlib import Path

import pytest

from corate.publications.licences import told_licences
from ingest import settings
from ingest.datasets import REDISTRIBUTION, read_datasets

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


def told(*names: str) -> tuple[list[str], list[str]]:
    return told_licences({"dataset_id": name, "licence": None} for name in names)


def test_own_lists_say_of_own_datasets_and_of_listed_ones(own: Path) -> None:
    assert told("shop", "sample-films")[0] == [
        "shop has no licence that says whether it may be passed on"
    ]
    own.write_text(
        "dataset_id,redistribution\nshop,allowed\nsecret,forbidden\nmovielens-1m,allowed\n"
    )
    assert told("shop", "movielens-1m") == ([], [])
    assert told("secret") == (
        ["secret may not be passed on without its owner's permission"],
        ["secret"],
    )


def test_other_words_are_refused(own: Path) -> None:
    own.write_text("dataset_id,redistribution\nshop,forbiden\n")
    (problem,) = read_datasets(own, settings.DATASETS_FILE).problems
    assert "datasets.csv line 2: redistribution must be" in problem
    assert all(word in problem for word in REDISTRIBUTION)
