# SPDX-License-Identifier: EUPL-1.2
"""Following by e-mail: asked for on a page, said yes to from the mail, ended from any mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.access import ANYONE
from dialogue.core.database import session
from dialogue.core.errors import Gone, NotFound
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.goals.models import GoalLineage
from dialogue.notifications.commands import confirm_follow, end_follows, request_follow
from dialogue.notifications.models import Follow, Notification
from dialogue.notifications.shown import asked_of
from dialogue.notifications.tokens import confirm_token, read_stop_token, stop_token
from tests import factories as make
from tests.factories import NOW
from tests.notifications.post import mails, paths, sent
from tests.page import Browser, Page

WEEK = timedelta(days=7)


def ask(browser: Browser, path: str, email: str = "anna@example.org", **more: str) -> Page:
    return browser.submit(browser.get(path), {"email": email, **more})


def follows() -> list[Follow]:
    session().expire_all()
    return session().query(Follow).order_by(Follow.id).all()


def kinds() -> list[EventKind]:
    return [event.kind for event in session().query(Event).order_by(Event.id)]


@pytest.mark.parametrize("what", ["goal", "dialogue", "place"])
def test_somebody_asks_says_yes_and_follows(what: str, app: Flask, browser: Browser) -> None:
    goal = make.goal("aktivt-liv")
    path = {
        "goal": "/sv/mal/2024/aktivt-liv",
        "dialogue": f"/sv/dialoger/{make.dialogue('bussar').slug}",
        "place": f"/sv/platser/{make.place('lit', 'Lit').key}",
    }[what]
    page = browser.get(f"{path}/folj")
    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "private, no-store"
    asked = browser.submit(page, {"email": "Anna@Example.org"})
    assert (asked.status, asked.location) == (303, f"{path}/folj?klart=mejlat")
    assert "inom sju dagar" in browser.follow(asked).text
    [follow] = follows()
    assert (follow.email, follow.confirmed_at, follow.kind) == ("anna@example.org", None, what)
    [mail] = sent(app, datetime.now(UTC))
    assert mail["To"] == "anna@example.org"
    assert mail["Subject"].startswith("Vill du följa ")
    assert mail["List-Unsubscribe"] is None
    [link] = paths(mail)
    once = browser.get(link)
    assert "Ett tryck kvar" in once.text
    assert [row.confirmed_at for row in follows()] == [None], "a look changes nothing"
    said_yes = browser.submit(once)
    assert (said_yes.status, said_yes.location) == (303, link)
    assert browser.follow(said_yes).text.startswith("Du följer ")
    assert follows()[0].confirmed_at is not None
    assert goal.id
    assert kinds() == [EventKind.FOLLOW_REQUESTED, EventKind.FOLLOW_CONFIRMED]


def test_a_second_yes_changes_nothing(app: Flask, browser: Browser) -> None:
    follow = make.follow(make.place(), asked=datetime.now(UTC), confirmed=None)
    link = f"/sv/folj/{confirm_token(asked_of(follow))}"
    page = browser.get(link)
    for _ in range(2):
        assert browser.submit(page).status == 303
    assert kinds() == [EventKind.FOLLOW_CONFIRMED]


def test_the_answer_is_the_same_for_an_address_that_follows_already(
    app: Flask, browser: Browser
) -> None:
    make.follow(make.place("lit", "Lit"), "anna@example.org")
    answers = [ask(browser, "/sv/platser/lit/folj", e) for e in ("ANNA@example.org", "b@b.se")]
    assert len({(page.status, page.location, page.html) for page in answers}) == 1
    assert [mail["To"] for mail in sent(app, datetime.now(UTC))] == ["b@b.se"]
    assert len(follows()) == 2


def test_asking_again_sends_one_more_mail_at_most_and_keeps_one_row(
    app: Flask, browser: Browser
) -> None:
    make.place("lit", "Lit")
    for _ in range(4):
        assert ask(browser, "/sv/platser/lit/folj").status == 303
    found = sent(app, datetime.now(UTC))
    assert len(found) == 2
    assert paths(found[0]) == paths(found[1])
    assert len(follows()) == 1


def test_an_address_is_not_flooded_with_questions_about_many_things(app: Flask) -> None:
    for number in range(14):
        place = make.place(f"by-{number}", "By")
        request_follow(ANYONE, place, email="a@example.org", language="sv", at=NOW)
    assert len(follows()) == 10
    place = make.place("by-ny", "By")
    request_follow(ANYONE, place, email="b@example.org", language="sv", at=NOW)
    request_follow(ANYONE, place, email="a@example.org", language="sv", at=NOW + 2 * WEEK)
    assert len(follows()) == 12


@pytest.mark.parametrize("email", ["", "anna", "anna@", "a b@example.org", "åsa@example.org"])
def test_an_address_that_is_none_comes_back_with_what_is_wrong(
    email: str, app: Flask, browser: Browser
) -> None:
    make.place("lit", "Lit")
    page = ask(browser, "/sv/platser/lit/folj", email)
    assert page.status == 422
    assert page.one("input", name="email").get("value") == email
    assert page.one("input", name="email").get("aria-invalid") == "true"
    assert not follows()


def test_a_page_without_token_a_machine_and_too_many_are_refused(
    app: Flask, browser: Browser
) -> None:
    make.place("lit", "Lit")
    path = "/sv/platser/lit/folj"
    old = browser.post(path, {"email": "a@example.org"})
    assert (old.status, old.one("input", name="email").get("value")) == (400, "a@example.org")
    trapped = ask(browser, path, website="http://spam.example")
    assert (trapped.status, trapped.location) == (303, f"{path}?klart=mejlat")
    assert not follows()
    limits = app.extensions["dialogue"]["limits"]
    limits["sign_in"] = (1, 900)
    try:
        answers = [ask(browser, path, f"{n}@example.org").status for n in range(2)]
    finally:
        del limits["sign_in"]
    assert answers == [303, 429]


def test_what_nobody_may_see_cannot_be_followed(app: Flask, browser: Browser) -> None:
    draft = make.dialogue("hemlig", state=DialogueState.DRAFT)
    missing = browser.get("/sv/dialoger/finns-inte/folj")
    hidden = browser.get("/sv/dialoger/hemlig/folj")
    assert (missing.status, hidden.status) == (404, 404)
    assert browser.post("/sv/dialoger/hemlig/folj", {"email": "a@example.org"}).status == 404
    with pytest.raises(NotFound):
        request_follow(ANYONE, draft, email="a@example.org", language="sv")
    for path in ("/sv/mal/2024/finns-inte/folj", "/sv/platser/finns-inte/folj"):
        assert browser.get(path).status == 404
    assert not follows()


def test_a_goal_of_a_former_year_leads_to_the_goals_in_which_it_lives_on(
    app: Flask, browser: Browser
) -> None:
    old, new = make.goal("delaktighet", 2023), make.goal("ledning", 2024)
    session().add(GoalLineage(from_goal_id=old.id, to_goal_id=new.id))
    session().commit()
    page = browser.get("/sv/mal/2023/delaktighet/folj")
    assert page.status == 200
    assert not page.forms()
    assert "/sv/mal/2024/ledning/folj" in page.links()
    form = browser.get("/sv/mal/2024/ledning/folj")
    token = form.one("input", name="csrf_token").get("value") or ""
    refused = browser.post(page.path, {"email": "a@example.org", "csrf_token": token})
    assert refused.status == 409
    assert "/sv/mal/2024/ledning/folj" in refused.links()
    assert not follows()


def test_a_link_older_than_seven_days_is_gone_with_a_way_to_begin_anew(
    app: Flask, browser: Browser
) -> None:
    now = datetime.now(UTC)
    place = make.place("lit", "Lit")
    old = make.follow(place, asked=now - WEEK - timedelta(minutes=1), confirmed=None)
    link = f"/sv/folj/{confirm_token(asked_of(old))}"
    page = browser.get(link)
    assert page.status == 410
    assert "/sv/platser/lit/folj" in page.links()
    assert browser.post(link).status == 410
    with pytest.raises(Gone):
        confirm_follow(ANYONE, old, at=now)
    assert ask(browser, "/sv/platser/lit/folj", "a@example.org").status == 303
    [mail] = sent(app, datetime.now(UTC))
    assert browser.get(link).status == 410, "the old link stays dead"
    assert browser.get(paths(mail)[0]).status == 200


def test_a_link_never_opens_what_got_its_number_later(app: Flask, browser: Browser) -> None:
    now = datetime.now(UTC)
    place = make.place("lit", "Lit")
    first = make.follow(place, asked=now - timedelta(days=1), confirmed=None)
    link = f"/sv/folj/{confirm_token(asked_of(first))}"
    number = first.id
    end_follows(ANYONE, None, email="a@example.org", at=now)
    other = make.follow(place, "b@example.org", asked=now, confirmed=None)
    other.id = number
    session().commit()
    page = browser.get(link)
    assert page.status == 410
    assert "/sv/platser/lit/folj" in page.links()


@pytest.mark.parametrize("token", ["x", "WzEsMl0.x", "å", "%00"])
def test_a_token_that_is_not_ours_is_gone(token: str, browser: Browser) -> None:
    assert browser.get(f"/sv/folj/{token}").status in (404, 410)
    stop = browser.get(f"/sv/folj/sluta/{token}")
    assert stop.status in (404, 410)
    answer = browser.post(f"/sv/folj/sluta/{token}", {"List-Unsubscribe": "One-Click"})
    assert answer.status in (404, 410)


def test_the_links_of_following_do_not_open_one_another(app: Flask, browser: Browser) -> None:
    follow = make.follow(make.place("lit", "Lit"))
    yes, no = confirm_token(asked_of(follow)), stop_token("a@example.org")
    assert browser.get(f"/sv/folj/sluta/{yes}").status == 410
    assert browser.get(f"/sv/folj/{no}").status == 410
    assert read_stop_token(no + "A") is None


def test_a_question_that_nobody_answered_is_forgotten(app: Flask) -> None:
    request_follow(ANYONE, make.place(), email="a@example.org", language="sv", at=NOW)
    assert len(sent(app, NOW)) == 1
    assert sent(app, NOW + WEEK) == []
    assert len(follows()) == 1
    assert sent(app, NOW + WEEK + timedelta(seconds=1)) == []
    assert not follows()
    assert not session().query(Notification).filter(Notification.address != "").count()
    assert len(mails(app)) == 1
