"""Reading delivered files, plain or gzip: first line, and what decides how to read."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import BinaryIO, cast

from ingest.errors import IngestError
from ingest.progress import Progress
from ingest.unpacking import UnpackingLimit

CHUNK_BYTES = 1 << 20
DIGEST_CHUNK_BYTES = 4 << 20
"""Large, since hashlib leaves the other thread alone only while it works on a chunk."""

LONGEST_LINE_BYTES = 16 << 20
"""No known source comes near it; a file with a longer line is not text."""

GZIP_MAGIC = b"\x1f\x8b"


def is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == GZIP_MAGIC


class _LimitedGzip(gzip.GzipFile):
    """A gzip file that is read up to the limit of what it may unpack to."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self._limit = UnpackingLimit(path)

    def read(self, size: int | None = -1) -> bytes:
        unpacked = super().read(size)
        self._limit.add(len(unpacked))
        return unpacked


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading its bytes after decompression.

    Raises IngestError, also while the file is being read, where gzip data are damaged or hold too
    much.
    """
    try:
        if is_gzip(path):
            with _LimitedGzip(path) as file:
                yield cast(BinaryIO, file)
        else:
            with path.open("rb") as plain:
                yield plain
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise IngestError(f"{path.name} is a damaged gzip file: {error}") from error


def first_line(path: Path) -> str:
    """The first line with something on it, without its end; bytes that are not UTF-8 are escaped.

    An empty file gives an empty text.
    """
    return next(iter(first_lines(path, 1)), "")


def first_lines(path: Path, count: int) -> list[str]:
    """Up to `count` first lines with something on them, without ends, escaped like the first."""
    lines: list[str] = []
    with open_bytes(path) as file:
        while len(lines) < count and (line := file.readline(LONGEST_LINE_BYTES)):
            text = line.decode("utf-8-sig", "backslashreplace").rstrip("\r\n")
            if text:
                lines.append(text)
            if not line.endswith(b"\n"):
                # the last line, or one that is too long: what follows it begins no line
                break
    return lines


def sha256_of(path: Path, stop: Event | None = None) -> str:
    """The digest of a file as it is on disk, in hexadecimal; wrong where it was told to stop."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(DIGEST_CHUNK_BYTES):
            if stop is not None and stop.is_set():
                break
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _sha256_meanwhile(path: Path) -> Iterator[Future[str]]:
    """Take the digest of a file in another thread; given up where what is done here fails."""
    stop = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield pool.submit(sha256_of, path, stop)
        except BaseException:
            stop.set()
            raise


@dataclass(frozen=True)
class TextFacts:
    """What reading a file finds out.

    size: bytes of the file as it was delivered; sha256: their digest in hexadecimal.
    lines: lines after decompression, the last one counted even without an end.
    is_utf_8, has_quote ("): of the text; compressed: whether the file is gzip.
    has_control: whether there is a NUL, or a CR that no LF follows; readers differ on these.
    """

    size: int
    sha256: str
    lines: int
    is_utf_8: bool
    has_control: bool
    has_quote: bool
    compressed: bool

    @property
    def is_plain(self) -> bool:
        """Whether every reader finds the same lines and characters in it."""
        return self.is_utf_8 and not self.has_control


def inspect_text(path: Path, progress: Progress) -> TextFacts:
    """Read a file in chunks. Raises IngestError for an empty file or one without lines."""
    text_bytes = lines = unbroken = 0
    last = b""
    is_utf_8, has_control, has_quote = True, False, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = path.stat().st_size
    compressed = is_gzip(path)
    total = None if compressed else size
    with (
        _sha256_meanwhile(path) as sha256,
        progress.bar(f"checking {path.name}", total, "B") as advance,
        open_bytes(path) as file,
    ):
        while chunk := file.read(CHUNK_BYTES):
            text_bytes += len(chunk)
            advance(len(chunk))
            ends = chunk.count(b"\n")
            lines += ends
            unbroken = 0 if ends else unbroken + len(chunk)
            if unbroken > LONGEST_LINE_BYTES:
                raise IngestError(
                    f"{path.name} is not a text file: a line has more than "
                    f"{LONGEST_LINE_BYTES >> 20} MB"
                )
            has_control = has_control or b"\0" in chunk or _has_bare_cr(last + chunk)
            has_quote = has_quote or b'"' in chunk
            if is_utf_8:
                is_utf_8 = _continues_utf_8(decoder, chunk)
            last = chunk[-1:]
    if text_bytes == 0:
        raise IngestError(f"{path.name} is empty")
    if is_utf_8:
        is_utf_8 = _continues_utf_8(decoder, b"", final=True)
    return TextFacts(
        size=size,
        sha256=sha256.result(),
        lines=lines + (last != b"\n"),
        is_utf_8=is_utf_8,
        has_control=has_control or last == b"\r",
        has_quote=has_quote,
        compressed=compressed,
    )


def _has_bare_cr(text: bytes) -> bool:
    """Whether a CR is followed by something else than LF; the last byte is not judged."""
    if b"\r" not in text:
        return False
    return text.count(b"\r", 0, -1) != text.count(b"\r\n")


def _continues_utf_8(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    """Whether the bytes go on being UTF-8 after what the decoder has seen."""
    if chunk.isascii() and chunk and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
