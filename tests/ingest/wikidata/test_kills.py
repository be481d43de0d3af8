"""Killed at any moment and started again: nothing is lost, and nothing is asked twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Store

from tests.ingest.wikidata.conftest import FAST, INVENTED_FILMS, FilmWarehouse, invented_id
from tests.support.sparql import SparqlServer, serve_graph

FILMS = [invented_id(number) for number in range(INVENTED_FILMS)]
KILLS = 10


def _start(warehouse: FilmWarehouse, server: SparqlServer, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ingest", "wikidata", "--endpoint", server.url, *FAST]
    command += ["--database", str(warehouse.path), "--batch", "3"]
    return subprocess.Popen(command, cwd=folder, env=os.environ)


@pytest.mark.parametrize("seed", [20261121])
def test_killed_ten_times_and_started_again(
    warehouse: FilmWarehouse, invented_films: Store, project_root: Path, seed: int
) -> None:
    chance = random.Random(seed)
    warehouse.list_films(FILMS)
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url) == 0
        clean = warehouse.rows()
    warehouse.path.unlink()
    warehouse.list_films(FILMS)
    landed_before_kill: list[int] = []
    with serve_graph(invented_films, delay=0.01) as server:
        for _ in range(KILLS):
            landed = set(warehouse.answered())
            start = len(server.queries)
            running = _start(warehouse, server, project_root)
            # somewhere in the work on some request: before, in, or after its landing
            until = start + chance.randint(1, 4)
            while len(server.queries) < until and running.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.03))
            running.send_signal(signal.SIGKILL)
            assert running.wait() == -signal.SIGKILL, "it had ended before it was killed"
            assert landed.isdisjoint(server.asked(since=start)), "asked again after it was landed"
            now = warehouse.answered()
            assert len(set(now)) == len(now)
            assert landed <= set(now)
            # at most the one request that was running is lost
            assert len(server.asked(since=start)) - (len(now) - len(landed)) <= 3
            landed_before_kill.append(len(now))
        landed, start = set(warehouse.answered()), len(server.queries)
        assert _start(warehouse, server, project_root).wait() == 0
        assert set(server.asked(since=start)) == set(FILMS) - landed
    assert 0 < landed_before_kill[-1] < len(FILMS)
    assert warehouse.rows() == clean
    assert warehouse.answered() == FILMS
