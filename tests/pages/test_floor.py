# SPDX-License-Identifier: EUPL-1.2
"""Addresses without a language: the way in, the switch, and whether the house stands."""

from __future__ import annotations

import pytest

from dialogue.pages.queries import health
from tests.page import Browser


@pytest.mark.parametrize(
    ("cookie", "wishes", "language"),
    [
        (None, None, "sv"), (None, "sma-SE,sv;q=0.5", "sma"), (None, "fi", "sv"),
        ("se", "sma", "se"), ("xx", "en", "en"),
    ],
)  # fmt: skip
def test_the_first_page_is_in_the_visitors_language(
    browser: Browser, cookie: str | None, wishes: str | None, language: str
) -> None:
    if cookie:
        browser.client.set_cookie("language", cookie)
    page = browser.get("/", **({"Accept-Language": wishes} if wishes else {}))
    assert (page.status, page.location) == (302, f"/{language}/")
    assert "private" in page.response.headers["Cache-Control"]
    assert page.response.headers["Vary"] == "Accept-Language, Cookie"


@pytest.mark.parametrize(
    ("till", "goes"),
    [
        ("/sv/mal?sida=2", "/sma/mal?sida=2"), ("/en/", "/sma/"), ("/sv", "/sma/"),
        ("/healthz", "/healthz"), ("", "/"), ("//evil.example", "/"), ("https://evil.example", "/"),
        ("/\\evil.example", "/"), ("javascript:alert(1)", "/"), ("/svx/mal", "/svx/mal"),
    ],
)  # fmt: skip
def test_the_switch_remembers_and_goes_back(browser: Browser, till: str, goes: str) -> None:
    answer = browser.client.get("/sprak/sma", query_string={"till": till})
    assert (answer.status_code, answer.headers["Location"]) == (303, goes)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("language=sma;")
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie


def test_an_unknown_language_is_not_found(browser: Browser) -> None:
    assert browser.get("/sprak/fi?till=/").status == 404


def test_every_page_offers_itself_in_every_language(browser: Browser) -> None:
    links = browser.get("/sv/mal").links()
    for language in ("sv", "sma", "se", "smj", "en"):
        assert f"/sprak/{language}?till=/{language}/mal" in links


def test_a_known_path_without_a_language_gets_one(browser: Browser) -> None:
    page = browser.get("/mal?x=1")
    assert (page.status, page.location) == (302, "/sv/mal?x=1")


def test_the_process_says_that_it_is_up(browser: Browser) -> None:
    answer = browser.client.get("/healthz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "ok\n")
    assert answer.mimetype == "text/plain"


def test_it_is_ready_with_the_newest_schema_only(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "newest_schema", frozenset)
    assert browser.client.get("/readyz").status_code == 200
    monkeypatch.setattr(health, "newest_schema", lambda: frozenset({"0042"}))
    assert browser.client.get("/readyz").status_code == 503
