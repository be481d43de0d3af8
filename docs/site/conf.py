"""The site of the documentation: `make site` makes target/site of the pages where they lie.

Sphinx calls this. Pages are written for whoever reads the repository; here is what they need beside
to be a site: a navigation, an entry by the name of `index.html`, and the pictures that are named
in HTML.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from ingest import VERSION

ROOT = Path(__file__).resolve().parents[2]

project = "Corate"
release = VERSION
html_title = f"Corate {VERSION}"

extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["*.md", "docs/**.md", "performance/**.md", "sample/*.md"]
source_suffix = {".md": "markdown"}
# links to headings, as GitHub writes them
myst_heading_anchors = 6
# SQL of dbt has Jinja in it
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "pydata_sphinx_theme"
html_theme_options = {
    # no switch: pictures are light or dark as the reader's system is, and so is the rest
    **{place: [] for place in ("navbar_center", "navbar_end", "footer_start", "footer_end")},
    "show_prev_next": False,
}
html_sidebars = {"**": ["pages.html"]}
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["pictures.css"]
html_context = {"default_mode": "auto"}
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
# a browser does not let pages that are files read other files
html_show_search_summary = False

NAVIGATION = {
    "README": {
        "Begin": "docs/architecture guides/builds guides/tables-and-settings guides/mistakes",
        "Look and ask": "guides/report guides/questions guides/clients guides/superset"
        " guides/semantic-layer",
        "Land": "guides/what-is-read-and-how guides/what-landing-checks guides/what-stands-out"
        " guides/your-own-items guides/downloads guides/people-and-licences",
        "Benchmarks": "guides/recipes guides/trust guides/why-published-counts-differ"
        " guides/exports",
        "Alike and recommended": "guides/neighbours guides/content-neighbours guides/methods"
        " guides/rating-predictions guides/your-own-method",
        "Films, models, videos": "guides/wikidata guides/huggingface-models guides/videos",
        "Run": "guides/without-a-clone guides/package guides/upgrading guides/machines guides/spark"
        " SECURITY CHANGELOG",
        "Why and how": "CONTRIBUTING docs/decisions/README performance/README"
        " performance/where-the-time-goes docs/torture sample/README",
    },
    "docs/decisions/README": {"Pages": "docs/decisions/0*"},
    "performance/README": {"Last measured": "performance/results/**"},
}
"""Under which captions which pages stand, by the page that they stand below. One that is nowhere is
an error."""


def add_navigation(app: Sphinx, page: str, content: list[str]) -> None:
    """Append to a page what Sphinx makes the navigation of."""
    for caption, pages in NAVIGATION.get(page, {}).items():
        listed = "\n".join(f"/{one}" for one in pages.replace("guides/", "docs/guides/").split())
        content[0] += f"\n```{{toctree}}\n:hidden:\n:glob:\n:caption: {caption}\n{listed}\n```\n"


def copy_pictures(app: Sphinx, error: Exception | None) -> None:
    """Copy the pictures that pages name in HTML, which Sphinx leaves as it is; write the entry."""
    if error is None:
        for page in app.env.found_docs:
            source = Path(app.env.doc2path(page))
            for name in re.findall(r' src(?:set)?="([^":]+)"', source.read_text(encoding="utf-8")):
                picture = (source.parent / name).relative_to(ROOT)
                target = Path(app.outdir) / picture
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / picture, target)
        entry = f'<!doctype html><meta http-equiv="refresh" content="0; url={root_doc}.html">\n'
        (Path(app.outdir) / "index.html").write_text(entry, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx is to do beside."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", add_navigation)
    app.connect("build-finished", copy_pictures)
    return {"parallel_read_safe": True}
