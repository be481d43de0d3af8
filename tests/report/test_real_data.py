"""All real files at hand in one warehouse: it builds, and its report can be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from tests.report.conftest import written
from tests.report.test_in_a_browser import NARROW, WIDE, check_page
from tests.support.browser import Scheme, running_browser
from tests.support.projects import Project
from tests.support.real_files import build_everything

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def everything(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """With every table and data test; a build that ends with an error fails here."""
    return build_everything(tmp_path_factory.mktemp("everything"), shared_data)


@pytest.fixture(scope="module")
def real_report(everything: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    return written(Path(shutil.copy(everything.published, folder)), folder / "report")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


def test_every_recipe_that_can_be_made_is_there(everything: Project, real_report: Path) -> None:
    with duckdb.connect(str(everything.published), read_only=True) as connection:
        made = connection.execute(
            "select recipe_id from benchmarks.recipes where problem is null and is_landed"
        ).fetchall()
    pages = {file.stem for file in (real_report / "recipes").glob("*.html")}
    assert pages == {recipe_id for (recipe_id,) in made}
    assert len(pages) > 20


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", NARROW)])
def test_every_page_can_be_read(
    browser: Browser, real_report: Path, scheme: Scheme, width: int
) -> None:
    for file in sorted(real_report.rglob("*.html")):
        check_page(browser, file, scheme, width)
