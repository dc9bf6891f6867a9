# SPDX-License-Identifier: EUPL-1.2
"""A receipt in her own hands: sent without an address, changed, mailed afterwards, answered."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.core.events import EventKind
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.dialogue import ModerationMode
from tests import factories as make
from tests.journeys.test_leaks import LANGUAGES, reading_pages
from tests.journeys.walking import Town, press
from tests.notifications.test_delivery import tell, text
from tests.page import Browser


@pytest.fixture
def town(app: Flask) -> Town:
    """A small town, where reading comes after."""
    town = Town(app)
    town.standing.moderation = ModerationMode.POST
    session().commit()
    return town


def test_what_she_sent_in_haste_becomes_what_she_meant(app: Flask, town: Town) -> None:
    her = Browser(app)
    write = her.get(f"/sv/dialoger/{town.standing.slug}/samtal/skriv")
    receipt = her.follow(press(her, write, "send", {"body": "Laga kvastfening nu!"}))
    code = receipt.one(data_receipt=True).get("data-receipt", "")
    held = reading_pages(app)
    shown = [path for path in held if "kvastfening" in her.get(path).html]
    assert len(shown) >= 3 * len(LANGUAGES), shown
    assert town.new_mails() == []

    page = her.get(f"/sv/kvitto/{code}/andra")
    changed = her.follow(press(her, page, "send", {"body": "Laga trappan vid bryggan, tack."}))
    assert "Laga trappan vid bryggan, tack." in changed.text
    for path in shown:
        now = her.client.get(path, headers={"If-None-Match": held[path]})
        assert now.status_code == 200, f"{path}: the older copy is called fresh"
        assert "kvastfening" not in now.get_data(as_text=True), path

    press(her, changed, None, {"email": "anna@example.org"})
    mail = text(town.the_mail_to("anna@example.org"))
    assert "Laga trappan vid bryggan, tack." in mail
    assert "kvastfening" not in mail
    assert code in mail

    session().rollback()
    said = session().query(Contribution).one()
    tell(EventKind.FEEDBACK_PUBLISHED, make.response([said]))
    answer = text(town.the_mail_to("anna@example.org"))
    assert "Laga trappan vid bryggan, tack." in answer
    assert "Du har fått svar" in her.get(f"/sv/kvitto/{code}").text
    assert her.get(f"/sv/kvitto/{code}/kalender.ics").status == 404
