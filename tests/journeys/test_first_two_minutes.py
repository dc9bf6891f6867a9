# SPDX-License-Identifier: EUPL-1.2
"""A resident's first two minutes: from the box on the start page to the receipt."""

from __future__ import annotations

from flask import Flask

from dialogue.dialogues.rules.dialogue import DialogueForm
from tests import factories
from tests.page import Browser


def test_three_pages_and_two_acts_lead_to_a_receipt(app: Flask, browser: Browser) -> None:
    standing = DialogueForm.STANDING
    factories.dialogue("fritt", form=standing, thread_slug="samtal")

    start = browser.get("/sv/")
    box = next(
        number for number, form in enumerate(start.forms()) if form.get("action") == "/sv/skriv"
    )
    write = browser.submit(start, {"body": "Ljus"}, form=box, press="continue")
    assert (write.status, write.path) == (200, "/sv/skriv")
    sent = browser.submit(write, press="send")
    assert sent.status == 303
    receipt = browser.follow(sent)
    assert receipt.status == 200
    assert "Tack. Vi har din synpunkt." in receipt.text
    code = sent.location.rsplit("/", 1)[1]
    assert receipt.one("div", data_receipt=code).get("data-state") == "submitted"
    assert "Ljus" in receipt.text
    for page in (start, write, receipt):
        assert len(page.html.encode()) < 30_000
