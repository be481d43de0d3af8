"""Chunks of whole lines, whatever ends them and whatever encodes them."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import random
import re
from pathlib import Path
from threading import Event

import pytest

from ingest import text_files
from ingest.errors import IngestError
from ingest.text_files import (
    DIGEST_CHUNK_BYTES,
    LONGEST_LINE_BYTES,
    chunks,
    first_lines,
    is_utf_8,
    sha256_meanwhile,
    sha256_of,
)

CONTENT = b"a line of thirty-two characters\n" * (DIGEST_CHUNK_BYTES // 32 * 2 + 1)


@pytest.mark.parametrize("compressed", [False, True])
def test_the_digest_is_of_the_file_as_delivered(tmp_path: Path, compressed: bool) -> None:
    delivered = gzip.compress(CONTENT, 1) if compressed else CONTENT
    file = tmp_path / "delivered"
    file.write_bytes(delivered)
    with sha256_meanwhile(file) as digest:
        assert b"".join(chunk for chunk, _ in chunks(file)) == CONTENT
    assert digest.result() == hashlib.sha256(delivered).hexdigest()


def test_a_digest_is_given_up_when_told(tmp_path: Path) -> None:
    file = tmp_path / "delivered"
    file.write_bytes(CONTENT)
    stop = Event()
    stop.set()
    assert sha256_of(file, stop) == hashlib.sha256(b"").hexdigest()


def test_a_digest_is_given_up_where_reading_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops: list[Event] = []

    def digest(path: Path, stop: Event) -> str:
        stops.append(stop)
        return ""

    monkeypatch.setattr(text_files, "sha256_of", digest)
    with pytest.raises(KeyError), sha256_meanwhile(tmp_path):
        raise KeyError
    assert [stop.is_set() for stop in stops] == [True]


def test_a_line_that_never_ends_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "delivered"
    file.write_bytes(b"x" * (LONGEST_LINE_BYTES + (2 << 20)))
    with pytest.raises(IngestError, match="is not a text file"):
        list(chunks(file))
    assert list(map(len, first_lines(file, 3))) == [text_files.CHUNK_BYTES]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
@pytest.mark.parametrize("ends", [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_chunks_are_whole_lines_of_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, ends: list[str], encoding: str
) -> None:
    draw = random.Random(5)
    text = "".join("é" * draw.randrange(3) + draw.choice(ends) for _ in range(40)) + "last"
    file = tmp_path / "delivered"
    file.write_bytes(text.encode(encoding))
    monkeypatch.setattr(text_files, "CHUNK_BYTES", size)
    told = "utf-8" if encoding in ("utf-8", "utf-8-sig", "utf-16") else encoding
    found = list(chunks(file, told))
    assert "".join(chunk.decode() for chunk, _ in found) == text
    assert [is_last for _, is_last in found] == [False] * (len(found) - 1) + [True]
    for chunk, _ in found[:-1]:
        assert chunk.endswith((b"\n", b"\r"))
    # no CRLF is torn apart
    lines = [line for chunk, _ in found for line in re.split(rb"\r\n|\n|\r", chunk)[:-1]]
    assert len(lines) == len(re.findall("\r\n|\n|\r", text))


def test_bytes_that_an_encoding_does_not_know_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "delivered"
    file.write_bytes(b"\xe9\x81\n")
    ((chunk, _),) = chunks(file, "cp1252")
    assert chunk == "é".encode() + b"\x81\n"


@pytest.mark.parametrize(
    ("content", "fine"),
    [(b"a", True), ("é".encode(), True), (b"\xe9", False), ("é".encode()[:1], False)],
)
def test_utf_8_is_known(tmp_path: Path, content: bytes, fine: bool) -> None:
    file = tmp_path / "delivered"
    file.write_bytes(content)
    assert is_utf_8(file) is fine


def test_first_lines(tmp_path: Path) -> None:
    file = tmp_path / "delivered"
    file.write_bytes(codecs.BOM_UTF8 + b"\n\na\r\rb\r\nc\xe9\nd")
    assert first_lines(file, 3) == ["a", "b", "c\\xe9"]
    file.write_bytes(b"")
    assert first_lines(file, 3) == []
