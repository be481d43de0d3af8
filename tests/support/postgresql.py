"""A PostgreSQL server of a test's own, from the binaries of the system."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from psycopg import Connection

PORT = "5433"
"""Names the socket: the server listens on no network."""

OWNER = "postgres"
"""Who runs it where tests run as root, which it refuses to be run by."""

WITH_PASSWORD = "careful"
"""A role of which the server wants PASSWORD."""
PASSWORD = "s3cret word"


@dataclass(frozen=True)
class Server:
    """A running server; folder: where its socket is."""

    folder: Path

    def address(self, database: str, role: str = OWNER, password: str = "") -> str:
        """The address of a database, as people write it."""
        said = f":{password}" if password else ""
        return f"postgresql://{role}{said}@/{database}?host={self.folder}&port={PORT}"

    def ask(self, database: str, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run a statement; the rows that it answers."""
        with self.connected(database, client_encoding="utf8") as connection:
            cursor = connection.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def connected(
        self, database: str, role: str = OWNER, password: str = "", **options: Any
    ) -> Connection[Any]:
        """A connection to a database; options: more of what psycopg takes."""
        import psycopg

        address = self.address(database, role)
        return psycopg.connect(address, password=password or None, **options)

    def new_database(self, name: str, options: str = "") -> str:
        """An empty database; returns its name."""
        self.drop_database(name)
        self._run_alone(f'create database "{name}" {options}')
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, if it is there."""
        self._run_alone(f'drop database if exists "{name}"')

    def _run_alone(self, statement: str) -> None:
        with self.connected(OWNER, autocommit=True) as connection:
            connection.execute(statement.encode())


def binaries() -> Path:
    """Where initdb is. Skips the test where it is nowhere, or psycopg is missing."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'psycopg[binary]'")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parts[-2]))
    if found := shutil.which("initdb") or (places and places[-1] / "initdb"):
        return Path(found).parent
    pytest.skip("no PostgreSQL server is installed: Debian's package is postgresql")


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server in a folder of its own, and stop it at the end. Skips as `binaries` does."""
    where = binaries()
    user = OWNER if os.geteuid() == 0 else None
    if user and user not in {one.pw_name for one in pwd.getpwall()}:
        pytest.skip(f"PostgreSQL does not run as root, and there is no user {user}")
    # not that of pytest: nobody else may look into it, and the name of a socket is short
    folder = Path(tempfile.mkdtemp(prefix="corate-pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(command: str, *arguments: str | Path) -> None:
        _run([str(where / command), "-D", str(data), *map(str, arguments)], user, folder)

    try:
        run("initdb", "-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        access = data / "pg_hba.conf"
        access.write_text(f"local all {WITH_PASSWORD} scram-sha-256\n" + access.read_text())
        options = f"-k {folder} -p {PORT} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            server = Server(folder)
            server.ask(OWNER, f"create role {WITH_PASSWORD} login superuser password '{PASSWORD}'")
            yield server
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str], user: str | None, folder: Path) -> None:
    done = subprocess.run(
        command,
        user=user,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        # a server that goes on keeps a pipe open
        stdout=(folder / "said").open("ab"),
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, (folder / "said").read_text()
