# SPDX-License-Identifier: EUPL-1.2
"""The way of an answer over the desk: written, reviewed, sent back, confirmed, published."""

from __future__ import annotations

from flask import Flask

from dialogue.core.database import session
from dialogue.core.events import Event as Happening
from dialogue.core.events import EventKind, Outbox
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback import commands
from dialogue.feedback.models import FeedbackCover, FeedbackResponse
from dialogue.feedback.rules import ResponseState
from tests import factories as make
from tests.feedback import stage
from tests.page import Browser, Page, Values, words

DESK = "/sv/arbete/aterkoppling"
WRITTEN: Values = {
    "size": "full", "title": "Ljus på vägen", "signature": "Ebba", "said": "Ni ville ha ljus.",
    "decided": "Lampor sätts upp.", "connection": "Därför.",
}  # fmt: skip
SHORT: Values = {
    "size": "short", "title": "Ljus", "signature": "Ebba", "decided": "Ja.", "said": "",
    "connection": "",
}  # fmt: skip


def the_response() -> FeedbackResponse:
    session().expire_all()
    return session().query(FeedbackResponse).one()


def listed(page: Page) -> list[str | None]:
    """The ids of the contributions that stand in the way, in the note that says so."""
    return [li.get("data-contribution") for li in page.all("li", data_contribution=True)]


def assert_unpublished() -> None:
    session().expire_all()
    assert session().query(FeedbackCover).count() == 0
    assert session().query(Happening).filter_by(kind=EventKind.FEEDBACK_PUBLISHED).count() == 0


def test_draft_review_return_and_publication(app: Flask) -> None:
    thread = make.dialogue().threads[0]
    mailed = make.contribution(thread, "Mer ljus på min gata.", email="lisa@example.org")
    silent = make.contribution(thread, "Det är mörkt.")
    author = make.sign_in(Browser(app), stage.official(name="Ebba Vattuman"))
    reviewer = make.sign_in(Browser(app), stage.official(name="Rune Skarsno"))
    page = author.get(f"{DESK}/ny?synpunkt={mailed.id}&synpunkt={silent.id}")
    typed: Values = {**WRITTEN, f"covers-{mailed.id}": "led_to_change", "all_use": "partly"}
    page = author.follow(author.submit(page, typed, press="save"))
    sent = author.submit(page, press="submit")
    assert (sent.status, sent.location.split("?")[0]) == (303, DESK)
    path = f"{DESK}/{the_response().id}"
    own = author.get(path)
    assert "Rune Skarsno" in own.text
    assert not own.all("button", value="publish")

    read = reviewer.get(path)
    assert "Lampor sätts upp." in read.text
    refused = reviewer.submit(read, press="return", form=1)
    assert refused.status == 422
    back = reviewer.submit(read, {"text": "Skriv enklare."}, press="return", form=1)
    assert back.status == 303
    assert the_response().state is ResponseState.DRAFT

    page = author.get(path)
    assert "Skriv enklare." in page.text
    assert author.submit(page, {"decided": "Det blir ljust."}, press="submit").status == 303
    asked = reviewer.submit(reviewer.get(path), press="publish")
    assert asked.status == 200
    assert "2 personer" in words(asked.one("h1"))
    assert "Mer ljus på min gata." in asked.text
    assert mailed.receipt.code not in asked.html
    assert_unpublished()
    done = reviewer.submit(asked, press="publish")
    response = the_response()
    assert (done.status, done.location) == (303, f"{DESK}?klart=publicerat&svar={response.id}")
    told = reviewer.follow(done).one("p", role="status")
    assert words(told) == "Klart. 2 personer får svar nu."
    assert reviewer.follow(done).all(role="status")
    published = the_response()
    assert published.state is ResponseState.PUBLISHED
    assert {c.contribution_id: c.use.value for c in published.covers} == {
        mailed.id: "led_to_change", silent.id: "partly",
    }  # fmt: skip
    assert session().query(Contribution).filter_by(answered_at=None).count() == 0
    assert session().query(Outbox).count() == 1


def test_the_author_publishes_a_short_answer_after_confirming(app: Flask) -> None:
    said = make.contribution(email="lisa@example.org")
    author = make.sign_in(Browser(app), stage.official())
    page = author.get(f"{DESK}/ny?synpunkt={said.id}")
    page = author.follow(author.submit(page, {**SHORT, "all_use": "partly"}, press="save"))
    asked = author.submit(page, {"decided": "Ja, i vår."}, press="publish")
    assert asked.status == 200
    assert_unpublished()
    assert author.submit(asked, press="publish").status == 303
    published = the_response()
    assert published.state is ResponseState.PUBLISHED
    assert published.revision.decided
    assert published.revision.decided.sv == "Ja, i vår."


def test_going_back_from_the_confirmation_loses_nothing(app: Flask) -> None:
    said = make.contribution()
    author = make.sign_in(Browser(app), stage.official())
    page = author.get(f"{DESK}/ny?synpunkt={said.id}")
    page = author.follow(author.submit(page, {**SHORT, "all_use": "partly"}, press="save"))
    asked = author.submit(page, {"decided": "Andra ord."}, press="publish")
    back = author.follow(author.submit(asked, press="save"))
    assert words(back.one("textarea", name="decided")) == "Andra ord."
    assert_unpublished()


def test_a_new_short_answer_is_confirmed_at_once(app: Flask) -> None:
    said = make.contribution()
    author = make.sign_in(Browser(app), stage.official())
    page = author.get(f"{DESK}/ny?synpunkt={said.id}")
    asked = author.submit(page, {**SHORT, "all_use": "partly"}, press="publish")
    assert asked.status == 200
    assert_unpublished()
    assert author.submit(asked, press="publish").status == 303
    assert the_response().state is ResponseState.PUBLISHED


def publish(browser: Browser, path: str, **more: str) -> Page:
    token = browser.get(f"{DESK}/ny").all("input", name="csrf_token")[0].get("value") or ""
    return browser.post(path, {"csrf_token": token, "act": "publish", **more})


def test_the_author_of_a_full_answer_gets_403_everywhere(app: Flask) -> None:
    account, said = stage.official(), make.contribution()
    stage.official(name="Rune Skarsno")
    author = make.sign_in(Browser(app), account)
    made = stage.in_review(account.actor(), said)
    for more in ({}, {"confirmed": "1"}, {"confirmed": "1", "size": "short"}):
        refused = publish(author, f"{DESK}/{made.id}", seen="2", **more)
        assert refused.status == 403
        assert "Rune Skarsno" in refused.text
    draft = commands.create_response(account.actor(), make.committee(), draft=stage.full(said))
    typed = {name: str(value) for name, value in WRITTEN.items()}
    for path in (f"{DESK}/{draft.id}", f"{DESK}/ny"):
        refused = publish(author, path, confirmed="1", **typed)
        assert refused.status == 403
        assert words(refused.one("textarea", name="decided")) == "Lampor sätts upp."
    assert_unpublished()


def test_an_act_out_of_order_is_409_and_gives_the_text_back(app: Flask) -> None:
    account, said = stage.official(), make.contribution()
    author = make.sign_in(Browser(app), account)
    other = make.sign_in(Browser(app), stage.official())
    short = commands.create_response(account.actor(), make.committee(), draft=stage.short(said))
    page = author.get(f"{DESK}/{short.id}")
    refused = author.submit(page, {"decided": "Mina ord."}, press="submit")
    assert refused.status == 409
    assert words(refused.one("textarea", name="decided")) == "Mina ord."
    full = commands.create_response(account.actor(), make.committee(), draft=stage.full(said))
    for more in ({}, {"confirmed": "1"}):
        assert publish(other, f"{DESK}/{full.id}", seen="1", **more).status == 409
    page = author.get(f"{DESK}/{full.id}")
    commands.submit_response(account.actor(), full, seen=1)
    late = author.submit(page, {"decided": "Mina ord."}, press="save")
    assert late.status == 409
    assert "Mina ord." in late.text
    assert publish(other, f"{DESK}/{full.id}", seen="1", confirmed="1").status == 409
    assert_unpublished()


def test_what_is_missing_is_said_before_the_confirmation(app: Flask) -> None:
    said = make.contribution()
    author = make.sign_in(Browser(app), stage.official())
    page = author.get(f"{DESK}/ny?synpunkt={said.id}")
    for more, fault in (
        ({"all_use": ""}, "all_use"),
        ({f"covers-{said.id}": "not_used"}, f"reason-{said.id}"),
        ({"all_use": "not_used"}, "all_reason"),
        ({f"covers-{said.id}": "passed_on"}, f"receiver-{said.id}"),
        ({"all_use": "partly", "decided": ""}, "decided"),
    ):
        refused = author.submit(page, {**SHORT, **more}, press="publish")
        assert refused.status == 422
        assert refused.one(id=fault).get("aria-invalid") == "true"
    refused = author.submit(page, {**SHORT, f"covers-{said.id}": ""}, press="publish")
    assert refused.status == 422
    assert session().query(FeedbackResponse).count() == 0


def test_what_was_hidden_or_answered_meanwhile_is_listed(app: Flask) -> None:
    account = stage.official()
    author = make.sign_in(Browser(app), account)
    gone, taken, fine = make.contribution(body="Borta"), make.contribution(), make.contribution()
    made = commands.create_response(
        account.actor(), make.committee(), draft=stage.short(gone, taken, fine)
    )
    page = author.get(f"{DESK}/{made.id}")
    gone.state = ContributionState.WITHDRAWN
    session().commit()
    refused = author.submit(page, press="publish")
    assert refused.status == 409
    assert listed(refused) == [str(gone.id)]
    assert "Synpunkt från måndag 16 november" in refused.text
    assert str(gone.id) not in refused.text
    assert "Borta" not in refused.html
    page = author.follow(author.submit(refused, {f"covers-{gone.id}": ""}, press="save"))
    make.response([taken], title="Ett annat svar")
    for values in ({}, {"confirmed": "1"}):
        refused = author.submit(page, {**values}, press="publish")
        assert refused.status == 409
        assert listed(refused) == [str(taken.id)]
        assert "”Mer ljus, tack.”" in refused.text
        assert "Ett annat svar" in refused.text
    assert session().query(FeedbackCover).count() == 1
