"""How much a packed file may hold, so that a small one cannot fill the disk.

The limit is a multiple of what the file has packed, with room for small files, which may repeat one
line and so pack to almost nothing. Text of ratings and reviews packs to a third or a tenth.
"""

from __future__ import annotations

from pathlib import Path

from ingest import settings
from ingest.errors import IngestError
from ingest.progress import with_unit

LARGEST_RATIO = 100
SMALLEST_LIMIT_BYTES = 1_000_000_000


class UnpackingLimit:
    """Counts what comes out of a packed file, and stops above the limit."""

    def __init__(self, packed: Path) -> None:
        self.packed = packed
        self.set_by_user = settings.unpacking_limit()
        self.bytes = self.set_by_user or max(
            LARGEST_RATIO * packed.stat().st_size, SMALLEST_LIMIT_BYTES
        )
        self.unpacked = 0

    def add(self, unpacked: int) -> None:
        """Count so many bytes more. Raises IngestError above the limit."""
        self.unpacked += unpacked
        if self.unpacked > self.bytes:
            rule = (
                "the limit that CORATE_UNPACKING_LIMIT sets"
                if self.set_by_user
                else f"the limit: {LARGEST_RATIO} times its size, or "
                f"{with_unit(SMALLEST_LIMIT_BYTES, 'B')} where that is more"
            )
            raise IngestError(
                f"{self.packed.name} unpacks to more than {with_unit(self.bytes, 'B')}, {rule}. If "
                "it is what it should be, raise it with CORATE_UNPACKING_LIMIT (such as 200GB)"
            )
