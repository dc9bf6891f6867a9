# SPDX-License-Identifier: EUPL-1.2
"""The mailed link: asked for, looked at, used once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask

from dialogue.accounts.models import Account, LoginSession, SignInLink
from dialogue.accounts.tokens import sign_in_token
from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.core.events import Event, EventKind, Outbox
from tests import factories
from tests.page import Browser, Page, Values

SIGN_IN = "/sv/konto/logga-in"
MAILED = "/sv/konto/logga-in?klart=mejlat"
FOREIGN = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
           "/\t/evil.example", "/\r\nSet-Cookie: a=b", "evil", "http:evil", ""]  # fmt: skip


def ask(browser: Browser, email: str, till: str | None = None) -> Page:
    """Ask for a link as a browser does."""
    page = browser.get(SIGN_IN)
    values: Values = {"email": email}
    if till is not None:
        values["till"] = till
    return browser.submit(page, values)


def link_to(who: Account, *, till: str | None = None, minutes: int = 15) -> str:
    """The address that a mail would hold."""
    expires = datetime.now(UTC) + timedelta(minutes=minutes)
    row = SignInLink(account_id=who.id, expires_at=expires, till=till)
    session().add(row)
    session().commit()
    return f"{SIGN_IN}/{sign_in_token(row.id)}"


def use(browser: Browser, address: str) -> Page:
    """Open a link and press its button."""
    return browser.submit(browser.get(address))


def test_a_known_address_gets_a_link_of_fifteen_minutes_and_a_place_in_the_outbox(
    browser: Browser,
) -> None:
    who = factories.account("ebba@example.org")
    page = ask(browser, " Ebba@Example.org ", "/sv/arbete/dialoger")
    assert page.status == 303
    assert page.location == MAILED + "&till=/sv/arbete/dialoger"
    link = session().query(SignInLink).one()
    assert (link.account_id, link.used_at, link.till) == (who.id, None, "/sv/arbete/dialoger")
    left = link.expires_at - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    event = session().query(Event).filter_by(kind=EventKind.SIGN_IN_REQUESTED).one()
    assert (event.subject_type, event.subject_id) == ("sign_in_link", link.id)
    assert session().query(Outbox).filter_by(event_id=event.id).count() == 1


def test_an_unknown_or_closed_address_gets_the_same_answer_and_nothing_else(
    browser: Browser,
) -> None:
    closed = factories.account("closed@example.org")
    closed.closed_at = factories.NOW
    session().commit()
    known = factories.account("known@example.org")
    answers = {ask(browser, email).location for email in
               ("nobody@example.org", "nobody@example.invalid", "x@y", "closed@example.org",
                known.email)}  # fmt: skip
    assert answers == {MAILED}
    assert [row.account_id for row in session().query(SignInLink)] == [known.id]
    assert session().query(Account).count() == 2
    assert session().query(Outbox).count() == 1


def test_the_page_after_asking_says_to_look_in_the_mail_and_keeps_where_to_go(
    browser: Browser,
) -> None:
    page = browser.follow(ask(browser, "a@example.org", "/sv/konto?x=1"))
    assert page.status == 200
    assert page.one("input", name="till").get("value") == "/sv/konto?x=1"
    assert page.all(role="status")


@pytest.mark.parametrize("wrong", ["", "ebba", "ebba@", "a b@example.org", "x" * 400 + "@a.se"])
def test_a_misspelt_address_is_422_with_what_was_typed(browser: Browser, wrong: str) -> None:
    page = ask(browser, wrong, "/sv/konto")
    assert page.status == 422
    assert page.one("input", name="email").get("value") == wrong
    assert page.one("input", name="till").get("value") == "/sv/konto"
    assert session().query(SignInLink).count() == 0


def test_a_look_at_the_link_signs_nobody_in_and_spends_nothing(browser: Browser) -> None:
    address = link_to(factories.account())
    for _ in range(3):
        page = browser.get(address)
        assert page.status == 200
        assert len(page.forms()) == 1
        assert "Set-Cookie" not in page.response.headers
    assert session().query(LoginSession).count() == 0


def test_the_button_signs_in_once_with_a_cookie_that_scripts_cannot_read(browser: Browser) -> None:
    who = factories.account(role=Role.OFFICIAL, name="Ebba Vattuman")
    address = link_to(who)
    page = use(browser, address)
    assert (page.status, page.location) == (303, "/sv/konto")
    cookie = page.response.headers["Set-Cookie"]
    for part in ("session=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"):
        assert part in cookie
    assert "Secure" not in cookie
    mine = browser.follow(page)
    assert mine.status == 200
    assert "Ebba Vattuman" in mine.text
    event = session().query(Event).filter_by(kind=EventKind.SIGNED_IN).one()
    assert event.actor_id == who.id
    assert browser.get(address).status == 410


def test_over_https_the_cookie_is_secure(app: Flask, browser: Browser) -> None:
    page = browser.get(link_to(factories.account()))
    app.config["BASE_URL"] = "https://dialog.example.org"
    try:
        assert "Secure" in browser.submit(page).response.headers["Set-Cookie"]
    finally:
        app.config["BASE_URL"] = "http://localhost"


def test_a_used_expired_closed_or_made_up_link_is_410_with_a_form_for_a_new_one(
    browser: Browser,
) -> None:
    who = factories.account("ebba@example.org")
    used = link_to(who, till="/sv/arbete/dialoger")
    assert use(browser, used).status == 303
    fresh = link_to(who)
    closed = factories.account()
    of_closed = link_to(closed)
    closed.closed_at = factories.NOW
    session().commit()
    token = fresh.rpartition("/")[2]
    tampered = f"{SIGN_IN}/{int(token[0] == 'a')}{token[1:]}"
    cases = [used, link_to(who, minutes=-1), of_closed, tampered, f"{SIGN_IN}/skräp",
             f"{SIGN_IN}/{sign_in_token(2**62)}"]  # fmt: skip
    before = session().query(LoginSession).count()
    for address in cases:
        for page in (browser.get(address), browser.post(address)):
            assert page.status == 410, address
            assert page.forms()[0].get("action") == SIGN_IN
    assert session().query(LoginSession).count() == before
    again = browser.submit(browser.get(used), {"email": "ebba@example.org"})
    assert again.location == MAILED + "&till=/sv/arbete/dialoger"


def test_a_receipts_or_forms_signature_is_no_sign_in_token(app: Flask, browser: Browser) -> None:
    from dialogue.core.web.forms import new_token

    with app.test_request_context("/"):
        token = new_token()
    assert browser.get(f"{SIGN_IN}/{token}").status == 410


def test_signing_in_ends_the_session_that_was_there_and_takes_no_cookie_from_outside(
    browser: Browser,
) -> None:
    who = factories.account()
    factories.sign_in(browser, who)
    old = browser.client.get_cookie("session")
    assert old is not None
    use(browser, link_to(who))
    new = browser.client.get_cookie("session")
    assert new is not None
    assert new.value != old.value
    other = Browser(browser.app)
    other.client.set_cookie("session", old.value)
    assert other.get("/sv/konto").status == 302

    fixed = Browser(browser.app)
    fixed.client.set_cookie("session", "chosen-by-somebody-else")
    use(fixed, link_to(who))
    given = fixed.client.get_cookie("session")
    assert given is not None
    assert given.value != "chosen-by-somebody-else"


def test_two_presses_on_one_link_make_one_session(browser: Browser) -> None:
    address = link_to(factories.account())
    first, second = browser.get(address), Browser(browser.app)
    also = second.get(address)
    assert browser.submit(first).status == 303
    assert second.submit(also).status == 410
    assert session().query(LoginSession).count() == 1


def test_of_eight_presses_at_the_same_moment_one_wins(app: Flask, browser: Browser) -> None:
    address = link_to(factories.account())
    together = Barrier(8)

    def press(_number: int) -> int:
        mine = Browser(app)
        page = mine.get(address)
        together.wait(30)
        return mine.submit(page).status

    with ThreadPoolExecutor(8) as people:
        statuses = list(people.map(press, range(8)))
    assert sorted(statuses) == [303] + [410] * 7
    assert session().query(LoginSession).count() == 1


@pytest.mark.parametrize("till", ["/sv/arbete/dialoger?efter=1", "/sma/konto"])
def test_after_signing_in_the_way_leads_to_where_one_was_going(browser: Browser, till: str) -> None:
    who = factories.account()
    ask(browser, who.email, till)
    link = session().query(SignInLink).one()
    assert use(browser, f"{SIGN_IN}/{sign_in_token(link.id)}").location == till


def test_the_links_own_address_may_say_where_to_go(browser: Browser) -> None:
    page = browser.get(f"{link_to(factories.account())}?till=/sv/arbete/dialoger")
    assert browser.submit(page).location == "/sv/arbete/dialoger"
    page = browser.get(f"{link_to(factories.account('b@example.org'))}?till=//evil.example")
    assert browser.submit(page).location == "/sv/konto"


@pytest.mark.parametrize("till", FOREIGN)
def test_the_way_never_leads_to_another_site(browser: Browser, till: str) -> None:
    who = factories.account()
    page = ask(browser, who.email, till)
    assert page.location == MAILED
    assert session().query(SignInLink).one().till is None
    assert use(browser, link_to(who, till=till)).location == "/sv/konto"


def test_the_foreign_till_of_an_address_is_dropped(browser: Browser) -> None:
    for till in ("https://evil.example/", "//evil.example", "/%5Cevil.example"):
        page = browser.get(f"{SIGN_IN}?till={till}")
        assert page.one("input", name="till").get("value", "") == ""


def test_nobody_can_fill_a_mailbox_with_links(browser: Browser) -> None:
    who = factories.account("ebba@example.org")
    for _ in range(7):
        assert ask(browser, "ebba@example.org").location == MAILED
    links = session().query(SignInLink).order_by(SignInLink.id).all()
    assert len(links) == 5
    assert use(browser, f"{SIGN_IN}/{sign_in_token(links[0].id)}").status == 303
    browser.client.delete_cookie("session")
    link_to(who, minutes=720)
    ask(browser, "ebba@example.org")
    assert session().query(SignInLink).filter_by(account_id=who.id).count() == 7


def test_too_many_requests_are_429_with_what_was_typed(app: Flask, browser: Browser) -> None:
    app.extensions["dialogue"]["limits"] = {"sign_in": (2, 900)}
    try:
        factories.account("a@example.org")
        pages = [ask(browser, "a@example.org") for _ in range(3)]
    finally:
        app.extensions["dialogue"]["limits"] = {}
    assert [page.status for page in pages] == [303, 303, 429]
    assert int(pages[2].response.headers["Retry-After"]) > 0
    assert pages[2].one("input", name="email").get("value") == "a@example.org"
    assert pages[2].all(role="alert")
    assert session().query(SignInLink).count() == 2
