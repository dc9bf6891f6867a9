# SPDX-License-Identifier: EUPL-1.2
"""The token and Origin of every unsafe request, and the order of refusals."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.accounts.tokens import read_sign_in_token, sign_in_token
from dialogue.core.web.forms import form_key, new_token
from dialogue.core.web.limits import _prefix
from tests import factories
from tests.page import Browser, Page

FORM = "/sv/tillganglighet/rapportera"
OURS = "http://localhost"


def token_of(page: Page) -> str:
    """The token in the page's form."""
    main = page.forms()[0]
    return next(e.get("value", "") for e in main.iter() if e.get("name") == "csrf_token")


def send(browser: Browser, **headers: str) -> int:
    """Send a report with a good token and these headers; the status."""
    token = token_of(browser.get(FORM))
    return browser.post(FORM, {"text": "Ord", "csrf_token": token}, **headers).status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": OURS}, 303),
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Sec_Fetch_Site": "none"}, 303),
        ({"Origin": OURS, "Sec_Fetch_Site": "same-origin"}, 303),
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, 303),
        ({"Origin": "null"}, 400),
        ({"Origin": "null", "Sec_Fetch_Site": "cross-site"}, 400),
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "http://localhost.evil.example"}, 400),
        ({"Origin": "http://localhost:81"}, 400),
        ({"Origin": "https://evil.example", "Sec_Fetch_Site": "same-origin"}, 400),
        ({"Origin": OURS, "Sec_Fetch_Site": "cross-site"}, 400),
        ({"Sec_Fetch_Site": "cross-site"}, 400),
        ({"Sec_Fetch_Site": "same-site"}, 400),
    ],
)
def test_a_form_of_another_site_is_refused(
    browser: Browser, headers: dict[str, str], status: int
) -> None:
    assert send(browser, **headers) == status


def test_the_public_address_counts_as_ours_behind_a_proxy(app: Flask, browser: Browser) -> None:
    app.config["BASE_URL"] = "https://dialog.example.org"
    try:
        assert send(browser, Origin="https://dialog.example.org") == 303
    finally:
        app.config["BASE_URL"] = OURS


@pytest.mark.parametrize("token", ["", "x", "a.b", "W10.x", "ö", "\x00"])
def test_without_a_token_of_ours_it_is_400_with_the_text_and_a_new_token(
    browser: Browser, token: str
) -> None:
    page = browser.post(FORM, {"text": "Mina ord", "csrf_token": token})
    assert page.status == 400
    assert "Mina ord" in (page.one("textarea", name="text").text or "")
    assert token_of(page) != token
    assert browser.submit(page).status == 303


def test_a_token_is_good_for_its_own_session_only(browser: Browser) -> None:
    anonymous = token_of(browser.get(FORM))
    ebba = factories.sign_in(Browser(browser.app), factories.account())
    hanna = factories.sign_in(Browser(browser.app), factories.account())
    hers = token_of(ebba.get(FORM))
    for who, token, status in (
        (ebba, anonymous, 400), (hanna, hers, 400), (browser, hers, 400),
        (ebba, hers, 303), (browser, anonymous, 303),
    ):  # fmt: skip
        assert who.post(FORM, {"text": "Ord", "csrf_token": token}).status == status


def test_a_dead_session_is_like_none_so_that_an_old_cookie_locks_nobody_out(
    browser: Browser,
) -> None:
    browser.client.set_cookie("session", "long-gone")
    assert send(browser) == 303


def test_a_corrected_form_stays_the_same_form_and_a_new_page_is_a_new_one(
    app: Flask, browser: Browser
) -> None:
    page = browser.get(FORM)
    wrong = browser.submit(page, {"text": ""})
    assert wrong.status == 422
    with app.test_request_context(FORM):
        assert form_key(token_of(wrong)) == form_key(token_of(page))
        assert form_key(token_of(browser.get(FORM))) != form_key(token_of(page))
        assert form_key(new_token("kept")) == "kept"


def test_a_token_of_another_secret_is_not_ours(app: Flask) -> None:
    with app.test_request_context(FORM):
        token = new_token()
        old, app.secret_key = app.secret_key, "another-secret-of-another-house!"
        try:
            assert form_key(token) is None
        finally:
            app.secret_key = old


def test_a_token_is_good_in_one_spelling_only(app: Flask) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    with app.test_request_context(FORM):
        token = new_token()
        good = [last for last in letters if form_key(token[:-1] + last)]
        assert good == [token[-1]]
        assert [last for last in letters if form_key(token + last)] == []
        link = sign_in_token(7)
        assert [last for last in letters if read_sign_in_token(link[:-1] + last)] == [link[-1]]


def test_refusals_come_in_order_token_then_rate_then_fields(app: Flask, browser: Browser) -> None:
    app.extensions["dialogue"]["limits"] = {"contribute": (1, 600)}
    try:
        assert send(browser) == 303
        page = browser.get(FORM)
        assert browser.post(FORM, {"text": ""}).status == 400
        over = browser.submit(page, {"text": "Mina ord"})
    finally:
        app.extensions["dialogue"]["limits"] = {}
    assert over.status == 429
    assert 0 < int(over.response.headers["Retry-After"]) <= 600
    assert "Mina ord" in (over.one("textarea", name="text").text or "")
    assert over.all(role="alert")
    assert browser.submit(over, {"text": ""}).status == 422


def test_each_account_and_each_network_has_a_limit_of_its_own(app: Flask, browser: Browser) -> None:
    app.extensions["dialogue"]["limits"] = {"contribute": (1, 600)}
    try:
        assert [send(browser), send(browser)] == [303, 429]
        ebba = factories.sign_in(Browser(app), factories.account())
        assert [send(ebba), send(ebba)] == [303, 429]
        away = Browser(app)
        token = token_of(away.get(FORM))
        answer = away.client.post(
            FORM, data={"text": "Ord", "csrf_token": token},
            environ_base={"REMOTE_ADDR": "203.0.113.9"},
        )  # fmt: skip
        assert answer.status_code == 303
    finally:
        app.extensions["dialogue"]["limits"] = {}


def test_an_ipv6_household_is_one_and_a_broken_address_is_nobody() -> None:
    assert _prefix("2001:db8:1:2:aaaa::1") == _prefix("2001:db8:1:2:bbbb::2")
    assert _prefix("2001:db8:1:2::1") != _prefix("2001:db8:1:3::1")
    assert _prefix("192.0.2.1") != _prefix("192.0.2.2")
    assert _prefix("x") == _prefix(None) == "unknown"


@pytest.mark.parametrize("body", [b"[1]", b'{"text": 1}', b"{", b'"x"', b"null"])
def test_json_is_no_form(browser: Browser, body: bytes) -> None:
    answer = browser.client.post(FORM, data=body, content_type="application/json")
    assert answer.status_code == 400


def test_an_uploaded_file_is_no_text(browser: Browser) -> None:
    from io import BytesIO

    answer = browser.client.post(
        FORM,
        data={"text": (BytesIO(b"x"), "x.txt")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 400
