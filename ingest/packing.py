"""Files that are packed alone: gz, bz2, xz and zst, told by their first bytes, read as a stream."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from ingest.errors import IngestError
from ingest.messages import shown
from ingest.unpacking import UnpackingLimit
from ingest.workspaces import temporary_folder

DAMAGED_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError, RuntimeError),
)
"""What reading a zip raises where it is damaged, or packed in a way that is not read."""

LONGEST_START = 16
CHUNK_BYTES = 4 << 20
BUFFER_BYTES = 1 << 18


@dataclass(frozen=True)
class Packing:
    """A way to pack one file.

    name: as in messages; starts: how its files begin; opened: what reads a file of it.
    """

    name: str
    starts: re.Pattern[bytes]
    opened: Callable[[Path], IO[bytes]]


def _open_gzip(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(path))


def _open_zstd(path: Path) -> IO[bytes]:
    # imported when needed, as elsewhere; Python itself reads it from 3.14 on
    import pyarrow as pa

    return cast("IO[bytes]", pa.CompressedInputStream(pa.PythonFile(path.open("rb")), "zstd"))


PACKINGS = (
    Packing("gzip", re.compile(rb"\x1f\x8b"), _open_gzip),
    # of nothing, there is no block
    Packing(
        "bz2",
        re.compile(rb"BZh[1-9](1AY&SY|\x17\x72\x45\x38\x50\x90)"),
        bz2.BZ2File,
    ),
    Packing("xz", re.compile(rb"\xfd7zXZ\x00"), lzma.LZMAFile),
    Packing("zstd", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), _open_zstd),
)

PACKED_ENDINGS = (".gz", ".bz2", ".xz", ".zst")


def packing_of(start: bytes) -> Packing | None:
    """How a file that begins so is packed; None where it is not."""
    return next((packing for packing in PACKINGS if packing.starts.match(start)), None)


def is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return packing_of(file.read(LONGEST_START)) is not None


def without_ending(name: str) -> str:
    """The name of a file without what says that it is packed."""
    ending = next((one for one in PACKED_ENDINGS if name.lower().endswith(one)), "")
    return name[: len(name) - len(ending)]


class _Unpacked(io.RawIOBase):
    """Reads what a packed file holds, up to the limit of what it may unpack to."""

    def __init__(self, file: IO[bytes], path: Path, packing: Packing) -> None:
        super().__init__()
        self._file = file
        self._path = path
        self._packing = packing
        self._limit = UnpackingLimit(path)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            read = self._file.read(len(buffer))
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            raise IngestError(
                f"{shown(self._path.name)} is a damaged {self._packing.name} file: {error}"
            ) from error
        self._limit.add(len(read))
        buffer[: len(read)] = read
        return len(read)


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading its bytes after decompression.

    Reading raises IngestError where packed data are damaged or hold too much.
    """
    with path.open("rb") as plain:
        packing = packing_of(plain.read(LONGEST_START))
        plain.seek(0)
        if packing is None:
            yield plain
            return
    with packing.opened(path) as file:
        yield io.BufferedReader(_Unpacked(file, path, packing), BUFFER_BYTES)


def first_bytes(path: Path, count: int) -> bytes:
    """The first bytes of a file after decompression."""
    with open_bytes(path) as file:
        return file.read(count)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A file with what a file holds after decompression: itself, or a temporary one."""
    if not is_packed(path):
        yield path
        return
    with temporary_folder() as folder:
        copy = folder / "unpacked"
        with open_bytes(path) as source, copy.open("wb") as target:
            while chunk := source.read(CHUNK_BYTES):
                target.write(chunk)
        yield copy
