"""An environment finds the project from any folder, and never in place of another copy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ingest import anywhere

ROOT = Path(anywhere.__file__).resolve().parents[1]


def folder_of_ingest(inside: Path, setup: str) -> str:
    """Where `ingest` is found in a folder, by a Python that first runs what corate.pth says."""
    code = f"{setup}\nimport ingest; print(ingest.__file__)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=inside,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_the_project_is_found_from_anywhere(tmp_path: Path) -> None:
    line = anywhere.line()
    assert line.startswith("import ") and line.count("\n") == 1
    assert folder_of_ingest(tmp_path, "") == "ModuleNotFoundError: No module named 'ingest'"
    assert folder_of_ingest(tmp_path, line) == str(ROOT / "ingest" / "__init__.py")


def test_a_copy_uses_its_own(tmp_path: Path) -> None:
    copy = tmp_path / "ingest"
    copy.mkdir()
    (copy / "__init__.py").touch()
    assert folder_of_ingest(tmp_path, anywhere.line()) == str(copy / "__init__.py")
    # as dbt's module_paths
    beside = tmp_path / "elsewhere"
    beside.mkdir()
    setup = f"{anywhere.line()}\nimport sys; sys.path.append({str(tmp_path)!r})"
    assert folder_of_ingest(beside, setup) == str(copy / "__init__.py")


def test_a_project_that_is_gone_harms_nobody(tmp_path: Path) -> None:
    line = anywhere.line().replace(str(ROOT), str(tmp_path / "gone"))
    assert "No module named 'ingest'" in folder_of_ingest(tmp_path, line)
