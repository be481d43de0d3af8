"""When a model's rows are counted by compiled code, and when by SQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning import compiled
from tests.support.projects import PROJECT_ROOT


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """What was found of numba is remembered, and another test looks elsewhere."""
    compiled.is_numba_there.cache_clear()
    yield
    compiled.is_numba_there.cache_clear()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [(True, True), ("True", True), ("true", True), (False, False), ("false", False)],
)
def test_who_counts_where_numba_is(
    monkeypatch: pytest.MonkeyPatch, wanted: object, expected: bool
) -> None:
    monkeypatch.setattr(compiled, "import_module", lambda name: name)
    assert compiled.is_counting_compiled(wanted) == expected


@pytest.mark.parametrize("wanted", [None, "", "maybe"])
def test_what_is_neither_true_nor_false_is_refused(wanted: object) -> None:
    with pytest.raises(ValueError, match="it must be true or false"):
        compiled.is_counting_compiled(wanted)


REFUSALS = {
    "missing": "raise ModuleNotFoundError(\"No module named 'numba'\")",
    "with another numpy": "raise ImportError('Numba needs NumPy 2.3 or less')",
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_sql_counts_where_numba_is_not_or_refuses(tmp_path: Path, refusal: str) -> None:
    """By a package of that name that comes first, and refuses when it is imported."""
    package = tmp_path / "numba"
    package.mkdir()
    (package / "__init__.py").write_text(REFUSALS[refusal])
    ask = "from learning.compiled import is_counting_compiled as ask; print(ask(True), ask('true'))"
    *told, answers = in_python(ask, PYTHONPATH=str(tmp_path)).splitlines()
    assert answers == "False False"
    assert sum("numba cannot be used" in line for line in told) == 1


def test_where_nothing_can_be_kept_each_run_compiles(tmp_path: Path) -> None:
    """As in a container that is read only: no folder beside the sources, and none at home."""
    shutil.copytree(
        PROJECT_ROOT / "learning",
        tmp_path / "learning",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    no_folder = tmp_path / "learning" / "__pycache__"
    no_folder.touch()
    # one function calls another
    count = (
        "import numpy; from learning.counting import nth_largest;"
        " print(nth_largest(numpy.array([1.0, 3.0, 2.0]), numpy.empty(2)))"
    )
    homes = dict.fromkeys(["HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"], str(no_folder))
    assert in_python(count, tmp_path, **homes, NUMBA_CACHE_DIR="") == "2.0\n"


def in_python(statements: str, folder: Path = PROJECT_ROOT, **variables: str) -> str:
    """What another Python prints, at work in a folder."""
    return subprocess.run(
        [sys.executable, "-c", statements],
        cwd=folder,
        env={**os.environ, **variables},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
