"""One question to one server, by HTTP: what comes back, awaited piece by piece and not for ever.

Whatever goes wrong is told in one clause, as `Unanswered` where the same may be answered another
time, and as an IngestError where it will not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests
import urllib3
from requests.auth import AuthBase

from ingest import VERSION
from ingest.addresses import Address, without_passwords
from ingest.errors import IngestError
from ingest.messages import shown
from ingest.progress import with_unit
from ingest.retries import (
    TEMPORARY_STATUSES,
    Patience,
    Silence,
    Stalled,
    Unanswered,
    read_retry_after,
)
from ingest.waiting import awaited

PIECE_BYTES = 1 << 16
"""What a piece of a body has at most; whoever sends less in the time of a stall, drips."""

SECONDS_TO_CONNECT = 15

Piece = requests.Response | bytes
"""First the answer without its body, then the body."""


def ask(
    address: Address,
    headers: Mapping[str, str],
    patience: Patience,
    silence: Silence,
    auth: AuthBase | None = None,
    decoded: Callable[[requests.Response], bool] = lambda response: True,
) -> Generator[Piece, None, None]:
    """Ask for an address; the answer comes first, and then what it brings.

    auth: in place of the address's own login; decoded: whether what is packed for the transfer is
    to be unpacked. Raises Unanswered and IngestError, also where nothing comes for
    `patience.longest_stall` seconds, or only drops, and sooner where the silence is over.
    """
    longest = min(patience.longest_stall, silence.left())
    stall = Silence(longest)
    stall.begin()
    come = 0
    answered = False
    try:
        for piece in awaited(
            _pieces(address, headers, patience, auth, decoded),
            stall.left,
        ):
            come += len(piece) if isinstance(piece, bytes) else PIECE_BYTES
            if come >= PIECE_BYTES:
                stall.end()
                stall.begin()
                come = 0
            answered = True
            yield piece
            if stall.left() <= 0:
                raise TimeoutError
    except TimeoutError as error:
        within = f"in {longest:.3g} s"
        raise Stalled(
            f"{address.host} sends less than {with_unit(PIECE_BYTES, 'B')} {within}"
            if answered
            else f"{address.host} does not answer {within}"
        ) from error


def _pieces(
    address: Address,
    headers: Mapping[str, str],
    patience: Patience,
    auth: AuthBase | None,
    decoded: Callable[[requests.Response], bool],
) -> Generator[Piece, None, None]:
    timeout = (min(SECONDS_TO_CONNECT, patience.longest_stall), patience.longest_stall)
    with (
        _explained(address),
        requests.Session() as session,
        session.get(
            address.url,
            headers={"User-Agent": f"Corate/{VERSION}", **headers},
            auth=auth or address.login,
            stream=True,
            timeout=timeout,
        ) as response,
    ):
        yield response
        unpack = decoded(response)
        while piece := response.raw.read1(PIECE_BYTES, decode_content=unpack):
            yield piece


@contextmanager
def _explained(address: Address) -> Generator[None, None, None]:
    """Tells what the libraries raise in words of ours."""
    host = address.host
    try:
        yield
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
        if "CERTIFICATE_VERIFY_FAILED" not in str(error):
            raise Unanswered(f"the safe connection to {host} broke off") from error
        raise IngestError(
            f"there is no safe connection to {host}, whose certificate is not trusted (does the "
            "network ask to log in, in a browser?)"
        ) from error
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise Unanswered(f"{host} does not answer in time") from error
    except urllib3.exceptions.DecodeError as error:
        raise Unanswered(f"{host} sends what cannot be unpacked") from error
    except (urllib3.exceptions.ProtocolError, requests.exceptions.ChunkedEncodingError) as error:
        raise Unanswered(f"the transfer from {host} ended before the file did") from error
    except requests.ConnectionError as error:
        raise Unanswered(f"no connection to {host}") from error
    except requests.TooManyRedirects as error:
        raise IngestError(f"{host} leads from one address to the next without end") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        told = without_passwords(str(error).partition("\n")[0])
        raise IngestError(f"{host} cannot be asked: {shown(told, 200)}") from error


def refusal(response: requests.Response, host: str) -> Exception:
    """What an answer means that does not bring what was asked for."""
    said = f"{host} answers {response.status_code} {shown(response.reason or '')}".rstrip()
    if response.status_code in TEMPORARY_STATUSES:
        return Unanswered(said, read_retry_after(response.headers.get("Retry-After")))
    if response.status_code == 511:
        return IngestError(f"{said}: the network asks to log in first, in a browser")
    return IngestError(said)


def length_of(response: requests.Response) -> int | None:
    """The number of bytes that an answer says to bring; None where it does not say.

    Raises IngestError where it says what is no number: its end would be waited for.
    """
    length = response.headers.get("Content-Length")
    if length is None:
        return None
    if not (length.isascii() and length.isdecimal()):
        host = urlsplit(response.url).hostname
        raise IngestError(f"{host} states a length that is none ('{shown(length)}')")
    return int(length)
