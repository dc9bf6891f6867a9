# SPDX-License-Identifier: EUPL-1.2
"""The answer desk as an official meets it: what is urgent, in words, without a number to decode."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.core.workdays import end_of_day, local_day
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm
from dialogue.feedback import commands
from tests import factories as make
from tests.feedback import stage
from tests.page import Browser, words

DESK = "/sv/arbete/aterkoppling"


@pytest.fixture
def desk(browser: Browser) -> Browser:
    """An official of all committees, signed in."""
    make.committee()
    return make.sign_in(browser, stage.official())


def test_each_row_says_how_far_off_its_day_is(desk: Browser) -> None:
    now = datetime.now(UTC)
    late = make.contribution(at=now - timedelta(days=60))
    today, later = make.contribution(at=now), make.contribution(at=now)
    late.due_at, later.due_at = now - timedelta(days=3), end_of_day(local_day(now) + timedelta(20))
    today.due_at = now + timedelta(seconds=1)
    session().commit()
    page = desk.get(DESK)
    assert "dagar sedan)" in words(page.one("li", data_contribution=str(late.id)))
    assert "(20 dagar)" in words(page.one("li", data_contribution=str(later.id)))
    assert words(page.one("p", class_="lead")) == "2 svar kvar den här veckan."


def test_what_the_reader_can_review_stands_first_and_what_others_have_stands_last(
    desk: Browser, app: Flask
) -> None:
    make.contribution()
    stage.in_review(stage.acting(), make.contribution())
    mine = stage.official(name="Nils Alm")
    stage.in_review(mine.actor(), make.contribution())
    page = make.sign_in(Browser(app), mine).get(DESK)
    headings = [h.get("id", "") for h in page.all("h2", id=True)]
    assert (headings[0], headings[-1]) == ("review-name", "sent-name")


def test_an_empty_desk_says_when_more_is_expected(desk: Browser) -> None:
    assert words(desk.get(DESK).one("p", class_="empty")) == (
        "Inget att svara på. Nya synpunkter kommer hit när de har lästs."
    )
    make.contribution(state=ContributionState.SUBMITTED, at=datetime.now(UTC))
    shown = words(desk.get(DESK).one("p", class_="empty"))
    assert shown.startswith("Inget att svara på. Nästa väntas ")


def test_after_publishing_the_next_one_is_a_press_away(desk: Browser) -> None:
    said, next_one = make.contribution(), make.contribution()
    made = make.response([said])
    page = desk.get(f"{DESK}?klart=publicerat&svar={made.id}")
    assert words(page.one("p", role="status")) == "Klart. 1 person får svar nu."
    assert f"{DESK}/ny?synpunkt={next_one.id}" in page.links()
    for unknown in ("", "x", "999", "9" * 30):
        told = desk.get(f"{DESK}?klart=publicerat&svar={unknown}").one("p", role="status")
        assert words(told) == "Klart. Alla som skrivit får svaret nu."


def test_people_never_read_the_number_of_a_contribution(desk: Browser) -> None:
    thread = make.dialogue(form=DialogueForm.STANDING).threads[0]
    made = [make.contribution(thread, f"Ord {n}") for n in range(3)]
    for path in (DESK, f"{DESK}/ny", f"{DESK}/ny?synpunkt={made[0].id}"):
        page = desk.get(path)
        assert not [c.id for c in made if str(c.id) in page.text], path


def test_nobody_approves_her_own_and_reads_who_can(app: Flask) -> None:
    author = stage.official(name="Ebba Vattuman")
    stage.official(name="Rune Skarsno")
    made = stage.in_review(author.actor(), make.contribution())
    page = make.sign_in(Browser(app), author).get(f"{DESK}/{made.id}")
    assert "Du kan inte godkänna ditt eget svar. Rune Skarsno kan." in page.text


def test_use_without_reason_or_receiver_is_refused_in_its_words(desk: Browser) -> None:
    said = make.contribution()
    page = desk.get(f"{DESK}/ny?synpunkt={said.id}")
    typed = {"size": "short", "title": "Ljus", "decided": "Nej.", "signature": "Ebba"}
    for use, sentence in (
        ("not_used", "Skriv varför det inte ledde till en ändring."),
        ("passed_on", "Skriv vem du skickar det vidare till."),
    ):
        refused = desk.submit(page, {**typed, "all_use": use}, press="publish")
        assert refused.status == 422
        assert refused.text.count(sentence) == 2, "in the summary and at the field"
        assert refused.one("input", name="title").get("value") == "Ljus"


def test_a_saved_draft_of_many_is_answered_row_by_row(desk: Browser) -> None:
    made = commands.create_response(
        stage.acting(), make.committee(), draft=stage.full(make.contribution(), make.contribution())
    )
    page = desk.get(f"{DESK}/{made.id}")
    assert len(page.all("fieldset", data_contribution=True)) == 2
    assert page.text.count("Synpunkt från") == 2
