"""Whether a download is what it should be, before it is kept: whole, as published, of its kind.

A page that a network shows until somebody logs in, or that a server shows in place of a file, comes
with status 200. So a file must begin as its name says. Where no checksum is listed, one that is
packed must unpack to its end, since it has sums of its own.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ingest.checksums import Expected, difference
from ingest.errors import IngestError
from ingest.packing import DAMAGED_ZIP, LONGEST_START, open_bytes, packing_of

START_BYTES = 1 << 12
CHUNK_BYTES = 1 << 20

NAMES_OF_PACKINGS = {".gz": "gzip", ".tgz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zst": "zstd"}

MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?/a-zA-Z]")
MARKED_UP = (".html", ".htm", ".xml", ".xhtml")

OTHER_KINDS = (
    ((".json", ".jsonl", ".ndjson"), re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]"), "JSON"),
    ((".parquet",), re.compile(rb"PAR1"), "a Parquet file"),
)
"""Endings of names, how such files begin, and what they are."""

LOG_IN = "a page and not the file (does the network ask to log in, in a browser?)"


def fault_of(file: Path, name: str, expected: Expected, known: bool = False) -> str:
    """What is wrong with a download, as a clause ("has 7 bytes instead of 9"); empty if nothing.

    name: what it is called where it comes from, whose ending tells what it should be; known:
    whether it was whole when it was kept, so that its inside need not be read again.
    """
    with file.open("rb") as opened:
        start = opened.read(START_BYTES)
    return (
        fault_of_start(start, name)
        or difference(file, expected)
        or ("" if expected.checksum or known else _fault_within(file, name.lower()))
    )


def is_proof(name: str, expected: Expected) -> bool:
    """Whether a check tells that a file is whole, where its server does not say how long it is."""
    lower = name.lower()
    return bool(
        expected.checksum
        or expected.size is not None
        or lower.endswith((".zip", *NAMES_OF_PACKINGS))
    )


def fault_of_start(start: bytes, name: str) -> str:
    """What is wrong with the first bytes of a file, as such a clause."""
    name = name.lower()
    packing = packing_of(start[:LONGEST_START])
    found = packing.name if packing else ""
    if not start:
        return "is empty"
    if MARKUP.match(start) and not name.endswith(MARKED_UP):
        return f"is {LOG_IN}"
    if name.endswith(".zip"):
        return "" if start.startswith(b"PK") else "is no zip archive, as its name says"
    for ending, wanted in NAMES_OF_PACKINGS.items():
        if name.endswith(ending):
            return "" if found == wanted else f"is not packed with {wanted}, as its name says"
    for endings, begin, what in OTHER_KINDS:
        if name.endswith(endings) and not begin.match(start) and not found:
            return f"is not {what}, as its name says"
    return ""


def _fault_within(file: Path, name: str) -> str:
    """What is wrong with the inside of a packed file, by the sums that it has itself."""
    if name.endswith(".zip"):
        try:
            with zipfile.ZipFile(file) as archive:
                damaged = archive.testzip()
        except (*DAMAGED_ZIP, OSError) as error:
            # bz2 raises OSError for what is damaged
            return f"is a damaged zip archive: {error}"
        return f"is damaged: its member {damaged} is" if damaged else ""
    try:
        if name.endswith(tuple(NAMES_OF_PACKINGS)):
            with open_bytes(file) as opened:
                if packing_of(opened.read(LONGEST_START)):
                    return "is packed twice: the server packs what is packed already"
                while opened.read(CHUNK_BYTES):
                    pass
    except IngestError as error:
        return f"is damaged: {error}"
    return ""
