# SPDX-License-Identifier: EUPL-1.2
"""The answer desk's pages: who gets in, what they show, what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm
from dialogue.feedback import commands
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.rules import ResponseSize, ResponseState, Use
from tests import factories as make
from tests.feedback import stage
from tests.page import Browser, words

DESK = "/sv/arbete/aterkoppling"


@pytest.fixture
def desk(browser: Browser) -> Browser:
    """An official of all committees, signed in."""
    make.committee()
    return make.sign_in(browser, stage.official())


def last() -> FeedbackResponse:
    session().expire_all()
    return session().query(FeedbackResponse).order_by(FeedbackResponse.id.desc()).first()  # type: ignore[return-value] # there is one


def test_who_is_not_an_official_is_kept_out(browser: Browser) -> None:
    made = stage.in_review(stage.acting(), make.contribution())
    paths = [DESK, f"{DESK}/ny", f"{DESK}/{made.id}"]
    for path in paths:
        page = browser.get(path)
        assert (page.status, "/konto/logga-in" in page.location) == (302, True)
    assert [browser.post(path, {}).status for path in paths[1:]] == [403, 403]
    for role in (None, Role.FACILITATOR, Role.TRANSLATOR, Role.ELECTED, Role.ADMINISTRATOR):
        make.sign_in(browser, make.account(role=role))
        assert [browser.get(path).status for path in paths] == [403, 403, 403]
        assert [browser.post(path, {}).status for path in paths[1:]] == [403, 403]


def test_another_committees_response_is_not_there(app: Flask, browser: Browser) -> None:
    body = make.committee("valnamnden", "Valnämnden")
    make.sign_in(browser, stage.official(body))
    theirs = stage.in_review(stage.acting(), make.contribution())
    missing = browser.get(f"{DESK}/{theirs.id + 1}")
    page = browser.get(f"{DESK}/{theirs.id}")
    assert (page.status, page.text) == (404, missing.text)
    assert browser.post(f"{DESK}/{theirs.id}", {"act": "publish"}).status == 404
    assert browser.get(f"{DESK}/99999999999999999999999").status == 404
    assert theirs.title.sv not in browser.get(DESK).html


def test_the_desk_groups_what_waits_by_its_date(desk: Browser) -> None:
    now = datetime.now(UTC)
    late = make.contribution(body="Sent svar?", at=now - timedelta(days=60))
    later = make.contribution(body="Gott om tid.", at=now)
    make.contribution(body="Besvarad.", answered_at=now)
    make.contribution(body="Dold.", state=ContributionState.HELD)
    page = desk.get(DESK)
    assert page.status == 200
    assert words(page.one("h1")) == "Mina svar"
    shown = [e.get("data-contribution") for e in page.all("li", data_contribution=True)]
    assert shown == [str(late.id), str(later.id)]
    late.answered_at = now
    session().commit()
    assert not desk.get(DESK).all(id="late-name")


def test_the_desk_asks_the_same_number_of_questions_whatever_waits(desk: Browser) -> None:
    thread = make.dialogue().threads[0]
    make.contribution(thread)
    first = _queries(desk)
    for _ in range(12):
        make.contribution(thread, where=None)
    assert _queries(desk) == first


def _queries(browser: Browser) -> int:
    from sqlalchemy import event

    from dialogue.core.database import db

    seen: list[object] = []

    def note(*_given: object) -> None:
        seen.append(1)

    session().expunge_all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(DESK).status == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_what_was_chosen_on_the_desk_stands_in_the_new_answer(desk: Browser) -> None:
    standing = make.dialogue(form=DialogueForm.STANDING).threads[0]
    one, hidden = make.contribution(standing), make.contribution(state=ContributionState.HELD)
    page = desk.get(f"{DESK}/ny?synpunkt={one.id}&synpunkt={hidden.id}&synpunkt=x&synpunkt=-1")
    assert page.status == 200
    assert page.one("select", name=f"covers-{one.id}").find(".//option[@selected]").get("value")  # type: ignore[union-attr] # it is there
    assert not page.all(name=f"covers-{hidden.id}")
    assert page.one("input", name="size", value="short").get("checked") is not None
    bounded = desk.get(f"{DESK}/ny?synpunkt={make.contribution().id}")
    assert bounded.one("input", name="size", value="full").get("checked") is not None


def test_saving_leads_to_the_draft_with_all_that_was_typed(desk: Browser) -> None:
    said, goal = make.contribution(), make.goal()
    page = desk.get(f"{DESK}/ny?synpunkt={said.id}")
    typed: dict[str, str | list[str]] = {
        "size": "full", "title": "Ljus", "said": "Ni sa", "decided": "Vi gör", "connection": "Så",
        "signature": "Ebba", f"covers-{said.id}": "not_used", f"line-{said.id}": "Nej tyvärr",
        f"reason-{said.id}": "Dyrt", "goals": [goal.path_key], "case_number": "KS 7",
        "decided_on": "2026-02-03", "url": "https://example.org/p",
    }  # fmt: skip
    saved = desk.submit(page, typed, press="save")
    made = last()
    assert saved.status == 303
    assert saved.location.split("?")[0] == f"{DESK}/{made.id}"
    shown = desk.follow(saved)
    for name in ("title", "signature", "case_number", "decided_on", "url", f"line-{said.id}"):
        assert shown.one("input", name=name).get("value") == typed[name]
    for name in ("said", "decided", "connection", f"reason-{said.id}"):
        assert words(shown.one("textarea", name=name)) == typed[name]
    assert made.selections[0].use is Use.NOT_USED
    assert [link.goal_id for link in made.links] == [goal.id]
    again = desk.submit(shown, {f"covers-{said.id}": ""}, press="save")
    assert again.status == 303
    assert not last().selections


def test_what_goes_for_all_goes_for_every_row_that_says_so(desk: Browser) -> None:
    thread = make.dialogue().threads[0]
    first, second = make.contribution(thread), make.contribution(thread)
    page = desk.get(f"{DESK}/ny?synpunkt={first.id}&synpunkt={second.id}")
    typed: dict[str, str | list[str]] = {
        "title": "Ljus", "signature": "Ebba", "all_use": "not_used", "all_reason": "Dyrt",
        f"covers-{second.id}": "partly", f"line-{second.id}": "Lite",
    }  # fmt: skip
    assert desk.submit(page, typed, press="save").status == 303
    chosen = {s.contribution_id: s for s in last().selections}
    assert (chosen[first.id].use, chosen[first.id].reason) == (Use.NOT_USED, "Dyrt")
    assert (chosen[second.id].use, chosen[second.id].line) == (Use.PARTLY, "Lite")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"signature": " \n "}, "signature"),
        ({"decided": "x" * 20_001}, "decided"),
        ({"size": "huge"}, "size"),
        ({"goals": "2031/nothing"}, "goals"),
        ({"decided_on": "i går"}, "decided_on"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"size": "short", "case_number": "KS 1"}, "case_number"),
        ({"size": "short", "said": "Ni sa"}, "said"),
    ],
)
def test_a_fault_is_said_and_nothing_is_lost(
    desk: Browser, change: dict[str, str | list[str]], field: str
) -> None:
    page = desk.get(f"{DESK}/ny")
    fine: dict[str, str | list[str]] = {
        "title": "Ljus", "signature": "Ebba", "connection": "", "decided": "Allt detta."
    }  # fmt: skip
    refused = desk.submit(page, {**fine, **change}, press="save")
    assert refused.status == 422
    assert refused.all(role="alert")
    assert session().query(FeedbackResponse).count() == 0
    if field != "decided":
        assert words(refused.one("textarea", name="decided")) == "Allt detta."


@pytest.mark.parametrize("value", ["magic", "LED_TO_CHANGE"])
def test_an_unknown_use_or_receiver_is_refused(desk: Browser, value: str) -> None:
    said = make.contribution()
    page = desk.get(f"{DESK}/ny?synpunkt={said.id}")
    fine: dict[str, str | list[str]] = {"title": "Ljus", "signature": "Ebba"}
    assert desk.submit(page, {**fine, f"covers-{said.id}": value}, press="save").status == 422
    strange = {**fine, f"covers-{said.id}": "passed_on", f"receiver-{said.id}": value}
    assert desk.submit(page, strange, press="save").status == 422


def test_what_cannot_be_covered_gets_the_same_words_whatever_it_is(desk: Browser) -> None:
    body = make.committee("valnamnden", "Valnämnden")
    make.sign_in(desk, stage.official(make.committee()))
    hidden = make.contribution(state=ContributionState.UNPUBLISHED, body="Hemligt")
    theirs = make.contribution(make.dialogue(body=body).threads[0], body="Deras")
    page = desk.get(f"{DESK}/ny")
    texts = set()
    for number in (hidden.id, theirs.id, 4711, 0, "x", "99999999999999999999999"):
        values: dict[str, str | list[str]] = {"title": "Ljus", "signature": "Ebba"}
        refused = desk.submit(page, {**values, f"covers-{number}": "partly"}, press="save")
        assert refused.status == 422
        texts.add(refused.text)
        assert "Hemligt" not in refused.html
        assert "Deras" not in refused.html
    assert len(texts) == 1


def test_an_old_token_or_foreign_page_is_refused_and_the_text_kept(desk: Browser) -> None:
    page = desk.get(f"{DESK}/ny")
    values: dict[str, str | list[str]] = {"title": "Ljus", "signature": "Ebba", "decided": "Ja."}
    refused = desk.submit(page, {**values, "csrf_token": "old"}, press="save")
    assert refused.status == 400
    assert words(refused.one("textarea", name="decided")) == "Ja."
    assert desk.submit(refused, press="save").status == 303


def test_an_act_that_there_is_not_is_refused(desk: Browser) -> None:
    page = desk.get(f"{DESK}/ny")
    fine: dict[str, str | list[str]] = {"title": "Ljus", "signature": "Ebba"}
    for act in ("withdraw", "revise", "", "return"):
        assert desk.submit(page, {**fine, "act": act}).status == 422
    made = commands.create_response(stage.acting(), make.committee(), draft=stage.full())
    page = desk.get(f"{DESK}/{made.id}")
    assert desk.submit(page, {"act": "withdraw"}).status == 422


def test_a_stale_save_shows_both_texts(desk: Browser) -> None:
    made = commands.create_response(stage.acting(), make.committee(), draft=stage.full())
    page = desk.get(f"{DESK}/{made.id}")
    commands.save_response(stage.acting(), made, draft=stage.full(decided="Hennes ord."), seen=1)
    stale = desk.submit(page, {"decided": "Mina ord."}, press="save")
    assert stale.status == 409
    assert words(stale.one("textarea", name="decided")) == "Mina ord."
    assert "Hennes ord." in stale.text
    assert desk.submit(stale, press="save").status == 303
    decided = last().revision.decided
    assert decided
    assert decided.sv == "Mina ord."


def test_hostile_text_stays_text(desk: Browser) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    said = make.contribution(body=evil, name=evil)
    draft = stage.full(said, title=evil, signature=evil, said=evil, decided=evil, connection=evil)
    made = commands.create_response(stage.acting(), make.committee(), draft=draft)
    pages = [desk.get(DESK), desk.get(f"{DESK}/{made.id}")]
    commands.submit_response(stage.acting(), made, seen=1)
    pages += [desk.get(f"{DESK}/{made.id}")]
    pages += [desk.submit(pages[-1], press="publish")]
    for page in pages:
        assert page.status == 200
        assert not page.all("img", src="x")
        assert not [s for s in page.all("script") if "alert" in "".join(s.itertext())]


def test_a_published_response_can_only_be_read(desk: Browser) -> None:
    made = make.response([make.contribution()])
    page = desk.get(f"{DESK}/{made.id}")
    assert page.status == 200
    assert not page.forms()
    token = desk.get(f"{DESK}/ny").all("input", name="csrf_token")[0].get("value") or ""
    for act in ("save", "submit", "return", "publish"):
        values: dict[str, str | list[str]] = {
            "csrf_token": token, "act": act, "title": "Nytt", "signature": "Ebba", "text": "Varför",
            "decided": "Mina ord.", "said": "Ni", "connection": "Så",
        }  # fmt: skip
        refused = desk.post(f"{DESK}/{made.id}", values)
        assert refused.status == 409
        if act == "save":
            assert "Mina ord." in refused.text
    assert last().state is ResponseState.PUBLISHED
    assert last().size is ResponseSize.FULL
