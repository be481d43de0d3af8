"""A server between client and engine that fails in all the ways that servers on the internet do."""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

from tests.support.sparql import ANSWER_TYPE, serving

FAULTS = (
    "429 with seconds",
    "429 with a date",
    "500",
    "502",
    "503",
    "504",
    "time-out",
    "reset",
    "cut",
    "short",
    "half a JSON",
    "HTML",
)

HTML = b"<!DOCTYPE html><html><body><h1>Scheduled maintenance</h1></body></html>"


@dataclass
class FaultyProxy:
    """What it does to requests: the share that fails, and how, drawn from a seed.

    silence: seconds that it says nothing in a time-out; longer than the client's patience.
    done: how often each fault was met.
    """

    engine: str
    seed: int
    share: float
    faults: Sequence[str]
    silence: float
    url: str = ""
    done: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def draw(self) -> str | None:
        """The fault of the next request; None where it is served as it should be."""
        with self._lock:
            self.requests += 1
            fault = None
            if self._random.random() < self.share:
                fault = self._random.choice(self.faults)
                self.done[fault] += 1
            return fault


class _Handler(BaseHTTPRequestHandler):
    proxy: FaultyProxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        match self.proxy.draw():
            case None:
                self._send(200, self._forwarded(body))
            case "429 with seconds":
                self._send(429, HTML, {"Retry-After": "0"})
            case "429 with a date":
                now = format_datetime(datetime.now(UTC), usegmt=True)
                self._send(429, HTML, {"Retry-After": now})
            case "time-out":
                time.sleep(self.proxy.silence)
            case "reset":
                # closing with this option sends RST in place of FIN
                self.connection.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                self.connection.close()
            case "cut":
                answer = self._forwarded(body)
                self._send(200, answer[: len(answer) // 2], {"Content-Length": str(len(answer))})
            case "short":
                answer = self._forwarded(body)
                self._send(200, answer[:-1])
            case "half a JSON":
                # as engines end an answer that they began and could not complete
                answer = self._forwarded(body)
                self._send(200, answer[: len(answer) // 2] + b"\njava.lang.Exception\n")
            case "HTML":
                self._send(200, HTML)
            case status:
                self._send(int(status), HTML)

    def _forwarded(self, body: bytes) -> bytes:
        headers = {name: self.headers[name] for name in ("Content-Type", "User-Agent", "Accept")}
        request = urllib.request.Request(self.proxy.engine, body, headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            answer: bytes = response.read()
        return answer

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": ANSWER_TYPE if body.startswith(b"{") else "text/html",
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def faulty_proxy(
    engine: str,
    seed: int,
    share: float = 1 / 3,
    faults: Sequence[str] = FAULTS,
    silence: float = 0.6,
) -> Iterator[FaultyProxy]:
    """A proxy in front of an endpoint, that fails at random on a share of the requests."""
    proxy = FaultyProxy(engine, seed, share, faults, silence)
    with serving(type("Handler", (_Handler,), {"proxy": proxy})) as address:
        proxy.url = address + "/sparql"
        yield proxy
