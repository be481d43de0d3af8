"""Finding the files in what a user gave: a file, a folder, or an archive (zip, tar, gzip of tar).

Archives are unpacked into a temporary folder, which the caller removes. A single gzip file is not
unpacked: it is read as it is.
"""

from __future__ import annotations

import gzip
import lzma
import shutil
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ingest.errors import IngestError
from ingest.layouts import DeliveredFile
from ingest.progress import Progress

CHUNK_BYTES = 1 << 20


def delivered_files(given: Path, workspace: Path, progress: Progress) -> list[DeliveredFile]:
    """The files of `given`, sorted by name; hidden files are left out.

    workspace: an empty folder for what has to be unpacked.
    Raises IngestError where there is nothing, or an archive is damaged or unsafe.
    """
    if not given.exists():
        raise IngestError(f"{given} does not exist")
    if given.is_dir():
        # resolved, so that `.` has a name too
        files = _in_folder(given, given.resolve().name)
    elif zipfile.is_zipfile(given):
        _unpack_zip(given, workspace, progress)
        files = _in_folder(workspace, given.name)
    elif _is_tar(given):
        _unpack_tar(given, workspace, progress)
        files = _in_folder(workspace, given.name)
    else:
        return [DeliveredFile(given, given.name)]
    if not files:
        raise IngestError(f"{given} holds no files")
    return files


def _is_tar(given: Path) -> bool:
    """Whether a file is a tar, compressed or not.

    A gzip file that is damaged from its start is none: whoever reads it says what is wrong with it.
    """
    try:
        return tarfile.is_tarfile(given)
    except (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError):
        return False


def _in_folder(folder: Path, container: str) -> list[DeliveredFile]:
    files = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(_is_hidden(part) for part in name.parts):
            files.append(DeliveredFile(path, name.as_posix(), container))
    return files


def _is_hidden(part: str) -> bool:
    return part.startswith(".") or part == "__MACOSX"


def _unpack_zip(archive: Path, workspace: Path, progress: Progress) -> None:
    try:
        with zipfile.ZipFile(archive) as source:
            members = [member for member in source.infolist() if not member.is_dir()]
            total = sum(member.file_size for member in members)
            with progress.bar(f"unpacking {archive.name}", total, "B") as advance:
                for member in members:
                    target = _inside(workspace, member.filename, archive)
                    with source.open(member) as packed, target.open("wb") as unpacked:
                        while chunk := packed.read(CHUNK_BYTES):
                            unpacked.write(chunk)
                            advance(len(chunk))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise IngestError(f"{archive.name} cannot be unpacked: {error}") from error


def _unpack_tar(archive: Path, workspace: Path, progress: Progress) -> None:
    try:
        with (
            tarfile.open(archive) as source,
            progress.bar(f"unpacking {archive.name}", None, "B") as advance,
        ):
            for member in source:
                # links and devices are no data, and could lead out of the folder
                packed = source.extractfile(member) if member.isreg() else None
                if packed is None:
                    continue
                target = _inside(workspace, member.name, archive)
                with packed, target.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked, CHUNK_BYTES)
                advance(member.size)
    except (tarfile.TarError, zlib.error, EOFError, lzma.LZMAError) as error:
        raise IngestError(f"{archive.name} cannot be unpacked: {error}") from error


def _inside(workspace: Path, name: str, archive: Path) -> Path:
    """Where a member goes. Raises IngestError for a name that leads out of the folder."""
    member = PurePosixPath(name.replace("\\", "/"))
    if member.is_absolute() or ".." in member.parts or ":" in member.parts[0]:
        raise IngestError(f"{archive.name} is unsafe: it holds '{name}', outside of its own folder")
    target = workspace.joinpath(*member.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
