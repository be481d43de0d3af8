"""Reports as readers see them: light and dark, wide and narrow, by keyboard, read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.support.browser import Scheme, opened, running_browser

LOO = "sample-films-loo-core5"
KINDS = (
    *("index.html", "films.html", "models.html", "videos.html", "published.html"),
    *(f"recipes/{LOO}.html", f"neighbours/{LOO}.html"),
)
"""A page of each template."""

WIDE, NARROW = 1280, 360

OPTIONS = {"preload": False}
"""A browser does not let scripts read style sheets that are files."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


def test_every_template_is_looked_at(report: Path) -> None:
    pages = {file.relative_to(report).as_posix() for file in report.rglob("*.html")}
    assert set(KINDS) <= pages
    assert {page.partition("/")[0] for page in pages} == {page.partition("/")[0] for page in KINDS}


def faults(page: Page) -> list[Any]:
    """What axe finds, of contrast, names, order and reach."""
    return [
        (one["id"], node["html"][:200], node["failureSummary"])
        for one in Axe().run(page, options=OPTIONS).response["violations"]
        for node in one["nodes"]
    ]


def open_all(page: Page) -> None:
    """What is folded is read, too."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def check_page(browser: Browser, file: Path, scheme: Scheme, width: int) -> None:
    """It has no fault, does not reach over its side, and every picture shows something."""
    with opened(browser, file.as_uri(), scheme, width) as page:
        open_all(page)
        assert faults(page) == [], file
        assert page.evaluate("document.documentElement.scrollWidth") <= width, file
        for drawn in page.locator("figure svg").all():
            box = drawn.bounding_box()
            assert box is not None and box["width"] > 100 and box["height"] > 20, file
        # an empty chart has axes, and a legend, and nothing in them
        empty = page.locator("figure svg:not(:has(.role-mark path))")
        assert empty.count() == 0, file


@pytest.mark.parametrize(("scheme", "width"), [("light", NARROW), ("dark", WIDE)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read(
    browser: Browser, report: Path, kind: str, scheme: Scheme, width: int
) -> None:
    check_page(browser, report / kind, scheme, width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_report_of_nothing_can_be_read(browser: Browser, empty_report: Path, width: int) -> None:
    for kind in ("index.html", "published.html"):
        with opened(browser, (empty_report / kind).as_uri(), "light", width) as page:
            assert faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator("svg, table").count() == 0


def test_a_title_of_the_data_does_nothing(browser: Browser, odd_report: Path) -> None:
    for file in sorted(odd_report.rglob("*.html")):
        with opened(browser, file.as_uri(), "light", NARROW) as page:
            assert page.title().endswith("Corate")
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, file


def test_lists_of_videos_are_told_apart(browser: Browser, odd_report: Path) -> None:
    with opened(browser, (odd_report / "videos.html").as_uri(), "light", WIDE) as page:
        assert page.locator("h2").all_inner_texts() == ["other", "sample-videos"]
        assert page.locator("figure").count() == 2
        assert faults(page) == []


def test_the_keyboard_reaches_everything(browser: Browser, report: Path) -> None:
    with opened(browser, (report / "recipes" / f"{LOO}.html").as_uri(), "light", WIDE) as page:
        wanted = page.locator("a[href], summary, input, [tabindex='0']").count()
        visible = page.evaluate(
            "[...document.querySelectorAll(\"a[href], summary, input, [tabindex='0']\")]"
            ".filter(one => one.checkVisibility()).length"
        )
        assert 20 < visible <= wanted
        reached = []
        for _ in range(visible):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
            )
        assert len(set(reached)) == visible


def test_words_find_titles(browser: Browser, report: Path) -> None:
    address = (report / "neighbours" / f"{LOO}.html").as_uri()
    with opened(browser, address, "light", WIDE) as page:
        articles = page.locator("article:visible")
        assert articles.count() == 100
        page.get_by_label("Find a title").fill("star WARS")
        assert 0 < articles.count() < 100
        assert all("Star Wars" in one.inner_html() for one in articles.all())
        assert page.locator("#found").inner_text() == f"{articles.count()} found"
        page.get_by_label("Find a title").fill("zzz nothing")
        assert articles.count() == 0
        page.get_by_label("Find a title").fill("")
        assert articles.count() == 100
