"""Splits that RecTools knows, too, part by part, on the ratings of MovieLens latest-small."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from docs.blocks import ROOT
from tests.end_to_end.test_clients import environment
from tests.support.own_files import protocol_line
from tests.support.projects import Project, copy_project
from tests.support.real_files import LATEST_SMALL

pytestmark = pytest.mark.long

PEERS = ROOT / "tests" / "peers"
SPLITS: Mapping[str, Mapping[str, Any]] = {
    "last-1": {"last": 1, "drop_cold": False},
    "last-3": {"last": 3, "drop_cold": False},
    "last-3-warm": {"last": 3, "drop_cold": True},
    "days-400": {"days": 400, "drop_cold": False},
    "days-400-warm": {"days": 400, "drop_cold": True},
}
"""What is asked of RecTools, by the name of our protocol."""


class Splits:
    """The rows of each part, ours and RecTools'."""

    def __init__(self, project: Project, theirs: Mapping[str, Any]) -> None:
        self._project = project
        self.theirs = theirs

    def ours(self, protocol: str) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {"train": set(), "valid": set(), "test": set()}
        for split, row in self._project.rows(
            "select split, source_row from benchmarks.interactions"
            f" where recipe_id = '{LATEST_SMALL}-{protocol}'"
        ):
            found[split].add(row)
        return found

    def fold(self, protocol: str, place: int) -> tuple[set[int], set[int]]:
        """Train and test of a fold of RecTools, counted from 0."""
        fold = self.theirs[protocol]["folds"][place]
        return set(fold["train"]), set(fold["test"])


@pytest.fixture(scope="module")
def splits(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Splits]:
    folder = tmp_path_factory.mktemp("peers")
    ratings = shared_data / "movielens" / "ml-latest-small" / "ratings.csv"
    python = environment(folder / "environment", "-r", str(PEERS / "requirements.txt"))
    events = folder / "events.csv"
    duckdb.execute(
        "copy (select row_number() over () as row, userId as user, movieId as item,"
        f" to_timestamp(timestamp)::timestamp as time from '{ratings}') to '{events}'"
    )
    answered = subprocess.run(
        [str(python), str(PEERS / "rectools_splits.py"), str(events), json.dumps(SPLITS)],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(answered.stdout)
    project = copy_project(folder / "project")
    project.ingest("land", LATEST_SMALL, "--from", ratings.parent)
    lines = []
    for name, asked in SPLITS.items():
        of_split = (
            {"split": "leave_last_k", "held_out_events": asked["last"]}
            if "last" in asked
            else {"split": "fixed_time", "test_starts_at": theirs[name]["starts_at"]}
        )
        cold = "drop" if asked["drop_cold"] else "keep"
        whole = {"core_scope": "none", "core_users": "", "core_items": "", "cold": cold}
        lines.append(protocol_line(name, LATEST_SMALL, **{**whole, **of_split}))
    project.replace_seed("protocols", lines)
    project.build_with_data_tests("--select", "+benchmarks__interactions")
    yield Splits(project, theirs)


def test_rows_are_numbered_alike(splits: Splits, shared_data: Path) -> None:
    """Otherwise nothing below could be compared."""
    ratings = shared_data / "movielens" / "ml-latest-small" / "ratings.csv"
    with ratings.open(newline="", encoding="utf-8") as opened:
        rows = sum(1 for _ in csv.reader(opened)) - 1
    assert set().union(*splits.ours("last-1").values()) == set(range(1, rows + 1))


@pytest.mark.parametrize("protocol", ["last-1", "last-3"])
def test_the_last_events_of_users(splits: Splits, protocol: str) -> None:
    ours = splits.ours(protocol)
    assert (ours["train"], ours["valid"]) == splits.fold(protocol, 0)
    assert (ours["train"] | ours["valid"], ours["test"]) == splits.fold(protocol, 1)


def test_warm_targets_are_those_that_train_knows(splits: Splits) -> None:
    """Warm in valid is the same; in test, RecTools takes valid for train, and we do not."""
    ours = splits.ours("last-3-warm")
    train, valid = splits.fold("last-3-warm", 0)
    assert (ours["train"], ours["valid"]) == (train, valid)
    _, test = splits.fold("last-3-warm", 1)
    assert ours["test"] <= test


@pytest.mark.parametrize("protocol", ["days-400", "days-400-warm"])
def test_a_day_for_all(splits: Splits, protocol: str) -> None:
    ours = splits.ours(protocol)
    train, test = splits.fold(protocol, 0)
    assert not ours["valid"]
    assert (ours["train"], ours["test"]) == (train, test)
    assert len(test) > 1000
