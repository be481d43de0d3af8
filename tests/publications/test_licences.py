"""What is said of licences comes from the lists of datasets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from corate.publications.licences import refuse_strictly, terms_together, told_licences
from ingest import settings
from ingest.errors import IngestError, UsageError
from tests.support.commands import corate

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
        is_of_grouplens = one["licence"].startswith("research use; no commercial use")
        is_stated = is_of_grouplens or one["licence"] == "MIT"
        assert one["research_only"] == ("yes" if is_of_grouplens else "no" if is_stated else "")
        asks = "owner asks to cite" in one["licence"]
        assert one["attribution"] == ("required" if is_stated else "requested" if asks else "")
        if one["redistribution"] == "same_terms":
            assert "redistribution under the same terms" in one["licence"]
        elif one["redistribution"] == "allowed":
            assert one["licence"] == "MIT"
        elif not one["redistribution"]:
            assert one["licence"].startswith("none ")


def told(**said: str | None) -> tuple[list[str], list[str]]:
    return told_licences(
        {"dataset_id": name, "licence": None, "redistribution": value, **SILENT}
        for name, value in said.items()
    )


SILENT = {"research_only": None, "attribution": None}


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


def test_what_is_for_research_alone_is_told() -> None:
    films = {"dataset_id": "films", "licence": "MIT", "redistribution": "allowed"}
    of_research = {**films, "research_only": True, "attribution": "required"}
    assert told_licences([of_research]) == (["films is for research alone (MIT)"], [])
    assert told_licences([{**of_research, "research_only": False}]) == ([], [])


def test_what_is_made_of_several_is_under_the_terms_of_each() -> None:
    free = {"redistribution": "allowed", "research_only": False, "attribution": "none"}
    strict = {"redistribution": "forbidden", "research_only": True, "attribution": "required"}
    silent = {"redistribution": None, **SILENT}
    assert terms_together([{"dataset_id": "a", **free}]) == []
    assert terms_together(
        [{"dataset_id": "a", **free}, {"dataset_id": "b", **strict}, {"dataset_id": "c", **silent}]
    ) == [
        "Not to be passed on without the owner's permission: b",
        "No licence says whether it may be passed on: c",
        "For research alone: commercial use needs the owner's permission: b",
        "No licence says whether it is for research alone: c",
        "The owner must be named: b",
    ]


def test_who_is_strict_is_refused_what_no_licence_lets_one_pass_on() -> None:
    datasets = [
        {"dataset_id": name, "redistribution": value, **SILENT}
        for name, value in {"a": "allowed", "b": "forbidden", "c": None, "d": "same_terms"}.items()
    ]
    refuse_strictly(datasets, False)
    with pytest.raises(UsageError, match=r"^--strict-licences: .* 'b', 'c', so nothing was"):
        refuse_strictly(datasets, True)
    refuse_strictly([datasets[0], datasets[3]], True)


@pytest.mark.parametrize(
    "command",
    [
        ("export", "--table", "catalog.items", "--format", "csv", "--to"),
        ("publish",),
    ],
)
def test_every_command_is_strict_where_asked(
    command: tuple[str, ...], toy: Path, tmp_path: Path
) -> None:
    words: tuple[str | Path, ...] = (*command, tmp_path / "to", "--database", toy)
    said = corate(*words, "--strict-licences")
    assert said.code == 2
    assert "'amazon-2014-beauty', 'movielens-1m', 'my-shop'" in said.err.splitlines()[-1]
    assert not (tmp_path / "to").exists()
    said = corate(*words)
    assert said.code == 0
    assert any(
        line.startswith("movielens-1m may not be passed on") for line in said.err.splitlines()
    )
    (manifest,) = (tmp_path / "to").glob("*.json")
    datasets = {one["dataset_id"]: one for one in json.loads(manifest.read_text())["datasets"]}
    terms = ("redistribution", "research_only", "attribution")
    assert [datasets["movielens-1m"][name] for name in terms] == ["forbidden", True, "required"]
