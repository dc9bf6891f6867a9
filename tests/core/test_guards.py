# SPDX-License-Identifier: EUPL-1.2
"""Who may come in, what is a path on this site, and headers of every answer."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.access import Permission, Role
from dialogue.core.web.guards import guard_of, local_path
from tests import factories
from tests.page import Browser, Values

GUARDED = ["/sv/konto", "/sv/arbete/admin/brister"]


@pytest.mark.parametrize("path", ["/", "/sv/konto", "/sv/mal?a=1&b=//x", "/sv/å", "/sv/a%20b#c"])
def test_a_path_on_this_site_is_kept(path: str) -> None:
    assert local_path(path, "/else") == path


@pytest.mark.parametrize(
    "value",
    [None, "", "x", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
     "\\\\evil.example", "/\tx", "/\n/evil.example", " /x", "javascript:alert(1)",
     "/a\\b", "/" + "a" * 2000],
)  # fmt: skip
def test_anything_else_is_dropped(value: str | None) -> None:
    assert local_path(value, "/else") == "/else"


def test_every_endpoint_of_ours_has_a_guard(app: Flask) -> None:
    without = [name for name in app.view_functions if name != "static"]
    with app.app_context():
        assert [name for name in without if guard_of(name) is None] == []


@pytest.mark.parametrize("path", GUARDED)
def test_the_anonymous_are_sent_to_sign_in_and_their_posts_refused(
    browser: Browser, path: str
) -> None:
    page = browser.get(path)
    assert (page.status, page.location) == (302, f"/sv/konto/logga-in?till={path}")
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert browser.client.head(path).status_code == 302
    assert browser.post("/sv/konto/logga-ut").status == 403


def test_the_language_of_the_page_is_the_language_of_signing_in(browser: Browser) -> None:
    assert browser.get("/sma/konto").location == "/sma/konto/logga-in?till=/sma/konto"


@pytest.mark.parametrize(
    "role", [None, Role.FACILITATOR, Role.OFFICIAL, Role.TRANSLATOR, Role.ELECTED]
)
def test_without_the_role_a_desk_is_403(browser: Browser, role: Role | None) -> None:
    factories.sign_in(browser, factories.account(role=role))
    assert browser.get("/sv/arbete/admin/brister").status == 403


def test_a_garbled_cookie_is_nobodys(browser: Browser) -> None:
    for value in ("x", "ö", "a" * 3000, "%00", "'; DROP TABLE account; --"):
        browser.client.set_cookie("session", value)
        assert browser.get("/sv/konto").status == 302


def test_too_much_is_413_before_sign_in_and_a_wrong_method_405_before_that(
    browser: Browser,
) -> None:
    big: Values = {"text": "x" * 1_000_001}
    assert browser.post("/sv/konto/logga-ut", big).status == 413
    assert browser.post("/sv/tillganglighet/rapportera", big).status == 413
    page = browser.post("/sv/konto", big)
    assert page.status == 405
    assert "GET" in page.response.headers["Allow"]


def test_every_answer_carries_the_headers_that_keep_scripts_and_frames_out(
    browser: Browser,
) -> None:
    for path in ("/sv/konto/logga-in", "/sv/nowhere", "/sv/konto", "/static/css/dialogue.css"):
        with browser.client.get(path) as answer:
            headers = answer.headers
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Strict-Transport-Security" not in headers
    secure = browser.client.get("/sv/konto/logga-in", base_url="https://localhost")
    assert "max-age=" in secure.headers["Strict-Transport-Security"]


def test_a_guard_is_one_of_the_permissions_or_public(app: Flask) -> None:
    with app.app_context():
        assert guard_of("accounts.account_page") is Permission.ACCOUNT_USE
        assert guard_of("accounts.sign_in") == "public"
        assert guard_of("no.such") is None
        assert guard_of(None) is None
