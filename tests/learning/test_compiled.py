"""When a model's rows are counted by compiled code, and when by SQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from learning import compiled
from tests.support.projects import PROJECT_ROOT

QUERY = """with sets as (
    select 1 as collection, place + 4294967296 as set_number, 1 as min_shared, 1 as neighbors
    from range(1, 3) as places (place)
),

entries as (
    select 1 as collection, set_number, 4294967296 as list_key
    from sets
),

int_pairs as (
    select 'in SQL' as counted
)

select * from int_pairs
"""


def test_compiled_code_counts() -> None:
    with duckdb.connect() as session:
        found = compiled.count(session, QUERY, "count_pairs")
        assert isinstance(found, pa.RecordBatchReader)
        base = 4294967296
        pair = {"set_number_a": base + 1, "set_number_b": base + 2, "shared": 1}
        assert found.read_all().to_pylist() == [pair]


def test_a_model_that_does_not_end_as_all_do_is_refused() -> None:
    with pytest.raises(ValueError, match="a model that is counted ends in 'select"):
        compiled.step_of("with sets as (select 1)\nselect 1", "sets")


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
    twice = (
        "import duckdb; from learning.compiled import count;"
        " counted = [count(duckdb, 'select 7 as counted', 'count_pairs') for _ in range(2)];"
        " print(*(one.fetchall() for one in counted))"
    )
    *told, answers = in_python(twice, PYTHONPATH=str(tmp_path)).splitlines()
    assert answers == "[(7,)] [(7,)]"
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
