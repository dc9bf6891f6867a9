# SPDX-License-Identifier: EUPL-1.2
"""The receipt in a real browser: changed, mailed, kept and printed, by anybody, on one A5 page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults_in_all_looks
from tests.journeys.server import Server

PHONE = "Ring mig på 070-174 06 33."


def sent(page: Page, demo: Server, lang: str, body: str = "Mer is.") -> str:
    """The address of the receipt for what was sent just now."""
    page.goto(f"{demo.base}/{lang}/skriv")
    page.fill("textarea[name=body]", body)
    page.locator("button[value=send]").click()
    page.wait_for_url("**/kvitto/*")
    return page.url


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", ["sv", "sma"])
def test_every_page_of_changing_and_mailing_is_accessible(
    lang: str, chromium: Browser, demo: Server
) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page, older = context.new_page(), context.new_page()
    found = {}

    def look(name: str, at: Page = page) -> None:
        if wrong := faults_in_all_looks(at):
            found[name] = wrong

    receipt = sent(page, demo, lang)
    for which in (page, older):
        which.goto(f"{receipt}/andra")
    look("change")
    page.fill("textarea[name=body]", "")
    page.locator("button[value=send]").click()
    page.wait_for_selector(".error-summary")
    look("empty")
    page.fill("textarea[name=body]", PHONE)
    page.locator("button[value=send]").click()
    page.wait_for_selector("mark[data-kind=phone]")
    look("personal data")
    page.locator("button[value=mask]").click()
    page.wait_for_url(f"{receipt}?klart=andrad")
    look("changed")
    older.fill("textarea[name=body]", "Mindre is.")
    older.locator("button[value=send]").click()
    older.wait_for_selector(".own-words")
    look("two at once", older)
    page.goto(f"{receipt}/mejla")
    look("mail")
    page.fill("input[name=email]", "anna")
    page.locator("main form button").click()
    page.wait_for_selector(".error-summary")
    look("no address")
    page.fill("input[name=email]", "anna@example.org")
    page.locator("main form button").click()
    page.wait_for_url(f"{receipt}?klart=mejlat")
    look("mailed")
    page.goto(f"{receipt}/mejla")
    look("mailed already")
    page.goto(f"{receipt}/ta-tillbaka")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{receipt}?klart=tillbakatagen")
    page.goto(f"{receipt}/andra")
    look("too late")
    context.close()
    assert found == {}


def test_all_of_it_can_be_done_without_a_script(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    receipt = sent(page, demo, "sv")
    assert page.locator("noscript a").get_attribute("href") == receipt
    assert page.locator(f"noscript a[href='{receipt}']").is_visible()
    for mark in ("data-share", "data-copy", "data-print", "data-kept"):
        assert not page.locator(f"[{mark}]").first.is_visible()
    page.locator("summary", has_text="Ändra").click()
    page.locator("a", has_text="Ändra det jag skrev").click()
    page.fill("textarea[name=body]", "Mer ljus.")
    page.locator("button[value=send]").click()
    page.wait_for_url(f"{receipt}?klart=andrad")
    assert page.locator(".own-words").inner_text() == "Mer ljus."
    page.locator("summary", has_text="Mejla kvittot till mig").click()
    page.fill("input[name=email]", "anna@example.org")
    page.locator("main form button").click()
    page.wait_for_url(f"{receipt}?klart=mejlat")
    assert "a•••@example.org" in page.locator("main").inner_text()
    context.close()


def test_with_the_keyboard_alone_it_is_mailed(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context()
    page = context.new_page()
    receipt = sent(page, demo, "sv")
    page.locator("summary", has_text="Mejla kvittot till mig").focus()
    for key in ("Enter", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("anna@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{receipt}?klart=mejlat")
    assert page.evaluate("document.activeElement.matches('.done-message')")
    context.close()


@pytest.mark.parametrize("lang", ["sv", "sma"])
def test_it_is_printed_as_one_slip_of_a5(
    lang: str, chromium: Browser, demo: Server, tmp_path: Path
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sent(page, demo, lang, "Mer is. " * 500)
    file = tmp_path / "slip.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    pages = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file.read_bytes())
    millimetres = [[round(float(side) / 72 * 25.4) for side in sides] for sides in pages]
    assert millimetres == [[148, 210]]
    page.emulate_media(media="print")
    picture = page.locator(".slip svg")
    box = picture.bounding_box()
    assert box is not None
    assert round(box["width"] / 96 * 25.4) == round(box["height"] / 96 * 25.4) == 35
    seen = page.locator("body").inner_text().split("\n")
    assert len([line for line in seen if line.strip()]) == 7, seen
    context.close()


def test_the_thread_begins_on_a_phones_first_screen(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sent(page, demo, "sv")
    demo_line = page.locator(".demo").bounding_box()
    first = page.locator("ol[data-red-thread] li").first.bounding_box()
    assert demo_line is not None
    assert first is not None
    # The line that says "Demo" stands on no municipality's own pages.
    assert first["y"] + 24 <= 844 + demo_line["height"]
    context.close()
