"""Python models where there is nothing to learn from: the same tables, without what takes time."""

from __future__ import annotations

from pathlib import Path

from tests.support.projects import Project, copy_project

SLOW_TO_IMPORT = ("sklearn", "scipy", "pandas")
LEARNT = ("int_clustered_combinations", "int_video_predictions")
TRAP = """
from pathlib import Path
Path({marker!r}).write_text(__name__)
raise ImportError("a trap")
"""


def build(project: Project) -> dict[str, list[tuple[str, str]]]:
    """Build what learns and all before it; the columns of each table and their types."""
    project.build_without_tests("--select", *(f"+{name}" for name in LEARNT))
    return {
        name: project.rows(f"select column_name, column_type from (describe intermediate.{name})")
        for name in LEARNT
    }


def counts(project: Project) -> list[int]:
    return [project.rows(f"select count(*) from intermediate.{name}")[0][0] for name in LEARNT]


def test_nothing_slow_is_imported_where_nothing_was_landed(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    marker = tmp_path / "imported"
    traps = [project.folder / f"{name}.py" for name in SLOW_TO_IMPORT]
    for trap in traps:
        trap.write_text(TRAP.format(marker=str(marker)))
    columns = build(project)
    assert not marker.exists(), f"{marker.read_text()} was imported"
    assert counts(project) == [0, 0]
    for trap in traps:
        trap.unlink()
    project.ingest("land", "sample-models")
    project.ingest("land", "sample-videos")
    assert build(project) == columns
    assert min(counts(project)) > 0
