# SPDX-License-Identifier: EUPL-1.2
"""What is hidden while somebody holds an older page: no 304 keeps it alive, no desk shows it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.rules import ResponseState
from tests import factories as make
from tests.feedback import stage
from tests.journeys.walking import Town, press
from tests.page import Browser

S = ContributionState
LANGUAGES = ("sv", "sma", "en")
FEEDS = (
    "/feeds/mal-2024-infrastruktur.atom", "/feeds/dialog-mal-2024-infrastruktur.atom",
    "/feeds/plats-lit-published.atom", "/feeds/aterkoppling.atom",
)  # fmt: skip
SECRETS = ("kvastfening", "Zzyzx", "qwibble")


@pytest.fixture
def town(app: Flask) -> Town:
    """A small town."""
    return Town(app)


def secret(town: Town, state: ContributionState = S.PUBLISHED) -> Contribution:
    """A contribution whose words, name and address stand nowhere else; answered if it was shown."""
    said = make.contribution(
        town.thread, "Om kvastfening i vassen.", name="Zzyzx", email="qwibble@example.org",
        where=make.place(f"lit-{state}", "Lit"), state=state,
    )  # fmt: skip
    if state in (S.PUBLISHED, S.UNPUBLISHED):
        make.response([said], author=stage.official(name="Ada"), title="Svar")
    return said


def reading_pages(app: Flask) -> dict[str, str]:
    """Every reading page that an anonymous reader can reach: path → ETag."""
    browser, found, been = Browser(app, checks=False), dict[str, str](), set[str]()
    waiting = [f"/{language}/" for language in LANGUAGES] + list(FEEDS)
    while waiting:
        path = waiting.pop()
        if path in been:
            continue
        been.add(path)
        page = browser.get(path)
        if "ETag" not in page.response.headers:
            continue
        found[path] = page.response.headers["ETag"]
        here = "/" + path.split("/")[1] + "/"
        for href in page.links():
            parts = urlsplit(href)
            if not parts.netloc and parts.path.startswith(here):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def hide(app: Flask, said: Contribution, how: str) -> None:
    """Hide it in one of the ways there are."""
    if how == "withdraw":
        asked = Browser(app).get(f"/sv/kvitto/{said.receipt.code}/ta-tillbaka")
        assert press(Browser(app), asked).status == 303
        return
    britta = make.sign_in(Browser(app), make.account(role=Role.FACILITATOR))
    item = britta.get(f"/sv/arbete/moderering/{said.id}")
    given = {"ground": "spam", "text": "Därför."} if how == "unpublish" else {}
    assert press(britta, item, how, given).status == 303


@pytest.mark.parametrize("how", ["withdraw", "unpublish", "hold"])
def test_an_older_copy_is_never_called_fresh_once_the_words_are_hidden(
    how: str, app: Flask, town: Town
) -> None:
    said = secret(town)
    held = reading_pages(app)
    browser = Browser(app, checks=False)
    shown = [path for path in held if "kvastfening" in browser.get(path).html]
    assert len(shown) >= 4 * len(LANGUAGES), shown
    assert {feed for feed in FEEDS if "aterkoppling" not in feed} <= set(shown)
    hide(app, said, how)
    for path, tag in held.items():
        again = browser.client.get(path, headers={"If-None-Match": tag})
        assert again.status_code != 304 or path not in shown, path
        head = browser.client.head(path, headers={"If-None-Match": tag})
        assert (head.status_code, head.data) == (again.status_code, b""), path
        whole = browser.get(path)
        assert not [part for part in SECRETS if part in whole.html], path
        assert whole.status in (200, 404)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.HELD, S.REJECTED, S.UNPUBLISHED, S.WITHDRAWN])
def test_the_forms_about_a_hidden_one_do_not_say_it(
    state: ContributionState, town: Town, browser: Browser
) -> None:
    said = secret(town, state)
    paths = [
        f"/sv/synpunkter/{said.id}/anmal",
        f"/sv/dialoger/{town.standing.slug}/samtal/skriv?parent={said.id}",
        f"/sv/dialoger/{town.standing.slug}/samtal?efter={said.id}",
        "/sv/arbete/moderering", f"/sv/arbete/moderering/{said.id}",
    ]  # fmt: skip
    for path in paths:
        page = browser.get(path)
        assert not [part for part in SECRETS if part in page.html], path
    missing = browser.get("/sv/synpunkter/9007199254740991/anmal")
    assert browser.get(paths[0]).html == missing.html
    answer = browser.post(paths[0], {"text": "Hej"})
    assert (answer.status, answer.html) == (404, missing.html)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.OFFICIAL])
def test_another_committees_desk_shows_no_word_of_it(role: Role, app: Flask, town: Town) -> None:
    body = make.committee("valnamnden", "Valnämnden")
    browser = make.sign_in(Browser(app), make.account(role=role, body=body))
    for state in (S.SUBMITTED, S.HELD, S.REJECTED, S.UNPUBLISHED, S.WITHDRAWN):
        make.contribution(
            town.thread, "Om kvastfening.", state=state, name="Zzyzx", email="qwibble@example.org"
        )
    hidden = session().query(Contribution).order_by(Contribution.id).first()
    assert hidden is not None
    made = make.response([], state=ResponseState.IN_REVIEW, title="Utkast kvastfening")
    waiting, been = ["/sv/konto"], set[str]()
    desks = [
        f"/sv/arbete/moderering/{hidden.id}", f"/sv/arbete/aterkoppling/{made.id}",
        f"/sv/arbete/aterkoppling/ny?synpunkt={hidden.id}",
    ]  # fmt: skip
    waiting += desks
    while waiting:
        path = waiting.pop()
        if path in been:
            continue
        been.add(path)
        page = browser.get(path)
        assert not [part for part in SECRETS if part in page.html], path
        waiting += [href for href in page.links() if href.startswith("/sv/arbete")]
    assert len(been) > len(desks) + 1
