"""Libraries load what is exported for them, and train one step of a model on it."""

from __future__ import annotations

import json
import subprocess

import pytest

from corate.exports.benchmarks import LAYOUTS
from docs.blocks import ROOT
from tests.end_to_end.test_clients import environment
from tests.support.commands import corate
from tests.support.sample import Sample

pytestmark = pytest.mark.long

RECIPE = "sample-films-time-core4"
PEERS = ROOT / "tests" / "peers"

ENVIRONMENTS = {
    "rectools": "rectools",
    "lenskit": "lenskit",
    "torch": "lenskit",
    "replay": "replay",
    "recbole": "recbole",
    "recbole-sequential": "recbole",
}
"""By format, the list of packages in tests/peers/libraries/."""

OTHERWISE = {"sequences", "parquet"}
"""Formats that tests/corate/test_exported_files.py reads."""


def test_every_format_is_loaded() -> None:
    assert LAYOUTS.keys() == ENVIRONMENTS.keys() | OTHERWISE


@pytest.mark.parametrize("layout", ENVIRONMENTS)
def test_a_library_trains_on_its_format(
    sample: Sample, tmp_path_factory: pytest.TempPathFactory, layout: str
) -> None:
    name = ENVIRONMENTS[layout]
    made = tmp_path_factory.getbasetemp() / f"environment-of-{name}"
    if not made.exists():
        environment(made, "-r", str(PEERS / "libraries" / f"{name}.txt"))
    folder = tmp_path_factory.mktemp("exported") / "folder"
    to = ("--to", folder, "--database", sample.project.database)
    assert corate("export", RECIPE, "--format", layout, *to).code == 0
    done = subprocess.run(
        [str(made / "bin" / "python"), str(PEERS / "libraries.py"), layout, str(folder)],
        cwd=tmp_path_factory.mktemp("work"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == counted(sample, layout)


def counted(sample: Sample, layout: str) -> dict[str, int]:
    """What train has; where each line is a target, those that have a history before them."""
    (events,) = sample.project.records(
        "select count(distinct user_id) as users, count(distinct item_id) as items,"
        " count(*) as interactions from benchmarks.interactions"
        f" where recipe_id = '{RECIPE}' and split = 'train'"
    )
    if layout != "recbole-sequential":
        return events
    (targets,) = sample.project.records(
        "select count(*) as interactions from benchmarks.sequences"
        f" where recipe_id = '{RECIPE}' and split = 'train'"
    )
    return events | targets
