"""SECURITY.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path


def test_what_was_tried_is_tested(project_root: Path) -> None:
    named = re.findall(r"`(test_\w+)`", (project_root / "SECURITY.md").read_text(encoding="utf-8"))
    files = project_root.glob("tests/**/test_*.py")
    there = {
        name
        for file in files
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 30
    assert [name for name in named if name not in there] == []
