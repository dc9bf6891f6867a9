# SPDX-License-Identifier: EUPL-1.2
"""Asking Kolada over the net, at the address of the settings and nowhere else.

An answer can name its next page, and a server can send us on: both are followed only where scheme,
host and port are those of the settings, so that no answer leads us to another machine.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from http.client import HTTPException, HTTPMessage
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from dialogue.goals.importing.kolada import Answer, KnownInKolada, read_answer
from dialogue.goals.importing.located import PlanError
from dialogue.goals.importing.tables import SIZE_LIMIT

#: Seconds without a byte, and for the whole of an answer.
TIMEOUT: Final = 20.0
PATIENCE: Final = 60.0
#: A figure's series of some municipalities fills one page; more are a circle.
PAGES: Final = 50
#: So many municipalities are asked for at once: version 3 takes some twenty.
TOGETHER: Final = 20
_CHUNK: Final = 65_536


class FetchError(Exception):
    """Kolada could not be asked, or what it said cannot be used; the message says why."""


def fetch(address: str, known: KnownInKolada) -> Answer:
    """Everything that Kolada has on the known figures and municipalities.

    `address` is that of the interface, such as https://api.kolada.se/v3.  Raises FetchError.
    """
    answer = Answer()
    areas = sorted(known.areas)
    for kpi in sorted(known.figures):
        for some in (areas[n : n + TOGETHER] for n in range(0, len(areas), TOGETHER)):
            for page in _pages(address, kpi, some):
                try:
                    read_answer(page.content, known, answer)
                except PlanError as refused:
                    fault, more = refused.faults[0], len(refused.faults) - 1
                    also = f" (and {more} more)" if more else ""
                    raise FetchError(f"the answer about {kpi} cannot be used: {fault}{also}"
                                     ) from None  # fmt: skip
                page.follow(answer.next_page)
    return answer


class _Page:
    """One answer, and where the next one is."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.next: str | None = None

    def follow(self, address: str | None) -> None:
        """Ask there next; nowhere for None."""
        self.next = address


def _pages(address: str, kpi: str, areas: Sequence[str]) -> Iterator[_Page]:
    ids = ",".join(quote(area, safe="") for area in areas)
    here = f"{address}/data/kpi/{quote(kpi, safe='')}/municipality/{ids}"
    asked: set[str] = set()
    while True:
        asked.add(here)
        page = _Page(_content(here, address))
        yield page
        if not page.next:
            return
        try:
            here = urljoin(here, page.next)
        except ValueError:
            here = page.next
        if not _same_server(here, address):
            raise FetchError(f"the next page about {kpi} is on another server: {_shown(here)}")
        if here in asked or len(asked) >= PAGES:
            raise FetchError(f"the pages about {kpi} have no end")


def _content(here: str, address: str) -> bytes:
    opener = build_opener(_SameServer(address))
    headers = {"Accept": "application/json", "User-Agent": "dialogue"}
    request = Request(here, headers=headers)  # noqa: S310 - http or https by the settings
    began = time.monotonic()
    parts: list[bytes] = []
    size = 0
    try:
        with opener.open(request, timeout=TIMEOUT) as response:
            while chunk := response.read1(_CHUNK):
                parts.append(chunk)
                size += len(chunk)
                if size > SIZE_LIMIT:
                    raise FetchError(f"the answer is larger than {SIZE_LIMIT} bytes")
                if time.monotonic() - began > PATIENCE:
                    raise FetchError(f"the answer took more than {PATIENCE:.0f} seconds")
            if response.length:
                raise FetchError(
                    f"{_shown(address)} broke off: {response.length} bytes are missing"
                )
    except HTTPError as error:
        with error:
            raise FetchError(f"{_shown(here)} answers {error.code}") from None
    except URLError as error:
        raise FetchError(f"{_shown(address)} cannot be reached: {error.reason}") from None
    except (OSError, HTTPException, ValueError) as error:
        # It may quote the server, whose control characters must not reach a terminal.
        why = _shown(str(error)) or type(error).__name__
        raise FetchError(f"{_shown(address)} broke off: {why}") from None
    return b"".join(parts)


class _SameServer(HTTPRedirectHandler):
    """Follows where the server sends us, as long as it is to itself."""

    def __init__(self, address: str) -> None:
        self.address = address

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The request to follow with.  Raises FetchError where it would go to another server."""
        if not _same_server(newurl, self.address):
            fp.close()
            raise FetchError(f"we are sent on to another server: {_shown(newurl)}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _same_server(one: str, other: str) -> bool:
    return _server(one) == _server(other) is not None


def _server(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None where that cannot be told."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def _shown(address: str) -> str:
    return ascii(address[:200]).strip("'\"")
