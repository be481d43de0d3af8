"""Delivered text files, plain or packed, in any encoding: as chunks of whole lines in UTF-8.

A line ends with LF, CRLF or CR, whichever comes; this is the only place that cuts a file.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from ingest.errors import IngestError
from ingest.messages import shown
from ingest.packing import open_bytes
from ingest.progress import Advance

CHUNK_BYTES = 4 << 20
DIGEST_CHUNK_BYTES = 4 << 20
"""Large, since hashlib leaves the other thread alone only while it works on a chunk."""

LONGEST_LINE_BYTES = 16 << 20
"""No known source comes near it; a file with a longer line is not text."""

BYTE_ORDER_MARK = codecs.BOM_UTF8
UTF_8 = "utf-8"

LINE_END = re.compile("\r\n|\n|\r")


def chunks(
    path: Path, encoding: str = UTF_8, advance: Advance = lambda done: None
) -> Iterator[tuple[bytes, bool]]:
    """The text of a file, in chunks of whole lines, each with whether it is the last one.

    A byte order mark is left out. Bytes that `encoding` does not know stay as they are, so that
    whoever reads the chunk finds them as bytes that are not UTF-8. A file that begins as UTF-16
    does is read so.

    Raises IngestError for an empty file, a line of more than 16 MB, or damaged packed data.
    """
    rest = b""
    is_first = True
    with open_bytes(path) as file:
        block = file.read(max(CHUNK_BYTES, len(codecs.BOM_UTF32_LE)))
        if not block:
            raise IngestError(f"{path.name} is empty")
        decoder = _decoder(encoding, block)
        while block:
            advance(len(block))
            following = file.read(CHUNK_BYTES)
            if decoder is not None:
                block = _in_utf_8(decoder, block, not following, path.name, encoding)
            text_bytes = rest + block if rest else block
            end = _end_of_lines(text_bytes)
            if len(text_bytes) - end > LONGEST_LINE_BYTES:
                raise IngestError(
                    f"{path.name} is not a text file: a line has more than "
                    f"{LONGEST_LINE_BYTES >> 20} MB"
                )
            end = end if following else len(text_bytes)
            rest = text_bytes[end:]
            if end or not following:
                whole = text_bytes[:end] if rest else text_bytes
                yield (whole.removeprefix(BYTE_ORDER_MARK) if is_first else whole), not following
                is_first = False
            block = following


def _in_utf_8(
    decoder: codecs.IncrementalDecoder, block: bytes, is_last: bool, name: str, encoding: str
) -> bytes:
    try:
        return decoder.decode(block, is_last).encode(UTF_8, KEEP_BYTES)
    except UnicodeError as error:
        # such as UTF-16 without the mark that says which one
        raise IngestError(f"{shown(name)} is not {shown(encoding)}: {error}") from error


def is_text_encoding(name: str) -> bool:
    """Whether Python knows an encoding of texts by this name, and can read one piece by piece."""
    try:
        decoder = codecs.getincrementaldecoder(name)(errors=KEEP_BYTES)
        return codecs.lookup(name)._is_text_encoding and decoder.decode("a".encode(name)) == "a"
    except (LookupError, ValueError, TypeError):
        return False


def _end_of_lines(text: bytes) -> int:
    """Where the last whole line ends. A CR at the very end may be half of a CRLF."""
    end = text.rfind(b"\n")
    if end < 0:
        end = text.rfind(b"\r", 0, len(text) - 1)
    return end + 1


def _decoder(encoding: str, start: bytes) -> codecs.IncrementalDecoder | None:
    """What turns bytes into text; None where they are UTF-8 already."""
    if encoding == UTF_8:
        if not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return None
        encoding = "utf-32" if start.startswith(codecs.BOM_UTF32_LE) else "utf-16"
    return codecs.getincrementaldecoder(encoding)(errors=KEEP_BYTES)


def _keep_bytes(error: UnicodeError) -> tuple[str | bytes, int]:
    """An error handler that keeps undecodable bytes as surrogates, in every encoding.

    Text with surrogates becomes those bytes again, or others that are not UTF-8 either.
    """
    if isinstance(error, UnicodeEncodeError):
        kept_text = error.object[error.start : error.end]
        return b"".join(_undecodable(one) for one in kept_text), error.end
    if not isinstance(error, UnicodeDecodeError):
        raise error
    kept = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + one) if one > 127 else chr(one) for one in kept), error.end


def _undecodable(one: str) -> bytes:
    is_byte = "\udc80" <= one <= "\udcff"
    return one.encode(UTF_8, "surrogateescape" if is_byte else "surrogatepass")


KEEP_BYTES = "corate-keep-bytes"
codecs.register_error(KEEP_BYTES, _keep_bytes)


def is_utf_8(path: Path) -> bool:
    """Whether all of a file is UTF-8."""
    decoder = codecs.getincrementaldecoder(UTF_8)()
    with open_bytes(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            if not chunk.isascii() or decoder.getstate()[0]:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    return False
    return not decoder.getstate()[0]


def first_text(path: Path, encoding: str = UTF_8) -> str:
    """The first chunk of a file, as text with surrogates for undecodable bytes."""
    chunk, _ = next(iter(chunks(path, encoding)))
    return chunk.decode(UTF_8, "surrogateescape")


def first_line(path: Path) -> str:
    """The first line with something on it, without its end; bytes that are not UTF-8 are escaped.

    An empty file gives an empty text.
    """
    return next(iter(first_lines(path, 1)), "")


def first_lines(path: Path, count: int) -> list[str]:
    """Up to `count` first lines with something on them, without ends, escaped like the first.

    Only the first 4 MB are looked at, so the last line may be cut short.
    """
    text = first_characters(path, UTF_8, "backslashreplace")
    return [line for line in LINE_END.split(text) if line][:count]


def first_characters(path: Path, encoding: str = UTF_8, errors: str = "surrogateescape") -> str:
    """The text of the first 4 MB of a file, of whatever lines; empty for an empty file."""
    with open_bytes(path) as file:
        block = file.read(CHUNK_BYTES)
    decoder = _decoder(encoding, block)
    if decoder is not None:
        block = _in_utf_8(decoder, block, False, path.name, encoding)
    return block.removeprefix(BYTE_ORDER_MARK).decode(UTF_8, errors)


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
def sha256_meanwhile(path: Path) -> Iterator[Future[str]]:
    """Take the digest of a file in another thread; given up where what is done here fails."""
    stop = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield pool.submit(sha256_of, path, stop)
        except BaseException:
            stop.set()
            raise
