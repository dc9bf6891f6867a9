# SPDX-License-Identifier: EUPL-1.2
"""Pages that take each other's place: Back leads where it should, never to words that are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journey import PHONE, complaints, stored
from tests.journeys.server import Server

BORROWS = "Jag lånar den här datorn"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A telephone that runs scripts."""
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def go(page: Page, steps: int = -1) -> None:
    """Back or forward; a page may come out of the browser's memory without being loaded."""
    page.evaluate(f"setTimeout(() => history.go({steps}))")
    page.wait_for_timeout(500)


def box(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


def starts(page: Page, demo: Server, words: str) -> None:
    """From the box on the first page."""
    page.goto(f"{demo.base}/sv/")
    page.fill("textarea[name=body]", words)
    page.locator("button[value=continue]").click()
    page.wait_for_url("**/skriv")


def writes(page: Page, demo: Server, words: str) -> None:
    """On the write page, with an address that leaves an entry in the history."""
    page.goto(f"{demo.base}/sv/skriv")
    page.fill("textarea[name=body]", words)
    page.locator("summary", has_text="Mer om dig").click()
    page.fill("input[name=name]", "Ebba")
    page.evaluate("document.querySelector('a.skip').click()")


def corrects(page: Page, demo: Server, words: str) -> None:
    """After a fault that the server found."""
    page.goto(f"{demo.base}/sv/skriv")
    page.fill("textarea[name=body]", words)
    page.fill("input[name=email]", "ebba")
    page.locator("button[value=send]").click()
    page.locator(".error-summary a").click()
    page.fill("input[name=email]", "")


WAYS = {"start": starts, "write": writes, "correct": corrects}


@pytest.mark.parametrize("borrows", [False, True], ids=["own phone", "borrowed computer"])
@pytest.mark.parametrize("way", WAYS)
def test_what_has_been_sent_is_not_found_by_going_back(
    way: str, borrows: bool, page: Page, demo: Server
) -> None:
    words = f"Sänt och klart, {way}, {borrows}."
    page.goto(f"{demo.base}/sv/om")
    WAYS[way](page, demo, words)
    if borrows:
        page.get_by_label(BORROWS).check()
    page.locator("button[value=send]").click()
    page.wait_for_url("**/kvitto/*")
    for _ in range(4):
        go(page)
        if page.url.endswith("/sv/om"):
            break
        assert box(page) == ""
        name = page.locator("input[name=name]")
        assert not borrows or not name.count() or name.input_value() == ""
    assert page.url.endswith("/sv/om")
    assert words not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert stored(demo, words) == 1


def test_a_jump_past_an_anchor_shows_the_page_of_its_address(page: Page, demo: Server) -> None:
    complained = complaints(page)
    writes(page, demo, "Hoppar i historiken.")
    page.locator("button[value=preview]").click()
    expect(page).to_have_title(re.compile("Så här blir det"))
    go(page, -2)
    expect(page).to_have_title(re.compile("Vad vill du säga"))
    assert box(page) == "Hoppar i historiken."
    go(page, 2)
    expect(page).to_have_title(re.compile("Så här blir det"))
    assert complained == []


def test_a_page_gone_back_to_says_what_holds_now(page: Page, demo: Server) -> None:
    writes(page, demo, "Tillbaka.")
    page.fill("input[name=email]", "ebba")
    page.locator("button[value=send]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label(BORROWS).check()
    go(page)
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.get_by_label(BORROWS)).to_be_checked()
    expect(page.get_by_text("Skickar …")).to_be_hidden()
    go(page, 1)
    page.get_by_label(BORROWS).uncheck()
    go(page)
    expect(page.get_by_label(BORROWS)).not_to_be_checked()


def test_a_tab_on_a_borrowed_computer_forgets_other_boxes_too(page: Page, demo: Server) -> None:
    page.goto(f"{demo.base}/sv/mal/2024/hallbarhet")
    page.fill("textarea[name=body]", "Först tänkte jag säga det här.")
    page.wait_for_timeout(600)
    writes(page, demo, "Sedan sade jag det här i stället.")
    page.get_by_label(BORROWS).check()
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage])") == (
        '[{},{"borrowed":"true"}]'
    )


def test_what_was_kept_yesterday_says_which_day(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(timezone_id="Europe/Stockholm", reduced_motion="reduce")
    page = context.new_page()
    page.clock.install(time="2026-11-20T22:30:00+01:00")
    writes(page, demo, "Sent på kvällen.")
    page.clock.run_for(500)
    saved = page.locator("[data-saved]")
    expect(saved).to_contain_text("Sparat i din telefon kl. 22.30")
    page.clock.set_system_time("2026-11-21T07:00:00+01:00")
    page.reload()
    expect(saved).to_contain_text("20/11 kl. 22.30")
    context.close()
