"""One request to a SPARQL endpoint, and what it means when it is not answered.

SPARQLWrapper sends it; it has no retries of its own, and a time-out of the whole answer neither.
query.wikidata.org answers 429 to whoever asks too much, and since spring 2026 403 to bursts of
questions; an account of Wikimedia, known by a token, may ask more.
Source: SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from ingest import VERSION
from ingest.addresses import without_passwords
from ingest.errors import IngestError, UsageError
from ingest.progress import with_unit
from ingest.retries import TEMPORARY_STATUSES, Unanswered, read_retry_after
from ingest.waiting import awaited

WIKIDATA = "https://query.wikidata.org/sparql"

CHUNK_BYTES = 1 << 16
LARGEST_ANSWER_BYTES = 1 << 27
"""An answer is kept in memory; where it has more, fewer films are asked for at once."""

TIME_FOR_ALL = 3
"""An answer that goes on coming may take so many times the time-out."""

TIME_OUT_STATUSES = frozenset({408, 413, 504})
"""The request was too much: 413 says so of its length."""

UNREACHABLE_STATUSES = frozenset({403, 429, 502, 503})

OF_WIKIMEDIA = re.compile(r"https://([a-z0-9-]+\.)*(wikidata|wikimedia)\.org/.*")
"""Addresses that may see a token of Wikimedia."""

TIME_OUT_WORDS = re.compile(r"timed?[ -]?out|deadline|cancell?ed|tried to allocate", re.I)
"""The Wikidata Query Service says so with a status of 500, QLever with one of 429 or 500."""


class TimedOut(Unanswered):
    """The request was more than the endpoint could do in its time."""


class Unreachable(Unanswered):
    """The endpoint does not serve us now, whatever we ask."""


class Refused(IngestError):
    """The endpoint will not answer, now or later."""


@dataclass(frozen=True)
class Endpoint:
    """Where to ask, who we say that we are, and how many seconds we wait in silence."""

    url: str
    user_agent: str
    timeout: float
    token: str | None = field(default=None, repr=False)

    def ask(self, query: str, longest: float = float("inf")) -> bytes:
        """The body of the answer to a query.

        longest: seconds that all of it may take, also where they are less than usual.
        Raises Unanswered (TimedOut, Unreachable) where it may be answered another time, and
        Refused where it will not.
        """
        seconds = min(TIME_FOR_ALL * self.timeout, longest)
        until = time.monotonic() + seconds
        try:
            return next(awaited(self._asked(query, until), lambda: until - time.monotonic()))
        except TimeoutError as error:
            raise TimedOut(f"the answer is not complete after {seconds:.3g} s") from error

    def _asked(self, query: str, until: float) -> Generator[bytes, None, None]:
        """Yields the body; nobody waits for it after the time `until`."""
        wrapper = _Question(self.url, agent=self.user_agent)
        wrapper.token = self.token if self.is_of_wikimedia else None
        wrapper.setReturnFormat(SPARQLWrapper.JSON)
        wrapper.setOnlyConneg(True)
        # a query of a hundred films is too long for an address
        wrapper.setMethod(SPARQLWrapper.POST)
        # its method for this cuts fractions off
        seconds = max(0.001, min(self.timeout, until - time.monotonic()))
        wrapper.timeout = seconds  # type: ignore[assignment]
        wrapper.setQuery(query)
        try:
            with wrapper.query().response as response:
                if response.geturl() != self.url:
                    raise self._moved(response.geturl())
                yield self._read(response, until)
        except SPARQLWrapperException as error:
            # raised for some statuses in place of the HTTPError, which has the headers
            if isinstance(error.__context__, urllib.error.HTTPError):
                raise self._of_status(error.__context__, str(error)) from error
            raise
        except urllib.error.HTTPError as error:
            raise self._of_status(error, _body_of(error)) from error
        except urllib.error.URLError as error:
            # before the request was sent
            if isinstance(error.reason, TimeoutError):
                raise Unreachable(f"no connection within {self.timeout:g} s") from error
            raise self._of_connection(error.reason) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._of_connection(error) from error

    def _read(self, response: http.client.HTTPResponse, until: float) -> bytes:
        """The body; the time-out is for each silence, and there is one for all of it."""
        chunks = []
        size = 0
        while chunk := response.read1(CHUNK_BYTES):
            chunks.append(chunk)
            size += len(chunk)
            if size > LARGEST_ANSWER_BYTES:
                most = with_unit(LARGEST_ANSWER_BYTES, "B")
                raise TimedOut(f"the answer has more than {most}", heard=True)
            if time.monotonic() > until:
                raise TimeoutError
        if response.length:
            raise Unanswered("the connection was cut in the middle of the answer")
        return b"".join(chunks)

    def _of_status(self, error: urllib.error.HTTPError, body: str) -> Exception:
        """What an HTTP status means for us."""
        if error.geturl() != self.url:
            return self._moved(error.geturl())
        said = f"the endpoint answers {error.code} {error.reason or ''}".rstrip()
        pause = read_retry_after(error.headers.get("Retry-After"))
        if error.code in TIME_OUT_STATUSES:
            return TimedOut(said, pause, heard=True)
        if error.code in (429, 500) and pause is None and TIME_OUT_WORDS.search(body):
            return TimedOut(f"{said} (it took too long)", heard=True)
        if error.code in UNREACHABLE_STATUSES:
            return Unreachable(f"{said}{self._why_not(error.code)}", pause, heard=True)
        if error.code in TEMPORARY_STATUSES:
            return Unanswered(said, pause, heard=True)
        hints = {
            400: ": it does not understand the query",
            401: ": is the token in WIKIMEDIA_TOKEN valid?"
            if self.token and self.is_of_wikimedia
            else ": it asks for a name and a password",
            404: ": is the address right?",
        }
        location = error.headers.get("Location")
        hint = f": try --endpoint {location}" if location else hints.get(error.code, "")
        return Refused(f"{self.url}: {said}{hint}")

    def _why_not(self, status: int) -> str:
        """What tells one refusal from the other."""
        if status == 429:
            return " (it was asked too much)"
        if status != 403:
            return ""
        more = " A token in WIKIMEDIA_TOKEN raises its limit" if self.is_of_wikimedia else ""
        return (
            " (it refuses a burst of questions, or this program altogether: is the --contact "
            f"right?{more})"
        )

    @property
    def is_of_wikimedia(self) -> bool:
        return OF_WIKIMEDIA.fullmatch(self.url) is not None

    def _moved(self, url: str) -> Refused:
        """We were led to another address, and the question was lost on the way."""
        return Refused(f"{self.url} has moved: try --endpoint {url}")

    def _of_connection(self, reason: object) -> Exception:
        """What a connection that failed means for us."""
        if isinstance(reason, TimeoutError):
            return TimedOut(f"no answer within {self.timeout:g} s")
        if isinstance(reason, ssl.SSLCertVerificationError):
            return Refused(f"{self.url}: no safe connection: {reason.verify_message}")
        if isinstance(
            reason,
            ConnectionResetError | BrokenPipeError | ssl.SSLError | http.client.HTTPException,
        ):
            return Unanswered("the connection was cut")
        return Unreachable(f"no connection ({getattr(reason, 'strerror', None) or reason})")


class _Question(SPARQLWrapper.SPARQLWrapper):  # type: ignore[misc, unused-ignore]
    """A question with a token, which goes to this address only, and to none that it leads to."""

    token: str | None = None

    def _createRequest(self) -> urllib.request.Request:
        request: urllib.request.Request = super()._createRequest()
        if self.token:
            request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        return request


def _body_of(error: urllib.error.HTTPError) -> str:
    """The beginning of what came with an error status, or nothing where that failed, too."""
    try:
        return error.read(CHUNK_BYTES).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""


def check_address(url: str) -> str:
    """An endpoint as it was typed. Raises UsageError where it is no http or https address."""
    try:
        parts = urlsplit(url)
        # the port is looked at here: a wrong one is a ValueError, too. A password in an address
        # would be landed with each answer
        is_address = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and parts.username is None
        )
    except ValueError:
        is_address = False
    if not is_address or not re.fullmatch(r"[!-~]+", url) or "#" in url:
        raise UsageError(f"--endpoint '{without_passwords(url)}' is no address such as {WIKIDATA}")
    return url


def is_own(url: str) -> bool:
    """Whether an endpoint is on this machine or in a private network."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # a name of one part (localhost, or that of a container) means nothing elsewhere
        return "." not in host or host.endswith(".localhost")
    return address.is_loopback or address.is_private


def user_agent(contact: str | None, url: str) -> str:
    """Who we say that we are, as Wikimedia asks: program, contact, library.

    Raises UsageError where a public endpoint would be asked without a contact.
    Source: https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy
    """
    if contact is None and not is_own(url):
        raise UsageError(
            f"{url} is a public endpoint, whose owner must be able to reach you: give an e-mail "
            "address or a web page with --contact or CORATE_CONTACT"
        )
    if contact is not None and not re.fullmatch(r"[!-~]*(@|://)[!-~]+", contact):
        raise UsageError(f"the contact '{contact}' is no e-mail address and no web page")
    known = f" ({contact})" if contact else ""
    return f"Corate/{VERSION}{known} SPARQLWrapper/{SPARQLWrapper.__version__}"
