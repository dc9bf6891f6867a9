# SPDX-License-Identifier: EUPL-1.2
"""The connection is cut before, during and after sending: one contribution, and its own receipt."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_journey import PHONE, complaints, stored
from tests.browser.weather import MOMENTS, Line, line_to
from tests.journeys.server import Server

NO_NET = "Ingen täckning just nu. Texten ligger kvar i telefonen. Tryck Skicka igen när du har nät."


@pytest.fixture
def line(demo: Server) -> Iterator[Line]:
    """The line to the demo's server."""
    with line_to(demo.port) as made:
        yield made


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A telephone that runs scripts."""
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context
    context.close()


def codes(folder: Path, words: str) -> list[str]:
    """The receipts of the contributions that say exactly this."""
    with sqlite3.connect(folder / "demo.db") as database:
        query = """SELECT receipt.code FROM receipt JOIN contribution
            ON contribution.id = receipt.contribution_id WHERE body = ?"""
        return [code for (code,) in database.execute(query, [words])]


def shown_code(page: Page) -> str:
    """The code of the receipt that is shown."""
    page.wait_for_url("**/kvitto/*")
    return page.locator("[data-receipt]").get_attribute("data-receipt") or "none"


def press(page: Page, value: str = "send") -> None:
    page.locator(f"button[value={value}]").click()


def box(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


@pytest.mark.parametrize("reloads", [False, True], ids=["pressed again", "opened again"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_cut_line_loses_no_word_and_makes_no_second_contribution(
    moment: str, reloads: bool, phone: BrowserContext, demo: Server, line: Line
) -> None:
    words = f"Ljus vid skolan, nätet gick {moment}, {reloads}."
    page = phone.new_page()
    page.goto(f"{line.base}/sv/skriv")
    page.fill("textarea[name=body]", words)
    page.select_option("select[name=place]", index=2)
    place = page.locator("select[name=place]").input_value()
    line.cut = moment
    press(page)
    expect(page.get_by_text(NO_NET)).to_be_visible()
    assert box(page) == words
    had = codes(demo.folder, words)
    assert len(had) == (moment in ("after", "receipt")), "the moment is the one that was meant"
    press(page)  # the button stays usable, and the weather is as bad
    expect(page.get_by_text("Skickar …")).to_be_hidden()
    expect(page.get_by_text(NO_NET)).to_be_visible()
    line.cut = None
    if reloads:
        page.close()
        page = phone.new_page()
        page.goto(f"{line.base}/sv/skriv")
        expect(page.get_by_text("Sparat i din telefon kl.")).to_be_visible()
        assert (box(page), page.locator("select[name=place]").input_value()) == (words, place)
    press(page)
    code = shown_code(page)
    assert codes(demo.folder, words) == [code]
    assert had in ([], [code])
    page.goto(f"{line.base}/sv/skriv")
    assert box(page) == "", "what has been sent is no draft any longer"


def test_without_any_net_the_words_wait_for_it(phone: BrowserContext, demo: Server) -> None:
    words = "Ljus vid skolan, utan nät alls."
    page = phone.new_page()
    page.goto(f"{demo.base}/sv/")
    page.fill("textarea[name=body]", words)
    phone.set_offline(True)
    press(page, "continue")
    expect(page.get_by_text("Ingen täckning just nu. Texten finns kvar här.")).to_be_visible()
    phone.set_offline(False)
    page.reload()
    assert box(page) == words
    press(page, "continue")
    page.wait_for_url("**/skriv")
    assert box(page) == words
    phone.set_offline(True)
    for value in ("preview", "send"):
        press(page, value)
        expect(page.get_by_text(NO_NET)).to_be_visible()
        assert box(page) == words
    phone.set_offline(False)
    page.goto(f"{demo.base}/sv/")
    assert box(page) == "", "they have come as far as the write page"
    page.goto(f"{demo.base}/sv/skriv")
    assert box(page) == words
    press(page)
    code = shown_code(page)
    assert codes(demo.folder, words) == [code]


def test_the_line_may_be_cut_on_the_preview_too(
    phone: BrowserContext, demo: Server, line: Line
) -> None:
    page = phone.new_page()
    complained = complaints(page)
    page.goto(f"{line.base}/sv/skriv")
    page.fill("textarea[name=body]", "Ljus vid skolan, ring 070-174 06 34.")
    press(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("mark[data-kind=phone]")).to_have_text("070-174 06 34")
    line.cut = "after"
    press(page, "mask")
    expect(page.get_by_text(NO_NET)).to_be_visible()
    line.cut = None
    press(page, "mask")
    masked = "Ljus vid skolan, ring [personuppgift borttagen]."
    code = shown_code(page)
    assert codes(demo.folder, masked) == [code]
    page.goto(f"{line.base}/sv/skriv")
    assert box(page) == ""
    assert [text for text in complained if "Failed to load" not in text] == []


def test_back_from_the_preview_leads_to_the_words_even_without_net(
    phone: BrowserContext, demo: Server
) -> None:
    page = phone.new_page()
    page.goto(f"{demo.base}/sv/")
    page.goto(f"{demo.base}/sv/skriv")
    page.fill("textarea[name=body]", "Ljus vid skolan, fram och tillbaka.")
    press(page, "preview")
    expect(page).to_have_title(re.compile("Så här blir det"))
    phone.set_offline(True)
    page.go_back()
    expect(page).to_have_title(re.compile("Vad vill du säga"))
    assert box(page) == "Ljus vid skolan, fram och tillbaka."
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Så här blir det")
    phone.set_offline(False)
    press(page, "continue")
    expect(page.locator("textarea[name=body]")).to_have_value("Ljus vid skolan, fram och tillbaka.")
    press(page)
    page.wait_for_url("**/kvitto/*")
    assert stored(demo, "Ljus vid skolan, fram och tillbaka.") == 1


def test_a_line_that_hangs_is_given_up_and_the_words_stay(
    phone: BrowserContext, demo: Server
) -> None:
    page = phone.new_page()
    page.clock.install()
    page.goto(f"{demo.base}/sv/skriv")
    page.fill("textarea[name=body]", "Ljus vid skolan, väntan.")
    page.route("**/skriv", lambda _route: None)  # no answer, ever
    press(page)
    expect(page.get_by_text("Skickar …")).to_be_visible()
    assert page.locator("button[value=send]").get_attribute("aria-disabled") == "true"
    page.clock.run_for(31_000)
    expect(page.get_by_text(NO_NET)).to_be_visible()
    assert page.locator("button[value=send]").get_attribute("aria-disabled") is None
    page.unroute("**/skriv")
    press(page)
    page.wait_for_url("**/kvitto/*")
    assert stored(demo, "Ljus vid skolan, väntan.") == 1


def test_pressing_again_while_it_is_sent_sends_once(
    phone: BrowserContext, line: Line, demo: Server
) -> None:
    words = "Ljus vid skolan, otåligt."
    page = phone.new_page()
    page.goto(f"{line.base}/sv/skriv")
    page.fill("textarea[name=body]", words)
    page.evaluate("for (const n of [1, 2, 3]) document.querySelector('[value=send]').click()")
    shown_code(page)
    assert [request.split()[0] for request in line.seen].count("POST") == 1
    assert stored(demo, words) == 1
