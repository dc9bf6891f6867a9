# SPDX-License-Identifier: EUPL-1.2
"""Reading pages and static texts go compressed; pages with a token never do."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from dialogue import static_url
from tests import factories
from tests.page import Browser

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("path", ["/sv/", "/sv/om", "/sv/mal/2024/aktivt-liv", "css", "js"])
def test_what_is_only_read_goes_compressed(app: Flask, browser: Browser, path: str) -> None:
    factories.goal()
    files = {"css": "css/dialogue.css", "js": "js/dialogue.js"}
    path = static_url(files[path]) if path in files else path
    plain = browser.client.get(path, buffered=True)
    packed = browser.client.get(path, headers=GZIP, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_each_form_of_a_page_answers_that_nothing_has_changed(browser: Browser) -> None:
    for headers in ({}, GZIP):
        first = browser.client.get("/sv/om", headers=headers)
        again = browser.client.get(
            "/sv/om", headers={**headers, "If-None-Match": first.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
    same = browser.client.get("/sv/om", headers=GZIP)
    assert same.data == browser.client.get("/sv/om", headers=GZIP).data


@pytest.mark.parametrize("refusal", ["identity", "gzip;q=0", "br"])
def test_whoever_does_not_take_it_gets_it_plain(browser: Browser, refusal: str) -> None:
    answer = browser.client.get("/sv/om", headers={"Accept-Encoding": refusal})
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"<!doctype html>")


def test_what_holds_a_token_is_never_compressed(browser: Browser) -> None:
    factories.dialogue("ljus")
    for path in ("/sv/dialoger/ljus/fragan/skriv", "/sv/konto/logga-in", "/sv/kvitto", "/sv/x"):
        assert "Content-Encoding" not in browser.client.get(path, headers=GZIP).headers, path
    factories.sign_in(browser, factories.account())
    assert "Content-Encoding" not in browser.client.get("/sv/om", headers=GZIP).headers
