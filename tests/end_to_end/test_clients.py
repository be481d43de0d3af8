"""What docs/guides/clients.md shows of clients that are not in this environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from docs.blocks import ROOT
from tests.support.postgresql import OWNER, PORT, Server, binaries, running_server
from tests.support.sample import Sample

PAGE = "docs/guides/clients.md"
REQUIREMENTS = ROOT / "tests" / "clients" / "requirements.txt"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL server, in which nothing was published."""
    with running_server() as found:
        yield found


def environment(folder: Path, *requirements: str) -> Path:
    """The Python of a new environment. Skips the test where it cannot be installed."""
    python = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*install, *requirements], capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["pip failed"]
        pytest.skip(f"{' '.join(requirements)} cannot be installed here: {said[-1]}")
    return python


def check_page(sample: Sample, *options: str | Path, **variables: str) -> None:
    """What the page shows is what comes."""
    command = [sys.executable, "-m", "docs.blocks", "--check", PAGE, *options]
    command += ["--database", sample.project.published]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def of_server() -> dict[str, str]:
    """Variables of an environment in which PostgreSQL's own programs reach the server."""
    path = f"{os.environ['PATH']}{os.pathsep}{binaries()}"
    return {"PGPORT": PORT, "PGUSER": OWNER, "PATH": path}


def test_postgresql_answers_as_the_page_shows(sample: Sample, server: Server) -> None:
    server.drop_database("warehouse")
    check_page(sample, "--server", server.folder, **of_server())


@pytest.mark.long
def test_other_clients_answer_as_the_page_shows(
    sample: Sample, server: Server, tmp_path: Path
) -> None:
    python = environment(tmp_path / "clients", "-r", str(REQUIREMENTS))
    server.drop_database("warehouse")
    check_page(sample, "--clients", python, "--server", server.folder, **of_server())


READ_ALL = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    for schema, name in connection.execute(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema <> 'behind_views' order by all"
    ).fetchall():
        connection.execute(f"select * from {schema}.{name}")
        print(f"{schema}.{name}", len(connection.fetchall()))
"""


@pytest.mark.long
@pytest.mark.parametrize("version", ["1.2.2", "1.3.2", "1.4.5", "1.5.6"])
def test_each_version_of_duckdb_reads_every_table(
    version: str, sample: Sample, tmp_path: Path
) -> None:
    python = environment(tmp_path / "older", f"duckdb=={version}")
    database = str(sample.project.published)
    command = [str(python), "-c", READ_ALL, database]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    with duckdb.connect(database, read_only=True) as connection:
        there = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema <> 'behind_views' order by table_schema, table_name"
        ).fetchall()
        rows = [connection.execute(f"select count(*) from {name}").fetchall() for (name,) in there]
    expected = [f"{name} {count}" for (name,), ((count,),) in zip(there, rows, strict=True)]
    assert found.splitlines() == expected
