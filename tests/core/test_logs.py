# SPDX-License-Identifier: EUPL-1.2
"""What the logs hold: routes and kinds, never what was sent nor who sent it."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from structlog.testing import capture_logs

from dialogue.core.web.logs import leave_out_quotes
from tests.page import Browser

SECRET = "EBM7-WEC9-GM8Q-15YE-F"


def lines(browser: Browser, path: str, **sent: Any) -> str:
    with capture_logs() as logged:
        browser.client.get(path, **sent)
    assert logged[-1]["event"] == "request"
    return str(logged)


@pytest.mark.parametrize("header", ["X-Request-ID", "User-Agent", "Referer", "Cookie", "Host"])
def test_a_line_holds_neither_path_nor_header(browser: Browser, header: str) -> None:
    said = lines(browser, f"/sv/kvitto/{SECRET}?till={SECRET}", headers={header: SECRET})
    assert SECRET not in said
    assert "/<lang:lang>/kvitto/<code>" in said
    assert "127.0.0.1" not in said


def test_the_id_of_a_trusted_proxy_is_kept(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"X-Request-ID": "0f8fad5b-d9cb-469f"}
    assert (
        browser.client.get("/healthz", headers=given).headers["X-Request-ID"] not in given.values()
    )
    monkeypatch.setitem(app.config, "SETTINGS", SimpleNamespace(trusted_proxies=1))
    for value, kept in ((given["X-Request-ID"], True), ("a b c d e f g", False), ("kort", False)):
        answer = browser.client.get("/healthz", headers={"X-Request-ID": value})
        assert (answer.headers["X-Request-ID"] == value) is kept


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"Invalid request from ip=192.0.2.7: Invalid HTTP request line: 'GET /{SECRET}'", ()),
        ("Error handling request %s %s", ("GET", f"/sv/kvitto/{SECRET}")),
    ],
)
def test_the_web_server_quotes_nobody(message: str, arguments: tuple[str, ...]) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord(
            "gunicorn.error", logging.ERROR, "x", 1, message, arguments, sys.exc_info()
        )
    assert leave_out_quotes(record)
    said = logging.Formatter().format(record)
    assert said == f"{message[: message.index(' request') + 8]}: ValueError"


def test_other_lines_of_the_web_server_stay() -> None:
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "x", 1, "Worker (pid:%s) was killed", (7,), None
    )
    assert leave_out_quotes(record)
    assert record.getMessage() == "Worker (pid:7) was killed"


def test_the_web_servers_lines_go_that_way(app: Flask) -> None:
    assert app
    assert leave_out_quotes in logging.getLogger("gunicorn.error").filters
