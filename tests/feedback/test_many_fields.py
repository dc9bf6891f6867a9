# SPDX-License-Identifier: EUPL-1.2
"""A form with thousands of fields takes no longer than its size, and more than that is refused."""

from __future__ import annotations

import time

import pytest

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.dialogues.models import Dialogue
from dialogue.feedback.models import FeedbackResponse
from tests import factories as make
from tests.core.test_forms import token_of
from tests.feedback import stage
from tests.page import Browser

NEW = "/sv/arbete/aterkoppling/ny"
DRAFT = {"act": "save", "size": "full", "title": "Svar", "signature": "Maja"}


@pytest.mark.parametrize("rows", [3_000, 6_000])
def test_thousands_of_contributions_that_do_not_exist_are_refused_in_seconds(
    browser: Browser, rows: int
) -> None:
    make.committee()
    make.sign_in(browser, stage.official())
    token = token_of(browser.get(NEW))
    covers = {f"covers-{number}": "partly" for number in range(1, rows)}
    begun = time.perf_counter()
    page = browser.post(NEW, {**DRAFT, "csrf_token": token, **covers})
    assert time.perf_counter() - begun < 15  # it took minutes while it was quadratic
    assert page.status == 422
    assert not page.all("select", name="covers-1")
    assert session().query(FeedbackResponse).count() == 0


def test_a_dialogue_has_no_thousand_questions(browser: Browser) -> None:
    body = make.committee()
    make.sign_in(browser, make.account(role=Role.FACILITATOR, body=body))
    new = "/sv/arbete/dialoger/ny"
    token = token_of(browser.get(new))
    lines = [f"Fråga {number}" for number in range(1000)]
    page = browser.post(
        new, {"csrf_token": token, "title": "Titel", "committee": body.key, "question": lines}
    )
    assert page.status == 422
    assert "Skriv högst 50 frågor." in page.text
    assert session().query(Dialogue).count() == 0


def test_a_refused_flood_is_not_given_back_in_full(browser: Browser) -> None:
    page = browser.post("/sv/konto/logga-ut", {"question": ["Fråga"] * 1000})
    assert page.status == 403
    assert len(page.all("textarea")) == 200
