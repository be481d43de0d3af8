"""What is found out about a text file before it is read."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from threading import Event

import pytest

from ingest.errors import IngestError
from ingest.progress import Progress
from ingest.text_files import (
    DIGEST_CHUNK_BYTES,
    LONGEST_LINE_BYTES,
    inspect_text,
    sha256_of,
)

QUIET = Progress(quiet=True)
CONTENT = b"a line of thirty-two characters\n" * (DIGEST_CHUNK_BYTES // 32 * 2 + 1)


@pytest.mark.parametrize("compressed", [False, True])
def test_the_digest_is_of_the_file_as_delivered(tmp_path: Path, compressed: bool) -> None:
    delivered = gzip.compress(CONTENT, 1) if compressed else CONTENT
    file = tmp_path / "delivered"
    file.write_bytes(delivered)
    facts = inspect_text(file, QUIET)
    assert facts.sha256 == hashlib.sha256(delivered).hexdigest()
    assert facts.size == len(delivered)
    assert facts.lines == CONTENT.count(b"\n")


def test_a_digest_is_given_up_when_told(tmp_path: Path) -> None:
    file = tmp_path / "delivered"
    file.write_bytes(CONTENT)
    stop = Event()
    stop.set()
    assert sha256_of(file, stop) == hashlib.sha256(b"").hexdigest()


def test_a_file_that_is_no_text_stops_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "delivered"
    file.write_bytes(b"x" * (LONGEST_LINE_BYTES + (2 << 20)))
    stops: list[Event] = []

    def digest(path: Path, stop: Event) -> str:
        stops.append(stop)
        return ""

    monkeypatch.setattr("ingest.text_files.sha256_of", digest)
    with pytest.raises(IngestError, match="is not a text file"):
        inspect_text(file, QUIET)
    assert [stop.is_set() for stop in stops] == [True]
