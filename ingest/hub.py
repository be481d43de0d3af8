"""The list of models of the Hugging Face Hub, asked for page by page.

Each page is written to `models.jsonl.part`, one document a line, as soon as it is there; beside it
lies `models.jsonl.part.next`, which says where the next page is and how far the file is whole. So
whatever ends the program, the same command goes on from the last whole page.
Sources: https://huggingface.co/docs/hub/api (parameters, the Link header),
https://huggingface.co/docs/hub/rate-limits (429, the RateLimit header).
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase

from ingest import settings
from ingest.datasets import Dataset
from ingest.downloads import SECONDS_TO_CONNECT_AND_TO_WAIT
from ingest.errors import IngestError, UsageError
from ingest.progress import Advance, Progress
from ingest.retries import TEMPORARY_STATUSES, Patience, Unanswered, insist, read_retry_after

PATIENCE = Patience()
FILE_NAME = "models.jsonl"


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


def download_models(dataset: Dataset, folder: Path, progress: Progress) -> Path:
    """Fetch the list of a dataset, unless it is there already; returns the file.

    The dataset's edition says how many models: `top-10000`, or `all`. Raises UsageError where it
    says neither, IngestError where the Hub refuses or does not answer.
    """
    most = _read_edition(dataset)
    own_folder = folder / dataset.dataset_id
    target = own_folder / FILE_NAME
    if target.exists():
        progress.say(f"using the download of before: {target} (delete it to ask the Hub again)")
        return target
    part = own_folder / f"{FILE_NAME}.part"
    try:
        own_folder.mkdir(parents=True, exist_ok=True)
        place = _resume(part, dataset.urls[0])
        if place.documents:
            progress.say(f"going on after {place.documents:,} models")
        host = urlsplit(place.start).netloc
        with (
            requests.Session() as session,
            progress.bar(f"asking {host}", most, "models") as advance,
        ):
            session.auth = BearerToken(token) if (token := settings.hub_token()) else NoToken()
            advance(place.documents)
            _fetch_pages(session, part, place, most, progress, advance)
        part.replace(target)
        _place_file(part).unlink()
    except OSError as error:
        if isinstance(error, requests.RequestException):
            raise
        raise IngestError(f"cannot store downloads in {folder}: {error.strerror}") from error
    return target


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
    session: requests.Session,
    part: Path,
    place: Place,
    most: int | None,
    progress: Progress,
    advance: Advance,
) -> None:
    """Add page after page to the file, until there is none or enough is there."""
    while place.next is not None and (most is None or place.documents < most):
        response = _ask(session, place.next, progress)
        documents = response.json()
        if most is not None:
            documents = documents[: most - place.documents]
        # what is not ASCII is escaped: half a surrogate pair is no text that could be written
        lines = b"".join(json.dumps(document).encode() + b"\n" for document in documents)
        with part.open("ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        place = Place(
            place.start,
            _next_page(response, place),
            place.documents + len(documents),
            place.size + len(lines),
        )
        _remember(part, place)
        advance(len(documents))
    if place.documents == 0:
        raise IngestError(f"{place.start} lists no model: look at the url in seeds/datasets.csv")


def _ask(session: requests.Session, url: str, progress: Progress) -> requests.Response:
    """The answer with a page, asked for as often as patience allows."""
    host = urlsplit(url).netloc
    try:
        response: requests.Response = insist(PATIENCE, progress.say)(_ask_once, session, url)
        return response
    except Unanswered as error:
        raise IngestError(
            f"{host} does not give its list of models: {error}. What came so far is kept: run the "
            "same command later to go on, or land a file with --from"
        ) from error


def _ask_once(session: requests.Session, url: str) -> requests.Response:
    """One request for a page. Raises Unanswered where it may be sent again, else IngestError."""
    host = urlsplit(url).netloc
    try:
        response = session.get(url, timeout=SECONDS_TO_CONNECT_AND_TO_WAIT)
    except requests.Timeout as error:
        raise Unanswered(f"{host} does not answer in time") from error
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise Unanswered(f"no connection to {host}, or it broke off") from error
    said = f"{host} answers {response.status_code} {response.reason}"
    if response.status_code in TEMPORARY_STATUSES:
        raise Unanswered(said, _asked_pause(response))
    if response.status_code in (401, 403):
        with_token = session.auth is not None and isinstance(session.auth, BearerToken)
        raise IngestError(
            f"{said}: " + ("is the token in HF_TOKEN valid?" if with_token else "set HF_TOKEN")
        )
    if not response.ok:
        raise IngestError(f"{said}: look at the url of the dataset in seeds/datasets.csv")
    try:
        page: Any = response.json()
    except ValueError as error:
        raise Unanswered(f"{host} sends a page that is no JSON") from error
    if not isinstance(page, list):
        raise IngestError(f"{url} is no list of models: its answer is no JSON array")
    return response


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

    Raises IngestError where it is not on the same server (which must not see the token), or is the
    page that was asked for.
    """
    link = response.links.get("next", {}).get("url")
    if link is None:
        return None
    following = urljoin(response.url, link)
    here, there = urlsplit(place.start), urlsplit(following)
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise IngestError(f"{here.netloc} says that its next page is on {there.netloc}: not asked")
    if following == place.next:
        raise IngestError(f"{here.netloc} gives the same page again and again: {following}")
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
