"""Downloads against a real HTTP server: verified, resumed, kept, and errors in one line."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from ingest import downloads
from ingest.addresses import read_address
from ingest.checksums import Expected
from ingest.download_checks import fault_of
from ingest.downloads import download
from ingest.errors import IngestError
from ingest.progress import Progress
from ingest.transfers import length_of
from tests.ingest.conftest import DATASETS, Warehouse
from tests.support.faulty_files import FileSite, file_site
from tests.support.hasty import HASTY

QUIET = Progress(quiet=True)
CONTENT = bytes(range(256)) * 4096  # 1 MiB
NOTHING = Expected()

CALM = replace(HASTY, longest_stall=1.0, longest_silence=6.0)
"""For what is to end well, also where the machine has other work to do."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileSite]:
    # a proxy of the machine must not come between, nor waits between retries slow the tests
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(downloads, "PATIENCE", CALM)
    with file_site(files={"data.bin": CONTENT}) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "downloads"


def _digest(algorithm: str, content: bytes = CONTENT) -> str:
    return f"{algorithm}:{hashlib.new(algorithm, content).hexdigest()}"


def kept(folder: Path) -> list[bytes]:
    """The content of every file that is kept or half there; locks hold nothing."""
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if _is_kept(path)]


def _is_kept(path: Path) -> bool:
    return path.is_file() and path.name not in (".lock", ".about.json")


def _zip(names: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_zip_that_is_damaged_within_is_told(folder: Path, packing: int) -> None:
    content = bytes(range(256)) * 999
    file = folder / "a.zip"
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr("a.csv", content)
    assert fault_of(file, file.name, NOTHING) == ""
    whole = file.read_bytes()
    for place in range(60, min(len(whole) - 80, 400), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert "damaged" in fault_of(file, file.name, NOTHING)


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_a_download_is_verified_and_kept(site: FileSite, folder: Path, algorithm: str) -> None:
    expected = Expected(_digest(algorithm), len(CONTENT))
    files = [download(site.url("data.bin"), folder, expected, QUIET) for _ in range(2)]
    assert files[0] == files[1]
    assert files[0].name == "data.bin"
    assert files[0].read_bytes() == CONTENT
    assert site.requests == [("/data.bin", None)]
    assert {path.name for path in files[0].parent.iterdir()} == {"data.bin", ".lock"}


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        (Expected("sha256:" + "0" * 64), "has the sha256 checksum .*it was deleted"),
        (Expected("md5:" + "0" * 32), "has the md5 checksum .*it was deleted"),
        (Expected(size=7), "has 1,048,576 bytes instead of 7"),
    ],
)
def test_what_is_not_expected_is_asked_for_again_and_never_kept(
    site: FileSite, folder: Path, expected: Expected, message: str
) -> None:
    with pytest.raises(IngestError, match=message):
        download(site.url("data.bin"), folder, expected, QUIET)
    assert len(site.requests) == downloads.MOST_WRONG
    assert kept(folder) == []


def test_a_kept_download_that_was_damaged_is_fetched_again(site: FileSite, folder: Path) -> None:
    expected = Expected(_digest("sha256"))
    file = download(site.url("data.bin"), folder, expected, QUIET)
    file.write_bytes(CONTENT[:-1])
    assert download(site.url("data.bin"), folder, expected, QUIET).read_bytes() == CONTENT
    assert len(site.requests) == 2


def test_the_page_of_a_portal_that_an_older_release_kept_is_not_taken(
    site: FileSite, folder: Path
) -> None:
    folder.mkdir()
    (folder / "data.bin").write_bytes(b"<html>log in</html>")
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT


def test_the_download_of_an_older_release_is_taken_where_its_checksum_is_right(
    site: FileSite, folder: Path
) -> None:
    folder.mkdir()
    (folder / "data.bin").write_bytes(CONTENT)
    expected = Expected(_digest("sha256"))
    assert download(site.url("data.bin"), folder, expected, QUIET).read_bytes() == CONTENT
    assert site.requests == []


def test_two_addresses_that_end_in_one_name_are_two_files(site: FileSite, folder: Path) -> None:
    site.files |= {"a/data.bin": b"first", "b/data.bin": b"second"}
    urls = ("a/data.bin", "b/data.bin", "a/data.bin?edition=2", "a/data.bin?edition=3")
    files = [download(site.url(url), folder, NOTHING, QUIET) for url in urls]
    assert len(set(files)) == 4
    assert [file.read_bytes() for file in files] == [b"first", b"second", b"first", b"first"]
    assert len(site.requests) == 4


def test_a_broken_transfer_is_taken_up_where_it_stopped(site: FileSite, folder: Path) -> None:
    site.faults = ["cut", "cut", "cut"]
    file = download(site.url("data.bin"), folder, Expected(_digest("sha256")), QUIET)
    assert file.read_bytes() == CONTENT
    starts = [int((wanted or "bytes=0-")[6:-1]) for _, wanted in site.requests]
    assert starts == sorted(starts)
    assert starts[-1] > 0
    # no more comes twice than is asked for twice
    assert site.sent <= len(CONTENT) + 3 * downloads.OVERLAP_BYTES


def test_a_server_that_knows_no_ranges_sends_all_again(site: FileSite, folder: Path) -> None:
    site.faults = ["cut", "200 to a range"]
    file = download(site.url("data.bin"), folder, NOTHING, QUIET)
    assert file.read_bytes() == CONTENT


def test_a_part_of_an_earlier_run_is_continued(site: FileSite, folder: Path) -> None:
    site.faults = ["cut", "429 for hours"]
    with pytest.raises(IngestError, match="run the same command to go on"):
        download(site.url("data.bin"), folder, NOTHING, QUIET)
    ((part),) = kept(folder)
    assert CONTENT.startswith(part)
    site.requests.clear()
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    ((_, wanted),) = site.requests
    assert wanted == f"bytes={max(0, len(part) - downloads.OVERLAP_BYTES)}-"
    assert kept(folder) == [CONTENT]


def test_what_was_begun_is_not_given_up_for_a_page(site: FileSite, folder: Path) -> None:
    site.faults = ["cut", "page", "page"]
    with pytest.raises(IngestError, match="does the network ask to log in"):
        download(site.url("data.bin"), folder, NOTHING, QUIET)
    ((part),) = kept(folder)
    assert part
    assert CONTENT.startswith(part)


def test_a_part_of_another_version_is_not_continued(site: FileSite, folder: Path) -> None:
    site.files["data.bin"] = CONTENT[::-1]
    site.faults = ["cut", "429 for hours"]
    with pytest.raises(IngestError):
        download(site.url("data.bin"), folder, NOTHING, QUIET)
    site.files["data.bin"], site.version = CONTENT, '"2"'
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT


def test_a_part_of_no_known_length_is_not_continued(site: FileSite, folder: Path) -> None:
    site.faults = ["chunks that are cut", "206 of another length"]
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    assert [wanted for _, wanted in site.requests] == [None] * 3


def test_a_part_of_no_known_version_is_not_continued(site: FileSite, folder: Path) -> None:
    site.version = ""
    site.faults = ["cut"]
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    assert site.requests == [("/data.bin", None)] * 2


@pytest.mark.parametrize(
    "fault",
    [
        "206 of another file",
        "206 of another file under the same version",
        "206 of another place",
        "206 of another length",
        "206 of a part",
        "416",
        "another version",
    ],
)
def test_the_rest_of_another_file_is_never_added(site: FileSite, folder: Path, fault: str) -> None:
    site.faults = ["cut", fault]
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    assert site.done[fault] == 1


@pytest.mark.parametrize(
    "fault",
    [
        "cut", "reset", "mute", "mute in the middle", "drip", "drip of headers", "500", "503",
        "429 now", "page", "page after a redirect", "empty", "206 unasked", "packed on the way",
        "chunks", "chunks that are cut", "too much",
    ],
)  # fmt: skip
def test_each_passing_fault_is_got_over(site: FileSite, folder: Path, fault: str) -> None:
    site.faults = [fault]
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    assert kept(folder) == [CONTENT]


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        ("mute", "does not answer in"),
        ("mute in the middle", "does not answer in|sends less than 65.5 kB in|ended before"),
        ("drip", "sends less than 65.5 kB in|does not answer in"),
        ("drip of headers", "does not answer in"),
        ("429 for hours", "asks for a pause of 7,200 s, which is more than the 1 s that a"),
        ("503", "answers 503 Service Unavailable|does not answer in"),
        ("403", "answers 403 Forbidden"),
        ("page", "does the network ask to log in, in a browser"),
        ("page after a redirect", "does the network ask to log in, in a browser"),
        ("redirects in a circle", "leads from one address to the next without end"),
        ("redirect to a file", "cannot be asked: No connection adapters were found for 'file://"),
        ("no length", "does not say how long the file is"),
        ("reset", "ended before the file did|no connection|does not answer in"),
    ],
)
def test_what_does_not_pass_ends_in_time_with_what_to_do(
    site: FileSite, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str, shown: str
) -> None:
    if "does not answer" in shown:
        # what is told is the end of patience
        monkeypatch.setattr(downloads, "PATIENCE", HASTY)
    site.drawn, site.share = (fault,), 1.0
    began = time.monotonic()
    with pytest.raises(IngestError, match=shown) as raised:
        download(site.url("data.bin"), folder, NOTHING, QUIET)
    # what comes in between counts as getting on: a reset after half of the file does
    assert time.monotonic() - began < 2 * CALM.longest_silence
    assert "land it with --from" in str(raised.value)
    assert "\n" not in str(raised.value)
    for part in kept(folder):
        assert CONTENT.startswith(part)


def test_a_server_that_falls_silent_each_time_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a version nothing can be taken up again: the same bytes again are no progress."""
    monkeypatch.setattr(
        downloads, "PATIENCE", replace(HASTY, longest_stall=1.0, longest_silence=2.0)
    )
    asked = []
    stop = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "400000")
            self.end_headers()
            self.wfile.write(bytes(200_000))
            stop.wait(30)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            # which of two clocks, that of a read or that of a stall, comes first is chance
            with pytest.raises(IngestError, match=r"sends less than|does not answer in time"):
                url = f"http://127.0.0.1:{server.server_port}/data.bin"
                download(url, folder, NOTHING, QUIET)
        finally:
            stop.set()
            server.shutdown()
    assert len(asked) <= 3


def test_a_server_that_is_not_there_is_said(folder: Path, site: FileSite) -> None:
    with pytest.raises(IngestError, match=r"no connection to 127\.0\.0\.1:9"):
        download("http://127.0.0.1:9/data.bin", folder, NOTHING, QUIET)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data.zip", b"no zip at all"),
        ("data.zip", _zip({"a.csv": "1,2,3\n" * 99}).replace(b"1,2,3\n1", b"1,2,3\n2")),
        ("data.zip", _zip({"a.csv": "1,2,3\n" * 99})[:-30]),
        ("data.csv.gz", b"1,2,3\n"),
        ("data.csv.gz", gzip.compress(b"1,2,3\n" * 999)[:-9]),
        ("data.csv.gz", gzip.compress(gzip.compress(b"1,2,3\n" * 999))),
        ("data.json", b"1,2,3\n"),
        ("data.parquet", b"1,2,3\n"),
        ("data.csv", b"  <HTML lang='de'>"),
        ("data.csv", b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
        ("data.csv", b""),
    ],
    # packed files hold the time at which they were packed
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_not_of_its_kind_or_damaged_is_not_kept(
    site: FileSite, folder: Path, name: str, content: bytes
) -> None:
    site.files[name] = content
    with pytest.raises(IngestError, match=r"cannot download .* (is|has) .*land it with --from"):
        download(site.url(name), folder, NOTHING, QUIET)
    assert kept(folder) == []


@pytest.mark.parametrize("cut", [False, True])
def test_where_no_length_is_said_a_checksum_or_the_file_itself_tells(
    site: FileSite, folder: Path, cut: bool
) -> None:
    packed = gzip.compress(CONTENT, compresslevel=0)
    site.files["data.gz"] = packed
    site.faults = ["no length and cut" if cut else "no length"]
    assert download(site.url("data.gz"), folder, NOTHING, QUIET).read_bytes() == packed
    site.faults = ["no length and cut" if cut else "no length"]
    expected = Expected(_digest("sha256"))
    assert download(site.url("data.bin"), folder, expected, QUIET).read_bytes() == CONTENT


@pytest.mark.parametrize(
    "fault", ["404", "403", "mute", "page", "429 for hours", "short", "drip", "503"]
)
def test_a_mirror_helps_out(
    site: FileSite, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    site.drawn, site.share = (fault,), 1.0
    with file_site(files={"other/copy": CONTENT}) as mirror:
        mirrors = ("http://127.0.0.1:9/gone", mirror.url("other/copy"))
        expected = Expected(_digest("sha256"))
        file = download(site.url("data.bin"), folder, expected, QUIET, mirrors)
        assert file.read_bytes() == CONTENT
        assert file.name == "data.bin"
        asked = len(site.requests)
        assert download(site.url("data.bin"), folder, expected, QUIET, mirrors) == file
    assert len(site.requests) == asked


def test_a_pause_that_one_address_asks_for_is_made_at_that_address(
    site: FileSite, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "PATIENCE", replace(HASTY, longest_silence=9.0))
    site.faults = ["429 for a second"]
    expected = Expected(_digest("sha256"))
    with file_site(files={"copy": CONTENT}, drawn=("429 for hours",), share=1.0) as mirror:
        began = time.monotonic()
        download(site.url("data.bin"), folder, expected, QUIET, [mirror.url("copy")])
    assert len(mirror.requests) == 1
    assert mirror.times[0] - began < 0.9
    assert site.times[1] - site.times[0] >= 0.99


@pytest.mark.parametrize("name", ["data.zip", "data.csv.gz", "data.json", "data.csv.bz2"])
def test_a_file_that_comes_byte_by_byte_is_no_other_file(
    site: FileSite, folder: Path, name: str
) -> None:
    packed = {"gz": gzip.compress(CONTENT), "bz2": bz2.compress(CONTENT), "json": b"[1, 2, 3]"}
    site.files[name] = packed.get(name.rsplit(".", 1)[1], _zip({"a": "1,2"}))
    site.crumbs = True
    assert download(site.url(name), folder, NOTHING, QUIET).read_bytes() == site.files[name]
    assert len(site.requests) == 1


def test_what_one_address_began_is_not_continued_with_another(site: FileSite, folder: Path) -> None:
    site.faults = ["cut", "404"]
    with file_site(files={"data.bin": CONTENT}) as mirror:
        expected = Expected(_digest("md5"))
        file = download(site.url("data.bin"), folder, expected, QUIET, [mirror.url("data.bin")])
        assert file.read_bytes() == CONTENT
        assert mirror.requests == [("/data.bin", None)]


def test_every_address_that_failed_is_named(site: FileSite, folder: Path) -> None:
    site.drawn, site.share = ("404",), 1.0
    with (
        file_site(files={"data.bin": CONTENT[1:]}) as mirror,
        pytest.raises(IngestError) as raised,
    ):
        expected = Expected(_digest("md5"))
        download(site.url("data.bin"), folder, expected, QUIET, [mirror.url("data.bin")])
    assert (
        f"{site.address[7:]} answers 404 Not Found; what {mirror.address[7:]} sends has the md5"
        in (str(raised.value))
    )


def test_two_at_once_fetch_a_file_once(
    site: FileSite, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    site.slow = 0.002
    found: list[bytes] = []

    def fetch() -> None:
        file = download(site.url("data.bin"), folder, NOTHING, Progress())
        found.append(file.read_bytes())

    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [CONTENT] * 4
    assert len(site.requests) == 1
    assert capfd.readouterr().err.count("another run is fetching the same") == 3


def test_what_dead_runs_left_is_taken_over_or_cleared(site: FileSite, folder: Path) -> None:
    site.faults = ["cut", "429 for hours"]
    with pytest.raises(IngestError):
        download(site.url("data.bin"), folder, NOTHING, QUIET)
    (own,) = folder.glob("*/.unfinished-*")
    older = own.with_name(".unfinished-older")
    older.mkdir()
    (older / "data.bin").write_bytes(b"half")
    own.touch()
    site.requests.clear()
    assert download(site.url("data.bin"), folder, NOTHING, QUIET).read_bytes() == CONTENT
    assert site.requests[0][1] is not None
    assert list(folder.glob("*/.unfinished-*")) == []


def test_a_password_is_used_and_never_shown(
    site: FileSite, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with_login = site.url("data.bin").replace("://", "://me:s%2Fecret@")
    download(with_login, folder, NOTHING, Progress())
    assert site.logins == ["Basic bWU6cy9lY3JldA=="]
    stored = "".join(str(path) for path in folder.rglob("*"))
    site.drawn, site.share = ("404",), 1.0
    told = ""
    site.faults = ["cut", "mute", "404"]
    for name in ("gone.bin", "data.bin?other"):
        with pytest.raises(IngestError) as raised:
            download(with_login.replace("data.bin", name), folder, NOTHING, Progress())
        told += str(raised.value)
    told += capfd.readouterr().err + stored
    told += "".join(path.read_text() for path in folder.rglob(".about.json"))
    assert "ecret" not in told
    assert "me:s" not in told
    assert site.address in told


def test_a_password_is_not_sent_to_another_host(site: FileSite, folder: Path) -> None:
    site.faults = ["redirect to another host"]
    with_login = site.url("data.bin").replace("://", "://me:secret@")
    with pytest.raises(IngestError):
        download(with_login, folder, NOTHING, QUIET)
    assert len(site.logins) == 2 and site.logins[1] is None


def test_an_answer_without_an_end_does_not_fill_the_disk(site: FileSite, folder: Path) -> None:
    site.drawn, site.share = ("chunks without an end",), 1.0
    with pytest.raises(IngestError, match=r"more came than the 1\.0 MB that it has"):
        download(site.url("data.bin"), folder, Expected(size=len(CONTENT)), QUIET)
    assert kept(folder) == []
    # what was sent ahead was not read
    assert site.sent < 2 * 20 * len(CONTENT)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b.csv", "b.csv"),
        ("a/%2e%2e", "download"),
        ("a/..%2f..%2fetc%2fpasswd", "_.._etc_passwd"),
        ("", "download"),
        ("a/b%00%0ac.csv", "b__c.csv"),
        ("a/.lock", "lock"),
        (f"a/{'x' * 300}.csv.gz", "x" * 113 + ".csv.gz"),
    ],
)
def test_an_address_names_a_file_and_no_other_place(path: str, name: str) -> None:
    address = read_address(f"https://example.org:8080/{path}")
    assert address.file_name == name
    assert re.fullmatch(r"example\.org-[0-9a-f]{12}", address.folder_name)


def test_land_downloads_verifies_and_lands(
    warehouse: Warehouse, site: FileSite, folder: Path, datasets_file: Path
) -> None:
    content = _zip({"ml/ratings.csv": "userId,movieId,rating,timestamp\n1,2,3.5,100\n"})
    site.files["ml.zip"] = content
    digest = hashlib.sha256(content).hexdigest()
    listed = (
        f"from-site,movielens,20m,,{site.url('ml.zip')},sha256:{digest},{len(content)},test,,,,,\n"
    )
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    for _ in range(2):
        assert warehouse.run("land", "from-site", "--downloads", folder) == 0
        assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 3.5, 100)]
    assert len(site.requests) == 1
    assert kept(folder / "from-site") == [content]
    assert warehouse.run("list") == 0
    (line,) = [line for line in warehouse.output.splitlines() if line.startswith("from-site")]
    assert line.split() == ["from-site", "movielens", "20m", str(len(content)), "B", "1", "test"]


def test_land_fetches_several_files_of_one_dataset(
    warehouse: Warehouse, site: FileSite, folder: Path, datasets_file: Path
) -> None:
    ratings, movies = b"1::0068646::10::1381620027\n", b"0068646::The Godfather (1972)::Crime\n"
    site.files |= {"100K/ratings.dat": ratings, "100K/movies.dat": movies}
    urls = f"{site.url('100K/ratings.dat')} {site.url('100K/movies.dat')}"
    sums = f"{_digest('sha256', ratings)} {_digest('md5', movies)}"
    sizes = f"{len(ratings)} {len(movies)}"
    listed = f"from-site,movietweetings,100K,,{urls},{sums},{sizes},test,,,,,\n"
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    assert warehouse.run("land", "from-site", "--downloads", folder) == 0
    assert len(warehouse.rows("movietweetings_ratings")) == 1
    assert len(warehouse.rows("movietweetings_movies")) == 1
    assert "not delivered: users.dat" in warehouse.output
    files = warehouse.query("select source_file from raw.landed_files order by source_file")
    assert files == [("movies.dat",), ("ratings.dat",)]


def test_a_failed_download_leaves_what_was_landed(
    warehouse: Warehouse, site: FileSite, folder: Path, datasets_file: Path, delivery: Path
) -> None:
    listed = f"from-site,movielens,20m,,{site.url('gone.zip')},,,test,,,,,\n"
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    (delivery / "ratings.csv").write_text("userId,movieId,rating,timestamp\n1,2,3.5,100\n")
    assert warehouse.land("from-site", delivery) == 0
    before = warehouse.everything()
    assert warehouse.run("land", "from-site", "--downloads", folder) == 1
    host = site.address.removeprefix("http://")
    told = f"cannot download {site.url('gone.zip')}: {host} answers 404 Not Found. If it stays so"
    assert told in warehouse.errors
    assert warehouse.everything() == before


def test_a_file_that_is_none_of_the_dataset_is_named_where_nothing_else_tells(
    warehouse: Warehouse, site: FileSite, folder: Path, datasets_file: Path
) -> None:
    site.files["ratings.csv"] = b"Too many requests. Please try again in an hour.\n" * 9
    listed = f"from-site,amazon,2018,,{site.url('ratings.csv')},,,test,,,,,\n"
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    assert warehouse.run("land", "from-site", "--downloads", folder, "--quiet") == 1
    (file,) = folder.rglob("ratings.csv")
    assert f"is in {file.parent}: if it is not what it should be, delete it there" in (
        warehouse.errors
    )
    assert warehouse.errors.count("\n") == 1
    file.unlink()
    site.files["ratings.csv"] = b"B000000001,A0000000000001,5.0,1400000000\n"
    assert warehouse.run("land", "from-site", "--downloads", folder) == 0


def test_an_address_that_is_none_is_told_without_its_password(
    warehouse: Warehouse, datasets_file: Path, folder: Path
) -> None:
    listed = "from-site,movielens,20m,,ftp://me:secret@example.org/a.zip,,,test,,,,,\n"
    datasets_file.write_text(DATASETS + listed, encoding="utf-8")
    assert warehouse.run("land", "from-site", "--downloads", folder) == 2
    assert "'ftp://example.org/a.zip' in seeds/datasets.csv is no address" in warehouse.errors


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("http://a/1 http://a/2,md5:" + "0" * 32 + ",,test,", "checksum must be given for each"),
        ("http://a/1 http://a/2,,7,test,", "bytes must be given for each"),
        ("http://a/1,,x,test,", "bytes must be a whole number"),
        ("http://a/1,sha256:0,,test,", "checksum must be md5"),
        ("http://a/1,,,test,http://b/1", "mirrors can only be given for one url"),
    ],
)
def test_facts_of_downloads_are_checked_when_they_are_read(
    warehouse: Warehouse, datasets_file: Path, cells: str, problem: str
) -> None:
    header = "dataset_id,source,edition,title,url,checksum,bytes,licence,mirrors\n"
    datasets_file.write_text(f"{header}one,movielens,20m,,{cells}\n", encoding="utf-8")
    assert warehouse.run("land", "one") == 1
    assert f"datasets.csv line 2: {problem}" in warehouse.errors


@pytest.mark.parametrize(("stated", "length"), [(None, None), ("0", 0), ("640000", 640_000)])
def test_the_length_that_an_answer_states(stated: str | None, length: int | None) -> None:
    assert length_of(_answer(stated)) == length


@pytest.mark.parametrize("stated", ["-5", "5.0", "many", ""])
def test_a_length_that_is_none_is_said(stated: str) -> None:
    with pytest.raises(IngestError, match="states a length that is none"):
        length_of(_answer(stated))


def _answer(length: str | None) -> requests.Response:
    answer = requests.Response()
    answer.url = "https://example.org/ml.zip"
    if length is not None:
        answer.headers["Content-Length"] = length
    return answer
