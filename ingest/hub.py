"""The list of models of the Hugging Face Hub, asked for page by page.

Each page is added to `models.jsonl` in a folder of the run's own, one document a line, as soon as
it is there; beside it lies `models.jsonl.next`, which says where the next page is and how far the
file is whole. So whatever ends the program, the same command goes on from the last whole page.
Sources: https://huggingface.co/docs/hub/api (parameters, the Link header),
https://huggingface.co/docs/hub/rate-limits (429, the RateLimit header).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase

from ingest import settings
from ingest.addresses import read_address
from ingest.datasets import Dataset
from ingest.errors import IngestError, UsageError
from ingest.keeping import keep, one_writer
from ingest.progress import Advance, Progress, with_unit
from ingest.retries import Patience, Silence, Unanswered, insist, read_retry_after
from ingest.transfers import Piece, ask, refusal

PATIENCE = Patience()
FILE_NAME = "models.jsonl"

LARGEST_PAGE_BYTES = 1 << 27
"""A page is read whole: a thousand models of 130 kB each, after decompression."""


class BearerToken(AuthBase):
    """A token of the Hub in each request; requests takes it off where a redirect leaves the Hub."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class NoToken(AuthBase):
    """No token, and no password of a .netrc file, which requests would send otherwise."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


@dataclass(frozen=True)
class Place:
    """How far a list has come.

    start: the address of its first page; next: of the page to ask for, None after the last one.
    documents, size: how many documents, and how many bytes, the file holds up to here.
    """

    start: str
    next: str | None
    documents: int = 0
    size: int = 0


@dataclass
class Asking:
    """One run over the pages of a list.

    seen: the addresses that were asked for, and the digests of what they brought: a list whose
    pages come again has no end.
    """

    auth: AuthBase
    progress: Progress
    silence: Silence = field(default_factory=lambda: Silence(PATIENCE.longest_silence))
    seen: set[str] = field(default_factory=set)


def download_models(dataset: Dataset, folder: Path, progress: Progress) -> list[Path]:
    """Fetch the list of a dataset, unless it is there already; returns the file.

    The dataset's edition says how many models: `top-10000`, or `all`. Raises UsageError where it
    says neither, IngestError where the Hub refuses or does not answer.
    """
    most = _read_edition(dataset)
    address = read_address(dataset.urls[0])
    target = folder / dataset.dataset_id / f"{address.folder_name}-{dataset.edition}" / FILE_NAME
    if target.exists():
        progress.say(f"using the download of before: {target} (delete it to ask the Hub again)")
        return [target]
    token = settings.hub_token()
    try:
        with one_writer(target.parent, progress) as own:
            if target.exists():
                # whoever had the lock has fetched it
                return [target]
            part = own / FILE_NAME
            place = _resume(part, address.url)
            if place.documents:
                progress.say(f"going on after {place.documents:,} models")
            with progress.bar(f"asking {address.host}", most, "models") as advance:
                advance(place.documents)
                asking = Asking(BearerToken(token) if token else NoToken(), progress)
                _fetch_pages(asking, part, place, most, advance)
            keep(part, target)
    except OSError as error:
        raise IngestError(f"cannot store downloads in {folder}: {error.strerror}") from error
    return [target]


def _read_edition(dataset: Dataset) -> int | None:
    """How many models a dataset asks for, None for all."""
    if dataset.edition == "all":
        return None
    if match := re.fullmatch(r"top-([1-9][0-9]*)", dataset.edition):
        return int(match[1])
    raise UsageError(
        f"the edition of {dataset.dataset_id} in seeds/datasets.csv is '{dataset.edition}': to "
        "download it must be top- and how many models, such as top-10000, or all"
    )


def _fetch_pages(
    asking: Asking, part: Path, place: Place, most: int | None, advance: Advance
) -> None:
    """Add page after page to the file, until there is none or enough is there."""
    while place.next is not None and (most is None or place.documents < most):
        documents, following = _ask(asking, place)
        # what is not ASCII is escaped: half a surrogate pair is no text that could be written
        lines = b"".join(json.dumps(document).encode() + b"\n" for document in documents)
        _check_is_new(asking, part, place, lines, following)
        if most is not None and len(documents) > most - place.documents:
            documents = documents[: most - place.documents]
            lines = b"".join(json.dumps(document).encode() + b"\n" for document in documents)
        with part.open("ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        place = replace(
            place,
            next=following,
            documents=place.documents + len(documents),
            size=place.size + len(lines),
        )
        _remember(part, place)
        advance(len(documents))
    if place.documents == 0:
        _place_file(part).unlink(missing_ok=True)
        raise IngestError(f"{place.start} lists no model: look at the url in seeds/datasets.csv")


def _check_is_new(
    asking: Asking, part: Path, place: Place, lines: bytes, following: str | None
) -> None:
    """Raise IngestError, and give up what came so far, where pages come again."""
    assert place.next is not None
    digest = hashlib.sha256(lines).hexdigest()
    asking.seen.add(place.next)
    if digest in asking.seen or following in asking.seen or (following and not lines):
        part.unlink()
        _place_file(part).unlink(missing_ok=True)
        raise IngestError(
            f"{urlsplit(place.start).netloc} gives the same pages again and again, after "
            f"{place.documents:,} models: its list has no end. What came was deleted: run the same "
            "command later, or land a file with --from"
        )
    asking.seen.add(digest)


def _ask(asking: Asking, place: Place) -> tuple[list[Any], str | None]:
    """The documents of the next page, and where the one after it is; asked for with patience."""
    host = urlsplit(place.start).netloc
    again = insist(PATIENCE, asking.progress.say, silence=asking.silence)
    try:
        found: tuple[list[Any], str | None] = again(_ask_once, asking, place)
        return found
    except Unanswered as error:
        asked = error.asked_pause or 0
        pause = (
            f", and asks for a pause of {asked:,.0f} s" if asked > PATIENCE.longest_obeyed else ""
        )
        raise IngestError(
            f"{host} does not give its list of models: {error}{pause}. What came so far is kept: "
            "run the same command later to go on, or land a file with --from"
        ) from error


def _ask_once(asking: Asking, place: Place) -> tuple[list[Any], str | None]:
    """One request for a page. Raises Unanswered where it may be sent again, else IngestError."""
    assert place.next is not None
    address = read_address(place.next)
    asking.silence.begin()
    with closing(ask(address, {}, PATIENCE, asking.silence, asking.auth)) as pieces:
        response = next(pieces)
        assert isinstance(response, requests.Response)
        if response.status_code != requests.codes.ok:
            asking.silence.end()
            raise _refusal(asking, response, address.host)
        body = _body_of(pieces, address.host)
    asking.silence.end()
    try:
        # a raw control character costs no page: it is written escaped
        page: Any = json.loads(body, strict=False)
    except (ValueError, RecursionError) as error:
        raise Unanswered(f"{address.host} sends a page that is no JSON") from error
    if not isinstance(page, list):
        raise IngestError(f"{address.url} is no list of models: its answer is no JSON array")
    return page, _next_page(response, place)


def _body_of(pieces: Iterable[Piece], host: str) -> bytes:
    """What an answer brings. Raises IngestError where it would fill the memory."""
    body = bytearray()
    for piece in pieces:
        assert isinstance(piece, bytes)
        body += piece
        if len(body) > LARGEST_PAGE_BYTES:
            limit = with_unit(LARGEST_PAGE_BYTES, "B")
            raise IngestError(
                f"{host} sends a page of more than {limit}, which is no list of a thousand models: "
                "look at the url in seeds/datasets.csv"
            )
    return bytes(body)


def _refusal(asking: Asking, response: requests.Response, host: str) -> Exception:
    """What an answer without a page means, and what to do."""
    refused = refusal(response, host)
    if isinstance(refused, Unanswered):
        return Unanswered(str(refused), _asked_pause(response))
    if response.status_code in (401, 403):
        with_token = isinstance(asking.auth, BearerToken)
        return IngestError(
            f"{refused}: " + ("is the token in HF_TOKEN valid?" if with_token else "set HF_TOKEN")
        )
    return IngestError(f"{refused}: look at the url of the dataset in seeds/datasets.csv")


def _asked_pause(response: requests.Response) -> float | None:
    """Seconds that the Hub asks to wait: Retry-After, or what is left of a used-up window."""
    asked = read_retry_after(response.headers.get("Retry-After"))
    if asked is not None:
        return asked
    # "api";r=0;t=55: nothing is left, and counting begins anew in 55 seconds
    window = re.search(r"(?:^|;)\s*t=(\d+)", response.headers.get("RateLimit", ""))
    return float(window[1]) if window and response.status_code == 429 else None


def _next_page(response: requests.Response, place: Place) -> str | None:
    """Where the page after this one is; None after the last.

    Raises IngestError where it is not on the same server, which must not see the token.
    """
    link = response.links.get("next", {}).get("url")
    if link is None:
        return None
    following = read_address(urljoin(response.url, link)).url
    here, there = urlsplit(place.start), urlsplit(following)
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise IngestError(f"{here.netloc} says that its next page is on {there.netloc}: not asked")
    return following


def _resume(part: Path, start: str) -> Place:
    """Where to go on; from the start where nothing whole is there, or of another address."""
    begin = Place(start, start)
    try:
        place = Place(**json.loads(_place_file(part).read_text(encoding="utf-8")))
        if place.start != start or part.stat().st_size < place.size:
            place = begin
    except (FileNotFoundError, ValueError, TypeError):
        place = begin
    with part.open("ab") as file:
        # a page that was being written when the program ended comes again
        file.truncate(place.size)
    return place


def _remember(part: Path, place: Place) -> None:
    """Write down where to go on, at once or not at all."""
    new = part.with_name(f"{part.name}.next.new")
    new.write_text(json.dumps(asdict(place)), encoding="utf-8")
    new.replace(_place_file(part))


def _place_file(part: Path) -> Path:
    return part.with_name(f"{part.name}.next")
