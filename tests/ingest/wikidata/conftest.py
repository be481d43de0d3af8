"""The graph of the hard cases, and real Wikidata where it is at hand, each loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from tests.support.sparql import load_graph

HARD_CASES = Path(__file__).with_name("hard_cases.ttl")


@pytest.fixture(scope="session")
def hard_cases() -> Store:
    """Invented films with everything that has ever gone wrong."""
    return load_graph(HARD_CASES)


@pytest.fixture(scope="session")
def wikidata_films(shared_data: Path) -> Store:
    """25,352 real films as Wikidata has them."""
    return load_graph(shared_data / "wikidata" / "films.nt.gz")
