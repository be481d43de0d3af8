"""Addresses of files: what is asked, what may be shown, and under which name a file is kept.

A user and a password in an address (`https://me:secret@host/file`) are taken out of it where it is
read, and kept apart, so that whatever is shown or stored has neither.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from ingest.errors import UsageError

LONGEST_NAME = 120
"""Characters of a file's name; the ending is kept."""

DIGEST_LETTERS = 12


@dataclass(frozen=True)
class Address:
    """Where a file is.

    url: without user, password and fragment; login: user and password, None where there are none.
    """

    url: str
    login: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """Host and port, as in messages."""
        return urlsplit(self.url).netloc

    @property
    def file_name(self) -> str:
        """The last part of the path, as far as it can name a file; `download` where it cannot."""
        last = unquote(urlsplit(self.url).path.rsplit("/", 1)[-1])
        name = re.sub(r"[^\w .,()+=@-]", "_", last)[-LONGEST_NAME:].lstrip(". ")
        return name or "download"

    @property
    def folder_name(self) -> str:
        """A name that no other address has: the host, for people, and a digest of the whole."""
        host = re.sub(r"[^a-z0-9.-]", "_", urlsplit(self.url).hostname or "")
        digest = hashlib.sha256(self.url.encode()).hexdigest()[:DIGEST_LETTERS]
        return f"{host[:LONGEST_NAME]}-{digest}"


def read_address(text: str) -> Address:
    """An address as it stands in a seed. Raises UsageError where it is none of http or https."""
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        # a password may hold what ends a host, and then only the last @ tells where it ends
        shown = re.sub("://.*@", "://", text)
        raise UsageError(
            f"'{shown}' in seeds/datasets.csv is no address such as https://example.org/ratings.zip"
        )
    place = parts.netloc.rpartition("@")[2]
    url = urlunsplit((parts.scheme, place, parts.path, parts.query, ""))
    if parts.username is None:
        return Address(url)
    return Address(url, (unquote(parts.username), unquote(parts.password or "")))


def without_passwords(text: str) -> str:
    """A text without the user and password of each address in it.

    `USER@`, by which messages say how an address is written, stays.
    """
    return re.sub(r"\b([A-Za-z][A-Za-z0-9+.-]*:/+)(?!USER@)[^/?#\s]*@", r"\1", text)
