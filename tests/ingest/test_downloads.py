"""Downloads against a real HTTP server: verified, resumed, kept, and errors in one line."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest import downloads
from ingest.checksums import Expected
from ingest.downloads import download
from ingest.errors import IngestError
from ingest.progress import Progress
from tests.ingest.conftest import DATASETS, Warehouse

QUIET = Progress(quiet=True)
CONTENT = bytes(range(256)) * 4096  # 1 MiB
NOTHING = Expected()


@dataclass
class Site:
    """What the server has, how it behaves, and what it was asked.

    break_after: bytes of the first answers after which the connection is cut.
    ranges: whether it honours Range. requests: path and Range header of each request.
    failures: status codes to answer with before anything else.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    version: str = '"1"'
    ranges: bool = True
    break_after: list[int] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    address: str = ""

    def url(self, name: str) -> str:
        return f"{self.address}/{name}"


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        site = self.site
        wanted = self.headers.get("Range")
        site.requests.append((self.path, wanted))
        content = site.files.get(self.path.lstrip("/"))
        if site.failures or content is None:
            self.send_response(site.failures.pop(0) if site.failures else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start = 0
        same = self.headers.get("If-Range") in (None, site.version)
        if wanted and site.ranges and same:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                self.send_response(416)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206)
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content) - start))
        if site.version:
            self.send_header("ETag", site.version)
        self.end_headers()
        rest = content[start:]
        if site.break_after:
            self.wfile.write(rest[: site.break_after.pop(0)])
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(rest)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    found = Site()
    handler = type("SiteHandler", (Handler,), {"site": found})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    # a proxy of the machine must not come between, nor waits between retries slow the tests
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(downloads, "RETRY", downloads.RETRY.new(backoff_factor=0))
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "downloads"
    made.mkdir()
    return made


def _digest(algorithm: str) -> str:
    return f"{algorithm}:{hashlib.new(algorithm, CONTENT).hexdigest()}"


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_a_download_is_verified_and_kept(site: Site, folder: Path, algorithm: str) -> None:
    site.files["data.bin"] = CONTENT
    expected = Expected(_digest(algorithm), len(CONTENT))
    for _ in range(2):
        file = download(site.url("data.bin"), folder, expected, QUIET)
        assert file == folder / "data.bin"
        assert file.read_bytes() == CONTENT
    assert site.requests == [("/data.bin", None)]
    assert [path.name for path in folder.iterdir()] == ["data.bin"]


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        (Expected("sha256:" + "0" * 64), "has the sha256 checksum"),
        (Expected("md5:" + "0" * 32), "has the md5 checksum"),
        (Expected(size=7), "has 1,048,576 bytes instead of 7"),
    ],
)
def test_what_is_not_expected_is_deleted(
    site: Site, folder: Path, expected: Expected, message: str
) -> None:
    site.files["data.bin"] = CONTENT
    with pytest.raises(IngestError, match=message):
        download(site.url("data.bin"), folder, expected, QUIET)
    assert not (folder / "data.bin").exists()
    assert not (folder / "data.bin.part").exists()


def test_a_kept_download_that_was_damaged_is_noticed(site: Site, folder: Path) -> None:
    (folder / "data.bin").write_bytes(CONTENT[:-1])
    with pytest.raises(IngestError, match="it was deleted"):
        download(site.url("data.bin"), folder, Expected(_digest("sha256")), QUIET)
    site.files["data.bin"] = CONTENT
    download(site.url("data.bin"), folder, Expected(_digest("sha256")), QUIET)


def test_a_broken_transfer_is_taken_up_where_it_stopped(site: Site, folder: Path) -> None:
    site.files["data.bin"] = CONTENT
    site.break_after = [300_000, 200_000]
    file = download(site.url("data.bin"), folder, Expected(_digest("sha256")), QUIET)
    assert file.read_bytes() == CONTENT
    first, *resumed = [wanted for _, wanted in site.requests]
    assert first is None
    starts = [int((wanted or "").removeprefix("bytes=").rstrip("-")) for wanted in resumed]
    # what came of the last chunk is asked for again
    assert 300_000 - downloads.CHUNK_BYTES < starts[0] <= 300_000
    assert starts[0] + 200_000 - downloads.CHUNK_BYTES < starts[1] <= starts[0] + 200_000


def test_a_server_that_knows_no_ranges_sends_all_again(site: Site, folder: Path) -> None:
    site.files["data.bin"] = CONTENT
    site.ranges = False
    site.break_after = [300_000]
    file = download(site.url("data.bin"), folder, NOTHING, QUIET)
    assert file.read_bytes() == CONTENT


def test_a_part_of_an_earlier_run_is_continued(site: Site, folder: Path) -> None:
    site.files["data.bin"] = CONTENT
    site.break_after = [100_000] * downloads.ATTEMPTS
    with pytest.raises(IngestError, match="run the same command to go on"):
        download(site.url("data.bin"), folder, NOTHING, QUIET)
    there = (folder / "data.bin.part").stat().st_size
    assert there >= (100_000 - downloads.CHUNK_BYTES) * downloads.ATTEMPTS
    site.requests.clear()
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    assert site.requests == [("/data.bin", f"bytes={there}-")]


def test_a_part_of_another_version_is_not_continued(site: Site, folder: Path) -> None:
    site.files["data.bin"] = b"an older version of the file"
    (folder / "data.bin.part").write_bytes(b"an older")
    (folder / "data.bin.part.version").write_text(site.version)
    site.files["data.bin"], site.version = CONTENT, '"2"'
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT


def test_a_part_of_no_known_version_is_not_continued(site: Site, folder: Path) -> None:
    site.files["data.bin"] = CONTENT
    (folder / "data.bin.part").write_bytes(b"who knows")
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    assert site.requests == [("/data.bin", None)]


def test_a_part_that_is_whole_is_used(site: Site, folder: Path) -> None:
    site.files["data.bin"] = CONTENT
    (folder / "data.bin.part").write_bytes(CONTENT)
    (folder / "data.bin.part.version").write_text(site.version)
    expected = Expected(_digest("sha256"))
    assert download(site.url("data.bin"), folder, expected, QUIET).read_bytes() == CONTENT


def test_a_passing_failure_of_the_server_is_retried(site: Site, folder: Path) -> None:
    site.files["data.bin"] = CONTENT
    site.failures = [503, 429]
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT


@pytest.mark.parametrize(("status", "shown"), [(404, "404 Not Found"), (403, "403 Forbidden")])
def test_a_refusal_is_said(site: Site, folder: Path, status: int, shown: str) -> None:
    site.failures = [status]
    with pytest.raises(IngestError, match=f"the server answers {shown}"):
        download(site.url("data.bin"), folder, NOTHING, QUIET)
    assert list(folder.iterdir()) == []


def test_a_server_that_is_not_there_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(downloads, "RETRY", downloads.RETRY.new(total=0))
    with pytest.raises(IngestError, match=r"no connection to 127\.0\.0\.1:9"):
        download("http://127.0.0.1:9/data.bin", folder, NOTHING, QUIET)


def test_land_downloads_verifies_and_lands(
    warehouse: Warehouse, site: Site, folder: Path, datasets_file: Path
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ml/ratings.csv", "userId,movieId,rating,timestamp\n1,2,3.5,100\n")
    content = buffer.getvalue()
    site.files["ml.zip"] = content
    digest = hashlib.sha256(content).hexdigest()
    listed = f"from-site,movielens,20m,,{site.url('ml.zip')},sha256:{digest},{len(content)},test,\n"
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    for _ in range(2):
        assert warehouse.run("land", "from-site", "--downloads", folder) == 0
        assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 3.5, 100)]
    assert len(site.requests) == 1
    assert (folder / "from-site" / "ml.zip").read_bytes() == content
    assert warehouse.run("list") == 0
    (line,) = [line for line in warehouse.output.splitlines() if line.startswith("from-site")]
    assert line.split() == ["from-site", "movielens", "20m", str(len(content)), "B", "1", "test"]


def test_land_fetches_several_files_of_one_dataset(
    warehouse: Warehouse, site: Site, folder: Path, datasets_file: Path
) -> None:
    site.files["100K/ratings.dat"] = b"1::0068646::10::1381620027\n"
    site.files["100K/movies.dat"] = b"0068646::The Godfather (1972)::Crime\n"
    urls = f"{site.url('100K/ratings.dat')} {site.url('100K/movies.dat')}"
    listed = f"from-site,movietweetings,100K,,{urls},,,test,\n"
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    assert warehouse.run("land", "from-site", "--downloads", folder) == 0
    assert len(warehouse.rows("movietweetings_ratings")) == 1
    assert len(warehouse.rows("movietweetings_movies")) == 1
    assert "not delivered: users.dat" in warehouse.output


def test_a_failed_download_leaves_what_was_landed(
    warehouse: Warehouse, site: Site, folder: Path, datasets_file: Path, delivery: Path
) -> None:
    listed = f"from-site,movielens,20m,,{site.url('gone.zip')},,,test,\n"
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    (delivery / "ratings.csv").write_text("userId,movieId,rating,timestamp\n1,2,3.5,100\n")
    assert warehouse.land("from-site", delivery) == 0
    before = warehouse.everything()
    assert warehouse.run("land", "from-site", "--downloads", folder) == 1
    assert f"cannot download {site.url('gone.zip')}: the server answers 404" in warehouse.errors
    assert warehouse.everything() == before
