"""A database for each test, a small list of datasets, and the command line called in-process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest import settings
from ingest.cli import main
from ingest.columns import quote_text
from ingest.parts import NUMBERS

BESIDE = ("dataset_id", "source_file", "landed_at", "context", "split", "rows_before", *NUMBERS)

DELIVERED = f"columns(lambda name: name not in {BESIDE})"
"""source_row and the columns as delivered; context, parts and numbers have tests of their own."""

DATASETS = """\
dataset_id,source,edition,title,url,checksum,bytes,licence,citation,rating_min,rating_max,interactions,users
ml-100k,movielens,100k,,,,,test,,,,,
ml-1m,movielens,1m,,,,,test,,,,,
ml-10m,movielens,10m,,,,,test,,,,,
ml-20m,movielens,20m,,,,,test,,,,,
tweetings,movietweetings,100K,,,,,test,,,,,
amazon-2014,amazon,2014,,,,,test,,,,,
amazon-2018,amazon,2018,,,,,test,,,,,
amazon-2023,amazon,2023,,,,,test,,,,,
amazon-1999,amazon,1999,,,,,test,,,,,
listed-own,interactions,1,,,,,test,,,,,
"""


@cache
def _looker() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@contextmanager
def looking_at(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database for reading, attached to one that stays open: to connect takes far longer."""
    connection = _looker()
    connection.execute(f"attach {quote_text(str(path))} as looked_at (read_only); use looked_at")
    try:
        yield connection
    finally:
        connection.execute("use memory; detach looked_at")


@dataclass
class Warehouse:
    """A database file and the commands on it."""

    path: Path
    capture: pytest.CaptureFixture[str]
    output: str = ""
    errors: str = ""

    def run(self, *arguments: str | Path) -> int:
        """Run a command on this database; keeps what it prints in `output` and `errors`."""
        self.capture.readouterr()
        try:
            code = main([*map(str, arguments), "--database", str(self.path)])
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        self.output, self.errors = self.capture.readouterr()
        return code

    def land(self, dataset: str, source: Path, *options: str) -> int:
        return self.run("land", dataset, "--from", source, "--quiet", *options)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with looking_at(self.path) as connection:
            return connection.execute(sql).fetchall()

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """source_row and the delivered columns, in the order of files and rows."""
        return self.query(f"select {DELIVERED} from raw.{table} order by source_file, source_row")

    def rejected(self) -> list[tuple[Any, ...]]:
        """source_row, text and reason of the rejected rows."""
        return self.query(
            "select source_row, text, reason from raw.rejected_rows"
            " order by source_file, source_row"
        )

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """What was delivered and counted: raw tables without landing times, rows sorted."""
        with looking_at(self.path) as connection:
            tables = connection.execute(
                """
                select table_name, true
                from duckdb_tables()
                where database_name = current_database() and schema_name = 'raw'
                union all
                -- one that reads no part is empty, whatever it is like
                select view_name, contains(sql, 'landed.')
                from duckdb_views()
                where database_name = current_database() and schema_name = 'raw'
                """
            ).fetchall()
            return {
                name: connection.execute(
                    f"select columns(lambda name: name <> 'landed_at') from raw.{name} order by all"
                ).fetchall()
                if has_rows
                else []
                for name, has_rows in sorted(tables)
                if name not in ("schema_version", "landed_parts", "landing_remarks", "row_versions")
            }


@pytest.fixture
def datasets_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of datasets of the test's own, in place of the project's."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    file = folder / "datasets.csv"
    file.write_text(DATASETS, encoding="utf-8")
    monkeypatch.setattr(settings, "DATASETS_FILE", file)
    return file


@pytest.fixture
def warehouse(tmp_path: Path, datasets_file: Path, capsys: pytest.CaptureFixture[str]) -> Warehouse:
    return Warehouse(tmp_path / "test.work.duckdb", capsys)


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """An empty folder for delivered files."""
    folder = tmp_path / "delivery"
    folder.mkdir()
    return folder


def write(path: Path, lines: Sequence[str | bytes], end: bytes = b"\n") -> Path:
    """Write lines of text or bytes to a file."""
    encoded = [line.encode() if isinstance(line, str) else line for line in lines]
    path.write_bytes(b"".join(line + end for line in encoded))
    return path
