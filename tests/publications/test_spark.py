"""What Spark has made is published as what DuckDB has: the same folder, but for who made it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from corate.publications.spark import duckdb_type, quoted
from ingest.columns import quote_text
from ingest.raw_tables import VERSION
from tests.support.commands import Printed, corate, refused
from tests.support.spark import local_session, needs_spark

NOT_OF_SPARK = (
    "similarity.border_dates",
    "similarity.values_of_all_types",
)
"""Years before 1 and types that no public table has."""

TYPES = {
    "string": "VARCHAR",
    "int": "INTEGER",
    "array<int>": "INTEGER[]",
    "array<array<string>>": "VARCHAR[][]",
    "decimal(9,6)": "DECIMAL(9,6)",
    "timestamp_ntz": "TIMESTAMP",
}


@pytest.mark.parametrize(("kind", "told"), TYPES.items())
def test_types_are_told_in_duckdbs_words(kind: str, told: str) -> None:
    assert duckdb_type(kind) == told


def literal(text: str) -> str:
    """A text as a literal of Spark, in which a backslash begins an escape."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@pytest.fixture(scope="module")
def spark_folder(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Spark's tables: the public views of the toy, with what is said of them."""
    needs_spark()
    folder = tmp_path_factory.mktemp("spark")
    with (
        duckdb.connect(str(toy), read_only=True) as connection,
        local_session(folder) as session,
    ):
        found = connection.execute(
            """
            select schema_name, table_name, relations.comment,
                list((column_name, columns.comment) order by column_index)
            from duckdb_columns() as columns
            inner join (
                select schema_name, table_name, comment from duckdb_tables()
                union all
                select schema_name, view_name, comment from duckdb_views()
            ) as relations using (schema_name, table_name)
            where database_name = current_database() and schema_name <> 'behind_views'
            group by all
            """
        ).fetchall()
        for schema, name, comment, columns in found:
            if f"{schema}.{name}" in NOT_OF_SPARK:
                continue
            file = folder / f"{schema}.{name}.parquet"
            connection.execute(f"copy {schema}.{name} to {quote_text(str(file))}")
            session.sql(f"create schema if not exists {schema}")
            told = ", ".join(
                quoted(column) + (f" comment {literal(said)}" if said else "")
                for column, said in columns
            )
            session.sql(
                f"create view {schema}.{name} ({told})"
                + (f" comment {literal(comment)}" if comment else "")
                + f" as select * from parquet.`{file}`"
            )
    return folder


@pytest.fixture
def published(spark_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that all of it is published to."""
    monkeypatch.setenv("CORATE_SPARK", str(spark_folder))
    monkeypatch.setenv("CORATE_MEMORY_LIMIT", "2GB")
    # go_to_project sets it, and the folder that one is in
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mirror"


def publish(*arguments: str | Path) -> Printed:
    printed = corate("publish", *arguments)
    assert printed.code == 0, printed
    return printed


def catalogue(folder: Path) -> dict[str, Any]:
    """What is said of a folder, without what is of its bytes."""
    found: dict[str, Any] = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
    for file in found["files"]:
        file.pop("sha256", None)
        file.pop("bytes", None)
    return found


@pytest.mark.spark
def test_a_folder_of_spark_is_as_one_of_duckdb(toy: Path, published: Path, tmp_path: Path) -> None:
    """The rows are compared by DuckDB, and so is what the folder says of them."""
    without = [word for table in NOT_OF_SPARK for word in ("--without", table)]
    publish(tmp_path / "expected", "--database", toy, *without)
    printed = publish("mirror", "--target", "spark")
    assert printed.out.startswith("published build 7 to mirror\n")
    assert "movielens-1m may not be passed on" in printed.err
    said = catalogue(published)
    assert said == catalogue(tmp_path / "expected")
    assert "catalog.rejected_rows.delivered_text" in said["left_out"]
    for name in ("README.md", "views.sql"):
        assert (published / name).read_bytes() == (tmp_path / "expected" / name).read_bytes()
    files = {path.relative_to(published).as_posix() for path in published.rglob("*.parquet")}
    assert files == {file["path"] for file in said["files"] if "table" in file}
    for file in files:
        found, expected = (f"'{folder / file}'" for folder in (published, tmp_path / "expected"))
        for one, other in ((found, expected), (expected, found)):
            assert duckdb.execute(f"from {one} except all from {other}").fetchall() == [], file
    assert {path.name for path in tmp_path.iterdir()} == {"mirror", "expected"}


@pytest.mark.spark
def test_what_may_hold_names_is_published_where_it_is_asked_for(published: Path) -> None:
    publish("mirror", "--target", "spark", "--with-private", "--without", "catalog.lists")
    assert catalogue(published)["left_out"] == {}
    assert (published / "catalog" / "event_context.parquet").exists()
    assert not (published / "catalog" / "lists.parquet").exists()


@pytest.mark.spark
def test_a_folder_that_the_cluster_does_not_see_is_told(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Executors elsewhere write to their own disks, of which nothing is here."""
    monkeypatch.setattr("corate.publications.spark._rows_in", lambda folder: 0)
    printed = corate("publish", "mirror", "--target", "spark")
    assert printed.code == 1
    assert printed.err.splitlines()[-1] == (
        f"error: of 1 rows of catalog.builds that Spark wrote, 0 are in {published.parent}: give a "
        "folder that all of the cluster sees, too"
    )
    assert not [*published.parent.iterdir()]


@pytest.mark.spark
def test_what_goes_wrong_in_spark_is_one_line(
    spark_folder: Path, published: Path, tmp_path: Path
) -> None:
    (spark_folder / "catalog.lists.parquet").rename(tmp_path / "lists")
    printed = corate("publish", "mirror", "--target", "spark")
    (tmp_path / "lists").rename(spark_folder / "catalog.lists.parquet")
    assert printed.code == 1
    assert printed.err.splitlines()[-1].startswith("error: Spark failed: [")
    assert not [*published.parent.iterdir()]


@pytest.mark.spark
def test_before_anything_is_public_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_spark()
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    monkeypatch.setenv("CORATE_SPARK", str(tmp_path / "spark"))
    monkeypatch.chdir(tmp_path)
    said = refused("publish", "mirror", "--target", "spark").err
    assert said == (
        "error: nothing is public yet in Spark: run `python -m corate build --target spark` first\n"
    )


def test_a_target_of_duckdb_is_none_of_spark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("dbt.adapters.spark", reason="no Spark: `make spark` installs it")
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    monkeypatch.chdir(tmp_path)
    assert "'dev' is no session of Spark: take --target spark" in (
        refused("publish", "mirror", "--target", "dev").err
    )
    assert "does not have a target named 'nix'" in (
        refused("publish", "mirror", "--target", "nix").err
    )


def test_a_build_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs_spark()
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    monkeypatch.setenv("CORATE_RAW", "exported")
    monkeypatch.chdir(tmp_path)
    said = refused("build", "--target", "spark").err
    place = tmp_path / "exported"
    assert said.startswith(
        f"error: there are no raw tables in {place}: run `python -m ingest export-raw {place}`"
    )


def test_an_export_of_another_release_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_spark()
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    place = tmp_path / "exported 2"
    place.mkdir()
    monkeypatch.setenv("CORATE_RAW", str(place))
    again = f"run `python -m ingest export-raw '{place}'`\n"
    for version, told in {
        7: f"the raw tables in {place} are of version 7, and this release reads version {VERSION}",
        VERSION: f"{place} has no file of the raw table amazon_metadata",
    }.items():
        for table in ("row_versions", "schema_version"):
            duckdb.execute(f"copy (select {version} as version) to '{place}/{table}.parquet'")
        assert refused("build", "--target", "spark").err == f"error: {told}: {again}"
    (place / "schema_version.parquet").write_text("damaged")
    assert refused("build", "--target", "spark").err == (
        f"error: {place}/schema_version.parquet cannot be read: {again}"
    )


def test_a_folder_whose_name_is_a_pattern_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_spark()
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    place = tmp_path / "raw [2]"
    place.mkdir()
    (place / "row_versions.parquet").touch()
    monkeypatch.setenv("CORATE_RAW", str(place))
    said = refused("build", "--target", "spark").err
    assert said.startswith(f"error: Spark takes {place} for a pattern of names: give the folder of")
    assert said.count("\n") == 1


def test_what_spark_does_not_do_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_spark()
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    monkeypatch.chdir(tmp_path)
    for remote in ("", None):
        monkeypatch.delenv("SPARK_REMOTE", raising=False)
        if remote is not None:
            monkeypatch.setenv("SPARK_REMOTE", remote)
        assert refused("build", "--target", "spark-connect").err == (
            "error: target spark-connect is a cluster, and SPARK_REMOTE does not say which: set it "
            "to sc://HOST:PORT, or take --target spark, which works on this machine\n"
        )
    monkeypatch.setenv("SPARK_REMOTE", "sc://")
    assert refused("build", "--target", "spark-connect").err == (
        "error: SPARK_REMOTE is 'sc://': it must be sc://HOST:PORT\n"
    )
    monkeypatch.setenv("CORATE_RECIPES", "shop-*")
    assert refused("build", "--target", "spark").err == (
        "error: CORATE_RECIPES is for DuckDB: unset it, and Spark makes all recipes\n"
    )
    assert "clean is for DuckDB's files" in corate("clean", "--target", "spark").err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "address", ["sc://localhost:1", "sc://localhost:x", "sc://localhost:1/;token=abc"]
)
def test_a_cluster_that_does_not_answer_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    pytest.importorskip("pyspark", reason="no Spark: `make spark` installs it")
    monkeypatch.setenv("CORATE_DATABASE", "warehouse.duckdb")
    monkeypatch.setenv("SPARK_REMOTE", address)
    monkeypatch.chdir(tmp_path)
    said = refused("publish", "mirror", "--target", "spark-connect").err
    assert said.startswith("error: no cluster answers at localhost:")
    assert "token" not in said


def test_postgresql_takes_it_from_a_folder() -> None:
    said = refused("publish", "postgresql://me@localhost/w", "--target", "spark").err
    assert "publish postgresql://… --database FOLDER" in said


COMMANDS = {
    "export": ["r", "--format", "parquet"],
    "neighbors": ["a", "--recipe", "r"],
    "recommend": ["a", "--recipe", "r"],
    "sql": ["select 1"],
    "why": ["a", "b", "--recipe", "r"],
}


@pytest.mark.parametrize(("command", "words"), COMMANDS.items())
def test_other_commands_ask_for_what_is_published(command: str, words: list[str]) -> None:
    printed = corate(command, *words, "--target", "spark")
    assert printed.code == 2
    assert printed.err.splitlines()[-1].endswith(
        f"{command} reads what is published: first `python -m corate publish FOLDER --target "
        "spark`, then --database FOLDER instead of --target"
    )
