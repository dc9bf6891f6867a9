# SPDX-License-Identifier: EUPL-1.2
"""Drafts in the phone, the borrowed computer, and the Sámi letters below the box."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_journey import PHONE, complaints, tab_to
from tests.journeys.server import Server

WRITE = "/sv/dialoger/parker-i-torvalla/fragan/skriv"
SAVED = re.compile(r"Sparat i din telefon kl\. \d\d?\.\d\d\. ")
DAY = 24 * 3600 * 1000


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A telephone that runs scripts."""
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext, demo: Server) -> Page:
    """The write page of a goal."""
    made = phone.new_page()
    made.goto(demo.base + write_path(made, demo))
    return made


def write_path(page: Page, demo: Server) -> str:
    """Where one writes in a dialogue of the demo."""
    page.goto(f"{demo.base}/sv/dialoger/parker-i-torvalla")
    href = page.locator("a[href$='/skriv']").first.get_attribute("href")
    assert href
    return href


def box(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


def kept(page: Page, shelf: str = "localStorage") -> str:
    """All that is kept, as one text."""
    return str(page.evaluate(f"JSON.stringify({shelf})"))


def type_(page: Page, words: str) -> None:
    """Type, and wait until it is kept."""
    page.fill("textarea[name=body]", words)
    expect(page.locator("[data-saved]")).to_have_text(SAVED)


def test_a_draft_is_kept_said_and_found_again_in_every_language(page: Page) -> None:
    page.locator("summary", has_text="Mer om dig").click()
    page.fill("input[name=name]", "Ebba")
    page.fill("input[name=email]", "ebba@example.org")
    type_(page, "Mitt utkast om lampor.")
    assert "Mitt utkast om lampor." in kept(page)
    assert "ebba@example.org" not in kept(page) + kept(page, "sessionStorage")
    token = page.locator("input[name=csrf_token]").input_value()
    page.goto(page.url.replace("/sv/", "/sma/"))
    assert (box(page), page.input_value("input[name=name]")) == ("Mitt utkast om lampor.", "Ebba")
    assert page.input_value("input[name=email]") == ""
    expect(page.locator("input[name=name]")).to_be_visible()
    assert page.locator("input[name=csrf_token]").input_value() == token, "the same form, still"


def test_what_was_typed_the_moment_before_leaving_is_kept(page: Page, demo: Server) -> None:
    address = page.url
    page.fill("textarea[name=body]", "Sista ordet.")
    page.goto(f"{demo.base}/sv/om")
    page.goto(address)
    assert box(page) == "Sista ordet."


def test_each_form_has_a_draft_of_its_own(page: Page, demo: Server) -> None:
    first = page.url
    type_(page, "Om parken.")
    page.goto(f"{demo.base}/sv/skriv")
    assert box(page) == ""
    type_(page, "Om något annat.")
    page.goto(first)
    assert box(page) == "Om parken."
    page.goto(f"{first}?parent=1")
    assert box(page) in ("", "Om parken.")


def test_start_over_throws_the_draft_away_for_good(page: Page) -> None:
    token = page.locator("input[name=csrf_token]").input_value()
    type_(page, "Det här ångrar jag.")
    page.reload()
    assert box(page) == "Det här ångrar jag."
    page.get_by_role("button", name="Börja om").click()
    assert box(page) == ""
    expect(page.locator("textarea[name=body]")).to_be_focused()
    expect(page.locator("[data-saved]")).to_be_hidden()
    assert page.locator("input[name=csrf_token]").input_value() != token
    assert "Det här ångrar jag." not in kept(page)
    page.reload()
    assert box(page) == ""


def test_what_the_server_gives_back_is_never_overwritten(page: Page, demo: Server) -> None:
    page.goto(f"{demo.base}/sv/skriv")
    type_(page, "Ett gammalt utkast.")
    page.goto(f"{demo.base}/sv/")
    page.fill("textarea[name=body]", "Nya ord.")
    page.locator("button[value=continue]").click()
    page.wait_for_url("**/skriv")
    assert box(page) == "Nya ord."
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.fill("input[name=email]", "fel")
    page.locator("button[value=send]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert box(page) == "Nya ord."
    page.fill("input[name=email]", "")
    page.locator("button[value=send]").click()
    page.wait_for_url("**/kvitto/*")
    page.goto(f"{demo.base}/sv/skriv")
    assert box(page) == "Ett gammalt utkast.", "it has waited its turn"


def test_an_old_draft_goes_after_thirty_days(page: Page) -> None:
    for age, left in ((29, "Gammalt."), (31, "")):
        type_(page, "Gammalt.")
        page.evaluate(
            """age => { for (const name of Object.keys(localStorage)) {
            const draft = JSON.parse(localStorage[name]); draft.at -= age;
            localStorage[name] = JSON.stringify(draft); } }""",
            age * DAY,
        )
        page.reload()
        assert box(page) == left
    assert "Gammalt." not in kept(page)


def test_nothing_stays_in_a_borrowed_computer(page: Page, demo: Server) -> None:
    type_(page, "Mina ord på biblioteket.")
    page.get_by_label("Jag lånar den här datorn").check()
    expect(page.locator("[data-saved]")).to_be_hidden()
    assert "biblioteket" not in kept(page)
    page.fill("textarea[name=body]", "Mina ord på biblioteket, längre.")
    page.wait_for_timeout(600)
    page.reload()
    expect(page.get_by_label("Jag lånar den här datorn")).to_be_checked()
    assert box(page) == ""
    page.fill("textarea[name=body]", "Mina ord på biblioteket, igen.")
    with page.expect_request("**/skriv") as sent:
        page.locator("button[value=send]").click()
    page.wait_for_url("**/kvitto/*")
    assert "=on" not in (sent.value.post_data or ""), "the box is nobody else's business"
    expect(page.get_by_text("Kvittot är sparat i den här telefonen.")).to_be_hidden()
    page.goto(f"{demo.base}/sv/")
    expect(page.get_by_role("heading", name="Mina kvitton")).to_be_hidden()
    assert kept(page) == "{}"


SPOILED = {
    "forbidden": "Object.defineProperty(window, 'localStorage', {get() { throw new Error(1); }});"
    "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error(1); }})",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('', 'Quota') }",
    "spoiled": "for (const n of ['draft:/skriv', 'receipts', 'borrowed', 'draft:/x'])"
    "localStorage.setItem(n, n === 'receipts' ? '[null, {}, 3]' : '{\"words\": null}')",
    "foreign": "for (const n of ['draft:/skriv', 'receipts']) localStorage.setItem(n, '<')",
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_phone_that_keeps_nothing_sends_all_the_same(
    how: str, phone: BrowserContext, demo: Server
) -> None:
    phone.add_init_script(SPOILED[how])
    page = phone.new_page()
    complained = complaints(page)
    page.goto(f"{demo.base}/sv/")
    page.fill("textarea[name=body]", f"Ljus vid skolan, {how}.")
    page.locator("button[value=continue]").click()
    page.wait_for_url("**/skriv")
    assert box(page) == f"Ljus vid skolan, {how}."
    page.fill("textarea[name=body]", f"Ljus vid skolan, {how}, nu.")
    page.wait_for_timeout(600)
    if how in ("forbidden", "full"):
        expect(page.locator("[data-saved]")).to_be_hidden()
    page.locator("button[value=send]").click()
    page.wait_for_url("**/kvitto/*")
    if how in ("forbidden", "full"):
        expect(page.get_by_text("Kvittot är sparat i den här telefonen.")).to_be_hidden()
    page.goto(f"{demo.base}/sv/kvitto")
    expect(page.get_by_role("heading", name="Mina kvitton")).to_be_visible()
    assert complained == []


@pytest.mark.parametrize("lang", ["sma", "se", "smj"])
def test_a_sami_page_has_the_letters_that_the_keyboard_lacks(
    lang: str, phone: BrowserContext, demo: Server
) -> None:
    page = phone.new_page()
    page.goto(f"{demo.base}/{lang}/skriv")
    row = page.get_by_role("group", name="Samiska bokstäver")
    assert row.get_by_role("button").all_inner_texts() == list("ïæöáčđŋšŧžń")
    page.fill("textarea[name=body]", "gg")
    page.evaluate("document.querySelector('textarea[name=body]').setSelectionRange(1, 1)")
    row.get_by_role("button", name="ï").click()
    expect(page.locator("textarea[name=body]")).to_be_focused()
    page.keyboard.type("x")
    row.get_by_role("button", name="ŋ").click(modifiers=["Shift"])
    assert box(page) == "gïxŊg"
    page.keyboard.press("Control+z")
    assert box(page) in ("gg", "gïxg"), "what a button wrote can be undone like what keys did"
    for button in row.get_by_role("button").all():
        place = button.bounding_box()
        assert place
        assert min(place["width"], place["height"]) >= 44


def test_the_letters_come_with_the_language_she_wrote_in(page: Page) -> None:
    row = page.get_by_role("group", name="Samiska bokstäver")
    expect(row).to_be_hidden()
    page.locator("summary", has_text="Mer om dig").click()
    page.select_option("select[name=language]", "smj")
    expect(row).to_be_visible()
    page.locator("textarea[name=body]").focus()
    tab_to(page, ".letters button:nth-child(11)")
    page.keyboard.press("Enter")
    assert box(page) == "ń"
    expect(page.locator("textarea[name=body]")).to_be_focused()
    page.select_option("select[name=language]", "en")
    expect(row).to_be_hidden()
