# SPDX-License-Identifier: EUPL-1.2
"""A small client in a process of its own: keep-alive connections that ask as fast as they can.

`python -m bench.client` reads one order a line and answers with one line: how many a second, and
the latencies.  Plain sockets: a library's own work would be a third of what hello costs.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

CONNECTIONS = 8
PATIENCE = 60.0
#: Where a POST's text gets something that no other has.
UNIQUE = "body"
_LETTERS = str.maketrans("0123456789", "abcdefghij")


@dataclass(frozen=True)
class Order:
    """What is asked for, from whom, how long; `status` is what it must be answered with.

    `paths`: one for each connection in turn.  `form`: what is posted, None for a GET.
    """

    port: int
    paths: list[str]
    seconds: float
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    forms: list[dict[str, str]] | None = None

    def written(self) -> str:
        """The order as a line."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Found:
    """Answers a second, seconds until half and 99 of 100 were there, what went wrong."""

    rate: float
    half: float
    most: float
    count: int
    faults: list[str]


class _Connection:
    """One keep-alive connection and what it saw."""

    def __init__(self, order: Order, number: int) -> None:
        self.order = order
        self.path = order.paths[number % len(order.paths)]
        self.form = order.forms[number % len(order.forms)] if order.forms else None
        self.number = number
        self.seconds: list[float] = []
        self.fault = ""
        self.socket: socket.socket | None = None
        self.plain = self._written(None)

    def _written(self, text: str | None) -> bytes:
        lines = [
            f"{'GET' if self.form is None else 'POST'} {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
        ]
        body = b""
        if self.form is not None:
            fields = {**self.form, UNIQUE: text or ""}
            body = urlencode(fields).encode()
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in self.order.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def run(self, begin: threading.Barrier, seconds: float) -> None:
        """Ask until the time is up, or something goes wrong."""
        begin.wait()
        until = time.perf_counter() + seconds
        asked = 0
        try:
            while (now := time.perf_counter()) < until and not self.fault:
                request = self.plain
                if self.form is not None:
                    # In letters: a number could look like somebody's telephone.
                    own = f"{self.number} {time.time_ns()}".translate(_LETTERS)
                    request = self._written(f"Sätt upp lampor vid skolan, tack: {own}")
                asked += 1
                status = self._ask(request)
                self.seconds.append(time.perf_counter() - now)
                if status != self.order.status:
                    self.fault = f"{self.path}: {status} instead of {self.order.status}"
        except OSError as error:
            self.fault = f"{self.path}: {error} at request {asked}"
        finally:
            if self.socket is not None:
                self.socket.close()

    def _ask(self, request: bytes) -> int:
        """One request; once more when the server had closed the connection meanwhile."""
        for fresh in (self.socket is None, True):
            if fresh:
                self.socket = socket.create_connection(("127.0.0.1", self.order.port), PATIENCE)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            assert self.socket is not None
            try:
                self.socket.sendall(request)
                head = self._read(self.socket)
            except ConnectionError:
                head = b""
            if head:
                return int(head[9:12])
            self.socket.close()
        raise ConnectionError("the server closes without an answer")

    def _read(self, connection: socket.socket) -> bytes:
        """Read one answer to its end; its head, or nothing when the connection is closed."""
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            more = connection.recv(65536)
            if not more:
                return b""
            got += more
        head = got[:end]
        left = _length(head) - (len(got) - end - 4)
        while left > 0:
            more = connection.recv(65536)
            if not more:
                return b""
            left -= len(more)
        if b"\r\nconnection: close" in head.lower():
            connection.close()
            self.socket = None
        return head


def _length(head: bytes) -> int:
    """How long the body is.  Raises OSError for a body without a length."""
    low = head.lower()
    place = low.find(b"\r\ncontent-length:")
    if place < 0:
        if low[9:12] in (b"304", b"204"):
            return 0
        raise OSError("an answer without a length")
    return int(low[place + 17 :].split(b"\r\n", 1)[0])


def carry_out(order: Order) -> Found:
    """Ask on all connections at once."""
    connections = [_Connection(order, number) for number in range(CONNECTIONS)]
    begin = threading.Barrier(CONNECTIONS + 1)
    threads = [
        threading.Thread(target=one.run, args=(begin, order.seconds), daemon=True)
        for one in connections
    ]
    for thread in threads:
        thread.start()
    begin.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times = sorted(seconds for one in connections for seconds in one.seconds)
    faults = [one.fault for one in connections if one.fault]
    if not times:
        return Found(0, 0, 0, 0, faults or ["nothing was answered"])
    return Found(len(times) / took, _share(times, 0.5), _share(times, 0.99), len(times), faults[:3])


def _share(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def main() -> None:
    """One order a line, until there are no more."""
    for line in sys.stdin:
        found = carry_out(Order(**json.loads(line)))
        sys.stdout.write(json.dumps(asdict(found)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
