"""A server of files that fails in all the ways that servers and networks on the way to them do."""

from __future__ import annotations

import gzip
import random
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.sparql import serving

HONEST = (
    "cut", "reset", "mute", "mute in the middle", "drip", "drip of headers",
    "500", "503", "403", "404", "416", "429 now", "429 for hours",
    "page", "page after a redirect", "redirects in a circle", "empty",
    "206 of another file", "206 of another place", "206 of another length", "206 unasked",
    "206 of a part", "200 to a range", "another version", "packed on the way",
    "chunks", "chunks that are cut", "too much", "no length",
)  # fmt: skip
"""What can be told from the file by whoever looks, whatever the file is."""

BREAKS = ("cut", "reset", "mute in the middle", "drip")
"""After these, the rest is asked for."""

LYING = ("short", "206 of another file under the same version", "no length and cut")
"""What only a checksum, a listed length or the file itself can tell."""

PAGE = b"<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Log in</body></html>\n"

SLICE = 4096


@dataclass
class FileSite:
    """What a server has, how it fails, and what it was asked.

    files: by path, without the slash in front. faults: what to do with the next requests, one each;
    None: nothing; after them, drawn for a `share` of the requests out of `drawn`.
    silence: seconds that a mute server holds a connection; between two drops of a drip a tenth.
    version: the ETag. slow: seconds after each piece; crumbs: whether bodies begin byte by
    byte. requests: path and Range of each; times: when they came; sent: bytes of bodies so far.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[str | None] = field(default_factory=list)
    drawn: tuple[str, ...] = ()
    share: float = 0.0
    seed: int = 0
    silence: float = 3.0
    version: str = '"1"'
    slow: float = 0.0
    crumbs: bool = False
    times: list[float] = field(default_factory=list)
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    logins: list[str | None] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    address: str = ""
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def url(self, path: str) -> str:
        return f"{self.address}/{path}"

    def draw(self, is_rest: bool) -> str | None:
        """The fault of the next request; None where it is served as it should be.

        is_rest: whether the rest of a file is asked for: then the faults of that are more likely,
        and otherwise what leads there.
        """
        with self.lock:
            fault = None
            if self.faults:
                fault = self.faults.pop(0)
            elif self.drawn and self.random.random() < self.share:
                likely = [
                    one for one in self.drawn if one.startswith("206") and one != "206 unasked"
                ]
                likely = likely if is_rest else [one for one in self.drawn if one in BREAKS]
                fault = self.random.choice(
                    likely if likely and self.random.random() < 0.5 else self.drawn
                )
            if fault:
                self.done[fault] += 1
            return fault


class _Handler(BaseHTTPRequestHandler):
    site: FileSite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.site
        self.close_connection = True
        path = urlsplit(self.path).path.lstrip("/")
        wanted = self.headers.get("Range")
        site.requests.append((self.path, wanted))
        site.times.append(time.monotonic())
        site.logins.append(self.headers.get("Authorization"))
        if path == "login":
            self._answer(200, PAGE)
            return
        if path == "circle":
            self._answer(302, b"", {"Location": "/circle"})
            return
        content = site.files.get(path)
        if content is None:
            self._answer(404, b"")
            return
        with suppress(ConnectionError, TimeoutError):
            self._serve(content, wanted, site.draw(is_rest=wanted is not None))

    def _serve(self, content: bytes, wanted: str | None, fault: str | None) -> None:
        site = self.site
        version = site.version
        other = bytes(255 - one for one in content)
        start = int(match[1]) if wanted and (match := re.match(r"bytes=(\d+)-$", wanted)) else 0
        is_same = self.headers.get("If-Range") in (None, version)
        partial = bool(wanted) and is_same and start < len(content)
        body = content[start:] if partial else content
        total = len(content)
        match fault:
            case "500" | "503" | "403" | "404" | "416":
                self._answer(int(fault), PAGE)
            case "429 now":
                self._answer(429, b"", {"Retry-After": "0"})
            case "429 for a second":
                self._answer(429, b"", {"Retry-After": "1"})
            case "429 for hours":
                self._answer(429, b"", {"Retry-After": "7200"})
            case "page":
                self._answer(200, PAGE, {"ETag": '"page"'})
            case "page after a redirect":
                self._answer(302, b"", {"Location": "/login"})
            case "redirects in a circle":
                self._answer(302, b"", {"Location": "/circle"})
            case "redirect to a file":
                self._answer(302, b"", {"Location": Path(__file__).as_uri()})
            case "redirect to another host":
                self._answer(302, b"", {"Location": site.address.replace("127.0.0.1", "localhost")})
            case "chunks without an end":
                self._head(200, None, {"ETag": version, "Transfer-Encoding": "chunked"})
                # enough to tell; who goes on reading has no limit
                for _ in range(100):
                    self._send(b"%x\r\n%s\r\n" % (total, content))
                self._send(b"0\r\n\r\n")
            case "empty":
                self._answer(200, b"")
            case "mute":
                site.closing.wait(site.silence)
            case "reset":
                self._head(200, total, {"ETag": version})
                self._send(content[: site.random.randrange(total)])
                # closing with this option sends RST in place of FIN
                self.connection.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                self.connection.close()
            case "drip of headers":
                self._drip(b"HTTP/1.1 200 OK\r\nServer: " + b"x" * 5000)
            case "206 of another file":
                self._part(other[start:], start, total, '"other"')
            case "206 of another file under the same version":
                self._part(other[start:], start, total, version)
            case "206 of another place":
                begin = min(start + 1, total - 1)
                self._part(content[begin:], begin, total, version)
            case "206 of another length":
                self._part(body + b"more", start, total + 4, version)
            case "206 unasked":
                self._part(content[total // 2 :], total // 2, total, version)
            case "206 of a part" if partial and len(body) > 1:
                self._part(body[: len(body) // 2], start, total, version)
            case "200 to a range":
                self._whole(content, version)
            case "another version":
                self._whole(content, f'"{site.random.random()}"')
            case "packed on the way":
                packed = gzip.compress(content)
                self._answer(200, packed, {"Content-Encoding": "gzip", "ETag": version})
            case "chunks" | "chunks that are cut":
                self._head(200, None, {"ETag": version, "Transfer-Encoding": "chunked"})
                end = total if fault == "chunks" else site.random.randrange(total)
                for begin in range(0, end, SLICE):
                    piece = content[begin : min(begin + SLICE, end)]
                    self._send(b"%x\r\n%s\r\n" % (len(piece), piece))
                if fault == "chunks":
                    self._send(b"0\r\n\r\n")
            case "too much":
                self._head(200, total, {"ETag": version})
                self._send(content + b"and more")
            case "short":
                self._answer(200, content[: site.random.randrange(1, total)], {"ETag": version})
            case "no length" | "no length and cut":
                self.protocol_version = "HTTP/1.0"
                self._head(200, None, {})
                end = total if fault == "no length" else site.random.randrange(1, total)
                self._send(content[:end])
            case "cut" | "mute in the middle" | "drip":
                if partial:
                    self._head_of_part(body, start, total, version)
                else:
                    self._head(200, total, {"ETag": version})
                end = site.random.randrange(len(body))
                self._send(body[:end])
                if fault == "mute in the middle":
                    site.closing.wait(site.silence)
                elif fault == "drip":
                    self._drip(body[end:])
            case _:
                if wanted and is_same and start >= total:
                    self._answer(416, b"", {"Content-Range": f"bytes */{total}"})
                elif partial:
                    self._part(body, start, total, version)
                else:
                    self._whole(content, version)

    def _whole(self, content: bytes, version: str) -> None:
        self._answer(200, content, {"ETag": version} if version else {})

    def _part(self, body: bytes, start: int, total: int, version: str) -> None:
        self._head_of_part(body, start, total, version)
        self._send(body)

    def _head_of_part(self, body: bytes, start: int, total: int, version: str) -> None:
        place = f"bytes {start}-{start + len(body) - 1}/{total}"
        self._head(206, len(body), {"ETag": version, "Content-Range": place})

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self._head(status, len(body), headers or {})
        self._send(body)

    def _head(self, status: int, length: int | None, headers: dict[str, str]) -> None:
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def _send(self, body: bytes) -> None:
        if self.site.crumbs:
            for place in range(min(20, len(body))):
                self.wfile.write(body[place : place + 1])
                self.wfile.flush()
                time.sleep(0.005)
            body = body[20:]
        for begin in range(0, len(body), SLICE):
            self.wfile.write(body[begin : begin + SLICE])
            self.site.sent += len(body[begin : begin + SLICE])
            if self.site.slow:
                time.sleep(self.site.slow)

    def _drip(self, body: bytes) -> None:
        """A byte now and then, until the client has gone."""
        for begin in range(len(body)):
            if self.site.closing.wait(self.site.silence / 10):
                return
            self.wfile.write(body[begin : begin + 1])
            self.wfile.flush()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def file_site(**settings: object) -> Iterator[FileSite]:
    """A server on this machine, which stands still when it is left."""
    site = FileSite(**settings)  # type: ignore[arg-type]
    with serving(type("Handler", (_Handler,), {"site": site})) as address:
        site.address = address
        try:
            yield site
        finally:
            site.closing.set()
