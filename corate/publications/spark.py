"""The public tables of Apache Spark, and their rows as files that Spark itself writes."""

from __future__ import annotations

import glob
import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corate.publications.folder import RowsOf
from corate.publications.tables import Column, Publication, PublicTable, publication_of
from ingest.columns import quote_text
from ingest.database import PUBLIC_SCHEMAS
from ingest.errors import IngestError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TYPES = {
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "date": "DATE",
    "timestamp_ntz": "TIMESTAMP",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
}
"""DuckDB's types, by Spark's; those of lists and decimals beside."""


def read_from_spark(
    session: SparkSession, with_private: bool, without: Collection[str] = ()
) -> Publication:
    """What there is to publish of Spark's tables, as `read_publication` says it of a file.

    Raises IngestError where nothing is public yet.
    """
    catalog = session.catalog
    relations = {
        (schema, table.name): (
            table.description or "",
            [
                Column(column.name, duckdb_type(column.dataType), column.description or "")
                for column in catalog.listColumns(f"{quoted(schema)}.{quoted(table.name)}")
            ],
        )
        for schema in PUBLIC_SCHEMAS
        if catalog.databaseExists(schema)
        for table in sorted(catalog.listTables(schema), key=lambda table: table.name)
        if not table.isTemporary
    }
    is_there = ("catalog", "builds") in relations
    builds = _rows(session, "catalog.builds order by build_number desc limit 1") if is_there else []
    if not builds:
        raise IngestError(
            "nothing is public yet in Spark: run `python -m corate build --target spark` first"
        )
    datasets = _rows(session, "catalog.datasets order by dataset_id")
    return publication_of(relations, builds[0], datasets, with_private, without)


def _rows(session: SparkSession, what: str) -> list[dict[str, Any]]:
    return [row.asDict() for row in session.sql(f"select * from {what}").collect()]


def duckdb_type(kind: str) -> str:
    """DuckDB's name of a type of Spark's.

    array<decimal(9,6)> is DECIMAL(9,6)[]. A type that no public table has keeps its own name.
    """
    if within := re.fullmatch(r"array<(.+)>", kind):
        return f"{duckdb_type(within[1])}[]"
    return TYPES.get(kind, kind.upper())


def quoted(name: str) -> str:
    """A name as an identifier of Spark's."""
    return "`" + name.replace("`", "``") + "`"


def rows_by_spark(session: SparkSession) -> RowsOf:
    """Has Spark write the rows of a table, and returns how DuckDB reads them.

    Raises IngestError where not all of them arrive: executors of a cluster write where they are.
    """
    from pyspark.sql import Observation
    from pyspark.sql.functions import count, lit

    def rows_of(table: PublicTable, folder: Path) -> str:
        columns = ", ".join(quoted(column.name) for column in table.columns)
        written = Observation()
        session.sql(f"select {columns} from {quoted(table.schema)}.{quoted(table.name)}").observe(
            written, count(lit(1)).alias("rows")
        ).write.option("compression", "zstd").parquet(_address(folder))
        rows, arrived = written.get["rows"], _rows_in(folder)
        if rows != arrived:
            raise IngestError(
                f"of {rows:,} rows of {table.told} that Spark wrote, {arrived:,} are in "
                f"{folder.parent.parent}: give a folder that all of the cluster sees, too"
            )
        files = quote_text(f"{glob.escape(str(folder))}/*.parquet")
        return f"read_parquet({files}, hive_partitioning = false)"

    return rows_of


def _address(folder: Path) -> str:
    """As Spark takes it: no sign is written in another way."""
    return f"file:///{folder.absolute().as_posix().lstrip('/')}"


def _rows_in(folder: Path) -> int:
    """As the files' own footers say."""
    from pyarrow.parquet import read_metadata

    return sum(read_metadata(file).num_rows for file in folder.glob("*.parquet"))
