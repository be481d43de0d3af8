"""The same data in DuckDB and in Apache Spark, each built by dbt with the models of a copy."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.columns import quote_identifier, quote_text
from ingest.database import PUBLIC_SCHEMAS
from tests.support.projects import Project

NOT_COMPARED = {("catalog", "builds")}
"""It tells when a build was made."""


@dataclass(frozen=True)
class Difference:
    """A public table of both: its rows in DuckDB, those that the other lacks, and columns."""

    table: str
    rows: int
    missing: int
    further: int
    columns: tuple[tuple[str, str], ...]
    spark_columns: tuple[tuple[str, str], ...]

    @property
    def is_none(self) -> bool:
        """Whether both hold the same rows as often, in columns of the same names and types."""
        return not (self.missing or self.further) and self.columns == self.spark_columns


def set_session(project: Project, settings: Mapping[str, object]) -> None:
    """Change settings of Spark's session in a copy's profiles, or add them."""
    file = project.folder / "profiles.yml"
    text = file.read_text(encoding="utf-8")
    anchor = "server_side_parameters: &session\n"
    assert anchor in text
    for name, value in settings.items():
        text = re.sub(rf"\n +{re.escape(name)}: .*", "", text)
        text = text.replace(anchor, f'{anchor}        {name}: "{value}"\n')
    file.write_text(text, encoding="utf-8")


def export_raw(project: Project) -> None:
    """Write the raw tables to where the profile `spark` looks for them."""
    project.ingest("export-raw", "raw")


def publish(project: Project, name: str = "shown") -> Path:
    """Publish Spark's public tables as Parquet, and return the folder."""
    project.corate("publish", name, "--with-private", "--target", "spark")
    return project.folder / name


def differences(database: Path, folder: Path) -> Iterator[Difference]:
    """Compare each public table of a DuckDB file with the one that was published as Parquet.

    Tables that stay on DuckDB are in no folder of Spark's, and are left out.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema in ? order by all",
            [PUBLIC_SCHEMAS],
        ).fetchall()
        for schema, name in tables:
            file = folder / schema / f"{name}.parquet"
            if (schema, name) in NOT_COMPARED or not file.exists():
                continue
            made = f"{quote_identifier(schema)}.{quote_identifier(name)}"
            files = glob.escape(str(file)) + ("/*.parquet" if file.is_dir() else "")
            spark = f"read_parquet({quote_text(files)})"
            columns, spark_columns = (
                tuple(
                    (row[0], row[1])
                    for row in connection.execute(f"describe from {one}").fetchall()
                )
                for one in (made, spark)
            )
            both = [column for column, _ in columns if column in dict(spark_columns)]
            chosen = ", ".join(map(quote_identifier, both))
            of = [f"(select {chosen} from {one})" for one in (made, spark)]
            ((rows, missing, further),) = connection.execute(
                f"select (select count(*) from {made}),"
                f" (select count(*) from (from {of[0]} except all from {of[1]})),"
                f" (select count(*) from (from {of[1]} except all from {of[0]}))"
            ).fetchall()
            yield Difference(f"{schema}.{name}", rows, missing, further, columns, spark_columns)
