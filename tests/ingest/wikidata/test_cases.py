"""An endpoint after public reports: raw control characters, and an answer cut by a trace."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.ingest.wikidata.conftest import FilmWarehouse

FILMS = [f"tt{number:07d}" for number in range(1, 7)]
BAD = FILMS[2]


@contextmanager
def served(cases: Path, mode: str) -> Iterator[str]:
    """The endpoint of the case, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = cases / "18-wikidata-control-characters" / "server.py"
    if not server.exists():
        pytest.skip("no such case beside the project")
    running = subprocess.Popen(
        [sys.executable, str(server), str(port), mode], stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/sparql"
    finally:
        running.kill()
        running.wait()


@pytest.mark.parametrize("mode", ["raw", "nul"])
def test_a_control_character_costs_that_character_and_not_the_film(
    warehouse: FilmWarehouse, shared_cases: Path, mode: str
) -> None:
    warehouse.list_films(FILMS)
    with served(shared_cases, mode) as url:
        assert warehouse.ask(url) == 0
    assert warehouse.answered() == FILMS
    assert "6 of 6 films found, 0 not found, 0 failed; 1 requests" in warehouse.output
    labels = [row for _, row in warehouse.rows() if BAD in row]
    assert labels
    assert all('"Badlabel"' in row for row in labels)


def test_an_answer_that_ends_in_a_trace_costs_its_film(
    warehouse: FilmWarehouse, shared_cases: Path
) -> None:
    warehouse.list_films(FILMS)
    with served(shared_cases, "trace") as url:
        assert warehouse.ask(url, "--attempts", "2") == 0
    assert warehouse.answered() == [film for film in FILMS if film != BAD]
