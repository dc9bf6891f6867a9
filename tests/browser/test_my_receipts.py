# SPDX-License-Identifier: EUPL-1.2
"""Receipts kept in the phone: found again, forgotten, copied and shared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.looking import faults_in_all_looks
from tests.browser.test_journey import PHONE, complaints
from tests.journeys.server import Server


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A telephone that runs scripts."""
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context
    context.close()


def send(page: Page, server: Server, words: str, lang: str = "sv") -> str:
    """Send a contribution; its code."""
    page.goto(f"{server.base}/{lang}/skriv")
    page.fill("textarea[name=body]", words)
    page.locator("button[value=send]").click()
    page.wait_for_url("**/kvitto/*")
    return page.locator("[data-receipt]").get_attribute("data-receipt") or "none"


def kept(page: Page) -> list[str]:
    """The codes in the phone, newest first."""
    found = page.evaluate("JSON.parse(localStorage.receipts ?? '[]').map(one => one.code)")
    return [str(code) for code in found]


def test_a_receipt_is_kept_and_found_on_the_first_page(phone: BrowserContext, demo: Server) -> None:
    page = phone.new_page()
    page.goto(f"{demo.base}/sv/")
    expect(page.get_by_role("heading", name="Mina kvitton")).to_be_hidden()
    page.goto(f"{demo.base}/sv/kvitto")
    expect(page.get_by_text("Du har inga kvitton i den här telefonen.")).to_be_visible()
    code = send(page, demo, "Ett kvitto att spara.")
    expect(page.get_by_text("Kvittot är sparat i den här telefonen.")).to_be_visible()
    page.goto(f"{demo.base}/sv/")
    mine = page.get_by_role("region", name="Mina kvitton")
    expect(mine.get_by_text(code).first).to_be_visible()
    mine.get_by_role("link", name="Svar senast").click()
    page.wait_for_url(f"**/kvitto/{code}")
    page.reload()
    assert kept(page) == [code]


def test_the_list_never_leaves_the_phone(phone: BrowserContext, demo: Server) -> None:
    page = phone.new_page()
    code = send(page, demo, "Ett kvitto för mig själv.")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(f"{one.url} {one.post_data} {one.all_headers()}"))
    for path in ("/sv/", "/sv/kvitto", "/sv/skriv"):
        page.goto(demo.base + path)
        page.wait_for_load_state("networkidle")
    assert asked
    assert [one for one in asked if code in one] == []


def test_only_the_newest_stand_on_the_first_page(phone: BrowserContext, demo: Server) -> None:
    page = phone.new_page()
    codes = [send(page, demo, f"Kvitto nummer {number}.") for number in range(4)]
    assert kept(page) == codes[::-1]
    page.goto(f"{demo.base}/sma/")
    mine = page.get_by_role("region", name="Mina kvitton")
    assert mine.locator("li code").all_inner_texts() == codes[:0:-1]
    assert mine.get_by_role("link", name="Svar senast").first.get_attribute("lang") == "sv"
    assert faults_in_all_looks(page) == []
    mine.get_by_role("link", name="Alla mina kvitton").click()
    page.wait_for_url("**/sma/kvitto")
    assert page.locator("[data-mine] li code").all_inner_texts() == codes[::-1]
    assert faults_in_all_looks(page) == []


def test_one_is_forgotten_and_then_all(phone: BrowserContext, demo: Server) -> None:
    page = phone.new_page()
    codes = [send(page, demo, f"Att glömma, {number}.") for number in range(3)]
    page.goto(f"{demo.base}/sv/kvitto")
    page.get_by_role("button", name=f"Glöm det {codes[1]}").press("Enter")
    expect(page.get_by_role("heading", name="Mina kvitton")).to_be_focused()
    expect(page.get_by_role("status").get_by_text("Kvittot finns inte längre kvar")).to_be_visible()
    assert kept(page) == [codes[2], codes[0]]
    assert faults_in_all_looks(page) == []
    page.get_by_role("button", name="Glöm alla kvitton").click()
    expect(page.get_by_role("status").get_by_text("Du har inga kvitton")).to_be_visible()
    expect(page.get_by_role("heading", name="Mina kvitton")).to_be_focused()
    assert kept(page) == []
    assert "receipts" not in page.evaluate("Object.keys(localStorage)")
    page.goto(f"{demo.base}/sv/")
    expect(page.get_by_role("heading", name="Mina kvitton")).to_be_hidden()


def test_the_receipt_itself_can_be_forgotten(phone: BrowserContext, demo: Server) -> None:
    page = phone.new_page()
    code = send(page, demo, "Ett kvitto att glömma genast.")
    assert kept(page) == [code]
    page.locator("[data-forget]").press("Enter")
    told = page.locator("[data-forgot]")
    expect(told).to_be_visible()
    expect(told).to_be_focused()
    expect(page.get_by_text("Kvittot är sparat i den här telefonen.")).to_be_hidden()
    assert kept(page) == []
    page.reload()
    assert kept(page) == [], "she has said that it is to be forgotten"
    assert faults_in_all_looks(page) == []


def test_the_code_is_copied_and_the_page_shared(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(viewport=PHONE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    complained = complaints(page)
    code = send(page, demo, "Ett kvitto att dela.")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("Kopierat")
    assert page.evaluate("navigator.clipboard.readText()") == code
    page.evaluate("navigator.share = async (what) => { window.shared = what; }")
    page.reload()
    page.locator("[data-share]").first.click()
    page.wait_for_timeout(200)
    assert page.evaluate("navigator.clipboard.readText()") == f"{demo.base}/sv/kvitto/{code}"
    context.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(f"{demo.base}/sv/kvitto/{code}?klart=mejlat")
    page.locator("[data-share]").first.click()
    assert page.evaluate("window.shared.url") == f"{demo.base}/sv/kvitto/{code}"
    assert page.evaluate("window.shared.title")
    assert complained == []
    context.close()
