"""Fixtures that every test folder shares."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

PROJECT_ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = PROJECT_ROOT.parent / "shared" / "data"
SHARED_CASES = PROJECT_ROOT.parent / "shared" / "cases"

BEGUN_FIRST = (
    "corate/test_command_line.py",
    "end_to_end/test_build.py",
    "end_to_end/test_real_data.py",
    "end_to_end/test_similarity.py",
    "end_to_end/test_youtube.py",
    "end_to_end/test_wikidata.py",
    "end_to_end/test_random_methods.py",
    "plans/test_plans.py",
    "end_to_end/test_interrupt.py",
)
"""Files that build what others look at, another each, and then files that take long: so no process
waits for what another one builds, and none is left over at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests in the order in which their files are begun."""

    def place(item: pytest.Item) -> int:
        name = "/".join(item.path.parts[-2:])
        return BEGUN_FIRST.index(name) if name in BEGUN_FIRST else len(BEGUN_FIRST)

    items.sort(key=place)


# a shell that runs the tests in the background has them, and all that they start, ignore Ctrl-C
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder that holds dbt_project.yml."""
    return PROJECT_ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data beside the project; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no real data: ../shared/data is not beside the project")
    return SHARED_DATA


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """Small inputs after public reports; tests that need them are skipped where they are absent."""
    if not SHARED_CASES.is_dir():
        pytest.skip("no inputs after public reports: ../shared/cases is not beside the project")
    return SHARED_CASES
