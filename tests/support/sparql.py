"""A real SPARQL engine over HTTP on this machine, for tests: pyoxigraph behind a small server.

with serve_graph(load_graph(path)) as server:
    ...  # server.url is an endpoint; server.queries is what it was asked
"""

from __future__ import annotations

import gzip
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

PATH = "/sparql"
ANSWER_TYPE = "application/sparql-results+json"
FORMATS = {".nt": RdfFormat.N_TRIPLES, ".ttl": RdfFormat.TURTLE}


def load_graph(*files: Path) -> Store:
    """The triples of N-Triples or Turtle files (also as .gz) in one store in memory."""
    store = Store()
    for file in files:
        content = file.read_bytes()
        name = file
        if file.suffix == ".gz":
            content = gzip.decompress(content)
            name = file.with_suffix("")
        store.bulk_load(content, format=FORMATS[name.suffix])
    return store


def answer(store: Store, query: str) -> bytes:
    """The SPARQL JSON results document of a SELECT query. Raises SyntaxError for a wrong one."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions), "only SELECT is served"
    written = found.serialize(format=QueryResultsFormat.JSON)
    assert written is not None
    return written


@dataclass
class SparqlServer:
    """A running endpoint: where it is, and what it was asked (in order of arrival).

    delay: seconds that it takes over each query, in addition to the work.
    user_agents, tokens: the User-Agent and the Authorization of each request.
    most_at_once: the largest number of requests that were in work at the same time.
    """

    store: Store
    url: str = ""
    delay: float = 0.0
    queries: list[str] = field(default_factory=list)
    user_agents: list[str] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, since: int = 0) -> list[str]:
        """The films of the queries from number `since` on, each time that they were asked."""
        return [imdb_id for query in self.queries[since:] for imdb_id in films_of(query)]

    def work_on(self, query: str, user_agent: str) -> bytes:
        """Answer one query and keep a record of it."""
        with self._lock:
            self.queries.append(query)
            self.user_agents.append(user_agent)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if self.delay:
                time.sleep(self.delay)
            return answer(self.store, query)
        finally:
            with self._lock:
                self._at_once -= 1


def films_of(query: str) -> list[str]:
    """The films that a query asks for, in normal form, each once, in order."""
    return list(dict.fromkeys(re.findall(r'\("(tt[0-9]+)" "tt[0-9]+"\)', query)))


class _Handler(BaseHTTPRequestHandler):
    server_of_graph: SparqlServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply(parse_qs(urlsplit(self.path).query))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.headers.get_content_type() == "application/sparql-query":
            self._reply({"query": [body]})
        else:
            self._reply(parse_qs(body))

    def _reply(self, form: dict[str, list[str]]) -> None:
        if urlsplit(self.path).path != PATH or "query" not in form:
            self._send(404 if "query" in form else 400, "text/plain", b"no query")
            return
        agent = self.headers.get("User-Agent", "")
        self.server_of_graph.tokens.append(self.headers.get("Authorization"))
        try:
            document = self.server_of_graph.work_on(form["query"][0], agent)
        except SyntaxError as error:
            self._send(400, "text/plain", str(error).encode())
        else:
            self._send(200, ANSWER_TYPE, document)

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    """Says nothing of clients that went away in the middle of an answer."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on a free port of this machine; the address is yielded, without a path."""
    server = QuietServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serve_graph(store: Store, delay: float = 0.0) -> Iterator[SparqlServer]:
    """Serve a graph as a SPARQL endpoint (GET and POST, JSON results)."""
    graph = SparqlServer(store, delay=delay)
    handler = type("Handler", (_Handler,), {"server_of_graph": graph})
    with serving(handler) as address:
        graph.url = address + PATH
        yield graph


def main() -> None:
    """`python -m tests.support.sparql FILE…`: serve graphs until interrupted, and say where."""
    with serve_graph(load_graph(*map(Path, sys.argv[1:]))) as server:
        print(server.url, flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
