# SPDX-License-Identifier: EUPL-1.2
"""Deciding over the web: every status, what is kept, and two who decide at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import db, session
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.moderation.models import ModerationDecision, Report
from tests import factories as make
from tests.moderation.test_desk import HOSTILE, QUEUE, S, desk, send, state, url
from tests.page import Browser, Values, words

__all__ = ["desk"]


@pytest.mark.parametrize(
    ("before", "act", "more", "after"),
    [
        (S.SUBMITTED, "approve", {}, S.PUBLISHED),
        (S.HELD, "approve", {}, S.PUBLISHED),
        (S.SUBMITTED, "reject", {"ground": "spam", "text": "Nej."}, S.REJECTED),
        (S.SUBMITTED, "hold", {}, S.HELD),
        (S.PUBLISHED, "hold", {}, S.HELD),
        (S.PUBLISHED, "unpublish", {"ground": "threat"}, S.UNPUBLISHED),
        (S.UNPUBLISHED, "restore", {}, S.PUBLISHED),
        (S.REJECTED, "restore", {}, S.PUBLISHED),
    ],
)
def test_each_act_answers_303(
    before: S, act: str, more: dict[str, str], after: S, desk: Browser
) -> None:
    made = make.contribution(state=before)
    answer = send(desk, made, act=act, **more)
    assert answer.status == 303
    assert state(made) is after
    assert desk.follow(answer).one("p", role="status") is not None


def test_the_next_one_is_opened_and_in_the_end_the_queue(desk: Browser) -> None:
    thread = make.dialogue().threads[0]
    first = make.contribution(thread, state=S.SUBMITTED)
    second = make.contribution(thread, state=S.SUBMITTED, at=make.NOW + timedelta(days=2))
    answer = send(desk, first, act="approve")
    assert answer.location.startswith(url(second))
    assert f"{QUEUE}/{first.id}" in desk.follow(answer).links()
    answer = send(desk, second, act="hold")
    assert answer.location.startswith(f"{QUEUE}?"), "what waits is not its own next"


def test_masking_publishes_and_hides(desk: Browser) -> None:
    held = make.contribution(body="Ring 070-123 45 67.", state=S.HELD, held_for=["phone"])
    assert send(desk, held, act="mask").status == 303
    assert state(held) is S.PUBLISHED
    html = desk.get(url(held)).html
    assert "Ring [personuppgift borttagen]." in html
    assert "123 45 67" not in html


def test_masking_without_findings_is_422(desk: Browser) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    page = send(desk, waiting, act="mask")
    assert page.status == 422
    assert len(page.all("div", class_="error-summary")) == 1
    assert state(waiting) is S.SUBMITTED


@pytest.mark.parametrize(
    "values",
    [
        {"act": ""},
        {"act": "nonsense"},
        {"act": "pass_on"},
        {"act": "secure"},
        {"act": "approve", "theme": "bussar"},
        {"act": "approve", "assignee": "1"},
        {"act": "approve", "seen": "x"},
        {"act": "approve", "seen": "-1"},
        {"act": "approve", "ground": "ugly"},
        {"act": "reject"},
        {"act": "reject", "ground": ""},
        {"act": "reject", "ground": "off_topic"},
        {"act": "reject", "ground": "spam", "text": "å" * 5001},
        {"act": "move"},
        {"act": "move", "target": "x"},
        {"act": "move", "target": "999999999999999999999"},
    ],
)
def test_wrong_fields_are_422_and_change_nothing(values: dict[str, str], desk: Browser) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    page = send(desk, waiting, **values)
    assert page.status == 422
    assert len(page.all("div", class_="error-summary")) == 1
    assert state(waiting) is S.SUBMITTED
    assert session().query(ModerationDecision).count() == 0


def test_typed_text_and_ground_are_kept_after_a_fault(desk: Browser) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    page = send(desk, waiting, act="reject", ground="", text="Mina ord.")
    assert "Mina ord." in (page.one("textarea", name="text").text or "")
    page = send(desk, waiting, act="reject", ground="threat", text="Mina ord.", csrf_token="old")
    assert page.status == 400
    assert "Mina ord." in (page.one("textarea", name="text").text or "")
    [chosen] = [i for i in page.all("input", name="ground") if "checked" in i.attrib]
    assert chosen.get("value") == "threat"
    again = desk.submit(page, form=1, press="reject")
    assert (again.status, state(waiting)) == (303, S.REJECTED)


def test_a_foreign_origin_is_400(desk: Browser) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    desk.headers["Origin"] = "https://evil.example"
    assert send(desk, waiting, act="approve").status == 400
    assert state(waiting) is S.SUBMITTED


def test_moving_out_of_the_free_dialogue_opens_it_in_its_new_place(desk: Browser) -> None:
    free = make.contribution(make.dialogue("fritt").threads[0], state=S.SUBMITTED)
    target = make.dialogue("torvalla").threads[0]
    answer = send(desk, free, act="move", target=str(target.id))
    assert (answer.status, state(free), free.thread_id) == (303, S.SUBMITTED, target.id)
    assert answer.location.startswith(url(free))
    assert desk.follow(answer).status == 200


def test_a_target_hidden_missing_or_not_hers_is_refused_in_the_same_words(browser: Browser) -> None:
    hers = make.committee("valnamnden", "Valnämnden")
    make.sign_in(browser, make.account(role=Role.FACILITATOR, body=hers))
    home = make.dialogue(body=hers).threads[0]
    waiting = make.contribution(home, state=S.SUBMITTED)
    draft = make.dialogue(body=hers, state=DialogueState.DRAFT).threads[0]
    foreign = make.dialogue().threads[0]
    pages = [
        send(browser, waiting, act="move", target=str(target))
        for target in (draft.id, foreign.id, home.id, 987654)
    ]
    assert {p.status for p in pages} == {422}
    said = {words(p.one("div", class_="error-summary")) for p in pages}
    assert len(said) == 1
    assert state(waiting) is S.SUBMITTED
    assert waiting.thread_id == home.id


def test_a_second_decision_is_409_and_gives_the_text_back(desk: Browser, app: Flask) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    next_one = make.contribution(waiting.thread, state=S.SUBMITTED)
    nils = make.sign_in(Browser(app), make.account(role=Role.FACILITATOR, name="Nils <b>Alm"))
    page = desk.get(url(waiting))
    assert send(nils, waiting, act="approve").status == 303
    answer = desk.submit(page, {"ground": "spam", "text": "Mina ord."}, form=1, press="reject")
    assert answer.status == 409
    assert "Nils <b>Alm" in answer.text
    assert "Mina ord." in (answer.one("textarea").text or "")
    assert "publicerade den kl." in words(answer.one("p", role="alert", data_focus=True))
    assert {url(waiting), url(next_one)} <= set(answer.links())
    assert state(waiting) is S.PUBLISHED
    assert session().query(ModerationDecision).count() == 1
    assert "Ångra det som Nils <b>Alm valde" in answer.text
    assert desk.submit(answer, press="hold").status == 303
    assert state(waiting) is S.HELD


def test_what_a_colleague_hid_can_be_restored_from_the_page_that_says_so(
    desk: Browser, app: Flask
) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    nils = make.sign_in(Browser(app), make.account(role=Role.FACILITATOR, name="Nils Alm"))
    page = desk.get(url(waiting))
    send(nils, waiting, act="reject", ground="spam")
    answer = desk.submit(page, press="approve")
    assert answer.status == 409
    assert desk.submit(answer, press="restore").status == 303
    assert state(waiting) is S.PUBLISHED
    own = desk.submit(page, press="approve")
    assert own.status == 409
    assert not own.all("button", name="act"), "what she chose last herself is no colleague's"


def test_what_the_state_forbids_is_409(desk: Browser) -> None:
    for before, act in (
        (S.SUBMITTED, "unpublish"),
        (S.SUBMITTED, "restore"),
        (S.PUBLISHED, "reject"),
        (S.PUBLISHED, "approve"),
        (S.WITHDRAWN, "approve"),
        (S.REJECTED, "approve"),
        (S.HELD, "hold"),
    ):
        made = make.contribution(state=before)
        token = desk.get(url(make.contribution(state=S.SUBMITTED))).all("input", name="csrf_token")
        sent = {"csrf_token": token[0].get("value", ""), "seen": "1", "ground": "spam"}
        assert desk.post(url(made), {**sent, "act": act}).status == 409, (before, act)
        assert state(made) is before


def test_restoring_ones_own_after_ten_minutes_is_for_somebody_else(
    desk: Browser, app: Flask
) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    assert send(desk, waiting, act="reject", ground="spam").status == 303
    assert state(waiting) is S.REJECTED
    assert desk.get(url(waiting)).all("button", value="restore"), "an undo within ten minutes"
    token = desk.get(url(make.contribution(state=S.SUBMITTED)))
    session().query(ModerationDecision).one().at = datetime.now(UTC) - timedelta(minutes=11)
    session().commit()
    page = desk.get(url(waiting))
    assert not page.all("button", value="restore")
    csrf = token.all("input", name="csrf_token")[0].get("value", "")
    sent: Values = {"csrf_token": csrf, "seen": str(waiting.version), "act": "restore"}
    assert desk.post(url(waiting), sent).status == 409
    nils = make.sign_in(Browser(app), make.account(role=Role.FACILITATOR))
    assert send(nils, waiting, act="restore").status == 303
    assert state(waiting) is S.PUBLISHED


def test_two_at_once_become_one_decision(app: Flask) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    path = url(waiting)
    browsers, bodies = [], []
    for name in ("Britta", "Nils"):
        who = make.sign_in(Browser(app), make.account(role=Role.FACILITATOR, name=name))
        token = who.get(path).all("input", name="csrf_token")[0].get("value", "")
        browsers.append(who)
        bodies.append({"csrf_token": token, "seen": "1", "act": "approve"})
    db.session.remove()
    start, statuses = threading.Barrier(2), []

    def press(who: Browser, body: dict[str, str]) -> None:
        start.wait(10)
        statuses.append(who.client.post(path, data=body).status_code)

    threads = [
        threading.Thread(target=press, args=pair) for pair in zip(browsers, bodies, strict=True)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(statuses) == [303, 409]
    session().expire_all()
    assert session().query(ModerationDecision).count() == 1


# Hostile text


def test_hostile_text_stays_text(desk: Browser) -> None:
    author = make.account(role=Role.FACILITATOR, name=HOSTILE)
    dialogue = make.dialogue("torvalla")
    dialogue.title = make.sv(HOSTILE)
    dialogue.threads[0].question = make.sv(HOSTILE)
    made = make.contribution(dialogue.threads[0], HOSTILE, name=HOSTILE[:80], state=S.SUBMITTED)
    made.on_behalf_of = HOSTILE
    session().add(Report(contribution_id=made.id, text=HOSTILE, email=HOSTILE, at=make.NOW))
    session().add(
        ModerationDecision(
            contribution_id=made.id, by_id=author.id, act="hold", text=HOSTILE, at=make.NOW
        )
    )
    session().commit()
    other = make.contribution(state=S.SUBMITTED)
    assert other.id
    for page in (
        desk.get(QUEUE),
        desk.get(url(made)),
        desk.get(url(other)),
        desk.get(f"{url(made)}?klart={HOSTILE}&forra={HOSTILE}"),
        send(desk, made, act=HOSTILE, ground=HOSTILE, text=HOSTILE, target=HOSTILE, seen=HOSTILE),
        send(desk, made, act="approve", text=HOSTILE, seen="99"),
    ):
        assert page.status in (200, 409, 422)
        assert not page.tree.findall(".//main//script")
        assert not page.tree.findall(".//main//img")
