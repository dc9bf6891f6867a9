# SPDX-License-Identifier: EUPL-1.2
"""Having the receipt mailed: to one address, with the answer later, and never after a stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.access import ANYONE, holder
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Forbidden
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.commands.contribution import mail_receipt
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.notifications import delivery
from tests import factories
from tests.dialogues.editing import again, events
from tests.notifications.test_delivery import mails, tell, text
from tests.page import Browser, Page, words

S = ContributionState


@pytest.fixture
def given(app: Flask) -> Contribution:
    """A contribution without an address."""
    thread = factories.dialogue("is", goals=[factories.goal()]).threads[0]
    return factories.contribution(thread, "Ploga isen, tack.", state=S.SUBMITTED)


def address(given: Contribution) -> str:
    return f"/sv/kvitto/{given.receipt.code}/mejla"


def ask(browser: Browser, given: Contribution, email: str = "anna@example.org") -> Page:
    return browser.submit(browser.get(address(given)), {"email": email})


def deliver(minutes: int = 5) -> int:
    return delivery.deliver(now=datetime.now(UTC) + timedelta(minutes=minutes)).sent


def email_of(given: Contribution) -> str | None:
    contact = again(given).contact
    return contact.email if contact else None


def test_one_field_on_the_receipt_mails_it(
    app: Flask, browser: Browser, given: Contribution
) -> None:
    receipt = browser.get(f"/sv/kvitto/{given.receipt.code}")
    (form,) = receipt.forms()
    assert form.get("action") == address(given)
    done = browser.submit(receipt, {"email": " Anna@Example.ORG "})
    code = given.receipt.code
    assert (done.status, done.location) == (303, f"/sv/kvitto/{code}?klart=mejlat")
    assert done.response.headers["Referrer-Policy"] == "no-referrer"
    assert (email_of(given), events()) == ("Anna@example.org", [EventKind.RECEIPT_MAILED])
    after = browser.follow(done)
    assert "Kvittot är på väg till A•••@example.org." in words(
        after.one(class_="note ok done-message")
    )
    assert "Anna@example.org" not in after.html
    assert after.forms() == []
    assert "Vi mejlar till A•••@example.org när du får svar." in after.text
    assert deliver() == 1
    [mail] = mails(app)
    assert mail["To"] == "anna@example.org"
    assert mail["Subject"].startswith("Vi har din synpunkt – svar senast ")
    assert "Ploga isen, tack." in text(mail)
    assert "Följ den, ändra den eller ta tillbaka den här:" in text(mail)
    assert f"http://localhost/sv/kvitto/{code}" in text(mail)
    assert f"Kvittokod: {code}" in text(mail)
    assert "/sluta-mejla" in text(mail)


def test_the_answer_goes_there_too(app: Flask, browser: Browser, given: Contribution) -> None:
    given = factories.contribution(given.thread, "Mer ljus.")
    ask(browser, given)
    response = factories.response([given])
    tell(EventKind.FEEDBACK_PUBLISHED, response)
    assert deliver() == 2
    assert [mail["To"] for mail in mails(app)] == ["anna@example.org"] * 2


def test_a_receipt_asked_for_before_the_first_delivery_comes_once(
    app: Flask, browser: Browser, given: Contribution
) -> None:
    tell(EventKind.CONTRIBUTION_RECEIVED, given)
    ask(browser, given)
    assert deliver() == 1
    assert [mail["To"] for mail in mails(app)] == ["anna@example.org"]


def test_after_a_stop_nothing_goes_there_and_she_may_ask_anew(
    app: Flask, browser: Browser, given: Contribution
) -> None:
    ask(browser, given)
    stop = browser.get(f"/sv/kvitto/{given.receipt.code}/sluta-mejla")
    assert browser.submit(stop).status == 303
    assert (email_of(given), deliver()) == (None, 0)
    assert ask(browser, given, "ny@example.org").status == 303
    contact = again(given).contact
    assert contact is not None
    assert (contact.email, contact.erased_at) == ("ny@example.org", None)
    assert deliver() >= 1
    assert {mail["To"] for mail in mails(app)} == {"ny@example.org"}


def test_a_stop_holds_for_what_waits_to_be_sent(
    app: Flask, browser: Browser, given: Contribution
) -> None:
    ask(browser, given)
    delivery.expand(datetime.now(UTC))
    browser.submit(browser.get(f"/sv/kvitto/{given.receipt.code}/sluta-mejla"))
    done = delivery.deliver(now=datetime.now(UTC) + timedelta(minutes=5))
    assert (done.sent, done.failed, done.waiting, mails(app)) == (0, 0, 0, [])


def test_pressing_twice_mails_it_once(browser: Browser, given: Contribution) -> None:
    page = browser.get(address(given))
    for _ in range(2):
        assert browser.submit(page, {"email": "anna@example.org"}).status == 303
    assert events() == [EventKind.RECEIPT_MAILED]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv din mejladress."),
        ("anna", "Mejladressen verkar inte stämma. Skriv den som namn@exempel.se."),
        ("anna@", "Mejladressen verkar inte stämma. Skriv den som namn@exempel.se."),
        ("a@b.se\r\nBcc: c@d.se", "Mejladressen verkar inte stämma."),
        ("a@b.se, c@d.se", "Mejladressen verkar inte stämma."),
    ],
)
def test_an_address_that_is_none_is_given_back(
    browser: Browser, given: Contribution, typed: str, said: str
) -> None:
    page = ask(browser, given, typed)
    assert page.status == 422
    assert said in words(page.one("div", class_="error-summary"))
    assert page.one("input", name="email").get("value") == " ".join(typed.split())
    assert (email_of(given), events()) == (None, [])


def test_without_a_token_nothing_is_mailed(browser: Browser, given: Contribution) -> None:
    page = browser.post(address(given), {"email": "anna@example.org"})
    assert page.status == 400
    assert page.one("input", name="email").get("value") == "anna@example.org"
    assert events() == []


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.REJECTED, S.UNPUBLISHED])
def test_where_no_answer_comes_nothing_is_mailed(browser: Browser, state: S) -> None:
    open_page = browser.get(address(factories.contribution()))
    given = factories.contribution(state=state)
    page = browser.get(address(given))
    assert (page.status, page.forms()) == (200, [])
    assert "får inget svar" in page.text
    token = open_page.one("input", name="csrf_token").get("value", "")
    refused = browser.post(address(given), {"csrf_token": token, "email": "anna@example.org"})
    assert (refused.status, refused.forms()) == (409, [])
    assert "får inget svar" in words(refused.one(role="alert"))
    assert (email_of(given), events()) == (None, [])
    assert browser.get(f"/sv/kvitto/{given.receipt.code}").forms() == []


def test_another_address_does_not_take_the_place_of_hers(browser: Browser) -> None:
    given = factories.contribution(email="anna@example.org")
    page = browser.get(address(given))
    assert page.forms() == []
    assert "Vi mejlar redan till a•••@example.org." in page.text
    token = browser.get("/sv/kvitto").one("main").find(".//input[@name='csrf_token']")
    assert token is not None
    sent = {"csrf_token": token.get("value", ""), "email": "eve@example.org"}
    refused = browser.post(address(given), sent)
    assert refused.status == 409
    assert "anna@example.org" not in refused.html
    assert (email_of(given), events()) == ("anna@example.org", [])
    with pytest.raises(Conflict):
        mail_receipt(holder(given.id), given, email="eve@example.org")


def test_a_receipt_taken_back_before_it_was_mailed_is_not(
    app: Flask, browser: Browser, given: Contribution
) -> None:
    ask(browser, given)
    browser.submit(browser.get(f"/sv/kvitto/{given.receipt.code}/ta-tillbaka"))
    assert (deliver(), mails(app)) == (0, [])


def test_one_who_has_an_answer_is_told_so(app: Flask, browser: Browser) -> None:
    given = factories.contribution(factories.dialogue("is", goals=[factories.goal()]).threads[0])
    factories.response([given])
    assert browser.get(f"/sv/kvitto/{given.receipt.code}").forms() == []
    assert ask(browser, given).status == 303
    deliver()
    [mail] = mails(app)
    assert mail["Subject"] == "Kommunen har svarat dig"
    assert "Du har fått svar. Du hittar det på ditt kvitto." in text(mail)
    assert "Svar senast" not in text(mail)


def test_only_the_holder_may(given: Contribution) -> None:
    for actor in (ANYONE, holder(factories.contribution().id)):
        with pytest.raises(Forbidden):
            mail_receipt(actor, given, email="eve@example.org")


def test_the_event_holds_no_address(browser: Browser, given: Contribution) -> None:
    ask(browser, given)
    (event,) = session().query(Event)
    assert event.details == {}


def test_addresses_that_somebody_types_are_limited(
    app: Flask, browser: Browser, given: Contribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions["dialogue"], "limits", {"sign_in": (1, 900)})
    assert ask(browser, given, "anna").status == 422
    page = ask(browser, given)
    assert page.status == 429
    assert page.one("input", name="email").get("value") == "anna@example.org"
    assert "Retry-After" in page.response.headers
    assert events() == []
