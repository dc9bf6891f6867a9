# SPDX-License-Identifier: EUPL-1.2
"""Following ends at one press, from any mail; then nothing of the address is left."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from dialogue.core.access import ANYONE
from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.notifications.commands import confirm_follow, end_follows, request_follow
from dialogue.notifications.models import Digest, Notification
from dialogue.notifications.tokens import stop_token
from tests import factories as make
from tests.factories import NOW
from tests.notifications.post import sent, text
from tests.notifications.test_following import WEEK, follows, kinds
from tests.page import Browser


def test_one_is_ended_or_all_and_then_nothing_of_the_address_is_left(
    app: Flask, browser: Browser
) -> None:
    places = [make.place(key, key.title()) for key in ("lit", "brunflo", "froson")]
    for place in places:
        request_follow(ANYONE, place, email="a@example.org", language="sv", at=NOW)
    other = make.follow(places[0], "b@example.org")
    assert len(sent(app, NOW)) == 3
    for follow in follows()[:2]:
        confirm_follow(ANYONE, follow, at=NOW)
    session().add(Digest(email="a@example.org", language="sv", since=NOW - WEEK, until=NOW))
    session().commit()
    page = browser.get(f"/sv/folj/sluta/{stop_token('a@example.org')}")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert "Lit" in page.text
    assert "Froson" not in page.text, "what she never said yes to is not what she follows"
    first = follows()[0]
    after = browser.follow(browser.submit(page, form=1, press=str(first.id)))
    assert "Du följer det inte längre." in after.text
    assert "Lit" not in after.text
    last = browser.follow(browser.submit(after, form=0, press="all"))
    assert last.text.startswith("Du följer inget längre")
    assert follows() == [other]
    assert not session().query(Digest).count()
    rows = session().query(Notification).all()
    assert len(rows) == 3
    assert not [row for row in rows if "a@example.org" in (row.address + row.person)]
    assert kinds().count(EventKind.FOLLOW_ENDED) == 3
    assert "a@example.org" not in str([event.details for event in session().query(Event)])


def test_whoever_still_follows_something_is_not_forgotten(app: Flask) -> None:
    lit, brunflo = make.place("lit", "Lit"), make.place("brunflo", "Brunflo")
    make.follow(lit)
    make.follow(brunflo)
    make.contribution(where=lit, at=NOW + timedelta(days=1))
    assert len(sent(app, NOW + WEEK)) == 1
    [first] = [row.id for row in follows() if row.place_id == lit.id]
    end_follows(ANYONE, None, email="a@example.org", follow_id=first, at=NOW + WEEK)
    assert session().query(Digest).count() == 1, "or the next week would begin too early"
    assert [row.address for row in session().query(Notification)] == ["a@example.org"]
    later = NOW + WEEK + timedelta(days=1)
    end_follows(ANYONE, None, email="a@example.org", at=later)
    session().expire_all()
    [row] = session().query(Notification)
    assert (row.address, row.sent_at) == ("", NOW + WEEK)


def test_the_mail_programs_own_button_needs_no_token_and_no_cookie(app: Flask) -> None:
    for key in ("lit", "brunflo"):
        make.follow(make.place(key, key))
    make.follow(make.place("froson", "Frösön"), "b@example.org")
    path = f"/sv/folj/sluta/{stop_token('a@example.org')}"
    machine = Browser(app, headers={"Origin": "https://mail.example"})
    assert machine.post(path, {"List-Unsubscribe": "other"}).status == 400
    assert machine.post(path).status == 400
    assert len(follows()) == 3
    for _ in range(2):
        page = machine.post(path, {"List-Unsubscribe": "One-Click"})
        assert (page.status, page.text[:22]) == (200, "Du följer inget längre")
        assert [row.email for row in follows()] == ["b@example.org"]
    assert Browser(app).get(path).text.startswith("Du följer inget längre")


def test_nobody_ends_what_somebody_else_follows(app: Flask, browser: Browser) -> None:
    place = make.place("lit", "Lit")
    make.follow(place)
    hers = make.follow(place, "b@example.org")
    page = browser.get(f"/sv/folj/sluta/{stop_token('a@example.org')}")
    browser.submit(page, {"follow": str(hers.id)})
    assert len(follows()) == 2
    assert browser.submit(page, {"follow": "x"}).status == 404


def test_what_is_ended_before_it_was_sent_is_not_sent(app: Flask) -> None:
    place = make.place("lit", "Lit")
    request_follow(ANYONE, place, email="a@example.org", language="sv", at=NOW)
    end_follows(ANYONE, None, email="a@example.org", at=NOW)
    assert sent(app, NOW) == []
    request_follow(ANYONE, place, email="b@example.org", language="sma", at=NOW)
    [mail] = sent(app, NOW + timedelta(minutes=1))
    assert (mail["To"], mail["Content-Language"]) == ("b@example.org", "sma")
    assert "/sma/folj/" in text(mail)
