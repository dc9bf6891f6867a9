# SPDX-License-Identifier: EUPL-1.2
"""What a server says that is no answer is told in words, and reaches no terminal as it is."""

from __future__ import annotations

import socket
from threading import Thread

import pytest

from dialogue.goals.importing.fetching import FetchError, fetch
from dialogue.goals.importing.kolada import KnownInKolada


def test_control_characters_of_a_server_reach_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/v3"

        def garble() -> None:
            asking, _from = server.accept()
            with asking:
                asking.recv(4096)
                asking.sendall(b"\x1b]0;hej\x07\x1b[31m\r\n\r\n")

        Thread(target=garble, daemon=True).start()
        known = KnownInKolada(figures={"N00945": []}, areas={"2380": ""})
        with pytest.raises(FetchError) as refused:
            fetch(address, known)
    said = str(refused.value)
    assert said.startswith(f"{address} broke off: ")
    assert said.isprintable()
