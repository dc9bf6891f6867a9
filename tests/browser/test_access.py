# SPDX-License-Identifier: EUPL-1.2
"""axe finds nothing on any page, nothing scrolls sideways, in Swedish and Southern Sámi."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import crawl, faults_in_all_looks, receipts, sign_in
from tests.journeys.server import Server

STAFF = ["facilitator@example.org", "official@example.org", "admin@example.org"]


@pytest.fixture(scope="session")
def public_pages(chromium: Browser, demo: Server) -> list[str]:
    """One path of each kind of public page, and a receipt in each state."""
    pages = crawl(chromium, demo)
    assert len(pages) > 20, f"the crawl found only {pages}"
    return pages + receipts(demo)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", ["sv", "sma"])
def test_every_public_page_is_accessible(
    lang: str, chromium: Browser, demo: Server, public_pages: list[str]
) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for path in public_pages:
        page.goto(f"{demo.base}/{lang}/{path}")
        if wrong := faults_in_all_looks(page):
            found[path] = wrong
    context.close()
    assert found == {}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("email", STAFF)
def test_every_desk_is_accessible(email: str, chromium: Browser, demo: Server) -> None:
    desks = crawl(chromium, demo, "/sv/konto", email, within="/sv/arbete")
    context = chromium.new_context(reduced_motion="reduce")
    page = sign_in(context, demo, email)
    found = {}
    for path in desks:
        for lang in ("sv", "sma"):
            page.goto(f"{demo.base}/{lang}/{path}")
            if wrong := faults_in_all_looks(page):
                found[f"{lang}/{path}"] = wrong
    context.close()
    assert len(desks) > 1
    assert found == {}


@pytest.mark.parametrize("lang", ["sv", "sma"])
def test_pages_after_an_act_are_accessible(lang: str, chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    found = {}

    def look(name: str) -> None:
        if wrong := faults_in_all_looks(page):
            found[name] = wrong

    page.goto(f"{demo.base}/{lang}/skriv")
    page.locator("button[value=send]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    look("empty")
    page.fill("textarea[name=body]", "Ring mig på 070-174 06 33.")
    context.set_offline(True)
    page.locator("button[value=send]").click()
    expect(page.locator("[data-say=no-net]")).to_be_visible()
    expect(page.locator("[data-saved]")).to_be_visible()
    look("no net")
    context.set_offline(False)
    page.locator("button[value=send]").click()
    expect(page.locator("mark[data-kind=phone]").first).to_be_visible()
    look("personal data")
    page.locator("button[value=mask]").click()
    page.wait_for_url("**/kvitto/*")
    look("receipt")
    receipt = page.url
    page.goto(f"{receipt}/ta-tillbaka")
    look("take back")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: url.startswith(receipt) and "ta-tillbaka" not in url)
    look("taken back")
    page.goto(f"{demo.base}/{lang}/kvitto")
    page.fill("input[name=code]", "fel")
    page.locator("main form button").first.click()
    look("receipt not found")
    page.goto(f"{demo.base}/{lang}/finns-inte")
    look("missing page")
    context.close()
    assert found == {}
