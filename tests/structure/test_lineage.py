"""`make docs` follows each column from model to model."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.support.projects import copy_project

CALLED_AS_A_TYPE = "map"
"""A column's name that the parser of SQL takes for the beginning of a type."""


def test_columns_are_followed(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    project.dbt("docs", "generate", "--empty-catalog")
    folder = tmp_path / "lineage"
    subprocess.run(
        [
            Path(sys.executable).with_name("colibri"),
            *("generate", "--light", "--disable-telemetry", "--output-dir", folder),
        ],
        cwd=project.folder,
        check=True,
        capture_output=True,
    )
    found = json.loads((folder / "colibri-manifest.json").read_text(encoding="utf-8"))
    assert len(found["lineage"]["edges"]) > 1500
    errors = json.loads((folder / "colibri-parsing-errors.json").read_text(encoding="utf-8"))
    compiled = project.folder / "target" / "compiled" / "corate"
    for error in errors:
        model = error["node_id"].rpartition(".")[2]
        (file,) = compiled.glob(f"models/**/{model}.sql")
        assert error["error_type"] == "ParseError", error
        assert re.search(rf"\b{CALLED_AS_A_TYPE}\b", file.read_text(encoding="utf-8")), error
