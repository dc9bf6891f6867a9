# SPDX-License-Identifier: EUPL-1.2
"""What could not be taken just now is given back as a form that can be sent once more."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from dialogue.core.database import session
from dialogue.core.errors import Busy, TooMany
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.rules.dialogue import ModerationMode
from dialogue.dialogues.views import write as write_views
from tests import factories
from tests.page import Browser, Page, Values, words

URL = "/sv/dialoger/bussar/fragan/skriv"
BROKEN = OperationalError("SELECT", {}, Exception("no such table: receipt"))
#: What may go wrong with an act, and with which status.
PASSING = [(Busy("x"), 503), (TooMany(30), 429), (RuntimeError("x"), 500), (BROKEN, 500)]


@pytest.fixture
def thread(app: Flask) -> Thread:
    """A thread of an open, post-moderated dialogue."""
    return factories.dialogue("bussar", moderation=ModerationMode.POST).threads[0]


def token_of(browser: Browser) -> str:
    """The token of a write page."""
    field = browser.get(URL).forms()[0].find(".//input[@name='csrf_token']")
    assert field is not None
    return field.get("value", "")


def busy(*_values: object) -> None:
    """Somebody else is writing."""
    raise Busy("x")


def failing(
    browser: Browser, error: Exception, values: Values, patch: pytest.MonkeyPatch, **headers: str
) -> Page:
    """Send while `error` is raised; afterwards all is well again."""

    def contribute(*_values: object, **_more: object) -> None:
        raise error

    token = token_of(browser)
    testing, browser.app.testing = browser.app.testing, False
    with patch.context() as during:
        during.setattr(write_views, "contribute", contribute)
        page = browser.post(URL, {"csrf_token": token, **values}, **headers)
    browser.app.testing = testing
    return page


def stored() -> list[Contribution]:
    session().rollback()
    return session().query(Contribution).all()


@pytest.mark.parametrize(("error", "status"), PASSING, ids=str)
def test_the_same_form_can_be_sent_once_more_and_is_one_contribution(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    factories.place("lit", "Lit")
    sent: Values = {
        "body": "Ljus,\r\ntack", "name": "Ada", "place": "lit", "email": "a@example.org",
        "website": "", "act": "send", "language": "sma",
    }  # fmt: skip
    page = failing(browser, error, sent, monkeypatch)
    assert (page.status, stored()) == (status, [])
    assert "Texten finns kvar här nedanför." in page.text
    assert page.forms()[0].get("action") == URL
    assert (page.one("textarea", name="body").text or "").strip().split() == ["Ljus,", "tack"]
    assert page.one("input", name="name").get("value") == "Ada"
    first = browser.submit(page)
    again = browser.submit(page)
    assert first.status == again.status == 303
    assert first.location == again.location
    (made,) = stored()
    assert made.contact is not None
    assert made.place is not None
    assert (made.body, made.name, made.language, made.contact.email, made.place.key) == (
        "Ljus,\ntack", "Ada", "sma", "a@example.org", "lit",
    )  # fmt: skip


def test_she_may_write_on_before_she_sends_it_again(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = failing(browser, Busy("x"), {"body": "Ljus"}, monkeypatch)
    assert browser.submit(page, {"body": "Mer ljus"}).status == 303
    assert [made.body for made in stored()] == ["Mer ljus"]


def test_whoever_is_signed_in_sends_it_again_as_herself(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = factories.account()
    factories.sign_in(browser, who)
    page = failing(browser, RuntimeError("x"), {"body": "Ljus"}, monkeypatch)
    assert page.status == 500
    assert browser.submit(page).status == 303
    assert [made.author_id for made in stored()] == [who.id]


@pytest.mark.parametrize("token", ["", "x", "WyIiLCJhIl0.AAAA"])
def test_a_form_that_was_not_made_here_is_not_made_by_an_error(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setattr(
        write_views, "thread_with_card", lambda *_: (_ for _ in ()).throw(Busy("x"))
    )
    page = browser.post(URL, {"body": "Ljus <b>", "csrf_token": token})
    assert page.status == 503
    assert page.forms() == []
    assert (page.one("textarea", readonly=True).text or "").strip() == "Ljus <b>"


def test_what_another_site_sent_is_shown_but_cannot_be_sent_on(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(browser)
    monkeypatch.setattr(
        write_views, "thread_with_card", lambda *_: (_ for _ in ()).throw(Busy("x"))
    )
    page = browser.post(URL, {"body": "Ljus", "csrf_token": token}, Origin="https://evil.example")
    assert (page.status, page.forms()) == (503, [])


def test_a_form_of_very_many_fields_is_given_back_to_be_copied(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    many: Values = {f"line-{number}": "Ord" for number in range(300)}
    page = failing(browser, Busy("x"), {"body": "Ljus", **many}, monkeypatch)
    assert (page.status, page.forms()) == (503, [])
    assert len(page.all("textarea", readonly=True)) == 200


@pytest.mark.parametrize("lang", ["sma", "se", "smj", "en"])
def test_it_is_said_in_every_language(
    browser: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    token = token_of(browser)
    monkeypatch.setattr(write_views, "thread_with_card", busy)
    page = browser.post(URL.replace("/sv/", f"/{lang}/"), {"body": "Ljus", "csrf_token": token})
    assert page.status == 503
    button = page.forms()[0].findall(".//button[@class='btn big']")[0]
    assert words(button) == ("Send again" if lang == "en" else "Skicka igen")
