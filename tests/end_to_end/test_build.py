"""`dbt build` on the sample, on nothing, and on lines that are wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.support.commands import refused
from tests.support.methods_warehouse import write_own_methods
from tests.support.own_warehouse import OwnWarehouse
from tests.support.projects import Project, copy_project
from tests.support.sample import Sample

FILMS = "sample-films-core5"
SLOW_TO_IMPORT = ("sklearn", "scipy", "pandas")
LEARNT = ("int_clustered_combinations", "int_video_predictions")
TRAP = """
from pathlib import Path
Path({marker!r}).write_text(__name__)
raise ImportError("a trap")
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_project(tmp_path / "project")


def test_the_sample_builds_with_every_data_test(sample: Sample) -> None:
    """`make build`; it fails if any data test does."""
    project = sample.project
    assert "100 %" in sample.printed and "done after " in sample.printed
    assert "failed" not in sample.printed and "warned" not in sample.printed
    found = dict(project.rows("select dataset_id, title from catalog.datasets"))
    assert set(found) == {"sample-films", "sample-reviews", "sample-models", "sample-videos"}
    assert all(re.search("simulated|invented", title) for title in found.values())
    coverage = "select movies, linked, with_cast, with_genres from catalog.wikidata_coverage"
    assert project.rows(coverage) == [(150, 148, 148, 134)]
    problems = "select problem, occurrences from videos.problems order by all"
    assert project.rows(problems) == [
        ("delivered before", 1),
        ("neither 0 nor 1", 1),
        ("no such date", 1),
        ("not published yet", 1),
        ("people watching now", 1),
        ("rounded", 1),
        ("the record is empty", 2),
    ]
    listed = project.ingest("tables")
    assert "benchmarks.sequences" in listed
    queries = [line for line in listed.splitlines() if line.startswith("select")]
    assert len(queries) == 3
    for query in queries:
        assert project.rows(query), f"a query that newcomers are shown finds nothing: {query}"


def columns_of_learnt(project: Project) -> dict[str, list[tuple[str, str]]]:
    return {
        name: project.rows(f"select column_name, column_type from (describe intermediate.{name})")
        for name in LEARNT
    }


def count_learnt(project: Project) -> list[int]:
    return [project.rows(f"select count(*) from intermediate.{name}")[0][0] for name in LEARNT]


@pytest.fixture(scope="module")
def before_landing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    """Every model, after its unit tests, built on nothing; what dbt printed."""
    project = copy_project(tmp_path_factory.mktemp("nothing") / "project")
    return project, project.dbt("build", "--exclude-resource-type", "test")


def test_every_unit_test_passes(before_landing: tuple[Project, str]) -> None:
    """No build of a user runs them."""
    _, printed = before_landing
    known = re.search(r"(\d+) unit tests", printed)
    finished = re.search(r"Finished running .*?(\d+) unit tests", printed)
    assert known and finished and finished[1] == known[1] and int(known[1]) > 100, printed
    assert re.search(r"PASS=\d+ WARN=0 ERROR=0 SKIP=0", printed), printed


def test_a_build_before_anything_is_landed_succeeds_and_is_empty(
    before_landing: tuple[Project, str], sample: Sample, tmp_path: Path
) -> None:
    """And the Python models make the same tables as with data, and import nothing slow for it."""
    project, _ = before_landing
    tables = ("catalog.datasets", "catalog.movies", "benchmarks.interactions", "videos.scores")
    for table in tables:
        assert project.rows(f"select count(*) from {table}") == [(0,)]
    assert count_learnt(project) == [0, 0]
    assert min(count_learnt(sample.project)) > 0
    assert columns_of_learnt(project) == columns_of_learnt(sample.project)
    marker = tmp_path / "imported"
    for name in SLOW_TO_IMPORT:
        (project.folder / f"{name}.py").write_text(TRAP.format(marker=str(marker)))
    project.build_without_tests("--full-refresh", "--select", *LEARNT)
    assert not marker.exists(), f"{marker.read_text()} was imported"


@pytest.mark.long
def test_data_tests_pass_before_anything_is_landed(
    before_landing: tuple[Project, str], tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "project")
    project.take_database_of(before_landing[0])
    assert "ERROR=0" in project.dbt("test", "--exclude-resource-type", "unit_test")


WRONG_LINES = """\
protocol_id,datasets,valid_fraction,test_fraction,core_users
typo,sample-films movielens-2m,,,
greedy,sample-films,0.7,0.6,
negative,sample-films,,,-3
short,sample-films
unclosed,"sample-films,,,
timeless,a-shop,,,
fine,sample-films,,,3
"""
WRONG_LISTS = """\
list_id,entity_id
bots,
,u1
none,u1
bots,u1
"""
TOLD = {
    2: "sample-films",
    3: "valid_fraction and test_fraction (0.1 where blank) add up to 1.3",
    4: "core_users is '-3': it must be a whole number from 0 to 999999999",
    5: "it has 2 cells, and the header 5 columns",
    6: "a quote is never closed",
    7: "a-shop-timeless is not made: split is global_time, and no interaction of a-shop has a time",
}
"""What is said of each line."""


def test_a_wrong_line_stops_itself_alone(project: Project, sample: Sample) -> None:
    project.take_database_of(sample.project)
    file = project.folder / "no-times.csv"
    file.write_text("u1,i1\nu2,i2\n", encoding="utf-8")
    project.ingest("land", "a-shop", "--from", file, "--user", "1", "--item", "2")
    (project.folder / "own").mkdir()
    # as a spreadsheet saves it
    written = WRONG_LINES.replace("\n", "\r\n").encode("utf-8-sig")
    (project.folder / "own" / "protocols.csv").write_bytes(written)
    (project.folder / "own" / "entity_lists.csv").write_text(WRONG_LISTS, encoding="utf-8")
    recipes = "sample-films-core5 sample-films-cor5 shop-*"
    write_own_methods(project, [{"method": "mine", "kind": "popularity", "recipes": recipes}])
    printed = project.corate("build")
    assert [line for line in printed.splitlines() if line.startswith("own/methods.csv")] == [
        "own/methods.csv line 2: recipes of mine says 'sample-films-cor5', which is no recipe: see "
        "recipe_id in benchmarks.recipes",
    ]
    assert [line for line in printed.splitlines() if line.startswith("own/entity_lists.csv")] == [
        "own/entity_lists.csv line 2: entity_id is blank: name a user or an item",
        "own/entity_lists.csv line 3: list_id is blank: name the list",
        "own/entity_lists.csv line 4: list_id is 'none': call it something else than none, or "
        "'not ' and a name",
    ]
    told = [line for line in printed.splitlines() if line.startswith("own/protocols.csv line ")]
    assert len(told) == len(TOLD)
    for (number, problem), line in zip(TOLD.items(), told, strict=True):
        assert line.startswith(f"own/protocols.csv line {number}: "), line
        assert problem in line or number == 2, line
    assert "movielens-2m-typo is not made: datasets names 'movielens-2m'" in told[0]
    assert "1 test warned; the whole log is in logs/dbt.log" in printed
    # a person reads it: a line a step, and what is wrong
    assert len(printed.splitlines()) < 40, printed
    problems = dict(
        project.rows(
            "select recipe_id, problem from benchmarks.recipes"
            " where protocol_id in ('typo', 'greedy', 'negative', 'fine', 'timeless')"
            " or dataset_id = 'a-shop'"
        )
    )
    assert {name for name, problem in problems.items() if problem is None} == {
        *("sample-films-typo", "sample-films-fine", "a-shop-loo-core5"),
    }
    assert {*problems} == {
        *("sample-films-typo", "movielens-2m-typo", "sample-films-greedy"),
        *("sample-films-negative", "sample-films-fine", "a-shop-timeless"),
        *("a-shop-loo-core5", "a-shop-time-core4"),
    }
    made = project.rows("select distinct recipe_id from benchmarks.statistics")
    assert {("sample-films-fine",), ("sample-films-core5",)} <= {*made}
    assert ("sample-films-negative",) not in made
    # whoever wants none of it gets an error, and nothing new is public
    before = project.published.read_bytes()
    strict = ("--vars", "strict_settings: true", "--select", "settings_are_valid")
    assert "own/protocols.csv line 4: core_users is" in project.failing_dbt("test", *strict)
    assert project.published.read_bytes() == before


def test_a_build_that_fails_leaves_what_readers_see(project: Project, sample: Sample) -> None:
    project.take_database_of(sample.project)
    shutil.copy(sample.project.published, project.published)
    before = project.published.read_bytes()
    never = project.folder / "tests" / "data" / "never_holds.sql"
    never.write_text("select recipe_id from {{ ref('int_recipes') }}", encoding="utf-8")
    project.add_to_seed("protocols", [{"protocol_id": "new", "datasets": "sample-films"}])
    # of data tests those that have a name of their own, which is the one that fails and few others
    named = ("--exclude", "test_type:generic", "test_type:unit")
    printed = project.failing_dbt("build", "--select", "+benchmarks__interactions", *named)
    assert "never_holds: " in printed
    assert "not public yet, since " in printed and "public: " not in printed
    assert project.published.read_bytes() == before
    # what is made of another line is not there, or of the line before
    project.replace_seed(
        "protocols",
        [{"protocol_id": "core5", "datasets": "sample-films", "core_users": 9, "split": "none"}],
    )
    project.build_without_tests("--select", "+int_recipes", "int_core_first_count")
    assert project.published.read_bytes() == before
    to = ("--to", project.folder / "stopped", "--database", project.database)
    said = refused("export", FILMS, "--format", "parquet", *to).err
    assert "models that exports stand on are not made yet" in said
    assert not (project.folder / "stopped").exists()


def test_a_file_of_ones_own_becomes_a_benchmark_by_two_lines(own: OwnWarehouse) -> None:
    """A line in each seed, land, build."""
    project = own.project
    found = project.records("select * from benchmarks.recipes where recipe_id = 'shop-default'")
    assert found[0]["duplicate_policy"] == "last"
    assert (found[0]["core_users"], found[0]["core_items"]) == (5, 5)
    parts = dict(
        project.rows(
            "select split, interactions from benchmarks.statistics where recipe_id = 'shop-default'"
        )
    )
    assert set(parts) == {"train", "valid", "test"}


def test_duckdb_1_5_opens_the_file(sample: Sample) -> None:
    """The shell that the pinned list installs is of the release before: so are many BI tools."""
    project = sample.project
    shell = Path(sys.executable).with_name("duckdb")
    done = subprocess.run(
        [str(shell), "-readonly", "-csv", "-noheader", str(project.database),
         "select count(*) from benchmarks.interaction_fates"
         " where recipe_id = 'sample-films-core5'"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    with duckdb.connect(str(project.database), read_only=True) as connection:
        rows = connection.execute("select count(*) from raw.movielens_ratings").fetchall()
    assert int(done.stdout) == rows[0][0]
