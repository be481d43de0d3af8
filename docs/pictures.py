"""Take the pictures of the report that README.md shows: `make pages` does it, after the outputs.

A part of the page of one recipe, in light and in dark. Needs Chromium (`make browser`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from corate.__main__ import main as corate
from docs.blocks import ROOT
from tests.support.browser import SCHEMES, opened, running_browser

RECIPE = "sample-films-time-core4"
FROM, TO = "The rounds of the core", "Long tails"
"""The headings between which the picture is taken."""

WIDTH = 780


def take(database: Path) -> None:
    """Write docs/report-light.png and docs/report-dark.png."""
    with tempfile.TemporaryDirectory() as folder, running_browser() as browser:
        site = Path(folder) / "report"
        code = corate(["report", str(site), "--recipe", RECIPE, "--database", str(database)])
        assert code == 0, code
        for scheme in SCHEMES:
            address = (site / "recipes" / f"{RECIPE}.html").as_uri()
            with opened(browser, address, scheme, WIDTH) as page:
                top, bottom = (
                    page.get_by_role("heading", name=name, exact=True).bounding_box()
                    for name in (FROM, TO)
                )
                assert top and bottom
                page.screenshot(
                    path=ROOT / "docs" / f"report-{scheme}.png",
                    full_page=True,
                    clip={
                        "x": 0,
                        "y": top["y"],
                        "width": WIDTH,
                        "height": bottom["y"] - top["y"] - 16,
                    },
                )


def main() -> int:
    """Take them of the warehouse that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, required=True)
    take(parser.parse_args().database)
    return 0


if __name__ == "__main__":
    sys.exit(main())
