"""Tests that are run in a copy of the project: unit tests of models by dbt, others by pytest."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.mutants.rules import Mutant
from tests.support.projects import Project

FAILED_UNIT_TEST = re.compile(r"Failure in unit_test (\w+)")
FAILED_TEST = re.compile(r"^FAILED (\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """The names of the tests that failed, and whether all passed.

    Where neither is so, the tests could not be run: a mutant that nobody can read proves nothing.
    """

    failed: Sequence[str]
    passed: bool
    printed: str

    @property
    def is_caught(self) -> bool:
        """Whether a test failed."""
        return bool(self.failed)

    @property
    def words(self) -> str:
        """For the line of a mutant."""
        if self.failed:
            others = f" and {len(self.failed) - 1} more" if len(self.failed) > 1 else ""
            return self.failed[0] + others
        if self.passed:
            return "all its tests pass: write one that does not"
        return "\n".join(["its tests could not be run:", *self.printed.splitlines()[-9:]])


def is_model(test: str) -> bool:
    """Whether a test of a mutant is the name of a model, whose unit tests are meant."""
    return "/" not in test


def prepare_warehouse(copy: Project, mutants: Iterable[Mutant]) -> None:
    """Build the models that unit tests look up the columns of, without any data."""
    models = sorted({test for one in mutants for test in one.tests if is_model(test)})
    if models:
        copy.build_without_tests("--select", *(f"+{model}" for model in models))


def run_tests(copy: Project, tests: Sequence[str]) -> Verdict:
    """Run tests, those by dbt first; the others only where those pass."""
    models = [test for test in tests if is_model(test)]
    others = [test for test in tests if not is_model(test)]
    verdict = Verdict([], True, "")
    if models:
        verdict = _run_unit_tests(copy, models)
    if others and verdict.passed:
        verdict = _run_pytest(copy, others)
    return verdict


def _run_unit_tests(copy: Project, models: Sequence[str]) -> Verdict:
    selected = [f"{model},test_type:unit" for model in models]
    exit_code, printed = copy.try_dbt("test", "--select", *selected)
    # whoever has none would pass all
    is_any = re.search(r"PASS=[1-9]", printed) is not None
    failed = list(dict.fromkeys(FAILED_UNIT_TEST.findall(printed)))
    return Verdict(failed, exit_code == 0 and is_any, printed)


def _run_pytest(copy: Project, tests: Sequence[str]) -> Verdict:
    # the first failure is enough
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=short"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=copy.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    failed = FAILED_TEST.findall(done.stdout)
    if done.returncode < 0:
        # compiled code that writes where it has no room takes the process with it
        failed.append(f"{' '.join(tests)} (the process died)")
    return Verdict(failed, done.returncode == 0, done.stdout)
