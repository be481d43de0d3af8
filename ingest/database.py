"""The database: opening it."""

from __future__ import annotations

import re
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

import duckdb

from ingest import settings
from ingest.adoption import adopt_former
from ingest.errors import IngestError
from ingest.messages import MOST_SHOWN, shown
from ingest.raw_tables import prepare_raw_tables, read_version, refuse_newer

MAGIC = slice(8, 12)
"""Where a DuckDB database says that it is one."""

LOCKED = re.compile("Could not set lock on file|File is already open in")
"""What DuckDB says of a file that another process has open; the second on Windows."""

STORAGE_VERSION = "v1.5.0"
"""Of files that landing and builds write; the dbt profile says the same."""


PUBLIC_SCHEMAS = ("catalog", "benchmarks", "similarity", "recommendations", "videos")
"""Those for readers, in the order in which they are shown."""
BUILT_SCHEMAS = (
    *("seeds", "staging", "intermediate", "versions"),
    *PUBLIC_SCHEMAS,
)
"""Those that builds fill: all in them can be made again."""
SCHEMAS = ("raw", "landed", *BUILT_SCHEMAS)
"""Those of the warehouse. DuckDB names a database after its file, and tells the two apart no more
where they have one name."""


def check_database(path: Path) -> None:
    """Raise IngestError for a path that can be no database, without opening it.

    DuckDB takes some names for something else than a file: `:memory:`, `md:…`, `postgres:…`. And
    when a second handle of a file that this process has open is closed, DuckDB's lock on it is
    lost: whether it holds a database is for DuckDB alone to find out.
    """
    if re.match(r":memory:|[A-Za-z]\w+:", str(path)):
        raise IngestError(f"{path} is no file: give the name of a file as --database")
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        raise IngestError(
            f"the name {shown(str(path), MOST_SHOWN)} is not UTF-8: give another --database"
        ) from None
    # DuckDB takes what is before the first point, and makes no difference between A and a
    name = path.name.lstrip(".").split(".")[0]
    if name.lower() in SCHEMAS:
        raise IngestError(
            f"a database named {path.name} could not be told apart from its schema {name.lower()}: "
            "give another --database"
        )
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        if not path.absolute().parent.is_dir():
            raise IngestError(
                f"the folder of the database {path} does not exist: create it first"
            ) from None
        return
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a pipe, a device or a socket"
        raise IngestError(f"{path} is {what}: give the name of a file as --database")


def check_public(path: Path) -> None:
    """Raise IngestError for a path that can be no database for readers, or is another kind of file.

    What is published takes its place.
    """
    check_database(path)
    work = settings.work_path_of(path)
    check_database(work)
    # DuckDB looks itself at what it is to write
    if path != work and path.is_file():
        with path.open("rb") as file:
            if file.read(MAGIC.stop)[MAGIC] != b"DUCK":
                raise _is_no_database(path)


def set_globally(connection: duckdb.DuckDBPyConnection, values: Mapping[str, str]) -> None:
    """Set what `settings.duckdb_settings` names.

    Not while connecting: DuckDB 2.0 would show max_temp_directory_size, and not heed it.
    """
    for name, value in values.items():
        connection.execute(f"set global {name} = ?", [value])


@contextmanager
def open_database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the database for writing, creating it and its raw tables where they are missing.

    The connection keeps the order of what it reads, except in `any_order`. Raises IngestError where
    the file is held by another process, is no DuckDB database or cannot be created, or is of
    another release and cannot be carried over, and where a setting makes no sense.
    """
    check_database(path)
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "preserve_insertion_order": "true",
    }
    adopt_former(path, _to_write)
    with _opened(path, read_only=False, config=config) as connection:
        remove_new_file(path)
        prepare_raw_tables(connection)
        yield connection


def new_file_of(path: Path) -> Path:
    """The file that takes the place of a database which is written anew."""
    return path.with_name(f"{path.name}.new")


def remove_new_file(path: Path) -> None:
    """Remove what is left of writing a database anew, where that was killed."""
    new = new_file_of(path)
    for left in (new, new.with_name(f"{new.name}.wal")):
        left.unlink(missing_ok=True)


@contextmanager
def _opened(
    path: Path, read_only: bool, config: Mapping[str, str | bool | int | float | list[str]]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the settings of the environment."""
    limits = settings.duckdb_settings()
    with _set_up(_connect(path, read_only, config), limits) as connection:
        yield connection


@contextmanager
def open_in_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database without a file, with the settings of the environment; for tables elsewhere."""
    limits = settings.duckdb_settings()
    with _set_up(duckdb.connect(), limits) as connection:
        yield connection


@contextmanager
def _set_up(
    connection: duckdb.DuckDBPyConnection, limits: Mapping[str, str]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with settings, which is closed at the end."""
    try:
        set_globally(connection, limits)
        connection.execute("set TimeZone = 'UTC'")
        # it would stand in the way of our own, and on standard output
        connection.execute("set enable_progress_bar = false")
        yield connection
    finally:
        connection.close()


def _connect(
    path: Path, read_only: bool, config: Mapping[str, str | bool | int | float | list[str]]
) -> duckdb.DuckDBPyConnection:
    # a file of another kind would be opened with an extension, which would first be downloaded
    config = {**config, "autoinstall_known_extensions": "false"}
    try:
        connection = _connect_in_turn(path, read_only, config)
    except duckdb.Error as error:
        raise _explained(error, path) from error
    # DuckDB opens a table in a file (CSV, Parquet) as a database in memory with a view of it
    ((kind, file),) = connection.execute(
        "select type, path from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    if kind != "duckdb" or file is None:
        connection.close()
        raise _is_no_database(path)
    return connection


def _connect_in_turn(
    path: Path, read_only: bool, config: Mapping[str, str | bool | int | float | list[str]]
) -> duckdb.DuckDBPyConnection:
    """Wait for another process that holds the file, as long as CORATE_WAIT says."""
    waits_until = time.monotonic() + settings.longest_wait()
    has_said = False
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config=dict(config))
        except duckdb.IOException as error:
            if not LOCKED.search(str(error)) or time.monotonic() >= waits_until:
                raise
            if not has_said:
                print(f"waiting for {_holder(str(error))}, which holds {path}", file=sys.stderr)
                has_said = True
        time.sleep(0.2)


def check_opens(path: Path) -> None:
    """Raise IngestError as `open_database` does where a file that exists cannot be opened to write.

    Nothing is changed. For programs that open it themselves; not while this process has it open.
    """
    adopt_former(path, _to_write)
    if path.is_file() and path.stat().st_size:
        _to_write(path).close()


def _to_write(path: Path) -> duckdb.DuckDBPyConnection:
    return _connect(path, read_only=False, config={})


@contextmanager
def any_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Insert rows in whichever order is quickest.

    Inserts that keep the order leave row groups of all sizes, of which closing the database makes
    full ones: it reads, compresses and writes the rows a second time.
    """
    connection.execute("set preserve_insertion_order = false")
    try:
        yield
    finally:
        connection.execute("set preserve_insertion_order = true")


@contextmanager
def in_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep the order of what is read, also within `any_order`."""
    asked = "select current_setting('preserve_insertion_order')"
    ((is_kept,),) = connection.execute(asked).fetchall()
    connection.execute("set preserve_insertion_order = true")
    yield
    connection.execute(f"set preserve_insertion_order = {str(is_kept).lower()}")


@contextmanager
def open_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an existing database for reading. Raises IngestError as `open_database` does."""
    check_database(path)
    with _opened(path, read_only=True, config={}) as connection:
        refuse_newer(read_version(connection))
        yield connection


def no_database(path: Path) -> IngestError:
    """The error for a file that readers ask for, and that is not there."""
    work = settings.work_path_of(path)
    if work.exists():
        return IngestError(
            f"nothing is public yet as {path}: run `python -m corate build`, or read {work}"
        )
    return IngestError(
        f"there is no database {path}: name it with --database or CORATE_DATABASE, go to the "
        "folder that it is in, or run `make build` first"
    )


def _explained(error: duckdb.Error, path: Path) -> IngestError:
    """A connection error in words that say what to do."""
    text = str(error)
    if LOCKED.search(text):
        return IngestError(
            f"the database {path} is in use by {_holder(text)}: close it (dbt, a notebook, a BI "
            "tool, another landing) and try again, or wait for it: CORATE_WAIT=600 (seconds)"
        )
    if "not a valid DuckDB database" in text or "extension" in text or "in-memory" in text:
        return _is_no_database(path)
    return IngestError(f"the database {path} cannot be opened: {text.splitlines()[0]}")


def _holder(text: str) -> str:
    """Who holds a file, as far as DuckDB's error names them."""
    named = re.search(r"(?:held|open) in\s+(.+?) \(PID (\d+)\)", text)
    # of paths of either kind
    return f"process {named[2]} ({PureWindowsPath(named[1]).name})" if named else "another program"


def _is_no_database(path: Path) -> IngestError:
    return IngestError(f"{path} is not a DuckDB database: give another --database")
