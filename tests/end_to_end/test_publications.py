"""The whole sample, published: every row and every value is there, and keys are keys."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from corate.publications.declared import declared
from corate.publications.tables import PublicTable, read_publication
from tests.support.commands import corate, refused
from tests.support.own_warehouse import OwnWarehouse
from tests.support.postgresql import Server, running_server
from tests.support.sample import Sample


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running_server() as found:
        yield found


def tables_of(database: Path) -> tuple[PublicTable, ...]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return read_publication(connection, with_private=True).tables


@pytest.mark.parametrize("whose", ["sample", "own"])
def test_declared_keys_are_keys(whose: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    built: Sample | OwnWarehouse = request.getfixturevalue(whose)
    database = Path(shutil.copy(built.project.database, tmp_path / "copy.duckdb"))
    looked_at = 0
    with duckdb.connect(str(database), read_only=True) as connection:
        built_tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
        for (schema, table), said in declared().items():
            if not said.key or (schema, table) not in built_tables:
                continue
            columns = ", ".join(said.key)
            nulls = " or ".join(f"{column} is null" for column in said.key)
            ((rows, keys, with_null),) = connection.execute(
                f"select sum(rows), count(*), sum(rows) filter ({nulls})"
                f" from (select {columns}, count(*) as rows from {schema}.{table} group by all)"
            ).fetchall()
            looked_at += rows or 0
            assert keys == (rows or 0), table
            assert said.key_may_be_null or not with_null, table
    assert looked_at


@pytest.fixture(scope="module")
def database(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what readers of the sample open."""
    return Path(shutil.copy(sample.project.published, tmp_path_factory.mktemp("copy")))


def counted(rows: list[tuple[Any, ...]]) -> Counter[str]:
    """Rows by what they hold; Python tells a double so that it can be read back to the bit."""
    return Counter(map(repr, rows))


def test_postgresql_holds_every_row_of_the_sample(server: Server, database: Path) -> None:
    name = server.new_database("sample")
    printed = corate("publish", server.address(name), "--database", database, "--with-private")
    assert printed.code == 0, printed
    tables = tables_of(database)
    assert len(tables) == len(declared())
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            query = f"select {columns} from {table.written}"
            here = connection.execute(query).fetchall()
            assert counted(server.ask(name, query)) == counted(here), table.told
            assert len(here) == int(
                next(
                    line.split()[1]
                    for line in printed.out.splitlines()
                    if f" {table.told} " in line
                ).replace(",", "")
            )
    without_comment = server.ask(
        name,
        "select relname, attname from pg_attribute"
        " inner join pg_class on pg_class.oid = attrelid"
        " inner join pg_namespace on pg_namespace.oid = relnamespace"
        " where relkind = 'r' and attnum > 0"
        " and nspname in ('catalog', 'benchmarks', 'similarity', 'recommendations', 'videos')"
        " and col_description(attrelid, attnum) is null",
    )
    assert not without_comment


def test_a_folder_holds_every_row_of_the_sample(database: Path, tmp_path: Path) -> None:
    printed = corate("publish", tmp_path / "mirror", "--database", database)
    assert printed.code == 0, printed
    with duckdb.connect(str(database), read_only=True) as connection:
        publication = read_publication(connection, with_private=False)
        for table in publication.tables:
            path = tmp_path / "mirror" / table.schema / f"{table.name}.parquet"
            found = pq.ParquetFile(path).read()
            columns = [column.name for column in table.columns]
            assert found.column_names == columns
            here = connection.execute(
                f"select {', '.join(columns)} from {table.written}"
            ).fetchall()
            there = [tuple(row.values()) for row in found.to_pylist()]
            assert counted(there) == counted(here), table.told


EXPORT = ("export", "sample-films-time-core4", "--format")


@pytest.fixture(scope="module")
def mirror(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `publish` makes of the sample."""
    folder = tmp_path_factory.mktemp("published") / "mirror"
    printed = corate("publish", folder, "--database", database)
    assert printed.code == 0, printed
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("layout", ["sequences", "recbole", "parquet"])
def test_a_published_folder_is_exported_without_what_is_private(
    database: Path, mirror: Path, tmp_path: Path, layout: str
) -> None:
    of_file = ("--to", tmp_path / "file", "--database", database)
    assert corate(*EXPORT, layout, *of_file).code == 0
    printed = corate(*EXPORT, layout, "--to", tmp_path / "folder", "--database", mirror)
    assert printed.code == 0, printed
    assert "without 'catalog.event_context', 'catalog.user_attributes'" in printed.out
    # films have nothing of the kind
    assert files(tmp_path / "folder") == files(tmp_path / "file")


def test_a_folder_that_lacks_a_table_says_so(mirror: Path, tmp_path: Path) -> None:
    less = tmp_path / "less"
    assert corate("publish", less, "--without", "benchmarks.users", "--database", mirror).code == 0
    to = ("--to", tmp_path / "export", "--database", less)
    assert refused(*EXPORT, "parquet", *to).err == (
        "error: there is no table benchmarks.users in this folder: publish it without leaving that "
        "out\n"
    )
