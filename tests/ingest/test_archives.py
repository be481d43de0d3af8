"""Files out of folders and archives, and archives that must not be trusted."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import socket
import tarfile
import tempfile
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import archives, unpacking
from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures" / "movielens"


def _zip(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target / "ml.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{folder.name}/{file.name}")
        archive.writestr(f"__MACOSX/{folder.name}/._ratings.csv", b"\0\5\x16\7")
        archive.writestr(".DS_Store", b"\0")
    return target / "ml.zip"


def _tar(suffix: str, mode: str) -> Callable[[Path, Path], Path]:
    def pack(folder: Path, target: Path) -> Path:
        with tarfile.open(target / f"ml.{suffix}", mode) as archive:  # type: ignore[call-overload]
            archive.add(folder, folder.name)
        return target / f"ml.{suffix}"

    return pack


@pytest.mark.parametrize(
    "pack", [_zip, _tar("tar", "w"), _tar("tar.gz", "w:gz"), _tar("unnamed", "w:xz")]
)
def test_an_archive_lands_like_its_folder(
    warehouse: Warehouse,
    delivery: Path,
    pack: Callable[[Path, Path], Path],
) -> None:
    name = layout = "ml-100k"
    assert warehouse.land(name, FIXTURES / layout) == 0
    from_folder = warehouse.everything()
    assert warehouse.land(name, pack(FIXTURES / layout, delivery)) == 0
    from_archive = warehouse.everything()
    for table, rows in from_folder.items():
        # the folder inside the archive is part of the name
        assert [
            tuple(f"{layout}/{value}" if place == 1 else value for place, value in enumerate(row))
            if table != "landings"
            else row
            for row in rows
        ] == from_archive[table]


def test_nothing_is_left_behind(
    warehouse: Warehouse, delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    archive = _zip(FIXTURES / "ml-20m", delivery)
    assert warehouse.land("ml-20m", archive) == 0
    assert warehouse.land("ml-1m", archive) == 1
    assert list(temporary.iterdir()) == []
    assert [path.name for path in delivery.iterdir()] == ["ml.zip"]


@pytest.mark.parametrize(
    "name",
    [
        *("../evil.csv", "a/../../evil.csv", "/evil.csv", "..\\evil.csv", "C:/evil.csv"),
        *(".", "..", "./.", "a/..", "x" * 300 + "/evil.csv"),
    ],
)
def test_members_that_lead_out_are_refused(warehouse: Warehouse, delivery: Path, name: str) -> None:
    with zipfile.ZipFile(delivery / "evil.zip", "w") as archive:
        archive.writestr(name, "x")
    with tarfile.open(delivery / "evil.tar", "w") as packed:
        member = tarfile.TarInfo(name)
        member.size = 1
        packed.addfile(member, io.BytesIO(b"x"))
    for file in ("evil.zip", "evil.tar"):
        assert warehouse.land("ml-20m", delivery / file) == 1
        assert f"{file} is unsafe" in warehouse.errors
        assert warehouse.errors.count("\n") == 1 and len(warehouse.errors) < 400
    assert not list(delivery.parent.rglob("evil.csv"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ratings.csv", "ratings.csv"),
        ("ml/ratings.csv", "ml/./ratings.csv"),
        ("ratings.csv", "ratings.csv/more"),
        ("a/ratings.csv", "a"),
    ],
)
def test_two_members_of_one_name_are_refused(
    warehouse: Warehouse, delivery: Path, first: str, second: str
) -> None:
    """One would replace the other, and its ratings would be in no table."""
    content = b"userId,movieId,rating,timestamp\n1,2,3.5,4\n"
    with (
        zipfile.ZipFile(delivery / "two.zip", "w") as zipped,
        tarfile.open(delivery / "two.tar", "w") as tarred,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # zipfile says it to whoever writes
        for name in (first, second):
            zipped.writestr(name, content)
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tarred.addfile(member, io.BytesIO(content))
    for file in ("two.zip", "two.tar"):
        assert warehouse.land("ml-20m", delivery / file) == 1
        assert f"{file} is unsafe: it holds '{second}', twice" in warehouse.errors
        assert warehouse.errors.count("\n") == 1


def _bomb(suffix: str, size: int) -> Callable[[Path], Path]:
    """An archive of one file of zeros, which packs to almost nothing."""

    def pack(target: Path) -> Path:
        file = target / f"bomb.{suffix}"
        if suffix == "zip":
            with (
                zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
                archive.open("ratings.csv", "w") as member,
            ):
                shutil.copyfileobj(_Zeros(size), member)
            return file
        with tarfile.open(file, f"w:{suffix.removeprefix('tar.')}") as packed:  # type: ignore[call-overload]
            header = tarfile.TarInfo("ratings.csv")
            header.size = size
            packed.addfile(header, _Zeros(size))
        return file

    return pack


class _Zeros(io.RawIOBase):
    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        given = self.left if size < 0 else min(size, self.left)
        self.left -= given
        return bytes(given)


@pytest.mark.parametrize("suffix", ["zip", "tar.gz", "tar.xz", "tar.bz2"])
def test_a_bomb_is_refused_before_it_fills_the_disk(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(unpacking, "SMALLEST_LIMIT_BYTES", 20_000_000)
    limits: list[unpacking.UnpackingLimit] = []

    class Seen(unpacking.UnpackingLimit):
        def __init__(self, packed: Path) -> None:
            super().__init__(packed)
            limits.append(self)

    monkeypatch.setattr(archives, "UnpackingLimit", Seen)
    bomb = _bomb(suffix, 32 << 20)(delivery)
    assert bomb.stat().st_size < 200_000
    assert warehouse.land("ml-20m", bomb) == 1
    assert warehouse.errors == (
        f"error: {bomb.name} unpacks to more than 20.0 MB, the limit: 100 times its size, or "
        "20.0 MB where that is more. If it is what it should be, raise it with "
        "CORATE_UNPACKING_LIMIT (such as 200GB)\n"
    )
    assert limits[0].unpacked <= 20_000_000 + archives.CHUNK_BYTES
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", "30 MB")
    assert warehouse.land("ml-20m", bomb) == 1
    assert "more than 30.0 MB, the limit that CORATE_UNPACKING_LIMIT sets" in warehouse.errors
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", "1GB")
    assert warehouse.land("ml-20m", bomb) == 1
    assert "unpacks" not in warehouse.errors


def test_a_gzip_file_has_the_limit_too(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"a,b\n" * 500_000
    file = delivery / "own.csv.gz"
    file.write_bytes(gzip.compress(text))
    own = ("--user", "1", "--item", "2")
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", f"{len(text) - 1}B")
    assert warehouse.land("own", file, *own) == 1
    assert "own.csv.gz unpacks to more than 2.0 MB" in warehouse.errors
    assert "CORATE_UNPACKING_LIMIT" in warehouse.errors
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", f"{len(text)}B")
    assert warehouse.land("own", file, *own) == 0, warehouse.errors
    assert len(warehouse.rows("interactions")) == 500_000


def test_the_limit_is_that_of_all_members_together(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _zip(FIXTURES / "ml-20m", delivery)
    total = sum(file.stat().st_size for file in (FIXTURES / "ml-20m").iterdir())
    # two more members, of 4 bytes and 1
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", f"{total + 5}B")
    assert warehouse.land("ml-20m", archive) == 0, warehouse.errors
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", f"{total + 4}B")
    assert warehouse.land("ml-20m", archive) == 1
    assert "CORATE_UNPACKING_LIMIT" in warehouse.errors


@pytest.mark.parametrize("limit", ["much", "10", "-1GB", "1.5GB", "GB"])
def test_a_limit_that_is_no_size_is_said(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", limit)
    assert warehouse.land("ml-20m", _zip(FIXTURES / "ml-20m", delivery)) == 1
    assert warehouse.errors == (
        f"error: CORATE_UNPACKING_LIMIT is '{limit}': it must be a size such as 200GB\n"
    )


def test_too_many_members_are_refused(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 5)
    for pack in (_zip, _tar("tar.gz", "w:gz")):
        archive = pack(FIXTURES / "ml-20m", delivery)
        assert warehouse.land("ml-20m", archive) == 1
        assert f"{archive.name} holds more than 5 files" in warehouse.errors


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_would_fill_the_memory_is_not_read(
    warehouse: Warehouse, delivery: Path, kind: bytes
) -> None:
    """A name of 100 MB in a file of 100 kB; before the first member, the file is no archive."""
    size = 100 << 20
    for first in (True, False):
        with tarfile.open(delivery / "name.tar.gz", "w:gz") as packed:
            if not first:
                packed.addfile(tarfile.TarInfo("ratings.csv"), io.BytesIO())
            header = tarfile.TarInfo("x")
            header.type = kind
            header.size = size
            packed.addfile(header, _Zeros(size))
            packed.addfile(tarfile.TarInfo("more.csv"), io.BytesIO())
        tracemalloc.start()
        try:
            assert warehouse.land("ml-20m", delivery / "name.tar.gz") == 1
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 20 << 20
        assert warehouse.errors.count("\n") == 1 and "name.tar.gz" in warehouse.errors


def test_what_is_no_file_is_refused_at_once(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, listening = delivery / "pipe", delivery / "socket"
    os.mkfifo(pipe)
    own = ("--user", "1", "--item", "2")
    with socket.socket(socket.AF_UNIX) as opened:
        monkeypatch.chdir(delivery)  # the path of a socket may have a hundred letters
        opened.bind("socket")
        for given in (pipe, listening, Path("/dev/zero"), Path("/dev/null")):
            for options in ((), own):
                assert warehouse.land("ml-20m", given, *options) == 1
                assert warehouse.errors.startswith(
                    f"error: {given} is a pipe, a device or a socket"
                )
                assert warehouse.errors.count("\n") == 1
    # in a folder they are passed over, and named
    write(delivery / "ratings.csv", ["userId,movieId,rating,timestamp", "1,2,3.5,4"])
    assert warehouse.land("ml-20m", delivery) == 0
    assert "left out: pipe, socket\n" in warehouse.output


def test_links_in_an_archive_are_not_followed(
    warehouse: Warehouse, delivery: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("userId,movieId,rating,timestamp\n1,2,3,4\n")
    with tarfile.open(delivery / "links.tar", "w") as packed:
        member = tarfile.TarInfo("ratings.csv")
        member.type = tarfile.SYMTYPE
        member.linkname = str(secret)
        packed.addfile(member)
    assert warehouse.land("ml-20m", delivery / "links.tar") == 1
    assert "holds no files" in warehouse.errors
    with tarfile.open(delivery / "links.tar", "w") as packed:
        packed.addfile(member)
        packed.add(secret, "more/ratings.csv")
    assert warehouse.land("ml-20m", delivery / "links.tar") == 0
    assert "left out: ratings.csv\n" in warehouse.output
    assert len(warehouse.rows("movielens_ratings")) == 1


@pytest.mark.parametrize("pack", [_zip, _tar("tar.gz", "w:gz")])
def test_a_damaged_archive_is_said(
    warehouse: Warehouse, delivery: Path, pack: Callable[[Path, Path], Path]
) -> None:
    whole = pack(FIXTURES / "ml-20m", delivery)
    content = bytearray(whole.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 40] = bytes(40)
    whole.write_bytes(content)
    assert warehouse.land("ml-20m", whole) == 1
    assert f"{whole.name} cannot be unpacked" in warehouse.errors
    assert warehouse.errors.count("\n") == 1


def test_an_empty_folder_and_a_missing_path(warehouse: Warehouse, delivery: Path) -> None:
    assert warehouse.land("ml-20m", delivery) == 1
    assert "holds no files" in warehouse.errors
    assert warehouse.land("ml-20m", delivery / "nowhere") == 1
    assert "nowhere does not exist" in warehouse.errors


def test_a_compressed_file_in_a_folder(warehouse: Warehouse, delivery: Path) -> None:
    shutil.copytree(FIXTURES / "ml-20m", delivery, dirs_exist_ok=True)
    plain = delivery / "ratings.csv"
    (delivery / "ratings.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert warehouse.land("ml-20m", delivery) == 0
    assert warehouse.rows("movielens_ratings")[0] == (1, "1", "2", 3.5, 1112486027)


@pytest.mark.parametrize("name", ["ml-20m", "own"])
@pytest.mark.parametrize("length", [2, 3, 10, 17, "half", "but one"])
def test_a_compressed_file_that_was_cut_is_said(
    warehouse: Warehouse, delivery: Path, name: str, length: int | str
) -> None:
    rows = "".join(f"{number},{number * 7919 % 1000},3.5,{number}\n" for number in range(500))
    whole = gzip.compress(b"userId,movieId,rating,timestamp\n" + rows.encode())
    kept = {"half": len(whole) // 2, "but one": len(whole) - 1}.get(str(length)) or int(length)
    file = delivery / "ratings.csv.gz"
    file.write_bytes(whole[:kept])
    columns = ("--user", "userId", "--item", "movieId") if name == "own" else ()
    assert warehouse.land(name, file, *columns) == 1
    assert warehouse.errors.startswith("error: ratings.csv.gz is a damaged gzip file: ")
    assert warehouse.errors.count("\n") == 1


@pytest.mark.parametrize("length", [2, 10, 40, "half"])
def test_an_archive_that_was_cut_is_said(
    warehouse: Warehouse, delivery: Path, length: int | str
) -> None:
    whole = _tar("tar.gz", "w:gz")(FIXTURES / "ml-20m", delivery)
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2 if length == "half" else int(length)])
    assert warehouse.land("ml-20m", whole) == 1
    assert whole.name in warehouse.errors
    assert warehouse.errors.count("\n") == 1
