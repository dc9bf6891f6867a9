# SPDX-License-Identifier: EUPL-1.2
"""Tests reach no other machine and send no real mail: conftest.py stands before the sockets."""

from __future__ import annotations

import smtplib
import socket
import urllib.request
from datetime import UTC, datetime

import pytest

from dialogue.core.mail import Mail, send
from tests.conftest import MAIL_PORTS, NoNetworkError


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as stream, pytest.raises(NoNetworkError, match=r"192\.0\.2\.1"):
        stream.connect(("192.0.2.1", 80))
    with socket.socket() as stream, pytest.raises(NoNetworkError):
        stream.connect_ex(("192.0.2.1", 80))
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        pytest.raises(NoNetworkError),
    ):
        datagrams.sendto(b"x", ("192.0.2.1", 53))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(NoNetworkError, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/", timeout=1)


@pytest.mark.parametrize("port", MAIL_PORTS)
def test_no_mail_goes_to_a_server_of_this_machine(port: int) -> None:
    with pytest.raises(NoNetworkError, match="mail_url"):
        smtplib.SMTP("127.0.0.1", port, timeout=1)


def test_the_product_cannot_send_mail_from_a_test() -> None:
    mail = Mail(
        number=1, to="a@example.org", sender_name="K", sender_address="k@example.org",
        reply_to="k@example.org", subject="Hej", text="Hej", html="<p>Hej</p>", language="sv",
        at=datetime(2026, 11, 16, tzinfo=UTC), host="localhost",
    )  # fmt: skip
    with pytest.raises(NoNetworkError):
        send(mail, "smtp://mail.example.org")
    with pytest.raises(NoNetworkError):
        send(mail, "smtp://localhost")


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as stream,
    ):
        assert stream.getpeername() == server.getsockname()
