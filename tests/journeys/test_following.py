# SPDX-License-Identifier: EUPL-1.2
"""Somebody follows her village: asked by mail, told once a week, and gone at one press."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from dialogue.core.access import OPERATOR, SYSTEM
from dialogue.core.database import db, session
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.moderation.commands import approve_contribution
from dialogue.notifications.commands import make_digests
from dialogue.notifications.models import Digest, Follow
from tests import factories as make
from tests.journeys.walking import Town, follow_link, press
from tests.notifications.post import html, mails, paths, sent, text, way_out
from tests.page import Browser

DAY = timedelta(days=1)


@pytest.fixture
def town(app: Flask) -> Town:
    """A small town with a village."""
    made = Town(app)
    made.standing.place = make.place("lit", "Lit")
    session().commit()
    return made


def test_from_the_page_of_a_place_to_a_weekly_mail_and_out_again(town: Town) -> None:
    browser, app = Browser(town.app), town.app
    place = browser.get("/sv/platser/lit")
    asked = press(
        browser, follow_link(browser, place, "/folj"), None, {"email": "anna@example.org"}
    )
    assert "Titta i din mejl" in browser.follow(asked).text
    question = town.the_mail_to("anna@example.org")
    assert question["Subject"] == "Vill du följa Lit?"
    yes = browser.get(paths(question)[0])
    welcome = browser.follow(press(browser, yes))
    assert welcome.text.startswith("Du följer Lit")
    now = datetime.now(UTC)

    hidden = make.contribution(
        town.thread, "Hemligt om kvastfening.", state=ContributionState.SUBMITTED, at=now
    )
    assert sent(app, now + 8 * DAY) == [], "what waits to be read is no news"
    approve_contribution(OPERATOR, hidden, at=now + 8 * DAY)
    [digest] = sent(app, now + 9 * DAY)
    assert digest["To"] == "anna@example.org"
    assert "Lit === 1 ny synpunkt:" in text(digest)
    assert "kvastfening" not in text(digest) + html(digest)
    for path in paths(digest)[:-1]:
        assert browser.get(path).status == 200
    for later in range(10, 16):
        make.contribution(town.thread, "Mer.", at=now + later * DAY)
        assert sent(app, now + later * DAY) == [], "one mail a week"
    assert "6 nya synpunkter:" in text(sent(app, now + 16 * DAY)[0])

    machine = Browser(app, headers={"Origin": "https://mail.example"})
    out = machine.post(way_out(digest), {"List-Unsubscribe": "One-Click"})
    assert (out.status, out.text[:22]) == (200, "Du följer inget längre")
    make.contribution(town.thread, "Ännu mer.", at=now + 20 * DAY)
    assert sent(app, now + 40 * DAY) == []
    assert not session().query(Follow).count()
    assert len(mails(app)) == 3


def test_whoever_begins_anew_can_leave_by_any_older_mail(town: Town) -> None:
    now = datetime.now(UTC)
    place = town.standing.place
    assert place is not None
    make.follow(place, "anna@example.org", confirmed=now - 9 * DAY)
    make.contribution(town.thread, at=now - DAY)
    [old] = sent(town.app, now)
    browser = Browser(town.app)
    assert press(browser, browser.get(way_out(old)), "all").status == 303
    make.follow(place, "anna@example.org", confirmed=now)
    page = browser.get(way_out(old))
    assert "Lit" in page.text
    assert press(browser, page, "all").status == 303
    assert not session().query(Follow).count()


def test_two_workers_at_once_make_one_digest(town: Town) -> None:
    now = datetime.now(UTC)
    place = town.standing.place
    assert place is not None
    for number in range(5):
        make.follow(place, f"n{number}@example.org", confirmed=now - 9 * DAY)
    make.contribution(town.thread, at=now - DAY)
    session().rollback()
    start, faults = Barrier(4), list[BaseException]()

    def work(number: int) -> None:
        with town.app.app_context():
            start.wait()
            try:
                make_digests(SYSTEM, None, at=now + timedelta(milliseconds=number))
            except BaseException as fault:  # told in the main thread
                faults.append(fault)
            finally:
                db.session.remove()

    workers = [Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert faults == []
    assert session().query(Digest).count() == 5
    assert len(sent(town.app, now + timedelta(minutes=1))) == 5
    assert session().query(Contribution).count() == 1
