"""Apache Spark: a session with the settings of dbt's profile, which stand there alone."""

from __future__ import annotations

import os
import shlex
import socket
import warnings
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import duckdb

from corate import java
from ingest import settings
from ingest.errors import IngestError, UsageError
from ingest.raw_tables import VERSION, declared_tables

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PORT = 15002
"""Of Spark Connect, where an address has none."""
PATTERN = "{}[]*?\\`"
"""What Spark reads otherwise in the name of a folder."""


@contextmanager
def spark_session(target: str) -> Iterator[SparkSession]:
    """The session that dbt works in with `--target`; it is stopped at the end.

    Raises UsageError for a target that is not of Spark, IngestError where Spark is not installed or
    does not start.
    """
    settings.go_to_project()
    if reason := what_is_missing():
        raise IngestError(reason)
    with warnings.catch_warnings():
        # of pandas and of what a cluster has set itself, which nobody here can mend
        warnings.simplefilter("ignore")
        parameters = _parameters(target)
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        try:
            # what dbt-spark does itself for `method: session`
            builder = SparkSession.builder.enableHiveSupport()
            for name, value in parameters.items():
                builder = builder.config(name, value)
            session = builder.getOrCreate()
            try:
                yield session
            finally:
                session.stop()
        except (PySparkException, Py4JError) as error:
            raise IngestError(f"Spark failed: {_first_line(error)} (--debug shows more)") from error


def _first_line(error: Exception) -> str:
    """What there is to say of an error of Spark's, or of Java's."""
    return str(getattr(error, "java_exception", error)).strip().splitlines()[0]


def what_is_missing() -> str:
    """What Spark lacks on this machine, and what to do; empty where it can be started."""
    if find_spec("pyspark") is None:
        return "Apache Spark is not installed: `make spark` does it"
    cluster = os.environ.get("SPARK_REMOTE", "")
    if not cluster.startswith("sc://"):
        return java.what_is_wrong()
    # Spark would ask again for ten minutes
    address = urlsplit(cluster)
    if not address.hostname:
        return f"SPARK_REMOTE is '{cluster}': it must be sc://HOST:PORT"
    try:
        place = (address.hostname, address.port or PORT)
        socket.create_connection(place, timeout=10).close()
    except (OSError, ValueError) as error:
        return (
            f"no cluster answers at {address.netloc} ({error}): look at SPARK_REMOTE=sc://HOST:PORT"
            ", and whether its Spark Connect server runs"
        )
    return ""


def check_build(target: str) -> bool:
    """Whether a target is of Spark. Raises IngestError where it is, and lacks what a build needs.

    A target that is not in the project's profile is for dbt to find, or not.
    """
    try:
        credentials = profile_of(target)
    except UsageError:
        return False
    if credentials.type != "spark":
        return False
    if os.environ.get("CORATE_RECIPES"):
        raise UsageError("CORATE_RECIPES is for DuckDB: unset it, and Spark makes all recipes")
    _check_place(target, credentials)
    if reason := what_is_missing():
        raise IngestError(reason)
    _check_raw_tables(os.environ.get("CORATE_RAW") or "raw")
    _quieten()
    return True


def _check_place(target: str, credentials: Any) -> None:
    """Raise UsageError for a target of a cluster where none is named: Spark would start here."""
    is_local = "spark.master" in (credentials.server_side_parameters or {})
    if credentials.method == "session" and not is_local and not os.environ.get("SPARK_REMOTE"):
        raise UsageError(
            f"target {target} is a cluster, and SPARK_REMOTE does not say which: set it to "
            "sc://HOST:PORT, or take --target spark, which works on this machine"
        )


def _check_raw_tables(place: str) -> None:
    """Raise IngestError where a folder of this machine is no whole export of this release.

    A place that only a cluster reads is for that to look at.
    """
    if ":/" in place:
        return
    folder = settings.project_folder() / place
    # an export writes it last
    if not (folder / "row_versions.parquet").exists():
        raise IngestError(
            f"there are no raw tables in {place}: run `python -m ingest export-raw "
            f"{shlex.quote(place)}`, or name the folder that has them in CORATE_RAW"
        )
    if set(PATTERN) & set(place):
        raise UsageError(
            f"Spark takes {place} for a pattern of names: give the folder of CORATE_RAW a name "
            f"without {PATTERN}"
        )
    again = f"run `python -m ingest export-raw {shlex.quote(place)}`"
    try:
        file = duckdb.read_parquet(str(folder / "schema_version.parquet"))
        ((version,),) = file.aggregate("max(version)").fetchall()
    except duckdb.Error as error:
        raise IngestError(f"{place}/schema_version.parquet cannot be read: {again}") from error
    if version != VERSION:
        raise IngestError(
            f"the raw tables in {place} are of version {version}, and this release reads version "
            f"{VERSION}: {again}"
        )
    if missing := [name for name in declared_tables() if not (folder / f"{name}.parquet").exists()]:
        raise IngestError(f"{place} has no file of the raw table {missing[0]}: {again}")


def _quieten() -> None:
    """Keep Spark from saying again what dbt says, and with each statement what none can mend."""
    from pyspark.logger import PySparkLogger

    # each error of SQL again, as a line of JSON with all of its stack
    PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True
    # dbt-spark asks each session for Hive, and a cluster has its catalog already
    warnings.filterwarnings("ignore", message=r".*spark\.sql\.catalogImplementation")


def _parameters(target: str) -> dict[str, str]:
    """What the profile of a target sets in a session."""
    credentials = profile_of(target)
    if credentials.type != "spark" or credentials.method != "session":
        raise UsageError(f"target '{target}' is no session of Spark: take --target spark")
    parameters = {name: str(value) for name, value in credentials.server_side_parameters.items()}
    # dbt-spark 1.11 turns it off, whatever the profile says
    return {**parameters, "spark.sql.ansi.enabled": "true"}


def profile_of(target: str | None) -> Any:
    """What dbt takes from its profile; without a target, of the one that it takes itself.

    Raises UsageError where there is no such target.
    """
    # dbt takes seconds to load
    from dbt.config.runtime import load_profile
    from dbt.flags import set_from_args
    from dbt_common.context import set_invocation_context
    from dbt_common.exceptions import DbtRuntimeError

    profiles = os.environ.get("DBT_PROFILES_DIR") or settings.project_folder()
    set_invocation_context(os.environ)
    set_from_args(Namespace(PROFILES_DIR=str(profiles)), None)
    try:
        return load_profile(str(settings.project_folder()), {}, target_override=target).credentials
    except DbtRuntimeError as error:
        raise UsageError(" ".join(str(error).split())) from error
