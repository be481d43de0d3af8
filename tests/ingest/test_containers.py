"""What a file is by its first bytes: packed in some way, or of a kind that is not read."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import pickle
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather, orc

from tests.ingest.conftest import Warehouse, write

NAMED = ("--user", "who", "--item", "what")
LINES = b"who,what\n" + b"".join(b"u%d,i%d\n" % (one, one % 7) for one in range(500))


def _zstd(content: bytes) -> bytes:
    return bytes(pa.compress(content, codec="zstd", asbytes=True))


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": _zstd,
}


@pytest.mark.parametrize("packing", PACKED)
def test_packed_text_lands_whatever_it_is_called(
    warehouse: Warehouse, delivery: Path, packing: str
) -> None:
    content = PACKED[packing](LINES)
    (delivery / "own.csv").write_bytes(content)
    assert warehouse.land("own", delivery / "own.csv", *NAMED) == 0, warehouse.errors
    assert warehouse.query("select count(*), count(distinct user_id) from raw.interactions") == [
        (500, 500)
    ]
    assert warehouse.query("select lines, records, bytes, sha256 from raw.landed_files") == [
        (501, 500, len(content), hashlib.sha256(content).hexdigest())
    ]


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("form", ["parquet", "array", "lines"])
def test_packed_forms(warehouse: Warehouse, delivery: Path, packing: str, form: str) -> None:
    plain = delivery / "plain"
    how = {"parquet": "parquet", "array": "json, array true", "lines": "json"}[form]
    duckdb.sql(f"copy (select 1 as who, 2 as what) to '{plain}' (format {how})")
    (delivery / "own").write_bytes(PACKED[packing](plain.read_bytes()))
    assert warehouse.land("own", delivery / "own", *NAMED) == 0, warehouse.errors
    assert warehouse.rows("interactions") == [(1, "1", "2", None, None)]


@pytest.mark.parametrize("packing", PACKED)
def test_a_file_of_a_listed_source_is_known_without_its_ending(
    warehouse: Warehouse, delivery: Path, packing: str
) -> None:
    content = PACKED[packing](b"userId,movieId,rating,timestamp\n1,2,4.5,1400000000\n")
    (delivery / f"ratings.csv.{packing}").write_bytes(content)
    assert warehouse.land("ml-20m", delivery) == 0, warehouse.errors
    assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 4.5, 1400000000)]


def test_several_frames_are_one_file(warehouse: Warehouse, delivery: Path) -> None:
    """As pzstd and pbzip2 write them."""
    for packing in ("bz2", "zst"):
        pack = PACKED[packing]
        (delivery / "own").write_bytes(pack(LINES[:1000]) + pack(LINES[1000:]))
        assert warehouse.land("own", delivery / "own", *NAMED) == 0, warehouse.errors
        assert len(warehouse.rows("interactions")) == 500


@pytest.mark.parametrize("packing", PACKED)
def test_a_file_that_was_cut_short_is_refused(
    warehouse: Warehouse, delivery: Path, packing: str
) -> None:
    whole = PACKED[packing](b"".join(b"u%d,i\n" % (one * one) for one in range(100_000)))
    (delivery / "own").write_bytes(whole[: len(whole) // 2])
    assert warehouse.land("own", delivery / "own", "--user", "1", "--item", "2") == 1
    assert "error: own is a damaged " in warehouse.errors
    assert warehouse.errors.count("\n") == 1


@pytest.mark.parametrize("packing", PACKED)
def test_what_it_may_unpack_to_is_limited(
    warehouse: Warehouse, delivery: Path, packing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", "10KB")
    (delivery / "own").write_bytes(PACKED[packing](b"u,i\n" * 100_000))
    assert warehouse.land("own", delivery / "own", "--user", "1", "--item", "2") == 1
    assert "own unpacks to more than 10.0 kB" in warehouse.errors


@pytest.mark.parametrize("packing", ["bz2", "xz", "zst"])
def test_a_packed_tar(warehouse: Warehouse, delivery: Path, packing: str) -> None:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        member = tarfile.TarInfo("folder/own.csv")
        member.size = len(LINES)
        tar.addfile(member, io.BytesIO(LINES))
    (delivery / "own").write_bytes(PACKED[packing](archive.getvalue()))
    assert warehouse.land("own", delivery / "own", *NAMED) == 0, warehouse.errors
    assert len(warehouse.rows("interactions")) == 500


def _sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("create table ratings (who, what)")
    connection.close()


def _zipped(*names: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "x")

    return make


def _content(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def _table() -> pa.Table:
    return pa.table({"who": ["u"], "what": ["i"]})


OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "xlsx": (_zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
    "xls": (_content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99), "an Excel workbook"),
    "ods": (_zipped("mimetype", "content.xml"), "an OpenDocument file"),
    "sqlite": (_sqlite, "a SQLite database"),
    "duckdb": (lambda path: duckdb.connect(str(path)).close(), "a DuckDB database"),
    "feather": (lambda path: feather.write_feather(_table(), path), "an Arrow file"),
    "orc": (lambda path: orc.write_table(_table(), path), "an ORC file"),
    "hdf5": (_content(b"\x89HDF\r\n\x1a\n" + b"\0" * 99), "an HDF5 file"),
    "pickle": (_content(pickle.dumps({"who": "u"})), "a pickle of Python"),
    "pickle of protocol 0": (_content(pickle.dumps(["u"], protocol=0)), "a pickle of Python"),
    "pickle of a class, protocol 0": (
        _content(pickle.dumps(Path("x"), protocol=0)),
        "a pickle of Python",
    ),
    "error of a store": (_content(b"<Error><Code>AccessDenied</Code></Error>"), "an XML document"),
    "npy": (lambda path: np.save(path.open("wb"), np.arange(3)), "an array of numpy"),
    "npz": (lambda path: np.savez(path.open("wb"), np.arange(3)), "arrays of numpy"),
    "7z": (_content(b"7z\xbc\xaf\x27\x1c" + b"\0" * 99), "a 7z archive"),
    "rar": (_content(b"Rar!\x1a\x07\x01\0"), "a rar archive"),
    "pdf": (_content(b"%PDF-1.7\n"), "a PDF document"),
    "html": (_content(b"\n<!DOCTYPE html>\n<html><body>404</body></html>"), "an HTML page"),
    "lfs": (_content(b"version https://git-lfs.github.com/spec/v1\n"), "a pointer of Git LFS"),
    "gz.gz": (_content(gzip.compress(gzip.compress(LINES))), "packed twice"),
    "sqlite.gz": (_content(gzip.compress(b"SQLite format 3\0" + b"\0" * 99)), "a SQLite"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_kinds_are_named(warehouse: Warehouse, delivery: Path, kind: str) -> None:
    make, what = OTHERS[kind]
    # the name says nothing
    make(delivery / "own.csv")
    assert warehouse.land("own", delivery / "own.csv", *NAMED) == 1
    assert warehouse.errors.startswith(f"error: own.csv is {what}")
    assert warehouse.errors.count("\n") == 1
    assert warehouse.land("own", delivery, *NAMED) == 1


def test_a_chosen_file_of_a_listed_source_is_named(warehouse: Warehouse, delivery: Path) -> None:
    _sqlite(delivery / "ratings.csv")
    assert warehouse.land("ml-20m", delivery) == 1
    assert warehouse.errors.startswith("error: ratings.csv is a SQLite database, which is not read")


@pytest.mark.parametrize(
    "word", ["ORC", "PARENT", "FEA1", "Objective", "RDX", "BZh9", "PK", "DUCK"]
)
def test_text_that_begins_like_another_kind_is_text(
    warehouse: Warehouse, delivery: Path, word: str
) -> None:
    file = write(delivery / "own.csv", [f"{word},i1", "a DUCK,i2"])
    assert warehouse.land("own", file, "--user", "1", "--item", "2") == 0, warehouse.errors
    assert warehouse.rows("interactions")[0] == (1, word, "i1", None, None)


@pytest.mark.parametrize("name", ["r.csv.bz2", "r.csv.zst"])
def test_packed_files_as_people_have_met_them(
    warehouse: Warehouse, shared_cases: Path, name: str
) -> None:
    file = shared_cases / "52-other-containers" / name
    assert warehouse.land("own", file, "--user", "user", "--item", "item") == 0, warehouse.errors
    counts = "select count(*), count(distinct user_id), count(distinct item_id)"
    assert warehouse.query(f"{counts} from raw.interactions") == [(200, 20, 10)]


@pytest.mark.parametrize(("name", "what"), [("r.sqlite", "SQLite"), ("retail.xlsx", "Excel")])
def test_other_kinds_as_people_have_met_them(
    warehouse: Warehouse, shared_cases: Path, name: str, what: str
) -> None:
    file = shared_cases / "52-other-containers" / name
    assert warehouse.land("own", file, "--user", "user", "--item", "item") == 1
    assert f"{name} is a" in warehouse.errors and what in warehouse.errors
