"""Asking a real engine: what is landed, what is asked again, and manners."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import pytest
from pyoxigraph import Store

from ingest.retries import Patience
from ingest.wikidata import asking
from ingest.wikidata import endpoint as asked
from ingest.wikidata.queries import KINDS, query
from tests.ingest.wikidata.conftest import INVENTED_FILMS, FilmWarehouse, invented_id
from tests.support.sparql import ANSWER_TYPE, answer, films_of, serve_graph, serving

FILMS = [invented_id(number) for number in range(60)]
MISSING = {invented_id(number) for number in range(0, 60, 10)}

Reply = tuple[int, dict[str, str], bytes]


@contextmanager
def endpoint(reply: Callable[[str], Reply]) -> Iterator[tuple[str, list[str]]]:
    """An endpoint of the test's own making: its address, and the queries that it was sent."""
    queries: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            queries.append(form["query"][0])
            status, headers, body = reply(form["query"][0])
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with serving(Handler) as address:
        yield f"{address}/sparql", queries


def served(store: Store, query: str) -> Reply:
    return 200, {"Content-Type": ANSWER_TYPE}, answer(store, query)


def test_each_answer_is_landed_with_what_was_asked(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    delivered: list[str] = []

    def reply(query: str) -> Reply:
        delivered.append(answer(invented_films, query).decode())
        return 200, {"Content-Type": ANSWER_TYPE}, delivered[-1].encode()

    warehouse.list_films(FILMS)
    before = datetime.now(UTC).replace(tzinfo=None)
    with endpoint(reply) as (url, queries):
        assert warehouse.ask(url, "--batch", "25") == 0
    after = datetime.now(UTC).replace(tzinfo=None)
    assert warehouse.output == "full: 54 of 60 films found, 6 not found, 0 failed; 3 requests\n"
    landed = warehouse.query(
        "select answer_id, kind, imdb_ids, query, endpoint, answered_at, answer"
        " from raw.wikidata_answers order by answer_id"
    )
    assert [(row[0], row[1], len(row[2]), row[4]) for row in landed] == [
        (1, "full", 25, url),
        (2, "full", 25, url),
        (3, "full", 10, url),
    ]
    assert [film for row in landed for film in row[2]] == FILMS
    assert [row[3] for row in landed] == queries == [query("full", row[2]) for row in landed]
    assert all(before <= row[5] <= after for row in landed)
    assert [row[6] for row in landed] == delivered


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_every_film_of_the_hard_cases(
    warehouse: FilmWarehouse, hard_cases: Store, kind: str
) -> None:
    warehouse.list_films(["tt9000001", "tt9000006", "tt9000008", "tt9000009", "tt90000007"])
    with serve_graph(hard_cases) as server:
        assert warehouse.ask(server.url, "--kind", kind) == 0
    assert warehouse.output.startswith(f"{kind}: 4 of 5 films found, 1 not found, 0 failed")


def test_what_has_been_answered_is_not_asked_again(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    warehouse.list_films(FILMS[:40])
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url) == 0
        assert warehouse.ask(server.url) == 0
        assert len(server.queries) == 1
        assert "no film to ask for" in warehouse.output
        warehouse.list_films(FILMS)
        assert warehouse.ask(server.url) == 0
        assert server.asked(since=1) == FILMS[40:]


def test_a_film_is_answered_when_all_parts_of_its_kind_are(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    warehouse.list_films(FILMS)
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url, "--kind", "cast", "genre") == 0
        assert warehouse.ask(server.url, "--kind", "full") == 0  # there is no topic yet
        assert server.asked() == 3 * FILMS
        assert warehouse.ask(server.url, "--kind", *KINDS) == 0
        assert len(server.queries) == 3
    assert warehouse.answered("topic") == []


def test_three_kinds_are_as_good_as_full(warehouse: FilmWarehouse, invented_films: Store) -> None:
    warehouse.list_films(FILMS)
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url, "--kind", "cast", "genre", "topic") == 0
        assert warehouse.ask(server.url, "--kind", "full") == 0
        assert len(server.queries) == 3


def test_refresh_and_age_ask_again(warehouse: FilmWarehouse, invented_films: Store) -> None:
    warehouse.list_films(FILMS)
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url, "--batch", "30") == 0
        assert warehouse.ask(server.url, "--older-than", "1d") == 0
        assert len(server.queries) == 2
        assert warehouse.ask(server.url, "--refresh") == 0
        assert server.asked(since=2) == FILMS
        # the age of a film is that of its latest answer
        assert warehouse.ask(server.url, "--older-than", "1h") == 0
        assert len(server.queries) == 3
        now = datetime.now(UTC) + timedelta(seconds=1)
        assert warehouse.ask(server.url, "--older-than", now.isoformat()) == 0
        assert server.asked(since=3) == FILMS
    assert warehouse.answered() == sorted(3 * FILMS)


@pytest.mark.parametrize("age", ["soon", "30", "d", "-1d", "2026-13-01"])
def test_an_age_that_is_none_is_refused(warehouse: FilmWarehouse, age: str) -> None:
    assert warehouse.run(f"--older-than={age}") == 2
    assert "neither an age such as 30d" in warehouse.errors


def test_one_request_at_a_time_and_up_to_four_on_request(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    warehouse.list_films(FILMS)
    with serve_graph(invented_films, delay=0.02) as server:
        assert warehouse.ask(server.url, "--batch", "6") == 0
        assert server.most_at_once == 1
    with serve_graph(invented_films, delay=0.05) as server:
        assert warehouse.ask(server.url, "--batch", "6", "--refresh", "--parallel", "3") == 0
        assert server.most_at_once == 3
    assert warehouse.answered() == sorted(2 * FILMS)
    assert warehouse.ask(server.url, "--parallel", "5") == 2


def test_a_public_endpoint_is_not_asked_without_a_contact(
    warehouse: FilmWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.list_films(FILMS)
    monkeypatch.delenv("CORATE_CONTACT", raising=False)
    for options in ((), ("--endpoint", "https://sparql.example.org/query")):
        assert warehouse.run(*options) == 2
        assert "give an e-mail address or a web page with --contact or CORATE_CONTACT" in (
            warehouse.errors
        )
        assert warehouse.errors.count("\n") == 1
    assert warehouse.run("--contact", "call me") == 2
    assert "no e-mail address and no web page" in warehouse.errors
    assert warehouse.run("--contact", "a@b\r\nX-Header: 1") == 2


def test_the_contact_is_sent(
    warehouse: FilmWarehouse, invented_films: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.list_films(FILMS)
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url, "--contact", "someone@example.org") == 0
        monkeypatch.setenv("CORATE_CONTACT", "https://example.org/corate")
        assert warehouse.ask(server.url, "--refresh") == 0
        monkeypatch.delenv("CORATE_CONTACT")
        assert warehouse.ask(server.url, "--refresh") == 0
    first, second, third = server.user_agents
    assert re.fullmatch(r"Corate/[0-9.]+ \(someone@example\.org\) SPARQLWrapper/[0-9.]+", first)
    assert re.fullmatch(
        r"Corate/[0-9.]+ \(https://example\.org/corate\) SPARQLWrapper/[0-9.]+", second
    )
    assert re.fullmatch(r"Corate/[0-9.]+ SPARQLWrapper/[0-9.]+", third)


def test_a_film_that_is_too_much_is_found_by_halving(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    poison = FILMS[17]

    def reply(query: str) -> Reply:
        if poison in films_of(query):
            return 504, {}, b""
        return served(invented_films, query)

    warehouse.list_films(FILMS)
    with endpoint(reply) as (url, queries):
        assert warehouse.ask(url, "--attempts", "3") == 0
    assert "1 failed" in warehouse.output
    assert warehouse.answered() == [film for film in FILMS if film != poison]
    (failure,) = warehouse.query(
        "select kind, imdb_id, endpoint, attempts, reason from raw.wikidata_failures"
    )
    assert failure == ("full", poison, url, 3, "the endpoint answers 504 Gateway Timeout")
    # batches that were too much were sent once, the film alone three times
    sizes = [len(films_of(query)) for query in queries if poison in films_of(query)]
    assert sizes[0] == 60
    assert all(half in (size // 2, size - size // 2) for size, half in pairwise(sizes[:-2]))
    assert sizes[-4:] == [2, 1, 1, 1]
    # the next run asks for this film alone, and what it answers makes good for the failure
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url) == 0
        assert server.asked() == [poison]
    assert warehouse.answered() == FILMS


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"java.util.concurrent.TimeoutException"),  # the Wikidata Query Service
        (429, b'{"exception": "Operation timed out."}'),  # QLever
        (500, b'{"exception": "Tried to allocate 6.7 GB, but only 2 GB were available"}'),
        (413, b""),
    ],
)
def test_the_words_of_engines_that_had_too_little_time_or_memory(
    warehouse: FilmWarehouse, invented_films: Store, status: int, body: bytes
) -> None:
    def reply(query: str) -> Reply:
        if len(films_of(query)) > 15:
            return status, {}, body
        return served(invented_films, query)

    warehouse.list_films(FILMS)
    with endpoint(reply) as (url, queries):
        assert warehouse.ask(url, "--batch", "60") == 0
    assert [len(films_of(query)) for query in queries[:4]] == [60, 30, 15, 15]
    assert warehouse.answered() == FILMS


def test_answers_that_would_fill_the_memory_are_asked_for_in_parts(
    warehouse: FilmWarehouse, invented_films: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an endpoint sends, no more of it is read than has room."""
    of_ten = len(served(invented_films, query("full", FILMS[:10]))[2])
    monkeypatch.setattr(asked, "LARGEST_ANSWER_BYTES", of_ten)
    warehouse.list_films(FILMS)
    with endpoint(lambda query: served(invented_films, query)) as (url, queries):
        assert warehouse.ask(url) == 0
    assert len(queries) > 6
    assert warehouse.answered() == FILMS


def test_batches_shrink_when_they_are_too_much_and_grow_again(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    """The first queries of the day are slow."""
    slow = 3

    def reply(query: str) -> Reply:
        nonlocal slow
        if slow and len(films_of(query)) > 5:
            slow -= 1
            return 504, {}, b""
        return served(invented_films, query)

    films = [invented_id(number) for number in range(INVENTED_FILMS)]
    warehouse.list_films(films)
    with endpoint(reply) as (url, queries):
        assert warehouse.ask(url, "--batch", "40") == 0
    sizes = [len(films_of(query)) for query in queries]
    # halved three times, the other parts, and from the fifth answer for 20 films on 40 again
    assert sizes[:12] == [40, 20, 10, 5, 5, 10, 20, 20, 20, 20, 20, 40]
    assert set(sizes[12:-1]) == {40}
    assert warehouse.answered() == films


def test_answers_that_never_become_whole_are_a_failure_and_not_an_answer(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    def reply(query: str) -> Reply:
        status, headers, body = served(invented_films, query)
        return status, headers, body if FILMS[0] not in films_of(query) else body[:-2]

    warehouse.list_films(FILMS[:4])
    with endpoint(reply) as (url, _):
        assert warehouse.ask(url, "--attempts", "2") == 0
    assert warehouse.answered() == FILMS[1:4]
    assert warehouse.query("select imdb_id, attempts, reason from raw.wikidata_failures") == [
        (FILMS[0], 2, "the answer is cut short or damaged")
    ]


def test_an_answer_about_other_films_is_no_answer(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    def reply(_: str) -> Reply:
        return served(invented_films, query("full", [FILMS[1]]))

    warehouse.list_films(FILMS[2:3])
    with endpoint(reply) as (url, _):
        assert warehouse.ask(url, "--attempts", "2") == 0
    assert warehouse.answered() == []
    ((reason,),) = warehouse.query("select reason from raw.wikidata_failures")
    assert reason == f"the answer is about {FILMS[1]}, which was not asked"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "does not understand the query"),
        (401, "asks for a name"),
        (404, "is the address right?"),
    ],
)
def test_a_refusal_stops_the_run_at_once(warehouse: FilmWarehouse, status: int, words: str) -> None:
    warehouse.list_films(FILMS)
    with endpoint(lambda _: (status, {}, b"no")) as (url, queries):
        assert warehouse.ask(url) == 1
    assert len(queries) == 1
    assert words in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert "60 not yet asked" in warehouse.output


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_an_endpoint_that_has_moved_is_named(
    warehouse: FilmWarehouse, invented_films: Store, status: int
) -> None:
    warehouse.list_films(FILMS)
    with serve_graph(invented_films) as server:
        moved = (status, {"Location": f"{server.url}?query=none"}, b"")
        with endpoint(lambda _: moved) as (url, queries):
            assert warehouse.ask(url) == 1
    assert len(queries) == 1
    assert f"try --endpoint {server.url}" in warehouse.errors
    assert warehouse.answered() == []


def test_a_server_that_is_not_there_is_one_line(warehouse: FilmWarehouse) -> None:
    warehouse.list_films(FILMS)
    with serving(BaseHTTPRequestHandler) as address:
        pass
    assert warehouse.ask(f"{address}/sparql", "--attempts", "2") == 1
    assert "no connection (" in warehouse.errors
    assert "run the same command again later" in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert warehouse.query("from raw.wikidata_failures") == []


def test_a_server_that_goes_down_ends_the_run_and_not_each_film(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    answers = 0

    def reply(query: str) -> Reply:
        nonlocal answers
        answers += 1
        return served(invented_films, query) if answers <= 2 else (503, {}, b"")

    warehouse.list_films(FILMS)
    with endpoint(reply) as (url, queries):
        assert warehouse.ask(url, "--attempts", "2", "--batch", "10") == 1
    assert len(queries) < 20
    assert warehouse.answered() == FILMS[:20]
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url) == 0
        assert sorted(server.asked()) == FILMS[20:]


def test_a_server_that_answers_nothing_any_more_ends_the_run(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    warehouse.list_films(FILMS)
    with endpoint(lambda _: (200, {}, b"<html>")) as (url, _):
        assert warehouse.ask(url, "--attempts", "2", "--batch", "1") == 1
    assert "10 films in a row failed, the last one since HTML or XML" in warehouse.errors
    assert warehouse.query("select count(*) from raw.wikidata_failures") == [(10,)]
    assert "10 failed, 50 not yet asked; 20 requests" in warehouse.output
    # the next run begins with those that have not been asked for
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url, "--batch", "50") == 0
        assert server.asked() == [*FILMS[10:], *FILMS[:10]]


def test_one_film_that_is_too_much_does_not_make_all_batches_small(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    def reply(query: str) -> Reply:
        if FILMS[3] in films_of(query):
            return 504, {}, b""
        return served(invented_films, query)

    warehouse.list_films(FILMS)
    with endpoint(reply) as (url, queries):
        assert warehouse.ask(url, "--attempts", "2", "--batch", "16") == 0
    sizes = [len(films_of(query)) for query in queries if films_of(query)[0] > FILMS[15]]
    # the other half of the first batch was the first of five answers for 8
    assert sizes == [8, 8, 8, 8, 12]


def test_a_pause_that_is_asked_for_is_made(warehouse: FilmWarehouse, invented_films: Store) -> None:
    times: list[float] = []

    def reply(query: str) -> Reply:
        times.append(time.monotonic())
        if len(times) == 1:
            return 429, {"Retry-After": "1"}, b""
        return served(invented_films, query)

    warehouse.list_films(FILMS)
    with endpoint(reply) as (url, _):
        assert warehouse.ask(url, "--batch", "20") == 0
    assert times[1] - times[0] >= 0.99
    assert warehouse.answered() == FILMS


def test_while_one_request_is_asked_to_wait_no_other_is_sent(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    times: list[float] = []
    refused_at = 0.0

    def reply(query: str) -> Reply:
        nonlocal refused_at
        times.append(time.monotonic())
        if FILMS[0] in films_of(query) and not refused_at:
            refused_at = time.monotonic()
            return 429, {"Retry-After": "1"}, b""
        time.sleep(0.02)
        return served(invented_films, query)

    warehouse.list_films(FILMS)
    with endpoint(reply) as (url, _):
        assert warehouse.ask(url, "--batch", "2", "--parallel", "2") == 0
    # a request may have been on its way already
    assert sum(refused_at + 0.1 < moment < refused_at + 0.95 for moment in times) == 0
    assert warehouse.answered() == FILMS


REFUSALS = {
    403: "answers 403 Forbidden (it refuses a burst of questions, or this program altogether",
    429: "answers 429 Too Many Requests (it was asked too much)",
}


@pytest.mark.parametrize("status", [403, 429])
def test_a_refused_burst_is_waited_out(
    warehouse: FilmWarehouse, invented_films: Store, status: int
) -> None:
    answers = 0

    def reply(query: str) -> Reply:
        nonlocal answers
        answers += 1
        return (status, {}, b"") if answers in (2, 3) else served(invented_films, query)

    warehouse.list_films(FILMS)
    with endpoint(reply) as (url, queries):
        assert warehouse.run("--endpoint", url, "--pause", "0.01", "--batch", "20") == 0
    assert len(queries) == 5
    assert warehouse.answered() == FILMS
    assert f"{REFUSALS[status]}" in warehouse.errors


@pytest.mark.parametrize("status", [403, 429])
def test_who_goes_on_refusing_ends_the_run_with_what_to_do(
    warehouse: FilmWarehouse, status: int
) -> None:
    warehouse.list_films(FILMS)
    with endpoint(lambda _: (status, {}, b"")) as (url, queries):
        assert warehouse.ask(url, "--attempts", "3") == 1
    assert len(queries) == 3
    assert REFUSALS[status] in warehouse.errors
    assert "run the same command again later" in warehouse.errors
    assert ("--contact" in warehouse.errors) == (status == 403)


@pytest.mark.parametrize("drips", [False, True])
def test_a_mute_endpoint_ends_the_run_in_time(
    warehouse: FilmWarehouse, monkeypatch: pytest.MonkeyPatch, drips: bool
) -> None:
    monkeypatch.setattr(Patience, "longest_silence", 1.0)
    monkeypatch.setattr(asking, "SHORTEST_WAIT", 0.1)
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            # a drip of headers, which no time-out of a socket ends
            while drips and not closing.wait(0.05):
                self.wfile.write(b"X")
            closing.wait(5)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    warehouse.list_films(FILMS)
    with serving(Handler) as address:
        began = time.monotonic()
        assert warehouse.ask(f"{address}/sparql", "--timeout", "0.6", "--parallel", "2") == 1
        assert time.monotonic() - began < 5
        closing.set()
    assert "and nothing else has come for 1 s; run the same command again later" in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert warehouse.query("from raw.wikidata_failures") == []


def test_a_token_goes_to_wikimedia_and_to_nobody_else(
    warehouse: FilmWarehouse, invented_films: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIKIMEDIA_TOKEN", "ey.secret")
    warehouse.list_films(FILMS[:1])
    with serve_graph(invented_films) as server:
        assert warehouse.ask(server.url) == 0
        assert server.tokens == [None]
        monkeypatch.setattr(asked, "OF_WIKIMEDIA", re.compile(r"http://127\.0\.0\.1.*"))
        assert warehouse.ask(server.url, "--refresh") == 0
        assert server.tokens == [None, "Bearer ey.secret"]
        moved = (307, {"Location": f"{server.url}?query=none"}, b"")
        with endpoint(lambda _: moved) as (url, _):
            assert warehouse.ask(url, "--refresh") == 1
        assert server.tokens[2:] == []
    with endpoint(lambda _: (401, {}, b"")) as (url, _):
        assert warehouse.ask(url, "--refresh") == 1
    assert "is the token in WIKIMEDIA_TOKEN valid?" in warehouse.errors
    assert "secret" not in warehouse.output + warehouse.errors


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_token_does_not_follow_to_another_address(
    warehouse: FilmWarehouse, invented_films: Store, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("WIKIMEDIA_TOKEN", "ey.secret")
    monkeypatch.setattr(asked, "OF_WIKIMEDIA", re.compile(r"http://127\.0\.0\.1.*"))
    warehouse.list_films(FILMS[:1])
    with serve_graph(invented_films) as server:
        moved = (status, {"Location": f"{server.url}?query=select+*+%7B%7D"}, b"")
        with endpoint(lambda _: moved) as (url, _):
            assert warehouse.ask(url) == 1
        assert server.tokens == [None]


def test_a_token_that_cannot_be_one_is_not_shown(
    warehouse: FilmWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIKIMEDIA_TOKEN", "ey.se\ncret")
    warehouse.list_films(FILMS[:1])
    assert warehouse.ask("http://127.0.0.1:9/sparql") == 2
    assert "WIKIMEDIA_TOKEN holds a blank, a line break or letters" in warehouse.errors
    assert "cret" not in warehouse.errors


def test_a_pause_of_hours_ends_the_run(warehouse: FilmWarehouse) -> None:
    warehouse.list_films(FILMS)
    with endpoint(lambda _: (429, {"Retry-After": "7200"}, b"")) as (url, queries):
        assert warehouse.ask(url) == 1
    assert len(queries) == 1
    assert "asks for a pause of 7,200 s" in warehouse.errors


def test_an_answer_that_trickles_in_does_not_hold_the_run_for_ever(
    warehouse: FilmWarehouse, invented_films: Store
) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            for _ in range(1000):
                self.wfile.write(b" ")
                time.sleep(0.02)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    warehouse.list_films(FILMS[:1])
    with serving(Handler) as address:
        started = time.monotonic()
        assert warehouse.ask(f"{address}/", "--timeout", "0.1", "--attempts", "2") == 0
        assert time.monotonic() - started < 5
    assert warehouse.query("select reason from raw.wikidata_failures") == [
        ("the answer is not complete after 0.3 s",)
    ]


def test_the_catalogue_has_to_be_built_and_up_to_date(
    warehouse: FilmWarehouse,
) -> None:
    contact = ("--contact", "someone@example.org")
    assert warehouse.run(*contact) == 1
    assert "there is no database" in warehouse.errors
    warehouse.list_films(FILMS)
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("update raw.landings set landed_at = '2026-01-02'")
    assert warehouse.run(*contact) == 1
    assert warehouse.errors == (
        "error: films was landed after catalog.movies was built: "
        "run `python -m corate build` first\n"
    )
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("drop schema catalog cascade")
    assert warehouse.run(*contact) == 1
    assert "are not both built: run `python -m corate build` first" in warehouse.errors


@pytest.mark.parametrize(
    "address",
    [
        "localhost:7001",
        "file:///etc/hosts",
        "http://",
        "http://a:b",
        "http://a:secret@c/",
        "http://a/#b",
    ],
)
def test_an_address_that_is_none_is_refused(warehouse: FilmWarehouse, address: str) -> None:
    assert warehouse.run("--endpoint", address) == 2
    assert "is no address such as https://query.wikidata.org/sparql" in warehouse.errors
    assert "secret" not in warehouse.errors


def test_an_interrupted_run_keeps_what_was_answered(
    warehouse: FilmWarehouse, invented_films: Store, project_root: Path
) -> None:
    warehouse.list_films(FILMS)
    with serve_graph(invented_films, delay=0.1) as server:
        command = [sys.executable, "-m", "ingest", "wikidata", "--endpoint", server.url]
        command += ["--database", str(warehouse.path), "--batch", "5"]
        running = subprocess.Popen(
            command, cwd=project_root, stderr=subprocess.PIPE, text=True, env={**os.environ}
        )
        while len(server.queries) < 3 and running.poll() is None:
            time.sleep(0.005)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "error: interrupted; what was answered is landed" in errors
    assert warehouse.answered() == FILMS[: len(warehouse.answered())] != []
