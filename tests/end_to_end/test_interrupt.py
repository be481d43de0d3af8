"""Ctrl-C on a real `dbt build`: one is enough, it takes seconds, and nothing is broken by it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.projects import Project
from tests.support.toy import toy_project, write_model

SECONDS_TO_END = 10
"""Far more than it takes, for a slow machine, and far less than the models take."""
SECONDS_TO_START = 240

ENDLESS_QUERY = """
{{ config(materialized='table') }}
select count(*) as n from range(1000000000000) as t (i) where i % 7 = 3
"""
# each of its queries is over at once: an interruption of one is soon forgotten
MANY_BLOCKS = """
{{ config(materialized='blocked', blocks='numbers') }}
-- depends_on: {{ ref('numbers') }}
select block_number from {{ ref('numbers') }} where {{ in_block('block_number') }}
"""
SLEEPING = """
def model(dbt, session):
    import time

    time.sleep(600)
    return session.sql("select 1 as n")
"""


@pytest.fixture
def toy(tmp_path: Path) -> Project:
    """Toy models, and the profile of the project with its plugins."""
    project = toy_project(tmp_path)
    write_model(project, "numbers", "select i::integer as block_number from range(1000000) t (i)")
    write_model(project, "endless", ENDLESS_QUERY)
    write_model(project, "many_blocks", MANY_BLOCKS)
    (tmp_path / "models" / "sleeping.py").write_text(SLEEPING)
    for folder in ("first", "second"):
        (tmp_path / "models" / folder).mkdir()
    write_model(project, "first/quick", "select 1 as n")
    write_model(project, "second/endless_after", ENDLESS_QUERY + "-- {{ ref('quick') }}")
    write_model(project, "done_before", "{{ config(materialized='table') }} select 1 as n")
    return project


DBT_BUILD = (str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build")
CORATE_BUILD = (sys.executable, "-m", "corate", "build")


def interrupt(
    toy: Project, command: Sequence[str], model: str, sign: str, whole_group: bool
) -> tuple[int, list[str]]:
    """Build a model, and press Ctrl-C after a line with the sign; exit code and lines since."""
    process = subprocess.Popen(
        [*command, "--select", model],
        cwd=toy.folder,
        env=os.environ | {"CORATE_DATABASE": toy.database.name, "CORATE_THREADS": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # tests that run in the background hand down that it is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    watchdog = threading.Timer(SECONDS_TO_START, process.kill)
    watchdog.start()
    try:
        before = []
        for line in process.stdout:
            before.append(line)
            if sign in line:
                break
        else:
            pytest.fail(f"no {sign!r} in {''.join(before)}")
        time.sleep(1)
        assert process.poll() is None
        pressed = time.monotonic()
        (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
        # what was said before, in the meantime, is in the pipe, too
        printed, _ = process.communicate(timeout=60)
        assert time.monotonic() - pressed < SECONDS_TO_END
    finally:
        watchdog.cancel()
        process.kill()
    lines = printed.splitlines()
    return process.returncode, [line for line in lines if ": block " not in line]


# where the others have all of its group interrupted, as a terminal does
QUERY = (DBT_BUILD, "endless", "START sql table model", False)
BLOCKS = (DBT_BUILD, "many_blocks", "many_blocks: block 3 ", True)
PYTHON = (DBT_BUILD, "sleeping", "START python table model", True)
STEPS = (CORATE_BUILD, "+endless_after", "%  first ", True)


@pytest.mark.parametrize(
    "cases",
    [
        pytest.param([QUERY, STEPS], id="short"),
        pytest.param([BLOCKS, PYTHON], id="long", marks=pytest.mark.long),
    ],
)
def test_one_ctrl_c_ends_a_build_in_one_line(
    toy: Project, cases: list[tuple[Sequence[str], str, str, bool]]
) -> None:
    toy.dbt("build", "--select", "numbers", "done_before")
    for command, model, sign, whole_group in cases:
        exit_code, lines = interrupt(toy, command, model, sign, whole_group)
        assert exit_code == 130, lines
        assert len(lines) == 1 and lines[0].startswith("Interrupted: "), lines
        assert not toy.database.with_name("warehouse.duckdb.tmp").exists()
        # the file is free and whole at once
        assert toy.rows("select n from toys.done_before") == [(1,)]
        assert toy.rows("select table_name from duckdb_tables() where schema_name = 'toys'") == [
            ("done_before",)
        ]
    write_model(toy, "endless", "{{ config(materialized='table') }} select 2 as n")
    toy.dbt("build", "--select", "endless")
    assert toy.rows("select n from toys.endless") == [(2,)]
