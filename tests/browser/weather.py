# SPDX-License-Identifier: EUPL-1.2
"""A line between the browser and the server that can be cut at a chosen moment."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: When the line is cut: before the form has left the phone, halfway through it, when the server has
#: taken it but its answer has not come back, and when the answer has come but not the receipt.
MOMENTS = ("before", "during", "after", "receipt")


@dataclass
class Line:
    """Passes bytes on to the server at `port`; `cut` says when it fails, None is good weather."""

    port: int
    cut: str | None = None
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen on a free port."""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """One request after the other, until one end hangs up or the weather does."""
        with (
            suppress(OSError),
            client,
            socket.create_connection(("127.0.0.1", self.port)) as server,
        ):
            while request := _message(client):
                first = request.split(b"\r\n", 1)[0].decode()
                self.seen.append(first)
                is_form = first.startswith("POST")
                if is_form and self.cut == "before":
                    return
                if is_form and self.cut == "during":
                    server.sendall(request[:-1])
                    return
                if first.startswith("GET") and self.cut == "receipt" and "/kvitto/" in first:
                    return
                server.sendall(request)
                answer = _message(server)
                if is_form and self.cut == "after":
                    return
                client.sendall(answer)


def _message(end: socket.socket) -> bytes:
    """One whole request or answer: its head, and as much body as the head says."""
    found = b""
    while b"\r\n\r\n" not in found:
        more = end.recv(65536)
        if not more:
            return b""
        found += more
    head, body = found.split(b"\r\n\r\n", 1)
    fields = [line.partition(b":") for line in head.split(b"\r\n")[1:]]
    length = next((int(value) for name, _, value in fields if name.lower() == b"content-length"), 0)
    if b" 304 " in head.split(b"\r\n", 1)[0]:
        length = 0
    while len(body) < length:
        body += end.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line that is taken down at the end."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
