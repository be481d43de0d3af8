"""Downloads: resumed where the server allows it, verified, and kept for the next time.

A file is written as `NAME.part` and renamed when it is whole and verified. Beside it lies
`NAME.part.version`, the server's word for the version of the file (ETag or Last-Modified), so that
the beginning of one version is never continued with the end of another.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from ingest.checksums import Expected, difference
from ingest.datasets import Dataset
from ingest.errors import IngestError
from ingest.progress import Progress

CHUNK_BYTES = 1 << 16
"""What a broken transfer loses at most; the rest is there when it is taken up again."""
SECONDS_TO_CONNECT_AND_TO_WAIT = (15, 60)
ATTEMPTS = 5
"""How often a broken transfer is taken up again."""

RETRY = Retry(
    total=ATTEMPTS,
    backoff_factor=0.5,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods=("GET",),
    raise_on_status=False,
)


def download_dataset(dataset: Dataset, folder: Path, progress: Progress) -> Path:
    """Fetch the files of a dataset that are not there yet.

    Returns the file, or the folder where there are several. Raises IngestError.
    """
    own_folder = folder / dataset.dataset_id
    try:
        own_folder.mkdir(parents=True, exist_ok=True)
        expected = Expected(dataset.checksum, dataset.size)
        files = [download(url, own_folder, expected, progress) for url in dataset.urls]
    except OSError as error:
        raise IngestError(f"cannot store downloads in {folder}: {error.strerror}") from error
    return files[0] if len(files) == 1 else own_folder


def download(url: str, folder: Path, expected: Expected, progress: Progress) -> Path:
    """Fetch one file into a folder, unless it is there already.

    Raises IngestError for anything that the server, the network or the checksum say against it.
    """
    name = unquote(urlsplit(url).path).rsplit("/", 1)[-1] or "download"
    target = folder / name
    if target.exists():
        _verify(target, expected, f"{target.name} in {folder}")
        progress.say(f"using the download of before: {target}")
        return target
    part = folder / f"{name}.part"
    version = folder / f"{name}.part.version"
    progress.say(f"downloading {url}")
    try:
        _transfer(url, part, version, progress)
    except requests.RequestException as error:
        raise IngestError(
            f"cannot download {url}: {_explained(error)}. What came so far is kept: run the same "
            "command to go on, or get the file in another way and land it with --from"
        ) from error
    _verify(part, expected, url)
    part.replace(target)
    version.unlink(missing_ok=True)
    return target


def _transfer(url: str, part: Path, version: Path, progress: Progress) -> None:
    """Transfer until the file is whole, taking up a broken transfer where it stopped."""
    with requests.Session() as session:
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=RETRY))
        for attempt in range(1, ATTEMPTS + 1):
            try:
                _transfer_once(session, url, part, version, progress)
                return
            except (requests.exceptions.ChunkedEncodingError, requests.ConnectionError) as error:
                # ChunkedEncodingError is what requests makes of a transfer that ends too early
                if attempt == ATTEMPTS or not part.exists():
                    raise
                progress.say(f"the transfer broke ({_explained(error)}): taking it up again")


def _transfer_once(
    session: requests.Session, url: str, part: Path, version: Path, progress: Progress
) -> None:
    have = part.stat().st_size if part.exists() and version.exists() else 0
    # what is stored are the bytes of the file, not a form compressed for the transfer
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": version.read_text(encoding="utf-8")}
    with session.get(
        url, headers=headers, stream=True, timeout=SECONDS_TO_CONNECT_AND_TO_WAIT
    ) as response:
        if response.status_code == requests.codes.requested_range_not_satisfiable:
            # nothing comes after what is there; the checksum or size will tell if it is right
            return
        response.raise_for_status()
        resumed = response.status_code == requests.codes.partial_content
        have = have if resumed else 0
        _remember_version(response, version)
        length = response.headers.get("Content-Length", "")
        total = have + int(length) if length.isdecimal() else None
        with (
            progress.bar(f"downloading {part.stem}", total, "B") as advance,
            part.open("ab" if resumed else "wb") as file,
        ):
            advance(have)
            for chunk in response.iter_content(CHUNK_BYTES):
                file.write(chunk)
                advance(len(chunk))


def _remember_version(response: requests.Response, version: Path) -> None:
    """Keep what identifies this version of the file; without it a transfer is never resumed."""
    etag = response.headers.get("ETag", "")
    # If-Range asks for a strong ETag
    known = etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified")
    if known:
        version.write_text(known, encoding="utf-8")
    else:
        version.unlink(missing_ok=True)


def _verify(file: Path, expected: Expected, described: str) -> None:
    """Raise IngestError, and remove the file, where it is not what was expected."""
    fault = difference(file, expected)
    if fault:
        file.unlink()
        raise IngestError(
            f"{described} {fault}; it was deleted. Try again; if it stays so, the file has changed "
            "at its source, and its line in seeds/datasets.csv is out of date"
        )


def _explained(error: requests.RequestException) -> str:
    """A short word for what went wrong."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server answers {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.Timeout):
        return "the server does not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the transfer ended before the file did"
    if isinstance(error, requests.ConnectionError):
        return (
            f"no connection to {urlsplit(str(error.request.url)).netloc}"
            if (error.request is not None)
            else "no connection"
        )
    return str(error).splitlines()[0]
