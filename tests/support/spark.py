"""Apache Spark in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corate.spark import spark_session, what_is_missing

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def needs_spark() -> None:
    """Skip a test, and say what is missing, where Spark cannot be started."""
    if reason := what_is_missing():
        pytest.skip(reason)


@contextmanager
def local_session(folder: Path) -> Iterator[SparkSession]:
    """The session of the profile `spark`, whose tables are in a folder; stopped at the end."""
    needs_spark()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORATE_SPARK", str(folder))
        patch.setenv("CORATE_SPARK_MEMORY", "2g")
        with spark_session("spark") as session:
            session.sparkContext.setLogLevel("ERROR")
            yield session
