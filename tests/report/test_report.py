"""What a report says is what the tables say, and a folder of it is written whole or not at all."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from corate.commands import report as command
from tests.report.conftest import written
from tests.support.commands import corate, refused

LOO = "sample-films-loo-core5"


class Tables(HTMLParser):
    """The tables of a page by their captions, a list of cells for each row of the body."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._caption = ""
        self._inside = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "caption":
            self._inside, self._caption = "caption", ""
        elif tag == "tbody":
            self.found[self._caption] = []
        elif tag == "tr" and self._caption in self.found:
            self.found[self._caption].append([])
        elif tag == "td":
            self._inside = "td"
            self.found[self._caption][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "caption":
            self._caption += data
        elif self._inside == "td":
            self.found[self._caption][-1][-1] += data


def ask(database: Path, query: str) -> list[tuple[str, ...]]:
    """Rows as text, as DuckDB writes it."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return [tuple(map(str, row)) for row in connection.execute(query).fetchall()]


def plain(cell: str) -> str:
    return cell.strip().replace(",", "")


def test_every_recipe_that_was_made_has_a_page(database: Path, report: Path) -> None:
    made = {one for (one,) in ask(database, "select distinct recipe_id from benchmarks.statistics")}
    assert {file.stem for file in (report / "recipes").iterdir()} == made
    assert len(made) >= 8
    found = Tables(report / "index.html").found
    recipes = found["Recipes, and how many of their checks are to be looked at"]
    sizes = ask(
        database,
        """
        select
            recipe_id, count(distinct user_id), count(distinct item_id), count(*)
        from benchmarks.interactions group by 1 order by 1
        """,
    )
    told = [tuple(map(plain, (row[0], row[2], row[3], row[4]))) for row in recipes]
    assert told == sizes


def test_checks_are_counted_by_verdict(database: Path, tmp_path: Path) -> None:
    """Also those that have no answer, of which the sample has none."""
    copy = Path(shutil.copy(database, tmp_path))
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update benchmarks.findings set verdict = 'unknown', figure = null"
            " where verdict = 'OK' and split = 'train' and length(recipe_id) % 2 = 0"
        )
    found = Tables(written(copy, tmp_path / "report") / "index.html").found
    recipes = found["Recipes, and how many of their checks are to be looked at"]
    verdicts = ask(
        copy, "select recipe_id, verdict, count(*) from benchmarks.findings group by all"
    )
    words = {"critical": "critical", "look": "to look at", "OK": "fine", "unknown": "unknown"}
    assert {verdict for _, verdict, _ in verdicts} == set(words)
    assert sorted((row[0], one.strip()) for row in recipes for one in row[5].split(",")) == sorted(
        (recipe, f"{count} {words[verdict]}") for recipe, verdict, count in verdicts
    )


def test_what_is_alike_is_of_those_that_most_rated(database: Path, report: Path) -> None:
    recipe = "sample-films-loo-core5"
    page = (report / "neighbours" / f"{recipe}.html").read_text(encoding="utf-8")
    shown = re.findall(r'<p class="quiet">([\d,]+) raters</p>', page)
    most = ask(
        database,
        f"""
        select count(distinct user_id) as raters from benchmarks.interactions
        where recipe_id = '{recipe}' and split = 'train' and item_id in (
            select item_id from similarity.item_neighbors where recipe_id = '{recipe}'
        )
        group by item_id order by raters desc limit 100
        """,
    )
    assert [(plain(one),) for one in shown] == most


def test_the_funnel_is_what_fates_say(database: Path, report: Path) -> None:
    found = Tables(report / "recipes" / f"{LOO}.html").found
    steps = found["Events left after each step that dropped some"]
    dropped = ask(
        database,
        f"""
        select dropped_at_step, count(*) from benchmarks.interaction_fates
        where recipe_id = '{LOO}' and fate = 'dropped' group by 1 order by 2
        """,
    )
    assert sorted((step[0], plain(step[2])) for step in steps[1:]) == sorted(dropped)
    left = [int(plain(step[1])) for step in steps]
    assert left == sorted(left, reverse=True)
    ((kept,),) = ask(
        database, f"select count(*) from benchmarks.interactions where recipe_id = '{LOO}'"
    )
    assert left[-1] == int(kept)


def test_shares_of_the_long_tail_are_those_of_the_events(database: Path, report: Path) -> None:
    found = Tables(report / "recipes" / f"{LOO}.html").found
    rows = found["Which share of the events the most active users and the most popular items have"]
    counts = ask(
        database,
        f"""
        select count(*) from benchmarks.interactions where recipe_id = '{LOO}'
        group by item_id order by 1 desc
        """,
    )
    numbers = [int(count) for (count,) in counts]
    for percent in (10, 50, 100):
        # of so many hundredths, rounded down, which are the largest
        largest = sum(numbers[: percent * len(numbers) // 100])
        ((told,),) = [
            (row[2],) for row in rows if row[0] == "items" and int(plain(row[1])) == percent
        ]
        assert float(told) == pytest.approx(100 * largest / sum(numbers), abs=0.006)


def test_the_best_method_is_beside_whom_it_beats(database: Path, report: Path) -> None:
    found = Tables(report / "recipes" / f"{LOO}.html").found
    rows = found["The best method of each metric, and which others it beats"]
    assert {row[0] for row in rows} == {"ndcg", "recall", "hit rate", "mrr"}
    for metric, best, beaten, not_told_apart in rows:
        name = metric.replace(" ", "_")
        ((first,),) = ask(
            database,
            f"""
            select method from recommendations.metrics
            where recipe_id = '{LOO}' and split = 'test' and k = 10
            order by {name} desc, method limit 1
            """,
        )
        assert best == first
        others = ask(
            database,
            f"""
            select p_sign_flip_holm < .05, if(method_a = '{best}', method_b, method_a)
            from recommendations.comparisons
            where recipe_id = '{LOO}' and split = 'test' and k = 10 and metric = '{name}'
                and '{best}' in (method_a, method_b)
            order by 2
            """,
        )
        assert beaten == ", ".join(other for is_beaten, other in others if is_beaten == "True")
        assert not_told_apart == ", ".join(
            other for is_beaten, other in others if is_beaten == "False"
        )


def test_nothing_is_asked_of_a_network(report: Path, odd_report: Path, empty_report: Path) -> None:
    """Links lead to where readers want to go, and to files of the report."""
    pages = [*report.rglob("*.html"), *odd_report.rglob("*.html"), *empty_report.rglob("*.html")]
    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for address in re.findall(r'<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]*)"', text):
            assert (page.parent / address).is_file(), (page, address)
        for address in re.findall(r'<a [^>]*href="([^"#]+)"', text):
            is_file = (page.parent / address).is_file()
            assert is_file or address.startswith(("https://", "http://")), (page, address)


def test_texts_of_the_data_are_text(odd_report: Path) -> None:
    pages = {file: file.read_text(encoding="utf-8") for file in odd_report.rglob("*.html")}
    hostile = {file for file, page in pages.items() if "&lt;/script&gt;&lt;script&gt;" in page}
    # of published figures, none is of what is landed
    assert {file.name for file in pages.keys() - hostile} == {"published.html"}
    for file, page in pages.items():
        is_searched = file.parent.name == "neighbours"
        assert page.count("<script") == is_searched and "<img" not in page, file


def test_a_video_leads_to_the_web_or_nowhere(report: Path) -> None:
    """What was landed may hold any text where an address should be."""
    from corate.report.writing import is_web_address

    assert is_web_address("https://www.youtube.com/watch?v=1")
    assert not is_web_address("javascript:alert(1)") and not is_web_address(None)
    assert 'href="https://www.youtube.com' in (report / "videos.html").read_text(encoding="utf-8")


def test_nothing_landed_is_said(empty_report: Path) -> None:
    pages = sorted(file.name for file in empty_report.rglob("*.html"))
    assert pages == ["index.html", "published.html"]
    assert "Nothing yet." in (empty_report / "index.html").read_text(encoding="utf-8")


def test_the_same_tables_give_the_same_bytes(database: Path, report: Path, tmp_path: Path) -> None:
    again = written(database, tmp_path / "again")
    names = json.loads((report / "report.json").read_text(encoding="utf-8"))["files"]
    files = [name["path"] for name in names] + ["report.json"]
    assert filecmp.cmpfiles(report, again, files, shallow=False) == (files, [], [])
    assert sorted(files) == sorted(
        file.relative_to(again).as_posix() for file in again.rglob("*") if file.is_file()
    )


def test_one_recipe_alone(database: Path, tmp_path: Path) -> None:
    folder = written(database, tmp_path / "one", "--recipe", LOO)
    assert [file.name for file in (folder / "recipes").iterdir()] == [f"{LOO}.html"]
    assert LOO in (folder / "index.html").read_text(encoding="utf-8")
    # and then all, in its place
    written(database, folder, "--overwrite")
    assert len(list((folder / "recipes").iterdir())) >= 8


def test_what_is_refused(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ("--database", database)
    assert (
        "no recipe 'nothing'" in refused("report", tmp_path / "r", "--recipe", "nothing", *at).err
    )
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    for more in ((), ("--overwrite",)):
        refused("report", tmp_path / "mine", *at, *more)
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    # nor where a report is, too
    beside = written(database, tmp_path / "beside", "--recipe", LOO)
    (beside / "README.md").write_text("mine", encoding="utf-8")
    assert "'README.md'" in refused("report", beside, "--overwrite", *at).err
    assert (beside / "README.md").read_text(encoding="utf-8") == "mine"
    nowhere = refused("report", tmp_path / "r", "--database", tmp_path / "none.duckdb")
    assert "none.duckdb" in nowhere.err
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert "make report" in refused("report", tmp_path / "r", *at).err
    assert not (tmp_path / "r").exists()


def test_help_has_examples() -> None:
    assert "python -m corate report" in corate("report", "--help").out


def test_a_core_begins_with_what_came_to_it(database: Path, report: Path) -> None:
    recipe = "sample-films-core10"
    found = Tables(report / "recipes" / f"{recipe}.html").found
    rows = found["Each round, as a share of what the core began with"]
    ((events, users),) = ask(
        database,
        f"""
        select row_count_before, users_before from benchmarks.attrition
        where recipe_id = '{recipe}' and step = 'core'
        """,
    )
    assert [plain(rows[0][place]) for place in (0, 1, 2, 3)] == ["0", events, "100.0 %", users]
    rounds = ask(
        database,
        f"select round, interactions, users from benchmarks.core_rounds"
        f" where recipe_id = '{recipe}' order by round",
    )
    assert [(row[0], plain(row[1]), plain(row[3])) for row in rows[1:]] == rounds
    # the first round takes most
    assert float(rows[1][4].removesuffix(" %")) == pytest.approx(
        100 * int(rounds[0][2]) / int(users), abs=0.06
    )
    assert int(rounds[0][2]) < 0.7 * int(users)


def test_a_core_within_train_begins_with_train(database: Path, report: Path) -> None:
    """Which is what came before valid begins, and is no duplicate."""
    recipe = "sample-films-time-core4"
    found = Tables(report / "recipes" / f"{recipe}.html").found
    rows = found["Each round, as a share of what the core began with"]
    ((events, users, items),) = ask(
        database,
        f"""
        select count(*), count(distinct user_id), count(distinct item_id)
        from benchmarks.interaction_fates
        where
            recipe_id = '{recipe}'
            and dropped_at_step is distinct from 'duplicates'
            and rated_at < (
                select starts_at from benchmarks.statistics
                where recipe_id = '{recipe}' and split = 'valid'
            )
        """,
    )
    assert [plain(rows[0][place]) for place in (0, 1, 3, 5)] == ["0", events, users, items]


def test_figures_are_written_as_they_are() -> None:
    from decimal import Decimal

    from corate.report.writing import said, written

    assert [said(value) for value in (Decimal("0.100000"), 0.25, 3, True)] == [
        *("0.1", "0.25", "3", "yes")
    ]
    assert [written(value, "figure") for value in (0, 0.000123456, 12345.6, None)] == [
        *("0", "0.0001235", "12,346", "")
    ]
    assert written(float("nan"), "percent") == "nan" and written(0.5, "percent") == "50.0 %"
    # all and none are said of all and none alone
    shares = (1, 0.99999, 0.9994, 0.0005, 0.0001, 0)
    assert [written(share, "percent") for share in shares] == [
        *("100.0 %", "> 99.9 %", "99.9 %", "0.1 %", "< 0.1 %", "0.0 %")
    ]
    assert [written(value, "measured") for value in (249274, 0.02765317, 1193.33)] == [
        *("249,274", "0.02765", "1,193.33")
    ]
    assert written("12000-01-01 00:00:00", "date") == "12000-01-01 00:00:00"
