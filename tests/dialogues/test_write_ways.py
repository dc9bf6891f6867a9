# SPDX-License-Identifier: EUPL-1.2
"""Preview, personal data, comments, and dialogues that are not open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.core.personal_data import MASK
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState, ModerationMode
from tests import factories
from tests.page import Browser, Page, words

URL = "/sv/dialoger/bussar/fragan/skriv"
PHONE = "Ring mig på 070-174 06 05, tack."
PERSON = "Jag heter 811218-9876."


@pytest.fixture
def thread(app: Flask) -> Thread:
    """A thread of an open, post-moderated dialogue."""
    return factories.dialogue("bussar", moderation=ModerationMode.POST).threads[0]


def stored() -> list[Contribution]:
    session().rollback()
    return session().query(Contribution).order_by(Contribution.received_at).all()


def send(browser: Browser, body: str, **more: str) -> Page:
    return browser.submit(browser.get(URL), {"body": body, **more})


def buttons(page: Page) -> list[str]:
    return [words(button) for button in page.forms()[0].iter("button")]


def test_the_preview_shows_the_words_as_they_will_show(browser: Browser, thread: Thread) -> None:
    factories.place("lit", "Lit")
    page = browser.submit(
        browser.get(URL),
        {"body": "Ett <b> & https://a.example\r\n\r\nTvå", "name": "Ada", "email": "a@example.org",
         "language": "sma", "on_behalf_of": "IFK", "place": "lit"},
        press="preview",
    )  # fmt: skip
    assert page.status == 200
    assert words(page.one("h1")) == "Så här blir det"
    shown = page.one("div", class_="words")
    assert words(shown) == "Ett <b> & https://a.exampleTvå"
    assert page.one("article").get("lang") == "sma"
    assert "Ada" in page.text
    assert "för IFK" in page.text
    assert words(page.one("div", class_="meta")).endswith("Lit")
    assert "a@example.org" not in page.text
    assert buttons(page) == ["Skicka", "Ändra"]
    assert (page.all(role="alert"), stored()) == ([], [])
    assert browser.submit(page, press="send").status == 303
    (made,) = stored()
    assert made.contact is not None
    assert (made.body, made.name, made.on_behalf_of, made.language, made.contact.email) == (
        "Ett <b> & https://a.example\n\nTvå", "Ada", "IFK", "sma", "a@example.org",
    )  # fmt: skip


def test_from_the_preview_back_to_the_box_nothing_is_lost(browser: Browser, thread: Thread) -> None:
    preview = browser.submit(browser.get(URL), {"body": "Ljus", "name": "Ada"}, press="preview")
    page = browser.submit(preview, press="continue")
    assert page.status == 200
    assert (page.one("textarea").text or "").strip() == "Ljus"
    assert page.one("input", name="name").get("value") == "Ada"


def test_a_preview_of_too_much_is_refused(browser: Browser, thread: Thread) -> None:
    assert send(browser, "x" * 5_001, act="preview").status == 422


@pytest.mark.parametrize(
    ("body", "kind", "heading", "third"),
    [
        (PERSON, "person", "Vi hittade ett personnummer",
         "Det här är inget personnummer, skicka som det är"),
        (PHONE, "phone", "Vi hittade ett telefonnummer",
         "Det här är inget telefonnummer, skicka som det är"),
        ("Skriv till a@b.se", "email", "Vi hittade en mejladress",
         "Det här är ingen mejladress, skicka som det är"),
        ("a@b.se och c@d.se", "email", "Vi hittade flera personuppgifter",
         "Det här är inga personuppgifter, skicka som det är"),
    ],
)  # fmt: skip
def test_personal_data_are_marked_once_with_three_ways(
    browser: Browser, thread: Thread, body: str, kind: str, heading: str, third: str
) -> None:
    page = send(browser, body)
    assert page.status == 422
    alert = page.one(role="alert")
    assert heading in words(alert)
    assert "data-focus" in alert.attrib
    assert "Det är markerat i texten. Andra kan läsa och spara det du skriver." in words(alert)
    shown = page.one("div", class_="words")
    assert words(shown) == body
    assert [mark.get("data-kind") for mark in shown.iter("mark")]
    assert page.all("mark", data_kind=kind)
    assert buttons(page) == ["Ta bort det åt mig och skicka", "Ändra texten", third]
    assert page.one("input", type="hidden", name="personal_data_seen").get("value") == "1"
    assert stored() == []


def test_a_preview_marks_them_as_well(browser: Browser, thread: Thread) -> None:
    page = send(browser, PHONE, act="preview")
    assert page.status == 200
    page.one("mark", data_kind="phone")
    assert buttons(page)[0] == "Ta bort det åt mig och skicka"
    assert browser.submit(page, press="send").status == 422, "a look at it is not yet a send"
    assert browser.submit(page, {"personal_data_seen": "0"}).status == 422


def test_they_are_taken_out_for_her(browser: Browser, thread: Thread) -> None:
    page = send(browser, PHONE, name="811218-9876", on_behalf_of="a@b.se")
    assert browser.submit(page, press="mask").status == 303
    (made,) = stored()
    assert (made.body, made.name, made.on_behalf_of) == (f"Ring mig på {MASK}, tack.", MASK, MASK)
    assert (made.state, made.held_for) == (ContributionState.PUBLISHED, [])
    assert browser.submit(page, press="mask").status == 303
    assert len(stored()) == 1


def test_masking_may_make_a_text_longer_than_five_thousand(
    browser: Browser, thread: Thread
) -> None:
    body = ("a@bb.se " * 700)[:4_999]
    page = send(browser, body, name="a@b.se " * 11, on_behalf_of="a@b.se " * 17)
    assert browser.submit(page, press="mask").status == 303
    (made,) = stored()
    assert len(made.body or "") > 5_000
    assert len(made.name or "") <= 300
    assert made.on_behalf_of == MASK
    assert "@" not in made.body_html


@pytest.mark.parametrize("field", ["body", "name", "on_behalf_of"])
def test_sent_as_it_is_a_person_reads_it_first(
    browser: Browser, thread: Thread, field: str
) -> None:
    page = send(browser, **{"body": "Ljus", field: "Ring 070-174 06 05"})
    assert page.status == 422
    page.one("mark", data_kind="phone")
    sent = browser.submit(page, press="send")
    assert sent.status == 303
    (made,) = stored()
    assert (made.state, made.held_for, made.shown_at) == (ContributionState.HELD, ["phone"], None)
    session().refresh(thread)
    assert thread.shown_count == 0


def test_an_address_to_mail_to_is_no_finding(browser: Browser, thread: Thread) -> None:
    assert send(browser, "Ljus", email="a@example.org").status == 303


def test_a_comment_says_whom_it_answers(browser: Browser, thread: Thread) -> None:
    first = factories.contribution(thread, "Mer ljus, tack.")
    page = browser.get(f"{URL}?parent={first.id}")
    assert words(page.one("h1")) == "Kommentera"
    assert "Mer ljus, tack." in page.text
    assert browser.submit(page, {"body": "Jag med"}).status == 303
    reply = stored()[-1]
    assert (reply.parent_id, reply.reply_no) == (first.id, 1)
    again = browser.get(f"{URL}?parent={reply.id}")
    assert browser.submit(again, {"body": "Och jag"}).status == 303
    last = stored()[-1]
    assert (last.parent_id, last.reply_no) == (first.id, 2)


@pytest.mark.parametrize(
    "state",
    [s for s in ContributionState if s is not ContributionState.PUBLISHED],
)
def test_what_does_not_show_cannot_be_answered(
    browser: Browser, thread: Thread, state: ContributionState
) -> None:
    hidden = factories.contribution(thread, "Hemligt", state=state)
    page = browser.get(f"{URL}?parent={hidden.id}")
    assert page.status == 200
    assert "Hemligt" not in page.html
    assert words(page.one("h1")) == "Vad tycker du?"
    refused = browser.submit(page, {"body": "Jag med", "parent": str(hidden.id)})
    missing = browser.submit(page, {"body": "Jag med", "parent": "12345"})
    assert refused.status == missing.status == 422
    assert "Hemligt" not in refused.html
    assert words(refused.one(role="alert")) == words(missing.one(role="alert"))


def test_what_stands_in_another_thread_cannot_be_answered_here(
    browser: Browser, thread: Thread
) -> None:
    elsewhere = factories.contribution(body="Annat")
    assert "Annat" not in browser.get(f"{URL}?parent={elsewhere.id}").text
    assert send(browser, "Jag med", parent=str(elsewhere.id)).status == 422


def not_open(kind: str) -> Dialogue:
    goal = factories.goal("aktivt-liv")
    now = factories.NOW
    factories.dialogue(
        "mal-2024-aktivt-liv", form=DialogueForm.STANDING, thread_slug="samtal", goals=[goal]
    )
    match kind:
        case "upcoming":
            opens = now + timedelta(days=3_000)
            return factories.dialogue("bussar", goals=[goal], opens_at=opens)
        case "closed":
            return factories.dialogue("bussar", goals=[goal], closes_at=now - timedelta(days=1))
        case "archived":
            return factories.dialogue("bussar", goals=[goal], state=DialogueState.ARCHIVED)
    made = factories.dialogue("bussar", goals=[goal], state=DialogueState.CANCELLED)
    made.announced_at = now
    session().commit()
    return made


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("upcoming", "Dialogen öppnar"),
        ("closed", "Dialogen stängde söndag 15 november kl. 10."),
        ("archived", "Dialogen stängde"),
        ("cancelled", "Dialogen är inställd. Den behövs inte."),
    ],
)
def test_where_it_is_not_open_the_words_can_go_to_the_goal(
    browser: Browser, kind: str, reason: str
) -> None:
    not_open(kind)
    page = browser.get(URL)
    assert page.status == 200
    assert reason in page.text
    assert page.forms() == []
    assert "/sv/dialoger/mal-2024-aktivt-liv/samtal/skriv" in page.links()
    token = browser.get("/sv/skriv").one("input", name="csrf_token").get("value", "")
    page = browser.post(URL, {"body": "Ljus <b>", "name": "Ada", "csrf_token": token})
    assert page.status == 409
    assert reason in page.text
    assert "Vill du, så skickar vi din text till målet Kort aktivt-liv i stället." in page.text
    assert "Ljus <b>" in page.text
    assert stored() == []
    assert buttons(page) == ["Skicka dit"]
    assert browser.submit(page).status == 303
    (made,) = stored()
    assert (made.dialogue.slug, made.body, made.name) == ("mal-2024-aktivt-liv", "Ljus <b>", "Ada")
    assert browser.post(URL, {"body": "Ljus"}).status == 400
    assert browser.post(URL, {"body": "", "csrf_token": token}).status == 422


def test_without_a_goal_the_words_go_to_the_free_dialogue(browser: Browser) -> None:
    factories.dialogue("bussar", closes_at=factories.NOW - timedelta(days=1))
    assert browser.get(URL).status == 200  # nowhere to offer yet
    factories.dialogue("fritt", form=DialogueForm.STANDING, thread_slug="samtal")
    assert "/sv/dialoger/fritt/samtal/skriv" in browser.get(URL).links()


@pytest.mark.parametrize("state", [DialogueState.DRAFT, DialogueState.CANCELLED])
def test_what_was_never_announced_is_not_found(browser: Browser, state: DialogueState) -> None:
    factories.dialogue("bussar", state=state)
    assert browser.get(URL).status == 404
    assert browser.post(URL, {"body": "Ljus"}).status == 404


def test_a_second_click_after_closing_still_leads_to_the_receipt(
    browser: Browser, thread: Thread
) -> None:
    page = browser.get(URL)
    first = browser.submit(page, {"body": "Ljus"})
    thread.dialogue.closes_at = factories.NOW - timedelta(days=1)
    session().commit()
    assert browser.submit(page, {"body": "Ljus"}).location == first.location
    assert browser.submit(page, {"body": "Annat"}).status == 409
