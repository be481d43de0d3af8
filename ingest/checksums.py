"""Whether a file is the one that was published, by its size and checksum."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Expected:
    """What a download must turn out to be. Unknown parts are empty or None.

    checksum: `md5:` or `sha256:` and hexadecimal digits; size: in bytes.
    """

    checksum: str = ""
    size: int | None = None


def difference(file: Path, expected: Expected) -> str:
    """What a file has instead of what was expected; empty where it is as expected."""
    size = file.stat().st_size
    if expected.size is not None and size != expected.size:
        return f"has {size:,} bytes instead of {expected.size:,}"
    if expected.checksum:
        algorithm, _, digest = expected.checksum.partition(":")
        with file.open("rb") as opened:
            actual = hashlib.file_digest(opened, algorithm).hexdigest()
        if actual != digest:
            return f"has the {algorithm} checksum {actual} instead of {digest}"
    return ""
