"""Files out of folders and archives, and archives that must not be trusted."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.conftest import Warehouse

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
    "name", ["../evil.csv", "a/../../evil.csv", "/evil.csv", "..\\evil.csv", "C:/evil.csv"]
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
    assert not list(delivery.parent.rglob("evil.csv"))


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
