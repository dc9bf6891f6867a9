# SPDX-License-Identifier: EUPL-1.2
"""Anybody can point at a published contribution, and only at one."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.moderation.models import Report
from tests import factories as make
from tests.moderation.test_desk import HOSTILE, QUEUE, ids
from tests.page import Browser, words

S = ContributionState


def path(contribution_id: int) -> str:
    return f"/sv/synpunkter/{contribution_id}/anmal"


@pytest.mark.parametrize("state", [s for s in S if s is not S.PUBLISHED])
def test_a_hidden_one_answers_like_a_missing_one(state: S, browser: Browser) -> None:
    hidden = make.contribution(state=state, body="Hemligt.")
    missing, found = browser.get(path(1)), browser.get(path(hidden.id))
    assert (missing.status, found.status) == (404, 404)
    assert missing.html.replace(path(1), path(hidden.id)) == found.html
    assert browser.post(path(hidden.id), {"text": "x"}).status == 404
    assert session().query(Report).count() == 0


def test_a_notice_comes_to_the_desk_and_the_author_never_learns_who(
    browser: Browser, app: Flask
) -> None:
    shown = make.contribution(body="Fula ord.")
    page = browser.get(path(shown.id))
    assert words(page.one("div", class_="words")) == "Fula ord."
    assert page.response.headers["Cache-Control"] == "private, no-store"
    answer = browser.submit(
        page, {"text": " Elakt. \r\n Mot mig.", "ground": "privacy", "email": "Anna@example.org"}
    )
    assert answer.status == 303
    assert answer.location.endswith(f"/sv/synpunkter/{shown.id}?klart=anmald")
    [report] = session().query(Report).all()
    assert (report.text, report.ground, report.email) == (
        "Elakt. \n Mot mig.", "privacy", "Anna@example.org",
    )  # fmt: skip
    desk = make.sign_in(Browser(app), make.account(role=Role.FACILITATOR))
    assert ids(desk.get(QUEUE)) == [shown.id]
    assert "Elakt." in desk.get(f"{QUEUE}/{shown.id}").text
    assert "Anna@example.org" not in browser.get(path(shown.id)).html


@pytest.mark.parametrize(
    "values",
    [
        {"text": ""},
        {"text": "  \n "},
        {"text": "å" * 5001},
        {"text": "Elakt.", "ground": "ugly"},
        {"text": "Elakt.", "email": "nobody"},
    ],
)
def test_wrong_fields_are_422_and_kept(values: dict[str, str], browser: Browser) -> None:
    shown = make.contribution()
    page = browser.submit(browser.get(path(shown.id)), {"email": "a@b.se", **values})
    assert page.status == 422
    assert (page.one("input", name="email").get("value") or "") in ("a@b.se", "nobody")
    assert (page.one("textarea", name="text").text or "").strip() == values["text"].strip()
    assert session().query(Report).count() == 0


def test_exactly_five_thousand_characters_pass(browser: Browser) -> None:
    shown = make.contribution()
    assert browser.submit(browser.get(path(shown.id)), {"text": "å" * 5000}).status == 303


def test_without_a_token_the_text_is_kept(browser: Browser) -> None:
    shown = make.contribution()
    page = browser.post(path(shown.id), {"text": "Elakt."})
    assert page.status == 400
    assert "Elakt." in (page.one("textarea", name="text").text or "")
    assert browser.submit(page).status == 303


def test_hostile_text_stays_text(browser: Browser) -> None:
    shown = make.contribution(body=HOSTILE)
    page = browser.submit(
        browser.get(path(shown.id)), {"text": HOSTILE, "ground": HOSTILE, "email": HOSTILE}
    )
    assert page.status == 422
    assert not page.tree.findall(".//main//script")
    assert not page.tree.findall(".//main//img")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_405(method: str, browser: Browser) -> None:
    shown = make.contribution()
    assert getattr(browser.client, method)(path(shown.id)).status_code == 405
