"""The dashboards as a ZIP that Superset imports: python bi/superset/bundle.py corate.zip [DATABASE]

The files under assets/ are in Superset's own export format. They name no database file, as that
lies elsewhere on each machine: its place is filled in here.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

ASSETS = Path(__file__).resolve().parent / "assets"
URI = "duckdb:///DATABASE?access_mode=read_only"
"""In databases/corate.yaml. Superset opens the file anew for each query, and beside others."""


def assets(database: Path) -> dict[str, str]:
    """The text of each file under assets/, by its path there, for the public file `database`."""
    texts = {
        str(file.relative_to(ASSETS)): file.read_text(encoding="utf-8")
        for file in sorted(ASSETS.rglob("*.yaml"))
    }
    name = "databases/corate.yaml"
    assert URI in texts[name]
    uri = URI.replace("DATABASE", str(database.resolve()))
    texts[name] = texts[name].replace(URI, json.dumps(uri))
    return texts


def write_zip(target: Path, database: Path) -> None:
    """Write the files into a ZIP, below one folder, as Superset's exports are."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in assets(database).items():
            opened.writestr(f"corate/{name}", text)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python bi/superset/bundle.py TARGET.zip [warehouse.duckdb]")
    found = Path(sys.argv[2] if len(sys.argv) == 3 else "warehouse.duckdb")
    write_zip(Path(sys.argv[1]), found)
    print(f"{sys.argv[1]}: dashboards of {found.resolve()}")
