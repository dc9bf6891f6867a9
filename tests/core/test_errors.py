# SPDX-License-Identifier: EUPL-1.2
"""Error pages: in the reader's language, with the words given back, telling nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from dialogue.core.errors import Busy, Conflict, DialogueError, Forbidden, Gone, Invalid, NotFound
from dialogue.core.errors import TooMany as TooManyActs
from dialogue.core.languages import LOCALES
from dialogue.core.web.guards import public
from tests import factories
from tests.page import Browser, Values, words

STATUSES = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)
FORM = "/sv/tillganglighet/rapportera"
LOCKED = OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))
WORDS = "Hemliga ord om <mig>\n\noch mer"


@pytest.fixture
def fail(app: Flask) -> Iterator[dict[str, BaseException]]:
    """Make the report form raise what stands under "error"."""
    raised: dict[str, BaseException] = {}

    @public
    def failing(**_values: object) -> str:
        raise raised["error"]

    views = app.view_functions
    kept = views["accounts.send_barrier"], views["accounts.report_barrier"]
    views["accounts.send_barrier"] = views["accounts.report_barrier"] = failing
    yield raised
    views["accounts.send_barrier"], views["accounts.report_barrier"] = kept


def http(status: int) -> BaseException:
    """What abort(status) raises."""
    try:
        abort(status)
    except Exception as error:
        return error


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_a_page_in_every_language(
    browser: Browser, fail: dict[str, BaseException], status: int
) -> None:
    fail["error"] = http(status)
    heads = {}
    for lang in LOCALES:
        page = browser.get(FORM.replace("/sv/", f"/{lang}/"))
        assert page.status == status
        assert page.tree.get("lang") == lang
        assert page.response.headers["Cache-Control"] == "private, no-store"
        heads[lang] = words(page.one("h1"))
    assert heads["sv"] != heads["en"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden("x"), 403), (NotFound("x"), 404), (Conflict("x"), 409), (Gone("x"), 410),
        (Invalid({"body": "Skriv något."}), 422), (TooManyActs(30), 429), (Busy("x"), 503),
    ],
)  # fmt: skip
def test_a_refusal_that_no_view_explained_is_answered_with_its_status_and_the_words_given_back(
    browser: Browser, fail: dict[str, BaseException], error: DialogueError, status: int
) -> None:
    fail["error"] = error
    page = browser.post(FORM, {"body": WORDS, "name": "Ebba", "csrf_token": "t", "seen": "3"})
    assert page.status == status
    given = [(area.text or "").strip() for area in page.all("textarea", readonly=True)]
    assert given == ([] if status == 404 else [WORDS, "Ebba"])
    if isinstance(error, Invalid):
        assert "Skriv något." in page.text
    if status in (429, 503):
        assert int(page.response.headers["Retry-After"]) > 0


def test_each_contributions_own_line_is_given_back_too(
    browser: Browser, fail: dict[str, BaseException]
) -> None:
    fail["error"] = Conflict("x")
    sent: Values = {"decided": "Vi bygger.", "covers-7": "partly", "line-7": "Du fick ljus.",
                    "reason-7": "Pengar.", "question": ["Ett?", "Två?"]}  # fmt: skip
    page = browser.post(FORM, sent)
    given = [(area.text or "").strip() for area in page.all("textarea", readonly=True)]
    assert given == ["Vi bygger.", "Du fick ljus.", "Pengar.", "Ett?", "Två?"]


def test_a_locked_database_is_503_with_when_to_try_again_and_the_words(
    browser: Browser, fail: dict[str, BaseException]
) -> None:
    fail["error"] = LOCKED
    page = browser.post(FORM, {"text": WORDS})
    assert page.status == 503
    assert page.response.headers["Retry-After"] == "5"
    assert (page.one("textarea", readonly=True).text or "").strip() == WORDS


def test_when_the_database_is_away_even_for_reading_who_it_is_the_page_still_comes(
    app: Flask, browser: Browser
) -> None:
    factories.sign_in(browser, factories.account())

    def away(_cookie: str, _now: object) -> None:
        raise LOCKED

    house = app.extensions["dialogue"]
    load, house["load_reader"] = house["load_reader"], away
    try:
        assert browser.get("/sv/konto").status == 503
        assert browser.post(FORM, {"text": WORDS}).status == 503
    finally:
        house["load_reader"] = load


def test_a_fault_of_ours_is_500_and_the_log_holds_nothing_that_was_sent(
    app: Flask, browser: Browser, fail: dict[str, BaseException]
) -> None:
    fail["error"] = RuntimeError(f"broke on {WORDS}")
    app.testing = False
    try:
        with capture_logs() as lines:
            page = browser.post(f"{FORM}?q=hemlig-fraga", {"text": WORDS, "email": "e@example.org"})
    finally:
        app.testing = True
    assert page.status == 500
    assert (page.one("textarea", readonly=True).text or "").strip() == WORDS
    logged = str(lines)
    assert "RuntimeError" in logged
    assert "<lang:lang>/tillganglighet/rapportera" in logged
    for secret in ("Hemliga", "e@example", "hemlig-fraga", "/sv/"):
        assert secret not in logged
    assert "RuntimeError" not in page.html


def test_the_page_for_a_missing_thing_echoes_nothing_and_is_the_same_for_every_address(
    browser: Browser,
) -> None:
    pages = [browser.get(f"/sv/{path}") for path in
             ("finns-inte", "hemlig/123", "<script>alert(1)</script>", "a?q=x")]  # fmt: skip
    assert {page.status for page in pages} == {404}
    assert len({page.html for page in pages}) == 1
    assert "ETag" not in pages[0].response.headers


@pytest.mark.parametrize("lang", LOCALES)
def test_a_known_path_without_prefix_leads_to_ones_own_language(
    browser: Browser, lang: str
) -> None:
    browser.client.set_cookie("language", lang)
    page = browser.get("/konto/logga-in?till=/sv/konto&a=%C3%B6")
    assert page.status == 302
    assert page.location == f"/{lang}/konto/logga-in?till=/sv/konto&a=%C3%B6"
    assert page.response.headers["Vary"] == "Accept-Language, Cookie"
    assert "private" in page.response.headers["Cache-Control"]
    assert browser.follow(page).status == 200


def test_without_a_cookie_the_browser_says_the_language(browser: Browser) -> None:
    assert (
        browser.get("/konto/logga-in", Accept_Language="se,sv;q=0.5").location
        == "/se/konto/logga-in"
    )
    assert browser.get("/konto/logga-in").location == "/sv/konto/logga-in"


def test_a_slash_too_many_leads_to_the_page(browser: Browser) -> None:
    assert browser.get("/sma/konto/logga-in/").location == "/sma/konto/logga-in"
    assert browser.get("/konto/logga-in/").location == "/sv/konto/logga-in"


@pytest.mark.parametrize(
    "path",
    ["/fr/konto/logga-in", "/fr/", "/SV/konto/logga-in", "/sv/nope", "/nope", "/nope/", "/fr",
     "/static/nope.css", "/.env", "/sv/konto/logga-in/a/b"],
)  # fmt: skip
def test_an_unknown_path_or_language_is_404(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 404


@pytest.mark.parametrize("path", ["//sv/konto/logga-in/", "//konto/logga-in", "//evil.example/sv/"])
def test_doubled_slashes_never_lead_to_another_host(browser: Browser, path: str) -> None:
    answer = browser.client.get("/", environ_overrides={"PATH_INFO": path})
    location = answer.headers.get("Location", "/")
    assert urlsplit(location).netloc in ("", "localhost")


def test_a_post_without_prefix_is_404_since_words_would_be_lost_on_the_way(
    browser: Browser,
) -> None:
    assert browser.post("/tillganglighet/rapportera", {"text": WORDS}).status == 404


def test_a_wrong_method_is_405_and_says_which_are_right(browser: Browser) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = browser.client.open(FORM, method=method)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_too_much_is_413_before_anything_is_read(browser: Browser) -> None:
    page = browser.post(FORM, {"text": "x" * 1_000_001})
    assert page.status == 413
    assert "xxxx" not in page.html


def test_who_is_signed_out_gets_the_words_back_and_the_way_in(browser: Browser) -> None:
    page = browser.post("/sv/konto/logga-ut", {"body": WORDS})
    assert page.status == 403
    assert (page.one("textarea", readonly=True).text or "").strip() == WORDS
    assert "/sv/konto/logga-in" in page.links()
