"""A cluster that is reached by its address makes the same tables: executors of their own processes.

What the session of this machine never meets: rows that are sent between processes, settings that
the cluster has made before, and a catalog that is the cluster's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from performance.spark_cluster import cluster
from tests.support.projects import copy_project
from tests.support.spark import needs_spark
from tests.support.spark_warehouses import differences, export_raw

pytestmark = pytest.mark.spark


def test_a_cluster_makes_every_public_table_as_duckdb_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_spark()
    project = copy_project(tmp_path / "project")
    project.ingest("sample")
    project.build_without_tests()
    export_raw(project)
    with cluster(Path(sys.executable), tmp_path / "cluster") as running:
        monkeypatch.setenv("SPARK_REMOTE", running.address)
        # the server has a folder of its own
        monkeypatch.setenv("CORATE_RAW", str(project.folder / "raw"))
        printed = project.corate("build", "--target", "spark-connect")
        folder = project.folder / "shown"
        project.corate("publish", folder, "--with-private", "--target", "spark-connect")
    # each statement would say so, and tell of its stack
    assert "catalogImplementation" not in printed
    assert '"stacktrace"' not in printed
    found = list(differences(project.database, folder))
    assert len(found) >= 40
    assert [one for one in found if not one.is_none] == []
