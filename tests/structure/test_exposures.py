"""What leaves the warehouse is said to come from the tables that it is read from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from corate.commands.export import OF_BENCHMARKS, OF_FILMS
from ingest.database import PUBLIC_SCHEMAS

READ = re.compile(rf"\b(?:from|join)\s+({'|'.join(PUBLIC_SCHEMAS)})\.(\w+)")


def exposed(project_root: Path, name: str) -> set[str]:
    """The models that an exposure names."""
    found: list[dict[str, Any]] = []
    for file in (project_root / "models").rglob("*exposures.yml"):
        found += yaml.safe_load(file.read_text(encoding="utf-8"))["exposures"]
    (one,) = [exposure for exposure in found if exposure["name"] == name]
    return {re.sub(r"ref\('(\w+)'\)", r"\1", ref) for ref in one["depends_on"]}


def read_by(folder: Path) -> set[str]:
    """The models of the public tables that queries in a folder read."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.sql"))]
    return {f"{schema}__{table}" for text in texts for schema, table in READ.findall(text)}


def test_the_report(project_root: Path) -> None:
    assert exposed(project_root, "report") == read_by(project_root / "corate" / "sql" / "report")


def test_dashboards(project_root: Path) -> None:
    datasets = project_root / "bi" / "superset" / "assets" / "datasets"
    assert exposed(project_root, "superset_dashboards") == {
        file.stem.replace("_", "__", 1) for file in datasets.rglob("*.yaml")
    }


def test_exports(project_root: Path) -> None:
    folder = project_root / "corate" / "sql" / "exports"
    benchmarks, films = (
        exposed(project_root, name) for name in ("benchmark_exports", "wikidata_exports")
    )
    # catalog.datasets is read by what names a recipe, too
    assert read_by(folder) - {"catalog__movies"} <= benchmarks | films
    assert {*OF_BENCHMARKS} <= benchmarks
    assert {*OF_FILMS} - {"catalog__movies"} <= films
