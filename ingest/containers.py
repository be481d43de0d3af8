"""What a file is by its first bytes, where it is nothing that is read: its name, and what to do.

Names of files say nothing: a spreadsheet may be called `.csv`, and a page of a web site `.zip`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import IngestError
from ingest.messages import shown
from ingest.packing import LONGEST_START, first_bytes, packing_of

START_BYTES = 1 << 12

FRAME = "write it as Parquet or CSV (pandas: read_{}, then to_parquet)"
TABLE = "export the table as CSV or Parquet"
UNPACK = "unpack it, and give what is in it"
SHEET = "save the sheet as CSV, and give that"
PAGE = "give the file itself, and not what shows or announces it"

KINDS: Sequence[tuple[bytes, str, str]] = (
    (rb"SQLite format 3\x00", "a SQLite database", TABLE),
    (rb".{8}DUCK.{2}\x00{4}", "a DuckDB database", TABLE),
    (rb"ARROW1\x00\x00", "an Arrow file (Feather)", FRAME.format("feather")),
    (rb"\xff\xff\xff\xff[\x00-\xff]{3}\x00", "an Arrow stream", "write it as Parquet"),
    (rb"FEA1(?=.*\x00)", "a Feather file of the first version", FRAME.format("feather")),
    (rb"ORC(?=.*[\x00-\x08\x0e-\x1f])", "an ORC file", FRAME.format("orc")),
    (rb"\x89HDF\r\n\x1a\n", "an HDF5 file", FRAME.format("hdf")),
    (rb"\x80[\x02-\x05]", "a pickle of Python", FRAME.format("pickle")),
    (
        rb"\((?:l|d)p[0-9]+\n|c[a-z_.]+\n[A-Za-z_]+\n(?:p[0-9]+\n|\()",
        "a pickle of Python",
        FRAME.format("pickle"),
    ),
    (rb"\x93NUMPY", "an array of numpy", "write it as CSV (numpy.savetxt)"),
    (rb"Obj\x01", "an Avro file", "write it as Parquet or JSON lines"),
    (rb"PARE(?=.*\x00)", "an encrypted Parquet file", "write it without encryption"),
    (rb"RD[AX][23]\n", "data of R", "write it as CSV (write.csv)"),
    (rb"MATLAB 5\.0 MAT-file", "data of MATLAB", "write it as CSV (writematrix)"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (rb"Rar!\x1a\x07", "a rar archive", UNPACK),
    (rb"PK\x03\x04", "a zip archive within another file, or damaged", UNPACK),
    (rb"\x04\x22\x4d\x18", "packed with lz4", UNPACK),
    (rb"\xff\x06\x00\x00sNaPpY", "packed with snappy", UNPACK),
    (rb"\x1f\x9d", "packed with compress (.Z)", UNPACK),
    (rb"\x5d\x00\x00[\x00-\xff]{2}(\x00|\xff)", "packed with lzma", UNPACK),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook", SHEET),
    (rb"%PDF-", "a PDF document", PAGE),
    (rb"(?i:\s*(<!--[^>]*-->\s*)?<(!doctype\s+html|html|head|body)\b)", "an HTML page", PAGE),
    (
        rb"\s*<(\?xml\b|[A-Za-z][^<>\n]*>\s*<[A-Za-z!])",
        "an XML document",
        "write it as CSV or JSON lines, or look whether it is the message of a server",
    ),
    (rb"version https://git-lfs", "a pointer of Git LFS", "fetch the file with `git lfs pull`"),
)
"""How files begin that are not read, what they are called, and what to do."""

_KINDS = [
    (re.compile(rb"(?:\xef\xbb\xbf)?" + start, re.DOTALL), what, to_do)
    for start, what, to_do in KINDS
]

ZIPPED: Sequence[tuple[str, str, str]] = (
    (r"xl/", "an Excel workbook", SHEET),
    (r"content\.xml", "an OpenDocument file", SHEET),
    (r"(word|ppt)/", "a document of Office", PAGE),
    (r"[^/]+/data\.pkl", "data of PyTorch", "write it as Parquet or CSV"),
    (r".*\.npy", "arrays of numpy (npz)", "write them as CSV (numpy.savetxt)"),
)
"""What a zip is where one of its names begins so: it is one document, and no archive of files."""


def check_is_read(path: Path, name: str) -> None:
    """Raise IngestError, which says what to do, for a file of a kind that is not read."""
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    told = _named(start)
    if packing_of(start) is not None:
        start = first_bytes(path, START_BYTES)
        told = _named(start)
        if packing_of(start[:LONGEST_START]) is not None:
            told = ("packed twice", "unpack it once")
        elif start[257:262] == b"ustar":
            told = ("a packed tar within another archive", UNPACK)
    if told is not None:
        raise _not_read(name, *told)


def check_is_archive(path: Path) -> None:
    """The same for a zip that is one document."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError):
        # whoever unpacks it says what is wrong with it
        return
    for start, what, to_do in ZIPPED:
        found = [name for name in names if re.match(start, name)]
        # an archive may hold an array beside other files
        if found and (start != ZIPPED[-1][0] or len(found) == len(names)):
            raise _not_read(path.name, what, to_do)


def _named(start: bytes) -> tuple[str, str] | None:
    found = ((what, to_do) for kind, what, to_do in _KINDS if kind.match(start))
    return next(found, None)


def _not_read(name: str, what: str, to_do: str) -> IngestError:
    return IngestError(f"{shown(name)} is {what}, which is not read: {to_do}")
