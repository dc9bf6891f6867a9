# SPDX-License-Identifier: EUPL-1.2
"""Changing one's words with the receipt: for fifteen minutes; the old ones are sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from dialogue.core.access import ANYONE, Role, holder
from dialogue.core.database import session
from dialogue.core.errors import Forbidden, Stale
from dialogue.core.events import Event, EventKind
from dialogue.core.personal_data import MASK
from dialogue.dialogues.commands.contribution import edit_contribution
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.dialogue import ModerationMode
from tests import factories
from tests.dialogues.editing import (
    MINUTE,
    S,
    address,
    again,
    change,
    events,
    is_untouched,
    sealed,
    sent,
    shown,
)
from tests.factories import NOW
from tests.notifications.test_delivery import facilitator
from tests.page import Browser, words

Make = Callable[[], Contribution]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Ten minutes after it was sent."""
    with time_machine.travel(NOW + 10 * MINUTE, tick=False) as coordinates:
        yield coordinates


@pytest.mark.parametrize("make", [sent, lambda: sent(S.HELD), shown])
def test_the_page_holds_her_words_and_says_until_when(
    app: Flask, browser: Browser, make: Make
) -> None:
    page = browser.get(address(make()))
    assert page.status == 200
    assert words(page.one("h1")) == "Ändra din synpunkt"
    assert (page.one("textarea").text or "").strip() == "Mer kvastfening."
    assert "till kl. 10.15" in page.text
    headers = page.response.headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "private, no-store", "no-referrer", "noindex",
    )  # fmt: skip


def test_new_words_take_the_place_of_the_old_which_are_sealed(browser: Browser) -> None:
    contribution = shown(name="Ada")
    before = contribution.due_at
    page = change(browser, contribution, "  Mer is.\r\n\r\nOch ljus. ")
    assert (page.status, page.location) == (
        303, f"/sv/kvitto/{contribution.receipt.code}?klart=andrad",
    )  # fmt: skip
    after = again(contribution)
    assert (after.body, after.version, after.state, after.due_at, after.received_at) == (
        "Mer is.\n\nOch ljus.", 2, S.PUBLISHED, before, NOW,
    )  # fmt: skip
    assert after.body_html == "<p>Mer is.</p><p>Och ljus.</p>"
    (kept,) = sealed()
    texts = ["Mer kvastfening.", "Ada", None]
    assert [kept.body, kept.name, kept.on_behalf_of] == texts
    assert kept.sha256 == hashlib.sha256(json.dumps(texts).encode()).hexdigest()
    assert kept.dispose_on == date(2026, 12, 16)
    (event,) = session().query(Event)
    assert (event.kind, event.details) == (
        EventKind.CONTRIBUTION_EDITED, {"before": "published", "state": "published"},
    )  # fmt: skip
    assert "Din nya text gäller nu." in browser.follow(page).text


def test_nothing_of_the_old_words_stays_on_any_page(browser: Browser) -> None:
    contribution = shown()
    assert contribution.thread is not None
    slug = contribution.dialogue.slug
    public = [
        f"/sv/synpunkter/{contribution.id}", f"/sv/dialoger/{slug}",
        f"/sv/dialoger/{slug}/{contribution.thread.slug}",
    ]  # fmt: skip
    tags = {path: browser.get(path).response.headers["ETag"] for path in public}
    assert any("kvastfening" in browser.get(path).html for path in public)
    change(browser, contribution)
    desk = factories.sign_in(Browser(browser.app), factories.account(role=Role.FACILITATOR))
    own = [f"/sv/kvitto/{contribution.receipt.code}", address(contribution)]
    for path in [
        *public,
        *own,
        f"/sv/arbete/moderering/{contribution.id}",
        "/sv/arbete/moderering",
    ]:
        page = (desk if "arbete" in path else browser).get(path)
        assert page.status == 200
        assert "kvastfening" not in page.html, path
        assert "Mer is." in page.html or path == public[1], path
    for path in (public[0], public[2]):
        assert browser.get(path, If_None_Match=tags[path]).status == 200, "the older copy is stale"


def test_the_same_words_change_nothing(browser: Browser) -> None:
    contribution = sent()
    page = change(browser, contribution, " Mer kvastfening.\r\n")
    assert page.location.endswith("?klart=oandrad")
    assert is_untouched(contribution)
    assert "Så här står din text nu." in browser.follow(page).text


def test_pressing_twice_changes_it_once(browser: Browser) -> None:
    contribution = sent()
    page = browser.get(address(contribution))
    for done in ("andrad", "oandrad"):
        pressed = browser.submit(page, {"body": "Mer is."}, press="send")
        assert (pressed.status, pressed.location.rpartition("=")[2]) == (303, done)
    assert (events(), len(sealed())) == ([EventKind.CONTRIBUTION_EDITED], 1)


def test_she_may_change_it_again_while_there_is_time(
    browser: Browser, clock: time_machine.Traveller
) -> None:
    contribution = sent()
    change(browser, contribution)
    clock.move_to(NOW + 15 * MINUTE)
    assert change(browser, contribution, "Mindre is.").status == 303
    assert [kept.body for kept in sealed()] == ["Mer kvastfening.", "Mer is."]
    assert again(contribution).version == 3


@pytest.mark.parametrize("body", ["", " \r\n ", "x" * 5_001])
def test_words_are_needed_and_at_most_five_thousand(browser: Browser, body: str) -> None:
    contribution = sent()
    page = change(browser, contribution, body)
    assert page.status == 422
    assert "data-focus" in page.one("div", class_="error-summary").attrib
    assert (page.one("textarea").text or "").strip() == body.strip()
    assert is_untouched(contribution)


def test_without_a_token_or_from_elsewhere_nothing_is_changed(browser: Browser) -> None:
    contribution = sent()
    page = browser.get(address(contribution))
    token = page.one("main").find(".//input[@name='csrf_token']")
    assert token is not None
    for data, headers in (
        ({"body": "Min text."}, {}),
        (
            {"body": "Min text.", "csrf_token": token.get("value", "")},
            {"Origin": "https://e.example"},
        ),
    ):
        old = browser.post(address(contribution), data, **headers)
        assert old.status == 400
        assert (old.one("textarea").text or "").strip() == "Min text."
    assert is_untouched(contribution)


# Personal data


def test_personal_data_is_marked_once_with_three_ways(browser: Browser) -> None:
    contribution = shown()
    page = change(browser, contribution, "Ring 070-174 06 05.")
    assert page.status == 422
    assert "Vi hittade ett telefonnummer" in words(page.one(role="alert"))
    assert words(page.one("mark", data_kind="phone")) == "070-174 06 05"
    assert [words(button) for button in page.forms()[0].iter("button")] == [
        "Ta bort det åt mig och skicka", "Ändra texten",
        "Det här är inget telefonnummer, skicka som det är",
    ]  # fmt: skip
    assert is_untouched(contribution)
    back = browser.submit(page, press="continue")
    assert (back.status, (back.one("textarea").text or "").strip()) == (200, "Ring 070-174 06 05.")
    assert browser.submit(back, press="send").status == 422


def test_they_are_taken_out_for_her(browser: Browser) -> None:
    contribution = shown()
    page = change(browser, contribution, "Ring 070-174 06 05.")
    assert browser.submit(page, press="mask").status == 303
    after = again(contribution)
    assert (after.body, after.state, after.held_for) == (f"Ring {MASK}.", S.PUBLISHED, [])


@pytest.mark.parametrize(("make", "shows"), [(shown, 0), (sent, 0)])
def test_sent_as_it_is_it_leaves_view_until_a_person_has_read_it(
    browser: Browser, make: Make, shows: int
) -> None:
    contribution = make()
    page = change(browser, contribution, "Ring 070-174 06 05.")
    assert browser.submit(page, press="send").status == 303
    after = again(contribution)
    assert after.thread is not None
    assert (after.state, after.held_for, after.version, after.thread.shown_count) == (
        S.HELD, ["phone"], 2, shows,
    )  # fmt: skip
    assert events() == [EventKind.CONTRIBUTION_EDITED]
    assert browser.get(f"/sv/synpunkter/{contribution.id}").status == 404
    assert "Vi hittade ett telefonnummer i texten." in browser.get(
        f"/sv/kvitto/{contribution.receipt.code}"
    ).text  # fmt: skip


def test_what_was_held_stays_so_also_when_she_takes_it_out(browser: Browser) -> None:
    contribution = sent(S.HELD, ModerationMode.POST, held_for=["phone"])
    change(browser, contribution)
    after = again(contribution)
    assert (after.state, after.held_for, after.version) == (S.HELD, [], 2)


def test_a_name_with_personal_data_keeps_it_held(browser: Browser) -> None:
    contribution = sent(S.HELD, held_for=["email"], name="a@b.se")
    assert change(browser, contribution).status == 303
    assert again(contribution).held_for == ["email"]


# Two at once


def test_an_older_page_is_told_and_gets_both_texts(browser: Browser) -> None:
    contribution = sent()
    older = browser.get(address(contribution))
    change(browser, contribution, "Mer ljus.")
    stale = browser.submit(older, {"body": "Mer is."}, press="send")
    assert stale.status == 409
    assert (stale.one("textarea").text or "").strip() == "Mer is."
    assert words(stale.one("div", class_="own-words")) == "Mer ljus."
    assert "Din synpunkt har ändrats sedan du öppnade sidan." in words(stale.one(role="alert"))
    assert again(contribution).body == "Mer ljus."
    assert browser.submit(stale, press="send").status == 303, "now she has seen both"
    assert again(contribution).body == "Mer is."


def test_a_facilitator_who_had_the_old_words_open_is_told(browser: Browser) -> None:
    contribution = sent()
    desk = factories.sign_in(Browser(browser.app), factories.account(role=Role.FACILITATOR))
    item = desk.get(f"/sv/arbete/moderering/{contribution.id}")
    change(browser, contribution)
    told = desk.submit(item, press="approve")
    assert told.status == 409
    assert again(contribution).state is S.SUBMITTED
    assert "Mer is." in desk.get(f"/sv/arbete/moderering/{contribution.id}").text


def test_only_the_holder_may_and_only_what_she_saw(app: Flask) -> None:
    contribution = sent()
    for actor in (ANYONE, holder(sent().id), facilitator()):
        with pytest.raises(Forbidden):
            edit_contribution(actor, contribution, body="Mer is.", at=NOW)
    with pytest.raises(Stale):
        edit_contribution(holder(contribution.id), contribution, body="x", seen=7, at=NOW)
    assert is_untouched(contribution)


def test_any_spelling_of_the_code_works_and_no_other(browser: Browser) -> None:
    contribution = sent()
    code = contribution.receipt.code
    assert browser.get(f"/sv/kvitto/{code.lower().replace('-', '')}/andra").status == 200
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    missing = browser.get("/sv/kvitto/0000-0000-0000-0000-1/andra")
    for refused in (
        browser.get(f"/sv/kvitto/{wrong}/andra"),
        browser.post(f"/sv/kvitto/{wrong}/andra"),
    ):
        assert refused.status == 404
        assert "kvastfening" not in refused.html
    assert browser.get(f"/sv/kvitto/{wrong}/andra").html == missing.html
