# SPDX-License-Identifier: EUPL-1.2
"""Every change of a dialogue's promise has a public page."""

from __future__ import annotations

from datetime import timedelta

from dialogue.core.database import session
from dialogue.dialogues.models import DialogueChange
from dialogue.dialogues.rules.dialogue import DialogueState
from tests import factories
from tests.factories import NOW
from tests.page import Browser, words
from tests.pages.conftest import Town


def change(town: Town, field: str, old: str, new: str, days: int = 0) -> None:
    session().add(
        DialogueChange(
            dialogue_id=town.bounded.id, at=NOW + timedelta(days), field=field, old=old, new=new
        )
    )
    session().commit()
    session().expunge_all()


def test_changes_stand_newest_first_with_time_heading_before_and_after(
    town: Town, browser: Browser
) -> None:
    change(town, "open_to", "var & <när>", "var")
    change(town, "contact", "", "Bo, 063-2", days=1)
    page = browser.get("/sv/dialoger/ljus/andringar")
    rows = [words(li) for li in page.one("main").iter("li") if "Förut:" in words(li)]
    assert rows == [
        "Fråga oss tisdag 17 november kl. 10 Förut: inget Nu: Bo, 063-2",
        "Det här kan du påverka måndag 16 november kl. 10 Förut: var & <när> Nu: var",
    ]
    assert "Löftet har ändrats 2 gånger." in page.text


def test_a_promise_that_stands_says_so(town: Town, browser: Browser) -> None:
    assert "Löftet har inte ändrats." in browser.get("/sv/dialoger/ljus/andringar").text
    assert "/sv/dialoger/ljus/andringar" not in browser.get("/sv/dialoger/ljus").links()


def test_the_dialogue_shows_the_newest_change_and_the_way_to_all(
    town: Town, browser: Browser
) -> None:
    change(town, "open_to", "var", "när")
    change(town, "open_to", "när", "hur", days=1)
    page = browser.get("/sv/dialoger/ljus")
    assert "/sv/dialoger/ljus/andringar" in page.links()
    assert "hur" in words(page.one(id="andringar"))
    assert "Förut: var" not in words(page.one(id="andringar"))


def test_a_draft_has_no_public_changes(town: Town, browser: Browser) -> None:
    factories.dialogue("utkast", state=DialogueState.DRAFT)
    assert browser.get("/sv/dialoger/utkast/andringar").status == 404
    assert browser.get("/sv/dialoger/finns-inte/andringar").status == 404
