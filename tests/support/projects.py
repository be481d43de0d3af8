"""Copies of the project with seeds and a database of their own, to build warehouses in tests."""

from __future__ import annotations

import csv
import functools
import gc
import hashlib
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock

PROJECT_ROOT = Path(__file__).resolve().parents[2]

COPIED = (
    "dbt_project.yml",
    "profiles.yml",
    "selectors.yml",
    "models",
    "macros",
    "seeds",
    "corate",
    "ingest",
    "learning",
    "root_macros",
    "sample",
    "tests/data",
)

PARSED = (*COPIED[:6], "tests/data")
"""What dbt reads when it parses."""

SMALL = {
    "answers_per_block": 2,
    "content_neighbors": 7,
    "user_pairs_budget": 200_000,
}
"""Variables by which small data fill several blocks, and reach the limits of lists and pairs.

One set for all tests that need one of them: with other variables, dbt parses the project anew.
"""

RunInProcess = Callable[[Sequence[str], Path, Mapping[str, str], str], None]

WITH_DATA_TESTS = (
    *("--exclude-resource-type", "unit_test"),
    *("--indirect-selection", "buildable"),
)


@dataclass(frozen=True)
class Project:
    """A copy of the project in `folder`; its database is `warehouse.duckdb` in it.

    variables: those that dbt is given in every command.
    """

    folder: Path
    variables: Mapping[str, object] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The DuckDB file that landing and dbt write to."""
        return self.folder / "warehouse.work.duckdb"

    @property
    def published(self) -> Path:
        """The DuckDB file that readers open, once a build was whole and all its tests passed."""
        return self.folder / "warehouse.duckdb"

    def ingest(self, *arguments: str | Path) -> str:
        """Run the copy's `ingest` and return what it printed; fails the test if it fails."""
        exit_code, printed = self._fork(run_ingest, [*map(str, arguments)])
        assert exit_code == 0, printed
        return printed

    def corate(self, *arguments: str | Path, threads: int = 2) -> str:
        """Run `python -m corate` and return what it printed; fails the test if it fails."""
        return self._run([sys.executable, "-m", "corate", *map(str, arguments)], threads)

    def failing_corate(self, *arguments: str | Path, exit_code: int = 1) -> str:
        """Run `python -m corate` where it must fail, and return what it printed."""
        command = [sys.executable, "-m", "corate", *map(str, arguments)]
        return self._run(command, exit_code=exit_code)

    def dbt(self, *arguments: str, threads: int = 2, run: RunInProcess | None = None) -> str:
        """Run dbt and return what it printed; fails the test if dbt fails.

        `run` becomes dbt in the process of its own, and may look at what dbt does: as run_dbt.
        """
        exit_code, printed = self.try_dbt(*arguments, threads=threads, run=run)
        assert exit_code == 0, printed
        return printed

    def try_dbt(
        self, *arguments: str, threads: int = 2, run: RunInProcess | None = None
    ) -> tuple[int | None, str]:
        """Run dbt in a process of its own; return its exit code and what it printed."""
        given = ("--vars", json.dumps(self.variables)) if self.variables else ()
        return self._fork(run or run_dbt, (*arguments, *given), threads)

    def _fork(
        self, run: RunInProcess, arguments: Sequence[str], threads: int = 2
    ) -> tuple[int | None, str]:
        """Have a process become a program; return its exit code and what it printed."""
        with tempfile.NamedTemporaryFile() as output:
            process = FORKS.Process(
                target=run,
                args=(arguments, self.folder, self._environment(threads), output.name),
            )
            process.start()
            process.join()
            self._write_out()
            return process.exitcode, output.read().decode()

    def build_without_tests(
        self, *arguments: str, threads: int = 2, run: RunInProcess | None = None
    ) -> str:
        """Load the seeds and build every model, for tests that look at the tables themselves."""
        skipped = ("--exclude-resource-type", "test", "unit_test")
        return self.dbt("build", *skipped, *arguments, threads=threads, run=run)

    def build_with_data_tests(self, *arguments: str) -> str:
        """Load the seeds, build every model and run its data tests.

        Where the arguments select models, tests that look at others, too, are left out.
        """
        return self.dbt("build", *WITH_DATA_TESTS, *arguments)

    def failing_dbt(self, *arguments: str) -> str:
        """Run dbt where it must fail, and return what it printed."""
        exit_code, printed = self.try_dbt(*arguments)
        assert exit_code != 0, printed
        return printed

    def take_database_of(self, other: Project) -> None:
        """Copy the database of another project."""
        shutil.copy(other.database, self.database)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that a query returns."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def records(self, query: str) -> list[dict[str, Any]]:
        """The rows that a query returns, each by column name."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            found = connection.execute(query)
            assert found.description is not None
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def difference_to_query(self, model: str) -> tuple[int, int]:
        """How many rows of a table that is counted its query gives otherwise, and how many it has.

        The query is what dbt compiled when it built the table.
        """
        (file,) = (self.folder / "target" / "compiled").rglob(f"intermediate/*/{model}.sql")
        # what the query says is asked once
        ((differing, rows),) = self.rows(
            f"with said as materialized ({file.read_text(encoding='utf-8')}),"
            f" made as (from intermediate.{model})"
            " select (select count(*) from (from made except all from said))"
            " + (select count(*) from (from said except all from made)),"
            " (select count(*) from made)"
        )
        return int(differing), int(rows)

    def add_to_seed(self, seed: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Append lines to a seed, as a user does by hand; columns that are left out are blank."""
        file = self.folder / "seeds" / f"{seed}.csv"
        columns = self._seed_columns(file)
        with file.open("a", newline="", encoding="utf-8") as opened:
            csv.DictWriter(opened, columns, lineterminator="\n").writerows(rows)

    def replace_seed(self, seed: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Give a seed these lines only."""
        file = self.folder / "seeds" / f"{seed}.csv"
        header = ",".join(self._seed_columns(file))
        file.write_text(header + "\n", encoding="utf-8")
        self.add_to_seed(seed, rows)

    @staticmethod
    def _seed_columns(file: Path) -> list[str]:
        with file.open(newline="", encoding="utf-8") as opened:
            return next(csv.reader(opened))

    def _write_out(self) -> None:
        """Let DuckDB write into the file what a fork, which ends at once, has left beside it.

        Whoever opens the file would have to read that, each time.
        """
        if self.database.with_name(self.database.name + ".wal").exists():
            duckdb.connect(str(self.database)).close()

    def _run(self, command: Sequence[str], threads: int = 2, exit_code: int = 0) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment(threads),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == exit_code, done.stdout
        return done.stdout

    def _environment(self, threads: int) -> dict[str, str]:
        return {
            **os.environ,
            # by the same name in every copy: dbt parses anew where the profile changes
            "CORATE_DATABASE": self.published.name,
            "CORATE_THREADS": str(threads),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            # no test reads the manifest that dbt writes, twice in each run, and that takes 2 s
            "DBT_WRITE_JSON": "false",
            # nor the log, a tenth of the time
            "DBT_LOG_LEVEL_FILE": "none",
        }


# dbt is imported once in each test process (3 s), and each run of it begins as a fork of that. So
# is what Python models import, save what a test sees them not import where there is no need
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["dbt.cli.main", "dbt.adapters.duckdb", "numba", "pyarrow"])


def run_dbt(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: str
) -> None:
    """Become a dbt that is run in this folder with this environment and prints into a file."""
    _become("dbt", ["--no-use-colors", *arguments], folder, environment, output)
    from dbt.cli.main import cli

    # what dbt knows of the project is looked through again and again: a fifth of its time. Spark
    # keeps each plan that Python has an object of, until that is collected
    if "spark" not in arguments:
        gc.disable()

    cli()


def run_ingest(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: str
) -> None:
    """Become `python -m ingest`, as run_dbt becomes dbt."""
    _become("ingest", arguments, folder, environment, output)
    from ingest.cli import main

    sys.exit(main(list(arguments)))


def _become(
    program: str,
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    output: str,
) -> None:
    with open(output, "wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    # the copy's own `ingest` and `learning`, not those of the checkout that the tests run in
    others = [path for path in sys.path if Path(path).resolve() != PROJECT_ROOT]
    sys.path[:] = [str(folder), *others]
    sys.argv = [program, *arguments]


def copy_project(folder: Path, variables: Mapping[str, object] | None = None) -> Project:
    """Copy what dbt and `python -m ingest` need into an empty folder, parsed as after a build."""
    copied = copy_files(folder, variables)
    (folder / "target").mkdir()
    (folder / "target" / "partial_parse.msgpack").write_bytes(parsed_project(variables))
    return copied


def parsed_project(variables: Mapping[str, object] | None = None) -> bytes:
    """What dbt keeps of a project that it has parsed, which takes as long as many a test.

    Made once for all processes of tests, and for later runs until a file changes that dbt parses.
    dbt compares the files, and parses again what a test changes.
    """
    kept = PROJECT_ROOT / "target" / "parsed" / f"{_fingerprint_of_parsed(variables)}.msgpack"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(kept.with_suffix(".lock")), tempfile.TemporaryDirectory() as folder:
        if not kept.exists():
            project = copy_files(Path(folder), variables)
            # dbt remembers where a seed lies: with other lines it is a changed file in every copy
            for seed in (project.folder / "seeds").glob("*.csv"):
                project.replace_seed(seed.stem, [])
            project.dbt("parse")
            shutil.copy(project.folder / "target" / "partial_parse.msgpack", kept)
        return kept.read_bytes()


def _fingerprint_of_parsed(variables: Mapping[str, object] | None) -> str:
    """Tells apart what dbt parses: files, variables, and dbt itself."""
    found = hashlib.sha256(f"{version('dbt-core')} {json.dumps(variables)}".encode())
    for name in PARSED:
        source = PROJECT_ROOT / name
        for file in sorted(source.rglob("*")) if source.is_dir() else (source,):
            if file.is_file():
                found.update(f"{file.relative_to(PROJECT_ROOT)} ".encode() + file.read_bytes())
    return found.hexdigest()[:16]


@functools.cache
def compile_counting() -> None:
    """Compile what numba compiles, once in the checkout, for all copies of it."""
    if find_spec("numba"):
        command = [sys.executable, "-m", "learning.precompile"]
        subprocess.run(command, cwd=PROJECT_ROOT, check=True)


def copy_files(folder: Path, variables: Mapping[str, object] | None = None) -> Project:
    """Copy what dbt and `python -m ingest` need into an empty folder."""
    compile_counting()
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        source = PROJECT_ROOT / name
        if source.is_dir():
            # with what was compiled
            kept = name == "learning"
            ignored = None if kept else shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, folder / name)
    return Project(folder, variables or {})
