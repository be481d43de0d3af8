"""Chromium, in which tests look at pages: `python -m tests.support.browser` installs it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from corate.apt import install_one_of

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "chromium-browser")

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def chromium() -> str | None:
    """Where it is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser that looks for nothing outside; the test is skipped where there is none."""
    program = chromium()
    if program is None:
        pytest.skip("there is no Chromium: `make browser` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, address: str, scheme: Scheme, width: int) -> Iterator[Page]:
    """A page as a reader with these settings sees it.

    Fails where something goes wrong in it, or where it asks for anything that is not a file.
    """
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda asked: wrong.append(f"not found: {asked.url}"))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url),
    )
    try:
        page.goto(address)
        yield page
        assert wrong == [], (address, wrong)
    finally:
        context.close()


def main() -> int:
    """Install Chromium where it is missing; say in one line what it does not do."""
    if chromium() is None and not install_one_of(PACKAGES):
        print("error: install Chromium with the system's package manager", file=sys.stderr)
        return 1
    print(f"Chromium is {chromium()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
