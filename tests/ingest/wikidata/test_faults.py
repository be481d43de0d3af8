"""A server that fails on a third of the requests, in every way there is: nothing gets lost."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from tests.ingest.wikidata.conftest import INVENTED_FILMS, FilmWarehouse, invented_id
from tests.support.faulty_proxy import FAULTS, faulty_proxy
from tests.support.sparql import serve_graph

FILMS = [invented_id(number) for number in range(INVENTED_FILMS)]

PATIENT = ("--timeout", "0.3", "--attempts", "12")


@pytest.mark.parametrize(("seed", "parallel"), [(1, 1), (2, 4)])
def test_a_run_with_faults_ends_complete_with_the_rows_of_a_clean_one(
    warehouse: FilmWarehouse, invented_films: Store, seed: int, parallel: int
) -> None:
    warehouse.list_films(FILMS)
    options = ("--batch", "4", "--kind", "full", "--parallel", str(parallel))
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url, *options) == 0
        clean = warehouse.rows()
        assert len(clean) == len(set(clean)) > 2 * len(FILMS)
        warehouse.path.unlink()
        warehouse.list_films(FILMS)
        with faulty_proxy(server.url, seed) as proxy:
            assert warehouse.ask(proxy.url, *options, *PATIENT) == 0
    assert set(proxy.done) == set(FAULTS), "every fault was met"
    assert sum(proxy.done.values()) >= proxy.requests / 4
    assert warehouse.rows() == clean
    assert warehouse.answered() == FILMS
    assert warehouse.query("from raw.wikidata_failures") == []
    assert f"; {proxy.requests:,} requests" in warehouse.output


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_is_got_over(
    warehouse: FilmWarehouse, invented_films: Store, fault: str
) -> None:
    warehouse.list_films(FILMS[:8])
    with (
        serve_graph(invented_films) as server,
        faulty_proxy(server.url, seed=3, share=0.5, faults=[fault]) as proxy,
    ):
        assert warehouse.ask(proxy.url, "--batch", "1", *PATIENT) == 0
    assert proxy.done[fault] >= 1
    assert warehouse.answered() == FILMS[:8]
    assert warehouse.query("from raw.wikidata_failures") == []


def test_a_server_that_only_fails_lands_nothing(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    warehouse.list_films(FILMS[:3])
    broken = ["500", "cut", "short", "half a JSON", "HTML", "reset"]
    with (
        serve_graph(invented_films) as server,
        faulty_proxy(server.url, seed=4, share=1.0, faults=broken) as proxy,
    ):
        assert warehouse.ask(proxy.url, "--attempts", "2") == 0
    assert warehouse.answered() == []
    assert warehouse.query("select imdb_id from raw.wikidata_failures order by imdb_id") == [
        (film,) for film in FILMS[:3]
    ]
