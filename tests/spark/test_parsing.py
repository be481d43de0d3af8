"""Every model and data test is SQL that Apache Spark parses, and its macros do there as documented.

Nothing is built: dbt compiles for the target `spark`, and Spark's own parser reads the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from dbt.cli.main import dbtRunner

from tests.support.projects import copy_project
from tests.support.spark import local_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MACROS = "_macros_do_as_documented"


@dataclass(frozen=True)
class Compiled:
    """A session, and the SQL of each model and data test, by name."""

    session: SparkSession
    code: dict[str, str]

    def problem(self, code: str) -> str:
        """What Spark's parser says of SQL; empty where it takes it."""
        from pyspark.errors import ParseException

        parser = self.session._jsparkSession.sessionState().sqlParser()
        try:
            parser.parsePlan(code)
        except ParseException as error:
            return str(error).strip().splitlines()[0]
        return ""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    folder = tmp_path_factory.mktemp("spark")
    project = copy_project(folder / "project").folder
    file = project / "dbt_project.yml"
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    # they would load seeds, and look at raw tables
    without_hooks = {name: value for name, value in said.items() if not name.startswith("on-run")}
    file.write_text(yaml.safe_dump(without_hooks), encoding="utf-8")
    with local_session(folder) as session, pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        quiet = ("--log-level", "none", "--no-print", "--no-populate-cache")
        result: Any = dbtRunner().invoke([*quiet, "compile", "--target", "spark"])
        assert result.success, result.exception
        # dbt-spark turns it off with every statement
        session.conf.set("spark.sql.ansi.enabled", "true")
        yield Compiled(
            session,
            {
                one.node.name: one.node.compiled_code
                for one in result.result
                if one.node.resource_type in ("model", "test")
            },
        )


def test_spark_parses_all(compiled: Compiled) -> None:
    assert len(compiled.code) > 250
    problems = {name: compiled.problem(code) for name, code in compiled.code.items()}
    assert {name: problem for name, problem in problems.items() if problem} == {}


def test_what_spark_does_not_parse_is_noticed(compiled: Compiled) -> None:
    # a comma before `from` is, to Spark, a column of that name: sqlfluff forbids it
    for code in ("select [1, 2]", "select x[1:] from t", "select * exclude (a) from t"):
        assert compiled.problem(code), code


@pytest.mark.parametrize("zone", ["UTC", "America/St_Johns", "Asia/Kolkata"])
def test_engine_macros_do_as_documented(compiled: Compiled, zone: str) -> None:
    """The same rows as on DuckDB, which tests/end_to_end/test_build.py asks.

    A profile of one's own may leave the session in another time zone, or in one of summer time.
    """
    compiled.session.conf.set("spark.sql.session.timeZone", zone)
    promises = {name: code for name, code in compiled.code.items() if name.endswith(MACROS)}
    assert len(promises) == 6
    for name, code in promises.items():
        assert (name, compiled.session.sql(code).collect()) == (name, [])
