# SPDX-License-Identifier: EUPL-1.2
"""The dialogue desk, as a facilitator meets it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.dialogues.models import Dialogue, DialogueChange
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from dialogue.goals.models import Goal
from tests import factories as make
from tests.page import Browser, Page, Values, words

DESK = "/sv/arbete/dialoger"


@pytest.fixture
def desk(browser: Browser) -> Browser:
    make.committee()
    anna = make.account(role=Role.FACILITATOR, name="Anna Grind")
    return make.sign_in(browser, anna)


def card(**changes: str | list[str]) -> Values:
    goal = make.goal(f"mal{session().query(Goal).count()}")
    soon = datetime.now(UTC) + timedelta(days=20)
    return {
        "form": "bounded", "committee": "kommunstyrelsen", "title": "Bussar på kvällen",
        "purpose": "Vi vill veta.", "open_to": "Turerna", "not_open_to": "Priset",
        "level": "consultation", "goals": goal.path_key, "decider": "Nämnden",
        "decision_on": (soon + timedelta(days=5)).date().isoformat(),
        "answer_by": (soon + timedelta(days=9)).date().isoformat(),
        "closes_at": soon.strftime("%Y-%m-%dT16:00"), "moderation": "post",
        "languages": ["sv", "sma"], "contact": "Britta, 063-1", "question": ["När?", "Var?"],
        **changes,
    }  # fmt: skip


def send(browser: Browser, values: Values, act: str, path: str = f"{DESK}/ny") -> Page:
    return browser.submit(browser.get(path), values, press=act)


def only() -> Dialogue:
    session().expire_all()
    return session().query(Dialogue).one()


def test_a_dialogue_is_created_announced_changed_and_closed(desk: Browser) -> None:
    page = send(desk, card(), "save")
    dialogue = only()
    path = f"{DESK}/{dialogue.id}"
    assert (page.status, page.location) == (303, f"{path}?klart=sparad")
    assert dialogue.state is DialogueState.DRAFT
    page = desk.follow(page)
    assert page.all(data_promise_card=True)
    assert {dd.get("data-field") for dd in page.all("dd", data_field=True)} >= {
        "purpose", "open_to", "not_open_to", "level", "goals", "decider", "answer_by", "moderation",
        "languages", "contact",
    }  # fmt: skip
    assert [e.get("value") for e in page.all("input", name="question")] == ["När?", "Var?", ""]

    page = desk.submit(page, press="announce")
    assert page.location == f"{path}?klart=publicerad"
    assert only().slug == "bussar-pa-kvallen"

    page = desk.submit(desk.follow(page), {"purpose": "Något nytt"}, press="save")
    assert page.status == 303
    change = session().query(DialogueChange).one()
    assert (change.field, change.old, change.new) == ("purpose", "Vi vill veta.", "Något nytt")

    page = desk.submit(desk.follow(page), form=1, press="close")
    assert page.location == f"{path}?klart=stangd"
    assert not only().is_open(datetime.now(UTC))
    page = desk.follow(page)
    assert desk.submit(page, press="save").status == 303
    assert session().query(DialogueChange).count() == 2, "saving anew moved no minute"

    other = desk.follow(send(desk, card(title="En till"), "announce"))
    page = desk.submit(other, {"reason": "Den behövs inte."}, form=2, press="cancel")
    assert page.location.endswith("?klart=installd")
    page = desk.follow(page)
    assert "Den behövs inte." in page.text
    assert not page.forms(), "nothing more can be done"


def test_a_complete_new_dialogue_can_be_announced_in_one_go(desk: Browser) -> None:
    page = send(desk, card(), "announce")
    assert (page.status, only().state) == (303, DialogueState.ANNOUNCED)
    assert page.location.endswith("?klart=publicerad")


def test_an_incomplete_card_is_refused_with_every_field_named_and_nothing_lost(
    desk: Browser,
) -> None:
    page = send(
        desk, {"title": "Bara en rubrik", "open_to": "Turerna", "contact": "", "languages": []},
        "announce",
    )  # fmt: skip
    assert page.status == 422
    named = {a.removeprefix("#") for a in page.links() if a.startswith("#")} - {"main"}
    assert named == {
        "purpose", "not_open_to", "level-0", "goals-0", "decider", "languages-0", "contact",
        "question", "decision_on", "answer_by", "closes_at",
    }  # fmt: skip
    assert words(page.one("textarea", name="open_to")) == "Turerna"
    assert page.one("input", name="title").get("value") == "Bara en rubrik"
    assert session().query(Dialogue).count() == 0


def test_who_reads_and_whose_it_is_are_promises_that_nobody_makes_for_her(desk: Browser) -> None:
    make.committee("valnamnden")
    token = desk.get(f"{DESK}/ny").all("input", name="csrf_token")[0].get("value") or ""
    sent = {**card(), "csrf_token": token}
    bare = {name: sent[name] for name in sent if name not in ("moderation", "committee")}
    page = desk.post(f"{DESK}/ny", {**bare, "act": "announce"})
    assert page.status == 422
    assert {"#moderation-0", "#committee"} <= set(page.links())
    assert desk.post(f"{DESK}/ny", {**bare, "act": "save"}).status == 303
    assert only().committee.key == "kommunstyrelsen", "a draft begins with the first"


def test_a_stored_draft_can_be_announced_without_sending_the_card_again(desk: Browser) -> None:
    page = desk.follow(send(desk, card(), "save"))
    token = page.all("input", name="csrf_token")[0].get("value") or ""
    path = f"{DESK}/{only().id}"
    assert desk.post(path, {"act": "announce", "csrf_token": token}).status == 303
    assert only().state is DialogueState.ANNOUNCED

    page = desk.follow(send(desk, {"title": "Tom", "languages": []}, "save"))
    page = desk.post(page.path.split("?")[0], {"act": "announce", "csrf_token": token})
    assert page.status == 422
    assert "#purpose" in page.links()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""), ("title", "x" * 301), ("purpose", "x" * 20_001), ("committee", "finns-inte"),
        ("place", "finns-inte"), ("goals", "2024/finns-inte"), ("assignments", "99"),
        ("assignments", "hej"), ("level", "mest"), ("moderation", "aldrig"), ("form", "rund"),
        ("languages", "tlh"), ("decision_on", "i morgon"), ("opens_at", "2026-03-29T02:30"),
        ("closes_at", "snart"), ("answer_by", "2020-01-01"), ("opens_at", "2090-01-01T10:00"),
        ("question", "x" * 301),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_field(desk: Browser, field: str, value: str) -> None:
    page = send(desk, card(**{field: value}), "save")
    assert page.status == 422
    assert page.all(role="alert")
    assert words(page.one("textarea", name="open_to")) == "Turerna"


def test_goals_and_assignments_are_read_in_every_spelling(desk: Browser) -> None:
    goal = make.goal("fritid")
    mine = make.assignment(goal, "lekplatser")
    other = make.assignment(make.goal("vatten"), "brunnar")
    values = card(goals=["fritid"], assignments=["2024/fritid/lekplatser", str(other.id)])
    assert send(desk, values, "save").status == 303
    assert [(link.goal_id, link.assignment_id) for link in only().links] == [
        (goal.id, None), (other.goal_id, None), (goal.id, mine.id), (other.goal_id, other.id),
    ]  # fmt: skip


def test_a_page_seen_too_long_ago_overwrites_nothing(desk: Browser, app: Flask) -> None:
    page = desk.follow(send(desk, card(), "save"))
    path = f"{DESK}/{only().id}"
    old = desk.get(path)
    desk.submit(page, {"purpose": "Först"}, press="save")
    refused = desk.submit(old, {"purpose": "Sedan"}, press="save")
    assert refused.status == 409
    assert "Anna Grind" in refused.text
    assert words(refused.one("textarea", name="purpose")) == "Sedan"
    assert only().purpose == make.sv("Först")
    assert desk.submit(refused, press="save").status == 303
    assert only().purpose == make.sv("Sedan")


def test_a_fault_on_an_old_page_says_who_came_between(desk: Browser) -> None:
    page = desk.follow(send(desk, card(), "save"))
    old = desk.get(f"{DESK}/{only().id}")
    desk.submit(page, press="announce")
    refused = desk.submit(old, {"purpose": "", "title": "Mitt"}, press="save")
    assert refused.status == 422
    assert "Anna Grind publicerade dialogen" in refused.text
    assert refused.one("input", name="title").get("value") == "Mitt"


def test_acts_out_of_season_answer_409_with_the_text(desk: Browser) -> None:
    page = desk.follow(send(desk, card(), "announce"))
    path, values = f"{DESK}/{only().id}", card(purpose="Kvar")
    token = page.all("input", name="csrf_token")[0].get("value") or ""
    posted = {**values, "csrf_token": token}
    assert desk.post(path, {**posted, "act": "announce"}).status == 409
    assert desk.post(path, {"csrf_token": token, "act": "cancel"}).status == 422
    assert desk.post(path, {"csrf_token": token, "act": "cancel", "reason": "x"}).status == 303
    again = desk.post(path, {"csrf_token": token, "act": "cancel", "reason": "Igen"})
    assert again.status == 409
    late = desk.post(path, {**posted, "act": "save"})
    assert late.status == 409
    assert words(late.one("textarea", name="purpose")) == "Kvar"
    assert desk.post(path, {"csrf_token": token, "act": "close"}).status == 409
    assert desk.post(path, {**posted, "act": "fly"}).status == 422


def test_a_wrong_token_gives_the_text_back(desk: Browser) -> None:
    page = desk.post(f"{DESK}/ny", {**card(), "csrf_token": "fel"})
    assert page.status == 400
    assert words(page.one("textarea", name="purpose")) == "Vi vill veta."
    assert session().query(Dialogue).count() == 0


def test_others_dialogues_are_neither_seen_nor_made(browser: Browser) -> None:
    val = make.committee("valnamnden", "Valnämnden")
    make.sign_in(browser, make.account(role=Role.FACILITATOR, body=val))
    other = make.dialogue("hemlig", body=make.committee())
    mine = make.dialogue("min", body=val)
    assert browser.get(f"{DESK}/{mine.id}").status == 200
    page = browser.get(DESK)
    assert [row.get("data-dialogue") for row in page.all("li", data_dialogue=True)] == [
        str(mine.id)
    ]
    assert browser.get(f"{DESK}/{other.id}").status == 404
    assert browser.post(f"{DESK}/{other.id}", {"act": "save"}).status == 404
    assert browser.get(f"{DESK}/99999999999999999999999").status == 404
    assert send(browser, card(), "save").status == 422
    assert send(browser, {**card(), "committee": "valnamnden"}, "save").status == 303


def test_only_facilitators_come_in(browser: Browser) -> None:
    dialogue = make.dialogue()
    for path in (DESK, f"{DESK}/ny", f"{DESK}/{dialogue.id}"):
        assert browser.get(path).status == 302
    assert browser.post(f"{DESK}/ny", {}).status == 403
    make.sign_in(browser, make.account(role=Role.ADMINISTRATOR))
    for path in (DESK, f"{DESK}/ny", f"{DESK}/{dialogue.id}"):
        assert browser.get(path).status == 403


def test_the_list_is_paged_and_says_each_state(desk: Browser) -> None:
    for _ in range(31):
        make.dialogue()
    make.dialogue("utkast", state=DialogueState.DRAFT)
    standing = make.dialogue("alltid", form=DialogueForm.STANDING, goals=[make.goal()])
    page = desk.get(DESK)
    assert len(page.all("li", data_dialogue=True)) == 30
    later = desk.get(f"{DESK}?sida=2")
    assert len(later.all("li", data_dialogue=True)) == 3
    assert later.all("li", data_dialogue=str(standing.id))
    assert desk.get(f"{DESK}?sida=-4").status == 200


def test_what_is_most_urgent_stands_first_with_its_dates(desk: Browser) -> None:
    now = datetime.now(UTC)
    ago, soon = now - timedelta(days=9), now + timedelta(days=9)
    made = {
        "cancelled": make.dialogue("d", state=DialogueState.CANCELLED),
        "draft": make.dialogue("a", state=DialogueState.DRAFT),
        "upcoming": make.dialogue("b", opens_at=soon, closes_at=soon + timedelta(days=9)),
        "answering": make.dialogue("f", closes_at=ago, answer_by=soon.date()),
        "open": make.dialogue("c", closes_at=soon),
        "overdue": make.dialogue("e", closes_at=ago, answer_by=(now - timedelta(days=2)).date()),
    }
    for slug in ("answering", "overdue"):
        make.contribution(made[slug].threads[0])
    order = ["overdue", "open", "answering", "upcoming", "draft", "cancelled"]
    page = desk.get(DESK)
    headings = [h.get("id", "") for h in page.all("h2", id=True)]
    assert headings == [f"state-{state}" for state in order]
    assert "Svar senast" in words(page.one("li", data_dialogue=str(made["overdue"].id)))
    assert "Svar senast" in words(page.one("li", data_dialogue=str(made["open"].id)))


def test_a_standing_dialogue_shows_its_promise_and_cannot_be_closed(desk: Browser) -> None:
    standing = make.dialogue(
        "mal-2024-x", form=DialogueForm.STANDING, goals=[make.goal("x")], thread_slug="samtal"
    )
    page = desk.get(f"{DESK}/{standing.id}")
    assert len(page.forms()) == 2
    saved = desk.submit(page, {"contact": "Ny, 063-2"}, press="save")
    assert saved.status == 303
    assert session().query(DialogueChange).one().field == "contact"


def test_hostile_text_stays_text(desk: Browser) -> None:
    evil = '"><script>alert(1)</script>{{7*7}}'
    page = desk.follow(send(desk, card(title=evil, purpose=evil, question=[evil]), "announce"))
    assert page.status == 200
    assert "<script>alert" not in page.html
    assert only().slug == "script-alert-1-script-7-7"
