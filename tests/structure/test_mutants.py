"""What `make mutants` breaks is where it says. Whether a test notices takes it minutes to see."""

from __future__ import annotations

from pathlib import Path

from tests.mutants.rules import MUTANTS


def test_each_mutant_still_breaks_something(project_root: Path) -> None:
    lost = [f"{one.name}: {one.file}" for one in MUTANTS if one.times_found(project_root) != 1]
    assert not lost, "adapt tests/mutants/rules.py: " + "; ".join(lost)
    assert all(one.text != one.replacement and one.tests for one in MUTANTS)
    assert len({one.name for one in MUTANTS}) == len(MUTANTS) >= 20
