"""Each dashboard in a browser, on the sample's public file, and while a build replaces that file.

Superset is installed as `make superset` does, once, into `.superset/venv`; its own database, the
password and the port are the test's.
"""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bi.superset import serve
from tests.bi.test_superset_files import CHARTS, DASHBOARDS, metrics_of, name_of, placed
from tests.support.browser import chromium as chromium_here
from tests.support.once import built_once
from tests.support.projects import Project, copy_project
from tests.support.sample import build_sample

pytestmark = pytest.mark.long

VENV = serve.FOLDER / "venv"
PATIENCE = 180
"""Seconds: other tests may take the machine."""
SLUGS = [board["slug"] for board in DASHBOARDS.values()]
LANDED = "corate-landed"
EMPTY_IN_THE_SAMPLE = {
    "Remarks: what stands out in the files",
    "Rejected rows: what could not be read",
}
"""Every row of the sample can be read, and nothing stands out in it."""


@pytest.fixture(scope="module", autouse=True)
def chromium() -> str:
    """The browser; skips the tests, before anything is built or installed, where it is absent."""
    found = chromium_here()
    if found is None:
        pytest.skip("there is no Chromium: `make browser` installs it")
    return found


@pytest.fixture(scope="module")
def project(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the sample's warehouse, that can be built further."""
    sample = built_once(tmp_path_factory, "sample", build_sample)
    copied = copy_project(tmp_path_factory.mktemp("bi") / "project")
    copied.take_database_of(sample.project)
    shutil.copy(sample.project.published, copied.published)
    return copied


@dataclass(frozen=True)
class Served:
    """A Superset that serves: its address, its own folder, and the administrator's password."""

    address: str
    folder: Path
    password: str


@pytest.fixture(scope="module")
def served(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """What `make superset` does, twice: what was imported is imported again, over itself."""
    folder = tmp_path_factory.mktemp("superset") / "own"
    serve.install(VENV)
    for _ in range(2):
        serve.prepare(VENV, folder, project.published)
        (folder / "imported.txt").unlink()
    with socket.socket() as free:
        free.bind((serve.HOST, 0))
        port = free.getsockname()[1]
    environment = serve.environment(folder)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            serve.server(VENV, port), env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    address = f"http://{serve.HOST}:{port}"
    try:
        wait_for(f"{address}/health", server)
        yield Served(address, folder, environment["SUPERSET_PASSWORD"])
    finally:
        server.terminate()
        server.wait(60)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address).close()
            return
        except urllib.error.URLError:
            time.sleep(0.5)
    pytest.fail(f"no answer from {address}")


@pytest.fixture(scope="module")
def page(chromium: str, served: Served) -> Iterator[Any]:
    """A page of a browser that is logged in, and gets nothing from anywhere else."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        # high enough for a whole dashboard: charts out of sight are not asked for
        opened = browser.new_page(viewport={"width": 1440, "height": 3400})
        opened.set_default_timeout(PATIENCE * 1000)
        asked: list[str] = []
        opened.on("requestfinished", lambda request: asked.append(request.url))
        # the log of clicks is refused before the login, and undoes one that is as fast as this
        opened.route("**/superset/log/**", lambda route: route.fulfill(status=200, body=""))
        opened.goto(f"{served.address}/login/")
        opened.fill("#username", "admin")
        opened.fill("#password", served.password)
        opened.keyboard.press("Enter")
        opened.wait_for_url("**/superset/welcome/")
        yield opened
        browser.close()
    # what a page asks of others is blocked
    assert asked
    assert not [url for url in asked if not url.startswith((served.address, "data:", "blob:"))]


@dataclass
class Seen:
    """What a dashboard showed: for each chart, by title, its rows or why there are none."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def empty(self) -> set[str]:
        """The charts without rows, and those whose figures are all NULL."""
        of = {chart["slice_name"]: chart["params"] for chart in CHARTS.values()}
        return {title for title, rows in self.rows.items() if not shows(of[title], rows)}


def shows(params: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """Whether a chart has something to show: each of its figures somewhere, or rows of a table.

    The figures are all columns but the axis: a metric each, or a series each.
    """
    if not rows or not metrics_of(params):
        return bool(rows)
    figures = {*rows[0]} - {params.get("x_axis")}
    return all(any(row[name] is not None for row in rows) for name in figures)


def look_at(page: Any, served: Served, slug: str) -> Seen:
    """Open a dashboard, wait until each chart is drawn, and tell what it was drawn from.

    Where filters change while the page loads, a chart asks more than once: the last answer counts.
    """
    (board,) = (one for one in DASHBOARDS.values() if one["slug"] == slug)
    titles = {name_of(chart) for chart in placed(board).values()}
    listed = page.request.get(f"{served.address}/api/v1/dashboard/{slug}/charts").json()["result"]
    names = {chart["id"]: chart["slice_name"] for chart in listed}
    assert sorted(names.values()) == sorted(titles)
    answers: list[Any] = []

    def keep(response: Any) -> None:
        if "/api/v1/chart/data" in response.url:
            answers.append(response)

    page.on("response", keep)
    page.goto(f"{served.address}/superset/dashboard/{slug}/", wait_until="load")
    seen, end = Seen(), time.monotonic() + PATIENCE
    while {*seen.rows, *seen.wrong} != titles and time.monotonic() < end:
        # until nothing has been asked for two seconds
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(2000)
        for response in answers:
            number = response.request.post_data_json["form_data"].get("slice_id")
            if number in names:
                note(seen, names[number], response)
    page.wait_for_function("!document.querySelector('.dashboard .loading')")
    page.remove_listener("response", keep)
    for alert in page.locator(".dashboard [role=alert]").all_inner_texts():
        seen.wrong.setdefault("alert", alert)
    for title in titles - {*seen.rows, *seen.wrong}:
        seen.wrong[title] = "never asked for its rows"
    return seen


def note(seen: Seen, title: str, response: Any) -> None:
    """Note a chart's answer, in the place of one before."""
    said = response.json()
    seen.wrong.pop(title, None)
    if not response.ok:
        seen.wrong[title] = str(said)
        return
    (result,) = said["result"]
    if result["error"]:
        seen.wrong[title] = result["error"]
    seen.rows[title] = result["data"]


def answer(project: Project, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query to the public file."""
    with duckdb.connect(str(project.published), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_chart_of_a_dashboard_has_rows(page: Any, served: Served, slug: str) -> None:
    seen = look_at(page, served, slug)
    assert seen.wrong == {}
    assert seen.empty() == {*seen.rows} & EMPTY_IN_THE_SAMPLE
    drawn_empty = page.get_by_text("No results were returned for this query").count()
    assert drawn_empty == len(seen.empty())


def test_importing_again_makes_no_doubles(served: Served) -> None:
    with sqlite3.connect(served.folder / "superset.db") as own:
        for table, many in (("slices", CHARTS), ("dashboards", DASHBOARDS), ("dbs", [1])):
            assert own.execute(f"select count(*) from {table}").fetchone() == (len(many),)
        # columns that the files do not name come with what the table says of them
        told = own.execute(
            "select count(*) from table_columns join tables on tables.id = table_id"
            " where table_name = 'metrics' and schema = 'recommendations'"
            " and column_name = 'targets_of_part' and table_columns.description <> ''"
        )
        assert told.fetchone() == (1,)


def test_charts_show_one_recipe_and_the_figures_of_its_tables(
    page: Any, served: Served, project: Project
) -> None:
    landed = look_at(page, served, LANDED).rows
    dropped = landed["What each step of the recipe drops"]
    assert {(row["step_shown"][4:], row["dropped"]) for row in dropped if row["dropped"]} == {
        *answer(
            project,
            "select replace(dropped_at_step, '_', ' '), count(*) from benchmarks.interaction_fates"
            " where recipe_id = 'sample-films-time-core4' and fate = 'dropped' group by all",
        )
    }
    quality = look_at(page, served, "corate-recommendations").rows["Quality of each method, at k"]
    measures = ("hit_rate", "recall", "ndcg", "mrr")
    shown = {(row["method"], *(row[f"{name}_at_k"] for name in measures)) for row in quality}
    assert shown == {
        *answer(
            project,
            f"select method, {', '.join(measures)} from recommendations.metrics"
            " where recipe_id = 'sample-films-loo-core5' and split = 'test' and k = 5",
        )
    }


def test_sql_that_is_broken_is_noticed(page: Any, served: Served) -> None:
    title = "What each step of the recipe drops"

    def set_dropped(expression: str) -> str:
        with sqlite3.connect(served.folder / "superset.db") as own:
            where = "from sql_metrics where metric_name = 'dropped'"
            (before,) = own.execute(f"select expression {where}").fetchone()
            own.execute(
                "update sql_metrics set expression = ? where metric_name = 'dropped'", [expression]
            )
        return str(before)

    before = set_dropped("max(no_such_column)")
    try:
        assert "no_such_column" in look_at(page, served, LANDED).wrong[title]
        set_dropped("max(null)")
        assert title in look_at(page, served, LANDED).empty()
    finally:
        set_dropped(before)
    assert look_at(page, served, LANDED).wrong == {}


def test_a_build_goes_on_while_superset_serves_and_is_seen_afterwards(
    page: Any, served: Served, project: Project
) -> None:
    """The new dataset has a row that cannot be read, and one user with most of the events."""
    events = [
        f"{'often' if n % 4 else f'u{n % 60}'},i{n % 40},{n % 5 + 1},{1_500_000_000 + n * 60}"
        for n in range(2000)
    ]
    file = project.folder / "shop.csv"
    file.write_text("\n".join(["u,i,r,t", *events, "u1,i1,much,1500000000"]) + "\n")
    columns = ("--user", "u", "--item", "i", "--rating", "r", "--time", "t")
    project.ingest("land", "shop", "--from", file, *columns)
    before = project.published.stat().st_ino
    looks = 0
    with ThreadPoolExecutor() as pool:
        build = pool.submit(project.corate, "build")
        while not build.done():
            assert look_at(page, served, LANDED).wrong == {}
            looks += 1
        build.result()
    assert looks > 1
    assert project.published.stat().st_ino != before
    seen = look_at(page, served, LANDED)
    assert seen.wrong == {}
    assert "shop" in {row["dataset_id"] for row in seen.rows["Datasets: what is landed"]}
    # now each chart has rows
    assert seen.empty() == set()
