"""The list of models, asked for page by page from a server that breaks off, refuses and fails."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ingest import hub
from ingest.datasets import Dataset
from ingest.errors import IngestError, UsageError
from ingest.progress import Progress
from ingest.retries import Patience
from tests.ingest.conftest import Warehouse

QUIET = Progress(quiet=True)
PAGE = 3
HASTY = Patience(
    attempts=4, first_pause=0.01, longest_pause=0.02, longest_stall=0.3, longest_silence=0.8
)


@dataclass
class Hub:
    """A list of models in pages of three, and how its server behaves.

    trouble: what to do instead of answering, for the requests to come: a status, "cut" (break off
    in the middle of a page), "html" (a page of another kind), "deep" (lists in lists without end),
    "mute" (say nothing), "drip" (a byte now and then), None (answer).
    circle: what comes after the last page: "back" to the first one, "same" content under addresses
    that are always new, "empty" pages. raw: whether control characters are sent as they are.
    headers: sent with every trouble. requests: cursor and Authorization of each request.
    elsewhere: the server that the next page is said to be on; "here" leaves the server out.
    """

    models: list[dict[str, object]] = field(default_factory=list)
    trouble: list[int | str | None] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[int, str | None]] = field(default_factory=list)
    elsewhere: str = ""
    circle: str = ""
    raw: bool = False
    address: str = ""
    closing: threading.Event = field(default_factory=threading.Event)

    def dataset(self, edition: str = "all") -> Dataset:
        url = f"{self.address}/api/models?limit={PAGE}&expand[]=tags"
        return Dataset("hub-models", "huggingface", edition, (url,), (), (), "")


class Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        cursor = int(parse_qs(asked.query).get("cursor", ["0"])[0])
        self.hub.requests.append((cursor, self.headers.get("Authorization")))
        trouble = self.hub.trouble.pop(0) if self.hub.trouble else None
        last = (len(self.hub.models) - 1) // PAGE * PAGE
        shown = min(cursor, last) if self.hub.circle == "same" else cursor
        body = json.dumps(self.hub.models[shown : shown + PAGE]).encode()
        if self.hub.raw:
            body = body.replace(b"\\u0001", b"\x01")
        following = 0 if self.hub.circle == "back" and cursor == last else cursor + PAGE
        if trouble == "mute":
            self.hub.closing.wait(3)
            return
        if isinstance(trouble, int):
            self.send_response(trouble)
            for name, value in self.hub.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        if trouble == "html":
            body = b"<html>busy</html>"
        if trouble == "deep":
            body = b"[" * 100_000
        self.send_header("Content-Length", str(len(body)))
        if following < len(self.hub.models) or self.hub.circle:
            path = f"{asked.path}?limit={PAGE}&cursor={following}"
            server = "" if self.hub.elsewhere == "here" else self.hub.elsewhere or self.hub.address
            self.send_header("Link", f'<{server}{path}>; rel="next"')
        self.end_headers()
        if trouble == "drip":
            for begin in range(len(body)):
                self.wfile.write(body[begin : begin + 1])
                if self.hub.closing.wait(0.1):
                    return
        self.wfile.write(body[: len(body) // 2] if trouble == "cut" else body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A server with eight models, for which nobody waits long."""
    monkeypatch.setattr(hub, "PATIENCE", HASTY)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    there = Hub(models=[{"id": f"owner/model-{number}", "tags": ["é"]} for number in range(8)])
    handler = type("HandlerOfTest", (Handler,), {"hub": there})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    there.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield there
    there.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


def fetched(site: Hub, folder: Path) -> Path:
    """The file with the list of all models."""
    (file,) = hub.download_models(site.dataset(), folder, QUIET)
    return file


def documents(file: Path) -> list[object]:
    """The documents of a file with one a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_fetches_page_after_page(site: Hub, tmp_path: Path) -> None:
    file = fetched(site, tmp_path)
    assert documents(file) == site.models
    assert [cursor for cursor, _ in site.requests] == [0, 3, 6]
    assert {found.name for found in file.parent.iterdir()} == {"models.jsonl", ".lock"}


@pytest.mark.parametrize(
    ("most", "cursors"), [(1, [0]), (3, [0]), (5, [0, 3]), (8, [0, 3, 6]), (99, [0, 3, 6])]
)
def test_stops_when_enough_is_there(
    site: Hub, tmp_path: Path, most: int, cursors: list[int]
) -> None:
    (file,) = hub.download_models(site.dataset(f"top-{most}"), tmp_path, QUIET)
    assert documents(file) == site.models[:most]
    assert [cursor for cursor, _ in site.requests] == cursors


@pytest.mark.parametrize(
    "trouble", [429, 500, 502, 503, 504, "cut", "html", "deep", "mute", "drip"]
)
def test_asks_again_after_trouble(site: Hub, tmp_path: Path, trouble: int | str) -> None:
    site.trouble = [None, trouble, None, trouble]
    file = fetched(site, tmp_path)
    assert documents(file) == site.models
    assert [cursor for cursor, _ in site.requests] == [0, 3, 3, 6, 6]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "0.5"}, None),
        ({"Retry-After": "1"}, 1),
        ({"RateLimit": '"api";r=0;t=1'}, 1),
        ({"Retry-After": "1", "RateLimit": '"api";r=0;t=200'}, 1),
    ],
)
def test_waits_as_long_as_the_hub_asks(
    site: Hub,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    seconds: float | None,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Progress, "say", lambda self, line: said.append(line))
    site.trouble = [429]
    site.headers = headers
    hub.download_models(site.dataset(), tmp_path, QUIET)
    shown = f" answers 429 Too Many Requests: attempt 2 of 4 in {seconds or 0} s"
    assert [line for line in said if line.endswith(shown)]


def test_gives_up_at_last_and_goes_on_where_it_was(site: Hub, tmp_path: Path) -> None:
    site.trouble = [None, *[503] * 4]
    with pytest.raises(IngestError, match=r"answers 503 .* run the same command later to go on"):
        hub.download_models(site.dataset(), tmp_path, QUIET)
    site.requests.clear()
    file = fetched(site, tmp_path)
    assert documents(file) == site.models
    # a slow machine may ask for a page twice
    assert list(dict.fromkeys(cursor for cursor, _ in site.requests)) == [3, 6]


def test_a_page_that_was_being_written_comes_again(site: Hub, tmp_path: Path) -> None:
    site.trouble = [None, *[503] * 4]
    with pytest.raises(IngestError):
        hub.download_models(site.dataset(), tmp_path, QUIET)
    (part,) = tmp_path.glob("hub-models/*/.unfinished-*/models.jsonl")
    with part.open("ab") as file:
        file.write(b'{"id": "owner/mod')  # as a power cut would leave it
    assert documents(fetched(site, tmp_path)) == site.models


@pytest.mark.parametrize("damage", ["no place", "broken place", "shorter than its place", "other"])
def test_begins_anew_where_nothing_whole_is_there(site: Hub, tmp_path: Path, damage: str) -> None:
    site.trouble = [None, *[503] * 4]
    with pytest.raises(IngestError):
        hub.download_models(site.dataset(), tmp_path, QUIET)
    (part,) = tmp_path.glob("hub-models/*/.unfinished-*/models.jsonl")
    place = part.with_name(f"{part.name}.next")
    if damage == "no place":
        place.unlink()
    elif damage == "broken place":
        place.write_text("{")
    elif damage == "other":
        place.write_text(place.read_text().replace("limit=3", "limit=4", 1))
    else:
        part.write_bytes(part.read_bytes()[:-1])
    site.requests.clear()
    assert documents(fetched(site, tmp_path)) == site.models
    assert [cursor for cursor, _ in site.requests] == [0, 3, 6]


def test_a_list_that_is_there_is_not_asked_for(site: Hub, tmp_path: Path) -> None:
    first = hub.download_models(site.dataset(), tmp_path, QUIET)
    site.requests.clear()
    assert hub.download_models(site.dataset(), tmp_path, QUIET) == first
    assert site.requests == []


def test_the_token_of_the_environment_goes_with_each_request(
    site: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", " hf_secret\n")
    hub.download_models(site.dataset(), tmp_path, QUIET)
    assert {token for _, token in site.requests} == {"Bearer hf_secret"}


@pytest.mark.parametrize("token", ["hf_se\ncret", "hf_se cret", "hf_sé", "hf_\x00secret", "“hf”"])
def test_a_token_that_cannot_be_one_is_refused_and_not_shown(
    site: Hub,
    warehouse: Warehouse,
    datasets_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    token: str,
) -> None:
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write(f"hub,huggingface,top-7,,{site.dataset().urls[0]},,,,,,,,\n")
    # the environment of a process holds no NUL, and may hold anything else
    monkeypatch.setattr(os, "environ", {**os.environ, "HF_TOKEN": token})
    assert warehouse.run("land", "hub", "--debug", "--downloads", tmp_path) == 2
    assert "HF_TOKEN holds a blank, a line break or letters" in warehouse.errors
    told = warehouse.output + warehouse.errors
    assert not any(piece in told for piece in ("hf_s", "cret", "“hf”"))
    assert site.requests == []


def test_without_a_token_nothing_of_the_kind_is_sent(
    site: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    hub.download_models(site.dataset(), tmp_path, QUIET)
    assert {token for _, token in site.requests} == {None}


@pytest.mark.parametrize(
    ("token", "advice"), [("", "set HF_TOKEN"), ("hf_x", "is the token in HF_TOKEN valid?")]
)
def test_a_refusal_says_what_to_do(
    site: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str, advice: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", token)
    site.trouble = [401]
    with pytest.raises(IngestError) as raised:
        hub.download_models(site.dataset(), tmp_path, QUIET)
    assert str(raised.value).endswith(f"answers 401 Unauthorized: {advice}")
    assert len(site.requests) == 1


def test_what_will_not_be_answered_is_not_asked_again(site: Hub, tmp_path: Path) -> None:
    site.trouble = [400]
    with pytest.raises(IngestError, match="answers 400 Bad Request: look at the url"):
        hub.download_models(site.dataset(), tmp_path, QUIET)
    assert len(site.requests) == 1


def test_a_next_page_on_another_server_is_not_asked(site: Hub, tmp_path: Path) -> None:
    site.elsewhere = "http://127.0.0.2:9"
    with pytest.raises(IngestError, match=r"next page is on 127.0.0.2:9: not asked"):
        hub.download_models(site.dataset(), tmp_path, QUIET)


def test_a_page_that_would_fill_the_memory_is_not_read(
    site: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "LARGEST_PAGE_BYTES", 50)
    with pytest.raises(IngestError, match="a page of more than 50 B"):
        fetched(site, tmp_path)
    assert len(site.requests) == 1


def test_a_next_page_may_be_named_without_the_server(site: Hub, tmp_path: Path) -> None:
    site.elsewhere = "here"
    assert documents(fetched(site, tmp_path)) == site.models


@pytest.mark.parametrize(
    ("trouble", "shown"), [("mute", "does not answer in"), ("drip", "sends less than 65.5 kB in")]
)
def test_who_says_nothing_is_given_up_in_time(
    site: Hub, tmp_path: Path, trouble: str, shown: str
) -> None:
    site.trouble = [None, *[trouble] * 9]
    began = time.monotonic()
    with pytest.raises(IngestError, match=f"{shown} .* run the same command later to go on"):
        fetched(site, tmp_path)
    assert time.monotonic() - began < 3 * HASTY.longest_silence


def test_a_pause_of_hours_is_not_made(site: Hub, tmp_path: Path) -> None:
    site.trouble = [429]
    site.headers = {"Retry-After": "7200"}
    with pytest.raises(IngestError, match="asks for a pause of 7,200 s"):
        fetched(site, tmp_path)
    assert len(site.requests) == 1


@pytest.mark.parametrize("circle", ["back", "same", "empty"])
@pytest.mark.parametrize("edition", ["all", "top-10000"])
def test_a_list_without_end_is_told_and_not_kept(
    site: Hub, tmp_path: Path, circle: str, edition: str
) -> None:
    site.circle = circle
    with pytest.raises(IngestError, match="the same pages again and again, after 8 models"):
        hub.download_models(site.dataset(edition), tmp_path, QUIET)
    assert list(tmp_path.rglob("models.jsonl*")) == []
    site.circle = ""
    assert documents(fetched(site, tmp_path)) == site.models


def test_a_raw_control_character_costs_no_page(site: Hub, tmp_path: Path) -> None:
    site.models[1]["note"] = "a\x01b"
    site.raw = True
    assert documents(fetched(site, tmp_path)) == site.models


def test_two_at_once_ask_for_a_list_once(site: Hub, tmp_path: Path) -> None:
    found: list[list[object]] = []
    threads = [
        threading.Thread(target=lambda: found.append(documents(fetched(site, tmp_path))))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [site.models] * 3
    assert [cursor for cursor, _ in site.requests] == [0, 3, 6]


def test_an_empty_list_is_an_error(site: Hub, tmp_path: Path) -> None:
    site.models = []
    for _ in range(2):
        with pytest.raises(IngestError, match="lists no model"):
            hub.download_models(site.dataset(), tmp_path, QUIET)
    assert len(site.requests) == 2


@pytest.mark.parametrize("edition", ["", "top-", "top-0", "10000", "sample"])
def test_the_edition_says_how_many(site: Hub, tmp_path: Path, edition: str) -> None:
    with pytest.raises(UsageError, match="it must be top- and how many models"):
        hub.download_models(site.dataset(edition), tmp_path, QUIET)
    assert site.requests == []


def test_lands_what_it_downloads(
    site: Hub, warehouse: Warehouse, datasets_file: Path, tmp_path: Path
) -> None:
    dataset = site.dataset()
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write(f"{dataset.dataset_id},huggingface,top-7,,{dataset.urls[0]},,,,,,,,\n")
    site.trouble = [None, 503]
    code = warehouse.run("land", dataset.dataset_id, "--downloads", tmp_path / "kept")
    assert code == 0, warehouse.errors
    assert "answers 503 Service Unavailable: attempt 2 of 4" in warehouse.errors
    found = warehouse.query(
        "select document ->> 'id', document ->> '$.tags[0]' from raw.huggingface_documents"
        " order by source_row"
    )
    assert found == [(f"owner/model-{number}", "é") for number in range(7)]
