"""The lists of pinned packages say the same of what they share."""

from __future__ import annotations

from pathlib import Path

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock")


def test_what_is_installed_beside_pins_the_same(project_root: Path) -> None:
    """Or what is installed last would take the place of what others were tried with."""
    versions: dict[str, set[str]] = {}
    for name in LOCKS:
        for line in (project_root / name).read_text(encoding="utf-8").split():
            package, _, version = line.partition("==")
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_spark_is_not_for_all(project_root: Path) -> None:
    """It takes half a gigabyte, and Java."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "pyspark" not in (project_root / name).read_text(encoding="utf-8")
