# SPDX-License-Identifier: EUPL-1.2
"""The whole path, to be read aloud: words go in, an answer comes out, both can be traced."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.pages.queries.trace import trace_faults
from tests.journeys.walking import Town, addresses, follow_link, press, seen_by_all, text, write
from tests.page import Browser, Page, Values, words

SAID = "Belys gångvägen mellan Lillsjön och stan."
LINE = "Lamporna sätts upp längs halva vägen."
LISA = "lisa@example.org"
ANSWERS = "/sv/arbete/aterkoppling"
READING = "/sv/arbete/moderering"


@pytest.fixture
def town(app: Flask) -> Town:
    """A small town."""
    return Town(app)


def state(receipt: Page) -> str | None:
    """The state that a receipt shows."""
    return receipt.one("div", data_receipt=True).get("data-state")


def steps_done(page: Page) -> list[str]:
    """The steps of the red thread that have been reached."""
    thread = page.one("ol", data_red_thread=True)
    return [li.get("data-step", "") for li in thread.iter("li") if "data-done" in li.attrib]


def on_thread(page: Page) -> list[str]:
    """The words on a page of contributions."""
    return [words(c).strip() for c in page.all(class_="words")]


def test_from_the_box_to_the_answer_and_back(app: Flask, town: Town) -> None:
    # A resident opens the start page, writes in the box, goes on, and sends: three pages.
    lisa = Browser(app)
    start = lisa.get("/sv/")
    asked = press(lisa, start, "continue", {"body": SAID})
    assert words(asked.one("textarea", name="body")) == SAID
    typed = {"goal": "infrastruktur", "email": LISA, "name": "Lisa Zetterlöf"}
    receipt = lisa.follow(press(lisa, asked, "send", typed))
    assert [page.status for page in (start, asked, receipt)] == [200, 200, 200]
    assert (state(receipt), steps_done(receipt)) == ("submitted", ["received"])
    assert "Tack. Vi har din synpunkt." in receipt.text
    said = town.stored()
    promised = town.the_mail_to(LISA)
    assert said.receipt.code in text(promised)
    assert addresses(promised)[0] == receipt.path

    # Nobody else sees it before it has been read; not even where its page will be.
    traced = f"/sv/synpunkter/{said.id}"
    assert seen_by_all(app, SAID, (traced,)) == []
    assert seen_by_all(app, "Zetterlöf") == []
    assert lisa.get(traced).status == 404

    # The facilitator signs in by mail, opens the queue, reads it and publishes it.
    britta = town.signed_in("facilitator@example.org")
    item = follow_link(britta, britta.get(READING), f"moderering/{said.id}")
    assert SAID in item.text
    nothing_left = britta.follow(press(britta, item, "approve"))
    assert (nothing_left.status, nothing_left.path.split("?")[0]) == (200, READING)
    thread = "/sv/dialoger/mal-2024-infrastruktur/samtal"
    goal = "/sv/mal/2024/infrastruktur"
    shown = seen_by_all(app, SAID)
    assert {thread, goal, traced} <= set(shown)
    assert "Lisa Zetterlöf" in lisa.get(thread).text
    assert steps_done(lisa.get(traced)) == ["received", "published"]
    assert town.new_mails() == []  # it was read within the hour

    # An official writes a full answer to it and sends it to review.
    ebba = town.signed_in("official@example.org")
    draft = ebba.get(f"{ANSWERS}/ny?synpunkt={said.id}")
    full: Values = {
        "size": "full", "title": "Ljus på vägen", "said": "Ni vill ha ljus.",
        "decided": "Vi sätter upp lampor till våren.", "connection": "Därför.",
        f"covers-{said.id}": "partly", f"line-{said.id}": LINE,
        "goals": ["2024/infrastruktur"],
    }  # fmt: skip
    draft = ebba.follow(press(ebba, draft, "save", full))
    assert press(ebba, draft, "submit").status == 303
    own = ebba.get(draft.path.split("?")[0])
    assert not own.all("button", value="publish")

    # Another one reads it, sends it back with a reason; it is mended and comes again.
    rune = town.signed_in("reviewer@example.org")
    review = follow_link(rune, rune.get(ANSWERS), own.path)
    assert press(rune, review, "return", {"text": "Säg när på våren."}).status == 303
    returned = ebba.get(own.path)
    assert "Säg när på våren." in returned.text
    mended = {"decided": "Vi sätter upp lampor i april."}
    assert press(ebba, returned, "submit", mended).status == 303
    assert seen_by_all(app, "Vi sätter upp lampor", (own.path,)) == []

    # Before it is published, the page says how many are told, and what the first one reads.
    confirm = press(rune, rune.get(own.path), "publish")
    assert "Publicera och berätta för 1 person?" in confirm.text
    assert LINE in confirm.text
    assert town.new_mails() == []
    assert press(rune, confirm, "publish").status == 303

    # She is told once, in a mail that says what it led to.
    told = town.the_mail_to(LISA)
    assert "Kommunen har svarat dig" in str(told["Subject"])
    for part in (SAID, LINE, "Ledde till en ändring i delar"):
        assert part in text(told)
    assert town.new_mails() == []

    # Her receipt has turned round, and leads to the answer that everybody can read.
    turned = lisa.get(addresses(told)[0])
    assert turned.path.split("?")[0] == receipt.path
    assert words(turned.one("h1")) == "Du har fått svar"
    assert "answered" in steps_done(turned)
    answer = follow_link(lisa, turned, "/sv/aterkoppling/")
    assert on_thread(answer) == [SAID]
    for part in ("Ledde till en ändring i delar", LINE, "i april", "Ebba Vattuman"):
        assert part in answer.text, part

    # Both ways: from goal and contribution to the answer, from both back to the goal.
    assert answer.path in lisa.get(goal).links()
    trace = lisa.get(traced)
    assert {goal, answer.path} <= set(trace.links())
    assert {goal, traced} <= set(answer.links())
    assert steps_done(trace) == ["received", "published", "answered"]
    assert list(trace_faults()) == []

    # She takes her words back: they are gone everywhere, from the answer's count too.
    ask = follow_link(lisa, turned, "ta-tillbaka")
    taken = lisa.follow(press(lisa, ask))
    assert state(taken) == "withdrawn"
    assert seen_by_all(app, SAID, (traced, thread, goal, answer.path)) == []
    assert seen_by_all(app, "Zetterlöf", (answer.path,)) == []
    assert lisa.get(traced).status == 404
    assert "Svarar på" not in lisa.get(answer.path).text, "what is hidden is not even counted"
    assert town.new_mails() == []
    assert list(trace_faults()) == []


def test_a_short_answer_is_published_by_its_author(app: Flask, town: Town) -> None:
    receipt = write(Browser(app), SAID, goal="infrastruktur", email=LISA)
    said = town.stored()
    britta = town.signed_in_later("facilitator@example.org")
    press(britta, britta.get(f"{READING}/{said.id}"), "approve")

    ebba = town.signed_in("official@example.org")
    short = {
        "size": "short",
        "title": "Ljus",
        "decided": "Ja, i april.",
        "all_use": "led_to_change",
    }
    confirm = press(ebba, ebba.get(f"{ANSWERS}/ny?synpunkt={said.id}"), "publish", short)
    assert confirm.status == 200
    assert press(ebba, confirm, "publish").status == 303

    assert "Ledde till en ändring" in text(town.the_mail_to(LISA))
    turned = Browser(app).get(receipt.path)
    assert "Ja, i april." in turned.text
    assert list(trace_faults()) == []


def test_what_is_not_published_is_explained_to_its_author_alone(app: Flask, town: Town) -> None:
    lisa = Browser(app)
    receipt = write(lisa, SAID, goal="infrastruktur", email=LISA)
    said = town.stored()
    britta = town.signed_in_later("facilitator@example.org")
    item = britta.get(f"{READING}/{said.id}")
    why = "Texten gör reklam för en lampfirma."
    assert press(britta, item, "reject", {"ground": "advertising", "text": why}).status == 303

    told = town.the_mail_to(LISA)
    assert "Vi kunde inte publicera din synpunkt" in str(told["Subject"])
    assert why in text(told)
    assert "be någon annan hos oss titta" in text(told).lower()
    mine = lisa.get(receipt.path)
    assert state(mine) == "rejected"
    assert why in mine.text
    assert seen_by_all(app, SAID, (f"/sv/synpunkter/{said.id}",)) == []
    assert seen_by_all(app, why) == []
    assert list(trace_faults()) == []


def test_what_nobody_could_sort_is_given_its_goal_by_hand(app: Flask, town: Town) -> None:
    lisa = Browser(app)
    receipt = write(lisa, SAID, goal="?", email=LISA)
    said = town.stored()
    assert said.dialogue.is_free
    code, due = said.receipt.code, said.due_at

    britta = town.signed_in_later("facilitator@example.org")
    first = britta.get(READING).all("li", data_contribution=True)[0]
    assert first.get("data-contribution") == str(said.id)
    item = britta.get(f"{READING}/{said.id}")
    again = britta.follow(press(britta, item, "move", {"target": str(town.thread.id)}))
    assert again.path.split("?")[0] == item.path  # still to be read, now in its place
    assert press(britta, again, "approve").status == 303

    told = town.the_mail_to(LISA)
    assert "flyttad" in str(told["Subject"]).lower()
    moved = town.stored()
    assert (moved.thread_id, moved.receipt.code, moved.due_at) == (town.thread.id, code, due)
    assert "Flyttad till" in lisa.get(receipt.path).text
    trace = lisa.get(f"/sv/synpunkter/{said.id}")
    assert "/sv/mal/2024/infrastruktur" in trace.links()
    assert SAID in lisa.get("/sv/mal/2024/infrastruktur").text
    assert list(trace_faults()) == []


def test_a_comment_stands_under_what_it_answers(app: Flask, town: Town) -> None:
    write(Browser(app), SAID, goal="infrastruktur")
    root = town.stored()
    britta = town.signed_in("facilitator@example.org")
    press(britta, britta.get(f"{READING}/{root.id}"), "approve")

    otto = Browser(app)
    thread = otto.get("/sv/dialoger/mal-2024-infrastruktur/samtal")
    asked = follow_link(otto, thread, f"parent={root.id}")
    assert SAID in asked.text
    comment = otto.follow(press(otto, asked, "send", {"body": "Jag håller med, det är mörkt."}))
    assert comment.status == 200
    reply = town.stored()
    assert reply.parent_id == root.id
    assert seen_by_all(app, "det är mörkt") == []
    press(britta, britta.get(f"{READING}/{reply.id}"), "approve")

    outer = otto.get(thread.path).one("article", data_contribution=str(root.id))
    inner = [e for e in outer.iter("article") if e.get("data-contribution") == str(reply.id)]
    assert len(inner) == 1
    assert "Jag håller med, det är mörkt." in words(inner[0])

    # The first one is taken back: its place stays, without words, while the comment shows.
    mine = Browser(app).get(f"/sv/kvitto/{root.receipt.code}/ta-tillbaka")
    press(otto, mine)
    left = otto.get(thread.path)
    gone = left.one("article", data_gone=True)
    assert "Jag håller med, det är mörkt." in words(gone)
    assert seen_by_all(app, SAID) == []
    assert list(trace_faults()) == []
