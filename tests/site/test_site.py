"""`make site`: every page is in it, every link leads somewhere, and no network is asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.support.browser import Scheme, opened, running_browser

LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
LOADED = re.compile(
    r'<(?:link|script|img|iframe|source|object)\b[^>]*?\b(?:href|src|srcset|data)="([^"]+)"'
)
BESIDE = ("corate/starter/", "docs/site/", "models/", "performance/results/")
"""Markdown that is no page: of a project to begin with, what dbt reads, what programs write."""


def made(project_root: Path, pages: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Make a site of a folder with pages as `make site` does."""
    command = (sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs/site")
    return subprocess.run(
        [*command, "-d", folder / "pages", pages, folder / "site"],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = made(project_root, project_root, folder)
    # a broken link, an anchor that is not there, a page that nothing leads to
    assert done.returncode == 0, done.stderr
    return folder / "site"


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def names_in(page: Path) -> frozenset[str]:
    """What can be linked to in a page."""
    return frozenset(map(unescape, re.findall(r'\bid="([^"]+)"', text_of(page))))


def pages_of(site: Path) -> list[Path]:
    return [page for page in site.rglob("*.html") if "_static" not in page.parts]


def sources(project_root: Path) -> list[str]:
    """The pages of the repository, without their endings."""
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=project_root, capture_output=True, text=True, check=True
    ).stdout.split()
    return [name.removesuffix(".md") for name in listed if not name.startswith(BESIDE)]


def test_every_page_is_in_the_navigation_of_every_page(site: Path, project_root: Path) -> None:
    wanted = {f"{name}.html" for name in sources(project_root)} - {"README.html"}
    assert len(wanted) > 60
    for page in pages_of(site):
        if page.name in ("index.html", "search.html"):
            continue
        navigation = text_of(page).partition('aria-label="Pages"')[2].partition("</nav>")[0]
        links = {link.partition("#")[0] for link in LINK.findall(navigation)}
        listed = {os.path.relpath(page.parent / link, site) for link in links if link}
        assert wanted - listed <= {page.relative_to(site).as_posix()}, page


def test_every_link_leads_somewhere(site: Path) -> None:
    followed = 0
    for page in pages_of(site):
        for link in map(unescape, LINK.findall(text_of(page))):
            if "://" in link or link.startswith("mailto:"):
                continue
            name, _, anchor = unquote(link).partition("#")
            target = (page.parent / name).resolve() if name else page
            assert target.is_file(), (page, link)
            if anchor and target.suffix == ".html":
                assert anchor in names_in(target), (page, link)
            followed += 1
    assert followed > 5000


def test_nothing_is_asked_of_a_network(site: Path) -> None:
    for page in pages_of(site):
        for loaded in map(unescape, LOADED.findall(text_of(page))):
            if not loaded.startswith(("data:", "#")):
                file = page.parent / loaded.partition("?")[0].partition("#")[0]
                assert file.is_file(), (page, loaded)
    styles = [*site.rglob("*.css")]
    assert styles
    for file in styles:
        assert not re.search(r"(url\(|@import )['\"]?(https?:)?//", text_of(file)), file


def test_a_broken_link_fails(project_root: Path, tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    links = ("nowhere.md", "README.md#no-such-heading", "nowhere.csv")
    page = "\n\n".join(["# A page", *(f"[there]({link})" for link in links)])
    (tmp_path / "from" / "README.md").write_text(page, encoding="utf-8")
    done = made(project_root, tmp_path / "from", tmp_path)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if "myst.xref_missing" in line]
    for link in links:
        assert any(f"'{link.rpartition('#')[2]}'" in line for line in told), told


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.mark.parametrize(
    ("page", "scheme", "width"),
    [
        ("index", "light", 1280),
        ("docs/architecture", "dark", 1280),
        ("docs/guides/exports", "dark", 360),
        ("SECURITY", "light", 360),
    ],
)
def test_a_page_can_be_read(
    browser: Browser, site: Path, page: str, scheme: Scheme, width: int
) -> None:
    with opened(browser, (site / f"{page}.html").as_uri(), scheme, width) as shown:
        shown.wait_for_selector("h1")
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert shown.evaluate("document.documentElement.dataset.theme") == scheme
        # a browser does not let scripts read style sheets that are files
        found = Axe().run(shown, options={"preload": False}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert shown.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
        # the theme's white behind a picture that is light itself in the dark
        backgrounds = "[...document.images].map(one => getComputedStyle(one).backgroundColor)"
        assert {*shown.evaluate(backgrounds)} <= {"rgba(0, 0, 0, 0)"}


def test_words_are_found(browser: Browser, site: Path) -> None:
    address = f"{(site / 'search.html').as_uri()}?q=k-core"
    with opened(browser, address, "light", 1280) as page:
        page.locator("#search-results a", has_text="The k-core counts users").wait_for()
