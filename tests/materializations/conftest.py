"""The toys of all materializations in one project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.materializations import test_blocked as blocked
from tests.materializations import test_fixpoint as fixpoint
from tests.materializations import test_partitioned as partitioned
from tests.support.once import built_once
from tests.support.toy import Runs, toy_project


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Three runs of all toys, of which in the second and the third some fail."""
    return built_once(tmp_path_factory, "toys", run_toys)


def run_toys(folder: Path) -> Runs:
    """Write and run them."""
    folder.mkdir()
    toy = toy_project(folder)
    runs = Runs()
    for blocks, fixpoints, partitions in (
        (blocked.FIRST, fixpoint.FIRST, partitioned.FIRST),
        (blocked.SECOND, fixpoint.SECOND, partitioned.SECOND),
        (blocked.THIRD, {}, {}),
    ):
        for name, numbers in blocks.items():
            blocked.write_toy(toy, name, *numbers)
        for name, start in fixpoints.items():
            fixpoint.write_toy(toy, name, *start)
        for name, recipes in partitions.items():
            partitioned.write_toy(toy, name, *recipes)
        runs.note(toy, (toy.failing_dbt if runs.printed else toy.dbt)("run"))
    return runs
