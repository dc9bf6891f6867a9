# SPDX-License-Identifier: EUPL-1.2
"""What the receipt's holder can do, and that doing it once more changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.access import ANYONE, holder
from dialogue.core.database import session
from dialogue.core.errors import Forbidden
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.commands.contribution import withdraw_contribution
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from tests import factories
from tests.page import Browser, Values

ACTS = ["ta-tillbaka", "ta-bort-namn", "sluta-mejla"]


@pytest.fixture
def given(app: Flask) -> Contribution:
    """A published contribution with a name and an address."""
    made = factories.contribution(body="Mer ljus", name="Ada", email="a@example.org")
    made.on_behalf_of = "IFK"
    session().commit()
    return made


def address(given: Contribution, act: str) -> str:
    return f"/sv/kvitto/{given.receipt.code}/{act}"


def again(given: Contribution) -> Contribution:
    session().rollback()
    session().expire_all()
    return session().get_one(Contribution, given.id)


def events() -> list[EventKind]:
    return [event.kind for event in session().query(Event).order_by(Event.id)]


@pytest.mark.parametrize("act", ACTS)
def test_get_asks_and_changes_nothing(browser: Browser, given: Contribution, act: str) -> None:
    page = browser.get(address(given, act))
    assert page.status == 200
    assert "Mer ljus" in page.text
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert (again(given).state, again(given).name) == (ContributionState.PUBLISHED, "Ada")
    assert events() == []


@pytest.mark.parametrize(
    ("act", "done", "kind"),
    [
        ("ta-tillbaka", "tillbakatagen", EventKind.CONTRIBUTION_WITHDRAWN),
        ("ta-bort-namn", "namnlos", EventKind.CONTRIBUTION_NAME_REMOVED),
        ("sluta-mejla", "mejlstopp", EventKind.CONTRIBUTION_MAIL_STOPPED),
    ],
)
def test_post_does_it_once(
    browser: Browser, given: Contribution, act: str, done: str, kind: EventKind
) -> None:
    page = browser.get(address(given, act))
    for _ in range(2):
        sent = browser.submit(page)
        assert sent.status == 303
        assert sent.location == f"/sv/kvitto/{given.receipt.code}?klart={done}"
        assert sent.response.headers["Referrer-Policy"] == "no-referrer"
    assert events() == [kind]


def test_what_is_taken_back_no_longer_counts(browser: Browser, given: Contribution) -> None:
    browser.submit(browser.get(address(given, "ta-tillbaka")))
    after = again(given)
    assert after.thread is not None
    assert (after.state, after.thread.shown_count) == (ContributionState.WITHDRAWN, 0)
    assert after.body == "Mer ljus"


@pytest.mark.parametrize("state", list(ContributionState))
def test_it_can_be_taken_back_from_anywhere(browser: Browser, state: ContributionState) -> None:
    given = factories.contribution(state=state)
    page = browser.submit(browser.get(address(given, "ta-tillbaka")))
    assert page.status == 303
    assert again(given).state is ContributionState.WITHDRAWN


def test_taking_the_name_away_clears_both_names(browser: Browser, given: Contribution) -> None:
    browser.submit(browser.get(address(given, "ta-bort-namn")))
    after = again(given)
    assert (after.name, after.on_behalf_of, after.state) == (
        None, None, ContributionState.PUBLISHED,
    )  # fmt: skip
    assert after.version == given.version == 2


def test_stopping_mails_erases_the_address(browser: Browser, given: Contribution) -> None:
    browser.submit(browser.get(address(given, "sluta-mejla")))
    contact = again(given).contact
    assert contact is not None
    assert contact.email is None
    assert contact.erased_at is not None


@pytest.mark.parametrize("act", ACTS)
def test_replies_stay_and_nothing_else_changes_without_names(
    browser: Browser, app: Flask, act: str
) -> None:
    plain = factories.contribution()
    reply = factories.contribution(plain.thread, parent=plain)
    browser.submit(browser.get(address(plain, act)))
    assert again(reply).state is ContributionState.PUBLISHED


@pytest.mark.parametrize("act", ACTS)
def test_any_spelling_of_the_code_works_and_no_other(
    browser: Browser, given: Contribution, act: str
) -> None:
    code = given.receipt.code
    for spelling in (code.lower(), code.replace("-", ""), code.replace("-", " ")):
        assert browser.get(f"/sv/kvitto/{spelling}/{act}").status == 200
    last = "0" if code[-1] != "0" else "1"
    for wrong in (code[:-1] + last, code[:-1], "x", "0000-0000-0000-0000-0"):
        assert browser.get(f"/sv/kvitto/{wrong}/{act}").status == 404
        assert browser.post(f"/sv/kvitto/{wrong}/{act}").status == 404


@pytest.mark.parametrize("act", ACTS)
def test_without_a_token_or_from_elsewhere_nothing_happens(
    browser: Browser, given: Contribution, act: str
) -> None:
    page = browser.get(address(given, act))
    token = page.one("main").find(".//input[@name='csrf_token']")
    assert token is not None
    assert browser.post(address(given, act)).status == 400
    sent: Values = {"csrf_token": token.get("value", "")}
    assert browser.post(address(given, act), sent, Origin="https://evil.example").status == 400
    # A page without referrer posts "Origin: null"; then the browser's other word decides.
    own = browser.post(address(given, act), sent, Origin="null", Sec_Fetch_Site="same-origin")
    assert own.status == 303
    assert len(events()) == 1


def test_only_the_holder_may(given: Contribution) -> None:
    other = factories.contribution()
    for actor in (ANYONE, holder(other.id)):
        with pytest.raises(Forbidden):
            withdraw_contribution(actor, given)
