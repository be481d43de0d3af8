"""Downloads: one writer a file, resumed where the server allows it, checked, and kept.

A file is known by its whole address: it lies in a folder that no other address has
(`downloads/DATASET/HOST-DIGEST/NAME`). It is written into a folder of the run's own and moved when
it is whole and checked. Beside it lies `.about.json`: its address, its version (ETag or
Last-Modified) and its length, so that the beginning of one file is never continued with the end of
another. What is wrong is deleted and asked for again, at the next address where there are several.
Source: RFC 9110, section 14 (ranges) and 13.1.5 (If-Range).
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NoReturn

import requests

from ingest.addresses import Address, read_address
from ingest.checksums import Expected, difference
from ingest.datasets import Dataset
from ingest.download_checks import fault_of, fault_of_start, is_proof
from ingest.errors import IngestError
from ingest.keeping import keep, one_writer
from ingest.packing import PACKED_ENDINGS
from ingest.progress import Progress, with_unit
from ingest.retries import Patience, Silence, Stalled, Unanswered, insist
from ingest.transfers import PIECE_BYTES, Piece, ask, length_of, refusal

PATIENCE = Patience(attempts=8, first_pause=0.5, longest_pause=20.0, longest_obeyed=60.0)

OVERLAP_BYTES = 1 << 14
"""What is asked for again where a transfer is taken up, to see that it is the same file."""

START_BYTES = 512
"""What is looked at before what was begun is replaced."""

MOST_WRONG = 2
"""How often one address may bring a wrong file before it is not asked again."""

CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")

GO_ON = (
    "What came so far, if anything, is kept: run the same command to go on, or get the file in "
    "another way and land it with --from"
)


MOST_BEGINNINGS = 5
"""How often a file may be begun anew before what comes of it no longer counts as getting on."""


class _Wrong(Unanswered):
    """What an address brings is not the file."""


class _GotOn(Exception):
    """A transfer that broke after it had brought something; the message is a clause."""


@dataclass(frozen=True)
class About:
    """What there is to know of a file that is being fetched, so that its rest can be asked for.

    url: where it comes from; version: by which the server tells it from others; total: its bytes.
    """

    url: str
    version: str
    total: int


def download_dataset(dataset: Dataset, folder: Path, progress: Progress) -> list[Path]:
    """Fetch the files of a dataset that are not there yet. Raises IngestError."""
    own_folder = folder / dataset.dataset_id
    return [
        download(url, own_folder, dataset.expected(number), progress, dataset.mirrors)
        for number, url in enumerate(dataset.urls)
    ]


def download(
    url: str, folder: Path, expected: Expected, progress: Progress, mirrors: Sequence[str] = ()
) -> Path:
    """Fetch one file into a folder, unless it is there already.

    url: its address, by which it is known; mirrors: others at which the same file lies.
    Raises IngestError for anything that the servers, the network or the checksum say against it.
    """
    addresses = [read_address(one) for one in (url, *mirrors)]
    name = addresses[0].file_name
    target = folder / addresses[0].folder_name / name
    try:
        if not _is_kept(target, expected):
            with one_writer(target.parent, progress) as own:
                # whoever had the lock may have fetched it
                if not _is_kept(target, expected) and not _adopted(folder / name, target, expected):
                    _say_deleted(target, expected, progress)
                    progress.say(f"downloading {addresses[0].url}")
                    fetch = _Fetch(addresses, own / name, expected, PATIENCE, progress)
                    fetch.run()
                    keep(own / name, target)
                    return target
    except OSError as error:
        raise IngestError(f"cannot store downloads in {folder}: {error.strerror}") from error
    progress.say(f"using the download of before: {target}")
    return target


def _is_kept(target: Path, expected: Expected) -> bool:
    return target.exists() and not fault_of(target, target.name, expected, known=True)


def _say_deleted(target: Path, expected: Expected, progress: Progress) -> None:
    """Delete a file that was kept, and is not any more what it was."""
    if target.exists():
        fault = fault_of(target, target.name, expected, known=True)
        target.unlink()
        progress.say(f"the download of before {fault}; it was deleted, and is asked for again")


def _adopted(old: Path, target: Path, expected: Expected) -> bool:
    """Take over the file of an older release, which kept it by name, where a checksum knows it."""
    if expected.checksum and old.is_file() and not difference(old, expected):
        old.replace(target)
        return True
    return False


@dataclass
class _Fetch:
    """Fetching one file from whichever of its addresses serves it.

    addresses: those that may still have it, the next one to ask first. part: what has come of it;
    most: the most that it ever was, in bytes. begun: how often it was begun; has_stalled: whether
    the address that was asked last fell silent; wrong: how often an address brought what is not the
    file; free_at: when it may be asked again, as a monotonic time;
    reasons: why addresses are not asked any more.
    """

    addresses: list[Address]
    part: Path
    expected: Expected
    patience: Patience
    progress: Progress
    most: int = 0
    begun: int = 0
    has_stalled: bool = False
    wrong: Counter[str] = field(default_factory=Counter)
    free_at: dict[str, float] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Ask until the file is whole and checked. Raises IngestError where that is no use."""
        self.url = self.addresses[0].url
        self.silence = Silence(self.patience.longest_silence)
        self.silence.begin()
        while True:
            again = insist(self.patience, self.progress.say, silence=self.silence)
            try:
                again(self._once)
                return
            except _GotOn as error:
                self.progress.say(f"{error}: taking it up again")
            except Unanswered as error:
                pause = ""
                if (error.asked_pause or 0) > self.patience.longest_obeyed:
                    pause = (
                        f", and asks for a pause of {error.asked_pause:,.0f} s, which is more than "
                        f"the {self.patience.longest_obeyed:g} s that a download waits"
                    )
                raise IngestError(f"cannot download {self.url}: {error}{pause}. {GO_ON}") from error

    def _once(self) -> None:
        """Ask the next address once."""
        address = self.addresses[0]
        before = self.most
        try:
            self._check(address, self._transfer(address))
        except _Wrong as error:
            self.wrong[address.url] += 1
            if self.wrong[address.url] >= MOST_WRONG:
                self._without(address, error)
            self._next(address, 0.0)
            raise
        except IngestError as error:
            self._without(address, error)
        except Unanswered as error:
            self.has_stalled = isinstance(error, Stalled)
            if self.most >= before + PIECE_BYTES:
                raise _GotOn(str(error)) from error
            pause = self._next(address, error.asked_pause or 0.0)
            raise Unanswered(str(error), pause) from error

    def _check(self, address: Address, is_length_known: bool) -> None:
        """Raise what is wrong with the file, and delete it then."""
        fault = fault_of(self.part, self.part.name, self.expected)
        if fault:
            self._discard()
            raise _Wrong(f"what {address.host} sends {fault}; it was deleted")
        if not is_length_known and not is_proof(self.part.name, self.expected):
            self._discard()
            raise IngestError(
                f"{address.host} does not say how long the file is, so that nobody can tell "
                "whether it is whole; it was deleted"
            )

    def _next(self, address: Address, pause: float) -> float:
        """Let the next address have its turn; returns the seconds until it wants to be asked.

        pause: seconds for which the one that was asked wants to be left alone.
        """
        now = time.monotonic()
        self.free_at[address.url] = now + pause
        self.addresses.append(self.addresses.pop(0))
        waits = {one: max(0.0, self.free_at.get(one.url, now) - now) for one in self.addresses}
        self.addresses.sort(key=lambda one: waits[one])
        return waits[self.addresses[0]]

    def _without(self, address: Address, error: Exception) -> NoReturn:
        """Never ask an address again; raises what comes of it."""
        self.addresses.remove(address)
        self.reasons.append(str(error))
        if self.addresses:
            raise Unanswered(f"{error}; going on with {self.addresses[0].host}") from error
        told = "; ".join(dict.fromkeys(self.reasons))
        raise IngestError(
            f"cannot download {self.url}: {told}. If it stays so, the file has moved or changed, "
            "and its line in seeds/datasets.csv is out of date: get it in another way, and land it "
            "with --from"
        ) from error

    def _transfer(self, address: Address) -> bool:
        """Ask once for what is missing, and add it; returns whether the length was known.

        Raises Unanswered and IngestError.
        """
        about = self._about(address)
        have = self.part.stat().st_size if about else 0
        if about and have and have == about.total:
            return True
        # what is stored are the bytes of the file, not a form compressed for the transfer
        headers = {"Accept-Encoding": "identity"}
        if about and have:
            start = max(0, have - OVERLAP_BYTES)
            headers |= {"Range": f"bytes={start}-", "If-Range": about.version}
        pieces = ask(
            address,
            headers,
            self.patience,
            self.silence,
            decoded=self._is_packed_on_the_way,
        )
        with closing(pieces):
            response = next(pieces)
            assert isinstance(response, requests.Response)
            if about and have and response.status_code == requests.codes.partial_content:
                return self._add_rest(address, response, pieces, about, start, have)
            if response.status_code == requests.codes.requested_range_not_satisfiable and have:
                raise self._other(address)
            if response.status_code == requests.codes.partial_content:
                raise Unanswered(f"{address.host} sends a part, and was asked for all of it")
            if response.status_code != requests.codes.ok:
                raise refusal(response, address.host)
            return self._write_all(address, response, pieces)

    def _write_all(
        self, address: Address, response: requests.Response, pieces: Iterable[Piece]
    ) -> bool:
        """Write the file from its beginning."""
        is_packed = self._is_packed_on_the_way(response)
        total = None if is_packed else length_of(response)
        size = self.expected.size
        if size is not None and total is not None and size != total:
            raise _Wrong(f"what {address.host} sends has {total:,} bytes instead of {size:,}")
        rest = iter(pieces)
        begin = b""
        while len(begin) < START_BYTES and (piece := next(rest, None)) is not None:
            assert isinstance(piece, bytes)
            begin += piece
        # what was begun is not given up for a page that says to log in
        if fault := fault_of_start(begin, self.part.name):
            raise _Wrong(f"what {address.host} sends {fault}")
        self._discard()
        if total is not None and (version := _version(response)):
            about = About(address.url, version, total)
            self._about_file.write_text(json.dumps(asdict(about)), encoding="utf-8")
        self.begun += 1
        # a server that falls silent each time does not get on by sending the same again
        if self.begun <= MOST_BEGINNINGS and not self.has_stalled:
            self.most = 0
        with self.part.open("wb") as file:
            self._write(file, chain([begin], rest), 0, total)
        framed = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        return framed or length_of(response) is not None

    def _add_rest(
        self,
        address: Address,
        response: requests.Response,
        pieces: Iterable[Piece],
        about: About,
        start: int,
        have: int,
    ) -> bool:
        """Add what was missing, where the answer is a part of the file that was begun."""
        found = CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        if found is None or int(found[1]) != start or int(found[2]) < start:
            raise self._other(address)
        end = int(found[2]) + 1
        if (
            found[3] not in (str(about.total), "*")
            or _version(response) not in (about.version, "")
            or length_of(response) not in (end - start, None)
            or end > about.total
        ):
            raise self._other(address)
        with self.part.open("r+b") as file:
            file.seek(start)
            there = file.read(have - start)
            begin = b""
            rest = iter(pieces)
            while len(begin) < len(there) and (piece := next(rest, None)) is not None:
                assert isinstance(piece, bytes)
                begin += piece
            if not there.startswith(begin[: len(there)]):
                raise self._other(address)
            file.write(begin[len(there) :])
            self._write(file, rest, max(have, start + len(begin)), end)
        if end != about.total:
            raise Unanswered(f"{address.host} sent only a part of the rest")
        return True

    def _write(
        self, file: BinaryIO, pieces: Iterable[Piece], position: int, total: int | None
    ) -> None:
        """Write what comes from a position on. Raises Unanswered for too little or too much."""
        # an answer without an end would fill the disk
        most = self.expected.size if total is None else total
        with self.progress.bar(f"downloading {self.part.name}", total, "B") as advance:
            advance(position)
            for piece in pieces:
                assert isinstance(piece, bytes)
                file.write(piece)
                # what a killed run leaves is what its file says
                file.flush()
                position += len(piece)
                advance(len(piece))
                if position >= self.most + PIECE_BYTES:
                    self.most = position
                    self.silence.end()
                    self.silence.begin()
                if most is not None and position > most:
                    break
        if total is not None and position < total:
            raise Unanswered("the transfer ended before the file did")
        if most is not None and position > most:
            self._discard()
            more = f"more came than the {with_unit(most, 'B')} that"
            raise Unanswered(f"{more} were announced") if total else _Wrong(f"{more} it has")

    def _about(self, address: Address) -> About | None:
        """What was begun, where it can be continued: of this address, version and length known."""
        try:
            about = About(**json.loads(self._about_file.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        there = self.part.exists() and about.url == address.url
        return about if there and self.part.stat().st_size <= about.total else None

    def _other(self, address: Address) -> Unanswered:
        """What came of the file cannot be continued: it is begun anew."""
        self._discard()
        return Unanswered(f"{address.host} does not send the rest of the file that was begun")

    def _discard(self) -> None:
        self.part.unlink(missing_ok=True)
        self._about_file.unlink(missing_ok=True)

    def _is_packed_on_the_way(self, response: requests.Response) -> bool:
        """Whether the bytes are packed although nobody asked for it.

        Of a file that is packed itself, some servers say that it is its transfer.
        """
        encoding = response.headers.get("Content-Encoding", "").lower()
        return encoding not in ("", "identity") and not self.part.name.endswith(PACKED_ENDINGS)

    @property
    def _about_file(self) -> Path:
        return self.part.with_name(".about.json")


def _version(response: requests.Response) -> str:
    """What identifies this version of the file, as If-Range may ask for it: a strong ETag."""
    etag = response.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return response.headers.get("Last-Modified", "")
