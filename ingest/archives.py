"""Finding the files in what a user gave: a file, a folder, or an archive (zip, tar, packed tar).

Archives are unpacked into a temporary folder, which the caller removes. A single packed file is not
unpacked: it is read as it is.
"""

from __future__ import annotations

import difflib
import errno
import gzip
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.containers import check_is_archive, check_is_read
from ingest.errors import IngestError
from ingest.layouts import DeliveredFile
from ingest.messages import printable, shown
from ingest.packing import DAMAGED_ZIP, LONGEST_START, open_bytes, packing_of
from ingest.progress import Advance, Progress
from ingest.unpacking import UnpackingLimit

CHUNK_BYTES = 1 << 20

LONGEST_HEADER_BYTES = 1 << 20
"""Of a tar member, which is read whole: a long name and other words about it take some hundred."""

MOST_MEMBERS = 100_000
"""Each is kept in memory; no known data set has more than some dozen."""


@dataclass(frozen=True)
class Delivery:
    """What a user gave.

    files: those that can be read, sorted by name.
    skipped: names of what is there and is not looked at: hidden files, links that lead nowhere,
        links to folders, whatever is no file.
    """

    files: list[DeliveredFile]
    skipped: tuple[str, ...] = ()


def _hint(given: Path) -> str:
    """What may be meant by a path that leads nowhere."""
    there = [path.name for path in given.parent.iterdir()] if given.parent.is_dir() else []
    close = difflib.get_close_matches(given.name, there, n=1)
    if close:
        return f": did you mean {given.with_name(close[0])}?"
    if not given.is_absolute():
        return f": look at the path, which is seen from {Path.cwd()}"
    return ": look at the path"


def delivered_files(given: Path, workspace: Path, progress: Progress) -> Delivery:
    """The files of `given`.

    workspace: an empty folder for what has to be unpacked.
    Raises IngestError where there is nothing, an archive is damaged or unsafe, or the one file is
    of a kind that is not read.
    """
    check_can_be_read(given)
    if given.is_dir():
        # resolved, so that `.` has a name too
        return _in_folder(given, printable(given.resolve().name), given)
    unpack = _unpacker(given)
    if unpack is None:
        check_is_read(given, given.name)
        return Delivery([DeliveredFile(given, printable(given.name))])
    with progress.bar(f"unpacking {shown(given.name)}", None, "B") as advance:
        skipped = _Unpacking(given, workspace, advance).run(unpack)
    delivery = _in_folder(workspace, printable(given.name), given)
    return Delivery(delivery.files, tuple(sorted((*delivery.skipped, *skipped))))


def downloaded_files(paths: Sequence[Path], container: str) -> list[DeliveredFile]:
    """Files that were fetched one by one, sorted by name.

    Where a name comes twice, the folders that tell the files apart belong to it.
    """
    times = Counter(path.name for path in paths)
    named = {
        path.name if times[path.name] == 1 else f"{path.parent.name}/{path.name}": path
        for path in paths
    }
    return [DeliveredFile(named[name], printable(name), container) for name in sorted(named)]


def check_can_be_read(given: Path) -> None:
    """Raise IngestError where a path is neither a file nor a folder, without opening it.

    A pipe would let whoever opens it wait, and cannot be read a second time.
    """
    try:
        mode = given.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IngestError(f"{given} does not exist{_hint(given)}") from error
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise IngestError(
            f"{given} is a pipe, a device or a socket, and not a file: write what comes out of it "
            "into a file, and give that"
        )


def _in_folder(folder: Path, container: str, given: Path) -> Delivery:
    files: list[DeliveredFile] = []
    skipped: list[str] = []
    for path in sorted(_entries(folder)):
        name = path.relative_to(folder)
        if path.is_file() and not any(_is_hidden(part) for part in name.parts):
            files.append(DeliveredFile(path, printable(name.as_posix()), container))
        else:
            skipped.append(printable(name.as_posix()))
    if not files:
        raise IngestError(
            f"{given} holds no files"
            + (f" but {', '.join(skipped[:5])}, which are not looked at" if skipped else "")
        )
    return Delivery(files, tuple(skipped))


def _entries(folder: Path) -> Iterator[Path]:
    """Everything in a folder and in its folders that is no folder itself, links not followed.

    Raises OSError where a folder may not be looked into.
    """

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=fail):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        yield from (Path(parent) / name for name in (*names, *links))


def _is_hidden(part: str) -> bool:
    return part.startswith(".") or part == "__MACOSX"


class _Unpacking:
    """Unpacking one archive into a folder of its own, name by name."""

    def __init__(self, archive: Path, workspace: Path, advance: Advance) -> None:
        self.archive = archive
        self.workspace = workspace
        self.limit = UnpackingLimit(archive)
        self.members = 0
        self._advance = advance

    def run(self, unpack: Unpacker) -> list[str]:
        """Unpack, and return the names of members that are no files.

        Raises IngestError where the archive is damaged, unsafe, or holds too much.
        """
        try:
            return list(unpack(self))
        except (*DAMAGED_ZIP, tarfile.TarError) as error:
            raise IngestError(f"{self.archive.name} cannot be unpacked: {error}") from error

    def count_member(self) -> None:
        """Raises IngestError where there are too many."""
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise IngestError(
                f"{self.archive.name} holds more than {MOST_MEMBERS:,} files: unpack it yourself, "
                "and give the folder that holds the right ones to --from"
            )

    def write(self, name: str, packed: IO[bytes]) -> None:
        """Write a member where its name says. Raises IngestError for an unsafe name."""
        try:
            target = self._place(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            # x: a second file of the name would replace the first one
            with target.open("xb") as unpacked:
                while chunk := packed.read(CHUNK_BYTES):
                    self.limit.add(len(chunk))
                    unpacked.write(chunk)
                    self._advance(len(chunk))
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise self._unsafe(name, "twice, or as a file and a folder") from error
        except (ValueError, OSError) as error:
            # a NUL in the name is a ValueError
            if isinstance(error, OSError) and error.errno not in (errno.ENAMETOOLONG, errno.EINVAL):
                raise
            raise self._unsafe(name, "which cannot name a file here") from error

    def _place(self, name: str) -> Path:
        member = PurePosixPath(name.replace("\\", "/"))
        if not member.parts:
            raise self._unsafe(name, "which names no file")
        if member.is_absolute() or ".." in member.parts or ":" in member.parts[0]:
            raise self._unsafe(name, "outside of its own folder")
        return self.workspace.joinpath(*member.parts)

    def _unsafe(self, name: str, why: str) -> IngestError:
        shown = name.encode("unicode_escape", "backslashreplace").decode()[:200]
        return IngestError(f"{self.archive.name} is unsafe: it holds '{shown}', {why}")


Unpacker = Callable[[_Unpacking], Iterator[str]]
"""Writes the files of an archive, and yields the names of what is no file."""


def _unpacker(given: Path) -> Unpacker | None:
    """How to unpack a file; None for a file that is no archive."""
    if zipfile.is_zipfile(given):
        check_is_archive(given)
        return _unpack_zip
    try:
        with _opened_tar(given):
            return _unpack_tar
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, IngestError):
        # none, or damaged from its start: whoever reads it says what is wrong with it
        return None


def _unpack_zip(unpacking: _Unpacking) -> Iterator[str]:
    with zipfile.ZipFile(unpacking.archive) as source:
        for member in source.infolist():
            unpacking.count_member()
            if not member.is_dir():
                with source.open(member) as packed:
                    unpacking.write(member.filename, packed)
    yield from ()


@contextmanager
def _opened_tar(path: Path) -> Iterator[tarfile.TarFile]:
    """A tar, packed or not: as a stream where Python does not know how it is packed."""
    with path.open("rb") as file:
        packing = packing_of(file.read(LONGEST_START))
    if packing is None or packing.name != "zstd":
        with tarfile.open(path, tarinfo=_ShortHeader) as source:
            yield source
        return
    with (
        open_bytes(path) as stream,
        tarfile.open(fileobj=stream, mode="r|", tarinfo=_ShortHeader) as source,
    ):
        yield source


def _unpack_tar(unpacking: _Unpacking) -> Iterator[str]:
    with _opened_tar(unpacking.archive) as source:
        while (member := source.next()) is not None:
            # it keeps each one that it has seen
            source.members.clear()  # type: ignore[attr-defined]
            unpacking.count_member()
            # links and devices are no data, and could lead out of the folder
            packed = source.extractfile(member) if member.isreg() else None
            if packed is not None:
                with packed:
                    unpacking.write(member.name, packed)
            elif not member.isdir():
                yield member.name


class _ShortHeader(tarfile.TarInfo):
    """A tar member whose header is not read where it is too long for the memory."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        # the place that `tarfile` gives to those who look at members by their type
        is_header = self.type in (
            *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
            *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
        )
        if is_header and self.size > LONGEST_HEADER_BYTES:
            raise tarfile.ReadError("the name of a member is too long")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]
